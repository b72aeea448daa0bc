"""Measure what one changed file costs: a second ingest beside a build from nothing.

``python -m evals.incremental --files 1000`` builds a corpus of real sentences, changes one file,
ingests again, builds the changed corpus from nothing elsewhere, and compares cost and content: both
ledgers row by row, and what the same questions find. It writes
``evals/results/incremental-<hash>.json``.
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from coopbot import Coopbot, Settings
from coopbot.builds import published_paths
from coopbot.errors import CoopbotError
from coopbot.languages import LANGUAGES
from evals.command import run_command
from evals.results import save_measurement
from evals.suite import load_suite
from evals.synthetic import PARAGRAPHS_PER_DOCUMENT, passages, source_sentences, write_corpus

app = typer.Typer(add_completion=False)

MOST_SHARE = 0.05
"""Largest share of a full build's computing time that one changed file may cost."""
_RESULTS = 10
_COOPBOT = "import sys; from coopbot.cli import main; sys.argv[0] = 'coopbot'; main()"
_TABLES = {
    "files": "path",
    "documents": "number",
    "paragraphs": "row",
    "paragraph_references": "row, place",
    "entries": "row",
    "meta": "name",
}
"""Tables of the ledger, and what makes the order of their rows canonical."""
_OWN_FACTS = ("made", "graphs")
"""Facts of a build that tell how it came about, not what it holds."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one ingest took, the processes that it started included."""

    wall: float
    cpu: float
    """User and system time, seconds."""
    changed: int
    """Files that it read anew or removed."""


def ingest_apart(corpus: Path, index: Path) -> Cost:
    """Run one ingest in a process of its own and return its cost.

    :raises CoopbotError: with what the process says, when it fails.
    """
    command = [sys.executable, "-c", _COOPBOT, "ingest", "--index", str(index), "--json"]
    environment = os.environ | {"COOPBOT_CORPUS": str(corpus)}
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as complained:
        began = time.perf_counter()
        process = subprocess.Popen(command, stdout=said, stderr=complained, env=environment)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        complained.seek(0)
        if process.returncode != 0:
            reason = complained.read().decode("utf-8", "replace").strip()[-300:]
            raise CoopbotError(f"An ingest of the measurement failed ({reason}); run it alone.")
        result = json.loads(said.read())
    return Cost(wall, used.ru_utime + used.ru_stime, len(result["changed"]))


def differences(one: Path, other: Path) -> dict[str, int]:
    """Return the number of rows in which two published ledgers differ, by table."""
    found = {}
    for table, order in _TABLES.items():
        rows = [set(_rows(index, table, order)) for index in (one, other)]
        found[table] = len(rows[0] ^ rows[1])
    return found


def row_counts(index: Path) -> dict[str, int]:
    """Return the number of rows of each table of a published ledger."""
    return {table: sum(1 for _ in _rows(index, table, order)) for table, order in _TABLES.items()}


def _rows(index: Path, table: str, order: str) -> Iterator[tuple[Any, ...]]:
    connection = sqlite3.connect(f"file:{published_paths(index).ledger}?mode=ro", uri=True)
    try:
        for row in connection.execute(f"SELECT * FROM {table} ORDER BY {order}"):
            if table != "meta" or row[0] not in _OWN_FACTS:
                yield tuple(row)
    finally:
        connection.close()


def found_by(corpus: Path, index: Path, questions: Sequence[str]) -> list[Any]:
    """Return what questions find in an index: place, rank and the score of each retriever."""
    coopbot = Coopbot.open(Settings(corpus=corpus, index=index))
    try:
        return [
            [
                (hit.paragraph.id, hit.rank, round(hit.score, 6), sorted(hit.parts.items()))
                for hit in coopbot.search(question, _RESULTS)
            ]
            for question in questions
        ]
    finally:
        coopbot.close()


