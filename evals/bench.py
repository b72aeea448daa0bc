"""Measure how fast and how large coopbot is as the corpus grows, beside the usual recipe.

``coopbot bench --size 1000 --size 10000`` writes ``evals/results/bench-<hash>.json`` and an HTML
page of the same name with the plots. Each size is saved as soon as it is measured: the same
command goes on where it was stopped, and further sizes join the same file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from coopbot.errors import UsageError
from evals.bench_page import growth_table, render_bench
from evals.bench_steps import measure_recipe, measure_size, ratios
from evals.command import run_command
from evals.results import current_commit, digest_of, machine
from evals.suite import load_suite
from evals.synthetic import source_sentences

app = typer.Typer(add_completion=False)

FORMAT = 2
"""Version of the file's form; a file of another one is not continued."""

_QUESTIONS = 60
"""Questions timed at each size: enough for a 95th percentile, few enough for a million."""


@app.command()
def bench(
    size: Annotated[
        list[int] | None, typer.Option(min=60, help="Numbers of paragraphs; 1000 by default.")
    ] = None,
    recipe_size: Annotated[
        int, typer.Option(min=0, help="Paragraphs for the usual recipe; 0 leaves it out.")
    ] = 1000,
    minutes: Annotated[
        float | None, typer.Option(min=0.1, help="Most minutes that one step may take.")
    ] = None,
    again: Annotated[bool, typer.Option(help="Measure sizes again that the file has.")] = False,
    into: Annotated[
        Path | None, typer.Option(help="Results file to continue, instead of this commit's.")
    ] = None,
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
    """Measure speed, memory and disk at growing sizes, beside the usual recipe."""
    console = Console()
    sentences = source_sentences(corpus, data)
    questions = [case.question for case in load_suite(suite).cases if not case.history]
    questions = questions[:: max(1, len(questions) // _QUESTIONS)]
    path, results = _continued(into, out, _header(sentences, questions))
    for count in sorted(size or [1000]):
        if again or count not in _sizes(results):
            row = measure_size(count, sentences, questions, corpus / "registry", minutes)
            rows = [one for one in results["rows"] if one["size"] != count]
            results["rows"] = sorted([*rows, row], key=lambda one: int(one["size"]))
            _save(path, results)
            console.print(_line(row), soft_wrap=True)
    if recipe_size and (again or (results["recipe"] or {}).get("size") != recipe_size):
        results["recipe"] = measure_recipe(recipe_size, sentences, questions, minutes)
    _save(path, results)
    console.print(growth_table(results).for_terminal())
    if results["ratios"]:
        console.print(
            f"Times faster than the usual recipe at {results['ratios']['at']} paragraphs: "
            f"building {results['ratios']['ingest']:g}, search {results['ratios']['search_p50']:g} "
            "(median).",
            soft_wrap=True,
        )
    console.print(f"Saved as {path}", soft_wrap=True)


def _header(sentences: Mapping[str, Sequence[str]], questions: Sequence[str]) -> dict[str, Any]:
    """Return what must be equal for measurements to stand in one file."""
    return {
        "format": FORMAT,
        "kind": "bench",
        "commit": current_commit(),
        "machine": machine(),
        "sentences": {language: len(found) for language, found in sentences.items()},
        "questions": len(questions),
    }


def _continued(
    into: Path | None, out: Path, header: Mapping[str, Any]
) -> tuple[Path, dict[str, Any]]:
    """Return the file to write and what it holds already.

    :raises UsageError: when a file to continue is none of this form or of another machine.
    """
    digest = digest_of(header)
    path = into or out / f"bench-{digest}.json"
    if not path.exists():
        if into is not None:
            raise UsageError(f"There is no results file {into} to continue; leave out --into.")
        return path, {**header, "hash": digest, "rows": [], "recipe": None, "ratios": None}
    try:
        held: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise UsageError(f"The results file {path} cannot be read ({error}).") from None
    if held.get("format") != FORMAT or held.get("machine") != header["machine"]:
        raise UsageError(
            f"{path} is of another machine or form and cannot be continued; leave out --into."
        )
    return path, held


def _sizes(results: Mapping[str, Any]) -> set[int]:
    return {int(row["size"]) for row in results["rows"]}


def _save(path: Path, results: dict[str, Any]) -> None:
    """Write the file and its page; the ratios are taken at the size nearest to the recipe's."""
    recipe = results["recipe"]
    if recipe and results["rows"]:
        nearest = min(results["rows"], key=lambda row: abs(row["size"] - recipe["size"]))
        results["ratios"] = {"at": nearest["size"], **ratios(nearest, recipe)}
    results["date"] = datetime.now(UTC).isoformat(timespec="seconds")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    path.with_suffix(".html").write_text(render_bench(results), encoding="utf-8")


def _line(row: Mapping[str, Any]) -> str:
    return (
        f"{row['size']} paragraphs: built in {row['ingest']['seconds']} s, search p95 "
        f"{row['search_ms']['p95']} ms, answer p95 {row['answer_ms']['p95']} ms"
    )


if __name__ == "__main__":
    run_command(app)
