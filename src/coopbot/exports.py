"""Answers and conversations as files: Word, HTML, Markdown, with footnotes like the UN's."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from coopbot.errors import UsageError
from coopbot.export_document import Export, export_of

Answers = Sequence[Mapping[str, Any]]

MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "json": "application/json; charset=utf-8",
}
"""By format: what to tell a browser. JSON holds the answers with their receipts, to be replayed."""

_ENDINGS = {".docx": "docx", ".html": "html", ".htm": "html", ".md": "md", ".json": "json"}


def _docx(export: Export) -> bytes:
    from coopbot.export_docx import docx_of

    return docx_of(export)


def _html(export: Export) -> bytes:
    from coopbot.export_html import html_of

    return html_of(export).encode("utf-8")


def _markdown(export: Export) -> bytes:
    from coopbot.export_markdown import markdown_of

    return markdown_of(export).encode("utf-8")


_WRITERS: dict[str, Callable[[Export], bytes]] = {
    "docx": _docx, "html": _html, "md": _markdown,
}  # fmt: skip


def export_bytes(answers: Answers, form: str, language: str) -> bytes:
    """Return answers in the public JSON as a file of a format.

    :param form: ``docx``, ``html``, ``md`` or ``json``.
    :param language: of our own words, one of the six.
    :raises UsageError: when there is no such format.
    """
    if form == "json":
        turns = [{"answer": dict(answer)} for answer in answers]
        return json.dumps({"turns": turns}, ensure_ascii=False, indent=2).encode("utf-8")
    if form not in _WRITERS:
        raise UsageError(f"There is no export format {form!r}; choose {', '.join(MEDIA_TYPES)}.")
    return _WRITERS[form](export_of(answers, language))


def format_of(path: Path) -> str:
    """Return the format that the ending of a file names.

    :raises UsageError: when it names none.
    """
    form = _ENDINGS.get(path.suffix.lower())
    if form is None:
        raise UsageError(
            f"The export {path} ends in {path.suffix or 'nothing'!r}; use one of "
            f"{', '.join(_ENDINGS)}."
        )
    return form


def write_export(path: Path, answers: Answers, form: str, language: str) -> None:
    """Write an export; the file is whole or not there.

    :raises UsageError: when it cannot be written.
    """
    content = export_bytes(answers, form, language)
    aside = path.with_name(f"{path.name}.partial")
    try:
        aside.write_bytes(content)
        aside.replace(path)
    except OSError as error:
        aside.unlink(missing_ok=True)
        raise UsageError(f"The export {path} cannot be written: {error.strerror}.") from None
