"""From the bytes of a file to its text: one reader for each kind of file."""

from __future__ import annotations

from pathlib import Path

from coopbot.errors import UnreadableFile
from ingest.readers.content import MAX_BYTES, content_type
from ingest.readers.text import read_text
from ingest.reading import Reading

__all__ = ["read_file"]


def read_file(path: Path, name: str | None = None, *, ocr: bool = False) -> Reading:
    """Return what can be read in a file; its type is told by its content, not by its name.

    ``name`` is how messages call the file. Raises UnreadableFile with the outcome and the reason.
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
    raise UnreadableFile(
        f"{name} is {kind}, which is not read; give a text, PDF, DOCX or HTML file",
        outcome="refused",
    )
