"""Measure how fast and how large coopbot is as the corpus grows, beside the usual recipe.

``python -m evals.bench --size 1000 --size 10000`` writes ``evals/results/bench-<hash>.json`` and an
HTML page of the same name with the plots.
"""

from __future__ import annotations

import hashlib
import html
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from coopbot.errors import CoopbotError, UsageError
from evals import charts
from evals.results import current_commit
from evals.statistics import quantile
from evals.suite import load_suite
from evals.synthetic import passages, source_sentences, write_corpus

app = typer.Typer(add_completion=False)

_QUESTIONS = 60
"""Questions timed at each size: enough for a 95th percentile, few enough for a million."""


def measure_size(
    size: int, sentences: Mapping[str, Sequence[str]], questions: list[str], registry: Path
) -> dict[str, Any]:
    """Build, open and ask at one number of paragraphs."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        write_corpus(passages(sentences, size), folder / "corpus", registry)
        places = {"index": str(folder / "index"), "corpus": str(folder / "corpus")}
        ingest = run_worker("ingest", places)
        query = run_worker("query", {**places, "questions": questions})
        cold = [_cold_start(places, questions) for _ in range(3)]
        disk = folder_bytes(folder / "index" / "builds" / str(ingest["build"]))
        text = folder_bytes(folder / "corpus" / "documents")
    return {
        "size": size,
        "ingest": ingest,
        "paragraphs_per_second": round(ingest["paragraphs"] / ingest["seconds"], 1),
        "search_ms": _spread(query["search_ms"]),
        "answer_ms": _spread(query["answer_ms"]),
        "cold_start_seconds": round(sorted(cold)[1], 3),
        "query_peak_mb": query["peak_mb"],
        "index_mb": round(disk / 1e6, 2),
        "text_mb": round(text / 1e6, 2),
    }


def measure_recipe(
    size: int, sentences: Mapping[str, Sequence[str]], questions: list[str]
) -> dict[str, Any]:
    """Index and query the same paragraphs by the usual recipe."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        listed = folder / "passages.json"
        listed.write_text(
            json.dumps([asdict(passage) for passage in passages(sentences, size)]),
            encoding="utf-8",
        )
        store = folder / "store"
        store.mkdir()
        measured = run_worker(
            "recipe", {"passages": str(listed), "index": str(store), "questions": questions}
        )
        disk = folder_bytes(store)
    return {
        "size": size,
        "seconds": measured["seconds"],
        "paragraphs_per_second": round(size / measured["seconds"], 1),
        "search_ms": _spread(measured["search_ms"]),
        "peak_mb": measured["peak_mb"],
        "index_mb": round(disk / 1e6, 2),
    }


def ratios(ours: Mapping[str, Any], recipe: Mapping[str, Any]) -> dict[str, float]:
    """Return how many times faster than the recipe: above one is better for us."""
    return {
        "ingest": round(ours["paragraphs_per_second"] / recipe["paragraphs_per_second"], 2),
        "search_p50": round(recipe["search_ms"]["p50"] / ours["search_ms"]["p50"], 2),
        "search_p95": round(recipe["search_ms"]["p95"] / ours["search_ms"]["p95"], 2),
    }


