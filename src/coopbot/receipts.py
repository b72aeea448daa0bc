"""Receipts: how a question was asked, to ask it again and to show what has changed since.

The receipt of an answer holds the question with its history, language and scope, the build and the
settings that shape answers, what was retrieved, the model and the counts of the checks.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from coopbot.errors import UsageError
from coopbot.settings import Settings
from coopbot.types import Answer

SHAPING = ("embedder", "reranker", "chat_model", "sufficiency")
"""Settings that shape answers and may be shown; an address of an endpoint only counts."""

_MOST_BYTES = 64 * 1024 * 1024
"""A file above this is no receipt: a conversation has at most some hundred turns."""

_EXCERPT = 80
"""Characters shown of a statement that came or went."""


def with_circumstances(
    answer: Answer,
    settings: Settings,
    history: Sequence[Mapping[str, str]],
    language: str | None,
    scope: Mapping[str, Any] | None,
    *,
    quote_only: bool = False,
) -> Answer:
    """Return an answer whose receipt tells how it was asked: enough to ask it again.

    :param language: as asked for; None where the question's own was taken.
    :param quote_only: whether no language model was to be asked.
    """
    circumstances = {
        "question": answer.question,
        "standalone_question": answer.standalone_question,
        "language": language,
        "history": [{"role": turn["role"], "text": turn["text"]} for turn in history],
        "scope": dict(scope) if scope else None,
        "quote_only": quote_only,
        "shaping": shaping_of(settings),
    }
    return replace(answer, receipt={**circumstances, **answer.receipt})


def shaping_of(settings: Settings) -> dict[str, Any]:
    """Return the settings that shape answers, without addresses and secrets."""
    return {
        **{name: getattr(settings, name) for name in SHAPING},
        "chat_base_url": "set" if settings.chat_base_url else None,
    }


@dataclass(frozen=True, slots=True)
class Receipt:
    """An answer that was given, with how to ask for it again."""

    answer: Mapping[str, Any]
    """The public JSON."""
    history: tuple[Mapping[str, str], ...]
    language: str | None
    scope: Mapping[str, Any] | None
    quote_only: bool = False
    """Whether no language model was to be asked."""

    @property
    def question(self) -> str:
        """The question as it was asked."""
        return str(self.answer["question"])

    @property
    def build(self) -> str:
        """The build that answered."""
        return str(self.answer["receipt"].get("build", ""))


def read_receipt(path: Path, turn: int | None = None) -> Receipt:
    """Read an answer saved by ``ask --json``, or one of an exported conversation.

    :param turn: which answer of several, from 1; the last where not given.
    :raises UsageError: when the file holds no such answer.
    """
    answers = list(_answers(_parsed(path)))
    if not answers:
        raise UsageError(
            f"{path} holds no answer with a receipt; save one with `coopbot ask --json`, or export "
            "a conversation as JSON."
        )
    place = len(answers) if turn is None else turn
    if not 1 <= place <= len(answers):
        raise UsageError(f"{path} holds {len(answers)} answers and no number {place}.")
    return _receipt_of(answers[place - 1], path)


def _parsed(path: Path) -> Any:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise UsageError(f"{path} is larger than {_MOST_BYTES:,} bytes and so no receipt.")
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise UsageError(f"The receipt {path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise UsageError(f"The receipt {path} is not UTF-8 text; give a JSON file.") from None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        pass
    try:
        # Feedback is exported as one JSON object a line.
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    except (ValueError, RecursionError) as error:
        raise UsageError(f"The receipt {path} is not JSON: {error}.") from None


def _answers(value: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the answers in what was saved: one, a list, a conversation, rows of feedback."""
    if isinstance(value, list):
        for one in value:
            yield from _answers(one)
    elif isinstance(value, dict):
        if isinstance(value.get("receipt"), dict) and isinstance(value.get("question"), str):
            yield value
        elif isinstance(value.get("turns"), list):
            yield from _answers(value["turns"])
        elif isinstance(value.get("answer"), dict):
            yield from _answers(value["answer"])


def _receipt_of(answer: Mapping[str, Any], path: Path) -> Receipt:
    receipt = answer["receipt"]
    history = receipt.get("history") or []
    scope = receipt.get("scope")
    turns_are_whole = isinstance(history, list) and all(
        isinstance(turn, dict)
        and isinstance(turn.get("role"), str)
        and isinstance(turn.get("text"), str)
        for turn in history
    )
    if not turns_are_whole or not (scope is None or isinstance(scope, dict)):
        raise UsageError(f"The receipt in {path} has a history or scope that cannot be read.")
    # A receipt without these was written before they were kept: what it says of itself is taken.
    language = receipt["language"] if "language" in receipt else answer.get("language")
    return Receipt(answer, tuple(history), language, scope, bool(receipt.get("quote_only")))


# -- comparing -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is another now."""

    kind: str
    """``build`` or ``settings``: the circumstances; ``verdict``, ``statement``, ``citation``,
    ``text``, ``language`` or ``view``: the answer."""
    says: str
    """In plain words."""
    before: Any = None
    after: Any = None

    @property
    def of_answer(self) -> bool:
        """Tell whether the answer itself differs, not only how it came about."""
        return self.kind not in ("build", "settings")


