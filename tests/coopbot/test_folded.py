"""Folding keeps the way back to the printed characters."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from coopbot.folded import Cover, fold, fold_text, latinised

PIECES = st.sampled_from(
    [
        "a",
        "é",
        "e\u0301",
        "第",
        "１８",
        "条",
        "（",
        "三",
        "）",
        "\u200b",
        "\u00ad",
        " ",
        "\n\n",
        "\u3000",
        "–",
        "٣",
        "ج",
        "ُ",
        "ـ",
        "㈢",
        "ﬁ",
        "…",
        "Ⅲ",
        "½",
        "x",
        "/",
        "'",
        "’",
        "\u202b",
        "م",
        "Ж",
    ]
)


def test_fold_makes_width_digits_dashes_and_spaces_equal():
    assert fold_text("第１８条 （三）\u3000UNEP–CBD ٢١") == "第18条 (三) UNEP-CBD 21"


def test_fold_drops_what_is_not_seen():
    assert fold_text("BS\u200b-I\u00adII/\u200f6 المُعـرِّف") == "BS-III/6 المعرف"


def test_fold_joins_chinese_across_line_breaks_and_keeps_other_spaces():
    assert fold_text("秘\n\n书处 第 18 条\nthe end") == "秘书处第 18 条 the end"


def test_fold_span_covers_the_whole_printed_cluster():
    text = "x e\u0301y"
    folded = fold(text)
    start, end = folded.span(2, 3)
    assert text[start:end] == "e\u0301"


@given(st.lists(PIECES, max_size=40).map("".join))
def test_fold_offsets_ascend_and_stay_inside(text):
    folded = fold(text)
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    spans = list(zip(folded.starts, folded.ends, strict=True))
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(before[0] <= after[0] for before, after in pairwise(spans))


@given(st.lists(PIECES, max_size=40).map("".join))
def test_fold_is_idempotent(text):
    assert fold_text(fold_text(text)) == fold_text(text)


@given(st.text(max_size=60))
def test_latinised_keeps_the_length(text):
    assert len(latinised(text)) == len(text)


def test_cover_knows_what_is_taken():
    cover = Cover(10)
    cover.take(3, 6)
    assert cover.is_free(0, 3)
    assert not cover.is_free(5, 8)
    assert cover.is_free(6, 10)
