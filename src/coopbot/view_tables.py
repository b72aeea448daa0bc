"""Timelines and comparisons: what an answer quotes, arranged by date or by what is compared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from coopbot.dates import find_dates
from coopbot.languages import sentence_spans
from coopbot.question import Question
from coopbot.types import Paragraph, View, ViewCell
from coopbot.view_cells import MOST_ROWS, CellWriter, place_in
from coopbot.wording import view_text

FEWEST_DATES = 2
"""A timeline of one date is a sentence."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A date that a sentence of a paragraph states."""

    iso: str
    printed: str
    """As the paragraph has it."""
    sentence: str
    paragraph: Paragraph

    @property
    def order(self) -> tuple[str, str, int]:
        """What sorts moments by time, then by place."""
        return (self.iso, self.paragraph.symbol, self.paragraph.ordinal)


def timeline(question: Question, cells: CellWriter) -> View | None:
    """Return the dates of a question of time in their order; None where there are not several.

    Where the question names a period, the paragraphs retrieved beside the cited ones count too,
    and only dates within it; else what the answer quotes.
    """
    periods = [reference.id for reference in question.references if reference.kind == "date"]
    listed = bool(periods) and bool({"list", "aggregate"} & set(question.intents))
    if not listed and not {"time", "comparison"} & set(question.intents):
        return None
    if periods:
        paragraphs = _with_retrieved(cells, question)
        moments = [
            moment
            for moment in moments_in(paragraphs)
            if any(overlap(moment.iso, period) for period in periods)
        ]
    else:
        quoted = [citation.quote for citation in cells.answer.citations]
        moments = [
            moment
            for moment in moments_in(cells.cited())
            if any(moment.sentence in quote or quote in moment.sentence for quote in quoted)
        ]
    if len({moment.iso for moment in moments}) < FEWEST_DATES:
        return None
    return View(
        kind="timeline",
        title=view_text("timeline", cells.language),
        columns=tuple(view_text(key, cells.language) for key in ("date", "document_says", "place")),
        rows=cells.limited(moment_rows(moments, cells)),
    )


def moment_rows(moments: Iterable[Moment], cells: CellWriter) -> list[tuple[ViewCell, ...]]:
    """Return a row of date, sentence and place for each moment, the earliest first."""
    rows: list[tuple[ViewCell, ...]] = []
    ordered = sorted(moments, key=lambda one: one.order)
    cells.left_out |= len(ordered) > MOST_ROWS
    for moment in ordered[:MOST_ROWS]:
        # The sentence first: the citation that it gets carries the date in it as well.
        sentence = cells.quote(moment.paragraph, moment.sentence)
        date = cells.quote(moment.paragraph, moment.printed)
        rows.append((date, sentence, cells.place(moment.paragraph, moment.sentence)))
    return rows


def moments_in(paragraphs: Iterable[Paragraph]) -> list[Moment]:
    """Return the dates with a year that the sentences of paragraphs state, each once.

    A bare year beside a month or day is left out: it says of what, not when.
    """
    found: dict[tuple[str, str, str], Moment] = {}
    for paragraph in paragraphs:
        for start, end in sentence_spans(paragraph.text):
            sentence = paragraph.text[start:end]
            dates = [d for d in find_dates(sentence, paragraph.language) if d.iso[:2] != "--"]
            exact = any(len(date.iso) > len("2007") for date in dates)
            for date in dates:
                if not exact or len(date.iso) > len("2007"):
                    key = (paragraph.symbol, date.iso, sentence)
                    found.setdefault(key, Moment(date.iso, date.text, sentence, paragraph))
    return list(found.values())


def overlap(iso: str, period: str) -> bool:
    """Tell whether two dates or periods in ISO form have a day in common."""
    (start, end), (begins, ends) = _bounds(iso), _bounds(period)
    return start <= ends and begins <= end


def _bounds(iso: str) -> tuple[str, str]:
    first, _, last = iso.partition("/")
    return f"{first}-01-01"[:10], f"{last or first}-99-99"[:10]


