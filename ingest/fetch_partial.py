"""A download that is not complete yet: its bytes so far, and what they are a part of."""

from __future__ import annotations

import contextlib
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

_CONTENT_RANGE = re.compile(r"bytes (?P<start>\d{1,15})-\d{1,15}/(?P<total>\d{1,15}|\*)")
_STRONG_AFTER_SECONDS = 60
"""A date of change is as good as a tag once the answer is this much younger (RFC 9110, 8.8.2.2)."""


@dataclass(frozen=True, slots=True)
class ByteRange:
    """What a server says of the part that it sends."""

    start: int
    total: int | None


@dataclass(frozen=True, slots=True)
class Partial:
    """A file of the bytes so far and, beside it, where they come from and their version."""

    path: Path

    @property
    def size(self) -> int:
        """Number of bytes held."""
        return self.path.stat().st_size if self.path.is_file() else 0

    @property
    def _origin(self) -> Path:
        return self.path.with_name(f"{self.path.name}.json")

    def continuation(self, url: str) -> dict[str, str]:
        """Return the headers that ask for the rest; none where the whole must be asked for.

        The rest is asked for only of the version that the bytes held are of, told by its tag or
        date: parts of two versions never meet in one file. Bytes that cannot be continued go.
        """
        version = self.version(url)
        if version is None or not self.size:
            self.discard()
            return {}
        return {"Range": f"bytes={self.size}-", "If-Range": version}

    def version(self, url: str) -> str | None:
        """Return the tag or date of what is held, when it is of this address."""
        try:
            origin = json.loads(self._origin.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        if not isinstance(origin, dict) or origin.get("url") != url:
            return None
        version = origin.get("version")
        return version if isinstance(version, str) else None

    def start(self, url: str, headers: Mapping[str, str]) -> None:
        """Begin anew, with the version that the headers of the answer tell."""
        self.discard()
        self.path.touch()
        version = _version(headers)
        if version is not None:
            origin = json.dumps({"url": url, "version": version})
            self._origin.write_text(origin, encoding="utf-8")

    def complete(self, target: Path) -> None:
        """Put the bytes in their place, on the disk before they are in it."""
        with self.path.open("rb") as file:
            os.fsync(file.fileno())
        self.path.replace(target)
        self.discard()

    def discard(self) -> None:
        """Delete what is held."""
        for path in (self._origin, self.path):
            with contextlib.suppress(FileNotFoundError):
                path.unlink()


def byte_range(header: str | None) -> ByteRange | None:
    """Read ``Content-Range``; None where it is missing or not of this form."""
    match = _CONTENT_RANGE.fullmatch(header or "")
    if match is None:
        return None
    total = None if match["total"] == "*" else int(match["total"])
    return ByteRange(int(match["start"]), total)


def _version(headers: Mapping[str, str]) -> str | None:
    """Return a strong tag or date of the version sent, which alone may join parts."""
    tag = headers.get("ETag")
    if tag is not None:
        return tag if tag.startswith('"') else None
    changed, sent = headers.get("Last-Modified"), headers.get("Date")
    if changed is None or sent is None:
        return None
    before, now = _moment(changed), _moment(sent)
    if before is None or now is None:
        return None
    return changed if (now - before).total_seconds() >= _STRONG_AFTER_SECONDS else None


def _moment(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text).astimezone()
    except (ValueError, OverflowError):
        return None
