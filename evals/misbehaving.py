"""What reaches a reader when a language model lies: seeded runs against a provider of our own.

``python -m evals.misbehaving --runs 1000`` asks questions of the development suite while the
provider mixes true sentences of the passages with false ones of every kind. It knows what it made
up, so that what is shown is judged without the product's own check: by the false words themselves,
and by comparing figures of each statement with the paragraphs that the answer cites for it.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import random
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from coopbot import Coopbot, Settings
from coopbot.breaker import FAILURES_TO_OPEN
from coopbot.errors import CoopbotError
from coopbot.languages import LANGUAGES
from evals.lies import Liar, Line, Material, bare, by_passage, read_written
from evals.provider import Provider
from evals.results import current_commit
from evals.suite import load_suite
from ingest.build import ingest

SUITE = Path("evals/suites/seed_dev.jsonl")

_BREAKDOWNS = ("cut", "broken", "wrong_json", "empty", "flood", "busy")
_BREAKDOWN_SHARE = 0.08
_FIGURE = re.compile(r"(?<![\w/.-])\d+(?![\w/-])")


@dataclass(slots=True)
class Tally:
    """What all runs came to."""

    runs: int = 0
    asked: int = 0
    """Runs in which the model was asked."""
    said: Counter[str] = field(default_factory=Counter)
    shown: Counter[str] = field(default_factory=Counter)
    """Lines shown, by kind; of the false ones there must be none."""
    failures: Counter[str] = field(default_factory=Counter)
    breaches: list[dict[str, Any]] = field(default_factory=list)


def breaches_of(
    answer: Mapping[str, Any], lines: Sequence[Line], corpus: str
) -> Iterator[dict[str, Any]]:
    """Yield what of the provider's falsehoods an answer shows, and figures that nothing carries."""
    texts = [statement["text"] for statement in answer["statements"]]
    shown = "\n".join([answer["answer"], *texts])
    for line in lines:
        seen = [token for token in line.tokens if token in shown and token not in corpus]
        false = not line.is_true and not line.carried and bare(line.text) in bare(shown)
        if seen or false:
            yield {"kind": line.kind, "text": line.text, "seen": seen}
    cited = {citation["n"]: _texts(citation) for citation in answer["citations"]}
    for citation in answer["citations"]:
        if citation["quote"] not in corpus:
            yield {"kind": "citation", "text": citation["quote"], "seen": []}
    for statement in answer["statements"]:
        carrying = "\n".join(cited[n] for n in statement["citations"])
        if statement["verdict"] == "verbatim" and statement["text"] not in carrying:
            yield {"kind": "verbatim", "text": statement["text"], "seen": []}
        figures = [f for f in _FIGURE.findall(statement["text"]) if f not in carrying]
        if figures:
            yield {"kind": "figure", "text": statement["text"], "seen": figures}


def _texts(citation: Mapping[str, Any]) -> str:
    parallel = [other["text"] for other in citation["parallel"].values()]
    return "\n".join([citation["quote"], *parallel])


# -- running -------------------------------------------------------------------------------------


def measure(runs: int, seed: int, bot_for: Callable[[str], Coopbot], suite: Path = SUITE) -> Tally:
    """Ask as many questions as there are runs, each with its own seed.

    :param bot_for: opens the chat with a model at a base URL.
    """
    cases = [c for c in load_suite(suite).cases if c.expect == "answer" and not c.history]
    tally = Tally()
    with Provider().running() as provider:
        bot = bot_for(provider.base_url)
        material = material_of(bot)
        breakdowns = 0
        for run in range(seed, seed + runs):
            chance = random.Random(run)
            case = chance.choice(cases)
            others = [language for language in LANGUAGES if language != case.language]
            liar = Liar(run, case.language, chance.choice(others), material)
            broken = chance.random() < _BREAKDOWN_SHARE
            provider.play(chance.choice(_BREAKDOWNS) if broken else "good", liar)
            answer = bot.ask(case.question, language=case.language).to_dict()
            heard = liar if provider.asked else None
            _count(tally, run, case.question, answer, heard, material.corpus)
            if provider.asked:
                breakdowns = breakdowns + 1 if broken else 0
            if breakdowns == FAILURES_TO_OPEN:
                # A model that is left alone says nothing that could be judged: begin anew.
                bot.close()
                bot, breakdowns = bot_for(provider.base_url), 0
        bot.close()
    return tally


