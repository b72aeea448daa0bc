"""The text of the decisions, articles and documents that a question names, where it is held.

Others only speak of them: what decision BS-V/6 requests stands below its own heading, and not in a
paragraph about what decision BS-III/6 requests, however alike the words are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from coopbot.index import IndexReader
from coopbot.question import Question
from coopbot.types import Paragraph

PROVISIONS = frozenset({"decision", "article", "symbol"})
"""Kinds of references whose text can be held."""

_PROTOCOL = "cartagena-protocol"
"""Registry id of the treaty whose articles have ids without its name."""


@dataclass(frozen=True, slots=True)
class OwnText:
    """Where a thing that a question names is written out."""

    kind: str
    id: str
    symbol: str
    label: str | None = None
    """What it stands under; None where the whole document is its text."""

    def holds(self, paragraph: Paragraph) -> bool:
        """Tell whether a paragraph is part of it."""
        if paragraph.symbol != self.symbol:
            return False
        label = self.label
        return label is None or (
            paragraph.label == label or paragraph.label.startswith((f"{label}.", f"{label}("))
        )


def own_texts(question: Question, index: IndexReader) -> tuple[OwnText, ...]:
    """Return the texts held of the decisions, articles and documents that a question names."""
    found: list[OwnText] = []
    for reference in question.specific_references():
        kind, id = reference.kind, reference.id
        if kind == "symbol" and id in index.symbols:
            found.append(OwnText(kind, id, id))
        elif kind == "decision":
            found += _decision(id, index)
        elif kind == "article" and ":" not in id:
            found += _article(id, index)
    return tuple(dict.fromkeys(found))


def asked_of(question: Question, own: Sequence[OwnText]) -> Question:
    """Return the question as it is asked of those texts: a text does not name itself."""
    named = {(text.kind, text.id) for text in own}
    words = question.text
    for reference in question.references:
        if (reference.kind, reference.id) in named:
            start, end = reference.start, reference.end
            words = f"{words[:start]}{' ' * (end - start)}{words[end:]}"
    return replace(question, text=words)


def _decision(id: str, index: IndexReader) -> list[OwnText]:
    """Return a decision's documents or the places where it is annexed; of a part, the part."""
    whole, bracket, rest = id.partition("(")
    number, _, items = rest.partition(")")
    part = f"{whole}.{number}{items}" if bracket else whole
    found = []
    for symbol in index.headed(whole):
        if bracket and index.expressions(symbol, part):
            found.append(OwnText("decision", id, symbol, part))
        elif index.series(symbol) == "decision":
            found.append(OwnText("decision", id, symbol))
        else:
            found.append(OwnText("decision", id, symbol, whole))
    return found


def _article(id: str, index: IndexReader) -> list[OwnText]:
    whole = id.partition("(")[0]
    return [
        OwnText("article", id, symbol, id if index.expressions(symbol, id) else whole)
        for symbol in index.headed(f"art{whole}")
        if _is_protocol(symbol, index)
    ]


def _is_protocol(symbol: str, index: IndexReader) -> bool:
    """Tell whether the title of a document with articles names the Protocol."""
    return any(
        match.id == _PROTOCOL
        for facts in index.facts
        if facts.symbol == symbol and facts.title
        for match in index.registry.find_names(facts.title, facts.language)
    )
