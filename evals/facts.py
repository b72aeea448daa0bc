"""Decide whether a text states a fact, given the forms in which it may be stated."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from evals.folding import fold
from evals.values import as_date, as_number, values_of

_MARKER = re.compile(r"\s?\[\d{1,3}\]")
_ACRONYM = re.compile(r"[A-ZА-Я]{2,6}")
_ALPHABETIC = "a-zа-я"


def without_markers(text: str) -> str:
    """Remove the ``[n]`` citation markers of an answer."""
    return _MARKER.sub("", text)


def states(text: str, forms: Sequence[str]) -> bool:
    """Return True when the text has the fact in any of its forms.

    A form that is a date or a number is compared by value: ``24–28 September 2007`` is met by
    ``2007年9月24日至28日``, ``10,000`` by ``10 000``. Any other form is looked for as it is,
    case, diacritics, width and white space aside. Latin and Cyrillic forms begin where a word
    begins and may be stems; acronyms are whole words; figures are whole figures.
    """
    bare = without_markers(text)
    return any(_has(bare, form) for form in forms)


def contains(text: str, form: str) -> bool:
    """Return True when the text has this one form."""
    return states(text, (form,))


def _has(text: str, form: str) -> bool:
    number = as_number(form)
    if number is not None:
        # A year may stand inside a date, so the figures are looked for as well.
        return number in values_of(text).numbers or bool(_pattern(form).search(fold(text)))
    date = as_date(form)
    if date is not None and date in values_of(text).dates:
        return True
    return bool(_pattern(form).search(fold(text)))


@lru_cache(maxsize=16_384)
def _pattern(form: str) -> re.Pattern[str]:
    folded = fold(form)
    body = r"\s*".join(re.escape(character) for character in folded if not character.isspace())
    return re.compile(_before(folded) + body + _after(form.strip(), folded))


def _before(folded: str) -> str:
    if folded[:1].isdigit():
        return r"(?<!\d)(?<!\d[.,])"
    if re.match(f"[{_ALPHABETIC}]", folded):
        return f"(?<![{_ALPHABETIC}])"
    return ""


def _after(form: str, folded: str) -> str:
    if folded[-1:].isdigit():
        return r"(?!\d)(?![.,]\d)"
    if _ACRONYM.fullmatch(form):
        return f"(?![{_ALPHABETIC}])"
    return ""
