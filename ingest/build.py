"""From files to a published index build, in the order in which it happens.

A build is written aside, verified in a process of its own, and published by one rename. It is a
function of the corpus and the settings: the same input has the same id, and ingesting it again
changes nothing. Where the published build was made by the same recipe, only changed files are
read and embedded.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from coopbot.builds import BuildPaths, build_paths, publish, published_build
from coopbot.embedder import Embedder, LateInteraction, load_embedder
from coopbot.errors import IndexDamaged, IndexUnavailable
from coopbot.ledger import SCHEMA_VERSION, Ledger
from coopbot.registry import Registry
from coopbot.settings import Settings
from coopbot.types import FileReport, SourceFile
from coopbot.verification import verify_in_child
from ingest.indexes import UNINDEXED, Progress, write_indexes
from ingest.lock import write_lock
from ingest.prepare import Preparer, prepare_all
from ingest.report import write_report
from ingest.sources import find_sources

EMBED_BATCH = 512
"""Paragraphs embedded and stored at a time: bounds memory, large enough to be fast."""

RECIPE_VERSION = 1
"""Raised when reading, structure or terms change what a file becomes."""

_READ = ("ok", "partial", "ocr")


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What an ingest did."""

    build: str | None
    published: bool
    files: tuple[FileReport, ...]
    changed: tuple[str, ...] = ()
    """Paths that were read anew, or removed."""

    @property
    def complete(self) -> bool:
        """True when every file gave paragraphs."""
        return all(file.outcome in _READ for file in self.files)

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON of ``coopbot ingest --json``."""
        return {
            "build": self.build,
            "published": self.published,
            "files": [asdict(file) for file in self.files],
            "changed": list(self.changed),
        }


def ingest(
    settings: Settings,
    paths: Sequence[Path] = (),
    *,
    progress: Progress = lambda stage, done, total: None,
    engine: str = "local",
) -> BuildResult:
    """Build and publish the index of the given paths, or of the whole corpus.

    A file that cannot be read has its row with the reason; the others are published. When none
    can be read nothing is published and the build before stays.

    :raises IndexLocked: when another process is writing this index.
    """
    with write_lock(settings.index, "ingest"):
        _remove_unfinished(settings.index)
        # A corpus without a registry is read all the same; nothing in it has a known name.
        registry = Registry.load(settings.registry) if settings.registry.is_dir() else Registry()
        embedder = load_embedder(
            settings.embedder,
            base_url=settings.embedder_base_url,
            api_key=settings.embedder_api_key,
        )
        sources, unusable = find_sources(paths or [settings.documents], settings.corpus)
        plan = _plan(settings, registry, embedder, sources, unusable)
        if plan.base is not None and plan.base.folder.name == plan.build:
            return BuildResult(plan.build, True, plan.known)
        return _build(settings, registry, embedder, plan, progress, engine)


@dataclass(frozen=True, slots=True)
class _Plan:
    build: str
    recipe: str
    """What besides the files decides the content: versions, embedder, registry."""
    base: BuildPaths | None
    """The published build to start from, if it was made by the same recipe and is sound."""
    known: tuple[FileReport, ...]
    """The reports of that build."""
    sources: tuple[SourceFile, ...]
    unusable: tuple[FileReport, ...]
    read: tuple[SourceFile, ...]
    remove: tuple[str, ...]

    @property
    def changed(self) -> tuple[str, ...]:
        return tuple(sorted({*self.remove, *(source.path for source in self.read)}))


def _plan(
    settings: Settings,
    registry: Registry,
    embedder: Embedder,
    sources: Sequence[SourceFile],
    unusable: Sequence[FileReport],
) -> _Plan:
    """Compare what is there with what is published."""
    recipe = _digest(
        SCHEMA_VERSION, RECIPE_VERSION, embedder.fingerprint, registry.fingerprint, settings.ocr
    )
    wanted = {
        source.path: _digest(source.sha256, asdict(source.facts)) for source in sources
    } | {report.path: _digest(asdict(report)) for report in unusable}
    build = _digest(recipe, sorted(wanted.items()))[:16]
    base, held, known = _base(settings, recipe)
    return _Plan(
        build=build,
        recipe=recipe,
        base=base,
        known=known,
        sources=tuple(sources),
        unusable=tuple(unusable),
        read=tuple(s for s in sources if held.get(s.path) != wanted[s.path]),
        remove=tuple(sorted(path for path in held if held[path] != wanted.get(path))),
    )


def _base(
    settings: Settings, recipe: str
) -> tuple[BuildPaths | None, dict[str, str], tuple[FileReport, ...]]:
    """Return the published build, what it holds and its reports, if it can be started from."""
    try:
        paths = build_paths(settings.index, published_build(settings.index))
        with Ledger(paths.ledger) as ledger:
            meta = ledger.meta()
            files = ledger.files()
        if meta.get("recipe") != recipe:
            return None, {}, ()
        if not verify_in_child(paths, chroma_url=settings.chroma_url).ok:
            return None, {}, ()
    except IndexUnavailable:
        # Nothing sound to start from: this build starts with an empty ledger.
        return None, {}, ()
    held = dict(json.loads(meta["sources"]))
    return paths, held, tuple(report for _, _, report in files.values())


def _build(
    settings: Settings,
    registry: Registry,
    embedder: Embedder,
    plan: _Plan,
    progress: Progress,
    engine: str,
) -> BuildResult:
    """Write the build aside, verify it and publish it."""
    staging = BuildPaths(settings.index / "builds" / f"{plan.build}.partial")
    if plan.base is None or settings.chroma_url:
        plan = replace(plan, base=None, read=plan.sources, remove=())
        staging.folder.mkdir(parents=True)
    else:
        shutil.copytree(plan.base.folder, staging.folder)
    with Ledger(staging.ledger, writable=True) as ledger:
        removed = _remove(ledger, plan)
        added = _read(settings, registry, ledger, plan, progress, engine)
        _embed(ledger, embedder, added, progress)
        files = tuple(report for _, _, report in ledger.files().values())
        if not ledger.counts():
            shutil.rmtree(staging.folder)
            return BuildResult(None, False, files, plan.changed)
        ledger.set_meta(_meta(settings, embedder, plan, ledger))
        write_indexes(
            staging,
            ledger,
            registry,
            add=added,
            remove=removed,
            chroma_url=settings.chroma_url,
            progress=progress,
        )
    registry.dump(staging.registry)
    write_report(staging, plan.build, files)
    _verify(settings, staging, progress)
    final = build_paths(settings.index, plan.build)
    if final.folder.exists():
        # Left by an earlier publication; the same id means the same content.
        shutil.rmtree(final.folder)
    staging.folder.rename(final.folder)
    publish(settings.index, plan.build)
    _remove_old(settings.index, keep={plan.build, *([plan.base.folder.name] if plan.base else [])})
    return BuildResult(plan.build, True, files, plan.changed)


def _remove(ledger: Ledger, plan: _Plan) -> dict[str, list[int]]:
    """Delete what changed or went; return the rows of its paragraphs by language."""
    removed: dict[str, list[int]] = {}
    languages = {
        path: facts.language for path, (_, facts, _) in ledger.files().items() if facts
    }
    for path in plan.remove:
        rows = ledger.remove_file(path)
        if rows:
            removed.setdefault(languages[path], []).extend(rows)
    return removed


def _read(
    settings: Settings,
    registry: Registry,
    ledger: Ledger,
    plan: _Plan,
    progress: Progress,
    engine: str,
) -> list[int]:
    """Read the changed files into the ledger; return the rows of paragraphs to be indexed."""
    for report in plan.unusable:
        ledger.put_report(None, report)
    added: list[int] = []
    preparer = Preparer(registry, settings.corpus, ocr=settings.ocr)
    prepared = prepare_all(preparer, plan.read, workers=settings.workers, engine=engine)
    for number, item in enumerate(prepared, start=1):
        ledger.put_report(item.source, item.report)
        if item.document is not None:
            rows = ledger.put_document(item.document, item.references)
            added += [
                row
                for row, paragraph in zip(rows, item.document.paragraphs, strict=True)
                if paragraph.kind not in UNINDEXED
            ]
        progress("read", number, len(plan.read))
    return added


def _embed(
    ledger: Ledger, embedder: Embedder, rows: Sequence[int], progress: Progress
) -> None:
    """Give each row its vector and, where the embedder has them, its token ids."""
    for start in range(0, len(rows), EMBED_BATCH):
        some = rows[start : start + EMBED_BATCH]
        paragraphs = ledger.paragraphs(some)
        texts = [paragraphs[row].text for row in some]
        vectors = embedder.embed_passages(texts)
        tokens = embedder.token_ids(texts) if isinstance(embedder, LateInteraction) else None
        ledger.put_vectors(some, np.asarray(vectors, dtype=np.float32), tokens)
        progress("embed", start + len(some), len(rows))


def _meta(
    settings: Settings, embedder: Embedder, plan: _Plan, ledger: Ledger
) -> dict[str, str]:
    wanted = {
        source.path: _digest(source.sha256, asdict(source.facts)) for source in plan.sources
    } | {report.path: _digest(asdict(report)) for report in plan.unusable}
    return {
        "build": plan.build,
        "recipe": plan.recipe,
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "embedder": settings.embedder,
        "embedder_fingerprint": embedder.fingerprint,
        "sources": json.dumps(wanted, sort_keys=True),
        "counts": json.dumps(ledger.counts(), sort_keys=True),
    }


def _verify(settings: Settings, staging: BuildPaths, progress: Progress) -> None:
    progress("verify", 0, 1)
    result = verify_in_child(staging, chroma_url=settings.chroma_url)
    if not result.ok:
        raise IndexDamaged(
            f"The new build does not pass its verification ({'; '.join(result.problems)}); the "
            "published one is unchanged, run `coopbot ingest` again."
        )
    progress("verify", 1, 1)


def _remove_unfinished(index: Path) -> None:
    """Delete what a killed build left; only called with the lock held."""
    for folder in (index / "builds").glob("*.partial"):
        shutil.rmtree(folder)
    for pointer in index.glob("current.*"):
        pointer.unlink()


def _remove_old(index: Path, keep: set[str]) -> None:
    """Delete builds other than the published one and the one before it, which may be in use."""
    for folder in (index / "builds").iterdir():
        if folder.name not in keep:
            shutil.rmtree(folder)


def _digest(*parts: Any) -> str:
    encoded = json.dumps(parts, sort_keys=True, ensure_ascii=False).encode("utf-8")
    return hashlib.sha256(encoded).hexdigest()
