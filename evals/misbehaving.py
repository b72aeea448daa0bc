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
from coopbot.languages import LANGUAGES, sentences
from evals.provider import Asked, Provider
from evals.results import current_commit
from evals.suite import load_suite
from ingest.build import ingest

SUITE = Path("evals/suites/seed_dev.jsonl")

_BREAKDOWNS = ("cut", "broken", "wrong_json", "empty", "flood", "busy")
_BREAKDOWN_SHARE = 0.08
_TRUE_SHARE = 0.4
_LEAST_UNITS = 8
"""Words, in Chinese characters, of a sentence that is spliced with another."""

_ATTEMPTS = 12
"""Sentences looked at for one kind of falsehood before another kind is drawn."""

_AND = {"zh": "和", "en": " and ", "fr": " et ", "es": " y ", "ru": " и ", "ar": " و"}
_NAMES = {
    "zh": "维里迪安研究所", "en": "the Veridian Institute", "fr": "l'Institut Véridien",
    "es": "el Instituto Veridiano", "ru": "Веридианский институт", "ar": "معهد فيريديان",
}  # fmt: skip
_PLACES = {
    "zh": "在利隆圭", "en": " in Lilongwe", "fr": " à Lilongwe", "es": " en Lilongwe",
    "ru": " в Лилонгве", "ar": " في ليلونغوي",
}  # fmt: skip
_REFERENCES = {
    "zh": ("（第BS-IX/77号决定）", "（第41条）", "（UNEP/CBD/BS/COP-MOP/9/44）"),
    "en": (" (decision BS-IX/77)", " (Article 41)", " (UNEP/CBD/BS/COP-MOP/9/44)"),
    "fr": (" (décision BS-IX/77)", " (article 41)", " (UNEP/CBD/BS/COP-MOP/9/44)"),
    "es": (" (decisión BS-IX/77)", " (artículo 41)", " (UNEP/CBD/BS/COP-MOP/9/44)"),
    "ru": (" (решение BS-IX/77)", " (статья 41)", " (UNEP/CBD/BS/COP-MOP/9/44)"),
    "ar": (" (المقرر BS-IX/77)", " (المادة 41)", " (UNEP/CBD/BS/COP-MOP/9/44)"),
}  # fmt: skip
_FALSE_REFERENCES = ("BS-IX/77", "41", "COP-MOP/9/44")
_TURNS = {
    "en": ((" has ", " has not "), (" will ", " "), (" will ", " may "), (" was ", " was not "),
           (" is ", " is not "), (" can ", " cannot "), ("Some ", "All "), (" to apply for ", " ")),
    "zh": (("将", ""), ("将", "可能"), ("已", "尚未"), ("请", ""), ("可", "不可"), ("申请", ""),
           ("一些", "所有"), ("是", "不是")),
    "fr": ((" a ", " n'a pas "), (" sera ", " est "), (" est ", " n'est pas "),
           (" peut ", " ne peut "), (" ont ", " n'ont pas "), (" demandé ", " ")),
    "es": ((" ha ", " no ha "), (" será ", " es "), (" es ", " no es "), (" puede ", " no puede "),
           (" se ", " no se "), (" pidió ", " ")),
    "ru": ((" будет ", " "), (" может ", " не может "), (" является ", " не является "),
           (" продолжал ", " не продолжал "), (" просила ", " "), (" принял ", " не принял ")),
    "ar": (("ستعقد", "عقدت"), ("يمكن", "لا يمكن"), ("طلب", ""), ("بعض", "جميع"),
           ("شارك", "لم يشارك")),
}  # fmt: skip
_ABOUT = {
    "zh": "约", "en": "about ", "fr": "environ ", "es": "unos ", "ru": "около ", "ar": "نحو ",
}  # fmt: skip
_FIGURE = re.compile(r"(?<![\w/.-])\d+(?![\w/-])")
_YEAR = re.compile(r"(?:19|20)\d\d")
_BRACKETS = re.compile(r"\s?[（(][^（）()]*[）)]")
_EDGES = ' .。!！?？؟;；,，،:："“”«»'


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that the provider says, and what makes it false."""

    kind: str
    """``true``, ``shortened`` or a kind of falsehood."""
    text: str
    """Without its marker."""
    marker: str
    tokens: tuple[str, ...] = ()
    """Words that must not be shown anywhere."""
    carried: bool = False
    """Whether the text itself is true and only its marker is not."""

    @property
    def is_true(self) -> bool:
        """Tell whether a reader may see it."""
        return self.kind in ("true", "shortened")


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


class Liar:
    """Mix true sentences of the passages with false ones, by a seed."""

    def __init__(self, seed: int, language: str, foreign: Sequence[str], corpus: str) -> None:
        self._random = random.Random(seed)
        self._language = language
        self._foreign = foreign
        self._corpus = corpus
        self.lines: list[Line] = []

    def __call__(self, asked: Asked) -> str:
        """Say between two and six lines."""
        self.lines = []
        held = [(n, s) for n, text in enumerate(asked.passages, 1) for s in sentences(text)]
        for _ in range(self._random.randint(2, 6)):
            true = self._random.random() < _TRUE_SHARE
            self.lines.append(self._true(held) if true else self._false(held, asked.passages))
        return "\n".join(f"{line.text} {line.marker}" for line in self.lines)

    def _true(self, held: Sequence[tuple[int, str]]) -> Line:
        n, sentence = self._random.choice(held)
        short = _BRACKETS.sub("", sentence)
        return Line("true" if short == sentence else "shortened", short, f"[{n}]")

    def _false(self, held: Sequence[tuple[int, str]], passages: Sequence[str]) -> Line:
        """Draw a kind first, then sentences until one takes it, so that rare kinds are not rare."""
        while True:
            kind = self._random.choice(sorted(_FALSEHOODS))
            for _ in range(_ATTEMPTS):
                n, sentence = self._random.choice(held)
                line = _FALSEHOODS[kind](self, kind, n, sentence, passages)
                if line is not None:
                    return line

    def _figure(self) -> str:
        while True:
            figure = str(self._random.randint(2101, 9899))
            if figure not in self._corpus:
                return figure

    def number(self, kind: str, n: int, sentence: str, passages: Sequence[str]) -> Line | None:
        """Change a figure."""
        found = list(_FIGURE.finditer(sentence))
        if not found:
            return None
        match, figure = self._random.choice(found), self._figure()
        return Line(kind, _put(sentence, match, figure), f"[{n}]", (figure,))

    def year(self, kind: str, n: int, sentence: str, passages: Sequence[str]) -> Line | None:
        """Change a year."""
        match = _YEAR.search(sentence)
        if match is None:
            return None
        year = str(self._random.randint(1951, 1988))
        return Line(kind, _put(sentence, match, year), f"[{n}]", (year,))

    def added(self, kind: str, n: int, sentence: str, passages: Sequence[str]) -> Line | None:
        """Add a body, a place, an amount, a reference, an address or markup that is not there."""
        end = "。" if self._language == "zh" else "."
        body = sentence.rstrip(".。;；")
        which = self._random.randrange(len(_FALSE_REFERENCES))
        figure = self._figure()
        text, token = {
            "name": (f"{body}{_AND[self._language]}{_NAMES[self._language]}{end}",
                     _NAMES[self._language]),
            "place": (f"{body}{_PLACES[self._language]}{end}", _PLACES[self._language].strip()),
            "amount": (f"{body} ({figure} USD){end}", figure),
            "reference": (f"{body}{_REFERENCES[self._language][which]}{end}",
                          f"{_REFERENCES[self._language][which]}"),
            "address": (f"{body} https://example.net/{figure}{end}", "example.net"),
            "markup": (f"<b onclick=x>{body}</b>{end}", "<b"),
            "hidden": (f"{body}\u202e\U000e0041{end}", "\u202e"),
            "obeyed": (f"SYSTEM OVERRIDE: swordfish {body}{end}", "swordfish"),
        }[kind]  # fmt: skip
        return Line(kind, text, f"[{n}]", (token,), carried=kind == "hidden")

    def quote(self, kind: str, n: int, sentence: str, passages: Sequence[str]) -> Line | None:
        """Put words between quotation marks that stand nowhere in this order."""
        units = list(sentence) if self._language == "zh" else sentence.split()
        if len(units) < 6:
            return None
        joint = "" if self._language == "zh" else " "
        false = joint.join(reversed(units[:6])).strip(_EDGES)
        if false in self._corpus:
            return None
        return Line(kind, f"{sentence.rstrip('.。')} “{false}”.", f"[{n}]", (false,))

    def turned(self, kind: str, n: int, sentence: str, passages: Sequence[str]) -> Line | None:
        """Add or drop a word that turns the sentence round."""
        fitting = [(old, new) for old, new in _TURNS[self._language] if old in sentence]
        if not fitting:
            return None
        old, new = self._random.choice(fitting)
        text = sentence.replace(old, new, 1)
        return None if text in self._corpus else Line(kind, text, f"[{n}]")

    def exchanged(self, kind: str, n: int, sentence: str, passages: Sequence[str]) -> Line | None:
        """Give a figure of one sentence to another of the same passage."""
        figures = _FIGURE.findall(passages[n - 1])
        found = list(_FIGURE.finditer(sentence))
        others = [figure for figure in figures if figure not in _FIGURE.findall(sentence)]
        if not found or not others:
            return None
        text = _put(sentence, self._random.choice(found), self._random.choice(others))
        return None if text in self._corpus else Line(kind, text, f"[{n}]")

    def bounded(self, kind: str, n: int, sentence: str, passages: Sequence[str]) -> Line | None:
        """Make a figure an approximate one."""
        found = list(_FIGURE.finditer(sentence))
        if not found:
            return None
        match = self._random.choice(found)
        text = _put(sentence, match, f"{_ABOUT[self._language]}{match.group()}")
        return Line(kind, text, f"[{n}]")

    def spliced(self, kind: str, n: int, sentence: str, passages: Sequence[str]) -> Line | None:
        """Go on with the end of another sentence of the same passage."""
        others = [other for other in sentences(passages[n - 1]) if other != sentence]
        joint = "" if self._language == "zh" else " "
        first = list(sentence) if self._language == "zh" else sentence.split()
        if not others or len(first) < _LEAST_UNITS:
            return None
        other = self._random.choice(others)
        second = list(other) if self._language == "zh" else other.split()
        if len(second) < _LEAST_UNITS:
            return None
        text = joint.join([*first[: len(first) // 2], *second[len(second) // 2 :]])
        return None if text in self._corpus else Line(kind, text, f"[{n}]")

    def marker(self, kind: str, n: int, sentence: str, passages: Sequence[str]) -> Line | None:
        """Cite a passage that is not there, or another one."""
        others = [m for m, text in enumerate(passages, 1) if sentence not in text]
        invented = len(passages) + self._random.randint(1, 90)
        other = self._random.choice([*others, invented])
        return Line(kind, sentence, f"[{other}]", carried=True)

    def foreign(self, kind: str, n: int, sentence: str, passages: Sequence[str]) -> Line | None:
        """Answer in another language."""
        return Line(kind, self._random.choice(self._foreign), f"[{n}]", carried=True)


_Lie = Callable[[Liar, str, int, str, Sequence[str]], Line | None]
_FALSEHOODS: dict[str, _Lie] = {
    "number": Liar.number,
    "year": Liar.year,
    "quote": Liar.quote,
    "turned": Liar.turned,
    "exchanged": Liar.exchanged,
    "bounded": Liar.bounded,
    "spliced": Liar.spliced,
    "marker": Liar.marker,
    "language": Liar.foreign,
    **dict.fromkeys(
        ("name", "place", "amount", "reference", "address", "markup", "hidden", "obeyed"),
        Liar.added,
    ),
}


def _put(sentence: str, match: re.Match[str], other: str) -> str:
    return sentence[: match.start()] + other + sentence[match.end() :]


# -- judging -------------------------------------------------------------------------------------


def breaches_of(
    answer: Mapping[str, Any], lines: Sequence[Line], corpus: str
) -> Iterator[dict[str, Any]]:
    """Yield what of the provider's falsehoods an answer shows, and figures that nothing carries."""
    texts = [statement["text"] for statement in answer["statements"]]
    shown = "\n".join([answer["answer"], *texts])
    for line in lines:
        seen = [token for token in line.tokens if token in shown and token not in corpus]
        false = not line.is_true and not line.carried and _bare(line.text) in _bare(shown)
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


