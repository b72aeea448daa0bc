"""What one sentence of a paragraph holds: citations, figures, dates, the form of a list."""

from __future__ import annotations

import re
from dataclasses import dataclass

from coopbot.answer_types import Quoted, holds_since, names_place
from coopbot.dates import find_dates
from coopbot.quantities import find_quantities
from coopbot.types import Reference, Span

_SEPARATORS = re.compile("[,，、;；،؛]")
_COLON = re.compile("[:：]")

LONG_LIST = 6
"""Separators from which on a sentence is a list, whatever more there are."""


@dataclass(frozen=True, slots=True)
class SentenceFacts:
    """The kinds of things that a sentence holds."""

    cited: frozenset[str]
    """Kinds of references: ``decision``, ``article``, ``symbol`` ..."""
    timed: bool
    """Whether it gives a date, or a time by an event."""
    counted: bool
    """Whether a number stands in it."""
    placed: bool
    """Whether something takes place somewhere."""
    listing: float
    """How much it has the form of a list: 0 to 1, and half more for a colon."""


def sentence_facts(
    text: str,
    language: str,
    span: Span,
    references: tuple[Reference, ...],
) -> SentenceFacts:
    """Read one sentence.

    :param span: its place in the paragraph that the references are of.
    """
    start, end = span
    quoted = Quoted(text, language)
    listing = min(len(_SEPARATORS.findall(text)), LONG_LIST) / LONG_LIST
    return SentenceFacts(
        cited=frozenset(r.kind for r in references if start <= r.start < end),
        timed=bool(find_dates(text)) or holds_since([quoted]),
        counted=bool(find_quantities(text, language)),
        placed=names_place(quoted),
        listing=listing + 0.5 * bool(_COLON.search(text)),
    )
