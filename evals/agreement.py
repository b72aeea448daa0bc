"""Measure that the language versions of a work line up and point to the same things.

``python -m evals.agreement`` compares, for each paragraph key, the references found in all language
versions that the corpus holds, in three groups: documents, decisions, articles and dates with the
number of times that each is cited; bodies and events by whether each is named; and how often they
are named, where all versions name them. A language may say "it" where another repeats a name, so
the last group has no least share; but each disagreement of any group needs an explanation in
``evals/agreement.json``; one without fails the command. It writes
``evals/results/agreement-<hash>.json``.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from coopbot.errors import UsageError
from coopbot.references import find_references
from coopbot.registry import Registry
from coopbot.types import Document
from evals.command import run_command
from evals.results import save_measurement
from ingest.alignment_report import WorkAlignment, align_versions
from ingest.document import read_document
from ingest.sources import find_sources

app = typer.Typer(add_completion=False)


@dataclass(frozen=True, slots=True)
class Group:
    """Kinds of references that are compared in one way."""

    name: str
    kinds: tuple[str, ...]
    compared: Callable[[int], int]
    """What is compared of the number of times that a version has a reference."""
    in_all: bool = False
    """Compare only what every version has."""
    least_share: float | None = None
    """Least share of the paragraphs whose versions agree."""


CITED = Group("cited", ("symbol", "decision", "article", "date"), int, least_share=0.99)
NAMED = Group("named", ("organization", "meeting"), bool, least_share=0.99)
REPEATED = Group("repeated", NAMED.kinds, int, in_all=True)
GROUPS = (CITED, NAMED, REPEATED)
_OWN_KINDS = ("notice", "note")
"""Kinds of paragraphs that belong to one version alone."""

Counts = Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A reference that the versions of one paragraph do not share."""

    symbol: str
    label: str
    kind: str
    id: str
    counts: Mapping[str, int]
    """How often each language has it."""
    explanation: str | None = None

    @property
    def key(self) -> str:
        """What its explanation is filed under."""
        return f"{self.symbol} {self.label} {self.kind} {self.id}"

    def to_dict(self) -> dict[str, Any]:
        """Return the form that the results file has."""
        return {
            "symbol": self.symbol,
            "label": self.label,
            "kind": self.kind,
            "id": self.id,
            "counts": dict(self.counts),
            "explanation": self.explanation,
        }


def references_by_key(
    documents: Sequence[Document], registry: Registry
) -> dict[tuple[str, str], dict[str, Counter[tuple[str, str]]]]:
    """Return what each language version of a paragraph points to, by symbol and label."""
    found: dict[tuple[str, str], dict[str, Counter[tuple[str, str]]]] = defaultdict(dict)
    for document in documents:
        for paragraph in document.paragraphs:
            if paragraph.kind in _OWN_KINDS or paragraph.label.startswith("tn"):
                continue
            found[paragraph.key][paragraph.language] = Counter(
                (reference.kind, reference.id)
                for reference in find_references(paragraph.text, paragraph.language, registry)
            )
    return dict(found)


def disagreements(
    symbol: str, label: str, versions: Mapping[str, Counts], group: Group
) -> list[Disagreement]:
    """Return the references of a group that the versions of one paragraph do not share."""
    every = sorted({key for counts in versions.values() for key in counts if key[0] in group.kinds})
    found = []
    for kind, identity in every:
        counts = {
            language: versions[language].get((kind, identity), 0) for language in sorted(versions)
        }
        if group.in_all and not all(counts.values()):
            continue
        if len(set(map(group.compared, counts.values()))) > 1:
            found.append(Disagreement(symbol, label, kind, identity, counts))
    return found


def load_explanations(path: Path) -> dict[str, str]:
    """Read the file of explanations; raises UsageError where it has another form."""
    try:
        data = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(
            f"The explanations {path} cannot be read ({error}); give another file by --explained."
        ) from None
    if not isinstance(data, dict) or not all(isinstance(value, str) for value in data.values()):
        raise UsageError(f"The explanations {path} are no mapping of texts; correct the file.")
    return data


