"""From the characters of a page to its lines in reading order, columns one after the other."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from coopbot.languages import script_of
from ingest.readers.bidi import reading_order, unshaped
from ingest.readers.glyphs import Glyph, has_right_to_left, is_right_to_left
from ingest.readers.transcript import raised

_RUN_GAP = 1.2
"""Parts of the font's height: a wider gap parts two runs, as between columns."""
_SPACE_GAP = 0.13
"""Parts of the font's height: a wider gap is a space between letters."""
_ARABIC_SPACE_GAP = 0.2
_WIDE_SPACE_GAP = 0.3
"""The same on a page that sets its spaces as characters."""
_NEIGHBOURS = 3
"""Two characters at most this far apart in the file have only spaces between them."""
_SPACES_SET = 0.04
"""Share of spaces among the characters of a page that sets them."""
_CJK_SPACE_GAP = 0.45
_RAISED = 0.8
"""A character below this share of the line's size, above its base, is raised."""
_COLUMN_LINES = 6
"""Fewer lines side by side are no columns but a table or a pair of captions."""
_KNOWN_COLUMN_LINES = 2
"""The same where an earlier page of the document has columns at the same place."""
_STRIP = 0.6
"""Parts of the line's height that the strip between two columns is wide at least."""
_MAX_CROSSING = 0.3
"""Share of the rows beside each other that may run across the strip."""
_PROSE = 0.35
"""Share of a column's width that the letters of a usual line of prose fill at least."""
_PARAGRAPH_GAP = 1.3
"""A line distance this many times the usual one parts paragraphs."""
_MAX_LINE_DISTANCE = 4.0
"""Parts of the font's height: lines further apart say nothing of the distance of lines."""
_LEAST_LINE_DISTANCE = 0.8
_WIDE_DISTANCE = 1.3
"""Parts of the font's height: lines of one paragraph are rarely set further apart."""
_EARLY = 0.8
"""Part of the full width: a shorter line ends because its paragraph does."""
_DISTANCE_STEP = 0.05
_SOME_LINES = 0.05
"""Share of the distances that the distance of lines has at least."""


@dataclass(slots=True)
class TextLine:
    """A printed line."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    base: float
    size: float
    """Median height of its characters."""
    right_to_left: bool
    gap: bool = False
    """A paragraph's distance stands above."""


@dataclass(frozen=True, slots=True)
class PageLines:
    """The lines of a page in reading order."""

    lines: list[TextLine]
    gutter: float | None
    """Where a white strip parts two columns; None for one column."""


def lines_in_reading_order(
    glyphs: Sequence[Glyph], width: float, known_gutter: float | None = None
) -> PageLines:
    """Return the lines of a page, top to bottom, column by column.

    :param known_gutter: where an earlier page of the document is parted: a last page with few lines
        in each column shows too little of the strip to be recognised by itself.
    """
    runs = _runs(glyphs)
    gutter = _gutter(runs, width, known_gutter)
    lines: list[TextLine] = []
    arabic = is_right_to_left(list(glyphs))
    spaces = sum(glyph.char == " " for glyph in glyphs)
    room = _ARABIC_SPACE_GAP if arabic else _SPACE_GAP
    if spaces > _SPACES_SET * len(glyphs):
        room = _WIDE_SPACE_GAP
    for group in _columns(runs, gutter):
        edge = max((run.right for run in group), default=0.0)
        column = [_line(members, edge if arabic else None, room) for members in _rows(group)]
        lines += [line for line in column if line.text]
    return PageLines(lines, gutter)


@dataclass(slots=True)
class _Run:
    """Neighbouring characters of one row."""

    glyphs: list[Glyph]
    left: float
    bottom: float
    right: float
    top: float


def _runs(glyphs: Sequence[Glyph]) -> list[_Run]:
    runs: list[_Run] = []
    for glyph in glyphs:
        last = runs[-1] if runs else None
        if last and _joins(last, glyph):
            last.glyphs.append(glyph)
            last.left, last.right = min(last.left, glyph.left), max(last.right, glyph.right)
            last.bottom, last.top = min(last.bottom, glyph.bottom), max(last.top, glyph.top)
        else:
            runs.append(_Run([glyph], glyph.left, glyph.bottom, glyph.right, glyph.top))
    return runs


