from __future__ import annotations

import pytest

from evals.facts import states, without_markers


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("于 2007 年 9 月 24 日至 28 日在日本", "24–28 September 2007"),
        ("费用为 100,000 美元", "100 000"),
        ("秘书处 2006 年加入", "2006"),
        ("on 29 May 2006 [1]", "2006年5月29日"),
        ("2006年5月29日", "2006"),
        ("第 BS-III/10 号决定", "BS-III/10"),
        ("l'Union postale universelle", "Union postale universelle"),
        ("Орхусской конвенции", "Орхус"),
        ("والوثائق", "الوثائق"),
        ("l’ISO et l’UPU", "ISO"),
        ("文件 UNEP/CBD/BS/COP-MOP/4/INF/5和", "INF/5"),
        ("臭 氧 行 动 处", "臭氧行动"),
        ("“Ozone Protection Award”", "ozone protection award"),
    ],
)
def test_fact_is_found_in_its_forms(text, form):
    assert states(text, [form])


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("第 BS-III/10 号决定", "BS-III/1"),
        ("COP-MOP/4/INF/23", "INF/2"),
        ("費用为 100,000 美元", "10,000"),
        ("费用为 100,000 美元", "100"),
        ("aviso de la Secretaría", "ISO"),
        ("например, в Москве", "мер"),
        ("28 September 2007", "24–28 September 2007"),
        ("食品标志法典委员会", "食品标准法典委员会"),
        ("12006", "2006"),
    ],
)
def test_fact_is_not_found_inside_something_else(text, form):
    assert not states(text, [form])


def test_any_form_suffices_and_markers_are_no_text():
    assert states("in Dakar", ["达喀尔", "Dakar"])
    assert not states("nowhere", ["达喀尔", "Dakar"])
    assert without_markers("Chiba [1], Japan [12].") == "Chiba, Japan."
    assert not states("See the note [20].", ["20"])
