"""The reader: a document in two parallel columns, each paragraph at an address of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from coopbot.errors import NotInCorpus
from coopbot.labels import display_label
from coopbot.languages import LANGUAGES, NATIVE_NAMES, direction
from coopbot.types import DocumentFacts, Paragraph, Work
from ui.core import Core
from ui.desk import Shared
from ui.markup import Child, Html, head_parts, html_page, isolated, marked, tag
from ui.paragraphs import badge, link_to, place_shown, title_in, work_of
from ui.problems import language_of
from ui.texts import Texts, texts_in

router = APIRouter(include_in_schema=False)


@router.get("/d/{path:path}")
@router.head("/d/{path:path}")
async def read(
    request: Request, path: str, service: Shared, lang: str = "", ui: str = ""
) -> HTMLResponse:
    """Show a document, and one paragraph of it marked where the address names one."""
    texts = texts_in(language_of(request, ui))
    wanted = [one for one in lang.replace(" ", ",").split(",") if one in LANGUAGES]
    try:
        page = await service.workers.call(
            lambda: _document_page(service.core, path.strip("/"), wanted, texts)
        )
    except NotInCorpus as error:
        return HTMLResponse(_missing_page(path, error, texts), 404)
    return HTMLResponse(page, headers={"Cache-Control": "no-cache"})


def _document_page(core: Core, path: str, wanted: Sequence[str], texts: Texts) -> str:
    work, chosen = find_place(core, path)
    symbol = work.symbol
    held = [one for one in LANGUAGES if any(f.language == one for f in work.expressions)]
    first, second = _columns(held, wanted, texts.language)
    columns = [
        {paragraph.label: paragraph for paragraph in core.document(symbol, language)}
        for language in (first, second)
        if language
    ]
    label = chosen.label if chosen else None
    heading = tag(
        "header",
        tag("a", texts("home"), href=f"/{texts.language}", class_="home"),
        tag("h1", isolated(title_in(work, first), first)),
        tag("p", isolated(symbol), class_="symbol"),
        _picker(symbol, label, held, first, second, texts),
    )
    names = _names(work.expressions, [one for one in (first, second) if one], texts)
    table = tag("main", names, _rows(columns, chosen, texts), id="text", class_="columns")
    return _page(f"{symbol} – {texts('name')}", texts, [heading, table])


def find_place(core: Core, path: str) -> tuple[Work, Paragraph | None]:
    """Return the document that an address names and, where it names one, the paragraph.

    :raises NotInCorpus: when neither the whole address is a document's nor all but its last part.
    """
    if work := work_of(core, path):
        return work, None
    symbol, _, label = path.rpartition("/")
    versions = core.paragraph(symbol or path, label if symbol else "title")
    some = next(iter(versions.values()))
    work = work_of(core, some.symbol)
    if work is None:
        raise NotInCorpus(f"No document {some.symbol} is held.", thing=some.symbol)
    return work, some


def _columns(held: Sequence[str], wanted: Sequence[str], ui: str) -> tuple[str, str | None]:
    """Choose two languages: those asked for, else the reader's own, else the first held."""
    ordered = [*(one for one in wanted if one in held), *(one for one in (ui,) if one in held)]
    ordered += held
    first = ordered[0]
    if len({one for one in wanted if one in held}) == 1:
        return first, None
    second = next((one for one in ordered if one != first), None)
    return first, second


def _picker(
    symbol: str,
    label: str | None,
    held: Sequence[str],
    first: str,
    second: str | None,
    texts: Texts,
) -> Html:
    def choices(caption: str, current: str | None, address: Mapping[str, str]) -> Html:
        links = [
            tag(
                "a",
                NATIVE_NAMES[one],
                href=link_to(symbol, label, languages, texts.language),
                lang=one,
                aria_current="true" if one == current else None,
            )
            for one, languages in address.items()
        ]
        return tag("div", tag("span", caption), links, class_="choices")

    pair = {one: ",".join(dict.fromkeys((one, second or first))) for one in held}
    other = {one: f"{first},{one}" for one in held if one != first}
    return tag(
        "nav",
        choices(texts("first_language"), first, pair),
        choices(texts("second_language"), second, other) if other else None,
        aria_label=texts("languages"),
    )


