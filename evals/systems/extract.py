"""The answer of a system that only quotes: one sentence of the paragraph it found first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from coopbot.languages import detect_language
from evals.reference import Passage


def quoting_answer(
    question: str, found: Sequence[Passage], quote: str, settings: dict[str, Any]
) -> dict[str, Any]:
    """Return the public JSON for a quotation from the first passage found.

    Such a system never abstains unless it found nothing at all.
    """
    answer: dict[str, Any] = {
        "question": question,
        "language": detect_language(question),
        "standalone_question": question,
        "abstained": not found,
        "reason": None if found else "no_evidence",
        "answer": f"{quote} [1]" if found else "",
        "statements": [],
        "citations": [],
        "nearest": [
            {
                "symbol": passage.symbol,
                "label": passage.label,
                "language": passage.language,
                "text": passage.text,
                "score": 1.0 / rank,
            }
            for rank, passage in enumerate(found, start=1)
        ],
        "suggestions": [],
        "receipt": {"settings": settings},
        "timings_ms": {},
    }
    if found:
        first = found[0]
        answer["statements"] = [{"text": quote, "citations": [1], "verdict": "verbatim"}]
        answer["citations"] = [
            {
                "n": 1,
                "symbol": first.symbol,
                "label": first.label,
                "language": first.language,
                "quote": quote,
                "verdict": "verbatim",
            }
        ]
    return answer
