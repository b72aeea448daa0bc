"""How likely each sentence of the best paragraphs is to state what a question asks for.

A paragraph on the right subject holds sentences that answer and others that do not. Each sentence
is described by numbers that mean the same in every language (how much of the question it carries,
how near its words are in all the languages in which it stands, whether it holds a date, a sum, a
body or a list where one is asked for), and a small model fitted on development questions turns them
into a probability. What to quote and whether to answer follow from it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coopbot.answer_types import Quoted, holds
from coopbot.asked_words import AskedWords, Nearness
from coopbot.evidence_model import EvidenceModel, require_columns
from coopbot.index import IndexReader
from coopbot.own_text import asked_of, own_texts
from coopbot.parallel_reading import ParallelReading
from coopbot.question import Question
from coopbot.thesaurus import ConceptMatch
from coopbot.types import Hit, Paragraph, Span

PARAGRAPHS = 6
"""Paragraphs of a ranking that are read sentence by sentence: the right one is below in 2 % of the
development questions."""

NEAR_WORD = 0.5
"""Cosine from which on a word of the question has something near in a sentence."""

RARITY_SCALE = 8.0
"""What brings the rarity of a word to about 1."""

FEATURES = (
    *("terms", "terms_context", "focus", "concepts", "concepts_missing", "decisive_missing"),
    *("late", "late_most", "late_mean", "focus_late", "focus_late_mean"),
    *("near", "near_most", "weakest", "second_weakest", "far_share", "far_words", "farthest"),
    *("expected", "expected_types", "time", "number", "who", "new_bodies", "listing"),
    *("symbol", "decision", "article", "place"),
    *("asks_list", "asks_time", "asks_number", "asks_who", "asks_place", "asks_comparison"),
    *("asks_content", "asks_aggregate"),
    *("position", "sentences", "length", "rank", "score", "share_of_best", "lead"),
    *("hit_lexical", "hit_late", "hit_reference", "hit_kind", "hit_sentence"),
    *("paragraph_terms", "unknown", "question_length", "footnote"),
    *("terms_within", "late_within", "near_within", "focus_within"),
    *("terms_among", "late_among", "near_among"),
    *("clause_share", "clause_terms", "clause_near", "clause_weakest"),
    *("new_date", "new_number"),
)
"""The numbers that describe a sentence, in the order of the model's columns."""

_INTENTS = ("list", "time", "number", "who", "place", "comparison", "content", "aggregate")
_CITED = ("symbol", "decision", "article")
_PARTS = ("lexical", "late", "reference", "kind", "sentence")
_RELATED = (
    ("terms_context", "terms_within", "terms_among"),
    ("late_mean", "late_within", "late_among"),
    ("near_most", "near_within", "near_among"),
    ("focus", "focus_within", None),
)
"""A number, and the names of its distance to the best of the paragraph and to the best of all."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A sentence with the probability that it states what is asked for."""

    symbol: str
    label: str
    paragraph: Paragraph
    """The expression that was read: the asker's language where it is held."""
    span: Span
    probability: float
    features: tuple[float, ...]
    """Values of :data:`FEATURES`."""

    @property
    def key(self) -> tuple[str, str]:
        """Symbol and label."""
        return self.symbol, self.label

    def feature(self, name: str) -> float:
        """Return one of the numbers that describe it."""
        return self.features[FEATURES.index(name)]


