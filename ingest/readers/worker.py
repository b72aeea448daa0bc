"""The child process that opens PDF, DOCX and HTML files for its parent, under limits.

It speaks one JSON object a line on its standard streams: a request names a file and a kind, the
answer is a reading or the reason why there is none. A file that breaks a limit takes this process
with it, never the parent.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from coopbot.errors import UnreadableFile
from ingest.reading import Reading

Request = dict[str, str]
ADDRESS_SPACE = 1536 * 1024 * 1024
"""Bytes of memory that reading a file may take."""
CPU_SECONDS = 60
"""Computing time for one file."""
_MAX_WRITTEN = 64 * 1024 * 1024
"""Largest file that may be written, in bytes: readers write none."""
_FORBIDDEN = (
    "socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.forkpty",
    "ftplib.", "urllib.", "http.", "smtplib.", "webbrowser.",
)  # fmt: skip


def _pdf(request: Request) -> Reading:
    from ingest.readers.pdf import read_pdf

    return read_pdf(Path(request["path"]), request["name"])


def _docx(request: Request) -> Reading:
    from ingest.readers.docx import read_docx

    return read_docx(Path(request["path"]), request["name"])


def _html(request: Request) -> Reading:
    from ingest.readers.html import read_html

    return read_html(Path(request["path"]).read_bytes(), request["name"])


def _second_opinion(request: Request) -> Reading:
    from ingest.readers.secondopinion import read_sampled

    return read_sampled(Path(request["path"]))


def _page_image(request: Request) -> Reading:
    from ingest.readers.pageimage import draw_page

    count = draw_page(Path(request["path"]), int(request["page"]), Path(request["image"]))
    return Reading(text=str(count), format="image")


READERS: dict[str, Callable[[Request], Reading]] = {
    "pdf": _pdf,
    "zip": _docx,
    "html": _html,
    "second-opinion": _second_opinion,
    "page-image": _page_image,
}


def answer(request: Request) -> dict[str, Any]:
    """Carry out one request."""
    name = request["name"]
    try:
        reading = READERS[request["kind"]](request)
    except UnreadableFile as error:
        return {"outcome": error.outcome, "reason": str(error)}
    except MemoryError:
        return {
            "outcome": "refused",
            "reason": f"{name} needs more than {ADDRESS_SPACE // 2**20} MB to be read; split it",
        }
    except RecursionError:
        return {"outcome": "refused", "reason": f"{name} is nested too deep; save it anew"}
    except Exception as error:
        reason = f"{name} cannot be read ({type(error).__name__}: {error}); bring the file again"
        return {"outcome": "damaged", "reason": " ".join(reason.split())}
    return {"reading": asdict(reading)}


def limit_process() -> None:
    """Give up memory, network and the starting of programs for good."""
    try:
        import resource
    except ImportError:  # Windows has no such limits; the parent's clock still holds.
        return
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (_MAX_WRITTEN, _MAX_WRITTEN))
    _leave_network()
    sys.addaudithook(_refuse)


def limit_time() -> None:
    """Allow the next file its computing time, counted from now."""
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    allowed = int(used.ru_utime + used.ru_stime) + CPU_SECONDS
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (allowed, hard))


def _leave_network() -> None:
    """Move into a network namespace without any interface, where the system lets us."""
    import ctypes

    clone_newuser, clone_newnet = 0x10000000, 0x40000000
    try:
        unshare = ctypes.CDLL(None, use_errno=True).unshare
    except (OSError, AttributeError):
        return
    if unshare(clone_newnet) != 0:
        unshare(clone_newuser | clone_newnet)


def _refuse(event: str, _: tuple[Any, ...]) -> None:
    if event.startswith(_FORBIDDEN):
        raise PermissionError(f"a reader may not use {event}")


def main() -> None:
    """Answer requests until the parent closes the stream."""
    # Nothing that a library prints may end up among the answers.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="ascii")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    limit_process()
    for line in sys.stdin:
        limit_time()
        answers.write(json.dumps(answer(json.loads(line))) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
