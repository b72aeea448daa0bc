"""From drafts to paragraphs: their text, spans, headings, items, marks, pages and order."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from coopbot.types import Artefact, Document, DocumentFacts, NoteMark, Paragraph, SourceFile, Span
from ingest.contents import without_contents
from ingest.drafts import Draft
from ingest.footnotes import Marker
from ingest.items import find_items
from ingest.linebreaks import Joiner, Repaired, joiner_for
from ingest.reading import Reading
from ingest.structure import outline


@dataclass(frozen=True, slots=True)
class _Unit:
    """A top-level paragraph with the items in it."""

    draft: Draft
    repaired: Repaired
    paragraph: Paragraph
    items: tuple[Paragraph, ...]


def document_from(reading: Reading, source: SourceFile) -> Document:
    """Return the document that a text is, every visible character owned by exactly one unit."""
    reading = without_contents(reading)
    plan = outline(reading)
    joiner = joiner_for(reading.text, plan.lines)
    build = _Build(reading, source.facts, joiner, plan.pages, plan.footnotes.marks)
    units = build.units(plan.drafts)
    artefacts = (
        *(
            Artefact(artefact.kind, *piece)
            for artefact in plan.artefacts
            for piece in build.pieces((artefact.start, artefact.end))
        ),
        *reading.furniture,
        *(Artefact("hidden", start, end) for start, end in reading.hidden),
        *(Artefact("hidden", start, end) for unit in units for start, end in unit.repaired.cut),
        *(
            Artefact("marker", *piece)
            for unit in units
            if unit.draft.marker
            for piece in build.pieces(unit.draft.marker)
        ),
    )
    return Document(
        source=source,
        text=reading.text,
        paragraphs=tuple(_in_reading_order(units)),
        artefacts=tuple(sorted(artefacts, key=lambda artefact: (artefact.start, artefact.end))),
        pages=plan.pages or (0,),
        warnings=(*reading.warnings, *plan.warnings),
    )


@dataclass(frozen=True, slots=True)
class _Build:
    reading: Reading
    facts: DocumentFacts
    joiner: Joiner
    pages: Sequence[int]
    marks: Sequence[Marker]

    def units(self, drafts: Sequence[Draft]) -> list[_Unit]:
        """Return the units of the drafts that have text, headings carried down to them."""
        used: Counter[str] = Counter()
        path: list[str] = []
        units = []
        for draft in drafts:
            if not draft.segments:
                # A printed number without text is still somebody's: it becomes the text.
                if not draft.marker:
                    continue
                draft.segments, draft.marker = [draft.marker], None
            label = _unique(draft.label, used)
            repaired = self.joiner.repair(
                self.reading.text, self._visible(draft), frozenset(self._hard(draft))
            )
            if draft.kind == "heading":
                del path[max(0, draft.level - 1) :]
            unit = self._unit(draft, label, repaired, tuple(path))
            if draft.kind == "heading":
                path.append(repaired.text)
            units.append(unit)
        return units

    def _visible(self, draft: Draft) -> list[Span]:
        """Return the segments of a draft without the hidden characters in them."""
        if not self.reading.hidden:
            return draft.segments
        return [piece for segment in draft.segments for piece in self.pieces(segment)]

    def pieces(self, segment: Span) -> Iterator[Span]:
        """Yield the parts of a segment between hidden characters."""
        start, end = segment
        first = bisect_right(self.reading.hidden, (start,))
        for low, high in self.reading.hidden[max(0, first - 1) :]:
            if low >= end:
                break
            if high <= start:
                continue
            if start < low:
                yield (start, low)
            start = high
        if start < end:
            yield (start, end)

    def _hard(self, draft: Draft) -> Iterator[int]:
        """Yield where line breaks stay, counted in visible pieces."""
        count = 0
        for number, segment in enumerate(draft.segments):
            if number in draft.hard:
                yield count
            count += sum(1 for _ in self.pieces(segment)) if self.reading.hidden else 1

    def _unit(
        self, draft: Draft, label: str, repaired: Repaired, heading: tuple[str, ...]
    ) -> _Unit:
        source = self.reading.text
        spans = repaired.spans(source)
        notes = self._notes(repaired, spans)
        paragraph = Paragraph(
            symbol=self.facts.symbol,
            language=self.facts.language,
            label=label,
            kind=draft.kind,
            text=repaired.text,
            spans=spans,
            heading=heading,
            printed=draft.printed.strip(),
            page=self._page(spans[0][0]),
            notes=notes,
            official=self.facts.official,
        )
        items = (
            tuple(self._items(paragraph, repaired)) if draft.kind in ("paragraph", "block") else ()
        )
        return _Unit(draft, repaired, paragraph, items)

    def _items(self, paragraph: Paragraph, repaired: Repaired) -> Iterator[Paragraph]:
        for item in find_items(repaired.text):
            if item.start >= item.end:
                continue
            yield replace(
                paragraph,
                label=paragraph.label + item.path,
                kind="item",
                text=repaired.text[item.start : item.end],
                spans=repaired.spans(self.reading.text, item.start, item.end),
                parent=paragraph.label + item.parent,
                printed=item.printed,
                page=self._page(repaired.spans(self.reading.text, item.start, item.end)[0][0]),
                notes=tuple(
                    NoteMark(note.label, note.start - item.start, note.end - item.start)
                    for note in paragraph.notes
                    if item.start <= note.start and note.end <= item.end
                ),
            )

    def _notes(self, repaired: Repaired, spans: tuple[Span, ...]) -> tuple[NoteMark, ...]:
        found = []
        for mark in self.marks:
            if not any(start <= mark.start < end for start, end in spans):
                continue
            first, last = repaired.text_offset(mark.start), repaired.text_offset(mark.end - 1)
            if first is not None and last is not None:
                found.append(NoteMark(mark.label, first, last + 1))
        return tuple(found)

    def _page(self, offset: int) -> int | None:
        return bisect_right(self.pages, offset) if self.pages else None


def _unique(label: str, used: Counter[str]) -> str:
    """Return a label that no unit had before: ``5``, then ``5-2``."""
    used[label] += 1
    return label if used[label] == 1 else f"{label}-{used[label]}"


def _in_reading_order(units: Sequence[_Unit]) -> Iterator[Paragraph]:
    """Yield paragraphs and items, each footnote behind the paragraph that carries its mark."""
    footnotes = {unit.paragraph.label: unit for unit in units if unit.paragraph.kind == "footnote"}
    carrier: dict[str, str] = {}
    for unit in units:
        for note in unit.paragraph.notes:
            if note.label in footnotes and unit.paragraph.kind != "footnote":
                carrier.setdefault(note.label, unit.paragraph.label)
    ordered: list[Paragraph] = []
    for unit in units:
        if unit.paragraph.label in carrier and unit.paragraph.kind == "footnote":
            continue
        ordered += (unit.paragraph, *unit.items)
        # A note belongs under the heading of the paragraph that it explains.
        ordered += (
            replace(footnotes[label].paragraph, heading=unit.paragraph.heading)
            for label in dict.fromkeys(note.label for note in unit.paragraph.notes)
            if carrier.get(label) == unit.paragraph.label
        )
    for ordinal, paragraph in enumerate(ordered):
        yield replace(paragraph, ordinal=ordinal)


_WHITE = re.compile(r"\s+")


def without_space(text: str) -> str:
    """Return a text without white space: what a line break cannot change."""
    return _WHITE.sub("", text)
