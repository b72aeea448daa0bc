from __future__ import annotations

import shutil
import sqlite3
import threading

import numpy as np
import pytest

from coopbot.errors import IndexDamaged, IndexUnavailable
from coopbot.languages import sentence_spans
from coopbot.ledger import Ledger
from coopbot.static_embedder import StaticEmbedder
from tests.built import CORPUS, FOLDER, SYMBOL, built, paths_of


@pytest.fixture(scope="module")
def ledger():
    with Ledger(paths_of(built()[0]).ledger) as opened:
        yield opened


def test_ledger_holds_the_source_text_as_it_was_read(ledger):
    text = (CORPUS / "documents" / FOLDER / "zh.txt").read_text("utf-8")
    assert ledger.source_text(SYMBOL, "zh") == text
    assert ledger.source_text(SYMBOL, "ar") is None


def test_ledger_paragraphs_are_slices_of_the_source(ledger):
    for language in ("zh", "en"):
        source = ledger.source_text(SYMBOL, language)
        for paragraph in ledger.select(SYMBOL, language=language):
            joined = "".join(source[start:end] for start, end in paragraph.spans)
            assert "".join(joined.split()) == "".join(paragraph.text.split())


def test_ledger_gives_one_paragraph_in_each_language(ledger):
    found = ledger.expressions(SYMBOL, "21(c)")
    assert set(found) == {"zh", "en"}
    assert {paragraph.key for paragraph in found.values()} == {(SYMBOL, "21(c)")}
    assert found["zh"].printed == "（三）"
    assert found["zh"].official
    assert not found["en"].official
    assert ledger.expressions(SYMBOL, "99") == {}


def test_ledger_select_narrows_by_parent_in_reading_order(ledger):
    items = ledger.select(SYMBOL, language="zh", parent="21")
    assert [item.label for item in items] == [f"21({letter})" for letter in "abcdefg"]


def test_ledger_labels_are_in_reading_order(ledger):
    labels = ledger.labels(SYMBOL)
    assert len(labels) == len(set(labels))
    numbered = [int(label) for label in labels if label.isdigit()]
    assert numbered == list(range(1, 24))


def test_ledger_counts_a_label_once_whatever_its_languages(ledger):
    items = {p.label for p in ledger.select(SYMBOL) if p.kind == "item"}
    assert ledger.count(SYMBOL, ["zh", "en"], {"item"}) == len(items) == 17
    assert ledger.count(SYMBOL, ["zh"], {"paragraph", "item"}) == 23 + 17
    assert ledger.count(SYMBOL, ["zh"], {"note"}) == 0
    assert ledger.count(SYMBOL, ["en"], {"note"}) > 0


def test_ledger_rows_are_found_by_key_and_give_the_same_paragraph(ledger):
    rows = ledger.rows_of(SYMBOL, "5")
    assert ledger.paragraphs(rows) == rows
    assert ledger.paragraphs([]) == {}
    assert ledger.paragraphs([1]) == {}


def test_ledger_reads_more_rows_than_one_statement_takes(ledger):
    rows = [row for row, _ in ledger.iterate()]
    asked = rows + list(range(1, 3000))
    assert set(ledger.paragraphs(asked)) == set(rows)


def test_ledger_counts_agree_with_what_it_yields(ledger):
    walked = [paragraph.language for _, paragraph in ledger.iterate()]
    assert ledger.counts() == {"en": walked.count("en"), "zh": walked.count("zh")}
    assert len(list(ledger.iterate("zh"))) == walked.count("zh")
    assert ledger.indexed() == {
        language: len(ledger.indexed_rows(language)) for language in ("en", "zh")
    }


def test_ledger_references_stand_in_their_paragraph(ledger):
    rows = {row: paragraph for row, paragraph in ledger.iterate()}
    found = ledger.references_of(rows)
    assert sum(map(len, found.values())) > 100
    for row, references in found.items():
        assert [r.start for r in references] == sorted(r.start for r in references)
        for reference in references:
            assert rows[row].text[reference.start : reference.end] == reference.text


