"""From files to a published index build, in the order in which it happens.

A build is written aside, verified in a process of its own, sealed, and published by one rename. It
is a function of the corpus and the settings: the same input has the same id, and ingesting it
again changes nothing. Where the published build was made by the same recipe, only changed files
are read and embedded, and the result is the one that a build from nothing has.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from coopbot.builds import (
    PARTIAL,
    BuildPaths,
    Publication,
    free_folder,
    publication,
    publish,
)
from coopbot.embedder import Embedder, load_embedder
from coopbot.errors import IndexDamaged, IndexUnavailable, UnreadableFile
from coopbot.faults import reason_of
from coopbot.ledger import Ledger
from coopbot.registry import Registry
from coopbot.seal import seal_problems, write_seal
from coopbot.settings import Settings
from coopbot.tokens import write_dictionary
from coopbot.types import FileReport, SourceFile
from ingest.embedding import EmbeddingQueue
from ingest.indexes import IndexJob, Progress
from ingest.indexing import Indexer
from ingest.leftovers import remove_old, remove_unfinished
from ingest.lock import write_lock
from ingest.prepare import Prepared, Preparer, prepare_all, refused
from ingest.recipe import digest, recipe
from ingest.recorder import Recorder, SameDocument
from ingest.report import aligned_works, write_report
from ingest.sources import find_sources

READ = ("ok", "partial", "ocr")
"""Outcomes of files that gave paragraphs."""

_WORN = 0.2
"""Share of deleted vectors at which a collection is made anew: the graph keeps their places."""


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
        return all(file.outcome in READ for file in self.files)

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
    :raises IndexUnavailable: when the index cannot be written; the build before stays.
    """
    with write_lock(settings.index, "ingest"), disk_faults(settings.index):
        remove_unfinished(settings)
        # A corpus without a registry is read all the same; nothing in it has a known name.
        registry = Registry.load(settings.registry) if settings.registry.is_dir() else Registry()
        embedder = load_embedder(
            settings.embedder,
            base_url=settings.embedder_base_url,
            api_key=settings.embedder_api_key,
        )
        sources, unusable = find_sources(paths or [settings.documents], settings.corpus)
        plan = _plan(settings, registry, embedder, sources, unusable)
        if plan.base is not None and plan.base.build == plan.build:
            return BuildResult(plan.build, True, plan.known)
        try:
            return _build(settings, registry, embedder, plan, progress, engine)
        except _OutOfOrder:
            whole = replace(plan, base=None, read=plan.sources, remove=())
            return _build(settings, registry, embedder, whole, progress, engine)


@contextmanager
def disk_faults(index: Path) -> Iterator[None]:
    """Turn what the system says of a full disk or a closed folder into one sentence."""
    try:
        yield
    except OSError as error:
        where = f" at {error.filename}" if error.filename else ""
        raise IndexUnavailable(
            f"The index {index} cannot be written{where} ({reason_of(error)}); check the disk's "
            "free space and the folder's permissions, then try again."
        ) from error


class _OutOfOrder(Exception):
    """Tell that a changed file stands before one that holds the same document."""


@dataclass(frozen=True, slots=True)
class _Plan:
    build: str
    recipe: str
    """What besides the files decides the content: code, libraries, embedder, registry."""
    wanted: dict[str, str]
    """Hash of each file and what is known of it, by path."""
    base: Publication | None
    """The published build to start from, if it was made by the same recipe and is whole."""
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
    used = recipe(
        embedder=(settings.embedder, embedder.fingerprint),
        registry=registry.fingerprint,
        ocr=settings.ocr,
        chroma=settings.chroma_url,
    )
    wanted = {source.path: digest(source.sha256, asdict(source.facts)) for source in sources}
    wanted |= {report.path: digest(asdict(report)) for report in unusable}
    base, held, known = _base(settings, used)
    # What could not be read may have failed because of another file, or of the machine.
    again = {report.path for report in known if report.outcome not in READ}
    read = tuple(s for s in sources if held.get(s.path) != wanted[s.path] or s.path in again)
    rewritten = {source.path for source in read}
    return _Plan(
        build=digest(used, sorted(wanted.items()))[:16],
        recipe=used,
        wanted=wanted,
        base=base,
        known=known,
        sources=tuple(sources),
        unusable=tuple(unusable),
        read=read,
        remove=tuple(sorted(p for p in held if p in rewritten or held[p] != wanted.get(p))),
    )


def _base(
    settings: Settings, used: str
) -> tuple[Publication | None, dict[str, str], tuple[FileReport, ...]]:
    """Return the published build, what it holds and its reports, if it can be started from."""
    try:
        base = publication(settings.index)
        folder = settings.index / "builds" / base.folder
        if seal_problems(folder, base.seal, contents=True):
            return None, {}, ()
        with Ledger(BuildPaths(folder).ledger) as ledger:
            meta = ledger.meta()
            files = ledger.files()
    except IndexUnavailable:
        # Nothing sound to start from: this build starts with an empty ledger.
        return None, {}, ()
    if meta.get("recipe") != used or settings.chroma_url:
        return None, {}, ()
    return base, json.loads(meta["sources"]), tuple(report for _, _, report in files.values())


