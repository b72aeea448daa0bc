"""Measure an embedding model on the development sets.

    python -m training.evaluate --data DIR [--model FOLDER] [--json FILE] [--speed]

``parallel_qa``: questions in one language against all paragraphs of another, right where the key
is the same. ``scbd_parallel``: a segment in one language against all segments of another. The
shares of questions whose right paragraph comes first, or among the first five, are given for the
pooled vectors and for the ranking that the product uses, with no lexical search beside them.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import typer
from numpy.typing import NDArray

from coopbot.static_embedder import StaticEmbedder
from training.rows import LANGUAGES, read_records

SHIPPED = Path("src/coopbot/weights/static")
SCORES = ("pooled", "rank")
QUESTION_LANGUAGES = ("zh", "en", "es", "ru", "ar")
RESAMPLES = 2000
BOOTSTRAP_SEED = 7
FIRST = 1
FIRST_PAGE = 5

SPEED_CANDIDATES = 200
SPEED_TOKENS = 200
SPEED_QUESTIONS = 200


@dataclass(frozen=True, slots=True)
class Share:
    """Hold a share of questions with its 95% interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Quality:
    """Hold one pair of languages measured by one score."""

    score: str
    asked: str
    told: str
    first: Share
    first_five: Share


@dataclass(frozen=True, slots=True)
class Texts:
    """Hold texts of one language with the keys that tell which belong together."""

    texts: list[str]
    keys: list[str]


