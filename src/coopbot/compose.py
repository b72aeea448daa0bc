"""Compose an extractive answer: the best sentences or the whole list, verbatim.

What is quoted is the official expression of a paragraph. Where the asker's language is held only
as an unofficial translation, the same sentences of it stand beside, labelled.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from coopbot.alignment import align_sentences
from coopbot.answer_types import CURRENCIES
from coopbot.evidence import Weighed
from coopbot.index import IndexReader
from coopbot.languages import LANGUAGES, sentence_spans
from coopbot.question import Question
from coopbot.types import Hit, Paragraph, Reference, Span

MAX_SENTENCES = 3
"""Sentences quoted of one paragraph: more is reading, not an answer."""

FOLLOWING = 0.7
"""Share of the best sentence's probability that one of a further paragraph needs to be quoted."""

GATHERING = 0.5
"""The same where the question gathers: lists stand in several places."""

COMPARING = 0.4
"""The same for the other side of a comparison, which is half of its answer."""

NEAR_RANK = 0.05
"""Probability that each place further down in the ranking takes off: of two paragraphs that are
about as likely, the one that search holds for better comes first."""

LIST_SHARE = 0.4
"""Share of a paragraph that its items take up where it is first of all a list."""

MARKER_LENGTH = 6
"""Most characters of the marker of an item."""

MAX_COMPARED = 3
"""Paragraphs quoted side by side."""

WHOLE_LIST = 2.0
"""What the retriever gives a paragraph that holds a full list of the kind asked for."""

_SUPPORT = 0.12
"""Share of the probability of the paragraph's best sentence that another one needs to be quoted
beside it."""

_SUPPORT_OF_WHOLE = 0.5
"""The same where the best sentence holds by itself what is asked for: a date, a sum, a list."""


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

    def compose(
        self, question: Question, hits: Sequence[Hit], weighed: Sequence[Weighed]
    ) -> Composition:
        """Return the quotations that answer a question, best paragraph first.

        :param weighed: the sentences of the hits, by :class:`coopbot.evidence.EvidenceReader`.
        """
        sentences = _by_place(weighed)
        passages: list[Passage] = []
        for hit in self._chosen_hits(question, hits, sentences):
            passage = self._passage(question, hit, sentences.get(_place(hit), ()))
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

    def _chosen_hits(
        self, question: Question, hits: Sequence[Hit], sentences: _Sentences
    ) -> list[Hit]:
        if question.keys:
            wanted = set(question.keys)
            named = [hit for hit in hits if hit.paragraph.key in wanted]
            return named or list(hits[:1])
        likely = {hit.rank: _likeliest(sentences.get(_place(hit), ())) for hit in hits}
        ranked = sorted(hits, key=lambda hit: NEAR_RANK * hit.rank - likely[hit.rank])
        intents = set(question.intents)
        if "comparison" in intents:
            return self._compared_hits(question, ranked, likely)
        first = hits[0]
        gathers = bool({"list", "aggregate"} & intents)
        if gathers and first.parts.get("kind", 0.0) >= WHOLE_LIST:
            # A paragraph full of the kind asked for is the list itself.
            return [first]
        best = ranked[0]
        if gathers and self._list_passage(question, best, sentences.get(_place(best), ())):
            # What only mentions the subject of a list adds nothing to it.
            return [best]
        limit, share = (3, GATHERING) if gathers else (2, FOLLOWING)
        return [best] + [
            hit for hit in ranked[1:limit] if likely[hit.rank] >= share * likely[best.rank]
        ]

    def _compared_hits(
        self, question: Question, ranked: Sequence[Hit], likely: Mapping[int, float]
    ) -> list[Hit]:
        """Return for each thing that is compared the best paragraph that carries it.

        Where fewer than two things are named, the best two paragraphs.
        """
        chosen: list[Hit] = []
        for reference in question.specific_references():
            carrying = [hit for hit in ranked if self._cites(hit.paragraph, reference)]
            if carrying and not any(hit in carrying for hit in chosen):
                chosen.append(carrying[0])
        best = ranked[0]
        if best not in chosen:
            chosen.insert(0, best)
        if len(chosen) < 2:
            least = COMPARING * likely[best.rank]
            chosen += [h for h in ranked[:2] if h not in chosen and likely[h.rank] >= least]
        return chosen[:MAX_COMPARED]

    def _cites(self, paragraph: Paragraph, reference: Reference) -> bool:
        """Tell whether a paragraph or an item of it cites a thing, in any language."""
        label = paragraph.parent or paragraph.label
        ledger = self._index.ledger
        rows = [*ledger.rows_of(paragraph.symbol, label)]
        for item in {item.label for item in ledger.select(paragraph.symbol, parent=label)}:
            rows += ledger.rows_of(paragraph.symbol, item)
        return bool(ledger.citing_among(reference.kind, reference.id, rows))

    def _passage(
        self, question: Question, hit: Hit, sentences: Sequence[Weighed]
    ) -> Passage | None:
        if hit.paragraph.key in question.keys or not sentences:
            expressions = self._expressions_of(hit.paragraph.symbol, hit.paragraph.label)
            anchor, reading = anchor_and_reading(expressions, question.answer_language)
            return Passage(anchor.label, anchor.symbol, (self._whole(anchor, reading),))
        listed = self._list_passage(question, hit, sentences)
        if listed is not None:
            return listed
        item = self._item_asked(question, hit, sentences)
        if item is not None:
            return item
        work = sentences[0].paragraph
        expressions = self._expressions_of(work.symbol, work.label)
        anchor, reading = anchor_and_reading(expressions, question.answer_language)
        quotes = tuple(self._quote(anchor, reading, work, span) for span in _supporting(sentences))
        return Passage(anchor.label, anchor.symbol, quotes)

    def _item_asked(
        self, question: Question, hit: Hit, sentences: Sequence[Weighed]
    ) -> Passage | None:
        """Return the item that was found where it stands in the sentence that answers."""
        if hit.paragraph.parent is None:
            return None
        expressions = self._expressions_of(hit.paragraph.symbol, hit.paragraph.label)
        work = sentences[0].paragraph
        item = expressions.get(work.language)
        place = work.text.find(item.text) if item is not None else -1
        start, end = max(sentences, key=lambda s: s.probability).span
        if item is None or place < start or place + len(item.text) > end:
            return None
        anchor, reading = anchor_and_reading(expressions, question.answer_language)
        return Passage(anchor.label, anchor.symbol, (self._whole(anchor, reading),))

    # -- lists -----------------------------------------------------------------------------

    def _list_passage(
        self, question: Question, hit: Hit, sentences: Sequence[Weighed]
    ) -> Passage | None:
        """Return the whole list that a paragraph holds when the question asks for it, and what
        is said after it where that answers too.
        """
        label = hit.paragraph.parent or hit.paragraph.label
        symbol = hit.paragraph.symbol
        items = self._index.ledger.select(symbol, parent=label)
        stretch = _list_stretch(items, sentences)
        if stretch is None or not _asks_for_items(question, stretch, sentences):
            return None
        by_label: dict[str, dict[str, Paragraph]] = {}
        for item in items:
            by_label.setdefault(item.label, {})[item.language] = item
        quotes = [self._chapeau(question, symbol, label, by_label)]
        for versions in by_label.values():
            anchor, reading = anchor_and_reading(versions, question.answer_language)
            quotes.append(self._whole(anchor, reading))
        anchor, reading = anchor_and_reading(
            self._expressions_of(symbol, label), question.answer_language
        )
        quotes += [
            self._quote(anchor, reading, sentences[0].paragraph, span)
            for span in _supporting([s for s in sentences if s.span[0] >= stretch[1]], sentences)
        ]
        return Passage(label, symbol, tuple(quote for quote in quotes if quote), is_list=True)

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


