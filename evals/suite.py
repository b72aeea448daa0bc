"""Read and write suites: questions with what a right answer cites, says and must not say.

One line of JSON is one case::

    {"id": "aarhus-workshop.en", "language": "en", "class": "temporal",
     "question": "When and where ...?", "expect": "answer",
     "expected": [{"symbol": "UNEP/CBD/BS/COP-MOP/4/6", "label": "19"}],
     "facts": [["19 and 20 May 2008", "2008年5月19日至20日"], ["Cologne", "科隆"]]}
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coopbot.errors import UsageError
from coopbot.languages import LANGUAGES

CLASSES = (
    "factual",
    "list",
    "decision-lookup",
    "cross-reference",
    "temporal",
    "numeric",
    "comparison",
    "ambiguous",
    "unanswerable",
    "adversarial",
)
"""The ten classes of questions, in the order in which tables show them."""

_CLASS_ALIASES = {
    "list/aggregate": "list",
    "aggregate": "list",
    "list-aggregate": "list",
    "decision": "decision-lookup",
    "crossreference": "cross-reference",
}

EXPECTATIONS = ("answer", "abstain", "ask_back", "refuse")
"""What the system should do."""

_FIELDS = frozenset(
    {
        "id",
        "language",
        "class",
        "question",
        "history",
        "expect",
        "expected",
        "facts",
        "forbidden",
        "note",
    }
)
_REQUIRED = ("id", "language", "class", "question", "expect")


@dataclass(frozen=True, slots=True)
class Target:
    """A paragraph that is a right citation: symbol and canonical label."""

    symbol: str
    label: str

    @property
    def key(self) -> tuple[str, str]:
        """Symbol and label."""
        return (self.symbol, self.label)


@dataclass(frozen=True, slots=True)
class Case:
    """One question and what is expected of it."""

    id: str
    language: str
    kind: str
    """One of :data:`CLASSES`; ``class`` in the file."""
    question: str
    expect: str
    """One of :data:`EXPECTATIONS`."""
    expected: tuple[Target, ...] = ()
    """Each is a right citation. Where nothing can be answered: what a sourced correction would
    cite, the candidates of an ambiguous question, or the nearest paragraphs."""
    facts: tuple[tuple[str, ...], ...] = ()
    """Each fact as its acceptable forms, in any language that a quotation may have."""
    forbidden: tuple[str, ...] = ()
    """Forms that an answer must not contain."""
    history: tuple[Mapping[str, str], ...] = ()
    """Turns before the question: ``{"role": "user" | "assistant", "text": ...}``."""
    note: str | None = None

    @property
    def group(self) -> str:
        """What the versions of one question in several languages share: the id to its last dot."""
        return self.id.rsplit(".", 1)[0]

    def to_dict(self) -> dict[str, Any]:
        """Return the form that a line of the file has."""
        row: dict[str, Any] = {
            "id": self.id,
            "language": self.language,
            "class": self.kind,
            "question": self.question,
        }
        if self.history:
            row["history"] = [dict(turn) for turn in self.history]
        row["expect"] = self.expect
        row["expected"] = [{"symbol": t.symbol, "label": t.label} for t in self.expected]
        if self.facts:
            row["facts"] = [list(forms) for forms in self.facts]
        if self.forbidden:
            row["forbidden"] = list(self.forbidden)
        if self.note:
            row["note"] = self.note
        return row


@dataclass(frozen=True, slots=True)
class Suite:
    """Named cases and the hash of their content."""

    name: str
    cases: tuple[Case, ...]

    @property
    def sha256(self) -> str:
        """Hash of the cases, in their order."""
        digest = hashlib.sha256()
        for case in self.cases:
            digest.update(_line(case).encode("utf-8"))
        return digest.hexdigest()


def load_suite(path: Path) -> Suite:
    """Read a suite; the name is the file's stem.

    :raises UsageError: naming the file and line of the first thing that is wrong.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"The suite {path} cannot be read ({error}); give a UTF-8 file with one case a line."
        ) from None
    cases: list[Case] = []
    lines_of: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        case = _read_line(line, f"{path} line {number}")
        if case.id in lines_of:
            raise UsageError(
                f"{path} line {number}: the id {case.id!r} was used in line {lines_of[case.id]}; "
                "give each case an id of its own."
            )
        lines_of[case.id] = number
        cases.append(case)
    if not cases:
        raise UsageError(f"The suite {path} holds no case; write one JSON object a line.")
    return Suite(path.stem, tuple(cases))


