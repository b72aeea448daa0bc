from __future__ import annotations

import asyncio
import threading

import pytest

from ui.problems import Problem
from ui.workers import Workers


def test_iterate_yields_in_order_from_another_thread():
    async def run():
        workers = Workers(threads=1)
        names = []

        def walk():
            for number in range(5):
                names.append(threading.current_thread().name)
                yield number

        seen = [number async for number in workers.iterate(walk)]
        workers.close()
        return seen, names

    seen, names = asyncio.run(run())
    assert seen == [0, 1, 2, 3, 4]
    assert set(names) == {"coopbot_0"}


def test_iterate_raises_what_the_iterator_raises():
    async def run():
        workers = Workers(threads=1)

        def walk():
            yield 1
            raise ValueError("inside")

        try:
            return [number async for number in workers.iterate(walk)]
        finally:
            workers.close()

    with pytest.raises(ValueError, match="inside"):
        asyncio.run(run())


def test_iterate_closes_the_iterator_when_its_reader_leaves():
    closed = threading.Event()
    go_on = threading.Event()

    async def run():
        workers = Workers(threads=1)

        def walk():
            try:
                yield 1
                go_on.wait(10)
                yield 2
                yield 3
            finally:
                closed.set()

        async for _ in (stream := workers.iterate(walk)):
            break
        await stream.aclose()
        go_on.set()
        await asyncio.to_thread(closed.wait, 10)
        # The thread is free again.
        result = await workers.answer(lambda: "free")
        workers.close()
        return result

    assert asyncio.run(run()) == "free"
    assert closed.is_set()


def test_lookup_does_not_wait_behind_a_question():
    go_on = threading.Event()

    async def run():
        workers = Workers(threads=1)
        question = asyncio.ensure_future(workers.answer(lambda: go_on.wait(10)))
        looked_up = await workers.call(lambda: "found")
        go_on.set()
        await question
        workers.close()
        return looked_up

    assert asyncio.run(run()) == "found"


def test_place_is_refused_when_all_are_taken():
    workers = Workers(threads=1, waiting=1)
    with workers.place(), workers.place():
        assert workers.ahead == 1
        with pytest.raises(Problem, match="busy"), workers.place():
            pass
    assert workers.admitted == 0
    workers.close()
