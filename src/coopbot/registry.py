"""What is known of the things that documents cite: bodies, decisions, articles, meetings, terms.

The files are data of the corpus, one per kind; every fact has a status (``verified``,
``inferred``, ``unverified``) that travels with it. Loading checks the form and names file, entry,
field and value of what is wrong.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Self, TypeVar

from coopbot.errors import RegistryError
from coopbot.languages import LANGUAGES
from coopbot.names import Form, NameFinder, NameMatch

_T = TypeVar("_T")

STATUSES = ("verified", "inferred", "unverified")
"""How a fact is known: seen in a source, follows from such facts, or general knowledge."""


@dataclass(frozen=True, slots=True)
class Organization:
    """A body, convention, initiative or project."""

    id: str
    type: str
    parent: str | None
    forms: tuple[Form, ...]
    note: str | None
    sources: tuple[str, ...]

    def name(self, language: str) -> str:
        """Return the name in a language, else the English one."""
        return _name(self.forms, language)


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision of the COP-MOP; ``status`` is that of the pairing of id and subject."""

    id: str
    meeting: int
    number: int
    titles: Mapping[str, str]
    status: str
    subjects: tuple[str, ...]
    items: tuple[tuple[str, str], ...]
    """Item and summary in our own words: never quoted as the decision's text."""
    predecessors: tuple[str, ...]
    successors: tuple[str, ...]
    symbol: str | None
    page: str | None
    note: str | None
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """An article of the Cartagena Protocol, or a heading that covers several (``7-10``)."""

    id: str
    titles: Mapping[str, str]
    status: str
    """Status of the titles."""
    paragraphs: Mapping[str, str]
    """Substance by paragraph in our own words: never quoted as treaty text."""
    substance: str | None
    decisions: tuple[str, ...]
    note: str | None
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting of the COP-MOP."""

    id: str
    number: int
    status: str
    dates: tuple[str, ...]
    """ISO ranges, one per part."""
    places: tuple[str, ...]
    report: str | None
    forms: tuple[Form, ...]
    notes: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """Another meeting, workshop or celebration that documents tell of."""

    id: str
    date: str | None
    place: str | None
    organization: str | None
    forms: tuple[Form, ...]
    status: str
    note: str | None
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """A term of art in the six languages."""

    id: str
    forms: tuple[Form, ...]
    note: str | None

    def name(self, language: str) -> str:
        """Return the preferred form in a language, else the English one."""
        return _name(self.forms, language)


@dataclass(frozen=True, slots=True)
class Erratum:
    """An error or variant in a document: shown beside a quotation, never put into it."""

    id: str
    symbol: str
    labels: tuple[str, ...]
    form: str
    kind: str
    reading: Mapping[str, str]
    status: str
    risk: str
    note: str | None


@dataclass(frozen=True, slots=True)
class KnownDocument:
    """A document that is cited, whether or not its text is held."""

    symbol: str
    titles: Mapping[str, str]
    status: str
    meeting: str | None
    series: str | None
    date: str | None
    note: str | None
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chain:
    """Decisions on one subject, in the order of the meetings."""

    id: str
    title: str
    members: tuple[tuple[str, str], ...]
    """Decision and status of its place in the chain."""


@dataclass(frozen=True)
class Registry:
    """Every entry, by id. Made by :meth:`load` or :meth:`from_json`; never changed."""

    organizations: Mapping[str, Organization] = field(default_factory=dict)
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    chains: tuple[Chain, ...] = ()
    articles: Mapping[str, Article] = field(default_factory=dict)
    meetings: Mapping[str, Meeting] = field(default_factory=dict)
    events: Mapping[str, Event] = field(default_factory=dict)
    terms: Mapping[str, Term] = field(default_factory=dict)
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
        return cls._from_data({name: _read(folder / f"{name}.yaml") for name in _FILES})

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
        path.write_text(json.dumps(self.data, ensure_ascii=False, sort_keys=True), "utf-8")

    @cached_property
    def fingerprint(self) -> str:
        """A digest of the content, equal for equal content."""
        text = json.dumps(self.data, ensure_ascii=False, sort_keys=True)
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
        reader = _Reader(data)
        return cls(
            organizations=reader.entries("organizations", "organizations", _organization),
            decisions=reader.entries("decisions", "decisions", _decision),
            chains=tuple(reader.entries("decisions", "chains", _chain).values()),
            articles=reader.entries("articles", "articles", _article),
            meetings=reader.entries("meetings", "meetings", _meeting),
            events=reader.entries("events", "events", _event),
            terms=reader.entries("glossary", "terms", _term),
            errata=tuple(reader.entries("errata", "errata", _erratum).values()),
            documents=reader.entries("documents", "documents", _document),
            data=data,
        )


_FILES = (
    "articles", "decisions", "documents", "errata", "events", "glossary", "meetings",
    "organizations",
)  # fmt: skip


def _read(path: Path) -> Mapping[str, Any]:
    import yaml

    if not path.exists():
        return {}
    try:
        content = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        detail = " ".join(str(error).split())
        raise RegistryError(f"{path.name} is not readable YAML: {detail}.") from None
    if not isinstance(content, dict):
        raise RegistryError(
            f"{path.name} holds {type(content).__name__} at its top; write a mapping with `schema`."
        )
    if content.get("schema") != 1:
        raise RegistryError(
            f"{path.name}, field schema: {content.get('schema')!r}; this program reads schema 1."
        )
    return content


class _Entry:
    """One entry of a file, read field by field; what is wrong is named with its place."""

    def __init__(self, file: str, name: str, values: Mapping[str, Any]) -> None:
        self._file = file
        self.name = name
        self._values = values

    def fail(self, key: str, value: object, wanted: str) -> RegistryError:
        return RegistryError(
            f"{self._file}.yaml, entry {self.name}, field {key}: {value!r}; write {wanted}."
        )

    def get(self, key: str) -> Any:
        return self._values.get(key)

    def text(self, key: str) -> str:
        value = self._values.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.fail(key, value, "a text")
        return value

    def maybe(self, key: str) -> str | None:
        return None if self._values.get(key) is None else self.text(key)

    def number(self, key: str) -> int:
        value = self._values.get(key)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.fail(key, value, "a whole number")
        return value

    def choice(self, key: str, allowed: Sequence[str]) -> str:
        value = self._values.get(key)
        if value not in allowed:
            raise self.fail(key, value, f"one of {', '.join(allowed)}")
        return str(value)

    def status(self, key: str = "status") -> str:
        return self.choice(key, STATUSES)

    def texts(self, key: str) -> tuple[str, ...]:
        value = self._values.get(key) or []
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.fail(key, value, "a list of texts")
        return tuple(value)

    def mapping(self, key: str) -> Mapping[str, Any]:
        value = self._values.get(key) or {}
        if not isinstance(value, dict):
            raise self.fail(key, value, "a mapping")
        return value

    def titles(self, key: str) -> dict[str, str]:
        return {
            self.language(key, language): str(title)
            for language, title in self.mapping(key).items()
            if title is not None and language != "status"
        }

    def language(self, key: str, language: object) -> str:
        if language not in LANGUAGES:
            raise self.fail(key, language, f"one of {', '.join(LANGUAGES)}")
        return str(language)

    def list_of(self, key: str) -> list[_Entry]:
        value = self._values.get(key) or []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.fail(key, value, "a list of mappings")
        return [
            _Entry(self._file, f"{self.name}, {key} {place}", item)
            for place, item in enumerate(value, 1)
        ]

    def forms(self, key: str) -> tuple[Form, ...]:
        forms = []
        for language, rows in self.mapping(key).items():
            self.language(key, language)
            if not isinstance(rows, list):
                raise self.fail(f"{key}.{language}", rows, "a list of forms")
            for place, row in enumerate(rows, 1):
                if not isinstance(row, dict):
                    raise self.fail(f"{key}.{language}", row, "a mapping with form, kind, status")
                entry = _Entry(self._file, f"{self.name}, {key}.{language} {place}", row)
                forms.append(
                    Form(
                        entry.text("form"),
                        language,
                        entry.choice("kind", _FORM_KINDS),
                        entry.status(),
                    )
                )
        return tuple(forms)


_FORM_KINDS = (
    "full", "preferred", "short", "acronym", "variant", "error", "related",
)  # fmt: skip


class _Reader:
    """Turn the lists of the files into entries by id."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = data

    def entries(self, file: str, key: str, make: Callable[[_Entry], _T]) -> dict[str, _T]:
        content = self._data.get(file) or {}
        rows = content.get(key) or []
        if not isinstance(rows, list):
            raise RegistryError(
                f"{file}.yaml, field {key}: {type(rows).__name__}; write a list of entries."
            )
        entries: dict[str, _T] = {}
        for place, row in enumerate(rows, 1):
            if not isinstance(row, dict):
                raise RegistryError(f"{file}.yaml, {key} entry {place}: {row!r}; write a mapping.")
            raw = row.get("id", row.get("symbol", row.get("number")))
            if not isinstance(raw, str | int) or isinstance(raw, bool):
                raise RegistryError(
                    f"{file}.yaml, {key} entry {place}, field id: {raw!r}; write a text."
                )
            identity = str(raw)
            if identity in entries:
                raise RegistryError(
                    f"{file}.yaml, {key} entry {place}, field id: {identity!r} stands twice; "
                    "write each entry once."
                )
            entries[identity] = make(_Entry(file, identity, row))
        return entries


