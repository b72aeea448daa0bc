"""Pages of a PDF drawn as grey images, for OCR."""

from __future__ import annotations

import ctypes
from pathlib import Path

import pypdfium2.raw as pdfium

from coopbot.errors import UnreadableFile

_DOTS_PER_POINT = 300 / 72
"""Resolution that OCR engines are trained on: 300 dots an inch."""
_MAX_SIDE = 5_000
"""Largest side of an image in dots."""


def draw_page(path: Path, number: int, image: Path) -> int:
    """Draw one page, counted from 0, as a binary PGM file and return the number of pages."""
    pdfium.FPDF_InitLibrary()
    document = pdfium.FPDF_LoadDocument(str(path).encode(), None)
    if not document:
        raise UnreadableFile(f"{path.name} cannot be opened for OCR; bring the file again")
    try:
        count = int(pdfium.FPDF_GetPageCount(document))
        page = pdfium.FPDF_LoadPage(document, number)
        if not page:
            raise UnreadableFile(f"page {number + 1} of {path.name} cannot be drawn for OCR")
        try:
            _draw(page, image)
        finally:
            pdfium.FPDF_ClosePage(page)
        return count
    finally:
        pdfium.FPDF_CloseDocument(document)


def _draw(page: pdfium.FPDF_PAGE, image: Path) -> None:
    wide, high = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
    scale = min(_DOTS_PER_POINT, _MAX_SIDE / max(wide, high, 1.0))
    width, height = max(1, int(wide * scale)), max(1, int(high * scale))
    bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_Gray, None, 0)
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        pdfium.FPDF_RenderPageBitmap(
            bitmap, page, 0, 0, width, height, 0, pdfium.FPDF_ANNOT | pdfium.FPDF_GRAYSCALE
        )
        stride = pdfium.FPDFBitmap_GetStride(bitmap)
        rows = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * height)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    with image.open("wb") as stream:
        stream.write(f"P5 {width} {height} 255\n".encode())
        for row in range(height):
            stream.write(rows[row * stride : row * stride + width])
