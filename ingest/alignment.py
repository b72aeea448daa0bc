"""Lining up the language versions of one work, paragraph by paragraph.

Labels join them. Where one version lacks a label that another has, a partner is only proposed,
never taken for granted, and what has none is reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from coopbot.types import Document, Paragraph

_OWN_KINDS = frozenset({"notice", "note"})
"""Kinds that belong to one version alone: notices and notes of a translator."""
_FACTS = re.compile(r"\d+|[A-Z]{2,}(?:[-/][A-Z0-9]+)*")
_COUNTED = re.compile(r"(?:^|\.)[bh]\d+(?:\(|$)")
"""Labels that are not printed but counted: blocks and headings without a number."""
_MIN_SHARED = 0.5
"""Least share of their figures and identifiers that a proposed pair has in common."""


@dataclass(frozen=True, slots=True)
class Match:
    """A paragraph and its counterpart in another version."""

    label: str
    other: str
    """Label of the counterpart."""
    proposed: bool
    """Order, figures and names speak for the pair, no printed number proves it."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A paragraph that another version does not have."""

    label: str
    language: str
    """The version that lacks it."""

    def __str__(self) -> str:
        return f"{self.language} has no counterpart of {self.label}"


@dataclass(frozen=True, slots=True)
class Alignment:
    """Two versions of a work, lined up."""

    matches: tuple[Match, ...]
    gaps: tuple[Gap, ...]


def align(first: Document, second: Document) -> Alignment:
    """Line up two versions of a work; matches in the order of the first."""
    one, other = _shared_kinds(first), _shared_kinds(second)
    common = _numbered(one) & _numbered(other)
    partners = {label: Match(label, label, False) for label in common}
    for left, right in _between(one, other, common):
        if [p.label for p in left] == [p.label for p in right]:
            partners |= {p.label: Match(p.label, p.label, False) for p in left}
            continue
        for match in _proposed(left, right):
            partners[match.label] = match
    taken = {match.other for match in partners.values()}
    languages = first.source.facts.language, second.source.facts.language
    return Alignment(
        tuple(partners[p.label] for p in one if p.label in partners),
        (
            *(Gap(p.label, languages[1]) for p in one if p.label not in partners),
            *(Gap(p.label, languages[0]) for p in other if p.label not in taken),
        ),
    )


def _shared_kinds(document: Document) -> list[Paragraph]:
    return [p for p in document.paragraphs if p.kind not in _OWN_KINDS and p.label != "tn"]


def _numbered(paragraphs: Sequence[Paragraph]) -> set[str]:
    """Return the labels that the documents print; blocks are only counted through."""
    return {p.label for p in paragraphs if p.kind != "block" and not _COUNTED.search(p.label)}


def _between(
    one: Sequence[Paragraph], other: Sequence[Paragraph], common: set[str]
) -> Iterator[tuple[list[Paragraph], list[Paragraph]]]:
    """Yield what stands on both sides between two neighbouring common labels."""
    following = _runs(other, common)
    for anchor, run in _runs(one, common).items():
        if run and following.get(anchor):
            yield run, following[anchor]


def _runs(paragraphs: Sequence[Paragraph], common: set[str]) -> dict[str, list[Paragraph]]:
    """Return the paragraphs without a counterpart behind each common label."""
    runs: dict[str, list[Paragraph]] = {"": []}
    anchor = ""
    for paragraph in paragraphs:
        if paragraph.label in common:
            anchor = paragraph.label
            runs[anchor] = []
        else:
            runs[anchor].append(paragraph)
    return runs


def _proposed(left: Sequence[Paragraph], right: Sequence[Paragraph]) -> Iterator[Match]:
    """Yield pairs in order: of one kind, with figures and names in common."""
    rest = list(right)
    for paragraph in left:
        for place, candidate in enumerate(rest):
            if candidate.kind == paragraph.kind and _alike(paragraph, candidate):
                yield Match(paragraph.label, candidate.label, True)
                del rest[: place + 1]
                break


def _alike(one: Paragraph, other: Paragraph) -> bool:
    facts = set(_FACTS.findall(one.text)), set(_FACTS.findall(other.text))
    either = facts[0] | facts[1]
    if not either:
        # Nothing to compare but the place in the order.
        return True
    return len(facts[0] & facts[1]) >= _MIN_SHARED * len(either)