def _joins(run: _Run, glyph: Glyph) -> bool:
    last = run.glyphs[-1]
    if not _same_row(run, glyph.bottom, glyph.top):
        return False
    room = _RUN_GAP * max(last.size, glyph.size)
    return glyph.left - run.right < room and run.left - glyph.right < room


def _same_row(run: _Run, bottom: float, top: float) -> bool:
    shared = min(run.top, top) - max(run.bottom, bottom)
    return shared > 0.5 * min(run.top - run.bottom, top - bottom)


def _columns(runs: list[_Run], gutter: float | None) -> list[list[_Run]]:
    """Part the page into groups to be read one after the other."""
    if gutter is None:
        return [runs]
    groups: list[list[_Run]] = []
    sides: tuple[list[_Run], list[_Run]] = ([], [])

    def flush() -> None:
        arabic = is_right_to_left([glyph for side in sides for run in side for glyph in run.glyphs])
        groups.extend(side[:] for side in (sides[::-1] if arabic else sides) if side)
        for side in sides:
            side.clear()

    for row in _run_rows(runs):
        parts = _parted(row, gutter)
        if parts is None:
            flush()
            groups.append(row)
        else:
            for side, part in zip(sides, parts, strict=True):
                side += part
    flush()
    return _merged(groups)


def _parted(row: list[_Run], gutter: float) -> tuple[list[_Run], list[_Run]] | None:
    """Return what of a row belongs to each column, None for a row across both."""
    left = [run for run in row if (run.left + run.right) / 2 <= gutter]
    right = [run for run in row if (run.left + run.right) / 2 > gutter]
    if left and right:
        # A word too long for its column may run across the gutter, but not up to its neighbour.
        room = min(run.left for run in right) - max(run.right for run in left)
        return (left, right) if room > _STRIP * max(run.top - run.bottom for run in row) else None
    crosses = any(run.left < gutter - 1 and run.right > gutter + 1 for run in row)
    return None if crosses else (left, right)


def _merged(groups: list[list[_Run]]) -> list[list[_Run]]:
    """Put neighbouring full-width rows into one group, so that their distances are compared."""
    merged: list[list[_Run]] = []
    for group in groups:
        if merged and len(_run_rows(group)) == 1 and len(_run_rows(merged[-1])) == 1:
            merged[-1] = [*merged[-1], *group]
        else:
            merged.append(group)
    return merged


def _gutter(runs: Sequence[_Run], width: float, known: float | None) -> float | None:
    """Return where a white strip parts two columns, None where there is none."""
    rows = _run_rows(runs)
    best: tuple[int, float] | None = None
    for step in range(30, 71):
        x = width * step / 100
        crossing = _crossing(runs, rows, x, width, _COLUMN_LINES)
        if crossing is not None and (best is None or crossing < best[0]):
            best = (crossing, x)
    if best is not None:
        return best[1]
    if known is not None and _crossing(runs, rows, known, width, _KNOWN_COLUMN_LINES) is not None:
        return known
    return None


def _crossing(
    runs: Sequence[_Run], rows: Sequence[Sequence[_Run]], x: float, width: float, least: int
) -> int | None:
    """Return how many rows run across a place, None where it does not part two columns.

    :param least: lines that each column has at least.
    """
    left = [run for run in runs if run.right <= x]
    right = [run for run in runs if run.left >= x]
    if min(_row_count(left), _row_count(right)) < least:
        return None
    crossing = sum(any(run.left < x < run.right for run in row) for row in rows)
    beside = sum(_has_strip(row, x) for row in rows)
    if beside < least or crossing > _MAX_CROSSING * (crossing + beside):
        return None
    return crossing if _is_prose(left, x) and _is_prose(right, width - x) else None


