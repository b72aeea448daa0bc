from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.values import as_date, as_number, values_of

RANGE = "2007-09-24/2007-09-28"


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("为 2007 年 9 月\n24 日至 28 日在日本千叶县", {RANGE}),
        ("2007年9月24日到28日", {RANGE}),
        ("held from 24 to 28 September 2007", {RANGE}),
        ("24–28 September 2007.", {RANGE}),
        ("September 24-28, 2007", {RANGE}),
        ("du 24 au 28 septembre 2007", {RANGE}),
        ("del 24 al 28 de septiembre de 2007", {RANGE}),
        ("с 24 по 28 сентября 2007 года", {RANGE}),
        ("24-28 сентября 2007 г.", {RANGE}),
        ("في الفترة من 24 إلى 28 أيلول/سبتمبر 2007", {RANGE}),
        ("من ٢٤ إلى ٢٨ سبتمبر/أيلول ٢٠٠٧", {RANGE}),
        ("28 April to 2 May 2008", {"2008-04-28/2008-05-02"}),
        ("2008年4月28日至5月2日", {"2008-04-28/2008-05-02"}),
        ("28 апреля – 2 мая 2008 года", {"2008-04-28/2008-05-02"}),
        ("del 28 de abril al 2 de mayo de 2008", {"2008-04-28/2008-05-02"}),
        ("يومي 19 و20 مايو/أيار 2008", {"2008-05-19/2008-05-20"}),
        ("le 1er mai 2006", {"2006-05-01"}),
        ("в феврале 2008 года", {"2008-02"}),
        ("كانون الثاني/يناير 2008", {"2008-01"}),
        ("2006年5月29日", {"2006-05-29"}),
        ("2006-05-29", {"2006-05-29"}),
        ("建立于 2001 年", set()),
        ("paragraph 24 to 28", set()),
    ],
)
def test_dates_are_found_in_six_languages(text, dates):
    assert values_of(text).dates == dates


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("费用为 10,000 美元", {10_000}),
        ("10 000 dollars", {10_000}),
        ("10.000 dólares", {10_000}),
        ("1万美元", {10_000}),
        ("١٠٠٠٠ دولار", {10_000}),
        ("建立于 2001 年", {2001}),
        ("2007 100", {2007, 100}),
        ("1 000 0", {1000, 0}),
    ],
)
def test_numbers_join_their_thousands(text, numbers):
    assert values_of(text).numbers == numbers


def test_a_year_in_a_date_is_no_number():
    assert values_of("29 May 2006").numbers == frozenset()


def test_only_a_whole_date_or_number_is_one():
    assert as_date("24–28 September 2007") == RANGE
    assert as_date("on 24 September 2007") is None
    assert as_number("10 000") == 10_000
    assert as_number("BS-III/10") is None


@given(st.integers(0, 10**9))
def test_thousands_in_any_style_are_one_number(n):
    plain = f"{n:,}"
    for text in (plain, plain.replace(",", " "), plain.replace(",", "."), str(n)):
        assert as_number(text) == n


@given(st.dates())
def test_a_day_reads_the_same_in_chinese_and_iso(day):
    if day.year >= 1000:
        assert as_date(f"{day.year}年{day.month}月{day.day}日") == day.isoformat()
        assert as_date(day.isoformat()) == day.isoformat()


@given(st.text(max_size=200))
def test_any_text_gives_values(text):
    values = values_of(text)
    assert all(number >= 0 for number in values.numbers)
