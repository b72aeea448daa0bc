"""The bundled corpus in its six languages, built once, and what every answer from it must hold."""

from __future__ import annotations

import atexit
import functools
import re
import shutil
import tempfile
from pathlib import Path
from typing import Any

from coopbot import Coopbot
from coopbot.errors import CoopbotError
from coopbot.index import IndexReader
from coopbot.question import Question, understand
from coopbot.settings import Settings
from ingest.build import ingest
from tests.built import CORPUS, SYMBOL, settings_of

NINE_PARTNERS = (
    "联合国环境规划署",
    "巴塞尔公约",
    "濒危野生动植物种国际贸易公约",
    "斯德哥尔摩公约",
    "鹿特丹公约",
    "蒙特利尔议定书",
    "禁止化学武器组织",
    "世界海关组织",
    "刑警组织",
)
PARTNERS_QUESTION = "绿色海关倡议的合作伙伴有哪些？"
UNANSWERABLE = "2030年的预算是多少？"

ANSWER_KEYS = {
    "question", "language", "standalone_question", "abstained", "reason", "answer", "statements",
    "citations", "nearest", "suggestions", "receipt", "timings_ms", "view",
}  # fmt: skip
CITATION_KEYS = {
    "n", "symbol", "label", "display", "language", "status", "heading", "quote", "verdict", "link",
    "parallel",
}  # fmt: skip
REASONS = {"no_evidence", "not_in_corpus", "ambiguous", "out_of_scope"}
RECEIPT_KEYS = {"build", "embedder", "model", "settings", "retrieved", "checks"}
_MARKER = re.compile(r"\[(\d+)\]")


def bundled_settings() -> Settings:
    """Return the index of the bundled corpus; made once in a process, not to be changed."""
    made = _made()
    if isinstance(made, CoopbotError):
        raise made
    return made


@functools.cache
def _made() -> Settings | CoopbotError:
    """Build, or keep the error: hundreds of tests need not try again what has failed."""
    folder = Path(tempfile.mkdtemp(prefix="coopbot-test-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    settings = settings_of(CORPUS, folder / "index")
    try:
        ingest(settings)
    except CoopbotError as error:
        return error
    return settings


@functools.cache
def bundled_bot() -> Coopbot:
    """Return the chat over that index, opened once."""
    return Coopbot.open(bundled_settings())


def read_question(asked: str, **options: Any) -> Question:
    """Return a question as understood over the bundled index."""
    return understand(asked, bundled_bot().index, **options)


def labels_of(answer: dict[str, Any]) -> set[str]:
    """Return the labels that an answer cites."""
    return {citation["label"] for citation in answer["citations"]}


def breaches(answer: dict[str, Any], index: IndexReader) -> list[str]:
    """Return how an answer's JSON breaks what holds for every answer; empty when it does not."""
    found = [] if set(answer) == ANSWER_KEYS else [f"keys {sorted(set(answer) ^ ANSWER_KEYS)}"]
    found += [f"no {key} in the receipt" for key in RECEIPT_KEYS - set(answer["receipt"])]
    if answer["abstained"]:
        held = [key for key in ("statements", "citations") if answer[key]]
        found += [f"{key} in an abstention" for key in held]
        found += [] if answer["reason"] in REASONS else [f"reason {answer['reason']!r}"]
    else:
        found += [] if answer["statements"] else ["no statement"]
        found += [] if answer["reason"] is None else [f"reason {answer['reason']!r}"]
    found += [] if answer["answer"].strip() else ["no text"]
    numbers = [citation["n"] for citation in answer["citations"]]
    if {int(n) for n in _MARKER.findall(answer["answer"])} != set(numbers):
        found.append("the markers are not the numbers of the citations")
    if len(set(numbers)) < len(numbers):
        found.append("a number stands for two citations")
    for statement in answer["statements"]:
        if not statement["citations"] or not set(statement["citations"]) <= set(numbers):
            found.append(f"a statement cites {statement['citations']}")
        if statement["verdict"] not in ("verbatim", "supported"):
            found.append(f"a statement is {statement['verdict']}")
    for citation in answer["citations"]:
        found += _citation_breaches(citation, index)
    for near in answer["nearest"]:
        stored = index.ledger.expressions(near["symbol"], near["label"])[near["language"]]
        found += [] if near["text"] == stored.text else [f"nearest {near['label']} is not verbatim"]
    return found


def _citation_breaches(citation: dict[str, Any], index: IndexReader) -> list[str]:
    expressions = index.ledger.expressions(citation["symbol"], citation["label"])
    stored = expressions.pop(citation["language"])
    found = [] if set(citation) == CITATION_KEYS else [f"keys {sorted(citation)}"]
    if not citation["quote"] or citation["quote"] not in stored.text:
        found.append(f"the quote of {citation['n']} is not in ¶{citation['label']}")
    if (citation["status"] == "official") is not stored.official:
        found.append(f"the status of {citation['n']} is {citation['status']}")
    parallel = {
        language: {"text": other.text, "status": "official" if other.official else "unofficial"}
        for language, other in expressions.items()
    }
    return found if citation["parallel"] == parallel else [*found, "the parallel text is another"]


__all__ = [
    "CORPUS", "NINE_PARTNERS", "PARTNERS_QUESTION", "SYMBOL", "UNANSWERABLE", "breaches",
    "bundled_bot", "bundled_settings", "labels_of", "read_question",
]  # fmt: skip
