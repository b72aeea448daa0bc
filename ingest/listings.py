"""Listings of decisions that others keep, turned into manifests to look at before fetching.

Two are known: the Secretariat's index (Solr, JSON) and the decisions of InforMEA (OData, JSON).
A listing is a stranger's word: what does not have the expected form is left out and counted, what
is taken is written down for a person to read, and fetching checks every address again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any, Protocol
from urllib.parse import urlencode, urljoin, urlsplit

from coopbot.decisions import decision_id
from coopbot.errors import CorpusError, UsageError
from coopbot.languages import LANGUAGES
from ingest.manifest import ManifestEntry, ManifestFile, load_manifest
from ingest.symbols import folder_name

_MOST_PAGES = 50
_ROWS = 200
_SITE = "https://www.cbd.int/"
"""What relative addresses of the index are relative to."""
_SYMBOL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9&()._-]|/(?=[A-Za-z0-9])| (?=[A-Za-z0-9])){1,99}")
# The index pads with zeros: CBD/BS/COP-MOP/04/06 is decision BS-IV/6, not document COP-MOP/4/6.
_CODE = re.compile(
    r"CBD/(?P<body>BS/COP-MOP|CP/MOP|NP/COP-MOP|NP/MOP|COP)/(?P<meeting>\d{1,2})/(?P<number>\d{1,3})"
)
_CODE_BODIES = {
    "BS/COP-MOP": "BS",
    "CP/MOP": "CP",
    "NP/COP-MOP": "NP",
    "NP/MOP": "NP",
    "COP": "COP",
}
_LANGUAGE_CODES = {"ch": "zh", "cn": "zh", "sp": "es", "zh-hans": "zh", "zh-cn": "zh"}
"""Codes of InforMEA that are not those of the UN list."""
_ENDINGS = frozenset({".pdf", ".docx", ".doc", ".html", ".htm", ".txt"})
_INDEX_FIELDS = (
    "id,code_s,symbol_s,eventId_s,treaty_s,title_t,"
    + ",".join(f"title_{code.upper()}_t" for code in LANGUAGES if code != "en")
    + ","
    + ",".join(f"file_{code}_s" for code in LANGUAGES)
)


class Reader(Protocol):
    """What brings the bytes of an address."""

    def read(self, address: str) -> bytes:
        """Return what an address leads to."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What a listing names, as entries of a manifest."""

    name: str
    query: str
    entries: tuple[ManifestEntry, ...]
    left_out: tuple[str, ...]
    """One sentence for each record that is not taken."""

    def to_dict(self) -> dict[str, Any]:
        """Return the form that ``coopbot fetch --from --json`` prints."""
        return {
            "from": self.name,
            "query": self.query,
            "documents": [
                {"symbol": e.symbol, "urls": {code: f.url for code, f in e.files.items()}}
                for e in self.entries
            ],
            "left_out": list(self.left_out),
        }


@dataclass(frozen=True, slots=True)
class Source:
    """A listing that can be asked."""

    endpoint: str
    query: str
    """Asked where no query is given: the decisions under the Cartagena Protocol."""
    records: Callable[[Reader, str, str], Iterator[Mapping[str, Any]]]
    entry: Callable[[Mapping[str, Any]], ManifestEntry]
    terms: str
    """Conditions of reuse, written at the head of the manifest."""


def read_listing(
    reader: Reader, name: str, query: str | None = None, endpoint: str | None = None
) -> Listing:
    """Ask a listing and return its documents; ``name`` is a key of :data:`SOURCES`.

    ``query`` is in the listing's own language: Solr's for the index, an OData filter for InforMEA.
    Raises UsageError for an unknown name, CorpusError for an answer that is no such listing,
    UnreadableFile where the server cannot be asked.
    """
    if name not in SOURCES:
        raise UsageError(f"There is no listing {name!r}; choose one of {', '.join(SOURCES)}.")
    source = SOURCES[name]
    asked = query or source.query
    entries: dict[str, ManifestEntry] = {}
    left_out = []
    for record in source.records(reader, endpoint or source.endpoint, asked):
        try:
            entry = source.entry(record)
        except _LeftOut as reason:
            left_out.append(str(reason))
            continue
        if entry.symbol in entries:
            left_out.append(f"{entry.symbol} is listed twice; the first was taken")
            continue
        entries[entry.symbol] = entry
    return Listing(name, asked, tuple(entries.values()), tuple(left_out))


