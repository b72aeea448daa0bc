"""Answer "which decisions do the documents cite?": everything of a kind, with its places."""

from __future__ import annotations

from dataclasses import dataclass

from coopbot.compose import anchor_and_reading
from coopbot.index import IndexReader
from coopbot.question import Question
from coopbot.types import Paragraph, Reference

MOST_PLACES = 12
"""Places shown of one thing: more is a search, not an answer."""

_KINDS = {"decision": "decisions", "article": "articles", "symbol": "symbols"}


@dataclass(frozen=True, slots=True)
class Collected:
    """One thing that documents cite, with paragraphs that do."""

    what: str
    """Key of the word for its kind: ``decisions``, ``articles``, ``symbols``."""
    id: str
    places: tuple[tuple[Paragraph, Reference], ...]
    """The first places, in the order of the documents."""
    further: int
    """Number of places that are not shown."""


def collect(question: Question, index: IndexReader) -> list[Collected] | None:
    """Return everything of a kind that the documents cite, when the question asks for that.

    None when it does not; each thing is cited once per paragraph, in the official expression
    or, where none is held, in the asker's language.
    """
    if "aggregate" not in question.intents:
        return None
    kinds = [kind for kind in question.kinds if kind in _KINDS]
    named = [r for r in question.specific_references() if r.kind in (*kinds, "organization")]
    if not kinds or named:
        return None
    kind = kinds[0]
    collected = []
    for other, id in sorted(index.ledger.reference_counts(), key=lambda key: key[1]):
        places = _places(question, index, kind, id) if other == kind else []
        if places:
            shown = tuple(places[:MOST_PLACES])
            collected.append(Collected(_KINDS[kind], id, shown, len(places) - len(shown)))
    return collected or None


def _places(
    question: Question, index: IndexReader, kind: str, id: str
) -> list[tuple[Paragraph, Reference]]:
    by_key: dict[tuple[str, str], dict[str, tuple[Paragraph, Reference]]] = {}
    for _, paragraph, reference in index.ledger.citing(kind, id, below=False):
        searched = paragraph.kind in ("paragraph", "footnote", "block")
        if searched and question.admits(paragraph) and index.in_force(paragraph):
            by_key.setdefault(paragraph.key, {}).setdefault(
                paragraph.language, (paragraph, reference)
            )
    places = []
    for versions in by_key.values():
        held = {language: paragraph for language, (paragraph, _) in versions.items()}
        anchor, _ = anchor_and_reading(held, question.answer_language)
        places.append(versions[anchor.language])
    return sorted(places, key=lambda entry: (entry[0].symbol, entry[0].ordinal))
