"""The record: one SQLite file per index build, from which every index can be remade.

It holds the files of the corpus with their outcome, the text of each document, its paragraphs,
the references in them, and what the indexes are made from: terms, vectors and token ids. A reader
cannot change it.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import threading
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Self, TypeVar
from urllib.parse import quote

import numpy as np

from coopbot.errors import IndexDamaged, IndexUnavailable
from coopbot.records import (
    EVERYWHERE,
    MAX_PARAGRAPHS,
    PARAGRAPH_COLUMNS,
    REFERENCE_COLUMNS,
    DenseSide,
    LexicalEntry,
    StoredVector,
    Stretch,
    facts_of,
    first_row,
    paragraph_of,
    reference_of,
    report_of,
    sentences_of,
    tokens_of,
    unpack_terms,
    vector_of,
)
from coopbot.types import Artefact, DocumentFacts, FileReport, Paragraph, Reference

_IN_LIMIT = 900
"""Rows asked for at once: SQLite's historical bound on the number of parameters is 999."""

_FETCH = 1000
"""Rows fetched at a time while walking a table: bounds memory."""

_UNREADABLE = (sqlite3.Error, zlib.error, ValueError, KeyError, TypeError, OverflowError)
"""What a damaged file raises: from SQLite, or from a value that is not what was written."""

_DENSE_COLUMNS = "row, language, vector, tokens, sentences"

_PART = "id >= ? AND id < ? || ')' AND (id = ? OR id >= ? || '(')"
"""A thing or its parts: in ASCII "(" is followed by ")", so both lie in one stretch of the index,
which SQLite searches by the first two conditions and not by the last."""

T = TypeVar("T")


