"""BM25 alone: the lexical baseline that every retriever has to beat.

Written here and not taken from the product, so that the product is not compared with itself.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from coopbot.languages import sentences
from evals.folding import fold
from evals.reference import Passage
from evals.reply import Key
from evals.systems.extract import quoting_answer

K1 = 1.2
B = 0.75
"""Parameters of Robertson and Zaragoza (2009), as most engines ship them."""

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_PIECE = re.compile(rf"[{_HAN}]+|[^\W{_HAN}]+")


class Bm25System:
    """Rank the paragraphs of all languages by BM25 over words and Chinese character pairs."""

    name = "bm25"

    def __init__(self, passages: Iterable[Passage]) -> None:
        self._passages = list(passages)
        self._postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self._lengths: list[int] = []
        for number, passage in enumerate(self._passages):
            counts = Counter(tokens(passage.text))
            self._lengths.append(sum(counts.values()))
            for token, count in counts.items():
                self._postings[token].append((number, count))
        self._mean_length = sum(self._lengths) / max(len(self._lengths), 1)

    def describe(self) -> Mapping[str, Any]:
        """Return parameters and size."""
        return {"settings": {"k1": K1, "b": B}, "passages": len(self._passages)}

    def ask(self, question: str, history: Sequence[Mapping[str, str]]) -> Mapping[str, Any]:
        """Quote the sentence of the first paragraph that shares most words with the question."""
        found = [self._passages[number] for number, _ in self._ranked(question, 5)]
        quote = ""
        if found:
            asked = set(tokens(question))
            quote = max(
                sentences(found[0].text) or [found[0].text],
                key=lambda sentence: len(asked & set(tokens(sentence))),
            )
        return quoting_answer(question, found, quote, {"k1": K1, "b": B})

    def search(self, query: str, k: int) -> Sequence[Key]:
        """Return up to k paragraphs, each once, whatever its language."""
        keys: dict[Key, None] = {}
        for number, _ in self._ranked(query, k * 6):
            passage = self._passages[number]
            keys.setdefault((passage.symbol, passage.label))
        return list(keys)[:k]

    def close(self) -> None:
        """Hold nothing that must be released."""

    def scores(self, query: str) -> dict[int, float]:
        """Return the BM25 score by number of every passage that shares a token."""
        scores: dict[int, float] = defaultdict(float)
        for token in set(tokens(query)):
            postings = self._postings.get(token, ())
            weight = math.log(
                1 + (len(self._passages) - len(postings) + 0.5) / (len(postings) + 0.5)
            )
            for number, count in postings:
                length = 1 - B + B * self._lengths[number] / self._mean_length
                scores[number] += weight * count * (K1 + 1) / (count + K1 * length)
        return scores

    def _ranked(self, query: str, k: int) -> list[tuple[int, float]]:
        return sorted(self.scores(query).items(), key=lambda item: (-item[1], item[0]))[:k]


def tokens(text: str) -> Iterator[str]:
    """Yield folded words, and of Chinese the pairs of neighbouring characters."""
    for match in _PIECE.finditer(fold(text)):
        piece = match.group()
        if len(piece) == 1 or not re.match(f"[{_HAN}]", piece):
            yield piece
        else:
            yield from (piece[start : start + 2] for start in range(len(piece) - 1))
