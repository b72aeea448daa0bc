"""A conversation as a file to keep, print, quote from, or check again."""

from __future__ import annotations

from collections.abc import Iterable

from coopbot.conversations import Turn
from coopbot.exports import MEDIA_TYPES, export_bytes

FORMATS = tuple(MEDIA_TYPES)
"""What a conversation can be exported as, in the order in which the page offers it."""


def conversation_file(turns: Iterable[Turn], form: str, language: str) -> tuple[bytes, str]:
    """Return the file of a conversation and its media type.

    :param form: one of ``FORMATS``.
    :param language: of the words around the answers.
    """
    content = export_bytes([turn.answer for turn in turns], form, language)
    return content, MEDIA_TYPES[form]