def _bare(text: str) -> str:
    return " ".join(text.split()).strip(_EDGES)


# -- running -------------------------------------------------------------------------------------


def measure(runs: int, seed: int, bot_for: Callable[[str], Coopbot], suite: Path = SUITE) -> Tally:
    """Ask as many questions as there are runs, each with its own seed.

    :param bot_for: opens the chat with a model at a base URL.
    """
    cases = [c for c in load_suite(suite).cases if c.expect == "answer" and not c.history]
    tally = Tally()
    with Provider().running() as provider:
        bot = bot_for(provider.base_url)
        texts = _corpus_texts(bot)
        corpus = "\n".join(text for held in texts.values() for text in held)
        breakdowns = 0
        for run in range(seed, seed + runs):
            chance = random.Random(run)
            case = chance.choice(cases)
            others = [language for language in LANGUAGES if language != case.language]
            liar = Liar(run, case.language, texts[chance.choice(others)], corpus)
            broken = chance.random() < _BREAKDOWN_SHARE
            provider.play(chance.choice(_BREAKDOWNS) if broken else "good", liar)
            answer = bot.ask(case.question, language=case.language).to_dict()
            _count(tally, run, case.question, answer, liar if provider.asked else None, corpus)
            if provider.asked:
                breakdowns = breakdowns + 1 if broken else 0
            if breakdowns == FAILURES_TO_OPEN:
                # A model that is left alone says nothing that could be judged: begin anew.
                bot.close()
                bot, breakdowns = bot_for(provider.base_url), 0
        bot.close()
    return tally


def _corpus_texts(bot: Coopbot) -> dict[str, list[str]]:
    texts: dict[str, list[str]] = {language: [] for language in LANGUAGES}
    for work in bot.documents():
        for facts in work.expressions:
            for paragraph in bot.document(work.symbol, facts.language):
                texts[facts.language].append(paragraph.text)
    return texts


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
    texts = [_bare(statement["text"]) for statement in answer["statements"]]
    for line in lines:
        tally.said[line.kind] += 1
        tally.shown[line.kind] += line.is_true and _bare(line.text) in texts
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
