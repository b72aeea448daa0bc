"""Write the ledger of a build that is being made.

The file is private until it is published and thrown away when anything goes wrong, so it is written
without journal and brought to the disk once, at the end.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

import numpy as np

from coopbot.errors import IndexUnavailable, UnreadableFile
from coopbot.faults import translated
from coopbot.records import (
    MAX_PARAGRAPHS,
    SCHEMA,
    SCHEMA_VERSION,
    document_number,
    document_values,
    facts_of,
    file_values,
    first_row,
    next_number,
    pack_terms,
    paragraph_values,
    report_of,
)
from coopbot.superseding import superseded
from coopbot.types import Document, FileReport, Reference, SourceFile
from ingest.terms import Terms

SUPERSEDED = "superseded by "
"""How the remark begins that a build report makes on a replaced document."""

_CACHE_KIB = 65_536
_NONE = np.empty(0, dtype=np.int32)


class SameDocument(UnreadableFile):
    """Report a file that holds the same expression of a document as another file."""

    def __init__(self, message: str, other: str) -> None:
        super().__init__(message, outcome="refused")
        self.other = other


class Recorder:
    """Write one ledger; everything since the last :meth:`commit` is one transaction.

    :param path: the SQLite file, made with its tables when it does not exist.
    :raises IndexUnavailable: from any method, when the file cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        with translated(self._unwritable):
            new = not path.exists()
            self._connection = sqlite3.connect(path, isolation_level=None)
            for pragma in ("journal_mode=OFF", "synchronous=OFF", f"cache_size=-{_CACHE_KIB}"):
                self._connection.execute(f"PRAGMA {pragma}")
            if new:
                self._connection.executescript(SCHEMA)
                self.set_meta({"schema": str(SCHEMA_VERSION)})
            self._connection.execute("BEGIN")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def commit(self) -> None:
        """Let readers see what was written."""
        with translated(self._unwritable):
            self._connection.execute("COMMIT")
            self._connection.execute("BEGIN")

    def set_meta(self, values: Mapping[str, str]) -> None:
        """Set the given facts of the build."""
        self._many("INSERT OR REPLACE INTO meta VALUES (?, ?)", sorted(values.items()))

    def meta(self, name: str, default: str) -> str:
        """Return a fact of the build."""
        found = self._all("SELECT value FROM meta WHERE name = ?", name)
        return str(found[0][0]) if found else default

    def indexed(self) -> dict[str, int]:
        """Return the number of searched paragraphs by language."""
        return dict(self._all("SELECT language, count(*) FROM entries GROUP BY language"))

    def put_report(self, source: SourceFile | None, report: FileReport) -> None:
        """Record the outcome of one file, replacing what was recorded for its path."""
        values = file_values(source, report)
        self._many("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?)", [values])

    def put_document(
        self, document: Document, references: Sequence[Sequence[Reference]]
    ) -> list[int]:
        """Store a document and return the rows of its paragraphs, in order.

        :param references: one sequence per paragraph of the document.
        :raises SameDocument: when another file holds the same expression.
        :raises UnreadableFile: when it has more paragraphs than one document can have.
        """
        self._require_room(document)
        number = self._free_number(document.source.path)
        first = first_row(number)
        rows = list(range(first, first + len(document.paragraphs)))
        self._many(
            "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [document_values(number, document)],
        )
        self._many(
            "INSERT INTO paragraphs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                paragraph_values(row, paragraph)
                for row, paragraph in zip(rows, document.paragraphs, strict=True)
            ],
        )
        self._many(
            "INSERT INTO paragraph_references VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (row, place, r.kind, r.id, r.text, r.start, r.end)
                for row, found in zip(rows, references, strict=True)
                for place, r in enumerate(found)
            ],
        )
        return rows

    def put_entries(
        self,
        rows: Sequence[int],
        terms: Sequence[Terms],
        vectors: np.ndarray,
        tokens: Sequence[np.ndarray] | None,
        sentences: Sequence[np.ndarray] | None,
    ) -> None:
        """Store what the indexes are made from, for each row.

        :param vectors: float32, shape (len(rows), dimension).
        :param tokens: int32 ids per row; None where the embedder has none.
        :param sentences: int32 (sentences, 3) per row, as ``StoredVector`` has them.
        """
        stored = np.ascontiguousarray(vectors, dtype=np.float32)
        self._many(
            "INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    row,
                    some.language,
                    pack_terms(some.terms),
                    pack_terms(some.heading),
                    stored[i].tobytes(),
                    (tokens[i] if tokens else _NONE).astype(np.int32).tobytes(),
                    (sentences[i] if sentences else _NONE).astype(np.int32).tobytes(),
                )
                for i, (row, some) in enumerate(zip(rows, terms, strict=True))
            ],
        )

    def remove_file(self, path: str) -> dict[str, list[int]]:
        """Delete everything of a file; return the searched rows that it had, by language."""
        removed: dict[str, list[int]] = {}
        for (number,) in self._all("SELECT number FROM documents WHERE path = ?", path):
            bounds = (first_row(number), first_row(number) + MAX_PARAGRAPHS - 1)
            for row, language in self._all(
                "SELECT row, language FROM entries WHERE row BETWEEN ? AND ?", *bounds
            ):
                removed.setdefault(language, []).append(row)
            for table in ("entries", "paragraph_references", "paragraphs"):
                self._many(f"DELETE FROM {table} WHERE row BETWEEN ? AND ?", [bounds])
        self._many("DELETE FROM documents WHERE path = ?", [(path,)])
        self._many("DELETE FROM files WHERE path = ?", [(path,)])
        return removed

    def mark_superseded(self) -> dict[str, str]:
        """Bring the remarks on replaced documents up to date; return what replaces what."""
        held = self._all(
            "SELECT path, facts, report FROM files JOIN documents USING (path) ORDER BY path"
        )
        replaced = superseded([facts_of(facts) for _, facts, _ in held])
        changed = []
        for path, facts, stored in held:
            report = report_of(stored)
            kept = tuple(w for w in report.warnings if not w.startswith(SUPERSEDED))
            newer = replaced.get(facts_of(facts).symbol)
            remark = (f"{SUPERSEDED}{newer}: kept, but not searched",) if newer else ()
            if report.warnings != kept + remark:
                changed.append((file_values(None, replace(report, warnings=kept + remark)), path))
        self._many(
            "UPDATE files SET report = ? WHERE path = ?",
            [(values[-1], path) for values, path in changed],
        )
        self.set_meta({"superseded": json.dumps(replaced, ensure_ascii=False, sort_keys=True)})
        return replaced

    def finish(self) -> None:
        """End the last transaction and give back the space of what was deleted, when it is much."""
        with translated(self._unwritable):
            self._connection.execute("COMMIT")
            free = self._connection.execute("PRAGMA freelist_count").fetchone()[0]
            pages = self._connection.execute("PRAGMA page_count").fetchone()[0]
            if free * 4 > pages:
                self._connection.execute("VACUUM")

    def _require_room(self, document: Document) -> None:
        source = document.source
        if len(document.paragraphs) > MAX_PARAGRAPHS:
            raise UnreadableFile(
                f"{source.path} has {len(document.paragraphs):,} paragraphs, more than the "
                f"{MAX_PARAGRAPHS:,} of one document; split it",
                outcome="refused",
            )
        for (other,) in self._all(
            "SELECT path FROM documents WHERE symbol = ? AND language = ? AND path <> ?",
            source.facts.symbol,
            source.facts.language,
            source.path,
        ):
            raise SameDocument(
                f"{source.path} is {source.facts.symbol} ({source.facts.language}), as {other} is; "
                "keep one of the two files",
                other,
            )

    def _free_number(self, path: str) -> int:
        number = document_number(path)
        while self._all("SELECT 1 FROM documents WHERE number = ?", number):
            number = next_number(number)
        return number

    def _all(self, sql: str, *values: Any) -> list[Any]:
        with translated(self._unwritable):
            return self._connection.execute(sql, values).fetchall()

    def _many(self, sql: str, values: Iterable[Sequence[Any]]) -> None:
        with translated(self._unwritable):
            self._connection.executemany(sql, values)

    def _unwritable(self, reason: str) -> IndexUnavailable:
        return IndexUnavailable(
            f"The ledger {self.path} cannot be written ({reason}); check the disk's free space and "
            "the folder's permissions, then ingest again."
        )
