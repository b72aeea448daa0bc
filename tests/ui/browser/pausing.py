"""Stop answers on their way, so that a page can be looked at while it waits."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from coopbot.types import Event

MOST_SECONDS = 60
"""After so long an answer goes on by itself: a limit against hanging, not a measurement."""


class Pauses:
    """Hold every answer before its first event, and again before its whole."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self.begin = threading.Event()
        self.end = threading.Event()

    def __call__(self, *arguments: Any, **named: Any) -> Iterator[Event]:
        self.begin.wait(MOST_SECONDS)
        for event in self._stream(*arguments, **named):
            if event.kind == "answer":
                self.end.wait(MOST_SECONDS)
            yield event


@contextmanager
def paused(core: Any) -> Iterator[Pauses]:
    """Pause the answers of a core until the block ends."""
    pauses = Pauses(core.stream)
    core.stream = pauses
    try:
        yield pauses
    finally:
        del core.stream
        pauses.begin.set()
        pauses.end.set()
