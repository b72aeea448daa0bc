"""Numbers in words and signs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coopbot.numerals import (
    chinese_number,
    chinese_numeral,
    letter_number,
    letter_numeral,
    ordinal_number,
    roman_number,
    roman_numeral,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("三", 3),
        ("十", 10),
        ("三十六", 36),
        ("二〇〇七", 2007),
        ("一百二十", 120),
        ("十万", 100_000),
        ("两", 2),
        ("廿一", 21),
        ("一千零五", 1005),
        ("", None),
        ("三个", None),
        ("十" * 30, None),
    ],
)
def test_chinese_number_reads_numerals(text, value):
    assert chinese_number(text) == value


@given(st.integers(1, 99))
def test_chinese_numeral_round_trips(number):
    assert chinese_number(chinese_numeral(number)) == number


@given(st.integers(1, 3999))
def test_roman_numeral_round_trips(number):
    assert roman_number(roman_numeral(number)) == number


@pytest.mark.parametrize("text", ["IIII", "VX", "IC", "", "A", "0"])
def test_roman_number_refuses_malformed_numerals(text):
    assert roman_number(text) is None


@given(st.integers(1, 52))
def test_letter_numeral_round_trips(number):
    assert letter_number(letter_numeral(number)) == number


@pytest.mark.parametrize(
    ("word", "language", "value"),
    [
        ("thirty-sixth", "en", 36),
        ("Third", "en", 3),
        ("twelfth", "en", 12),
        ("trente-sixième", "fr", 36),
        ("première", "fr", 1),
        ("vingt et unième", "fr", 21),
        ("trigésima sexta", "es", 36),
        ("tercera", "es", 3),
        ("tercer", "es", 3),
        ("тридцать шестая", "ru", 36),
        ("третьем", "ru", 3),
        ("вторая", "ru", 2),
        ("четвёртое", "ru", 4),
        ("السادسة والثلاثون", "ar", 36),
        ("السادسة والثلاثين", "ar", 36),
        ("الثالث", "ar", 3),
        ("الأولى", "ar", 1),
        ("الثالث عشر", "ar", 13),
        ("meeting", "en", None),
        ("第三", "zh", None),
    ],
)
def test_ordinal_number_reads_spelled_ordinals(word, language, value):
    assert ordinal_number(word, language) == value
