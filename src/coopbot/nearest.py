"""The nearest paragraphs to a vector: exactly, except where they are very many.

A graph search approximates the exact one, and what it misses depends on the order in which its
threads put the vectors in: two builds of one corpus find different neighbours, and an index that
was brought up to date others than one made from nothing. The exact result depends on the vectors
alone. So the graph answers only where comparing every paragraph would take too long; which of the
two depends on the number of paragraphs, never on who asks, and an index without such a language is
searched without opening Chroma, whose import takes a second.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping

import numpy as np

from coopbot.errors import IndexDamaged
from coopbot.ledger import Ledger
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
        self._exact: dict[str, tuple[np.ndarray, np.ndarray]] = {}
        self._lock = threading.Lock()

    def close(self) -> None:
        """Release the graph, if it was opened."""
        with self._lock:
            if self._graph is not None:
                self._graph.close()
                self._graph = None

    def search(self, language: str, vector: np.ndarray, k: int) -> list[tuple[int, float]]:
        """Return up to k (row, cosine), best first; none for a language without paragraphs."""
        count = self._counts.get(language, 0)
        if not count:
            return []
        if count > EXACT_LIMIT:
            return self._opened().search(language, vector, min(k, count))
        rows, matrix = self._loaded(language)
        if matrix.shape[1] != vector.shape[-1]:
            raise IndexDamaged(
                f"The vectors of {language} have {matrix.shape[1]} values and the question's has "
                f"{vector.shape[-1]}; run `coopbot ingest` with the embedder that is set."
            )
        cosines = matrix @ vector.reshape(-1)
        near = _largest(cosines, k)
        best = near[np.lexsort((rows[near], -cosines[near]))[:k]]
        return [(int(rows[i]), float(cosines[i])) for i in best]

    def _opened(self) -> VectorIndex:
        with self._lock:
            if self._graph is None:
                self._graph = self._open_graph()
            return self._graph

    def _loaded(self, language: str) -> tuple[np.ndarray, np.ndarray]:
        with self._lock:
            if language not in self._exact:
                self._exact[language] = self._ledger.matrix(language)
            return self._exact[language]


def _largest(values: np.ndarray, k: int) -> np.ndarray:
    """Return the places of the k largest values and of all that equal the least of these."""
    if k >= len(values):
        return np.arange(len(values))
    # Sorting all of them would take three times as long as comparing them did.
    least = np.partition(values, -k)[-k]
    return np.flatnonzero(values >= least)
