"""Tables of contents: what repeats the headings of a document with the pages they stand on.

Taken for text, each entry would open the division that it names, and the paragraphs behind it
would be counted as that division's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from coopbot.types import Artefact
from ingest.lines import Line, lines_of
from ingest.reading import Reading

CONTENTS = "contents"
"""Role of a line that a word processor's table of contents holds, and kind of the artefact."""
_ENTRY = re.compile(
    r"(?P<title>.*?)\s*(?:(?:\.\s?){4,}|…{2,}|(?:·\s?){4,}|_{4,}|\t)\s*(?P<page>[\d٠-٩]{1,4}|[ivx]{1,6})$"
)
_HEAD = re.compile(
    r"(?:table of )?contents?|table des matières|sommaire|índice|contenido|содержание|оглавление|"
    r"目录|目\s?次|(?:جدول )?المحتويات|المحتوى",
    re.IGNORECASE,
)
_HEAD_LINES = 5
"""The heading stands at most so many lines above the first entry."""
_ENTRY_LINES = 6
"""Lines that one entry fills at most."""
_LEAST_ENTRIES = 3
_LONGEST_ENTRY = 300
_MOST_LOOKED_FOR = 100
"""Entries of one table that are looked for again, and below how many runs of such lines: a file of
nothing else must not take hours."""
_MOST_RUNS = 3
_FOUND_AGAIN = 0.5
"""Share of the entries that are headings further below, where nothing says ``Contents``."""
_WHITE = re.compile(r"\s+")
_COMPARED = 40
"""Characters of an entry that are looked for again."""


def without_contents(reading: Reading) -> Reading:
    """Return the reading with the lines of its table of contents as furniture, and a warning."""
    if not reading.hints and not any(map(_entry, reading.text.split("\n"))):
        return reading
    lines = lines_of(reading)
    numbers = {n for first, last in _tables(lines) for n in range(first, last + 1)}
    listed = [line for line in lines if line.index in numbers or line.role == CONTENTS]
    if not listed:
        return reading
    furniture = (*reading.furniture, *(Artefact(CONTENTS, line.start, line.end) for line in listed))
    return replace(
        reading,
        furniture=tuple(sorted(furniture, key=lambda artefact: artefact.start)),
        warnings=(*reading.warnings, f"a table of contents of {len(listed)} lines left out"),
    )


def _tables(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Yield the first and last line of each table of contents."""
    looked = 0
    for entries in _runs(lines):
        if len(entries) < _LEAST_ENTRIES:
            continue
        first = entries[0]
        head = next(
            (n for n in range(first, max(-1, first - _HEAD_LINES - 1), -1) if _is_head(lines[n])),
            None,
        )
        if head is not None:
            yield head, entries[-1]
        elif looked < _MOST_RUNS:
            looked += 1
            if _found_again(lines, entries):
                yield first, entries[-1]


def _entry(text: str) -> re.Match[str] | None:
    text = text.strip()
    return _ENTRY.match(text) if len(text) <= _LONGEST_ENTRY else None


def _is_head(line: Line) -> bool:
    return bool(_HEAD.fullmatch(line.text.strip(" .:*")))


def _runs(lines: Sequence[Line]) -> Iterator[list[int]]:
    """Yield the numbers of lines that end with a page number, near each other."""
    run: list[int] = []
    for line in lines:
        if not _entry(line.text):
            continue
        if run and line.index - run[-1] > _ENTRY_LINES:
            yield run
            run = []
        run.append(line.index)
    if run:
        yield run


def _found_again(lines: Sequence[Line], entries: Sequence[int]) -> bool:
    below = "\n".join(_compared(line.text) for line in lines[entries[-1] + 1 :])
    titles = [
        _compared(match.group("title"))
        for entry in entries[:_MOST_LOOKED_FOR]
        if (match := _entry(lines[entry].text))
    ]
    found = sum(bool(title) and title in below for title in titles)
    return found >= _FOUND_AGAIN * len(titles)


def _compared(text: str) -> str:
    return _WHITE.sub("", text).casefold()[:_COMPARED]
