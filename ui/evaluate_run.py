"""One run of a suite at a time: a process of the eval commands, watched and stoppable."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from coopbot.errors import CoopbotError, UsageError
from coopbot.settings import PREFIX, Settings

SYSTEMS = ("coopbot", "bm25", "recipe")
"""Systems that the page offers; those at an address of their own stay with the command line."""
MOST_SECONDS = 3600
"""A run that takes longer is stopped."""
CALL_SECONDS = 180
"""How long a report or a comparison may take."""


@dataclass(frozen=True, slots=True)
class Progress:
    """What is known of the latest run."""

    status: str = "none"
    """``none``, ``running``, ``done``, ``failed`` or ``stopped``."""
    suite: str = ""
    system: str = ""
    done: int = 0
    total: int = 0
    seconds: float = 0.0
    message: str = ""
    """The sentence of a failure."""
    results: str = ""
    """Name of the results file, without its ending, once done."""


class EvalRuns:
    """Start, watch and stop runs; safe to call from several threads."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._progress = Progress()
        self._started = 0.0

    def progress(self) -> Progress:
        """Return what is known of the latest run at this moment."""
        with self._lock:
            if self._progress.status != "running":
                return self._progress
            return replace(self._progress, seconds=round(time.monotonic() - self._started, 1))

    def start(self, suite: Path, name: str, system: str) -> bool:
        """Start a run; False when another one is going on.

        :raises UsageError: for a system that is not offered.
        """
        if system not in SYSTEMS:
            raise UsageError(f"There is no system {system!r}; use one of {', '.join(SYSTEMS)}.")
        folder = self._settings.evals
        with self._lock:
            if self._progress.status == "running":
                return False
            self._process = subprocess.Popen(
                eval_command(
                    "run", str(suite), "--system", system,
                    "--index", str(self._settings.index),
                    "--corpus", str(self._settings.corpus),
                    "--out", str(folder / "results"),
                    "--report", str(folder / "reports"),
                    "--progress-lines", "--json",
                ),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                encoding="utf-8",
                env=child_environment(),
                # A group of its own: stopping it stops what it has started.
                start_new_session=True,
            )  # fmt: skip
            self._started = time.monotonic()
            self._progress = Progress("running", name, system)
            threading.Thread(target=self._watch, args=(self._process,), daemon=True).start()
        return True

    def stop(self) -> None:
        """Stop the run that is going on, if there is one."""
        with self._lock:
            if self._process is None or self._progress.status != "running":
                return
            self._progress = replace(self._progress, status="stopped")
            process = self._process
        _end(process)

    def _watch(self, process: subprocess.Popen[str]) -> None:
        """Follow a process to its end; its errors are one sentence, its last line."""
        limit = threading.Timer(MOST_SECONDS, self.stop)
        limit.daemon = True
        limit.start()
        printed: list[str] = []
        reader = threading.Thread(target=lambda: printed.extend(process.stdout or ()), daemon=True)
        reader.start()
        last = ""
        for line in process.stderr or ():
            told = _told(line)
            if told is None:
                last = line.strip() or last
                continue
            with self._lock:
                self._progress = replace(self._progress, done=told[0], total=told[1])
        status = process.wait()
        reader.join()
        limit.cancel()
        for stream in (process.stdout, process.stderr):
            if stream:
                stream.close()
        with self._lock:
            seconds = round(time.monotonic() - self._started, 1)
            if self._progress.status == "running":
                self._progress = replace(
                    self._progress,
                    status="failed" if status else "done",
                    message=last if status else "",
                    results="" if status else _results_name("".join(printed)),
                )
            self._progress = replace(self._progress, seconds=seconds)


def eval_command(*arguments: str) -> list[str]:
    """Return the call of an eval command in a process of its own."""
    return [sys.executable, "-m", "evals", *arguments]


def child_environment() -> dict[str, str]:
    """Return the environment without what a run has no use for: the operator's token."""
    return {name: value for name, value in os.environ.items() if name != f"{PREFIX}OPERATOR_TOKEN"}


def call_eval(arguments: Sequence[str]) -> str:
    """Run a short eval command and return what it printed.

    :raises UsageError: with the command's own sentence, for a call that cannot be carried out.
    :raises CoopbotError: when it fails otherwise.
    """
    try:
        done = subprocess.run(
            eval_command(*arguments),
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            env=child_environment(),
            timeout=CALL_SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise CoopbotError(
            f"`coopbot eval {arguments[0]}` took more than {CALL_SECONDS} s; call it by hand."
        ) from None
    if done.returncode == 0:
        return done.stdout
    last = (done.stderr.strip().splitlines() or ["no message"])[-1]
    if done.returncode == 2:
        raise UsageError(last)
    raise CoopbotError(f"`coopbot eval {arguments[0]}` failed: {last}")


def _end(process: subprocess.Popen[str]) -> None:
    """End a process with its children, at first politely."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            continue
        return


def _told(line: str) -> tuple[int, int] | None:
    try:
        told = json.loads(line)
        return int(told["done"]), int(told["total"])
    except (ValueError, KeyError, TypeError):
        return None


def _results_name(printed: str) -> str:
    try:
        return Path(str(json.loads(printed)[0]["path"])).stem
    except (ValueError, KeyError, IndexError, TypeError):
        return ""
