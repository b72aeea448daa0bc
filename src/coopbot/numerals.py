"""Numbers written as words or signs: Chinese, Roman, alphabetic and ordinal, in six languages.

>>> chinese_number("三十六"), roman_number("XVIII"), ordinal_number("trente-sixième", "fr")
(36, 18, 36)
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

_CHINESE_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")}
_CHINESE_DIGITS |= {"〇": 0, "○": 0, "两": 2, "兩": 2, "壹": 1, "貳": 2, "贰": 2, "叁": 3, "參": 3}
_CHINESE_DIGITS |= {"廿": 20, "卅": 30}
_CHINESE_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_CHINESE_MYRIADS = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_LONGEST = 20
"""A longer run of Chinese numerals is no number that a document prints."""
CHINESE_NUMERAL = "零〇○一二三四五六七八九十百千万萬亿億两兩廿卅"
"""The characters of which a Chinese number consists, for character classes."""

_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
    (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


def chinese_number(text: str) -> int | None:
    """Return the value of a Chinese number such as 三十六, 二〇〇七 or 一百二十, else None."""
    if not 0 < len(text) <= _LONGEST or any(
        sign not in _CHINESE_DIGITS and sign not in _CHINESE_UNITS and sign not in _CHINESE_MYRIADS
        for sign in text
    ):
        return None
    if len(text) > 1 and all(sign in _CHINESE_DIGITS for sign in text):
        digits = [_CHINESE_DIGITS[sign] for sign in text]
        if any(digit > 9 for digit in digits):
            return sum(digits)
        return int("".join(map(str, digits)))
    total = section = digit = 0
    for sign in text:
        if sign in _CHINESE_MYRIADS:
            total = (total + max(section + digit, 1)) * _CHINESE_MYRIADS[sign]
            section = digit = 0
        elif sign in _CHINESE_UNITS:
            section += max(digit, 1) * _CHINESE_UNITS[sign]
            digit = 0
        else:
            digit = _CHINESE_DIGITS[sign]
            if digit > 9:
                section, digit = section + digit, 0
    return total + section + digit


def chinese_numeral(number: int) -> str:
    """Write 1 to 99 in Chinese: 3 is 三, 12 is 十二, 36 is 三十六."""
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else f"{digits[tens]}十")
    return head + (digits[ones] if ones or not head else "")


def roman_number(text: str) -> int | None:
    """Return the value of a well-formed Roman numeral in either case, else None."""
    upper = text.upper()
    if not upper or len(upper) > 15 or any(sign not in _ROMAN_VALUES for sign in upper):
        return None
    values = [_ROMAN_VALUES[sign] for sign in upper]
    total = sum(
        -value if index + 1 < len(values) and value < values[index + 1] else value
        for index, value in enumerate(values)
    )
    return total if total > 0 and roman_numeral(total) == upper else None


def roman_numeral(number: int) -> str:
    """Write a positive number in Roman capitals."""
    signs = []
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        signs.append(sign * count)
    return "".join(signs)


def letter_number(letter: str) -> int | None:
    """Return the place of a Latin letter in the alphabet; a doubled one (aa) follows z."""
    if len(letter) == 2 and letter[0] == letter[1]:
        first = letter_number(letter[0])
        return first + 26 if first else None
    if len(letter) != 1 or not "a" <= letter.lower() <= "z":
        return None
    return ord(letter.lower()) - ord("a") + 1


def letter_numeral(number: int) -> str:
    """Write 1 to 52 as a letter: 3 is c, 27 is aa."""
    letter = chr(ord("a") + (number - 1) % 26)
    return letter if number <= 26 else letter * 2


_ENGLISH_ONES = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
]
_ENGLISH_TENS = {
    20: ("twenty", "twentieth"), 30: ("thirty", "thirtieth"), 40: ("forty", "fortieth"),
    50: ("fifty", "fiftieth"), 60: ("sixty", "sixtieth"),
}  # fmt: skip
_FRENCH_ONES = [
    "premier",
    "deuxième",
    "troisième",
    "quatrième",
    "cinquième",
    "sixième",
    "septième",
    "huitième",
    "neuvième",
    "dixième",
    "onzième",
    "douzième",
    "treizième",
    "quatorzième",
    "quinzième",
    "seizième",
    "dix-septième",
    "dix-huitième",
    "dix-neuvième",
]
_FRENCH_TENS = {
    20: ("vingt", "vingtième"), 30: ("trente", "trentième"), 40: ("quarante", "quarantième"),
    50: ("cinquante", "cinquantième"), 60: ("soixante", "soixantième"),
}  # fmt: skip
_SPANISH_ONES = [
    "primer",
    "segund",
    "tercer",
    "cuart",
    "quint",
    "sext",
    "séptim",
    "octav",
    "noven",
    "décim",
    "undécim",
    "duodécim",
    "decimotercer",
    "decimocuart",
    "decimoquint",
    "decimosext",
    "decimoséptim",
    "decimoctav",
    "decimonoven",
]
_SPANISH_TENS = {20: "vigésim", 30: "trigésim", 40: "cuadragésim", 50: "quincuagésim"}
_RUSSIAN_ONES = [
    "перв",
    "втор",
    "трет",
    "четверт",
    "пят",
    "шест",
    "седьм",
    "восьм",
    "девят",
    "десят",
    "одиннадцат",
    "двенадцат",
    "тринадцат",
    "четырнадцат",
    "пятнадцат",
    "шестнадцат",
    "семнадцат",
    "восемнадцат",
    "девятнадцат",
]
_RUSSIAN_TENS = {
    20: ("двадцать", "двадцат"), 30: ("тридцать", "тридцат"), 40: ("сорок", "сороков"),
    50: ("пятьдесят", "пятидесят"), 60: ("шестьдесят", "шестидесят"),
}  # fmt: skip
_RUSSIAN_ENDINGS = [
    "ый",
    "ий",
    "ой",
    "ого",
    "его",
    "ому",
    "ему",
    "ым",
    "им",
    "ом",
    "ем",
    "ая",
    "яя",
    "ую",
    "юю",
    "ей",
    "ое",
    "ее",
    "ые",
    "ие",
    "ых",
    "их",
    "ыми",
    "ими",
    "ья",
    "ью",
    "ьей",
    "ьего",
    "ьему",
    "ьим",
    "ьем",
    "ье",
    "ьи",
    "ьих",
]
_ARABIC_ONES = {
    1: ("اول", "اولى"), 2: ("ثاني", "ثانية"), 3: ("ثالث", "ثالثة"), 4: ("رابع", "رابعة"),
    5: ("خامس", "خامسة"), 6: ("سادس", "سادسة"), 7: ("سابع", "سابعة"), 8: ("ثامن", "ثامنة"),
    9: ("تاسع", "تاسعة"), 10: ("عاشر", "عاشرة"),
}  # fmt: skip
_ARABIC_TENS = {20: "عشرون", 30: "ثلاثون", 40: "اربعون", 50: "خمسون", 60: "ستون"}


def ordinal_number(word: str, language: str) -> int | None:
    """Return the value of a spelled ordinal (thirty-sixth, тридцать шестой), else None.

    Letter case, accents and, in Arabic, hamza and the article do not matter.
    """
    return ordinal_words(language).get(plain_word(word))


@lru_cache(maxsize=32_768)
def plain_word(word: str) -> str:
    """Return a word in the form that the tables of this module are keyed by."""
    decomposed = unicodedata.normalize("NFD", word.lower())
    bare = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    bare = bare.replace("ё", "е").replace("آ", "ا").replace("ى", "ي")
    bare = re.sub("[إأ]", "ا", bare)
    return re.sub(r"[\s‐-―-]+", " ", bare).strip()


@cache
def ordinal_beginnings(language: str) -> frozenset[str]:
    """Return the first words of the spelled ordinals of a language, in their plain form."""
    return frozenset(spelled.split()[0] for spelled in ordinal_words(language))


@cache
def ordinal_words(language: str) -> dict[str, int]:
    """Return every spelled ordinal of a language, 1 to about 69, keyed by its plain form.

    Chinese has none: its ordinals are numbers after 第.
    """
    makers = {
        "en": _english_ordinals, "fr": _french_ordinals, "es": _spanish_ordinals,
        "ru": _russian_ordinals, "ar": _arabic_ordinals,
    }  # fmt: skip
    if language not in makers:
        return {}
    return {plain_word(word): value for word, value in makers[language]()}


def _english_ordinals() -> list[tuple[str, int]]:
    words = [(word, place) for place, word in enumerate(_ENGLISH_ONES, 1)]
    for ten, (cardinal, ordinal) in _ENGLISH_TENS.items():
        words.append((ordinal, ten))
        words += [(f"{cardinal}-{_ENGLISH_ONES[one - 1]}", ten + one) for one in range(1, 10)]
    return words


def _french_ordinals() -> list[tuple[str, int]]:
    words = [(word, place) for place, word in enumerate(_FRENCH_ONES, 1)]
    words += [("première", 1), ("second", 2), ("seconde", 2)]
    for ten, (cardinal, ordinal) in _FRENCH_TENS.items():
        words.append((ordinal, ten))
        words += [(f"{cardinal} et unième", ten + 1)]
        words += [(f"{cardinal}-{_FRENCH_ONES[one - 1]}", ten + one) for one in range(2, 10)]
    words += [("soixante-dixième", 70)]
    return words + [(f"{word}s", value) for word, value in words]


def _spanish_ordinals() -> list[tuple[str, int]]:
    stems = [(stem, place) for place, stem in enumerate(_SPANISH_ONES, 1)]
    stems += [("decimoprimer", 11), ("decimosegund", 12)]
    for ten, stem in _SPANISH_TENS.items():
        stems.append((stem, ten))
        for one in range(1, 10):
            stems += [(f"{stem}{gender} {_SPANISH_ONES[one - 1]}", ten + one) for gender in "oa"]
    words = [
        (f"{stem}{ending}", value) for stem, value in stems for ending in ("o", "a", "os", "as")
    ]
    return [*words, ("primer", 1), ("tercer", 3), ("decimotercer", 13)]


def _russian_ordinals() -> list[tuple[str, int]]:
    stems = [(stem, place) for place, stem in enumerate(_RUSSIAN_ONES, 1)]
    for ten, (cardinal, stem) in _RUSSIAN_TENS.items():
        stems.append((stem, ten))
        stems += [(f"{cardinal} {_RUSSIAN_ONES[one - 1]}", ten + one) for one in range(1, 10)]
    return [(f"{stem}{ending}", value) for stem, value in stems for ending in _RUSSIAN_ENDINGS]


def _arabic_ordinals() -> list[tuple[str, int]]:
    words: list[tuple[str, int]] = []
    for value, forms in _ARABIC_ONES.items():
        words += [(f"{article}{form}", value) for form in forms for article in ("", "ال")]
    for one, (masculine, feminine) in {**_ARABIC_ONES, 1: ("حادي", "حادية")}.items():
        if one == 10:
            continue
        words += [(f"ال{masculine} عشر", one + 10), (f"ال{feminine} عشرة", one + 10)]
        for ten, word in _ARABIC_TENS.items():
            for ending in (word, word[:-2] + "ين"):
                words += [(f"ال{form} وال{ending}", ten + one) for form in (masculine, feminine)]
    for ten, word in _ARABIC_TENS.items():
        words += [(f"ال{word}", ten), (f"ال{word[:-2]}ين", ten)]
    return words
