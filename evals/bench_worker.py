"""One measured step in a process of its own, so that its memory and start are its own.

``python -m evals.bench_worker <task> <JSON of arguments>`` prints one JSON object.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import coopbot.arithmetic  # noqa: F401 - as the command line has it

_KIB = 1024


def main(task: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Run a task and return what it measured, with the most memory that the process held."""
    measured = _TASKS[task](arguments)
    spent = os.times()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return {
        **measured,
        # On a busy machine the processor's seconds hold where the clock's do not.
        "cpu_seconds": round(sum(spent[:4]), 2),
        "peak_mb": round(peak / _KIB, 1),
        "children_peak_mb": round(children / _KIB, 1),
    }


def _ingest(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Build an index and time its stages by the progress that it reports."""
    from coopbot import Settings
    from ingest.build import ingest

    stages: dict[str, float] = {}
    started = last = time.perf_counter()

    def progress(stage: str, done: int, total: int) -> None:
        nonlocal last
        now = time.perf_counter()
        stages[stage] = stages.get(stage, 0.0) + now - last
        last = now

    settings = Settings(index=Path(arguments["index"]), corpus=Path(arguments["corpus"]))
    result = ingest(settings, progress=progress)
    ended = time.perf_counter()
    stages["finish"] = ended - last
    return {
        "seconds": round(ended - started, 3),
        "stages": {name: round(value, 3) for name, value in stages.items()},
        "paragraphs": sum(file.paragraphs for file in result.files),
        "files": len(result.files),
        "build": result.build,
    }


def _query(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Open a build and time searches and answers once it is warm."""
    from coopbot import Coopbot, Settings
    from coopbot.languages import detect_language

    started = time.perf_counter()
    settings = Settings(index=Path(arguments["index"]), corpus=Path(arguments["corpus"]))
    coopbot = Coopbot.open(settings)
    questions: list[str] = arguments["questions"]
    coopbot.ask(questions[0])
    opened = time.perf_counter() - started
    for question in {detect_language(question): question for question in questions}.values():
        coopbot.ask(question)  # what a language needs is made with its first question
    gc.freeze()  # as the service does when it is warm
    search = _timed(lambda question: coopbot.search(question, 10), questions)
    answer = _timed(coopbot.ask, questions)
    coopbot.close()
    return {"open_and_first_seconds": round(opened, 3), "search_ms": search, "answer_ms": answer}


def _serve(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Serve a build, put the questions to it and read the memory that the service then holds."""
    import asyncio

    from evals.served import memory_mb, served
    from evals.sse import ask_stream

    async def ask_all() -> None:
        for question in arguments["questions"]:
            await ask_stream(service, question)

    with served(Path(arguments["index"]), Path(arguments["corpus"])) as service:
        asyncio.run(ask_all())
        return {"memory_mb": memory_mb(service.process)}


def _recall(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Compare Chroma's graph with exact search."""
    from coopbot import Settings
    from evals.bench_recall import recall_of

    settings = Settings(index=Path(arguments["index"]), corpus=Path(arguments["corpus"]))
    return {"vectors": recall_of(settings, arguments["questions"])}


def _recipe(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Index the same paragraphs by the usual recipe and time its queries."""
    from evals.reference import Passage
    from evals.systems.recipe import RecipeSystem

    passages = [
        Passage(**row) for row in json.loads(Path(arguments["passages"]).read_text("utf-8"))
    ]
    RecipeSystem([]).close()  # the model is loaded before the clock runs, as in ours
    started = time.perf_counter()
    system = RecipeSystem(passages, Path(arguments["index"]))
    seconds = time.perf_counter() - started
    questions: list[str] = arguments["questions"]
    search = _timed(lambda question: system.search(question, 10), questions)
    system.close()
    return {"seconds": round(seconds, 3), "paragraphs": len(passages), "search_ms": search}


def _timed(call: Any, questions: list[str]) -> list[float]:
    """Return the milliseconds of each call."""
    milliseconds = []
    for question in questions:
        started = time.perf_counter()
        call(question)
        milliseconds.append(round((time.perf_counter() - started) * 1000, 3))
    return milliseconds


_TASKS: Mapping[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
    "ingest": _ingest,
    "query": _query,
    "serve": _serve,
    "recall": _recall,
    "recipe": _recipe,
}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(sys.argv[1], json.loads(sys.argv[2]))) + "\n")
