"""Compare two results of the same suite, case by case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from coopbot.errors import UsageError
from evals.metrics import TITLES
from evals.results import Results
from evals.statistics import Difference, compare_paired, holm
from evals.table_forms import Table

SIGNIFICANT = 0.05
"""Adjusted p below which a difference is called one."""


@dataclass(frozen=True, slots=True)
class Flip:
    """A case that one of the two got right and the other wrong."""

    id: str
    metric: str
    before: float
    after: float
    question: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """B measured against A."""

    a: Results
    b: Results
    differences: Mapping[str, Difference]
    adjusted: Mapping[str, float]
    """Adjusted p by metric."""
    flips: tuple[Flip, ...]
    only_a: tuple[str, ...]
    """Ids of cases that B does not have."""
    only_b: tuple[str, ...]

    @property
    def worse(self) -> tuple[str, ...]:
        """Metrics in which B is worse beyond chance."""
        return tuple(
            name
            for name, d in self.differences.items()
            if d.value < 0 and self.adjusted[name] < SIGNIFICANT
        )

    @property
    def better(self) -> tuple[str, ...]:
        """Metrics in which B is better beyond chance."""
        return tuple(
            name
            for name, d in self.differences.items()
            if d.value > 0 and self.adjusted[name] < SIGNIFICANT
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the comparison as JSON has it."""
        return {
            "a": self.a.name,
            "b": self.b.name,
            "worse": list(self.worse),
            "better": list(self.better),
            "differences": {
                name: {
                    "title": TITLES[name],
                    "a": _mean(self.a, name),
                    "b": _mean(self.b, name),
                    "difference": round(d.value, 6),
                    "low": round(d.low, 6),
                    "high": round(d.high, 6),
                    "p": round(d.p, 6),
                    "p_adjusted": round(self.adjusted[name], 6),
                    "n": d.n,
                    "better": d.better,
                    "worse": d.worse,
                }
                for name, d in self.differences.items()
            },
            "flips": [
                {
                    "id": f.id,
                    "metric": f.metric,
                    "title": TITLES[f.metric],
                    "before": f.before,
                    "after": f.after,
                    "question": f.question,
                }
                for f in self.flips
            ],
            "only_a": list(self.only_a),
            "only_b": list(self.only_b),
        }


def compare(a: Results, b: Results) -> Comparison:
    """Pair the cases of two results and test each metric.

    :raises UsageError: when they have no case in common, or the cases differ under one id.
    """
    rows_a = {row["id"]: row for row in a.rows}
    rows_b = {row["id"]: row for row in b.rows}
    common = sorted(rows_a.keys() & rows_b.keys())
    if not common:
        raise UsageError(
            f"{a.name} and {b.name} have no case in common; compare results of one suite."
        )
    for name in common:
        for part in ("question", "expect", "expected"):
            if rows_a[name][part] != rows_b[name][part]:
                raise UsageError(
                    f"The case {name!r} has another {part} in {b.name} than in {a.name}; "
                    "run both systems on the same suite."
                )
    groups = {name: rows_a[name]["group"] for name in common}
    differences: dict[str, Difference] = {}
    for metric in TITLES:
        found = compare_paired(_values(rows_a, metric), _values(rows_b, metric), groups)
        if found is not None:
            differences[metric] = found
    return Comparison(
        a=a,
        b=b,
        differences=differences,
        adjusted=holm({name: d.p for name, d in differences.items()}),
        flips=tuple(_flips(rows_a, rows_b, common)),
        only_a=tuple(sorted(rows_a.keys() - rows_b.keys())),
        only_b=tuple(sorted(rows_b.keys() - rows_a.keys())),
    )


def differences_table(comparison: Comparison) -> Table:
    """Return one row per metric."""
    cells = []
    for name, d in comparison.differences.items():
        a = comparison.a.metrics.get(name)
        b = comparison.b.metrics.get(name)
        cells.append(
            [
                TITLES[name],
                f"{a['value']:.3f}" if a else "–",
                f"{b['value']:.3f}" if b else "–",
                f"{d.value:+.3f}",
                f"{d.low:+.3f} – {d.high:+.3f}",
                f"{comparison.adjusted[name]:.3f}",
                f"{d.better} / {d.worse}",
            ]
        )
    return Table(
        f"{comparison.a.name} (A) and {comparison.b.name} (B)",
        ("Metric", "A", "B", "B − A", "95 % interval", "p (Holm)", "Better / worse"),
        cells,
    )


def flips_table(comparison: Comparison, limit: int | None = None) -> Table:
    """Return the cases that changed sides, those that got worse first."""
    flips = sorted(comparison.flips, key=lambda f: (f.after > f.before, f.id))[:limit]
    return Table(
        f"{len(comparison.flips)} cases changed sides",
        ("Case", "Metric", "A", "B", "Question"),
        [[f.id, TITLES[f.metric], f"{f.before:.2f}", f"{f.after:.2f}", f.question] for f in flips],
    )


def _mean(results: Results, metric: str) -> float | None:
    estimate = results.metrics.get(metric)
    return estimate["value"] if estimate else None


def _values(rows: Mapping[str, Mapping[str, Any]], metric: str) -> dict[str, float]:
    return {name: row["scores"][metric] for name, row in rows.items() if metric in row["scores"]}


def _flips(
    rows_a: Mapping[str, Mapping[str, Any]],
    rows_b: Mapping[str, Mapping[str, Any]],
    common: Sequence[str],
) -> list[Flip]:
    """Return cases whose decisive metric crossed the middle."""
    flips = []
    for name in common:
        metric = "paragraph_right" if rows_a[name]["expect"] == "answer" else "handled"
        before = rows_a[name]["scores"].get(metric)
        after = rows_b[name]["scores"].get(metric)
        if before is not None and after is not None and (before >= 0.5) != (after >= 0.5):
            flips.append(Flip(name, metric, before, after, rows_a[name]["question"]))
    return flips
