"""The lines of a text: where they stand, how wide they are, what surrounds them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from coopbot.types import Span
from ingest.reading import Reading

_LINE_END = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")
_RULE_SPACES = 20
"""White space as wide as this on a line of its own stands for a drawn rule."""
# What cannot be parted at a line break: a run of Latin, or a character with the brackets before
# and the punctuation after it.
_FIRST_TOKEN = re.compile(
    r"[（《〈【“‘「『(]*(?:[^\s\u2e80-\u9fff\uff00-\uffef]+|\S)[，。、；：！？）》〉】”’」』…]*"
)
# Hidden characters at the margins of a line are no content. Stripping stays linear where a pattern
# that looks for the end tries again behind each space.
_MARGINS = "".join(filter(str.isspace, map(chr, range(0x3001)))) + "\0"
_WIDE = re.compile(
    "[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f"
    "\uff00-\uff60\uffe0-\uffe6\U00020000-\U0003fffd]"
)
_COMBINING = re.compile("[\u0300-\u036f\u0483-\u0487\u064b-\u065f\u0670]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line with at least one visible character."""

    index: int
    start: int
    """Offset of the first visible character."""
    end: int
    """Offset after the last visible character."""
    text: str
    """``source[start:end]`` without hidden characters."""
    indent: int
    """Columns of white space before ``start``."""
    trailing: bool
    """White space stands between the last visible character and the line end."""
    blanks: int
    """Number of blank lines directly above."""
    ruled: bool
    """A rule made of white space stands directly above."""
    page_break: bool
    """A known page starts with this line."""
    width: int
    """Columns that the visible part takes; East Asian characters take two."""
    raw: str = ""
    """``source[start:end]`` with NUL for hidden characters; empty where there are none."""
    role: str = ""
    """What the layout said, see :class:`ingest.reading.Hint`."""
    level: int = 0

    def offset(self, position: int) -> int:
        """Return the offset in the source of the character at a position of ``text``."""
        if not self.raw:
            return self.start + position
        seen = -1
        for place, character in enumerate(self.raw):
            seen += character != "\0"
            if seen == position:
                return self.start + place
        return self.end

    def visible_offset(self, position: int) -> int:
        """Return the offset of the first visible character from a position of ``text`` on."""
        rest = self.text[position:]
        return self.offset(position + len(rest) - len(rest.lstrip()))

    def position(self, offset: int) -> int:
        """Return the number of characters of ``text`` in front of an offset of the source."""
        if not self.raw:
            return offset - self.start
        return sum(character != "\0" for character in self.raw[: offset - self.start])

    def head(self, length: int) -> Span:
        """Return where the first characters of ``text`` stand in the source."""
        return (self.start, self.offset(length - 1) + 1)

    @property
    def first_token_width(self) -> int:
        """Columns of what could not have been parted from the line's beginning."""
        match = _FIRST_TOKEN.match(self.text)
        return display_width(match.group()) if match else 0

    @property
    def is_one_token(self) -> bool:
        """Tell whether the line has no place to break it."""
        return bool(_FIRST_TOKEN.fullmatch(self.text))


def display_width(text: str) -> int:
    """Return the columns that a text takes in a fixed-width font; vowel signs take none."""
    if text.isascii():
        return len(text)
    return len(text) + len(_WIDE.findall(text)) - len(_COMBINING.findall(text))


def lines_of(reading: Reading) -> list[Line]:
    """Return the visible lines of a text; furniture of the page is left out."""
    text = _blanked(reading)
    hints = {hint.start: hint for hint in reading.hints}
    starts = sorted(hints)
    furniture = sorted(artefact.start for artefact in reading.furniture)
    pages = [page for page in reading.pages if page > 0]
    lines: list[Line] = []
    position, blanks, ruled, seen_pages = 0, 0, False, 0
    while position < len(text):
        match = _LINE_END.search(text, position)
        stop = match.start() if match else len(text)
        raw = text[position:stop]
        visible = raw.strip(_MARGINS)
        if visible:
            start = position + raw.index(visible)
            end = start + len(visible)
            passed = bisect_right(pages, start)
            found = bisect_right(starts, start)
            hint = hints[starts[found - 1]] if found and starts[found - 1] >= position else None
            shown = visible.replace("\0", "")
            lines.append(
                Line(
                    index=len(lines),
                    start=start,
                    end=end,
                    text=shown,
                    indent=start - position,
                    trailing=end < stop,
                    blanks=blanks,
                    ruled=ruled,
                    page_break=passed > seen_pages,
                    width=display_width(shown),
                    raw=visible if "\0" in visible else "",
                    role=hint.role if hint else "",
                    level=hint.level if hint else 0,
                )
            )
            seen_pages = passed
            blanks, ruled = 0, False
        elif not _holds(furniture, position, stop):
            blanks += 1
            ruled = ruled or len(raw) >= _RULE_SPACES
        if not match:
            break
        position = match.end()
    return lines


def _holds(offsets: list[int], start: int, stop: int) -> bool:
    found = bisect_left(offsets, start)
    return found < len(offsets) and offsets[found] < stop


def _blanked(reading: Reading) -> str:
    """Return the text with hidden characters as NUL at margins and furniture as white space."""
    if not reading.hidden and not reading.furniture:
        return reading.text
    characters = list(reading.text)
    for start, end in reading.hidden:
        for offset in range(start, end):
            characters[offset] = "\0"
    for artefact in reading.furniture:
        for offset in range(artefact.start, artefact.end):
            if not _LINE_END.match(characters[offset]):
                characters[offset] = " "
    return "".join(characters)
