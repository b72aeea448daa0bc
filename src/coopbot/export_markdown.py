"""An export as Markdown with footnotes: every character of a document that could be markup is not.

The dialect is that of CommonMark with the tables and footnotes of GitHub.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from coopbot.export_document import Export, Run
from coopbot.languages import direction

_SPECIAL = re.compile(r"[\\`*_{}\[\]#|~$^]")
"""They mean something wherever they stand: emphasis, links, footnotes, formulas, cells."""

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_LINE_START = re.compile(r"^(\s*)([-+=:]|\d+(?=[.)]))", re.MULTILINE)
_ADDRESS = re.compile(r"(?<=[a-z])(://)|(?<=www)(\.)|(@)", re.IGNORECASE)
"""What makes some readers turn plain words into a link."""

_FIRST_STRONG, _POP = "\u2068", "\u2069"
"""They keep words of the other direction together; they stand outside the quotation."""


def markdown_of(export: Export) -> str:
    """Return the text of the file."""
    parts = []
    for block in export.blocks:
        if block.kind == "table":
            parts.append(_table(block.rows))
            continue
        around = next((run.language for run in block.runs if not run.quoted), export.language)
        before, inner = _STARTS[block.kind]
        lines = _runs(block.runs, around).split("\n")
        written = [line.strip() for line in lines]
        joined = f"\\\n{inner}".join(line for line in written if line)
        # A heading is one line whatever was asked.
        parts.append(before + (" ".join(written) if before.startswith("#") else joined))
    parts += [
        f"[^{note.n}]: " + _runs(note.runs, export.language).replace("\n", " ").strip()
        for note in export.notes
    ]
    return _spaced(parts) + "\n"


_STARTS = {
    "title": ("# ", ""),
    "question": ("## ", ""),
    "heading": ("### ", ""),
    "line": ("", ""),
    "item": ("- ", "  "),
    "place": ("", ""),
    "quote": ("> ", "> "),
    "small": ("", ""),
}


def _spaced(parts: list[str]) -> str:
    """Put an empty line between blocks, none between the entries of a list."""
    text = parts[0]
    for before, part in pairwise(parts):
        together = before.startswith("- ") and part.startswith("- ")
        text += ("\n" if together else "\n\n") + part
    return text


def _table(rows: Iterable[Iterable[tuple[Run, ...]]]) -> str:
    written = []
    for place, row in enumerate(rows):
        cells = [_runs(cell, cell[0].language).replace("\n", " ").strip() for cell in row]
        written.append("| " + " | ".join(cells) + " |")
        if place == 0:
            written.append("|" + " --- |" * len(cells))
    return "\n".join(written)


def _runs(runs: Iterable[Run], around: str) -> str:
    return "".join(_run(run, around) for run in runs)


def _run(run: Run, around: str) -> str:
    text = escaped(run.text)
    if run.text and direction(run.language) != direction(around):
        text = f"{_FIRST_STRONG}{text}{_POP}"
    return text + "".join(f"[^{n}]" for n in run.notes)


def escaped(text: str) -> str:
    """Return text that Markdown shows as it stands."""
    text = re.sub(r"[&<>]", lambda match: _ENTITIES[match.group()], text)
    text = _SPECIAL.sub(lambda match: f"\\{match.group()}", text)
    text = _ADDRESS.sub(lambda match: f"\\{match.group()}", text)
    # A number before a full stop would start a list, a dash one too, an equals sign a heading.
    return _LINE_START.sub(_not_a_start, text.replace("\r", "\n"))


def _not_a_start(match: re.Match[str]) -> str:
    space, sign = match.groups()
    return f"{space}{sign}\\" if sign.isdigit() else f"{space}\\{sign}"
