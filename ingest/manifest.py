"""``manifest.yaml``: what is known of the documents of a corpus beyond their text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from coopbot.errors import CorpusError
from coopbot.languages import LANGUAGES
from coopbot.types import DocumentFacts
from ingest.symbols import folder_name

NAME = "manifest.yaml"
SERIES = (
    "pre-session", "information", "limited", "conference-room", "report", "decision", "agenda",
    "treaty", "other",
)  # fmt: skip
_INFERABLE = tuple(f.name for f in fields(DocumentFacts) if f.name != "inferred")
_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?$")
_SHA256 = re.compile(r"[0-9a-f]{64}$")


@dataclass(frozen=True, slots=True)
class ManifestFile:
    """One language version of a document."""

    language: str
    path: str
    """Relative to the manifest's folder."""
    official: bool = True
    sha256: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class ManifestEntry:
    """One document in all its languages."""

    symbol: str
    files: Mapping[str, ManifestFile]
    titles: Mapping[str, str] = field(default_factory=dict)
    meeting: str | None = None
    series: str | None = None
    date: str | None = None
    date_note: str | None = None
    original_language: str | None = None
    agenda_item: str | None = None
    inferred: tuple[str, ...] = ()
    supersedes: tuple[str, ...] = ()

    def facts(self, language: str) -> DocumentFacts:
        """Return what the manifest says of one language version."""
        file = self.files.get(language)
        return DocumentFacts(
            symbol=self.symbol,
            language=language,
            title=self.titles.get(language),
            meeting=self.meeting,
            series=self.series,
            date=self.date,
            date_note=self.date_note,
            original_language=self.original_language,
            agenda_item=self.agenda_item,
            official=file.official if file else True,
            url=file.url if file else None,
            inferred=self.inferred,
            supersedes=self.supersedes,
        )


@dataclass(frozen=True)
class Manifest:
    """The entries of one manifest file; not slotted, so that what is looked up in it is kept."""

    folder: Path
    entries: tuple[ManifestEntry, ...]

    def files(self) -> Iterator[tuple[ManifestEntry, ManifestFile]]:
        """Yield every language version that the manifest names."""
        for entry in self.entries:
            for file in entry.files.values():
                yield entry, file

    def find(self, path: Path) -> tuple[ManifestEntry, ManifestFile] | None:
        """Return the entry that names a file, None where none does."""
        return self._by_path.get(path.resolve())

    def entry(self, symbol: str) -> ManifestEntry | None:
        """Return the entry of a document, None where there is none."""
        return self._by_symbol.get(symbol)

    @cached_property
    def _by_path(self) -> dict[Path, tuple[ManifestEntry, ManifestFile]]:
        found: dict[Path, tuple[ManifestEntry, ManifestFile]] = {}
        for entry, file in self.files():
            found.setdefault((self.folder / file.path).resolve(), (entry, file))
        return found

    @cached_property
    def _by_symbol(self) -> dict[str, ManifestEntry]:
        return {entry.symbol: entry for entry in self.entries}


def load_manifest(path: Path) -> Manifest:
    """Read a manifest.

    Raises CorpusError that names the file, the entry, the field and the value at fault.
    """
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        reason = " ".join(str(error).split())
        raise CorpusError(f"{path} cannot be read as YAML: {reason}; correct it") from error
    check = _Check(str(path))
    if not isinstance(content, dict) or not isinstance(content.get("documents"), list):
        raise CorpusError(f"{path} has no list named documents; begin it with 'documents:'")
    entries = tuple(
        _entry(check.entry(number, raw), raw) for number, raw in enumerate(content["documents"], 1)
    )
    seen: set[str] = set()
    for entry in entries:
        if entry.symbol in seen:
            raise CorpusError(
                f"{path}: the symbol {entry.symbol} has two entries; put its files into one"
            )
        seen.add(entry.symbol)
    return Manifest(path.parent, entries)