def write_manifest(listing: Listing, path: Path) -> None:
    """Write a listing as a manifest and read it back; an existing file is never written over."""
    if not listing.entries:
        raise UsageError(
            f"The listing names no document for the query {listing.query!r} "
            f"({len(listing.left_out)} left out); ask in other words."
        )
    text = "".join(_manifest_lines(listing))
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise UsageError(f"{path} exists already; name another file with --out.") from None
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}; name another.") from error
    load_manifest(path)


class _LeftOut(Exception):
    """Say why a record of a listing is not taken."""


# -- the Secretariat's index -------------------------------------------------------------------


def _index_records(reader: Reader, endpoint: str, query: str) -> Iterator[Mapping[str, Any]]:
    start = 0
    for _ in range(_MOST_PAGES):
        asked = {
            "q": query, "fl": _INDEX_FIELDS, "rows": _ROWS, "start": start, "wt": "json",
            "sort": "id asc",
        }  # fmt: skip
        address = f"{endpoint}?{urlencode(asked)}"
        response = _mapping(_json(reader, address), "response", endpoint)
        records, total = response.get("docs"), response.get("numFound")
        if not isinstance(records, list) or not isinstance(total, int):
            raise _not_a_listing(endpoint, "no docs and numFound in its response")
        yield from _mappings(records)
        start += len(records)
        if not records or start >= total:
            return
    raise _too_long(endpoint)


def _index_entry(record: Mapping[str, Any]) -> ManifestEntry:
    titles = {code: record.get(f"title_{code.upper()}_t") for code in LANGUAGES}
    titles["en"] = record.get("title_t")
    addresses = ((code, _first(record.get(f"file_{code}_s"))) for code in LANGUAGES)
    return _entry(
        _first(record.get("symbol_s")) or _first(record.get("code_s")),
        titles,
        ((code, address) for code, address in addresses if address),
        str(record.get("id")),
    )


# -- InforMEA ----------------------------------------------------------------------------------


def _odata_records(reader: Reader, endpoint: str, query: str) -> Iterator[Mapping[str, Any]]:
    asked = {"$format": "json", "$expand": "title,files", "$filter": query}
    address: str | None = f"{endpoint}?{urlencode(asked)}"
    for _ in range(_MOST_PAGES):
        if address is None:
            return
        answer = _json(reader, address)
        content = answer.get("d", answer) if isinstance(answer, dict) else answer
        following = None
        if isinstance(content, dict):
            links = (content.get(key) for key in ("__next", "odata.nextLink", "@odata.nextLink"))
            following = next((link for link in links if isinstance(link, str)), None)
            content = content.get("results", content.get("value"))
        if not isinstance(content, list):
            raise _not_a_listing(endpoint, "no list of results")
        yield from _mappings(content)
        address = urljoin(address, following) if following else None
    if address is not None:
        raise _too_long(endpoint)


def _odata_entry(record: Mapping[str, Any]) -> ManifestEntry:
    titles = {
        _language(title.get("language")): title.get("value")
        for title in _children(record.get("title"))
    }
    files = [*_children(record.get("files")), *_children(record.get("documents"))]
    addresses = ((_language(file.get("language")), _first(file.get("url"))) for file in files)
    return _entry(
        _first(record.get("number")),
        titles,
        ((code, address) for code, address in addresses if address),
        str(record.get("id")),
    )


def _children(value: object) -> list[Mapping[str, Any]]:
    """Return a child collection; one that was not sent along counts as empty."""
    if isinstance(value, dict):
        value = value.get("results")
    return list(_mappings(value)) if isinstance(value, list) else []


def _language(code: object) -> str:
    lowered = str(code).strip().lower()
    return _LANGUAGE_CODES.get(lowered, lowered)


# -- records -----------------------------------------------------------------------------------


