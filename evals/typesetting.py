"""Documents set anew in other formats, to measure what reading them loses.

What a reader of the page sees is known, so every paragraph that comes back different is the
reader's fault. PDF engines are tools of developers; each is used where it is installed.
"""

from __future__ import annotations

import html
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from coopbot.errors import UsageError
from coopbot.languages import direction
from coopbot.types import Document, Paragraph

FONT_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
_FPDF_FONTS = {
    "zh": "NotoSerifCJK-Regular.ttc",
    "ar": "NotoNaskhArabic-Regular.ttf",
    "": "DejaVuSerif.ttf",
}
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_FAMILIES = '"Liberation Serif", "DejaVu Serif", "Noto Serif CJK SC", "DejaVu Sans"'
_CSS = """
@page {{ size: A4; margin: 2.5cm;
  @top-left {{ content: "{symbol}"; font-size: 9pt }}
  @bottom-center {{ content: counter(page); font-size: 9pt }} }}
body {{ font-family: {families}; font-size: 11pt; text-align: justify; columns: {columns} }}
h1 {{ font-size: 14pt; text-align: center }}
h2 {{ font-size: 12pt }}
.note {{ float: footnote; font-size: 9pt }}
::footnote-call {{ content: counter(footnote) "/"; font-size: 70%; vertical-align: super }}
::footnote-marker {{ content: counter(footnote) "/ " }}
"""


@dataclass(frozen=True, slots=True)
class Block:
    """A line or paragraph as it is set."""

    role: str
    """``title``, ``heading``, ``paragraph`` or ``note``."""
    text: str
    """With its printed number."""
    notes: tuple[tuple[int, int, str], ...] = ()
    """Marks of footnotes in ``text`` with the text of each note."""


def blocks(document: Document, *, notes_inside: bool = False) -> Iterator[Block]:
    """Yield what is to be set, in the order of the source.

    ``notes_inside`` gives numbered footnotes with their marks instead of as blocks of their own.
    Notes of a translator are left out: they quote another script.
    """
    bodies = {p.label: p.text for p in document.paragraphs if p.kind == "footnote"}
    marked = {note.label for p in document.paragraphs for note in p.notes}
    ends = [a for a in document.artefacts if a.kind == "end-mark"]
    for paragraph in set_units(document):
        while ends and ends[0].start < paragraph.start:
            yield _end(document, ends.pop(0).start)
        if paragraph.kind == "footnote" and notes_inside and paragraph.label in marked:
            continue
        yield from _unit(paragraph, bodies if notes_inside else {})
    for end in ends:
        yield _end(document, end.start)


def set_units(document: Document) -> list[Paragraph]:
    """Return the units of a document that are set, in the order of the source."""
    return sorted(
        (
            p
            for p in document.paragraphs
            if p.kind not in ("item", "note") and not p.label.startswith("tn")
        ),
        key=lambda p: p.start,
    )


def _end(document: Document, start: int) -> Block:
    mark = next(a for a in document.artefacts if a.kind == "end-mark" and a.start == start)
    return Block("paragraph", document.text[mark.start : mark.end])


def _unit(paragraph: Paragraph, bodies: dict[str, str]) -> Iterator[Block]:
    role = {"title": "title", "heading": "heading"}.get(paragraph.kind, "paragraph")
    prefix = f"{paragraph.printed} " if paragraph.printed else ""
    position = 0
    for line in paragraph.text.split("\n"):
        inside = tuple(
            (n.start - position + len(prefix), n.end - position + len(prefix), bodies[n.label])
            for n in paragraph.notes
            if n.label in bodies and position <= n.start and n.end <= position + len(line)
        )
        yield Block(role, prefix + line, inside)
        position += len(line) + 1
        prefix = ""


def as_html(document: Document) -> str:
    """Return the document as a page with navigation and a footer around it."""
    tags = {"title": "h1", "heading": "h2"}
    body = "\n".join(
        f"<{tags.get(block.role, 'p')}>{html.escape(block.text)}</{tags.get(block.role, 'p')}>"
        for block in blocks(document)
    )
    language = document.source.facts.language
    return (
        f'<!doctype html>\n<html lang="{language}" dir="{direction(language)}">'
        f"<head><meta charset=utf-8><title>x</title></head>\n<body><nav>Home</nav>"
        f"<main>\n{body}\n</main><footer>Footer</footer></body></html>\n"
    )


def write_docx(document: Document, path: Path) -> None:
    """Write the document with headings in styles and a header and footer on each page."""
    import docx

    sheet = docx.Document()
    sheet.sections[0].header.paragraphs[0].text = document.source.facts.symbol
    for block in blocks(document):
        if block.role == "title":
            sheet.add_paragraph(block.text, style="Title")
        elif block.role == "heading":
            sheet.add_heading(block.text, level=1)
        else:
            sheet.add_paragraph(block.text)
    sheet.save(str(path))


