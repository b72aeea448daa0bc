"""Rows that may be results: what each part of the search gave them, and one result of several.

Expressions of one paragraph in several languages are one result, and an item and its paragraph are
one result.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from coopbot.languages import LANGUAGES
from coopbot.question import Question
from coopbot.types import Hit, Paragraph

NAMED = "named"
"""The part of a score that tells what the question names: 1 for its text, 0 for what speaks of it;
only where the text of any such thing is held. What has no such part comes behind."""

_BEHIND = 0.99
"""Share of the lowest score of what is marked that the best of the others gets."""


@dataclass(slots=True)
class Candidate:
    """A row that may be a result, with what each part of its score is."""

    row: int
    language: str
    parts: dict[str, float] = field(default_factory=dict)
    score: float = 0.0


def add(found: dict[int, Candidate], row: int, language: str, part: str, value: float) -> None:
    """Add to a part of a row's score; the row becomes a candidate if it was none."""
    candidate = found.get(row)
    if candidate is None:
        candidate = found[row] = Candidate(row, language)
    candidate.parts[part] = candidate.parts.get(part, 0.0) + value


def spread(candidates: Iterable[Candidate]) -> None:
    """Bring cosines to 0..1 among the candidates: models differ in where theirs lie."""
    dense = [c for c in candidates if "dense" in c.parts]
    if not dense:
        return
    lowest = min(c.parts["dense"] for c in dense)
    width = max(c.parts["dense"] for c in dense) - lowest
    for candidate in dense:
        candidate.parts["dense"] = (candidate.parts["dense"] - lowest) / width if width else 1.0


def put_behind(found: Mapping[int, Candidate], paragraphs: Mapping[int, Paragraph]) -> None:
    """Put what does not speak of the thing that is named behind what does, in its own order.

    A paragraph, its items and its expressions are one result, so the best of them counts.
    """
    best: dict[tuple[str, str], float] = {}
    named: set[tuple[str, str]] = set()
    for row, candidate in found.items():
        key = _key(paragraphs[row])
        best[key] = max(best.get(key, candidate.score), candidate.score)
        if NAMED in candidate.parts:
            named.add(key)
    lowest = min((best[key] for key in named), default=0.0)
    highest = max((score for key, score in best.items() if key not in named), default=0.0)
    if not named or highest < lowest:
        return
    for row, candidate in found.items():
        if _key(paragraphs[row]) not in named:
            candidate.score *= _BEHIND * lowest / highest if highest else 1.0


def of_what_is_named(hits: Sequence[Hit]) -> list[Hit]:
    """Return the hits that are the text of what the question names, or speak of it; all of them
    where no such text is held.
    """
    return [hit for hit in hits if NAMED in hit.parts] or list(hits)


def _key(paragraph: Paragraph) -> tuple[str, str]:
    return paragraph.symbol, paragraph.parent or paragraph.label


def collapse(
    question: Question,
    found: Mapping[int, Candidate],
    paragraphs: Mapping[int, Paragraph],
    k: int,
) -> list[Hit]:
    """Make one result of the expressions of a paragraph, and of an item and its paragraph."""
    groups: dict[tuple[str, str], list[Candidate]] = {}
    for row, candidate in found.items():
        groups.setdefault(_key(paragraphs[row]), []).append(candidate)
    ranked = sorted(
        groups.values(), key=lambda group: (-max(c.score for c in group), _order(group))
    )
    return [
        _hit(question, group, paragraphs, rank) for rank, group in enumerate(ranked[:k], start=1)
    ]


def _hit(
    question: Question,
    group: Sequence[Candidate],
    paragraphs: Mapping[int, Paragraph],
    rank: int,
) -> Hit:
    best = max(group, key=lambda c: (c.score, -c.row))
    label = paragraphs[best.row].label
    same = [c for c in group if paragraphs[c.row].label == label]
    shown = min(same, key=lambda c: (_preference(question, paragraphs[c.row]), -c.score, c.row))
    named = [c.parts[NAMED] for c in group if NAMED in c.parts]
    ways = {
        {"late": "dense", "rerank": "dense"}.get(part, part)
        for candidate in same
        for part, value in candidate.parts.items()
        if value > 0 and part not in ("late", "rerank", "kind", "sentence", "phrase", NAMED)
    }
    return Hit(
        paragraph=paragraphs[shown.row],
        score=best.score,
        rank=rank,
        found_by=tuple(sorted(ways)) or ("dense",),
        parts=dict(sorted({**({NAMED: max(named)} if named else {}), **best.parts}.items())),
    )


def _preference(question: Question, paragraph: Paragraph) -> int:
    """Order expressions of one paragraph: the asker's language, else official, else any."""
    if paragraph.language == question.language:
        return 0
    return 1 + LANGUAGES.index(paragraph.language) + (0 if paragraph.official else len(LANGUAGES))


def _order(group: Sequence[Candidate]) -> int:
    return min(candidate.row for candidate in group)
