"""Tables of a page made from results files, so that no figure is typed by hand.

A page marks the place of a table by ``<!-- eval:quality -->`` and ``<!-- /eval:quality -->``; what
stands between is replaced. ``python -m evals.readme README.md`` (``make docs``) takes the latest
results of each kind and rewrites the tables that the page has a place for.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from coopbot.errors import CoopbotError, UsageError
from evals.metrics import TITLES
from evals.report import markdown_table
from evals.results import Results, load_results
from evals.tables import MAIN, Table

BLOCKS = ("quality", "retrieval", "speed", "ratios", "load")
"""Names of the tables that a page may hold."""

_OURS, _RECIPE = "coopbot", "recipe"

app = typer.Typer(add_completion=False)


def update_page(page: Path, files: Sequence[Path]) -> list[str]:
    """Rewrite the tables of a page from results files; return the names of those rewritten.

    :raises UsageError: for a file of no known kind, or a table that the page has no place for.
    """
    text = page.read_text(encoding="utf-8")
    done = []
    for name, table in tables_from(files).items():
        place = _place(text, name)
        if place is None:
            if name == "ratios":
                continue  # made of files that were given for another table
            raise UsageError(
                f"{page} has no place for the table {name!r}; add <!-- eval:{name} --> and "
                f"<!-- /eval:{name} --> on lines of their own."
            )
        text = _with_table(text, place, table)
        done.append(name)
    page.write_text(text, encoding="utf-8")
    return done


def latest_files(folder: Path) -> list[Path]:
    """Return the latest results that make the tables: of each suite, system and kind one file."""
    latest: dict[tuple[str, ...], tuple[str, Path]] = {}
    for path in sorted(folder.glob("*.json")):
        data = _loaded(path)
        kind = _kind_of(data)
        key: tuple[str, ...] | None = None
        if kind == "answers" and data["system"]["name"] == _OURS:
            key = (kind, str(data["suite"]["name"]))
        elif kind == "retrieval":
            key = (kind, str(data["system"]["name"]))
        elif kind in ("bench", "load"):
            key = (kind,)
        date = str(data.get("date", ""))
        if key and (key not in latest or date >= latest[key][0]):
            latest[key] = (date, path)
    # The set that answering was tuned on first, then those that were left alone.
    order = sorted(latest, key=lambda key: (key[0], "check" in key[-1], key))
    return [latest[key][1] for key in order]


def tables_from(files: Sequence[Path]) -> dict[str, str]:
    """Return the Markdown of each table that the files give, by name."""
    answers: list[Results] = []
    retrieval: list[Mapping[str, Any]] = []
    last: dict[str, Mapping[str, Any]] = {}
    for path in files:
        kind = _kind(path)
        if kind == "retrieval":
            retrieval.append(_loaded(path))
        elif kind in ("bench", "load"):
            last[kind] = _loaded(path)
        else:
            answers.append(load_results(path))
    tables = {}
    if answers:
        tables["quality"] = quality_table(answers)
    if retrieval:
        tables["retrieval"] = retrieval_table(retrieval)
    if "bench" in last:
        tables["speed"] = speed_table(last["bench"])
    if "load" in last:
        tables["load"] = load_table(last["load"])
    compared = ratios_table(last.get("bench"), retrieval)
    if compared:
        tables["ratios"] = compared
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
    """Return the growth with the number of paragraphs."""
    heads = (
        "Paragraphs",
        "Built, paragraphs/s",
        "Search p50 / p95, ms",
        "Answer p50 / p95, ms",
        "Cold `coopbot ask`, s",
        "Service RSS, MB",
        "Index, MB",
    )
    cells = [
        [
            f"{row['size']:,}",
            f"{row['paragraphs_per_second']:.0f}",
            _spread(row["search_ms"]),
            _spread(row["answer_ms"]),
            f"{row['cold_start']['seconds']:.1f}",
            f"{row['serving_mb']['rss']:.0f}" if row["serving_mb"] else "–",
            f"{row['index_mb']:.0f}",
        ]
        for row in bench["rows"]
    ]
    source = f"From `bench-{bench['hash']}.json`, on {bench['machine']['cores']} cores."
    return f"{markdown_table(Table('', heads, cells))}\n\n{source}"


def load_table(load: Mapping[str, Any]) -> str:
    """Return how simultaneous questions and thousands of them fared."""
    heads = ("Questions", "Answered or abstained", "Refused", "Failed", "First byte p50 / p95, s")
    runs = [(f"{row['users']:,} at once", row) for row in load["bursts"]]
    soak = load.get("soak")
    if soak:
        runs.append((f"{soak['questions']:,}, {soak['at_a_time']} at a time", soak))
    cells = []
    for name, row in runs:
        outcomes, first = row["outcomes"], row["seconds_to"]["first_byte"]
        cells.append(
            [
                name,
                str(outcomes["answered"] + outcomes["abstained"]),
                str(outcomes["refused"]),
                str(outcomes["failed"]),
                f"{first['p50']:.2f} / {first['p95']:.2f}" if first else "–",
            ]
        )
    memory = ""
    if soak and soak["rss_growth_mb"] is not None:
        memory = (
            f" Memory after {soak['questions']:,} questions: {soak['rss_growth_mb']:+.1f} MB "
            "against when it was warm."
        )
    source = f"From `load-{load['hash']}.json`, on {load['machine']['cores']} cores.{memory}"
    return f"{markdown_table(Table('', heads, cells))}\n\n{source}"


def ratios_table(
    bench: Mapping[str, Any] | None, retrieval: Sequence[Mapping[str, Any]]
) -> str | None:
    """Return coopbot beside the usual recipe on the same machine, paragraphs and questions.

    None where no file has both.
    """
    cells: list[list[str]] = []
    sources: list[str] = []
    if bench and bench.get("ratios"):
        recipe, ratios = bench["recipe"], bench["ratios"]
        ours = next(row for row in bench["rows"] if row["size"] == ratios["at"])
        cells += [
            [
                "Building, paragraphs a second",
                f"{ours['paragraphs_per_second']:.0f}",
                f"{recipe['paragraphs_per_second']:.0f}",
                f"{ratios['ingest']:.1f} times",
            ],
            [
                "Search, median, ms",
                f"{ours['search_ms']['p50']:.1f}",
                f"{recipe['search_ms']['p50']:.1f}",
                f"{ratios['search_p50']:.1f} times faster",
            ],
        ]
        sources.append(f"`bench-{bench['hash']}.json`")
    by_system = {run["system"]["name"]: run for run in retrieval}
    if _OURS in by_system and _RECIPE in by_system:
        pair = (by_system[_OURS], by_system[_RECIPE])
        for title, wanted in (
            ("First place within Chinese", lambda row: row["asked"] == row["searched"] == "zh"),
            ("First place across languages", lambda row: row["asked"] != row["searched"]),
        ):
            means = _common_means(pair, wanted)
            if means:
                one, other = means
                times = f"{one / other:.1f} times" if other else "–"
                cells.append([title, f"{one:.3f}", f"{other:.3f}", times])
        sources += [f"`retrieval_dev-{run['system']['name']}-{run['hash']}.json`" for run in pair]
    if not cells:
        return None
    heads = ("", "coopbot", "usual recipe", "coopbot is")
    return f"{markdown_table(Table('', heads, cells))}\n\nFrom {', '.join(sources)}."


def _common_means(
    runs: tuple[Mapping[str, Any], Mapping[str, Any]], wanted: Callable[[Mapping[str, Any]], bool]
) -> tuple[float, float] | None:
    """Return the mean R@1 of two systems over the sets and directions that both have."""
    values = [
        {
            (row["set"], row["asked"], row["searched"]): float(row["R@1"]["value"])
            for row in run["rows"]
            if wanted(row) and row["R@1"]
        }
        for run in runs
    ]
    common = values[0].keys() & values[1].keys()
    if not common:
        return None
    one, other = (sum(some[key] for key in common) / len(common) for some in values)
    return one, other


def _spread(values: Mapping[str, float]) -> str:
    return f"{values['p50']:.1f} / {values['p95']:.1f}"


def _place(text: str, name: str) -> re.Match[str] | None:
    return re.search(rf"(<!-- eval:{name} -->\n).*?(<!-- /eval:{name} -->)", text, re.DOTALL)


def _with_table(text: str, place: re.Match[str], table: str) -> str:
    return f"{text[: place.end(1)]}{table}\n{text[place.start(2) :]}"


def _interval(value: Mapping[str, float] | None) -> str:
    if value is None:
        return "–"
    return f"{value['value']:.3f} ({value['low']:.2f}–{value['high']:.2f})"


def _kind(path: Path) -> str:
    return _kind_of(_loaded(path))


def _kind_of(data: Mapping[str, Any]) -> str:
    """Return the kind of a results file; runs of suites name a suite and a system instead."""
    run = isinstance(data.get("suite"), Mapping) and isinstance(data.get("system"), Mapping)
    return str(data.get("kind", "answers" if run else "other"))


def _loaded(path: Path) -> Mapping[str, Any]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"The results file {path} cannot be read ({error}).") from None
    if not isinstance(data, Mapping):
        raise UsageError(f"{path} is no results file; make one with `coopbot eval run`.")
    return data


@app.command()
def main(
    page: Annotated[Path, typer.Argument(help="Page whose marked tables are rewritten.")],
    results: Annotated[Path, typer.Option(help="Folder of the results.")] = Path("evals/results"),
) -> None:
    """Rewrite the tables of a page from the latest results of each kind."""
    text = page.read_text(encoding="utf-8")
    done = []
    for name, table in tables_from(latest_files(results)).items():
        place = _place(text, name)
        if place is not None:
            text = _with_table(text, place, table)
            done.append(name)
    page.write_text(text, encoding="utf-8")
    typer.echo(f"Rewrote {', '.join(done) or 'no table'} in {page}.")


if __name__ == "__main__":
    try:
        app()
    except CoopbotError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(2 if isinstance(error, UsageError) else 1)
