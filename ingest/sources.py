"""Finding the files of a corpus, and what their place and the manifest say of them."""

from __future__ import annotations

import hashlib
import os
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from coopbot.errors import CorpusError
from coopbot.languages import LANGUAGES
from coopbot.types import DocumentFacts, FileReport, SourceFile
from ingest import manifest as manifests
from ingest.manifest import Manifest, load_manifest
from ingest.symbols import symbol_of_folder

_SKIPPED_NAMES = re.compile(
    r"(?:\.|~\$)|(?:readme|license|licence|copying|notice|changelog)(?:\.|$)|manifest\.ya?ml$|"
    r"thumbs\.db$",
    re.IGNORECASE,
)
_SKIPPED_SUFFIXES = frozenset({".yaml", ".yml", ".json", ".jsonl", ".sha256", ".py", ".pyc"})
_SKIPPED_FOLDERS = frozenset({"registry", "__pycache__"})
# UN file names end with the language: mop-04-06-zh.pdf, sometimes with its letter, N0812345C.pdf.
_STEM_LANGUAGE = re.compile(r"(?P<symbol>.+)[-_.](?P<language>zh|en|fr|es|ru|ar)$", re.IGNORECASE)


@dataclass(slots=True)
class _Found:
    """The files found, and a row for each path that gives none."""

    files: list[SourceFile] = field(default_factory=list)
    refused: list[FileReport] = field(default_factory=list)


def find_sources(
    paths: Sequence[Path], corpus_root: Path
) -> tuple[list[SourceFile], list[FileReport]]:
    """Walk files and folders; return each document file, sorted, and the rows of what is none.

    A folder is laid out as ``<symbol with / as ->/<language>.<ext>``, with or without a
    ``manifest.yaml`` in it or above it; any other file is a document whose symbol is its name
    until its masthead says otherwise; ``facts.language`` is empty where only the text can tell it.
    A path that cannot be read gives a row, the other paths are read all the same. Raises
    CorpusError for a malformed manifest.
    """
    sources = _Found()
    found: dict[str, Path] = {}
    for path in paths:
        if not path.exists():
            sources.refused.append(
                _refusal(str(path), "damaged", f"{path} does not exist; check the path")
            )
            continue
        for file in _walk(path, sources):
            found.setdefault(_relative(file, corpus_root), file)
    loaded: dict[Path, Manifest | None] = {}
    for name in sorted(found):
        _describe(name, found[name], loaded, sources)
    return _told_apart(sources.files), sources.refused


def _told_apart(files: Sequence[SourceFile]) -> list[SourceFile]:
    """Put the folder before the name of files that share it in several folders.

    ``a/index.html`` and ``b/index.html`` are two documents; copies of one file stay one.
    """
    alike: dict[tuple[str, str], list[SourceFile]] = defaultdict(list)
    for file in files:
        if file.facts == DocumentFacts(symbol=file.facts.symbol, language=file.facts.language):
            alike[file.facts.symbol, file.facts.language].append(file)
    renamed: dict[str, SourceFile] = {}
    for (symbol, language), group in alike.items():
        if "/" in symbol or len({file.sha256 for file in group}) == 1:
            continue
        above = [Path(file.path).parent.parts for file in group]
        # Paths inside the corpus are relative, others absolute: what is common may be nothing.
        common = _common(above)
        for file, parts in zip(group, above, strict=True):
            folders = [part.strip("/\\") for part in parts[common:]]
            if Path(file.path).stem.lower() in LANGUAGES:
                folders = folders[:-1]
            folders = [folder for folder in folders if folder]
            facts = replace(file.facts, symbol="-".join((*folders, symbol)), language=language)
            renamed[file.path] = replace(file, facts=facts)
    return [renamed.get(file.path, file) for file in files]


def _common(paths: Sequence[tuple[str, ...]]) -> int:
    """Return how many folders all paths begin with."""
    levels = zip(*paths, strict=False)
    return next(
        (number for number, level in enumerate(levels) if len(set(level)) > 1),
        min(map(len, paths)),
    )


