"""``coopbot fetch``: the documents that a manifest names, brought into the corpus and checked."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from coopbot.errors import UnreadableFile, UsageError
from coopbot.faults import reason_of
from coopbot.settings import Settings
from ingest.addresses import inferred_address
from ingest.fetch_client import Clock, Fetcher, Pace
from ingest.fetch_hosts import HostList, refusal
from ingest.fetch_partial import Partial
from ingest.manifest import NAME, Manifest, ManifestEntry, ManifestFile, load_manifest
from ingest.readers.content import content_type

Progress = Callable[[str, int, int], None]
"""Told the stage, how much is done and how much there is."""

# Kind of content -> endings of file names that may carry it, the usual one first.
_ENDINGS = {
    "pdf": (".pdf",),
    "docx": (".docx",),
    "doc": (".doc",),
    "html": (".html", ".htm"),
    "text": (".txt",),
}
_PROMISES = {ending: kind for kind, endings in _ENDINGS.items() for ending in endings}
_HEAD_BYTES = 65_536
_OLD_WORD = "a file of an old word processor: save it as DOCX before it is ingested"


@dataclass(frozen=True, slots=True)
class FetchedFile:
    """The row that fetching shows for one language version."""

    symbol: str
    language: str
    outcome: str
    """``fetched``, ``present`` (held already), ``skipped`` (an unofficial version without an
    address), ``refused`` (not taken, by rule) or ``failed`` (by the server or the network)."""
    reason: str | None = None
    url: str | None = None
    inferred: bool = False
    """The address was made from the symbol, by the naming rules of the Secretariat's server."""
    path: str | None = None
    """Relative to the corpus; None where nothing is held."""
    sha256: str | None = None
    size: int = 0
    """In bytes."""


@dataclass(frozen=True, slots=True)
class FetchResult:
    """What fetching a manifest came to."""

    manifest: str
    files: tuple[FetchedFile, ...]

    @property
    def complete(self) -> bool:
        """Tell whether nothing was refused and nothing failed."""
        return all(file.outcome not in ("refused", "failed") for file in self.files)

    def to_dict(self) -> dict[str, Any]:
        """Return the form that ``coopbot fetch --json`` prints."""
        files = [asdict(file) for file in self.files]
        return {"manifest": self.manifest, "complete": self.complete, "files": files}


@dataclass(frozen=True, slots=True)
class _Wanted:
    """One language version that the manifest names, and where it belongs."""

    entry: ManifestEntry
    file: ManifestFile
    corpus: Path

    @property
    def target(self) -> Path:
        return self.corpus / self.file.path

    @property
    def partial(self) -> Partial:
        # Names that begin with a full stop are no documents: half a file is never ingested.
        return Partial(self.target.with_name(f".{self.target.stem}.part"))

    def held(self) -> Path | None:
        """Return the file of this version that the corpus has, under whatever ending."""
        if self.target.is_file():
            return self.target
        others = (self.target.with_suffix(ending) for ending in _PROMISES)
        return next((path for path in others if path.is_file()), None)

    def address(self) -> tuple[str | None, bool]:
        """Return where it is, and whether that is inferred."""
        if self.file.url:
            return self.file.url, "url" in self.entry.inferred
        if not self.file.official:
            return None, False
        return inferred_address(self.entry.symbol, self.file.language), True

    def row(self, outcome: str, reason: str | None = None, path: Path | None = None) -> FetchedFile:
        """Return the row of this version."""
        url, inferred = self.address()
        return FetchedFile(
            symbol=self.entry.symbol,
            language=self.file.language,
            outcome=outcome,
            reason=reason,
            url=url,
            inferred=bool(url) and inferred,
            path=path.relative_to(self.corpus).as_posix() if path else None,
            sha256=_sha256(path) if path else None,
            size=path.stat().st_size if path else 0,
        )


def fetch(
    settings: Settings,
    manifest: Path | None = None,
    *,
    languages: Collection[str] = (),
    replace: bool = False,
    progress: Progress | None = None,
    clock: Clock | None = None,
) -> FetchResult:
    """Bring what a manifest names into the corpus; a row for each language version.

    A file that is held is not asked for again. ``manifest`` is that of the corpus where none is
    given, ``languages`` narrows it, ``replace`` lets a file that is held give way to another one
    of the same type. Raises UsageError where there is no manifest, CorpusError where it is
    malformed.
    """
    path = manifest or settings.corpus / NAME
    wanted = list(_wanted(_loaded(path), settings.corpus, languages))
    rows = []
    with open_fetcher(settings, clock) as fetcher:
        for number, one in enumerate(wanted, 1):
            rows.append(_fetched(one, fetcher, replace))
            if progress:
                progress("fetch", number, len(wanted))
    return FetchResult(str(path), tuple(rows))


