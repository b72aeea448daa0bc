"""The ``eval`` commands: run, compare, gate, new, lint, report, table, judge."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from coopbot.errors import UsageError
from evals import tables
from evals.build_suite import cases_from
from evals.checks import Texts
from evals.compare import compare as compare_results
from evals.compare import differences_table, flips_table
from evals.gate import check_gate, load_gate
from evals.lint import lint as lint_suites
from evals.metrics import TITLES
from evals.readme import latest_files, tables_from, update_page
from evals.report import find_history, write_report
from evals.results import Results, load_results
from evals.suite import Suite, load_suite, save_suite

app = typer.Typer(no_args_is_help=True, help="Measure answers, and decide by the figures.")

_RESULTS = Path("evals/results")
_SUITES = Path("evals/suites")
_FLIPS_SHOWN = 30
_ERRORS_SHOWN = 5

IndexOption = Annotated[Path, typer.Option(help="Folder of the index builds.")]
CorpusOption = Annotated[Path, typer.Option(help="Folder of the corpus, for the true texts.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command()
def run(
    suites: Annotated[
        list[Path] | None, typer.Argument(help="Suites; all shipped ones by default.")
    ] = None,
    system: Annotated[
        list[str] | None,
        typer.Option(help="coopbot, bm25, recipe, http:<address> or openai:<address>#<model>."),
    ] = None,
    index: IndexOption = Path("index"),
    corpus: CorpusOption = Path("corpus"),
    out: Annotated[Path, typer.Option(help="Folder for the results files.")] = _RESULTS,
    report: Annotated[Path | None, typer.Option(help="Also write reports here.")] = None,
    setting: Annotated[
        list[str] | None, typer.Option("--set", help="A setting of coopbot, as name=value.")
    ] = None,
    label: Annotated[
        str | None, typer.Option(help="Name of this variant of coopbot in the results.")
    ] = None,
    retrieval: Annotated[bool, typer.Option(help="Also measure the search.")] = True,
    progress_lines: Annotated[
        bool, typer.Option(help="Tell progress as JSON lines on the error stream, for programs.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Put suites to systems, print the figures and save them."""
    written: list[dict[str, Any]] = []
    loaded = [load_suite(path) for path in suites or sorted(_SUITES.glob("*.jsonl"))]
    if not loaded:
        raise UsageError(f"There is no suite in {_SUITES}; name one.")
    texts = _texts(corpus)
    for spec in system or ["coopbot"]:
        for suite in loaded:
            results = _measure(
                suite,
                spec,
                texts,
                index,
                corpus,
                _pairs(setting or []),
                label,
                retrieval,
                progress_lines,
            )
            path = results.save(out)
            if report is not None:
                write_report(results, report, texts, find_history(out, results))
            written.append(
                {"path": str(path), "metrics": results.metrics, "errors": results.data["errors"]}
            )
            if not as_json:
                _show(results, path)
    if as_json:
        _print_json(written)


@app.command()
def compare(
    a: Annotated[Path, typer.Argument(help="Results to compare with.")],
    b: Annotated[Path, typer.Argument(help="Results to judge.")],
    as_json: JsonOption = False,
) -> None:
    """Say in which metrics B differs from A beyond chance, and which cases changed sides."""
    comparison = compare_results(load_results(a), load_results(b))
    if as_json:
        _print_json(comparison.to_dict())
        return
    console = Console()
    console.print(differences_table(comparison).for_terminal())
    if comparison.flips:
        console.print(flips_table(comparison, _FLIPS_SHOWN).for_terminal())
    better = ", ".join(TITLES[name] for name in comparison.better) or "nothing"
    worse = ", ".join(TITLES[name] for name in comparison.worse) or "nothing"
    console.print(f"Better beyond chance: {better}. Worse beyond chance: {worse}.")


@app.command()
def gate(
    file: Annotated[Path, typer.Argument(help="Gate file.")],
    results: Annotated[
        list[Path] | None, typer.Option(help="Results to judge, instead of running the suites.")
    ] = None,
    index: IndexOption = Path("index"),
    corpus: CorpusOption = Path("corpus"),
    out: Annotated[Path, typer.Option(help="Folder for the results files.")] = _RESULTS,
    report: Annotated[Path | None, typer.Option(help="Also write reports here.")] = None,
    history: Annotated[
        Path, typer.Option(help="Folder of earlier results, which the reports plot.")
    ] = _RESULTS,
    as_json: JsonOption = False,
) -> None:
    """Let a change out, or say why not: exit 0 when every rule holds, 1 otherwise."""
    given = [load_results(path) for path in results or []]
    reasons: list[str] = []
    checked = 0
    texts = None if given else _texts(corpus)
    for gated in load_gate(file):
        suite = load_suite(gated.suite)
        found = _matching(given, suite, gated.system) if given else None
        if found is None:
            found = _measure(suite, gated.system, texts, index, corpus, {}, None, True)
            found.save(out)
        if report is not None:
            write_report(found, report, texts, find_history(history, found))
        verdict = check_gate(gated, found)
        reasons += verdict.reasons
        checked += verdict.checked
    if as_json:
        _print_json({"passed": not reasons, "checked": checked, "reasons": reasons})
    else:
        console = Console()
        for reason in reasons:
            console.print(f"FAIL {reason}", markup=False, soft_wrap=True)
        held = checked - len(reasons)
        console.print(f"{'FAIL' if reasons else 'PASS'}: {held} of {checked} conditions hold.")
    if reasons:
        raise typer.Exit(1)


