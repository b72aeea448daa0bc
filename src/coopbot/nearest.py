"""The nearest paragraphs to a vector: exactly, except where they are very many.

A graph search approximates the exact one, and what it misses depends on the order in which its
threads put the vectors in: two builds of one corpus find different neighbours, and an index that
was brought up to date others than one made from nothing. The exact result depends on the vectors
alone. So the graph answers only where comparing every paragraph would take too long, and never a
question about some documents alone; which of the two depends on the number of paragraphs, not on
who asks. An index without such a language is
searched without opening Chroma, whose import takes a second.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from coopbot.errors import IndexDamaged
from coopbot.ledger import Ledger
from coopbot.records import DenseSide, StoredVector, Stretch
from coopbot.vectors import VectorIndex

EXACT_LIMIT = 100_000
"""Most paragraphs of a language that are compared one by one: 100 MB of vectors, 12 to 17 ms of
computing; 2 to 4 ms at 17,000, where Chroma's query takes 3 ms (docs/decisions/010)."""


class NearestRows:
    """Find the rows nearest to a vector; safe to share between threads.

    :param counts: number of searched paragraphs by language.
    :param open_graph: opens the dense index of the build; called when it is first needed.
    """

    def __init__(
        self, ledger: Ledger, counts: Mapping[str, int], open_graph: Callable[[], VectorIndex]
    ) -> None:
        self._ledger = ledger
        self._counts = counts
        self._open_graph = open_graph
        self._graph: VectorIndex | None = None
        self._exact: dict[str, DenseSide] = {}
        self._lock = threading.Lock()

    def close(self) -> None:
        """Release the graph, if it was opened."""
        with self._lock:
            if self._graph is not None:
                self._graph.close()
                self._graph = None

    def search(
        self, language: str, vector: np.ndarray, k: int, within: Sequence[Stretch] | None = None
    ) -> list[tuple[int, float]]:
        """Return up to k (row, cosine), best first; none for a language without paragraphs.

        :param within: stretches of rows, ascending, that alone are searched.
        """
        count = self._counts.get(language, 0)
        if not count or (within is not None and not within):
            return []
        if count <= EXACT_LIMIT:
            side = self._loaded(language)
            if within is not None:
                side = side.within(within)
        elif within is None:
            return self._opened().search(language, vector, min(k, count))
        else:
            # A graph cannot be told where to look, and a few documents are quickly compared.
            side = self._ledger.dense_side(language, within)
        if not len(side.rows):
            return []
        if side.vectors.shape[1] != vector.shape[-1]:
            raise IndexDamaged(
                f"The vectors of {language} have {side.vectors.shape[1]} values and the question's "
                f"has {vector.shape[-1]}; run `coopbot ingest` with the embedder that is set."
            )
        cosines = side.vectors @ vector.reshape(-1)
        near = _largest(cosines, k)
        # A stable sort leaves equal ones in the order of their rows.
        best = near[np.argsort(-cosines[near], kind="stable")[:k]]
        return list(zip(side.rows[best].tolist(), cosines[best].tolist(), strict=True))

    def stored(self, languages: Mapping[int, str]) -> dict[int, StoredVector]:
        """Return the dense side of the given rows, by row; of searched paragraphs alone.

        :param languages: the language of each row.
        """
        found: dict[int, StoredVector] = {}
        far: list[int] = []
        asked: dict[str, list[int]] = {}
        for row, language in languages.items():
            asked.setdefault(language, []).append(row)
        for language, some in asked.items():
            if self._counts.get(language, 0) > EXACT_LIMIT:
                far.extend(some)
                continue
            found.update((one.row, one) for one in self._loaded(language).select(some, language))
        found.update((one.row, one) for one in self._ledger.vectors(far))
        return found

    def _opened(self) -> VectorIndex:
        with self._lock:
            if self._graph is None:
                self._graph = self._open_graph()
            return self._graph

    def _loaded(self, language: str) -> DenseSide:
        with self._lock:
            if language not in self._exact:
                self._exact[language] = self._ledger.dense_side(language)
            return self._exact[language]


def _largest(values: np.ndarray, k: int) -> np.ndarray:
    """Return the places of the k largest values and of all that equal the least of these."""
    if k >= len(values):
        return np.arange(len(values))
    # Sorting all of them would take three times as long as comparing them did.
    least = np.partition(values, -k)[-k]
    return np.flatnonzero(values >= least)
