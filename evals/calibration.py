"""How the threshold of sufficiency trades answers given against answers withheld.

Reads the estimated probability that each answer's receipt carries, and replays the decision at
every threshold: above it a question is answered, below it turned away.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

THRESHOLDS = tuple(step / 20 for step in range(21))


@dataclass(frozen=True, slots=True)
class Point:
    """What one threshold does."""

    threshold: float
    answered: float
    """Share of the answerable questions that would be answered."""
    withheld: float
    """Share of the others that would be turned away."""

    @property
    def balance(self) -> float:
        """Mean of the two shares."""
        return (self.answered + self.withheld) / 2


def curve(rows: Iterable[Mapping[str, Any]]) -> list[Point]:
    """Return a point for each threshold; empty where receipts carry no probability.

    Only what the threshold decides is replayed: an ambiguous question that was asked back and a
    matter out of scope are turned away whatever the probability is; a false premise that was
    corrected was rightly answered.
    """
    answerable: list[float] = []
    others: list[float] = []
    for row in rows:
        probability = sufficiency_of(row)
        if probability is None or row["outcome"] in ("asked", "declined") or _corrected(row):
            continue
        (answerable if row["expect"] == "answer" else others).append(probability)
    if not answerable or not others:
        return []
    return [
        Point(
            threshold,
            sum(value >= threshold for value in answerable) / len(answerable),
            sum(value < threshold for value in others) / len(others),
        )
        for threshold in THRESHOLDS
    ]


def _corrected(row: Mapping[str, Any]) -> bool:
    scores: Mapping[str, float] = row.get("scores", {})
    return bool(
        row["expect"] != "answer" and row["outcome"] == "answered" and scores.get("handled") == 1.0
    )


def best(points: Sequence[Point]) -> Point | None:
    """Return the point of the best balance, the lower threshold of two equal ones."""
    return max(points, key=lambda point: (point.balance, -point.threshold), default=None)


def sufficiency_of(row: Mapping[str, Any]) -> float | None:
    """Return the probability that the receipt of an answer carries."""
    value = ((row.get("answer") or {}).get("receipt") or {}).get("sufficiency")
    return float(value) if isinstance(value, (int, float)) else None
