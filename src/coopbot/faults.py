"""What the libraries below raise, turned into one of our errors with one sentence."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

from coopbot.errors import CoopbotError

_LONGEST_REASON = 300


@contextlib.contextmanager
def translated(make: Callable[[str], CoopbotError]) -> Iterator[None]:
    """Raise ``make(reason)`` for whatever else than our own errors comes out of the block.

    The engines have no common base: Chroma raises its own errors, those of sqlite and of httpx,
    tantivy ``ValueError``; a panic of a Rust core is not even an ``Exception``.
    """
    try:
        yield
    except (CoopbotError, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:
        raise make(reason_of(error)) from error


def reason_of(error: BaseException) -> str:
    """Return what an error says, on one line and not too long."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    said = " ".join(str(error).split())[:_LONGEST_REASON].rstrip(".")
    return said or type(error).__name__
