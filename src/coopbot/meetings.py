"""Meetings of the COP-MOP as six languages name them: COP-MOP 4, 第四次会议, quatrième réunion."""

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
_AND_CN = "[、和及与] ?第? ?"
_CHINESE = re.compile(
    rf"(?:作为)?《?(?:卡塔赫纳)?(?:生物(?:技术)?安全)?议定书》?缔约方(?:会议)?(?:的?缔约方大会)?"
    rf"[的在]?其?第 ?(?P<first>{_CN}) ?(?:次会议)?(?:{_AND_CN}(?P<second>{_CN}) ?)?[次届]会议"
    rf"|第 ?(?P<first2>{_CN}) ?(?:{_AND_CN}(?P<second2>{_CN}) ?)?[次届]会议"
    "(?=上[,，]?(?:作为)?议定书缔约方)"
)
# One word is enough: the ordinals of two words begin above twenty, or eleven in Arabic.
_WORD = r"[^\W\d_]+(?:-[^\W\d_]+)?|\d{1,2}(?:st|nd|rd|th|er|ère|ème|e|ª|º|a|-[йяего]{1,3})?"
_ARABIC_WORD = "ال[ء-ي]+(?: عشرة?)?"
_ARABIC_ORDINALS = rf"(?P<first>{_ARABIC_WORD})(?: و(?P<second>{_ARABIC_WORD}))?"


def _ordinals(conjunction: str) -> str:
    """Match one ordinal or two joined ones."""
    return rf"(?P<first>{_WORD})(?: {conjunction} (?P<second>{_WORD}))?"


_OF_BODY = {
    "en": rf"{_ordinals('and')} meetings? of (?:the Conference of the Parties (?:serving|acting) "
    r"as the meeting of the Parties|the Parties to the (?:Cartagena )?Protocol|(?:the )?COP-MOP)",
    "fr": rf"{_ordinals('et')} réunions? (?:de la Conférence des Parties (?:siégeant|agissant) "
    r"(?:en tant que|comme) (?:la )?réunion des Parties|des Parties au Protocole)",
    "es": rf"{_ordinals('y')} reuni(?:ón|ones) de (?:la Conferencia de las Partes que actúa como "
    r"reunión de las Partes|las Partes en el Protocolo)",
    "ru": rf"{_ordinals('и')} совещани[а-я]{{1,3}} (?:Конференции Сторон,? (?:выступающ|действующ)"
    r"[а-я]+ в качестве совещания Сторон|Сторон Протокола)",
    "ar": rf"[ولب]?ل?(?:ال)?اجتماع(?:ين|ان)? {_ARABIC_ORDINALS} "
    r"(?:لمؤتمر الأطراف العامل كاجتماع(?: ل?ل?أطراف)?|ل(?:اجتماع ا)?لأطراف في البروتوكول)",
}
"""The meeting of the body: ``the third meeting of the Parties to the Protocol``."""
_ITS = {
    "en": rf"(?:its|their) {_ordinals('and')} meetings?(?![^\W_])",
    "fr": rf"(?:sa|ses|leurs?) {_ordinals('et')} réunions?(?![^\W_])",
    "es": rf"(?:sus? {_ordinals('y')} reuni(?:ón|ones)(?![^\W_])"
    rf"|sus? reuni(?:ón|ones) (?P<third>{_WORD})(?: y (?P<fourth>{_WORD}))?)",
    "ru": rf"(?:сво[а-я]{{1,3}}|его|ее|их) {_ordinals('и')} совещани[а-я]{{1,3}}(?![^\W_])",
    "ar": rf"اجتماع(?:ه|ها|هم|يه|يها|يهم) {_ARABIC_ORDINALS}",
}
"""A meeting by its possessor, who stands elsewhere in the sentence: ``at its third meeting``."""
_POSSESSOR = re.compile(
    r"meeting of the Parties|Parties to the (?:Cartagena )?Protocol|réunion des Parties"
    r"|Parties au Protocole|reunión de las Partes|Partes en el Protocolo|совещания Сторон"
    r"|Сторон[а-я]? Протокола|كاجتماع ل?ل?أطراف|الأطراف في البروتوكول",
    re.IGNORECASE,
)
_REACH = 120
"""Characters on either side in which the possessor is looked for, within the sentence."""
_SPELLED = {
    language: (
        re.compile(rf"(?<![^\W_]){of_body}", re.IGNORECASE),
        re.compile(rf"(?<![^\W_]){_ITS[language]}", re.IGNORECASE),
    )
    for language, of_body in _OF_BODY.items()
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
    for language, (of_body, its) in _SPELLED.items():
        for match in of_body.finditer(text):
            yield from _spelled(match, language)
        for match in its.finditer(text):
            if _has_possessor(text, match.start(), match.end()):
                yield from _spelled(match, language)


def _spelled(match: re.Match[str], language: str) -> Iterator[tuple[int | None, int, int]]:
    for ordinal in match.groupdict().values():
        if ordinal:
            yield _ordinal_value(ordinal, language), match.start(), match.end()


def _has_possessor(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - _REACH) : start].rpartition(". ")[2]
    after = text[end : end + _REACH].partition(". ")[0]
    return bool(_POSSESSOR.search(before) or _POSSESSOR.search(after))


def _ordinal_value(text: str, language: str) -> int | None:
    digits = re.match(r"\d+", text)
    return int(digits.group()) if digits else ordinal_number(text, language)


def _chinese_value(text: str) -> int | None:
    return int(text) if text.isdigit() else chinese_number(text)
