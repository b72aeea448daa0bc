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

from coopbot.errors import IndexLocked

WAIT_SECONDS = 2.0
"""How long a second writer waits before it is refused: a finishing build is not an error."""

_POLL_SECONDS = 0.1


@contextlib.contextmanager
def write_lock(index: Path, purpose: str) -> Iterator[None]:
    """Hold the writer's lock of an index.

    The operating system releases it when the process ends, however it ends, so that a crash never
    leaves a stale lock.

    :raises IndexLocked: with the holder's process, host, purpose and start.
    """
    index.mkdir(parents=True, exist_ok=True)
    path = index / "lock"
    with path.open("a+", encoding="utf-8") as file:
        deadline = time.monotonic() + WAIT_SECONDS
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    raise IndexLocked(
                        f"The index {index} is being written by {_holder(path)}; "
                        "wait until it has finished or stop it, then try again."
                    ) from None
                time.sleep(_POLL_SECONDS)
        file.seek(0)
        file.truncate()
        json.dump(
            {
                "pid": os.getpid(),
                "host": socket.gethostname(),
                "purpose": purpose,
                "since": datetime.now(UTC).isoformat(timespec="seconds"),
            },
            file,
        )
        file.flush()
        try:
            yield
        finally:
            file.seek(0)
            file.truncate()


def _holder(path: Path) -> str:
    try:
        holder = json.loads(path.read_text("utf-8"))
        return (
            f"process {holder['pid']} on {holder['host']} "
            f"({holder['purpose']}, since {holder['since']})"
        )
    except (ValueError, KeyError, OSError):
        return "another process"
