"""Where index builds lie and which one is published.

``<index>/builds/<folder>/`` holds one immutable build; ``<index>/current`` names the published one
with the hash of its seal, and changes by one atomic rename. Readers only ever follow that pointer.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from coopbot.errors import IndexDamaged, IndexUnavailable
from coopbot.seal import seal_problems, sync_folder

POINTER = "current"

PARTIAL = ".partial"
"""Ending of the folder of a build that is being made."""


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
    def dictionary(self) -> Path:
        """The words that Chinese text was cut by."""
        return self.folder / "words.bin"

    @property
    def report(self) -> Path:
        """What happened to each file, for people (HTML) beside the JSON."""
        return self.folder / "report.html"

    @property
    def collections(self) -> str:
        """How the names of this build's collections begin on a shared Chroma server."""
        return f"{self.folder.name.removesuffix(PARTIAL)}-"

    def lexical(self, language: str) -> Path:
        """The lexical index of one language."""
        return self.folder / "lexical" / language


@dataclass(frozen=True, slots=True)
class Publication:
    """What the pointer says."""

    build: str
    """Id of the build: a function of the corpus and the settings."""
    folder: str
    """Name of its folder: the id, with a number where the same build was made again."""
    seal: str
    """Hash of its seal."""


def publication(index: Path) -> Publication:
    """Return what is published.

    :raises IndexUnavailable: when there is nothing, or the pointer cannot be read.
    """
    pointer = index / POINTER
    try:
        fields = json.loads(pointer.read_text("utf-8"))
        found = Publication(str(fields["build"]), str(fields["folder"]), str(fields["seal"]))
    except (FileNotFoundError, NotADirectoryError):
        raise IndexUnavailable(
            f"There is no index at {index}; run `coopbot ingest` to build it."
        ) from None
    except (ValueError, KeyError, TypeError, OSError) as error:
        raise IndexUnavailable(
            f"The index pointer {pointer} cannot be read ({error}); run `coopbot ingest` again."
        ) from None
    if Path(found.folder).name != found.folder:
        raise IndexUnavailable(
            f"The index pointer {pointer} names the folder {found.folder!r}, which is not one of "
            "its builds; run `coopbot ingest` again."
        )
    if not (index / "builds" / found.folder).is_dir():
        raise IndexUnavailable(
            f"The published build {found.build} is missing under {index}; run `coopbot ingest` "
            "again."
        )
    return found


def published_build(index: Path) -> str:
    """Return the id of the published build.

    :raises IndexUnavailable: when there is none, or the pointer cannot be read.
    """
    return publication(index).build


def published_paths(index: Path) -> BuildPaths:
    """Return the places inside the published build.

    :raises IndexUnavailable: when there is none, or the pointer cannot be read.
    """
    return BuildPaths(index / "builds" / publication(index).folder)


def build_paths(index: Path, build: str) -> BuildPaths:
    """Return the places inside a build, given by its id."""
    try:
        current = publication(index)
    except IndexUnavailable:
        return BuildPaths(index / "builds" / build)
    return BuildPaths(index / "builds" / (current.folder if current.build == build else build))


def require_whole(index: Path, published: Publication, *, contents: bool = False) -> None:
    """Refuse a published build that differs from its seal.

    :param contents: also compare the bytes of every file, not only presence and size.
    :raises IndexDamaged: with the first difference.
    """
    folder = index / "builds" / published.folder
    problems = seal_problems(folder, published.seal, contents=contents)
    if problems:
        more = f" and {len(problems) - 1} more" if len(problems) > 1 else ""
        raise IndexDamaged(
            f"The build {published.build} in {folder} is damaged: {problems[0]}{more}; run "
            "`coopbot rebuild`."
        )


def free_folder(index: Path, build: str) -> str:
    """Return a name for the folder of a build that no folder has: never reuse one in use."""
    name, number = build, 1
    while (index / "builds" / name).exists():
        number += 1
        name = f"{build}-{number}"
    return name


def publish(index: Path, published: Publication) -> None:
    """Make a build the published one: write the pointer aside, then rename it into place."""
    pointer = index / POINTER
    aside = index / f"{POINTER}.{os.getpid()}"
    with aside.open("w", encoding="utf-8") as file:
        json.dump(asdict(published), file)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(pointer)
    sync_folder(index)
