"""Text folded before it is cut into tokens: the part of the tokeniser that knows languages.

Folding is stored inside ``tokenizer.json``, so that every reader of the model folds alike.
Characters go through one map (compatibility forms, case, accents, vowel signs, digits, Traditional
Chinese); then one expression takes off the commonest endings of Arabic, Russian and plural words.
"""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

import opencc
from tokenizers import Regex, normalizers, pre_tokenizers

ARABIC_PREFIXES = "(?:[وف]?[بك]?ال|[وف]?لل)"
"""The article with the particles written together with it."""

ARABIC_ENDINGS = "هما|ها|هم|ات|ون|ين|يه|وا|ه|ي"

RUSSIAN_ENDINGS = (
    "иями|ием|ью|ться|тся|ть|ся|сь|ями|ами|иях|ах|ях|ого|его|ому|ему|ыми|ими|ией|ей|ой|ий|ый|ая|яя"
    "|ою|ею|ую|юю|ое|ее|ые|ие|ых|их|ым|им|ом|ем|ов|ев|ам|ям|ию|ия|ии|ы|и|а|я|о|е|у|ю|ь|й"
)

ENDINGS = (
    rf"(?<!\p{{Arabic}}){ARABIC_PREFIXES}(?=\p{{Arabic}}{{3}})"
    rf"|(?<=\p{{Arabic}}{{3}})(?:{ARABIC_ENDINGS})(?!\p{{Arabic}})"
    r"|(?<=\p{Arabic}{4})ا(?!\p{Arabic})"
    rf"|(?<=\p{{Cyrillic}}{{3}})(?:{RUSSIAN_ENDINGS})(?!\p{{Cyrillic}})"
    r"|(?<=\p{Latin}{3})s(?!\p{Latin})"
)
"""What is taken off a word, provided that three letters (four before an Arabic alif) remain."""

WORDS = r"\p{Han}+|[\p{L}\p{M}&&[^\p{Han}]]+|\p{Nd}{1,4}"
"""What is cut into tokens: runs of Han, of other letters, of at most four digits; nothing else."""

ARABIC_LETTERS = {
    "أ": "ا",
    "إ": "ا",
    "آ": "ا",
    "ٱ": "ا",
    "ى": "ي",
    "ی": "ي",
    "ئ": "ي",
    "ة": "ه",
    "ؤ": "و",
    "ک": "ك",
    "ڪ": "ك",
}
"""Letters that writers interchange."""

TATWEEL = "\u0640"

_LAST_MAPPED = 0xFFFF
_HANGUL_SYLLABLES = range(0xAC00, 0xD7B0)
_SURROGATES_AND_PRIVATE = range(0xD800, 0xF900)
_BLOCK = 256


@cache
def character_normalizer() -> normalizers.Normalizer:
    """Return the folding of single characters; laying it out takes half a minute."""
    return normalizers.Precompiled(precompiled_map(character_map()))


@cache
def normalizer() -> normalizers.Normalizer:
    """Return the folding as the tokeniser stores it."""
    return normalizers.Sequence([character_normalizer(), normalizers.Replace(Regex(ENDINGS), "")])


def pre_tokenizer() -> pre_tokenizers.PreTokenizer:
    """Return the cut into words and numbers, which drops everything between them."""
    return pre_tokenizers.Split(Regex(WORDS), "removed", invert=True)


def character_map() -> dict[str, str]:
    """Return every character of the basic plane that folding changes, with what it becomes."""
    simplified = opencc.OpenCC("t2s")
    changed = {}
    for code in range(1, _LAST_MAPPED + 1):
        if code in _HANGUL_SYLLABLES or code in _SURROGATES_AND_PRIVATE:
            continue
        character = chr(code)
        folded = "".join(
            _fold(part, simplified) for part in unicodedata.normalize("NFKC", character).lower()
        )
        if folded != character and unicodedata.category(character) != "Cn":
            changed[character] = folded
    return changed


def _fold(character: str, simplified: opencc.OpenCC) -> str:
    """Fold one character of compatibility-normal, lower-case text; a sign for the eye goes."""
    if character == TATWEEL or unicodedata.category(character) == "Mn":
        return ""
    if unicodedata.category(character) == "Nd":
        return str(unicodedata.digit(character))
    if character in ARABIC_LETTERS:
        return ARABIC_LETTERS[character]
    if "\u3400" <= character <= "\u9fff":
        return str(simplified.convert(character))
    base = unicodedata.normalize("NFD", character)[0]
    return base if base.isascii() or character == "ё" else character


def precompiled_map(mapping: Mapping[str, str]) -> bytes:
    """Return the mapping in SentencePiece's binary form: a double-array trie, then the values.

    The form is that of ``nmt_nfkc`` and its kin: the trie's size in bytes, its units (32 bits,
    little endian), then the values in UTF-8, each ended by a zero byte; the trie's values are their
    offsets.
    """
    values = bytearray()
    offsets = {}
    for value in sorted(set(mapping.values())):
        offsets[value] = len(values)
        values += value.encode() + b"\0"
    keys = {key.encode(): offsets[value] for key, value in mapping.items()}
    units = DoubleArray(keys).units
    trie = struct.pack(f"<{len(units)}I", *units)
    return struct.pack("<I", len(trie)) + trie + bytes(values)


@dataclass(slots=True)
class _Node:
    """Hold one place of the trie before it is laid out."""

    children: dict[int, _Node] = field(default_factory=dict)
    value: int | None = None


class DoubleArray:
    """A trie of byte strings in one array of 32-bit units, as Darts-clone lays it out.

    A unit holds its label (8 bits), whether a value follows (bit 8) and the distance to its
    children (bits 10 on): the child by byte ``b`` stands at ``unit's place ^ distance ^ b``, the
    value at byte 0. No two nodes share the place of their children, so that a label alone tells a
    child.
    """

    def __init__(self, keys: Mapping[bytes, int]) -> None:
        self.units: list[int] = [0] * _BLOCK
        self._used = bytearray(_BLOCK)
        self._used[0] = 1
        self._bases = {0}
        self._first_free = 1
        root = _Node()
        for key, value in keys.items():
            node = root
            for byte in key:
                node = node.children.setdefault(byte, _Node())
            node.value = value
        self._place(root, 0)

    def _place(self, node: _Node, place: int) -> None:
        has_value = node.value is not None
        base = self._free_base([0] * has_value + sorted(node.children))
        self._bases.add(base)
        self.units[place] |= (base ^ place) << 10 | has_value << 8
        if node.value is not None:
            self._used[base] = 1
            self.units[base] = node.value | 1 << 31
        for label in node.children:
            self._used[base ^ label] = 1
            self.units[base ^ label] = label
        for label, child in node.children.items():
            self._place(child, base ^ label)

    def _free_base(self, labels: list[int]) -> int:
        """Return the first place from which each label leads to an unused unit."""
        while self._used[self._first_free]:
            self._first_free += 1
            self._grow(self._first_free)
        base = self._first_free
        while base in self._bases or any(self._used[base ^ label] for label in labels):
            base += 1
            self._grow(base)
        return base

    def _grow(self, place: int) -> None:
        """Keep whole blocks of 256 units around a place: a reader may look at any byte of them."""
        while place + _BLOCK >= len(self.units):
            self.units += [0] * _BLOCK
            self._used += bytes(_BLOCK)
