"""Make the lexical and the dense index of a build from its ledger, and verify both.

It runs in a process of its own, ``python -m ingest.indexes``: a graph that Chroma's core chokes on
takes this process with it and not the build, and the time that Chroma takes to load passes while
documents are being read.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from coopbot.builds import BuildPaths
from coopbot.children import end_with_parent, protected_output
from coopbot.errors import CoopbotError
from coopbot.ledger import Ledger
from coopbot.lexical import LexicalIndex
from coopbot.vectors import BATCH, VectorIndex, preload
from coopbot.verification import Verification, verify

Progress = Callable[[str, int, int], None]
"""Called with the stage, what is done and what is to do."""


@dataclass(frozen=True, slots=True)
class IndexJob:
    """What is to be done to the indexes of one build."""

    folder: str
    chroma_url: str | None = None
    languages: tuple[str, ...] = ()
    """Languages whose paragraphs changed: their lexical index is written anew, and verified."""
    anew: tuple[str, ...] = ()
    """Of these, the languages whose collection is made anew from all vectors."""
    add: Mapping[str, Sequence[int]] = field(default_factory=dict)
    """Rows to be written, by language, where the collection is not made anew."""
    remove: Mapping[str, Sequence[int]] = field(default_factory=dict)
    """Rows to be deleted before, likewise."""


def write_indexes(job: IndexJob, progress: Progress) -> Verification:
    """Bring both indexes to what the ledger holds, then compare them with it."""
    paths = BuildPaths(Path(job.folder))
    with Ledger(paths.ledger) as ledger:
        counts = ledger.indexed()
        total = sum(counts.get(language, 0) for language in job.languages)
        vectors = VectorIndex(
            paths.chroma, writable=True, url=job.chroma_url, prefix=paths.collections
        )
        done = 0
        try:
            for language in job.languages:
                if not counts.get(language):
                    shutil.rmtree(paths.lexical(language), ignore_errors=True)
                    vectors.drop(language)
                    continue
                LexicalIndex.write(paths.lexical(language), ledger.entries(language))
                _write_vectors(vectors, ledger, job, language)
                done += counts.get(language, 0)
                progress("index", done, total)
        finally:
            vectors.close()
    progress("verify", 0, 1)
    result = verify(paths, chroma_url=job.chroma_url, languages=job.languages)
    progress("verify", 1, 1)
    return result


def _write_vectors(vectors: VectorIndex, ledger: Ledger, job: IndexJob, language: str) -> None:
    rows: Sequence[int] = job.add.get(language, ())
    remove: Sequence[int] = job.remove.get(language, ())
    if language in job.anew:
        vectors.drop(language)
        rows, remove = sorted(ledger.indexed_rows(language)), ()
    if remove:
        vectors.update(language, (), np.empty((0, 0), dtype=np.float32), remove)
    for start in range(0, len(rows), BATCH):
        some = list(ledger.vectors(rows[start : start + BATCH]))
        vectors.update(
            language, [stored.row for stored in some], np.stack([s.vector for s in some])
        )


def main() -> None:
    """Do the job that comes as one line of JSON; say how it goes and what came out, likewise."""
    end_with_parent()
    output = protected_output()

    def say(**message: Any) -> None:
        output.write(json.dumps(message).encode("ascii") + b"\n")
        output.flush()

    preload()  # while the parent reads documents
    line = sys.stdin.buffer.readline()
    if not line:
        return
    job = IndexJob(**json.loads(line))
    try:
        result = write_indexes(
            job, lambda stage, done, to_do: say(stage=stage, done=done, total=to_do)
        )
    except CoopbotError as error:
        say(error=type(error).__name__, message=str(error))
    else:
        say(result=asdict(result))


if __name__ == "__main__":
    main()
