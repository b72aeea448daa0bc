from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.folding import fold, squeeze


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("第 BS-III/6 号决定", "第BS-III/6号决定"),
        ("２００６年", "2006年"),
        ("Protocole à l’égard", "protocole a l'egard"),
        ("зелёная таможня", "Зеленая Таможня"),
        ("أيار/مايو", "ايار/مايو"),
        ("٢٠٠٦", "2006"),
        ("24–28 September", "24-28 september"),
        ("المناولة", "المناوله"),
        ("a\u200bb\u00adc", "abc"),
    ],
)
def test_fold_levels_what_a_reader_takes_for_equal(left, right):
    assert fold(left) == fold(right)


def test_fold_keeps_apart_what_differs():
    assert fold("食品标准法典委员会") != fold("食品标志法典委员会")
    assert fold("may contain") != fold("contain")


@given(st.text())
def test_fold_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)
    assert " " not in squeeze(text)
