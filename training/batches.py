"""What one training step looks at: pairs of a question-like and a passage-like text.

All passages of a batch are in one language, as the paragraphs of a search are: telling languages
apart then helps nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from coopbot.static_embedder import UNKNOWN
from training.objective import Tokens
from training.rows import LANGUAGES, Row, TrainingData

SENTENCES = 384
WORDS = 3072

SHORTEST_QUESTION, LONGEST_QUESTION = 5, 32
LONGEST_CUT = 25
CUT_SHARE = 0.7
"""Share of the questions that are a cut of their sentence, as a question is of a paragraph."""

KEPT_WITHIN_LANGUAGE = 0.7
"""Share of the tokens left of a question in its passage's own language, else an equal text."""

MOST_STRANGERS = 2
LONGEST_STRANGER = 48
LONGEST_PASSAGE = 192
LONG_ENOUGH = 96
"""Up to two other sentences are put around a passage that is shorter than this."""

WITHIN_LANGUAGE_WEIGHT = 0.3
FRENCH_WEIGHT = 0.7
LEAST_ROWS = 1000

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class TokenRow:
    """Hold a row as tokens: each language's texts or words."""

    weight: float
    texts: dict[str, list[Tokens]]


def tokenised(rows: Sequence[Row], tokenizer: Tokenizer) -> list[TokenRow]:
    """Cut rows into tokens; what has no known token is left out, and rows of one language."""
    texts = [text for row in rows for found in row.texts.values() for text in found]
    encoded = iter(tokenizer.encode_batch_fast(texts, add_special_tokens=False))
    found: list[TokenRow] = []
    for row in rows:
        tokens: dict[str, list[Tokens]] = {}
        for language, strings in row.texts.items():
            ids = [np.array(next(encoded).ids, dtype=np.int32) for _ in strings]
            kept = [text[text != UNKNOWN] for text in ids]
            if kept := [text for text in kept if len(text)]:
                tokens[language] = kept
        if len(tokens) > 1:
            found.append(TokenRow(row.weight, tokens))
    return found


def token_counts(rows: Sequence[TokenRow], size: int) -> NDArray[np.int64]:
    """Count the tokens of all texts."""
    texts = [text for row in rows for found in row.texts.values() for text in found]
    return np.bincount(np.concatenate(texts), minlength=size)


class Sampler:
    """Draw the pairs of each step; the same seed draws the same ones."""

    def __init__(self, data: TrainingData, tokenizer: Tokenizer, seed: int) -> None:
        self.sentences = tokenised(data.sentences, tokenizer)
        self.lexicon = tokenised(data.lexicon, tokenizer)
        self._random = np.random.default_rng(seed)
        self._pairs = [(a, b) for a in LANGUAGES for b in LANGUAGES]
        self._rows = {pair: _having(self.sentences, pair) for pair in self._pairs}
        self._cumulated = {pair: self._weights(rows) for pair, rows in self._rows.items()}
        self._pair_shares = np.array([_pair_weight(pair) for pair in self._pairs])
        self._pair_shares /= self._pair_shares.sum()
        words = {(a, b): _having(self.lexicon, (a, b)) for a, b in self._pairs if a < b}
        self._words = {pair: rows for pair, rows in words.items() if len(rows) >= LEAST_ROWS}

    def sentence_batch(self) -> tuple[list[Tokens], list[Tokens]]:
        """Return questions and their passages, in two languages or, less often, in one."""
        asked, told = self._pairs[self._random.choice(len(self._pairs), p=self._pair_shares)]
        rows = self._draw((asked, told), SENTENCES)
        strangers = list(self._draw((told, told), SENTENCES * MOST_STRANGERS))
        self._random.shuffle(strangers)
        questions, passages = [], []
        for number in rows:
            texts = self.sentences[number].texts
            questions.append(self._question(texts[asked][0], within=asked == told))
            passages.append(self._passage(texts[told][0], told, strangers))
        return questions, passages

    def lexicon_batch(self) -> tuple[list[Tokens], list[Tokens]]:
        """Return words and a translation of each."""
        pairs = list(self._words)
        pair = pairs[self._random.integers(len(pairs))]
        rows = self._words[pair]
        chosen = self._random.choice(rows, min(WORDS, len(rows)), replace=False)
        first, second = pair if self._random.random() < 0.5 else pair[::-1]
        return self._one_word(chosen, first), self._one_word(chosen, second)

    def _question(self, text: Tokens, *, within: bool) -> Tokens:
        length = int(self._random.integers(SHORTEST_QUESTION, LONGEST_CUT))
        if len(text) > length and self._random.random() < CUT_SHARE:
            start = int(self._random.integers(len(text) - length + 1))
            text = text[start : start + length]
        text = text[:LONGEST_QUESTION]
        if within:
            kept = text[self._random.random(len(text)) < KEPT_WITHIN_LANGUAGE]
            return kept if len(kept) else text[:SHORTEST_QUESTION]
        return text

    def _passage(self, text: Tokens, language: str, strangers: list[int]) -> Tokens:
        parts = [text]
        count = int(self._random.integers(MOST_STRANGERS + 1)) if len(text) < LONG_ENOUGH else 0
        for _ in range(min(count, len(strangers))):
            stranger = self.sentences[strangers.pop()].texts[language][0]
            parts.append(stranger[:LONGEST_STRANGER])
        order = self._random.permutation(len(parts))
        return np.concatenate([parts[number] for number in order])[:LONGEST_PASSAGE]

    def _one_word(self, rows: NDArray[np.int64], language: str) -> list[Tokens]:
        choices = [self.lexicon[row].texts[language] for row in rows]
        return [words[int(self._random.integers(len(words)))] for words in choices]

    def _draw(self, pair: Pair, count: int) -> NDArray[np.int64]:
        """Draw rows by their weights, each at most once, so that no two right answers meet."""
        at = np.searchsorted(self._cumulated[pair], self._random.random(count))
        return np.unique(self._rows[pair][at])

    def _weights(self, rows: NDArray[np.int64]) -> NDArray[np.float64]:
        cumulated = np.cumsum([self.sentences[row].weight for row in rows])
        shares: NDArray[np.float64] = cumulated / cumulated[-1]
        return shares


def _having(rows: Sequence[TokenRow], pair: Pair) -> NDArray[np.int64]:
    found = [number for number, row in enumerate(rows) if set(pair) <= row.texts.keys()]
    return np.array(found, dtype=np.int64)


def _pair_weight(pair: Pair) -> float:
    if pair[0] == pair[1]:
        return WITHIN_LANGUAGE_WEIGHT
    return FRENCH_WEIGHT if "fr" in pair else 1.0
