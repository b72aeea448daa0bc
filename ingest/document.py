"""The one door from a file to a document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from coopbot.errors import UnreadableFile
from coopbot.languages import detect_language
from coopbot.types import Document, DocumentFacts, SourceFile
from coopbot.wording import language_name
from ingest.gate import gated
from ingest.masthead import is_report, read_masthead, with_masthead
from ingest.paragraphs import document_from
from ingest.readers import read_file
from ingest.reading import Reading

_SAMPLE = 20_000
"""Characters by which the language of a text is told."""
PARTIAL = "partial: "
"""How a warning begins that tells of text which could not be read."""


def read_document(source: SourceFile, root: Path, *, ocr: bool = False) -> Document:
    """Read one file and return its paragraphs.

    ``root`` is the corpus folder that ``source.path`` is relative to. The document's own
    ``source.facts`` are complete: what the names and the manifest leave open, the text answers.
    ``ocr`` lets tesseract read scanned pages. Raises UnreadableFile with the outcome and the
    reason.
    """
    reading = read_file(
        root / source.path, source.path, ocr=ocr, language=source.facts.language or "en"
    )
    declared = source.facts
    source = _with_facts(source, reading)
    document = document_from(gated(reading, source.facts.language, source.path), source)
    document = _with_remark(_with_title(document, declared), reading.text[:_SAMPLE])
    if not document.paragraphs:
        raise UnreadableFile(
            f"{source.path} has no paragraph; check the file or take it out of the corpus",
            outcome="empty",
        )
    return document


def iter_documents(
    sources: Iterable[SourceFile], root: Path, *, ocr: bool = False
) -> Iterator[tuple[SourceFile, Document | UnreadableFile]]:
    """Read files one after another; a file that cannot be read gives its error instead."""
    for source in sources:
        try:
            yield source, read_document(source, root, ocr=ocr)
        except UnreadableFile as error:
            yield source, error


def outcome_of(document: Document) -> tuple[str, str | None]:
    """Return ``ok``, or ``partial`` with the reason where some of the text could not be read."""
    lost = [
        warning.removeprefix(PARTIAL)
        for warning in document.warnings
        if warning.startswith(PARTIAL)
    ]
    return ("partial", "; ".join(lost)) if lost else ("ok", None)


def _with_facts(source: SourceFile, reading: Reading) -> SourceFile:
    """Complete what names and manifest leave open from the masthead and the text."""
    facts = source.facts
    if not facts.language:
        facts = replace(facts, language=detect_language(reading.text[:_SAMPLE]))
        facts = replace(facts, inferred=(*facts.inferred, "language"))
    return replace(source, facts=with_masthead(facts, read_masthead(reading.text)))


def _with_remark(document: Document, text: str) -> Document:
    """Tell staff of a text that reads as another language than the one it is filed under."""
    filed = document.source.facts.language
    found = detect_language(text, default=filed)
    if found == filed:
        return document
    remark = (
        f"the text reads as {language_name(found, 'en')} and is filed as "
        f"{language_name(filed, 'en')}; check the file's name and the manifest"
    )
    return replace(document, warnings=(*document.warnings, remark))


def _with_title(document: Document, declared: DocumentFacts) -> Document:
    """Take from the title in the text what nothing else told: the title, and that it reports."""
    facts = document.source.facts
    title = next((p.text for p in document.paragraphs if p.label == "title"), None)
    if not title:
        return document
    facts = replace(
        facts,
        title=facts.title or title,
        series="report" if declared.series is None and is_report(title) else facts.series,
    )
    return replace(document, source=replace(document.source, facts=facts))
