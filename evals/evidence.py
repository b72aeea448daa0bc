"""Fit the model that tells which sentences answer, and show what each threshold would do.

``python -m evals.evidence SUITE ...`` asks the questions of suites, describes the sentences of the
paragraphs that are found (:mod:`coopbot.evidence`), and fits small trees on which of them state the
facts that a case expects; then a logistic regression on whether what would be quoted answers at
all. Each question is judged by the fit that has not seen its group. The curve, in all and per
language, goes to ``evals/results/evidence-<hash>.json``; ``--into FILE`` writes the model that
ships.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from coopbot.collecting import collect
from coopbot.compose import Composition, ExtractiveComposer
from coopbot.errors import UsageError
from coopbot.evidence import FEATURES, EvidenceReader, Weighed
from coopbot.evidence_model import EvidenceModel, LinearModel
from coopbot.expectation import Expectation
from coopbot.index import IndexReader
from coopbot.intents import asked_fact
from coopbot.languages import LANGUAGES
from coopbot.question import Question, understand
from coopbot.retriever import HybridRetriever
from coopbot.settings import Settings
from coopbot.sufficiency import COLUMNS, SufficiencyJudge, columns
from coopbot.types import Hit
from evals.command import run_command
from evals.devsets import load_devset
from evals.facts import states
from evals.results import save_measurement
from evals.suite import Case, load_suite

app = typer.Typer(add_completion=False)

FOLDS = 6
THRESHOLDS = tuple(round(step / 20, 2) for step in range(1, 20))
TREES = 400
DEPTH = 4
COLUMN_SHARE = 0.3
"""Share of the columns that each split may look at: trees that differ agree on less by chance."""
LEAST_LEAF = 30
"""Sentences that a leaf needs: fewer would learn single questions by heart."""
OTHER_WEIGHT = 0.5
"""Weight of a question about something else: they are many, and easy."""
STRENGTH = 0.05
"""Inverse of the penalty on the coefficients of the estimate."""
FAR_RANK = 2
"""Rank from which on a wrong sentence weighs half: there are many, and they are easy."""
RETRIEVED = 8
CONSTANT = 1e-4
"""Deviation below which a column tells nothing."""
_UNTRAINED: dict[str, Any] = {
    "names": FEATURES,
    "base": 0.0,
    "depth": 1,
    **{name: [[0]] for name in ("column", "limit", "left", "right", "value")},
}


@dataclass(frozen=True, slots=True)
class Sample:
    """One question that reaches the estimate, with its sentences."""

    case: Case
    question: Question
    hits: tuple[Hit, ...]
    weighed: tuple[Weighed, ...]
    stating: tuple[bool, ...]
    """For each sentence, whether it states an expected fact in an expected paragraph."""
    counted: tuple[bool, ...]
    """Whether a sentence tells anything: one that states a fact elsewhere is neither right nor
    wrong."""

    @property
    def fold(self) -> int:
        """The fold of the question's group: its six versions stay together."""
        return hashlib.sha256(self.case.group.encode()).digest()[0] % FOLDS

    @property
    def rows(self) -> NDArray[np.float32]:
        """What describes the sentences."""
        return np.array([s.features for s in self.weighed], dtype=np.float32)


SILENT = ("abstain", "other")
"""Expectations of which no sentence may state anything; ``other`` are questions of other texts."""


def samples(
    index: IndexReader, suites: Sequence[Path], data: Path | None = None, limit: int = 0
) -> Iterator[Sample]:
    """Yield the questions that no exact rule decides.

    :param data: folder of development sets, whose questions are about other texts.
    """
    retriever, judge = HybridRetriever(index), SufficiencyJudge(index)
    reader = EvidenceReader(index, EvidenceModel.from_dict(_UNTRAINED))
    cases = [case for path in suites for case in load_suite(path).cases]
    if data is not None:
        cases += _other_questions(data, limit)
    for case in cases:
        if case.expect != "ask_back":
            question = understand(case.question, index, history=case.history)
            if _decided(question, index):
                continue
            hits = tuple(retriever.retrieve(question, RETRIEVED))
            if hits and judge.exact(question, hits).reason is None:
                yield _sample(case, question, hits, reader, index)


def _other_questions(data: Path, limit: int) -> list[Case]:
    return [
        Case(
            id=f"{name}-{asked.key}.{asked.language}",
            language=asked.language,
            kind="unanswerable",
            question=asked.text,
            expect="other",
        )
        for name in ("parallel_qa", "piaf")
        for asked in load_devset(name, data, limit).questions
        if asked.language in LANGUAGES
    ]


def _decided(question: Question, index: IndexReader) -> bool:
    """Tell whether a question is answered or turned away without weighing sentences."""
    return bool(
        question.keys
        or question.refusals
        or question.ambiguities
        or question.vague
        or asked_fact(question.asked, question.language)
        or collect(question, index) is not None
    )


