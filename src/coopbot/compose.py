"""Compose an extractive answer: the best sentences or the whole list, verbatim.

What is quoted is the official expression of a paragraph. Where the asker's language is held only
as an unofficial translation, the same sentences of it stand beside, labelled.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from coopbot.alignment import align_sentences
from coopbot.answer_types import CURRENCIES
from coopbot.embedder import LateInteraction
from coopbot.index import IndexReader
from coopbot.languages import LANGUAGES, sentence_spans
from coopbot.quantities import find_quantities
from coopbot.question import Question
from coopbot.types import Hit, Paragraph, Reference, Span

MAX_SENTENCES = 3
"""Sentences quoted of one paragraph: more is reading, not an answer."""

FOLLOWING_HIT = 0.96
"""Share of the best score that a further paragraph needs to be quoted as well."""

GATHERING_HIT = 0.72
"""The same where the question gathers: lists and comparisons stand in several places."""

LIST_SHARE = 0.4
"""Share of a paragraph that its items take up where it is first of all a list."""

MARKER_LENGTH = 6
"""Most characters of the marker of an item."""

SAME_SUBJECT = 0.75
"""Share of the best paragraph's named things that a further one needs to carry: what a heading
names counts a little less."""

MAX_COMPARED = 3
"""Paragraphs quoted side by side."""

WHOLE_LIST = 2.0
"""What the retriever gives a paragraph that holds a full list of the kind asked for."""

_LATE_WEIGHT = 0.6
_TYPE_BONUS = 0.25
"""Added to a sentence that holds the kind of thing asked for: a date, an amount, a name."""

_SUPPORT = 0.45
"""Share of the best sentence's score that another one needs to be quoted beside it."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A stretch of a paragraph, in the official expression and in the asker's language."""

    anchor: Paragraph
    """The expression that is quoted as evidence."""
    span: Span
    reading: Paragraph | None = None
    """The asker's language, where it is held only as an unofficial translation."""
    reading_span: Span | None = None

    @property
    def text(self) -> str:
        """The quoted words."""
        return self.anchor.text[slice(*self.span)]

    @property
    def reading_text(self) -> str | None:
        """The same words in the asker's language."""
        if self.reading is None or self.reading_span is None:
            return None
        return self.reading.text[slice(*self.reading_span)]


@dataclass(frozen=True, slots=True)
class Passage:
    """What is quoted of one place: sentences, or the entries of a list."""

    label: str
    symbol: str
    quotes: tuple[Quote, ...]
    is_list: bool = False


@dataclass(frozen=True, slots=True)
class Composition:
    """The quotations of an answer, in the order in which they are shown."""

    passages: tuple[Passage, ...] = ()
    frame: str = "according"
    """Key of the sentence that introduces the first passage."""
    values: dict[str, str] = field(default_factory=dict)


