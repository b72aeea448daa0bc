"""Paragraphs in the making."""

from __future__ import annotations

from dataclasses import dataclass, field

from coopbot.types import Span
from ingest.lines import Line


@dataclass(slots=True)
class Draft:
    """A unit of the document while its lines are still being collected."""

    kind: str
    label: str
    printed: str = ""
    marker: Span | None = None
    """Where the printed label stands in the source."""
    level: int = 0
    """Depth of a heading, from 1."""
    segments: list[Span] = field(default_factory=list)
    hard: set[int] = field(default_factory=set)
    """Numbers of the segments in front of which a line break stays."""
    last: Line | None = None
    """The line added last."""

    def add(self, line: Line, *, start: int | None = None, hard: bool = False) -> None:
        """Add a line, or what stands of it from ``start`` on."""
        first = line.start if start is None else start
        self.last = line
        if first >= line.end:
            return
        if hard and self.segments:
            self.hard.add(len(self.segments))
        self.segments.append((first, line.end))
