"""From the bytes of a file to its text: one reader for each kind of file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from coopbot.errors import UnreadableFile
from ingest.readers.content import MAX_BYTES, content_type
from ingest.readers.sandbox import read_in_sandbox
from ingest.readers.scan import read_scan
from ingest.readers.secondopinion import disagreement
from ingest.readers.text import read_text
from ingest.reading import Reading

__all__ = ["read_file"]


def read_file(
    path: Path, name: str | None = None, *, ocr: bool = False, language: str = "en"
) -> Reading:
    """Return what can be read in a file; its type is told by its content, not by its name.

    ``name`` is how messages call the file; ``ocr`` lets scanned pages be recognised as text of
    ``language``. Raises UnreadableFile with the outcome and the reason.
    """
    name = name or path.name
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise UnreadableFile(
                f"{name} has {size:,} bytes, more than the {MAX_BYTES:,} that are read; split it",
                outcome="refused",
            )
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise UnreadableFile(
            f"{name} cannot be opened: {reason}; check the path and its permissions"
        ) from error
    if not data:
        raise UnreadableFile(f"{name} is empty (0 bytes); bring the file again", outcome="empty")
    kind = content_type(data[:65536])
    if kind == "text":
        return read_text(data, name)
    if kind == "pdf":
        return _read_pdf(path, name, language if ocr else None)
    if kind in ("zip", "html"):
        return read_in_sandbox(path, kind, name)
    raise _refusal(name, kind, data)


def _read_pdf(path: Path, name: str, ocr_language: str | None) -> Reading:
    try:
        reading = read_in_sandbox(path, "pdf", name)
    except UnreadableFile as error:
        if error.outcome != "ocr" or ocr_language is None:
            raise
        return read_scan(path, name, ocr_language)
    return _compared(path, name, reading)


def _compared(path: Path, name: str, reading: Reading) -> Reading:
    """Ask a second engine how much text there is, and warn where it says otherwise."""
    try:
        warning = disagreement(reading, read_in_sandbox(path, "second-opinion", name))
    except UnreadableFile:
        # The first engine could read it; that the second cannot is no fault of the text.
        warning = "the second engine cannot read this file"
    return replace(reading, warnings=(*reading.warnings, warning)) if warning else reading


def _refusal(name: str, kind: str, data: bytes) -> UnreadableFile:
    if kind != "ole":
        return UnreadableFile(
            f"{name} is {kind}, which is not read; give a text, PDF, DOCX or HTML file",
            outcome="refused",
        )
    if "EncryptedPackage".encode("utf-16-le") in data:
        return UnreadableFile(
            f"{name} is encrypted; save it without a password", outcome="encrypted"
        )
    return UnreadableFile(
        f"{name} is a file of an old word processor; save it as DOCX", outcome="refused"
    )
