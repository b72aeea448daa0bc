"""Write checked statements as an answer, each with citations that quote their paragraphs."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, replace

from coopbot import prompts
from coopbot.alignment import align_sentences
from coopbot.answering import AnswerWriter, Draft
from coopbot.compose import Composition, Passage, Quote
from coopbot.generation import Generation, GenerativeComposer, Source, Worded, sources_of
from coopbot.index import IndexReader
from coopbot.languages import LANGUAGES
from coopbot.models import ChatModel
from coopbot.question import Question
from coopbot.types import Hit, Paragraph, Span, Statement
from coopbot.wording import quoted, text

FURTHER = 4
"""Paragraphs shown to a model beside those that would be quoted."""


@dataclass(frozen=True, slots=True)
class WordedAnswer:
    """An answer as worded, or as quoted after a failure, and what came of the attempt."""

    draft: Draft
    generation: Generation
    checks: Mapping[str, int]
    """Counts for the receipt: ``statements``, ``dropped``, ``rewritten`` (quoted instead),
    ``unknown_markers`` and ``quotes_verbatim``."""
    notice: str | None
    """Why the documents are quoted, in the answer's language; None when all went well."""


class WordedComposer:
    """Have the evidence of a question worded, checked and written; quote whatever fails."""

    def __init__(self, index: IndexReader, model: ChatModel) -> None:
        self._index = index
        self._composer = GenerativeComposer(index.registry, model)
        self._writer = _WordedWriter(index)

    def write(
        self, question: Question, composition: Composition, hits: Sequence[Hit]
    ) -> Generator[Draft, None, WordedAnswer]:
        """Yield the draft whenever a checked statement was added to it; return the whole.

        :param composition: what would be quoted; shown to the model first, and the answer when
            the model fails.
        """
        sources = sources_of(
            question,
            _first(composition),
            [hit.paragraph for hit in hits[:FURTHER]],
            self._index,
        )
        draft = Draft(question.answer_language)
        steps = self._composer.word(question, sources)
        while True:
            try:
                worded = next(steps)
            except StopIteration as end:
                done: Generation = end.value
                break
            self._writer.add(draft, worded, sources)
            yield draft
        notice = None
        if done.kind is not None:
            notice = prompts.notice(done.kind, question.answer_language)
            draft.lines.append(notice)
            instead = composition
        else:
            instead = _instead(done, sources, composition)
        self._writer.add_quotes(draft, instead)
        return WordedAnswer(draft, done, _checks(draft, done, sources, instead), notice)


class _WordedWriter(AnswerWriter):
    """Write what a model worded, and quotations beside it."""

    def __init__(self, index: IndexReader) -> None:
        super().__init__(index)
        self._embedder = index.embedder

    def add(self, draft: Draft, worded: Worded, sources: Sequence[Source]) -> None:
        """Add one statement that stands."""
        cited = [sources[place] for place in worded.sources]
        numbers = tuple(
            sorted({n for source in cited for n in self._cite_source(draft, source, worded.places)})
        )
        shown = worded.text
        if worded.verdict == "verbatim":
            shown = quoted(worded.text, draft.language)
            if not any(source.reading.official for source in cited):
                shown += f" ({text('unofficial', draft.language)})"
        draft.lines.append(f"{shown} {' '.join(f'[{n}]' for n in numbers)}")
        draft.statements.append(Statement(worded.text, numbers, worded.verdict))

    def _cite_source(
        self, draft: Draft, source: Source, places: Mapping[str, Span]
    ) -> tuple[int, ...]:
        """Cite the best sentence as the reader reads it, and the official one where it differs."""
        reading, anchor = source.reading, _official(source)
        span = places.get(reading.id, (0, len(reading.text)))
        n = self._cite(draft, reading, reading.text[slice(*span)])
        if anchor is reading:
            return (n,)
        there = align_sentences(reading.text, span, anchor.text, self._embedder)
        return (n, self._cite(draft, anchor, anchor.text[slice(*there)]))

    def add_quotes(self, draft: Draft, composition: Composition) -> None:
        """Add quotations with their frames."""
        for number, passage in enumerate(composition.passages):
            frame = composition.frame if number == 0 else "also"
            draft.lines.append(self._frame(draft, frame, passage, composition.values))
            for quote in passage.quotes:
                self._add_quote(draft, quote, bullet=passage.is_list)


def _first(composition: Composition) -> list[tuple[Paragraph, str | None]]:
    """Return what would be quoted: whole paragraphs, the entries of a list one by one."""
    found: list[tuple[Paragraph, str | None]] = []
    for passage in composition.passages:
        for quote in passage.quotes:
            leads = passage.is_list and quote.anchor.label == passage.label
            # Of what leads up to a list only these words are meant: its entries follow.
            found.append((quote.anchor, (quote.reading_text or quote.text) if leads else None))
    return found


def _instead(done: Generation, sources: Sequence[Source], composition: Composition) -> Composition:
    """Return the quotations that stand in for what did not pass, or was left out of a list.

    A passage is quoted when a statement that cites it was rejected and none that cites it stands;
    an entry of a list when no statement carries it.
    """
    carried = _keys(done.statements, sources)
    failed = _keys(done.rejected, sources)
    passages = []
    for passage in composition.passages:
        left = tuple(
            quote
            for quote in passage.quotes
            if quote.anchor.key not in carried
            and (quote.anchor.key in failed or _is_entry(quote, passage))
        )
        if left:
            passages.append(replace(passage, quotes=left))
    return Composition(tuple(passages), "also")


def _is_entry(quote: Quote, passage: Passage) -> bool:
    return passage.is_list and quote.anchor.label != passage.label


def _keys(worded: Sequence[Worded], sources: Sequence[Source]) -> set[tuple[str, str]]:
    return {sources[place].reading.key for each in worded for place in each.sources}


def _checks(
    draft: Draft, done: Generation, sources: Sequence[Source], instead: Composition
) -> dict[str, int]:
    shown = {quote.anchor.key for passage in instead.passages for quote in passage.quotes}
    rewritten = sum(bool(_keys([each], sources) & shown) for each in done.rejected)
    return {
        "statements": len(draft.statements),
        "dropped": done.dropped - rewritten,
        "rewritten": rewritten,
        "unknown_markers": done.unknown_markers,
        "quotes_verbatim": sum(c.quote in c.paragraph.text for c in draft.citations),
    }


def _official(source: Source) -> Paragraph:
    """Return the expression that counts: the reader's own if official, else the first that is."""
    held = {paragraph.language: paragraph for paragraph in source.expressions}
    ordered = [source.reading, *(held[code] for code in LANGUAGES if code in held)]
    return next((paragraph for paragraph in ordered if paragraph.official), source.reading)