def _has_strip(row: Sequence[_Run], x: float) -> bool:
    """Tell whether a row stands on both sides of a strip that is wider than a space."""
    left = max((run.right for run in row if run.right <= x), default=None)
    right = min((run.left for run in row if run.left >= x), default=None)
    if left is None or right is None:
        return False
    return right - left > _STRIP * max(run.top - run.bottom for run in row)


def _is_prose(runs: Sequence[_Run], width: float) -> bool:
    """Tell a column of text from a column of numbers or names in a table."""
    rows: dict[int, float] = {}
    for run in runs:
        row = round(run.bottom)
        rows[row] = rows.get(row, 0.0) + run.right - run.left
    return median(rows.values()) > _PROSE * width


def _row_count(runs: Sequence[_Run]) -> int:
    return len({round(run.bottom) for run in runs})


def _rows(runs: Sequence[_Run]) -> list[list[Glyph]]:
    """Put the characters of each row together, rows from top to bottom."""
    return [[glyph for run in row for glyph in run.glyphs] for row in _run_rows(runs)]


def _run_rows(runs: Sequence[_Run]) -> list[list[_Run]]:
    rows: list[tuple[_Run, list[_Run]]] = []
    for run in sorted(runs, key=lambda run: (run.bottom - run.top, -run.top)):
        found = next((row for frame, row in rows if _same_row(frame, run.bottom, run.top)), None)
        if found is None:
            rows.append((run, [run]))
        else:
            found.append(run)
    rows.sort(key=lambda row: -row[0].top)
    return [row for _, row in rows]


def _line(glyphs: list[Glyph], right_edge: float | None, room: float) -> TextLine:
    """Return a row as a line.

    ``right_edge`` is where the lines of an Arabic column begin, ``room`` the part of the font's
    height from which on a gap is a space.
    """
    size = median(glyph.size for glyph in glyphs)
    arabic = is_right_to_left(glyphs)
    if right_edge is not None and not arabic:
        # A line runs from the right even where it quotes more than it says, or has no letter.
        begins = right_edge - max(glyph.right for glyph in glyphs) < size
        arabic = begins or has_right_to_left(glyphs)
    # The largest characters stand on the line; marks are raised above it.
    base = median(glyph.base for glyph in glyphs if glyph.size >= _RAISED * size)
    ordered = _ordered(glyphs, arabic)
    pieces = _pieces(ordered, size, base, arabic, room)
    text = "".join(reading_order(pieces) if arabic else pieces)
    return TextLine(
        text=unshaped(text).strip(),
        left=min(glyph.left for glyph in glyphs),
        bottom=min(glyph.bottom for glyph in glyphs),
        right=max(glyph.right for glyph in glyphs),
        top=max(glyph.top for glyph in glyphs),
        base=base,
        size=size,
        right_to_left=arabic,
    )


def _ordered(glyphs: list[Glyph], arabic: bool) -> list[Glyph]:
    """Sort by place; characters of one glyph keep the order in which the file gives them."""
    bases = [glyph for glyph in glyphs if not _is_mark(glyph)]
    marks = [glyph for glyph in glyphs if _is_mark(glyph)]
    # The letters of a ligature have one place; pdfium gives those of an Arabic one backwards.
    sign = -1 if arabic else 1
    bases.sort(key=lambda glyph: (sign * round(glyph.middle, 1), sign * glyph.index))
    for mark in marks:
        # A vowel sign stands over its letter.
        nearest = min(
            range(len(bases)),
            key=lambda place: abs(bases[place].middle - mark.middle),
            default=None,
        )
        bases.insert(len(bases) if nearest is None else nearest + 1, mark)
    return bases


def _is_mark(glyph: Glyph) -> bool:
    return unicodedata.combining(glyph.char) > 0


