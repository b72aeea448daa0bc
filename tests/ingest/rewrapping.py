"""Set the text of a document anew: other line widths, other signs of a block's end."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from coopbot.types import Document, DocumentFacts, SourceFile
from ingest.hidden import hidden_spans
from ingest.lines import display_width
from ingest.paragraphs import document_from, without_space
from ingest.reading import Reading

SEED = Path(__file__).parents[2] / "corpus/documents/UNEP-CBD-BS-COP-MOP-4-6"
LANGUAGES = ("zh", "en", "fr", "es", "ru", "ar")

_TOKEN = re.compile(
    r"\s*(?:[（《〈【“‘「『(]*(?:[^\s\u2e80-\u9fff\uff00-\uffef]+|\S)[，。、；：！？）》〉】”’」』…]*)"
)


@dataclass(frozen=True)
class Setting:
    """How a text is set."""

    width: int
    trailing: bool
    """A space is left behind the last line of each block."""
    blanks: str
    """``between`` blocks, ``none``, or ``everywhere``: behind every second line."""
    newline: str = "\n"


def read_text(text: str, language: str = "zh", symbol: str = "TEST/1") -> Document:
    """Structure a text without any file."""
    reading = Reading(text=text, format="text", hidden=hidden_spans(text))
    facts = DocumentFacts(symbol=symbol, language=language)
    return document_from(reading, SourceFile("test.txt", "", len(text), facts))


def read_seed(language: str) -> Document:
    """Structure one language version of the seed document."""
    text = (SEED / f"{language}.txt").read_text(encoding="utf-8")
    return read_text(text, language, "UNEP/CBD/BS/COP-MOP/4/6")


def blocks_of(document: Document) -> list[str]:
    """Return the text of each unit with its printed number, in the order of the source."""
    units = [p for p in document.paragraphs if p.kind != "item"]
    blocks = [
        (paragraph.start, f"{paragraph.printed} {paragraph.text}".strip()) for paragraph in units
    ]
    blocks += [
        (artefact.start, document.text[artefact.start : artefact.end])
        for artefact in document.artefacts
        if artefact.kind == "end-mark"
    ]
    return [block for _, block in sorted(blocks)]


def set_anew(blocks: list[str], setting: Setting) -> str:
    """Return the blocks, each wrapped to the width."""
    lines: list[str] = []
    for block in blocks:
        for part in block.split("\n"):
            wrapped = wrap(part, setting.width)
            if setting.trailing:
                wrapped[-1] += " "
            for number, line in enumerate(wrapped):
                lines.append(line)
                if setting.blanks == "everywhere" and (len(lines) + number) % 2:
                    lines.append("")
            if setting.blanks == "between":
                lines.append("")
    return setting.newline.join(lines) + setting.newline


def wrap(text: str, width: int) -> list[str]:
    """Break a text into lines as a typesetter does: at spaces, and between Chinese characters."""
    lines = [""]
    for token in _TOKEN.findall(text):
        if lines[-1] and display_width(lines[-1] + token) > width:
            lines.append(token.lstrip())
        else:
            lines[-1] += token
    return lines


def shape(document: Document) -> dict[str, tuple[str, str, str | None]]:
    """Return what has to stay the same however a text is set, white space aside."""
    return {
        paragraph.label: (paragraph.kind, without_space(paragraph.text), paragraph.parent)
        for paragraph in document.paragraphs
    }
