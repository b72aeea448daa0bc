"""Fit the estimate that evidence answers a question, and show what each threshold would do.

``python -m evals.sufficiency --data <folder of the training data>`` asks the answerable and the
silent questions of suites and, as questions about something else altogether, those of the
development sets; it fits a logistic regression on the features of :mod:`coopbot.sufficiency`,
judges each question by the fit that has not seen its topic, and saves
``evals/results/sufficiency-<hash>.json`` with the curve in all and per language.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from rich.console import Console
from rich.table import Table

from coopbot import Coopbot, Settings
from coopbot.errors import UsageError
from coopbot.index import IndexReader
from coopbot.languages import LANGUAGES
from coopbot.question import Question, understand
from coopbot.retriever import HybridRetriever
from coopbot.sufficiency import Calibration, Features, SufficiencyJudge
from evals.command import run_command
from evals.devsets import load_devset
from evals.results import save_measurement
from evals.suite import load_suite

app = typer.Typer(add_completion=False)

FOLDS = 5
THRESHOLDS = tuple(round(step / 20, 2) for step in range(1, 20))
STRENGTH = 3.0
"""Inverse of the penalty on coefficients."""
OTHER_WEIGHT = 0.7
"""Weight of a question about something else: they are many, and easy."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One question that reaches the estimate."""

    topic: str
    language: str
    source: str
    """``answer`` or ``abstain`` as a suite expects, ``other`` for questions of other texts."""
    features: Features


def samples(
    index: IndexReader, suites: Sequence[Path], data: Path | None, limit: int
) -> Iterator[Sample]:
    """Yield the questions that no exact rule decides."""
    asker = _Asker(index)
    for path in suites:
        for case in load_suite(path).cases:
            if case.expect in ("answer", "abstain"):
                question = understand(case.question, index, history=case.history)
                yield from asker.sample(question, case.group, case.expect)
    if data is not None:
        for name in ("parallel_qa", "piaf"):
            for asked in load_devset(name, data, limit).questions:
                if asked.language in LANGUAGES:
                    question = understand(asked.text, index)
                    yield from asker.sample(question, asked.key, "other")


class _Asker:
    def __init__(self, index: IndexReader) -> None:
        self._retriever = HybridRetriever(index)
        self._judge = SufficiencyJudge(index)

    def sample(self, question: Question, topic: str, source: str) -> Iterator[Sample]:
        if question.keys or question.refusals or question.ambiguities or question.vague:
            return
        hits = self._retriever.retrieve(question, 8)
        if not hits or self._judge.judge(question, hits, 0.0).reason is not None:
            return
        features = self._judge.features(question, hits)
        yield Sample(topic, question.language, source, features)


def fit(some: Sequence[Sample]) -> Calibration:
    """Return the coefficients that part the answerable from what is about something else.

    Questions that a document on their very subject leaves open look like answerable ones to every
    feature: they are left to the rules of :mod:`coopbot.answer_types`, and only shown in the curve.
    """
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

    some = [sample for sample in some if sample.source != "abstain"]
    model = LogisticRegression(C=STRENGTH, max_iter=5000)
    model.fit(
        np.array([astuple(sample.features) for sample in some]),
        [sample.source == "answer" for sample in some],
        sample_weight=[OTHER_WEIGHT if sample.source == "other" else 1.0 for sample in some],
    )
    names = [field.name for field in fields(Features)]
    values = dict(zip(names, map(float, model.coef_[0]), strict=True))
    return Calibration(intercept=float(model.intercept_[0]), **values)


def crossed(some: Sequence[Sample]) -> list[float]:
    """Return each sample's estimate by a fit on the other topics."""
    folds = [hashlib.sha256(sample.topic.encode()).digest()[0] % FOLDS for sample in some]
    estimates = [0.0] * len(some)
    for fold in range(FOLDS):
        calibration = fit([s for s, own in zip(some, folds, strict=True) if own != fold])
        for place, (sample, own) in enumerate(zip(some, folds, strict=True)):
            if own == fold:
                estimates[place] = sample.features.estimate(calibration)
    return estimates


def curve(some: Sequence[Sample], estimates: Sequence[float]) -> list[dict[str, float]]:
    """Return for each threshold the share answered of each source."""
    points = []
    for threshold in THRESHOLDS:
        point: dict[str, float] = {"threshold": threshold}
        for source in ("answer", "abstain", "other"):
            values = [e for s, e in zip(some, estimates, strict=True) if s.source == source]
            if values:
                point[source] = round(float(np.mean([v >= threshold for v in values])), 4)
        points.append(point)
    return points


@app.command()
def main(
    suite: Annotated[list[Path], typer.Argument(help="Suites.")],
    data: Annotated[
        Path | None, typer.Option(envvar="COOPBOT_TRAINING_DATA", help="Folder of training data.")
    ] = None,
    index: Annotated[Path, typer.Option(help="Folder of the index builds.")] = Path("index"),
    limit: Annotated[int, typer.Option(help="Other questions per set and language.")] = 50,
    out: Annotated[Path, typer.Option(help="Folder for the results.")] = Path("evals/results"),
) -> None:
    """Fit the estimate and print the curve beside what ships."""
    bot = Coopbot.open(Settings(index=index))
    some = list(samples(bot.index, suite, data, limit))
    counts = Counter(sample.source for sample in some)
    if not counts["answer"] or len(counts) < 2:
        raise UsageError("There are no answerable or no silent questions; give suites with both.")
    fitted, estimates = fit(some), crossed(some)
    results: dict[str, Any] = {
        "suites": [path.name for path in suite],
        "questions": dict(counts),
        "shipped": _coefficients(Calibration()),
        "fitted": _coefficients(fitted),
        "threshold": bot.settings.sufficiency,
        "curve": curve(some, estimates),
        "languages": {
            language: curve(
                [s for s in some if s.language == language],
                [e for s, e in zip(some, estimates, strict=True) if s.language == language],
            )
            for language in LANGUAGES
        },
    }
    path = save_measurement("sufficiency", results, out, [results["suites"], limit])
    console = Console()
    console.print(_table(results))
    console.print(f"Shipped: {results['shipped']}")
    console.print(f"Fitted: {results['fitted']}")
    console.print(f"Saved as {path}", soft_wrap=True)


def _coefficients(calibration: Calibration) -> dict[str, float]:
    return {field.name: round(getattr(calibration, field.name), 2) for field in fields(Calibration)}


def _table(results: Mapping[str, Any]) -> Table:
    counts = results["questions"]
    table = Table(title="Share answered by threshold", title_justify="left")
    table.add_column("Threshold", justify="right")
    for source, title in (
        ("answer", "Answerable"),
        ("abstain", "Silent on it"),
        ("other", "Another subject"),
    ):
        table.add_column(f"{title} ({counts.get(source, 0)})", justify="right")
    for point in results["curve"]:
        table.add_row(
            f"{point['threshold']:.2f}",
            *(f"{point.get(s, float('nan')):.3f}" for s in ("answer", "abstain", "other")),
        )
    return table


if __name__ == "__main__":
    run_command(app)
