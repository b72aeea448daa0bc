"""Numbers, amounts and ordinals in six languages, as decimals.

>>> [(found.value, found.unit) for found in find_quantities("10,000 美元, 1万美元")]
[(Decimal('10000'), 'USD'), (Decimal('10000'), 'USD')]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from coopbot.dates import dates_in
from coopbot.folded import Cover, FoldedText, fold
from coopbot.languages import detect_language
from coopbot.numerals import (
    CHINESE_NUMERAL,
    chinese_number,
    ordinal_beginnings,
    ordinal_words,
    plain_word,
)

_LATIN_CARDINALS = {
    "en": "one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty",
    "fr": "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze "
    "seize dix-sept dix-huit dix-neuf vingt",
    "es": "un dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince "
    "dieciséis diecisiete dieciocho diecinueve veinte",
    "ru": "один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать "
    "тринадцать четырнадцать пятнадцать шестнадцать семнадцать восемнадцать девятнадцать двадцать",
}
_MORE_CARDINALS = {
    "en": {"thirty": 30, "forty": 40, "fifty": 50, "hundred": 100, "both": 2},
    "fr": {"une": 1, "trente": 30, "cent": 100},
    "es": {"uno": 1, "una": 1, "treinta": 30, "cien": 100},
    "ru": {
        "одна": 1, "одно": 1, "одного": 1, "одной": 1, "две": 2, "двух": 2, "двумя": 2, "двум": 2,
        "трех": 3, "тремя": 3, "трем": 3, "четырех": 4, "четырьмя": 4, "пяти": 5, "шести": 6,
        "семи": 7, "восьми": 8, "девяти": 9, "десяти": 10, "оба": 2, "обе": 2, "обоих": 2,
    },
    "ar": {
        "واحد": 1, "واحده": 1, "واحدة": 1, "اثنان": 2, "اثنين": 2, "اثنتان": 2, "اثنتين": 2,
        "ثلاث": 3, "ثلاثة": 3, "اربع": 4, "اربعة": 4, "خمس": 5, "خمسة": 5, "ست": 6, "ستة": 6,
        "سبع": 7, "سبعة": 7, "ثمان": 8, "ثماني": 8, "ثمانية": 8, "تسع": 9, "تسعة": 9, "عشر": 10,
        "عشرة": 10, "عشرون": 20, "عشرين": 20,
    },
}  # fmt: skip
_UNITS = {
    "USD": r"美元|(?:US|united states )?dollars?\b(?: des États-Unis)?|dólares?\b"
    r"|долл(?:ар\w{0,3}|\.)(?: США)?|دولار\w{0,3}|USD\b|US\$",
    "EUR": r"欧元|歐元|euros?\b|евро\b|يورو|EUR\b",
    "%": r"%|per ?cent\b|pour cent\b|por ciento\b|процент\w{0,3}|في المائة|في المئة|百分点",
    "day": r"[天日]|days?\b|jours?\b|días?\b|дн(?:я|ей|и)\b|день\b|يوما?|أيام",
    "month": r"个月|個月|months?\b|mois\b|mes(?:es)?\b|месяц\w{0,2}|شهرا?|أشهر",
    "year": r"年(?:期)?|years?\b|ans?\b|années?\b|años?\b|лет\b|год(?:а|ов)?\b"
    r"|سنوات|سنة|أعوام|عاما?",
    "anniversary": r"周年|週年|anniversary|anniversaire|aniversario|годовщин\w{0,2}",
}
_UNIT_AFTER = re.compile(
    " ?(?:" + "|".join(f"(?P<u{place}>{unit})" for place, unit in enumerate(_UNITS.values())) + ")",
    re.IGNORECASE,
)
_SCALES = {
    "million": 10**6, "millions": 10**6, "millones": 10**6, "millon": 10**6, "миллион": 10**6,
    "миллиона": 10**6, "миллионов": 10**6, "млн": 10**6, "مليون": 10**6, "ملايين": 10**6,
    "billion": 10**9, "milliard": 10**9, "milliards": 10**9, "thousand": 1000, "mille": 1000,
    "mil": 1000, "тыс": 1000, "тысяч": 1000, "тысячи": 1000, "тысяча": 1000, "الف": 1000,
    "الاف": 1000, "万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8, "千": 1000, "百万": 10**6,
}  # fmt: skip
_SCALE_AFTER = re.compile(
    r" ?(?:百万|[万萬亿億千]|millions?\b|millones\b|millón\b|billion\b|milliards?\b"
    r"|thousand\b|mille\b|mil\b|миллион\w{0,2}|млн|тыс(?:яч\w?)?|مليون|ملايين|ألف|آلاف)\.?",
    re.IGNORECASE,
)
# Groups of three joined by commas, spaces, points or apostrophes; then a decimal part.
_FIGURE = re.compile(
    r"(?<!\d[.,])(?<![A-Za-z0-9/-])(?P<currency>(?:USD|US ?\$|\$) ?)?"
    r"(?P<figure>\d{1,3}(?:(?P<group>[ ,.'])\d{3})(?:(?P=group)\d{3})*(?:[.,]\d+)?|\d+(?:[.,]\d+)?)"
    r"(?P<ordinal>(?:st|nd|rd|th|er|ère|ème|e|º|ª|-?(?:й|я|е|го|му|м|ой|ю|х))(?![^\W\d_]))?"
    r"(?![\d/]|-[A-Za-z])"
)
_CHINESE = re.compile(
    rf"(?P<ordinal>第 ?)(?P<place>\d{{1,4}}|[{CHINESE_NUMERAL}]{{1,6}})"
    rf"|(?<!\d)(?<!\d )(?P<numeral>[{CHINESE_NUMERAL}]+)"
    "(?P<measure>[个個次届屆项項名家种種条條段份周位类類])?"
)
_WORD = re.compile(r"[^\W\d_]+(?:[-'][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a text."""

    value: Decimal
    kind: str
    """``cardinal``, ``ordinal`` or ``amount`` (with a unit)."""
    unit: str | None
    """``USD``, ``EUR``, ``%``, ``day``, ``month``, ``year``, ``anniversary`` or None."""
    text: str
    start: int
    end: int


