"""Tables of a page made from results files, so that no figure is typed by hand.

A page marks the place of a table by ``<!-- eval:quality -->`` and ``<!-- /eval:quality -->``; what
stands between is replaced. ``coopbot eval table --into PAGE`` (``make docs``) takes the latest
results of each kind and rewrites the tables that the page has a place for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from coopbot.errors import UsageError
from evals import retrieval_tables
from evals.measurement_tables import LINES, measurements_table
from evals.metrics import TITLES
from evals.results import Results, load_results
from evals.retrieval_tables import is_across
from evals.table_forms import Table
from evals.tables import MAIN

BLOCKS = (
    "quality",
    "retrieval",
    "retrieval-languages",
    "retrieval-pairs",
    "retrieval-targets",
    "speed",
    "ratios",
    "load",
    "measurements",
)
"""Names of the tables that a page may hold."""

HELD_OUT = ("_test", "_check", "_acceptance")
"""Ends of the names of suites that answering is not tuned on."""

_OURS, _RECIPE = "coopbot", "recipe"


def update_page(page: Path, files: Sequence[Path]) -> list[str]:
    """Rewrite the tables of a page from results files; return the names of those rewritten.

    :raises UsageError: for a file of no known kind, a place for a table that does not exist, or a
        page that has a place for none of the tables.
    """
    text = page.read_text(encoding="utf-8")
    unknown = sorted(set(re.findall(r"<!-- eval:([\w-]+) -->", text)) - set(BLOCKS))
    if unknown:
        raise UsageError(
            f"{page} has a place for the unknown table {unknown[0]!r}; there are "
            f"{', '.join(BLOCKS)}."
        )
    done = []
    tables = tables_from(files)
    for name, table in tables.items():
        place = _place(text, name)
        if place is not None:
            text = _with_table(text, place, table)
            done.append(name)
    if not done:
        raise UsageError(
            f"{page} has no place for {', '.join(tables) or 'any table'}; put <!-- eval:NAME --> "
            "and <!-- /eval:NAME --> on lines of their own."
        )
    page.write_text(text, encoding="utf-8")
    return done


def latest_files(folder: Path) -> list[Path]:
    """Return the latest results that make the tables: of each suite, system and kind one file."""
    latest: dict[tuple[str, ...], tuple[str, Path]] = {}
    for path in sorted(folder.glob("*.json")):
        data = _loaded(path)
        kind = _kind(path, data)
        key: tuple[str, ...] | None = None
        if kind == "answers" and data["system"]["name"] == _OURS:
            key = (kind, str(data["suite"]["name"]))
        elif kind == "retrieval":
            key = (kind, str(data["system"]["name"]))
        elif kind in ("bench", "load", *LINES):
            key = (kind,)
        date = str(data.get("date", ""))
        if key and (key not in latest or date >= latest[key][0]):
            latest[key] = (date, path)
    # Suites that answering was tuned on first, then those that were left alone; coopbot before the
    # systems that it is compared with.
    order = sorted(
        latest,
        key=lambda key: (key[0], key[-1].endswith(HELD_OUT), key[-1] != _OURS, key),
    )
    return [latest[key][1] for key in order]


def tables_from(files: Sequence[Path]) -> dict[str, str]:
    """Return the Markdown of each table that the files give, by name."""
    answers: list[Results] = []
    retrieval: list[Mapping[str, Any]] = []
    last: dict[str, tuple[Path, Mapping[str, Any]]] = {}
    for path in files:
        data = _loaded(path)
        kind = _kind(path, data)
        if kind == "retrieval":
            retrieval.append(data)
        elif kind in ("bench", "load", *LINES):
            last[kind] = (path, data)
        else:
            answers.append(load_results(path))
    tables = {}
    if answers:
        tables["quality"] = quality_table(answers)
    if retrieval:
        tables.update(_retrieval_tables(retrieval))
    if "bench" in last:
        tables["speed"] = speed_table(last["bench"][1])
    if "load" in last:
        tables["load"] = load_table(last["load"][1])
    compared = ratios_table(last["bench"][1] if "bench" in last else None, retrieval)
    if compared:
        tables["ratios"] = compared
    others = [(kind, last[kind][0].name, last[kind][1]) for kind in LINES if kind in last]
    if others:
        tables["measurements"] = measurements_table(others).as_markdown()
    return tables


def quality_table(runs: Sequence[Results]) -> str:
    """Return the main metrics, a row for each suite and system, with the files they come from."""
    alone = {run.system for run in runs} == {_OURS}
    names = [name for name in MAIN if any(name in run.metrics for run in runs)]
    heads = ("Suite", *(TITLES[name] for name in names))
    cells = [
        [
            f"`{run.suite}`" if alone else f"`{run.suite}`, {run.system}",
            *(_interval(run.metrics.get(name)) for name in names),
        ]
        for run in runs
    ]
    sources = ", ".join(f"`{run.name}`" for run in runs)
    return _sourced(Table("Quality", heads, cells), sources)


def _retrieval_tables(runs: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return the tables of search alone, each with the files that it comes from."""
    made = {
        "retrieval": retrieval_tables.means_table(runs),
        "retrieval-languages": retrieval_tables.languages_table(runs),
        "retrieval-pairs": retrieval_tables.pairs_table(runs),
        "retrieval-targets": retrieval_tables.targets_table(runs),
    }
    sources = ", ".join(map(_retrieval_file, runs))
    return {name: _sourced(table, sources) for name, table in made.items() if table is not None}


