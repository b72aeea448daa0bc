"""The process that makes the indexes, as the build sees it."""

from __future__ import annotations

import json
import subprocess
import tempfile
from dataclasses import asdict
from typing import IO, Self

from coopbot.children import ended, last_line, start_module
from coopbot.errors import IndexDamaged, IndexUnavailable
from coopbot.verification import Verification
from ingest.indexes import IndexJob, Progress


class Indexer:
    """Start ``ingest.indexes`` at once, so that it is ready when there is something to index."""

    def __init__(self) -> None:
        self._said: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed by __exit__
        try:
            self._process = start_module("ingest.indexes", stderr=self._said)
        except (OSError, subprocess.SubprocessError) as error:
            self._said.close()
            raise IndexUnavailable(
                f"The process that makes the indexes cannot be started ({error}); free some "
                "memory and ingest again."
            ) from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout, self._said):
            if stream is not None and not stream.closed:
                try:
                    stream.close()
                except BrokenPipeError:
                    continue

    def run(self, job: IndexJob, progress: Progress) -> Verification:
        """Make and verify the indexes of a job.

        :raises IndexUnavailable: with what the process says, or how it died.
        """
        if self._process.stdin is None or self._process.stdout is None:
            raise self._died(job)
        try:
            self._process.stdin.write(json.dumps(asdict(job)).encode("ascii") + b"\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            raise self._died(job) from None
        for line in self._process.stdout:
            message = json.loads(line)
            if "result" in message:
                fields = message["result"]
                return Verification(**fields | {"problems": tuple(fields["problems"])})
            if "error" in message:
                damaged = message["error"] == "IndexDamaged"
                raise (IndexDamaged if damaged else IndexUnavailable)(message["message"])
            progress(message["stage"], message["done"], message["total"])
        raise self._died(job)

    def _died(self, job: IndexJob) -> IndexDamaged:
        status = self._process.wait()
        self._said.seek(0)
        reason = last_line(self._said.read()) or ended(status)
        return IndexDamaged(
            f"Making the indexes in {job.folder} failed ({reason}); the published build is "
            "unchanged, free some memory and disk space and run `coopbot ingest` again."
        )