_WHOLE = ("time", "expected")
"""What a sentence may hold that the question asks for and no other has to add to."""

_Sentences = Mapping[tuple[str, str], Sequence[Weighed]]


def _by_place(weighed: Sequence[Weighed]) -> _Sentences:
    places: dict[tuple[str, str], list[Weighed]] = {}
    for sentence in weighed:
        places.setdefault(sentence.key, []).append(sentence)
    return places


def _place(hit: Hit) -> tuple[str, str]:
    return hit.paragraph.symbol, hit.paragraph.parent or hit.paragraph.label


def _likeliest(sentences: Sequence[Weighed]) -> float:
    return max((sentence.probability for sentence in sentences), default=0.0)


def _supporting(some: Sequence[Weighed], among: Sequence[Weighed] = ()) -> list[Span]:
    """Return the spans of the sentences that answer, in reading order, neighbours joined.

    :param among: the sentences whose best one is the measure; the same by default.
    """
    if not some:
        return []
    best = max(among or some, key=lambda s: s.probability)
    whole = best.feature("listing") >= 1 or any(best.feature(kind) > 0 for kind in _WHOLE)
    least = best.probability * (_SUPPORT_OF_WHOLE if whole else _SUPPORT)
    likely = sorted(some, key=lambda s: -s.probability)[:MAX_SENTENCES]
    kept = {s.span for s in likely if s.probability >= least}
    joined: list[Span] = []
    before: Span | None = None
    for sentence in some:
        if sentence.span in kept:
            if joined and before is not None and joined[-1][1] == before[1]:
                joined[-1] = (joined[-1][0], sentence.span[1])
            else:
                joined.append(sentence.span)
        before = sentence.span
    return joined


def _list_stretch(items: Sequence[Paragraph], sentences: Sequence[Weighed]) -> Span | None:
    """Return where the items stand in the expression whose sentences were weighed."""
    if not items or not sentences:
        return None
    work = sentences[0].paragraph
    places = [
        (place, place + len(item.text))
        for item in items
        if item.language == work.language and (place := work.text.find(item.text)) >= 0
    ]
    return (min(places)[0], max(end for _, end in places)) if places else None


def _asks_for_items(question: Question, stretch: Span, sentences: Sequence[Weighed]) -> bool:
    """Tell whether the question is about the list rather than a sentence beside it."""
    begins, ends = stretch
    text = sentences[0].paragraph.text
    best = max(sentences, key=lambda s: s.probability).span
    if _leads_up(text, best, begins):
        return True
    intents = set(question.intents)
    if "list" in intents and ends - begins >= LIST_SHARE * len(text):
        return True
    chosen = _supporting(sentences) if "list" in intents else [best]
    gathers = {"list", "number", "comparison", "content"} & intents
    return bool(gathers) and any(
        _leads_up(text, span, begins) or (span[0] < ends and span[1] > begins) for span in chosen
    )


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
