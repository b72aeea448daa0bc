"""HTML made on the server: everything is escaped unless it was made here."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from coopbot.languages import direction
from coopbot.types import Paragraph


class Html(str):
    """Hold text that is HTML already; any other string is escaped when it is put into a tag."""

    __slots__ = ()


Child: TypeAlias = "str | Html | Iterable[Child] | None"

_VOID = frozenset({"base", "br", "hr", "img", "input", "link", "meta"})


def tag(name: str, /, *children: Child, **attributes: str | int | bool | None) -> Html:
    """Make an element; ``class_`` is ``class``, ``data_x`` is ``data-x``, None leaves out."""
    written = []
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        attribute = key.rstrip("_").replace("_", "-")
        written.append(f" {attribute}" if value is True else f' {attribute}="{escape(str(value))}"')
    opening = f"<{name}{''.join(written)}>"
    if name in _VOID:
        return Html(opening)
    return Html(f"{opening}{join(children)}</{name}>")


def join(children: Iterable[Child]) -> Html:
    """Join children, escaping what is not HTML."""
    parts: list[str] = []
    for child in children:
        if child is None:
            continue
        if isinstance(child, Html):
            parts.append(child)
        elif isinstance(child, str):
            parts.append(escape(child))
        else:
            parts.append(join(child))
    return Html("".join(parts))


def escape(text: str) -> Html:
    """Escape text for content and attributes; line feeds too, so that HTML stays on one line."""
    return Html(html.escape(text, quote=True).replace("\n", "&#10;"))


def isolated(text: str, language: str | None = None) -> Html:
    """Set a piece of text apart from the direction of what surrounds it."""
    return tag("bdi", text, lang=language, dir=direction(language) if language else None)


def marked(text: str, quotes: Sequence[str]) -> Html:
    """Return a text with the first occurrence of each quote marked; overlaps are joined."""
    spans = sorted(
        (start, start + len(quote))
        for quote in quotes
        if quote and (start := text.find(quote)) >= 0
    )
    parts: list[Child] = []
    done = 0
    for start, end in spans:
        if end <= done:
            continue
        start = max(start, done)
        parts += [text[done:start], tag("mark", text[start:end])]
        done = end
    return join([*parts, text[done:]])


def quoted(paragraph: Paragraph, quotes: Sequence[str] = (), class_: str = "quoted") -> Html:
    """Show the text of a paragraph as it is, in its own language and direction."""
    return tag(
        "div",
        marked(paragraph.text, quotes),
        class_=class_,
        lang=paragraph.language,
        dir=direction(paragraph.language),
    )


def data_block(identity: str, data: object) -> Html:
    """Put data into a page as a block that no browser runs."""
    # "<" is escaped, so that no text in the data can close the block.
    text = json.dumps(data, ensure_ascii=False).replace("<", "\\u003c")
    return Html(f'<script type="application/json" id="{escape(identity)}">{text}</script>')


def head_parts(title: str, styles: Sequence[str], script: str, *more: Child) -> Html:
    """Return what the head of each page of ours holds: our own files, and what else it needs."""
    return join(
        [
            tag("meta", charset="utf-8"),
            tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
            tag("meta", name="color-scheme", content="light dark"),
            tag("title", title),
            (
                tag("link", rel="stylesheet", href=f"/coopbot/{name}.css")
                for name in ("base", *styles)
            ),
            tag("link", rel="icon", href="/coopbot/icon.svg", type="image/svg+xml"),
            more,
            tag("script", src=f"/coopbot/{script}.js", type="module"),
        ]
    )


def html_page(language: str, head: Html, body: Html) -> str:
    """Return a whole page in a language and its direction."""
    page = tag("html", tag("head", head), body, lang=language, dir=direction(language))
    return "<!doctype html>\n" + page
