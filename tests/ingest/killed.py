"""Ingest in a process that is killed at its n-th step: ``python -m tests.ingest.killed``.

Steps are the calls by which a build reaches the disk - commits, flushes, renames, copies,
deletions - and the progress that it reports. The arguments are corpus, index and n; the exit
status 0 means that the build ended before the n-th step, which is then printed.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import ingest.build
import ingest.recorder
from coopbot.settings import Settings


class Countdown:
    """Kill this process, as a power cut would, when the n-th step is reached."""

    def __init__(self, n: int) -> None:
        self.left = n
        self.steps = 0

    def step(self) -> None:
        self.steps += 1
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(self, owner: Any, name: str) -> None:
        """Count a step before and after each call of a function."""
        function: Callable[..., Any] = getattr(owner, name)

        def counted(*values: Any, **named: Any) -> Any:
            self.step()
            try:
                return function(*values, **named)
            finally:
                self.step()

        setattr(owner, name, counted)


def main() -> None:
    corpus, index, n = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    countdown = Countdown(n)
    for owner, name in (
        (os, "fsync"),
        (os, "rename"),
        (os, "replace"),
        (shutil, "rmtree"),
        (shutil, "copytree"),
        (ingest.recorder.Recorder, "commit"),
        (ingest.recorder.Recorder, "finish"),
        (ingest.build, "write_report"),
        (ingest.build, "write_seal"),
        (ingest.build, "publish"),
        (ingest.build, "remove_old"),
    ):
        countdown.watch(owner, name)
    settings = Settings(corpus=corpus, index=index, workers=1)
    ingest.build.ingest(settings, progress=lambda stage, done, total: countdown.step())
    sys.stdout.write(f"{countdown.steps}\n")


if __name__ == "__main__":
    main()
