from __future__ import annotations

from pathlib import Path

import pytest

from coopbot.languages import LANGUAGES
from evals.facts import states
from evals.suite import load_suite
from tests.bundled import bundled_bot

ROOT = Path(__file__).parents[2]
LIMITS = ROOT / "training" / "evidence" / "limits.jsonl"
HELD_OUT = ("seed_check", "seed_test", "seed_acceptance")


@pytest.fixture(scope="module")
def cases():
    return load_suite(LIMITS).cases


def texts_of(case):
    index = bundled_bot().index
    places = {(one.symbol, one.label) for one in case.expected}
    return [index.expressions(*place)[case.language].text for place in sorted(places)]


def test_each_fact_stands_in_a_paragraph_in_the_language_of_the_question(cases):
    wrong = [
        (case.id, forms)
        for case in cases
        if case.expect == "answer"
        for forms in case.facts
        if not any(states(text, forms) for text in texts_of(case))
    ]
    assert wrong == []


def test_open_questions_have_no_facts_and_others_have(cases):
    assert {case.expect for case in cases} == {"answer", "abstain"}
    assert [c.id for c in cases if bool(c.facts) != (c.expect == "answer")] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_about_half_of_the_questions_of_each_language_are_open(cases, language):
    asked = [case.expect for case in cases if case.language == language]
    assert len(asked) > 300
    assert 0.4 < asked.count("abstain") / len(asked) < 0.6


def plain(question):
    return question.casefold().strip(" ?？؟¿.")


def test_no_question_is_one_of_a_held_out_suite(cases):
    asked = {plain(case.question) for case in cases}
    for name in HELD_OUT:
        held = load_suite(ROOT / "evals" / "suites" / f"{name}.jsonl").cases
        assert asked.isdisjoint(plain(case.question) for case in held)