def _names(expressions: Sequence[DocumentFacts], languages: Sequence[str], texts: Texts) -> Html:
    """Head each column with its language, its standing and, where known, its source."""
    by_language = {facts.language: facts for facts in expressions}
    cells = []
    for language in languages:
        facts = by_language[language]
        source = tag("a", texts("official_source"), href=facts.url) if facts.url else None
        name = tag("b", NATIVE_NAMES[language], lang=language)
        cells.append(
            tag("div", name, " ", badge(facts.official, texts), " ", source, class_="cell")
        )
    return tag("div", tag("span"), cells, class_="row names")


def _rows(
    columns: Sequence[Mapping[str, Paragraph]], chosen: Paragraph | None, texts: Texts
) -> list[Child]:
    labels = list(dict.fromkeys(label for column in columns for label in column))
    inside = {
        paragraph.label
        for column in columns
        for paragraph in column.values()
        if paragraph.kind == "item" and paragraph.parent in column
    }
    rows: list[Child] = []
    for label in labels:
        if label in inside:
            continue
        versions = [column.get(label) for column in columns]
        some = next(paragraph for paragraph in versions if paragraph)
        is_chosen = chosen is not None and label in (chosen.label, chosen.parent)
        numbered = label[:1].isdigit() or label.startswith("fn")
        shown = display_label(label, texts.language) if numbered else ""
        anchor = tag(
            "a",
            place_shown(label, texts.language) if numbered else "¶",
            href=link_to(some.symbol, label, ",".join(_languages(columns)), texts.language),
            aria_label=texts("reader_paragraph_link", label=shown or label),
            class_="anchor",
        )
        cells = [
            _cell(paragraph, column, chosen, texts)
            for paragraph, column in zip(versions, columns, strict=True)
        ]
        rows.append(
            tag(
                "section",
                anchor,
                cells,
                class_=f"row {some.kind}" + (" chosen" if is_chosen else ""),
                id="chosen" if is_chosen else None,
                tabindex="-1" if is_chosen else None,
            )
        )
    return rows


def _cell(
    paragraph: Paragraph | None,
    column: Mapping[str, Paragraph],
    chosen: Paragraph | None,
    texts: Texts,
) -> Html:
    if paragraph is None:
        return tag("div", texts("reader_missing"), class_="cell missing")
    item = column.get(chosen.label) if chosen and chosen.parent == paragraph.label else None
    body = marked(paragraph.text, [item.text] if item else [])
    name = "h2" if paragraph.kind in ("title", "heading") else "p"
    return tag(
        "div",
        tag(name, body, lang=paragraph.language, dir=direction(paragraph.language)),
        class_="cell",
    )


def _languages(columns: Sequence[Mapping[str, Paragraph]]) -> list[str]:
    return [next(iter(column.values())).language for column in columns if column]


def _missing_page(path: str, error: NotInCorpus, texts: Texts) -> str:
    near = [tag("li", tag("a", isolated(one), href=_near_link(path, one))) for one in error.nearest]
    title = texts("not_found_several" if error.several else "not_found")
    said = "error_several" if error.several else "error_missing"
    body = tag(
        "main",
        tag("h1", title),
        tag("p", texts(said, what=path, near=", ".join(error.nearest))),
        tag("h2", texts("not_found_nearest")) if near and not error.several else None,
        tag("ul", near) if near else None,
        tag("p", tag("a", texts("home"), href=f"/{texts.language}")),
        class_="missing-page",
    )
    return _page(title, texts, [body])


def _near_link(path: str, near: str) -> str:
    """A near label stands in the same document; a near symbol is a document of its own."""
    if "/" in near or not path.strip("/").rpartition("/")[0]:
        return link_to(near)
    return link_to(path.strip("/").rpartition("/")[0], near)


def _page(title: str, texts: Texts, body: Sequence[Child]) -> str:
    head = head_parts(title, ("reader",), "reader")
    return html_page(texts.language, head, tag("body", body, class_="reader"))
