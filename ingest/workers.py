"""Processes that work through a list: one that dies costs the item it was at, not the others.

They are started as ``python -m ingest.worker``, so that they never run the caller's main program,
and speak over pipes that close when either side ends.
"""

from __future__ import annotations

import os
import pickle
import selectors
import signal
import subprocess
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from coopbot.children import ended, last_line, start_module
from coopbot.errors import UsageError
from ingest.worker import LENGTH_BYTES, encode

Item = TypeVar("Item")
Result = TypeVar("Result")
Failed = Callable[[Item, str, str], Result]
"""Makes the result of an item that brought its process down: item, outcome, what happened."""

WALL_SECONDS = 900.0
"""Longest time for one item: its file's reader has its own, shorter limits."""

_AHEAD = 8
"""Results held per process while an earlier one is awaited: bounds memory."""

_CHUNK = 1 << 18


def work_through(
    function: Callable[[Item], Result],
    items: Sequence[Item],
    *,
    workers: int,
    failed: Failed[Item, Result],
    wall_seconds: float = WALL_SECONDS,
) -> Iterator[Result]:
    """Yield ``function(item)`` for each item, in the order given, computed by other processes.

    :param function: anything that can be pickled; it is sent to each process once.
    :param failed: gives the result of an item whose process died or took too long.
    :raises UsageError: when the processes cannot be started.
    """
    with _Crew(encode(function), workers, wall_seconds) as crew:
        waiting = deque(enumerate(items))
        done: dict[int, Result] = {}
        for number in range(len(items)):
            while number not in done:
                while waiting and waiting[0][0] < number + _AHEAD * workers and crew.has_room():
                    crew.hand_out(*waiting.popleft())
                for at, value, trouble in crew.collect():
                    done[at] = failed(items[at], *trouble) if trouble else value
            yield done.pop(number)


class _Worker:
    """One process, and the item it is at."""

    def __init__(self, function: bytes) -> None:
        self.said = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the process
        self.process = start_module("ingest.worker", stderr=self.said)
        self.at: int | None = None
        self.since = time.monotonic()
        self.ready = False
        self.received = bytearray()
        self.complaint = ""
        self.send(function)

    def send(self, message: bytes) -> None:
        """Hand over a message; a process that is gone is noticed when its answer is awaited."""
        try:
            if self.process.stdin is not None:
                self.process.stdin.write(message)
                self.process.stdin.flush()
        except BrokenPipeError:
            return

    def messages(self) -> list[Any]:
        """Return the messages that have come in whole."""
        found = []
        while len(self.received) >= LENGTH_BYTES:
            end = LENGTH_BYTES + int.from_bytes(self.received[:LENGTH_BYTES], "big")
            if len(self.received) < end:
                break
            found.append(pickle.loads(bytes(self.received[LENGTH_BYTES:end])))
            del self.received[:end]
        return found

    def stop(self) -> int:
        """End the process; return how it ended, and keep the last line that it said."""
        if self.process.poll() is None:
            self.process.kill()
        status = self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                try:
                    stream.close()
                except BrokenPipeError:
                    continue
        with self.said:
            self.said.seek(0)
            self.complaint = last_line(self.said.read())
        return status


class _Crew:
    """Some processes and what they are doing."""

    def __init__(self, function: bytes, workers: int, wall_seconds: float) -> None:
        self._function = function
        self._wall_seconds = wall_seconds
        self._selector = selectors.DefaultSelector()
        self._workers: list[_Worker] = []
        for _ in range(workers):
            self._start()

    def __enter__(self) -> _Crew:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in list(self._workers):
            self._dismiss(worker)
        self._selector.close()

    def has_room(self) -> bool:
        """Tell whether a process has nothing to do."""
        return any(worker.at is None for worker in self._workers)

    def hand_out(self, number: int, item: object) -> None:
        """Give an item to a process that has nothing to do."""
        worker = next(worker for worker in self._workers if worker.at is None)
        worker.at, worker.since = number, time.monotonic()
        worker.send(encode(item))

    def collect(self) -> Iterator[tuple[int, Any, tuple[str, str] | None]]:
        """Wait until something happens; yield number, value and trouble of what was finished."""
        left = min(
            (worker.since + self._wall_seconds - time.monotonic() for worker in self._busy()),
            default=self._wall_seconds,
        )
        for key, _ in self._selector.select(max(0.0, left)):
            worker: _Worker = key.data
            chunk = os.read(key.fd, _CHUNK)
            if not chunk:
                yield from self._replace(worker)
                continue
            worker.received += chunk
            for value in worker.messages():
                if not worker.ready:
                    worker.ready = True
                elif worker.at is not None:
                    number, worker.at = worker.at, None
                    yield number, value, None
        for worker in self._busy():
            if time.monotonic() - worker.since >= self._wall_seconds:
                yield from self._replace(worker, too_long=True)

    def _busy(self) -> list[_Worker]:
        return [worker for worker in self._workers if worker.at is not None]

    def _replace(
        self, worker: _Worker, *, too_long: bool = False
    ) -> Iterator[tuple[int, Any, tuple[str, str] | None]]:
        """Take leave of a process that died or is stuck and start another in its place."""
        status = self._dismiss(worker)
        if not worker.ready and not too_long:
            raise UsageError(
                f"The processes that read documents cannot be started "
                f"({worker.complaint or ended(status)}); ingest with --workers 1."
            )
        self._start()
        if worker.at is None:
            return
        if too_long:
            what = f"takes longer than {self._wall_seconds:g} seconds to read"
            yield worker.at, None, ("refused", what)
        elif status == -signal.SIGKILL:
            yield worker.at, None, ("refused", "needs more memory than there is")
        else:
            yield worker.at, None, ("damaged", f"brought its reader down ({ended(status)})")

    def _start(self) -> None:
        try:
            worker = _Worker(self._function)
        except (OSError, subprocess.SubprocessError) as error:
            raise UsageError(
                f"The processes that read documents cannot be started ({error}); ingest with "
                "--workers 1."
            ) from None
        self._workers.append(worker)
        if worker.process.stdout is not None:
            self._selector.register(worker.process.stdout, selectors.EVENT_READ, worker)

    def _dismiss(self, worker: _Worker) -> int:
        self._workers.remove(worker)
        if worker.process.stdout is not None:
            self._selector.unregister(worker.process.stdout)
        return worker.stop()
