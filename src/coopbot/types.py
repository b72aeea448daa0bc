"""Every noun of the system, in the order in which it flows.

SourceFile -> Document -> Paragraph (+ Reference) -> Hit -> Evidence
-> Statement, Citation (+ View) -> Answer

All are frozen. A score belongs to a Hit, never to a Paragraph. Offsets count Unicode code points
and are half-open.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Span = tuple[int, int]
"""A half-open range of code points."""


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What is known of one expression (one language version) of a work."""

    symbol: str
    """Symbol in its display form, such as ``UNEP/CBD/BS/COP-MOP/4/6``; for a document that is not
    of the UN, the name of its folder or file."""
    language: str
    """One of the six codes of :mod:`coopbot.languages`."""
    title: str | None = None
    meeting: str | None = None
    """Registry id of the meeting, such as ``COP-MOP-4``."""
    series: str | None = None
    """``pre-session``, ``information``, ``limited``, ``conference-room``, ``report``,
    ``decision``, ``agenda``, ``treaty`` or ``other``."""
    date: str | None = None
    """ISO date; None where the document does not state it."""
    date_note: str | None = None
    """What is known when ``date`` is None, such as its bounds."""
    original_language: str | None = None
    agenda_item: str | None = None
    official: bool = True
    """False for an unofficial translation: every quotation from it says so."""
    url: str | None = None
    """Address of the official source, where one is known."""
    inferred: tuple[str, ...] = ()
    """Names of the fields above that were inferred, not read in the document."""
    supersedes: tuple[str, ...] = ()
    """Symbols that this document replaces."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file of the corpus, before it is read."""

    path: str
    """Relative to the corpus folder, with forward slashes."""
    sha256: str
    size: int
    """In bytes."""
    facts: DocumentFacts


