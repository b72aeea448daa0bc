"""HTML pages: decision pages, treaty pages, saved documents."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from lxml import etree
from lxml import html as lxml_html

from coopbot.errors import UnreadableFile
from ingest.readers.encodings import decode
from ingest.readers.listnumbers import FORMATS
from ingest.readers.transcript import Transcript, raised
from ingest.reading import Reading

_BLOCKS = frozenset(
    re.split(
        " ",
        "address article aside blockquote body caption center dd details div dl dt fieldset "
        "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre "
        "section summary table tbody td tfoot th thead tr ul",
    )
)
_SKIPPED = frozenset(
    re.split(
        " ",
        "script style noscript template head nav aside form button select input textarea iframe "
        "object svg math canvas video audio map dialog menu",
    )
)
_LANDMARKS = frozenset({"navigation", "banner", "search", "contentinfo", "complementary", "menu"})
_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d]*[1-9])|"
    r"opacity\s*:\s*0(?![.\d]*[1-9])|(?<![-\w])color\s*:\s*(?:#fff(?:fff)?\b|white\b)|"
    r"(?:left|top|text-indent)\s*:\s*-\d{3,}",
    re.IGNORECASE,
)
_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_LIST_TYPES = {
    "1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
}  # fmt: skip
_LIST_STYLES = {
    "lower-alpha": "lowerLetter", "upper-alpha": "upperLetter", "lower-latin": "lowerLetter",
    "upper-latin": "upperLetter", "lower-roman": "lowerRoman", "upper-roman": "upperRoman",
    "decimal": "decimal", "cjk-ideographic": "chineseCounting",
}  # fmt: skip
_SPACE = re.compile(r"[ \t\r\n\f]+")
_MAX_DEPTH = 200
"""Deeper nesting is no document; the parser cuts it off at 256."""


def read_html(data: bytes, name: str) -> Reading:
    """Read an HTML page: its main content, lists numbered as a browser shows them.

    Raises UnreadableFile: ``damaged`` where no encoding fits, ``empty`` without visible text.
    """
    declared = _DECLARED.search(data[:4096])
    decoded = decode(data, declared.group(1).decode("ascii") if declared else None)
    if decoded is None:
        raise UnreadableFile(
            f"{name} cannot be decoded: neither UTF-8 nor another encoding of the six languages "
            "fits; save it as UTF-8"
        )
    root = _parse(decoded.text, name)
    transcript = Transcript()
    transcript.warnings += decoded.warnings
    writer = _Writer(transcript)
    writer.write(_main(root))
    writer.end_block()
    if not transcript.length:
        raise UnreadableFile(
            f"{name} has no visible text; a page that a script fills has to be saved from the "
            "browser",
            outcome="empty",
        )
    transcript.warnings += [
        f"{count} {what} left out" for what, count in sorted(writer.dropped.items())
    ]
    return transcript.reading("html", unwrapped=True)


def _parse(text: str, name: str) -> etree._Element:
    parser = lxml_html.HTMLParser(
        no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8"
    )
    try:
        return lxml_html.document_fromstring(
            text.replace("\x00", "").lstrip("\ufeff").encode("utf-8", "replace"), parser=parser
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableFile(
            f"{name} is no readable HTML: {error}; save the page anew", outcome="empty"
        ) from error


def _main(root: etree._Element) -> etree._Element:
    """Return the part of the page that is the document."""
    for path in ("//main", "//*[@role='main']", "//article"):
        found = root.xpath(path)
        if isinstance(found, list) and len(found) == 1 and isinstance(found[0], etree._Element):
            return found[0]
    body = root.find("body")
    return root if body is None else body


@dataclass(slots=True)
class _List:
    form: str
    next: int


@dataclass(slots=True)
class _Writer:
    """Walks the tree and writes a block at each end of a block element."""

    transcript: Transcript
    dropped: Counter[str] = field(default_factory=Counter)
    _parts: list[str] = field(default_factory=list)
    _role: str = "paragraph"
    _level: int = 1
    _prefix: str = ""
    _lists: list[_List] = field(default_factory=list)
    _raised: int = 0
    _preformatted: int = 0
    _depth: int = 0
    _in_row: bool = False
    """A row of short cells is being written: what is in them parts no blocks."""

    def write(self, element: etree._Element) -> None:
        """Write an element and what is in it."""
        tag = element.tag if isinstance(element.tag, str) else ""
        if not tag or tag in _SKIPPED or element.get("role") in _LANDMARKS:
            return
        if self._is_hidden(element):
            if "".join(str(text) for text in element.itertext()).strip():
                self.dropped["hidden passages"] += 1
            return
        if tag == "br":
            self._parts.append("\n")
            return
        if tag == "tr" and self._row(element):
            return
        block = tag in _BLOCKS and not self._in_row
        if block:
            self.end_block()
            self._enter(element, tag)
        self._raised += tag == "sup"
        self._preformatted += tag == "pre"
        self._depth += 1
        self._add(element.text)
        if self._depth < _MAX_DEPTH:
            for child in element:
                self.write(child)
                self._add(child.tail)
        elif len(element):
            self.dropped["passages nested too deep"] += 1
        self._depth -= 1
        self._raised -= tag == "sup"
        self._preformatted -= tag == "pre"
        if block:
            self.end_block()
            if tag in ("ol", "ul"):
                self._lists.pop()

    def _row(self, element: etree._Element) -> bool:
        """Write a row of short cells as one block: a figure says nothing without its row."""
        cells = [cell for cell in element if cell.tag in ("td", "th")]
        if len(cells) < 2 or any(_holds_blocks(cell) for cell in cells):
            return False
        self.end_block()
        self._in_row = True
        for number, cell in enumerate(cells):
            if number and self._parts and self._parts[-1] != "\t":
                self._parts.append("\t")
            self._inside(cell)
        self._in_row = False
        self.end_block()
        return True

    def _inside(self, element: etree._Element) -> None:
        if self._is_hidden(element):
            self.dropped["hidden passages"] += bool("".join(map(str, element.itertext())).strip())
            return
        self._add(element.text)
        for child in element:
            self.write(child)
            self._add(child.tail)

    def end_block(self) -> None:
        """Write the block that is open, if it has text."""
        text = "".join(self._parts)
        lines = [line.strip(" ") for line in text.split("\n")]
        text = "\n".join(line for line in lines if line)
        if text:
            self.transcript.block(self._prefix + text, self._role, self._level)
            self._prefix = ""
        self._parts.clear()
        self._role, self._level = "paragraph", 1

    def _enter(self, element: etree._Element, tag: str) -> None:
        if re.fullmatch(r"h[1-6]", tag):
            self._role, self._level = "heading", int(tag[1])
        elif tag in ("ol", "ul"):
            self._lists.append(_list_of(element, tag))
        elif tag == "li" and self._lists:
            self._prefix = self._number(element)

    def _number(self, element: etree._Element) -> str:
        current = self._lists[-1]
        given = str(element.get("value") or "")
        if re.fullmatch(r"\d{1,6}", given):
            current.next = int(given)
        shown = FORMATS[current.form](current.next)
        current.next += 1
        return f"{shown}. " if shown else ""

    def _add(self, text: str | None) -> None:
        if not text:
            return
        if not self._preformatted:
            text = _SPACE.sub(" ", text)
            if self._parts and self._parts[-1].endswith((" ", "\n")):
                text = text.lstrip(" ")
        if text:
            self._parts.append(raised(text) if self._raised else text)

    def _is_hidden(self, element: etree._Element) -> bool:
        return (
            element.get("hidden") is not None
            or bool(_HIDDEN_STYLE.search(str(element.get("style") or "")))
            or element.get("type") == "hidden"
        )


def _holds_blocks(cell: etree._Element) -> bool:
    """Tell whether a cell lays out a page rather than holding a figure or a name."""
    inner = [child for child in cell.iter() if child is not cell and child.tag in _BLOCKS]
    return len(inner) > 1 or any(child.tag != "p" for child in inner)


def _list_of(element: etree._Element, tag: str) -> _List:
    if tag == "ul":
        return _List("none", 1)
    start = str(element.get("start") or "1")
    form = _LIST_TYPES.get(str(element.get("type") or "1"), "decimal")
    style = re.search(r"list-style(?:-type)?\s*:\s*([\w-]+)", str(element.get("style") or ""))
    if style:
        form = _LIST_STYLES.get(style.group(1), "none" if style.group(1) == "none" else form)
    return _List(form, int(start) if re.fullmatch(r"\d{1,6}", start) else 1)
