"""Find the dates and numbers of a text, in six languages, in one canonical form.

Written apart from the product's own recogniser on purpose: a grader that reads dates with the code
it grades cannot see that code's mistakes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from evals.folding import fold

_MONTH_NAMES = (
    "january janvier enero января январь январе يناير كانون_الثاني",
    "february février febrero февраля февраль феврале فبراير شباط",
    "march mars marzo марта март марте مارس آذار",
    "april avril abril апреля апрель апреле أبريل إبريل نيسان",
    "may mai mayo мая май мае مايو أيار",
    "june juin junio июня июнь июне يونيو يونيه حزيران",
    "july juillet julio июля июль июле يوليو يوليه تموز",
    "august août agosto августа август августе أغسطس آب",
    "september septembre septiembre setiembre сентября сентябрь сентябре سبتمبر أيلول",
    "october octobre octubre октября октябрь октябре أكتوبر تشرين_الأول",
    "november novembre noviembre ноября ноябрь ноябре نوفمبر تشرين_الثاني",
    "december décembre diciembre декабря декабрь декабре ديسمبر كانون_الأول",
)
_MONTHS = {
    fold(name.replace("_", " ")): number
    for number, names in enumerate(_MONTH_NAMES, start=1)
    for name in names.split()
}
_MONTH = "|".join(sorted(map(re.escape, _MONTHS), key=len, reverse=True))
# The two Arabic calendars' names stand side by side, in either order.
_NAMED = rf"(?:{_MONTH})(?:\s?/\s?(?:{_MONTH}))?"
_DAY = r"\d{1,2}(?:er)?"
_JOIN = r"(?:\s?-\s?|\s(?:to|and|au|et|al|a|y|по|и|الي)\s|\s?و\s?|\s(?:y|et)\s(?:el|le)\s)"
_OF = r"\s?(?:de\s|of\s|من\s)?"

_HAN_DATE = re.compile(
    r"(?<!\d)(?P<y>\d{4})年(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})日?"
    r"(?:[至到-](?:(?P<y2>\d{4})年)?(?:(?P<m2>\d{1,2})月)?(?P<d2>\d{1,2})日)?)?"
)
_WESTERN_DATE = re.compile(
    rf"(?<![\d\w])(?:(?P<d>{_DAY})(?:{_OF}(?P<m1>{_NAMED}))?(?:{_JOIN}(?P<d2>{_DAY}))?{_OF})?"
    rf"(?P<m>{_NAMED}),?{_OF}(?:عام\s|سنة\s)?(?P<y>\d{{4}})(?!\d)"
)
_AMERICAN_DATE = re.compile(
    rf"(?<!\w)(?P<m>{_NAMED})\s(?P<d>{_DAY})(?:{_JOIN}(?P<d2>{_DAY}))?,\s(?P<y>\d{{4}})(?!\d)"
)
_ISO_DATE = re.compile(r"(?<!\d)(?P<y>\d{4})-(?P<m>\d{2})(?:-(?P<d>\d{2}))?(?!\d|-\d)")
_PATTERNS = (_HAN_DATE, _AMERICAN_DATE, _WESTERN_DATE, _ISO_DATE)

_NUMBER = re.compile(r"(?<![\d.,])(?:\d{1,3}(?:[ .,]\d{3})+(?!\d)|\d+)(?:\s?(万|亿))?")
_FACTOR = {"万": 10_000, "亿": 100_000_000}


@dataclass(frozen=True, slots=True)
class Values:
    """What a text states in figures."""

    dates: frozenset[str]
    """``2008-02``, ``2006-05-29`` or ``2007-09-24/2007-09-28``."""
    numbers: frozenset[int]
    """Whole numbers outside those dates, thousands joined; a year that stands alone is one."""


@lru_cache(maxsize=16_384)
def values_of(text: str) -> Values:
    """Return the dates and the numbers of a text."""
    folded = fold(text)
    dates: set[str] = set()
    rest = folded
    for pattern in _PATTERNS:
        for match in pattern.finditer(rest):
            date = _canonical(match.groupdict())
            if date:
                dates.add(date)
        rest = pattern.sub(lambda match: _blank(match.groupdict(), match.group()), rest)
    return Values(frozenset(dates), frozenset(_number(match) for match in _NUMBER.finditer(rest)))


def as_date(text: str) -> str | None:
    """Return the canonical date when the text is one date and nothing else."""
    folded = fold(text)
    for pattern in _PATTERNS:
        match = pattern.fullmatch(folded)
        if match:
            return _canonical(match.groupdict())
    return None


def as_number(text: str) -> int | None:
    """Return the number when the text is one number and nothing else."""
    match = _NUMBER.fullmatch(fold(text))
    return _number(match) if match else None


def _canonical(parts: dict[str, str | None]) -> str | None:
    """Build the canonical form; None where the parts are no date."""
    year, month = parts["y"], _month(parts["m"])
    if month is None:
        return None
    first_day, last_day = _day(parts.get("d")), _day(parts.get("d2"))
    if first_day is None:
        return f"{year}-{month:02d}"
    # "28 April to 2 May 2008": the first month stands with the first day, the last one last.
    first_month = _month(parts.get("m1")) or month
    last_month = _month(parts.get("m2")) or month
    first = f"{year}-{first_month:02d}-{first_day:02d}"
    if last_day is None:
        return first
    return f"{first}/{parts.get('y2') or year}-{last_month:02d}-{last_day:02d}"


def _blank(parts: dict[str, str | None], text: str) -> str:
    """Remove a date from the text, unless it turned out to be none."""
    return " " if _canonical(parts) else text


def _month(text: str | None) -> int | None:
    if text is None:
        return None
    if text.isdigit():
        return int(text) if 1 <= int(text) <= 12 else None
    return _MONTHS[re.split(r"\s?/\s?", text)[0]]


def _day(text: str | None) -> int | None:
    return int(text.removesuffix("er")) if text else None


def _number(match: re.Match[str]) -> int:
    digits = re.sub(r"\D", "", match.group())
    return int(digits) * _FACTOR.get(match.group(1) or "", 1)
