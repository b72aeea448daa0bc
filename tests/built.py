"""Small real corpora and the indexes made of them, for the tests of storage and reading."""

from __future__ import annotations

import atexit
import functools
import shutil
import sqlite3
import tempfile
from collections.abc import Sequence
from pathlib import Path

from coopbot.builds import BuildPaths, published_paths
from coopbot.settings import Settings
from ingest.build import BuildResult, ingest

CORPUS = Path(__file__).parent.parent / "corpus"
SYMBOL = "UNEP/CBD/BS/COP-MOP/4/6"
FOLDER = "UNEP-CBD-BS-COP-MOP-4-6"


def make_corpus(folder: Path, languages: Sequence[str] = ("zh", "en")) -> Path:
    """Copy the seed document in some languages, with the manifest and the registry."""
    target = folder / "documents" / FOLDER
    target.mkdir(parents=True)
    for language in languages:
        shutil.copyfile(
            CORPUS / "documents" / FOLDER / f"{language}.txt", target / f"{language}.txt"
        )
    shutil.copyfile(CORPUS / "manifest.yaml", folder / "manifest.yaml")
    shutil.copytree(CORPUS / "registry", folder / "registry")
    return folder


def make_notes(folder: Path, notes: dict[str, str]) -> Path:
    """Write documents of a few numbered paragraphs, without manifest and registry.

    :param notes: text by path below ``documents``, such as ``NOTE-1/en.txt``.
    """
    for name, text in notes.items():
        path = folder / "documents" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def note(*paragraphs: str) -> str:
    """Return a text of numbered paragraphs."""
    return "\n\n".join(f"{n}. {text}" for n, text in enumerate(paragraphs, 1)) + "\n"


def settings_of(corpus: Path, index: Path, **changes: object) -> Settings:
    """Return settings for a corpus and an index of a test's own."""
    return Settings(corpus=corpus, index=index, workers=1, **changes)


def content_of(index: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return all that the published ledger holds, apart from when and how it was made."""
    tables = {
        "files": "path",
        "documents": "number",
        "paragraphs": "row",
        "paragraph_references": "row, place",
        "entries": "row",
        "meta": "name",
    }
    connection = sqlite3.connect(f"file:{published_paths(index).ledger}?mode=ro", uri=True)
    try:
        found = {
            table: connection.execute(f"SELECT * FROM {table} ORDER BY {order}").fetchall()
            for table, order in tables.items()
        }
    finally:
        connection.close()
    found["meta"] = [row for row in found["meta"] if row[0] not in ("made", "graphs")]
    return found


@functools.cache
def built() -> tuple[Settings, BuildResult]:
    """Return the index of the seed in Chinese and English; made once, not to be changed."""
    folder = Path(tempfile.mkdtemp(prefix="coopbot-test-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    settings = settings_of(make_corpus(folder / "corpus"), folder / "index")
    return settings, ingest(settings)


def built_copy(folder: Path) -> Settings:
    """Return a copy of that index, and of its corpus, to be changed and damaged."""
    settings, _ = built()
    shutil.copytree(settings.corpus, folder / "corpus")
    shutil.copytree(settings.index, folder / "index")
    return settings_of(folder / "corpus", folder / "index")


def paths_of(settings: Settings) -> BuildPaths:
    """Return the places inside the published build."""
    return published_paths(settings.index)
