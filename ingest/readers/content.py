"""The type of a file by what is in it: a name proves nothing."""

from __future__ import annotations

import re

MAX_BYTES = 100 * 1024 * 1024
"""Largest file that is read: the biggest report PDFs have some 20 MB."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BINARY_MAGIC = {
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"II*\x00": "a TIFF image",
    b"MM\x00*": "a TIFF image",
    b"\x1f\x8b": "a gzip archive",
    b"BZh": "a bzip2 archive",
    b"\xfd7zXZ\x00": "an xz archive",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive",
    b"Rar!": "a RAR archive",
    b"\x7fELF": "a program",
    b"MZ": "a program",
    b"SQLite format 3\x00": "an SQLite database",
    b"{\\rtf": "an RTF file",
    b"ID3": "an audio file",
    b"OggS": "an Ogg file",
    b"RIFF": "an audio or video file",
    b"%!PS": "a PostScript file",
    b"wOF": "a font",
}
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|title|meta|div|p|h[1-6]|table|article|section)[\s>]",
    re.IGNORECASE | re.DOTALL,
)
_BOM = re.compile(rb"^\xef\xbb\xbf")


def content_type(head: bytes) -> str:
    """Return ``pdf``, ``zip``, ``ole``, ``html``, ``text`` or, for all else, a description.

    ``head`` is the beginning of the file, 8 KB or more where there is so much.
    """
    # Acrobat accepts a PDF header anywhere in the first kilobyte.
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"):
        return "zip"
    if head.startswith(_OLE):
        return "ole"
    for magic, name in _BINARY_MAGIC.items():
        if head.startswith(magic):
            return name
    if _HTML.match(_BOM.sub(b"", head[:8192])):
        return "html"
    return "text"