def run_worker(task: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Run one step in a process of its own.

    :raises CoopbotError: with the last line that the process wrote, when it fails.
    """
    done = subprocess.run(
        [sys.executable, "-m", "evals.bench_worker", task, json.dumps(arguments)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise CoopbotError(f"The benchmark step {task!r} failed ({last}); run it again alone.")
    measured: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return measured


def folder_bytes(folder: Path) -> int:
    """Return the size of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


@app.command()
def main(
    size: Annotated[list[int] | None, typer.Option(min=60, help="Numbers of paragraphs.")] = None,
    recipe_size: Annotated[
        int, typer.Option(help="Paragraphs for the usual recipe; 0 leaves it out.")
    ] = 1000,
    corpus: Annotated[Path, typer.Option(help="Corpus that sentences come from.")] = Path("corpus"),
    suite: Annotated[Path, typer.Option(help="Suite that questions come from.")] = Path(
        "evals/suites/seed_dev.jsonl"
    ),
    data: Annotated[
        Path | None,
        typer.Option(envvar="COOPBOT_TRAINING_DATA", help="Training data, for more sentences."),
    ] = None,
    out: Annotated[Path, typer.Option(help="Folder for the results.")] = Path("evals/results"),
) -> None:
    """Measure at each size, then the usual recipe, and plot the growth."""
    console = Console()
    sentences = source_sentences(corpus, data)
    questions = [case.question for case in load_suite(suite).cases if not case.history]
    questions = questions[:: max(1, len(questions) // _QUESTIONS)]
    rows = []
    for count in sorted(size or [1000, 10_000]):
        rows.append(measure_size(count, sentences, questions, corpus / "registry"))
        console.print(_line(rows[-1]), soft_wrap=True)
    recipe = measure_recipe(recipe_size, sentences, questions) if recipe_size else None
    nearest = min(rows, key=lambda row: abs(row["size"] - recipe_size))
    data_out = {
        "format": 1,
        "kind": "bench",
        "commit": current_commit(),
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {
            "cores": os.cpu_count(),
            "platform": platform.platform(),
            "python": platform.python_version(),
            "load": [round(value, 2) for value in os.getloadavg()],
        },
        "sentences": {language: len(found) for language, found in sentences.items()},
        "questions": len(questions),
        "rows": rows,
        "recipe": recipe,
        "ratios": {"at": nearest["size"], **ratios(nearest, recipe)} if recipe else None,
    }
    digest = hashlib.sha256(json.dumps(data_out, sort_keys=True).encode()).hexdigest()[:12]
    out.mkdir(parents=True, exist_ok=True)
    path = out / f"bench-{digest}.json"
    path.write_text(json.dumps(data_out, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    path.with_suffix(".html").write_text(render_bench(data_out), encoding="utf-8")
    console.print(_table(rows, recipe))
    if data_out["ratios"]:
        console.print(f"Times faster than the usual recipe: {data_out['ratios']}", soft_wrap=True)
    console.print(f"Saved as {path}", soft_wrap=True)


def render_bench(data: Mapping[str, Any]) -> str:
    """Return the plots of the growth as one page."""
    rows = data["rows"]

    def grown(*names: str) -> dict[str, list[tuple[float, float]]]:
        series = {}
        for name in names:
            parts = name.split(".")
            series[name] = [(float(row["size"]), float(_inner(row, parts))) for row in rows]
        return series

    plots = [
        ("Build time", grown("ingest.seconds"), "seconds"),
        ("Time per question", grown("search_ms.p95", "answer_ms.p95"), "milliseconds"),
        ("Memory", grown("ingest.peak_mb", "query_peak_mb"), "MB"),
        ("Disk", grown("index_mb", "text_mb"), "MB"),
    ]
    body = "".join(
        f"<h2>{html.escape(title)}</h2>"
        + charts.lines(series, title, x_label="paragraphs", y_label=unit, log=True)
        for title, series, unit in plots
    )
    ratio = html.escape(json.dumps(data["ratios"]))
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Growth</title></head>'
        f"<body><main><h1>Growth</h1><p>{html.escape(str(data['date']))}, commit "
        f"{html.escape(str(data['commit']))}, {data['machine']['cores']} cores. "
        f"Times faster than the usual recipe: {ratio}.</p>{body}</main></body></html>\n"
    )


def _cold_start(places: Mapping[str, str], questions: Sequence[str]) -> float:
    started = time.perf_counter()
    run_worker("first", {**places, "questions": [questions[0]]})
    return time.perf_counter() - started


def _inner(row: Mapping[str, Any], parts: Sequence[str]) -> Any:
    value: Any = row
    for part in parts:
        value = value[part]
    return value


def _spread(milliseconds: Sequence[float]) -> dict[str, float]:
    spread = {}
    for name, q in (("p50", 0.5), ("p95", 0.95)):
        value = quantile(milliseconds, q)
        spread[name] = round(value.value, 3) if value else 0.0
    return spread


def _line(row: Mapping[str, Any]) -> str:
    return (
        f"{row['size']} paragraphs: built in {row['ingest']['seconds']} s, answer p95 "
        f"{row['answer_ms']['p95']} ms, {row['query_peak_mb']} MB"
    )


def _table(rows: Sequence[Mapping[str, Any]], recipe: Mapping[str, Any] | None) -> Table:
    table = Table(title="Growth", title_justify="left")
    heads = ("Paragraphs", "Paragraphs/s", "Search p50/p95 ms", "Answer p50/p95 ms", "Cold s")
    for head in (*heads, "Memory MB", "Index MB"):
        table.add_column(head, justify="right")
    for row in rows:
        search, answer = row["search_ms"], row["answer_ms"]
        table.add_row(
            str(row["size"]),
            f"{row['paragraphs_per_second']:.0f}",
            f"{search['p50']:.1f} / {search['p95']:.1f}",
            f"{answer['p50']:.1f} / {answer['p95']:.1f}",
            f"{row['cold_start_seconds']:.2f}",
            f"{row['query_peak_mb']:.0f}",
            f"{row['index_mb']:.1f}",
        )
    if recipe:
        search = recipe["search_ms"]
        table.add_row(
            f"recipe {recipe['size']}",
            f"{recipe['paragraphs_per_second']:.0f}",
            f"{search['p50']:.1f} / {search['p95']:.1f}",
            "–",
            "–",
            f"{recipe['peak_mb']:.0f}",
            f"{recipe['index_mb']:.1f}",
        )
    return table


if __name__ == "__main__":
    try:
        app()
    except CoopbotError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(2 if isinstance(error, UsageError) else 1)
