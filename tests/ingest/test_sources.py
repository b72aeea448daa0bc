"""Finding the files of a corpus."""

import hashlib
import os
from pathlib import Path

import pytest

from coopbot.errors import CorpusError
from ingest.manifest import load_manifest
from ingest.sources import find_sources
from ingest.symbols import folder_name, symbol_of_folder
from tests.ingest.rewrapping import SEED

CORPUS = SEED.parents[1]


def put(folder, name, text="1. Text."):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_seed_corpus_is_found_with_its_facts():
    files, refused = find_sources([CORPUS], CORPUS)
    assert refused == []
    assert [f.path for f in files] == [
        f"documents/UNEP-CBD-BS-COP-MOP-4-6/{language}.txt"
        for language in ("ar", "en", "es", "fr", "ru", "zh")
    ]
    official = {f.facts.language for f in files if f.facts.official}
    assert official == {"zh"}
    facts = files[-1].facts
    assert facts.symbol == "UNEP/CBD/BS/COP-MOP/4/6"
    assert (facts.meeting, facts.agenda_item, facts.date) == ("COP-MOP-4", "8", None)
    assert {"symbol", "agenda_item", "url"} <= set(facts.inferred)
    assert "28 April 2008" in facts.date_note
    assert files[-1].sha256 == hashlib.sha256((SEED / "zh.txt").read_bytes()).hexdigest()
    assert files[-1].size == (SEED / "zh.txt").stat().st_size


def test_folder_layout_without_a_manifest_gives_symbol_and_language(tmp_path):
    put(tmp_path, "UNEP-CBD-BS-COP-MOP-4-18/fr.txt")
    put(tmp_path, "garden notes/en.txt")
    put(tmp_path, "mop-04-06-zh.txt")
    put(tmp_path, "loose.txt")
    files, _ = find_sources([tmp_path], tmp_path)
    assert {f.path: (f.facts.symbol, f.facts.language) for f in files} == {
        "UNEP-CBD-BS-COP-MOP-4-18/fr.txt": ("UNEP/CBD/BS/COP-MOP/4/18", "fr"),
        "garden notes/en.txt": ("garden notes", "en"),
        "mop-04-06-zh.txt": ("mop-04-06", "zh"),
        "loose.txt": ("loose", ""),
    }


def test_files_of_one_name_in_several_folders_are_documents_of_their_own(tmp_path):
    put(tmp_path, "ports/index.txt", "Ports.")
    put(tmp_path, "ships/index.txt", "Ships.")
    put(tmp_path, "copies/a/same.txt", "Same.")
    put(tmp_path, "copies/b/same.txt", "Same.")
    put(tmp_path, "one/notes/en.txt", "One.")
    put(tmp_path, "two/notes/en.txt", "Two.")
    put(tmp_path, "by language/en/guide.txt", "Guide.")
    put(tmp_path, "by language/fr/guide.txt", "Guide, fr.")
    files, _ = find_sources([tmp_path], tmp_path)
    assert {f.path: (f.facts.symbol, f.facts.language) for f in files} == {
        "ports/index.txt": ("ports-index", ""),
        "ships/index.txt": ("ships-index", ""),
        "copies/a/same.txt": ("same", ""),
        "copies/b/same.txt": ("same", ""),
        "one/notes/en.txt": ("one-notes", "en"),
        "two/notes/en.txt": ("two-notes", "en"),
        "by language/en/guide.txt": ("guide", "en"),
        "by language/fr/guide.txt": ("guide", "fr"),
    }


def test_files_of_one_name_inside_and_outside_the_corpus_are_told_apart(tmp_path):
    inside = put(tmp_path, "corpus/a/index.txt", "Ports.")
    outside = put(tmp_path, "other/index.txt", "Ships.")
    files, _ = find_sources([inside, outside], tmp_path / "corpus")
    assert len({f.facts.symbol for f in files}) == 2


def test_paths_are_sorted_and_each_file_is_named_once(tmp_path):
    for name in ("b/en.txt", "a/en.txt", "a/fr.txt"):
        put(tmp_path, name)
    files, _ = find_sources([tmp_path / "b", tmp_path, tmp_path / "a" / "en.txt"], tmp_path)
    assert [f.path for f in files] == ["a/en.txt", "a/fr.txt", "b/en.txt"]


def test_missing_path_is_a_row_and_the_others_are_found(tmp_path):
    put(tmp_path, "a/en.txt")
    files, refused = find_sources([tmp_path / "none", tmp_path], tmp_path)
    assert [f.path for f in files] == ["a/en.txt"]
    (row,) = refused
    assert (row.path, row.outcome) == (str(tmp_path / "none"), "damaged")
    assert row.reason == f"{tmp_path / 'none'} does not exist; check the path"