def find_quantities(text: str, language: str | None = None) -> tuple[Quantity, ...]:
    """Find the numbers of a text, dates left out, in order of place.

    Spelled numbers are read in ``language`` only, else in the text's own; cardinals to twenty,
    ordinals to about seventy.
    In Chinese a single numeral counts only with a measure word or unit, so that 一些 is no number.
    """
    folded = fold(text)
    cover = Cover(len(folded.text))
    for date in dates_in(folded):
        cover.take(date.start, date.end)
    found: list[Quantity] = []
    for value, kind, unit, start, end in _all_numbers(folded, language or detect_language(text)):
        if not cover.is_free(start, end):
            continue
        cover.take(start, end)
        first, last = folded.span(start, end)
        found.append(Quantity(value, kind, unit, text[first:last], first, last))
    return tuple(sorted(found, key=lambda quantity: quantity.start))


_Found = tuple[Decimal, str, str | None, int, int]


def _all_numbers(folded: FoldedText, language: str) -> Iterator[_Found]:
    if language == "zh":
        yield from _chinese(folded.text)
    yield from _figures(folded.text)
    yield from _words(folded.text, language)


def _figures(text: str) -> Iterator[_Found]:
    for match in _FIGURE.finditer(text):
        value = figure_value(match["figure"])
        if match["ordinal"]:
            yield value, "ordinal", None, match.start(), match.end()
            continue
        value, end = _scaled(text, value, match.end())
        unit, end = _unit(text, end)
        if unit is None and match["currency"]:
            unit = "USD"
        yield value, "amount" if unit else "cardinal", unit, match.start(), end


def _chinese(text: str) -> Iterator[_Found]:
    for match in _CHINESE.finditer(text):
        numeral = match["place"] or match["numeral"]
        number = int(numeral) if numeral.isascii() else chinese_number(numeral)
        if number is None:
            continue
        if match["ordinal"]:
            yield Decimal(number), "ordinal", None, match.start(), match.end()
            continue
        end = match.end("numeral")
        unit, after = _unit(text, end)
        if unit:
            yield Decimal(number), "amount", unit, match.start(), after
        elif match["measure"] or len(numeral) > 1:
            yield Decimal(number), "cardinal", None, match.start(), end


def _words(text: str, language: str) -> Iterator[_Found]:
    cardinals, ordinals = _cardinals(language), ordinal_words(language)
    beginnings = ordinal_beginnings(language)
    if not ordinals:
        return
    words = list(_WORD.finditer(text))
    skip = -1
    for place, word in enumerate(words):
        plain = plain_word(word.group())
        if place <= skip or not (plain in cardinals or plain.split()[0] in beginnings):
            continue
        for length in (2, 1):
            last = words[min(place + length - 1, len(words) - 1)]
            spelled = plain_word(text[word.start() : last.end()])
            value = ordinals.get(spelled)
            if value is not None:
                yield Decimal(value), "ordinal", None, word.start(), last.end()
                skip = place + length - 1
                break
        else:
            number = cardinals.get(plain)
            if number is not None:
                unit, end = _unit(text, word.end())
                kind = "amount" if unit else "cardinal"
                yield Decimal(number), kind, unit, word.start(), end


def figure_value(figure: str) -> Decimal:
    """Return the value of a figure however its groups and decimals are marked.

    A single separator before exactly three digits groups (``10,000``, ``10.000``, ``10 000``);
    otherwise it marks decimals (``2,5``).
    """
    compact = re.sub(r"[ ']", "", figure)
    separators = re.findall("[.,]", compact)
    if len(separators) > 1 and len(set(separators)) == 2:
        decimal = separators[-1]
        compact = compact.replace("," if decimal == "." else ".", "").replace(decimal, ".")
    elif len(separators) > 1 or re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", compact):
        compact = re.sub("[.,]", "", compact)
    return Decimal(compact.replace(",", "."))


def _scaled(text: str, value: Decimal, end: int) -> tuple[Decimal, int]:
    match = _SCALE_AFTER.match(text, end)
    if not match:
        return value, end
    scale = _SCALES.get(plain_word(match.group().strip(" .")))
    return (value * scale, match.end()) if scale else (value, end)


def _unit(text: str, end: int) -> tuple[str | None, int]:
    match = _UNIT_AFTER.match(text, end)
    if not match or not match.lastgroup:
        return None, end
    return tuple(_UNITS)[int(match.lastgroup[1:])], match.end()


@cache
def _cardinals(language: str) -> dict[str, int]:
    spelled = _LATIN_CARDINALS.get(language, "").split()
    words = {plain_word(word): value for value, word in enumerate(spelled, 1)}
    # "un" and "one" are articles and pronouns more often than numbers.
    words = {word: value for word, value in words.items() if value > 1}
    more = _MORE_CARDINALS.get(language, {})
    return words | {plain_word(word): value for word, value in more.items() if value > 1}
