"""Turn quotations, or their absence, into an Answer in the asker's language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from coopbot.collecting import Collected
from coopbot.compose import Composition, Passage, Quote
from coopbot.index import IndexReader
from coopbot.labels import display_label
from coopbot.question import Question
from coopbot.types import Citation, DocumentFacts, Evidence, Hit, Paragraph, Statement
from coopbot.wording import language_name, place, places, quoted, text, title_text

NEAREST = 3
"""Paragraphs shown with an abstention."""

CHOICES = 4
"""Places offered when a question fits several."""

NOTE_LANGUAGE = "en"
"""Language of the notes in manifests: elsewhere they would break the answer's own."""

_OPENING = 90
"""Characters shown of a paragraph that is offered as a choice."""


@dataclass(slots=True)
class Draft:
    """An answer being put together: lines of text, statements and their citations."""

    language: str
    lines: list[str] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The answer so far."""
        return "\n".join(self.lines)


class AnswerWriter:
    """Write answers over one index."""

    def __init__(self, index: IndexReader) -> None:
        self._index = index

    def extractive(self, question: Question, composition: Composition) -> Draft:
        """Write quotations with their frame, each with its marker."""
        draft = Draft(question.answer_language)
        for number, passage in enumerate(composition.passages):
            frame = composition.frame if number == 0 else "also"
            draft.lines.append(self._frame(draft, frame, passage, composition.values))
            for quote in passage.quotes:
                self._add_quote(draft, quote, bullet=passage.is_list)
        return draft

    def _frame(self, draft: Draft, frame: str, passage: Passage, values: dict[str, str]) -> str:
        if frame == "according" and passage.is_list:
            frame = "list"
        return text(
            frame,
            draft.language,
            symbol=passage.symbol,
            place=place(passage.label, draft.language),
            **values,
        )

    def _add_quote(self, draft: Draft, quote: Quote, *, bullet: bool) -> None:
        """Add one quotation: the words that the asker reads first, then the official ones."""
        language = draft.language
        n = self._cite(draft, quote.anchor, quote.text)
        parts = []
        if quote.reading is not None and quote.reading_text:
            m = self._cite(draft, quote.reading, quote.reading_text)
            label = text("unofficial", language)
            parts.append(f"{quoted(quote.reading_text, language)} ({label}) [{m}]")
            draft.statements.append(Statement(quote.reading_text, (m, n), "verbatim"))
            original = text(
                "original", language, name=language_name(quote.anchor.language, language)
            )
            parts.append(f"{original}: {quoted(quote.text, quote.anchor.language)} [{n}]")
        else:
            mark = f"{quoted(quote.text, quote.anchor.language)}"
            if not quote.anchor.official:
                mark += f" ({text('unofficial', language)})"
            parts.append(f"{mark} [{n}]")
        draft.statements.append(Statement(quote.text, (n,), "verbatim"))
        start = f"• {_mark(quote.reading or quote.anchor)}" if bullet else ""
        draft.lines.append(start + parts[0])
        draft.lines.extend(f"{'  ' if bullet else ''}{part}" for part in parts[1:])

    def _cite(self, draft: Draft, paragraph: Paragraph, quote: str) -> int:
        """Return the number of the citation of a quotation, adding it when it is new."""
        for citation in draft.citations:
            cited = citation.paragraph
            if (cited.key, cited.language) == (paragraph.key, paragraph.language) and (
                citation.quote == quote
            ):
                return citation.n
        n = len(draft.citations) + 1
        draft.citations.append(
            Citation(
                n=n,
                paragraph=paragraph,
                quote=quote,
                verdict="verbatim",
                display=display_label(
                    paragraph.label, paragraph.language, paragraph.printed or None
                ),
                link=link(paragraph),
                parallel=self._index.parallel(paragraph),
            )
        )
        return n

    # -- abstention ------------------------------------------------------------------------

    def abstention(self, question: Question, evidence: Evidence) -> Draft:
        """Say why there is no answer, and which paragraphs are nearest."""
        language = question.answer_language
        draft = Draft(language)
        if evidence.reason == "not_in_corpus" and evidence.missing:
            draft.lines += self._not_held(evidence.missing, language)
        else:
            draft.lines.append(text("no_evidence", language))
            if evidence.missing:
                terms = text("separator", language).join(evidence.missing)
                draft.lines.append(text("missing", language, terms=terms))
        draft.lines += self._nearest(evidence.hits, language)
        return draft

    def refusal(self, question: Question, evidence: Evidence) -> Draft:
        """Decline in one sentence what these documents are not for."""
        draft = Draft(question.answer_language)
        draft.lines.append(text(question.refusals[0], question.answer_language))
        draft.lines += self._nearest(evidence.hits, question.answer_language)
        return draft

    def choices(self, question: Question, evidence: Evidence) -> Draft:
        """Ask back: the readings of a reference, or the places that the words fit."""
        language = question.answer_language
        draft = Draft(language)
        draft.lines.append(text("ambiguous", language))
        readings = [reading for ambiguity in question.ambiguities for reading in ambiguity.readings]
        draft.lines += [f"• {self._reading(reading, language)}" for reading in readings]
        if not readings:
            for hit in evidence.hits[:CHOICES]:
                own = self._own(hit.paragraph, language)
                draft.lines.append(
                    f"• {place(own.label, language)}: {quoted(_opening(own.text), own.language)}"
                )
        return draft

    def _reading(self, id: str, language: str) -> str:
        decision = self._index.registry.decision(id)
        # A title in another language would be words that the asker did not choose to read.
        title = decision.title_in(language) if decision else None
        if decision is None or title is None:
            return id
        return f"{id} – {title_text(title, language, confirmed=decision.confirmed)}"

    def _own(self, paragraph: Paragraph, language: str) -> Paragraph:
        """Return the expression that the asker reads."""
        if paragraph.language == language:
            return paragraph
        return self._index.parallel(paragraph).get(language, paragraph)

    def collection(self, question: Question, collected: Sequence[Collected]) -> Draft:
        """List things that the documents cite, each with the paragraphs that do."""
        language = question.answer_language
        draft = Draft(language)
        draft.lines.append(text("aggregate", language, what=text(collected[0].what, language)))
        for thing in collected:
            numbers = []
            for paragraph, reference in thing.places:
                n = self._cite(draft, paragraph, reference.text)
                numbers.append(n)
                draft.statements.append(Statement(reference.text, (n,), "verbatim"))
            marks = " ".join(
                f"{place(draft.citations[n - 1].paragraph.label, language)} [{n}]" for n in numbers
            )
            if thing.further:
                marks += text("further_places", language, count=str(thing.further))
            draft.lines.append(f"• {thing.id}: {marks}")
        return draft

    def not_stated(self, question: Question, facts: DocumentFacts | None, fact: str) -> Draft:
        """Say that a document does not state a fact about itself, and what bounds it."""
        language = question.answer_language
        draft = Draft(language)
        if facts is None:
            draft.lines.append(text("no_evidence", language))
            return draft
        draft.lines.append(text("fact_not_stated", language, symbol=facts.symbol))
        if fact == "date" and facts.date_note and language == NOTE_LANGUAGE:
            draft.lines.append(text("fact_bounds", language, note=facts.date_note))
        return draft

    def no_label(self, question: Question, symbol: str, label: str, near: Sequence[str]) -> Draft:
        """Say that a document has no such paragraph, and what it has."""
        language = question.answer_language
        draft = Draft(language)
        draft.lines.append(
            text(
                "no_label",
                language,
                symbol=symbol,
                place=place(label, language),
                nearest=places(list(near), language),
            )
        )
        return draft

    def _not_held(self, missing: Sequence[str], language: str) -> list[str]:
        lines = []
        for thing in missing:
            lines.append(text("not_in_corpus", language, thing=thing))
            decision = self._index.registry.decision(thing)
            title = decision.title_in(language) if decision and decision.confirmed else None
            if title is not None:
                shown = title_text(title, language)
                lines.append(text("registry_title", language, title=shown))
        return lines

    @staticmethod
    def _nearest(hits: Sequence[Hit], language: str) -> list[str]:
        labels = list(dict.fromkeys(hit.paragraph.label for hit in hits[:NEAREST]))
        return [text("nearest", language, places=places(labels, language))] if labels else []


def _mark(paragraph: Paragraph) -> str:
    """Return the printed mark of an item, to stand before its quotation: it is not in its text."""
    if paragraph.kind != "item" or not paragraph.printed:
        return ""
    return paragraph.printed if paragraph.language == "zh" else f"{paragraph.printed} "


def _opening(content: str) -> str:
    flat = " ".join(content.split())
    # Cut between two words, where the language parts them.
    return flat if len(flat) <= _OPENING else re.sub(r"\s\S{0,24}$", "", flat[:_OPENING]) + "…"


def link(paragraph: Paragraph) -> str:
    """Return the stable path of a paragraph in the service."""
    from urllib.parse import quote

    return (
        f"/d/{quote(paragraph.symbol)}/{quote(paragraph.label, safe='()*')}"
        f"?lang={paragraph.language}"
    )
