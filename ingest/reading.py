"""What a reader hands on: the text of a file, and what its layout said."""

from __future__ import annotations

from dataclasses import dataclass

from coopbot.types import Artefact, Span


@dataclass(frozen=True, slots=True)
class Hint:
    """What the layout says of the line that holds an offset: its role, such as a heading's."""

    start: int
    """Offset of the line's first visible character."""
    role: str
    """``heading``, ``title``, ``paragraph``, ``item``, ``footnote`` or ``contents``."""
    level: int = 1
    """Depth of a heading or list item, from 1."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The decoded text of one file.

    Offsets count code points of ``text``, which keeps every character that was decoded; characters
    that no reader sees are listed in ``hidden`` instead of being cut out, so that offsets stay
    true.
    """

    text: str
    format: str
    """``text``, ``pdf``, ``docx`` or ``html``."""
    pages: tuple[int, ...] = ()
    """Offset at which each page starts; empty where the file has no pages."""
    hidden: tuple[Span, ...] = ()
    """Invisible characters: controls, marks of writing direction, tags."""
    furniture: tuple[Artefact, ...] = ()
    """Page headers, footers and page numbers that the layout gave away."""
    hints: tuple[Hint, ...] = ()
    unwrapped: bool = False
    """True where a line break of ``text`` always ends a block, as in DOCX and HTML."""
    warnings: tuple[str, ...] = ()
