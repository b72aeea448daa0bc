"""Identifiers of decisions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopbot.decisions import canonical_decision, decision_id, find_loose_decisions
from coopbot.folded import fold


@pytest.mark.parametrize(
    ("typed", "identity"),
    [
        ("BS-III/10", "BS-III/10"),
        ("bs-3/10", "BS-III/10"),
        ("BS-III/1O", "BS-III/10"),
        ("BS-lll/1Ø", "BS-III/10"),
        ("BSIII/10", "BS-III/10"),
        ("BS-lll/10", "BS-III/10"),
        ("bs 3/10", "BS-III/10"),
        ("BS- V/2", "BS-V/2"),
        ("ВS-III/10", "BS-III/10"),  # a Cyrillic В
        ("CP VIII/16", "CP-VIII/16"),
        ("CP-8/16", "CP-VIII/16"),
        ("BS-VIII/3", "CP-VIII/3"),
        ("CP-IX/7", "CP-9/7"),
        ("CP-9/7", "CP-9/7"),
        ("CP-III/10", "BS-III/10"),
        ("NP-1/8", "NP-1/8"),
        ("COP-XIII/23", "COP-XIII/23"),
        ("COP-14/5", "COP-14/5"),
        ("III/6", "III/6"),
        ("14/5", "14/5"),
        ("BS/3", None),
        ("BS-/6", None),
        ("BS-IIII/6", None),
        ("BS-III/0", None),
        ("decision", None),
    ],
)
def test_canonical_decision_reads_every_spelling(typed, identity):
    assert canonical_decision(typed) == identity


@given(st.sampled_from(["CP", "NP", "COP"]), st.integers(1, 20), st.integers(1, 40))
def test_canonical_decision_is_idempotent(body, meeting, number):
    identity = decision_id(body, meeting, number)
    assert canonical_decision(identity) == identity


@pytest.mark.parametrize(
    ("question", "identity"),
    [
        ("bs-3/10是什么？", "BS-III/10"),
        ("what is BS-lll/10", "BS-III/10"),
        ("bs 3/10", "BS-III/10"),
        ("第三次会议第10号决定", "BS-III/10"),
        ("第3次会议通过的第10号决定", "BS-III/10"),
        ("decision 10 of the third meeting", "BS-III/10"),
        ("decision 10 of COP-MOP 3", "BS-III/10"),
        ("la décision 10 de la troisième réunion", "BS-III/10"),
        ("la decisión 10 de la tercera reunión", "BS-III/10"),
        ("решение 10 третьего совещания", "BS-III/10"),
    ],
)
def test_find_loose_decisions_reads_questions(question, identity):
    assert [found.id for found in find_loose_decisions(fold(question))] == [identity]
