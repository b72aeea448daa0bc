"""What the Evaluate page shows of the folder of the evals: suites, results, reports."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from coopbot.errors import NotInCorpus
from coopbot.settings import Settings
from ui.evaluate_run import call_eval

FIGURES = ("answered", "paragraph_right", "facts", "handled", "consistency", "R@1")
"""Metrics that the list of results shows."""
MOST_SHOWN = 100
"""Results listed, the latest ones."""

_FOLDERS = ("suites", "drafts")
_STYLE = re.compile(r"<style[^>]*>(?P<rules>.*?)</style>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Result:
    """One results file in short."""

    name: str
    """Name of the file without its ending."""
    kind: str
    """``answers``, or the kind of another measurement such as ``bench``."""
    date: str
    commit: str
    suite: str = ""
    system: str = ""
    build: str = ""
    cases: int = 0
    errors: int = 0
    figures: Mapping[str, float] | None = None


def suites(settings: Settings) -> dict[str, Path]:
    """Return the suites of the folder by name; drafts are named after their folder."""
    found = {}
    for folder in _FOLDERS:
        for path in sorted((settings.evals / folder).glob("*.jsonl")):
            found[path.stem if folder == "suites" else f"{folder}/{path.stem}"] = path
    return found


def past_results(settings: Settings) -> list[Result]:
    """Return the results that can be read, the latest first."""
    found = []
    for path in (settings.evals / "results").glob("*.json"):
        stat = path.stat()
        result = _result(path, stat.st_mtime_ns, stat.st_size)
        if result is not None:
            found.append(result)
    return sorted(found, key=lambda result: (result.date, result.name), reverse=True)[:MOST_SHOWN]


def results_path(settings: Settings, name: str) -> Path:
    """Return the results file of a name.

    :raises NotInCorpus: when the folder holds none of this name.
    """
    # Taken from the listing: a name never becomes part of a path.
    held = {path.stem: path for path in (settings.evals / "results").glob("*.json")}
    if name not in held:
        raise NotInCorpus(f"There are no results named {name!r}; choose some of the list.")
    return held[name]


def report_page(settings: Settings, name: str) -> str:
    """Return the report of results as HTML, made now where none is held.

    :raises NotInCorpus: when there are no such results, or their kind has no page.
    """
    results = results_path(settings, name)
    beside = results.with_suffix(".html")
    if beside.is_file():
        return beside.read_text("utf-8")
    report = settings.evals / "reports" / f"{name}.html"
    if not report.is_file() or report.stat().st_mtime < results.stat().st_mtime:
        summary = _result(results, results.stat().st_mtime_ns, results.stat().st_size)
        if summary is None or summary.kind != "answers":
            raise NotInCorpus(f"The measurement {name!r} has no page; open its file {results}.")
        call_eval(
            ["report", str(results), "--out", str(report.parent), "--corpus", str(settings.corpus)]
        )
    return report.read_text("utf-8")


def report_policy(page: str) -> str:
    """Return the policy of a report: its own style by hash, no script, nothing from outside."""
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(m['rules'].encode()).digest()).decode()}'"
        for m in _STYLE.finditer(page)
    )
    return (
        f"default-src 'none'; style-src {hashes or chr(39) + 'none' + chr(39)}; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    )


def compared(settings: Settings, a: str, b: str) -> dict[str, Any]:
    """Return how B differs from A, as ``coopbot eval compare --json`` says.

    :raises UsageError: when the two cannot be compared.
    """
    paths = [str(results_path(settings, name)) for name in (a, b)]
    comparison: dict[str, Any] = json.loads(call_eval(["compare", *paths, "--json"]))
    return comparison


@lru_cache(maxsize=1024)
def _result(path: Path, changed: int, size: int) -> Result | None:
    """Read a results file once; ``changed`` and ``size`` tell when it is another one."""
    try:
        data = json.loads(path.read_text("utf-8"))
        kind = str(data.get("kind", "answers"))
        common = (path.stem, kind, str(data.get("date", "")), str(data.get("commit") or ""))
        if kind != "answers":
            return Result(*common)
        return Result(
            *common,
            suite=str(data["suite"]["name"]),
            system=str(data["system"]["name"]),
            build=str(data["system"].get("build", "")),
            cases=int(data["suite"]["cases"]),
            errors=int(data["errors"]),
            figures={
                name: float(data["metrics"][name]["value"])
                for name in FIGURES
                if name in data["metrics"]
            },
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None  # a file of another making is no result
