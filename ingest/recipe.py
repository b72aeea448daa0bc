"""What besides the files decides the content of a build, as one hash.

The code that turns files into paragraphs and terms is part of it, and so are the libraries that it
uses: a build made by other code is not built upon, without anybody having to think of it.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from coopbot.records import SCHEMA_VERSION

_START = ("ingest.prepare", "ingest.recorder", "ingest.indexes", "ingest.report")
_PACKAGES = (
    "chromadb", "jieba", "lxml", "opencc", "pypdf", "pypdfium2", "pystemmer", "python-docx",
    "tantivy",
)  # fmt: skip
_IMPORT = re.compile(
    r"^\s*(?:from\s+((?:coopbot|ingest)[\w.]*)\s+import\s+(.+)|import\s+((?:coopbot|ingest)[\w.]*))",
    re.MULTILINE,
)


def recipe(**choices: Any) -> str:
    """Return the hash of the code, its libraries and the given choices."""
    return digest(SCHEMA_VERSION, code_fingerprint(), choices)


def digest(*parts: Any) -> str:
    """Return the sha256 of values that JSON can write."""
    encoded = json.dumps(parts, sort_keys=True, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return hashlib.sha256(encoded).hexdigest()


@lru_cache(maxsize=1)
def code_fingerprint() -> str:
    """Return the hash of every module that reading and indexing import, and of the libraries."""
    sources = shaping_sources()
    hashes = [
        (name, hashlib.sha256(path.read_bytes()).hexdigest())
        for name, path in sorted(sources.items())
    ]
    return digest(hashes, [(name, _version(name)) for name in _PACKAGES])


def shaping_sources() -> dict[str, Path]:
    """Return our modules that reading and indexing import, directly or not, with their files."""
    found: dict[str, Path] = {}
    waiting = list(_START)
    while waiting:
        name = waiting.pop()
        path = None if name in found else _source(name)
        if path is not None:
            found[name] = path
            waiting += _imported(path.read_text("utf-8"))
    return found


def _imported(source: str) -> list[str]:
    names: list[str] = []
    for package, members, module in _IMPORT.findall(source):
        if module:
            names.append(module)
            continue
        names.append(package)
        # A member may itself be a module: `from ingest import manifest`.
        names += [f"{package}.{member}" for member in re.findall(r"\w+", members)]
    return names


def _source(name: str) -> Path | None:
    try:
        spec = importlib.util.find_spec(name)
    except ModuleNotFoundError:
        # The member is no module but a name inside one.
        return None
    return Path(spec.origin) if spec and spec.origin and spec.origin.endswith(".py") else None


def _version(package: str) -> str | None:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None
