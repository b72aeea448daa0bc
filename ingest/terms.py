"""What of a paragraph is searched: which kinds, and by which terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from coopbot.tokens import Analyzer, reference_terms
from coopbot.types import Paragraph, Reference

UNINDEXED = frozenset({"title", "masthead", "heading", "notice", "note"})
"""Kinds that answer nothing by themselves: headings are searched as part of the paragraphs under
them, and what a translator added is apparatus, not the document."""

EXTRACTED = frozenset({"symbol", "decision", "article"})
"""Kinds of references whose words are taken out before tokenising."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one paragraph."""

    language: str
    terms: tuple[str, ...]
    heading: tuple[str, ...]


def is_indexed(paragraph: Paragraph) -> bool:
    """Tell whether a paragraph is searched."""
    return paragraph.kind not in UNINDEXED


def terms_of(
    analyzer: Analyzer,
    paragraph: Paragraph,
    references: Sequence[Reference],
    above: Mapping[str, Sequence[Reference]],
) -> Terms:
    """Return the terms of a paragraph: its words outside references, and the references.

    :param above: the references of the document's headings, by the heading's text.
    """
    omit = [(r.start, r.end) for r in references if r.kind in EXTRACTED]
    words = analyzer.terms(paragraph.text, paragraph.language, omit)
    heading: list[str] = []
    for text in paragraph.heading:
        heading += analyzer.terms(text, paragraph.language)
        heading += reference_terms(above.get(text, ()))
    return Terms(
        language=paragraph.language,
        terms=(*words, *reference_terms(references)),
        heading=tuple(heading),
    )
