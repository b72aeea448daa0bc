"""A paragraph read sentence by sentence in all the languages in which it is held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from coopbot.alignment import aligned
from coopbot.index import IndexReader
from coopbot.languages import LANGUAGES
from coopbot.readings import Reading
from coopbot.types import Paragraph


@dataclass(frozen=True, slots=True)
class ParallelReading:
    """The sentences of one expression, each beside what says the same in the others."""

    work: Paragraph
    """The expression that is read first: the asker's language, else the official one."""
    reading: Reading
    names: frozenset[str]
    """Registry ids of what any of the expressions names."""
    others: tuple[tuple[str, tuple[str, ...]], ...]
    """The other languages, official ones first, each with its words for every sentence."""
    tokens: tuple[tuple[NDArray[np.int32], ...], ...]
    """For each sentence its token ids in each language."""
    vectors: NDArray[np.float32]
    """Their pooled vectors, shape (sentences, languages, dimension)."""

    @classmethod
    def of(cls, index: IndexReader, key: tuple[str, str], language: str) -> ParallelReading | None:
        """Return the paragraph of a key, read first in a language where that is held."""
        expressions = index.expressions(*key)
        if not expressions:
            return None
        work = expressions.get(language) or _first(list(expressions.values()))
        return index.parallel_readings.get(
            (*key, work.language), lambda: cls._read(index, work, list(expressions.values()))
        )

    @classmethod
    def _read(
        cls, index: IndexReader, work: Paragraph, expressions: Sequence[Paragraph]
    ) -> ParallelReading:
        reading = index.reading(work)
        others = sorted(
            (other for other in expressions if other.language != work.language),
            key=lambda other: (not other.official, LANGUAGES.index(other.language)),
        )
        wordings, columns = [], [reading.tokens]
        for other in others:
            words, tokens = _beside(reading, index.reading(other))
            wordings.append((other.language, words))
            columns.append(tokens)
        told = tuple(zip(*columns, strict=True))
        flat = index.sentence_model.pooled([ids for sentence in told for ids in sentence])
        return cls(
            work=work,
            reading=reading,
            names=frozenset().union(*(index.reading(other).names for other in expressions)),
            others=tuple(wordings),
            tokens=told,
            vectors=flat.reshape(len(told), len(columns), -1),
        )

    def wordings(self, i: int) -> list[tuple[str, str]]:
        """Return a sentence in each language, the one that was read first, with the language."""
        own = (self.reading.sentences[i], self.work.language)
        return [own, *((words[i], language) for language, words in self.others)]


def _beside(
    reading: Reading, other: Reading
) -> tuple[tuple[str, ...], tuple[NDArray[np.int32], ...]]:
    """Return, for each sentence of an expression, what says the same in another: the whole of it
    where nothing can be told; its words and its token ids.
    """
    everything = range(len(other.spans))
    partners = [
        found or everything
        for found in aligned(reading.spans, reading.vectors, other.spans, other.vectors)
    ]
    words = tuple(
        other.text[other.spans[found[0]][0] : other.spans[found[-1]][1]] if found else other.text
        for found in partners
    )
    tokens = tuple(
        np.concatenate([other.tokens[j] for j in found]) if found else np.empty(0, np.int32)
        for found in partners
    )
    return words, tokens


def _first(expressions: Sequence[Paragraph]) -> Paragraph:
    """Return the official expression, in the order of the UN languages."""
    return min(expressions, key=lambda e: (not e.official, LANGUAGES.index(e.language)))
