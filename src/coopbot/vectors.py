"""The dense index: Chroma, one collection per language, vectors always given by us.

Chroma is a cache of the ledger's vectors. Collections are never filtered with ``where`` (it costs
far more than a second collection) and never told how to embed. Opening an embedded store writes to
it, and two processes on one folder ruin it; so a reader works on a copy of its own, and a
published build stays as it is.
"""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
import threading
import weakref
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from coopbot.errors import IndexDamaged, IndexUnavailable
from coopbot.faults import reason_of, translated

# Chroma reads these when it is imported: nothing leaves the machine.
os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")

BATCH = 5_000
"""Records per write, below Chroma's limit of 5,461. Each write brings the graph to the disk."""

HNSW = {
    "space": "ip",  # rows have unit length, so the inner product is the cosine
    "ef_construction": 100,
    "ef_search": 400,
    "max_neighbors": 32,
    # Every write is brought to the graph's files: what is left in the log is replayed, record by
    # record, by each process that opens the collection.
    "batch_size": 2,
    "sync_threshold": 2,
}
"""Graph parameters. Recall@10 over 17,000 paragraphs that repeat their sentences, or not: 0.999
for 0.7 ms of building a vector; defaults reach 0.97 (docs/decisions/010)."""

_COPY_PREFIX = "coopbot-vectors-"


class VectorIndex:
    """Search and maintain the vectors of one build.

    :param folder: of the embedded store; ignored when ``url`` is given.
    :param writable: False opens a private copy of the folder, which goes when it is closed.
    :param url: of a Chroma server.
    :param prefix: of the collection names on a server, so that builds do not meet there.
    """

    def __init__(
        self,
        folder: Path,
        *,
        writable: bool = False,
        url: str | None = None,
        prefix: str = "",
    ) -> None:
        self._where = url or str(folder)
        self._writable = writable
        self._prefix = prefix if url else ""
        self._collections: dict[str, Any] = {}
        self._lock = threading.Lock()
        self._remove_copy: Any = None
        if url is None and not writable and not (folder / "chroma.sqlite3").is_file():
            raise IndexDamaged(
                f"The vector index is missing at {folder}; run `coopbot rebuild` to make it again."
            )
        opened = folder if url or writable else self._copied(folder)
        with translated(self._fault):
            self._client = _server(url) if url else _embedded(opened)

    def close(self) -> None:
        """Release the store's files."""
        self._collections.clear()
        with translated(self._fault):
            self._client.close()
        if self._remove_copy is not None:
            self._remove_copy()

    def update(
        self,
        language: str,
        rows: Sequence[int],
        vectors: np.ndarray,
        remove: Sequence[int] = (),
    ) -> None:
        """Delete the given rows of a language and write the given ones.

        :param vectors: float32, shape (len(rows), dimension), unit rows.
        """
        with translated(self._fault):
            collection: Any = self._collection(language, create=True)
            for start in range(0, len(remove), BATCH):
                collection.delete(ids=[str(row) for row in remove[start : start + BATCH]])
            for start in range(0, len(rows), BATCH):
                some = vectors[start : start + BATCH]
                collection.upsert(
                    ids=[str(row) for row in rows[start : start + BATCH]],
                    embeddings=np.ascontiguousarray(some, dtype=np.float32),
                )

    def search(self, language: str, vector: np.ndarray, k: int) -> list[tuple[int, float]]:
        """Return up to k (row, cosine), best first; none for a language without a collection."""
        return self.search_all(language, vector.reshape(1, -1), k)[0]

    def search_all(
        self, language: str, vectors: np.ndarray, k: int
    ) -> list[list[tuple[int, float]]]:
        """Return what :meth:`search` does, for each row of a matrix."""
        with translated(self._fault):
            collection = self._collection(language, create=False)
            if collection is None:
                return [[] for _ in vectors]
            found = collection.query(
                query_embeddings=np.ascontiguousarray(vectors, dtype=np.float32),
                n_results=k,
                include=["distances"],
            )
        return [
            sorted(
                (
                    (int(row), 1.0 - float(distance))
                    for row, distance in zip(rows, distances, strict=True)
                ),
                key=lambda pair: (-pair[1], pair[0]),
            )
            for rows, distances in zip(found["ids"], found["distances"], strict=True)
        ]

    def rows(self, language: str) -> set[int]:
        """Return every row of a language."""
        with translated(self._fault):
            collection = self._collection(language, create=False)
            if collection is None:
                return set()
            return {int(row) for row in collection.get(include=[])["ids"]}

    def stored(self, language: str, rows: Sequence[int]) -> dict[int, np.ndarray]:
        """Return the stored vectors of the given rows."""
        with translated(self._fault):
            collection = self._collection(language, create=False)
            if collection is None:
                return {}
            found = collection.get(ids=[str(row) for row in rows], include=["embeddings"])
        return {
            int(row): np.asarray(vector, dtype=np.float32)
            for row, vector in zip(found["ids"], found["embeddings"], strict=True)
        }

    def drop(self, language: str | None = None) -> None:
        """Delete the collection of a language, or every collection of this build."""
        with translated(self._fault):
            for collection in self._client.list_collections():
                if collection.name == self._name(language or "") or (
                    language is None and collection.name.startswith(self._name(""))
                ):
                    self._client.delete_collection(collection.name)
                    self._collections.pop(language or "", None)
        if language is None:
            self._collections.clear()

    def _copied(self, folder: Path) -> Path:
        """Return a copy of a build's folder that only this object uses."""
        _remove_abandoned_copies()
        try:
            copy = Path(tempfile.mkdtemp(prefix=f"{_copy_prefix()}{os.getpid()}-"))
            # Also removed when the program ends without closing.
            self._remove_copy = weakref.finalize(self, shutil.rmtree, copy, ignore_errors=True)
            shutil.copytree(folder, copy, dirs_exist_ok=True, copy_function=shutil.copyfile)
        except OSError as error:
            raise IndexUnavailable(
                f"The vector index {folder} cannot be copied to {tempfile.gettempdir()} "
                f"({reason_of(error)}); "
                "free some space there or name another folder in TMPDIR."
            ) from None
        return copy

    def _name(self, language: str) -> str:
        return f"{self._prefix}paragraphs-{language}"

    def _collection(self, language: str, *, create: bool) -> Any | None:
        with self._lock:
            if language in self._collections:
                return self._collections[language]
            from chromadb.errors import NotFoundError

            name = self._name(language)
            try:
                collection = (
                    self._client.get_or_create_collection(
                        name, configuration={"hnsw": HNSW}, embedding_function=None
                    )
                    if create
                    else self._client.get_collection(name, embedding_function=None)
                )
            except NotFoundError:
                return None
            self._collections[language] = collection
            return collection

    def _fault(self, reason: str) -> IndexUnavailable:
        if self._writable:
            return IndexUnavailable(
                f"The vector index at {self._where} cannot be written ({reason}); check the disk's "
                "free space and the folder's permissions, then ingest again."
            )
        return IndexDamaged(
            f"The vector index at {self._where} cannot be used ({reason}); run `coopbot rebuild`."
        )


