"""The true text of every paragraph, read from the corpus and not from the system under test."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from coopbot.errors import UnreadableFile, UsageError
from coopbot.types import Paragraph
from evals.reply import canonical_symbol
from ingest.document import read_document
from ingest.sources import find_sources

_NOT_PASSAGES = ("notice", "note", "item")
"""Kinds that a system's own index leaves out: an item stands in its paragraph already, a
translator's note (``tn``) is none of the document's text."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A retrievable paragraph of the corpus, for systems that make their own index."""

    symbol: str
    label: str
    language: str
    text: str


class Reference:
    """Paragraphs of the corpus by symbol, label and language."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        self._texts: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        self._official: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._passages: list[Passage] = []
        for paragraph in paragraphs:
            key = (canonical_symbol(paragraph.symbol), paragraph.label)
            self._texts[key][paragraph.language] = paragraph.text
            if paragraph.official:
                self._official[key].add(paragraph.language)
            if paragraph.kind not in _NOT_PASSAGES and not paragraph.label.startswith("tn"):
                self._passages.append(
                    Passage(paragraph.symbol, paragraph.label, paragraph.language, paragraph.text)
                )

    @classmethod
    def load(cls, corpus: Path) -> Reference:
        """Read every document of a corpus folder; unreadable files are left out.

        :raises UsageError: when nothing can be read there.
        """
        folder = corpus / "documents" if (corpus / "documents").is_dir() else corpus
        paragraphs: list[Paragraph] = []
        sources, _ = find_sources([folder], corpus)
        for source in sources:
            try:
                paragraphs.extend(read_document(source, corpus).paragraphs)
            except UnreadableFile:
                continue
        if not paragraphs:
            raise UsageError(
                f"No paragraph could be read under {folder}; give the corpus folder by --corpus."
            )
        return cls(paragraphs)

    def text(self, symbol: str, label: str, language: str) -> str | None:
        """Return the text of a paragraph, None where the corpus does not hold it."""
        return self.languages(symbol, label).get(language)

    def languages(self, symbol: str, label: str) -> Mapping[str, str]:
        """Return the text of a paragraph in each language that the corpus holds."""
        return self._texts.get((canonical_symbol(symbol), label), {})

    def official(self, symbol: str, label: str) -> frozenset[str]:
        """Return the languages in which the corpus holds the official text of a paragraph."""
        return frozenset(self._official.get((canonical_symbol(symbol), label), ()))

    def passages(self) -> Iterator[Passage]:
        """Yield the whole paragraphs, headings and footnotes in the order of the corpus."""
        yield from self._passages

    @property
    def symbols(self) -> frozenset[str]:
        """Symbols in canonical spelling."""
        return frozenset(symbol for symbol, _ in self._texts)

    def holds(self, symbol: str, label: str) -> bool:
        """Tell whether the corpus has the paragraph in any language."""
        return bool(self.languages(symbol, label))

    def holds_symbol(self, symbol: str) -> bool:
        """Tell whether the corpus has any paragraph of the document."""
        return canonical_symbol(symbol) in self.symbols
