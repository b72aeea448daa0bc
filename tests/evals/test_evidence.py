from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from typer.testing import CliRunner

from coopbot.evidence import FEATURES
from coopbot.evidence_model import EvidenceModel, LinearModel
from coopbot.settings import Settings
from coopbot.sufficiency import COLUMNS
from evals import evidence
from evals.evidence import (
    DEPTH,
    FOLDS,
    THRESHOLDS,
    Judged,
    app,
    crossed,
    curve,
    fit_sentences,
    fit_sufficiency,
    judged,
    samples,
    weighed_by,
)
from evals.suite import load_suite
from tests.bundled import bundled_bot, bundled_settings
from tests.evals.conftest import ROOT


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """Write a suite of the English questions of the development suites."""
    path = tmp_path_factory.mktemp("suite") / "small.jsonl"
    lines = [
        line
        for name in ("seed_dev", "seed_delegates")
        for line in (ROOT / "evals" / "suites" / f"{name}.jsonl").read_text("utf-8").splitlines()
        if json.loads(line)["language"] == "en"
        and json.loads(line)["expect"] in ("answer", "abstain", "refuse")
    ]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


@pytest.fixture(scope="module")
def some(small):
    return list(samples(bundled_bot().index, [small]))


@pytest.fixture(scope="module")
def cross(some):
    return crossed(some, bundled_bot().index)


# --- Samples -----------------------------------------------------------------------------------


def test_only_questions_that_reach_the_estimate_are_read(some, small):
    assert {sample.case.expect for sample in some} == {"answer", "abstain", "refuse"}
    assert len(some) < len(load_suite(small).cases)
    assert not any(sample.question.keys for sample in some)


def test_sentence_states_what_is_asked_where_it_holds_a_fact_in_the_right_paragraph(some):
    stating = 0
    for sample in some:
        assert len(sample.stating) == len(sample.counted) == len(sample.weighed)
        for sentence, states, counts in zip(
            sample.weighed, sample.stating, sample.counted, strict=True
        ):
            if states:
                stating += 1
                assert sample.case.expect == "answer"
                assert counts
                assert sentence.key in {
                    (t.symbol, t.label.partition("(")[0]) for t in sample.case.expected
                }
            if sample.case.expect == "abstain":
                assert (states, counts) == (False, True)
    assert stating > 20


def test_versions_of_a_question_share_a_fold(some):
    sample = some[0]
    other = replace(sample.case, id=f"{sample.case.group}.ru", language="ru")
    assert replace(sample, case=other).fold == sample.fold
    assert {s.fold for s in some} == set(range(FOLDS))


# --- Fits --------------------------------------------------------------------------------------


def test_plain_trees_give_the_probabilities_of_scikit_learn():
    from sklearn.ensemble import HistGradientBoostingClassifier

    random = np.random.default_rng(7)
    rows = random.normal(size=(2000, len(FEATURES))).astype(np.float32)
    # Some columns have few values, as many features do, and values that a limit may equal.
    rows[:, ::3] = np.round(rows[:, ::3])
    right = rows[:, 0] + rows[:, 1] * rows[:, 2] + 0.5 * random.normal(size=len(rows)) > 0.3
    model = HistGradientBoostingClassifier(max_iter=60, max_depth=DEPTH, random_state=0)
    model.fit(rows, right)
    unseen = random.normal(size=(500, len(FEATURES))).astype(np.float32)
    for told in (rows, unseen, np.round(unseen)):
        plain = EvidenceModel.from_dict(evidence._written(model)).probabilities(told)
        assert plain == pytest.approx(model.predict_proba(told)[:, 1], abs=1e-4)


def test_trees_are_written_as_numbers_that_survive_a_file(some):
    stored = fit_sentences(some)
    again = json.loads(json.dumps(stored))
    assert again == stored
    first, second = EvidenceModel.from_dict(stored), EvidenceModel.from_dict(again)
    for sample in some[:5]:
        assert (first.probabilities(sample.rows) == second.probabilities(sample.rows)).all()