def test_ledger_citing_finds_parts_of_a_thing_only_where_asked(ledger):
    whole = {paragraph.label for _, paragraph, _ in ledger.citing("article", "18", below=False)}
    below = {paragraph.label for _, paragraph, _ in ledger.citing("article", "18")}
    exact = {paragraph.label for _, paragraph, _ in ledger.citing("article", "18(2)")}
    assert exact
    assert exact <= below
    assert whole <= below
    assert ledger.citing("article", "1", below=True) == [
        entry for entry in ledger.citing("article", "1") if entry[2].id.split("(")[0] == "1"
    ]


@pytest.mark.parametrize(("kind", "id"), [("article", "18"), ("decision", "BS-III/10")])
def test_ledger_citing_rows_are_those_of_citing(ledger, kind, id):
    rows = {row for row, _, _ in ledger.citing(kind, id)}
    assert len(rows) > 1
    assert ledger.is_cited(kind, id)
    assert ledger.citing_rows(kind, id, len(rows)) == rows
    assert ledger.citing_rows(kind, id, len(rows) - 1) is None
    some = sorted(rows)[:1]
    assert ledger.citing_among(kind, id, [*some, 1]) == set(some)
    everything = [row for row, _ in ledger.iterate()]
    assert ledger.citing_among(kind, id, everything) == rows


def test_ledger_knows_what_nobody_cites(ledger):
    assert not ledger.is_cited("decision", "BS-IX/99")
    assert ledger.citing_rows("decision", "BS-IX/99", 5) == set()
    # A part of 18 is no part of 1.
    assert ledger.is_cited("article", "1") == bool(ledger.citing("article", "1"))


def test_ledger_reference_counts_count_a_paragraph_once_for_all_languages(ledger):
    counts = ledger.reference_counts()
    for (kind, id), count in list(counts.items())[:50]:
        keys = {paragraph.key for _, paragraph, _ in ledger.citing(kind, id, below=False)}
        assert count == len(keys)


def test_ledger_matrix_is_what_its_vectors_are(ledger):
    rows, matrix = ledger.matrix("zh")
    stored = list(ledger.vectors(language="zh"))
    assert [one.row for one in stored] == rows.tolist()
    assert np.array_equal(np.stack([one.vector for one in stored]), matrix)
    assert matrix.dtype == np.float32
    lengths = np.linalg.norm(matrix, axis=1)
    assert np.allclose(lengths, 1, atol=1e-5)
    assert {one.row for one in ledger.vectors(rows[:3].tolist())} == set(rows[:3].tolist())
    assert ledger.matrix("fr")[0].size == 0


def test_ledger_dense_side_holds_what_each_row_does(ledger):
    side = ledger.dense_side("zh")
    stored = {one.row: one for one in ledger.vectors(language="zh")}
    chosen = [*list(stored)[::-3], 1]
    found = {one.row: one for one in side.select(chosen, "zh")}
    assert set(found) == set(chosen) - {1}
    for row, one in found.items():
        assert one.language == "zh"
        for name in ("vector", "tokens", "sentences"):
            assert np.array_equal(getattr(one, name), getattr(stored[row], name))
    assert not list(ledger.dense_side("fr").select(chosen, "fr"))


def test_ledger_sentences_own_the_tokens_after_those_of_the_headings(ledger):
    static = StaticEmbedder.shipped()
    for language in ("zh", "en"):
        stored = list(ledger.vectors(language=language))
        paragraphs = ledger.paragraphs(one.row for one in stored)
        for one in stored:
            paragraph = paragraphs[one.row]
            spans = [(start, end) for start, end, _ in one.sentences.tolist()]
            assert spans == list(sentence_spans(paragraph.text))
            told = static.token_ids([paragraph.text[start:end] for start, end in spans])
            above = static.token_ids(["\n".join(paragraph.heading)])
            assert np.array_equal(np.concatenate(above + told), one.tokens)
            for ids, own in zip(told, one.sentence_tokens(), strict=True):
                assert np.array_equal(ids, own)


