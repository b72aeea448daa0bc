"""The cells of a view: each quotation gets the number of the citation that carries it."""

from __future__ import annotations

from collections.abc import Iterable

from coopbot.answering import link
from coopbot.index import IndexReader
from coopbot.labels import display_label
from coopbot.languages import LANGUAGES, sentence_spans
from coopbot.question import Question
from coopbot.types import Answer, Citation, Paragraph, Reference, ViewCell
from coopbot.wording import place, view_text

MOST_ROWS = 24
"""Rows of one view: more is reading, and the tabs of the page and ``coopbot refs`` have it all."""


MOST_CITING = 1_000
"""References to a thing that a view looks through, in all languages: as many as a person could."""


class CellWriter:
    """Write the cells of one view and keep count of its citations."""

    def __init__(self, question: Question, answer: Answer, index: IndexReader) -> None:
        self.index = index
        self.answer = answer
        self.language = answer.language
        self.added: list[Citation] = []
        self.left_out = False
        """Whether more places speak of a thing than the view shows."""
        self._question = question
        self._next = max((citation.n for citation in answer.citations), default=0) + 1

    def frame(self, key: str, **values: str) -> ViewCell:
        """Return a cell with words of ours."""
        return ViewCell(view_text(key, self.language, **values), self.language)

    def text(self, text: str, language: str | None = None) -> ViewCell:
        """Return a cell with an id or a name that is no quotation."""
        return ViewCell(text, language or self.language)

    def known(self, text: str, language: str | None = None) -> ViewCell:
        """Return a cell with what the registry knows."""
        return ViewCell(text, language or self.language, "registry")

    def quote(self, paragraph: Paragraph, quote: str) -> ViewCell:
        """Return a cell with a verbatim stretch of a paragraph.

        :raises ValueError: when the paragraph does not hold it.
        """
        if not quote or quote not in paragraph.text:
            raise ValueError(f"¶{paragraph.label} of {paragraph.symbol} does not hold {quote!r}.")
        numbers = (self._number(paragraph, quote),)
        return ViewCell(quote, paragraph.language, "paragraph", numbers)

    def place(self, paragraph: Paragraph, quote: str) -> ViewCell:
        """Return a cell that says where a quotation stands."""
        shown = place_in(paragraph, self.language)
        return ViewCell(shown, self.language, "frame", (self._number(paragraph, quote),))

    def _number(self, paragraph: Paragraph, quote: str) -> int:
        """Return the number of a citation that holds a quotation, adding one where none does."""
        for citation in (*self.answer.citations, *self.added):
            if citation.paragraph.id == paragraph.id and quote in citation.quote:
                return citation.n
        citation = Citation(
            n=self._next,
            paragraph=paragraph,
            quote=quote,
            verdict="verbatim",
            display=display_label(paragraph.label, paragraph.language, paragraph.printed or None),
            link=link(paragraph),
            parallel=self.index.parallel(paragraph),
        )
        self.added.append(citation)
        self._next += 1
        return citation.n

    def limited(self, rows: list[tuple[ViewCell, ...]]) -> tuple[tuple[ViewCell, ...], ...]:
        """Return as many rows as a view has, with a last one that says so where some are left out.

        Rows with quotations beyond :data:`MOST_ROWS` should not be made: each is a citation.
        """
        shown = rows[:MOST_ROWS]
        if self.left_out or len(rows) > MOST_ROWS:
            empty = (self.text(""),) * (len(rows[0]) - 2 if rows else 0)
            shown.append((self.text("…"), self.frame("further_rows"), *empty))
        return tuple(shown)

    # -- what the index holds, in the reader's language ------------------------------------

    def own(self, paragraph: Paragraph) -> Paragraph:
        """Return the expression that the asker reads, where the scope admits it."""
        if paragraph.language == self.language:
            return paragraph
        other = self.index.parallel(paragraph).get(self.language)
        return other if other is not None and self._question.admits(other) else paragraph

    def cited(self) -> list[Paragraph]:
        """Return the paragraphs that the answer cites, once each, in the reader's language."""
        return self._once(citation.paragraph for citation in self.answer.citations)

    def citing(self, kind: str, id: str) -> list[tuple[Paragraph, Reference]]:
        """Return the paragraphs that cite a thing, each place once, in reading order."""
        citing = self.index.ledger.citing(kind, id, most=MOST_CITING)
        self.left_out |= len(citing) == MOST_CITING
        admitted = (
            (paragraph, reference)
            for _, paragraph, reference in citing
            if paragraph.kind in ("paragraph", "footnote", "item", "block")
            and self._question.admits(paragraph)
            and self.index.in_force(paragraph)
        )
        found = in_one_language(admitted, self.language)
        return sorted(found, key=lambda one: (one[0].symbol, one[0].ordinal, one[1].start))

    def _once(self, paragraphs: Iterable[Paragraph]) -> list[Paragraph]:
        found: dict[tuple[str, str], Paragraph] = {}
        for paragraph in paragraphs:
            found.setdefault(paragraph.key, self.own(paragraph))
        whole = set(found)
        return [
            paragraph
            for (symbol, _), paragraph in found.items()
            if paragraph.parent is None or (symbol, paragraph.parent) not in whole
        ]


def in_one_language(
    citing: Iterable[tuple[Paragraph, Reference]], language: str
) -> list[tuple[Paragraph, Reference]]:
    """Keep each place once: in the reader's language where it is held, else the official one.

    An item whose paragraph cites the same thing is left out: the whole holds it.
    """
    best: dict[tuple[str, str, str], tuple[Paragraph, Reference]] = {}
    for paragraph, reference in citing:
        key = (*paragraph.key, reference.id)
        held = best.get(key)
        if held is None or _rank(paragraph, language) < _rank(held[0], language):
            best[key] = (paragraph, reference)
    return [
        entry
        for (symbol, _, id), entry in best.items()
        if (symbol, entry[0].parent or "", id) not in best
    ]


def _rank(paragraph: Paragraph, language: str) -> tuple[bool, bool, int]:
    return (
        paragraph.language != language,
        not paragraph.official,
        LANGUAGES.index(paragraph.language),
    )


def place_in(paragraph: Paragraph, language: str) -> str:
    """Return document and paragraph as a reader of a language writes them."""
    comma = {"zh": "，", "ar": "، "}.get(language, ", ")
    return f"{paragraph.symbol}{comma}{place(paragraph.label, language)}"


def sentence_at(paragraph: Paragraph, start: int) -> str:
    """Return the sentence of a paragraph in which an offset lies."""
    for begin, end in sentence_spans(paragraph.text):
        if begin <= start < end:
            return paragraph.text[begin:end]
    return paragraph.text
