"""Tables of the retrieval measurements: means, single languages, single pairs, and the targets.

Each takes the ``retrieval`` results of one or more systems, as :mod:`evals.retrieval_dev` saves
them, and gives a column to each system.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from statistics import fmean
from typing import Any

from evals.table_forms import Table

Run = Mapping[str, Any]
"""One results file of the kind ``retrieval``."""
Line = Mapping[str, Any]
"""One direction of one set: ``set``, ``asked``, ``searched`` and an interval for each measure."""

ABOVE_BM25 = 0.02
"""Least distance of the first place to BM25, in each set within a language."""
ACROSS_SET = "parallel_qa"
"""Questions to passages across languages: no segment of the one is a translation of the other."""
ACROSS_FIRST, ACROSS_FIVE, WORST_PAIR = 0.62, 0.82, 0.70
"""Least means over its pairs of first place and first five, and least first five of a pair."""
SEGMENTS_SET, SEGMENTS_FIRST = "scbd_parallel", 0.92
"""Least mean of the first place over all directions between aligned segments."""


def is_across(line: Line) -> bool:
    """Tell whether question and passages are in two languages; a script is no language."""
    return str(line["asked"]).split("-")[0] != str(line["searched"])


def means_table(runs: Sequence[Run]) -> Table:
    """Return the mean over the directions of each set, within a language and across."""
    cells = []
    for title, wanted in (("within a language", False), ("across languages", True)):
        for name in _sets(runs):
            lines = [
                [x for x in run["rows"] if x["set"] == name and is_across(x) == wanted]
                for run in runs
            ]
            if any(lines):
                cells.append([f"{name}, {title}", *(_means(some) for some in lines)])
    return Table("Mean R@1 (R@5)", ("First (among the first five)", *_systems(runs)), cells)


def languages_table(runs: Sequence[Run]) -> Table:
    """Return the first place of each set and language, with its interval."""
    return _directions(runs, lambda line: not is_across(line), "Set and language")


def pairs_table(runs: Sequence[Run]) -> Table:
    """Return the first place of each pair of languages, with its interval."""
    return _directions(runs, is_across, "Set, asked → searched")


def targets_table(runs: Sequence[Run]) -> Table | None:
    """Return what was aimed at, what was reached and whether that suffices.

    None where coopbot was not measured; a target whose sets were not measured is left out.
    """
    by_system = {str(run["system"]["name"]): run["rows"] for run in runs}
    ours = by_system.get("coopbot")
    if ours is None:
        return None
    cells = [
        *_above_bm25(ours, by_system.get("bm25", ())),
        *_across(ours),
        *_segments(ours),
    ]
    return Table("Targets", ("Target", "Aim", "Reached", ""), cells)


def _above_bm25(ours: Sequence[Line], theirs: Sequence[Line]) -> list[list[str]]:
    other = {_direction(line): line for line in theirs}
    cells = []
    for line in ours:
        beside = other.get(_direction(line))
        if beside is not None and not is_across(line):
            above = line["R@1"]["value"] - beside["R@1"]["value"]
            name = f"First place above BM25: {line['set']}, {_named(line)}"
            cells.append([name, f"+{ABOVE_BM25:.3f}", f"{above:+.3f}", _verdict(above, ABOVE_BM25)])
    return cells


def _across(ours: Sequence[Line]) -> list[list[str]]:
    pairs = [line for line in ours if line["set"] == ACROSS_SET and is_across(line)]
    if not pairs:
        return []
    worst = min(pairs, key=lambda line: float(line["R@5"]["value"]))
    title = f"{ACROSS_SET} across languages, {len(pairs)} pairs"
    found = (
        (f"{title}: first place, mean", ACROSS_FIRST, _mean(pairs, "R@1")),
        (f"{title}: first five, mean", ACROSS_FIVE, _mean(pairs, "R@5")),
        (f"{title}: first five, worst ({_named(worst)})", WORST_PAIR, worst["R@5"]["value"]),
    )
    return [[name, f"{aim:.2f}", f"{got:.3f}", _verdict(got, aim)] for name, aim, got in found]


def _segments(ours: Sequence[Line]) -> list[list[str]]:
    lines = [line for line in ours if line["set"] == SEGMENTS_SET]
    if not lines:
        return []
    got = _mean(lines, "R@1")
    name = f"{SEGMENTS_SET}, {len(lines)} directions: first place, mean"
    return [[name, f"{SEGMENTS_FIRST:.2f}", f"{got:.3f}", _verdict(got, SEGMENTS_FIRST)]]


def _directions(runs: Sequence[Run], wanted: Callable[[Line], bool], head: str) -> Table:
    found: dict[tuple[str, str, str], dict[int, Line]] = {}
    for number, run in enumerate(runs):
        for line in filter(wanted, run["rows"]):
            found.setdefault(_direction(line), {})[number] = line
    cells = [
        [
            f"{name}, {_named(next(iter(lines.values())))}",
            *(_interval(lines.get(number)) for number in range(len(runs))),
        ]
        for (name, *_), lines in found.items()
    ]
    return Table("R@1 with its 95 % interval", (head, *_systems(runs)), cells)


def _direction(line: Line) -> tuple[str, str, str]:
    return (str(line["set"]), str(line["asked"]), str(line["searched"]))


def _named(line: Line) -> str:
    """Name the direction: one code where question and passages share language and script."""
    asked, searched = line["asked"], line["searched"]
    return str(asked) if asked == searched else f"{asked} → {searched}"


def _sets(runs: Sequence[Run]) -> list[str]:
    return list(dict.fromkeys(str(line["set"]) for run in runs for line in run["rows"]))


def _systems(runs: Sequence[Run]) -> tuple[str, ...]:
    return tuple(str(run["system"]["name"]) for run in runs)


def _mean(lines: Sequence[Line], measure: str) -> float:
    return fmean(float(line[measure]["value"]) for line in lines)


def _means(lines: Sequence[Line]) -> str:
    return f"{_mean(lines, 'R@1'):.3f} ({_mean(lines, 'R@5'):.3f})" if lines else "–"


def _interval(line: Line | None) -> str:
    if line is None:
        return "–"
    first = line["R@1"]
    return f"{first['value']:.3f} ({first['low']:.2f}–{first['high']:.2f})"


def _verdict(got: float, aim: float) -> str:
    return "reached" if got >= aim else "**missed**"
