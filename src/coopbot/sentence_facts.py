"""What one sentence of a paragraph holds: citations, figures, dates, the form of a list."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from coopbot.answer_types import Quoted, holds_since, names_place
from coopbot.dates import find_dates
from coopbot.given import Given
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
    dates: tuple[str, ...]
    """In the ISO form of :mod:`coopbot.dates`."""
    since: bool
    """Whether a time is given by an event."""
    numbers: frozenset[Decimal]
    quoted: Quoted
    told: frozenset[str]
    """What it tells without the word for it, of :data:`coopbot.entries.TOLD_BY`."""
    listing: float
    """How much it has the form of a list: 0 to 1, and half more for a colon."""

    def is_timed(self, given: Given) -> bool:
        """Tell whether it gives a time that a question does not state itself."""
        return self.since or bool(given.new_dates(self.dates))

    def is_counted(self, given: Given) -> bool:
        """Tell whether a number stands in it that a question does not state itself."""
        return not self.numbers <= given.numbers

    def is_placed(self, given: Given) -> bool:
        """Tell whether something takes place somewhere that a question does not name itself."""
        return names_place(self.quoted, given)


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
    cited = frozenset(r.kind for r in references if start <= r.start < end)
    dates = tuple(mention.iso for mention in find_dates(text))
    numbers = frozenset(quantity.value for quantity in find_quantities(text, language))
    held = {
        "date": bool(dates),
        "place": names_place(quoted),
        "number": bool(numbers),
        "symbol": "symbol" in cited,
    }
    return SentenceFacts(
        cited=cited,
        dates=dates,
        since=holds_since([quoted]),
        numbers=numbers,
        quoted=quoted,
        told=frozenset(kind for kind, is_held in held.items() if is_held),
        listing=listing + 0.5 * bool(_COLON.search(text)),
    )
