"""DOCX files: computed numbers, footnotes and headings as text.

Only the parts that carry text are parsed. Lists are numbered as the word processor would show
them, footnotes stand behind the body, deleted and invisible text is left out and reported.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from zipfile import ZipFile

from lxml import etree

from coopbot.errors import UnreadableFile
from ingest.readers.archive import open_archive, read_part
from ingest.readers.listnumbers import ListNumbers, W
from ingest.readers.transcript import Transcript, raised
from ingest.reading import Reading

_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_OTHER_KINDS = {
    "xl/workbook.xml": "a spreadsheet",
    "ppt/presentation.xml": "a presentation",
    "mimetype": "an OpenDocument or EPUB file",
}
_TINY = 3
"""Half-points: text of at most this size is meant not to be read."""
_SKIPPED = {f"{W}{name}" for name in ("del", "moveFrom", "instrText", "delText", "pPr", "rPr")}


@dataclass(slots=True)
class _Style:
    """What a paragraph or character style says that matters here."""

    outline: int | None = None
    list_id: str | None = None
    depth: int | None = None
    hidden: bool = False
    raised: bool = False
    based_on: str | None = None
    title: bool = False
    contents: bool = False


@dataclass(slots=True)
class _State:
    styles: dict[str, _Style]
    numbers: ListNumbers
    transcript: Transcript
    notes: list[tuple[str, str, str]] = field(default_factory=list)
    """Kind of note, its id and the mark that the text shows for it."""
    dropped: Counter[str] = field(default_factory=Counter)
    paged: bool = False


def read_docx(path: Path, name: str) -> Reading:
    """Read a DOCX file.

    Raises UnreadableFile with the outcome: ``refused`` for other zip files and unsafe ones,
    ``damaged``, ``encrypted``, ``empty``.
    """
    with open_archive(path, name) as archive:
        main = _main_part(archive, name)
        body = _parse(archive, main, name)
        if body is None:
            raise UnreadableFile(f"{name} has no document part; save it anew as DOCX")
        folder = main.rpartition("/")[0]
        styles = _parse(archive, f"{folder}/styles.xml", name)
        numbering = _parse(archive, f"{folder}/numbering.xml", name)
        notes = {
            kind: _parse(archive, f"{folder}/{kind}s.xml", name) for kind in ("footnote", "endnote")
        }
    state = _State(_styles(styles), ListNumbers(numbering), Transcript())
    for element in body.iter(f"{W}body"):
        _blocks(element, state)
    _write_notes(state, notes)
    if not state.transcript.length:
        raise UnreadableFile(
            f"{name} has no text; if it holds scanned pages, give a text version", outcome="empty"
        )
    state.transcript.warnings += [
        f"{count} {what} left out" for what, count in sorted(state.dropped.items())
    ]
    return state.transcript.reading("docx", unwrapped=True)


def _main_part(archive: ZipFile, name: str) -> str:
    """Return the path of the main document part."""
    names = set(archive.namelist())
    relations = _parse(archive, "_rels/.rels", name)
    if relations is not None:
        for relation in relations.iter(f"{_RELATIONS}Relationship"):
            target = str(relation.get("Target") or "").lstrip("/")
            if str(relation.get("Type")).endswith("/officeDocument") and target in names:
                if target.startswith("word/"):
                    return target
                break
    if "word/document.xml" in names:
        return "word/document.xml"
    kind = next((kind for part, kind in _OTHER_KINDS.items() if part in names), "a zip archive")
    raise UnreadableFile(
        f"{name} is {kind}, which is not read; give a text, PDF, DOCX or HTML file",
        outcome="refused",
    )


def _parse(archive: ZipFile, part: str, name: str) -> etree._Element | None:
    data = read_part(archive, part, name)
    if data is None:
        return None
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableFile(
            f"{name} is damaged: its part {part} is no XML ({error.msg}); bring the file again"
        ) from error


def _styles(root: etree._Element | None) -> dict[str, _Style]:
    """Return the styles, each with what it inherits."""
    own: dict[str, _Style] = {}
    for element in root.iter(f"{W}style") if root is not None else ():
        style = _Style(based_on=_child_value(element, "basedOn") or None)
        named = _child_value(element, "name").lower()
        style.title = named in ("title", "subtitle")
        style.contents = re.fullmatch(r"toc(?: \d| heading)?", named) is not None
        level = _find_value(element, "outlineLvl")
        if level.isdigit() and int(level) < 9:
            style.outline = int(level)
        elif named.startswith("heading ") and named[8:].isdigit():
            style.outline = int(named[8:]) - 1
        style.list_id = _find_value(element, "numId") or None
        depth = _find_value(element, "ilvl")
        style.depth = int(depth) if depth.isdigit() else None
        style.hidden = _is_on(element.find(f"{W}rPr/{W}vanish"))
        style.raised = _find_value(element, "vertAlign") == "superscript"
        own[str(element.get(f"{W}styleId"))] = style
    return {name: _inherited(name, own) for name in own}


def _inherited(name: str, own: dict[str, _Style]) -> _Style:
    merged = _Style()
    seen: set[str] = set()
    current: str | None = name
    while current in own and current not in seen:
        seen.add(current)
        style = own[current]
        merged.outline = style.outline if merged.outline is None else merged.outline
        merged.list_id = style.list_id if merged.list_id is None else merged.list_id
        merged.depth = style.depth if merged.depth is None else merged.depth
        merged.hidden |= style.hidden
        merged.raised |= style.raised
        merged.title |= style.title
        merged.contents |= style.contents
        current = style.based_on
    return merged


def _blocks(parent: etree._Element, state: _State) -> None:
    """Write the paragraphs under an element, tables row by row."""
    for child in parent:
        if child.tag == f"{W}p":
            _paragraph(child, state)
        elif child.tag == f"{W}tr" and _is_row(child, state):
            _row(child, state)
        elif child.tag not in (f"{W}sectPr", _FALLBACK) and isinstance(child.tag, str):
            _blocks(child, state)


def _is_row(row: etree._Element, state: _State) -> bool:
    """Tell whether the cells of a row hold a name or a figure each, no laid out page."""
    cells = row.findall(f"{W}tc")
    paragraphs = [cell.findall(f"{W}p") for cell in cells]
    if len(cells) < 2 or any(len(found) != 1 for found in paragraphs):
        return False
    if any(row.iter(f"{W}tbl", f"{W}txbxContent")):
        return False
    return not any(
        _list_id(found[0].find(f"{W}pPr"), _style_of(found[0], state)) for found in paragraphs
    )


def _row(row: etree._Element, state: _State) -> None:
    """Write a row as one block: a figure says nothing without its row."""
    boxes: list[etree._Element] = []
    cells = [" ".join("".join(_text(p, state, boxes)).split()) for p in row.iter(f"{W}p")]
    state.transcript.block("\t".join(cell for cell in cells if cell))


def _style_of(element: etree._Element, state: _State) -> _Style:
    return state.styles.get(_path_value(element, f"{W}pPr/{W}pStyle"), _Style())


def _list_id(properties: etree._Element | None, style: _Style) -> str:
    """Return the list that a paragraph belongs to; empty for none."""
    list_id = _path_value(properties, f"{W}numPr/{W}numId") or style.list_id or ""
    return "" if list_id == "0" else list_id


def _paragraph(element: etree._Element, state: _State) -> None:
    properties = element.find(f"{W}pPr")
    style = _style_of(element, state)
    number = _number(properties, style, state)
    if _path_value(properties, f"{W}rPr/{W}del"):
        state.dropped["deleted paragraph marks"] += 1
    boxes: list[etree._Element] = []
    text = "".join(_text(element, state, boxes)).strip()
    if text:
        outline = _path_value(properties, f"{W}outlineLvl")
        level = int(outline) if outline.isdigit() and int(outline) < 9 else style.outline
        role = "title" if style.title else ("paragraph" if level is None else "heading")
        role = "contents" if style.contents else role
        state.transcript.block(number + text, role, (level or 0) + 1)
    for box in boxes:
        _blocks(box, state)


def _number(properties: etree._Element | None, style: _Style, state: _State) -> str:
    list_id = _list_id(properties, style)
    if not list_id:
        return ""
    depth = _path_value(properties, f"{W}numPr/{W}ilvl")
    return state.numbers.number(list_id, int(depth) if depth.isdigit() else style.depth or 0)


def _text(element: etree._Element, state: _State, boxes: list[etree._Element]) -> Iterator[str]:
    """Yield the visible text of a paragraph in order; text boxes are put aside."""
    for child in element:
        tag = child.tag
        if tag == f"{W}r":
            yield from _run(child, state, boxes)
        elif tag in (f"{W}del", f"{W}moveFrom"):
            state.dropped["deleted passages"] += 1
        elif tag == _MATH_TEXT:
            yield child.text or ""
        elif isinstance(tag, str) and tag not in _SKIPPED and tag != _FALLBACK:
            yield from _text(child, state, boxes)


def _run(element: etree._Element, state: _State, boxes: list[etree._Element]) -> Iterator[str]:
    properties = element.find(f"{W}rPr")
    style = state.styles.get(_path_value(properties, f"{W}rStyle"), _Style())
    reason = _invisible(properties, style)
    up = style.raised or _path_value(properties, f"{W}vertAlign") == "superscript"
    parts = []
    for child in element:
        if child.tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
            parts.append(_mark(child, state))
        elif child.tag == f"{W}t":
            parts.append(raised(child.text or "") if up else child.text or "")
        elif child.tag == f"{W}tab":
            parts.append("\t")
        elif child.tag in (f"{W}br", f"{W}cr"):
            parts.append("\n")
        elif child.tag == f"{W}noBreakHyphen":
            parts.append("\u2011")
        else:
            boxes += child.iter(f"{W}txbxContent") if isinstance(child.tag, str) else ()
    text = "".join(parts)
    if reason and text.strip():
        state.dropped[reason] += 1
        return
    yield text


def _invisible(properties: etree._Element | None, style: _Style) -> str | None:
    """Return why a reader does not see a run, None for one that is seen."""
    vanish = properties.find(f"{W}vanish") if properties is not None else None
    if _is_on(vanish) or (style.hidden and vanish is None):
        return "passages of hidden text"
    if _path_value(properties, f"{W}color").upper() == "FFFFFF" and not _path_value(
        properties, f"{W}shd", "fill"
    ):
        return "passages of white text"
    size = _path_value(properties, f"{W}sz")
    if size.isdigit() and int(size) <= _TINY:
        return "passages of tiny text"
    return None


def _mark(element: etree._Element, state: _State) -> str:
    """Return the raised number of a footnote's mark, nothing where the text has its own."""
    kind = "footnote" if element.tag == f"{W}footnoteReference" else "endnote"
    custom = str(element.get(f"{W}customMarkFollows") or "") in ("1", "true", "on")
    counted = sum(1 for other, _, mark in state.notes if other == kind and mark)
    mark = "" if custom else raised(str(counted + 1))
    state.notes.append((kind, str(element.get(f"{W}id")), mark))
    return mark


def _write_notes(state: _State, roots: dict[str, etree._Element | None]) -> None:
    for kind, note_id, mark in list(state.notes):
        root = roots[kind]
        if root is None:
            continue
        for element in root.iter(f"{W}{kind}"):
            if str(element.get(f"{W}id")) != note_id:
                continue
            boxes: list[etree._Element] = []
            lines = ["".join(_text(part, state, boxes)).strip() for part in element.iter(f"{W}p")]
            text = "\n".join(line for line in lines if line)
            state.transcript.block(f"{mark} {text}" if mark else text, "footnote")


def _child_value(element: etree._Element, name: str) -> str:
    return _path_value(element, f"{W}{name}")


def _find_value(element: etree._Element, name: str) -> str:
    return _path_value(element, f".//{W}{name}")


def _path_value(element: etree._Element | None, path: str, attribute: str = "val") -> str:
    found = element.find(path) if element is not None else None
    return str(found.get(f"{W}{attribute}") or "") if found is not None else ""


def _is_on(element: etree._Element | None) -> bool:
    return element is not None and str(element.get(f"{W}val") or "1") not in ("0", "false", "off")