def test_file_outside_the_corpus_has_its_whole_path(tmp_path):
    path = put(tmp_path, "elsewhere/en.txt")
    files, _ = find_sources([path], tmp_path / "corpus")
    assert files[0].path == path.resolve().as_posix()


def test_files_that_are_no_documents_are_passed_over(tmp_path):
    for name in ("README.md", ".hidden", "manifest.yaml", "registry/x.yaml", "~$draft.docx"):
        put(tmp_path, name, "documents: []" if name == "manifest.yaml" else "x")
    assert find_sources([tmp_path], tmp_path) == ([], [])


@pytest.mark.skipif(os.name == "nt", reason="names are Unicode there")
def test_name_that_is_not_unicode_is_a_row(tmp_path):
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt")).write_bytes(b"1. Text.")
    files, refused = find_sources([tmp_path], tmp_path)
    assert files == []
    assert refused[0].reason == r"the name \udcff.txt is not UTF-8; rename the file"


def manifest(folder, text):
    return put(folder, "manifest.yaml", text)


def test_manifest_beside_or_above_gives_the_facts(tmp_path):
    put(tmp_path, "documents/X-1/zh.txt")
    entry = "- symbol: X/1\n  date: 2008-02-04\n  files: {zh: {official: false}}"
    manifest(tmp_path, f"documents:\n{entry}")
    for path in (tmp_path, tmp_path / "documents", tmp_path / "documents/X-1/zh.txt"):
        files, _ = find_sources([path], tmp_path)
        assert files[0].facts.symbol == "X/1"
        assert files[0].facts.date == "2008-02-04"
        assert not files[0].facts.official


def test_file_that_differs_from_its_declared_hash_is_refused(tmp_path):
    put(tmp_path, "documents/X-1/zh.txt")
    manifest(tmp_path, f"documents:\n- symbol: X/1\n  files: {{zh: {{sha256: '{'0' * 64}'}}}}")
    files, refused = find_sources([tmp_path], tmp_path)
    assert files == []
    assert refused[0].symbol == "X/1"
    assert "the manifest says 0000" in refused[0].reason


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("documents: 5", "{path} has no list named documents; begin it with 'documents:'"),
        ("documents: [{}]", "{path}: entry 1, field symbol is None; give the document's symbol"),
        (
            "documents: [{symbol: X, files: {zh: a.txt}, date: soon}]",
            "{path}, entry X: field date is 'soon'; "
            "write YYYY-MM-DD, or date_note for what is known",
        ),
        (
            "documents: [{symbol: X, files: {de: a.txt}}]",
            "{path}, entry X: a language in files is 'de'; write one of zh, en, fr, es, ru, ar",
        ),
        (
            "documents: [{symbol: X, files: {zh: ../../a.txt}}]",
            "{path}, entry X, files.zh: field path is '../../a.txt'; "
            "write a path inside the manifest's folder",
        ),
        (
            "documents: [{symbol: X, files: {zh: {official: maybe}}}]",
            "{path}, entry X, files.zh: field official is 'maybe'; write true or false",
        ),
        (
            "documents: [{symbol: X, files: {zh: a}}, {symbol: X, files: {en: b}}]",
            "{path}: the symbol X has two entries; put its files into one",
        ),
    ],
)
def test_malformed_manifest_is_one_sentence_with_its_place(tmp_path, text, message):
    path = manifest(tmp_path, text)
    with pytest.raises(CorpusError) as caught:
        load_manifest(path)
    assert str(caught.value) == message.format(path=path)


def test_manifest_field_that_nobody_knows_is_named(tmp_path):
    path = manifest(tmp_path, "documents: [{symbol: X, tittle: Y, files: {zh: a.txt}}]")
    with pytest.raises(CorpusError, match="a field is 'tittle'; the fields are symbol, files"):
        load_manifest(path)


@pytest.mark.parametrize(
    "symbol",
    [
        "UNEP/CBD/BS/COP-MOP/4/6", "UNEP/CBD/BS/COP-MOP/4/INF/23", "CBD/CP/MOP/9/13",
        "UNEP/CBD/BS/CM-CB/3/3", "CBD/CP/BCH-IAC/11/3", "UNEP/CBD/BS/COP-MOP/5/17/Corr.1",
        "UNEP/CBD/BS/COP-MOP/9/1/Add.1/Rev.1", "CBD/CP/MOP/DEC/VIII/1",
    ],
)  # fmt: skip
def test_folder_name_gives_the_symbol_back(symbol):
    assert symbol_of_folder(folder_name(symbol)) == symbol


def test_folder_that_is_no_symbol_is_its_own():
    assert symbol_of_folder("meeting-notes-2008") == "meeting-notes-2008"