def _sample(
    case: Case,
    question: Question,
    hits: tuple[Hit, ...],
    reader: EvidenceReader,
    index: IndexReader,
) -> Sample:
    weighed = reader.weigh(question, hits)
    expected = {(t.symbol, t.label.partition("(")[0]) for t in case.expected}
    stating, counted = [], []
    for sentence in weighed:
        texts = [sentence.paragraph.text[slice(*sentence.span)]]
        stated = any(states(text, forms) for text in texts for forms in case.facts)
        right = stated and sentence.key in expected and case.expect == "answer"
        stating.append(right)
        counted.append(case.expect in SILENT or (bool(case.facts) and (right or not stated)))
    return Sample(case, question, hits, weighed, tuple(stating), tuple(counted))


def fit_sentences(some: Sequence[Sample]) -> dict[str, Any]:
    """Return trees that tell sentences which state what is asked from the others."""
    from sklearn.ensemble import HistGradientBoostingClassifier  # type: ignore[import-untyped]

    rows = np.concatenate([sample.rows for sample in some])
    right = np.concatenate([sample.stating for sample in some])
    counted = np.concatenate([sample.counted for sample in some])
    far = rows[:, FEATURES.index("rank")] > FAR_RANK
    answerable = np.concatenate(
        [[sample.case.expect == "answer"] * len(sample.weighed) for sample in some]
    )
    weights = counted * np.where(far & answerable & ~right, 0.5, 1.0)
    kept = weights > 0
    model = HistGradientBoostingClassifier(
        max_iter=TREES,
        max_depth=DEPTH,
        learning_rate=0.025,
        l2_regularization=5,
        max_features=COLUMN_SHARE,
        min_samples_leaf=LEAST_LEAF,
        early_stopping=False,
        random_state=0,
    )
    model.fit(rows[kept], right[kept], sample_weight=weights[kept])
    return _written(model)


def _written(model: Any) -> dict[str, Any]:
    """Return fitted trees as plain numbers: a leaf leads to itself, short trees are filled up."""
    trees = [predictors[0].nodes for predictors in model._predictors]
    most = max(map(len, trees))
    stored: dict[str, Any] = {"names": list(FEATURES), "depth": DEPTH}
    stored["base"] = round(float(model._baseline_prediction.ravel()[0]), 6)
    told: dict[str, list[list[float]]] = {
        name: [] for name in ("column", "limit", "left", "right", "value")
    }
    for nodes in trees:
        places = range(len(nodes))
        leaf = [bool(node["is_leaf"]) for node in nodes]
        columns_of: dict[str, list[float]] = {
            "column": [0 if leaf[i] else int(nodes[i]["feature_idx"]) for i in places],
            "limit": [0.0 if leaf[i] else float(nodes[i]["num_threshold"]) for i in places],
            "left": [i if leaf[i] else int(nodes[i]["left"]) for i in places],
            "right": [i if leaf[i] else int(nodes[i]["right"]) for i in places],
            "value": [round(float(nodes[i]["value"]), 6) if leaf[i] else 0.0 for i in places],
        }
        for name, values in columns_of.items():
            told[name].append([*values, *[0] * (most - len(values))])
    return {**stored, **told}


def weighed_by(sample: Sample, model: EvidenceModel) -> tuple[Weighed, ...]:
    """Return a question's sentences with the probabilities of a model."""
    likely = model.probabilities(sample.rows).tolist()
    return tuple(replace(s, probability=p) for s, p in zip(sample.weighed, likely, strict=True))


@dataclass(frozen=True, slots=True)
class Judged:
    """What would be quoted for a question, described."""

    sample: Sample
    row: NDArray[np.float64]
    right: bool
    """Whether a paragraph that is expected would be cited."""


def judged(sample: Sample, weighed: Sequence[Weighed], index: IndexReader) -> Judged:
    """Compose what would be quoted and describe it."""
    composition = ExtractiveComposer(index).compose(sample.question, sample.hits, weighed)
    holds = Expectation(index).holds(sample.question, composition)
    right = bool(_cited(composition) & {t.key for t in sample.case.expected})
    right = right and sample.case.expect in ("answer", "refuse")
    return Judged(sample, columns(weighed, composition, holds=holds), right)


def _cited(composition: Composition) -> set[tuple[str, str]]:
    return {quote.anchor.key for passage in composition.passages for quote in passage.quotes} | {
        (passage.symbol, passage.label) for passage in composition.passages
    }


def fit_sufficiency(some: Sequence[Judged]) -> dict[str, Any]:
    """Return the estimate that what would be quoted answers."""
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]

    rows = np.array([item.row for item in some])
    means, scales = rows.mean(axis=0), rows.std(axis=0)
    scales[scales < CONSTANT] = 1.0
    answered = [item.sample.case.expect == "answer" and item.right for item in some]
    # A wrong paragraph for a question that can be answered is half an error to let through.
    weights = [1.0 if item.right or item.sample.case.expect == "abstain" else 0.4 for item in some]
    model = LogisticRegression(C=STRENGTH, max_iter=5000)
    model.fit((rows - means) / scales, answered, sample_weight=weights)
    return {
        "names": list(COLUMNS),
        "means": [round(float(value), 6) for value in means],
        "scales": [round(float(value), 6) for value in scales],
        "coefficients": [round(float(value), 6) for value in model.coef_[0]],
        "intercept": round(float(model.intercept_[0]), 6),
    }


