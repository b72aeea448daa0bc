"""Development sets for retrieval, read from a folder of the training data.

Each is a set of passages with keys and questions whose key is known. Where passages are parallel,
the key is the same in every language, so that a question in one language has its answer in each.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from coopbot.errors import UsageError
from coopbot.languages import LANGUAGES


@dataclass(frozen=True, slots=True)
class DevPassage:
    """A text that may answer questions."""

    key: str
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class DevQuestion:
    """A question and the key of the passage that answers it."""

    id: str
    language: str
    text: str
    key: str


@dataclass(frozen=True, slots=True)
class DevSet:
    """Passages, questions and the directions in which they are measured."""

    name: str
    passages: tuple[DevPassage, ...]
    questions: tuple[DevQuestion, ...]
    directions: tuple[tuple[str, str], ...]
    """Language of the question and of the passages searched."""

    def asked_in(self, language: str) -> tuple[DevQuestion, ...]:
        """Return the questions in one language."""
        return tuple(q for q in self.questions if q.language == language)


_MONOLINGUAL = {
    "cmrc2018": ("cmrc2018_dev", "zh"),
    "drcd": ("drcd_dev", "zh"),
    "arcd": ("arcd", "ar"),
    "piaf": ("piaf_cnil", "fr"),
}
"""File stem and language; drcd is in traditional script."""

TRADITIONAL = "zh-Hant"
"""Language of Chinese questions put in traditional characters."""

NAMES = ("parallel_qa", "scbd_parallel", *_MONOLINGUAL)


def load_devset(name: str, data: Path, limit: int) -> DevSet:
    """Read a set.

    :param data: the folder that holds ``dev/``.
    :param limit: most questions per language, drawn by the hash of their ids; all passages stay.
    :raises UsageError: for an unknown name or a folder without the files.
    """
    if name not in NAMES:
        raise UsageError(f"There is no set {name!r}; use one of {', '.join(NAMES)}.")
    if name == "scbd_parallel":
        return _scbd(data, limit)
    stem = "parallel_qa" if name == "parallel_qa" else _MONOLINGUAL[name][0]
    passages = tuple(
        DevPassage(row.get("key") or row["pid"], _language(row["lang"]), row["text"])
        for row in _rows(data, f"{stem}.passages")
    )
    questions = [
        DevQuestion(
            row["qid"], _language(row["lang"]), row["question"], row.get("key") or row["pid"]
        )
        for row in _rows(data, f"{stem}.questions")
    ]
    if name == "parallel_qa":
        held = [language for language in LANGUAGES if any(p.language == language for p in passages)]
        directions = tuple((asked, searched) for asked in held for searched in held)
        questions += _traditional(questions)
        directions += ((TRADITIONAL, "zh"),)
    else:
        directions = ((_MONOLINGUAL[name][1],) * 2,)
    return DevSet(name, passages, tuple(_drawn(questions, limit)), directions)


def _traditional(questions: Sequence[DevQuestion]) -> list[DevQuestion]:
    """Return the Chinese questions again, in the characters of Taiwan and Hong Kong."""
    import opencc

    convert = opencc.OpenCC("s2t").convert
    return [
        replace(
            q,
            id=f"{q.id.rsplit('.', 1)[0]}.{TRADITIONAL}",
            language=TRADITIONAL,
            text=convert(q.text),
        )
        for q in questions
        if q.language == "zh"
    ]


def _scbd(data: Path, limit: int) -> DevSet:
    """Read the aligned segments: each is a question for the same segment in other languages."""
    rows = list(_rows(data, "scbd_parallel"))
    passages = tuple(
        DevPassage(f"segment-{number:03d}", language, row[language])
        for number, row in enumerate(rows)
        for language in LANGUAGES
    )
    questions = [DevQuestion(f"{p.key}.{p.language}", p.language, p.text, p.key) for p in passages]
    directions = tuple((a, b) for a in LANGUAGES for b in LANGUAGES if a != b)
    return DevSet("scbd_parallel", passages, tuple(_drawn(questions, limit)), directions)


def _rows(data: Path, stem: str) -> Iterator[Mapping[str, Any]]:
    path = data / "dev" / f"{stem}.jsonl.gz"
    if not path.is_file():
        raise UsageError(
            f"There is no {path}; give a folder of the training data by --data or "
            "COOPBOT_TRAINING_DATA."
        )
    with gzip.open(path, "rt", encoding="utf-8") as file:
        yield from (json.loads(line) for line in file)


def _drawn(questions: list[DevQuestion], limit: int) -> Iterator[DevQuestion]:
    """Yield at most ``limit`` questions of each language, the same ones on every machine.

    The versions of one question in several languages are drawn together.
    """
    for language in sorted({question.language for question in questions}):
        own = [question for question in questions if question.language == language]
        own.sort(key=lambda q: hashlib.sha256(q.id.rsplit(".", 1)[0].encode()).digest())
        yield from own[:limit]


def _language(code: str) -> str:
    """Return the UN language of a code: traditional script is Chinese."""
    return code.split("-", 1)[0]