def write_pdf_by_weasyprint(document: Document, path: Path, *, columns: int = 1) -> None:
    """Write the document as a PDF with page headers, page numbers and footnotes on their page."""
    import weasyprint

    tags = {"title": "h1", "heading": "h2"}
    parts = []
    for block in blocks(document, notes_inside=True):
        text, position = "", 0
        for start, end, note in block.notes:
            text += html.escape(block.text[position:start].rstrip())
            text += f'<span class="note">{html.escape(note)}</span>'
            position = end
        text += html.escape(block.text[position:])
        tag = tags.get(block.role, "p")
        parts.append(f"<{tag}>{text}</{tag}>")
    language = document.source.facts.language
    css = _CSS.format(symbol=document.source.facts.symbol, families=_FAMILIES, columns=columns)
    page = (
        f'<html lang="{language}" dir="{direction(language)}"><style>{css}</style>'
        f"<body>{''.join(parts)}</body></html>"
    )
    weasyprint.HTML(string=page).write_pdf(str(path))


def write_pdf_by_fpdf(document: Document, path: Path) -> None:
    """Write the document as a PDF with page headers and page numbers, footnotes as blocks."""
    import fpdf

    facts = document.source.facts
    arabic = direction(facts.language) == "rtl"
    font = find_font(_FPDF_FONTS.get(facts.language, _FPDF_FONTS[""]))

    class Sheet(fpdf.FPDF):
        def header(self) -> None:
            self.set_font("body", size=9)
            self.cell(0, 8, facts.symbol, new_x="LMARGIN", new_y="NEXT")

        def footer(self) -> None:
            self.set_y(-15)
            self.set_font("body", size=9)
            self.cell(0, 8, str(self.page_no()), align="C")

    sheet: Any = Sheet(format="A4")
    sheet.set_margin(25)
    sheet.set_auto_page_break(True, margin=25)
    sheet.add_font("body", fname=str(font))
    fallback = find_font(_FPDF_FONTS["zh"])
    latin = find_font(_FPDF_FONTS[""])
    for name, file in (("cjk", fallback), ("latin", latin)):
        if file != font:
            sheet.add_font(name, fname=str(file))
    sheet.set_fallback_fonts([n for n, f in (("latin", latin), ("cjk", fallback)) if f != font])
    sheet.set_text_shaping(True, direction="rtl" if arabic else "ltr")
    sheet.add_page()
    for block in blocks(document):
        sheet.set_font("body", size=14 if block.role == "title" else 11)
        sheet.multi_cell(
            0, 6, block.text, align="R" if arabic else "L", new_x="LMARGIN", new_y="NEXT"
        )
        sheet.ln(3)
    sheet.output(str(path))


def write_pdf_by_chromium(document: Document, path: Path) -> None:
    """Print the document to PDF by a browser, with page headers and page numbers."""
    language = document.source.facts.language
    css = _CSS.format(symbol=document.source.facts.symbol, families=_FAMILIES, columns=1)
    page = as_html(document).replace("</head>", f"<style>{css}</style></head>")
    page = page.replace("<nav>Home</nav>", "").replace("<footer>Footer</footer>", "")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"{language}.html"
        source.write_text(page, encoding="utf-8")
        program = next(filter(None, map(shutil.which, _BROWSERS)), None)
        if program is None:
            raise UsageError(f"None of {', '.join(_BROWSERS)} is installed; install one.")
        subprocess.run(
            [
                program, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
                f"--user-data-dir={folder}/profile", f"--print-to-pdf={path.resolve()}",
                source.as_uri(),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )  # fmt: skip


PDF_ENGINES: dict[str, Callable[[Document, Path], None]] = {
    "weasyprint": write_pdf_by_weasyprint,
    "fpdf2": write_pdf_by_fpdf,
    "chromium": write_pdf_by_chromium,
}


def installed_engines() -> dict[str, Callable[[Document, Path], None]]:
    """Return the PDF engines that can be used here."""
    modules = {"fpdf2": "fpdf", "weasyprint": "weasyprint"}
    return {
        name: write
        for name, write in PDF_ENGINES.items()
        if (find_spec(modules[name]) if name in modules else any(map(shutil.which, _BROWSERS)))
    }


def find_font(name: str) -> Path:
    """Return an installed font file; raises UsageError where it is missing."""
    for folder in FONT_FOLDERS:
        for found in sorted(folder.rglob(name)):
            return found
    raise UsageError(f"The font {name} is not installed; install the Noto and DejaVu fonts.")
