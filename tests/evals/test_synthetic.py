from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from coopbot.languages import LANGUAGES, script_of
from evals.reference import Reference
from evals.synthetic import passages, source_sentences, write_corpus
from tests.evals.conftest import ROOT


@pytest.fixture(scope="module")
def source(corpus_folder):
    return source_sentences(corpus_folder)


def test_source_has_sentences_in_six_languages(source):
    assert all(len(source[language]) >= 40 for language in LANGUAGES)


def test_passages_are_parallel_and_the_same_every_time(source):
    made = list(passages(source, 480))
    assert made == list(passages(source, 480))
    assert Counter(p.language for p in made) == dict.fromkeys(LANGUAGES, 80)
    assert {p.symbol for p in made} == {"BENCH-1", "BENCH-2"}
    assert len({(p.symbol, p.label, p.language) for p in made}) == 480
    assert len({p.text for p in made}) > 470
    scripts = {"zh": "han", "ru": "cyrillic", "ar": "arabic"}
    for passage in made:
        found = Counter(filter(None, map(script_of, passage.text)))
        assert found[scripts.get(passage.language, "latin")] > 0


def test_written_corpus_is_read_back_with_the_same_labels(source, tmp_path):
    made = list(passages(source, 120))
    write_corpus(iter(made), tmp_path / "corpus", ROOT / "corpus" / "registry")
    read = Reference.load(tmp_path / "corpus")
    for passage in made:
        text = read.text(passage.symbol, passage.label, passage.language)
        assert text is not None, (passage.symbol, passage.label, passage.language)
        assert "".join(text.split()) == "".join(passage.text.split())
    assert Path(tmp_path / "corpus" / "registry").is_dir()
