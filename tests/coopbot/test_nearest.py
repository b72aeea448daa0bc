from __future__ import annotations

import numpy as np
import pytest

from coopbot import nearest
from coopbot.errors import IndexDamaged
from coopbot.index import IndexReader
from coopbot.ledger import Ledger
from coopbot.nearest import NearestRows
from coopbot.vectors import VectorIndex
from tests.built import built, paths_of


@pytest.fixture(scope="module")
def ledger():
    with Ledger(paths_of(built()[0]).ledger) as opened:
        yield opened


def never():
    raise AssertionError("the graph was opened for a small collection")


def test_nearest_compares_few_paragraphs_one_by_one(ledger):
    rows, matrix = ledger.matrix("zh")
    found = NearestRows(ledger, ledger.indexed(), never)
    for query in matrix[:8]:
        cosines = matrix.astype(np.float64) @ query
        best = [int(rows[i]) for i in np.lexsort((rows, -cosines))[:5]]
        assert [row for row, _ in found.search("zh", query, 5)] == best


def test_nearest_within_stretches_is_what_lies_there_in_both_ways(ledger, monkeypatch):
    rows, matrix = ledger.matrix("zh")
    within = ((int(rows[3]), int(rows[9])), (int(rows[15]), int(rows[40]) + 1))
    inside = [*range(3, 9), *range(15, 41)]
    found = NearestRows(ledger, ledger.indexed(), never)
    for limit in (nearest.EXACT_LIMIT, 0):
        monkeypatch.setattr(nearest, "EXACT_LIMIT", limit)
        for query in matrix[:4]:
            cosines = (matrix.astype(np.float64) @ query)[inside]
            best = rows[inside][np.lexsort((rows[inside], -cosines))[:7]].tolist()
            assert [row for row, _ in found.search("zh", query, 7, within)] == best
        assert found.search("zh", matrix[0], 5, ()) == []
        assert found.search("zh", matrix[0], 5, ((1, 2),)) == []


def test_nearest_gives_the_dense_side_of_rows_in_both_ways(ledger, monkeypatch):
    stored = {one.row: one for one in ledger.vectors()}
    languages = {row: one.language for row, one in list(stored.items())[::5]} | {7: "en", 8: "fr"}
    found = NearestRows(ledger, ledger.indexed(), never)
    for limit in (nearest.EXACT_LIMIT, 0):
        monkeypatch.setattr(nearest, "EXACT_LIMIT", limit)
        held = found.stored(languages)
        assert set(held) == set(languages) - {7, 8}
        for row, one in held.items():
            assert one.language == languages[row]
            assert np.array_equal(one.vector, stored[row].vector)
            assert np.array_equal(one.tokens, stored[row].tokens)


def test_nearest_of_a_paragraph_is_itself_in_both_ways(ledger, monkeypatch):
    """The graph that a large collection is searched by gives what the exact comparison gives."""
    limit = nearest.EXACT_LIMIT
    exact = NearestRows(ledger, ledger.indexed(), never)
    monkeypatch.setattr(nearest, "EXACT_LIMIT", 0)
    graph = NearestRows(ledger, ledger.indexed(), lambda: VectorIndex(paths_of(built()[0]).chroma))
    rows, matrix = ledger.matrix("en")
    try:
        for row, query in zip(rows.tolist(), matrix, strict=True):
            by_graph = graph.search("en", query, 10)
            monkeypatch.setattr(nearest, "EXACT_LIMIT", limit)
            one_by_one = exact.search("en", query, 10)
            monkeypatch.setattr(nearest, "EXACT_LIMIT", 0)
            assert by_graph[0][0] == one_by_one[0][0] == row
            assert [r for r, _ in by_graph] == [r for r, _ in one_by_one]
            scores = [score for _, score in one_by_one]
            assert [score for _, score in by_graph] == pytest.approx(scores, abs=1e-5)
    finally:
        graph.close()


def test_nearest_breaks_ties_by_row(ledger):
    found = NearestRows(ledger, ledger.indexed(), never)
    nothing = np.zeros(ledger.matrix("zh")[1].shape[1], dtype=np.float32)
    rows = [row for row, _ in found.search("zh", nothing, 10)]
    assert rows == sorted(ledger.indexed_rows("zh"))[:10]


@pytest.mark.parametrize("k", [1, 7, 10_000])
def test_nearest_gives_as_many_as_asked_for_or_held(ledger, k):
    found = NearestRows(ledger, ledger.indexed(), never)
    rows, matrix = ledger.matrix("zh")
    # Copies stand at the edge: of equal neighbours those with the lower rows are given.
    nearest_rows = found.search("zh", matrix[0], k)
    cosines = matrix @ matrix[0]
    expected = [int(rows[i]) for i in np.lexsort((rows, -cosines))[:k]]
    assert [row for row, _ in nearest_rows] == expected
    assert len(nearest_rows) == min(k, len(rows))


def test_nearest_in_a_language_that_is_not_held_is_empty(ledger):
    assert NearestRows(ledger, ledger.indexed(), never).search("ar", np.ones(3), 5) == []


def test_nearest_refuses_a_vector_of_another_dimension(ledger):
    with pytest.raises(IndexDamaged, match="have 256 values and the question's has 3"):
        NearestRows(ledger, ledger.indexed(), never).search("zh", np.ones(3), 5)


def test_reader_of_a_small_index_searches_without_chroma():
    reader = IndexReader.open(built()[0])
    vector = reader.embedder.embed_queries(["Green Customs Initiative"])[0]
    reader._graph = never
    assert len(reader.vectors.search("en", vector, 7)) == 7
    reader.close()
