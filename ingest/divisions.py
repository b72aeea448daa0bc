"""Divisions that count anew: annexes, annexed decisions, the articles of a treaty.

A paragraph inside one is labelled with it, so that ``3`` of the report, ``annex-I.3`` and
``BS-IV/6.3`` stay apart and are equal in all languages; articles give the form in which they are
cited, ``18(2)(a)``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from coopbot.numerals import chinese_number, roman_number, roman_numeral
from ingest.lines import Line

_ANNEX_WORDS = (
    r"annexe?s?|appendix|appendice|anexos?|apéndice|приложение|дополнение|"
    r"(?:ال)?مرفق|(?:ال)?تذييل|附件|附录"
)
_ANNEX = re.compile(
    rf"(?:{_ANNEX_WORDS})(?:\s*(?P<number>[IVX]{{1,6}}|\d{{1,2}}|[A-Z]|[一二三四五六七八九十]{{1,3}}|"
    r"الأول|الثاني|الثالث|الرابع|الخامس|السادس))?"
    r"(?:[.*:：]?$|(?(number)\s?[.:：．、–—-]\s*(?=(?-i:[^\sa-zа-яё]))|$))",
    re.IGNORECASE,
)
_ARABIC_ORDINALS = ("الأول", "الثاني", "الثالث", "الرابع", "الخامس", "السادس")
_DECISION = re.compile(
    r"(?:(?:draft )?decision|décision|decisión|решение|المقرر|القرار|决定|第)?\s?"
    r"(?P<id>BS-[IVX]{1,4}/\d{1,2}|CP-(?:[IVX]{1,5}|\d{1,2})/\d{1,2}|NP-\d{1,2}/\d{1,2})"
    r"(?:\s?号决定)?(?:[.:：]\s*(?=\S)|\s?[-–—]\s+(?=\S)|[.:]?$)",
    re.IGNORECASE,
)
_ARTICLE = re.compile(
    r"(?:article|artículo|статья|(?:ال)?مادة|第)\s?(?P<number>\d{1,3}|[一二三四五六七八九十]{1,4}|"
    r"premier|الأولى)(?:\s?条)?"
    r"(?P<end>\s*$|\s*[.:：\-–—]+\s*|\s+(?=(?-i:[^\sa-zа-яё(（,，、;；第的规所中])))",
    re.IGNORECASE,
)
_CHINESE_ARTICLE = re.compile(r"第\s?[\d一二三四五六七八九十]{1,4}\s?条")
_AGENDA_ITEM = re.compile(
    r"(?:(?:AGENDA )?ITEM|POINT|TEMA|ПУНКТ|البند|项目|议程项目)\s?(?P<number>\d{1,2})"
    r"\s?[.:：．–—-]\s*(?=\S)"
)
_BARE_DECISION = re.compile(r"(?P<meeting>[IVX]{1,5}|\d{1,2})/(?P<number>\d{1,2})[.:：]\s*(?=\S)")
_MEETING_SYMBOL = re.compile(
    r"(?m)^[ \t]*(?:UNEP/CBD/BS/COP-MOP|CBD/(?:BS|CP)/(?:COP-)?MOP)/(?:DEC/)?(\d{1,2}|[IVX]{1,5})/"
)
_LAST_BS, _LAST_ROMAN = 7, 8
"""The last meetings whose decisions are BS-VII/n and CP-VIII/n; then CP-9/n."""
_HEAD = 12_000
"""Characters at the head of a document in which its symbol stands."""
_PART_OF_ITEM = re.compile(r"(?P<item>\d{1,2})[.-](?P<part>\d{1,2})[.．]?\s+(?=\S)")
_FIRST_ARTICLE = ("premier", "الأولى")
_MIN_ARTICLES = 3
"""Fewer articles in a row are mentions, no treaty."""
_MAX_HEADING = 160
"""Columns that the first line of a division's heading has at most."""


