"""What a system gave for a case, parsed once at the edge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

OUTCOMES = ("answered", "asked", "declined", "abstained", "failed")
"""What a system did, in the order of the columns of the refusal matrix."""

_OUTCOME_OF_REASON = {"ambiguous": "asked", "out_of_scope": "declined"}

Key = tuple[str, str]
"""Symbol and label of a paragraph."""


class MalformedReply(Exception):
    """Report a reply that does not have the public form."""


@dataclass(frozen=True, slots=True)
class Cited:
    """One citation of an answer."""

    n: int
    symbol: str
    label: str
    language: str
    quote: str
    verdict: str
    parallel: Mapping[str, str] = field(default_factory=dict)
    """Text of the same paragraph by language."""

    @property
    def key(self) -> Key:
        """Symbol and label."""
        return (self.symbol, self.label)


@dataclass(frozen=True, slots=True)
class Stated:
    """One statement of an answer."""

    text: str
    citations: tuple[int, ...]
    verdict: str


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as the public JSON has it."""

    language: str
    abstained: bool
    reason: str | None
    text: str
    statements: tuple[Stated, ...]
    citations: tuple[Cited, ...]
    nearest: tuple[Key, ...]
    nearest_texts: tuple[str, ...]
    suggestions: tuple[str, ...]

    @property
    def outcome(self) -> str:
        """One of :data:`OUTCOMES`, never ``failed``."""
        if not self.abstained:
            return "answered"
        return _OUTCOME_OF_REASON.get(self.reason or "", "abstained")

    @property
    def cited_keys(self) -> tuple[Key, ...]:
        """Cited paragraphs in order of first appearance, each once."""
        return tuple(dict.fromkeys(citation.key for citation in self.citations))

    @property
    def shown_text(self) -> str:
        """What a reader sees as the answer: its text and the statements in it."""
        return "\n".join((self.text, *(statement.text for statement in self.statements)))


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back from a system for one case."""

    answer: Mapping[str, Any] | None
    """The public JSON; None when the system failed."""
    ranking: tuple[Key, ...] | None
    """Ranked paragraphs, each once; None when the system has no search."""
    seconds: float | None
    """Wall-clock time of the answer alone."""
    error: str | None = None


def canonical_symbol(symbol: str) -> str:
    """Return a symbol as it is compared: case, blanks and the sign of a reissue aside."""
    return symbol.upper().replace(" ", "").rstrip("*")


def unit_of(label: str) -> str:
    """Return the paragraph that an item belongs to: ``21(c)`` belongs to ``21``."""
    return label.split("(", 1)[0] or label


def parse_answer(answer: Mapping[str, Any]) -> Given:
    """Read the public JSON.

    :raises MalformedReply: naming the field that is missing or of the wrong kind.
    """
    try:
        citations = tuple(_cited(row) for row in answer.get("citations", ()))
        statements = tuple(
            Stated(
                str(row["text"]),
                tuple(int(n) for n in row.get("citations", ())),
                str(row.get("verdict", "")),
            )
            for row in answer.get("statements", ())
        )
        nearest = tuple(
            (str(row["symbol"]), str(row["label"])) for row in answer.get("nearest", ())
        )
        abstained = answer["abstained"]
        text = answer["answer"]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise MalformedReply(
            f"The answer does not have the public form ({type(error).__name__}: {error})."
        ) from None
    if not isinstance(abstained, bool) or not isinstance(text, str):
        raise MalformedReply("The answer's fields abstained and answer are not bool and text.")
    return Given(
        language=str(answer.get("language", "")),
        abstained=abstained,
        reason=answer.get("reason"),
        text=text,
        statements=statements,
        citations=citations,
        nearest=nearest,
        nearest_texts=tuple(str(row.get("text", "")) for row in answer.get("nearest", ())),
        suggestions=tuple(str(text) for text in answer.get("suggestions", ())),
    )


def _cited(row: Mapping[str, Any]) -> Cited:
    return Cited(
        n=int(row["n"]),
        symbol=str(row["symbol"]),
        label=str(row["label"]),
        language=str(row.get("language", "")),
        quote=str(row.get("quote", "")),
        verdict=str(row.get("verdict", "")),
        parallel={
            language: str(other.get("text", ""))
            for language, other in (row.get("parallel") or {}).items()
        },
    )
