"""Footnotes: which printed marker is a mark in a sentence, and which opens the note itself."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from ingest.linebreaks import BreakSigns, is_terminal
from ingest.lines import Line

_MARK = re.compile(r"(?<![A-Z0-9/\-])(?<!\d[.,])(\d{1,3})/(?![A-Za-z0-9/])|([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})")
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_SPLIT_NUMBER = re.compile(r"\d{1,3}$")
_SPLIT_SLASH = re.compile(r"/(?=\s)")
_ASTERISK_BODY = re.compile(r"(\*{1,3})\s*(?:(?=[^\s*\-–—_])|(?<!\*\*\*)$)")
_ASTERISK_MARK = re.compile(r"(?<=[^\s*])\s?(\*{1,3})(?=[\s.,;:，。；]|$)")


@dataclass(frozen=True, slots=True)
class Marker:
    """A footnote's printed marker in the source."""

    label: str
    start: int
    end: int
    line: int
    """Number of the line that it begins on."""
    last_line: int
    """Number of the line that it ends on; another one where a line break cuts the marker."""
    leads: bool
    """It is the first thing on its line."""


@dataclass(frozen=True, slots=True)
class Footnotes:
    """The footnotes of a document."""

    bodies: dict[int, Marker]
    """The marker that opens a note, by the number of its first line."""
    marks: tuple[Marker, ...]
    """Marks in sentences whose note is there."""


def find_footnotes(lines: Sequence[Line], signs: BreakSigns) -> Footnotes:
    """Tell marks from notes by their order: the mark stands first, the note leads a line later.

    A note's text may stand at the foot of a page, in the middle of another paragraph's sentence,
    or at the end of the document; a line break may put a mark at the beginning of a line or part
    the number from its stroke.
    """
    by_label: dict[str, list[Marker]] = defaultdict(list)
    for marker in _numbered(lines):
        by_label[marker.label].append(marker)
    bodies: dict[int, Marker] = {}
    marks: list[Marker] = []
    single: list[Marker] = []
    for found in by_label.values():
        notes = _notes_among(found)
        if not notes and len(found) == 1 and found[0].leads:
            single += found
            continue
        bodies |= {marker.line: marker for marker in notes}
        if notes:
            marks += [marker for marker in found if marker not in notes]
    for marker in single:
        if _is_note_alone(marker, lines, signs, bodies):
            bodies[marker.line] = marker
    stars = _asterisks(lines, signs)
    bodies |= stars.bodies
    return Footnotes(bodies, tuple(sorted((*marks, *stars.marks), key=lambda mark: mark.start)))


def _numbered(lines: Sequence[Line]) -> list[Marker]:
    found = []
    for line, following in zip_longest(lines, lines[1:]):
        if (
            following
            and _SPLIT_NUMBER.match(line.text)
            and (stroke := _SPLIT_SLASH.match(following.text))
        ):
            end = following.offset(stroke.end() - 1) + 1
            found.append(
                Marker(f"fn{int(line.text)}", line.start, end, line.index, following.index, True)
            )
        found += [
            Marker(
                f"fn{int(match.group().rstrip('/').translate(_SUPERSCRIPT))}",
                line.offset(match.start()),
                line.offset(match.end() - 1) + 1,
                line.index,
                line.index,
                match.start() == 0,
            )
            for match in _MARK.finditer(line.text)
        ]
    return found


def _notes_among(found: Sequence[Marker]) -> list[Marker]:
    """Return the markers of one number that open a note."""
    if len(found) >= 4 and len(found) % 2 == 0 and all(marker.leads for marker in found[1::2]):
        # The numbers start again on each page: mark, note, mark, note.
        return list(found[1::2])
    return [found[-1]] if len(found) > 1 and found[-1].leads else []


def _is_note_alone(
    marker: Marker, lines: Sequence[Line], signs: BreakSigns, bodies: dict[int, Marker]
) -> bool:
    """Decide on a leading marker whose number stands nowhere else."""
    line = lines[marker.line]
    if line.ruled or line.role == "footnote" or marker.last_line != marker.line:
        return True
    if not line.index:
        return False
    before = lines[line.index - 1]
    number = int(marker.label[2:])
    labels = {note.label for note in bodies.values()}
    neighbours = {f"fn{number - 1}", f"fn{number + 1}"} & labels
    return bool(neighbours and is_terminal(before.text)) or signs.ends_block(before, line)


def _asterisks(lines: Sequence[Line], signs: BreakSigns) -> Footnotes:
    leading: dict[str, list[Marker]] = defaultdict(list)
    inline: list[Marker] = []
    for line in lines:
        if match := _ASTERISK_BODY.match(line.text):
            label = f"fn{match.group(1)}"
            end = line.offset(match.end(1) - 1) + 1
            leading[label].append(Marker(label, line.start, end, line.index, line.index, True))
        elif "*" in line.text:
            inline += [
                Marker(
                    f"fn{match.group(1)}",
                    line.offset(match.start(1)),
                    line.offset(match.end(1) - 1) + 1,
                    line.index,
                    line.index,
                    False,
                )
                for match in _ASTERISK_MARK.finditer(line.text)
            ]
    bodies = {}
    for markers in leading.values():
        # Several lines that begin with an asterisk are a list with bullets.
        if len(markers) == 1 and _stands_apart(lines, markers[0], signs):
            bodies[markers[0].line] = markers[0]
    labels = {marker.label for marker in bodies.values()}
    return Footnotes(bodies, tuple(mark for mark in inline if mark.label in labels))


def _stands_apart(lines: Sequence[Line], marker: Marker, signs: BreakSigns) -> bool:
    line = lines[marker.line]
    if line.ruled or not line.index:
        return True
    before = lines[line.index - 1]
    return is_terminal(before.text) or signs.says_end(before, line)
