from __future__ import annotations

import math

import ir_measures
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.ranking import DEPTH, first_place, score_rankings

RIGHT = ("S", "5")


def wrong(n):
    return ("S", f"w{n}")


@pytest.mark.parametrize("place", range(1, DEPTH + 1))
def test_measures_of_a_known_place(place):
    ranking = [wrong(n) for n in range(place - 1)] + [RIGHT, wrong(99)]
    values = score_rankings({"q": [RIGHT]}, {"q": ranking})["q"]
    assert values["R@1"] == float(place == 1)
    assert values["R@5"] == float(place <= 5)
    assert values["RR"] == pytest.approx(1 / place)
    assert values["nDCG@10"] == pytest.approx(1 / math.log2(1 + place))


def test_a_case_without_results_counts_as_zero():
    values = score_rankings({"a": [RIGHT], "b": [RIGHT], "c": [RIGHT]}, {"a": [RIGHT], "b": None})
    assert set(values) == {"a", "b", "c"}
    assert all(value == 0.0 for name in "bc" for value in values[name].values())
    assert len(values["c"]) == 4


def test_alternatives_are_one_right_answer():
    values = score_rankings({"q": [RIGHT, ("S", "6")]}, {"q": [wrong(1), ("S", "6"), RIGHT]})
    assert values["q"]["RR"] == 0.5
    assert values["q"]["R@5"] == 1.0


def test_the_same_paragraph_in_two_languages_takes_one_place():
    assert first_place([wrong(1), wrong(1), wrong(1), RIGHT], {RIGHT}) == 2
    assert first_place([wrong(n) for n in range(10)] + [RIGHT], {RIGHT}) is None


rankings = st.lists(st.integers(0, 12).map(wrong) | st.just(RIGHT), max_size=15)


@given(rankings)
def test_measures_stay_in_range_and_grow_with_a_better_place(ranking):
    values = score_rankings({"q": [RIGHT]}, {"q": ranking})["q"]
    better = score_rankings({"q": [RIGHT]}, {"q": [RIGHT, *ranking]})["q"]
    assert all(0 <= values[name] <= better[name] == 1 for name in values)


@given(st.dictionaries(st.text("abc", min_size=1, max_size=3), rankings, min_size=1, max_size=6))
def test_measures_equal_every_provider_of_ir_measures(found):
    ours = score_rankings({name: [RIGHT] for name in found}, found)
    qrels = [ir_measures.Qrel(name, "5", 1) for name in found]
    run = [
        ir_measures.ScoredDoc(name, key[1], -float(rank))
        for name, ranking in found.items()
        for rank, key in enumerate(list(dict.fromkeys(ranking))[:DEPTH])
    ]
    checked = 0
    for provider in (ir_measures.pytrec_eval, ir_measures.cwl_eval, ir_measures.msmarco):
        for measure in map(ir_measures.parse_measure, ("R@1", "R@5", "nDCG@10", "RR")):
            if provider.is_available() and provider.supports(measure):
                value = provider.calc_aggregate([measure], qrels, run)[measure] if run else 0.0
                mean = sum(values[str(measure)] for values in ours.values()) / len(ours)
                assert value == pytest.approx(mean, abs=1e-6)
                checked += 1
    assert checked >= 5
