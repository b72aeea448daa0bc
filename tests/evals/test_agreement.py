from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from coopbot.errors import UsageError
from evals.agreement import (
    CITED,
    GROUPS,
    NAMED,
    REPEATED,
    disagreements,
    load_explanations,
    measure,
)

ROOT = Path(__file__).parents[2]


def test_versions_of_the_seed_agree_and_every_difference_is_explained(corpus_folder):
    found = measure(corpus_folder, load_explanations(ROOT / "evals" / "agreement.json"))
    assert found["languages"] == ["ar", "en", "es", "fr", "ru", "zh"]
    assert (found["gaps"], found["unexplained"]) == (0, 0)
    assert found["cited"]["share"] == 1.0
    assert found["named"]["share"] == 1.0
    assert found["passed"]


def test_no_explanation_stands_for_a_difference_that_is_gone(corpus_folder):
    explanations = load_explanations(ROOT / "evals" / "agreement.json")
    found = measure(corpus_folder, explanations)
    rows = [row for group in GROUPS for row in found[group.name]["disagreements"]]
    keys = {f"{row['symbol']} {row['label']} {row['kind']} {row['id']}" for row in rows}
    assert set(explanations) == keys


def test_difference_without_explanation_fails(corpus_folder):
    assert not measure(corpus_folder, {})["passed"]


def test_each_group_compares_in_its_own_way():
    versions = {
        "en": Counter({("article", "18"): 2, ("organization", "wto"): 3}),
        "zh": Counter({("article", "18"): 1, ("organization", "wto"): 1}),
    }
    (found,) = disagreements("X", "1", versions, CITED)
    assert (found.id, dict(found.counts)) == ("18", {"en": 2, "zh": 1})
    assert disagreements("X", "1", versions, NAMED) == []
    assert disagreements("X", "1", versions, REPEATED)[0].id == "wto"
    silent = {**versions, "ar": Counter()}
    assert disagreements("X", "1", silent, NAMED)[0].id == "wto"
    # A name that one version lacks is one disagreement, not two.
    assert disagreements("X", "1", silent, REPEATED) == []


@pytest.mark.parametrize("content", ["[]", "not JSON", '{"a": 1}'])
def test_explanations_of_another_form_are_refused(tmp_path, content):
    path = tmp_path / "explained.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match=r"explained\.json"):
        load_explanations(path)
