"""Documents of the families that meetings have, in six languages, set in each format.

The texts stand in ``families/*.yaml``, written for the tests in the form of the real ones. Each
block has a kind; the numbers that a printer or a word processor adds follow from it.
"""

from __future__ import annotations

import html
import re
import textwrap
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import yaml

from coopbot.languages import direction

FAMILIES = Path(__file__).parent / "families"
_ITEMS = {
    "en": ("{}. ", "({}) ", "({}) ", "{}. "), "fr": ("{}. ", "{}) ", "{}) ", "{}. "),
    "es": ("{}. ", "{}) ", "{}) ", "{}. "), "ru": ("{}. ", "{}) ", "{}) ", "{}. "),
    "zh": ("{}. ", "({}) ", "({}) ", "{}. "), "ar": ("{}- ", "({}) ", "({}) ", "{}) "),
}  # fmt: skip
_BIS = {"zh": "{}之二. ", "ar": "{} مكررا- "}
_LETTERS = {"ru": "абвг", "ar": "أبجد"}
_ROMANS = ("i", "ii", "iii", "iv")
_FORMATS = {
    "ru": ("decimal", "russianLower", "lowerRoman", "lowerLetter"),
    "ar": ("decimal", "arabicAbjad", "decimal", "arabicAbjad"),
    "": ("decimal", "lowerLetter", "lowerRoman", "lowerLetter"),
}
_DEPTHS = {"p": 0, "i1": 1, "i2": 2, "i3": 3}
_NOTE = re.compile(r"\[\^(\d)\]")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_CSS = """
@page {{ size: A4; margin: 2.5cm; @top-left {{ content: "{symbol}"; font-size: 9pt }}
  @top-right {{ content: "Page " counter(page); font-size: 9pt }}
  @bottom-right {{ content: "/…"; font-size: 9pt }} }}
body {{ font-family: "Liberation Serif", "DejaVu Serif", "Noto Serif CJK SC"; font-size: 11pt;
  text-align: justify; hyphens: auto }}
h1, h2 {{ font-size: 12pt; text-align: center }}
.i1 {{ margin-inline-start: 1cm }} .i2 {{ margin-inline-start: 2cm }}
.i3 {{ margin-inline-start: 3cm }} .annex {{ break-before: page }}
.note {{ float: footnote; font-size: 9pt }}
::footnote-call {{ content: counter(footnote); font-size: 65%; vertical-align: super }}
::footnote-marker {{ content: counter(footnote) " "; font-size: 65%; vertical-align: super }}
"""


@dataclass(frozen=True)
class Block:
    """A block as it is set: what a reader of the page sees is the number and the text."""

    kind: str
    number: str
    text: str
    """With ``[^1]`` where a footnote's mark stands."""

    @property
    def printed(self) -> str:
        """The number and the text, marks as raised figures."""
        return self.number + self.plain

    @property
    def plain(self) -> str:
        """The text, marks as raised figures."""
        return _NOTE.sub(lambda match: match.group(1).translate(_RAISED), self.text)


def family(name: str, language: str) -> list[Block]:
    """Return the blocks of a document in one language, numbered as they are printed there."""
    found: list[dict[str, Any]] = yaml.safe_load((FAMILIES / f"{name}.yaml").read_text("utf-8"))
    return list(_numbered(found, language))


def _numbered(found: list[dict[str, Any]], language: str) -> Iterator[Block]:
    counts = [0, 0, 0, 0, 0]
    for entry in found:
        kind = entry["kind"]
        number = ""
        if kind in ("annex", "dec", "art"):
            counts[:4] = [0, 0, 0, 0]
        if kind in _DEPTHS:
            depth = _DEPTHS[kind]
            counts[depth:4] = [counts[depth] + 1, *[0] * (3 - depth)]
            number = _ITEMS[language][depth].format(_shown(counts[depth], depth, language))
        elif kind == "bis":
            number = _BIS.get(language, "{} bis. ").format(counts[0])
        elif kind == "fn":
            counts[4] += 1
            number = f"{str(counts[4]).translate(_RAISED)} "
        yield Block(kind, number, entry.get(language) or entry["all"])


def _shown(value: int, depth: int, language: str) -> str:
    if depth == 0 or (depth == 2 and language == "ar"):
        return str(value)
    if depth == 2:
        return _ROMANS[value - 1]
    return (
        _LETTERS.get(language, "abcd")[value - 1]
        if depth == 1 or language == "ar"
        else ("abcd"[value - 1])
    )


