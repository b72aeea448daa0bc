"""Results files: everything measured in one run, with what is needed to repeat it.

Runs of suites have a form of their own (:class:`Results`); every other measurement is saved by
:func:`save_measurement`, with commit, date and machine.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from coopbot.errors import UsageError
from evals.metrics import (
    Row,
    count_unscored,
    latency,
    refusal_matrix,
    summarize,
)
from evals.suite import Suite

FORMAT = 1
"""Version of the file's form; files of another one are not compared."""

_NEAREST_SHOWN = 5
_NEAREST_CHARACTERS = 240


@dataclass(frozen=True, slots=True)
class Results:
    """One results file, as JSON has it."""

    data: Mapping[str, Any]

    @property
    def suite(self) -> str:
        """Name of the suite."""
        return str(self.data["suite"]["name"])

    @property
    def system(self) -> str:
        """Name of the system."""
        return str(self.data["system"]["name"])

    @property
    def name(self) -> str:
        """File name: ``<suite>-<system>-<hash>.json``."""
        return f"{self.suite}-{self.system}-{self.data['hash']}.json"

    @property
    def rows(self) -> Sequence[Mapping[str, Any]]:
        """One entry per case."""
        rows: Sequence[Mapping[str, Any]] = self.data["rows"]
        return rows

    @property
    def metrics(self) -> Mapping[str, Mapping[str, float]]:
        """Mean and interval by metric, over all cases."""
        metrics: Mapping[str, Mapping[str, float]] = self.data["metrics"]
        return metrics

    def save(self, folder: Path) -> Path:
        """Write the file and return its path."""
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / self.name
        path.write_text(
            json.dumps(self.data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
        return path


def load_results(path: Path) -> Results:
    """Read a results file.

    :raises UsageError: when it is not one of this form.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(
            f"The results file {path} cannot be read ({error}); make one with `coopbot eval run`."
        ) from None
    if not isinstance(data, dict) or data.get("format") != FORMAT or "rows" not in data:
        seen = data.get("format") if isinstance(data, dict) else type(data).__name__
        raise UsageError(
            f"{path} is not a results file of format {FORMAT} (its format is {seen!r}); "
            "make one with `coopbot eval run`."
        )
    return Results(data)


def make_results(
    suite: Suite, system: Mapping[str, Any], rows: Sequence[Row], *, seconds: float
) -> Results:
    """Derive every table from the rows.

    :param system: its description; ``name`` is required.
    :param seconds: wall-clock time of the whole run.
    """
    commit = current_commit()
    return Results(
        {
            "format": FORMAT,
            "hash": digest_of([suite.sha256, system, commit]),
            "suite": {"name": suite.name, "sha256": suite.sha256, "cases": len(suite.cases)},
            "system": dict(system),
            "commit": commit,
            "date": datetime.now(UTC).isoformat(timespec="seconds"),
            "machine": machine(),
            "seconds": round(seconds, 3),
            "metrics": _estimates(rows),
            "unscored": count_unscored(rows),
            "errors": sum(row.outcome == "failed" for row in rows),
            "by_language": _by(rows, "language"),
            "by_class": _by(rows, "class"),
            "refusal_matrix": refusal_matrix(rows),
            "latency": {name: value.to_dict() for name, value in latency(rows).items()},
            "rows": [_row(row) for row in rows],
        }
    )


def save_measurement(
    kind: str,
    measured: Mapping[str, Any],
    folder: Path,
    identity: object,
    *,
    name: str | None = None,
) -> Path:
    """Write ``<name>-<hash>.json`` and return its path; equal identities overwrite each other.

    :param kind: tells the tables and the documentation what the file holds.
    :param identity: what makes two measurements the same one, beside the commit.
    :param name: begins the file's name; the kind where it is not given.
    """
    commit = current_commit()
    digest = digest_of([kind, commit, identity])
    data = {
        "format": FORMAT,
        "kind": kind,
        "hash": digest,
        "commit": commit,
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        # The load tells how far seconds can be believed.
        "machine": {**machine(), "load": [round(value, 2) for value in os.getloadavg()]},
        **measured,
    }
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name or kind}-{digest}.json"
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path


def digest_of(identity: object) -> str:
    """Return twelve hexadecimal figures that tell one identity from another."""
    text = json.dumps(identity, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:12]


def machine() -> dict[str, Any]:
    """Return what a measurement depends on of the machine."""
    return {
        "cores": os.cpu_count(),
        "platform": platform.platform(),
        "python": platform.python_version(),
    }


def current_commit() -> str | None:
    """Return the commit of the working folder, with ``+`` when files differ from it."""
    try:
        head = subprocess.run(
            ["git", "rev-parse", "HEAD"], capture_output=True, text=True, timeout=10, check=True
        ).stdout.strip()
        changed = subprocess.run(
            ["git", "status", "--porcelain"], capture_output=True, text=True, timeout=10, check=True
        ).stdout.strip()
    except (OSError, subprocess.SubprocessError):
        return None
    return head[:12] + ("+" if changed else "")


def _estimates(rows: Sequence[Row]) -> dict[str, dict[str, float | int]]:
    return {name: value.to_dict() for name, value in summarize(rows).items()}


def _by(rows: Sequence[Row], what: str) -> dict[str, dict[str, dict[str, float | int]]]:
    def key(row: Row) -> str:
        return row.case.language if what == "language" else row.case.kind

    return {
        name: _estimates([row for row in rows if key(row) == name])
        for name in dict.fromkeys(map(key, rows))
    }


def _row(row: Row) -> dict[str, Any]:
    entry = row.case.to_dict()
    # The forms of the facts stay in the suite; a reader needs to know which are meant.
    entry["facts"] = [forms[0] for forms in row.case.facts]
    entry["missing"] = list(row.missing)
    entry.update(
        group=row.case.group,
        outcome=row.outcome,
        scores={name: round(value, 6) for name, value in row.scores.items()},
        seconds=None if row.reply.seconds is None else round(row.reply.seconds, 6),
    )
    if row.unscored:
        entry["unscored"] = dict(row.unscored)
    if row.reply.error:
        entry["error"] = row.reply.error
    if row.reply.ranking is not None:
        entry["ranking"] = [list(key) for key in row.reply.ranking]
    if row.reply.answer is not None:
        entry["answer"] = _compact(row.reply.answer)
    return entry


def _compact(answer: Mapping[str, Any]) -> dict[str, Any]:
    """Keep of an answer what a reader of the report needs beside the question."""
    kept: dict[str, Any] = {
        name: answer.get(name)
        for name in ("language", "standalone_question", "abstained", "reason", "answer")
    }
    kept["statements"] = list(answer.get("statements") or ())
    kept["citations"] = [
        {name: citation.get(name) for name in ("n", "symbol", "label", "language", "quote")}
        for citation in _mappings(answer.get("citations"))
    ]
    kept["nearest"] = [
        {
            "symbol": entry.get("symbol"),
            "label": entry.get("label"),
            "language": entry.get("language"),
            "text": _shortened(str(entry.get("text", ""))),
            "score": entry.get("score"),
        }
        for entry in _mappings(answer.get("nearest"))[:_NEAREST_SHOWN]
    ]
    receipt = answer.get("receipt")
    if isinstance(receipt, Mapping):
        kept["receipt"] = {
            name: receipt[name] for name in ("sufficiency", "checks") if name in receipt
        }
    return kept


def _shortened(text: str) -> str:
    return text if len(text) <= _NEAREST_CHARACTERS else text[:_NEAREST_CHARACTERS] + " …"


def _mappings(value: object) -> list[Mapping[str, Any]]:
    if not isinstance(value, Iterable):
        return []
    return [entry for entry in value if isinstance(entry, Mapping)]
