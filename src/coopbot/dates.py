"""Dates and periods in six languages, in one ISO form.

    >>> [found.iso for found in find_dates("2007年9月24日至28日; 28 septembre 2007; 2008 年 2 月")]
    ['2007-09-24/2007-09-28', '2007-09-28', '2008-02']

A period across months or years has both ends in full; a period of months or years is
``2005/2006``. A bare year counts from 1900 to 2099.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from coopbot.folded import Cover, FoldedText, fold
from coopbot.numerals import CHINESE_NUMERAL, chinese_number, plain_word

_MONTHS = {
    "en": "january february march april may june july august september october november december",
    "fr": "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre "
    "diciembre",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
}
_MORE_MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9,
    "oct": 10, "nov": 11, "dec": 12, "setiembre": 9,
    "январь": 1, "январе": 1, "февраль": 2, "феврале": 2, "март": 3, "марте": 3, "апрель": 4,
    "апреле": 4, "май": 5, "мае": 5, "июнь": 6, "июне": 6, "июль": 7, "июле": 7, "август": 8,
    "августе": 8, "сентябрь": 9, "сентябре": 9, "октябрь": 10, "октябре": 10, "ноябрь": 11,
    "ноябре": 11, "декабрь": 12, "декабре": 12,
    "كانون الثاني": 1, "شباط": 2, "آذار": 3, "نيسان": 4, "أيار": 5, "حزيران": 6, "تموز": 7,
    "آب": 8, "أيلول": 9, "تشرين الأول": 10, "تشرين الثاني": 11, "كانون الأول": 12,
    "جانفي": 1, "فيفري": 2, "أفريل": 4, "ماي": 5, "جوان": 6, "جويلية": 7, "أوت": 8,
}  # fmt: skip
_MONTH_NUMBERS = {
    plain_word(name): number
    for names in _MONTHS.values()
    for number, name in enumerate(names.split(), 1)
} | {plain_word(name): number for name, number in _MORE_MONTHS.items()}


def _month_pattern() -> str:
    """Return an alternation of all month names, longest first, accents optional."""
    spelled = sorted(
        {
            *(name for names in _MONTHS.values() for name in names.split()),
            *_MORE_MONTHS, "février", "août", "décembre", "ابريل", "اغسطس", "اكتوبر",
            "ايلول", "ايار", "اذار",
        },
        key=lambda name: (-len(name), name),
    )  # fmt: skip
    return "|".join(spelled)


_NAME = rf"(?:{_month_pattern()})"
# Arabic prints both calendars' names: أيلول/سبتمبر.
_MONTH = rf"(?<![^\W\d_]){_NAME}(?: ?/ ?{_NAME})?(?![^\W\d_])\.?"
_DAY = r"(?<!\d)(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|er|º|°|-?го|-?е)?(?!\d)"
_YEAR = r"(?<![\d/.-])(?:19|20)\d\d(?!\d|[.,]\d)"
_UNTIL = (
    r"(?: ?[-~] ?| (?:to|through|and|until|till|au|à|al|a|et|y|по|и|до|و|إلى|الى|حتى) ?"
    r"(?:le |el |la |the )?| و| ?[至到和] ?)"
)
_OF = r"(?:,? (?:of |de |del |d'|du |من )?| ?)"
_YEAR_WORD = r"(?: ?(?:года?|году|годах|гг?\.))?"

_WRITTEN = re.compile(
    rf"(?P<day>{_DAY})(?:{_OF}(?P<month1>{_MONTH})(?:{_OF}(?P<year1>{_YEAR}))?)?{_UNTIL}(?P<last>{_DAY}){_OF}(?P<month2>{_MONTH})(?:{_OF}(?P<year2>{_YEAR}))?{_YEAR_WORD}"
    rf"|(?P<oneday>{_DAY}){_OF}(?P<onemonth>{_MONTH})(?:{_OF}(?P<oneyear>{_YEAR}))?{_YEAR_WORD}",
    re.IGNORECASE,
)
_AMERICAN = re.compile(
    rf"(?P<month>{_MONTH}) (?P<day>{_DAY})"
    rf"(?:{_UNTIL}(?:(?P<month2>{_MONTH}) )?(?P<last>{_DAY}))?,? (?P<year>{_YEAR})",
    re.IGNORECASE,
)
_MONTH_YEAR = re.compile(
    rf"(?P<month>{_MONTH})(?:(?:{_UNTIL}| ?/ ?)(?P<month2>{_MONTH}))?"
    rf"{_OF}(?P<year>{_YEAR}){_YEAR_WORD}",
    re.IGNORECASE,
)
_CN = rf"(?:\d{{1,2}}|[{CHINESE_NUMERAL}]{{1,3}})"
_RI = " ?[日号號]"
_ZHI = r" ?[至到\-~] ?"
_CN_YEAR = r"(?:(?:19|20)\d\d|[一二][〇零○九八七六五四三二一]{3})"
_CHINESE = re.compile(
    rf"(?<!\d)(?P<year>{_CN_YEAR}) ?年(?: ?(?P<month>{_CN}) ?月份?(?: ?(?P<day>{_CN}){_RI})?)?"
    rf"(?:{_ZHI}(?:(?P<year2>{_CN_YEAR}) ?年 ?)?"
    rf"(?:(?P<month2>{_CN}) ?月 ?)?(?P<last>{_CN}){_RI})?"
    rf"|(?P<month_only>{_CN}) ?月 ?(?P<day_only>{_CN}){_RI}"
    rf"(?:{_ZHI}(?:(?P<month_last>{_CN}) ?月 ?)?(?P<last_only>{_CN}){_RI})?"
)
_ISO = re.compile(
    r"(?<![\d/-])(?P<year>(?:19|20)\d\d)-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>0[1-9]|[12]\d|3[01]))?(?![\d-])"
    r"|(?<![\d/.])(?P<day2>0?[1-9]|[12]\d|3[01])(?P<sep>[./])(?P<month2>0?[1-9]|1[0-2])(?P=sep)(?P<year2>(?:19|20)\d\d)(?![\d/])"
)
_YEAR_RANGE = re.compile(
    rf"(?P<first>{_YEAR}) ?(?:年 ?)?(?:[-/~至到]|(?:to|au?|à|al|и|по|إلى|and|et|y|-) ) ?"
    r"(?P<last>(?:19|20)\d\d)(?![\d-])(?! ?年 ?\d{1,2} ?月)(?: ?年)?",
    re.IGNORECASE,
)
_ONE_YEAR = re.compile(rf"(?P<one>{_YEAR})(?: ?年)?")


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date or period as printed and in ISO form; a date without its year begins ``--``."""

    iso: str
    text: str
    start: int
    end: int


