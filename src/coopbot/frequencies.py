"""The words of Chinese segmentation and how often each occurs, in a file that is looked into.

jieba's own form is a dictionary of half a million strings, which takes each process the better part
of a second and 100 MB to load; a question looks up some hundred. The file holds the hash of each
word, sorted, and the frequencies in the same order; the system maps it into memory.
"""

from __future__ import annotations

import hashlib
import json
import mmap
from bisect import bisect_left
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from coopbot.errors import IndexDamaged
from coopbot.faults import reason_of

_MAGIC = b"coopbot words 1\n"
_HASH_BYTES = 8
"""At half a million words, two share a hash once in a hundred million dictionaries."""

_NOT_ASKED = -1

_REMEMBERED = 200_000
"""Looked-up pieces kept in memory: those of a corpus repeat."""


class WordFrequencies:
    """Look up words; has what jieba's segmentation asks of its dictionary.

    :raises IndexDamaged: when the file is not one that :func:`write_frequencies` wrote.
    """

    def __init__(self, path: Path) -> None:
        try:
            with path.open("rb") as file:
                if file.read(len(_MAGIC)) != _MAGIC:
                    raise ValueError("it is another kind of file")
                header = json.loads(file.readline())
                start = -(-file.tell() // _HASH_BYTES) * _HASH_BYTES
                whole = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
            count = int(header["count"])
            self.total = int(header["total"])
            self._hashes = whole[start : start + count * 8].cast("Q")
            self._values = whole[start + count * 8 : start + count * 12].cast("I")
            if len(self._values) != count:
                raise ValueError("it is cut short")
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise IndexDamaged(
                f"The dictionary {path} cannot be read ({reason_of(error)}); run `coopbot ingest`."
            ) from None
        self._known: dict[str, int | None] = {}

    def __len__(self) -> int:
        return len(self._hashes)

    def __contains__(self, word: str) -> bool:
        return self.get(word) is not None

    def __getitem__(self, word: str) -> int:
        found = self.get(word)
        if found is None:
            raise KeyError(word)
        return found

    def get(self, word: str, default: int | None = None) -> int | None:
        """Return how often a word occurs: 0 for what only begins words, ``default`` else."""
        found = self._known.get(word, _NOT_ASKED)
        if found == _NOT_ASKED:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[word] = found = self._found(word)
        return default if found is None else found

    def _found(self, word: str) -> int | None:
        wanted = _hash(word)
        place = bisect_left(self._hashes, wanted)
        if place < len(self._hashes) and self._hashes[place] == wanted:
            return int(self._values[place])
        return None


def write_frequencies(path: Path, frequencies: Mapping[str, int], total: int) -> None:
    """Write words with their frequencies, and the sum that these are shares of."""
    hashes = np.fromiter(map(_hash, frequencies), dtype=np.uint64, count=len(frequencies))
    values = np.fromiter(frequencies.values(), dtype=np.uint32, count=len(frequencies))
    order = np.argsort(hashes, kind="stable")
    header = json.dumps({"count": len(order), "total": total}).encode("ascii") + b"\n"
    filling = -(len(_MAGIC) + len(header)) % _HASH_BYTES
    with path.open("wb") as file:
        file.write(_MAGIC + header + b"\0" * filling)
        file.write(hashes[order].tobytes())
        file.write(values[order].tobytes())


def _hash(word: str) -> int:
    digest = hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=_HASH_BYTES)
    return int.from_bytes(digest.digest(), "little")
