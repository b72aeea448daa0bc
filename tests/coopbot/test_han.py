from __future__ import annotations

import pytest

from coopbot.han import torn

_SOURCE = "2007 年 3 月，秘书处与联合国工业发展组织（工发组织）签署了一项合作备忘录。"
_RANGE = "在便于有效执行《议定书》的协调机制的范围内，秘书处与支持倡议的几个组织建立了联系。"


@pytest.mark.parametrize(
    ("statement", "source"),
    [
        ("2007年3月，秘书处与工发组织签署了一项合作备忘录。", _SOURCE),
        ("秘书处与联合国工业发展组织（工发组织）签署了一项合作备忘录。", _SOURCE),
        ("秘书处与支持倡议的几个组织建立了联系。", _RANGE),
    ],
)
def test_whole_words_in_the_order_of_the_source_pass(statement, source):
    assert list(torn(statement, [source], ["工发组织"])) == []


@pytest.mark.parametrize(
    ("statement", "source"),
    [
        # Who signs with whom, and within what, hangs on one character.
        ("2007年3月，秘书处联合国工业发展组织（工发组织）签署了一项合作备忘录。", _SOURCE),
        (
            "由便于有效执行《议定书》的协调机制的范围内，秘书处与支持倡议的几个组织建立了联系。",
            _RANGE,
        ),
        ("秘书处与业发展组织签署了一项合作备忘录。", _SOURCE),
    ],
    ids=["left out", "put for another", "word cut"],
)
def test_what_changes_who_does_what_with_whom_is_told(statement, source):
    assert list(torn(statement, [source], []))