class Ledger:
    """Read the record of one build; safe to share between threads.

    :param path: the SQLite file. A build does not change, so the file is opened as immutable:
        without locks, and without a trace on a medium that cannot be written.
    :param immutable: False for the ledger of a build that is being written.
    :raises IndexUnavailable: when there is no such file.
    :raises IndexDamaged: from any method, when the file is not what was written.
    """

    def __init__(self, path: Path, *, immutable: bool = True) -> None:
        if not path.is_file():
            raise IndexUnavailable(
                f"The index has no ledger at {path}; run `coopbot ingest` to build it."
            )
        self.path = path
        mode = "mode=ro&immutable=1" if immutable else "mode=ro"
        self._uri = f"file:{quote(str(path.absolute()))}?{mode}"
        self._idle: list[sqlite3.Connection] = []
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Release the file."""
        with self._lock:
            for connection in self._idle:
                connection.close()
            self._idle.clear()

    # -- meta, files and documents ---------------------------------------------------------

    def meta(self) -> dict[str, str]:
        """Return the build's facts: id, embedder, languages and so on."""
        return dict(self._all("SELECT name, value FROM meta"))

    def files(self) -> dict[str, tuple[str, DocumentFacts | None, FileReport]]:
        """Return sha256, facts and outcome of every file, by path, sorted."""
        return self._read(
            lambda rows: {
                path: (sha256, facts_of(facts) if facts else None, report_of(report))
                for path, sha256, facts, report in rows
            },
            "SELECT path, sha256, facts, report FROM files ORDER BY path",
        )

    def facts(self) -> list[DocumentFacts]:
        """Return the facts of every document held, sorted by symbol and language."""
        found = self._read(
            lambda rows: [facts_of(facts) for (facts,) in rows if facts],
            "SELECT facts FROM files JOIN documents USING (path)",
        )
        return sorted(found, key=lambda facts: (facts.symbol, facts.language))

    def source_text(self, symbol: str, language: str) -> str | None:
        """Return the source text of one expression, or None."""
        found = self._all(
            "SELECT text FROM documents WHERE symbol = ? AND language = ? ORDER BY path",
            symbol,
            language,
        )
        return str(found[0][0]) if found else None

    def artefacts(self, symbol: str, language: str) -> tuple[Artefact, ...]:
        """Return the stretches of an expression's text that are no paragraph."""
        found = self._read(
            lambda rows: [tuple(Artefact(*item) for item in json.loads(some)) for (some,) in rows],
            "SELECT artefacts FROM documents WHERE symbol = ? AND language = ? ORDER BY path",
            symbol,
            language,
        )
        return found[0] if found else ()

    def counts(self) -> dict[str, int]:
        """Return the number of paragraphs by language."""
        return dict(
            self._all(
                "SELECT language, sum(paragraphs) FROM documents GROUP BY language "
                "HAVING sum(paragraphs) > 0 ORDER BY language"
            )
        )

    def stretches(self, symbols: Iterable[str], language: str) -> tuple[Stretch, ...]:
        """Return the half-open stretches of rows of some works in a language, ascending."""
        found: list[int] = []
        for symbol in symbols:
            sql = "SELECT number FROM documents WHERE symbol = ? AND language = ?"
            found += [number for (number,) in self._all(sql, symbol, language)]
        return tuple((first_row(n), first_row(n) + MAX_PARAGRAPHS) for n in sorted(found))

    # -- paragraphs ------------------------------------------------------------------------

    def paragraphs(self, rows: Iterable[int]) -> dict[int, Paragraph]:
        """Return the paragraphs of the given rows, by row."""
        return dict(
            pair
            for some in self._some(f"SELECT {PARAGRAPH_COLUMNS} FROM paragraphs WHERE row IN", rows)
            for pair in _decoded(self.path, _numbered, some)
        )

    def expressions(self, symbol: str, label: str) -> dict[str, Paragraph]:
        """Return one paragraph in every language that holds it, by language."""
        return {paragraph.language: paragraph for paragraph in self.select(symbol, label=label)}

    def select(
        self,
        symbol: str,
        *,
        language: str | None = None,
        label: str | None = None,
        parent: str | None = None,
    ) -> list[Paragraph]:
        """Return the paragraphs of a work, narrowed by language, label or parent, in order."""
        asked = {"symbol": symbol, "language": language, "label": label, "parent": parent}
        given = {name: value for name, value in asked.items() if value is not None}
        where = " AND ".join(f"{name} = ?" for name in given)
        return self._read(
            lambda rows: [paragraph_of(row) for row in rows],
            f"SELECT {PARAGRAPH_COLUMNS} FROM paragraphs WHERE {where} ORDER BY language, ordinal",
            *given.values(),
        )

    def rows_of(self, symbol: str, label: str) -> dict[int, Paragraph]:
        """Return one paragraph in every language that holds it, by row."""
        return self._read(
            lambda rows: dict(_numbered(rows)),
            f"SELECT {PARAGRAPH_COLUMNS} FROM paragraphs WHERE symbol = ? AND label = ? "
            "ORDER BY language",
            symbol,
            label,
        )

    def labels(self, symbol: str) -> list[str]:
        """Return the labels of a work in reading order, each once."""
        found = self._all(
            "SELECT label FROM paragraphs WHERE symbol = ? ORDER BY language, ordinal", symbol
        )
        return list(dict.fromkeys(label for (label,) in found))

    def count(self, symbol: str, languages: Sequence[str], kinds: Collection[str]) -> int:
        """Return the number of labels that paragraphs of some kinds have in a work."""
        spoken, wanted = (", ".join("?" * len(some)) for some in (languages, kinds))
        ((count,),) = self._all(
            "SELECT count(DISTINCT label) FROM paragraphs WHERE symbol = ? "
            f"AND language IN ({spoken}) AND kind IN ({wanted})",
            symbol,
            *languages,
            *sorted(kinds),
        )
        return int(count)

    def iterate(self, language: str | None = None) -> Iterator[tuple[int, Paragraph]]:
        """Yield row and paragraph of everything held, document by document, in reading order."""
        where, values = ("WHERE language = ?", (language,)) if language else ("", ())
        walked = self._walk(
            f"SELECT {PARAGRAPH_COLUMNS} FROM paragraphs {where} ORDER BY row", *values
        )
        for some in walked:
            yield from _decoded(self.path, _numbered, some)

    # -- references ------------------------------------------------------------------------

    def references_of(self, rows: Iterable[int]) -> dict[int, tuple[Reference, ...]]:
        """Return the references in the given rows, by row, in order of their place."""
        found: dict[int, list[Reference]] = {}
        sql = f"SELECT row, {REFERENCE_COLUMNS} FROM paragraph_references WHERE row IN"
        for some in self._some(sql, rows, order="row, start, place"):
            for row, *values in some:
                found.setdefault(row, []).append(reference_of(values))
        return {row: tuple(references) for row, references in found.items()}

    def citing(
        self, kind: str, id: str, *, below: bool = True, most: int = -1
    ) -> list[tuple[int, Paragraph, Reference]]:
        """Return who cites a thing: row, paragraph and reference, in document order.

        :param below: also what cites a part of it: ``18`` finds ``18(2)(a)``.
        :param most: references looked at, those of the first rows; all by default.
        """
        columns = ", ".join(f"found.{name.strip()}" for name in REFERENCE_COLUMNS.split(","))
        asked = _PART if below else "id = ?"
        return self._read(
            lambda rows: [(row[0], paragraph_of(row), reference_of(row[11:])) for row in rows],
            f"SELECT {PARAGRAPH_COLUMNS}, {columns} FROM (SELECT * FROM paragraph_references "
            f"WHERE kind = ? AND {asked} LIMIT ?) AS found JOIN paragraphs USING (row) "
            "ORDER BY paragraphs.symbol, paragraphs.language, paragraphs.ordinal, found.start, "
            "found.place",
            *(kind, *[id] * asked.count("?"), most),
        )

    def headings_citing(self) -> dict[tuple[str, str], set[tuple[str, str, str]]]:
        """Return symbol, language and text of the headings that cite each (kind, id) or a part of
        it.
        """
        found: dict[tuple[str, str], set[tuple[str, str, str]]] = {}
        for kind, id, *heading in self._all(
            "SELECT found.kind, found.id, symbol, language, paragraphs.text FROM paragraphs "
            "JOIN paragraph_references AS found USING (row) WHERE paragraphs.kind = 'heading'"
        ):
            wholes = [id[:place] for place, character in enumerate(id) if character == "("]
            for thing in (id, *wholes):
                found.setdefault((kind, thing), set()).add(tuple(heading))
        return found

    def heading_labels(self) -> dict[str, tuple[str, ...]]:
        """Return the symbols of the works that have a heading, by its label."""
        found: dict[str, list[str]] = {}
        for symbol, label in self._all(
            "SELECT DISTINCT symbol, label FROM paragraphs WHERE kind = 'heading' "
            "ORDER BY symbol, label"
        ):
            found.setdefault(label, []).append(symbol)
        return {label: tuple(symbols) for label, symbols in found.items()}

    def rows_under(self, symbol: str, label: str | None, most: int) -> set[int] | None:
        """Return the rows of a work, or of what stands under a label of it in every language, or
        None when they are too many.

        :param most: rows that are not too many.
        """
        # In ASCII "(" is followed by ")" and "." by "/".
        under = (
            "AND (label = ?2 OR label >= ?2 || '(' AND label < ?2 || ')' "
            "OR label >= ?2 || '.' AND label < ?2 || '/')"
        )
        sql = f"SELECT row FROM paragraphs WHERE symbol = ?1 {under if label else ''} LIMIT ?3"
        found = {row for (row,) in self._all(sql, symbol, label, most + 1)}
        return None if len(found) > most else found

    def cited_in(self, rows: Iterable[int]) -> dict[int, set[tuple[str, str]]]:
        """Return kind and id of what the given rows cite, by row."""
        found: dict[int, set[tuple[str, str]]] = {}
        for some in self._some("SELECT row, kind, id FROM paragraph_references WHERE row IN", rows):
            for row, kind, id in some:
                found.setdefault(row, set()).add((kind, id))
        return found

    def dates_in(self, rows: Iterable[int]) -> dict[int, tuple[int, ...]]:
        """Return where dates begin in the texts of the given rows, by row."""
        found: dict[int, list[int]] = {}
        sql = "SELECT row, start FROM paragraph_references WHERE +kind = 'date' AND row IN"
        for some in self._some(sql, rows, order="row, start"):
            for row, start in some:
                found.setdefault(row, []).append(start)
        return {row: tuple(starts) for row, starts in found.items()}

    def is_cited(self, kind: str, id: str) -> bool:
        """Tell whether any paragraph cites a thing or a part of it."""
        return bool(self._citing(kind, id, 1))

    def citing_rows(self, kind: str, id: str, most: int) -> set[int] | None:
        """Return the rows that cite a thing or a part of it, or None when they are too many.

        :param most: rows that are not too many.
        """
        found = self._citing(kind, id, most + 1)
        return None if len(found) > most else found

    def _citing(self, kind: str, id: str, most: int) -> set[int]:
        sql = f"SELECT DISTINCT row FROM paragraph_references WHERE kind = ? AND {_PART} LIMIT ?"
        return {row for (row,) in self._all(sql, kind, id, id, id, id, most)}

    def citing_among(self, kind: str, id: str, rows: Iterable[int]) -> set[int]:
        """Return those of some rows that cite a thing or a part of it."""
        # The plus keeps SQLite from walking through everything that cites the thing.
        sql = f"SELECT row FROM paragraph_references WHERE +kind = ? AND {_PART} AND row IN"
        asked = (kind, id, id, id, id)
        return {row for some in self._some(sql, rows, values=asked) for (row,) in some}

    def reference_counts(self) -> dict[tuple[str, str], int]:
        """Return how many paragraph keys cite each (kind, id)."""
        found = self._all(
            "SELECT found.kind, found.id, count(DISTINCT symbol || ' ' || label) "
            "FROM paragraph_references AS found JOIN paragraphs USING (row) "
            "GROUP BY found.kind, found.id"
        )
        return {(kind, id): count for kind, id, count in found}

    # -- what indexes are made from --------------------------------------------------------

    def indexed(self) -> dict[str, int]:
        """Return the number of searched paragraphs by language."""
        return dict(self._all("SELECT language, count(*) FROM entries GROUP BY language"))

    def indexed_rows(self, language: str) -> set[int]:
        """Return the rows of the searched paragraphs of a language."""
        return {row for (row,) in self._all("SELECT row FROM entries WHERE language = ?", language)}

    def entries(self, language: str) -> Iterator[LexicalEntry]:
        """Yield the terms of every searched paragraph of a language, in row order."""
        sql = "SELECT row, terms, heading FROM entries WHERE language = ? ORDER BY row"
        for some in self._walk(sql, language):
            yield from _decoded(self.path, _lexical, some)

    def vectors(
        self, rows: Sequence[int] | None = None, *, language: str | None = None
    ) -> Iterator[StoredVector]:
        """Yield the dense side of the given rows, of a language, or of all, in row order."""
        columns = f"SELECT {_DENSE_COLUMNS} FROM entries"
        if rows is not None:
            walked: Iterable[list[Any]] = self._some(f"{columns} WHERE row IN", sorted(rows))
        elif language is not None:
            walked = self._walk(f"{columns} WHERE language = ? ORDER BY row", language)
        else:
            walked = self._walk(f"{columns} ORDER BY row")
        for some in walked:
            yield from _decoded(self.path, _dense, some)

    def matrix(self, language: str) -> tuple[np.ndarray, np.ndarray]:
        """Return the rows, int64, and vectors, float32 (rows x dimension), of a language."""
        found = self._all(
            "SELECT row, vector FROM entries WHERE language = ? ORDER BY row", language
        )
        rows = np.array([row for row, _ in found], dtype=np.int64)
        if not found:
            return rows, np.empty((0, 0), dtype=np.float32)
        joined = vector_of(b"".join(vector for _, vector in found))
        return rows, joined.reshape(len(found), -1)

    def dense_side(self, language: str, within: Sequence[Stretch] = (EVERYWHERE,)) -> DenseSide:
        """Return the vectors, tokens and sentences of the searched paragraphs of a language.

        :param within: the stretches of rows, ascending, that are looked at; all by default.
        """
        sql = (
            f"SELECT {_DENSE_COLUMNS} FROM entries WHERE language = ? AND row >= ? AND row < ? "
            "ORDER BY row"
        )
        found = [row for some in within for row in self._all(sql, language, *some)]
        return _decoded(self.path, DenseSide.of, found)

    # -- the file --------------------------------------------------------------------------

    def _all(self, sql: str, *values: Any) -> list[Any]:
        with self._reading() as connection:
            return connection.execute(sql, values).fetchall()

    def _read(self, make: Callable[[list[Any]], T], sql: str, *values: Any) -> T:
        with self._reading() as connection:
            return make(connection.execute(sql, values).fetchall())

    def _some(
        self, sql: str, rows: Iterable[int], order: str = "row", values: Sequence[Any] = ()
    ) -> Iterator[list[tuple[Any, ...]]]:
        """Yield what is found for the given rows, a limited number of them at a time."""
        asked = list(rows)
        for start in range(0, len(asked), _IN_LIMIT):
            some = asked[start : start + _IN_LIMIT]
            marks = ",".join("?" * len(some))
            yield self._all(f"{sql} ({marks}) ORDER BY {order}", *values, *some)

    def _walk(self, sql: str, *values: Any) -> Iterator[list[Any]]:
        with self._reading() as connection:
            cursor = connection.execute(sql, values)
            while some := cursor.fetchmany(_FETCH):
                yield some

    @contextlib.contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection: one per reader at a time, kept for the next."""
        with self._lock:
            connection = self._idle.pop() if self._idle else None
        try:
            if connection is None:
                connection = sqlite3.connect(
                    self._uri, uri=True, check_same_thread=False, isolation_level=None
                )
            yield connection
        except _UNREADABLE as error:
            raise _damaged(self.path, error) from None
        finally:
            if connection is not None:
                with self._lock:
                    self._idle.append(connection)


def _numbered(rows: Sequence[Any]) -> list[tuple[int, Paragraph]]:
    return [(row[0], paragraph_of(row)) for row in rows]


def _lexical(rows: Sequence[Any]) -> list[LexicalEntry]:
    return [
        LexicalEntry(row, unpack_terms(terms), unpack_terms(heading))
        for row, terms, heading in rows
    ]


def _dense(rows: Sequence[Any]) -> list[StoredVector]:
    return [
        StoredVector(row, language, vector_of(vector), tokens_of(tokens), sentences_of(sentences))
        for row, language, vector, tokens, sentences in rows
    ]


def _decoded(path: Path, make: Callable[[Sequence[Any]], T], rows: Sequence[Any]) -> T:
    try:
        return make(rows)
    except _UNREADABLE as error:
        raise _damaged(path, error) from None


def _damaged(path: Path, error: Exception) -> IndexDamaged:
    return IndexDamaged(
        f"The ledger {path} cannot be read ({error}); restore a backup with `coopbot restore` or "
        "build the index again with `coopbot ingest`."
    )
