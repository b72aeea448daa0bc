"""A second engine's count of characters: where two differ, one of them is wrong."""

from __future__ import annotations

import logging
from pathlib import Path

from ingest.reading import Reading

_SAMPLED_PAGES = 5
"""Pages that are counted twice: first, last and evenly between; the engine is slow."""
MAX_DIFFERENCE = 0.3
"""Share by which the counts may differ."""
_MIN_CHARACTERS = 200
"""Fewer characters on the sampled pages say nothing."""


def read_sampled(path: Path) -> Reading:
    """Return the text of some pages as pypdf reads it, one page after the other."""
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    reader = PdfReader(path)
    if reader.is_encrypted:
        reader.decrypt("")
    parts: list[str] = []
    pages: list[int] = []
    for number in sampled_pages(len(reader.pages)):
        pages.append(sum(map(len, parts)))
        parts.append(reader.pages[number].extract_text() + "\n")
    return Reading(text="".join(parts), format="pdf", pages=tuple(pages))


def sampled_pages(count: int) -> list[int]:
    """Return the numbers, from 0, of the pages that both engines are asked for."""
    if count <= _SAMPLED_PAGES:
        return list(range(count))
    step = (count - 1) / (_SAMPLED_PAGES - 1)
    return sorted({round(place * step) for place in range(_SAMPLED_PAGES)})


def disagreement(first: Reading, second: Reading) -> str | None:
    """Return a warning where two engines count too differently on the sampled pages."""
    stops = [*first.pages[1:], len(first.text)]
    chosen = sampled_pages(len(first.pages))
    own = sum(_visible(first.text[first.pages[n] : stops[n]]) for n in chosen)
    other = _visible(second.text)
    most = max(own, other)
    if most < _MIN_CHARACTERS or abs(own - other) <= MAX_DIFFERENCE * most:
        return None
    return (
        f"two engines disagree on pages {', '.join(str(n + 1) for n in chosen)}: "
        f"{own} and {other} characters"
    )


def _visible(text: str) -> int:
    return sum(not character.isspace() for character in text)