def save_suite(path: Path, cases: Iterable[Case]) -> None:
    """Write cases as JSONL, UTF-8."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(_line(case) for case in cases), encoding="utf-8")


def parse_case(row: object, place: str) -> Case:
    """Check one case.

    :param place: where it stands, such as ``suite.jsonl line 3``; it opens every error.
    :raises UsageError: for the first thing that is wrong.
    """
    if not isinstance(row, Mapping):
        raise UsageError(f"{place}: a case must be a JSON object, not {type(row).__name__}.")
    unknown = sorted(set(row) - _FIELDS)
    if unknown:
        raise UsageError(
            f"{place}: unknown field {unknown[0]!r}; allowed are {', '.join(sorted(_FIELDS))}."
        )
    for name in _REQUIRED:
        if not isinstance(row.get(name), str) or not row[name].strip():
            raise UsageError(
                f"{place}: {name} must be a text that is not empty, not {row.get(name)!r}."
            )
    kind = row["class"].strip().lower().replace("_", "-").replace(" ", "-").replace("-/-", "/")
    case = Case(
        id=row["id"],
        language=_one_of(row["language"], LANGUAGES, "language", place),
        kind=_one_of(_CLASS_ALIASES.get(kind, kind), CLASSES, "class", place),
        question=row["question"],
        expect=_one_of(row["expect"], EXPECTATIONS, "expect", place),
        expected=_targets(row.get("expected", []), place),
        facts=_facts(row.get("facts", []), place),
        forbidden=_texts(row.get("forbidden", []), "forbidden", place),
        history=_turns(row.get("history", []), place),
        note=row.get("note"),
    )
    if case.expect == "answer" and not case.expected:
        raise UsageError(
            f"{place}: a case that expects an answer needs a paragraph in expected; "
            "name symbol and label."
        )
    return case


def _read_line(line: str, place: str) -> Case:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise UsageError(f"{place}: not JSON ({error.msg} at column {error.colno}).") from None
    return parse_case(row, place)


def _line(case: Case) -> str:
    return json.dumps(case.to_dict(), ensure_ascii=False) + "\n"


def _one_of(value: str, allowed: tuple[str, ...], name: str, place: str) -> str:
    if value not in allowed:
        raise UsageError(f"{place}: {name} cannot be {value!r}; use one of {', '.join(allowed)}.")
    return value


def _texts(value: object, name: str, place: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
        raise UsageError(f"{place}: {name} must be a list of texts, not {value!r}.")
    return tuple(value)


def _targets(value: object, place: str) -> tuple[Target, ...]:
    if not isinstance(value, list):
        raise UsageError(f"{place}: expected must be a list, not {value!r}.")
    targets = []
    for entry in value:
        if not isinstance(entry, Mapping) or set(entry) != {"symbol", "label"}:
            raise UsageError(f"{place}: expected holds {entry!r}; give symbol and label.")
        targets.append(
            Target(*_texts([entry["symbol"], entry["label"]], "symbol and label", place))
        )
    return tuple(targets)


def _facts(value: object, place: str) -> tuple[tuple[str, ...], ...]:
    if not isinstance(value, list):
        raise UsageError(f"{place}: facts must be a list of lists of texts, not {value!r}.")
    facts = tuple(_texts(forms, "each of facts", place) for forms in value)
    if not all(facts):
        raise UsageError(f"{place}: a fact without forms can never be met; give one or drop it.")
    return facts


def _turns(value: object, place: str) -> tuple[Mapping[str, str], ...]:
    if not isinstance(value, list):
        raise UsageError(f"{place}: history must be a list of turns, not {value!r}.")
    for turn in value:
        if (
            not isinstance(turn, Mapping)
            or turn.get("role") not in ("user", "assistant")
            or not isinstance(turn.get("text"), str)
        ):
            raise UsageError(
                f"{place}: history holds {turn!r}; a turn has role (user or assistant) and text."
            )
    return tuple({"role": turn["role"], "text": turn["text"]} for turn in value)
