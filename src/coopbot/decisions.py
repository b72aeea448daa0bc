"""Identifiers of decisions: found as printed, as typed and as said, in one canonical form.

>>> canonical_decision("bs-3/10"), canonical_decision("CP VIII/16"), canonical_decision("9/7")
('BS-III/10', 'CP-VIII/16', '9/7')
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from coopbot.folded import Cover, FoldedText, fold_text, latinised
from coopbot.numerals import chinese_number, ordinal_number, roman_number, roman_numeral

_ROMAN = r"(?:X{1,3}(?:IX|IV|V?I{0,3})|IX|IV|VI{0,3}|I{1,3})"
IDENTIFIER = re.compile(
    rf"(?<![A-Za-z0-9/])(?:(?P<body>BS|CP|NP|COP)(?: ?- ?| )?(?P<meeting>{_ROMAN}|\d{{1,2}})"
    rf" ?/ ?(?P<number>\d{{1,2}})|(?P<bare>{_ROMAN}|\d{{1,2}}) ?/ ?(?P<bare_number>\d{{1,2}}))"
    r"(?![\d/A-Za-z]|[.]\d)"
)
"""An identifier as printed, to be looked for in latinised text; the bare form has no body."""


@dataclass(frozen=True, slots=True)
class LooseDecision:
    """An identifier that people type (``bs-3/10``), read: its id and folded range."""

    id: str
    start: int
    end: int


def canonical_decision(text: str) -> str | None:
    """Return ``BS-III/10``, ``CP-VIII/16``, ``CP-9/7``, ``NP-1/8`` or ``COP-XIII/3``, else None.

    Takes small letters, missing or wrong separators, Arabic for Roman numbers and the letter O for
    a zero at the end; a form without its body stays bare: ``III/10``.
    """
    compact = re.sub(r"\s", "", latinised(fold_text(text))).upper().replace("|", "I")
    compact = re.sub(r"(?<=\d)[OØ]$", "0", compact)
    match = _ANY_DECISION.fullmatch(compact)
    if not match:
        return None
    meeting = match["meeting"]
    if not meeting.isdigit() and roman_number(meeting) is None:
        # A small l, or a one, typed for I.
        meeting = meeting.replace("L", "I").replace("1", "I")
    value = int(meeting) if meeting.isdigit() else roman_number(meeting)
    if not value or value > 30 or not int(match["number"]):
        return None
    return decision_id(match["body"], value, int(match["number"]), roman=not meeting.isdigit())


_LOOSE = re.compile(
    r"(?<![A-Za-z0-9/])(?:(?:BS|NP|CP)[ -]{0,2}(?:decision )?|(?:COP-?)?MOP (?:decision )?)"
    r"(?:[IVXl|1]{1,5}|\d{1,2}) ?[/.-] ?\d[\dOØ]?(?![\d/A-Za-z])",
    re.IGNORECASE,
)
_CHINESE_SPOKEN = re.compile(
    r"(?P<body>缔约方大会)?第 ?(?P<meeting>[一二三四五六七八九十]{1,3}|\d{1,2}) ?[次届]会议"
    r"(?:[上中]?所?(?:通过|作出)?的?) ?"
    r"(?:第 ?(?P<number>[一二三四五六七八九十]{1,3}|\d{1,2}) ?[号號]决定"
    r"|决定 ?第? ?(?P<number2>\d{1,2}) ?号?)"
)
_SPOKEN = re.compile(
    r"(?:\bdecision|\bdécision|\bdecisión|\bрешени[еяюи]м?|(?:ال)?(?:مقرر|قرار)) "
    r"(?:no\.? ?|n° ?|núm\. ?|№ ?|رقم )?(?P<number>\d{1,2})"
    r"(?: (?:of|from|de|du|del|на|من|الصادر عن))? (?:the |la |el |l')?"
    r"(?:(?P<ordinal>[^\W\d_]+) (?:meeting|réunion|reunión|совещани[яеию]\w?)"
    r"|ل?ل?اجتماع (?P<arabic>ال[ء-ي]+)|(?:COP[-/ ]?)?MOP[- ]?(?P<meeting>\d{1,2}))",
    re.IGNORECASE,
)


def find_loose_decisions(
    folded: FoldedText, taken: Sequence[tuple[int, int]] = ()
) -> list[LooseDecision]:
    """Find identifiers as people type or say them: ``bs-3/10``, 第三次会议第10号决定."""
    text = folded.text
    cover = Cover(len(text))
    for start, end in taken:
        cover.take(start, end)
    found: list[LooseDecision] = []
    for identity, start, end in _loose_identifiers(text):
        if identity and cover.is_free(start, end):
            cover.take(start, end)
            found.append(LooseDecision(identity, start, end))
    return found


def _loose_identifiers(text: str) -> Iterator[tuple[str | None, int, int]]:
    for match in _LOOSE.finditer(latinised(text)):
        compact = re.sub(r"(?i)decision|\s", "", match.group())
        yield canonical_decision(compact), match.start(), match.end()
    for match in _CHINESE_SPOKEN.finditer(text):
        meeting = _number(match["meeting"])
        number = _number(match["number"] or match["number2"])
        yield _spoken_id(meeting, number), match.start(), match.end()
    for match in _SPOKEN.finditer(text):
        meeting = int(match["meeting"]) if match["meeting"] else _ordinal(match)
        yield _spoken_id(meeting, int(match["number"])), match.start(), match.end()


def _spoken_id(meeting: int | None, number: int | None) -> str | None:
    return decision_id("CP", meeting, number) if meeting and number else None


def _ordinal(match: re.Match[str]) -> int | None:
    word = match["ordinal"] or match["arabic"]
    values = (ordinal_number(word, language) for language in ("en", "fr", "es", "ru", "ar"))
    return next((value for value in values if value), None)


def _number(text: str) -> int | None:
    return int(text) if text.isdigit() else chinese_number(text)


_ANY_DECISION = re.compile(
    r"(?:(?P<body>BS|CP-?MOP|CP|NP|COP-?MOP|MOP|COP)[-/]?)?"
    r"(?P<meeting>[IVXL1]{1,6}|\d{1,2})[/.-](?P<number>\d{1,2})"
)


def decision_id(body: str | None, meeting: int, number: int, *, roman: bool = True) -> str:
    """Write the id of a decision as its meeting numbers them.

    Under the Cartagena Protocol meetings 1 to 7 write BS and Roman figures, the eighth CP-VIII,
    later ones Arabic figures; the COP turned to Arabic figures at its fourteenth meeting.
    """
    if body is None:
        shown = roman_numeral(meeting) if roman else str(meeting)
        return f"{shown}/{number}"
    if body == "NP":
        return f"NP-{meeting}/{number}"
    if body == "COP":
        return f"COP-{roman_numeral(meeting) if meeting < 14 else meeting}/{number}"
    if meeting <= 7:
        return f"BS-{roman_numeral(meeting)}/{number}"
    return f"CP-VIII/{number}" if meeting == 8 else f"CP-{meeting}/{number}"


def identifier_id(text: str) -> str | None:
    """Return the canonical id of what :data:`IDENTIFIER` matched."""
    match = IDENTIFIER.fullmatch(latinised(text))
    if not match:
        return None
    meeting = match["meeting"] or match["bare"]
    value = int(meeting) if meeting.isdigit() else roman_number(meeting)
    number = int(match["number"] or match["bare_number"])
    if not value or not number:
        return None
    return decision_id(match["body"], value, number, roman=not meeting.isdigit())
