"""The record: one SQLite file per index build, from which every index can be remade.

It holds the files of the corpus with their outcome, the text of each document, its paragraphs,
the references in them, and their vectors and token ids. Readers open it read-only.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
import sqlalchemy as sa

from coopbot.errors import IndexUnavailable
from coopbot.types import (
    Artefact,
    Document,
    DocumentFacts,
    FileReport,
    NoteMark,
    Paragraph,
    Reference,
    SourceFile,
)

SCHEMA_VERSION = 1

_metadata = sa.MetaData()
_meta = sa.Table(
    "meta",
    _metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)
_files = sa.Table(
    "files",
    _metadata,
    sa.Column("path", sa.Text, primary_key=True),
    sa.Column("sha256", sa.Text, nullable=False),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("facts", sa.Text),
    sa.Column("report", sa.Text, nullable=False),
)
_documents = sa.Table(
    "documents",
    _metadata,
    sa.Column("path", sa.Text, primary_key=True),
    sa.Column("symbol", sa.Text, nullable=False, index=True),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("pages", sa.Text, nullable=False),
    sa.Column("artefacts", sa.Text, nullable=False),
    sa.Column("warnings", sa.Text, nullable=False),
)
_paragraphs = sa.Table(
    "paragraphs",
    _metadata,
    sa.Column("row", sa.Integer, primary_key=True),
    sa.Column("id", sa.Text, nullable=False, index=True),
    sa.Column("path", sa.Text, nullable=False, index=True),
    sa.Column("symbol", sa.Text, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("label", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("parent", sa.Text),
    sa.Column("page", sa.Integer),
    sa.Column("ordinal", sa.Integer, nullable=False),
    sa.Column("official", sa.Boolean, nullable=False),
    sa.Column("detail", sa.Text, nullable=False),
    sa.Column("vector", sa.LargeBinary),
    sa.Column("tokens", sa.LargeBinary),
    sa.Index("paragraphs_key", "symbol", "label"),
)
_references = sa.Table(
    "references",
    _metadata,
    sa.Column("row", sa.Integer, nullable=False, index=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("id", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("end", sa.Integer, nullable=False),
    sa.Index("references_id", "kind", "id"),
)

_PARAGRAPH_COLUMNS = [
    column for column in _paragraphs.columns if column.name not in ("vector", "tokens", "path")
]
_IN_LIMIT = 900  # SQLite's historical bound on the number of parameters is 999.


@dataclass(frozen=True, slots=True)
class StoredVector:
    """The dense side of one paragraph."""

    row: int
    id: str
    language: str
    vector: np.ndarray
    """float32, shape (dimension,), unit length."""
    tokens: np.ndarray
    """int32, shape (length,): ids for late interaction; empty where the embedder has none."""


class Ledger:
    """Read and write the record of one build.

    :param path: the SQLite file.
    :param writable: False opens it read-only, so that no reader can change a published build.
    """

    def __init__(self, path: Path, *, writable: bool = False) -> None:
        if not writable and not path.is_file():
            raise IndexUnavailable(
                f"The index has no ledger at {path}; run `coopbot ingest` to build it."
            )
        self.path = path
        mode = "rwc" if writable else "ro"
        self._engine = sa.create_engine(
            f"sqlite:///file:{path}?mode={mode}&uri=true",
            connect_args={"check_same_thread": False},
        )
        if writable:
            _metadata.create_all(self._engine)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Release the file."""
        self._engine.dispose()

    # -- meta ------------------------------------------------------------------------------

    def meta(self) -> dict[str, str]:
        """Return the build's facts: id, embedder, languages and so on."""
        try:
            with self._engine.connect() as connection:
                return {row.name: row.value for row in connection.execute(sa.select(_meta))}
        except sa.exc.DatabaseError as error:
            raise IndexUnavailable(
                f"The ledger {self.path} cannot be read ({error.orig}); run `coopbot rebuild` or "
                "`coopbot ingest`."
            ) from None

    def set_meta(self, values: Mapping[str, str]) -> None:
        """Replace the given facts."""
        with self._engine.begin() as connection:
            for name, value in sorted(values.items()):
                connection.execute(sa.delete(_meta).where(_meta.c.name == name))
                connection.execute(sa.insert(_meta).values(name=name, value=value))

    # -- writing ---------------------------------------------------------------------------

    def put_report(self, source: SourceFile | None, report: FileReport) -> None:
        """Record the outcome of one file, replacing what was recorded for its path."""
        values = {
            "path": report.path,
            "sha256": source.sha256 if source else "",
            "size": source.size if source else 0,
            "facts": json.dumps(asdict(source.facts), ensure_ascii=False) if source else None,
            "report": json.dumps(asdict(report), ensure_ascii=False),
        }
        with self._engine.begin() as connection:
            connection.execute(sa.delete(_files).where(_files.c.path == report.path))
            connection.execute(sa.insert(_files).values(**values))

    def put_document(
        self, document: Document, references: Sequence[Sequence[Reference]]
    ) -> list[int]:
        """Store a document and return the rows of its paragraphs, in order.

        :param references: one sequence per paragraph of the document.
        """
        path = document.source.path
        facts = document.source.facts
        self.remove_document(path)
        with self._engine.begin() as connection:
            connection.execute(
                sa.insert(_documents).values(
                    path=path,
                    symbol=facts.symbol,
                    language=facts.language,
                    text=document.text,
                    pages=json.dumps(document.pages),
                    artefacts=json.dumps([(a.kind, a.start, a.end) for a in document.artefacts]),
                    warnings=json.dumps(document.warnings, ensure_ascii=False),
                )
            )
            first = (connection.scalar(sa.select(sa.func.max(_paragraphs.c.row))) or 0) + 1
            rows = list(range(first, first + len(document.paragraphs)))
            if rows:
                connection.execute(
                    sa.insert(_paragraphs),
                    [
                        _paragraph_values(row, path, paragraph)
                        for row, paragraph in zip(rows, document.paragraphs, strict=True)
                    ],
                )
            found = [
                {"row": row, **asdict(reference)}
                for row, some in zip(rows, references, strict=True)
                for reference in some
            ]
            if found:
                connection.execute(sa.insert(_references), found)
        return rows

    def put_vectors(
        self, rows: Sequence[int], vectors: np.ndarray, tokens: Sequence[np.ndarray] | None
    ) -> None:
        """Store one vector, and token ids where the embedder has them, for each row."""
        empty = np.empty(0, dtype=np.int32)
        with self._engine.begin() as connection:
            connection.execute(
                sa.update(_paragraphs)
                .where(_paragraphs.c.row == sa.bindparam("at"))
                .values(vector=sa.bindparam("v"), tokens=sa.bindparam("t")),
                [
                    {
                        "at": row,
                        "v": vectors[i].astype(np.float32).tobytes(),
                        "t": (tokens[i] if tokens else empty).astype(np.int32).tobytes(),
                    }
                    for i, row in enumerate(rows)
                ],
            )

    def remove_document(self, path: str) -> list[int]:
        """Delete the document of a file with its paragraphs; return their rows."""
        with self._engine.begin() as connection:
            rows = list(
                connection.scalars(sa.select(_paragraphs.c.row).where(_paragraphs.c.path == path))
            )
            for some in _batches(rows):
                connection.execute(sa.delete(_references).where(_references.c.row.in_(some)))
            connection.execute(sa.delete(_paragraphs).where(_paragraphs.c.path == path))
            connection.execute(sa.delete(_documents).where(_documents.c.path == path))
        return rows

    def remove_file(self, path: str) -> list[int]:
        """Delete everything of a file; return the rows of its paragraphs."""
        rows = self.remove_document(path)
        with self._engine.begin() as connection:
            connection.execute(sa.delete(_files).where(_files.c.path == path))
        return rows

    # -- files and documents ---------------------------------------------------------------

    def files(self) -> dict[str, tuple[str, DocumentFacts | None, FileReport]]:
        """Return sha256, facts and outcome of every file, by path, sorted."""
        with self._engine.connect() as connection:
            return {
                row.path: (
                    row.sha256,
                    _facts(row.facts) if row.facts else None,
                    _report(row.report),
                )
                for row in connection.execute(sa.select(_files).order_by(_files.c.path))
            }

    def facts(self) -> list[DocumentFacts]:
        """Return the facts of every document held, sorted by symbol and language."""
        statement = sa.select(_files.c.facts).join(_documents, _documents.c.path == _files.c.path)
        with self._engine.connect() as connection:
            found = [_facts(value) for value in connection.scalars(statement) if value]
        return sorted(found, key=lambda facts: (facts.symbol, facts.language))

    def source_text(self, symbol: str, language: str) -> str | None:
        """Return the source text of one expression, or None."""
        statement = sa.select(_documents.c.text).where(
            _documents.c.symbol == symbol, _documents.c.language == language
        )
        with self._engine.connect() as connection:
            value = connection.scalar(statement)
        return None if value is None else str(value)

    def artefacts(self, symbol: str, language: str) -> tuple[Artefact, ...]:
        """Return the stretches of an expression's text that are no paragraph."""
        statement = sa.select(_documents.c.artefacts).where(
            _documents.c.symbol == symbol, _documents.c.language == language
        )
        with self._engine.connect() as connection:
            value = connection.scalar(statement)
        return tuple(Artefact(*item) for item in json.loads(value)) if value else ()

    # -- paragraphs ------------------------------------------------------------------------

    def paragraphs(self, rows: Iterable[int]) -> dict[int, Paragraph]:
        """Return the paragraphs of the given rows, by row."""
        found: dict[int, Paragraph] = {}
        with self._engine.connect() as connection:
            for some in _batches(list(rows)):
                statement = sa.select(*_PARAGRAPH_COLUMNS).where(_paragraphs.c.row.in_(some))
                for row in connection.execute(statement):
                    found[row.row] = _paragraph(row)
        return found

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
        statement = sa.select(*_PARAGRAPH_COLUMNS).where(_paragraphs.c.symbol == symbol)
        for column, value in (("language", language), ("label", label), ("parent", parent)):
            if value is not None:
                statement = statement.where(_paragraphs.c[column] == value)
        statement = statement.order_by(_paragraphs.c.language, _paragraphs.c.ordinal)
        with self._engine.connect() as connection:
            return [_paragraph(row) for row in connection.execute(statement)]

    def rows_of(self, symbol: str, label: str) -> dict[int, Paragraph]:
        """Return one paragraph in every language that holds it, by row."""
        statement = sa.select(*_PARAGRAPH_COLUMNS).where(
            _paragraphs.c.symbol == symbol, _paragraphs.c.label == label
        )
        with self._engine.connect() as connection:
            return {row.row: _paragraph(row) for row in connection.execute(statement)}

    def labels(self, symbol: str) -> list[str]:
        """Return the labels of a work in reading order, each once."""
        return list(dict.fromkeys(paragraph.label for paragraph in self.select(symbol)))

    def iterate(self, language: str | None = None) -> Iterator[tuple[int, Paragraph]]:
        """Yield row and paragraph of everything held, in row order."""
        statement = sa.select(*_PARAGRAPH_COLUMNS).order_by(_paragraphs.c.row)
        if language is not None:
            statement = statement.where(_paragraphs.c.language == language)
        with self._engine.connect() as connection:
            for row in connection.execute(statement.execution_options(yield_per=1000)):
                yield row.row, _paragraph(row)

    def counts(self) -> dict[str, int]:
        """Return the number of paragraphs by language."""
        statement = sa.select(_paragraphs.c.language, sa.func.count()).group_by(
            _paragraphs.c.language
        )
        with self._engine.connect() as connection:
            return {language: count for language, count in connection.execute(statement)}

    # -- references ------------------------------------------------------------------------

    def references_of(self, rows: Iterable[int]) -> dict[int, tuple[Reference, ...]]:
        """Return the references in the given rows, by row, in order of their place."""
        found: dict[int, list[Reference]] = {}
        with self._engine.connect() as connection:
            for some in _batches(list(rows)):
                statement = (
                    sa.select(_references)
                    .where(_references.c.row.in_(some))
                    .order_by(_references.c.row, _references.c.start)
                )
                for row in connection.execute(statement):
                    found.setdefault(row.row, []).append(_reference(row))
        return {row: tuple(references) for row, references in found.items()}

    def citing(
        self, kind: str, id: str, *, below: bool = True
    ) -> list[tuple[int, Paragraph, Reference]]:
        """Return who cites a thing: row, paragraph and reference, in document order.

        :param below: also what cites a part of it: ``18`` finds ``18(2)(a)``.
        """
        matches = _references.c.id == id
        if below:
            matches = matches | _references.c.id.startswith(f"{id}(", autoescape=True)
        statement = (
            sa.select(
                *_PARAGRAPH_COLUMNS,
                *(column.label(f"ref_{column.name}") for column in _references.columns),
            )
            .join(_references, _paragraphs.c.row == _references.c.row)
            .where(_references.c.kind == kind, matches)
            .order_by(
                _paragraphs.c.symbol,
                _paragraphs.c.language,
                _paragraphs.c.ordinal,
                _references.c.start,
            )
        )
        with self._engine.connect() as connection:
            return [
                (
                    row.row,
                    _paragraph(row),
                    Reference(row.ref_kind, row.ref_id, row.ref_text, row.ref_start, row.ref_end),
                )
                for row in connection.execute(statement)
            ]

    def reference_counts(self) -> dict[tuple[str, str], int]:
        """Return how many paragraph keys cite each (kind, id)."""
        key = _paragraphs.c.symbol + " " + _paragraphs.c.label
        statement = (
            sa.select(_references.c.kind, _references.c.id, sa.func.count(sa.distinct(key)))
            .join(_paragraphs, _paragraphs.c.row == _references.c.row)
            .group_by(_references.c.kind, _references.c.id)
        )
        with self._engine.connect() as connection:
            return {(kind, id): count for kind, id, count in connection.execute(statement)}

    # -- vectors ---------------------------------------------------------------------------

    def tokens(self, rows: Iterable[int]) -> dict[int, np.ndarray]:
        """Return the token ids of the given rows, by row."""
        found: dict[int, np.ndarray] = {}
        with self._engine.connect() as connection:
            for some in _batches(list(rows)):
                statement = sa.select(_paragraphs.c.row, _paragraphs.c.tokens).where(
                    _paragraphs.c.row.in_(some)
                )
                for row, tokens in connection.execute(statement):
                    found[row] = np.frombuffer(tokens or b"", dtype=np.int32)
        return found

    def vectors(self, rows: Sequence[int] | None = None) -> Iterator[StoredVector]:
        """Yield the dense side of the given rows, or of all, in row order."""
        columns = (
            _paragraphs.c.row,
            _paragraphs.c.id,
            _paragraphs.c.language,
            _paragraphs.c.vector,
            _paragraphs.c.tokens,
        )
        base = sa.select(*columns).where(_paragraphs.c.vector.is_not(None))
        statements = (
            [base]
            if rows is None
            else [base.where(_paragraphs.c.row.in_(some)) for some in _batches(list(rows))]
        )
        with self._engine.connect() as connection:
            for statement in statements:
                ordered = statement.order_by(_paragraphs.c.row).execution_options(yield_per=1000)
                for row, id, language, vector, tokens in connection.execute(ordered):
                    yield StoredVector(
                        row=row,
                        id=id,
                        language=language,
                        vector=np.frombuffer(vector, dtype=np.float32),
                        tokens=np.frombuffer(tokens or b"", dtype=np.int32),
                    )


