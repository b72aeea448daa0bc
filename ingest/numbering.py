"""Printed numbers: of paragraphs, headings and list items, in the six languages."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from coopbot.numerals import chinese_number, letter_number, roman_number

_ARABIC_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹０１２３４５６７８９", "0123456789" * 3)

# The order of the numbered letters in Arabic documents (abjad), as UN documents print them.
_ARABIC_LETTERS = "أبجدهوزحطيكلمنسعفصقرشت"
_ARABIC_ALPHABET = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"
_ARABIC_LETTER_NAMES = tuple(
    re.split(
        " ",
        "ألف باء جيم دال هاء واو زاي حاء طاء ياء كاف لام ميم نون سين عين فاء صاد قاف راء شين تاء",
    )
)
_ARABIC_ORDINALS = tuple(
    re.split(
        ",",
        "أولا,ثانيا,ثالثا,رابعا,خامسا,سادسا,سابعا,ثامنا,تاسعا,عاشرا,"
        "حادي عشر,ثاني عشر,ثالث عشر,رابع عشر,خامس عشر",
    )
)
_CYRILLIC_LETTERS = "абвгдежзийклмнопрстуфхцчшщэюя"
_TANWIN = re.compile("[\u064b-\u0652\u0640]")


def arabic_to_int(digits: str) -> int:
    """Return the value of decimal digits of any script that UN documents print."""
    return int(digits.translate(_ARABIC_DIGITS))


def _cyrillic(text: str) -> int | None:
    # Lists leave out й; the letters behind it move up.
    order = _CYRILLIC_LETTERS.replace("й", "")
    found = order.find(text.lower())
    return found + 1 if found >= 0 else None


def _arabic_letter(text: str) -> int | None:
    return _place_in(_ARABIC_LETTERS, text)


def _arabic_alphabetical(text: str) -> int | None:
    return _place_in(_ARABIC_ALPHABET, text)


def _place_in(order: str, text: str) -> int | None:
    folded = text.replace("\u0640", "").replace("ا", "أ").replace("إ", "أ")
    found = order.find(folded)
    return found + 1 if len(folded) == 1 and found >= 0 else None


def _arabic_ordinal(text: str) -> int | None:
    folded = _TANWIN.sub("", text).replace("اولا", "أولا")
    return _ARABIC_ORDINALS.index(folded) + 1 if folded in _ARABIC_ORDINALS else None


def _arabic_letter_name(text: str) -> int | None:
    folded = _TANWIN.sub("", text).replace("الف", "ألف")
    return _ARABIC_LETTER_NAMES.index(folded) + 1 if folded in _ARABIC_LETTER_NAMES else None


@dataclass(frozen=True, slots=True)
class Numeral:
    """A way to print numbers: the pattern of the numeral and its value."""

    name: str
    pattern: str
    value: Callable[[str], int | None]


@dataclass(frozen=True, slots=True)
class Marker:
    """A printed number found at a place of a text."""

    style: str
    value: int
    start: int
    end: int
    """Offset after the marker itself, white space behind it excluded."""
    suffix: str = ""
    """``bis``, ``ter`` ... behind a paragraph's number."""


_CHINESE = Numeral("chinese", r"[一二三四五六七八九十]{1,3}", chinese_number)
_ROMAN_LOWER = Numeral("roman", r"[ivx]{1,6}", roman_number)
_LATIN_LOWER = Numeral("latin", r"[a-z]", letter_number)
_DIGITS = Numeral("digits", r"\d{1,2}", arabic_to_int)
_CYRILLIC_LOWER = Numeral("cyrillic", r"[а-я]", _cyrillic)
_ARABIC = Numeral("arabic", "[\u0621-\u064a]\u0640?", _arabic_letter)
_ALPHABETICAL = Numeral("alphabet", _ARABIC.pattern, _arabic_alphabetical)

ITEM_NUMERALS = (
    _CHINESE, _LATIN_LOWER, _ROMAN_LOWER, _CYRILLIC_LOWER, _ARABIC, _ALPHABETICAL, _DIGITS,
)  # fmt: skip

