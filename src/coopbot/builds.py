"""Where index builds lie and which one is published.

``<index>/builds/<id>/`` holds one immutable build; ``<index>/current`` names the published one and
changes by one atomic rename. Readers only ever follow that pointer.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from coopbot.errors import IndexUnavailable

POINTER = "current"


@dataclass(frozen=True, slots=True)
class BuildPaths:
    """The places inside one build."""

    folder: Path

    @property
    def ledger(self) -> Path:
        """The record."""
        return self.folder / "ledger.sqlite"

    @property
    def chroma(self) -> Path:
        """The embedded vector store."""
        return self.folder / "chroma"

    @property
    def registry(self) -> Path:
        """The registry as it was when the build was made, compiled."""
        return self.folder / "registry.json"

    @property
    def report(self) -> Path:
        """What happened to each file, for people (HTML) beside the JSON."""
        return self.folder / "report.html"

    def lexical(self, language: str) -> Path:
        """The lexical index of one language."""
        return self.folder / "lexical" / language


def build_paths(index: Path, build: str) -> BuildPaths:
    """Return the places inside a build."""
    return BuildPaths(index / "builds" / build)


def published_build(index: Path) -> str:
    """Return the id of the published build.

    :raises IndexUnavailable: when there is none, or the pointer cannot be read.
    """
    pointer = index / POINTER
    try:
        build = str(json.loads(pointer.read_text("utf-8"))["build"])
    except FileNotFoundError:
        raise IndexUnavailable(
            f"There is no index at {index}; run `coopbot ingest` to build it."
        ) from None
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise IndexUnavailable(
            f"The index pointer {pointer} cannot be read ({error}); run `coopbot ingest` again."
        ) from None
    if not build_paths(index, build).ledger.is_file():
        raise IndexUnavailable(
            f"The published build {build} is missing under {index}; run `coopbot ingest` again."
        )
    return build


def publish(index: Path, build: str) -> None:
    """Make a build the published one: write the pointer aside, then rename it into place."""
    pointer = index / POINTER
    aside = index / f"{POINTER}.{os.getpid()}"
    with aside.open("w", encoding="utf-8") as file:
        json.dump({"build": build}, file)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(pointer)
    descriptor = os.open(index, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
