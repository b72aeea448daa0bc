"""What the shipped suites must be for their figures to mean anything."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest

from coopbot.languages import LANGUAGES
from evals.suite import CLASSES


def test_development_suite_covers_every_class_in_every_language(dev_suite):
    assert len(dev_suite.cases) >= 240
    assert {case.kind for case in dev_suite.cases} == set(CLASSES)
    pairs = Counter((case.language, case.kind) for case in dev_suite.cases)
    assert all(pairs[language, kind] for language in LANGUAGES for kind in CLASSES)


def test_at_least_three_in_ten_questions_must_not_be_answered(dev_suite, check_suite):
    for suite in (dev_suite, check_suite):
        for language in LANGUAGES:
            own = [case for case in suite.cases if case.language == language]
            assert sum(case.expect != "answer" for case in own) >= 0.29 * len(own)


def test_groups_ask_the_same_in_six_languages(dev_suite):
    groups = defaultdict(list)
    for case in dev_suite.cases:
        groups[case.group].append(case)
    whole = [cases for cases in groups.values() if {c.language for c in cases} == set(LANGUAGES)]
    assert len(whole) >= 20
    for cases in whole:
        assert len({(c.expect, c.expected, c.facts, c.kind) for c in cases}) == 1


def test_suites_do_not_share_ids(dev_suite, check_suite):
    assert not {c.id for c in dev_suite.cases} & {c.id for c in check_suite.cases}


@pytest.mark.parametrize("name", ["dev_suite", "check_suite"])
def test_follow_ups_end_with_an_answer(name, request):
    suite = request.getfixturevalue(name)
    followed = [case for case in suite.cases if case.history]
    assert followed
    assert all(case.history[-1]["role"] == "assistant" for case in followed)