@dataclass(frozen=True, slots=True)
class NoteMark:
    """A footnote marker inside the text of a paragraph."""

    label: str
    """Label of the footnote, such as ``fn2``."""
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reference:
    """Something that a text points to: a document, decision, article, body, meeting or date."""

    kind: str
    """``symbol``, ``decision``, ``article``, ``organization``, ``meeting`` or ``date``."""
    id: str
    """Canonical form, equal in all languages: ``UNEP/CBD/BS/COP-MOP/4/4``, ``BS-II/6(f)``,
    ``18(2)(a)``, ``green-customs``, ``COP-MOP-3``, ``2007-05`` or ``2007-09-24/2007-09-28``."""
    text: str
    """As printed: ``text == paragraph.text[start:end]``."""
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A numbered paragraph, item, heading, footnote or block: the atom of the system.

    ``(symbol, label)`` is its key, the same in all languages. ``text`` is the source's own text
    with soft line breaks removed, so ``spans`` of the source text, joined and stripped of line
    breaks and the white space around them, give it back.
    """

    symbol: str
    language: str
    label: str
    """Canonical: ``5``, ``21(c)``, ``fn1``, ``II.A``, ``title``."""
    kind: str
    """``title``, ``masthead``, ``heading``, ``paragraph``, ``item``, ``footnote``, ``note``,
    ``notice`` or ``block``."""
    text: str
    spans: tuple[Span, ...]
    """Slices of the source text. More than one where a footnote block or page furniture cuts
    the paragraph."""
    heading: tuple[str, ...] = ()
    """Texts of the headings above, outermost first."""
    parent: str | None = None
    """Label of the paragraph that contains this item."""
    printed: str = ""
    """Label as printed, such as ``（三）``; empty where none is printed."""
    page: int | None = None
    ordinal: int = 0
    """Position in the document, from 0."""
    notes: tuple[NoteMark, ...] = ()
    official: bool = True

    @property
    def start(self) -> int:
        """Offset of the first character in the source text."""
        return self.spans[0][0]

    @property
    def end(self) -> int:
        """Offset after the last character in the source text."""
        return self.spans[-1][1]

    @property
    def in_context(self) -> str:
        """Headings above and text: what is embedded.

        A paragraph often names its subject only in its heading and then says "the Initiative".
        """
        return "\n".join((*self.heading, self.text))

    @property
    def key(self) -> tuple[str, str]:
        """Symbol and label: what joins the six languages."""
        return (self.symbol, self.label)

    @property
    def id(self) -> str:
        """Content-addressed id: 32 hexadecimal digits, new when text or place changes."""
        identity = "\x1f".join((self.symbol, self.language, self.label, self.text))
        return hashlib.sha256(identity.encode("utf-8")).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Artefact:
    """A stretch of source text that is no paragraph: a number marker or page furniture."""

    kind: str
    """``marker`` (a printed label), ``end-mark``, ``page-number``, ``header``, ``footer`` or
    ``hidden``."""
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Document:
    """One file, read: its text and the paragraphs in it."""

    source: SourceFile
    text: str
    """As decoded; paragraphs and artefacts together own each of its non-blank characters once."""
    paragraphs: tuple[Paragraph, ...]
    artefacts: tuple[Artefact, ...] = ()
    pages: tuple[int, ...] = (0,)
    """Offset at which each page starts."""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FileReport:
    """The row that a build shows for one file."""

    path: str
    symbol: str | None
    language: str | None
    outcome: str
    """``ok``, ``partial``, ``empty``, ``encrypted``, ``damaged``, ``refused`` or ``ocr``."""
    reason: str | None = None
    pages: int = 0
    paragraphs: int = 0
    references: int = 0
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A paragraph found for a question."""

    paragraph: Paragraph
    score: float
    """Higher is better; comparable within one result list only."""
    rank: int
    """From 1."""
    found_by: tuple[str, ...]
    """Any of ``reference``, ``lexical``, ``dense``; sorted."""
    parts: Mapping[str, float] = field(default_factory=dict)
    """Score by each retriever that found it."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was retrieved for a question and whether it suffices."""

    hits: tuple[Hit, ...]
    sufficiency: float
    """Estimated probability, 0 to 1, that the hits answer the question."""
    reason: str | None = None
    """None when the evidence suffices, else ``no_evidence``, ``not_in_corpus``, ``ambiguous``
    or ``out_of_scope``."""
    missing: tuple[str, ...] = ()
    """Words or references of the question that no hit carries."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in a document that carries a statement."""

    n: int
    """Number of its marker in the answer, from 1."""
    paragraph: Paragraph
    quote: str
    """An exact substring of the paragraph's text."""
    verdict: str
    """``verbatim``."""
    display: str
    """Label as a reader of the paragraph's language writes it, such as ``21（三）``; the mark of an
    item as the document prints it."""
    link: str
    parallel: Mapping[str, Paragraph] = field(default_factory=dict)
    """The same paragraph in the other languages that the corpus holds."""

    def to_dict(self) -> dict[str, Any]:
        """Return the form that the public JSON has."""
        return {
            "n": self.n,
            "symbol": self.paragraph.symbol,
            "label": self.paragraph.label,
            "display": self.display,
            "language": self.paragraph.language,
            "status": status_of(self.paragraph),
            "heading": list(self.paragraph.heading),
            "quote": self.quote,
            "verdict": self.verdict,
            "link": self.link,
            "parallel": {
                language: {"text": other.text, "status": status_of(other)}
                for language, other in sorted(self.parallel.items())
            },
        }


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence or list entry of an answer, with what carries it."""

    text: str
    citations: tuple[int, ...]
    verdict: str
    """``verbatim``, ``supported`` or ``unsupported``; the last is never shown."""

    def to_dict(self) -> dict[str, Any]:
        """Return the form that the public JSON has."""
        return {"text": self.text, "citations": list(self.citations), "verdict": self.verdict}


@dataclass(frozen=True, slots=True)
class ViewCell:
    """One cell of a view: a verbatim stretch of a paragraph, a fact of the registry or our word."""

    text: str
    language: str
    source: str = "frame"
    """``paragraph`` (verbatim, cited), ``registry`` (its own words) or ``frame`` (ours)."""
    citations: tuple[int, ...] = ()
    """Markers of the answer's citations or of the view's own."""

    def to_dict(self) -> dict[str, Any]:
        """Return the form that the public JSON has."""
        return {
            "text": self.text,
            "language": self.language,
            "source": self.source,
            "citations": list(self.citations),
        }


@dataclass(frozen=True, slots=True)
class View:
    """The form in which a reader wants an answer: a timeline, a comparison, a card."""

    kind: str
    """``timeline``, ``comparison``, ``decision``, ``organization`` or ``article18``."""
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[ViewCell, ...], ...]
    """Each has as many cells as there are columns."""
    citations: tuple[Citation, ...] = ()
    """What the cells cite and the answer's text does not; numbered on from the answer's."""

    def to_dict(self) -> dict[str, Any]:
        """Return the form that the public JSON has."""
        return {
            "kind": self.kind,
            "title": self.title,
            "columns": list(self.columns),
            "rows": [{"cells": [cell.to_dict() for cell in row]} for row in self.rows],
            "citations": [citation.to_dict() for citation in self.citations],
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """A checked answer, or an abstention, with everything needed to check it."""

    question: str
    language: str
    standalone_question: str
    text: str
    """With ``[n]`` markers."""
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    abstained: bool
    reason: str | None
    nearest: tuple[Hit, ...]
    suggestions: tuple[str, ...]
    receipt: Mapping[str, Any]
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    view: View | None = None
    """The same evidence as a table, where the question asks for one."""

    def to_dict(self) -> dict[str, Any]:
        """Return the public JSON (design of the HTTP interface and ``ask --json``)."""
        return {
            "question": self.question,
            "language": self.language,
            "standalone_question": self.standalone_question,
            "abstained": self.abstained,
            "reason": self.reason,
            "answer": self.text,
            "statements": [statement.to_dict() for statement in self.statements],
            "citations": [citation.to_dict() for citation in self.citations],
            "nearest": [
                {
                    "symbol": hit.paragraph.symbol,
                    "label": hit.paragraph.label,
                    "language": hit.paragraph.language,
                    "status": status_of(hit.paragraph),
                    "text": hit.paragraph.text,
                    "score": round(hit.score, 6),
                }
                for hit in self.nearest
            ],
            "suggestions": list(self.suggestions),
            "receipt": dict(self.receipt),
            "timings_ms": {name: round(value, 3) for name, value in self.timings_ms.items()},
            "view": self.view.to_dict() if self.view is not None else None,
        }


@dataclass(frozen=True, slots=True)
class Event:
    """One step of a streamed answer."""

    kind: str
    """``status`` (data: ``stage``), ``statement`` (sent only after its check) or ``answer``."""
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Work:
    """A document whatever its language."""

    symbol: str
    title: str
    """In the original of the expressions held, the official one first."""
    expressions: tuple[DocumentFacts, ...]
    paragraphs: int
    """Number of paragraphs, items and footnotes that can be found, in the official text: neither
    headings nor what translators note; in all that is held where no expression is official."""


@dataclass(frozen=True, slots=True)
class ReferenceCard:
    """A thing that documents cite, and every paragraph that does."""

    kind: str
    id: str
    title: str
    facts: Mapping[str, Any]
    """What the registry knows of it; each entry carries its status."""
    citing: tuple[tuple[Paragraph, Reference], ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the public JSON."""
        return {
            "kind": self.kind,
            "id": self.id,
            "title": self.title,
            "facts": dict(self.facts),
            "citing": [
                {
                    "symbol": paragraph.symbol,
                    "label": paragraph.label,
                    "language": paragraph.language,
                    "status": status_of(paragraph),
                    "text": paragraph.text,
                    "reference": reference.text,
                    "id": reference.id,
                    "start": reference.start,
                    "end": reference.end,
                }
                for paragraph, reference in self.citing
            ],
        }


def status_of(paragraph: Paragraph) -> str:
    """Return ``official`` or ``unofficial``."""
    return "official" if paragraph.official else "unofficial"
