"""Remember what was made last, up to a number of things; safe to share between threads.

What an index holds does not change, so what is read out of a paragraph can be read once. The bound
keeps the memory of a service flat however many paragraphs are asked about.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Memory(Generic[K, V]):
    """Hold the values that were asked for last, by key.

    Two threads may make the same value at once: none waits for the other, the later one is kept.

    :param size: most values held; the one not asked for longest goes first.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._held: OrderedDict[K, V] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._held)

    def get(self, key: K, make: Callable[[], V]) -> V:
        """Return the value of a key, made now unless it is held."""
        return self.get_all((key,), lambda _: {key: make()})[key]

    def get_all(self, keys: Iterable[K], make: Callable[[list[K]], Mapping[K, V]]) -> dict[K, V]:
        """Return the values of several keys, in their order; those that are not held in one go.

        A key for which nothing is made is left out.
        """
        asked = list(keys)
        with self._lock:
            found = {key: self._held[key] for key in asked if key in self._held}
            for key in found:
                self._held.move_to_end(key)
        missing = [key for key in asked if key not in found]
        if not missing:
            return found
        made = make(missing)
        with self._lock:
            for key, value in made.items():
                self._held[key] = value
                self._held.move_to_end(key)
            while len(self._held) > self._size:
                self._held.popitem(last=False)
        found.update(made)
        return {key: found[key] for key in asked if key in found}