@dataclass(frozen=True, slots=True)
class Division:
    """The beginning of a part that counts its paragraphs anew, or of an agenda item."""

    kind: str
    """``annex``, ``decision``, ``article``, ``agenda-item`` or ``part-of-item``."""
    label: str
    """Label of its heading: ``annex-II``, ``BS-IV/6``, ``art18``, ``item-4``."""
    prefix: str
    """What the labels inside it begin with; empty where they go on as before."""
    end: int
    """Length of the printed designation."""

    def paragraph_label(self, number: str) -> str:
        """Return the label of a numbered paragraph inside."""
        return f"{self.prefix}({number})" if self.kind == "article" else f"{self.prefix}.{number}"

    def within(self, outer: Division) -> Division:
        """Return this division as a part of another: ``BS-IV/7.annex``."""
        label = f"{outer.prefix}.{self.label}"
        return replace(self, label=label, prefix=label)


def division_at(text: str) -> Division | None:
    """Return the division whose designation a line begins with, None for any other line."""
    if len(text) > _MAX_HEADING:
        return None
    if match := _ANNEX.match(text):
        number = _annex_number(match.group("number"))
        label = f"annex-{number}" if number else "annex"
        return Division("annex", label, label, match.end())
    if match := _DECISION.match(text):
        label = match.group("id").upper()
        return Division("decision", label, label, match.end())
    if match := _AGENDA_ITEM.match(text):
        return Division("agenda-item", f"item-{int(match.group('number'))}", "", match.end())
    return None


def meeting_number(text: str) -> int | None:
    """Return which meeting of the Protocol a document's symbol names, None without one."""
    match = _MEETING_SYMBOL.search(text[:_HEAD])
    return _number(match.group(1)) if match else None


def bare_decision(text: str, meeting: int | None) -> Division | None:
    """Return the decision that a line begins by its bare number: ``VIII/12. Title``."""
    match = _BARE_DECISION.match(text) if meeting and len(text) <= _MAX_HEADING else None
    if not match or not meeting or _number(match.group("meeting")) != meeting:
        return None
    body = "BS" if meeting <= _LAST_BS else "CP"
    shown = roman_numeral(meeting) if meeting <= _LAST_ROMAN else str(meeting)
    label = f"{body}-{shown}/{int(match.group('number'))}"
    return Division("decision", label, label, match.end())


def _number(printed: str) -> int | None:
    return int(printed) if printed.isdigit() else roman_number(printed)


def part_of_item(text: str, item: Division) -> Division | None:
    """Return the part of an agenda item that a line begins: ``2.1. Adoption of the agenda``."""
    match = _PART_OF_ITEM.match(text)
    if not match or len(text) > _MAX_HEADING or item.label != f"item-{int(match.group('item'))}":
        return None
    label = f"{item.label}.{int(match.group('part'))}"
    return Division("part-of-item", label, "", match.end())


def article_lines(lines: Sequence[Line]) -> dict[int, Division]:
    """Return the lines of a treaty that begin an article, nothing for any other document.

    Articles count from one; once some have, an extract may leave others out.
    """
    found: dict[int, Division] = {}
    last = 0
    for line in lines:
        match = _ARTICLE.match(line.text)
        if not match or line.width > _MAX_HEADING:
            continue
        if line.text.startswith("第") and not _CHINESE_ARTICLE.match(line.text):
            continue
        number = _article_number(match.group("number"))
        if number is None:
            continue
        apart = line.blanks > 0 or line.page_break or line.role not in ("", "footnote")
        # A page may hold one article alone.
        leaps = number > last and apart and (last >= _MIN_ARTICLES or 0 in found)
        leaps = leaps or line.index == 0
        if number == last + 1 or leaps:
            found[line.index] = Division("article", f"art{number}", str(number), match.end())
            last = number
    return found if len(found) >= _MIN_ARTICLES or 0 in found else {}


def _article_number(printed: str) -> int | None:
    if printed.lower() in _FIRST_ARTICLE:
        return 1
    return int(printed) if printed.isdigit() else chinese_number(printed)


def _annex_number(printed: str | None) -> str:
    if not printed:
        return ""
    if printed in _ARABIC_ORDINALS:
        return roman_numeral(_ARABIC_ORDINALS.index(printed) + 1)
    if printed.isdigit():
        return roman_numeral(int(printed))
    if roman_number(printed):
        return printed.upper()
    value = chinese_number(printed)
    return roman_numeral(value) if value else printed.upper()
