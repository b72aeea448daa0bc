"""PDF files whose structure is wrong or hostile."""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Callable, Mapping

Mutate = Callable[[bytes, random.Random], bytes]

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_REFERENCE = re.compile(rb"\b(\d+) 0 R\b")
_NUMBER = re.compile(rb"(?<=[ \[])\d+(?=[ \]\r\n/>])")
_NAME = re.compile(rb"/[A-Z][A-Za-z]{2,}")
_BOMB_BYTES = 200_000_000
_DEEP = 100_000


def _streams_swapped(data: bytes, drawn: random.Random) -> bytes:
    found = list(_STREAM.finditer(data))
    if len(found) < 2:
        return data
    one, other = sorted(drawn.sample(found, 2), key=lambda match: match.start())
    return (
        data[: one.start(1)]
        + other.group(1)
        + data[one.end(1) : other.start(1)]
        + one.group(1)
        + data[other.end(1) :]
    )


def _stream_emptied(data: bytes, drawn: random.Random) -> bytes:
    return _with_stream(data, drawn, lambda content: b"")


def _stream_cut(data: bytes, drawn: random.Random) -> bytes:
    return _with_stream(data, drawn, lambda content: content[: len(content) // 2])


def _stream_of_noise(data: bytes, drawn: random.Random) -> bytes:
    return _with_stream(data, drawn, lambda content: drawn.randbytes(len(content)))


def _stream_unpacked(data: bytes, drawn: random.Random) -> bytes:
    """Return a file one stream of which says that it is packed and is not."""

    def unpack(content: bytes) -> bytes:
        try:
            return zlib.decompress(content)
        except zlib.error:
            return content[::-1]

    return _with_stream(data, drawn, unpack)


def _bomb(data: bytes, drawn: random.Random) -> bytes:
    """Return a file one stream of which unpacks to hundreds of megabytes."""
    unit = drawn.choice((b"\0", b"q ", b"(A) Tj ", b"1 0 0 1 0 0 cm "))
    packer = zlib.compressobj(9)
    chunk = unit * (1_000_000 // len(unit))
    packed = b"".join(packer.compress(chunk) for _ in range(_BOMB_BYTES // 1_000_000))
    packed += packer.flush()
    return _with_stream(data, drawn, lambda content: packed)


def _deep(data: bytes, drawn: random.Random) -> bytes:
    opened = drawn.choice((b"[", b"<<", b"<</A ", b"("))
    return _with_object(data, drawn, opened * _DEEP)


def _loops(data: bytes, drawn: random.Random) -> bytes:
    """Return a file in which many references point to one and the same object."""
    numbers = _REFERENCE.findall(data)
    if not numbers:
        return data
    target = drawn.choice(numbers)
    return _REFERENCE.sub(
        lambda match: target + b" 0 R" if drawn.random() < 0.3 else match.group(), data
    )


def _references_shuffled(data: bytes, drawn: random.Random) -> bytes:
    numbers = _REFERENCE.findall(data)
    return _REFERENCE.sub(
        lambda match: drawn.choice(numbers) + b" 0 R" if drawn.random() < 0.2 else match.group(),
        data,
    )


def _numbers_changed(data: bytes, drawn: random.Random) -> bytes:
    extremes = (b"0", b"-1", b"99999999999", b"2147483648", b"4294967295", b"1e308")
    return _NUMBER.sub(
        lambda match: drawn.choice(extremes) if drawn.random() < 0.01 else match.group(), data
    )


def _names_changed(data: bytes, drawn: random.Random) -> bytes:
    names = _NAME.findall(data)
    return _NAME.sub(
        lambda match: drawn.choice(names) if drawn.random() < 0.03 else match.group(), data
    )


def _table_lost(data: bytes, drawn: random.Random) -> bytes:
    """Return a file without its table of objects, its trailer or both."""
    place = data.rfind(b"xref" if drawn.random() < 0.5 else b"trailer")
    return data[:place] if place > 0 else data[: -len(data) // 50]


def _table_shifted(data: bytes, drawn: random.Random) -> bytes:
    place = data.rfind(b"startxref")
    shift = drawn.choice((-1_000, -7, 7, 1_000, 10**12))
    return data[:place] + b"startxref\n%d\n%%%%EOF\n" % max(0, len(data) + shift)


def _page_too_large(data: bytes, drawn: random.Random) -> bytes:
    box = drawn.choice((b"[0 0 1e9 1e9]", b"[0 0 0 0]", b"[9 9 -9 -9]", b"[nan 0 1 1]"))
    return re.sub(rb"/MediaBox ?\[[^\]]*\]", b"/MediaBox " + box, data)


def _encrypted_by_word(data: bytes, drawn: random.Random) -> bytes:
    """Return a file whose trailer says that it is encrypted."""
    filters = (b"/Standard/V 5/R 6", b"/Standard/V 1/R 2/O()/U()/P -1", b"/Unknown")
    return data.replace(b"/Root", b"/Encrypt<</Filter%s>>/Root" % drawn.choice(filters))


def _with_stream(data: bytes, drawn: random.Random, change: Callable[[bytes], bytes]) -> bytes:
    found = list(_STREAM.finditer(data))
    if not found:
        return data
    chosen = drawn.choice(found)
    return data[: chosen.start(1)] + change(chosen.group(1)) + data[chosen.end(1) :]


def _with_object(data: bytes, drawn: random.Random, content: bytes) -> bytes:
    """Return a file with something more in one of its objects."""
    places = [match.end() for match in re.finditer(rb"\d+ 0 obj\r?\n?", data)]
    if not places:
        return data
    place = drawn.choice(places)
    return data[:place] + content + data[place:]


PDF: Mapping[str, Mutate] = {
    "streams-swapped": _streams_swapped,
    "stream-emptied": _stream_emptied,
    "stream-cut": _stream_cut,
    "stream-of-noise": _stream_of_noise,
    "stream-unpacked": _stream_unpacked,
    "bomb": _bomb,
    "nested-deep": _deep,
    "references-in-loops": _loops,
    "references-shuffled": _references_shuffled,
    "numbers-changed": _numbers_changed,
    "names-changed": _names_changed,
    "table-lost": _table_lost,
    "table-shifted": _table_shifted,
    "page-size-absurd": _page_too_large,
    "encrypted-by-word": _encrypted_by_word,
}
"""Mutations of PDF files, by name."""