@app.command()
def main(
    corpus: Annotated[Path, typer.Option(help="Corpus whose versions are compared.")] = Path(
        "corpus"
    ),
    explained_by: Annotated[
        Path, typer.Option("--explained", help="Explanations of the disagreements.")
    ] = Path("evals/agreement.json"),
    out: Annotated[Path, typer.Option(help="Folder of the results.")] = Path("evals/results"),
) -> None:
    """Compare the versions; exit 1 for a gap, too few that agree, or one not explained."""
    console = Console()
    measured = measure(corpus, load_explanations(explained_by))
    for group in GROUPS:
        found = measured[group.name]
        console.print(
            f"{group.name}: {found['agreeing']} of {measured['paragraphs']} paragraphs agree "
            f"({found['share']:.1%}), {found['expressions_share']:.1%} of the language versions"
        )
        for row in found["disagreements"]:
            why = row["explanation"] or "NOT EXPLAINED"
            counts = ", ".join(f"{code} {n}" for code, n in row["counts"].items())
            console.print(f"  {row['label']} {row['kind']} {row['id']} ({counts}): {why}")
    console.print(f"gaps between the versions: {measured['gaps']}")
    path = save_measurement("agreement", measured, out, measured)
    console.print(f"Written: {path}", soft_wrap=True)
    if not measured["passed"]:
        sys.exit(1)


def measure(corpus: Path, explanations: Mapping[str, str]) -> dict[str, Any]:
    """Return how the versions of each work of a corpus agree and line up."""
    registry = Registry.load(corpus / "registry")
    sources, _ = find_sources([corpus], corpus)
    documents = [read_document(source, corpus) for source in sources]
    works: dict[str, list[Document]] = defaultdict(list)
    for document in sorted(documents, key=lambda d: not d.source.facts.official):
        works[document.source.facts.symbol].append(document)
    alignments = [align_versions(versions) for versions in works.values() if len(versions) > 1]
    keys = {
        key: versions
        for key, versions in references_by_key(documents, registry).items()
        if len(works[key[0]]) > 1
    }
    groups = {group.name: _measured(keys, group, explanations) for group in GROUPS}
    gaps = sum(len(pair.gaps) + len(pair.proposed) for work in alignments for pair in work.pairs)
    unexplained = sum(
        not row["explanation"] for found in groups.values() for row in found["disagreements"]
    )
    return {
        "paragraphs": len(keys),
        "languages": sorted({language for versions in keys.values() for language in versions}),
        **groups,
        "alignment": [_aligned(work) for work in alignments],
        "gaps": gaps,
        "unexplained": unexplained,
        "passed": not gaps
        and not unexplained
        and all(groups[g.name]["share"] >= g.least_share for g in GROUPS if g.least_share),
    }


def _measured(
    keys: Mapping[tuple[str, str], Mapping[str, Counts]],
    group: Group,
    explanations: Mapping[str, str],
) -> dict[str, Any]:
    found = {key: disagreements(*key, versions, group) for key, versions in keys.items()}
    agreeing = sum(not rows for rows in found.values())
    expressions = sum(len(versions) for versions in keys.values())
    outliers = sum(len(_outliers(rows, group)) for rows in found.values())
    return {
        "kinds": list(group.kinds),
        "references": sum(
            count
            for versions in keys.values()
            for counts in versions.values()
            for (kind, _), count in counts.items()
            if kind in group.kinds
        ),
        "agreeing": agreeing,
        "share": round(agreeing / len(keys), 4) if keys else 1.0,
        "expressions_share": round(1 - outliers / expressions, 4) if expressions else 1.0,
        "disagreements": [
            replace(row, explanation=explanations.get(row.key)).to_dict()
            for rows in found.values()
            for row in rows
        ],
    }


def _outliers(rows: Sequence[Disagreement], group: Group) -> set[str]:
    """Return the languages that differ from what most versions of a paragraph have."""
    outliers: set[str] = set()
    for row in rows:
        compared = {language: group.compared(count) for language, count in row.counts.items()}
        usual = Counter(compared.values()).most_common(1)[0][0]
        outliers |= {language for language, value in compared.items() if value != usual}
    return outliers


def _aligned(work: WorkAlignment) -> dict[str, Any]:
    return {
        "symbol": work.symbol,
        "leading": work.leading,
        "paragraphs": work.paragraphs,
        "pairs": {
            pair.language: {
                "coverage": round(pair.coverage, 4),
                "gaps": list(map(str, pair.gaps)),
                "proposed": len(pair.proposed),
                "doubts": len(pair.doubts),
            }
            for pair in work.pairs
        },
    }


if __name__ == "__main__":
    run_command(app)
