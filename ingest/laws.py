"""The laws that every document keeps, checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from coopbot.types import Document, Paragraph
from ingest.paragraphs import without_space


def verify_document(document: Document) -> list[str]:
    """Return what is wrong with a document, one sentence for each breach; nothing when all holds.

    Each visible character of the source is owned once; the spans give the text back; keys are
    unique; ordinals and offsets ascend; an item lies within its parent; marks point to notes.
    """
    return [
        *_ownership(document),
        *_keys(document),
        *_texts(document),
        *_order(document),
    ]


def _ownership(document: Document) -> Iterator[str]:
    owners = bytearray(len(document.text))
    spans = [
        span
        for paragraph in document.paragraphs
        if paragraph.kind != "item"
        for span in paragraph.spans
    ] + [(artefact.start, artefact.end) for artefact in document.artefacts]
    for start, end in spans:
        for offset in range(start, end):
            owners[offset] = min(255, owners[offset] + 1)
    reported = -2
    for offset, character in enumerate(document.text):
        if character.isspace() or owners[offset] == 1:
            continue
        if offset != reported + 1:
            context = document.text[offset : offset + 20]
            yield f"characters from {offset} on ({context!r}) have {owners[offset]} owners"
        reported = offset


def _keys(document: Document) -> Iterator[str]:
    counts = Counter(paragraph.key for paragraph in document.paragraphs)
    yield from (f"the key {key} occurs {n} times" for key, n in counts.items() if n > 1)


def _texts(document: Document) -> Iterator[str]:
    labels = {paragraph.label: paragraph for paragraph in document.paragraphs}
    for paragraph in document.paragraphs:
        yield from _paragraph(document, paragraph, labels.get(paragraph.parent or ""))


def _paragraph(document: Document, paragraph: Paragraph, parent: Paragraph | None) -> Iterator[str]:
    label, spans = paragraph.label, paragraph.spans
    if not paragraph.text.strip() or paragraph.text != paragraph.text.strip():
        yield f"{label}: the text is empty or has white space around it"
    sliced = "".join(document.text[start:end] for start, end in spans)
    if without_space(sliced) != without_space(paragraph.text):
        yield f"{label}: the spans do not give the text"
    if any(start >= end for start, end in spans) or any(
        left[1] > right[0] for left, right in pairwise(spans)
    ):
        yield f"{label}: the spans do not ascend"
    if paragraph.kind == "item":
        if parent is None:
            yield f"{label}: the parent {paragraph.parent} is not in the document"
        elif paragraph.text not in parent.text or not _within(paragraph, parent):
            yield f"{label}: the item lies outside its parent"
    for note in paragraph.notes:
        if not paragraph.text[note.start : note.end].strip():
            yield f"{label}: the mark of {note.label} lies outside the text"


def _within(item: Paragraph, parent: Paragraph) -> bool:
    return all(
        any(low <= start and end <= high for low, high in parent.spans) for start, end in item.spans
    )


def _order(document: Document) -> Iterator[str]:
    ordinals = [paragraph.ordinal for paragraph in document.paragraphs]
    if ordinals != list(range(len(ordinals))):
        yield f"the ordinals are not 0 to {len(ordinals) - 1}"
    starts = [
        paragraph.start
        for paragraph in document.paragraphs
        if paragraph.kind not in ("footnote", "item")
    ]
    if starts != sorted(starts):
        yield "the paragraphs are not in the order of the source"
