"""From a reader's thumbs-down with a comment to a draft case of a suite."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from coopbot.conversations import Conversations, Feedback
from coopbot.errors import UsageError
from coopbot.languages import LANGUAGES

CLASSES = (
    "factual", "list", "decision-lookup", "cross-reference", "temporal", "numeric", "comparison",
    "ambiguous", "unanswerable", "adversarial",
)  # fmt: skip
"""Classes of questions, as the evals name them; a test compares the two."""
EXPECTATIONS = ("answer", "abstain", "ask_back", "refuse")
FILE = "feedback.jsonl"
"""Drafts from feedback, in the folder ``drafts``: a suite like the others."""
MOST_SHOWN = 200

_writing = threading.Lock()


def complaints(store: Conversations) -> list[Feedback]:
    """Return each thumbs-down that has a comment, the latest first."""
    found = [one for one in store.feedback() if one.rating == "down" and one.comment.strip()]
    return found[::-1][:MOST_SHOWN]


def complaint(store: Conversations, identity: str) -> Feedback | None:
    """Return one of them, None where there is none of this id."""
    return next((one for one in complaints(store) if one.id == identity), None)


def case_id(feedback: Feedback) -> str:
    """Return the id of the case made of a feedback: the same feedback gives the same one."""
    return f"feedback-{feedback.id[:12]}.{_language(feedback)}"


def cited(answer: Mapping[str, Any]) -> list[str]:
    """Return what an answer cited, or came nearest to, as lines ``SYMBOL label``."""
    places = answer.get("citations") or answer.get("nearest") or ()
    # The answer may have been sent along with the feedback: nothing about its form is certain.
    return list(
        dict.fromkeys(
            " ".join(f"{place.get('symbol', '')} {place.get('label', '')}".split())
            for place in (places if isinstance(places, list) else ())
            if isinstance(place, Mapping)
        )
    )


def question_of(feedback: Feedback) -> str:
    """Return the question that a feedback is about; empty where it names none."""
    return str(feedback.answer.get("question") or "").strip()


def draft_case(
    feedback: Feedback, kind: str, expect: str, expected: str, facts: str, note: str
) -> dict[str, Any]:
    """Return the case as a line of a suite has it.

    :param expected: a paragraph a line, as ``SYMBOL label``.
    :param facts: a fact a line, its forms separated by ``|``.
    :raises UsageError: naming what cannot be read.
    """
    if kind not in CLASSES:
        raise UsageError(f"The class cannot be {kind!r}; use one of {', '.join(CLASSES)}.")
    if expect not in EXPECTATIONS:
        raise UsageError(
            f"The expectation cannot be {expect!r}; use one of {', '.join(EXPECTATIONS)}."
        )
    if not question_of(feedback):
        raise UsageError("This feedback names no question; no case can be made of it.")
    targets = [_target(line) for line in _lines(expected)]
    if expect == "answer" and not targets:
        raise UsageError("A case that expects an answer needs a paragraph; name symbol and label.")
    case: dict[str, Any] = {
        "id": case_id(feedback),
        "language": _language(feedback),
        "class": kind,
        "question": question_of(feedback),
        "expect": expect,
        "expected": targets,
    }
    receipt = feedback.answer.get("receipt")
    turns = _turns(receipt.get("history") if isinstance(receipt, Mapping) else None)
    if turns:
        case["history"] = turns
    forms = [[form.strip() for form in line.split("|") if form.strip()] for line in _lines(facts)]
    if any(forms):
        case["facts"] = [fact for fact in forms if fact]
    if note.strip():
        case["note"] = " ".join(note.split())
    return case


def add_draft(folder: Path, case: Mapping[str, Any]) -> bool:
    """Append a case to the drafts; False when they hold its id already. Nothing is overwritten.

    :raises UsageError: when the file cannot be written.
    """
    path = folder / FILE
    line = json.dumps(case, ensure_ascii=False) + "\n"
    with _writing:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            held = path.read_text("utf-8") if path.is_file() else ""
            if any(_id_of(one) == case["id"] for one in held.splitlines()):
                return False
            if held and not held.endswith("\n"):
                line = "\n" + line
            with path.open("a", encoding="utf-8") as file:
                file.write(line)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise UsageError(
                f"The draft cannot be written to {path} ({error.strerror}); download it, or let "
                "the service write there (COOPBOT_EVALS)."
            ) from None
    return True


def _language(feedback: Feedback) -> str:
    language = str(feedback.answer.get("language"))
    return language if language in LANGUAGES else "en"


def _target(line: str) -> dict[str, str]:
    symbol, _, label = line.rpartition(" ")
    if not symbol.strip():
        raise UsageError(f"The paragraph {line!r} cannot be read; write symbol, space, label.")
    return {"symbol": symbol.strip(), "label": label}


def _turns(history: object) -> list[dict[str, str]]:
    if not isinstance(history, Sequence) or isinstance(history, str):
        return []
    return [
        {"role": str(turn["role"]), "text": str(turn["text"])}
        for turn in history
        if isinstance(turn, Mapping)
        and turn.get("role") in ("user", "assistant")
        and "text" in turn
    ]


def _id_of(line: str) -> object:
    try:
        return json.loads(line).get("id")
    except (ValueError, AttributeError):
        return None


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
