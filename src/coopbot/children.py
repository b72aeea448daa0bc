"""Python processes of our own, started so that they find what this one finds."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, Any

_PR_SET_PDEATHSIG = 1


def module_command(module: str, *arguments: str) -> list[str]:
    """Return the command that runs one of our modules; never the caller's main program."""
    return [sys.executable, "-m", module, *arguments]


def module_environment() -> dict[str, str]:
    """Return this process's environment, with its import path in it."""
    path = os.pathsep.join(entry or str(Path.cwd()) for entry in sys.path)
    return os.environ | {"PYTHONPATH": path, "PYTHONUTF8": "1"}


def start_module(module: str, *arguments: str, stderr: IO[bytes] | int) -> subprocess.Popen[bytes]:
    """Start one of our modules with pipes to its standard input and output."""
    return subprocess.Popen(
        module_command(module, *arguments),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=stderr,
        env=module_environment(),
    )


def end_with_parent() -> None:
    """End this process when the one that started it ends, however it ends.

    For processes that work without reading their input, which would tell them.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    parent = os.getppid()

    def watch() -> None:
        pause = threading.Event()
        while os.getppid() == parent:
            pause.wait(0.5)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def last_line(output: bytes | str | None) -> str:
    """Return the last line that a process said, which names the error of a traceback."""
    text = output.decode("utf-8", "replace") if isinstance(output, bytes) else (output or "")
    lines = text.strip().splitlines()
    return lines[-1].strip() if lines else ""


def ended(status: int) -> str:
    """Return how a process ended, for a message: its exit status or the signal's name."""
    if status < 0:
        try:
            return f"signal {signal.Signals(-status).name}"
        except ValueError:
            return f"signal {-status}"
    return f"exit status {status}"


def protected_output() -> Any:
    """Return a stream to the real standard output and send what libraries print elsewhere."""
    stream = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return stream
