"""Names of countries in six languages, by Unicode's locale data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

_NO_COUNTRIES = frozenset({"EU", "EZ", "QO", "RE", "UN", "XA", "XB", "ZZ"})
"""Codes of groups of countries, of nothing at all, and of Réunion, a meeting in Spanish."""

_MONEY_BEFORE = re.compile(
    r"(?:dollars?|dólares|доллар\w*|دولار\w*)\s(?:(?:des?|de los|of|of the|من)\s)?$", re.IGNORECASE
)
_MONEY_AFTER = re.compile(r"\s?(?:dollars?|dólares|元)", re.IGNORECASE)
"""A country's name beside these is a part of the name of a currency."""

_ALSO = {
    "en": (
        *("Republic of Korea", "Democratic People's Republic of Korea", "Russian Federation"),
        *("Syrian Arab Republic", "Czech Republic", "Viet Nam", "Turkey", "Côte d'Ivoire"),
        *("Islamic Republic of Iran", "United Republic of Tanzania"),
    ),
    "fr": (
        *("Viet Nam", "Nigéria", "Bélarus", "Kirghizistan", "Fédération de Russie"),
        *("République de Corée", "Côte d'Ivoire"),
    ),
    "es": ("Viet Nam", "Kenya", "Malí", "Federación de Rusia", "República de Corea"),
    "ru": (
        *("Российская Федерация", "США", "Соединенное Королевство", "Конго", "Республика Корея"),
        "Вьетнам",
    ),
    "zh": ("联合王国", "大韩民国", "美利坚合众国", "朝鲜民主主义人民共和国"),
    "ar": ("الاتحاد الروسي", "جمهورية كوريا", "فييت نام"),
}
"""Names that UN documents use and the locale data have otherwise."""

_WORDS_ALIKE = {"ar": frozenset({"مالي"}), "ru": frozenset({"Того"})}
"""Names that are ordinary words as well, financial and of that: they tell nothing."""

_ENDS_CHANGE = 5
"""Letters from which on a Russian word loses its last one before the endings of its cases."""

_ADJECTIVES = ("ая", "ое", "ые", "ий", "ый")
"""Endings of Russian adjectives, which lose both letters."""


def countries_in(text: str, language: str) -> Iterator[str]:
    """Yield the names of countries that stand in a text, as they are printed.

    >>> list(countries_in("held in Chiba, Japan, and in New Delhi, India", "en"))
    ['Japan', 'India']
    """
    for match in _pattern(language).finditer(text):
        before = _MONEY_BEFORE.search(text[: match.start()])
        if not before and not _MONEY_AFTER.match(text, match.end()):
            yield match.group()


@lru_cache(maxsize=8)
def _pattern(language: str) -> re.Pattern[str]:
    # Read on the first question that asks for countries; most ask for something else.
    from babel import Locale

    names = {
        name
        for code, name in Locale(language).territories.items()
        if len(code) == 2 and code not in _NO_COUNTRIES
    }
    names = (names | set(_ALSO[language])) - _WORDS_ALIKE.get(language, frozenset())
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    if language == "zh":
        return re.compile("|".join(map(re.escape, longest_first)))
    if language == "ru":
        forms = "|".join(map(_declined, longest_first))
        return re.compile(rf"\b(?:{forms})\b")
    if language == "ar":
        longest_first += [f"لل{name[2:]}" for name in longest_first if name.startswith("ال")]
    prefix = "[وفبلك]?" if language == "ar" else ""
    return re.compile(rf"\b{prefix}(?:{'|'.join(map(re.escape, longest_first))})\b")


def _declined(name: str) -> str:
    return r"\s".join(
        rf"{re.escape(word[:-2] if word.endswith(_ADJECTIVES) else word[:-1])}\w{{0,3}}"
        if len(word) >= _ENDS_CHANGE and word[-1].isalpha()
        else re.escape(word)
        for word in name.split()
    )
