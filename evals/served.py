"""A coopbot service in a process of its own, as users meet it, and the memory that it holds."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from coopbot.errors import CoopbotError

STARTING_SECONDS = 600
"""How long the service may take until it says its address: a limit against hanging alone."""
UNLIMITED = 1_000_000_000
"""A rate limit that no benchmark meets."""

_READY = re.compile(r"http://(?P<host>[\w.]+):(?P<port>\d+)")
_SIZES = re.compile(r"^(?P<name>Rss|Pss):\s+(?P<kib>\d+) kB$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Served:
    """Where a running service listens, and its process."""

    host: str
    port: int
    process: int


@contextmanager
def served(
    index: Path, corpus: Path, settings: Mapping[str, str] | None = None
) -> Iterator[Served]:
    """Run ``coopbot serve`` on a free port until the block ends; no rate limit is in its way.

    :param settings: more settings by name.
    :raises CoopbotError: with what the service said, when it does not start.
    """
    chosen = {
        "corpus": str(corpus),
        "database_url": "sqlite:///:memory:",
        "retention_days": "0",
        "rate_session": str(UNLIMITED),
        "rate_address": str(UNLIMITED),
        "rate_site": str(UNLIMITED),
        **(settings or {}),
    }
    environment = {
        **os.environ,
        **{f"COOPBOT_{name.upper()}": value for name, value in chosen.items()},
        "PYTHONUNBUFFERED": "1",
    }
    command = [sys.executable, "-m", "coopbot.cli", "serve", "--port", "0", "--index", str(index)]
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        host, port = _address(process)
        yield Served(host, port, process.pid)
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout:
            process.stdout.close()


def memory_mb(process: int) -> dict[str, float] | None:
    """Return RSS and PSS of a process in MB (10^6 bytes); None where the system tells neither.

    RSS counts pages that are shared with other processes in full, PSS by their share.
    """
    try:
        text = Path(f"/proc/{process}/smaps_rollup").read_text("utf-8")
    except OSError:
        return None
    found = {m["name"].lower(): int(m["kib"]) * 1024 / 1e6 for m in _SIZES.finditer(text)}
    return {name: round(value, 1) for name, value in found.items()}


def _address(process: subprocess.Popen[str]) -> tuple[str, int]:
    """Read what the service says until it names its address; go on reading, lest it blocks."""
    said: list[str] = []
    ready = threading.Event()
    found: list[tuple[str, int]] = []

    def read() -> None:
        for line in process.stdout or ():
            said.append(line.strip())
            match = _READY.search(line)
            if match and not found:
                found.append((match["host"], int(match["port"])))
                ready.set()
            del said[:-20]
        ready.set()

    threading.Thread(target=read, daemon=True).start()
    ready.wait(STARTING_SECONDS)
    if not found:
        last = next((line for line in reversed(said) if line), "no message")
        raise CoopbotError(f"The service did not start ({last}); run `coopbot serve` alone to see.")
    return found[0]
