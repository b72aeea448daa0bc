"""One file through the reader of an ingest, with the time that it took and the laws it keeps."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coopbot.registry import Registry
from coopbot.types import SourceFile
from ingest.laws import verify_document
from ingest.prepare import Preparer

_BREACHES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What became of one file."""

    path: str
    outcome: str
    reason: str | None
    paragraphs: int = 0
    seconds: float = 0.0
    """Wall clock, from the bytes to paragraphs with references and terms."""
    breaches: tuple[str, ...] = ()
    """Laws that the document breaks; some of them."""
    worker_lost: bool = False
    """The process that reads for the ingest died or hung: no file may bring that about."""


class TimedReader:
    """Read one file as an ingest does; a callable that can be handed to other processes."""

    def __init__(self, registry: Registry, root: Path) -> None:
        self._registry = registry
        self._root = root
        self._prepare = Preparer(registry, root)

    def __reduce__(self) -> tuple[Any, ...]:
        return TimedReader, (self._registry, self._root)

    def __call__(self, source: SourceFile) -> ReadFile:
        """Return the outcome of the file, its reason and its time."""
        began = time.perf_counter()
        prepared = self._prepare(source)
        seconds = time.perf_counter() - began
        report = prepared.report
        breaches = verify_document(prepared.document) if prepared.document else []
        return ReadFile(
            path=source.path,
            outcome=report.outcome,
            reason=report.reason,
            paragraphs=report.paragraphs,
            seconds=seconds,
            breaches=tuple(breaches[:_BREACHES_SHOWN]),
        )


def lost(source: SourceFile, outcome: str, what: str) -> ReadFile:
    """Return the row of a file that brought the reading process down."""
    return ReadFile(source.path, outcome, f"{source.path} {what}", worker_lost=True)
