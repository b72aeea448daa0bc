"""PDF files: text in reading order, page furniture apart, invisible text left out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pypdfium2.raw as pdfium

from coopbot.errors import UnreadableFile
from ingest.readers.bidi import is_visual, with_brackets_upright
from ingest.readers.furniture import furniture_kinds
from ingest.readers.glyphs import page_glyphs
from ingest.readers.pagelayout import TextLine, lines_in_reading_order, mark_gaps
from ingest.readers.transcript import MAX_CHARACTERS, Transcript
from ingest.reading import Reading

MAX_PAGES = 5_000
_MIN_CHARACTERS = 5
"""A page with fewer visible characters has no text."""
_REASONS = {
    pdfium.FPDF_ERR_FILE: "the file cannot be opened",
    pdfium.FPDF_ERR_FORMAT: "it is no PDF or is damaged",
    pdfium.FPDF_ERR_PASSWORD: "it needs a password",
    pdfium.FPDF_ERR_SECURITY: "its encryption is not supported",
    pdfium.FPDF_ERR_PAGE: "its pages cannot be found",
}


@dataclass(slots=True)
class _Pages:
    lines: list[list[TextLine]]
    heights: list[float]
    dropped: Counter[str]
    characters: int
    unmapped: int
    broken: list[int]
    blank: list[int]
    gutter: float | None = None
    """Where the last page of two columns was parted."""


def read_pdf(path: Path, name: str) -> Reading:
    """Read a PDF file.

    Raises UnreadableFile with the outcome: ``encrypted``, ``damaged``, ``refused`` over a limit,
    ``ocr`` for scanned pages, ``empty`` without text.
    """
    pdfium.FPDF_InitLibrary()
    # The empty password is tried: many files are only protected against changes.
    document = pdfium.FPDF_LoadDocument(str(path).encode(), None)
    if not document:
        _raise_for(int(pdfium.FPDF_GetLastError()), name)
    try:
        return _read(document, name)
    finally:
        pdfium.FPDF_CloseDocument(document)


def _raise_for(code: int, name: str) -> None:
    reason = _REASONS.get(code, "it is damaged")
    if code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
        raise UnreadableFile(
            f"{name} is encrypted: {reason}; save it without a password", outcome="encrypted"
        )
    raise UnreadableFile(f"{name} cannot be read: {reason}; bring the file again")


def _read(document: pdfium.FPDF_DOCUMENT, name: str) -> Reading:
    count = pdfium.FPDF_GetPageCount(document)
    if count > MAX_PAGES:
        raise UnreadableFile(
            f"{name} has {count:,} pages, more than {MAX_PAGES:,}; split it", outcome="refused"
        )
    if count <= 0:
        raise UnreadableFile(f"{name} has no pages; bring the file again")
    images = 0
    pages = _Pages([], [], Counter(), 0, 0, [], [])
    for number in range(count):
        page = pdfium.FPDF_LoadPage(document, number)
        if not page:
            pages.broken.append(number + 1)
            pages.lines.append([])
            pages.heights.append(1.0)
            continue
        try:
            found = _add_page(page, pages)
            if found < _MIN_CHARACTERS:
                pages.blank.append(number + 1)
                images += _has_image(page)
        finally:
            pdfium.FPDF_ClosePage(page)
        if pages.characters > MAX_CHARACTERS:
            raise UnreadableFile(
                f"{name} has more than {MAX_CHARACTERS:,} characters; split it", outcome="refused"
            )
    _refuse_without_text(pages, images, count, name)
    return _written(pages, images)


def _add_page(page: pdfium.FPDF_PAGE, pages: _Pages) -> int:
    content = page_glyphs(page)
    read = lines_in_reading_order(content.glyphs, content.width, pages.gutter)
    pages.gutter = read.gutter or pages.gutter
    pages.lines.append(read.lines)
    pages.heights.append(content.height or 1.0)
    pages.dropped += content.dropped
    pages.characters += len(content.glyphs)
    pages.unmapped += content.unmapped
    return len(content.glyphs)


def _has_image(page: pdfium.FPDF_PAGE) -> bool:
    return any(
        pdfium.FPDFPageObj_GetType(pdfium.FPDFPage_GetObject(page, index))
        in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM)
        for index in range(min(200, pdfium.FPDFPage_CountObjects(page)))
    )


def _refuse_without_text(pages: _Pages, images: int, count: int, name: str) -> None:
    if pages.characters >= _MIN_CHARACTERS:
        return
    if len(pages.broken) == count:
        raise UnreadableFile(f"{name} is damaged: none of its pages can be read; bring it again")
    if images:
        raise UnreadableFile(
            f"{name} holds {count} scanned page{'s' if count > 1 else ''} without text; "
            "give a text version or run OCR",
            outcome="ocr",
        )
    hidden = ", ".join(f"{n} {what}" for what, n in sorted(pages.dropped.items()))
    raise UnreadableFile(
        f"{name} has {count} pages without text"
        + (f" ({hidden} left out)" if hidden else "")
        + "; check the file or take it out of the corpus",
        outcome="empty",
    )


def _written(pages: _Pages, images: int) -> Reading:
    transcript = Transcript()
    mark_gaps(pages.lines)
    _put_arabic_right(pages.lines)
    kinds = furniture_kinds(pages.lines, pages.heights)
    for lines, furniture in zip(pages.lines, kinds, strict=True):
        transcript.page()
        # The distance to the top of the page or to its furniture says nothing of paragraphs.
        first = True
        for place, line in enumerate(lines):
            if place in furniture:
                transcript.furniture(furniture[place], line.text)
                first = True
            else:
                transcript.line(line.text, blank_before=line.gap and not first)
                first = False
    transcript.warnings += _warnings(pages, images)
    return transcript.reading("pdf", unwrapped=False)


def _put_arabic_right(pages: list[list[TextLine]]) -> None:
    """Turn lines that are stored in the order of the page, and brackets that face away."""
    arabic = [line for lines in pages for line in lines if line.right_to_left]
    if is_visual("\n".join(line.text for line in arabic)):
        for line in arabic:
            line.text = line.text[::-1]
    upright = with_brackets_upright([line.text for line in arabic])
    for line, text in zip(arabic, upright, strict=True):
        line.text = text


def _warnings(pages: _Pages, images: int) -> list[str]:
    warnings = [f"{n} {what} left out" for what, n in sorted(pages.dropped.items())]
    if pages.broken:
        warnings.append(f"partial: pages {_listed(pages.broken)} cannot be read")
    if images and pages.blank:
        warnings.append(f"partial: pages {_listed(pages.blank)} are scans without text")
    if pages.unmapped:
        warnings.append(f"{pages.unmapped} characters have no Unicode value in the file")
    return warnings


def _listed(numbers: list[int]) -> str:
    shown = ", ".join(map(str, numbers[:20]))
    return shown if len(numbers) <= 20 else f"{shown} and {len(numbers) - 20} more"
