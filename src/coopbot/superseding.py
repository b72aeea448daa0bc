"""Which documents of a corpus were replaced by another one that it holds.

A revision (``/Rev.1``) replaces the document itself and its earlier revisions; a manifest may name
what else a document replaces. A corrigendum (``/Corr.1``) lists changes and replaces nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from coopbot.symbols import canonical_symbol
from coopbot.types import DocumentFacts

_REVISION = re.compile(r"(?P<stem>.+)/REV(?P<number>\d+)")


def superseded(facts: Iterable[DocumentFacts]) -> dict[str, str]:
    """Return the newest replacement of each replaced symbol, both in the form that is held.

    The unit is the work: where a revision is held in one language only, the other languages of the
    replaced document are no more in force than that one.
    """
    held = {canonical_symbol(fact.symbol): fact.symbol for fact in facts}
    replaced_by: dict[str, str] = {}
    for fact in facts:
        symbol = canonical_symbol(fact.symbol)
        for old in (canonical_symbol(name) for name in fact.supersedes):
            if old in held and old != symbol:
                replaced_by[old] = symbol
    newest: dict[str, list[tuple[int, str]]] = {}
    for symbol in held:
        match = _REVISION.fullmatch(symbol)
        stem, number = (match["stem"], int(match["number"])) if match else (symbol, 0)
        newest.setdefault(stem, []).append((number, symbol))
    for family in newest.values():
        *older, (_, last) = sorted(family)
        for _, symbol in older:
            replaced_by.setdefault(symbol, last)
    in_force = {old: _last(old, replaced_by) for old in sorted(replaced_by)}
    # Documents that replace each other in a circle are a mistake that must not hide them all.
    return {held[old]: held[new] for old, new in in_force.items() if new not in replaced_by}


def _last(symbol: str, replaced_by: dict[str, str]) -> str:
    """Follow replacements to the one in force, or once around a circle."""
    seen = {symbol}
    while (following := replaced_by.get(symbol)) is not None and following not in seen:
        symbol = following
        seen.add(symbol)
    return symbol