def _weight(item: Judged) -> float:
    """Return how much an answer counts: a wrong paragraph for a question that can be answered is
    half an error to let through; a false premise may be met by quoting what is said instead.
    """
    expect = item.sample.case.expect
    if expect == "refuse":
        return 0.0 if item.right else 1.0
    if expect == "other":
        return OTHER_WEIGHT
    return 1.0 if item.right or expect == "abstain" else 0.4


def crossed(some: Sequence[Sample], index: IndexReader) -> tuple[list[Judged], list[float]]:
    """Return what would be quoted for each question and its estimate, by fits on other groups."""
    items: list[Judged] = []
    for fold in range(FOLDS):
        model = EvidenceModel.from_dict(fit_sentences([s for s in some if s.fold != fold]))
        items += [judged(s, weighed_by(s, model), index) for s in some if s.fold == fold]
    estimates = [0.0] * len(items)
    for fold in range(FOLDS):
        linear = LinearModel.from_dict(
            fit_sufficiency([item for item in items if item.sample.fold != fold])
        )
        for place, item in enumerate(items):
            if item.sample.fold == fold:
                estimates[place] = linear.probability(item.row)
    return items, estimates


def curve(items: Sequence[Judged], estimates: Sequence[float]) -> list[dict[str, float]]:
    """Return for each threshold the share answered of each kind, and answered rightly."""
    points = []
    pairs = list(zip(items, estimates, strict=True))
    answerable = [(i.right, e) for i, e in pairs if i.sample.case.expect == "answer"]
    silent = [e for i, e in pairs if i.sample.case.expect == "abstain"]
    other = [e for i, e in pairs if i.sample.case.expect == "other"]
    for threshold in THRESHOLDS:
        point = {"threshold": threshold}
        if answerable:
            point["answer"] = round(float(np.mean([e >= threshold for _, e in answerable])), 4)
            right = [right and e >= threshold for right, e in answerable]
            point["right"] = round(float(np.mean(right)), 4)
        if silent:
            point["abstain"] = round(float(np.mean([e >= threshold for e in silent])), 4)
        if other:
            point["other"] = round(float(np.mean([e >= threshold for e in other])), 4)
        points.append(point)
    return points


@app.command()
def main(
    suite: Annotated[list[Path], typer.Argument(help="Suites for development.")],
    index: Annotated[Path, typer.Option(help="Folder of the index builds.")] = Path("index"),
    out: Annotated[Path, typer.Option(help="Folder for the results.")] = Path("evals/results"),
    data: Annotated[
        Path | None,
        typer.Option(envvar="COOPBOT_TRAINING_DATA", help="Folder of the training data."),
    ] = None,
    limit: Annotated[int, typer.Option(help="Other questions per set and language.")] = 40,
    into: Annotated[
        Path | None, typer.Option(help="Write the model, fitted on all questions, to this file.")
    ] = None,
) -> None:
    """Fit the evidence model and print what each threshold would do."""
    reader = IndexReader.open(Settings(index=index))
    some = list(samples(reader, suite, data, limit))
    counts = Counter(sample.case.expect for sample in some)
    if len(counts) < 2:
        raise UsageError("There are no answerable or no silent questions; give suites with both.")
    items, estimates = crossed(some, reader)
    by_language = {
        language: [n for n, item in enumerate(items) if item.sample.case.language == language]
        for language in LANGUAGES
    }
    results: dict[str, Any] = {
        "suites": [path.name for path in suite],
        "questions": dict(counts),
        "threshold": Settings().sufficiency,
        "curve": curve(items, estimates),
        "languages": {
            language: curve([items[n] for n in places], [estimates[n] for n in places])
            for language, places in by_language.items()
        },
    }
    if into is not None:
        # The estimate is fitted on sentences that were weighed by trees which had not seen them.
        stored = {"sentences": fit_sentences(some), "sufficiency": fit_sufficiency(items)}
        into.parent.mkdir(parents=True, exist_ok=True)
        into.write_text(json.dumps(stored, separators=(",", ":")) + "\n", encoding="utf-8")
    path = save_measurement("evidence", results, out, [results["suites"]])
    console = Console()
    console.print(_table(results))
    console.print(f"Saved as {path}", soft_wrap=True)


def _table(results: Mapping[str, Any]) -> Table:
    counts = Counter(results["questions"])
    table = Table(title="Share answered by threshold", title_justify="left")
    for title in (
        "Threshold",
        f"Answerable ({counts['answer']})",
        "Rightly",
        f"Silent on it ({counts['abstain']})",
        f"Another subject ({counts['other']})",
    ):
        table.add_column(title, justify="right")
    for point in results["curve"]:
        table.add_row(
            f"{point['threshold']:.2f}",
            *(
                f"{point.get(name, float('nan')):.3f}"
                for name in ("answer", "right", "abstain", "other")
            ),
        )
    return table


if __name__ == "__main__":
    run_command(app)
