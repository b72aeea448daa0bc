"""The characters of a PDF page with their places, those that nobody sees left out."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2.raw as pdfium

_WHITE = 250
"""Each colour at least this bright: white ink on what is taken for white paper."""
_TINY = 1.0
"""Points: smaller characters are meant not to be read."""
_LEAST_SPACE = 0.1
_LEAST_FONT = 1.5
_LARGEST_FONT = 400.0
"""Points: narrower spaces and smaller or larger fonts are no real ones."""
_DESCENT, _ASCENT = 0.3, 0.9
"""Parts of the font size that a line reaches below and above its base."""
_INVISIBLE_MODE = 3
"""Text render mode of text that is not painted, such as the layer that OCR lays under a scan."""


@dataclass(slots=True)
class Glyph:
    """One character on the page; y grows upwards."""

    char: str
    left: float
    bottom: float
    right: float
    top: float
    base: float
    """Height of the line that it stands on."""
    index: int
    """Place in the order of the file."""
    spaced: bool = False
    """A space follows in the order of the file, wherever on the page."""

    @property
    def size(self) -> float:
        """Height of a line of its font: font size with leading."""
        return self.top - self.bottom

    @property
    def middle(self) -> float:
        """Horizontal centre."""
        return (self.left + self.right) / 2


@dataclass(slots=True)
class PageGlyphs:
    """What is printed on one page."""

    glyphs: list[Glyph]
    width: float
    height: float
    dropped: Counter[str]
    """What was left out, with the number of characters."""
    unmapped: int
    """Glyphs of which the file does not say which character they are."""


def page_glyphs(page: pdfium.FPDF_PAGE) -> PageGlyphs:
    """Return the visible characters of a loaded page."""
    text = pdfium.FPDFText_LoadPage(page)
    if not text:
        return PageGlyphs([], 0.0, 0.0, Counter(), 0)
    try:
        return _Page(page, text).read()
    finally:
        pdfium.FPDFText_ClosePage(text)


class _Page:
    """Reads one page through buffers that are used again for every character."""

    def __init__(self, page: pdfium.FPDF_PAGE, text: pdfium.FPDF_TEXTPAGE) -> None:
        self._text = text
        self._rotation = pdfium.FPDFPage_GetRotation(page)
        width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
        self.width, self.height = float(width), float(height)
        box = [ctypes.c_float() for _ in range(4)]
        if pdfium.FPDFPage_GetCropBox(page, *map(ctypes.byref, box)) or (
            pdfium.FPDFPage_GetMediaBox(page, *map(ctypes.byref, box))
        ):
            left, bottom, right, top = (side.value for side in box)
        else:
            sideways = self._rotation % 2 == 1
            left, bottom = 0.0, 0.0
            right, top = (height, width) if sideways else (width, height)
        self._box = (left, bottom, right, top)
        self._rect = pdfium.FS_RECTF()
        self._matrix = pdfium.FS_MATRIX()
        self._em = 10.0
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._rgba = [ctypes.c_uint() for _ in range(4)]
        self._dropped: Counter[str] = Counter()
        self._unmapped = 0

    def read(self) -> PageGlyphs:
        glyphs = list(self._glyphs())
        invisible = [glyph for glyph, mode in glyphs if mode == _INVISIBLE_MODE]
        shown = [glyph for glyph, mode in glyphs if mode != _INVISIBLE_MODE]
        if invisible and len(invisible) > 4 * len(shown):
            # The text layer of a scan: nobody sees it, but it is what the image says.
            shown = [glyph for glyph, _ in glyphs]
        elif invisible:
            self._dropped["unpainted characters"] += len(invisible)
        return PageGlyphs(shown, self.width, self.height, self._dropped, self._unmapped)

    def _glyphs(self) -> Iterator[tuple[Glyph, int]]:
        count = pdfium.FPDFText_CountChars(self._text)
        high = 0
        modes: dict[int, int] = {}
        last: Glyph | None = None
        for index in range(count):
            code = pdfium.FPDFText_GetUnicode(self._text, index)
            if 0xD800 <= code < 0xDC00:
                high = code
                continue
            if 0xDC00 <= code < 0xE000 and high:
                code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00
            high = 0
            if pdfium.FPDFText_IsGenerated(self._text, index) == 1 or code in (10, 13):
                if code == 32 and last:
                    last.spaced = True
                continue
            glyph = self._glyph(index, self._character(index, code))
            if glyph and glyph.char == " " and glyph.right - glyph.left < _LEAST_SPACE:
                # pdfium concluded that words are apart, but its space has no true place.
                if last:
                    last.spaced = True
            elif glyph:
                last = glyph
                yield glyph, self._mode(index, modes)

    def _character(self, index: int, code: int) -> str:
        """Return the character, U+FFFD where the file does not say which one a glyph is."""
        if pdfium.FPDFText_IsHyphen(self._text, index) == 1:
            return "-"
        if code in (9, 32, 160):
            return " "
        unmapped = pdfium.FPDFText_HasUnicodeMapError(self._text, index) == 1
        if unmapped or code < 32 or 0xD800 <= code < 0xE000 or code in (0xFFFD, 0xFFFE, 0xFFFF):
            self._unmapped += 1
            return "\ufffd"
        return chr(code) if code <= 0x10FFFF else "\ufffd"

    def _glyph(self, index: int, char: str) -> Glyph | None:
        rect = self._rect
        pdfium.FPDFText_GetLooseCharBox(self._text, index, ctypes.byref(rect))
        pdfium.FPDFText_GetCharOrigin(
            self._text, index, ctypes.byref(self._x), ctypes.byref(self._y)
        )
        em = self._font_size(index, char, rect.top - rect.bottom)
        left, bottom, right, top = self._turned(rect.left, rect.bottom, rect.right, rect.top)
        _, base, _, _ = self._turned(self._x.value, self._y.value, self._x.value, self._y.value)
        # The boxes of some fonts are those of the single drawings: the font's own size is steady.
        bottom, top = base - _DESCENT * em, base + _ASCENT * em
        if right < 0 or left > self.width or top < 0 or bottom > self.height:
            self._dropped["characters off the page"] += 1
            return None
        if em < _TINY:
            self._dropped["characters too small to see"] += 1
            return None
        if self._is_white(index):
            self._dropped["white characters"] += 1
            return None
        if abs(pdfium.FPDFText_GetCharAngle(self._text, index) - self._upright()) > 0.2:
            self._dropped["slanted characters"] += 1
            return None
        return Glyph(char, left, bottom, right, top, base, index)

    def _font_size(self, index: int, char: str, height: float) -> float:
        """Return the size of a character's font on the page, in points."""
        if pdfium.FPDFText_GetMatrix(self._text, index, ctypes.byref(self._matrix)):
            scale = math.hypot(self._matrix.c, self._matrix.d)
            em = float(pdfium.FPDFText_GetFontSize(self._text, index)) * scale
        else:
            em = height / (_DESCENT + _ASCENT)
        if char == " " and em < _LEAST_FONT:
            # A space that pdfium found between words has no font of its own.
            return self._em
        if not em <= _LARGEST_FONT:
            em = height / (_DESCENT + _ASCENT)
        self._em = em
        return em

    def _upright(self) -> float:
        """Return the angle of text that reads level on the page as it is turned."""
        return float(self._rotation * 1.5707963) % 6.2831853

    def _turned(
        self, left: float, bottom: float, right: float, top: float
    ) -> tuple[float, float, float, float]:
        """Return a box in the coordinates of the page as it is shown."""
        x0, y0, x1, y1 = self._box
        if self._rotation == 1:
            return bottom - y0, x1 - right, top - y0, x1 - left
        if self._rotation == 2:
            return x1 - right, y1 - top, x1 - left, y1 - bottom
        if self._rotation == 3:
            return y1 - top, left - x0, y1 - bottom, right - x0
        return left - x0, bottom - y0, right - x0, top - y0

    def _is_white(self, index: int) -> bool:
        if not pdfium.FPDFText_GetFillColor(
            self._text, index, *(ctypes.byref(part) for part in self._rgba)
        ):
            return False
        red, green, blue, alpha = (part.value for part in self._rgba)
        return alpha == 0 or min(red, green, blue) >= _WHITE

    def _mode(self, index: int, modes: dict[int, int]) -> int:
        """Return the render mode of the text object that a character belongs to."""
        found = pdfium.FPDFText_GetTextObject(self._text, index)
        if not found:
            return 0
        address = ctypes.cast(found, ctypes.c_void_p).value or 0
        if address not in modes:
            modes[address] = int(pdfium.FPDFTextObj_GetTextRenderMode(found))
        return modes[address]


def is_right_to_left(glyphs: list[Glyph]) -> bool:
    """Tell whether a line is set from right to left: most of its letters are Arabic or Hebrew."""
    kinds = Counter(unicodedata.bidirectional(glyph.char) for glyph in glyphs)
    return kinds["AL"] + kinds["R"] > kinds["L"]


def has_right_to_left(glyphs: list[Glyph]) -> bool:
    """Tell whether any letter of a line is Arabic or Hebrew."""
    return any(unicodedata.bidirectional(glyph.char) in ("AL", "R") for glyph in glyphs)
