"""A question's words, read once, to be held against many sentences."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coopbot.answer_types import expected_types
from coopbot.asked_clause import asked_clause
from coopbot.given import given_by
from coopbot.index import IndexReader
from coopbot.parallel_reading import ParallelReading
from coopbot.question import Question
from coopbot.static_embedder import POOLED_SHARE, StaticEmbedder, TokenCosines
from coopbot.tokens import WORD

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near a question is to some sentences, each read in several languages.

    Rows are sentences; in each pair the second value is the mean over the languages.
    """

    late: Floats
    late_most: Floats
    late_mean: Floats
    focus: Floats
    focus_mean: Floats
    own: Floats
    """Cosine of each word of the question to the nearest token, in the language that was read."""
    most: Floats
    """The same in the language in which it is nearest."""


class AskedWords:
    """What a question asks, in the forms in which sentences are compared with it."""

    def __init__(self, question: Question, index: IndexReader) -> None:
        self.question = question
        self.given = given_by(question.text, question.language)
        self._model: StaticEmbedder = index.sentence_model
        self._lexical = index.lexical(question.language)
        self._rarities = self._rarity_of(question.terms)
        self._focus = self._rarity_of(question.focus_terms)
        self._words = [
            (word, frozenset(terms))
            for word in self._surface(index)
            if (terms := _telling(index.analyzer.content_terms(word, question.language), question))
        ]
        self.weights: Floats = np.array(
            [max(self._rarity(term) for term in terms) for _, terms in self._words],
            dtype=np.float32,
        )
        clause = asked_clause(question.text, question.language)
        inside = frozenset(index.analyzer.content_terms(clause, question.language))
        self.in_clause: Floats = np.array(
            [not terms.isdisjoint(inside) for _, terms in self._words], dtype=np.float32
        )
        """1 for each word that stands in the clause that asks, else 0."""
        self.expected = expected_types(question.asked, question.language)
        self.named = [
            (
                match.id,
                frozenset(
                    index.analyzer.terms(question.text[match.start : match.end], question.language)
                ),
            )
            for match in index.registry.find_names(question.text, question.language)
        ]
        self._read_tokens()

    def _surface(self, index: IndexReader) -> Sequence[str]:
        if self.question.language == "zh":
            return index.analyzer.words(self.question.text)
        return WORD.findall(self.question.text)

    def _rarity(self, term: str) -> float:
        return self._lexical.rarity(term) if self._lexical is not None else 1.0

    def _rarity_of(self, terms: Collection[str]) -> dict[str, float]:
        return {term: self._rarity(term) for term in terms}

    # -- terms -----------------------------------------------------------------------------

    def share(self, held: Collection[str]) -> float:
        """Return the rarity-weighted share of the question's terms that are held."""
        return _share(self._rarities, held, nothing=0.0)

    def focus_share(self, held: Collection[str]) -> float:
        """Return the same of what is asked about the bodies that are named; 0.5 for nothing."""
        return _share(self._focus, held, nothing=0.5)

    def unknown(self, held: Collection[str]) -> float:
        """Return the share of terms that are not held and stand in no paragraph."""
        whole = sum(self._rarities.values())
        if not whole or self._lexical is None:
            return 0.0
        lexical = self._lexical
        missing = (
            weight
            for term, weight in self._rarities.items()
            if term not in held and not lexical.frequency(term)
        )
        return sum(missing) / whole

    def covered(self, held: Collection[str]) -> Floats:
        """Return 1 for each word of the question of which a term is held, else 0."""
        return np.array([not terms.isdisjoint(held) for _, terms in self._words], dtype=np.float32)

    def weighted(self, values: NDArray[np.generic]) -> float:
        """Return the mean of a value for each word, weighted by rarity."""
        return self._mean(self.weights, values)

    def weighted_in_clause(self, values: NDArray[np.generic]) -> float:
        """Return the same over the words of the clause that asks."""
        return self._mean(self.weights * self.in_clause, values)

    @property
    def share_in_clause(self) -> float:
        """Return the share of the question's meaning that its asking clause has."""
        return self.weighted(self.in_clause)

    @staticmethod
    def _mean(weights: Floats, values: NDArray[np.generic]) -> float:
        whole = float(weights.sum())
        return float(weights @ values.astype(np.float32)) / whole if whole else 0.0

    # -- tokens ----------------------------------------------------------------------------

    def _read_tokens(self) -> None:
        question, model = self.question, self._model
        focus = question.focus if question.focus_terms else question.text
        self._texts = [question.text, focus, *(word for word, _ in self._words)]
        ids = model.token_ids(self._texts)
        self._tokens = np.unique(np.concatenate(ids)) if any(map(len, ids)) else ids[0]
        self._shares = np.stack([model.late_shares(text, self._tokens) for text in ids[:2]])
        self._pooled = model.pooled(ids[:2])
        words = [_even(text, self._tokens) for text in ids[2:]]
        self._word_shares: Floats = (
            np.stack(words) if words else np.zeros((0, len(self._tokens)), np.float32)
        )

    def compared(self, paragraphs: Sequence[ParallelReading]) -> list[Nearness]:
        """Compare the question with the sentences of some paragraphs."""
        told = [ids for read in paragraphs for sentence in read.tokens for ids in sentence]
        cosines = self._model.cosines(self._texts, told)
        return [self._nearness(read, cosines) for read in paragraphs]

    def _nearness(self, read: ParallelReading, cosines: TokenCosines) -> Nearness:
        flat = [ids for sentence in read.tokens for ids in sentence]
        rows, columns = read.vectors.shape[:2]
        near = np.zeros((len(self._tokens), len(flat)), dtype=np.float32)
        filled = [i for i, ids in enumerate(flat) if len(ids)]
        if filled and len(self._tokens):
            nearest = cosines.nearest(self._tokens, [flat[i] for i in filled])
            near[:, filled] = np.maximum(nearest, 0)
        late = self._shares @ near + POOLED_SHARE * (
            self._pooled @ read.vectors.reshape(len(flat), -1).T
        )
        whole, focus = late.reshape(2, rows, columns)
        words = (self._word_shares @ near).reshape(-1, rows, columns)
        return Nearness(
            late=whole[:, 0],
            late_most=whole.max(axis=1),
            late_mean=whole.mean(axis=1),
            focus=focus[:, 0],
            focus_mean=focus.mean(axis=1),
            own=words[:, :, 0].T,
            most=words.max(axis=2).T,
        )


def _telling(terms: Sequence[str], question: Question) -> list[str]:
    """Return the terms of a word; of Chinese, without single characters."""
    return [term for term in terms if len(term) > 1] if question.language == "zh" else list(terms)


def _share(weights: dict[str, float], held: Collection[str], *, nothing: float) -> float:
    whole = sum(weights.values())
    if not whole:
        return nothing
    return sum(weight for term, weight in weights.items() if term in held) / whole


def _even(ids: NDArray[np.int32], tokens: NDArray[np.int32]) -> Floats:
    """Return each token's share of a word, in the order of all tokens."""
    shares = np.zeros(len(tokens), dtype=np.float32)
    if len(ids):
        np.add.at(shares, np.searchsorted(tokens, ids), 1 / len(ids))
    return shares
