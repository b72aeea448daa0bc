"""What a build leaves behind: unfinished ones of killed processes, and those that are too old."""

from __future__ import annotations

import shutil
from pathlib import Path

from coopbot.builds import PARTIAL, POINTER, BuildPaths
from coopbot.settings import Settings
from coopbot.vectors import VectorIndex


def remove_unfinished(settings: Settings) -> None:
    """Delete what killed processes left; only called with the lock held."""
    for folder in sorted((settings.index / "builds").glob(f"*{PARTIAL}")):
        _remove(settings, folder)
    for pointer in settings.index.glob(f"{POINTER}.*"):
        pointer.unlink()


def remove_old(settings: Settings, keep: set[str]) -> None:
    """Delete the builds that are not among those to be kept."""
    for folder in sorted((settings.index / "builds").iterdir()):
        if folder.name not in keep:
            _remove(settings, folder)


def _remove(settings: Settings, folder: Path) -> None:
    if settings.chroma_url:
        vectors = VectorIndex(
            folder, writable=True, url=settings.chroma_url, prefix=BuildPaths(folder).collections
        )
        try:
            vectors.drop()
        finally:
            vectors.close()
    shutil.rmtree(folder)
