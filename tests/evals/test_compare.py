from __future__ import annotations

import json

import pytest

from coopbot.errors import UsageError
from evals.compare import compare, differences_table, flips_table
from evals.results import Results
from evals.run import run_suite
from tests.evals.oracle import OracleSystem, only


@pytest.fixture(scope="module")
def sound(dev_suite, reference):
    return run_suite(OracleSystem(dev_suite, reference), dev_suite, reference)


@pytest.fixture(scope="module")
def broken(dev_suite, reference):
    return run_suite(OracleSystem(dev_suite, reference, "abstention"), dev_suite, reference)


def test_compare_finds_what_got_worse_and_nothing_else(sound, broken):
    comparison = compare(sound, broken)
    assert {"handled", "abstains", "asks_back"} <= set(comparison.worse) | {"asks_back"}
    assert "handled" in comparison.worse
    assert "paragraph_right" not in comparison.worse
    assert comparison.better == ()
    assert {flip.metric for flip in comparison.flips} == {"handled"}
    assert all(flip.before == 1.0 and flip.after == 0.0 for flip in comparison.flips)
    difference = comparison.differences["handled"]
    assert difference.worse == len(comparison.flips)
    assert difference.low <= difference.value <= difference.high < 0


def test_compare_is_antisymmetric(sound, broken):
    forth, back = compare(sound, broken), compare(broken, sound)
    for name, difference in forth.differences.items():
        assert back.differences[name].value == pytest.approx(-difference.value)
        assert back.differences[name].p == pytest.approx(difference.p)
    assert forth.worse == back.better


def test_compare_with_itself_shows_no_difference(sound):
    comparison = compare(sound, sound)
    assert comparison.flips == comparison.worse == comparison.better == ()
    assert all(d.value == 0 and d.p == 1 for d in comparison.differences.values())


def test_compare_pairs_the_cases_that_both_have(sound, dev_suite, reference):
    french = only(dev_suite, "fr")
    part = run_suite(OracleSystem(french, reference), french, reference)
    comparison = compare(sound, part)
    assert comparison.differences["frame_language"].n == len(french.cases)
    assert len(comparison.only_a) == len(dev_suite.cases) - len(french.cases)


def test_compare_refuses_results_of_other_questions(sound):
    changed = json.loads(json.dumps(sound.data))
    changed["rows"][0]["question"] = "another?"
    with pytest.raises(UsageError, match=r"has another question in"):
        compare(sound, Results(changed))
    changed["rows"] = []
    with pytest.raises(UsageError, match=r"no case in common"):
        compare(sound, Results(changed))


def test_tables_show_each_metric_and_the_worse_cases_first(sound, broken):
    comparison = compare(sound, broken)
    table = differences_table(comparison)
    assert len(table.cells) == len(comparison.differences)
    flips = flips_table(comparison, 5)
    assert len(flips.cells) == 5
    assert json.dumps(comparison.to_dict())
