"""Measure that no file brings coopbot down: odd PDF files, and good files made bad.

``python -m evals.faults --pdfs FOLDER --mutations 1000`` reads every PDF file of a folder and that
many mutations of documents that it sets itself from the corpus, each through the reader of an
ingest, and writes ``evals/results/faults-<hash>.json``. Every file must get an outcome with a
reason, inside the limits, and the process that reads them must live to the end.
"""

from __future__ import annotations

import logging
import re
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table

from coopbot.errors import CoopbotError, UsageError
from coopbot.registry import Registry
from coopbot.types import Document, SourceFile
from evals.command import run_command
from evals.mutations import Good, mutants
from evals.results import save_measurement
from evals.timed_reading import ReadFile, TimedReader, lost
from evals.typesetting import (
    as_html,
    installed_engines,
    write_docx,
    write_pdf_by_weasyprint,
)
from ingest.document import read_document
from ingest.readers.sandbox import WALL_SECONDS
from ingest.readers.worker import CPU_SECONDS
from ingest.sources import find_sources
from ingest.workers import work_through

app = typer.Typer(add_completion=False)

OUTCOMES = ("ok", "partial", "empty", "encrypted", "damaged", "refused", "ocr")
_HANG_SECONDS = 600.0
"""So long a file may keep the reading process busy: the limits of its child are far shorter."""
_SLOWEST_SHOWN = 10
_LIMITS = {
    "wall clock": "takes longer than",
    "computing time or memory": "needs more computing time or memory",
    "memory": "MB to be read",
}
"""What a reason says where a limit of the child process was reached."""


def good_files(corpus: Path, folder: Path) -> Iterator[Good]:
    """Yield the documents of a corpus as they are and set in each format that can be made here."""
    sources, _ = find_sources([corpus], corpus)
    for source in sources:
        document = read_document(source, corpus)
        language = document.source.facts.language
        yield Good(language, "txt", (corpus / source.path).read_bytes())
        yield Good(language, "html", as_html(document).encode("utf-8"))
        yield from _typeset(document, folder, language)


def _typeset(document: Document, folder: Path, language: str) -> Iterator[Good]:
    path = folder / "good"
    write_docx(document, path)
    yield Good(language, "docx", path.read_bytes())
    for name, write in installed_engines().items():
        try:
            write(document, path)
        except (CoopbotError, OSError):
            # A font or a library of the engine is missing: the results file counts what was made.
            continue
        yield Good(f"{language}-{name}", "pdf", path.read_bytes())
        if name == "weasyprint":
            write_pdf_by_weasyprint(document, path, columns=2)
            yield Good(f"{language}-{name}-columns", "pdf", path.read_bytes())


def read_all(sources: Sequence[SourceFile], root: Path, registry: Registry) -> Iterator[ReadFile]:
    """Read files one after another in a process of their own, as an ingest does."""
    reader = TimedReader(registry, root.resolve())
    return work_through(reader, sources, workers=1, failed=lost, wall_seconds=_HANG_SECONDS)


def normalized(reason: str, path: str) -> str:
    """Return a reason without the file's name and figures, so that equal ones can be counted."""
    text = reason.replace(path, "FILE").replace(Path(path).name, "FILE")
    text = re.sub(r"(part|word) \S*/?\S+\.(?:xml|rels|png)", r"\1 PART", text)
    text = re.sub(r"b?'[^']*'|b?\"[^\"]*\"|«[^»]*»", "TEXT", text)
    text = re.sub(r"0x[0-9a-fA-F]+|\d[\d,.]*", "N", text)
    text = re.sub(r"\bN(?:(?:, | and )N)+\b", "N", text)
    # What is said of one page is said of each: once is enough to count by.
    return "; ".join(dict.fromkeys(text.split("; ")))


