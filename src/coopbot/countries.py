"""Names of countries in six languages, by Unicode's locale data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

_NO_COUNTRIES = frozenset({"EU", "EZ", "QO", "RE", "UN", "XA", "XB", "ZZ"})
"""Codes of groups of countries, of nothing at all, and of Réunion, a meeting in Spanish."""

_MONEY = re.compile(r"dollar|dólar|доллар|دولار|元", re.IGNORECASE)
_MONEY_NEAR = 16
"""Characters around a country's name in which a currency makes it a part of the sum."""

_ENDS_CHANGE = 5
"""Letters from which on a Russian name loses its last one before the endings of its cases."""


def countries_in(text: str, language: str) -> Iterator[str]:
    """Yield the names of countries that stand in a text, as they are printed.

    >>> list(countries_in("held in Chiba, Japan, and in New Delhi, India", "en"))
    ['Japan', 'India']
    """
    for match in _pattern(language).finditer(text):
        around = text[max(0, match.start() - _MONEY_NEAR) : match.end() + _MONEY_NEAR]
        if not _MONEY.search(around):
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
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    if language == "zh":
        return re.compile("|".join(map(re.escape, longest_first)))
    if language == "ru":
        forms = "|".join(map(_declined, longest_first))
        return re.compile(rf"\b(?:{forms})\b")
    prefix = "[وفبلك]?" if language == "ar" else ""
    return re.compile(rf"\b{prefix}(?:{'|'.join(map(re.escape, longest_first))})\b")


def _declined(name: str) -> str:
    stem = name[:-1] if len(name) >= _ENDS_CHANGE and name[-1].isalpha() else name
    return rf"{re.escape(stem)}\w{{0,3}}"
