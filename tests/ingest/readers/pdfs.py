"""Small PDF files, drawn by pdfium itself."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium


@dataclass(frozen=True)
class Text:
    """A piece of text on a page of 595 by 842 points."""

    text: str
    x: float
    y: float
    size: float = 11
    color: tuple[int, int, int] = (0, 0, 0)
    mode: int = 0


def write_pdf(path: Path, pages: list[list[Text]]) -> Path:
    """Write pages of Helvetica text."""
    document = pypdfium2.PdfDocument.new()
    for texts in pages:
        page = document.new_page(595, 842)
        for text in texts:
            _draw(document, page, text)
        page.gen_content()
    document.save(path)
    document.close()
    return path


def _draw(document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage, text: Text) -> None:
    item = pdfium.FPDFPageObj_NewTextObj(document.raw, b"Helvetica", text.size)
    encoded = (text.text + "\0").encode("utf-16-le")
    buffer = ctypes.cast(encoded, ctypes.POINTER(ctypes.c_ushort))
    pdfium.FPDFText_SetText(item, buffer)
    pdfium.FPDFPageObj_SetFillColor(item, *text.color, 255)
    pdfium.FPDFTextObj_SetTextRenderMode(item, text.mode)
    pdfium.FPDFPageObj_Transform(item, 1, 0, 0, 1, text.x, text.y)
    pdfium.FPDFPage_InsertObject(page.raw, item)


def paragraph(lines: list[str], x: float, y: float, size: float = 11) -> list[Text]:
    """Return lines one below the other, 1.2 times the size apart."""
    return [Text(line, x, y - 1.2 * size * place, size) for place, line in enumerate(lines)]