def summary(rows: Sequence[ReadFile]) -> dict[str, Any]:
    """Return what is said of a group of files."""
    reasons = Counter((row.outcome, normalized(row.reason, row.path)) for row in rows if row.reason)
    seconds = sorted(row.seconds for row in rows)
    slowest = sorted(rows, key=lambda row: -row.seconds)[:_SLOWEST_SHOWN]
    return {
        "files": len(rows),
        "outcomes": dict(Counter(row.outcome for row in rows).most_common()),
        "unknown_outcomes": sum(row.outcome not in OUTCOMES for row in rows),
        "without_reason": sorted(r.path for r in rows if r.outcome != "ok" and not r.reason),
        "reader_process_lost": [row.reason for row in rows if row.worker_lost],
        "breaking_laws": {row.path: list(row.breaches) for row in rows if row.breaches},
        "limits_reached": {
            name: sum(said in (row.reason or "") for row in rows) for name, said in _LIMITS.items()
        },
        "paragraphs": sum(row.paragraphs for row in rows),
        "seconds": {
            "total": round(sum(seconds), 1),
            "median": round(seconds[len(seconds) // 2], 3) if seconds else None,
            "p99": round(seconds[len(seconds) * 99 // 100], 3) if seconds else None,
            "worst": round(seconds[-1], 3) if seconds else None,
        },
        "slowest": [
            {"path": r.path, "seconds": round(r.seconds, 2), "outcome": r.outcome} for r in slowest
        ],
        "reasons": [
            {"outcome": outcome, "reason": reason, "files": count}
            for (outcome, reason), count in sorted(
                reasons.items(), key=lambda item: (-item[1], item[0])
            )
        ],
    }


def passes(groups: dict[str, dict[str, Any]]) -> bool:
    """Tell whether every file got an outcome with a reason and nothing died but a child."""
    return not any(
        group["unknown_outcomes"]
        or group["without_reason"]
        or group["reader_process_lost"]
        or group["breaking_laws"]
        for group in groups.values()
    )


@app.command()
def main(
    pdfs: Annotated[Path | None, typer.Option(help="Folder of PDF files.")] = None,
    origin: Annotated[str, typer.Option(help="Where they come from, for the record.")] = "",
    absent: Annotated[
        int, typer.Option(help="Files that could not be brought, for the record.")
    ] = 0,
    mutations: Annotated[int, typer.Option(min=0, help="Number of mutations.")] = 1000,
    seed: Annotated[int, typer.Option(help="What the mutations are drawn by.")] = 20_080_512,
    corpus: Annotated[Path, typer.Option(help="Corpus that good files come from.")] = Path(
        "corpus"
    ),
    minutes: Annotated[
        float, typer.Option(help="Longest time for each group; the rest is counted as not read.")
    ] = 600.0,
    keep: Annotated[Path | None, typer.Option(help="Folder to keep the mutations in.")] = None,
    out: Annotated[Path, typer.Option(help="Folder of the results.")] = Path("evals/results"),
) -> None:
    """Read every file, count what became of it, and fail where one got no outcome or reason."""
    logging.disable(logging.WARNING)
    console = Console()
    registry = Registry.load(corpus / "registry")
    groups: dict[str, dict[str, Any]] = {}
    if pdfs:
        groups["pdfs"] = _given(pdfs, registry, console, absent, minutes)
    if mutations:
        groups["mutations"] = _mutated(corpus, registry, mutations, seed, keep, console, minutes)
    settings = {
        "pdfs": pdfs.name if pdfs else None,
        "origin": origin,
        "mutations": mutations,
        "seed": seed,
        "wall_seconds": WALL_SECONDS,
        "cpu_seconds": CPU_SECONDS,
    }
    for name, group in groups.items():
        console.print(_table(name, group))
    passed = passes(groups)
    measured = {"settings": settings, "passed": passed, "groups": groups}
    path = save_measurement("faults", measured, out, settings)
    console.print(f"Saved as {path}", soft_wrap=True)
    if not passed:
        console.print("A file got no outcome or reason, broke a law or cost the reader.")
        raise typer.Exit(1)


def _given(
    folder: Path, registry: Registry, console: Console, absent: int, minutes: float
) -> dict[str, Any]:
    if not folder.is_dir():
        raise UsageError(f"The folder {folder} does not exist; give a folder of PDF files.")
    sources, unusable = find_sources(sorted(folder.rglob("*.pdf")), folder)
    if not sources:
        raise UsageError(f"The folder {folder} has no PDF file; give another one by --pdfs.")
    rows = list(_shown(read_all(sources, folder, registry), len(sources), console, minutes))
    links = sum(1 for _ in folder.rglob("*.link"))
    refused = [ReadFile(r.path, r.outcome, r.reason) for r in unusable]
    summed = summary([*rows, *refused])
    return {
        **summed,
        "not_read": len(sources) - len(rows),
        "links_not_followed": links,
        "absent": absent,
    }


def _mutated(
    corpus: Path,
    registry: Registry,
    count: int,
    seed: int,
    keep: Path | None,
    console: Console,
    minutes: float,
) -> dict[str, Any]:
    """Make the mutations in a folder, read each, and add the counts by mutation."""
    with tempfile.TemporaryDirectory(prefix="faults-") as name:
        folder = Path(name) / "mutants"
        folder.mkdir()
        kinds = {}
        good = list(good_files(corpus, Path(name)))
        for mutant in mutants(good, count, seed):
            (folder / mutant.name).write_bytes(mutant.data)
            kinds[mutant.name] = mutant.kind
        if keep:
            shutil.copytree(folder, keep, dirs_exist_ok=True)
        sources, unusable = find_sources([folder], folder)
        rows = list(_shown(read_all(sources, folder, registry), len(sources), console, minutes))
        not_read = len(sources) - len(rows)
        rows += [ReadFile(r.path, r.outcome, r.reason) for r in unusable]
    by_kind: dict[str, Counter[str]] = {}
    for row in rows:
        by_kind.setdefault(kinds[row.path], Counter())[row.outcome] += 1
    return {
        **summary(rows),
        "made": count,
        "not_read": not_read,
        "of": dict(Counter(f"{g.form}" for g in good)),
        "outcomes_by_mutation": {kind: dict(by_kind[kind]) for kind in sorted(by_kind)},
    }


def _shown(
    rows: Iterator[ReadFile], total: int, console: Console, minutes: float
) -> Iterator[ReadFile]:
    end = time.monotonic() + 60 * minutes
    for row in track(rows, "Reading", total=total, console=console):
        yield row
        if time.monotonic() > end:
            return


def _table(name: str, group: dict[str, Any]) -> Table:
    table = Table("what", "files", title=f"{name}: {group['files']} files", title_justify="left")
    for outcome, count in group["outcomes"].items():
        table.add_row(outcome, str(count))
    for limit, count in group["limits_reached"].items():
        table.add_row(f"limit of {limit} reached", str(count))
    table.add_row("not read: out of time", str(group["not_read"]))
    table.add_row("without a reason", str(len(group["without_reason"])))
    table.add_row("reading process lost", str(len(group["reader_process_lost"])))
    table.add_row("breaking a law of documents", str(len(group["breaking_laws"])))
    table.add_row("worst time, seconds", str(group["seconds"]["worst"]))
    return table


if __name__ == "__main__":
    run_command(app)
