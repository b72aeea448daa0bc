"""Write what a run measured in every form that people and machines read."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from evals.checks import Texts
from evals.page import render_page
from evals.results import Results, load_results
from evals.table_forms import one_line
from evals.tables import (
    by_class,
    by_language,
    faults,
    latencies,
    overview,
    refusals,
    worst,
)


def write_report(
    results: Results, folder: Path, texts: Texts | None = None, history: Sequence[Results] = ()
) -> list[Path]:
    """Write ``report.html``, ``.md``, ``.xml`` (JUnit) and ``.json`` named after the results."""
    folder.mkdir(parents=True, exist_ok=True)
    stem = results.name.removesuffix(".json")
    contents = {
        f"{stem}.html": render_page(results, texts, history),
        f"{stem}.md": render_markdown(results),
        f"{stem}.xml": render_junit(results),
        f"{stem}.json": json.dumps(results.data, ensure_ascii=False, indent=1) + "\n",
    }
    for name, text in contents.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in contents]


def render_markdown(results: Results, limit: int = 20) -> str:
    """Return a summary for a pull request or a mail."""
    data = results.data
    parts = [
        f"# {results.suite} – {results.system}",
        f"{data['date']}, commit {data['commit'] or 'unknown'}, "
        f"build {data['system'].get('build', '–')}, results `{results.name}`; "
        f"{data['suite']['cases']} cases, {data['errors']} failed.",
    ]
    tables = (overview, by_language, by_class, refusals, latencies)
    parts += [
        f"## {table.title}\n\n{table.as_markdown()}" for make in tables if (table := make(results))
    ]
    wrong = worst(results.rows)
    lines = [
        f"- `{row['id']}` ({row['expect']}, was {row['outcome']}): {one_line(row['question'])} "
        f"– {'; '.join(faults(row)) or row.get('error', '')}"
        for row in wrong[:limit]
    ]
    if lines:
        parts.append(f"## Worst {len(lines)} of {len(wrong)} faulty cases\n\n" + "\n".join(lines))
    return "\n\n".join(parts) + "\n"


def render_junit(results: Results) -> str:
    """Return JUnit XML: a case fails when it was not treated as the suite asks."""
    rows = results.rows
    failed = [row for row in rows if failure_of(row)]
    errors = [row for row in rows if row["outcome"] == "failed"]
    suite = ElementTree.Element(
        "testsuite",
        name=f"{results.suite} {results.system}",
        tests=str(len(rows)),
        failures=str(len(failed) - len(errors)),
        errors=str(len(errors)),
        timestamp=str(results.data["date"]),
        time=f"{results.data['seconds']:.3f}",
    )
    for row in rows:
        case = ElementTree.SubElement(
            suite,
            "testcase",
            classname=f"{results.suite}.{row['language']}.{row['class']}",
            name=row["id"],
            time=f"{row['seconds'] or 0:.3f}",
        )
        reason = failure_of(row)
        if reason:
            kind = "error" if row["outcome"] == "failed" else "failure"
            node = ElementTree.SubElement(case, kind, message=_printable(reason))
            node.text = _printable(
                f"{row['question']}\n\n{(row.get('answer') or {}).get('answer', '')}"
            )
    return ElementTree.tostring(suite, encoding="unicode", xml_declaration=True) + "\n"


def failure_of(row: Mapping[str, Any]) -> str | None:
    """Say in one line why a case counts as failed, None where it passed."""
    if row["outcome"] == "failed":
        return str(row.get("error") or "no answer")
    scores = row["scores"]
    decisive = ("handled", "paragraph_right", "forbidden_absent", "verbatim_quotes")
    reasons = [f"{name} is {scores[name]:.2f}" for name in decisive if scores.get(name, 1.0) < 1.0]
    if reasons:
        return f"expected {row['expect']}, was {row['outcome']}: {', '.join(reasons)}"
    return None


def find_history(folder: Path, results: Results) -> list[Results]:
    """Return earlier results of the same suite and system, oldest first."""
    earlier = []
    for path in folder.glob(f"{results.suite}-{results.system}-*.json"):
        other = load_results(path)
        same = other.data["suite"]["sha256"] == results.data["suite"]["sha256"]
        if same and other.data["date"] < results.data["date"]:
            earlier.append(other)
    return sorted(earlier, key=lambda other: str(other.data["date"]))


def _printable(text: str) -> str:
    """Drop characters that XML cannot hold."""
    return "".join(
        c for c in text if c in "\n\t" or (ord(c) >= 32 and not 0xD800 <= ord(c) <= 0xDFFF)
    )
