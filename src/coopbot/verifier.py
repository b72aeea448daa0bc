"""Check every statement against the paragraphs it cites; what fails is never shown.

Deterministic and language-aware: a quotation must be an exact substring; any other statement may
hold no number, date, reference or name that its evidence does not hold.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from coopbot.answering import Draft
from coopbot.types import Citation, Statement


def verify_draft(draft: Draft) -> tuple[Draft, dict[str, int]]:
    """Return the draft with only what passed, and the counts for the receipt."""
    by_number = {citation.n: citation for citation in draft.citations}
    kept: list[Statement] = []
    dropped = 0
    for statement in draft.statements:
        if is_verbatim(statement, by_number):
            kept.append(statement)
        else:
            dropped += 1
    if dropped:
        shown = {n for statement in kept for n in statement.citations}
        draft.statements = kept
        draft.lines = [statement.text for statement in kept]
        draft.citations = [citation for citation in draft.citations if citation.n in shown]
    return draft, {
        "statements": len(kept),
        "dropped": dropped,
        "quotes_verbatim": sum(
            citation.quote in citation.paragraph.text for citation in draft.citations
        ),
    }


def is_verbatim(statement: Statement, citations: Mapping[int, Citation]) -> bool:
    """Tell whether a quotation stands word for word in the first paragraph it cites."""
    cited: Sequence[Citation] = [citations[n] for n in statement.citations if n in citations]
    if len(cited) != len(statement.citations) or not cited:
        return False
    return all(c.quote in c.paragraph.text for c in cited) and any(
        statement.text in c.paragraph.text for c in cited
    )
