"""Reading in a child process: a hostile or broken file harms nobody but the child."""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from coopbot.errors import UnreadableFile
from coopbot.types import Artefact
from ingest.reading import Hint, Reading

WALL_SECONDS = 120
"""Time for one file by the clock."""
_ANSWER_LIMIT = 256 * 1024 * 1024
"""Longest answer in bytes."""
_CHUNK = 1 << 16


class Sandbox:
    """A child process that reads one file after another and is started anew when it dies."""

    def __init__(self, wall_seconds: float = WALL_SECONDS) -> None:
        self._wall_seconds = wall_seconds
        self._child: subprocess.Popen[bytes] | None = None
        self._folder: str | None = None
        self._owner = os.getpid()
        self._lock = threading.Lock()

    def read(self, path: Path, kind: str, name: str, **details: str) -> Reading:
        """Return what the child reads in a file; ``details`` go into the request.

        Raises UnreadableFile, with the outcome ``refused`` where a limit was reached and
        ``damaged`` where the file brought the reader down.
        """
        with self._lock:
            request = {"path": str(path.resolve()), "kind": kind, "name": name}
            answer = self._ask(request | details, name)
        if "reading" in answer:
            return _reading(answer["reading"])
        raise UnreadableFile(str(answer["reason"]), outcome=str(answer["outcome"]))

    def close(self) -> None:
        """End the child and remove its folder."""
        child, self._child = self._child, None
        if child and self._owner == os.getpid():
            child.kill()
            child.wait()
            for stream in (child.stdin, child.stdout):
                if stream:
                    with contextlib.suppress(OSError):
                        stream.close()
        if self._folder and self._owner == os.getpid():
            shutil.rmtree(self._folder, ignore_errors=True)
        self._folder = None

    def _ask(self, request: dict[str, str], name: str) -> dict[str, Any]:
        child = self._started()
        if child.stdin is None or child.stdout is None:
            raise UnreadableFile(f"{name} cannot be read: the reading process has no streams")
        try:
            child.stdin.write(json.dumps(request).encode("ascii") + b"\n")
            child.stdin.flush()
            line = self._answer(child, name)
        except BrokenPipeError:
            line = b""
        if not line:
            raise self._died(child, name)
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _started(self) -> subprocess.Popen[bytes]:
        if self._owner != os.getpid():
            # A fork has inherited somebody else's child.
            self._child, self._folder, self._owner = None, None, os.getpid()
        if self._child is None or self._child.poll() is not None:
            self.close()
            self._folder = tempfile.mkdtemp(prefix="coopbot-reader-")
            self._child = subprocess.Popen(
                [sys.executable, "-m", "ingest.readers.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                cwd=self._folder,
                env=_environment(self._folder),
                start_new_session=True,
            )
        return self._child

    def _answer(self, child: subprocess.Popen[bytes], name: str) -> bytes:
        """Return the child's answer, nothing when it has died."""
        deadline = time.monotonic() + self._wall_seconds
        parts: list[bytes] = []
        size = 0
        stream = child.stdout
        if stream is None:
            return b""
        with selectors.DefaultSelector() as selector:
            selector.register(stream, selectors.EVENT_READ)
            while not (parts and parts[-1].endswith(b"\n")):
                left = deadline - time.monotonic()
                if left <= 0 or not selector.select(left):
                    self.close()
                    raise UnreadableFile(
                        f"{name} takes longer than {self._wall_seconds:g} seconds to read; "
                        "split it or save it anew",
                        outcome="refused",
                    )
                chunk = os.read(stream.fileno(), _CHUNK)
                if not chunk:
                    return b""
                parts.append(chunk)
                size += len(chunk)
                if size > _ANSWER_LIMIT:
                    self.close()
                    raise UnreadableFile(f"{name} has too much text; split it", outcome="refused")
        return b"".join(parts)

    def _died(self, child: subprocess.Popen[bytes], name: str) -> UnreadableFile:
        code = child.wait()
        self.close()
        if -code in (getattr(signal, "SIGXCPU", 0), getattr(signal, "SIGKILL", 0)):
            return UnreadableFile(
                f"{name} needs more computing time or memory than a file may take; "
                "split it or save it anew",
                outcome="refused",
            )
        return UnreadableFile(
            f"{name} brought the reader down (exit {code}); save it anew or in another format"
        )


def _environment(folder: str) -> dict[str, str]:
    """Return an environment in which the child finds our packages and nothing private."""
    kept = {key: os.environ[key] for key in ("PATH", "LANG", "SYSTEMROOT") if key in os.environ}
    path = os.pathsep.join(entry or str(Path.cwd()) for entry in sys.path)
    return kept | {"PYTHONPATH": path, "TMPDIR": folder, "HOME": folder, "PYTHONUTF8": "1"}


def _reading(raw: dict[str, Any]) -> Reading:
    """Return the reading that an answer describes; the child is not trusted with more."""
    return Reading(
        text=str(raw["text"]),
        format=str(raw["format"]),
        pages=tuple(int(page) for page in raw["pages"]),
        hidden=tuple((int(start), int(end)) for start, end in raw["hidden"]),
        furniture=tuple(
            Artefact(str(item["kind"]), int(item["start"]), int(item["end"]))
            for item in raw["furniture"]
        ),
        hints=tuple(
            Hint(int(item["start"]), str(item["role"]), int(item["level"])) for item in raw["hints"]
        ),
        unwrapped=bool(raw["unwrapped"]),
        warnings=tuple(str(warning) for warning in raw["warnings"]),
    )


_SHARED = Sandbox()
atexit.register(_SHARED.close)


def read_in_sandbox(path: Path, kind: str, name: str) -> Reading:
    """Read a file in the child process that this process shares between all its files."""
    return _SHARED.read(path, kind, name)
