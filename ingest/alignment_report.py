"""How the held versions of a work line up: what ``coopbot align`` and the build report tell."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from coopbot.errors import NotInCorpus
from coopbot.languages import LANGUAGES
from coopbot.ledger import Ledger
from coopbot.symbols import resolve_symbol
from coopbot.types import Document, DocumentFacts, Paragraph, SourceFile
from ingest.alignment import Alignment, Gap, Match, align

_DOUBTED_RATIO = 3.0
"""How far the length of a counterpart may be from what the other paragraphs of the pair suggest:
translations of one paragraph differ by less, a merged or cut paragraph by more."""
_LEAST_LENGTH = 40
"""Shorter texts, in characters, say nothing by their length."""
_SAME_IN_ALL = re.compile(r"[A-Za-z]*[\d/][A-Za-z\d/.*-]*")
"""Figures and symbols of documents: as long in one language as in any other."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A pair of one label whose lengths do not fit."""

    label: str
    ratio: float
    """How many times longer, or, below 1, shorter the counterpart is than expected."""


@dataclass(frozen=True, slots=True)
class PairReport:
    """One version beside the leading one."""

    language: str
    paragraphs: int
    matched: int
    """Paragraphs of the leading version with a counterpart under their label."""
    coverage: float
    """``matched`` as a share of all labels that either version has."""
    proposed: tuple[Match, ...]
    gaps: tuple[Gap, ...]
    doubts: tuple[Doubt, ...]

    @property
    def findings(self) -> tuple[str, ...]:
        """One sentence for each gap, proposed match and doubt; none where all line up."""
        return (
            *(f"gap: {gap}" for gap in self.gaps),
            *(
                f"proposed: {match.label} may correspond to {match.other} in {self.language}"
                for match in self.proposed
            ),
            *(
                f"doubt: {doubt.label} is {doubt.ratio:g} times as long in {self.language} as "
                "expected"
                for doubt in self.doubts
            ),
        )


@dataclass(frozen=True, slots=True)
class WorkAlignment:
    """How the versions of one work line up with the one that leads."""

    symbol: str
    leading: str
    """Language of the version that the others are compared with: official, or the first held."""
    official: bool
    paragraphs: int
    pairs: tuple[PairReport, ...]

    @property
    def sound(self) -> bool:
        """Tell whether no pair has a gap, a proposed match or a doubt."""
        return not any(pair.findings for pair in self.pairs)

    def to_dict(self) -> dict[str, Any]:
        """Return the form that ``coopbot align --json`` and the build report have."""
        pairs = [{**asdict(pair), "findings": list(pair.findings)} for pair in self.pairs]
        return {**asdict(self), "pairs": pairs, "sound": self.sound}


def align_work(ledger: Ledger, symbol: str) -> WorkAlignment:
    """Line up the versions of one work that a build holds.

    ``symbol`` may be shortened (``4/6``). An official version leads, that in the language of the
    original first; then the order of the UN list. Raises NotInCorpus where nothing or more than
    one work fits.
    """
    works = _works(ledger)
    found = resolve_symbol(symbol, sorted(works))
    if len(found) != 1:
        several = f"fits {', '.join(found)}; name one" if found else "is not held"
        remedy = "" if found else "; `coopbot search` finds what is"
        raise NotInCorpus(f"The document {symbol!r} {several}{remedy}.", nearest=tuple(found))
    return _aligned(ledger, works[found[0]])


def align_works(ledger: Ledger, only: Collection[str] | None = None) -> Iterator[WorkAlignment]:
    """Line up each work that is held in several languages, in the order of the symbols.

    :param only: symbols to be lined up; all by default.
    """
    for symbol, versions in sorted(_works(ledger).items()):
        if len(versions) > 1 and (only is None or symbol in only):
            yield _aligned(ledger, versions)


def align_versions(documents: Sequence[Document]) -> WorkAlignment:
    """Line up versions of one work with the first of them; at least one must be given."""
    first = documents[0]
    facts = first.source.facts
    lengths = _lengths(first)
    return WorkAlignment(
        symbol=facts.symbol,
        leading=facts.language,
        official=facts.official,
        paragraphs=len(first.paragraphs),
        pairs=tuple(_pair(first, lengths, other) for other in documents[1:]),
    )


def _works(ledger: Ledger) -> dict[str, list[DocumentFacts]]:
    """Return the facts of the versions of each work, by symbol."""
    works: dict[str, list[DocumentFacts]] = defaultdict(list)
    for facts in ledger.facts():
        works[facts.symbol].append(facts)
    return works


def _aligned(ledger: Ledger, versions: Sequence[DocumentFacts]) -> WorkAlignment:
    """Line up versions of one work, the leading one found among them."""
    ordered = sorted(
        versions,
        key=lambda facts: (
            not facts.official,
            facts.language != facts.original_language,
            LANGUAGES.index(facts.language),
        ),
    )
    # Everything of the work is one read: a build may be large, a work is not.
    by_language: dict[str, list[Paragraph]] = defaultdict(list)
    for paragraph in ledger.select(ordered[0].symbol):
        by_language[paragraph.language].append(paragraph)
    return align_versions([_document(one, by_language[one.language]) for one in ordered])


def _document(facts: DocumentFacts, paragraphs: Sequence[Paragraph]) -> Document:
    """Return paragraphs of the ledger in the form that versions are lined up in."""
    return Document(SourceFile("", "", 0, facts), "", tuple(paragraphs))


def _pair(first: Document, lengths: Mapping[str, int], other: Document) -> PairReport:
    result = align(first, other)
    proposed = tuple(match for match in result.matches if match.proposed)
    matched = len(result.matches) - len(proposed)
    every = matched + 2 * len(proposed) + len(result.gaps)
    return PairReport(
        language=other.source.facts.language,
        paragraphs=len(other.paragraphs),
        matched=matched,
        coverage=matched / every if every else 1.0,
        proposed=proposed,
        gaps=result.gaps,
        doubts=tuple(_doubts(lengths, _lengths(other), result)),
    )


def _doubts(
    lengths: Mapping[str, int], others: Mapping[str, int], result: Alignment
) -> list[Doubt]:
    """Return the pairs of one label whose lengths do not fit those of the others."""
    labels = [match.label for match in result.matches if not match.proposed]
    pairs = [(label, lengths[label], others[label]) for label in labels]
    whole = sum(one for _, one, _ in pairs), sum(two for _, _, two in pairs)
    if not all(whole):
        return []
    usual = whole[1] / whole[0]
    doubts = []
    for label, one, two in pairs:
        if max(one * usual, two) < _LEAST_LENGTH:
            continue
        ratio = two / (one * usual) if one else _DOUBTED_RATIO
        if not 1 / _DOUBTED_RATIO < ratio < _DOUBTED_RATIO:
            doubts.append(Doubt(label, round(ratio, 2)))
    return doubts


def _lengths(document: Document) -> dict[str, int]:
    """Return by label the number of characters that a translation changes."""
    return {p.label: len(_SAME_IN_ALL.sub("", p.text)) for p in document.paragraphs}
