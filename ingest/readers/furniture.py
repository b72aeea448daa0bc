"""Page headers, footers and page numbers: what returns on every page is no text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from ingest.readers.pagelayout import TextLine

_MARGIN = 0.13
"""Share of the page's height at top and bottom where furniture stands."""
_PAGE_NUMBER = re.compile(
    r"[-–—\s]*(?:(?:page|página|стр(?:аница|\.)?|صفحة|第)\s*)?[\d٠-٩]{1,4}(?:\s*页)?"
    r"(?:\s*(?:/|of|de|sur|из|من)\s*[\d٠-٩]{1,4})?[-–—\s]*$",
    re.IGNORECASE,
)
_ENDS_WITH_PAGE = re.compile(
    r".{1,80}\s(?:page|página|стр(?:аница|\.)|صفحة|الصفحة)\s?[\d٠-٩]{1,4}|.{1,80}第\s?\d{1,4}\s?页",
    re.IGNORECASE,
)
_CONTINUED = re.compile(r"(?:/\s?(?:\.\s?){3}|/…|…/)$")
_DIGITS = re.compile(r"[\d٠-٩]+")


def furniture_kinds(
    pages: Sequence[Sequence[TextLine]], heights: Sequence[float]
) -> list[dict[int, str]]:
    """Return, for each page, the numbers of the lines that are furniture with their kind.

    A line in the margin is furniture if it is a page number, or if the same text, figures aside,
    stands at the same height on another page near it.
    """
    seen: Counter[tuple[str, int]] = Counter()
    for lines, height in zip(pages, heights, strict=True):
        # Once for a page: its columns may end in the same words.
        seen.update({_signature(lines[place]) for place in _in_margin(lines, height)})
    found: list[dict[int, str]] = []
    for lines, height in zip(pages, heights, strict=True):
        kinds: dict[int, str] = {}
        for place in _in_margin(lines, height):
            line = lines[place]
            outermost = place in (0, len(lines) - 1)
            if _CONTINUED.fullmatch(line.text):
                kinds[place] = "footer"
            elif _PAGE_NUMBER.fullmatch(line.text) and (outermost or _repeats(line, seen)):
                kinds[place] = "page-number"
            elif (outermost and _ENDS_WITH_PAGE.fullmatch(line.text)) or (
                len(pages) > 1 and _repeats(line, seen)
            ):
                kinds[place] = _side(line, height)
        found.append(kinds)
    return found


def _side(line: TextLine, height: float) -> str:
    return "header" if line.base > height / 2 else "footer"


def _in_margin(lines: Sequence[TextLine], height: float) -> list[int]:
    return [
        place
        for place, line in enumerate(lines)
        if line.bottom > (1 - _MARGIN) * height or line.top < _MARGIN * height
    ]


def _signature(line: TextLine) -> tuple[str, int]:
    return _DIGITS.sub("#", line.text), round(line.base / 4)


def _repeats(line: TextLine, seen: Counter[tuple[str, int]]) -> bool:
    text, place = _signature(line)
    return sum(seen[text, near] for near in (place - 1, place, place + 1)) > 1