class EvidenceReader:
    """Weigh the sentences of hits over one index; safe to share between threads."""

    def __init__(self, index: IndexReader, model: EvidenceModel | None = None) -> None:
        self._index = index
        self._model = model or EvidenceModel.shipped()
        require_columns(self._model, FEATURES)

    def weigh(self, question: Question, hits: Sequence[Hit]) -> tuple[Weighed, ...]:
        """Return the sentences of the best paragraphs, paragraph by paragraph, in reading order."""
        asked = AskedWords(asked_of(question, own_texts(question, self._index)), self._index)
        places = self._places(question, hits)
        if not places:
            return ()
        compared = asked.compared([place.read for place in places])
        rows = [
            features
            for place, near in zip(places, compared, strict=True)
            for features in self._described(asked, place, near, hits)
        ]
        told = np.array(rows, dtype=np.float32)
        _relate(told, [len(place.read.reading.spans) for place in places])
        probabilities = iter(self._model.probabilities(told).tolist())
        values = iter(told.tolist())
        return tuple(
            Weighed(*place.key, place.read.work, span, next(probabilities), tuple(next(values)))
            for place in places
            for span in place.read.reading.spans
        )

    def _places(self, question: Question, hits: Sequence[Hit]) -> list[_Place]:
        places: dict[tuple[str, str], _Place] = {}
        for hit in hits:
            key = (hit.paragraph.symbol, hit.paragraph.parent or hit.paragraph.label)
            if key in places or len(places) == PARAGRAPHS:
                continue
            read = ParallelReading.of(self._index, key, question.language)
            if read is not None and read.reading.spans:
                places[key] = _Place(key, hit, len(places), read)
        return list(places.values())

    def _described(
        self, asked: AskedWords, place: _Place, near: Nearness, hits: Sequence[Hit]
    ) -> list[list[float]]:
        """Describe each sentence of a paragraph; what relates it to others is filled in later."""
        read = place.read
        names = self._index.registry
        bodies = [
            {
                id
                for id in found
                if names.organization(id) is not None and not self._index.is_common(id)
            }
            for found in read.reading.sentence_names
        ]
        return [
            self._features(asked, place, i, near, bodies[i] - set(asked.question.names), hits)
            for i in range(len(read.reading.spans))
        ]

    def _features(
        self,
        asked: AskedWords,
        place: _Place,
        i: int,
        near: Nearness,
        new_bodies: set[str],
        hits: Sequence[Hit],
    ) -> list[float]:
        reading, hit = place.read.reading, place.hit
        intents, kinds = asked.question.intents, asked.question.kinds
        facts = reading.facts[i]
        wants_body = "who" in intents or "organization" in kinds
        best = hits[0].score or 1.0
        second = hits[1].score if len(hits) > 1 else 0.0
        values = {
            **self._carried(asked, place, i, near),
            "late": near.late[i],
            "late_most": near.late_most[i],
            "late_mean": near.late_mean[i],
            "focus_late": near.focus[i],
            "focus_late_mean": near.focus_mean[i],
            "expected": self._expected(asked, place, i),
            "expected_types": len(asked.expected),
            "time": _signed("time" in intents, facts.is_timed(asked.given)),
            "number": _signed("number" in intents, facts.is_counted(asked.given)),
            "who": _signed(wants_body, bool(new_bodies)),
            "new_bodies": min(len(new_bodies), 6) / 6,
            "listing": facts.listing if "list" in intents else 0.0,
            **{kind: _signed(kind in kinds, kind in facts.cited) for kind in _CITED},
            "place": _signed("place" in intents, facts.is_placed(asked.given)),
            **{f"asks_{intent}": intent in intents for intent in _INTENTS},
            "position": i / max(1, len(reading.spans) - 1),
            "sentences": math.log(len(reading.spans) + 1),
            "length": math.log(
                max(1, len(reading.sentences[i])) * (3 if place.read.work.language == "zh" else 1)
            ),
            "rank": place.rank,
            "score": hit.score,
            "share_of_best": hit.score / best,
            "lead": (hits[0].score - second) / best,
            **{f"hit_{part}": hit.parts.get(part, 0.0) for part in _PARTS},
            "question_length": math.log1p(len(asked.question.terms)),
            "footnote": place.key[1].startswith("fn"),
            "clause_share": asked.share_in_clause,
            "new_date": bool(asked.given.new_dates(facts.dates)),
            "new_number": facts.is_counted(asked.given),
        }
        return [float(values.get(name, 0.0)) for name in FEATURES]

    def _carried(
        self, asked: AskedWords, place: _Place, i: int, near: Nearness
    ) -> dict[str, float]:
        """Return how much of the question a sentence carries, in its own words or in others."""
        reading, concepts = place.read.reading, asked.question.concepts
        language = place.read.work.language
        aliases = {term for id, terms in asked.named if id in place.read.names for term in terms}
        above = {term for id, terms in asked.named if id in reading.heading_names for term in terms}
        held: set[str] = set()
        if language == asked.question.language:
            held |= reading.sentence_terms[i]
        spoken = [c for c in concepts if self._speaks_of(c, place, i)]
        for concept in spoken:
            held |= concept.terms
        for id, terms in asked.named:
            if id in reading.sentence_names[i]:
                held |= terms
        covered = asked.covered(held | aliases)
        most = np.maximum(covered, near.most[i])
        far = most < NEAR_WORD
        weakest = [*np.sort(most).tolist()[:2], 0.0, 0.0] if len(most) != 1 else [most[0]] * 2
        inside = most[asked.in_clause > 0]
        decisive = [c for c in concepts if self._index.thesaurus.is_decisive(c.id)]
        return {
            "terms": asked.share(held),
            "terms_context": asked.share(held | aliases | above | reading.heading_terms),
            "focus": asked.focus_share(held),
            "concepts": len(spoken) / len(concepts) if concepts else 0.5,
            "concepts_missing": len(concepts) - len(spoken),
            "decisive_missing": sum(concept not in spoken for concept in decisive),
            "near": asked.weighted(np.maximum(covered, near.own[i])),
            "near_most": asked.weighted(most),
            "weakest": weakest[0],
            "second_weakest": weakest[1],
            "far_share": asked.weighted(far),
            "far_words": float(far.sum()),
            "farthest": float((asked.weights * (1 - most)).max(initial=0.0)) / RARITY_SCALE,
            "clause_terms": asked.weighted_in_clause(covered),
            "clause_near": asked.weighted_in_clause(most),
            "clause_weakest": float(inside.min(initial=1.0)),
            "paragraph_terms": asked.share(reading.terms | aliases),
            "unknown": asked.unknown(reading.terms | aliases),
        }

    def _speaks_of(self, concept: ConceptMatch, place: _Place, i: int) -> bool:
        thesaurus, reading = self._index.thesaurus, place.read.reading
        if thesaurus.told_by(concept.id) in reading.facts[i].told:
            return True
        language = place.read.work.language
        if language == "zh":
            return thesaurus.is_spoken_of(concept.id, reading.sentences[i], language)
        held = reading.sentence_terms[i]
        return any(form <= held for form in thesaurus.forms(concept.id, language))

    def _expected(self, asked: AskedWords, place: _Place, i: int) -> float:
        """Return 1 where a sentence holds all types of answer that are expected, -1 where none."""
        if not asked.expected:
            return 0.0
        question = asked.question
        quotes = [Quoted(words, language) for words, language in place.read.wordings(i)[:2]]
        held = [
            holds(kind, question.text, question.language, quotes, self._terms)
            for kind in asked.expected
        ]
        return 1.0 if all(held) else -1.0 if not any(held) else 0.3

    def _terms(self, text: str, language: str) -> list[str]:
        return self._index.analyzer.content_terms(text, language)


@dataclass(frozen=True, slots=True)
class _Place:
    """A paragraph among the hits."""

    key: tuple[str, str]
    hit: Hit
    rank: int
    read: ParallelReading


def _relate(rows: NDArray[np.float32], lengths: Sequence[int]) -> None:
    """Fill in how far each sentence lies below the best of its paragraph and of all."""
    ends = np.cumsum(lengths)
    for whole, inside, among in _RELATED:
        values = rows[:, FEATURES.index(whole)]
        column = FEATURES.index(inside)
        for start, end in zip([0, *ends[:-1]], ends, strict=True):
            rows[start:end, column] = values[start:end] - values[start:end].max()
        if among is not None:
            rows[:, FEATURES.index(among)] = values - values.max()


def _signed(wanted: bool, held: bool) -> float:
    """Return 0 where something is not wanted, else 1 where it is held and -1 where it is not."""
    return 0.0 if not wanted else 1.0 if held else -1.0
