"""What is remembered: the right values, made once, never more than the bound."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from hypothesis import given
from hypothesis import strategies as st

from coopbot.memory import Memory


def test_a_value_is_made_once() -> None:
    memory: Memory[str, list[int]] = Memory(2)
    made = memory.get("a", lambda: [1])
    assert memory.get("a", lambda: [2]) is made


def test_what_was_asked_for_longest_ago_goes_first() -> None:
    memory: Memory[str, int] = Memory(2)
    memory.get("a", lambda: 1)
    memory.get("b", lambda: 2)
    memory.get("a", lambda: 9)
    memory.get("c", lambda: 3)
    assert memory.get("a", lambda: 9) == 1
    assert memory.get("b", lambda: 8) == 8


def test_only_what_is_missing_is_made_and_what_cannot_be_is_left_out() -> None:
    memory: Memory[int, int] = Memory(10)
    memory.get(2, lambda: 4)
    asked: list[list[int]] = []

    def squares(keys: list[int]) -> dict[int, int]:
        asked.append(keys)
        return {key: key * key for key in keys if key >= 0}

    assert memory.get_all([3, 2, -1, 1], squares) == {3: 9, 2: 4, 1: 1}
    assert list(memory.get_all([3, 2, 1], squares)) == [3, 2, 1]
    assert asked == [[3, -1, 1]]


@given(st.lists(st.lists(st.integers(0, 30), max_size=12)), st.integers(1, 8))
def test_values_are_right_whatever_was_forgotten(asked: list[list[int]], size: int) -> None:
    memory: Memory[int, int] = Memory(size)
    for keys in asked:
        found = memory.get_all(keys, lambda missing: {key: key * key for key in missing})
        assert found == {key: key * key for key in keys}
        assert len(memory) <= size


def test_threads_that_ask_at_once_get_the_right_values() -> None:
    memory: Memory[int, int] = Memory(5)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda i: memory.get(i % 9, lambda: (i % 9) ** 2), range(2000)))
    assert found == [(i % 9) ** 2 for i in range(2000)]
    assert len(memory) == 5