def ranks(scores: NDArray[np.float32], right: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the place of each row's right column, 1 for the best; a tie counts against it."""
    own = scores[np.arange(len(scores)), right][:, None]
    return np.asarray((scores >= own).sum(axis=1), dtype=np.int64)


def share(hits: NDArray[np.bool_], groups: NDArray[np.int64]) -> Share:
    """Return the mean of hits, with an interval from resampling whole groups.

    Questions on one paragraph rise and fall together: resampling them singly would promise more
    certainty than there is.
    """
    random = np.random.default_rng(BOOTSTRAP_SEED)
    count = groups.max() + 1
    right = np.bincount(groups, weights=hits, minlength=count)
    asked = np.bincount(groups, minlength=count)
    drawn = random.integers(count, size=(RESAMPLES, count))
    means = right[drawn].sum(axis=1) / asked[drawn].sum(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return Share(round(float(hits.mean()), 4), round(float(low), 4), round(float(high), 4))


def measure_pair(
    model: StaticEmbedder, asked: tuple[str, Texts], told: tuple[str, Texts]
) -> list[Quality]:
    """Measure both scores for questions of one language and paragraphs of another."""
    (asked_language, questions), (told_language, passages) = asked, told
    places = {key: place for place, key in enumerate(passages.keys)}
    right = np.array([places[key] for key in questions.keys])
    cosines = model.embed_queries(questions.texts) @ model.embed_passages(passages.texts).T
    tokens = model.token_ids(passages.texts)
    ranking = np.stack([model.rank(text, tokens) for text in questions.texts])
    found = []
    for score, table in (("pooled", cosines), ("rank", ranking)):
        at = ranks(table, right)
        first, five = share(at <= FIRST, right), share(at <= FIRST_PAGE, right)
        found.append(Quality(score, asked_language, told_language, first, five))
    return found


def read_questions(folder: Path) -> dict[str, tuple[Texts, Texts]]:
    """Read the questions and the paragraphs of each language of ``parallel_qa``."""
    questions = read_records(folder / "dev" / "parallel_qa.questions.jsonl.gz")
    passages = read_records(folder / "dev" / "parallel_qa.passages.jsonl.gz")
    return {
        language: (
            _texts([row for row in questions if row["lang"] == language], "question"),
            _texts([row for row in passages if row["lang"] == language], "text"),
        )
        for language in QUESTION_LANGUAGES
    }


def _texts(records: Sequence[dict[str, str]], field: str) -> Texts:
    return Texts([record[field] for record in records], [record["key"] for record in records])


def read_segments(folder: Path) -> dict[str, Texts]:
    """Read the aligned segments of ``scbd_parallel`` in each language."""
    records = read_records(folder / "dev" / "scbd_parallel.jsonl.gz")
    keys = [str(number) for number in range(len(records))]
    return {
        language: Texts([record[language] for record in records], keys) for language in LANGUAGES
    }


def measure_questions(model: StaticEmbedder, folder: Path) -> list[Quality]:
    """Measure ``parallel_qa`` for each ordered pair, a language with itself included."""
    sets = read_questions(folder)
    return [
        quality
        for asked in sets
        for told in sets
        for quality in measure_pair(model, (asked, sets[asked][0]), (told, sets[told][1]))
    ]


def measure_segments(model: StaticEmbedder, folder: Path) -> list[Quality]:
    """Measure ``scbd_parallel`` for each ordered pair of two languages."""
    sets = read_segments(folder)
    return [
        quality
        for asked in sets
        for told in sets
        if asked != told
        for quality in measure_pair(model, (asked, sets[asked]), (told, sets[told]))
    ]


def summary(qualities: Sequence[Quality], score: str, *, across: bool) -> dict[str, float]:
    """Return the means over the pairs of two languages, or of one, and the weakest pair."""
    chosen = [q for q in qualities if q.score == score and (q.asked != q.told) == across]
    return {
        "first": round(float(np.mean([q.first.value for q in chosen])), 4),
        "first_five": round(float(np.mean([q.first_five.value for q in chosen])), 4),
        "least_first_five": min(q.first_five.value for q in chosen),
    }


def measure_speed(folder: Path, data: Path) -> dict[str, float]:
    """Measure loading, embedding and ranking on this machine, on real paragraphs."""
    started = time.perf_counter()
    model = StaticEmbedder.from_folder(folder)
    loading = time.perf_counter() - started
    sets = read_questions(data)
    passages = [text for _, paragraphs in sets.values() for text in paragraphs.texts]
    questions = [text for asked, _ in sets.values() for text in asked.texts][::15]
    model.embed_passages(passages)
    embedding = _seconds(lambda: model.embed_passages(passages)) / len(passages)
    asking = _seconds(lambda: [model.embed_queries([text]) for text in questions])
    tokens = [np.resize(ids, SPEED_TOKENS) for ids in model.token_ids(passages)]
    candidates = tokens[:SPEED_CANDIDATES]
    ranking = _seconds(lambda: [model.rank(text, candidates) for text in questions])
    return {
        "load_ms": round(loading * 1000, 1),
        "passages_per_second": round(1 / embedding),
        "passage_characters": round(float(np.mean([len(text) for text in passages]))),
        "query_ms": round(asking / len(questions) * 1000, 3),
        "rank_ms": round(ranking / len(questions) * 1000, 2),
    }


def _seconds(work: Callable[[], object]) -> float:
    """Return the shortest of three runs: the others measure what else the machine did."""
    found = []
    for _ in range(3):
        started = time.perf_counter()
        work()
        found.append(time.perf_counter() - started)
    return min(found)


def _table(qualities: Sequence[Quality], score: str) -> str:
    """Lay the shares out: a line per language asked in, a column per language of paragraphs."""
    languages = list(dict.fromkeys(quality.asked for quality in qualities))
    cells = {(q.asked, q.told): q for q in qualities if q.score == score}
    lines = ["asked  " + "".join(f"{language:>13}" for language in languages)]
    for asked in languages:
        line = f"{asked:<7}"
        for told in languages:
            found = cells.get((asked, told))
            text = f"{found.first.value:.3f}/{found.first_five.value:.3f}" if found else "-"
            line += f"{text:>13}"
        lines.append(line)
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> None:
    """Measure, print tables and write the JSON report."""
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m training.evaluate")
    parser.add_argument("--data", type=Path, required=True, help="folder of the training data")
    parser.add_argument("--model", type=Path, default=SHIPPED, help="folder of the model")
    parser.add_argument("--json", type=Path, help="file for the report")
    parser.add_argument("--speed", action="store_true", help="measure speed alone")
    options = parser.parse_args(arguments)
    report: dict[str, object]
    if options.speed:
        report = {"speed": measure_speed(options.model, options.data)}
        typer.echo(json.dumps(report, indent=1))
    else:
        model = StaticEmbedder.from_folder(options.model)
        report = {"fingerprint": model.fingerprint}
        for name, measure in (("questions", measure_questions), ("segments", measure_segments)):
            qualities = measure(model, options.data)
            means = {score: summary(qualities, score, across=True) for score in SCORES}
            report[name] = {"across": means, "pairs": [asdict(q) for q in qualities]}
            for score in SCORES:
                typer.echo(f"{name}, {score}: first / first five\n{_table(qualities, score)}")
                typer.echo(json.dumps(means[score]))
    if options.json:
        options.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