def _entry(
    code: str, titles: Mapping[str, object], addresses: Iterable[tuple[str, str]], record: str
) -> ManifestEntry:
    """Return the entry of a decision; its symbol is made of its code where it has none."""
    symbol = _decision_symbol(code)
    if not _SYMBOL.fullmatch(symbol) or ".." in symbol:
        raise _LeftOut(f"record {record[:80]!r} has the symbol {code[:80]!r}, which is none")
    files: dict[str, ManifestFile] = {}
    for language, address in addresses:
        if language not in LANGUAGES or language in files:
            continue
        try:
            url = urljoin(_SITE, address)
            ending = PurePosixPath(urlsplit(url).path).suffix.lower()
        except ValueError:
            raise _LeftOut(f"{symbol} has the address {address[:80]!r}, which is none") from None
        ending = ending if ending in _ENDINGS else ".html"
        path = f"documents/{folder_name(symbol)}/{language}{ending}"
        files[language] = ManifestFile(language=language, path=path, url=url)
    if not files:
        raise _LeftOut(f"{symbol} has no file in any of the six languages")
    shown = {code: _line(title) for code, title in titles.items() if code in LANGUAGES}
    return ManifestEntry(
        symbol=symbol,
        files={language: files[language] for language in LANGUAGES if language in files},
        titles={code: title for code, title in shown.items() if title},
        series="decision",
        inferred=("series",) if symbol == code else ("symbol", "series"),
    )


def _decision_symbol(code: str) -> str:
    match = _CODE.fullmatch(code)
    if match is None:
        return code
    meeting, number = int(match["meeting"]), int(match["number"])
    return decision_id(_CODE_BODIES[match["body"]], meeting, number) if meeting and number else code


def _line(value: object) -> str:
    """Return a title on one line, without characters that YAML does not take."""
    text = " ".join(value.split()) if isinstance(value, str) else ""
    return "".join(sign for sign in text if sign.isprintable())


def _first(value: object) -> str:
    if isinstance(value, list):
        value = next(iter(value), None)
    return value.strip() if isinstance(value, str) else ""


# -- answers -----------------------------------------------------------------------------------


def _json(reader: Reader, address: str) -> Any:
    content = reader.read(address)
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        raise _not_a_listing(address.partition("?")[0], f"no JSON ({error})") from None


def _mapping(value: Any, name: str, endpoint: str) -> Mapping[str, Any]:
    inner = value.get(name) if isinstance(value, dict) else None
    if not isinstance(inner, dict):
        raise _not_a_listing(endpoint, f"no {name} in it")
    return inner


def _mappings(values: Iterable[object]) -> Iterator[Mapping[str, Any]]:
    for value in values:
        yield value if isinstance(value, dict) else {}


def _not_a_listing(endpoint: str, reason: str) -> CorpusError:
    return CorpusError(f"{endpoint} did not answer with a listing: {reason}; check --endpoint")


def _too_long(endpoint: str) -> CorpusError:
    return CorpusError(f"{endpoint} lists more than {_MOST_PAGES} pages; narrow the query")


# -- the manifest ------------------------------------------------------------------------------


def _manifest_lines(listing: Listing) -> Iterator[str]:
    """Yield the lines of a manifest; JSON's strings are YAML's too."""
    yield f"# {len(listing.entries)} documents that the listing {listing.name!r} names, "
    yield f"asked on {date.today().isoformat()} for {_line(listing.query)!r}.\n"
    yield f"# {SOURCES[listing.name].terms}\n"
    yield "# Look at it, take out what is not wanted, then: coopbot fetch <this file>\n"
    for reason in listing.left_out:
        yield f"# Left out: {_line(reason)}\n"
    yield "\ndocuments:\n"
    for entry in listing.entries:
        yield f"  - symbol: {_quoted(entry.symbol)}\n"
        if entry.titles:
            yield "    titles:\n"
        for language, title in entry.titles.items():
            yield f"      {language}: {_quoted(title)}\n"
        yield f"    series: {entry.series}\n    inferred: [{', '.join(entry.inferred)}]\n"
        yield "    files:\n"
        for file in entry.files.values():
            yield f"      {file.language}:\n        path: {_quoted(file.path)}\n"
            yield f"        url: {_quoted(_line(file.url))}\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


SOURCES: dict[str, Source] = {
    "index": Source(
        endpoint="https://api.cbd.int/api/v2013/index/select",
        query="realm_ss:chm AND schema_s:decision AND treaty_s:XXVII8a",
        records=_index_records,
        entry=_index_entry,
        terms="Official texts may be reused unchanged and with their source: "
        "https://www.cbd.int/copyright",
    ),
    "informea": Source(
        endpoint="http://odata.informea.org/informea.svc/Decisions",
        query="treaty eq 'cartagena'",
        records=_odata_records,
        entry=_odata_entry,
        terms="Showing these data on another site needs an agreement with InforMEA: "
        "https://www.informea.org/en/about/api",
    ),
}
"""The listings that ``coopbot fetch --from`` knows, by name."""
