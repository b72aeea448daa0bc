"""Tables of a page made from results files, so that no figure is typed by hand.

A page marks the place of a table by ``<!-- eval:quality -->`` and ``<!-- /eval:quality -->``; what
stands between is replaced.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from coopbot.errors import UsageError
from evals.metrics import TITLES
from evals.report import markdown_table
from evals.results import Results, load_results
from evals.tables import MAIN, Table

BLOCKS = ("quality", "retrieval", "speed")
"""Names of the tables that a page may hold."""


def update_page(page: Path, files: Sequence[Path]) -> list[str]:
    """Rewrite the tables of a page from results files; return the names of those rewritten.

    :raises UsageError: for a file of no known kind, or a table that the page has no place for.
    """
    text = page.read_text(encoding="utf-8")
    done = []
    for name, table in tables_from(files).items():
        marked = re.compile(rf"(<!-- eval:{name} -->\n).*?(<!-- /eval:{name} -->)", re.DOTALL)
        place = marked.search(text)
        if place is None:
            raise UsageError(
                f"{page} has no place for the table {name!r}; add <!-- eval:{name} --> and "
                f"<!-- /eval:{name} --> on lines of their own."
            )
        text = f"{text[: place.end(1)]}{table}\n{text[place.start(2) :]}"
        done.append(name)
    page.write_text(text, encoding="utf-8")
    return done


def tables_from(files: Sequence[Path]) -> dict[str, str]:
    """Return the Markdown of each table that the files give, by name."""
    answers: list[Results] = []
    retrieval: list[Mapping[str, Any]] = []
    speed: list[Mapping[str, Any]] = []
    for path in files:
        kind = _kind(path)
        if kind == "retrieval":
            retrieval.append(_loaded(path))
        elif kind == "bench":
            speed.append(_loaded(path))
        else:
            answers.append(load_results(path))
    tables = {}
    if answers:
        tables["quality"] = quality_table(answers)
    if retrieval:
        tables["retrieval"] = retrieval_table(retrieval)
    if speed:
        tables["speed"] = speed_table(speed[-1])
    return tables


def quality_table(runs: Sequence[Results]) -> str:
    """Return the main metrics, a column for each system, with the files that they come from."""
    heads = ("", *(f"{run.system} ({run.suite})" for run in runs))
    cells = [
        [TITLES[name], *(_interval(run.metrics.get(name)) for run in runs)]
        for name in MAIN
        if any(name in run.metrics for run in runs)
    ]
    sources = ", ".join(f"`{run.name}`" for run in runs)
    return f"{markdown_table(Table('', heads, cells))}\n\nFrom {sources}."


def retrieval_table(runs: Sequence[Mapping[str, Any]]) -> str:
    """Return R@1 by development set, within and across languages, a column for each system."""
    lines: dict[str, dict[str, str]] = {}
    for run in runs:
        for row in run["averages"]:
            where = "across languages" if row["across"] else "within a language"
            line = lines.setdefault(f"{row['set']}, {where}", {})
            line[run["system"]["name"]] = f"{row['R@1']:.3f}"
    names = [run["system"]["name"] for run in runs]
    cells = [[title, *(line.get(name, "–") for name in names)] for title, line in lines.items()]
    sources = ", ".join(
        f"`retrieval_dev-{run['system']['name']}-{run['hash']}.json`" for run in runs
    )
    return f"{markdown_table(Table('', ('R@1', *names), cells))}\n\nFrom {sources}."


def speed_table(bench: Mapping[str, Any]) -> str:
    """Return the growth with the number of paragraphs, and the ratios to the usual recipe."""
    heads = ("Paragraphs", "Built, paragraphs/s", "Answer p50 / p95, ms", "Memory, MB", "Index, MB")
    cells = [
        [
            f"{row['size']:,}",
            f"{row['paragraphs_per_second']:.0f}",
            f"{row['answer_ms']['p50']:.0f} / {row['answer_ms']['p95']:.0f}",
            f"{row['query_peak_mb']:.0f}",
            f"{row['index_mb']:.0f}",
        ]
        for row in bench["rows"]
    ]
    parts = [markdown_table(Table("", heads, cells))]
    if bench.get("ratios"):
        ratios = bench["ratios"]
        parts.append(
            f"Times faster than the usual recipe: building {ratios['ingest']:g}, search "
            f"{ratios['search_p50']:g} (median)."
        )
    return "\n\n".join(parts)


def _interval(value: Mapping[str, float] | None) -> str:
    if value is None:
        return "–"
    return f"{value['value']:.3f} ({value['low']:.2f}–{value['high']:.2f})"


def _kind(path: Path) -> str:
    return str(_loaded(path).get("kind", "answers"))


def _loaded(path: Path) -> Mapping[str, Any]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"The results file {path} cannot be read ({error}).") from None
    if not isinstance(data, Mapping):
        raise UsageError(f"{path} is no results file; make one with `coopbot eval run`.")
    return data
