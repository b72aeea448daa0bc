"""Search over passages that need not be UN documents: coopbot, BM25 alone, the usual recipe."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from coopbot.errors import UsageError
from evals.devsets import DevPassage
from evals.reference import Passage
from evals.systems.bm25 import Bm25System
from evals.systems.protocol import System


class Searcher(Protocol):
    """Rank the keys of passages."""

    def search(self, query: str, k: int, language: str) -> Sequence[str]:
        """Return up to k keys of passages in one language, best first."""

    def describe(self) -> Mapping[str, Any]:
        """Return what identifies the searcher."""

    def close(self) -> None:
        """Release what it holds."""


class PerLanguage:
    """Search with one baseline system for each language of the passages."""

    def __init__(
        self, passages: Sequence[DevPassage], make: Callable[[list[Passage]], System]
    ) -> None:
        self._systems = {
            language: make(
                [
                    Passage(passage.key, "1", language, passage.text)
                    for passage in passages
                    if passage.language == language
                ]
            )
            for language in sorted({passage.language for passage in passages})
        }

    def search(self, query: str, k: int, language: str) -> Sequence[str]:
        """Return keys found in one language."""
        return [key for key, _ in self._systems[language].search(query, k) or ()]

    def describe(self) -> Mapping[str, Any]:
        """Describe the systems by the first of them."""
        return next(iter(self._systems.values())).describe()

    def close(self) -> None:
        """Release every system."""
        for system in self._systems.values():
            system.close()


class OurSearcher:
    """Search with coopbot, over an index built of the passages as documents of one block each.

    :param registry: folder of the registry files, which understanding a question needs.
    """

    def __init__(
        self,
        passages: Sequence[DevPassage],
        registry: Path,
        overrides: Mapping[str, str] | None = None,
    ) -> None:
        from coopbot import Coopbot, Settings
        from ingest.build import ingest

        self._folder = tempfile.TemporaryDirectory(prefix="retrieval-")
        root = Path(self._folder.name)
        write_corpus(passages, root / "corpus", registry)
        values: dict[str, Any] = {"index": root / "index", "corpus": root / "corpus"}
        settings = Settings(**{**(overrides or {}), **values})
        result = ingest(settings)
        if not result.published:
            raise UsageError("The passages could not be indexed; run `coopbot ingest` to see why.")
        self.coopbot = Coopbot.open(settings)
        """The product, over the passages."""
        self._description = {
            "embedder": settings.embedder,
            "reranker": settings.reranker,
            "settings": settings.fingerprint(),
        }

    def search(self, query: str, k: int, language: str) -> Sequence[str]:
        """Return the documents found, each once."""
        hits = self.coopbot.search(query, k, language)
        return list(dict.fromkeys(hit.paragraph.symbol for hit in hits))

    def describe(self) -> Mapping[str, Any]:
        """Return the settings that shape retrieval."""
        return self._description

    def close(self) -> None:
        """Close and delete the index."""
        self.coopbot.close()
        self._folder.cleanup()


def write_corpus(passages: Sequence[DevPassage], folder: Path, registry: Path) -> None:
    """Write each passage as a document of its own, one block on one line."""
    for passage in passages:
        path = folder / "documents" / passage.key / f"{passage.language}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(" ".join(passage.text.split()) + "\n", encoding="utf-8")
    shutil.copytree(registry, folder / "registry")


def make_searcher(
    name: str,
    passages: Sequence[DevPassage],
    registry: Path,
    overrides: Mapping[str, str] | None = None,
) -> Searcher:
    """Build a searcher by the name that the command line gives it."""
    if name == "coopbot":
        return OurSearcher(passages, registry, overrides)
    if name == "bm25":
        return PerLanguage(passages, Bm25System)
    if name == "recipe":
        from evals.systems.recipe import RecipeSystem

        return PerLanguage(passages, RecipeSystem)
    raise UsageError(f"There is no searcher {name!r}; use coopbot, bm25 or recipe.")
