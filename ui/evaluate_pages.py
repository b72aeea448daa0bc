"""The Evaluate page as HTML: signing in, runs and results, a comparison, a draft case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from coopbot.conversations import Feedback
from coopbot.languages import LANGUAGES, NATIVE_NAMES, direction
from ui.evaluate_drafts import CLASSES, EXPECTATIONS, cited, question_of
from ui.evaluate_results import FIGURES, Result
from ui.evaluate_run import SYSTEMS, Progress
from ui.evaluate_session import PATH
from ui.evaluate_texts import evaluate_texts
from ui.markup import Child, Html, data_block, isolated, tag
from ui.texts import Texts


def sign_in_page(texts: Texts, message: str = "") -> str:
    """Return the form for the token."""
    form = tag(
        "form",
        tag("p", texts("staff_only")),
        tag("label", texts("token"), " ", _token_field()),
        tag("button", texts("sign_in"), type="submit"),
        method="post",
        action=_link("session", texts),
        class_="card",
    )
    return _page(texts, [_alert(message), form], signed_in=None)


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
        _alert(message),
        _run_section(texts, form, suites, progress, folder),
        _results_section(texts, [one for one in results if one.kind == "answers"]),
        _others_section(texts, [one for one in results if one.kind != "answers"]),
        _feedback_section(texts, complaints),
    ]
    return _page(texts, body, signed_in=form)


def comparison_page(texts: Texts, form: str, comparison: Mapping[str, Any]) -> str:
    """Return how B differs from A, and the cases that changed sides."""
    rows = []
    for name, one in comparison["differences"].items():
        verdict = "chance"
        for word in ("better", "worse"):
            verdict = word if name in comparison[word] else verdict
        rows.append(
            [
                str(one["title"]),
                _figure(one["a"]),
                _figure(one["b"]),
                f"{one['difference']:+.3f}",
                f"{one['low']:+.3f} – {one['high']:+.3f}",
                tag("span", texts(f"verdict_{verdict}"), class_=f"verdict {verdict}"),
            ]
        )
    heads = [
        texts("metric"), "A", "B", texts("difference"), texts("interval"), texts("verdict"),
    ]  # fmt: skip
    flips = [
        [
            str(flip["id"]),
            str(flip["title"]),
            f"{flip['before']:.2f}",
            f"{flip['after']:.2f}",
            tag("span", str(flip["question"]), dir="auto"),
        ]
        for flip in comparison["flips"]
    ]
    flip_heads = [texts("case"), texts("metric"), "A", "B", texts("question")]
    names = [
        tag("p", f"{letter}: ", isolated(str(comparison[letter.lower()]))) for letter in ("A", "B")
    ]
    body = [
        tag("h2", texts("compare_title")),
        names,
        _table(heads, rows, texts("compare_title")),
        tag("h2", texts("flips", count=len(flips))),
        _table(flip_heads, flips, texts("flips", count=len(flips))) if flips else None,
    ]
    return _page(texts, body, signed_in=form, back=True)


def case_page(texts: Texts, form: str, feedback: Feedback, message: str = "") -> str:
    """Return a complaint with the form that makes a draft case of it."""
    answer = feedback.answer
    language = str(answer.get("language") or "")
    abstained = bool(answer.get("abstained"))
    body = [
        _alert(message),
        tag("h2", texts("case_title")),
        tag("p", tag("b", texts("question")), ": ", tag("bdi", question_of(feedback))),
        tag("p", tag("b", texts("comment")), ": ", tag("bdi", feedback.comment)),
        tag(
            "details",
            tag("summary", texts("answer_given")),
            tag(
                "p",
                str(answer.get("answer") or ""),
                class_="quoted",
                lang=language if language in LANGUAGES else None,
                dir="auto",
            ),
        ),
        tag(
            "form",
            _hidden("form", form),
            _hidden("feedback", feedback.id),
            _select("class", texts("class"), {one: one for one in CLASSES}),
            _select(
                "expect",
                texts("expect"),
                {one: texts(f"expect_{one}") for one in EXPECTATIONS},
                "abstain" if abstained else "answer",
            ),
            _area("expected", texts("expected"), "\n".join(cited(answer))),
            _area("facts", texts("facts_wanted"), ""),
            _area("note", texts("note"), feedback.comment),
            tag(
                "p",
                tag("button", texts("add_draft"), type="submit", name="do", value="add"),
                " ",
                tag("button", texts("download"), type="submit", name="do", value="download"),
            ),
            method="post",
            action=_link("drafts", texts),
            class_="card",
        ),
    ]
    return _page(texts, body, signed_in=form, back=True)


def refused_page(texts: Texts, message: str, form: str | None) -> str:
    """Return a sentence that says why something was not done, and the way back."""
    return _page(texts, [_alert(message)], signed_in=form, back=True)


# -- sections ---------------------------------------------------------------------------------


def _run_section(
    texts: Texts, form: str, suites: Sequence[str], progress: Progress, folder: str
) -> Html:
    if suites:
        start = tag(
            "form",
            _hidden("form", form),
            _select("suite", texts("suite"), {one: one for one in suites}),
            _select("system", texts("system"), {one: one for one in SYSTEMS}),
            tag("button", texts("run"), type="submit"),
            method="post",
            action=_link("run", texts),
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
            _hidden("form", form),
            tag("button", texts("stop"), type="submit"),
            method="post",
            action=_link("stop", texts),
            id="stop",
            hidden=not running,
        ),
        tag(
            "p",
            tag("a", texts("open_report"), href=_report_link(progress.results)),
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
    for number, one in enumerate(results):
        figures = one.figures or {}
        rows.append(
            [
                _choice("a", one.name, number == min(1, len(results) - 1), texts),
                _choice("b", one.name, number == 0, texts),
                isolated(one.date.replace("T", " ")[:16]),
                one.suite,
                one.system,
                str(one.cases),
                *(_figure(figures.get(name)) for name in FIGURES),
                isolated(one.build[:8]),
                isolated(one.commit[:13]),
                tag(
                    "a",
                    texts("report"),
                    href=_report_link(one.name),
                    aria_label=f"{texts('report')}: {one.name}",
                ),
            ]
        )
    form = tag(
        "form",
        _table(heads, rows, texts("results_title")),
        _hidden("ui", texts.language),
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
            tag("a", one.name, href=_report_link(one.name)) if one.kind == "bench" else one.name,
        ]
        for one in results
    ]
    heads = [texts("date"), texts("kind"), texts("report")]
    return tag(
        "section", tag("h2", texts("other_title")), _table(heads, rows, texts("other_title"))
    )


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
                href=_link(f"feedback/{quote(one.id)}", texts),
                aria_label=f"{texts('make_case')}: {question_of(one)[:80]}",
            ),
        ]
        for one in complaints
    ]
    heads = [texts("date"), texts("question"), texts("comment"), texts("case")]
    return tag("section", title, _table(heads, rows, texts("feedback_title")))


# -- parts ------------------------------------------------------------------------------------


def _page(texts: Texts, body: Sequence[Child], signed_in: str | None, back: bool = False) -> str:
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", f"{texts('title')} – coopbot"),
        tag("link", rel="stylesheet", href="/coopbot/base.css"),
        tag("link", rel="stylesheet", href="/coopbot/evaluate.css"),
        tag("link", rel="icon", href="/coopbot/icon.svg", type="image/svg+xml"),
        tag("script", src="/coopbot/evaluate.js", type="module"),
    )
    languages = [
        tag("a", NATIVE_NAMES[one], href=_link("", evaluate_texts(one)), lang=one)
        for one in LANGUAGES
        if one != texts.language
    ]
    leave = tag(
        "form",
        _hidden("form", signed_in),
        tag("button", texts("sign_out"), type="submit"),
        method="post",
        action=_link("leave", texts),
    ) if signed_in else None  # fmt: skip
    header = tag(
        "header",
        tag("h1", texts("title")),
        tag("nav", languages, aria_label=texts("languages")),
        leave,
    )
    way_back = tag("p", tag("a", texts("back"), href=_link("", texts))) if back else None
    page = tag(
        "html",
        head,
        tag("body", header, tag("main", body, way_back), class_="evaluate"),
        lang=texts.language,
        dir=direction(texts.language),
    )
    return "<!doctype html>\n" + page


def _link(place: str, texts: Texts) -> str:
    return f"{PATH}{'/' + place if place else ''}?ui={texts.language}"


def _report_link(name: str) -> str:
    return f"{PATH}/report/{quote(name, safe='')}"


def _progress_line(texts: Texts, progress: Progress) -> str:
    return texts(
        f"status_{progress.status}",
        done=progress.done,
        total=progress.total,
        seconds=f"{progress.seconds:.0f}",
        message=progress.message,
    )


def _alert(message: str) -> Html | None:
    return tag("p", message, role="alert", class_="alert") if message else None


def _token_field() -> Html:
    return tag("input", type="password", name="token", required=True, autocomplete="off")


def _hidden(name: str, value: str | None) -> Html:
    return tag("input", type="hidden", name=name, value=value)


def _select(name: str, caption: str, choices: Mapping[str, str], chosen: str = "") -> Html:
    options = [
        tag("option", shown, value=value, selected=value == chosen)
        for value, shown in choices.items()
    ]
    return tag("label", caption, " ", tag("select", options, name=name))


def _area(name: str, caption: str, text: str) -> Html:
    return tag("label", caption, tag("textarea", text, name=name, rows="3", dir="auto"))


def _choice(name: str, value: str, checked: bool, texts: Texts) -> Html:
    caption = texts(f"choose_{name}", name=value)
    return tag("input", type="radio", name=name, value=value, checked=checked, aria_label=caption)


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _table(heads: Sequence[str], rows: Sequence[Sequence[Child]], caption: str) -> Html:
    """Return a table that scrolls by itself, by keyboard too."""
    return tag(
        "div",
        tag(
            "table",
            tag("thead", tag("tr", (tag("th", head, scope="col") for head in heads))),
            tag("tbody", (tag("tr", (tag("td", cell) for cell in row)) for row in rows)),
        ),
        class_="scroll",
        role="region",
        aria_label=caption,
        tabindex="0",
    )
