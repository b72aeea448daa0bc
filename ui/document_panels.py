"""The tab of the documents: what is held, two languages side by side, how each file was read."""

from __future__ import annotations

from collections.abc import Sequence

from coopbot.answering import NOTE_LANGUAGE
from coopbot.errors import NotInCorpus
from coopbot.labels import display_label
from coopbot.languages import LANGUAGES, NATIVE_NAMES
from coopbot.types import DocumentFacts, Paragraph
from ui.core import Core
from ui.markup import Html, isolated, quoted, tag
from ui.paragraphs import badge, link_to, title_in, work_of, works
from ui.problems import problem_of
from ui.texts import Texts

MOST_WORKS, MOST_FILES = 100, 200
"""Rows that a page can carry; the lists to choose from and the HTTP interface have all."""


def documents_panel(core: Core, texts: Texts) -> Html:
    """List the works with their languages."""
    held = works(core)
    if not held:
        return tag("div", tag("p", texts("documents_empty"), class_="empty"))
    cards = [
        tag(
            "article",
            tag("h3", isolated(title_in(work, texts.language))),
            tag("p", isolated(work.symbol), class_="symbol"),
            tag(
                "p",
                f"{texts('paragraphs_held')}: {work.paragraphs} · {texts('date')}: ",
                _date(work.expressions, texts) or texts("date_unknown"),
            ),
            tag(
                "ul",
                (
                    tag(
                        "li",
                        tag(
                            "a",
                            NATIVE_NAMES[facts.language],
                            href=link_to(work.symbol, None, facts.language, texts.language),
                            lang=facts.language,
                        ),
                        " ",
                        badge(facts.official, texts),
                    )
                    for facts in sorted(
                        work.expressions, key=lambda one: LANGUAGES.index(one.language)
                    )
                ),
                class_="versions",
            ),
            class_="work",
        )
        for work in held[:MOST_WORKS]
    ]
    more = len(held) - len(cards)
    note = tag("p", texts("documents_more", count=more), class_="note") if more else None
    return tag("div", cards, note, class_="panel")


def build_report(core: Core, texts: Texts) -> Html:
    """Tell how each file of the index build was read, those with problems first."""
    reports = sorted(core.reports(), key=lambda report: report.outcome == "ok")
    columns = ("file", "language", "outcome", "reason", "pages", "paragraphs", "references")
    rows = [
        tag(
            "tr",
            tag("td", isolated(report.path)),
            tag("td", NATIVE_NAMES.get(report.language or "", report.language or "–")),
            tag(
                "td",
                tag("span", texts(f"outcome_{report.outcome}"), class_=f"outcome {report.outcome}"),
            ),
            tag("td", isolated("; ".join(filter(None, (report.reason, *report.warnings))) or "–")),
            tag("td", str(report.pages)),
            tag("td", str(report.paragraphs)),
            tag("td", str(report.references)),
        )
        for report in reports[:MOST_FILES]
    ]
    more = len(reports) - len(rows)
    return tag(
        "div",
        tag("h3", texts("build_report")),
        tag("p", f"{texts('build')}: ", isolated(core.build), class_="note"),
        tag(
            "div",
            tag(
                "table",
                tag("thead", tag("tr", (tag("th", texts(name), scope="col") for name in columns))),
                tag("tbody", rows),
            ),
            class_="scrolling",
            tabindex="0",
            role="region",
            aria_label=texts("build_report"),
        ),
        tag("p", texts("files_more", count=more), class_="note") if more else None,
        class_="panel",
    )


def _date(expressions: Sequence[DocumentFacts], texts: Texts) -> Html | None:
    stated = next((facts.date for facts in expressions if facts.date), None)
    # What is known of a date that is not stated is noted in one language.
    if stated is None and texts.language == NOTE_LANGUAGE:
        stated = next((facts.date_note for facts in expressions if facts.date_note), None)
    return isolated(stated) if stated else None


def parallel_panel(
    core: Core, texts: Texts, symbol: str | None, label: str | None, first: str, second: str
) -> Html:
    """Show a paragraph in two languages side by side."""
    if not symbol or not label:
        return Html("")
    try:
        versions = core.paragraph(symbol, label)
    except NotInCorpus as error:
        return tag("p", problem_of(error).sentence(texts.language), class_="empty")
    columns = [
        tag(
            "div",
            tag("p", NATIVE_NAMES[language], " ", badge(versions[language].official, texts)),
            quoted(versions[language]),
        )
        if language in versions
        else tag("div", tag("p", NATIVE_NAMES[language]), tag("p", texts("reader_missing")))
        for language in dict.fromkeys((first, second))
    ]
    some = next(iter(versions.values()))
    link = link_to(some.symbol, some.label, f"{first},{second}", texts.language)
    return tag(
        "div",
        tag("div", columns, class_="parallel"),
        tag("p", tag("a", texts("reader"), href=link)),
        class_="panel",
    )


def second_language(core: Core, symbol: str, first: str) -> str:
    """Return what to read a document's language beside: the official text, else any other held."""
    work = work_of(core, symbol)
    held = [facts for facts in (work.expressions if work else ()) if facts.language != first]
    held.sort(key=lambda facts: (not facts.official, LANGUAGES.index(facts.language)))
    return held[0].language if held else first


def label_choices(core: Core, texts: Texts, symbol: str | None) -> list[tuple[str, str]]:
    """Return the paragraphs of a document in reading order, as (shown, label)."""
    if not symbol:
        return []
    work = work_of(core, symbol)
    if work is None:
        return []
    held = [facts.language for facts in work.expressions]
    language = texts.language if texts.language in held else held[0]
    return [(_shown(p, texts) + p.text[:60], p.label) for p in core.document(symbol, language)]


def _shown(paragraph: Paragraph, texts: Texts) -> str:
    """Return the number of a paragraph as the page's language writes it; headings have none."""
    if not (paragraph.label[:1].isdigit() or paragraph.label.startswith("fn")):
        return ""
    return f"{display_label(paragraph.label, texts.language, paragraph.printed or None)} · "
