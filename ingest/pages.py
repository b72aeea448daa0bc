"""Where pages begin in a text that does not say so."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.footnotes import Footnotes
from ingest.lines import Line


def pages_by_indent(lines: Sequence[Line], footnotes: Footnotes) -> tuple[Line, ...]:
    """Return the lines that begin a page where one space in front of a line says so.

    Some converters leave one space at the head of each page and nowhere else. It is believed only
    if the first line has it, hardly any other has, and a footnote stands in front of one of them.
    """
    spaced = [line for line in lines if line.indent == 1]
    flush = sum(line.indent == 0 for line in lines)
    if len(spaced) < 2 or lines[0].indent != 1 or len(spaced) > 0.1 * len(lines):
        return ()
    if flush < 0.85 * len(lines):
        return ()
    starts = set(footnotes.bodies)
    near_footnote = any(
        any(index in starts for index in range(line.index - 6, line.index)) for line in spaced
    )
    return tuple(spaced) if near_footnote else ()