@dataclass(frozen=True, slots=True)
class _Check:
    """Where in the manifest we are, for messages."""

    place: str

    def entry(self, number: int, raw: Any) -> _Check:
        if not isinstance(raw, dict):
            self.fail(f"entry {number}", raw, "write a mapping that begins with 'symbol:'")
        symbol = raw.get("symbol")
        if not isinstance(symbol, str) or not symbol.strip():
            self.fail(f"entry {number}, field symbol", symbol, "give the document's symbol")
        return _Check(f"{self.place}, entry {symbol}")

    def fail(self, what: str, value: object, remedy: str) -> None:
        raise CorpusError(f"{self.place}: {what} is {value!r}; {remedy}")

    def text(self, raw: Mapping[str, Any], name: str) -> str | None:
        value = raw.get(name)
        if value is None:
            return None
        # A number such as an agenda item, or a date, is written without quotes by most people.
        if isinstance(value, (bool, dict, list)):
            self.fail(f"field {name}", value, "write one line of text")
        return str(value).strip() or None

    def choice(self, raw: Mapping[str, Any], name: str, allowed: tuple[str, ...]) -> str | None:
        value = self.text(raw, name)
        if value is not None and value not in allowed:
            self.fail(f"field {name}", value, f"write one of {', '.join(allowed)}")
        return value

    def pattern(
        self, raw: Mapping[str, Any], name: str, form: re.Pattern[str], remedy: str
    ) -> str | None:
        value = self.text(raw, name)
        if value is not None and not form.match(value):
            self.fail(f"field {name}", value, remedy)
        return value

    def words(self, raw: Mapping[str, Any], name: str) -> tuple[str, ...]:
        value = raw.get(name) or []
        if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
            self.fail(f"field {name}", value, "write a list of words")
        return tuple(value)

    def known(self, raw: Mapping[str, Any], allowed: tuple[str, ...]) -> None:
        for name in raw:
            if name not in allowed:
                self.fail("a field", name, f"the fields are {', '.join(allowed)}")


_ENTRY_FIELDS = (
    "symbol", "files", "titles", "meeting", "series", "date", "date_note", "original_language",
    "agenda_item", "inferred", "supersedes",
)  # fmt: skip
_FILE_FIELDS = ("path", "official", "sha256", "url")


def _entry(check: _Check, raw: Mapping[str, Any]) -> ManifestEntry:
    check.known(raw, _ENTRY_FIELDS)
    symbol = str(raw["symbol"]).strip()
    inferred = check.words(raw, "inferred")
    for name in inferred:
        if name not in _INFERABLE:
            check.fail("field inferred", name, f"name one of {', '.join(_INFERABLE)}")
    titles = raw.get("titles") or {}
    if not isinstance(titles, dict) or any(key not in LANGUAGES for key in titles):
        check.fail("field titles", titles, f"write one title for each of {', '.join(LANGUAGES)}")
    return ManifestEntry(
        symbol=symbol,
        files=_files(check, raw, symbol),
        titles={language: str(title).strip() for language, title in titles.items()},
        meeting=check.text(raw, "meeting"),
        series=check.choice(raw, "series", SERIES),
        date=check.pattern(raw, "date", _DATE, "write YYYY-MM-DD, or date_note for what is known"),
        date_note=check.text(raw, "date_note"),
        original_language=check.choice(raw, "original_language", LANGUAGES),
        agenda_item=check.text(raw, "agenda_item"),
        inferred=inferred,
        supersedes=check.words(raw, "supersedes"),
    )


def _files(check: _Check, raw: Mapping[str, Any], symbol: str) -> dict[str, ManifestFile]:
    files = raw.get("files")
    if not isinstance(files, dict) or not files:
        check.fail("field files", files, "name a file for each language that is held")
        return {}
    found = {}
    for language, value in files.items():
        if language not in LANGUAGES:
            check.fail("a language in files", language, f"write one of {', '.join(LANGUAGES)}")
        details: Any = {"path": value} if isinstance(value, str) else (value or {})
        if not isinstance(details, dict):
            check.fail(f"field files.{language}", value, "write a path or a mapping")
        inner = _Check(f"{check.place}, files.{language}")
        inner.known(details, _FILE_FIELDS)
        official = details.get("official", True)
        if not isinstance(official, bool):
            inner.fail("field official", official, "write true or false")
        default = f"documents/{folder_name(symbol)}/{language}.txt"
        path = inner.text(details, "path") or default
        if Path(path).is_absolute() or ".." in Path(path).parts:
            inner.fail("field path", path, "write a path inside the manifest's folder")
        found[language] = ManifestFile(
            language=language,
            path=path,
            official=official,
            sha256=inner.pattern(details, "sha256", _SHA256, "write 64 hexadecimal digits"),
            url=inner.text(details, "url"),
        )
    return found
