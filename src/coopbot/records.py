"""The form of the ledger: its tables, and how each noun becomes a row and a row a noun.

Row numbers are a function of the corpus: the number of a document is drawn from its path, and its
paragraphs follow it in reading order. An unchanged document keeps its rows from build to build,
and a build made step by step holds the same rows as one made at once.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from coopbot.types import (
    Document,
    DocumentFacts,
    FileReport,
    NoteMark,
    Paragraph,
    Reference,
    SourceFile,
)

SCHEMA_VERSION = 4
"""Of the whole build, its compiled registry among it: a reader refuses a build of another form."""

ROW_BITS = 18
"""Bits of a row that count the paragraphs of its document; the rest number the document."""

MAX_PARAGRAPHS = 1 << ROW_BITS
"""Most paragraphs of one document: a report of a meeting has fewer than 2,000."""

_DOCUMENT_BITS = 63 - ROW_BITS

SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE files (
    path TEXT PRIMARY KEY, sha256 TEXT NOT NULL, size INTEGER NOT NULL, facts TEXT,
    report TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE documents (
    number INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, symbol TEXT NOT NULL,
    language TEXT NOT NULL, paragraphs INTEGER NOT NULL, pages TEXT NOT NULL,
    artefacts TEXT NOT NULL, warnings TEXT NOT NULL, text TEXT NOT NULL
);
CREATE INDEX documents_expression ON documents (symbol, language);
CREATE TABLE paragraphs (
    row INTEGER PRIMARY KEY, symbol TEXT NOT NULL, language TEXT NOT NULL, label TEXT NOT NULL,
    kind TEXT NOT NULL, parent TEXT, page INTEGER, ordinal INTEGER NOT NULL,
    official INTEGER NOT NULL, text TEXT NOT NULL, detail TEXT NOT NULL
);
CREATE INDEX paragraphs_key ON paragraphs (symbol, label);
CREATE INDEX paragraphs_heading ON paragraphs (row) WHERE kind = 'heading';
CREATE TABLE paragraph_references (
    row INTEGER NOT NULL, place INTEGER NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL,
    text TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
    PRIMARY KEY (row, place)
) WITHOUT ROWID;
CREATE INDEX references_target ON paragraph_references (kind, id);
CREATE TABLE entries (
    row INTEGER PRIMARY KEY, language TEXT NOT NULL, terms BLOB NOT NULL, heading BLOB NOT NULL,
    vector BLOB NOT NULL, tokens BLOB NOT NULL, sentences BLOB NOT NULL
);
CREATE INDEX entries_language ON entries (language);
"""
"""``entries`` holds what the indexes are made from: one row for each paragraph that is searched."""

PARAGRAPH_COLUMNS = (
    "paragraphs.row, paragraphs.symbol, paragraphs.language, paragraphs.label, paragraphs.kind, "
    "paragraphs.parent, paragraphs.page, paragraphs.ordinal, paragraphs.official, "
    "paragraphs.text, paragraphs.detail"
)
REFERENCE_COLUMNS = 'kind, id, text, start, "end"'


Stretch = tuple[int, int]
"""Rows from the first to before the second: those of a document follow one another."""

EVERYWHERE: Stretch = (0, (1 << 63) - 1)
"""The stretch of all rows that SQLite can count."""


@dataclass(frozen=True, slots=True)
class LexicalEntry:
    """What the lexical index holds of one paragraph."""

    row: int
    terms: Sequence[str]
    heading: Sequence[str]


@dataclass(slots=True)
class StoredVector:
    """The dense side of one paragraph."""

    row: int
    language: str
    vector: np.ndarray
    """float32, shape (dimension,), unit length or zero."""
    tokens: np.ndarray
    """int32, shape (length,): ids for late interaction, of the headings above and then of each
    sentence; empty where the embedder has none."""
    sentences: np.ndarray
    """int32, shape (sentences, 3): start and end in the text, and number of tokens."""

    def sentence_tokens(self) -> list[np.ndarray]:
        """Return the token ids of each sentence."""
        counts = self.sentences[:, 2]
        ends = (np.cumsum(counts) + (len(self.tokens) - int(counts.sum()))).tolist()
        return [
            self.tokens[end - count : end] for end, count in zip(ends, counts.tolist(), strict=True)
        ]


