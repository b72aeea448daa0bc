"""A published build, opened for reading: its ledger, registry, indexes and embedder."""

from __future__ import annotations

import threading
from functools import cached_property
from typing import Self

from coopbot.builds import BuildPaths, build_paths, published_build
from coopbot.embedder import Embedder, load_embedder
from coopbot.errors import IndexDamaged, IndexUnavailable
from coopbot.languages import LANGUAGES
from coopbot.ledger import Ledger
from coopbot.lexical import LexicalIndex
from coopbot.registry import Registry
from coopbot.settings import Settings
from coopbot.tokens import Analyzer
from coopbot.types import DocumentFacts, Paragraph
from coopbot.vectors import VectorIndex


class IndexReader:
    """Give access to the parts of one build; each is opened when first asked for.

    Safe for reading from several threads.
    """

    def __init__(self, settings: Settings, build: str) -> None:
        self.settings = settings
        self.build = build
        self.paths: BuildPaths = build_paths(settings.index, build)
        self.ledger = Ledger(self.paths.ledger)
        meta = self.ledger.meta()
        if meta.get("embedder") != settings.embedder:
            raise IndexUnavailable(
                f"The index was built with the embedder {meta.get('embedder')!r} and the settings "
                f"ask for {settings.embedder!r}; run `coopbot ingest` with these settings."
            )
        self._fingerprint = meta.get("embedder_fingerprint")
        self._lexical: dict[str, LexicalIndex] = {}
        self._lock = threading.RLock()

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """Open the published build.

        :raises IndexUnavailable: when there is none that these settings can read.
        """
        return cls(settings, published_build(settings.index))

    def close(self) -> None:
        """Release the build's files."""
        self.ledger.close()
        if "vectors" in self.__dict__:
            self.vectors.close()

    def is_published(self) -> bool:
        """Tell whether this is still the published build."""
        return published_build(self.settings.index) == self.build

    @cached_property
    def registry(self) -> Registry:
        """The registry as it was when the build was made."""
        return Registry.from_json(self.paths.registry)

    @cached_property
    def analyzer(self) -> Analyzer:
        """The analysis that the lexical index was made with."""
        return Analyzer(self.registry.chinese_words())

    @cached_property
    def embedder(self) -> Embedder:
        """The model that the vectors were made with.

        :raises IndexUnavailable: when the model at hand is another one of the same name.
        """
        embedder = load_embedder(
            self.settings.embedder,
            base_url=self.settings.embedder_base_url,
            api_key=self.settings.embedder_api_key,
        )
        if embedder.fingerprint != self._fingerprint:
            raise IndexUnavailable(
                f"The index was built with another version of the embedder "
                f"{self.settings.embedder!r} (fingerprint {str(self._fingerprint)[:12]}, at hand "
                f"{embedder.fingerprint[:12]}); run `coopbot ingest`."
            )
        return embedder

    @cached_property
    def vectors(self) -> VectorIndex:
        """The dense index."""
        with self._lock:
            return VectorIndex(
                self.paths.chroma, url=self.settings.chroma_url, prefix=f"{self.build}-"
            )

    @cached_property
    def counts(self) -> dict[str, int]:
        """Number of paragraphs by language."""
        return self.ledger.counts()

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages held, in the order of the UN list."""
        return tuple(language for language in LANGUAGES if self.counts.get(language))

    @cached_property
    def facts(self) -> tuple[DocumentFacts, ...]:
        """Facts of every expression held."""
        return tuple(self.ledger.facts())

    @cached_property
    def symbols(self) -> tuple[str, ...]:
        """Symbols of the works held, sorted."""
        return tuple(dict.fromkeys(facts.symbol for facts in self.facts))

    def lexical(self, language: str) -> LexicalIndex | None:
        """Return the lexical index of a language, or None where the build has none."""
        with self._lock:
            if language not in self._lexical:
                folder = self.paths.lexical(language)
                if not self.counts.get(language):
                    return None
                if not folder.is_dir():
                    raise IndexDamaged(
                        f"The lexical index of {language} is missing at {folder}; run "
                        "`coopbot rebuild`."
                    )
                self._lexical[language] = LexicalIndex(folder)
            return self._lexical[language]

    def parallel(self, paragraph: Paragraph) -> dict[str, Paragraph]:
        """Return the other expressions of a paragraph, by language."""
        found = self.ledger.expressions(paragraph.symbol, paragraph.label)
        found.pop(paragraph.language, None)
        return found