@app.command()
def new(
    source: Annotated[Path, typer.Argument(help=".csv, .tsv, .xlsx, or SQuAD-style .json.")],
    target: Annotated[Path, typer.Argument(help="Suite to write, a .jsonl file.")],
    force: Annotated[bool, typer.Option(help="Overwrite the suite.")] = False,
) -> None:
    """Make a suite from a spreadsheet."""
    if target.exists() and not force:
        raise UsageError(f"{target} exists already; choose another name or add --force.")
    cases = cases_from(source)
    save_suite(target, cases)
    Console().print(f"{len(cases)} cases written to {target}.")


@app.command()
def lint(
    suites: Annotated[
        list[Path] | None, typer.Argument(help="Suites; all shipped by default.")
    ] = None,
    corpus: CorpusOption = Path("corpus"),
    as_json: JsonOption = False,
) -> None:
    """Find duplicates, leaks, unknown paragraphs, facts that no text has, unbalanced classes."""
    from evals.reference import Reference

    paths = suites or sorted(_SUITES.glob("*.jsonl"))
    reference = Reference.load(corpus) if corpus.is_dir() else None
    findings = lint_suites([load_suite(path) for path in paths], reference)
    errors = sum(finding.severity == "error" for finding in findings)
    if as_json:
        _print_json(
            [{"severity": f.severity, "place": f.place, "message": f.message} for f in findings]
        )
    else:
        console = Console()
        for finding in findings:
            console.print(
                f"{finding.severity}: {finding.place} {finding.message}",
                markup=False,
                soft_wrap=True,
            )
        console.print(f"{errors} errors, {len(findings) - errors} warnings.")
    if errors:
        raise typer.Exit(1)


@app.command()
def report(
    results: Annotated[list[Path], typer.Argument(help="Results files.")],
    out: Annotated[Path, typer.Option(help="Folder for the reports.")] = Path("evals/reports"),
    corpus: CorpusOption = Path("corpus"),
) -> None:
    """Write HTML, Markdown, JUnit and JSON for results that are there already."""
    texts = _texts(corpus)
    for path in results:
        loaded = load_results(path)
        for written in write_report(loaded, out, texts, find_history(path.parent, loaded)):
            Console().print(str(written), soft_wrap=True)


@app.command("judge")
def judge_answers(
    results: Annotated[Path, typer.Argument(help="Results file.")],
    model: Annotated[str, typer.Option(help="LangChain id of a chat model, as openai:<name>.")],
    base_url: Annotated[str | None, typer.Option(help="Base URL of its endpoint.")] = None,
    corpus: CorpusOption = Path("corpus"),
) -> None:
    """Have a language model judge the answers, and say how far it agrees with the checks."""
    from evals.judge import judge, model_asker
    from evals.reference import Reference

    loaded = load_results(results)
    judged = judge(loaded, Reference.load(corpus), model_asker(model, base_url))
    _print_json({"results": loaded.name, "model": model, **judged.to_dict()})


@app.command()
def table(
    results: Annotated[
        list[Path] | None,
        typer.Argument(help="Results files; the latest of each kind by default."),
    ] = None,
    into: Annotated[
        list[Path] | None, typer.Option(help="Page whose marked tables are rewritten.")
    ] = None,
) -> None:
    """Print tables in Markdown, or rewrite those of pages."""
    files = results or latest_files(_RESULTS)
    if not into:
        for text in tables_from(files).values():
            sys.stdout.write(text + "\n\n")
    for page in into or ():
        done = ", ".join(update_page(page, files))
        Console().print(f"Rewrote {done} in {page}.", soft_wrap=True)


def _measure(
    suite: Suite,
    spec: str,
    texts: Texts | None,
    index: Path,
    corpus: Path,
    overrides: dict[str, str],
    label: str | None,
    retrieval: bool,
    progress_lines: bool = False,
) -> Results:
    from evals.run import run_suite
    from evals.systems.choose import open_system

    system = open_system(spec, index=index, corpus=corpus, overrides=overrides, label=label)
    if progress_lines:
        try:
            return run_suite(system, suite, texts, retrieval=retrieval, progress=_tell)
        finally:
            system.close()
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(
        *columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True
    ) as bar:
        task = bar.add_task(f"{suite.name} {system.name}", total=len(suite.cases))
        try:
            return run_suite(
                system,
                suite,
                texts,
                retrieval=retrieval,
                progress=lambda done, total: bar.update(task, completed=done, total=total),
            )
        finally:
            system.close()


def _tell(done: int, total: int) -> None:
    """Write one line that a program can read."""
    sys.stderr.write(json.dumps({"done": done, "total": total}) + "\n")
    sys.stderr.flush()


def _texts(corpus: Path) -> Texts | None:
    from evals.reference import Reference

    return Reference.load(corpus) if corpus.is_dir() else None


def _matching(given: list[Results], suite: Suite, system: str) -> Results:
    for results in given:
        if results.data["suite"]["sha256"] == suite.sha256 and results.system == system:
            return results
    raise UsageError(
        f"None of the given results is of the suite {suite.name} (as it is now) and the system "
        f"{system}; run it first, or leave out --results."
    )


def _pairs(settings: list[str]) -> dict[str, str]:
    pairs = {}
    for setting in settings:
        name, equals, value = setting.partition("=")
        if not equals or not name:
            raise UsageError(f"The setting {setting!r} cannot be read; write name=value.")
        pairs[name] = value
    return pairs


def _show(results: Results, path: Path) -> None:
    console = Console()
    makers = (tables.overview, tables.by_language, tables.refusals, tables.latencies)
    for make in makers:
        console.print(make(results).for_terminal())
    errors = Counter(row["error"] for row in results.rows if row.get("error"))
    for error, count in errors.most_common(_ERRORS_SHOWN):
        console.print(f"{count} cases failed: {error}", markup=False, soft_wrap=True)
    console.print(f"Saved as {path}", soft_wrap=True)


def _print_json(value: Any) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")
