"""Read many files at once: each becomes a document with its references, or a reason why not."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from coopbot.errors import UnreadableFile, UsageError
from coopbot.references import find_references
from coopbot.registry import Registry
from coopbot.types import Document, FileReport, Reference, SourceFile
from ingest.document import outcome_of, read_document

_INLINE = 32
"""Up to this many files are read in this process: starting others costs more."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """One file, read: its row for the report and, where it could be read, its document."""

    source: SourceFile
    report: FileReport
    document: Document | None = None
    references: tuple[tuple[Reference, ...], ...] = ()
    """One entry per paragraph of the document."""


class Preparer:
    """Read one file; a callable, so that processes can share it.

    :param registry: what organizations and meetings are recognised by.
    :param root: folder that the paths of sources are relative to.
    :param ocr: whether scanned pages are read by tesseract.
    """

    def __init__(self, registry: Registry, root: Path, *, ocr: bool = False) -> None:
        self._registry = registry
        self._root = root
        self._ocr = ocr

    def __call__(self, source: SourceFile) -> Prepared:
        """Return the document, or the reason in one sentence; never raise for a bad file."""
        try:
            document = read_document(source, self._root, ocr=self._ocr)
        except UnreadableFile as error:
            return Prepared(source, _report(source, error.outcome, str(error)))
        references = tuple(
            find_references(paragraph.text, paragraph.language, self._registry)
            for paragraph in document.paragraphs
        )
        facts = document.source.facts
        outcome, reason = outcome_of(document)
        report = FileReport(
            path=source.path,
            symbol=facts.symbol,
            language=facts.language,
            outcome=outcome,
            reason=reason,
            pages=len(document.pages),
            paragraphs=len(document.paragraphs),
            references=sum(len(some) for some in references),
            warnings=document.warnings,
        )
        return Prepared(document.source, report, document, references)


def prepare_all(
    preparer: Preparer, sources: Sequence[SourceFile], *, workers: int, engine: str = "local"
) -> Iterator[Prepared]:
    """Yield each file as it is read, in the order given.

    :param workers: processes; 0 takes one per core.
    :raises UsageError: for an engine that is not known or not installed.
    """
    if engine not in _ENGINES:
        known = " or ".join(sorted(_ENGINES))
        raise UsageError(f"There is no engine {engine!r}; choose {known} with --engine.")
    yield from _ENGINES[engine](preparer, sources, workers or os.cpu_count() or 1)


def _local(
    preparer: Preparer, sources: Sequence[SourceFile], workers: int
) -> Iterable[Prepared]:
    if workers == 1 or len(sources) <= _INLINE:
        yield from map(preparer, sources)
        return
    context = multiprocessing.get_context("forkserver")
    with context.Pool(min(workers, len(sources))) as pool:
        yield from pool.imap(preparer, sources, chunksize=max(1, min(16, len(sources) // workers)))


def _ray(preparer: Preparer, sources: Sequence[SourceFile], workers: int) -> Iterable[Prepared]:
    try:
        from ray.util.multiprocessing import Pool
    except ImportError:
        raise UsageError(
            "The engine 'ray' is not installed; run `pip install 'ray[default]'` or leave out "
            "--engine."
        ) from None
    with Pool(workers) as pool:
        yield from pool.imap(preparer, sources, chunksize=16)


_ENGINES: dict[str, Callable[[Preparer, Sequence[SourceFile], int], Iterable[Prepared]]] = {
    "local": _local,
    "ray": _ray,
}


def _report(source: SourceFile, outcome: str, reason: str) -> FileReport:
    return FileReport(
        path=source.path,
        symbol=source.facts.symbol,
        language=source.facts.language,
        outcome=outcome,
        reason=reason,
    )
