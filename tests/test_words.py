"""No file of the project carries what belongs to the place where it was written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PLACES = ("src", "ingest", "ui", "evals", "training", "tests", "docs", "corpus", ".ci")
LOOSE = (
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "Makefile",
    "pyproject.toml",
    "requirements.lock",
)
TEXT = {
    ".py",
    ".md",
    ".yaml",
    ".yml",
    ".toml",
    ".txt",
    ".js",
    ".css",
    ".html",
    ".jsonl",
    ".lock",
    ".ts",
    "",
}

FORBIDDEN = {
    # Character classes keep the patterns from finding themselves.
    "path of one machine": r"(?<![\w.<])/(?:[w]ork|[r]oot|[h]ome|[U]sers|[f]arm|[o]pt)/[\w.]",
    "host of a package registry": r"py[p]i\.org|pythonho[s]ted|regist[r]y\.npmjs|deb\.deb[i]an",
    "leftover": r"\b(?:TO[D]O|FIX[M]E|X{3})\b|\bbreak[p]oint\(",
    "merge mark": r"^(?:<{7}|>{7}|={7})(?: |$)",
}


MADE = {"__pycache__", "results", "reports"}
"""Folders whose files are written by programs."""


def files():
    for place in PLACES:
        for path in sorted((ROOT / place).rglob("*")):
            inside = path.relative_to(ROOT).parts
            if path.is_file() and path.suffix in TEXT and not MADE & set(inside):
                yield path
    yield from (ROOT / name for name in LOOSE)


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_carries(what):
    pattern = re.compile(FORBIDDEN[what], re.MULTILINE)
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in files()
        for match in pattern.finditer(path.read_text("utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("path of one machine", "open('/" + "home/somebody/data')"),
        ("host of a package registry", "https://" + "py" + "pi.org/simple"),
        ("leftover", "# TO" + "DO later"),
        ("merge mark", "<" * 7 + " HEAD"),
    ],
)
def test_pattern_finds_what_it_is_for(what, text):
    assert re.search(FORBIDDEN[what], text, re.MULTILINE)


def test_every_source_file_opens_with_its_purpose():
    import ast

    silent = [
        str(path.relative_to(ROOT))
        for package in ("src/coopbot", "ingest", "ui", "evals", "training", "docs")
        for path in sorted((ROOT / package).rglob("*.py"))
        if not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]
    assert silent == []