def _organization(entry: _Entry) -> Organization:
    return Organization(
        id=entry.name,
        type=entry.text("type"),
        parent=entry.maybe("parent"),
        forms=entry.forms("names"),
        note=entry.maybe("note"),
        sources=entry.texts("sources"),
    )


def _decision(entry: _Entry) -> Decision:
    return Decision(
        id=entry.name,
        meeting=entry.number("meeting"),
        number=entry.number("number"),
        titles=entry.titles("title"),
        status=entry.status(),
        subjects=entry.texts("subjects"),
        items=tuple((row.text("item"), row.text("summary")) for row in entry.list_of("items")),
        predecessors=tuple(row.text("id") for row in entry.list_of("predecessors")),
        successors=tuple(row.text("id") for row in entry.list_of("successors")),
        symbol=entry.mapping("symbol").get("value"),
        page=entry.maybe("page"),
        note=entry.maybe("note"),
        sources=entry.texts("sources"),
    )


def _chain(entry: _Entry) -> Chain:
    members = tuple((row.text("id"), row.status()) for row in entry.list_of("members"))
    return Chain(entry.name, entry.text("title"), members)


def _article(entry: _Entry) -> Article:
    paragraphs = {}
    for row in entry.list_of("paragraphs"):
        number, _, item = row.text("paragraph").partition("(")
        paragraphs[f"{entry.name}({number})" + (f"({item}" if item else "")] = row.text("en")
    return Article(
        id=entry.name,
        titles=entry.titles("title"),
        status=entry.status("title_status"),
        paragraphs=paragraphs,
        substance=entry.mapping("substance").get("en"),
        decisions=entry.texts("decisions"),
        note=entry.maybe("note"),
        sources=entry.texts("sources"),
    )