def _retrieval_file(run: Mapping[str, Any]) -> str:
    """Name the file, and the questions asked: systems need not have had equally many."""
    name = f"`retrieval_dev-{run['system']['name']}-{run['hash']}.json`"
    return f"{name} (at most {run['limit']} questions per set and language)"


def _sourced(table: Table, sources: str) -> str:
    """Return a table in Markdown and, below it, where its figures come from."""
    return f"{table.as_markdown()}\n\nFrom {sources}."


def speed_table(bench: Mapping[str, Any]) -> str:
    """Return the growth with the number of paragraphs."""
    heads = (
        "Paragraphs",
        "Built, paragraphs/s",
        "Search, median / 95 %, ms",
        "Answer, median / 95 %, ms",
        "Cold `coopbot ask`, s",
        "Memory of the service, MB",
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
    source = f"`bench-{bench['hash']}.json`, on {bench['machine']['cores']} cores"
    return _sourced(Table("Growth", heads, cells), source)


def load_table(load: Mapping[str, Any]) -> str:
    """Return how simultaneous questions and thousands of them fared."""
    first_byte = "First byte, median / 95 %, s"
    heads = ("Questions", "Answered or abstained", "Refused", "Failed", first_byte)
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
            f". Memory after {soak['questions']:,} questions: {soak['rss_growth_mb']:+.1f} MB "
            "against when it was warm"
        )
    source = f"`load-{load['hash']}.json`, on {load['machine']['cores']} cores{memory}"
    return _sourced(Table("Load", heads, cells), source)


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
            ("First place within Chinese", _within_chinese),
            ("First place across languages", is_across),
        ):
            means = _common_means(pair, wanted)
            if means:
                one, other = means
                times = f"{one / other:.1f} times" if other else "–"
                cells.append([title, f"{one:.3f}", f"{other:.3f}", times])
        sources += map(_retrieval_file, pair)
    if not cells:
        return None
    heads = ("", "coopbot", "usual recipe", "coopbot is")
    return _sourced(Table("Beside the usual recipe", heads, cells), ", ".join(sources))


def _within_chinese(line: Mapping[str, Any]) -> bool:
    return line["searched"] == "zh" and not is_across(line)


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


def _kind(path: Path, data: Mapping[str, Any]) -> str:
    """Return the kind of a results file; runs of suites name a suite and a system instead."""
    if isinstance(data.get("suite"), Mapping) and isinstance(data.get("system"), Mapping):
        return "answers"
    return str(data.get("kind", path.stem.split("-")[0]))


def _loaded(path: Path) -> Mapping[str, Any]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(f"The results file {path} cannot be read ({error}).") from None
    if not isinstance(data, Mapping):
        raise UsageError(f"{path} is no results file; make one with `coopbot eval run`.")
    return data
