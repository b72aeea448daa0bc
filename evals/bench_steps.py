"""What the benchmark measures at one number of paragraphs, each step in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from coopbot.errors import CoopbotError
from evals.statistics import spread
from evals.synthetic import passages, write_corpus

COLD_STARTS = 3
"""Starts of ``coopbot ask`` from nothing; the median is reported."""


def measure_size(
    size: int,
    sentences: Mapping[str, Sequence[str]],
    questions: list[str],
    registry: Path,
    minutes: float | None = None,
) -> dict[str, Any]:
    """Build, open, ask, serve and start anew at one number of paragraphs.

    :param minutes: most that one step may take.
    """
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        write_corpus(passages(sentences, size), folder / "corpus", registry)
        places = {"index": str(folder / "index"), "corpus": str(folder / "corpus")}
        ingest = run_worker("ingest", places, minutes)
        asked = {**places, "questions": questions}
        query = run_worker("query", asked, minutes)
        serving = run_worker("serve", asked, minutes)
        recall = run_worker("recall", asked, minutes)
        cold = [cold_start(places, questions[0]) for _ in range(COLD_STARTS)]
        disk = folder_bytes(folder / "index" / "builds" / str(ingest["build"]))
        text = folder_bytes(folder / "corpus" / "documents")
    return {
        "size": size,
        "ingest": ingest,
        "paragraphs_per_second": round(size / ingest["seconds"], 1),
        "search_ms": spread(query["search_ms"]),
        "answer_ms": spread(query["answer_ms"]),
        "query_peak_mb": query["peak_mb"],
        "serving_mb": serving["memory_mb"],
        "cold_start": {
            "seconds": sorted(start["seconds"] for start in cold)[len(cold) // 2],
            "cpu_seconds": sorted(start["cpu_seconds"] for start in cold)[len(cold) // 2],
        },
        "vectors": recall["vectors"],
        "index_mb": round(disk / 1e6, 2),
        "text_mb": round(text / 1e6, 2),
        "load": [round(value, 2) for value in os.getloadavg()],
    }


def measure_recipe(
    size: int,
    sentences: Mapping[str, Sequence[str]],
    questions: list[str],
    minutes: float | None = None,
) -> dict[str, Any]:
    """Index and query the same paragraphs by the usual recipe."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        listed = folder / "passages.json"
        listed.write_text(
            json.dumps([asdict(passage) for passage in passages(sentences, size)]),
            encoding="utf-8",
        )
        store = folder / "store"
        store.mkdir()
        measured = run_worker(
            "recipe",
            {"passages": str(listed), "index": str(store), "questions": questions},
            minutes,
        )
        disk = folder_bytes(store)
    return {
        "size": size,
        "seconds": measured["seconds"],
        "paragraphs_per_second": round(size / measured["seconds"], 1),
        "search_ms": spread(measured["search_ms"]),
        "peak_mb": measured["peak_mb"],
        "index_mb": round(disk / 1e6, 2),
        "load": [round(value, 2) for value in os.getloadavg()],
    }


def ratios(ours: Mapping[str, Any], recipe: Mapping[str, Any]) -> dict[str, float]:
    """Return how many times faster than the recipe: above one is better for us."""
    return {
        "ingest": round(ours["paragraphs_per_second"] / recipe["paragraphs_per_second"], 2),
        "search_p50": round(recipe["search_ms"]["p50"] / ours["search_ms"]["p50"], 2),
        "search_p95": round(recipe["search_ms"]["p95"] / ours["search_ms"]["p95"], 2),
    }


def run_worker(
    task: str, arguments: Mapping[str, Any], minutes: float | None = None
) -> dict[str, Any]:
    """Run one step in a process of its own.

    :raises CoopbotError: with the last line that the process wrote, when it fails; or when it
        takes longer than it may.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-m", "evals.bench_worker", task, json.dumps(arguments)],
            capture_output=True,
            text=True,
            check=False,
            timeout=minutes * 60 if minutes else None,
        )
    except subprocess.TimeoutExpired:
        raise CoopbotError(
            f"The benchmark step {task!r} took more than {minutes:g} minutes; allow more with "
            "--minutes or measure a smaller size."
        ) from None
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise CoopbotError(f"The benchmark step {task!r} failed ({last}); run it again alone.")
    measured: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return measured


def cold_start(places: Mapping[str, str], question: str) -> dict[str, float]:
    """Run ``coopbot ask`` as a shell would; return wall-clock and processor seconds."""
    before, started = os.times(), time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "coopbot.cli", "ask", question, "--index", places["index"]],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "COOPBOT_CORPUS": places["corpus"]},
    )
    seconds, after = time.perf_counter() - started, os.times()
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise CoopbotError(f"`coopbot ask` failed on the benchmark's index ({last}).")
    busy = after.children_user + after.children_system
    busy -= before.children_user + before.children_system
    return {"seconds": round(seconds, 3), "cpu_seconds": round(busy, 3)}


def folder_bytes(folder: Path) -> int:
    """Return the size of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
