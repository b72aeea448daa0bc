"""The overview of the Evaluate page: runs, results to compare, readers' complaints."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from coopbot.conversations import Feedback
from ui.evaluate_drafts import question_of
from ui.evaluate_parts import (
    alert,
    figure,
    framed,
    hidden,
    link,
    report_link,
    select,
    table,
)
from ui.evaluate_results import FIGURES, Result
from ui.evaluate_run import SYSTEMS, Progress
from ui.evaluate_session import PATH
from ui.markup import Child, Html, data_block, isolated, tag
from ui.texts import Texts


def overview_page(
    texts: Texts,
    form: str,
    suites: Sequence[str],
    results: Sequence[Result],
    complaints: Sequence[Feedback],
    progress: Progress,
    folder: str,
    message: str = "",
) -> str:
    """Return the page that a signed-in operator opens."""
    body = [
        alert(message),
        _run_section(texts, form, suites, progress, folder),
        _results_section(texts, [one for one in results if one.kind == "answers"]),
        _others_section(texts, [one for one in results if one.kind != "answers"]),
        _feedback_section(texts, complaints),
    ]
    return framed(texts, body, signed_in=form)


def _run_section(
    texts: Texts, form: str, suites: Sequence[str], progress: Progress, folder: str
) -> Html:
    if suites:
        start = tag(
            "form",
            hidden("form", form),
            select("suite", texts("suite"), {one: one for one in suites}),
            select("system", texts("system"), {one: one for one in SYSTEMS}),
            tag("button", texts("run"), type="submit"),
            method="post",
            action=link("run", texts),
            class_="line",
        )
    else:
        start = tag("p", texts("no_suites", folder=folder))
    running = progress.status == "running"
    watch = tag(
        "div",
        tag("p", _progress_line(texts, progress), id="progress-text", role="status"),
        tag(
            "progress",
            id="progress-bar",
            value=progress.done,
            max=max(progress.total, 1),
            aria_label=texts("run_title"),
            hidden=not running,
        ),
        tag(
            "form",
            hidden("form", form),
            tag("button", texts("stop"), type="submit"),
            method="post",
            action=link("stop", texts),
            id="stop",
            hidden=not running,
        ),
        tag(
            "p",
            tag("a", texts("open_report"), href=report_link(progress.results)),
            id="finished",
            hidden=progress.status != "done" or not progress.results,
        ),
        id="progress",
    )
    shown = {
        f"status_{name}": texts.entries[f"status_{name}"]
        for name in ("none", "running", "done", "failed", "stopped")
    }
    data = {"texts": shown, "running": running, "report": f"{PATH}/report/"}
    return tag(
        "section", tag("h2", texts("run_title")), start, watch, data_block("evaluate-data", data)
    )


def _results_section(texts: Texts, results: Sequence[Result]) -> Html:
    title = tag("h2", texts("results_title"))
    if not results:
        return tag("section", title, tag("p", texts("results_empty"), class_="empty"))
    heads = [
        "A", "B", texts("date"), texts("suite"), texts("system"), texts("cases"),
        *(texts(name) for name in FIGURES), texts("build"), texts("commit"), texts("report"),
    ]  # fmt: skip
    rows = []
    # What one compares first is the newest result with the one before it of the same suite.
    newest = results[0]
    earlier = next((one for one in results[1:] if one.suite == newest.suite), results[-1])
    for number, one in enumerate(results):
        figures = one.figures or {}
        rows.append(
            [
                _choice("a", one.name, one is earlier, texts),
                _choice("b", one.name, number == 0, texts),
                isolated(one.date.replace("T", " ")[:16]),
                one.suite,
                one.system,
                str(one.cases),
                *(figure(figures.get(name)) for name in FIGURES),
                isolated(one.build[:8]),
                isolated(one.commit[:13]),
                tag(
                    "a",
                    texts("report"),
                    href=report_link(one.name),
                    aria_label=f"{texts('report')}: {one.name}",
                ),
            ]
        )
    form = tag(
        "form",
        table(heads, rows, texts("results_title")),
        hidden("ui", texts.language),
        tag("button", texts("compare"), type="submit"),
        method="get",
        action=f"{PATH}/compare",
    )
    return tag("section", title, form)


def _others_section(texts: Texts, results: Sequence[Result]) -> Html | None:
    if not results:
        return None
    rows: list[list[Child]] = [
        [
            isolated(one.date.replace("T", " ")[:16]),
            one.kind,
            tag("a", one.name, href=report_link(one.name)) if one.kind == "bench" else one.name,
        ]
        for one in results
    ]
    heads = [texts("date"), texts("kind"), texts("report")]
    return tag("section", tag("h2", texts("other_title")), table(heads, rows, texts("other_title")))


def _feedback_section(texts: Texts, complaints: Sequence[Feedback]) -> Html:
    title = tag("h2", texts("feedback_title"))
    if not complaints:
        return tag("section", title, tag("p", texts("feedback_empty"), class_="empty"))
    rows: list[list[Child]] = [
        [
            isolated(f"{one.given:%Y-%m-%d %H:%M}"),
            tag("span", question_of(one), dir="auto"),
            tag("span", one.comment, dir="auto"),
            tag(
                "a",
                texts("make_case"),
                href=link(f"feedback/{quote(one.id)}", texts),
                aria_label=f"{texts('make_case')}: {question_of(one)[:80]}",
            ),
        ]
        for one in complaints
    ]
    heads = [texts("date"), texts("question"), texts("comment"), texts("case")]
    return tag("section", title, table(heads, rows, texts("feedback_title")))


def _progress_line(texts: Texts, progress: Progress) -> str:
    return texts(
        f"status_{progress.status}",
        done=progress.done,
        total=progress.total,
        seconds=f"{progress.seconds:.0f}",
        message=progress.message,
    )


def _choice(name: str, value: str, checked: bool, texts: Texts) -> Html:
    caption = texts(f"choose_{name}", name=value)
    return tag("input", type="radio", name=name, value=value, checked=checked, aria_label=caption)
