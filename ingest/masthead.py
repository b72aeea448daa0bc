"""What the first page of a UN document says of the document itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from coopbot.dates import find_dates
from coopbot.symbols import display_symbol
from coopbot.types import DocumentFacts

_LINES = 60
"""Lines at the head that may belong to the masthead."""
_SYMBOL = re.compile(
    r"(?:UNEP/)?CBD(?:/[A-Z][A-Z0-9&.-]*)+(?:/(?:[IVX]+|\d{1,3}))*"
    r"(?:/(?:INF|L|CRP|DEC)\.?(?:[/.]?\d{1,3})*)?"
    r"(?:/(?:Add|Rev|Corr|Amend)\.?\s?\d{1,2})*\s?\*{0,3}",
    re.IGNORECASE,
)
_LONGEST_SYMBOL = 100
_LANGUAGE_NAMES = {
    "zh": "chinese|chinois|chino|китайский|中文|(?:ب?ال)?صيني[ةه]?",
    "en": "english|anglais|ingl[eé]s|английский|英文|(?:ب?ال)?[إا]ن[جك]ليزي[ةه]?",
    "fr": "french|fran[cç]ais|franc[eé]s|французский|法文|(?:ب?ال)?فرنسي[ةه]?",
    "es": "spanish|espagnol|español|испанский|西班牙文|(?:ب?ال)?[إا]سباني[ةه]?",
    "ru": "russian|russe|ruso|русский|俄文|(?:ب?ال)?روسي[ةه]?",
    "ar": "arabic|arabe|[aá]rabe|арабский|阿拉伯文|(?:ب?ال)?عربي[ةه]?",
}
_ORIGINAL = re.compile(
    r"(?:ORIGINAL|ОРИГИНАЛ|ЯЗЫК ОРИГИНАЛА|原文|الأصل)\s*[:：]\s*(?P<name>\S+)", re.IGNORECASE
)
_AGENDA = re.compile(
    r"(?:Agenda item|Item|Point|Tema|Пункт|البند)\s+(?P<a>\d{1,2}(?:\.\d{1,2})?)\b|"
    r"临时议程\s?\*{0,3}\s?项目\s?(?P<b>\d{1,2}(?:\.\d{1,2})?)|"
    r"(?:临时)?议程(?:\s?\*{0,3}\s?)?项目\s?(?P<c>\d{1,2}(?:\.\d{1,2})?)|"
    r"议程\s?\*{0,3}\s?第?\s?(?P<d>\d{1,2})\s?项",
    re.IGNORECASE,
)
# "ITEM 1. OPENING OF THE MEETING" is a heading of a report, not the item that the document is for.
_HEADING_BEHIND = re.compile(r"\s?[.:：．–—-]\s*[^\s\d]")
_NAME, _WHOLE_NAME = 90, 250
"""Characters that the name of a body has at most, on a line and as a block."""
_DISTRIBUTION = re.compile(
    r"distr(?:\.|ibution)?\b|(?:general|g[ée]n[ée]rale|limited|limit[ée]e|limitada|cbd|عام|"
    r"普遍分发|общее|ограниченное)$",
    re.IGNORECASE,
)
_OTHER_LINE = re.compile(
    r"/\.{3}|(?:un|unep|environment programme)$|"
    r"convention on\b|conference of the parties|conférence des parties|conferencia de las partes|"
    r"конференция сторон|конвенция о|مؤتمر الأطراف|الاتفاقية|生物多样性公约$|缔约方大会|"
    r"作为.{0,20}缔约方|serving as|to the cartagena|on biosafety$|biosafety$|"
    r"siégeant|que actúa|выступающая|العامل كاجتماع|protocol[eo]?\b.{0,40}$|протокол|بروتوكول",
    re.IGNORECASE,
)
_MEETING = re.compile(
    r"(?:(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth)\s+"
    r"(?:ordinary\s+)?meeting|\w+ième réunion|première réunion|\w+ reunión$|\w+ совещание|الاجتماع|"
    r"第.{1,3}次会议).{0,40}$",
    re.IGNORECASE,
)
_PLACE_AND_DATE = re.compile(
    r"[^\d]{2,60}\d{1,2}\s?[-–—至]?.{0,40}\d{4}(?:\s?(?:года|г\.|عام))?|"
    r"\d{4}\s?年.{2,30}[日号][，,\s]*\D{2,30}"
)
_REPORT = re.compile(
    r"^(?:report of the \w+ meeting|rapport de la \w+ réunion|informe de la \w+ reunión|"
    r"доклад о работе \w+ совещания|تقرير الاجتماع)|会议(?:的)?报告$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Masthead:
    """What was found at the head of a document; None where nothing was."""

    symbol: str | None = None
    original_language: str | None = None
    date: str | None = None
    agenda_item: str | None = None


def read_masthead(text: str) -> Masthead:
    """Read the first lines of a document, those of page headers among them."""
    lines = [line.strip() for line in text[:12_000].splitlines() if line.strip()][:_LINES]
    symbol = next((line for line in lines if is_symbol(line)), None)
    date = original = item = None
    for line in lines:
        if original is None and (match := _ORIGINAL.search(line)):
            original = _language_of(match.group("name"))
        if item is None and (match := _agenda_item(line)):
            item = next(group for group in match.groups() if group)
        if date is None:
            date = _date_alone(line)
    # A date alone on a line means little in a document without a symbol.
    return Masthead(
        display_symbol(symbol) if symbol else None, original, date if symbol else None, item
    )


def is_symbol(text: str) -> bool:
    """Tell whether a line is the symbol of a document."""
    return len(text) <= _LONGEST_SYMBOL and bool(_SYMBOL.fullmatch(text))


def is_masthead_fact(text: str) -> bool:
    """Tell whether a line says what only a masthead says: symbol, language, date, meeting."""
    return bool(
        is_symbol(text)
        or _ORIGINAL.search(text)
        or _agenda_item(text)
        or _date_alone(text)
        or _language_of(text)
        or _DISTRIBUTION.match(text)
        or _MEETING.match(text)
        or (len(text) < 80 and _PLACE_AND_DATE.fullmatch(text))
    )


def is_masthead_line(text: str) -> bool:
    """Tell whether a line of the first page belongs to the masthead, not to the title.

    Names of bodies and meetings do too, and may also stand in a title or in a sentence.
    """
    if text[-1] in ",，،" or is_report(text):
        return False
    # Capitals, or a script that has none: the whole name of a body fills three lines.
    longest = _WHOLE_NAME if text == text.upper() else _NAME
    return is_masthead_fact(text) or bool(len(text) < longest and _OTHER_LINE.match(text))


def _agenda_item(text: str) -> re.Match[str] | None:
    match = _AGENDA.match(text) if len(text) < 80 else None
    return match if match and not _HEADING_BEHIND.match(text, match.end()) else None


def with_masthead(facts: DocumentFacts, masthead: Masthead) -> DocumentFacts:
    """Fill in what the manifest and the names leave open; what they say stands."""
    symbol = facts.symbol
    if "/" not in symbol and masthead.symbol:
        symbol = masthead.symbol
    return replace(
        facts,
        symbol=symbol,
        date=facts.date or (None if facts.date_note else masthead.date),
        original_language=facts.original_language or masthead.original_language,
        agenda_item=facts.agenda_item or masthead.agenda_item,
        series=facts.series or series_of(symbol),
        meeting=facts.meeting or meeting_of(symbol),
    )


def series_of(symbol: str) -> str | None:
    """Return the series that a symbol names, None for a document that is not of the UN."""
    if not re.match(r"(?:UNEP/)?CBD/", symbol):
        return None
    for pattern, series in (
        (r"/INF/", "information"),
        (r"/L\.\d", "limited"),
        (r"/CRP[./]?\d", "conference-room"),
        (r"/DEC/", "decision"),
        (r"/MOP/\d+/1(?:/|$)|/COP/\d+/1(?:/|$)", "agenda"),
        (r"MOP/\d+/\d", "pre-session"),
    ):
        if re.search(pattern, symbol.replace("COP-MOP", "MOP")):
            return series
    return "other"


def is_report(title: str) -> bool:
    """Tell whether a title is that of the report of a meeting."""
    return bool(_REPORT.search(title))


def meeting_of(symbol: str) -> str | None:
    """Return the registry id of the meeting that a symbol names: ``COP-MOP-4``."""
    if re.match(r"(?:UNEP/)?CBD/NP/", symbol):
        return None
    match = re.match(
        r"(?:UNEP/CBD/BS/COP-MOP|CBD/(?:BS|CP)/(?:COP-)?MOP)/(?:DEC/)?(\d{1,2}|[IVX]+)/", symbol
    )
    if not match:
        return None
    number = match.group(1)
    romans = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")
    return f"COP-MOP-{romans.index(number) + 1 if number in romans else number}"


def _language_of(name: str) -> str | None:
    bare = name.strip(" .,:;*").lower()
    for language, names in _LANGUAGE_NAMES.items():
        if re.fullmatch(names, bare):
            return language
    return None


def _date_alone(line: str) -> str | None:
    """Return the date that a line consists of, None for any other line."""
    if not 8 <= len(line) <= 40 or not re.search(r"\d", line):
        return None
    for mention in find_dates(line):
        rest = (line[: mention.start] + line[mention.end :]).strip(" .,г")
        if rest in ("", "года", "عام") and re.fullmatch(r"\d{4}-\d{2}-\d{2}", mention.iso):
            return mention.iso
    return None
