"""Numbers and amounts, the same in six languages."""

from decimal import Decimal

import pytest

from coopbot.quantities import figure_value, find_quantities


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("10,000 美元", "zh"),
        ("1万美元", "zh"),
        ("10 000 dollars", "fr"),
        ("10.000 dólares", "es"),
        ("USD 10,000", "en"),
        ("US$10,000", "en"),
        ("10 000 долл. США", "ru"),
        ("10 000 دولار", "ar"),
        ("10,000 United States dollars", "en"),
        ("10 тыс. долл.", "ru"),
    ],
)
def test_find_quantities_reads_one_amount(text, language):
    quantities = find_quantities(text, language)
    assert [(found.value, found.unit) for found in quantities] == [(Decimal(10_000), "USD")]


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("第三十六次会议", "zh", 36),
        ("第 36 次", "zh", 36),
        ("thirty-sixth session", "en", 36),
        ("36th session", "en", 36),
        ("trente-sixième session", "fr", 36),
        ("36e session", "fr", 36),
        ("trigésima sexta reunión", "es", 36),
        ("тридцать шестая сессия", "ru", 36),
        ("36-й", "ru", 36),
        ("الدورة السادسة والثلاثون", "ar", 36),
    ],
)
def test_find_quantities_reads_ordinals(text, language, value):
    assert [(q.value, q.kind) for q in find_quantities(text, language)] == [(value, "ordinal")]


@pytest.mark.parametrize(
    ("text", "language", "value", "unit"),
    [
        ("九个伙伴", "zh", 9, None),
        ("nine partners", "en", 9, None),
        ("两年期", "zh", 2, "year"),
        ("two years", "en", 2, "year"),
        ("二十周年", "zh", 20, "anniversary"),
        ("2,5 %", "es", "2.5", "%"),
        ("2.5 million dollars", "en", "2500000", "USD"),
        ("3次", "zh", 3, None),
    ],
)
def test_find_quantities_reads_cardinals_and_units(text, language, value, unit):
    assert [(q.value, q.unit) for q in find_quantities(text, language)] == [(Decimal(value), unit)]


def test_find_quantities_leaves_dates_and_words():
    assert find_quantities("2007年9月24日至28日，一些组织", "zh") == ()
    assert find_quantities("one of the 2007 meetings", "en") == ()


@pytest.mark.parametrize(
    ("figure", "value"),
    [
        ("10,000", "10000"),
        ("10.000", "10000"),
        ("10 000", "10000"),
        ("2.5", "2.5"),
        ("2,5", "2.5"),
        ("1,234,567.8", "1234567.8"),
        ("1.234.567,8", "1234567.8"),
        ("0.125", "0.125"),
    ],
)
def test_figure_value_reads_groups_and_decimals(figure, value):
    assert figure_value(figure) == Decimal(value)
