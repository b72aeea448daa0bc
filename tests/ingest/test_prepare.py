from __future__ import annotations

import pickle

import pytest

from coopbot.errors import UsageError
from coopbot.registry import Registry
from ingest import prepare
from ingest.prepare import Preparer, prepare_all
from ingest.sources import find_sources
from tests.built import CORPUS, built, make_notes, note, paths_of


@pytest.fixture(scope="module")
def preparer():
    return Preparer(
        Registry.load(CORPUS / "registry"), CORPUS, dictionary=paths_of(built()[0]).dictionary
    )


@pytest.fixture(scope="module")
def sources():
    return find_sources([CORPUS / "documents"], CORPUS)[0]


def test_prepared_document_has_references_and_terms_for_each_paragraph(preparer, sources):
    prepared = preparer(next(source for source in sources if source.facts.language == "zh"))
    count = len(prepared.document.paragraphs)
    assert prepared.report.outcome == "ok"
    assert prepared.report.paragraphs == len(prepared.references) == len(prepared.terms) == count
    assert prepared.report.references == sum(map(len, prepared.references))
    searched = [
        paragraph.kind
        for paragraph, terms in zip(prepared.document.paragraphs, prepared.terms, strict=True)
        if terms is not None
    ]
    assert set(searched) <= {"paragraph", "item", "footnote", "block"}
    assert searched.count("paragraph") == 23


def test_other_processes_read_what_this_one_reads(preparer, sources, monkeypatch):
    here = list(prepare_all(preparer, sources, workers=1))
    monkeypatch.setattr(prepare, "_INLINE_BYTES", 0)
    there = list(prepare_all(preparer, sources, workers=2))
    assert there == here
    assert [item.source.path for item in there] == [source.path for source in sources]


def test_preparer_is_sent_without_what_it_has_loaded(preparer, sources):
    preparer(sources[0])
    again = pickle.loads(pickle.dumps(preparer))
    assert again(sources[0]) == preparer(sources[0])


def test_file_that_our_code_cannot_digest_is_a_row(preparer, sources, monkeypatch):
    def broken(*_, **__):
        raise RecursionError("too deep")

    monkeypatch.setattr(prepare, "find_references", broken)
    found = preparer(sources[0])
    assert found.document is None
    assert found.report.outcome == "damaged"
    assert found.report.reason == (f"{sources[0].path} cannot be read (RecursionError: too deep)")


def test_file_that_went_after_it_was_found_is_a_row(tmp_path):
    corpus = make_notes(tmp_path, {"A/en.txt": note("A paragraph.")})
    (source,), _ = find_sources([corpus / "documents"], corpus)
    (corpus / source.path).unlink()
    found = Preparer(Registry(), corpus)(source)
    assert found.report.outcome == "damaged"
    assert "No such file" in found.report.reason


def test_engine_that_is_not_known_is_refused(preparer):
    with pytest.raises(UsageError) as caught:
        list(prepare_all(preparer, [], workers=1, engine="spark"))
    assert str(caught.value) == ("There is no engine 'spark'; choose local or ray with --engine.")


def test_engine_that_is_not_installed_is_one_sentence(preparer, sources, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "ray.util.multiprocessing", None)
    with pytest.raises(UsageError, match="pip install 'ray\\[default\\]'"):
        list(prepare_all(preparer, sources, workers=1, engine="ray"))
