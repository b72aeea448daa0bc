"""One writer at a time: an OS lock on the index folder, with the holder's name in it."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import socket
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from coopbot.errors import IndexLocked, IndexUnavailable
from coopbot.faults import reason_of

WAIT_SECONDS = 2.0
"""How long a second writer waits before it is refused: a finishing build is not an error."""

_POLL_SECONDS = 0.1


@contextlib.contextmanager
def write_lock(index: Path, purpose: str) -> Iterator[None]:
    """Hold the writer's lock of an index.

    The operating system releases it when the process ends, however it ends, so that a crash never
    leaves a stale lock.

    :raises IndexLocked: with the holder's process, host, purpose and start.
    :raises IndexUnavailable: when the folder cannot be written.
    """
    path = index / "lock"
    try:
        # The folder of builds marks an index from the start, so that it is not read as documents.
        (index / "builds").mkdir(parents=True, exist_ok=True)
        opened = path.open("a+", encoding="utf-8")
    except OSError as error:
        raise _unwritable(index, error) from None
    with opened as file:
        _acquire(file, index)
        _sign(file, purpose)
        try:
            yield
        finally:
            _sign(file, None)


def _acquire(file: IO[str], index: Path) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise IndexLocked(
                    f"The index {index} is being written by {_holder(index / 'lock')}; "
                    "wait until it has finished or stop it, then try again."
                ) from None
            time.sleep(_POLL_SECONDS)
        except OSError as error:
            # A file system without locks, such as some network shares.
            raise _unwritable(index, error) from None


def _sign(file: IO[str], purpose: str | None) -> None:
    """Write who holds the lock; on a full disk the lock holds without a name."""
    with contextlib.suppress(OSError):
        os.ftruncate(file.fileno(), 0)
        if purpose is not None:
            holder = {
                "pid": os.getpid(),
                "host": socket.gethostname(),
                "purpose": purpose,
                "since": datetime.now(UTC).isoformat(timespec="seconds"),
            }
            os.pwrite(file.fileno(), json.dumps(holder).encode("utf-8"), 0)


def _holder(path: Path) -> str:
    try:
        holder = json.loads(path.read_text("utf-8"))
        return (
            f"process {holder['pid']} on {holder['host']} "
            f"({holder['purpose']}, since {holder['since']})"
        )
    except (ValueError, KeyError, OSError):
        return "another process"


def _unwritable(index: Path, error: OSError) -> IndexUnavailable:
    return IndexUnavailable(
        f"The index {index} cannot be written ({reason_of(error)}); check the path and its "
        "permissions or give another folder with --index."
    )
