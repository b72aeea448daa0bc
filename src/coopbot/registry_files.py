"""The files of the registry, read and checked: what is wrong is named with its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from coopbot.entries import (
    STATUSES,
    TOLD_BY,
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
from coopbot.languages import LANGUAGES
from coopbot.names import Form

_T = TypeVar("_T")

FILES = (
    "articles", "decisions", "documents", "errata", "events", "glossary", "meetings",
    "organizations", "thesaurus",
)  # fmt: skip


def read_file(path: Path) -> Mapping[str, Any]:
    """Return the content of one YAML file; empty when it is not there.

    :raises RegistryError: when it is not YAML of the schema that this program reads.
    """
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

    def flag(self, key: str) -> bool:
        """Return a truth value; False where the field is not there."""
        value = self.get(key)
        if value not in (None, True, False):
            raise self.fail(key, value, "true or false")
        return bool(value)

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

    def renderings(self) -> dict[str, str]:
        """Return what ``title`` is rendered as in the languages that it has none in."""
        renderings = self.titles("renderings")
        if both := renderings.keys() & self.titles("title").keys():
            raise self.fail("renderings", min(both), "only languages that `title` does not have")
        return renderings

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


class EntryReader:
    """Turn the lists of the files into entries by id."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self._data = data

    def organizations(self) -> dict[str, Organization]:
        """Return the organizations by id."""
        return self._entries("organizations", "organizations", _organization)

    def decisions(self) -> dict[str, Decision]:
        """Return the decisions by id."""
        return self._entries("decisions", "decisions", _decision)

    def subjects(self) -> dict[str, Subject]:
        """Return the subjects of decisions by id."""
        return self._entries("decisions", "subjects", _subject)

    def chains(self) -> tuple[Chain, ...]:
        """Return the chains of decisions in the order of the file."""
        return tuple(self._entries("decisions", "chains", _chain).values())

    def articles(self) -> dict[str, Article]:
        """Return the articles by number."""
        return self._entries("articles", "articles", _article)

    def meetings(self) -> dict[str, Meeting]:
        """Return the meetings by id; the file orders them by number."""
        meetings = self._entries("meetings", "meetings", _meeting)
        return {meeting.id: meeting for meeting in meetings.values()}

    def events(self) -> dict[str, Event]:
        """Return the events by id."""
        return self._entries("events", "events", _event)

    def terms(self) -> dict[str, Term]:
        """Return the terms by id."""
        return self._entries("glossary", "terms", _term)

    def concepts(self) -> dict[str, Concept]:
        """Return the concepts of the thesaurus by id."""
        return self._entries("thesaurus", "concepts", _concept)

    def errata(self) -> tuple[Erratum, ...]:
        """Return the errata in the order of the file."""
        return tuple(self._entries("errata", "errata", _erratum).values())

    def documents(self) -> dict[str, KnownDocument]:
        """Return the documents by symbol."""
        return self._entries("documents", "documents", _document)

    def _entries(self, file: str, key: str, make: Callable[[_Entry], _T]) -> dict[str, _T]:
        content = self._data.get(file) or {}
        rows = [] if content.get(key) is None else content[key]
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
        renderings=entry.renderings(),
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
    return Chain(entry.name, entry.titles("title"), entry.renderings(), members)


def _subject(entry: _Entry) -> Subject:
    return Subject(entry.name, entry.titles("title"), entry.renderings())


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


def _concept(entry: _Entry) -> Concept:
    words = {language: entry.texts(language) for language in LANGUAGES}
    told_by = entry.choice("told_by", TOLD_BY) if entry.get("told_by") is not None else None
    return Concept(entry.name, words, entry.flag("decisive"), told_by)


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
