"""Values and names of a sentence, as keys that two texts in any two languages can share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from coopbot.bounds import bound_of
from coopbot.dates import find_dates
from coopbot.quantities import Quantity, find_quantities
from coopbot.references import find_references
from coopbot.registry import Registry
from coopbot.types import Span


@dataclass(frozen=True, slots=True)
class Item:
    """A value or name in a text."""

    what: str
    """``number``, ``date``, ``reference``, ``name`` or ``term``."""
    id: str
    text: str
    start: int
    end: int
    bound: str | None = None
    """``since``, ``until`` or ``about`` where such a word bears on a date or number."""

    @property
    def required(self) -> bool:
        """Tell whether it must stand in the evidence; the words of a term are looked at alone."""
        return self.what != "term"

    @property
    def is_value(self) -> bool:
        """Tell whether it is a date, number or reference."""
        return self.what in ("date", "number", "reference")

    @property
    def is_counted(self) -> bool:
        """Tell whether the statement's own language must hold it.

        A "two years" in one language is no "two" for another, which says "biennium".
        """
        return self.what in ("date", "number")


def find_items(text: str, language: str, registry: Registry) -> Iterator[Item]:
    """Yield references, then dates and numbers outside them, then names."""
    references = [
        reference
        for reference in find_references(text, language, registry)
        if reference.kind in ("symbol", "decision", "article", "meeting")
    ]
    places = [(r.start, r.end) for r in references if r.kind != "meeting"]
    names = registry.find_names(text, language)
    events = {match.id for match in names if match.kind == "meeting"}
    for r in references:
        if r.id not in events:
            yield Item("reference", f"{r.kind}:{r.id}", r.text, r.start, r.end)
    for date in find_dates(text):
        if not _inside(date.start, date.end, places):
            bound = bound_of(text, date.start, date.end, language, is_range="/" in date.iso)
            yield Item("date", f"@{date.iso}", date.text, date.start, date.end, bound)
    for quantity in find_quantities(text, language):
        if not _inside(quantity.start, quantity.end, places):
            bound = bound_of(text, quantity.start, quantity.end, language, is_range=False)
            key = _quantity_key(quantity)
            yield Item("number", key, quantity.text, quantity.start, quantity.end, bound)
    for match in names:
        if not _inside(match.start, match.end, places):
            what = "term" if match.kind == "term" else "name"
            yield Item(what, f"~{match.id}", text[match.start : match.end], match.start, match.end)


def _quantity_key(quantity: Quantity) -> str:
    sort = "o" if quantity.kind == "ordinal" or quantity.unit == "anniversary" else "c"
    return f"#{sort}{quantity.value.normalize():f}{quantity.unit or ''}"


def _inside(start: int, end: int, places: Iterable[Span]) -> bool:
    return any(first < end and start < last for first, last in places)


def is_held_by(item: Item, other: Item) -> bool:
    """Tell whether evidence has a value or name: the same, or a more exact one."""
    if item.what != other.what or item.bound != other.bound:
        return False
    if item.id == other.id:
        return True
    if item.what == "reference":
        return other.id.startswith(f"{item.id}(")
    if item.what == "number":
        # A bare figure may stand for an amount; an amount never for another unit.
        return bool(re.fullmatch(re.escape(item.id) + r"[^\d.].*", other.id))
    if item.what == "date":
        return _within(item.id[1:], other.id[1:])
    return False


def _within(iso: str, other: str) -> bool:
    """Tell whether an ISO date is a less exact form of another: a year of a day in it."""
    if "/" in iso:
        return False
    ends = other.split("/")
    if iso.startswith("--"):
        return len(ends) == 1 and other.endswith(iso[1:])
    return all(end == iso or end.startswith(f"{iso}-") for end in ends)