def test_ledger_tells_dates_and_headings_as_its_references_do(ledger):
    rows = [row for row, _ in ledger.iterate()]
    references = ledger.references_of(rows)
    assert ledger.dates_in(rows) == {
        row: starts
        for row, some in references.items()
        if (starts := tuple(r.start for r in some if r.kind == "date"))
    }
    assert ledger.cited_in(rows) == {
        row: {(r.kind, r.id) for r in some} for row, some in references.items()
    }
    for kind, id in ledger.headings_citing():
        assert ledger.headings_citing()[kind, id] == {
            (paragraph.symbol, paragraph.language, paragraph.text)
            for _, paragraph, _ in ledger.citing(kind, id)
            if paragraph.kind == "heading"
        }


def test_ledger_entries_hold_references_as_terms(ledger):
    entries = {entry.row: entry for entry in ledger.entries("en")}
    assert set(entries) == ledger.indexed_rows("en")
    citing = [row for row, p, _ in ledger.citing("decision", "BS-III/10") if p.language == "en"]
    assert citing
    for row in citing:
        assert "decision:BS-III/10" in entries[row].terms
    assert all(" " not in term for entry in entries.values() for term in entry.terms)


def test_ledger_is_read_by_many_threads_at_once(ledger):
    expected = ledger.select(SYMBOL)
    found, failures = [], []

    def read():
        try:
            found.append([ledger.select(SYMBOL) == expected for _ in range(20)])
        except Exception as error:  # the thread's failure belongs to the test
            failures.append(error)

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert found == [[True] * 20] * 8


def test_ledger_leaves_its_file_and_folder_as_they_are(tmp_path):
    copy = tmp_path / "ledger.sqlite"
    shutil.copyfile(paths_of(built()[0]).ledger, copy)
    before = copy.read_bytes()
    with Ledger(copy) as ledger:
        ledger.select(SYMBOL)
        list(ledger.iterate())
        with pytest.raises(IndexDamaged), ledger._reading() as connection:
            connection.execute("DELETE FROM meta")
    assert copy.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["ledger.sqlite"]


def test_ledger_that_is_missing_says_what_to_do(tmp_path):
    with pytest.raises(IndexUnavailable) as caught:
        Ledger(tmp_path / "ledger.sqlite")
    assert str(caught.value) == (
        f"The index has no ledger at {tmp_path}/ledger.sqlite; run `coopbot ingest` to build it."
    )


def read_whole(ledger):
    return ledger.meta(), list(ledger.iterate()), list(ledger.entries("zh"))


@pytest.mark.parametrize("damage", ["text", "cut", "header", "empty"])
def test_ledger_that_is_damaged_is_one_sentence(tmp_path, damage):
    path = tmp_path / "ledger.sqlite"
    content = paths_of(built()[0]).ledger.read_bytes()
    path.write_bytes(
        {
            "text": b"This is no database. " * 400,
            "cut": content[: len(content) // 3],
            "header": b"\0" * 100 + content[100:],
            "empty": b"",
        }[damage]
    )
    with Ledger(path) as ledger:
        with pytest.raises(IndexDamaged) as caught:
            read_whole(ledger)
        assert str(path) in str(caught.value)
        assert "\n" not in str(caught.value)


def test_ledger_value_that_is_no_json_is_damage(tmp_path):
    path = tmp_path / "ledger.sqlite"
    shutil.copyfile(paths_of(built()[0]).ledger, path)
    connection = sqlite3.connect(path)
    connection.execute("UPDATE paragraphs SET detail = '{' WHERE label = '5'")
    connection.commit()
    connection.close()
    with Ledger(path) as ledger, pytest.raises(IndexDamaged):
        ledger.select(SYMBOL, label="5")