@dataclass(frozen=True, slots=True)
class Replay:
    """An answer given again, and how it differs from the first."""

    differences: tuple[Difference, ...]
    answer: Mapping[str, Any]

    @property
    def same(self) -> bool:
        """Tell whether the answer is the same; another build may well give the same answer."""
        return not any(difference.of_answer for difference in self.differences)

    def to_dict(self) -> dict[str, Any]:
        """Return what ``replay --json`` prints."""
        return {
            "same": self.same,
            "differences": [asdict(difference) for difference in self.differences],
            "answer": dict(self.answer),
        }


def compare_answers(before: Mapping[str, Any], after: Mapping[str, Any]) -> Replay:
    """Return every difference between two answers in the public JSON, circumstances first."""
    differences = [
        *_circumstances(before["receipt"], after["receipt"]),
        *_verdict(before, after),
        *_statements(before, after),
        *_citations(before, after),
    ]
    if before.get("language") != after.get("language"):
        says = f"It was answered in {before.get('language')} and is now in {after.get('language')}."
        differences.append(Difference("language", says, before["language"], after["language"]))
    quoting = any(d.kind in ("verdict", "statement", "citation") for d in differences)
    if before.get("answer") != after.get("answer") and not quoting:
        says = "The words around the quotations differ."
        differences.append(Difference("text", says, before.get("answer"), after.get("answer")))
    if "view" in before and "view" in after and _cells(before) != _cells(after):
        says = "The table or card beside the answer differs."
        differences.append(Difference("view", says, before["view"], after["view"]))
    return Replay(tuple(differences), after)


def _circumstances(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Difference]:
    if before.get("build") != after.get("build"):
        says = f"Build {before.get('build')} answered then, build {after.get('build')} now."
        yield Difference("build", says, before.get("build"), after.get("build"))
    then, now = before.get("shaping"), after.get("shaping")
    changed = False
    if isinstance(then, dict) and isinstance(now, dict):
        for name in sorted({*then, *now}):
            if then.get(name) != now.get(name):
                changed = True
                says = f"The setting {name} was {then.get(name)!r} and is {now.get(name)!r}."
                yield Difference("settings", says, then.get(name), now.get(name))
    if before.get("settings") != after.get("settings") and not changed:
        says = (
            "The settings that shape answers differ "
            f"(fingerprint {before.get('settings')} then, {after.get('settings')} now)."
        )
        yield Difference("settings", says, before.get("settings"), after.get("settings"))


def _verdict(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Difference]:
    then, now = before.get("reason"), after.get("reason")
    if bool(before.get("abstained")) != bool(after.get("abstained")):
        says = (
            f"It was answered and is not any more ({now})."
            if after["abstained"]
            else f"It was not answered ({then}) and is now."
        )
        yield Difference("verdict", says, then, now)
    elif then != now:
        yield Difference("verdict", f"The reason was {then} and is {now}.", then, now)


def _statements(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Difference]:
    then = [(str(s["text"]), str(s["verdict"])) for s in before.get("statements", ())]
    now = [(str(s["text"]), str(s["verdict"])) for s in after.get("statements", ())]
    for text, verdict in (Counter(then) - Counter(now)).elements():
        says = f"No longer stated: “{_excerpt(text)}” ({verdict})."
        yield Difference("statement", says, text, None)
    for text, verdict in (Counter(now) - Counter(then)).elements():
        yield Difference("statement", f"Now stated: “{_excerpt(text)}” ({verdict}).", None, text)
    if then != now and Counter(then) == Counter(now):
        yield Difference("statement", "The statements come in another order.")


def _citations(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Difference]:
    then = Counter(_cited(citation) for citation in before.get("citations", ()))
    now = Counter(_cited(citation) for citation in after.get("citations", ()))
    for gone in (then - now).elements():
        yield Difference("citation", f"No longer cited: {_shown(gone)}.", _shown(gone), None)
    for new in (now - then).elements():
        yield Difference("citation", f"Now cited: {_shown(new)}.", None, _shown(new))


_Cited = tuple[str, str, str, str, str]


def _cited(citation: Mapping[str, Any]) -> _Cited:
    symbol, label, language, status, quote = (
        str(citation.get(name, "")) for name in ("symbol", "label", "language", "status", "quote")
    )
    return (symbol, label, language, status, quote)


def _shown(cited: _Cited) -> str:
    symbol, label, language, status, quote = cited
    return f"{symbol} ¶{label} [{language}] {status} “{_excerpt(quote)}”"


def _cells(answer: Mapping[str, Any]) -> Any:
    view = answer["view"]
    if not isinstance(view, dict):
        return view
    rows = [[cell.get("text") for cell in row.get("cells", ())] for row in view.get("rows", ())]
    return (view.get("kind"), view.get("title"), view.get("columns"), rows)


def _excerpt(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _EXCERPT else f"{flat[: _EXCERPT - 1]}…"
