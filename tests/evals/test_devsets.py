from __future__ import annotations

import os
from pathlib import Path

import pytest

from coopbot.errors import UsageError
from evals.devsets import NAMES, DevPassage, DevQuestion, DevSet, load_devset
from evals.reply import Key
from evals.retrieval_dev import measure
from evals.retrieval_tables import means_table
from evals.searchers import make_searcher, write_corpus
from tests.evals.conftest import ROOT

DATA = os.environ.get("COOPBOT_TRAINING_DATA")
needs_data = pytest.mark.skipif(
    not DATA, reason="needs a folder of the training data in COOPBOT_TRAINING_DATA"
)

PARALLEL = DevSet(
    "small",
    tuple(
        DevPassage(key, language, text)
        for key, texts in {
            "k1": {"en": "The green customs initiative.", "fr": "Douanes vertes 2001."},
            "k2": {"en": "A workshop was held in Dakar.", "fr": "Un atelier a eu lieu à Dakar."},
        }.items()
        for language, text in texts.items()
    ),
    (
        DevQuestion("q1.en", "en", "Where was the workshop?", "k2"),
        DevQuestion("q1.fr", "fr", "Où a eu lieu l'atelier ?", "k2"),
        DevQuestion("q2.en", "en", "green customs", "k1"),
    ),
    (("en", "en"), ("en", "fr"), ("fr", "fr")),
)


def test_measure_searches_each_direction_in_its_language():
    searcher = make_searcher("bm25", PARALLEL.passages, ROOT / "corpus" / "registry")
    rows = {(row["asked"], row["searched"]): row for row in measure(searcher, PARALLEL)}
    assert rows["en", "en"]["R@1"]["value"] == 1.0
    assert rows["fr", "fr"]["R@1"]["value"] == 1.0
    assert rows["en", "fr"]["R@1"]["value"] == 0.0
    assert rows["en", "en"]["R@1"]["n"] == 2
    run = {"system": {"name": "bm25"}, "rows": list(rows.values())}
    within, across = means_table([run]).cells
    assert within == ["small, within a language", "1.000 (1.000)"]
    assert across == ["small, across languages", "0.000 (0.000)"]


def test_passages_are_written_as_documents_of_one_block(tmp_path):
    write_corpus(
        [DevPassage("k", "zh", "第一行\n\n1. 第二行")], tmp_path, ROOT / "corpus" / "registry"
    )
    assert (tmp_path / "documents" / "k" / "zh.txt").read_text("utf-8") == "第一行 1. 第二行\n"


def test_unknown_names_are_refused(tmp_path):
    with pytest.raises(UsageError, match=r"There is no set 'x'; use one of parallel_qa,"):
        load_devset("x", tmp_path, 10)
    with pytest.raises(UsageError, match=r"--data or COOPBOT_TRAINING_DATA"):
        load_devset("drcd", tmp_path, 10)
    with pytest.raises(UsageError, match=r"There is no searcher 'x'"):
        make_searcher("x", (), tmp_path)


@needs_data
@pytest.mark.parametrize("name", NAMES)
def test_sets_have_every_answer_among_their_passages(name):
    devset = load_devset(name, Path(str(DATA)), 50)
    keys: set[Key] = {(p.key, p.language) for p in devset.passages}
    for asked, searched in devset.directions:
        questions = devset.asked_in(asked)
        assert 0 < len(questions) <= 263
        assert all((q.key, searched) in keys for q in questions)


@needs_data
def test_parallel_questions_are_drawn_together():
    devset = load_devset("parallel_qa", Path(str(DATA)), 40)
    ids = {
        language: {q.id.rsplit(".", 1)[0] for q in devset.asked_in(language)}
        for language in {q.language for q in devset.questions}
    }
    assert len(ids) == 5
    assert len({frozenset(names) for names in ids.values()}) == 1