def test_fitted_trees_tell_sentences_that_state_from_others(some):
    model = EvidenceModel.from_dict(fit_sentences(some))
    stating, others = [], []
    for sample in some:
        for sentence, states, counts in zip(
            weighed_by(sample, model), sample.stating, sample.counted, strict=True
        ):
            if counts:
                (stating if states else others).append(sentence.probability)
    assert np.mean(stating) > np.mean(others) + 0.2


def test_each_question_is_judged_by_fits_that_have_not_seen_its_group(some, cross):
    items, estimates = cross
    assert len(items) == len(estimates) == len(some)
    assert sorted(i.sample.case.id for i in items) == sorted(s.case.id for s in some)
    fold = items[0].sample.fold
    others = EvidenceModel.from_dict(fit_sentences([s for s in some if s.fold != fold]))
    expected = judged(items[0].sample, weighed_by(items[0].sample, others), bundled_bot().index)
    assert items[0].row.tolist() == expected.row.tolist()
    linear = LinearModel.from_dict(fit_sufficiency([i for i in items if i.sample.fold != fold]))
    assert estimates[0] == linear.probability(items[0].row)


def test_estimate_is_fitted_on_what_is_quoted_rightly(cross):
    items, _ = cross
    stored = fit_sufficiency(items)
    assert stored["names"] == list(COLUMNS)
    model = LinearModel.from_dict(stored)
    right = [model.probability(i.row) for i in items if i.right]
    silent = [model.probability(i.row) for i in items if i.sample.case.expect == "abstain"]
    assert np.mean(right) > np.mean(silent)


# --- The curve ---------------------------------------------------------------------------------


def test_curve_gives_the_share_answered_at_each_threshold(some):
    answerable = next(s for s in some if s.case.expect == "answer")
    silent = next(s for s in some if s.case.expect == "abstain")
    row = np.zeros(len(COLUMNS))
    items = [
        Judged(answerable, row, right=True),
        Judged(answerable, row, right=False),
        Judged(silent, row, right=False),
        Judged(silent, row, right=False),
    ]
    points = {point["threshold"]: point for point in curve(items, [0.6, 0.7, 0.2, 0.5])}
    assert tuple(points) == THRESHOLDS
    assert points[0.2] == {"threshold": 0.2, "answer": 1.0, "right": 0.5, "abstain": 1.0}
    assert points[0.5] == {"threshold": 0.5, "answer": 1.0, "right": 0.5, "abstain": 0.5}
    assert points[0.65] == {"threshold": 0.65, "answer": 0.5, "right": 0.0, "abstain": 0.0}
    assert curve(items[:1], [0.6])[0] == {"threshold": 0.05, "answer": 1.0, "right": 1.0}


# --- The command -------------------------------------------------------------------------------


def test_command_saves_the_curve_and_the_model(small, tmp_path):
    into = tmp_path / "new" / "model.json"
    done = CliRunner().invoke(
        app,
        [
            *(str(small), "--index", str(bundled_settings().index)),
            *("--out", str(tmp_path), "--into", str(into)),
        ],
        catch_exceptions=False,
    )
    assert done.exit_code == 0
    assert "Share answered by threshold" in done.stdout
    (path,) = tmp_path.glob("evidence-*.json")
    saved = json.loads(path.read_text("utf-8"))
    assert saved["suites"] == ["small.jsonl"]
    assert saved["threshold"] == Settings().sufficiency
    assert saved["threshold"] in [point["threshold"] for point in saved["curve"]]
    assert set(saved["languages"]) == {"zh", "en", "fr", "es", "ru", "ar"}
    stored = json.loads(into.read_text("utf-8"))
    assert EvidenceModel.from_dict(stored["sentences"]).names == FEATURES
    assert LinearModel.from_dict(stored["sufficiency"]).names == COLUMNS


def test_suites_of_one_kind_alone_are_refused(small, tmp_path):
    path = tmp_path / "answerable.jsonl"
    lines = [s for s in small.read_text("utf-8").splitlines() if '"expect": "answer"' in s]
    path.write_text("\n".join(lines[:5]) + "\n", "utf-8")
    done = CliRunner().invoke(
        app, [str(path), "--index", str(bundled_settings().index), "--out", str(tmp_path)]
    )
    assert str(done.exception) == (
        "There are no answerable or no silent questions; give suites with both."
    )
