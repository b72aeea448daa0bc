"""Fit the weights by which the parts of a score are added, and show each part by itself.

``python -m evals.fusion --data <folder of the training data>`` keeps the parts of every candidate
of every development question, tries a grid of weights on one half of the questions, and prints on
the other half what the fitted and the shipped weights, and each part alone, put first.
"""

from __future__ import annotations

import hashlib
import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table

from coopbot.question import understand
from coopbot.retriever import FusionWeights, HybridRetriever
from evals.command import run_command
from evals.devsets import NAMES, load_devset
from evals.searchers import OurSearcher

app = typer.Typer(add_completion=False)

LATE = (0.0, 0.4, 0.6, 0.8, 1.0, 1.2, 1.5, 2.0)
SENTENCE = (0.0, 0.2, 0.4, 0.6, 0.8, 1.2)
PHRASE = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
"""Weights tried, beside 1 for the lexical part. The other parts belong to references, which these
sets have hardly any of: they are set on the suites of the domain."""

ALONE = {
    "lexical": FusionWeights(late=0, dense=0, reference=0, kind=0, sentence=0, phrase=0, named=0),
    "late": FusionWeights(lexical=0, dense=0, reference=0, kind=0, sentence=0, phrase=0, named=0),
    "dense": FusionWeights(lexical=0, late=0, reference=0, kind=0, sentence=0, phrase=0, named=0),
}


@dataclass(frozen=True, slots=True)
class Kept:
    """One question: the parts of each candidate, and which candidates answer."""

    set: str
    language: str
    fitted_on: bool
    """Whether it lies in the half that weights are fitted on."""
    candidates: tuple[tuple[bool, Mapping[str, float]], ...]

    def first_is_right(self, weights: FusionWeights) -> bool:
        """Tell whether the best candidate under some weights answers."""
        values: Mapping[str, float] = asdict(weights)
        alone = values["late"] == 0 and values["lexical"] == 0

        def score(parts: Mapping[str, float]) -> float:
            return sum(
                values[name] * value
                for name, value in parts.items()
                if name != "dense" or "late" not in parts or alone
            )

        best = max(self.candidates, key=lambda c: score(c[1]), default=(False, {}))
        return best[0]


class _Keeping(HybridRetriever):
    """A retriever that hands out its candidates before they are collapsed."""

    def keep(self, question: str, language: str) -> list[tuple[str, Mapping[str, float]]]:
        """Return document and parts of each candidate."""
        understood = understand(question, self._index, language=language)
        found, paragraphs = self.candidates(understood, (language,))
        return [(paragraphs[row].symbol, dict(c.parts)) for row, c in found.items()]


def kept_questions(names: Iterable[str], data: Path, limit: int, registry: Path) -> list[Kept]:
    """Return what retrieval finds for the questions of some sets, within their language."""
    kept = []
    for name in names:
        devset = load_devset(name, data, limit)
        searcher = OurSearcher(devset.passages, registry)
        try:
            retriever = _Keeping(searcher.coopbot.index)
            for language in sorted({a for a, b in devset.directions if a == b}):
                asked = devset.asked_in(language)
                for question in track(asked, f"{name} {language}", transient=True):
                    found = retriever.keep(question.text, language)
                    kept.append(
                        Kept(
                            name,
                            language,
                            _half(question.key),
                            tuple((symbol == question.key, parts) for symbol, parts in found),
                        )
                    )
        finally:
            searcher.close()
    return kept


def fit(kept: Sequence[Kept], start: FusionWeights) -> FusionWeights:
    """Return the weights of the grid with the best mean over sets and languages of R@1.

    Of equal ones the nearest to ``start`` wins, so that noise moves nothing.
    """
    some = [one for one in kept if one.fitted_on]

    def worth(weights: FusionWeights) -> tuple[float, float]:
        tried = ((weights.late, start.late), (weights.sentence, start.sentence))
        distance = sum(abs(new - old) for new, old in (*tried, (weights.phrase, start.phrase)))
        return round(_mean(first_places(some, weights).values()), 4), -distance

    pairs = itertools.product(LATE, SENTENCE)
    best = max(
        (replace(start, late=late, sentence=sentence) for late, sentence in pairs), key=worth
    )
    return max((replace(best, phrase=phrase) for phrase in PHRASE), key=worth)


def first_places(kept: Iterable[Kept], weights: FusionWeights) -> dict[str, float]:
    """Return the share of questions whose first document is right, by set and language."""
    right: dict[str, list[bool]] = defaultdict(list)
    for one in kept:
        right[f"{one.set} {one.language}"].append(one.first_is_right(weights))
    return {name: _mean(values) for name, values in right.items()}


@app.command()
def main(
    data: Annotated[
        Path, typer.Option(envvar="COOPBOT_TRAINING_DATA", help="Folder of the training data.")
    ],
    devset: Annotated[list[str] | None, typer.Option("--set", help="Sets; all by default.")] = None,
    limit: Annotated[int, typer.Option(min=20, help="Questions per set and language.")] = 600,
    registry: Annotated[Path, typer.Option(help="Registry folder.")] = Path("corpus/registry"),
) -> None:
    """Fit fusion weights on half of the development questions and show the other half."""
    names = devset or [name for name in NAMES if name != "scbd_parallel"]
    kept = kept_questions(names, data, limit, registry)
    shipped = FusionWeights()
    fitted = fit(kept, shipped)
    columns = {**ALONE, "shipped": shipped, "fitted": fitted}
    rest = [one for one in kept if not one.fitted_on]
    measured = {name: first_places(rest, weights) for name, weights in columns.items()}
    table = Table(
        title=f"First place right on {len(rest)} questions not fitted on", title_justify="left"
    )
    table.add_column("Set")
    for name in columns:
        table.add_column(name, justify="right")
    for row in measured["shipped"]:
        table.add_row(row, *(f"{measured[name][row]:.3f}" for name in columns))
    table.add_row("mean", *(f"{_mean(measured[name].values()):.3f}" for name in columns))
    console = Console()
    console.print(table)
    console.print(
        f"Shipped: late {shipped.late}, sentence {shipped.sentence}, phrase {shipped.phrase}."
    )
    console.print(
        f"Fitted: late {fitted.late}, sentence {fitted.sentence}, phrase {fitted.phrase}."
    )


def _half(key: str) -> bool:
    """Split by the passage, so that no passage is on both sides."""
    return hashlib.sha256(key.encode()).digest()[0] % 2 == 0


def _mean(values: Iterable[float]) -> float:
    numbers = list(values)
    return sum(numbers) / len(numbers) if numbers else 0.0


if __name__ == "__main__":
    run_command(app)
