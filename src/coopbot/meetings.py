"""Meetings of the COP-MOP as six languages name them: COP-MOP 4, 第四次会议, la quatrième réunion."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from coopbot.folded import FoldedText, latinised
from coopbot.numerals import chinese_number, ordinal_number

_LAST_MEETING = 30
"""A higher number is no meeting of the COP-MOP."""

_ACRONYM = re.compile(
    r"(?<![A-Za-z0-9/-])(?:(?:BS|CP)[ -])?(?:(?:COP|CdP|CP)[-/ ]?(?:MOP|MdP|RdP)|MOP|KC[-/]CC)"
    r"[-/ ]{0,2}0?(?P<number>[1-9]\d?)(?![\d/]|\.\d|-[A-Z])"
)
_CN = r"[一二三四五六七八九十]{1,3}|\d{1,2}"
_CHINESE = re.compile(
    rf"(?:作为)?《?(?:卡塔赫纳)?(?:生物(?:技术)?安全)?议定书》?缔约方(?:会议)?(?:的?缔约方大会)?"
    rf"(?:的|在)?(?:其)?第 ?(?P<first>{_CN}) ?(?:次会议)?(?:[、和及与] ?第? ?(?P<second>{_CN}) ?)?(?:次|届)会议"
    rf"|第 ?(?P<first2>{_CN}) ?(?:[、和及与] ?第? ?(?P<second2>{_CN}) ?)?(?:次|届)会议(?=上[,，]?(?:作为)?议定书缔约方)"
)
_ORDINAL = r"[^\W\d_]+(?:-[^\W\d_]+)?(?: [^\W\d_]+)??|\d{1,2}(?:st|nd|rd|th|er|ère|ème|e|ª|º|a|-[йяего]{1,3})?"
_BODY = {
    "en": rf"(?P<ordinal>{_ORDINAL}) meetings? of (?:the Conference of the Parties (?:serving|acting) as the meeting of the Parties|the Parties to the (?:Cartagena )?Protocol|(?:the )?COP-MOP)",
    "fr": rf"(?P<ordinal>{_ORDINAL}) réunions? (?:de la Conférence des Parties (?:siégeant|agissant) (?:en tant que|comme) (?:la )?réunion des Parties|des Parties au Protocole)",
    "es": rf"(?P<ordinal>{_ORDINAL}) reunión de (?:la Conferencia de las Partes que actúa como reunión de las Partes|las Partes en el Protocolo)",
    "ru": rf"(?P<ordinal>{_ORDINAL}) совещани\w{{1,2}} (?:Конференции Сторон,? (?:выступающ|действующ)\w+ в качестве совещания Сторон|Сторон Протокола)",
    "ar": r"اجتماع(?:ه|ها)? (?P<ordinal>ال[ء-ي]+(?: (?:عشر|عشرة))?) (?:لمؤتمر الأطراف العامل كاجتماع(?: ل?ل?أطراف)?|لاجتماع الأطراف في البروتوكول|للأطراف في البروتوكول)",
}
_SPELLED = {
    language: re.compile(rf"(?<![^\W_]){pattern}" if language != "ar" else pattern, re.IGNORECASE)
    for language, pattern in _BODY.items()
}


@dataclass(frozen=True, slots=True)
class MeetingMatch:
    """A meeting in folded text."""

    id: str
    start: int
    end: int


def find_meetings(folded: FoldedText) -> list[MeetingMatch]:
    """Find the meetings of the COP-MOP that a text names with their number."""
    return [
        MeetingMatch(f"COP-MOP-{number}", start, end)
        for number, start, end in _numbered(folded.text)
        if number and 0 < number <= _LAST_MEETING
    ]


def _numbered(text: str) -> Iterator[tuple[int | None, int, int]]:
    for match in _ACRONYM.finditer(latinised(text)):
        yield int(match["number"]), match.start(), match.end()
    for match in _CHINESE.finditer(text):
        for group in ("first", "second", "first2", "second2"):
            if match[group]:
                yield _chinese_value(match[group]), match.start(), match.end()
    for language, pattern in _SPELLED.items():
        for match in pattern.finditer(text):
            number, start = _ordinal_value(match["ordinal"], language)
            yield number, match.start("ordinal") + start, match.end()


def _ordinal_value(text: str, language: str) -> tuple[int | None, int]:
    """Return the value of the ordinal that ends a text and where it begins there."""
    digits = re.match(r"\d+", text)
    if digits:
        return int(digits.group()), 0
    value = ordinal_number(text, language)
    if value is not None:
        return value, 0
    last = text.rpartition(" ")[2]
    return ordinal_number(last, language), len(text) - len(last)


def _chinese_value(text: str) -> int | None:
    return int(text) if text.isdigit() else chinese_number(text)