def _build(
    settings: Settings,
    registry: Registry,
    embedder: Embedder,
    plan: _Plan,
    progress: Progress,
    engine: str,
) -> BuildResult:
    """Write the build aside, verify it and publish it."""
    final = free_folder(settings.index, plan.build)
    staging = BuildPaths(settings.index / "builds" / f"{final}{PARTIAL}")
    try:
        with Indexer() as indexer:
            if plan.base is None:
                staging.folder.mkdir(parents=True)
                write_dictionary(staging.dictionary, registry.chinese_words())
            else:
                shutil.copytree(settings.index / "builds" / plan.base.folder, staging.folder)
            with Recorder(staging.ledger) as recorder:
                preparer = Preparer(
                    registry, settings.corpus, ocr=settings.ocr, dictionary=staging.dictionary
                )
                read = prepare_all(preparer, plan.read, workers=settings.workers, engine=engine)
                job = _record(settings, embedder, plan, recorder, read, progress)
                counts = recorder.indexed()
                graphs = _graphs(recorder, job, counts)
                recorder.set_meta(_meta(settings, embedder, plan, graphs))
                recorder.mark_superseded()
                recorder.finish()
            with Ledger(staging.ledger) as ledger:
                files = tuple(report for _, _, report in ledger.files().values())
                works = aligned_works(staging, ledger, _changed_works(plan, files))
            if not counts:
                return BuildResult(None, False, files, plan.changed)
            job = replace(
                job,
                folder=str(staging.folder),
                anew=tuple(lang for lang in job.languages if not graphs.get(lang)),
            )
            result = indexer.run(job, progress)
        if not result.ok:
            raise IndexDamaged(
                f"The new build does not pass its verification ({'; '.join(result.problems)}); "
                "the published one is unchanged, run `coopbot ingest` again."
            )
        registry.dump(staging.registry)
        write_report(staging, plan.build, files, works)
        publish_staged(settings, staging, plan.build)
        return BuildResult(plan.build, True, files, plan.changed)
    finally:
        shutil.rmtree(staging.folder, ignore_errors=True)


def _changed_works(plan: _Plan, files: Sequence[FileReport]) -> set[str] | None:
    """Return the symbols of what differs from the build that this one starts from, if any."""
    if plan.base is None:
        return None
    return {
        file.symbol for file in (*plan.known, *files) if file.symbol and file.path in plan.changed
    }


def publish_staged(settings: Settings, staging: BuildPaths, build: str) -> None:
    """Seal a verified build, give it its name, point to it, and delete what is too old."""
    keep = {staging.folder.name.removesuffix(PARTIAL)}
    # The build before, if there is one, stays: readers that have it open move on in their own time.
    with suppress(IndexUnavailable):
        keep.add(publication(settings.index).folder)
    seal = write_seal(staging.folder)
    final = staging.folder.with_name(staging.folder.name.removesuffix(PARTIAL))
    staging.folder.rename(final)
    publish(settings.index, Publication(build, final.name, seal))
    remove_old(settings, keep)


def _record(
    settings: Settings,
    embedder: Embedder,
    plan: _Plan,
    recorder: Recorder,
    read: Iterable[Prepared],
    progress: Progress,
) -> IndexJob:
    """Bring the ledger up to date; return what is to be done to the indexes."""
    removed: dict[str, list[int]] = {}
    for path in plan.remove:
        for language, gone in recorder.remove_file(path).items():
            removed.setdefault(language, []).extend(gone)
    for report in plan.unusable:
        recorder.put_report(None, report)
    queue = EmbeddingQueue(recorder, embedder, progress)
    for number, item in enumerate(read, start=1):
        rows: list[int] = []
        if item.document is not None:
            try:
                rows = recorder.put_document(item.document, item.references)
            except SameDocument as error:
                if item.source.path < error.other:
                    raise _OutOfOrder from None
                item = refused(item.source, error.outcome, str(error))
            except UnreadableFile as error:
                item = refused(item.source, error.outcome, str(error))
        recorder.put_report(item.source, item.report)
        if rows and item.document is not None:
            queue.add(rows, item.document.paragraphs, item.terms)
        progress("read", number, len(plan.read))
    queue.flush()
    return IndexJob(
        folder="",
        chroma_url=settings.chroma_url,
        languages=tuple(sorted({*queue.rows, *removed})),
        add=queue.rows,
        remove=removed,
    )


def _graphs(recorder: Recorder, job: IndexJob, counts: dict[str, int]) -> dict[str, int]:
    """Return how many vectors were deleted from each language's graph; 0 where it is made anew.

    A graph marks what is deleted and never gives its place back, so that one that has lost much
    is made anew.
    """
    before: dict[str, int] = json.loads(recorder.meta("graphs", "{}"))
    deleted = {
        language: before[language] + len(job.remove.get(language, ()))
        for language in counts
        if language in before
    }
    return {
        language: number if (number := deleted.get(language, 0)) <= _WORN * count else 0
        for language, count in counts.items()
    }


def _meta(
    settings: Settings, embedder: Embedder, plan: _Plan, graphs: dict[str, int]
) -> dict[str, str]:
    return {
        "build": plan.build,
        "recipe": plan.recipe,
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "embedder": settings.embedder,
        "embedder_fingerprint": embedder.fingerprint,
        "sources": json.dumps(plan.wanted, sort_keys=True, ensure_ascii=False),
        "graphs": json.dumps(graphs, sort_keys=True),
    }
