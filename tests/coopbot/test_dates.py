"""Dates and periods, the same in six languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopbot.dates import find_dates

PERIOD = "2007-09-24/2007-09-28"
ACROSS = "2008-04-28/2008-05-02"


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2007年9月24日至28日", PERIOD),
        ("2007 年 9 月\n\n24 日至 28 日", PERIOD),
        ("24–28 September 2007", PERIOD),
        ("September 24-28, 2007", PERIOD),
        ("du 24 au 28 septembre 2007", PERIOD),
        ("del 24 al 28 de septiembre de 2007", PERIOD),
        ("24–28 сентября 2007 года", PERIOD),
        ("24-28 أيلول/سبتمبر 2007", PERIOD),
        ("٢٤-٢٨ سبتمبر/أيلول ٢٠٠٧", PERIOD),
        ("2008 年 4 月 28 日至 5 月 2 日", ACROSS),
        ("28 April to 2 May 2008", ACROSS),
        ("du 28 avril au 2 mai 2008", ACROSS),
        ("del 28 de abril al 2 de mayo de 2008", ACROSS),
        ("28 апреля – 2 мая 2008 года", ACROSS),
        ("من 28 أبريل/نيسان إلى 2 مايو/أيار 2008", ACROSS),
        ("2006 年 5 月 29 日", "2006-05-29"),
        ("29 May 2006", "2006-05-29"),
        ("le 29 mai 2006", "2006-05-29"),
        ("29 de mayo de 2006", "2006-05-29"),
        ("29 мая 2006 г.", "2006-05-29"),
        ("29 أيار/مايو 2006", "2006-05-29"),
        ("2006-05-29", "2006-05-29"),
        ("29.05.2006", "2006-05-29"),
        ("1er mai 2008", "2008-05-01"),
        ("2008 年 2 月", "2008-02"),
        ("February 2008", "2008-02"),
        ("février 2008", "2008-02"),
        ("febrero de 2008", "2008-02"),
        ("в феврале 2008 года", "2008-02"),
        ("شباط/فبراير 2008", "2008-02"),
        ("二〇〇八年二月", "2008-02"),
        ("2001年", "2001"),
        ("in 2001", "2001"),
        ("в 2001 году", "2001"),
        ("عام 2001", "2001"),
        ("2009-2010", "2009/2010"),
        ("2005–2006 年", "2005/2006"),
        ("5月19日至20日", "--05-19/--05-20"),
        ("28 April", "--04-28"),
    ],
)
def test_find_dates_gives_one_iso_form(text, iso):
    assert [mention.iso for mention in find_dates(text)] == [iso]


@pytest.mark.parametrize(
    "text",
    [
        "BS-III/10",
        "10,000 美元",
        "UNEP/CBD/BS/COP-MOP/4/6",
        "32 May",
        "2007年13月",
        "第 18 条",
        "Article 18.2",
    ],
)
def test_find_dates_leaves_other_numbers(text):
    assert all("-" not in mention.iso for mention in find_dates(text))


@given(st.integers(1950, 2049), st.integers(1, 12), st.integers(1, 28))
def test_find_dates_reads_what_each_language_prints(year, month, day):
    iso = f"{year}-{month:02d}-{day:02d}"
    english = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ][month - 1]
    for text in (
        f"{year} 年 {month} 月 {day} 日",
        f"{day} {english} {year}",
        f"{english} {day}, {year}",
        iso,
    ):
        assert [mention.iso for mention in find_dates(text)] == [iso]


def test_find_dates_reports_exact_offsets():
    text = "从２００７ 年 9 月\n24 日至 28 日；2001 年"
    mentions = find_dates(text)
    assert [mention.iso for mention in mentions] == [PERIOD, "2001"]
    assert all(text[m.start : m.end] == m.text for m in mentions)