def _pieces(glyphs: list[Glyph], size: float, base: float, arabic: bool, room: float) -> list[str]:
    """Return the characters with the spaces between them; raised figures as such."""
    pieces: list[str] = []
    previous: Glyph | None = None
    lifted = _lifted_figures(glyphs, size, base)
    for place, glyph in enumerate(glyphs):
        if glyph.char == " ":
            if pieces and pieces[-1] != " ":
                pieces.append(" ")
            previous = None
            continue
        if previous and not _is_mark(glyph) and _has_space(previous, glyph, size, arabic, room):
            pieces.append(" ")
        pieces.append(raised(glyph.char) if place in lifted else glyph.char)
        previous = glyph if not _is_mark(glyph) else previous
    return pieces


def _lifted_figures(glyphs: list[Glyph], size: float, base: float) -> set[int]:
    """Return the places of raised figures that are a footnote's mark by themselves.

    ``1/`` needs no help: its stroke says what it is.
    """
    lifted = {
        place
        for place, glyph in enumerate(glyphs)
        if glyph.char.isdigit() and glyph.size < _RAISED * size and glyph.base > base + 0.1 * size
    }
    return {
        place
        for place in lifted
        if not any(
            0 <= other < len(glyphs) and glyphs[other].char == "/"
            for other in (place - 1, place + 1, place + 2)
        )
    }


def _has_space(before: Glyph, after: Glyph, size: float, arabic: bool, room: float) -> bool:
    gap = before.left - after.right if arabic else after.left - before.right
    first, second = sorted((before, after), key=lambda glyph: glyph.index)
    if first.spaced and second.index - first.index <= _NEIGHBOURS and gap > 0:
        return True
    east_asian = script_of(before.char) == "han" or script_of(after.char) == "han"
    return gap > (_CJK_SPACE_GAP if east_asian else room) * size


def mark_gaps(pages: Sequence[Sequence[TextLine]]) -> None:
    """Mark the lines with a paragraph's distance above them.

    Distances are compared as parts of the font's height and over the whole document: on a page of
    one-line paragraphs, the usual distance is that between paragraphs.
    """
    full = _full_width(pages)
    near = [
        (distance, above.right - above.left < _EARLY * full)
        for lines in pages
        for above, below in pairwise(lines)
        if (distance := _distance(above, below)) is not None and distance < _MAX_LINE_DISTANCE
    ]
    usual = _line_distance(near)
    if usual is None:
        return
    for lines in pages:
        for above, below in pairwise(lines):
            distance = (above.base - below.base) / max(below.size, 1.0)
            # Further up stands the next column, where a sentence may go on.
            below.gap = distance > _PARAGRAPH_GAP * usual


def _distance(above: TextLine, below: TextLine) -> float | None:
    """Return how far apart two lines of one font size are, in parts of it; else None."""
    if not above.size or abs(above.size - below.size) > 0.1 * above.size:
        return None
    distance = (above.base - below.base) / above.size
    return distance if distance > 0 else None


def _line_distance(near: Sequence[tuple[float, bool]]) -> float | None:
    """Return the distance of lines within a paragraph: the smallest that is no exception.

    Each distance comes with whether the line above it ends early. Where nearly all do and stand
    far apart, no paragraph has a second line.
    """
    counted = Counter(round(distance / _DISTANCE_STEP) for distance, _ in near)
    enough = max(2, _SOME_LINES * len(near))
    for step in sorted(counted):
        if sum(counted[beside] for beside in (step, step + 1, step + 2)) < enough:
            continue
        usual = max(step * _DISTANCE_STEP, _LEAST_LINE_DISTANCE)
        early = [ends for distance, ends in near if distance <= usual + 3 * _DISTANCE_STEP]
        if usual > _WIDE_DISTANCE and sum(early) > len(early) / 2:
            # The two lines of a title may be all that shows the distance of lines.
            closest = min(distance for distance, _ in near)
            return min(closest, usual / (1.1 * _PARAGRAPH_GAP))
        return usual
    return None


def _full_width(pages: Sequence[Sequence[TextLine]]) -> float:
    """Return how wide the widest line is, that of a page's header among them."""
    return max((line.right - line.left for lines in pages for line in lines), default=0.0)
