"""A published build, opened for reading: its ledger, registry, indexes and embedder."""

from __future__ import annotations

import json
import threading
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Self

from coopbot.builds import BuildPaths, Publication, publication, require_whole
from coopbot.embedder import Embedder, load_embedder
from coopbot.errors import IndexDamaged, IndexUnavailable
from coopbot.frequencies import WordFrequencies
from coopbot.languages import LANGUAGES
from coopbot.ledger import Ledger
from coopbot.lexical import LexicalIndex
from coopbot.memory import Memory
from coopbot.nearest import NearestRows
from coopbot.readings import Reading
from coopbot.records import SCHEMA_VERSION
from coopbot.registry import Registry
from coopbot.settings import Settings
from coopbot.static_embedder import StaticEmbedder
from coopbot.thesaurus import Thesaurus
from coopbot.tokens import Analyzer, fold
from coopbot.types import DocumentFacts, Paragraph, Reference
from coopbot.vectors import VectorIndex

if TYPE_CHECKING:
    from coopbot.parallel_reading import ParallelReading

COMMON = 0.2
"""Share of all paragraphs above which a body that they cite is common to them."""

REMEMBERED = 4096
"""Paragraphs kept in memory, and what was read out of them: some 30 MB where all are used."""

PARALLEL_REMEMBERED = 512
"""Paragraphs of which all language versions are kept, read sentence by sentence: some 20 MB."""


Heading = tuple[str, str, str]
"""Symbol, language and text of a heading."""


