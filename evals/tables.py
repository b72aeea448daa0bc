"""The tables that every form of the report shows, as plain cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from coopbot.languages import LANGUAGES
from evals.metrics import TITLES
from evals.reply import OUTCOMES
from evals.results import Results
from evals.suite import CLASSES, EXPECTATIONS
from evals.table_forms import Table

MAIN = (
    "answered",
    "paragraph_right",
    "facts",
    "handled",
    "verbatim_quotes",
    "statements_supported",
    "frame_language",
    "consistency",
    "R@1",
)
"""Metrics that the breakdowns show."""

_HEADS = {
    "answered": "Answered",
    "paragraph_right": "Right ¶",
    "facts": "Facts",
    "handled": "Handled",
    "verbatim_quotes": "Verbatim",
    "statements_supported": "Supported",
    "frame_language": "Language",
    "consistency": "Consistent",
    "R@1": "R@1",
}
"""Short heads, so that a breakdown fits a terminal."""


def overview(results: Results) -> Table:
    """Return every metric with its interval."""
    unscored: Mapping[str, int] = results.data["unscored"]
    cells = []
    for name, title in TITLES.items():
        value = results.metrics.get(name)
        missing = unscored.get(name, 0)
        if value is None and not missing:
            continue
        cells.append(
            [
                title,
                f"{value['value']:.3f}" if value else "–",
                f"{value['low']:.3f} – {value['high']:.3f}" if value else "–",
                str(value["n"]) if value else "0",
                str(missing),
            ]
        )
    return Table("All cases", ("Metric", "Mean", "95 % interval", "Cases", "Unscored"), cells)


def by_language(results: Results) -> Table:
    """Return the main metrics per language."""
    return _breakdown("By language of the question", results.data["by_language"], LANGUAGES)


def by_class(results: Results) -> Table:
    """Return the main metrics per class of questions."""
    return _breakdown("By class of question", results.data["by_class"], CLASSES)


def refusals(results: Results) -> Table:
    """Return what was done for what was expected."""
    matrix: Mapping[str, Mapping[str, int]] = results.data["refusal_matrix"]
    return Table(
        "Expected (rows) and done (columns)",
        ("Expected", *OUTCOMES),
        [
            [expect, *(str(matrix[expect][outcome]) for outcome in OUTCOMES)]
            for expect in EXPECTATIONS
        ],
    )


def latencies(results: Results) -> Table:
    """Return median and 95th percentile of the time per answer."""
    return Table(
        "Time per answer",
        ("", "Milliseconds", "95 % interval"),
        [
            [
                name,
                f"{value['value'] * 1000:.1f}",
                f"{value['low'] * 1000:.1f} – {value['high'] * 1000:.1f}",
            ]
            for name, value in results.data["latency"].items()
        ],
    )


def worst(rows: Iterable[Mapping[str, Any]], limit: int | None = None) -> list[Mapping[str, Any]]:
    """Return the cases with something wrong, the worst first.

    A wrong decision to answer or not weighs more than a wrong paragraph, that more than a fact.
    """
    weights = {
        "handled": 8.0,
        "forbidden_absent": 8.0,
        "verbatim_quotes": 8.0,
        "statements_supported": 6.0,
        "answered": 4.0,
        "paragraph_right": 4.0,
        "frame_language": 3.0,
        "facts": 2.0,
        "consistency": 0.5,
        "citation_precision": 0.5,
    }

    def lost(row: Mapping[str, Any]) -> float:
        scores: Mapping[str, float] = row["scores"]
        return sum(weight * (1 - scores.get(name, 1.0)) for name, weight in weights.items())

    wrong = [row for row in rows if lost(row) >= 1.0 or row.get("error")]
    return sorted(wrong, key=lambda row: (-lost(row), row["id"]))[:limit]


def faults(row: Mapping[str, Any]) -> list[str]:
    """Name the metrics that a case did not reach in full."""
    found = [
        f"{TITLES[name]}: {value:.2f}"
        for name, value in row["scores"].items()
        if value < 1.0 and name in TITLES
    ]
    missing = row.get("missing", ())
    return [*found, f"missing: {', '.join(missing)}"] if missing else found


def _breakdown(
    title: str, groups: Mapping[str, Mapping[str, Mapping[str, float]]], order: Sequence[str]
) -> Table:
    shown = [name for name in MAIN if any(name in values for values in groups.values())]
    cells = [
        [
            group,
            *(
                f"{groups[group][name]['value']:.3f}" if name in groups[group] else "–"
                for name in shown
            ),
        ]
        for group in order
        if group in groups
    ]
    return Table(title, ("", *(_HEADS[name] for name in shown)), cells)
