"""List items inside a paragraph: （一）… （二）…, (a) … (b) …, one line each or in one sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from coopbot.languages import sentence_spans
from coopbot.numerals import letter_numeral, roman_numeral
from ingest.numbering import Marker, item_markers

_MAX_DEPTH = 3
_MAX_ITEMS = 39
"""The Roman figures that lists are printed with end here."""

# "paragraph 2 (a)", "第 BS-II/6 号决定(f)段": a marker that belongs to a reference opens no item.
_REFERENCE_BEFORE = re.compile(
    r"(?:\d|\b(?:(?:sub-?)?paragraphs?|para|sections?|items?|articles?|annex|options?|"
    r"(?:sous-)?paragraphes?|alinéas?|points?|rubriques?|sections?|p[áa]rrafos?|apartados?|"
    r"incisos?|(?:под)?пункт\w*|подраздел\w*|раздел\w*|стат\w+)|"
    r"(?:ال|لل)?(?:فقر(?:ة|تان|تين|ات)|بند|ماد(?:ة|تان|تين)|قسم)|[第款条條段])\s?$",
    re.IGNORECASE,
)
_LINKED_REFERENCE_BEFORE = re.compile(
    r"(?:\d|paragraphs?|paragraphes?|alinéas?|p[áa]rrafos?|apartados?|пункт\w*|فقر\w+)\s?"
    r"[（(]?\s?\w{1,4}[）)]\s?(?:,|、|and|or|et|ou|y|e|o|и|или|و|和|及|至|to|à|a|al?|-)\s*$",
    re.IGNORECASE,
)
_REFERENCE_AFTER = re.compile(r"\s?[项項段款目号號条條]")
_CONJUNCTION = re.compile(
    r"(?:(?:(?<=[\s；;，,、。：:؛،.])|^)"
    r"(?:以及|和|及|and/or|and|or|et/ou|et|ou|y/o|y|e|o|u|и/или|и|или|а также|و/أو|أو|و)"
    r"|以及|(?<=[\u4e00-\u9fff])[和及])$",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[^\W\d_]")
_MIN_LETTERS = 2


@dataclass(frozen=True, slots=True)
class Item:
    """A list item as a view on its paragraph's text."""

    path: str
    """What it adds to the paragraph's label: ``(c)`` or ``(c)(ii)``."""
    parent: str
    """Path of the item around it; empty at the first level."""
    printed: str
    marker_start: int
    start: int
    """First character after the marker."""
    end: int


def find_items(text: str) -> list[Item]:
    """Return the list items of a paragraph in reading order, nested ones behind their parent."""
    markers = [marker for marker in item_markers(text) if _opens_item(text, marker)]
    return _items_within(text, markers, 0, len(text), "", 1)


def leads_item(text: str) -> Marker | None:
    """Return the item marker that a line begins with, if any."""
    return next((marker for marker in item_markers(text[:12]) if marker.start == 0), None)


def _items_within(
    text: str, markers: Sequence[Marker], start: int, end: int, parent: str, depth: int
) -> list[Item]:
    chain = _first_chain(text, [m for m in markers if start <= m.start < end], end)
    items: list[Item] = []
    if not chain:
        return items
    for number, (marker, following) in enumerate(zip(chain, [*chain[1:], None], strict=True)):
        stop = _item_end(text, marker, following, end)
        content = marker.end + _leading_space(text[marker.end : stop])
        # The first level is lettered whatever is printed; the second counts in Roman figures.
        own = letter_numeral(number + 1) if depth != 2 else roman_numeral(number + 1).lower()
        item = Item(
            f"{parent}({own})",
            parent,
            text[marker.start : marker.end],
            marker.start,
            content,
            stop,
        )
        items.append(item)
        if depth < _MAX_DEPTH:
            inner = [m for m in markers if m.style != marker.style]
            items += _items_within(text, inner, content, stop, item.path, depth + 1)
    return items


def _first_chain(text: str, markers: Sequence[Marker], end: int) -> list[Marker]:
    """Return the list that begins first: markers of one style that count up from one.

    Where a letter belongs to two ways of counting, the one that goes further is meant.
    """
    best: list[Marker] = []
    for first in markers:
        if best and first.start > best[0].start:
            break
        chain = _chain(first, markers) if first.value == 1 else []
        if len(chain) > max(1, len(best)) and _have_content(text, chain, end):
            best = chain
    return best[:_MAX_ITEMS]


def _chain(first: Marker, markers: Sequence[Marker]) -> list[Marker]:
    chain = [first]
    for marker in markers:
        follows = marker.start >= chain[-1].end and marker.style == first.style
        if follows and marker.value == chain[-1].value + 1:
            chain.append(marker)
    return chain


def _have_content(text: str, chain: Sequence[Marker], end: int) -> bool:
    """Tell a list from a mention of its letters, as in "(a) and (b)"."""
    return all(
        len(_LETTERS.findall(_CONJUNCTION.sub("", text[marker.end : stop].strip()))) >= _MIN_LETTERS
        for marker, stop in zip(chain, [*(m.start for m in chain[1:]), end], strict=True)
    )


def _item_end(text: str, marker: Marker, following: Marker | None, end: int) -> int:
    """Return where an item ends: at its own punctuation, the conjunction behind it left out.

    The last item ends with its line where it has one of its own, else with its sentence.
    """
    if following:
        content = text[marker.end : following.start].rstrip()
        content = _CONJUNCTION.sub("", content).rstrip()
        return marker.end + len(content)
    stop = _line_end(text, marker.end, end)
    while _leads_line(text, marker.start) and stop < end and leads_item(text[stop + 1 : end]):
        # Items of its own follow on their own lines.
        stop = _line_end(text, stop + 1, end)
    if not _leads_line(text, marker.start):
        _, length = next(sentence_spans(text[marker.end : stop]), (0, stop - marker.end))
        stop = marker.end + length
    return marker.end + len(text[marker.end : stop].rstrip())


def _line_end(text: str, start: int, end: int) -> int:
    found = text.find("\n", start, end)
    return end if found < 0 else found


def _leads_line(text: str, position: int) -> bool:
    return position == 0 or text[position - 1] == "\n"


def _opens_item(text: str, marker: Marker) -> bool:
    if _leads_line(text, marker.start):
        return True
    before = text[max(0, marker.start - 60) : marker.start]
    if before[-1].isascii() and before[-1].isalnum():
        return False
    if _REFERENCE_BEFORE.search(before) or _LINKED_REFERENCE_BEFORE.search(before):
        return False
    if _REFERENCE_AFTER.match(text, marker.end):
        return False
    if marker.style.endswith("closing"):
        # "(see item a)" closes a bracket that was opened before.
        opened = max(before.rfind("("), before.rfind("（"))
        return opened <= max(before.rfind(")"), before.rfind("）"))
    return True


def _leading_space(text: str) -> int:
    return len(text) - len(text.lstrip())
