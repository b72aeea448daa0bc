"""The dense index: Chroma, one collection per language, vectors always given by us.

Chroma is a cache of the ledger's vectors. Collections are never filtered with ``where`` (it costs
far more than a second collection) and never told how to embed.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from coopbot.errors import IndexDamaged, IndexUnavailable

# Chroma reads these when it is imported: nothing leaves the machine.
os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")

_BATCH = 200
"""Records per write: larger batches gain nothing, smaller ones rewrite files more often."""

HNSW = {
    "space": "ip",  # rows have unit length, so the inner product is the cosine
    "ef_construction": 200,
    "ef_search": 200,
    "max_neighbors": 32,
}
"""Graph parameters: defaults miss stored vectors at a few thousand rows; the cost is build time."""


class VectorIndex:
    """Search and maintain the vectors of one build.

    :param folder: of the embedded store; ignored when ``url`` is given.
    :param url: of a Chroma server.
    :param prefix: of the collection names on a server, so that builds do not meet.
    """

    def __init__(
        self,
        folder: Path,
        *,
        writable: bool = False,
        url: str | None = None,
        prefix: str = "",
    ) -> None:
        import chromadb
        from chromadb.config import Settings as ChromaSettings

        self.folder = folder
        self._prefix = prefix
        quiet = ChromaSettings(anonymized_telemetry=False)
        if url is not None:
            self._client = _server(url, quiet)
        elif writable or (folder / "chroma.sqlite3").is_file():
            self._client = chromadb.PersistentClient(path=str(folder), settings=quiet)
        else:
            raise IndexDamaged(
                f"The vector index is missing at {folder}; run `coopbot rebuild` to make it again."
            )
        self._collections: dict[str, Any] = {}

    def close(self) -> None:
        """Release the store's files."""
        self._collections.clear()
        close = getattr(self._client, "close", None)
        if close is not None:
            close()

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
        collection = self._collection(language, create=True)
        for start in range(0, len(remove), _BATCH):
            collection.delete(ids=[str(row) for row in remove[start : start + _BATCH]])
        for start in range(0, len(rows), _BATCH):
            some = rows[start : start + _BATCH]
            collection.upsert(
                ids=[str(row) for row in some],
                embeddings=np.ascontiguousarray(vectors[start : start + _BATCH], dtype=np.float32),
            )

    def search(self, language: str, vector: np.ndarray, k: int) -> list[tuple[int, float]]:
        """Return up to k (row, cosine), best first; none for a language without a collection."""
        collection = self._collection(language, create=False)
        if collection is None:
            return []
        found = collection.query(
            query_embeddings=vector.reshape(1, -1).astype(np.float32),
            n_results=k,
            include=["distances"],
        )
        pairs = zip(found["ids"][0], found["distances"][0], strict=True)
        return [(int(row), 1.0 - float(distance)) for row, distance in pairs]

    def rows(self, language: str) -> set[int]:
        """Return every row of a language."""
        collection = self._collection(language, create=False)
        if collection is None:
            return set()
        return {int(row) for row in collection.get(include=[])["ids"]}

    def stored(self, language: str, rows: Sequence[int]) -> dict[int, np.ndarray]:
        """Return the stored vectors of the given rows."""
        collection = self._collection(language, create=False)
        if collection is None:
            return {}
        found = collection.get(ids=[str(row) for row in rows], include=["embeddings"])
        return {
            int(row): np.asarray(vector, dtype=np.float32)
            for row, vector in zip(found["ids"], found["embeddings"], strict=True)
        }

    def drop(self) -> None:
        """Delete every collection of this build."""
        for collection in self._client.list_collections():
            if collection.name.startswith(self._name("")):
                self._client.delete_collection(collection.name)
        self._collections.clear()

    def _name(self, language: str) -> str:
        return f"{self._prefix}paragraphs-{language}"

    def _collection(self, language: str, *, create: bool) -> Any | None:
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


def _server(url: str, settings: Any) -> Any:
    from urllib.parse import urlsplit

    import chromadb

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
            settings=settings,
        )
    except (ValueError, OSError) as error:
        raise IndexUnavailable(
            f"The Chroma server at {url} does not answer ({error}); start it with `chroma run` or "
            "remove COOPBOT_CHROMA_URL."
        ) from None
