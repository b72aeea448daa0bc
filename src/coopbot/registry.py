"""What is known of the things that documents cite: bodies, decisions, articles, meetings, terms.

The files are data of the corpus, one per kind; every fact has a status (``verified``,
``inferred``, ``unverified``) that travels with it. Loading checks the form and names file, entry,
field and value of what is wrong.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Self

from coopbot.entries import (
    Article,
    Chain,
    Concept,
    Decision,
    Erratum,
    Event,
    KnownDocument,
    Meeting,
    Organization,
    Subject,
    Term,
)
from coopbot.errors import RegistryError
from coopbot.names import Form, NameFinder, NameMatch
from coopbot.registry_files import FILES, EntryReader, read_file


@dataclass(frozen=True)
class Registry:
    """Every entry, by id. Made by :meth:`load` or :meth:`from_json`; never changed."""

    organizations: Mapping[str, Organization] = field(default_factory=dict)
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    subjects: Mapping[str, Subject] = field(default_factory=dict)
    chains: tuple[Chain, ...] = ()
    articles: Mapping[str, Article] = field(default_factory=dict)
    meetings: Mapping[str, Meeting] = field(default_factory=dict)
    events: Mapping[str, Event] = field(default_factory=dict)
    terms: Mapping[str, Term] = field(default_factory=dict)
    concepts: Mapping[str, Concept] = field(default_factory=dict)
    errata: tuple[Erratum, ...] = ()
    documents: Mapping[str, KnownDocument] = field(default_factory=dict)
    data: Mapping[str, Any] = field(default_factory=dict)
    """The files as read, by name: what :meth:`dump` writes."""

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read the YAML files of a folder; a file that is not there leaves its kind empty.

        :raises RegistryError: when the folder is missing or a file is malformed.
        """
        if not folder.is_dir():
            raise RegistryError(
                f"There is no registry folder {folder}; set COOPBOT_CORPUS to a folder that has "
                "registry/."
            )
        return cls._from_data({name: read_file(folder / f"{name}.yaml") for name in FILES})

    @classmethod
    def from_json(cls, path: Path) -> Self:
        """Read what :meth:`dump` wrote: no YAML is parsed.

        :raises RegistryError: when the file is missing or malformed.
        """
        try:
            data = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise RegistryError(
                f"The compiled registry {path} cannot be read ({error}); run `coopbot rebuild`."
            ) from None
        return cls._from_data(data)

    def dump(self, path: Path) -> None:
        """Write the registry as one JSON file."""
        path.write_text(json.dumps(self.data, ensure_ascii=False), "utf-8")

    @cached_property
    def fingerprint(self) -> str:
        """A digest of the content, equal for equal content in equal order."""
        text = json.dumps(self.data, ensure_ascii=False)
        return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]

    @cached_property
    def finder(self) -> NameFinder:
        """The matcher over all names, built when first asked for."""
        return NameFinder(
            (identity, kind, form)
            for kind, entries in self._named()
            for identity, forms in entries.items()
            for form in forms
        )

    def find_names(self, text: str, language: str | None = None) -> tuple[NameMatch, ...]:
        """Find organizations, terms and events by any of their forms, in order of place.

        Organizations and terms never overlap. An event may hold the name of the body that met.
        """
        return self.finder.find(text, language)

    def aliases(self, identity: str, language: str | None = None) -> tuple[Form, ...]:
        """Return the forms of an organization, term, meeting or event, for query expansion."""
        for _, entries in self._named():
            if identity in entries:
                forms = entries[identity]
                return tuple(form for form in forms if language in (None, form.language))
        meeting = self.meetings.get(identity)
        forms = meeting.forms if meeting else ()
        return tuple(form for form in forms if language in (None, form.language))

    def chinese_words(self) -> tuple[str, ...]:
        """Return the Chinese names and terms that a segmenter must keep whole, sorted."""
        words = {
            form.form
            for _, entries in self._named()
            for forms in entries.values()
            for form in forms
            if form.language == "zh" and 2 <= len(form.form) <= 20 and form.form.isalpha()
        }
        return tuple(sorted(words))

    def organization(self, identity: str) -> Organization | None:
        """Return an organization by id."""
        return self.organizations.get(identity)

    def decision(self, identity: str) -> Decision | None:
        """Return a decision; parts in brackets (``BS-II/6(f)``) do not matter."""
        return self.decisions.get(identity.partition("(")[0])

    def article(self, identity: str) -> Article | None:
        """Return an article of the Protocol by number or by a provision of it."""
        return self.articles.get(identity.partition("(")[0])

    def meeting(self, identity: int | str) -> Meeting | None:
        """Return a meeting by number or id."""
        return self.meetings.get(f"COP-MOP-{identity}" if isinstance(identity, int) else identity)

    def term(self, identity: str) -> Term | None:
        """Return a term by id."""
        return self.terms.get(identity)

    def document(self, symbol: str) -> KnownDocument | None:
        """Return what is known of a document by its display symbol."""
        return self.documents.get(symbol)

    def errata_of(self, symbol: str, label: str) -> tuple[Erratum, ...]:
        """Return the errata that bear on one paragraph of a document."""
        return tuple(
            erratum
            for erratum in self.errata
            if erratum.symbol == symbol and label in erratum.labels
        )

    def subjects_of(self, decision: Decision) -> tuple[Subject, ...]:
        """Return the subjects of a decision; one that the registry does not list is left out."""
        return tuple(self.subjects[id] for id in decision.subjects if id in self.subjects)

    def chains_of(self, identity: str) -> tuple[Chain, ...]:
        """Return the chains that a decision belongs to."""
        bare = identity.partition("(")[0]
        return tuple(
            chain for chain in self.chains if any(member == bare for member, _ in chain.members)
        )

    def _named(self) -> list[tuple[str, dict[str, tuple[Form, ...]]]]:
        return [
            ("organization", {key: entry.forms for key, entry in self.organizations.items()}),
            ("meeting", {key: entry.forms for key, entry in self.events.items()}),
            ("term", {key: entry.forms for key, entry in self.terms.items()}),
        ]

    @classmethod
    def _from_data(cls, data: Mapping[str, Any]) -> Self:
        reader = EntryReader(data)
        return cls(
            organizations=reader.organizations(),
            decisions=reader.decisions(),
            subjects=reader.subjects(),
            chains=reader.chains(),
            articles=reader.articles(),
            meetings=reader.meetings(),
            events=reader.events(),
            terms=reader.terms(),
            concepts=reader.concepts(),
            errata=reader.errata(),
            documents=reader.documents(),
            data=data,
        )
