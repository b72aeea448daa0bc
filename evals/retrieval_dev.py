"""Measure retrieval on the development sets, within a language and across languages.

``python -m evals.retrieval_dev --data <folder of the training data>`` prints the systems side by
side and writes ``evals/results/retrieval_dev-<system>-<hash>.json``.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from evals.command import run_command
from evals.devsets import NAMES, DevSet, load_devset
from evals.ranking import DEPTH, MEASURES, score_rankings
from evals.results import save_measurement
from evals.retrieval_tables import Run, languages_table, means_table, pairs_table
from evals.searchers import Searcher, make_searcher
from evals.statistics import estimate

app = typer.Typer(add_completion=False)

_SYSTEMS = ("coopbot", "bm25", "recipe")


def measure(searcher: Searcher, devset: DevSet) -> list[dict[str, Any]]:
    """Return one row for each direction of a set."""
    rows = []
    for asked, searched in devset.directions:
        questions = devset.asked_in(asked)
        rankings: dict[str, list[tuple[str, str]]] = {}
        for question in questions:
            found = searcher.search(question.text, DEPTH, searched)
            rankings[question.id] = [(key, "1") for key in found]
        relevant = {question.id: [(question.key, "1")] for question in questions}
        values = score_rankings(relevant, rankings)
        row: dict[str, Any] = {"set": devset.name, "asked": asked, "searched": searched}
        for name in MEASURES:
            # Questions about one passage share its difficulty, so passages are drawn.
            pairs = [(question.key, values[question.id][name]) for question in questions]
            mean = estimate(pairs)
            row[name] = mean.to_dict() if mean else None
        rows.append(row)
    return rows


@app.command()
def main(
    data: Annotated[
        Path, typer.Option(envvar="COOPBOT_TRAINING_DATA", help="Folder of the training data.")
    ],
    system: Annotated[list[str] | None, typer.Option(help="coopbot, bm25, recipe.")] = None,
    devset: Annotated[list[str] | None, typer.Option("--set", help="Sets; all by default.")] = None,
    limit: Annotated[int, typer.Option(min=10, help="Questions per set and language.")] = 300,
    registry: Annotated[Path, typer.Option(help="Registry folder.")] = Path("corpus/registry"),
    embedder: Annotated[str | None, typer.Option(help="Another embedder for coopbot.")] = None,
    out: Annotated[Path, typer.Option(help="Folder for the results.")] = Path("evals/results"),
) -> None:
    """Measure systems on development sets and print them side by side."""
    console = Console()
    sets = [load_devset(name, data, limit) for name in devset or NAMES]
    measured: list[Run] = []
    for name in system or _SYSTEMS:
        overrides = {"embedder": embedder} if embedder and name == "coopbot" else {}
        rows: list[dict[str, Any]] = []
        description: Mapping[str, Any] = {}
        for one in sets:
            started = time.perf_counter()
            searcher = make_searcher(name, one.passages, registry, overrides)
            built = time.perf_counter() - started
            try:
                for row in measure(searcher, one):
                    rows.append({**row, "build_seconds": round(built, 2)})
                description = searcher.describe()
            finally:
                searcher.close()
            console.print(f"{name} {one.name}: built in {built:.1f} s", soft_wrap=True)
        run = {"system": {"name": name, **description}, "limit": limit, "rows": rows}
        measured.append(run)
        path = save_measurement(
            "retrieval",
            run,
            out,
            [name, description, limit, [one.name for one in sets]],
            name=f"retrieval_dev-{name}",
        )
        console.print(f"Saved as {path}", soft_wrap=True)
    for make in (means_table, languages_table, pairs_table):
        console.print(make(measured).for_terminal())


if __name__ == "__main__":
    run_command(app)
