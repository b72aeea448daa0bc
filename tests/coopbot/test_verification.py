from __future__ import annotations

import random
import shutil
import sqlite3

import numpy as np
import pytest

from coopbot.builds import BuildPaths, publication, require_whole
from coopbot.embedder import load_embedder
from coopbot.errors import IndexDamaged
from coopbot.ledger import Ledger
from coopbot.lexical import LexicalIndex
from coopbot.records import pack_terms
from coopbot.vectors import VectorIndex
from coopbot.verification import verify, verify_in_child
from tests.built import built, built_copy, paths_of


@pytest.fixture
def unsealed(tmp_path):
    """Return a copy of a build that is no published one, as a build is before its seal."""
    shutil.copytree(paths_of(built()[0]).folder, tmp_path / "x" / "y" / "build")
    return BuildPaths(tmp_path / "x" / "y" / "build")


def test_verify_finds_a_sound_build_sound():
    result = verify_in_child(paths_of(built()[0]))
    assert result.ok
    assert result.problems == ()
    assert result.self_hits == result.self_queries == result.paragraphs > 80


def test_verify_compares_only_the_languages_asked():
    paths = paths_of(built()[0])
    assert verify(paths, languages=["zh"]).paragraphs < verify(paths).paragraphs


def test_verify_finds_a_paragraph_that_an_index_lacks(unsealed):
    with Ledger(unsealed.ledger) as ledger:
        entries = list(ledger.entries("zh"))
    LexicalIndex.write(unsealed.lexical("zh"), entries[1:])
    index = VectorIndex(unsealed.chroma, writable=True)
    index.update("en", (), np.empty((0, 0)), remove=sorted(index.rows("en"))[:2])
    index.close()
    result = verify(unsealed)
    assert result.problems[0].startswith("the vector index (en) lacks 2 of ")
    assert f"the lexical index (zh) lacks 1 of {len(entries)} paragraphs" in result.problems


def test_verify_finds_a_paragraph_that_the_ledger_lacks(unsealed):
    connection = sqlite3.connect(unsealed.ledger)
    connection.execute("DELETE FROM entries WHERE row = (SELECT min(row) FROM entries)")
    connection.commit()
    connection.close()
    assert sum("holds 1 paragraphs that the" in p for p in verify(unsealed).problems) == 2


def test_verify_finds_a_vector_that_differs(unsealed):
    index = VectorIndex(unsealed.chroma, writable=True)
    row = min(index.rows("zh"))
    index.update("zh", [row], -index.stored("zh", [row])[row][None])
    index.close()
    (problem,) = verify(unsealed).problems
    assert problem.startswith("1 of ")
    assert problem.endswith(" vectors (zh) differ from the ledger's")


def sealed_files(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".lock")


@pytest.mark.parametrize("damage", ["delete", "cut", "flip"])
def test_every_damaged_file_of_a_published_build_is_noticed(tmp_path, damage):
    """Each file once: Chroma's, tantivy's, the ledger, the registry, the dictionary, the seal."""
    settings = built_copy(tmp_path)
    published = publication(settings.index)
    folder = paths_of(settings).folder
    names = {path.name for path in sealed_files(folder)}
    assert {"chroma.sqlite3", "data_level0.bin", "header.bin", "length.bin", "meta.json"} <= names
    for seed, path in enumerate(sealed_files(folder)):
        content = path.read_bytes()
        if damage == "delete":
            path.unlink()
        elif not content:
            path.write_bytes(b"x")
        elif damage == "cut":
            path.write_bytes(content[: random.Random(seed).randrange(len(content))])
        else:
            flipped = bytearray(content)
            flipped[random.Random(seed).randrange(len(content))] ^= 0x10
            path.write_bytes(flipped)
        assert not verify_in_child(BuildPaths(folder)).ok, path
        with pytest.raises(IndexDamaged):
            require_whole(settings.index, published, contents=True)
        path.write_bytes(content)
    require_whole(settings.index, published, contents=True)


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        ("chroma.sqlite3", "gone"),
        ("chroma.sqlite3", "noise"),
        ("data_level0.bin", "cut"),
        ("data_level0.bin", "noise"),
        ("header.bin", "noise"),
        ("length.bin", "noise"),
    ],
)
def test_verify_survives_a_graph_that_kills_its_reader(unsealed, name, damage):
    """Without a seal, as in a new build: a problem or our error, never a death or a traceback."""
    found = sorted(unsealed.chroma.rglob(name))
    assert found
    for path in found:
        content = path.read_bytes()
        if damage == "gone":
            path.unlink()
        elif damage == "cut":
            # The file has room for a thousand rows: what is cut must reach those that are there.
            path.write_bytes(content[: len(content) // 100])
        else:
            path.write_bytes(random.Random(name).randbytes(len(content)))
    said = problems_of(unsealed)
    # Lengths play no part in an inner product: every row is still found, and that is checked too.
    assert said or name == "length.bin"
    assert all("\n" not in sentence for sentence in said)


def problems_of(paths):
    try:
        return verify_in_child(paths).problems
    except IndexDamaged as error:
        return [str(error)]


def test_verify_believes_a_graph_of_near_copies(unsealed):
    """Official documents repeat their sentences: a graph does not reach each of many copies."""
    sentence = "The Secretariat took part in the Green Customs Initiative, see decision BS-III/10."
    copies = load_embedder().embed_passages([f"{sentence} {n}" for n in range(400)])
    connection = sqlite3.connect(unsealed.ledger)
    connection.execute("DELETE FROM entries WHERE language = 'en'")
    connection.executemany(
        "INSERT INTO entries VALUES (?, 'en', ?, ?, ?, x'', x'')",
        [
            (row, pack_terms(["a"]), pack_terms([]), copies[row - 1].tobytes())
            for row in range(1, 401)
        ],
    )
    connection.commit()
    connection.close()
    with Ledger(unsealed.ledger) as ledger:
        LexicalIndex.write(unsealed.lexical("en"), ledger.entries("en"))
    index = VectorIndex(unsealed.chroma, writable=True)
    index.drop("en")
    index.update("en", range(1, 401), copies)
    index.close()
    result = verify(unsealed)
    assert result.ok
    assert result.self_hits < result.self_queries


def test_verify_finds_a_graph_that_gives_wrong_neighbours(unsealed):
    """Rows and vectors are all there, but they are those of other paragraphs."""
    with Ledger(unsealed.ledger) as ledger:
        rows, matrix = ledger.matrix("en")
    index = VectorIndex(unsealed.chroma, writable=True)
    index.update("en", rows.tolist(), np.roll(matrix, 1, axis=0))
    index.close()
    assert any("differ from the ledger's" in problem for problem in verify(unsealed).problems)
