"""Measure what reading loses: the corpus set anew as DOCX, HTML and PDF, and read back.

``python -m evals.documents`` prints one line for each language and format and writes
``evals/results/documents-<hash>.json``. A paragraph counts as found when its label and its text,
white space aside, are those of the source.
"""

from __future__ import annotations

import logging
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from coopbot.errors import CoopbotError
from coopbot.types import Document
from evals.command import run_command
from evals.results import save_measurement
from evals.typesetting import PDF_ENGINES, as_html, set_units, write_docx, write_pdf_by_weasyprint
from ingest.document import read_document
from ingest.paragraphs import document_from, without_space
from ingest.readers import read_file
from ingest.sources import find_sources

app = typer.Typer(add_completion=False)

_VOWEL_SIGNS = {code: None for code in range(0x064B, 0x0653)}
"""Left out of Arabic before it is set as PDF: engines give the letters under them wrong codes."""


@dataclass(frozen=True, slots=True)
class Row:
    """One language version set in one format."""

    symbol: str
    language: str
    format: str
    expected: int
    found: int
    """Paragraphs whose label and text are right."""
    given: int
    """Paragraphs that came back."""
    seconds: float
    error: str | None = None

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.found / (self.expected + self.given) if self.given else 0.0


def measure(document: Document, folder: Path) -> Iterator[Row]:
    """Set a document in each format, read it back and compare."""
    for name, write in _FORMATS.items():
        if not _can_be_set(name):
            continue
        sheet = _for_pdf(document) if name.startswith("pdf") else document
        suffix = name.split("-")[0]
        path = folder / f"{document.source.facts.language}-{name}.{suffix}"
        try:
            write(sheet, path)
        except (CoopbotError, OSError) as error:
            yield _row(sheet, name, {}, 0.0, f"not set: {error}")
            continue
        yield _read_back(sheet, name, path)


def _can_be_set(name: str) -> bool:
    """Tell whether the engine that a format needs is installed."""
    engine = name.split("-")[1] if name.startswith("pdf") else ""
    module = {"fpdf2": "fpdf", "weasyprint": "weasyprint"}.get(engine)
    return module is None or find_spec(module) is not None


def _read_back(sheet: Document, name: str, path: Path) -> Row:
    began = time.perf_counter()
    try:
        given = document_from(read_file(path), sheet.source)
    except CoopbotError as error:
        return _row(sheet, name, {}, time.perf_counter() - began, str(error))
    texts = {p.label: without_space(p.text) for p in given.paragraphs}
    return _row(sheet, name, texts, time.perf_counter() - began)


def _row(
    sheet: Document, name: str, given: dict[str, str], seconds: float, error: str | None = None
) -> Row:
    units = {unit.label for unit in set_units(sheet)}
    wanted = {
        p.label: without_space(p.text)
        for p in sheet.paragraphs
        if p.label in units or p.kind == "item"
    }
    found = sum(given.get(label) == text for label, text in wanted.items())
    facts = sheet.source.facts
    return Row(facts.symbol, facts.language, name, len(wanted), found, len(given), seconds, error)


def _for_pdf(document: Document) -> Document:
    """Return the document without Arabic vowel signs, marks kept where they are."""
    if document.source.facts.language != "ar":
        return document
    paragraphs = tuple(
        replace(
            p,
            text=p.text.translate(_VOWEL_SIGNS),
            notes=tuple(
                replace(n, start=_moved(p.text, n.start), end=_moved(p.text, n.end))
                for n in p.notes
            ),
        )
        for p in document.paragraphs
    )
    return replace(document, paragraphs=paragraphs)


def _moved(text: str, offset: int) -> int:
    return len(text[:offset].translate(_VOWEL_SIGNS))


def _write_html(document: Document, path: Path) -> None:
    path.write_text(as_html(document), encoding="utf-8")


def _write_two_columns(document: Document, path: Path) -> None:
    write_pdf_by_weasyprint(document, path, columns=2)


_FORMATS: dict[str, Callable[[Document, Path], None]] = {
    "html": _write_html,
    "docx": write_docx,
    **{f"pdf-{engine}": write for engine, write in PDF_ENGINES.items()},
    "pdf-weasyprint-columns": _write_two_columns,
}


@app.command()
def main(
    corpus: Annotated[Path, typer.Option(help="Corpus whose documents are set anew.")] = Path(
        "corpus"
    ),
    out: Annotated[Path, typer.Option(help="Folder of the results.")] = Path("evals/results"),
) -> None:
    """Measure reading on the corpus, set anew in each format that can be made here."""
    logging.disable(logging.WARNING)
    console = Console()
    table = Table("language", "format", "paragraphs", "F1", "seconds", "error")
    rows: list[Row] = []
    sources, _ = find_sources([corpus], corpus)
    with tempfile.TemporaryDirectory() as folder:
        for source in sources:
            for row in measure(read_document(source, corpus), Path(folder)):
                rows.append(row)
                table.add_row(
                    row.language, row.format, f"{row.found}/{row.expected}", f"{row.f1:.4f}",
                    f"{row.seconds:.2f}", row.error or "",
                )  # fmt: skip
    console.print(table)
    entries = [_entry(row) for row in rows]
    identity = [[row.symbol, row.language, row.format] for row in rows]
    path = save_measurement("documents", {"rows": entries}, out, identity)
    console.print(f"Saved as {path}", soft_wrap=True)


def _entry(row: Row) -> dict[str, Any]:
    return {
        "symbol": row.symbol,
        "language": row.language,
        "format": row.format,
        "expected": row.expected,
        "found": row.found,
        "given": row.given,
        "f1": round(row.f1, 4),
        "seconds": round(row.seconds, 3),
        "error": row.error,
    }


if __name__ == "__main__":
    run_command(app)
