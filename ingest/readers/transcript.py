"""The text of a file with layout, written down block by block."""

from __future__ import annotations

from coopbot.types import Artefact
from ingest.hidden import hidden_spans, hidden_warnings
from ingest.reading import Hint, Reading

MAX_CHARACTERS = 20_000_000
"""Longest text of one file: some 10,000 pages."""


class Transcript:
    """Collects blocks and pages and turns them into a Reading."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._hints: list[Hint] = []
        self._pages: list[int] = []
        self._furniture: list[Artefact] = []
        self.warnings: list[str] = []

    @property
    def length(self) -> int:
        """Characters written so far."""
        return self._length

    @property
    def has_text(self) -> bool:
        """Tell whether anything visible was written."""
        return any(part.strip() for part in self._parts)

    def page(self) -> None:
        """Begin a page."""
        self._pages.append(self._length)

    def block(self, text: str, role: str = "paragraph", level: int = 1) -> None:
        """Write a block on a line of its own; a line break inside it stays a soft one."""
        text = text.strip(" \t\n")
        if text.strip():
            self._hints.append(Hint(self._length, role, level))
            self._write(text + "\n")

    def line(self, text: str, *, blank_before: bool = False) -> None:
        """Write one printed line, below a blank one where the page shows a gap."""
        if blank_before:
            self._write("\n")
        self._write(text + "\n")

    def furniture(self, kind: str, text: str) -> None:
        """Write a line that belongs to the page, not to the text."""
        start = self._length + len(text) - len(text.lstrip())
        self._furniture.append(Artefact(kind, start, start + len(text.strip())))
        self._write(text + "\n")

    def reading(self, form: str, *, unwrapped: bool) -> Reading:
        """Return what was written."""
        text = "".join(self._parts)
        hidden = hidden_spans(text)
        return Reading(
            text=text,
            format=form,
            pages=tuple(self._pages),
            hidden=hidden,
            furniture=tuple(self._furniture),
            hints=tuple(self._hints),
            unwrapped=unwrapped,
            warnings=(*self.warnings, *hidden_warnings(text, hidden)),
        )

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)


_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def raised(text: str) -> str:
    """Return figures as superscript figures: a raised number is a footnote's mark, no figure."""
    return text.translate(_SUPERSCRIPT) if text.strip().isdigit() else text
