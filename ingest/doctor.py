"""Is everything in place? One row per thing that coopbot needs, with what to do where it is not."""

from __future__ import annotations

import importlib.metadata
import os
import re
import shutil
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from coopbot.builds import published_paths
from coopbot.embedder import load_embedder
from coopbot.errors import CoopbotError
from coopbot.index import IndexReader
from coopbot.registry import Registry
from coopbot.settings import Settings
from coopbot.verification import verify_in_child
from ingest.sources import find_sources

PYTHON = (3, 11)

LEAST_FREE_BYTES = 500_000_000
"""Room for a build beside the published one: those of the bundled corpus take 5 MB each."""

SENDING = (
    "LANGSMITH_TRACING",
    "LANGSMITH_TRACING_V2",
    "LANGCHAIN_TRACING",
    "LANGCHAIN_TRACING_V2",
    "LANGCHAIN_HANDLER",
    "CHROMA_OTEL_COLLECTION_ENDPOINT",
    "OTEL_EXPORTER_OTLP_ENDPOINT",
)
"""Variables by which a library below would send questions or traces to another machine."""

_OFF = frozenset({"", "0", "false", "no", "off"})


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    name: str
    ok: bool
    detail: str
    """What was seen."""
    remedy: str = ""
    """What to do; empty where nothing is to be done."""


def doctor(settings: Settings) -> list[Check]:
    """Look at everything that coopbot needs; a check that fails never hides another."""
    return [check for look in _LOOKS for check in _looked(look, settings)]


def _looked(look: Callable[[Settings], Iterator[Check]], settings: Settings) -> list[Check]:
    name = look.__name__.strip("_").replace("_", " ")
    try:
        return list(look(settings))
    except CoopbotError as error:
        what, _, remedy = str(error).rpartition("; ")
        return [Check(name, False, what or remedy, remedy if what else "")]
    except OSError as error:
        return [Check(name, False, str(error), "Check the path and its permissions.")]


def _python(settings: Settings) -> Iterator[Check]:
    version = ".".join(map(str, sys.version_info[:3]))
    wanted = ".".join(map(str, PYTHON))
    ok = sys.version_info[:2] >= PYTHON
    yield Check("python", ok, version, "" if ok else f"Install Python {wanted} or newer.")


def _packages(settings: Settings) -> Iterator[Check]:
    try:
        required = importlib.metadata.requires("coopbot") or []
    except importlib.metadata.PackageNotFoundError:
        yield Check("packages", False, "coopbot itself is not installed", "Run `make chat`.")
        return
    wrong = []
    needed = [line for line in required if "extra ==" not in line]
    for line in needed:
        name, _, exact = re.split(r"[\s;<>!~\[]", line)[0].partition("==")
        try:
            version = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            wrong.append(f"{name} is not installed")
            continue
        if exact and version.split("+")[0] != exact:
            wrong.append(f"{name} is {version}, not {exact}")
    detail = "; ".join(wrong) or f"all {len(needed)} are installed"
    yield Check("packages", not wrong, detail, "Run `make chat` again." if wrong else "")


def _corpus(settings: Settings) -> Iterator[Check]:
    sources, unusable = find_sources([settings.documents], settings.corpus)
    yield Check(
        "corpus",
        bool(sources) and not unusable,
        f"{len(sources)} documents in {settings.documents}"
        + "".join(f"; {report.reason}" for report in unusable),
        "" if sources and not unusable else "Correct or remove what is named, or add documents.",
    )


def _registry(settings: Settings) -> Iterator[Check]:
    if not settings.registry.is_dir():
        yield Check(
            "registry",
            False,
            f"there is none at {settings.registry}: no name or meeting is recognised",
            "Copy the registry folder into the corpus.",
        )
        return
    registry = Registry.load(settings.registry)
    yield Check("registry", True, f"read, fingerprint {registry.fingerprint[:12]}")


def _index(settings: Settings) -> Iterator[Check]:
    paths = published_paths(settings.index)
    result = verify_in_child(paths, chroma_url=settings.chroma_url)
    yield Check(
        "index",
        result.ok,
        "; ".join(result.problems)
        or f"{result.paragraphs} paragraphs, {result.self_hits} of {result.self_queries} "
        "self-queries found",
        "" if result.ok else "Run `coopbot rebuild`.",
    )


def _embedder(settings: Settings) -> Iterator[Check]:
    embedder = load_embedder(
        settings.embedder, base_url=settings.embedder_base_url, api_key=settings.embedder_api_key
    )
    vector = embedder.embed_queries(["biosafety"])[0]
    yield Check("embedder", True, f"{embedder.name}, {len(vector)} dimensions")
    reader = IndexReader.open(settings)
    try:
        matches = reader.embedder.fingerprint == embedder.fingerprint
        yield Check("embedder of the index", matches, "the same model")
    finally:
        reader.close()


def _chroma(settings: Settings) -> Iterator[Check]:
    version = importlib.metadata.version("chromadb")
    if settings.chroma_url:
        detail = (
            f"client {version}, server {settings.chroma_url}: use only the Rust server "
            "(`chroma run`), behind a proxy that asks for a password"
        )
    else:
        detail = (
            f"{version}, embedded: no server runs, so that the flaw of its Python server "
            "(CVE-2026-45829) cannot be reached"
        )
    yield Check("chroma", True, detail)


def _tesseract(settings: Settings) -> Iterator[Check]:
    found = shutil.which("tesseract")
    needed = settings.ocr and not found
    detail = found or ("not installed" if settings.ocr else "not installed, and not asked for")
    remedy = "Install tesseract with its languages, or unset COOPBOT_OCR." if needed else ""
    yield Check("tesseract", not needed, detail, remedy)


def _port(settings: Settings) -> Iterator[Check]:
    where = f"{settings.host}:{settings.port}"
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            yield Check(
                "port",
                False,
                f"{where} cannot be used ({error.strerror})",
                "Stop the program that uses it or choose another with --port.",
            )
            return
    yield Check("port", True, f"{where} is free")


def _disk(settings: Settings) -> Iterator[Check]:
    for name, folder in (("disk of the index", settings.index), ("temporary folder", _temporary())):
        existing = next(path for path in (folder, *folder.absolute().parents) if path.exists())
        free = shutil.disk_usage(existing).free
        writable = os.access(existing, os.W_OK)
        yield Check(
            name,
            free >= LEAST_FREE_BYTES and writable,
            f"{free / 1e9:.1f} GB free at {existing}" + ("" if writable else ", not writable"),
            "" if free >= LEAST_FREE_BYTES and writable else "Free some space or grant access.",
        )


def _temporary() -> Path:
    return Path(tempfile.gettempdir())


def _privacy(settings: Settings) -> Iterator[Check]:
    sending = [name for name in SENDING if os.environ.get(name, "").lower() not in _OFF]
    yield Check(
        "privacy",
        not sending,
        f"{', '.join(sending)} would send data out" if sending else "no variable sends data out",
        "Unset it, unless you want that." if sending else "",
    )


_LOOKS: tuple[Callable[[Settings], Iterator[Check]], ...] = (
    _python,
    _packages,
    _corpus,
    _registry,
    _index,
    _embedder,
    _chroma,
    _tesseract,
    _port,
    _disk,
    _privacy,
)