def _with_retrieved(cells: CellWriter, question: Question) -> list[Paragraph]:
    paragraphs = {paragraph.key: paragraph for paragraph in cells.cited()}
    for hit in cells.answer.receipt.get("retrieved", ()):
        held = cells.index.ledger.expressions(hit["symbol"], hit["label"])
        some = held.get(hit["language"])
        if some is not None and question.admits(some) and some.kind != "item":
            paragraphs.setdefault(some.key, cells.own(some))
    return list(paragraphs.values())


# -- comparison ----------------------------------------------------------------------------


def comparison(question: Question, cells: CellWriter) -> View | None:
    """Return two columns for the two things that a question compares; None where there are not two.

    They are the two that it names; else the two paragraphs that the answer cites.
    """
    if "comparison" not in question.intents or cells.answer.abstained:
        return None
    columns = _named_columns(question, cells) or _cited_columns(cells)
    if columns is None:
        return None
    (first, left), (second, right) = columns
    empty = ViewCell("", cells.language)
    return View(
        kind="comparison",
        title=view_text("comparison", cells.language),
        columns=(first, second),
        rows=tuple(zip_longest(left[:MOST_ROWS], right[:MOST_ROWS], fillvalue=empty)),
    )


Column = tuple[str, list[ViewCell]]


def _named_columns(question: Question, cells: CellWriter) -> tuple[Column, Column] | None:
    things = _things(question, cells)
    if len(things) != 2:
        return None
    sentences: dict[str, list[tuple[Paragraph, str]]] = {id: [] for id, _ in things}
    for paragraph in cells.cited():
        for start, end in sentence_spans(paragraph.text):
            sentence = paragraph.text[start:end]
            for id in _named(paragraph, (start, end), cells, list(sentences)):
                sentences[id].append((paragraph, sentence))
    columns = [
        (name, [cells.quote(*found) for found in sentences[id]])
        for id, name in things
        if sentences[id]
    ]
    if len(columns) != 2 or columns[0][1] == columns[1][1]:
        return None
    return columns[0], columns[1]


def _things(question: Question, cells: CellWriter) -> list[tuple[str, str]]:
    """Return id and name of what is compared: bodies, meetings, decisions, articles."""
    registry, language = cells.index.registry, cells.language
    things: dict[str, str] = {}
    for id in question.names:
        body = registry.organization(id)
        if body is not None and body.type != "secretariat":
            things[id] = body.name(language)
        elif id in registry.events:
            forms = registry.aliases(id, language) or registry.aliases(id)
            things[id] = forms[0].form if forms else id
    for reference in question.references:
        if reference.kind in ("decision", "article", "symbol"):
            things[reference.id] = reference.text
    return list(things.items())


def _named(
    paragraph: Paragraph, span: tuple[int, int], cells: CellWriter, wanted: Sequence[str]
) -> list[str]:
    """Return which of some things a sentence of a paragraph names."""
    sentence = paragraph.text[slice(*span)]
    named = {match.id for match in cells.index.registry.find_names(sentence, paragraph.language)}
    cited = [
        reference
        for reference in cells.index.references(paragraph)
        if reference.kind in ("decision", "article", "symbol")
        and span[0] <= reference.start < span[1]
    ]
    for id in wanted:
        if id not in named:
            named |= {
                id for reference in cited if reference.id == id or reference.id.startswith(f"{id}(")
            }
    return [id for id in wanted if id in named]


def _cited_columns(cells: CellWriter) -> tuple[Column, Column] | None:
    paragraphs = [p for p in cells.cited() if p.kind != "footnote"]
    if len(paragraphs) != 2:
        return None
    columns = []
    for paragraph in paragraphs:
        quotes = [
            citation.quote
            for citation in cells.answer.citations
            if citation.paragraph.id == paragraph.id
        ]
        name = place_in(paragraph, cells.language)
        columns.append((name, [cells.quote(paragraph, quote) for quote in quotes]))
    if not all(quotes for _, quotes in columns):
        return None
    return columns[0], columns[1]