def material_of(bot: Coopbot) -> Material:
    """Return what a liar needs to know of the documents that are asked."""
    labelled = {
        (facts.language, paragraph.label): paragraph.text
        for work in bot.documents()
        for facts in work.expressions
        for paragraph in bot.document(work.symbol, facts.language)
    }
    texts: dict[str, list[str]] = {language: [] for language in LANGUAGES}
    for (language, _), text in labelled.items():
        texts[language].append(text)
    return Material(
        "\n".join(labelled.values()), texts, by_passage(read_written(), labelled), bot.registry
    )


def _count(
    tally: Tally,
    run: int,
    question: str,
    answer: Mapping[str, Any],
    liar: Liar | None,
    corpus: str,
) -> None:
    tally.runs += 1
    lines = liar.lines if liar is not None else []
    tally.asked += liar is not None
    generation = answer["receipt"].get("generation") or {}
    if generation.get("failure"):
        tally.failures[generation["failure"]] += 1
    texts = [bare(statement["text"]) for statement in answer["statements"]]
    for line in lines:
        tally.said[line.kind] += 1
        tally.shown[line.kind] += line.is_true and bare(line.text) in texts
    for breach in breaches_of(answer, lines, corpus):
        tally.shown[breach["kind"]] += 1
        tally.breaches.append({"seed": run, "question": question, **breach})


app = typer.Typer(add_completion=False)


@app.command()
def main(
    runs: Annotated[int, typer.Option(min=1, help="Answers asked for.")] = 1000,
    seed: Annotated[int, typer.Option(help="Seed of the first.")] = 0,
    corpus: Annotated[Path, typer.Option(help="Corpus that is asked.")] = Path("corpus"),
    out: Annotated[Path, typer.Option(help="Folder of the results.")] = Path("evals/results"),
) -> None:
    """Count what reaches a reader when the language model lies."""
    console = Console()
    try:
        with tempfile.TemporaryDirectory() as folder:
            plain = Settings(corpus=corpus, index=Path(folder) / "index")
            ingest(plain)
            tally = measure(runs, seed, lambda url: _open(plain, url))
    except CoopbotError as error:
        console.print(str(error), style="red")
        sys.exit(1)
    table = Table("said by the model", "times", "shown")
    for kind, times in sorted(tally.said.items()):
        table.add_row(kind, str(times), str(tally.shown[kind]))
    console.print(table)
    console.print(f"{tally.asked} of {tally.runs} answers asked the model.")
    console.print(f"Written: {_save(tally, seed, out)}")
    if tally.breaches:
        console.print(f"{len(tally.breaches)} falsehoods were shown.", style="red")
        sys.exit(1)


def _open(plain: Settings, url: str) -> Coopbot:
    values = plain.model_dump() | {
        "chat_model": "openai:misbehaving", "chat_base_url": url, "chat_timeout": 60.0,
    }  # fmt: skip
    return Coopbot.open(Settings(**values))


def _save(tally: Tally, seed: int, folder: Path) -> Path:
    measured = {
        "runs": tally.runs,
        "first_seed": seed,
        "asked": tally.asked,
        "said": dict(sorted(tally.said.items())),
        "shown": {kind: tally.shown[kind] for kind in sorted(tally.said)},
        "failures": dict(sorted(tally.failures.items())),
        "breaches": tally.breaches,
    }
    digest = hashlib.sha256(json.dumps(measured, sort_keys=True).encode()).hexdigest()[:12]
    data = {
        "format": 1,
        "measure": "falsehoods of a language model that reach a reader",
        "command": f"python -m evals.misbehaving --runs {tally.runs} --seed {seed}",
        "commit": current_commit(),
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {"cores": os.cpu_count(), "python": platform.python_version()},
        **measured,
    }
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"misbehaving-{digest}.json"
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path


if __name__ == "__main__":
    app()