class IndexReader:
    """Give access to the parts of one build; each is opened when first asked for.

    Safe for reading from several threads.
    """

    def __init__(self, settings: Settings, published: Publication) -> None:
        self.settings = settings
        self.build = published.build
        self.publication = published
        self.paths = BuildPaths(settings.index / "builds" / published.folder)
        require_whole(settings.index, published)
        self.ledger = Ledger(self.paths.ledger)
        self._meta = self.ledger.meta()
        self._require_readable()
        self._lexical: dict[str, LexicalIndex] = {}
        self._lock = threading.RLock()
        self._common: Memory[str, bool] = Memory(REMEMBERED)
        self._aliases: Memory[tuple[str, str], tuple[str, ...]] = Memory(REMEMBERED)
        self._rows: Memory[int, Paragraph] = Memory(REMEMBERED)
        self._expressions: Memory[tuple[str, str], dict[str, Paragraph]] = Memory(REMEMBERED)
        self._readings: Memory[tuple[str, str, str], Reading] = Memory(REMEMBERED)
        self.parallel_readings: Memory[tuple[str, str, str], ParallelReading] = Memory(
            PARALLEL_REMEMBERED
        )

    @classmethod
    def open(cls, settings: Settings) -> Self:
        """Open the published build.

        :raises IndexUnavailable: when there is none that these settings can read.
        :raises IndexDamaged: when a file of it is missing or has another size than when it was
            published; :func:`coopbot.verification.verify` compares the bytes too.
        """
        return cls(settings, publication(settings.index))

    def close(self) -> None:
        """Release the build's files."""
        self.ledger.close()
        if "vectors" in self.__dict__:
            self.vectors.close()

    def is_published(self) -> bool:
        """Tell whether this is still the published build."""
        return publication(self.settings.index) == self.publication

    @cached_property
    def registry(self) -> Registry:
        """The registry as it was when the build was made."""
        return Registry.from_json(self.paths.registry)

    @cached_property
    def analyzer(self) -> Analyzer:
        """The analysis that the lexical index was made with."""
        return Analyzer(self.registry.chinese_words(), WordFrequencies(self.paths.dictionary))

    @cached_property
    def thesaurus(self) -> Thesaurus:
        """The words that may stand for one another in a question."""
        return Thesaurus(self.registry.concepts, self.analyzer)

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
        built_with = self._meta.get("embedder_fingerprint", "")
        if embedder.fingerprint != built_with:
            raise IndexUnavailable(
                f"The index was built with another version of the embedder "
                f"{self.settings.embedder!r} (fingerprint {built_with[:20]}, at hand "
                f"{embedder.fingerprint[:20]}); run `coopbot ingest`."
            )
        return embedder

    @cached_property
    def sentence_model(self) -> StaticEmbedder:
        """The model that sentences are compared with: the shipped one, whatever found them."""
        embedder = self.embedder
        return embedder if isinstance(embedder, StaticEmbedder) else StaticEmbedder.shipped()

    @cached_property
    def vectors(self) -> NearestRows:
        """The dense index."""
        return NearestRows(self.ledger, self.ledger.indexed(), self._graph)

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

    @cached_property
    def superseded(self) -> Mapping[str, str]:
        """Symbols of replaced works, each with the one in force; they are kept, not retrieved."""
        found: dict[str, str] = json.loads(self._meta.get("superseded", "{}"))
        return found

    def in_force(self, paragraph: Paragraph, asked: Collection[str] = ()) -> bool:
        """Tell whether a paragraph may be retrieved: its work is not replaced, or is asked for.

        :param asked: symbols that a question names itself.
        """
        return paragraph.symbol not in self.superseded or paragraph.symbol in asked

    def is_common(self, body: str) -> bool:
        """Tell whether so many paragraphs cite a body that it tells none of them from another."""
        most = int(COMMON * sum(self.counts.values()))
        return self._common.get(
            body, lambda: self.ledger.citing_rows("organization", body, most) is None
        )

    @cached_property
    def mentioned_bodies(self) -> frozenset[str]:
        """Ids of the bodies that some document names, be it inside the name of another one: the
        GEF is named by the UNEP/GEF Project.
        """
        bodies = self.registry.organizations
        cited = {id for id in bodies if self.ledger.is_cited("organization", id)}
        held = [fold(form.form) for id in cited for form in self.registry.aliases(id)]
        inside = {
            id
            for id in bodies
            if id not in cited
            and any(
                _names_within(fold(form.form), name)
                for form in self.registry.aliases(id)
                if form.kind != "related"
                for name in held
            )
        }
        return frozenset(cited | inside)

    def topics(self, kind: str, id: str) -> Collection[Heading]:
        """Return the headings that name a thing: what stands below speaks of it."""
        return self._topics.get((kind, id), frozenset())

    @cached_property
    def _topics(self) -> Mapping[tuple[str, str], Collection[Heading]]:
        return self.ledger.headings_citing()

    def headed(self, label: str) -> Collection[str]:
        """Return the symbols of the works that have a heading of this label."""
        return self._headed.get(label, ())

    @cached_property
    def _headed(self) -> Mapping[str, Collection[str]]:
        return self.ledger.heading_labels()

    def series(self, symbol: str) -> str | None:
        """Return the series of a work; None where it is not known."""
        return self._series.get(symbol)

    @cached_property
    def _series(self) -> Mapping[str, str | None]:
        return {facts.symbol: facts.series for facts in self.facts}

    def alias_terms(self, id: str, language: str) -> tuple[str, ...]:
        """Return the search terms of the names of a thing in a language."""
        return self._aliases.get(
            (id, language),
            lambda: tuple(
                dict.fromkeys(
                    term
                    for form in self.registry.aliases(id, language)
                    if form.kind != "related"
                    for term in self.analyzer.content_terms(form.form, language)
                )
            ),
        )

    def paragraphs(self, rows: Iterable[int]) -> dict[int, Paragraph]:
        """Return the paragraphs of the given rows, by row."""
        return self._rows.get_all(rows, self.ledger.paragraphs)

    def expressions(self, symbol: str, label: str) -> Mapping[str, Paragraph]:
        """Return one paragraph in every language that holds it, by language."""
        return self._expressions.get(
            (symbol, label), lambda: self.ledger.expressions(symbol, label)
        )

    def reading(self, paragraph: Paragraph) -> Reading:
        """Return what can be read out of a paragraph."""
        return self._readings.get(
            (*paragraph.key, paragraph.language),
            lambda: Reading(
                paragraph,
                self.analyzer,
                self.registry,
                self.sentence_model,
                lambda: self.references(paragraph),
            ),
        )

    def references(self, paragraph: Paragraph) -> tuple[Reference, ...]:
        """Return what a paragraph cites, in the order of the places."""
        versions = self.ledger.rows_of(*paragraph.key)
        rows = [row for row, other in versions.items() if other.language == paragraph.language]
        return next(iter(self.ledger.references_of(rows).values()), ())

    def lexical(self, language: str) -> LexicalIndex | None:
        """Return the lexical index of a language, or None where the build has none."""
        with self._lock:
            if language not in self._lexical:
                folder = self.paths.lexical(language)
                if not folder.is_dir():
                    if not self.ledger.indexed().get(language):
                        return None
                    raise IndexDamaged(
                        f"The lexical index of {language} is missing at {folder}; run "
                        "`coopbot rebuild`."
                    )
                self._lexical[language] = LexicalIndex(folder)
            return self._lexical[language]

    def parallel(self, paragraph: Paragraph) -> dict[str, Paragraph]:
        """Return the other expressions of a paragraph, by language."""
        found = self.expressions(paragraph.symbol, paragraph.label)
        return {code: other for code, other in found.items() if code != paragraph.language}

    def _graph(self) -> VectorIndex:
        return VectorIndex(
            self.paths.chroma, url=self.settings.chroma_url, prefix=self.paths.collections
        )

    def _require_readable(self) -> None:
        if self._meta.get("schema") != str(SCHEMA_VERSION):
            raise IndexUnavailable(
                f"The index in {self.settings.index} has the form {self._meta.get('schema')} and "
                f"this version reads {SCHEMA_VERSION}; run `coopbot ingest` to build it again."
            )
        if self._meta.get("embedder") != self.settings.embedder:
            raise IndexUnavailable(
                f"The index was built with the embedder {self._meta.get('embedder')!r} and the "
                f"settings ask for {self.settings.embedder!r}; run `coopbot ingest` with these "
                "settings."
            )


def _names_within(form: str, name: str) -> bool:
    """Tell whether a form stands in a longer name as whole words; in Chinese, anywhere."""
    start = name.find(form)
    if start < 0 or form == name:
        return False
    around = name[max(0, start - 1) : start] + name[start + len(form) :][:1]
    return form[0] >= "\u2e80" or not any(character.isalnum() for character in around)