def change_one(corpus: Path) -> Path:
    """Add a sentence to one file in the middle of the corpus and return its path."""
    files = sorted((corpus / "documents").rglob("*.txt"))
    chosen = files[len(files) // 2]
    text = chosen.read_text("utf-8")
    first = text.index(". ") + 2
    chosen.write_text(f"{text[:first]}UNEP/CBD/BS/COP-MOP/4/6, 2008. {text[first:]}", "utf-8")
    return chosen


@app.command()
def main(
    files: Annotated[int, typer.Option(min=6, help="Number of files.")] = 1000,
    corpus: Annotated[Path, typer.Option(help="Corpus that sentences come from.")] = Path("corpus"),
    suite: Annotated[Path, typer.Option(help="Suite that questions come from.")] = Path(
        "evals/suites/seed_dev.jsonl"
    ),
    data: Annotated[
        Path | None,
        typer.Option(envvar="COOPBOT_TRAINING_DATA", help="Training data, for more sentences."),
    ] = None,
    questions: Annotated[int, typer.Option(min=1, help="Number of questions compared.")] = 60,
    out: Annotated[Path, typer.Option(help="Folder of the results.")] = Path("evals/results"),
) -> None:
    """Measure one changed file against a full build; exit 1 where it costs too much or differs."""
    console = Console()
    asked = [case.question for case in load_suite(suite).cases if not case.history]
    asked = asked[:: max(1, len(asked) // questions)]
    with tempfile.TemporaryDirectory(prefix="incremental-") as name:
        measured = _measure(Path(name), files, corpus, data, asked)
    console.print(_table(measured))
    path = save_measurement("incremental", measured, out, measured)
    console.print(f"Written: {path}", soft_wrap=True)
    if not measured["passed"]:
        console.print(f"One file costs {measured['cpu_share']:.1%} of a full build, or differs.")
        sys.exit(1)


def _measure(
    folder: Path, files: int, source: Path, data: Path | None, questions: Sequence[str]
) -> dict[str, Any]:
    corpus, index, fresh = folder / "corpus", folder / "index", folder / "fresh"
    count = -(-files // len(LANGUAGES)) * len(LANGUAGES) * PARAGRAPHS_PER_DOCUMENT
    made = list(passages(source_sentences(source, data), count))
    write_corpus(iter(made), corpus, source / "registry")
    written = sorted((corpus / "documents").rglob("*.txt"))
    for path in written[files:]:
        path.unlink()
    full = ingest_apart(corpus, index)
    change_one(corpus)
    second = ingest_apart(corpus, index)
    again = ingest_apart(corpus, fresh)
    different = differences(index, fresh)
    results = [found_by(corpus, place, questions) for place in (index, fresh)]
    unequal = sum(one != other for one, other in zip(*results, strict=True))
    # Of two full builds the cheaper one is the measure: noise must not flatter the second.
    share = second.cpu / min(full.cpu, again.cpu)
    return {
        "files": files,
        "paragraphs_per_file": PARAGRAPHS_PER_DOCUMENT,
        "rows": row_counts(index),
        "full": [_entry(full), _entry(again)],
        "second": _entry(second),
        "cpu_share": round(share, 4),
        "wall_share": round(second.wall / min(full.wall, again.wall), 4),
        "rows_that_differ": different,
        "questions": len(questions),
        "questions_with_other_results": unequal,
        "passed": share < MOST_SHARE and not any(different.values()) and not unequal,
    }


def _entry(cost: Cost) -> dict[str, Any]:
    return {
        "wall_seconds": round(cost.wall, 2),
        "cpu_seconds": round(cost.cpu, 2),
        "changed": cost.changed,
    }


def _table(measured: dict[str, Any]) -> Table:
    table = Table("ingest", "CPU s", "wall s", "files read")
    rows = [("full", measured["full"][0]), ("one file changed", measured["second"])]
    for name, cost in [*rows, ("full, changed corpus", measured["full"][1])]:
        table.add_row(
            name, str(cost["cpu_seconds"]), str(cost["wall_seconds"]), str(cost["changed"])
        )
    table.add_row("share", f"{measured['cpu_share']:.2%}", f"{measured['wall_share']:.2%}", "")
    table.add_row("rows that differ", str(sum(measured["rows_that_differ"].values())), "", "")
    other = f"{measured['questions_with_other_results']} of {measured['questions']}"
    table.add_row("questions with other results", other, "", "")
    return table


if __name__ == "__main__":
    run_command(app)
