"""Read many files at once: each becomes a document with its references and terms, or a reason."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coopbot.errors import UnreadableFile, UsageError
from coopbot.faults import reason_of
from coopbot.frequencies import WordFrequencies
from coopbot.references import find_references
from coopbot.registry import Registry
from coopbot.tokens import Analyzer
from coopbot.types import Document, FileReport, Reference, SourceFile
from ingest.document import outcome_of, read_document
from ingest.terms import Terms, is_indexed, terms_of
from ingest.workers import work_through

_INLINE_BYTES = 500_000
"""Up to this much is read in this process: starting others takes longer than reading it."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """One file, read: its row for the report and, where it could be read, its document."""

    source: SourceFile
    report: FileReport
    document: Document | None = None
    references: tuple[tuple[Reference, ...], ...] = ()
    """One entry per paragraph of the document."""
    terms: tuple[Terms | None, ...] = ()
    """One entry per paragraph of the document; None where it is not searched."""


class Preparer:
    """Read one file; a callable that can be handed to other processes.

    :param registry: what organizations and meetings are recognised by.
    :param root: folder that the paths of sources are relative to.
    :param ocr: whether scanned pages are read by tesseract.
    :param dictionary: what :func:`coopbot.tokens.write_dictionary` made with the registry's words.
    """

    def __init__(
        self, registry: Registry, root: Path, *, ocr: bool = False, dictionary: Path | None = None
    ) -> None:
        self._registry = registry
        self._root = root.absolute()
        self._ocr = ocr
        self._dictionary = dictionary
        words = WordFrequencies(dictionary) if dictionary else None
        self._analyzer = Analyzer(registry.chinese_words(), words)

    def __reduce__(self) -> tuple[Any, ...]:
        return _preparer, (self._registry, self._root, self._ocr, self._dictionary)

    def __call__(self, source: SourceFile) -> Prepared:
        """Return the document, or the reason in one sentence; never raise for a bad file."""
        try:
            return self._prepared(source)
        except UnreadableFile as error:
            return refused(source, error.outcome, str(error))
        except Exception as error:
            # One file that our own code cannot digest must not cost the others.
            reason = f"{type(error).__name__}: {reason_of(error)}"
            return refused(source, "damaged", f"{source.path} cannot be read ({reason})")

    def _prepared(self, source: SourceFile) -> Prepared:
        document = read_document(source, self._root, ocr=self._ocr)
        document.text.encode("utf-8")
        references = tuple(
            find_references(paragraph.text, paragraph.language, self._registry)
            for paragraph in document.paragraphs
        )
        above = {
            paragraph.text: found
            for paragraph, found in zip(document.paragraphs, references, strict=True)
            if paragraph.kind == "heading"
        }
        terms = tuple(
            terms_of(self._analyzer, paragraph, found, above) if is_indexed(paragraph) else None
            for paragraph, found in zip(document.paragraphs, references, strict=True)
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
        return Prepared(document.source, report, document, references, terms)


def _preparer(registry: Registry, root: Path, ocr: bool, dictionary: Path | None) -> Preparer:
    return Preparer(registry, root, ocr=ocr, dictionary=dictionary)


def refused(source: SourceFile, outcome: str, reason: str) -> Prepared:
    """Return the row of a file that gave no paragraphs."""
    facts = source.facts
    report = FileReport(source.path, facts.symbol, facts.language or None, outcome, reason)
    return Prepared(source, report)


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


def _local(preparer: Preparer, sources: Sequence[SourceFile], workers: int) -> Iterable[Prepared]:
    small = sum(source.size for source in sources) <= _INLINE_BYTES
    if workers == 1 or len(sources) == 1 or small:
        return map(preparer, sources)
    return work_through(preparer, sources, workers=min(workers, len(sources)), failed=_failed)


def _failed(source: SourceFile, outcome: str, what: str) -> Prepared:
    return refused(source, outcome, f"{source.path} {what}; save it anew or take it out")


def _ray(preparer: Preparer, sources: Sequence[SourceFile], workers: int) -> Iterable[Prepared]:
    # Ray reports its use to its makers unless it is told not to, before it is imported.
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
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
