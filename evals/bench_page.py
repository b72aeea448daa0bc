"""The benchmark as a table and as one HTML file with the plots of the growth."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from typing import Any

from evals import charts
from evals.table_forms import Table

ANSWER_BUDGET_MS = {10_000: 60, 100_000: 120, 1_000_000: 300}
"""Most milliseconds of 95 % of the answers, by paragraphs held."""
SEARCH_BUDGET_MS = {10_000: 15, 100_000: 50}
"""Most milliseconds of 95 % of the searches, by paragraphs held."""

_STYLE = """
:root{color-scheme:light dark;--ink:#16242f;--line:#d5dde3}
body{font:16px/1.5 system-ui,sans-serif;max-width:64rem;margin:0 auto;padding:1.5rem;
color:var(--ink);background:#fff}h1{font-size:1.5rem}h2{font-size:1.15rem;margin:2rem 0 .5rem}
table{border-collapse:collapse;font-size:.9rem;display:block;overflow-x:auto}
th,td{text-align:end;padding:.3rem .6rem;border-bottom:1px solid var(--line)}
td{font-variant-numeric:tabular-nums}svg{max-width:100%;height:auto}
@media(prefers-color-scheme:dark){:root{--ink:#e6edf2;--line:#33434f}body{background:#10181e}
svg{background:#fff;border-radius:6px}}
"""


def growth_table(results: Mapping[str, Any]) -> Table:
    """Return a line for each size, and one for the usual recipe."""
    heads = (
        "Paragraphs",
        "Built, s",
        "Paragraphs/s",
        "Search p50 / p95, ms",
        "Answer p50 / p95, ms",
        "Cold ask, s (CPU)",
        "Serving RSS / PSS, MB",
        "Recall@10",
        "Index, MB",
    )
    cells = [_cells(row) for row in results["rows"]]
    recipe = results.get("recipe")
    if recipe:
        search = recipe["search_ms"]
        cells.append(
            [
                f"recipe, {recipe['size']:,}",
                f"{recipe['seconds']:.1f}",
                f"{recipe['paragraphs_per_second']:.0f}",
                f"{search['p50']:.1f} / {search['p95']:.1f}",
                "–",
                "–",
                f"{recipe['peak_mb']:.0f} (peak)",
                "–",
                f"{recipe['index_mb']:.1f}",
            ]
        )
    return Table("Growth", heads, cells)


def stages_table(results: Mapping[str, Any]) -> Table:
    """Return the seconds of each stage of building, a column for each size."""
    rows = results["rows"]
    names = list(dict.fromkeys(name for row in rows for name in row["ingest"]["stages"]))
    cells = [
        [name, *(f"{row['ingest']['stages'].get(name, 0):.2f}" for row in rows)] for name in names
    ]
    return Table("Stages of building, s", ("", *(f"{row['size']:,}" for row in rows)), cells)


def budget_lines(results: Mapping[str, Any]) -> list[str]:
    """Say of each size that has a budget whether it is kept."""
    found = []
    for row in results["rows"]:
        for what, budgets in (("search", SEARCH_BUDGET_MS), ("answer", ANSWER_BUDGET_MS)):
            allowed = budgets.get(row["size"])
            if allowed is not None:
                took = row[f"{what}_ms"]["p95"]
                verdict = "kept" if took <= allowed else "exceeded"
                found.append(
                    f"{row['size']:,} paragraphs, {what} p95: {took:.1f} ms of {allowed} ms: "
                    f"{verdict}."
                )
    return found


def render_bench(results: Mapping[str, Any]) -> str:
    """Return table and plots as one page."""
    plots = "".join(
        f"<h2>{html.escape(title)}</h2>"
        + charts.lines(series, title, x_label="paragraphs", y_label=unit, log=True)
        for title, series, unit in _plots(results["rows"])
    )
    ratio = results["ratios"]
    faster = (
        f" Times faster than the usual recipe at {ratio['at']:,} paragraphs: building "
        f"{ratio['ingest']:g}, search {ratio['search_p50']:g} (median)."
        if ratio
        else ""
    )
    budgets = "".join(f"<li>{html.escape(line)}</li>" for line in budget_lines(results))
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>Growth</title><style>{_STYLE}</style></head><body><main><h1>Growth</h1>"
        f"<p>{html.escape(str(results['date']))}, commit {html.escape(str(results['commit']))}, "
        f"{results['machine']['cores']} cores.{html.escape(faster)}</p>"
        f"{growth_table(results).as_html()}<ul>{budgets}</ul>"
        f"<h2>Stages of building, s</h2>{stages_table(results).as_html()}{plots}"
        "</main></body></html>\n"
    )


def _plots(
    rows: Sequence[Mapping[str, Any]],
) -> list[tuple[str, dict[str, list[tuple[float, float]]], str]]:
    def grown(**paths: str) -> dict[str, list[tuple[float, float]]]:
        return {
            name.replace("_", " "): [
                (float(row["size"]), float(value))
                for row in rows
                if (value := _inner(row, path.split("."))) is not None
            ]
            for name, path in paths.items()
        }

    stages = list(dict.fromkeys(name for row in rows for name in row["ingest"]["stages"]))
    return [
        ("Build time", grown(build="ingest.seconds"), "seconds"),
        (
            "Build time by stage",
            grown(**{name: f"ingest.stages.{name}" for name in stages}),
            "seconds",
        ),
        (
            "Time per question, p95",
            grown(search="search_ms.p95", answer="answer_ms.p95"),
            "milliseconds",
        ),
        (
            "Nearest vectors of one language, p95",
            grown(exact="vectors.exact_ms.p95", graph="vectors.graph_ms.p95"),
            "milliseconds",
        ),
        ("Cold start of ask", grown(wall_clock="cold_start.seconds"), "seconds"),
        (
            "Memory",
            grown(building="ingest.peak_mb", serving_RSS="serving_mb.rss"),
            "MB",
        ),
        ("Disk", grown(index="index_mb", text="text_mb"), "MB"),
    ]


def _cells(row: Mapping[str, Any]) -> list[str]:
    search, answer, cold = row["search_ms"], row["answer_ms"], row["cold_start"]
    memory = row["serving_mb"]
    return [
        f"{row['size']:,}",
        f"{row['ingest']['seconds']:.1f}",
        f"{row['paragraphs_per_second']:.0f}",
        f"{search['p50']:.1f} / {search['p95']:.1f}",
        f"{answer['p50']:.1f} / {answer['p95']:.1f}",
        f"{cold['seconds']:.2f} ({cold['cpu_seconds']:.2f})",
        f"{memory['rss']:.0f} / {memory['pss']:.0f}" if memory else "–",
        f"{row['vectors']['recall_at_10']:.3f}",
        f"{row['index_mb']:.1f}",
    ]


def _inner(row: Mapping[str, Any], parts: Sequence[str]) -> Any:
    value: Any = row
    for part in parts:
        if not isinstance(value, Mapping):
            return None
        value = value.get(part)
    return value
