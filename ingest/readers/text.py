"""Plain text files."""

from __future__ import annotations

import re

from coopbot.errors import UnreadableFile
from ingest.hidden import hidden_spans, hidden_warnings
from ingest.readers.encodings import decode
from ingest.reading import Reading

_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MAX_CONTROL = 0.01
"""Largest share of control bytes in a file that may still be text."""
_FEW_CONTROLS = 4
"""So many are left out without a word about the whole file."""


def read_text(data: bytes, name: str, *, declared_encoding: str | None = None) -> Reading:
    """Decode a text file.

    Raises UnreadableFile: ``empty`` without a visible character, ``damaged`` where no encoding
    gives letters, ``refused`` for binary data.
    """
    decoded = decode(data, declared_encoding)
    if decoded is None:
        if len(_CONTROL.findall(data)) > len(data) * _MAX_CONTROL:
            raise UnreadableFile(
                f"{name} is no text: it holds binary data; give a text, PDF, DOCX or HTML file",
                outcome="refused",
            )
        raise UnreadableFile(
            f"{name} cannot be decoded: neither UTF-8 nor another encoding of the six languages "
            "fits; save it as UTF-8"
        )
    text = decoded.text
    hidden = hidden_spans(text)
    controls = sum(end - start for start, end in hidden if any(c < " " for c in text[start:end]))
    if controls > max(_FEW_CONTROLS, len(text) * _MAX_CONTROL):
        raise UnreadableFile(
            f"{name} is no text: {controls} of its {len(text)} characters are control characters; "
            "give a text, PDF, DOCX or HTML file",
            outcome="refused",
        )
    owned = sum(end - start for start, end in hidden)
    if not text.strip() or len("".join(text.split())) <= owned:
        raise UnreadableFile(
            f"{name} has no visible character; check the file or take it out of the corpus",
            outcome="empty",
        )
    legacy = () if decoded.encoding.startswith("utf") else (f"decoded as {decoded.encoding}",)
    return Reading(
        text=text,
        format="text",
        pages=_form_feed_pages(text),
        hidden=hidden,
        warnings=(*legacy, *decoded.warnings, *hidden_warnings(text, hidden)),
    )


def _form_feed_pages(text: str) -> tuple[int, ...]:
    """Return the start of each page where form feeds part them, else nothing."""
    breaks = [match.end() for match in re.finditer("\f", text)]
    if breaks and not text[breaks[-1] :].strip():
        breaks.pop()
    return (0, *breaks) if breaks else ()