def preload() -> None:
    """Import Chroma, which takes a second, before it is needed."""
    import chromadb  # noqa: F401


def _embedded(folder: Path) -> Any:
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(
        path=str(folder), settings=Settings(anonymized_telemetry=False)
    )


def _server(url: str) -> Any:
    from urllib.parse import urlsplit

    import chromadb
    from chromadb.config import Settings

    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise IndexUnavailable(
            f"The Chroma address {url!r} cannot be used; give one such as http://127.0.0.1:8000 "
            "in COOPBOT_CHROMA_URL or remove that setting."
        )
    secure = parts.scheme == "https"
    try:
        return chromadb.HttpClient(
            host=parts.hostname,
            port=parts.port or (443 if secure else 8000),
            ssl=secure,
            settings=Settings(anonymized_telemetry=False),
        )
    except (ValueError, OSError) as error:
        raise IndexUnavailable(
            f"The Chroma server at {url} does not answer ({error}); start it with `chroma run` or "
            "remove COOPBOT_CHROMA_URL."
        ) from None


def _copy_prefix() -> str:
    """Begin the names of this machine's copies: containers may share a folder, not processes."""
    return f"{_COPY_PREFIX}{socket.gethostname()}-"


def _remove_abandoned_copies() -> None:
    """Delete the copies of processes that were killed."""
    prefix = _copy_prefix()
    for copy in Path(tempfile.gettempdir()).glob(f"{prefix}*"):
        process = copy.name.removeprefix(prefix).split("-")[0]
        if process.isdigit() and not _runs(int(process)):
            shutil.rmtree(copy, ignore_errors=True)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