def find_dates(text: str, language: str | None = None) -> tuple[DateMention, ...]:
    """Find dates and periods in order of place, without overlap.

    ``language`` is not needed: month names and signs tell. A day and month without a year give
    ``--04-28``, as in ISO 8601.
    """
    folded = fold(text)
    mentions = [
        DateMention(found.iso, text[start:end], start, end)
        for found in dates_in(folded)
        for start, end in [folded.span(found.start, found.end)]
    ]
    return tuple(mentions)


def dates_in(folded: FoldedText) -> list[DateMention]:
    """Find dates with offsets of the folded text; the more specific form wins."""
    taken: list[DateMention] = []
    if not _WORTH_READING.search(folded.text):
        return taken
    cover = Cover(len(folded.text))
    for pattern, read in _READERS:
        for match in pattern.finditer(folded.text):
            start, end = match.span()
            if not cover.is_free(start, end):
                continue
            iso = read(match)
            if iso:
                end = start + len(match.group().rstrip())
                cover.take(start, end)
                taken.append(DateMention(iso, folded.text[start:end], start, end))
    return sorted(taken, key=lambda found: found.start)


def _written(match: re.Match[str]) -> str | None:
    if match["oneday"]:
        return _period((match["oneyear"], match["onemonth"], match["oneday"]), None)
    month1 = match["month1"] or match["month2"]
    year1 = match["year1"] or match["year2"]
    return _period((year1, month1, match["day"]), (match["year2"], match["month2"], match["last"]))


def _american(match: re.Match[str]) -> str | None:
    first = (match["year"], match["month"], match["day"])
    if not match["last"]:
        return _period(first, None)
    return _period(first, (match["year"], match["month2"] or match["month"], match["last"]))


def _month_year(match: re.Match[str]) -> str | None:
    last = (match["year"], match["month2"], None) if match["month2"] else None
    return _period((match["year"], match["month"], None), last)


def _chinese(match: re.Match[str]) -> str | None:
    first: _Written
    if match["month_only"]:
        first = (None, match["month_only"], match["day_only"])
        if not match["last_only"]:
            return _period(first, None)
        return _period(
            first, (None, match["month_last"] or match["month_only"], match["last_only"])
        )
    first = (match["year"], match["month"], match["day"])
    if not match["last"]:
        return _period(first, None)
    if not match["day"]:
        return None
    last_month = match["month2"] or match["month"]
    return _period(first, (match["year2"] or match["year"], last_month, match["last"]))


def _numeric(match: re.Match[str]) -> str | None:
    if match["year"]:
        return _period((match["year"], match["month"], match["day"]), None)
    return _period((match["year2"], match["month2"], match["day2"]), None)


def _year_range(match: re.Match[str]) -> str | None:
    return f"{match['first']}/{match['last']}" if match["first"] < match["last"] else None


def _one_year(match: re.Match[str]) -> str | None:
    return str(match["one"])


_WORTH_READING = re.compile(r"\d|[年月]")
_READERS = (
    (_YEAR_RANGE, _year_range),
    (_CHINESE, _chinese),
    (_WRITTEN, _written),
    (_AMERICAN, _american),
    (_MONTH_YEAR, _month_year),
    (_ISO, _numeric),
    (_ONE_YEAR, _one_year),
)
"""From the most specific form to the least: what one has read the next does not see."""

_Written = tuple[str | None, str | None, str | None]


def _period(first: _Written, last: _Written | None) -> str | None:
    start = _iso(first)
    if start is None or last is None:
        return start
    end = _iso(last)
    if end is None:
        return None
    return f"{start}/{end}" if start < end else None


def _iso(written: _Written) -> str | None:
    """Write one date; None where month or day cannot be."""
    year, month, day = written
    shown = f"{_number(year):04d}" if year else "-"
    if not month:
        return shown if year else None
    month_number = _month_number(month)
    if not 1 <= month_number <= 12:
        return None
    shown += f"-{month_number:02d}"
    if not day:
        return shown if year else None
    day_number = _number(day)
    return f"{shown}-{day_number:02d}" if 1 <= day_number <= 31 else None


def _month_number(text: str) -> int:
    name = plain_word(text.rstrip(".").partition("/")[0])
    return _MONTH_NUMBERS.get(name) or _number(text)


def _number(text: str) -> int:
    digits = re.match(r"\d+", text)
    return int(digits.group()) if digits else chinese_number(text) or 0
