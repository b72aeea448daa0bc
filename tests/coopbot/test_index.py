from __future__ import annotations

import json

import pytest

from coopbot.builds import publication
from coopbot.errors import IndexDamaged, IndexUnavailable
from coopbot.index import IndexReader
from coopbot.languages import sentences
from coopbot.quantities import find_quantities
from tests.built import SYMBOL, built, built_copy, paths_of, settings_of


@pytest.fixture(scope="module")
def reader():
    opened = IndexReader.open(built()[0])
    yield opened
    opened.close()


def test_reader_gives_the_parts_of_the_published_build(reader):
    assert reader.build == built()[1].build
    assert reader.languages == ("zh", "en")
    assert reader.symbols == (SYMBOL,)
    assert reader.is_published()
    assert reader.superseded == {}
    assert {facts.language for facts in reader.facts} == {"en", "zh"}


def test_reader_embedder_is_the_one_of_the_index(reader):
    assert reader.embedder.dimension == reader.ledger.matrix("zh")[1].shape[1]


def test_reader_lexical_index_is_opened_once_and_only_where_held(reader):
    assert reader.lexical("zh") is reader.lexical("zh")
    assert reader.lexical("ar") is None


def test_reader_parallel_leaves_the_paragraphs_own_language_out(reader):
    paragraph = reader.ledger.expressions(SYMBOL, "5")["zh"]
    assert set(reader.parallel(paragraph)) == {"en"}


def test_reader_reads_a_paragraph_once_and_right(reader):
    paragraph = reader.ledger.expressions(SYMBOL, "5")["zh"]
    reading = reader.reading(paragraph)
    assert reader.reading(reader.expressions(SYMBOL, "5")["zh"]) is reading
    assert reading.sentences == tuple(sentences(paragraph.text))
    assert [ids.tolist() for ids in reading.tokens] == [
        ids.tolist() for ids in reader.sentence_model.token_ids(reading.sentences)
    ]
    assert len(reading.facts) == len(reading.spans)
    cited = {r.kind for r in reader.references(paragraph)}
    assert frozenset().union(*(one.cited for one in reading.facts)) == cited
    assert reading.names >= frozenset().union(*reading.sentence_names)
    assert reading.heading_terms <= reading.terms
    assert reading.quantities == find_quantities(paragraph.text, "zh")
    assert set(reader.analyzer.terms(paragraph.text, "zh")) <= reading.terms
    assert frozenset().union(*reading.sentence_terms) <= reading.terms
    other = reader.reading(reader.parallel(paragraph)["en"])
    assert other.sentences != reading.sentences
    assert other.names & reading.names


def test_reader_remembers_what_the_ledger_holds(reader):
    rows = [row for row, _ in reader.ledger.iterate("zh")]
    for _ in range(2):
        assert reader.paragraphs(rows) == reader.ledger.paragraphs(rows)
        assert reader.expressions(SYMBOL, "5") == reader.ledger.expressions(SYMBOL, "5")


def test_reader_topics_are_the_headings_that_name_a_thing(reader):
    found = [
        (reader.ledger.paragraphs([row])[row], reference)
        for row, references in reader.ledger.references_of(
            row for row, _ in reader.ledger.iterate()
        ).items()
        for reference in references
    ]
    named = {r.id for p, r in found if p.kind == "heading" and r.kind == "organization"}
    assert named
    for body in named:
        texts = {text for _, _, text in reader.topics("organization", body)}
        assert texts == {p.text for p, r in found if p.kind == "heading" and r.id == body}


def test_reader_analyses_a_question_as_the_index_was(reader):
    terms = set(reader.analyzer.terms("绿色海关倡议", "zh"))
    assert terms <= {term for entry in reader.ledger.entries("zh") for term in entry.terms}


def test_reader_refuses_another_embedder(tmp_path):
    settings = built_copy(tmp_path)
    other = settings_of(settings.corpus, settings.index, embedder="openai:text-embedding")
    with pytest.raises(IndexUnavailable) as caught:
        IndexReader.open(other)
    assert str(caught.value) == (
        "The index was built with the embedder 'static' and the settings ask for "
        "'openai:text-embedding'; run `coopbot ingest` with these settings."
    )


def test_reader_refuses_an_index_of_another_form(tmp_path, monkeypatch):
    monkeypatch.setattr("coopbot.index.SCHEMA_VERSION", 99)
    with pytest.raises(IndexUnavailable, match="has the form 4 and this version reads 99"):
        IndexReader.open(built()[0])


def test_reader_sees_when_another_build_is_published(tmp_path):
    settings = built_copy(tmp_path)
    reader = IndexReader.open(settings)
    pointer = settings.index / "current"
    fields = json.loads(pointer.read_text())
    folder = settings.index / "builds" / fields["folder"]
    folder.rename(folder.with_name("elsewhere"))
    pointer.write_text(json.dumps(fields | {"folder": "elsewhere"}))
    assert publication(settings.index).folder == "elsewhere"
    assert not reader.is_published()
    reader.close()


@pytest.mark.parametrize("name", ["ledger.sqlite", "registry.json", "words.bin", "chroma.sqlite3"])
@pytest.mark.parametrize("damage", ["gone", "cut"])
def test_reader_refuses_a_build_with_a_missing_or_short_file(tmp_path, name, damage):
    settings = built_copy(tmp_path)
    (path,) = paths_of(settings).folder.rglob(name)
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(IndexDamaged) as caught:
        IndexReader.open(settings)
    assert name in str(caught.value)
    assert str(caught.value).endswith("run `coopbot rebuild`.")


def test_reader_keeps_a_replaced_document_out_unless_it_is_asked_for(reader, monkeypatch):
    paragraph = reader.ledger.expressions(SYMBOL, "5")["zh"]
    assert reader.in_force(paragraph)
    monkeypatch.setattr(reader, "_meta", {"superseded": json.dumps({SYMBOL: SYMBOL + "/Rev.1"})})
    monkeypatch.delitem(reader.__dict__, "superseded", raising=False)
    assert not reader.in_force(paragraph)
    assert reader.in_force(paragraph, {SYMBOL})
    monkeypatch.undo()
    reader.__dict__.pop("superseded", None)
