"""One table of everything measured beside the suites, search, speed and load.

Each kind of results file that :func:`evals.results.save_measurement` writes has a function here
that says in a line what was asked and in a line what came out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from evals.table_forms import Table

Measured = Mapping[str, Any]
"""One results file."""


def measurements_table(files: Sequence[tuple[str, str, Measured]]) -> Table:
    """Return a line for each thing that was measured.

    :param files: kind, file name and content; kinds without a line are left out.
    """
    cells = [
        [what, result, f"`{name}`"]
        for kind, name, data in files
        if kind in LINES
        for what, result in LINES[kind](data)
    ]
    return Table("Measurements", ("What", "Result", "File"), cells)


def _names(data: Measured) -> list[tuple[str, str]]:
    found = next(group["found"] for group in data["groups"] if group["group"] == "all")
    what = f"Names that bring a right paragraph among the first {data['first']}"
    return [(what, f"{found['value']:.3f} of {found['n']}")]


def _documents(data: Measured) -> list[tuple[str, str]]:
    rows = data["rows"]
    worst = min(rows, key=lambda row: float(row["f1"]))
    whole = sum(row["f1"] == 1.0 for row in rows)
    return [
        (
            "Documents set anew and read back: label and text right (F1)",
            f"1.000 in {whole} of {len(rows)}; worst {worst['f1']:.3f} ({worst['language']}, "
            f"{worst['format']})",
        )
    ]


def _faults(data: Measured) -> list[tuple[str, str]]:
    titles = {"pdfs": "Odd PDF files read", "mutations": "Good files made bad, read"}
    lines = []
    for name, group in data["groups"].items():
        outcomes = ", ".join(f"{count} {outcome}" for outcome, count in group["outcomes"].items())
        lines.append(
            (
                titles[name],
                f"{group['files']:,} files: {outcomes}; without a reason "
                f"{len(group['without_reason'])}, breaking a law {len(group['breaking_laws'])}, "
                f"reading process lost {len(group['reader_process_lost'])}",
            )
        )
    return lines


def _incremental(data: Measured) -> list[tuple[str, str]]:
    differing = sum(data["rows_that_differ"].values())
    verdict = "passed" if data["passed"] else "**failed**"
    return [
        (
            f"One changed file among {data['files']:,}, beside a full build",
            f"{data['cpu_share']:.1%} of the computing time; rows that differ {differing}; "
            f"questions that find anything else {data['questions_with_other_results']} of "
            f"{data['questions']}: {verdict}",
        )
    ]


def _agreement(data: Measured) -> list[tuple[str, str]]:
    return [
        (
            f"References agree in all {len(data['languages'])} languages, of "
            f"{data['paragraphs']} paragraphs",
            f"documents, decisions, articles and dates {data['cited']['share']:.1%}; bodies and "
            f"events {data['named']['share']:.1%}; not explained {data['unexplained']}; gaps "
            f"{data['gaps']}",
        )
    ]


def _misbehaving(data: Measured) -> list[tuple[str, str]]:
    honest = ("true", "shortened", "paraphrased")
    said, shown = (
        sum(count for kind, count in data[name].items() if kind not in honest)
        for name in ("said", "shown")
    )
    return [
        (
            f"False lines of a lying language model shown, {data['runs']:,} runs",
            f"{shown} of {said:,}; true ones shown: "
            + ", ".join(
                f"{title} {data['shown'][kind]} of {data['said'][kind]}"
                for kind, title in zip(honest, ("copied", "shortened", "paraphrased"), strict=True)
                if kind in data["said"]
            ),
        )
    ]


def _evidence(data: Measured) -> list[tuple[str, str]]:
    at = next(point for point in data["curve"] if point["threshold"] == data["threshold"])
    titles = {"answer": "answerable", "right": "rightly", "abstain": "left open"}
    shares = "; ".join(
        f"{title} {at[source]:.1%}" for source, title in titles.items() if source in at
    )
    counts = data["questions"]
    what = (
        f"Answered by the estimate at threshold {data['threshold']:g}, of {counts['answer']:,} "
        f"answerable questions and {counts['abstain']:,} that the documents leave open"
    )
    return [(what, shares)]


LINES: Mapping[str, Callable[[Measured], list[tuple[str, str]]]] = {
    "names": _names,
    "documents": _documents,
    "faults": _faults,
    "incremental": _incremental,
    "agreement": _agreement,
    "misbehaving": _misbehaving,
    "evidence": _evidence,
}
"""Lines by kind, in the order of the table."""
