"""References: what a text or a question points to, in one canonical form for six languages.

    >>> [found.id for found in find_references("第 18 条，第 BS-III/9 号决定第 3 段", "zh")]
    ['18', 'BS-III/9(3)']

A decision's range covers the printed expression with its noun and paragraphs, an article's
likewise; an entry of a list (``Articles 7 to 10``) has the range of the list. Ids: symbols in
their display form, decisions ``BS-II/6(f)``, articles of the Protocol ``18(2)(a)``, of the
Convention ``CBD:18(3)``, meetings ``COP-MOP-4``, dates in ISO form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from coopbot.dates import dates_in
from coopbot.decisions import LooseDecision, canonical_decision, find_loose_decisions
from coopbot.folded import Cover, FoldedText, fold
from coopbot.instruments import with_instrument
from coopbot.labels import LabelMention, find_labels
from coopbot.meetings import find_meetings
from coopbot.provisions import Provision, find_provisions
from coopbot.registry import Registry
from coopbot.symbols import canonical_symbol, display_symbol, find_symbols, resolve_symbol
from coopbot.types import Reference

__all__ = [
    "Ambiguity",
    "QuestionReferences",
    "canonical_decision",
    "canonical_symbol",
    "display_symbol",
    "find_references",
    "references_in_question",
    "resolve_symbol",
]

_DECISION_SYMBOL = re.compile(
    r"^(?:UNEP/)?CBD/(?:(BS|CP|NP)/)?(?:COP-)?(MOP|COP)/DEC/([^/]+)/(\d+)"
)
_SHORT_SYMBOL = re.compile(
    r"(?<![\w/.-])(?:\d{1,2}/(?:INF[./ ]?|L\.|CRP\.)?\d{1,3}(?:/(?:Add|Rev|Corr)\.?\d{1,2})*"
    r"|INF[./ ]?\d{1,3})(?![\w/-])\*{0,3}",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """A reference that fits several things; an answer asks or shows each."""

    reference: Reference
    readings: tuple[str, ...]
    """Ids, the likeliest first."""
    reason: str
    """``series`` (COP or COP-MOP), ``number`` (no meeting named) or ``symbol``."""


@dataclass(frozen=True, slots=True)
class QuestionReferences:
    """What a question names: references, those that are ambiguous, and paragraphs."""

    references: tuple[Reference, ...]
    ambiguities: tuple[Ambiguity, ...]
    labels: tuple[LabelMention, ...]


def find_references(
    text: str, language: str | None = None, registry: Registry | None = None
) -> tuple[Reference, ...]:
    """Find every reference of a text in order of place.

    Ranges of one kind are equal (entries of one list) or disjoint. Without a registry no
    organizations are found; ``language`` decides between names that two languages share.
    """
    folded = fold(text)
    cover = Cover(len(folded.text))
    symbols = find_symbols(folded)
    found: list[_Found] = [("symbol", match.symbol, match.start, match.end) for match in symbols]
    found += _decision_symbols(found)
    ranges = [(match.start, match.end) for match in symbols]
    provisions = with_instrument(folded.text, find_provisions(folded, ranges))
    return _assembled(text, folded, cover, found, provisions, language, registry)


def references_in_question(
    question: str,
    language: str | None = None,
    registry: Registry | None = None,
    known_symbols: Iterable[str] = (),
) -> QuestionReferences:
    """Find what a question names, loose spellings included.

    :param known_symbols: documents that a short form (``4/6``, ``INF.6``) may stand for, beside
        those of the registry.
    """
    folded = fold(question)
    known = {*known_symbols, *(registry.documents if registry else ())}
    symbols, unclear = _question_symbols(folded, sorted(known))
    ranges = [(start, end) for _, _, start, end in symbols]
    loose = find_loose_decisions(folded, ranges)
    ranges += [(start, end) for _, start, end in unclear]
    provisions = with_instrument(folded.text, find_provisions(folded, ranges, loose))
    found = [*symbols, *_decision_symbols(symbols)]
    references = _assembled(
        question, folded, Cover(len(folded.text)), found, provisions, language, registry
    )
    ambiguities = [
        Ambiguity(reference, _readings(reference.id, registry), "series")
        for reference in references
        if reference.kind == "decision" and re.match(r"[IVX\d]+/", reference.id)
    ]
    ambiguities += [
        _numbered(question, folded, match, registry) for match in _numbers(folded, loose)
    ]
    ambiguities += [_unclear_symbol(question, folded, match) for match in unclear]
    labels = _free_labels(question, language, references)
    return QuestionReferences(references, tuple(ambiguities), labels)


_Found = tuple[str, str, int, int]
"""Kind, id and folded range."""
_Unclear = tuple[tuple[str, ...], int, int]
"""Symbols that a short form may stand for, and its folded range."""


def _assembled(
    text: str,
    folded: FoldedText,
    cover: Cover,
    found: list[_Found],
    provisions: list[Provision],
    language: str | None,
    registry: Registry | None,
) -> tuple[Reference, ...]:
    """Join what was found: symbols and decisions win over everything shorter inside them."""
    found = [*found]
    found += [(item.kind, item.id, item.start, item.end) for item in provisions]
    for _, _, start, end in found:
        cover.take(start, end)
    found += [
        ("meeting", match.id, match.start, match.end)
        for match in find_meetings(folded)
        if cover.is_free(match.start, match.end)
    ]
    found += [
        ("date", date.iso, date.start, date.end)
        for date in dates_in(folded)
        if cover.is_free(date.start, date.end)
    ]
    references = [
        Reference(kind, identity, text[first:last], first, last)
        for kind, identity, start, end in found
        for first, last in [folded.span(start, end)]
    ]
    if registry:
        references += _names(text, folded, found, language, registry)
    unique = dict.fromkeys(references)
    return tuple(sorted(unique, key=lambda found: (found.start, -found.end)))


def _names(
    text: str,
    folded: FoldedText,
    found: list[_Found],
    language: str | None,
    registry: Registry,
) -> list[Reference]:
    """Return organizations and events, except inside symbols, decisions and articles."""
    taken = Cover(len(text))
    for kind, _, start, end in found:
        if kind in ("symbol", "decision", "article"):
            taken.take(*folded.span(start, end))
    return [
        Reference(match.kind, match.id, text[match.start : match.end], match.start, match.end)
        for match in registry.finder.find_in(folded, language)
        if match.kind in ("organization", "meeting") and taken.is_free(match.start, match.end)
    ]


def _decision_symbols(symbols: list[_Found]) -> list[_Found]:
    """Return the decisions that are documents of their own, such as CBD/CP/MOP/DEC/VIII/1."""
    decisions: list[_Found] = []
    for _, symbol, start, end in symbols:
        match = _DECISION_SYMBOL.match(symbol)
        if not match:
            continue
        protocol, organ, meeting, number = match.groups()
        body = "COP" if organ == "COP" else ("NP" if protocol == "NP" else "CP")
        identity = canonical_decision(f"{body}-{meeting}/{number}")
        if identity:
            decisions.append(("decision", identity, start, end))
    return decisions


def _question_symbols(folded: FoldedText, known: list[str]) -> tuple[list[_Found], list[_Unclear]]:
    """Return the symbols of a question, short forms resolved, and those that fit several."""
    clear: list[_Found] = []
    unclear: list[_Unclear] = []
    cover = Cover(len(folded.text))
    for match in find_symbols(folded, loose=True):
        cover.take(match.start, match.end)
        resolved = resolve_symbol(match.symbol, known)
        if len(resolved) > 1:
            unclear.append((resolved, match.start, match.end))
        else:
            symbol = resolved[0] if resolved else _completed(match.symbol)
            clear.append(("symbol", symbol, match.start, match.end))
    resolutions: dict[str, tuple[str, ...]] = {}
    for short in _SHORT_SYMBOL.finditer(folded.text):
        if not cover.is_free(*short.span()):
            continue
        printed = short.group()
        if printed not in resolutions:
            resolutions[printed] = resolve_symbol(printed, known)
        resolved = resolutions[printed]
        if len(resolved) == 1:
            clear.append(("symbol", resolved[0], *short.span()))
        elif resolved:
            unclear.append((resolved, *short.span()))
    return clear, unclear


def _completed(symbol: str) -> str:
    """Write a symbol in full that begins with the organ: until the eighth meeting, UNEP/CBD/BS."""
    match = re.match(r"(?:(?:BS|CP)[/ ])?(?:COP[-/ ]?)?MOP/(\d+)(/.*)", symbol)
    if not match:
        return symbol
    stem = "UNEP/CBD/BS/COP-MOP" if int(match[1]) <= 8 else "CBD/CP/MOP"
    return f"{stem}/{match[1]}{match[2]}"


def _readings(identity: str, registry: Registry | None) -> tuple[str, ...]:
    """Return what a bare decision may be: of the COP-MOP first, if there is such a one."""
    base, bracket, parts = identity.partition("(")
    readings = []
    for body in ("CP", "COP"):
        reading = canonical_decision(f"{body}-{base}")
        if reading:
            readings.append(reading + bracket + parts)
    if registry and readings and registry.decision(readings[0]) is None:
        readings.reverse()
    return tuple(readings)


_NUMBERED_DECISION = re.compile(
    r"第 ?(?P<zh>\d{1,2}) ?[号號]决定"
    r"|(?:\bdecision|\bdécision|\bdecisión|\bрешени[еяюи]м?|(?:ال)?مقرر)"
    r" (?:no\.? ?|n° ?|№ ?|رقم )?(?P<number>\d{1,2})(?![\d/.-])",
    re.IGNORECASE,
)


def _numbers(folded: FoldedText, loose: list[LooseDecision]) -> list[re.Match[str]]:
    """Find decisions named by their number alone."""
    cover = Cover(len(folded.text))
    for found in loose:
        cover.take(found.start, found.end)
    return [
        match for match in _NUMBERED_DECISION.finditer(folded.text) if cover.is_free(*match.span())
    ]


def _numbered(
    question: str, folded: FoldedText, match: re.Match[str], registry: Registry | None
) -> Ambiguity:
    start, end = folded.span(*match.span())
    number = int(match["zh"] or match["number"])
    reference = Reference("decision", str(number), question[start:end], start, end)
    decisions = registry.decisions.values() if registry else ()
    readings = tuple(decision.id for decision in decisions if decision.number == number)
    return Ambiguity(reference, readings, "number")


def _unclear_symbol(question: str, folded: FoldedText, unclear: _Unclear) -> Ambiguity:
    readings, start, end = unclear
    first, last = folded.span(start, end)
    printed = question[first:last]
    reference = Reference("symbol", display_symbol(printed), printed, first, last)
    return Ambiguity(reference, readings, "symbol")


def _free_labels(
    question: str, language: str | None, references: tuple[Reference, ...]
) -> tuple[LabelMention, ...]:
    """Return the paragraphs that a question names, except those that belong to a provision."""
    taken = Cover(len(question))
    for reference in references:
        if reference.kind != "date":
            taken.take(reference.start, reference.end)
    return tuple(
        mention
        for mention in find_labels(question, language)
        if taken.is_free(mention.start, mention.end)
    )