def open_fetcher(settings: Settings, clock: Clock | None = None) -> Fetcher:
    """Return a fetcher that keeps to the settings; to be used in a ``with`` statement."""
    pace = Pace(rate=settings.fetch_rate, max_bytes=settings.fetch_max_bytes)
    return Fetcher(HostList.parse(settings.fetch_hosts), pace, clock)


def _loaded(path: Path) -> Manifest:
    if not path.is_file():
        raise UsageError(
            f"There is no manifest at {path}; name one, or write one with `coopbot fetch --from`."
        )
    return load_manifest(path)


def _wanted(manifest: Manifest, corpus: Path, languages: Collection[str]) -> Iterator[_Wanted]:
    for entry, file in manifest.files():
        if not languages or file.language in languages:
            yield _Wanted(entry, file, corpus)


def _fetched(wanted: _Wanted, fetcher: Fetcher, replace: bool) -> FetchedFile:
    try:
        return _held(wanted, replace) or _brought(wanted, fetcher)
    except UnreadableFile as error:
        return wanted.row(error.outcome, str(error), wanted.held())
    except OSError as error:
        where = error.filename or wanted.target
        return wanted.row("failed", f"{where} cannot be written: {reason_of(error)}; check it")


def _held(wanted: _Wanted, replace: bool) -> FetchedFile | None:
    """Return the row of a version that need not, or may not, be brought; else None."""
    held, expected = wanted.held(), wanted.file.sha256
    if held is None:
        if wanted.address()[0]:
            return None
        if not wanted.file.official:
            return wanted.row("skipped", "an unofficial version without an address")
        return wanted.row("refused", "no rule tells its address; give its url in the manifest")
    if replace and wanted.address()[0] and (expected is None or _sha256(held) != expected):
        return None
    if expected in (None, _sha256(held)):
        return wanted.row("present", path=held)
    reason = (
        f"{held.name} differs from the sha256 of the manifest; correct one of them, or bring the "
        "file again with --replace"
    )
    return wanted.row("refused", reason, held)


def _brought(wanted: _Wanted, fetcher: Fetcher) -> FetchedFile:
    """Download a version aside, check it, and put it in its place."""
    url, _ = wanted.address()
    if url is None:
        raise refusal(f"no address is known of {wanted.entry.symbol}; give its url")
    wanted.target.parent.mkdir(parents=True, exist_ok=True)
    partial = wanted.partial
    fetcher.download(url, partial)
    try:
        kind = _checked_kind(url, partial.path)
        digest = _sha256(partial.path)
        if wanted.file.sha256 not in (None, digest):
            raise refusal(
                f"{url} has sha256 {digest}, the manifest says {wanted.file.sha256}; "
                "correct the address or the manifest"
            )
        target = _place(wanted, kind)
    except UnreadableFile:
        partial.discard()
        raise
    partial.complete(target)
    return wanted.row("fetched", _OLD_WORD if kind == "doc" else None, target)


def _place(wanted: _Wanted, kind: str) -> Path:
    """Return where a file of some kind goes; it may only take the place of its like."""
    endings = _ENDINGS[kind]
    target = wanted.target
    if target.suffix.lower() not in endings:
        target = target.with_suffix(endings[0])
    held = wanted.held()
    if held is not None and held != target:
        raise refusal(
            f"{held.name} is held and a {endings[0]} file came; take {held.name} out of the "
            "corpus first"
        )
    return target


def _checked_kind(url: str, path: Path) -> str:
    """Return the kind of a file by its content; refuse what the address does not promise.

    A server that has not the document often sends a page that says so, and calls it a success.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if not head:
        raise refusal(f"{url} sent an empty file; check the address")
    kind = content_type(head)
    if kind == "zip":
        kind = _zip_kind(path)
    elif kind == "ole":
        kind = "doc"
    if kind not in _ENDINGS:
        raise refusal(f"{url} is {kind}, which is not read; give a PDF, DOCX, HTML or text file")
    ending = Path(url.partition("?")[0].partition("#")[0]).suffix.lower()
    promised = _PROMISES.get(ending)
    if promised is not None and promised != kind:
        raise refusal(f"{url} promises {promised} and sent {kind}; check the address")
    return kind


def _zip_kind(path: Path) -> str:
    try:
        with ZipFile(path) as archive:
            return "docx" if "word/document.xml" in archive.namelist() else "an archive"
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        return "an archive"


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
