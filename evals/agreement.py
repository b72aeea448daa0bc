"""Measure that the language versions of a work line up and point to the same things.

``python -m evals.agreement`` compares, for each paragraph key, the references found in all language
versions that the corpus holds: documents, decisions, articles and dates with their number (what a
paragraph cites), bodies and events by name only, since one language repeats a name where another
says "the Initiative". Each disagreement needs an explanation in ``evals/agreement.json``; one
without fails the command. It writes ``evals/results/agreement-<hash>.json``.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from coopbot.errors import CoopbotError, UsageError
from coopbot.references import find_references
from coopbot.registry import Registry
from coopbot.types import Document
from evals.results import current_commit
from ingest.alignment_report import WorkAlignment, align_versions
from ingest.document import read_document
from ingest.sources import find_sources

app = typer.Typer(add_completion=False)

COUNTED = ("symbol", "decision", "article", "date")
"""Kinds compared with the number of times that each is cited."""
NAMED = ("organization", "meeting")
"""Kinds compared by whether each is named."""
LEAST_SHARE = 0.99
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
    symbol: str, label: str, versions: Mapping[str, Counts], kinds: Iterable[str]
) -> list[Disagreement]:
    """Return the references of some kinds that the versions of one paragraph do not share."""
    wanted = set(kinds)
    every = sorted({key for counts in versions.values() for key in counts if key[0] in wanted})
    found = []
    for kind, identity in every:
        counts = {
            language: versions[language].get((kind, identity), 0) for language in sorted(versions)
        }
        compared = counts.values() if kind in COUNTED else map(bool, counts.values())
        if len(set(compared)) > 1:
            found.append(Disagreement(symbol, label, kind, identity, counts))
    return found


def explained(found: Iterable[Disagreement], explanations: Mapping[str, str]) -> list[Disagreement]:
    """Return the disagreements with the explanations that are on file."""
    return [
        Disagreement(d.symbol, d.label, d.kind, d.id, d.counts, explanations.get(d.key))
        for d in found
    ]


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
    try:
        measured = measure(corpus, load_explanations(explained_by))
    except CoopbotError as error:
        console.print(str(error), style="red")
        sys.exit(2 if isinstance(error, UsageError) else 1)
    for name in ("cited", "named"):
        group = measured[name]
        console.print(
            f"{name}: {group['agreeing']} of {measured['paragraphs']} paragraphs agree "
            f"({group['share']:.1%}), {group['expressions_share']:.1%} of the language versions"
        )
        for row in group["disagreements"]:
            why = row["explanation"] or "NOT EXPLAINED"
            counts = ", ".join(f"{code} {n}" for code, n in row["counts"].items())
            console.print(f"  {row['label']} {row['kind']} {row['id']} ({counts}): {why}")
    console.print(f"gaps between the versions: {measured['gaps']}")
    console.print(f"Written: {_save(measured, out)}", soft_wrap=True)
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
    groups = {
        name: _group(keys, kinds, explanations)
        for name, kinds in (("cited", COUNTED), ("named", NAMED))
    }
    gaps = sum(len(pair.gaps) + len(pair.proposed) for work in alignments for pair in work.pairs)
    unexplained = sum(
        not row["explanation"] for group in groups.values() for row in group["disagreements"]
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
        and groups["cited"]["share"] >= LEAST_SHARE
        and groups["named"]["expressions_share"] >= LEAST_SHARE,
    }


def _group(
    keys: Mapping[tuple[str, str], Mapping[str, Counts]],
    kinds: Iterable[str],
    explanations: Mapping[str, str],
) -> dict[str, Any]:
    wanted = tuple(kinds)
    found = {
        key: explained(disagreements(*key, versions, wanted), explanations)
        for key, versions in keys.items()
    }
    agreeing = sum(not rows for rows in found.values())
    expressions = sum(len(versions) for versions in keys.values())
    outliers = sum(len(_outliers(rows)) for rows in found.values())
    return {
        "kinds": list(wanted),
        "references": sum(
            count
            for versions in keys.values()
            for counts in versions.values()
            for (kind, _), count in counts.items()
            if kind in wanted
        ),
        "agreeing": agreeing,
        "share": round(agreeing / len(keys), 4) if keys else 1.0,
        "expressions_share": round(1 - outliers / expressions, 4) if expressions else 1.0,
        "disagreements": [row.to_dict() for rows in found.values() for row in rows],
    }


def _outliers(rows: Sequence[Disagreement]) -> set[str]:
    """Return the languages that differ from what most versions of a paragraph have."""
    outliers: set[str] = set()
    for row in rows:
        compared = {
            language: count if row.kind in COUNTED else int(bool(count))
            for language, count in row.counts.items()
        }
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


def _save(measured: dict[str, Any], folder: Path) -> Path:
    data = {
        "format": 1,
        "kind": "agreement",
        "measure": "references found in the language versions of one paragraph, and gaps",
        "command": "python -m evals.agreement " + " ".join(sys.argv[1:]),
        "commit": current_commit(),
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        **measured,
    }
    digest = hashlib.sha256(json.dumps(measured, sort_keys=True).encode()).hexdigest()[:12]
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"agreement-{digest}.json"
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path


if __name__ == "__main__":
    app()
