"""Check every statement against the paragraphs it cites; what fails is never shown.

Deterministic: a statement is a quotation, and stands when it is an exact substring of a paragraph
that it cites and each of its citations quotes its own paragraph exactly.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from coopbot.answering import Draft
from coopbot.types import Citation, Statement
from coopbot.wording import quoted, text


def verify_draft(draft: Draft) -> tuple[Draft, dict[str, int]]:
    """Return the draft with only what passed, and the counts for the receipt.

    Where something failed, the lines are written again from the statements that stand; where none
    is left, they say that there is no answer.
    """
    by_number = {citation.n: citation for citation in draft.citations}
    kept = [statement for statement in draft.statements if is_verbatim(statement, by_number)]
    shown = {n for statement in kept for n in statement.citations}
    dropped = len(draft.statements) - len(kept)
    if dropped or len(shown) < len(by_number):
        draft.statements = kept
        draft.citations = [citation for citation in draft.citations if citation.n in shown]
        draft.lines = [_line(statement, by_number, draft.language) for statement in kept] or [
            text("no_evidence", draft.language)
        ]
    return draft, {
        "statements": len(kept),
        "dropped": dropped,
        "quotes_verbatim": sum(
            citation.quote in citation.paragraph.text for citation in draft.citations
        ),
    }


def is_verbatim(statement: Statement, citations: Mapping[int, Citation]) -> bool:
    """Tell whether a quotation stands word for word in a paragraph that it cites."""
    cited: Sequence[Citation] = [citations[n] for n in statement.citations if n in citations]
    if len(cited) != len(statement.citations) or not cited:
        return False
    return all(c.quote in c.paragraph.text for c in cited) and any(
        statement.text in c.paragraph.text for c in cited
    )


def _line(statement: Statement, citations: Mapping[int, Citation], language: str) -> str:
    """Write one quotation with its markers, an unofficial translation labelled as such."""
    source = next(
        paragraph
        for n in statement.citations
        if statement.text in (paragraph := citations[n].paragraph).text
    )
    label = "" if source.official else f" ({text('unofficial', language)})"
    markers = " ".join(f"[{n}]" for n in statement.citations)
    return f"{quoted(statement.text, source.language)}{label} {markers}"