def _walk(path: Path, sources: _Found) -> Iterator[Path]:
    """Yield the document files under a path; a corpus folder means its ``documents``."""
    if path.is_file():
        yield path
        return
    if (path / "documents").is_dir() and (path / manifests.NAME).is_file():
        path = path / "documents"

    def unreadable(error: OSError) -> None:
        where = str(error.filename or path)
        reason = f"{where} cannot be opened: {error.strerror}; check its permissions"
        sources.refused.append(_refusal(where, "damaged", reason))

    for folder, subfolders, names in os.walk(path, onerror=unreadable):
        subfolders[:] = sorted(
            name
            for name in subfolders
            if name[0] != "." and name not in _SKIPPED_FOLDERS and not _is_index(Path(folder, name))
        )
        for name in sorted(names):
            file = Path(folder) / name
            if not _SKIPPED_NAMES.match(name) and file.suffix.lower() not in _SKIPPED_SUFFIXES:
                yield file


def _is_index(folder: Path) -> bool:
    """Tell whether a folder holds index builds: what was made from documents is none."""
    return (folder / "builds").is_dir() and (folder / "lock").is_file()


def _relative(file: Path, corpus_root: Path) -> str:
    """Return the path relative to the corpus, absolute for a file outside it."""
    resolved = file.resolve()
    try:
        return resolved.relative_to(corpus_root.resolve()).as_posix()
    except ValueError:
        return resolved.as_posix()


def _describe(name: str, file: Path, loaded: dict[Path, Manifest | None], sources: _Found) -> None:
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        shown = name.encode("utf-8", "backslashreplace").decode()
        reason = f"the name {shown} is not UTF-8; rename the file"
        sources.refused.append(_refusal(shown, "refused", reason))
        return
    try:
        digest, size = _sha256(file)
    except OSError as error:
        reason = f"{name} cannot be opened: {error.strerror}; check its permissions"
        sources.refused.append(_refusal(name, "damaged", reason))
        return
    facts, declared = _facts(file, loaded)
    if declared and declared != digest:
        reason = (
            f"{name} has sha256 {digest}, the manifest says {declared}; "
            "bring the right file or correct the manifest"
        )
        sources.refused.append(
            _refusal(name, "damaged", reason, facts.symbol, facts.language or None)
        )
        return
    sources.files.append(SourceFile(path=name, sha256=digest, size=size, facts=facts))


def _facts(file: Path, loaded: dict[Path, Manifest | None]) -> tuple[DocumentFacts, str | None]:
    """Return what the manifest, else the names say of a file, and its declared sha256."""
    for manifest in _manifests_above(file, loaded):
        if match := manifest.find(file):
            entry, declared = match
            return entry.facts(declared.language), declared.sha256
    symbol, language = _named(file)
    for manifest in _manifests_above(file, loaded):
        if known := manifest.entry(symbol):
            return known.facts(language), None
    return DocumentFacts(symbol=symbol, language=language), None


def _named(file: Path) -> tuple[str, str]:
    """Return the symbol and language that the names of file and folder give."""
    if file.stem.lower() in LANGUAGES:
        return symbol_of_folder(file.resolve().parent.name), file.stem.lower()
    if match := _STEM_LANGUAGE.match(file.stem):
        return symbol_of_folder(match.group("symbol")), match.group("language").lower()
    folder = file.resolve().parent.name.lower()
    return symbol_of_folder(file.stem), folder if folder in LANGUAGES else ""


def _manifests_above(file: Path, loaded: dict[Path, Manifest | None]) -> Iterator[Manifest]:
    """Yield the manifests in the file's folder and the two above it, the nearest first."""
    for folder in list(file.resolve().parents)[:3]:
        if folder not in loaded:
            path = folder / manifests.NAME
            loaded[folder] = load_manifest(path) if _is_corpus_manifest(path) else None
        manifest = loaded[folder]
        if manifest:
            yield manifest


def _is_corpus_manifest(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError as error:
        raise CorpusError(f"{path} cannot be opened: {error.strerror}; check it") from error


def _sha256(file: Path) -> tuple[str, int]:
    """Return the hash and the size of a file."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest(), stream.tell()


def _refusal(
    path: str, outcome: str, reason: str, symbol: str | None = None, language: str | None = None
) -> FileReport:
    return FileReport(path, symbol, language, outcome, reason)
