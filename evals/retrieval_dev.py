"""Measure retrieval on the development sets, within a language and across languages.

``python -m evals.retrieval_dev --data <folder of the training data>`` prints the systems side by
side and writes ``evals/results/retrieval_dev-<system>-<hash>.json``.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from coopbot.errors import CoopbotError, UsageError
from evals.devsets import NAMES, DevSet, load_devset
from evals.ranking import DEPTH, MEASURES, score_rankings
from evals.results import current_commit
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


def averages(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return plain means over directions: each set within languages and across."""
    found = []
    for name in dict.fromkeys(row["set"] for row in rows):
        for across in (False, True):
            some = [
                row
                for row in rows
                if row["set"] == name and (row["asked"] != row["searched"]) == across
            ]
            if some:
                means = {m: sum(row[m]["value"] for row in some) / len(some) for m in MEASURES}
                found.append({"set": name, "across": across, "directions": len(some), **means})
    return found


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
    measured: dict[str, list[dict[str, Any]]] = {}
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
        measured[name] = rows
        path = _save(name, description, rows, limit, out)
        console.print(f"Saved as {path}", soft_wrap=True)
    console.print(_side_by_side(measured))


def _save(
    name: str,
    description: Mapping[str, Any],
    rows: Sequence[Mapping[str, Any]],
    limit: int,
    out: Path,
) -> Path:
    commit = current_commit()
    identity = json.dumps(
        [name, description, limit, commit, [row["set"] for row in rows]],
        sort_keys=True,
        default=str,
    )
    digest = hashlib.sha256(identity.encode()).hexdigest()[:12]
    out.mkdir(parents=True, exist_ok=True)
    path = out / f"retrieval_dev-{name}-{digest}.json"
    data = {
        "format": 1,
        "kind": "retrieval",
        "hash": digest,
        "system": {"name": name, **description},
        "commit": commit,
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {
            "cores": os.cpu_count(),
            "platform": platform.platform(),
            "python": platform.python_version(),
        },
        "limit": limit,
        "averages": averages(rows),
        "rows": list(rows),
    }
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path


def _side_by_side(measured: Mapping[str, Sequence[Mapping[str, Any]]]) -> Table:
    table = Table(title="R@1 (R@5) by set and direction", title_justify="left")
    table.add_column("Set")
    for name in measured:
        table.add_column(name, justify="right")
    lines: dict[str, dict[str, str]] = {}
    for name, rows in measured.items():
        for row in averages(rows):
            where = "across languages" if row["across"] else "within language"
            line = lines.setdefault(f"{row['set']} {where} (mean)", {})
            line[name] = f"{row['R@1']:.3f} ({row['R@5']:.3f})"
        for one in rows:
            line = lines.setdefault(f"{one['set']} {one['asked']}→{one['searched']}", {})
            line[name] = f"{one['R@1']['value']:.3f} ({one['R@5']['value']:.3f})"
    for title, values in lines.items():
        table.add_row(title, *(values.get(name, "–") for name in measured))
    return table


if __name__ == "__main__":
    try:
        app()
    except CoopbotError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(2 if isinstance(error, UsageError) else 1)
