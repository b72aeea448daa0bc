"""The seal of a build: the size and sha256 of each of its files, taken when it was verified.

A published build never changes, so a file that is missing, shorter, longer or has one other byte
is damage, whatever library would read it. Sizes are compared whenever a build is opened, bytes
whenever it is verified or built upon.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

SEAL = "seal.json"

_CHUNK = 1 << 20
_THREADS = 4
"""Files hashed at once: hashing and reading leave the interpreter's lock alone."""


def write_seal(folder: Path) -> str:
    """Write the seal of a finished build, bring all of it to the disk, and return the seal's hash.

    :raises OSError: when a file cannot be read or the disk is full.
    """
    names = sorted(_sealed_names(folder))
    with ThreadPoolExecutor(_THREADS) as pool:
        hashes = list(pool.map(lambda name: _hash_to_disk(folder / name), names))
    files = {
        name: {"size": (folder / name).stat().st_size, "sha256": sha256}
        for name, sha256 in zip(names, hashes, strict=True)
    }
    content = json.dumps({"files": files}, ensure_ascii=False, indent=1).encode("utf-8")
    with (folder / SEAL).open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    for inner in sorted({folder, *(folder / name for name in _folders(folder))}):
        sync_folder(inner)
    return hashlib.sha256(content).hexdigest()


def seal_problems(
    folder: Path, digest: str, *, contents: bool, only: Collection[str] | None = None
) -> list[str]:
    """Return what differs from the seal, a sentence part each; none when the build is whole.

    :param digest: the seal's own hash, as the pointer to the published build holds it.
    :param contents: also compare the bytes of each file, not only its presence and size.
    :param only: look at these files alone.
    """
    try:
        stored = (folder / SEAL).read_bytes()
    except OSError as error:
        return [f"its seal cannot be read ({error.strerror or error})"]
    if hashlib.sha256(stored).hexdigest() != digest:
        return ["its seal is not the one that was published"]
    files: dict[str, Any] = {
        name: seen
        for name, seen in json.loads(stored)["files"].items()
        if only is None or name in only
    }
    problems = [
        problem for name, seen in files.items() if (problem := _size_problem(folder, name, seen))
    ]
    if problems or not contents:
        return problems
    with ThreadPoolExecutor(_THREADS) as pool:
        checked = pool.map(lambda item: _content_problem(folder, *item), files.items())
        return [problem for problem in checked if problem]


def sync_folder(folder: Path) -> None:
    """Bring the entries of a folder to the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sealed_names(folder: Path) -> Iterator[str]:
    """Yield the files of a build; lock files are empty and belong to the libraries."""
    for path in folder.rglob("*"):
        if path.is_file() and path.suffix != ".lock" and path != folder / SEAL:
            yield path.relative_to(folder).as_posix()


def _folders(folder: Path) -> Iterator[str]:
    return (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_dir())


def _size_problem(folder: Path, name: str, seen: dict[str, Any]) -> str | None:
    try:
        size = (folder / name).stat().st_size
    except FileNotFoundError:
        return f"the file {name} is missing"
    except OSError as error:
        return f"the file {name} cannot be read ({error.strerror or error})"
    if size != seen["size"]:
        return f"the file {name} has {size:,} bytes, not {seen['size']:,}"
    return None


def _content_problem(folder: Path, name: str, seen: dict[str, Any]) -> str | None:
    try:
        digest = _hash(folder / name)
    except OSError as error:
        return f"the file {name} cannot be read ({error.strerror or error})"
    return None if digest == seen["sha256"] else f"the file {name} has changed"


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return _hash_of(file)


def _hash_to_disk(path: Path) -> str:
    with path.open("rb") as file:
        digest = _hash_of(file)
        os.fsync(file.fileno())
        return digest


def _hash_of(file: Any) -> str:
    digest = hashlib.sha256()
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
    return digest.hexdigest()