@dataclass(frozen=True, slots=True)
class DenseSide:
    """The dense side of all searched paragraphs of a language, in the order of their rows.

    Few long arrays: an object for each paragraph would take more memory than what it holds.
    """

    rows: np.ndarray
    """int64, ascending."""
    vectors: np.ndarray
    """float32, shape (rows, dimension)."""
    tokens: np.ndarray
    token_ends: np.ndarray
    """Where each row's tokens end in ``tokens``."""
    sentences: np.ndarray
    sentence_ends: np.ndarray

    @classmethod
    def of(cls, values: Sequence[Sequence[Any]]) -> DenseSide:
        """Put together what the ledger gives for the rows, in order."""
        vectors = vector_of(b"".join(row[2] for row in values))
        tokens = tokens_of(b"".join(row[3] for row in values))
        sentences = sentences_of(b"".join(row[4] for row in values))
        width = sentences.itemsize * sentences.shape[1]
        return cls(
            np.array([row[0] for row in values], dtype=np.int64),
            vectors.reshape(len(values), -1) if values else np.empty((0, 0), dtype=np.float32),
            tokens,
            np.cumsum([len(row[3]) // tokens.itemsize for row in values], dtype=np.int64),
            sentences,
            np.cumsum([len(row[4]) // width for row in values], dtype=np.int64),
        )

    def within(self, stretches: Sequence[Stretch]) -> DenseSide:
        """Return what is held of some stretches of rows, ascending; vectors alone."""
        places = np.searchsorted(self.rows, np.array(stretches, dtype=np.int64).reshape(-1, 2))
        chosen = [slice(first, end) for first, end in places.tolist()]
        none = slice(0, 0)
        return DenseSide(
            np.concatenate([self.rows[none], *(self.rows[some] for some in chosen)]),
            np.concatenate([self.vectors[none], *(self.vectors[some] for some in chosen)]),
            self.tokens[none],
            self.token_ends[none],
            self.sentences[none],
            self.sentence_ends[none],
        )

    def select(self, rows: Sequence[int], language: str) -> Iterator[StoredVector]:
        """Yield what is held of the given rows."""
        if not len(self.rows):
            return
        places = np.minimum(np.searchsorted(self.rows, rows), len(self.rows) - 1)
        for held, row, vector, tokens, sentences in zip(
            self.rows[places].tolist(),
            rows,
            self.vectors[places],
            _stretches(self.tokens, self.token_ends, places),
            _stretches(self.sentences, self.sentence_ends, places),
            strict=True,
        ):
            if held == row:
                yield StoredVector(row, language, vector, tokens, sentences)


def _stretches(values: np.ndarray, ends: np.ndarray, places: np.ndarray) -> list[np.ndarray]:
    """Return the values of each place, given where those of each end."""
    starts = np.where(places > 0, ends[places - 1], 0)
    stretches = zip(starts.tolist(), ends[places].tolist(), strict=True)
    return [values[start:end] for start, end in stretches]


def document_number(path: str) -> int:
    """Return the number that a document's path asks for; two paths hardly ever ask for one."""
    digest = hashlib.sha256(path.encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8], "big") >> (64 - _DOCUMENT_BITS)


def first_row(number: int) -> int:
    """Return the row of a document's first paragraph."""
    return number << ROW_BITS


def next_number(number: int) -> int:
    """Return the number to try when another document has this one."""
    return (number + 1) % (1 << _DOCUMENT_BITS)


# -- nouns to rows ---------------------------------------------------------------------------


def file_values(source: SourceFile | None, report: FileReport) -> tuple[Any, ...]:
    """Return the row of ``files`` for one file and its outcome."""
    return (
        report.path,
        source.sha256 if source else "",
        source.size if source else 0,
        json.dumps(asdict(source.facts), ensure_ascii=False) if source else None,
        json.dumps(asdict(report), ensure_ascii=False),
    )


def document_values(number: int, document: Document) -> tuple[Any, ...]:
    """Return the row of ``documents``."""
    facts = document.source.facts
    return (
        number,
        document.source.path,
        facts.symbol,
        facts.language,
        len(document.paragraphs),
        json.dumps(document.pages),
        json.dumps([(a.kind, a.start, a.end) for a in document.artefacts]),
        json.dumps(document.warnings, ensure_ascii=False),
        document.text,
    )


def paragraph_values(row: int, paragraph: Paragraph) -> tuple[Any, ...]:
    """Return the row of ``paragraphs``."""
    detail = {
        "spans": paragraph.spans,
        "heading": paragraph.heading,
        "printed": paragraph.printed,
        "notes": [(note.label, note.start, note.end) for note in paragraph.notes],
    }
    return (
        row,
        paragraph.symbol,
        paragraph.language,
        paragraph.label,
        paragraph.kind,
        paragraph.parent,
        paragraph.page,
        paragraph.ordinal,
        paragraph.official,
        paragraph.text,
        json.dumps(detail, ensure_ascii=False),
    )


def pack_terms(terms: Sequence[str]) -> bytes:
    """Return terms as they are stored: they are many and repeat the text, so compressed."""
    return zlib.compress(" ".join(terms).encode("utf-8", "surrogatepass"), 1)


# -- rows to nouns ---------------------------------------------------------------------------


def paragraph_of(values: Sequence[Any]) -> Paragraph:
    """Return the paragraph of a row that was selected by ``PARAGRAPH_COLUMNS``."""
    _, symbol, language, label, kind, parent, page, ordinal, official, text, detail = values[:11]
    more = json.loads(detail)
    return Paragraph(
        symbol=symbol,
        language=language,
        label=label,
        kind=kind,
        text=text,
        spans=tuple((start, end) for start, end in more["spans"]),
        heading=tuple(more["heading"]),
        parent=parent,
        printed=more["printed"],
        page=page,
        ordinal=ordinal,
        notes=tuple(NoteMark(*note) for note in more["notes"]),
        official=bool(official),
    )


def reference_of(values: Sequence[Any]) -> Reference:
    """Return the reference of a row that was selected by ``REFERENCE_COLUMNS``."""
    kind, id, text, start, end = values
    return Reference(kind=kind, id=id, text=text, start=start, end=end)


def facts_of(value: str) -> DocumentFacts:
    """Return the facts that ``files.facts`` holds."""
    fields = json.loads(value)
    for name in ("inferred", "supersedes"):
        fields[name] = tuple(fields[name])
    return DocumentFacts(**fields)


def report_of(value: str) -> FileReport:
    """Return the outcome that ``files.report`` holds."""
    fields = json.loads(value)
    fields["warnings"] = tuple(fields["warnings"])
    return FileReport(**fields)


def unpack_terms(value: bytes) -> list[str]:
    """Return terms that :func:`pack_terms` stored."""
    return zlib.decompress(value).decode("utf-8", "surrogatepass").split()


def vector_of(value: bytes) -> np.ndarray:
    """Return a stored vector: float32, shape (dimension,)."""
    return np.frombuffer(value, dtype=np.float32)


def tokens_of(value: bytes) -> np.ndarray:
    """Return stored token ids: int32, shape (length,)."""
    return np.frombuffer(value, dtype=np.int32)


def sentences_of(value: bytes) -> np.ndarray:
    """Return stored sentences: int32, shape (sentences, 3)."""
    return np.frombuffer(value, dtype=np.int32).reshape(-1, 3)
