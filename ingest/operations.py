"""What keeps an index in order: made again from its ledger, saved, brought back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from coopbot.builds import (
    PARTIAL,
    BuildPaths,
    Publication,
    free_folder,
    publication,
    publish,
)
from coopbot.errors import IndexDamaged, IndexUnavailable, UsageError
from coopbot.ledger import Ledger
from coopbot.registry import Registry
from coopbot.seal import seal_problems
from coopbot.settings import Settings
from coopbot.tokens import write_dictionary
from coopbot.verification import Verification, verify_in_child
from ingest.build import disk_faults, publish_staged
from ingest.indexes import IndexJob, Progress
from ingest.indexing import Indexer
from ingest.leftovers import remove_old, remove_unfinished
from ingest.lock import write_lock

_RECORD = ("ledger.sqlite", "registry.json", "report.html", "report.json")
"""What of a build is no cache."""


def rebuild(
    settings: Settings, *, progress: Progress = lambda stage, done, total: None
) -> Verification:
    """Make the indexes of the published build again from its ledger, verify and publish them.

    No document is read and nothing is embedded. The build keeps its id.

    :raises IndexDamaged: when the ledger itself is damaged: that takes a backup, or an ingest.
    """
    with write_lock(settings.index, "rebuild"), disk_faults(settings.index):
        remove_unfinished(settings)
        published = publication(settings.index)
        source = settings.index / "builds" / published.folder
        _require_record(source, published)
        name = free_folder(settings.index, published.build)
        with _staged(settings.index, name) as staging, Indexer() as indexer:
            for file in _RECORD:
                shutil.copyfile(source / file, staging.folder / file)
            words = Registry.from_json(staging.registry).chinese_words()
            write_dictionary(staging.dictionary, words)
            with Ledger(staging.ledger) as ledger:
                languages = tuple(sorted(ledger.indexed()))
            job = IndexJob(
                folder=str(staging.folder),
                chroma_url=settings.chroma_url,
                languages=languages,
                anew=languages,
            )
            result = indexer.run(job, progress)
            if not result.ok:
                raise IndexDamaged(
                    f"The indexes made again do not pass their verification "
                    f"({'; '.join(result.problems)}); run `coopbot ingest`."
                )
            publish_staged(settings, staging, published.build)
        return result


def backup(settings: Settings, target: Path) -> Verification:
    """Save the published build in a folder, and only after it was opened and verified there.

    :param target: a folder that does not exist yet.
    :raises UsageError: when the target exists.
    :raises IndexDamaged: when the build or its copy is damaged; no backup is left then.
    """
    if target.exists():
        raise UsageError(
            f"The folder {target} exists already; give the name of a new folder for the backup."
        )
    with write_lock(settings.index, "backup"), disk_faults(target):
        published = publication(settings.index)
        aside = target.with_name(f"{target.name}{PARTIAL}")
        shutil.rmtree(aside, ignore_errors=True)
        try:
            result = _copied(settings, settings.index, aside, published)
            aside.rename(target)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
        return result


def restore(settings: Settings, source: Path) -> Verification:
    """Publish the build that a backup holds, after it was verified in its new place.

    The build that was published before stays on the disk, as after an ingest.

    :raises IndexUnavailable: when the source is no backup.
    :raises IndexDamaged: when it is damaged; what is published stays.
    """
    published = publication(source)
    with write_lock(settings.index, "restore"), disk_faults(settings.index):
        remove_unfinished(settings)
        name = free_folder(settings.index, published.build)
        folder = settings.index / "builds" / name
        with _staged(settings.index, name) as staging:
            shutil.copytree(
                source / "builds" / published.folder, staging.folder, dirs_exist_ok=True
            )
            result = _verified(settings, staging, published)
            keep = {name, *_published_folder(settings.index)}
            staging.folder.rename(folder)
            publish(settings.index, Publication(published.build, name, published.seal))
            remove_old(settings, keep)
        return result


def _copied(settings: Settings, index: Path, target: Path, published: Publication) -> Verification:
    """Copy the published build of an index into a new index folder and verify it there."""
    folder = target / "builds" / published.folder
    folder.parent.mkdir(parents=True)
    shutil.copytree(index / "builds" / published.folder, folder)
    result = _verified(settings, BuildPaths(folder), published)
    publish(target, published)
    return result


def _verified(settings: Settings, paths: BuildPaths, published: Publication) -> Verification:
    """Verify a copy of a build: its bytes by the seal, its indexes against its ledger.

    Collections on a server are no part of the copy; they are made again by :func:`rebuild`.
    """
    problems = seal_problems(paths.folder, published.seal, contents=True)
    if problems:
        raise IndexDamaged(
            f"The build {published.build} in {paths.folder} is damaged: {problems[0]}; use another "
            "backup, or run `coopbot rebuild` before the next one."
        )
    if settings.chroma_url:
        with Ledger(paths.ledger) as ledger:
            return Verification(True, (), sum(ledger.indexed().values()), 0, 0, 1.0)
    result = verify_in_child(paths)
    if not result.ok:
        raise IndexDamaged(
            f"The build {published.build} in {paths.folder} does not pass its verification "
            f"({'; '.join(result.problems)}); use another backup, or run `coopbot rebuild`."
        )
    return result


def _require_record(folder: Path, published: Publication) -> None:
    """Refuse to make indexes from a record that is damaged itself."""
    damaged = [
        problem
        for problem in seal_problems(folder, published.seal, contents=True, only=_RECORD)
        if problem
    ]
    if damaged:
        raise IndexDamaged(
            f"The record of the build {published.build} in {folder} is damaged ({damaged[0]}), so "
            "the indexes cannot be made from it; run `coopbot restore` with a backup or "
            "`coopbot ingest`."
        )


@contextmanager
def _staged(index: Path, name: str) -> Iterator[BuildPaths]:
    """Give a folder for a build that is being made; it goes if it was not renamed."""
    folder = index / "builds" / f"{name}{PARTIAL}"
    folder.mkdir(parents=True)
    try:
        yield BuildPaths(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _published_folder(index: Path) -> tuple[str, ...]:
    try:
        return (publication(index).folder,)
    except IndexUnavailable:
        return ()