class ExtractiveComposer:
    """Choose what to quote for a question."""

    def __init__(self, index: IndexReader) -> None:
        self._index = index

    def compose(self, question: Question, hits: Sequence[Hit]) -> Composition:
        """Return the quotations that answer a question, best paragraph first."""
        chosen = self._chosen_hits(question, hits)
        passages = []
        for hit in chosen:
            passage = self._passage(question, hit)
            if passage is not None and passage.quotes:
                passages.append(passage)
                passages.extend(self._footnotes(question, passage, passages))
        frame = "list" if passages and passages[0].is_list else "according"
        return Composition(tuple(passages), frame)

    def _footnotes(
        self, question: Question, passage: Passage, shown: Sequence[Passage]
    ) -> list[Passage]:
        """Return the footnotes marked in what is quoted that hold what is asked for.

        An amount or a document asked for often stands in a footnote alone.
        """
        labels = {
            note.label
            for quote in passage.quotes
            for note in quote.anchor.notes
            if quote.span[0] <= note.start and note.end <= quote.span[1]
        } - {other.label for other in shown}
        footnotes = []
        for label in sorted(labels):
            expressions = self._expressions_of(passage.symbol, label)
            if expressions and self._is_wanted_note(question, expressions):
                anchor, reading = anchor_and_reading(expressions, question.answer_language)
                footnotes.append(Passage(label, passage.symbol, (self._whole(anchor, reading),)))
        return footnotes

    def _is_wanted_note(self, question: Question, expressions: Mapping[str, Paragraph]) -> bool:
        readings = [self._index.reading(paragraph) for paragraph in expressions.values()]
        if "amount" in question.kinds:
            return any(q.unit in CURRENCIES for read in readings for q in read.quantities)
        if "symbol" in question.kinds:
            note = next(iter(expressions.values()))
            rows = self._index.ledger.rows_of(note.symbol, note.label)
            found = self._index.ledger.references_of(rows)
            return any(r.kind == "symbol" for references in found.values() for r in references)
        return False

    def _chosen_hits(self, question: Question, hits: Sequence[Hit]) -> list[Hit]:
        if question.keys:
            wanted = set(question.keys)
            named = [hit for hit in hits if hit.paragraph.key in wanted]
            return named or list(hits[:1])
        intents = set(question.intents)
        if "comparison" in intents:
            return self._compared_hits(question, hits)
        best = hits[0]
        gathers = bool({"list", "aggregate"} & intents)
        if gathers and (
            best.parts.get("kind", 0.0) >= WHOLE_LIST
            or self._list_passage(question, best.paragraph)
        ):
            # The best paragraph is the list itself: what only mentions its subject adds nothing.
            return [best]
        limit, share = (3, GATHERING_HIT) if gathers else (2, FOLLOWING_HIT)
        return [best] + [
            hit
            for hit in hits[1:limit]
            if hit.score >= share * best.score and _is_as_near(question, hit, best)
        ]

    def _compared_hits(self, question: Question, hits: Sequence[Hit]) -> list[Hit]:
        """Return for each thing that is compared the best paragraph that carries it.

        Where fewer than two things are named, the best two paragraphs.
        """
        chosen: list[Hit] = []
        for reference in question.specific_references():
            carrying = [hit for hit in hits if self._cites(hit.paragraph, reference)]
            if carrying and not any(hit in carrying for hit in chosen):
                chosen.append(carrying[0])
        best = hits[0]
        if best not in chosen:
            chosen.insert(0, best)
        if len(chosen) < 2:
            chosen += [
                h for h in hits[:2] if h not in chosen and h.score >= GATHERING_HIT * best.score
            ]
        return sorted(chosen[:MAX_COMPARED], key=lambda hit: hit.rank)

    def _cites(self, paragraph: Paragraph, reference: Reference) -> bool:
        """Tell whether a paragraph or an item of it cites a thing, in any language."""
        label = paragraph.parent or paragraph.label
        ledger = self._index.ledger
        rows = [*ledger.rows_of(paragraph.symbol, label)]
        for item in {item.label for item in ledger.select(paragraph.symbol, parent=label)}:
            rows += ledger.rows_of(paragraph.symbol, item)
        return bool(ledger.citing_among(reference.kind, reference.id, rows))

    def _passage(self, question: Question, hit: Hit) -> Passage | None:
        key_asked = hit.paragraph.key in question.keys
        expressions = self._expressions_of(hit.paragraph.symbol, hit.paragraph.label)
        anchor, reading = anchor_and_reading(expressions, question.answer_language)
        if key_asked:
            return Passage(anchor.label, anchor.symbol, (self._whole(anchor, reading),))
        listed = self._list_passage(question, hit.paragraph)
        if listed is not None:
            return listed
        work = expressions.get(question.language, reading or anchor)
        spans = self._sentences(question, work)
        quotes = tuple(self._quote(anchor, reading, work, span) for span in spans)
        return Passage(anchor.label, anchor.symbol, quotes)

    # -- lists -----------------------------------------------------------------------------

    def _list_passage(self, question: Question, paragraph: Paragraph) -> Passage | None:
        """Return the whole list that a paragraph holds when the question asks for it."""
        label = paragraph.parent or paragraph.label
        items = self._index.ledger.select(paragraph.symbol, parent=label)
        if not items or not self._asks_for_items(question, paragraph.symbol, label, items):
            return None
        by_label: dict[str, dict[str, Paragraph]] = {}
        for item in items:
            by_label.setdefault(item.label, {})[item.language] = item
        quotes = [self._chapeau(question, paragraph.symbol, label, by_label)]
        for versions in by_label.values():
            anchor, reading = anchor_and_reading(versions, question.answer_language)
            quotes.append(self._whole(anchor, reading))
        return Passage(
            label, paragraph.symbol, tuple(quote for quote in quotes if quote), is_list=True
        )

    def _asks_for_items(
        self,
        question: Question,
        symbol: str,
        label: str,
        items: Sequence[Paragraph],
    ) -> bool:
        """Tell whether the question is about the list rather than a sentence beside it."""
        whole = self._expressions_of(symbol, label)
        work = whole.get(question.language) or next(iter(whole.values()), None)
        if work is None:
            return False
        places = [
            (place, place + len(item.text))
            for item in items
            if item.language == work.language and (place := work.text.find(item.text)) >= 0
        ]
        if not places:
            return False
        begins, ends = min(places)[0], max(places)[1]
        spans = self._index.reading(work).spans
        scores = self._scores(question, work)
        best = spans[int(np.argmax(scores))]
        if _leads_up(work.text, best, begins):
            return True
        intents = set(question.intents)
        if "list" in intents and ends - begins >= LIST_SHARE * len(work.text):
            return True
        chosen = self._sentences(question, work) if "list" in intents else [best]
        gathers = {"list", "number", "comparison", "content"} & intents
        return bool(gathers) and any(
            _leads_up(work.text, span, begins) or (span[0] < ends and span[1] > begins)
            for span in chosen
        )

    def _chapeau(
        self,
        question: Question,
        symbol: str,
        label: str,
        by_label: dict[str, dict[str, Paragraph]],
    ) -> Quote | None:
        """Return the words before the first item, in the expressions of the paragraph."""
        whole = self._expressions_of(symbol, label)
        anchor, reading = anchor_and_reading(whole, question.answer_language)
        first = next(iter(by_label.values()))
        span = _before(anchor, first.get(anchor.language))
        reading_span = _before(reading, first.get(reading.language)) if reading else None
        if span is None:
            return None
        return Quote(anchor, span, reading if reading_span else None, reading_span)

    # -- sentences -------------------------------------------------------------------------

    def _sentences(self, question: Question, paragraph: Paragraph) -> list[Span]:
        """Return the spans of the sentences that answer, in reading order, neighbours joined."""
        spans = self._index.reading(paragraph).spans
        if len(spans) <= 1:
            return list(spans)
        scores = self._scores(question, paragraph)
        order = sorted(range(len(spans)), key=lambda i: -scores[i])
        best = scores[order[0]]
        kept = sorted(
            i for i in order[:MAX_SENTENCES] if scores[i] >= _SUPPORT * best or i == order[0]
        )
        joined: list[Span] = []
        for i in kept:
            if joined and i > 0 and joined[-1][1] == spans[i - 1][1]:
                joined[-1] = (joined[-1][0], spans[i][1])
            else:
                joined.append(spans[i])
        return joined

    def _scores(self, question: Question, paragraph: Paragraph) -> np.ndarray:
        """Return how well each sentence of a paragraph answers, float32."""
        reading = self._index.reading(paragraph)
        scores = self._term_scores(question, paragraph.language, reading.sentence_terms)
        embedder = self._index.embedder
        if isinstance(embedder, LateInteraction):
            scores += _LATE_WEIGHT * embedder.rank(question.text, reading.tokens, reading.vectors)
        else:
            query = embedder.embed_queries([question.text])[0]
            scores += _LATE_WEIGHT * (reading.vectors @ query)
        for i, sentence in enumerate(reading.sentences):
            if self._holds_kind(question, sentence, reading.dated[i]):
                scores[i] += _TYPE_BONUS
        return scores

    def _term_scores(
        self, question: Question, language: str, sentences: Sequence[frozenset[str]]
    ) -> np.ndarray:
        """Return the rarity-weighted share of the question's terms in each sentence's."""
        lexical = self._index.lexical(language)
        asked = set(question.universal_terms)
        if language == question.language:
            asked |= set(question.terms)
        for name in question.names:
            asked.update(self._index.alias_terms(name, language))
        if lexical is None or not asked:
            return np.zeros(len(sentences), dtype=np.float32)
        weights = {term: lexical.rarity(term) for term in asked if lexical.frequency(term)}
        ceiling = sum(weights.values()) or 1.0
        shares = [
            sum(w for term, w in weights.items() if term in held) / ceiling for held in sentences
        ]
        return np.asarray(shares, dtype=np.float32)

    def _holds_kind(self, question: Question, sentence: str, dated: bool) -> bool:
        wanted = set(question.intents)
        if "time" in wanted and dated:
            return True
        if "number" in wanted and any(q.unit for q in find_quantities(sentence)):
            return True
        return "place" in wanted and dated and bool(self._index.registry.find_names(sentence))

    # -- expressions -----------------------------------------------------------------------

    def _expressions_of(self, symbol: str, label: str) -> Mapping[str, Paragraph]:
        return self._index.expressions(symbol, label)

    def _whole(self, anchor: Paragraph, reading: Paragraph | None) -> Quote:
        return Quote(
            anchor,
            (0, len(anchor.text)),
            reading,
            (0, len(reading.text)) if reading else None,
        )

    def _quote(
        self, anchor: Paragraph, reading: Paragraph | None, work: Paragraph, span: Span
    ) -> Quote:
        """Carry a stretch of the expression that was searched over to those that are quoted."""
        return Quote(
            anchor,
            self._carried(work, span, anchor),
            reading,
            self._carried(work, span, reading) if reading else None,
        )

    def _carried(self, work: Paragraph, span: Span, other: Paragraph) -> Span:
        if other.language == work.language:
            return span
        return align_sentences(work.text, span, other.text, self._index.embedder)


