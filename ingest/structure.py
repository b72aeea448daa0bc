"""From lines to units: headings, numbered paragraphs, items, footnotes, notices."""

from __future__ import annotations

import re
from dataclasses import dataclass

from coopbot.types import Artefact
from ingest.divisions import division_at, meeting_number
from ingest.drafts import Draft
from ingest.footnotes import Footnotes, find_footnotes
from ingest.items import leads_item
from ingest.linebreaks import break_signs
from ingest.lines import Line, lines_of
from ingest.numbering import heading_markers, paragraph_marker
from ingest.pages import pages_by_indent
from ingest.reading import Reading
from ingest.scanner import Scanner
from ingest.titles import name_titles


@dataclass(frozen=True, slots=True)
class Outline:
    """The units of a document in the order of the source, and what is no unit."""

    drafts: tuple[Draft, ...]
    footnotes: Footnotes
    artefacts: tuple[Artefact, ...]
    pages: tuple[int, ...]
    """Start of each page, known or inferred; empty where nothing shows pages."""
    lines: tuple[Line, ...]
    warnings: tuple[str, ...]


def outline(reading: Reading) -> Outline:
    """Return the units of a text."""
    lines = lines_of(reading)
    signs = break_signs(lines, starts_unit, unwrapped=reading.unwrapped)
    footnotes = find_footnotes(lines, signs)
    inferred = () if reading.pages else pages_by_indent(lines, footnotes)
    scanner = Scanner(
        lines, signs, footnotes, {line.index for line in inferred}, meeting_number(reading.text)
    )
    scanner.scan()
    pages = reading.pages or ((0, *(line.start for line in inferred[1:])) if inferred else ())
    name_titles(scanner.drafts, reading.text)
    return Outline(
        tuple(scanner.drafts),
        footnotes,
        tuple(scanner.artefacts),
        pages,
        tuple(lines),
        tuple(scanner.warnings),
    )


def starts_unit(line: Line) -> bool:
    """Tell whether a line begins with something that numbers or sets off a unit."""
    text = line.text
    return bool(
        line.role
        or paragraph_marker(text)
        or heading_markers(text)
        or division_at(text)
        or text[0] in "[*-–—•"
        or re.match(r"\d{1,3}/?(?:\s|$)|/\s|(?:[IVX]{1,5}|\d{1,2})/\d{1,2}[.:]\s", text)
        or leads_item(text)
    )
