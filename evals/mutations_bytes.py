"""Damage that any file can suffer: on a disk, in a mail, in a transfer that broke off."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

Mutate = Callable[[bytes, random.Random], bytes]


def flipped(data: bytes, drawn: random.Random, count: int) -> bytes:
    """Return the bytes with some bits turned over."""
    changed = bytearray(data)
    for _ in range(count if changed else 0):
        changed[drawn.randrange(len(changed))] ^= 1 << drawn.randrange(8)
    return bytes(changed)


def _few_bits(data: bytes, drawn: random.Random) -> bytes:
    return flipped(data, drawn, drawn.randint(1, 8))


def _many_bits(data: bytes, drawn: random.Random) -> bytes:
    return flipped(data, drawn, max(20, len(data) // 200))


def _truncated(data: bytes, drawn: random.Random) -> bytes:
    return data[: drawn.randrange(len(data))]


def _beheaded(data: bytes, drawn: random.Random) -> bytes:
    return data[drawn.randrange(1, len(data)) :]


def _cut_inside(data: bytes, drawn: random.Random) -> bytes:
    start = drawn.randrange(len(data))
    return data[:start] + data[start + drawn.randint(1, len(data) // 4) :]


def _repeated_inside(data: bytes, drawn: random.Random) -> bytes:
    start = drawn.randrange(len(data))
    chunk = data[start : start + drawn.randint(1, 5_000)]
    return data[:start] + chunk * drawn.randint(2, 20) + data[start:]


def _halves_swapped(data: bytes, drawn: random.Random) -> bytes:
    middle = drawn.randrange(len(data))
    return data[middle:] + data[:middle]


def _zeroed(data: bytes, drawn: random.Random) -> bytes:
    start = drawn.randrange(len(data))
    length = min(drawn.choice((512, 4096, 20_000)), len(data) - start)
    return data[:start] + bytes(length) + data[start + length :]


def _noise_inside(data: bytes, drawn: random.Random) -> bytes:
    start = drawn.randrange(len(data))
    return data[:start] + drawn.randbytes(drawn.randint(1, 3_000)) + data[start:]


def _rubbish_before(data: bytes, drawn: random.Random) -> bytes:
    return drawn.randbytes(drawn.choice((1, 100, 900, 5_000))) + data


def _rubbish_behind(data: bytes, drawn: random.Random) -> bytes:
    return data + drawn.randbytes(drawn.choice((1, 1_000, 50_000)))


def _line_ends_changed(data: bytes, drawn: random.Random) -> bytes:
    if drawn.random() < 0.5:
        return data.replace(b"\n", b"\r\n")
    return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _high_bits_lost(data: bytes, drawn: random.Random) -> bytes:
    return bytes(byte & 0x7F for byte in data)


def _read_as_text(data: bytes, drawn: random.Random) -> bytes:
    """Return what a program makes of bytes that it takes for Latin-1 and saves as UTF-8."""
    return data.decode("latin-1").encode("utf-8")


def _nearly_nothing(data: bytes, drawn: random.Random) -> bytes:
    return data[: drawn.choice((0, 1, 3, 8, 64))]


ANY: Mapping[str, Mutate] = {
    "few-bits-flipped": _few_bits,
    "many-bits-flipped": _many_bits,
    "truncated": _truncated,
    "beheaded": _beheaded,
    "cut-inside": _cut_inside,
    "repeated-inside": _repeated_inside,
    "halves-swapped": _halves_swapped,
    "zeroed-inside": _zeroed,
    "noise-inside": _noise_inside,
    "rubbish-before": _rubbish_before,
    "rubbish-behind": _rubbish_behind,
    "line-ends-changed": _line_ends_changed,
    "high-bits-lost": _high_bits_lost,
    "read-as-text": _read_as_text,
    "nearly-nothing": _nearly_nothing,
}
"""Mutations of any bytes, by name."""