def _batches(rows: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(rows), _IN_LIMIT):
        yield rows[start : start + _IN_LIMIT]


def _paragraph_values(row: int, path: str, paragraph: Paragraph) -> dict[str, Any]:
    return {
        "row": row,
        "id": paragraph.id,
        "path": path,
        "symbol": paragraph.symbol,
        "language": paragraph.language,
        "label": paragraph.label,
        "kind": paragraph.kind,
        "text": paragraph.text,
        "parent": paragraph.parent,
        "page": paragraph.page,
        "ordinal": paragraph.ordinal,
        "official": paragraph.official,
        "detail": json.dumps(
            {
                "spans": paragraph.spans,
                "heading": paragraph.heading,
                "printed": paragraph.printed,
                "notes": [(note.label, note.start, note.end) for note in paragraph.notes],
            },
            ensure_ascii=False,
        ),
    }


def _paragraph(row: Any) -> Paragraph:
    detail = json.loads(row.detail)
    return Paragraph(
        symbol=row.symbol,
        language=row.language,
        label=row.label,
        kind=row.kind,
        text=row.text,
        spans=tuple((start, end) for start, end in detail["spans"]),
        heading=tuple(detail["heading"]),
        parent=row.parent,
        printed=detail["printed"],
        page=row.page,
        ordinal=row.ordinal,
        notes=tuple(NoteMark(*note) for note in detail["notes"]),
        official=row.official,
    )


def _reference(row: Any) -> Reference:
    return Reference(kind=row.kind, id=row.id, text=row.text, start=row.start, end=row.end)


def _facts(value: str) -> DocumentFacts:
    fields = json.loads(value)
    for name in ("inferred", "supersedes"):
        fields[name] = tuple(fields[name])
    return DocumentFacts(**fields)


def _report(value: str) -> FileReport:
    fields = json.loads(value)
    fields["warnings"] = tuple(fields["warnings"])
    return FileReport(**fields)
