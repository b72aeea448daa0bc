from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pytest

from coopbot.children import module_environment
from coopbot.errors import CoopbotError, IndexDamaged, IndexUnavailable
from coopbot.ledger import Ledger
from coopbot.vectors import VectorIndex
from tests.built import built, paths_of


@pytest.fixture(scope="module")
def real():
    with Ledger(paths_of(built()[0]).ledger) as ledger:
        return ledger.matrix("zh")


@pytest.fixture
def written(real, tmp_path):
    rows, matrix = real
    index = VectorIndex(tmp_path / "chroma", writable=True)
    index.update("zh", rows.tolist(), matrix)
    index.close()
    return tmp_path / "chroma"


def bytes_of(folder: Path):
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_vectors_come_back_bit_for_bit(written, real):
    rows, matrix = real
    index = VectorIndex(written)
    held = index.stored("zh", rows.tolist())
    assert index.rows("zh") == set(rows.tolist())
    index.close()
    assert all(np.array_equal(held[row], matrix[i]) for i, row in enumerate(rows.tolist()))


def test_vector_search_is_the_exact_order_on_a_small_collection(written, real):
    rows, matrix = real
    index = VectorIndex(written)
    for query in matrix[:10]:
        cosines = matrix @ query
        best = sorted(zip(-cosines, rows.tolist(), strict=True))[:5]
        found = index.search("zh", query, 5)
        assert [row for row, _ in found] == [row for _, row in best]
        assert [score for _, score in found] == pytest.approx([-c for c, _ in best], abs=1e-5)
    index.close()


def test_vector_search_in_a_language_that_is_not_held_is_empty(written, real):
    index = VectorIndex(written)
    assert index.search("ar", real[1][0], 5) == []
    assert index.rows("ar") == set()
    assert index.stored("ar", [1]) == {}
    index.close()


def test_vector_reader_leaves_a_published_folder_as_it_is(written, real):
    before = bytes_of(written)
    index = VectorIndex(written)
    index.search("zh", real[1][0], 3)
    index.close()
    assert bytes_of(written) == before


def test_vector_reader_removes_its_copy(written, monkeypatch, tmp_path):
    copies = tmp_path / "copies"
    copies.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(copies))
    index = VectorIndex(written)
    assert len(list(copies.iterdir())) == 1
    index.close()
    assert list(copies.iterdir()) == []


def test_vector_copy_of_a_killed_process_is_removed_by_the_next(written, monkeypatch, tmp_path):
    copies = tmp_path / "copies"
    copies.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(copies))
    script = (
        "import os, signal, sys; from pathlib import Path; from coopbot.vectors import VectorIndex;"
        "kept = VectorIndex(Path(sys.argv[1])); os.kill(os.getpid(), signal.SIGKILL)"
    )
    killed = subprocess.run(
        [sys.executable, "-c", script, str(written)],
        env=module_environment() | {"TMPDIR": str(copies)},
        check=False,
    )
    assert killed.returncode == -9
    (left,) = copies.iterdir()
    index = VectorIndex(written)
    assert not left.exists()
    assert len(list(copies.iterdir())) == 1
    index.close()


def test_vector_copy_of_a_living_process_stays(written, monkeypatch, tmp_path):
    copies = tmp_path / "copies"
    copies.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(copies))
    first, second = VectorIndex(written), VectorIndex(written)
    assert len(list(copies.iterdir())) == 2
    first.close()
    assert second.rows("zh")
    second.close()


def test_vector_graph_is_on_the_disk_after_each_write(written):
    import sqlite3

    connection = sqlite3.connect(written / "chroma.sqlite3")
    waiting = connection.execute("SELECT count(*) FROM embeddings_queue").fetchone()[0]
    connection.close()
    # One record stays to mark the place; anything more is replayed by each process that opens it.
    assert waiting <= 1


def test_vector_update_replaces_a_row_and_removes_others(written, real):
    rows, matrix = real
    rows = rows.tolist()
    index = VectorIndex(written, writable=True)
    index.update("zh", [rows[0]], matrix[1:2], remove=rows[0:3])
    index.close()
    index = VectorIndex(written)
    assert index.rows("zh") == set(rows) - set(rows[1:3])
    assert np.array_equal(index.stored("zh", [rows[0]])[rows[0]], matrix[1])
    assert index.search("zh", matrix[1], 1)[0][0] == rows[0]
    index.close()


def test_vector_drop_forgets_one_language_or_all(written, real):
    rows, matrix = real
    index = VectorIndex(written, writable=True)
    index.update("en", rows.tolist(), matrix)
    index.drop("zh")
    assert (index.rows("zh"), index.rows("en")) == (set(), set(rows.tolist()))
    index.update("zh", rows[:2].tolist(), matrix[:2])
    assert index.rows("zh") == set(rows[:2].tolist())
    index.drop()
    assert (index.rows("zh"), index.rows("en")) == (set(), set())
    index.close()


def test_vector_index_that_is_missing_says_what_to_do(tmp_path):
    with pytest.raises(IndexDamaged) as caught:
        VectorIndex(tmp_path / "chroma")
    assert str(caught.value) == (
        f"The vector index is missing at {tmp_path}/chroma; run `coopbot rebuild` to make it again."
    )


def test_vectors_of_another_dimension_are_refused_in_one_sentence(written, real):
    index = VectorIndex(written, writable=True)
    with pytest.raises(IndexUnavailable, match="cannot be written"):
        index.update("zh", [1], np.zeros((1, 3), dtype=np.float32))
    index.close()


def test_vectors_that_are_no_numbers_are_refused_in_one_sentence(written, real):
    index = VectorIndex(written, writable=True)
    broken = np.full((1, real[1].shape[1]), np.nan, dtype=np.float32)
    with pytest.raises(IndexUnavailable, match="cannot be written"):
        index.update("zh", [1], broken)
    index.close()


@pytest.mark.parametrize("url", ["ftp://host", "nonsense", "http://"])
def test_chroma_address_that_is_none_is_refused(tmp_path, url):
    with pytest.raises(IndexUnavailable, match="COOPBOT_CHROMA_URL"):
        VectorIndex(tmp_path, url=url)


def test_chroma_server_that_does_not_answer_is_one_sentence(tmp_path):
    with pytest.raises(IndexUnavailable, match="does not answer") as caught:
        VectorIndex(tmp_path, url="http://127.0.0.1:1")
    assert "\n" not in str(caught.value)


def test_database_that_is_none_gives_our_error(written, tmp_path):
    copy = tmp_path / "damaged"
    shutil.copytree(written, copy)
    (copy / "chroma.sqlite3").write_bytes(b"no database" * 500)
    with pytest.raises(CoopbotError) as caught:
        VectorIndex(copy).rows("zh")
    assert "\n" not in str(caught.value)


def test_importing_the_index_does_not_import_chroma():
    script = (
        "import sys, coopbot.index, coopbot.retriever;"
        "sys.exit(any(name in sys.modules for name in ('chromadb', 'torch', 'sqlalchemy')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], env=module_environment(), check=False, cwd=os.sep
    )
    assert done.returncode == 0
