"""An export as one HTML page that needs nothing else: to keep, print or open elsewhere."""

from __future__ import annotations

import html
from collections.abc import Iterable

from coopbot.export_document import Block, Export, Note, Run
from coopbot.languages import direction
from coopbot.wording import export_text

_STYLE = (
    "body{font:1rem/1.6 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}"
    "h1{font-size:1.3rem}h2{font-size:1.15rem;margin-top:2.5rem}h3{font-size:1rem}"
    "blockquote{margin:.2rem 0 .6rem;border-inline-start:3px solid #888;"
    "padding-inline-start:.8rem}q{quotes:none;font-family:serif}q,blockquote{white-space:pre-line}"
    "table{border-collapse:collapse;width:100%}th,td{border:1px solid #999;padding:.3rem .5rem;"
    "text-align:start;vertical-align:top}.small{color:#555;font-size:.9rem}sup a{padding:0 .15em}"
)
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""Nothing runs and nothing is fetched, whatever a document says."""


def html_of(export: Export) -> str:
    """Return the page."""
    writer = _Writer(export)
    body = "".join(writer.blocks())
    title = "".join(run.text for run in export.blocks[0].runs)
    return (
        f'<!doctype html>\n<html lang="{export.language}" dir="{direction(export.language)}">'
        '<head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_escaped(_POLICY)}">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{_escaped(title)}</title><style>{_STYLE}</style></head>"
        f"<body>{body}{writer.notes()}</body></html>\n"
    )


class _Writer:
    def __init__(self, export: Export) -> None:
        self._export = export
        self._seen: set[int] = set()

    def blocks(self) -> Iterable[str]:
        """Yield each block; entries of one list come together."""
        listed = False
        for block in self._export.blocks:
            if (block.kind == "item") is not listed:
                listed = not listed
                yield "<ul>" if listed else "</ul>"
            yield self._block(block)
        if listed:
            yield "</ul>"

    def _block(self, block: Block) -> str:
        if block.kind == "table":
            return self._table(block)
        language = block.runs[0].language if block.kind == "quote" else self._language_of(block)
        name, more = _ELEMENTS[block.kind]
        place = f' lang="{language}" dir="{_direction(block, language)}"'
        return f"<{name}{more}{place}>{self._runs(block.runs, language)}</{name}>"

    def _language_of(self, block: Block) -> str:
        """Return the language of our words in a block."""
        return next((run.language for run in block.runs if not run.quoted), self._export.language)

    def _table(self, block: Block) -> str:
        columns, *rows = block.rows
        language = columns[0][0].language
        head = "".join(f'<th scope="col">{self._runs(cell, language)}</th>' for cell in columns)
        body = "".join(
            "<tr>" + "".join(f"<td>{self._runs(cell, language)}</td>" for cell in row) + "</tr>"
            for row in rows
        )
        return (
            f'<table lang="{language}" dir="{direction(language)}"><thead><tr>{head}</tr></thead>'
            f"<tbody>{body}</tbody></table>"
        )

    def _runs(self, runs: Iterable[Run], language: str) -> str:
        return "".join(self._run(run, language) for run in runs)

    def _run(self, run: Run, around: str) -> str:
        text = _escaped(run.text)
        if run.quoted:
            text = f'<q lang="{run.language}" dir="{direction(run.language)}">{text}</q>'
        elif run.language != around and run.text:
            text = f'<bdi lang="{run.language}" dir="{direction(run.language)}">{text}</bdi>'
        return text + "".join(self._mark(n) for n in run.notes)

    def _mark(self, n: int) -> str:
        identity = "" if n in self._seen else f' id="mark-{n}"'
        self._seen.add(n)
        return f'<sup><a{identity} href="#note-{n}">{n}</a></sup>'

    def notes(self) -> str:
        """Return the notes; nothing where there are none."""
        if not self._export.notes:
            return ""
        language = self._export.language
        title = _escaped(export_text("notes", language))
        rows = "".join(self._note(note) for note in self._export.notes)
        return f'<section role="doc-endnotes"><h2>{title}</h2><ol>{rows}</ol></section>'

    def _note(self, note: Note) -> str:
        content = self._runs(note.runs, self._export.language)
        return f'<li id="note-{note.n}">{content} <a href="#mark-{note.n}">↑</a></li>'


_ELEMENTS = {
    "title": ("h1", ""),
    "question": ("h2", ""),
    "heading": ("h3", ""),
    "line": ("p", ""),
    "item": ("li", ""),
    "place": ("p", ' class="small"'),
    "quote": ("blockquote", ""),
    "small": ("p", ' class="small"'),
}


def _direction(block: Block, language: str) -> str:
    # The words of a question are the user's, in whatever language.
    return "auto" if block.kind == "question" else direction(language)


def _escaped(text: str) -> str:
    return html.escape(text, quote=True)