def _leads_up(text: str, span: Span, begins: int) -> bool:
    """Tell whether the first item of a list follows a sentence, or stands in its end."""
    start, end = span
    between = text[end:begins] if end <= begins else ""
    return start < begins and (end > begins or len(between.strip()) <= MARKER_LENGTH)


def _is_as_near(question: Question, hit: Hit, best: Hit) -> bool:
    """Tell whether a further paragraph is about the same things and of the kind asked for."""
    if hit.parts.get("reference", 0.0) < SAME_SUBJECT * best.parts.get("reference", 0.0):
        return False
    return not best.parts.get("kind") or bool(hit.parts.get("kind"))


def anchor_and_reading(
    expressions: Mapping[str, Paragraph], language: str
) -> tuple[Paragraph, Paragraph | None]:
    """Return what is quoted as evidence, and the asker's language when that is unofficial."""
    own = expressions.get(language)
    if own is not None and own.official:
        return own, None
    official = [
        expressions[code]
        for code in LANGUAGES
        if code in expressions and expressions[code].official
    ]
    if official:
        return official[0], own
    anchor = own or next(iter(expressions.values()))
    return anchor, None


def _before(paragraph: Paragraph | None, item: Paragraph | None) -> Span | None:
    """Return the span of what stands before an item and its marker."""
    if paragraph is None or item is None:
        return None
    place = paragraph.text.find(item.text)
    if place <= 0:
        return None
    end = paragraph.text.rfind(item.printed, 0, place) if item.printed else place
    end = end if end > 0 else place
    text = paragraph.text[:end].rstrip()
    start = 0
    for sentence_start, sentence_end in sentence_spans(text):
        start, end = sentence_start, sentence_end
    return (start, end) if end > start else None
