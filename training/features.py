"""What pieces of the vocabulary share: beginnings, endings, characters and the sound of names.

A piece's vector is trained as its own part plus the parts of its features. A rare form thus starts
near its relatives, and a name near itself in another script; the sum alone is stored.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

PREFIX_LENGTHS = (4, 5, 6, 8)
INNER_LENGTH = 4
MOST_INNER = 5
LEAST_LETTERS_FOR_INNER = 6
SOUND_LENGTH = 3
MOST_SOUNDS = 5

LEAST_PIECES = 2
"""A feature of one piece only would repeat the piece's own part."""

_CYRILLIC = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщъыьэюя",
        [*"abvgdezziiklmnoprstufkskss", "", "i", "", *"eua"],
        strict=True,
    )
)
_ARABIC = dict(zip("ابتثجخدذرزسشصضطظغفقكلمن", "abttgkddrzsssdtzgfkklmn", strict=True))
_LATIN = (
    ("sch", "s"),
    ("sh", "s"),
    ("ch", "k"),
    ("ph", "f"),
    ("th", "t"),
    ("x", "ks"),
    ("ce", "se"),
    ("ci", "si"),
    ("j", "z"),
    ("q", "k"),
    ("c", "k"),
)
_HAN = re.compile("[\u3400-\u9fff]")


def consonants(piece: str) -> str:
    """Return the consonants of a word as its neighbours in other scripts would spell them.

    Vowels and half-vowels go, voiced and voiceless labials fall together (Arabic has no p and v),
    doubled consonants become one. Empty for other scripts and for what is no word.
    """
    if "\u0400" <= piece[0] <= "\u04ff":
        latin = "".join(_CYRILLIC.get(letter, "") for letter in piece)
    elif "\u0600" <= piece[0] <= "\u06ff":
        latin = "".join(_ARABIC.get(letter, "") for letter in piece)
    elif piece.isascii() and piece.isalpha():
        latin = piece
        for spelling, sound in _LATIN:
            latin = latin.replace(spelling, sound)
    else:
        return ""
    latin = re.sub("[aeiouyhw]", "", latin).replace("p", "b").replace("v", "f")
    return re.sub(r"(.)\1+", r"\1", latin)


def features(piece: str) -> list[str]:
    """Return the features of one piece; none for numbers and single characters."""
    if piece.isdigit() or len(piece) < 2:
        return []
    if _HAN.search(piece):
        pairs = [piece[at : at + 2] for at in range(len(piece) - 1)] if len(piece) > 2 else []
        return [*("han " + character for character in piece), *("han " + pair for pair in pairs)]
    found = ["begins " + piece[:length] for length in PREFIX_LENGTHS if len(piece) >= length]
    if len(piece) >= LEAST_LETTERS_FOR_INNER:
        inner = range(1, len(piece) - INNER_LENGTH + 1)
        found += ["holds " + piece[at : at + INNER_LENGTH] for at in inner][:MOST_INNER]
        found.append("ends " + piece[-INNER_LENGTH:])
    return found + _sounds(piece)


def _sounds(piece: str) -> list[str]:
    sound = consonants(piece)
    if len(piece) < 3 or len(sound) < 2:
        return []
    framed = f"^{sound}$"
    parts = [framed[at : at + SOUND_LENGTH] for at in range(len(framed) - SOUND_LENGTH + 1)]
    return ["sounds " + sound, *("sound " + part for part in parts[:MOST_SOUNDS] if len(sound) > 2)]


class FeatureTable:
    """Hold the features of each piece as numbers, one after the other."""

    def __init__(self, pieces: Sequence[str]) -> None:
        named = [features(piece) for piece in pieces]
        uses = Counter(name for names in named for name in set(names))
        kept = sorted(name for name, count in uses.items() if count >= LEAST_PIECES)
        numbers = {name: number for number, name in enumerate(kept)}
        rows = [[numbers[name] for name in names if name in numbers] for names in named]
        self.size = len(kept)
        self._flat = np.array([number for row in rows for number in row], dtype=np.int64)
        self._ends = np.cumsum([len(row) for row in rows])

    def of(
        self, pieces: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]:
        """Return the features of these pieces: numbers, where each piece begins, and shares.

        The shares of a piece's n features are 1/sqrt(n) each, so that the sum of independent
        vectors keeps its length.
        """
        starts = np.concatenate([[0], self._ends[:-1]])[pieces]
        counts = self._ends[pieces] - starts
        offsets = np.cumsum(counts) - counts
        at = np.arange(counts.sum()) - np.repeat(offsets, counts) + np.repeat(starts, counts)
        shares = np.repeat(1 / np.sqrt(np.maximum(counts, 1)), counts)
        return self._flat[at], offsets, shares.astype(np.float32)