def _meeting(entry: _Entry) -> Meeting:
    aliases = entry.mapping("aliases")
    parts = entry.list_of("parts")
    return Meeting(
        id=entry.text("id"),
        number=entry.number("number"),
        status=entry.status(),
        dates=tuple(f"{part.text('start')}/{part.text('end')}" for part in parts),
        places=tuple(part.text("city") for part in parts),
        report=entry.mapping("report").get("symbol"),
        forms=tuple(
            Form(form, entry.language("aliases", language), "variant", entry.status())
            for language, forms in aliases.items()
            for form in forms
        ),
        notes=entry.texts("notes"),
        sources=entry.texts("sources"),
    )


def _event(entry: _Entry) -> Event:
    return Event(
        id=entry.name,
        date=entry.maybe("date"),
        place=entry.maybe("place"),
        organization=entry.maybe("organization"),
        forms=entry.forms("names"),
        status=entry.status(),
        note=entry.maybe("note"),
        sources=entry.texts("sources"),
    )


def _term(entry: _Entry) -> Term:
    return Term(entry.name, entry.forms("forms"), entry.maybe("note"))


def _erratum(entry: _Entry) -> Erratum:
    reading = entry.mapping("reading")
    status = reading.get("status")
    if status not in STATUSES:
        raise entry.fail("reading.status", status, f"one of {', '.join(STATUSES)}")
    return Erratum(
        id=entry.name,
        symbol=entry.text("symbol"),
        labels=entry.texts("labels"),
        form=entry.text("form"),
        kind=entry.text("kind"),
        reading=entry.titles("reading"),
        status=status,
        risk=entry.choice("confusion_risk", ("low", "medium", "high")),
        note=entry.maybe("note"),
    )


def _document(entry: _Entry) -> KnownDocument:
    return KnownDocument(
        symbol=entry.name,
        titles=entry.titles("title"),
        status=entry.status(),
        meeting=entry.maybe("meeting"),
        series=entry.maybe("series"),
        date=entry.maybe("date"),
        note=entry.maybe("note"),
        sources=entry.texts("sources"),
    )


def _name(forms: Sequence[Form], language: str) -> str:
    """Return the first form that is a name proper, in a language or else in English."""
    for wanted in (language, "en"):
        for form in forms:
            if form.language == wanted and form.kind in ("full", "preferred", "short"):
                return form.form
    return forms[0].form if forms else ""
