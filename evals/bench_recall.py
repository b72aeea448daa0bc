"""How much of the exact nearest paragraphs Chroma's graph finds, and how long both take."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from coopbot.builds import published_paths
from coopbot.embedder import load_embedder
from coopbot.languages import LANGUAGES
from coopbot.ledger import Ledger
from coopbot.settings import Settings
from coopbot.vectors import VectorIndex
from evals.statistics import spread

DEPTH = 10
"""Nearest paragraphs compared: recall@10."""

_TIE = 1e-5
"""Cosines closer than this are equal: synthetic paragraphs may say the same."""

Matrix = NDArray[np.float32]


def recall_of(settings: Settings, questions: Sequence[str]) -> dict[str, Any]:
    """Compare the graph with exact search in every language of the published build.

    A language too small to have a graph in the build is given one for the measurement.
    """
    paths = published_paths(settings.index)
    ledger = Ledger(paths.ledger)
    vectors = load_embedder(settings.embedder).embed_queries(list(questions))
    rows: dict[str, Any] = {}
    exact_ms: list[float] = []
    graph_ms: list[float] = []
    held = VectorIndex(paths.chroma) if (paths.chroma / "chroma.sqlite3").is_file() else None
    with tempfile.TemporaryDirectory(prefix="bench-graph-") as name:
        made = VectorIndex(Path(name), writable=True)
        try:
            for language in LANGUAGES:
                numbers, matrix = ledger.matrix(language)
                if len(numbers) < DEPTH:
                    continue
                graph = held if held and held.search(language, vectors[0], 1) else made
                if graph is made:
                    made.update(language, [int(number) for number in numbers], matrix)
                graph.search(language, vectors[0], DEPTH)  # opened before the clock runs
                shares = [
                    _share(graph, language, vector, matrix, numbers, exact_ms, graph_ms)
                    for vector in vectors
                ]
                rows[language] = {
                    "paragraphs": len(numbers),
                    "in_build": graph is held,
                    "recall": round(float(np.mean(shares)), 4),
                }
        finally:
            made.close()
            if held:
                held.close()
            ledger.close()
    return {
        "recall_at_10": round(float(np.mean([row["recall"] for row in rows.values()])), 4),
        "languages": rows,
        "exact_ms": spread(exact_ms),
        "graph_ms": spread(graph_ms),
    }


def _share(
    graph: VectorIndex,
    language: str,
    vector: Matrix,
    matrix: Matrix,
    numbers: NDArray[np.int64],
    exact_ms: list[float],
    graph_ms: list[float],
) -> float:
    started = time.perf_counter()
    cosines = matrix @ vector
    least = float(np.partition(cosines, -DEPTH)[-DEPTH])
    exact_ms.append((time.perf_counter() - started) * 1000)
    started = time.perf_counter()
    found = graph.search(language, vector, DEPTH)
    graph_ms.append((time.perf_counter() - started) * 1000)
    return share_found([row for row, _ in found], cosines, numbers, least)


def share_found(
    found: Sequence[int], cosines: Matrix, numbers: NDArray[np.int64], least: float
) -> float:
    """Return the share of the nearest that were found; one as near as the last of them counts.

    :param least: cosine of the last of the exact nearest.
    """
    own = cosines[np.searchsorted(numbers, np.asarray(found, dtype=np.int64))]
    return min(1.0, float((own >= least - _TIE).sum()) / DEPTH)
