"""Put every case of a suite to a system and check what comes back."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from coopbot.errors import CoopbotError
from evals.checks import Texts
from evals.metrics import Row, score_all
from evals.ranking import DEPTH
from evals.reply import Key, Reply
from evals.results import Results, make_results
from evals.suite import Case, Suite
from evals.systems.protocol import System

Progress = Callable[[int, int], None]
"""Called with the number of cases done and of all cases."""


def run_suite(
    system: System,
    suite: Suite,
    texts: Texts | None,
    *,
    retrieval: bool = True,
    progress: Progress = lambda done, total: None,
) -> Results:
    """Ask a system every question of a suite and return what was measured.

    :param texts: true texts of the corpus, for the check of quotations; None leaves it unscored.
    :param retrieval: also measure the system's search, where it has one.
    """
    started = time.perf_counter()
    _warm_up(system, suite.cases[0])
    replies: list[tuple[Case, Reply]] = []
    for case in suite.cases:
        replies.append((case, put(system, case, retrieval=retrieval)))
        progress(len(replies), len(suite.cases))
    rows = score_all(replies, texts)
    return make_results(
        suite, _described(system, rows), rows, seconds=time.perf_counter() - started
    )


def put(system: System, case: Case, *, retrieval: bool = True) -> Reply:
    """Put one case to a system; whatever it raises becomes the error of the reply."""
    answer: Mapping[str, Any] | None = None
    error: str | None = None
    started = time.perf_counter()
    try:
        answer = system.ask(case.question, case.history)
    except Exception as raised:  # a system that fails is a result, not the end of the run
        error = _sentence(raised)
    seconds = time.perf_counter() - started
    ranking: Sequence[Key] | None = None
    if retrieval:
        try:
            ranking = system.search(case.question, DEPTH)
        except Exception as raised:
            ranking = ()
            error = error or _sentence(raised)
    return Reply(
        answer=answer,
        ranking=None if ranking is None else tuple(ranking),
        seconds=seconds if error is None or answer is not None else None,
        error=error,
    )


def _warm_up(system: System, case: Case) -> None:
    """Ask once before the clock matters: the first answer loads models and opens files."""
    try:
        system.ask(case.question, case.history)
        system.search(case.question, 1)
    except Exception:  # the same failure shows at the first case, with its question
        return


def _described(system: System, rows: Sequence[Row]) -> dict[str, Any]:
    """Describe the system, and what the receipts of its answers say of it."""
    described = {"name": system.name, **system.describe()}
    for row in rows:
        receipt = (row.reply.answer or {}).get("receipt")
        if isinstance(receipt, Mapping):
            for name in ("build", "embedder", "model", "settings"):
                if receipt.get(name) is not None:
                    described.setdefault(name, receipt[name])
            break
    return described


def _sentence(error: Exception) -> str:
    text = str(error) or type(error).__name__
    return text if isinstance(error, CoopbotError) else f"{type(error).__name__}: {text}"
