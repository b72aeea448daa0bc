"""An export as a Word document with real footnotes, right in each script and direction.

python-docx has no footnotes, so their part is made here: the separators that Word expects, then
one footnote for each note. Text stands in ``w:t`` alone, where nothing is a field or a link.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

from coopbot.export_document import Block, Export, Note, Run
from coopbot.languages import direction

_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"

_LANGUAGES = {
    "zh": "zh-CN", "en": "en-GB", "fr": "fr-FR", "es": "es-ES", "ru": "ru-RU", "ar": "ar-SA",
}  # fmt: skip
_LATIN, _CHINESE, _ARABIC = "Times New Roman", "SimSun", "Traditional Arabic"
"""Fonts of the official documents; a word processor without one takes its own for the script."""

_STYLES = {
    "title": "Title",
    "question": "Heading 1",
    "heading": "Heading 2",
    "line": "Normal",
    "item": "List Bullet",
    "place": "Caption",
    "quote": "Quote",
    "small": "Caption",
}
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML cannot hold; shown as the replacement character."""


def docx_of(export: Export) -> bytes:
    """Return the file."""
    writer = _Writer(export)
    writer.write()
    target = io.BytesIO()
    writer.document.save(target)
    return target.getvalue()


class _Writer:
    def __init__(self, export: Export) -> None:
        self._export = export
        self._notes = {note.n: note for note in export.notes}
        self._written: list[Note] = []
        self.document: Any = docx.Document()
        self._prepare()

    def _prepare(self) -> None:
        """Set fonts, languages and the styles that footnotes need."""
        properties = self.document.core_properties
        title = "".join(run.text for run in self._export.blocks[0].runs)
        properties.title, properties.author, properties.comments = title, "coopbot", ""
        properties.language = _LANGUAGES[self._export.language]
        styles = self.document.styles
        for name in ("Normal", "Title", "Heading 1", "Heading 2", "Caption", "Quote"):
            _set_fonts(styles[name].element.get_or_add_rPr())
        text = styles.add_style("Footnote Text", WD_STYLE_TYPE.PARAGRAPH)
        text.base_style, text.font.size = styles["Normal"], Pt(9)
        mark = styles.add_style("Footnote Reference", WD_STYLE_TYPE.CHARACTER)
        mark.font.superscript = True

    def write(self) -> None:
        """Write every block, then the notes whose marks were set."""
        for block in self._export.blocks:
            if block.kind == "table":
                self._table(block)
            else:
                self._paragraph(block)
        self._write_notes()

    def _paragraph(self, block: Block) -> None:
        paragraph = self.document.add_paragraph(style=_STYLES[block.kind])
        own = next((run for run in block.runs if not run.quoted), block.runs[0])
        self._fill(paragraph._p, block.runs, own.language)

    def _table(self, block: Block) -> None:
        columns = len(block.rows[0])
        table = self.document.add_table(rows=0, cols=columns, style="Table Grid")
        language = block.rows[0][0][0].language
        if direction(language) == "rtl":
            # Behind the name of the style, as the schema has it.
            table._tbl.tblPr.insert(1, OxmlElement("w:bidiVisual"))
        for place, row in enumerate(block.rows):
            cells = table.add_row()
            if place == 0:
                header = OxmlElement("w:tblHeader")
                cells._tr.get_or_add_trPr().append(header)
            for cell, runs in zip(cells.cells, row, strict=True):
                around = runs[0].language
                self._fill(cell.paragraphs[0]._p, runs, around, bold=place == 0)
        self.document.add_paragraph()

    def _fill(
        self, element: Any, runs: Iterable[Run], language: str, *, bold: bool = False
    ) -> None:
        """Put runs into a paragraph, with the direction of its language."""
        if direction(language) == "rtl":
            element.get_or_add_pPr().append(OxmlElement("w:bidi"))
        for run in runs:
            if run.text:
                element.append(_run(run, bold=bold))
            for n in run.notes:
                element.append(self._mark(n))

    def _mark(self, n: int) -> Any:
        """Return the mark of a note: the footnote itself at first sight, then its number."""
        run = OxmlElement("w:r")
        style = OxmlElement("w:rStyle")
        style.set(qn("w:val"), "FootnoteReference")
        properties = OxmlElement("w:rPr")
        properties.append(style)
        run.append(properties)
        if all(note.n != n for note in self._written):
            self._written.append(self._notes[n])
            mark = OxmlElement("w:footnoteReference")
            mark.set(qn("w:id"), str(len(self._written)))
        else:
            mark = OxmlElement("w:t")
            mark.text = str(n)
        run.append(mark)
        return run

    def _write_notes(self) -> None:
        root = parse_xml(f"<w:footnotes {nsdecls('w')}>{_SEPARATORS}</w:footnotes>")
        for number, note in enumerate(self._written, 1):
            root.append(self._footnote(number, note))
        content = serialize_part_xml(root)
        part = Part(PackURI("/word/footnotes.xml"), _FOOTNOTES, content, self.document.part.package)
        self.document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)

    def _footnote(self, number: int, note: Note) -> Any:
        footnote = OxmlElement("w:footnote")
        footnote.set(qn("w:id"), str(number))
        paragraph = OxmlElement("w:p")
        style = OxmlElement("w:pStyle")
        style.set(qn("w:val"), "FootnoteText")
        properties = OxmlElement("w:pPr")
        properties.append(style)
        paragraph.append(properties)
        mark = parse_xml(
            f'<w:r {nsdecls("w")}><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
            "<w:footnoteRef/></w:r>"
        )
        if direction(self._export.language) == "rtl":
            properties.append(OxmlElement("w:bidi"))
        paragraph.append(mark)
        paragraph.append(_run(Run(" ", self._export.language)))
        for run in note.runs:
            paragraph.append(_run(run))
        footnote.append(paragraph)
        return footnote


_SEPARATORS = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r>'
    "</w:p></w:footnote>"
)


def _run(run: Run, *, bold: bool = False) -> Any:
    """Return a run with the fonts, language and direction of its text."""
    element = OxmlElement("w:r")
    properties = OxmlElement("w:rPr")
    # The schema fixes the order: fonts, bold, direction, language.
    _set_fonts(properties)
    if bold:
        properties.append(OxmlElement("w:b"))
        properties.append(OxmlElement("w:bCs"))
    if direction(run.language) == "rtl":
        properties.append(OxmlElement("w:rtl"))
    language = OxmlElement("w:lang")
    kind = {"zh": "w:eastAsia", "ar": "w:bidi"}.get(run.language, "w:val")
    language.set(qn(kind), _LANGUAGES[run.language])
    properties.append(language)
    element.append(properties)
    for place, line in enumerate(re.split("\r\n|[\r\n]", _NO_XML.sub("\ufffd", run.text))):
        if place:
            element.append(OxmlElement("w:br"))
        text = OxmlElement("w:t")
        text.set(qn("xml:space"), "preserve")
        text.text = line
        element.append(text)
    return element


def _set_fonts(properties: Any) -> None:
    """Name the font of each script: Latin and Cyrillic, Chinese, Arabic."""
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name, font in (
        ("w:ascii", _LATIN), ("w:hAnsi", _LATIN), ("w:eastAsia", _CHINESE), ("w:cs", _ARABIC),
    ):  # fmt: skip
        fonts.set(qn(name), font)