def as_text(blocks: list[Block], language: str, width: int = 0) -> str:
    """Return the document as text, a blank line between blocks, wrapped where a width is given."""
    return "\n\n".join(_wrapped(block.printed, language, width) for block in blocks) + "\n"


def _wrapped(text: str, language: str, width: int) -> str:
    if not width:
        return text
    if language == "zh":
        return "\n".join(text[at : at + width // 2] for at in range(0, len(text), width // 2))
    return "\n".join(textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False))


def as_html(blocks: list[Block], language: str, symbol: str = "", *, paged: bool = False) -> str:
    """Return the document as a page; ``paged`` sets footnotes and furniture for a PDF engine."""
    notes = [html.escape(block.text) for block in blocks if block.kind == "fn"]
    tags = {"title": "h1", "annex": "h2", "dec": "h2", "art": "h2", "h0": "h3", "h1": "h2"}
    parts = []
    for block in blocks:
        if block.kind == "fn" and paged:
            continue
        number, text = html.escape(block.number), html.escape(block.text)
        if block.kind == "fn":
            number = f"<sup>{len([p for p in parts if '<sup>' in p])}</sup> "
        mark = '<span class="note">{}</span>' if paged else "<sup>{}</sup>"
        text = _NOTE.sub(
            lambda match, mark=mark: mark.format(
                notes[int(match.group(1)) - 1] if paged else match.group(1)
            ),
            text,
        )
        tag = tags.get(block.kind, "p")
        parts.append(f'<{tag} class="{block.kind}">{number}{text}</{tag}>')
    style = f"<style>{_CSS.format(symbol=symbol)}</style>" if paged else ""
    return (
        f'<!doctype html><html lang="{language}" dir="{direction(language)}"><head>'
        f'<meta charset="utf-8"><title>x</title>{style}</head><body>{"".join(parts)}</body></html>'
    )


def write_docx(blocks: list[Block], language: str, path: Path) -> None:
    """Write the document as Word does: computed numbers, headings in styles, real footnotes."""
    body, notes, lists = "", "", 1
    for block in blocks:
        if block.kind == "fn":
            body_of_note = f"<w:p><w:r><w:footnoteRef/></w:r>{_run(' ' + block.text)}</w:p>"
            notes += f'<w:footnote w:id="{notes.count("<w:footnote ") + 2}">{body_of_note}'
            notes += "</w:footnote>"
            continue
        lists += block.kind in ("annex", "dec", "art")
        properties = ""
        if block.kind in ("annex", "dec", "h1"):
            properties = '<w:pStyle w:val="Heading1"/>'
        elif block.kind in _DEPTHS:
            depth = _DEPTHS[block.kind]
            properties = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{lists}"/></w:numPr>'
        elif block.kind == "toc":
            properties = '<w:pStyle w:val="TOC1"/>'
        number = _run(block.number) if block.kind == "bis" else ""
        body += f"<w:p><w:pPr>{properties}</w:pPr>{number}{_runs(block.text)}</w:p>"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>"
        )
        archive.writestr("word/numbering.xml", _numbering(language, lists))
        archive.writestr("word/styles.xml", _STYLES)
        archive.writestr("word/footnotes.xml", f"<w:footnotes {W}>{notes}</w:footnotes>")


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _runs(text: str) -> str:
    parts = _NOTE.split(text)
    runs = [
        f'<w:r><w:footnoteReference w:id="{int(part) + 1}"/></w:r>' if place % 2 else _run(part)
        for place, part in enumerate(parts)
    ]
    return "".join(runs)


def _numbering(language: str, lists: int) -> str:
    forms = _FORMATS.get(language, _FORMATS[""])
    levels = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{shown.format(f"%{depth + 1}").strip()}"/></w:lvl>'
        for depth, (form, shown) in enumerate(zip(forms, _ITEMS[language], strict=True))
    )
    # Each part of the document counts anew: a list of its own in the definition of its own.
    return (
        f"<w:numbering {W}>"
        + "".join(
            f'<w:abstractNum w:abstractNumId="{number}">{levels}</w:abstractNum>'
            for number in range(1, lists + 1)
        )
        + "".join(
            f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'
            for number in range(1, lists + 1)
        )
        + "</w:numbering>"
    )


_STYLES = (
    f'<w:styles {W}><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/>'
    '</w:style><w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>'
    "</w:styles>"
)
