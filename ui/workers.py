"""Run the blocking core in a bounded number of threads, and refuse politely beyond that."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

from ui.problems import Problem

_T = TypeVar("_T")

THREADS = 2
"""Extractive answers in work at once: each keeps a core busy, and more of them would take the
interpreter away from the loop that greets the next caller."""
MODEL_THREADS = 16
"""Answers of a language model in work at once: their threads mostly wait for it."""
LOOKUP_THREADS = 4
"""Lookups at once. They have threads of their own, so that none waits behind questions."""
WAITING = 256
"""Questions that may wait for a thread; the next one is refused."""
RETRY_SECONDS = 10
"""What a refused caller is asked to wait."""

_END = object()


class Workers:
    """Hold the threads and count who waits for them."""

    def __init__(self, threads: int = THREADS, waiting: int = WAITING) -> None:
        self._questions = ThreadPoolExecutor(threads, thread_name_prefix="coopbot")
        self._lookups = ThreadPoolExecutor(LOOKUP_THREADS, thread_name_prefix="lookup")
        self._threads = threads
        self._most = threads + waiting
        self.admitted = 0

    @property
    def ahead(self) -> int:
        """How many questions the latest one admitted must wait for."""
        return max(0, self.admitted - self._threads)

    def require_room(self) -> None:
        """Raise the Problem that asks to come back when every place is taken."""
        if self.admitted >= self._most:
            raise Problem(503, "busy", retry_after=RETRY_SECONDS)

    @contextmanager
    def place(self) -> Iterator[None]:
        """Hold a place among the questions in work or waiting.

        :raises Problem: when every place is taken.
        """
        self.require_room()
        self.admitted += 1
        try:
            yield
        finally:
            self.admitted -= 1

    async def call(self, function: Callable[[], _T]) -> _T:
        """Run a short call, such as reading a paragraph, in a thread for lookups."""
        return await asyncio.get_running_loop().run_in_executor(self._lookups, function)

    async def answer(self, function: Callable[[], _T]) -> _T:
        """Run the answering of a question in a thread for questions."""
        return await asyncio.get_running_loop().run_in_executor(self._questions, function)

    async def iterate(self, make: Callable[[], Iterator[_T]]) -> AsyncIterator[_T]:
        """Yield what an iterator gives that a thread walks; leaving stops the walk.

        The thread is told to stop at its next item: what the core does in between cannot be cut.
        """
        loop = asyncio.get_running_loop()
        items: asyncio.Queue[Any] = asyncio.Queue()
        left = threading.Event()

        def put(item: object) -> None:
            # The loop is closed when the service stops in the middle of an answer.
            if not loop.is_closed():
                loop.call_soon_threadsafe(items.put_nowait, item)

        def walk() -> None:
            iterator: Iterator[_T] = iter(())
            try:
                if left.is_set():
                    return
                iterator = make()
                for item in iterator:
                    if left.is_set():
                        return
                    put(item)
            except Exception as error:
                put(_Failure(error))
            finally:
                close = getattr(iterator, "close", None)
                if close is not None:
                    close()
                put(_END)

        walking = loop.run_in_executor(self._questions, walk)
        try:
            while (item := await items.get()) is not _END:
                if isinstance(item, _Failure):
                    raise item.error
                yield item
        finally:
            left.set()
            walking.cancel()

    def close(self) -> None:
        """Let running calls end and start no more."""
        self._questions.shutdown(wait=False, cancel_futures=True)
        self._lookups.shutdown(wait=False, cancel_futures=True)


class _Failure:
    """Carry an exception from the thread to the loop."""

    def __init__(self, error: Exception) -> None:
        self.error = error