_BRACKETS = {
    # Both brackets: （一） (a) (ii) (أ) (1); only a closing one: a) i) 1).
    "both": r"[（(]\s?({numeral})\s?[）)]",
    "closing": r"(?<![\w（(.\-])({numeral})[）)]",
    # A stop marks an item only at the beginning of a line, and never behind a figure.
    "stop": r"(?m:^)({numeral})[.](?=\s)",
}
_ITEM_PATTERNS = tuple(
    (f"{numeral.name}-{bracket}", re.compile(form.format(numeral=numeral.pattern)), numeral.value)
    for bracket, form in _BRACKETS.items()
    for numeral in ITEM_NUMERALS
    if bracket != "stop" or numeral in (_LATIN_LOWER, _ROMAN_LOWER, _CYRILLIC_LOWER)
)


def item_markers(text: str) -> list[Marker]:
    """Return everything in a text that could be the marker of a list item, in order.

    ``(i)`` is both the ninth letter and the first Roman numeral, so one place may give two.
    """
    found = [
        Marker(style, value, match.start(), match.end())
        for style, pattern, value_of in _ITEM_PATTERNS
        for match in pattern.finditer(text)
        if (value := value_of(match.group(1))) is not None
    ]
    return sorted(found, key=lambda marker: (marker.start, marker.style))


_PARAGRAPH = re.compile(
    r"([\d٠-٩０-９]{1,3})(?:\s?(bis|ter|quater|quinquies|之二|之三|مكررا?\u064b?))?\s?"
    r"(?:[.．、](?![\d٠-٩])|(?<=[٠-٩\dرا\u064b])\s?[-–—](?=\s)|\s?[)）](?=\s))"
)
_SUFFIXES = {"之二": "bis", "之三": "ter", "مكرر": "bis", "مكررا": "bis"}


def paragraph_marker(text: str) -> Marker | None:
    """Return the number with which a line begins: ``21.``, ``21．``, ``٢١-``, ``5 bis.``."""
    match = _PARAGRAPH.match(text)
    if not match:
        return None
    suffix = match.group(2) or ""
    return Marker(
        "paragraph",
        arabic_to_int(match.group(1)),
        0,
        match.end(),
        _SUFFIXES.get(suffix.rstrip("\u064b"), suffix),
    )


_HEADING_FORMS: tuple[tuple[int, str, re.Pattern[str], Callable[[str], int | None]], ...] = (
    (1, "chinese", re.compile(r"([一二三四五六七八九十]{1,3})[、.．](?!\d)"), chinese_number),
    (1, "roman", re.compile(r"([IVX]{1,6})[.．、](?=\s|[^\x00-\x7f])"), roman_number),
    (
        1,
        "ordinal",
        re.compile(r"([اأ]?[\u0621-\u0652]{3,7}(?: عشر)?)\s?[-–—:.](?=\s|$)"),
        _arabic_ordinal,
    ),
    (2, "latin", re.compile(r"([A-Z])[.．、](?=\s|[^\x00-\x7f])"), letter_number),
    (2, "cyrillic", re.compile(r"([А-Я])[.](?=\s)"), _cyrillic),
    (
        2,
        "letter-name",
        re.compile(r"([\u0621-\u0652]{2,5})\s?[-–—:.](?=\s|$)"),
        _arabic_letter_name,
    ),
)


@dataclass(frozen=True, slots=True)
class HeadingMarker:
    """The numeral with which a heading may begin."""

    level: int
    style: str
    value: int
    end: int


def heading_markers(text: str) -> list[HeadingMarker]:
    """Return the readings of a line's beginning as a heading's numeral; ``I.`` has two."""
    return [
        HeadingMarker(level, style, value, match.end())
        for level, style, pattern, value_of in _HEADING_FORMS
        if (match := pattern.match(text)) and (value := value_of(match.group(1))) is not None
    ]
