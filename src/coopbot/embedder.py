"""Text to vectors, behind one small protocol; the implementation is chosen by a setting.

``static`` is the model that ships with the package: a table of token vectors, read without torch.
``sentence-transformers:<name or folder>`` and ``openai:<name>`` are any other model. This module is
the only one that knows sentence-transformers, and imports it (and torch) inside the factories only.
"""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from coopbot.errors import ModelUnavailable, SettingsError

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder, SentenceTransformer

    from coopbot.static_embedder import TokenCosines

FINGERPRINT_VALUES = 4096
"""Values of each weight tensor that enter a fingerprint: all of a big model take seconds."""

ENCODE_BATCH = 32
"""Texts that a transformer reads at once; larger batches are not faster on a CPU."""

QUERY_PROMPTS = ("query",)
PASSAGE_PROMPTS = ("document", "passage", "corpus")
"""Names under which models store the words that they expect before a question or a paragraph."""


@runtime_checkable
class Embedder(Protocol):
    """Turn texts into unit vectors, so that the dot product of two is their cosine."""

    @property
    def name(self) -> str:
        """Return the setting that names this model."""

    @property
    def dimension(self) -> int:
        """Return the length of each vector."""

    @property
    def fingerprint(self) -> str:
        """Return a hash that differs where the vectors would differ; an index build stores it."""

    def embed_queries(self, texts: list[str]) -> NDArray[np.float32]:
        """Return one unit row per question; a text without known tokens gives a row of zeros."""

    def embed_passages(self, texts: list[str]) -> NDArray[np.float32]:
        """Return one unit row per paragraph; a text without known tokens gives a row of zeros."""


@runtime_checkable
class LateInteraction(Protocol):
    """Compare a question with paragraphs token by token; offered by the static model alone."""

    def token_ids(self, texts: Sequence[str]) -> list[NDArray[np.int32]]:
        """Return the known tokens of each text: what an index stores of a paragraph."""

    def pooled(self, texts: Sequence[NDArray[np.int32]]) -> NDArray[np.float32]:
        """Return one unit row per text, given by its token ids; zeros where it has none."""

    def cosines(
        self, queries: Sequence[str], passages: Sequence[NDArray[np.int32]]
    ) -> TokenCosines:
        """Return the cosines of all tokens of some questions with all of some paragraphs."""

    def rank(
        self,
        query: str,
        passages: Sequence[NDArray[np.int32]],
        vectors: NDArray[np.float32] | None = None,
        cosines: TokenCosines | None = None,
    ) -> NDArray[np.float32]:
        """Return one score per paragraph, given by its token ids; the higher the nearer.

        :param vectors: what :meth:`pooled` gives for the paragraphs, where it is held already.
        :param cosines: made of this question and of paragraphs that hold all these tokens.
        """

    def phrases(self, query: str, passages: Sequence[NDArray[np.int32]]) -> NDArray[np.float32]:
        """Return, for each paragraph, the share of the question's neighbouring tokens that are
        neighbours there too; 0 to 1.
        """


@runtime_checkable
class Reranker(Protocol):
    """Judge each paragraph together with the question."""

    @property
    def name(self) -> str:
        """Return the setting that names this model."""

    def score(self, query: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one score per text; the higher the better."""


def load_embedder(
    spec: str = "static", *, base_url: str | None = None, api_key: str | None = None
) -> Embedder:
    """Load the embedding model that a setting names.

    The address and the key matter to ``openai:<name>`` alone. Raises ``SettingsError`` for an
    unknown kind and ``ModelUnavailable`` where the model cannot be loaded or reached.
    """
    kind, _, name = spec.partition(":")
    if spec == "static":
        return _static()
    if kind not in _NAMED_EMBEDDERS or not name:
        raise SettingsError(
            f"The embedder {spec!r} is unknown; give static, "
            "sentence-transformers:<name or folder> or openai:<name>."
        )
    return _NAMED_EMBEDDERS[kind](name, base_url, api_key)


def load_reranker(spec: str = "none") -> Reranker | None:
    """Load the reranking model that a setting names; ``none`` gives None.

    Raises ``SettingsError`` for an unknown kind and ``ModelUnavailable`` where it cannot be loaded.
    """
    if spec == "none":
        return None
    kind, _, name = spec.partition(":")
    if kind != "sentence-transformers" or not name:
        raise SettingsError(
            f"The reranker {spec!r} is unknown; "
            "give none or sentence-transformers:<name or folder>."
        )
    return SentenceTransformersReranker(name)


class SentenceTransformersEmbedder:
    """Embed with any sentence-transformers model, with the prompts that its configuration gives."""

    def __init__(self, name: str) -> None:
        self._model: SentenceTransformer = _load_sentence_transformers("SentenceTransformer", name)
        self.name = f"sentence-transformers:{name}"
        self.fingerprint = _weights_fingerprint(self._model)
        self._query_prompt = self._prompt_name(QUERY_PROMPTS)
        self._passage_prompt = self._prompt_name(PASSAGE_PROMPTS)
        self.dimension = int(self._model.encode_query(["dimension"]).shape[1])

    def embed_queries(self, texts: list[str]) -> NDArray[np.float32]:
        """Return one unit row per question, after the model's query prompt where it has one."""
        return self._rows(self._model.encode_query, texts, self._query_prompt)

    def embed_passages(self, texts: list[str]) -> NDArray[np.float32]:
        """Return one unit row per paragraph, after the model's passage prompt where it has one."""
        return self._rows(self._model.encode_document, texts, self._passage_prompt)

    def _prompt_name(self, candidates: Sequence[str]) -> str | None:
        """Return the first of the names that has words, else the model's default prompt.

        The library looks for the names too, but stops at an empty ``document`` prompt, which it
        adds itself to models that have a ``passage`` prompt.
        """
        prompts = self._model.prompts
        named = (name for name in candidates if prompts.get(name))
        return next(named, self._model.default_prompt_name)

    def _rows(
        self, encode: Callable[..., Any], texts: list[str], prompt_name: str | None
    ) -> NDArray[np.float32]:
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        found = encode(
            texts, prompt_name=prompt_name, batch_size=ENCODE_BATCH, show_progress_bar=False
        )
        rows = unit_rows(np.asarray(found, dtype=np.float32))
        rows[[index for index, text in enumerate(texts) if not text.strip()]] = 0
        return rows


class SentenceTransformersReranker:
    """Score question and paragraph together with any sentence-transformers cross-encoder."""

    def __init__(self, name: str) -> None:
        self._model: CrossEncoder = _load_sentence_transformers("CrossEncoder", name)
        self.name = f"sentence-transformers:{name}"
        self.fingerprint = _weights_fingerprint(self._model)

    def score(self, query: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one score per text; the higher the better."""
        if not texts:
            return np.zeros(0, dtype=np.float32)
        pairs = [(query, text) for text in texts]
        scores = np.asarray(
            self._model.predict(pairs, batch_size=ENCODE_BATCH, show_progress_bar=False),
            dtype=np.float32,
        )
        if scores.shape != (len(texts),) or not np.isfinite(scores).all():
            raise ModelUnavailable(
                f"The reranker {self.name} gave scores of shape {scores.shape} for "
                f"{len(texts)} texts, not one number each; "
                "choose a cross-encoder with a single output."
            )
        return scores


def unit_rows(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Scale each row to length one; a row without length, or not finite, becomes zeros."""
    scaled = np.zeros_like(rows)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    np.divide(rows, lengths, out=scaled, where=(lengths > 0) & np.isfinite(lengths))
    return scaled


def _static() -> Embedder:
    from coopbot.static_embedder import StaticEmbedder

    return StaticEmbedder.shipped()


def _sentence_transformers(name: str, _base_url: str | None, _api_key: str | None) -> Embedder:
    return SentenceTransformersEmbedder(name)


def _openai(name: str, base_url: str | None, api_key: str | None) -> Embedder:
    from coopbot.endpoint_embedder import EndpointEmbedder

    return EndpointEmbedder(name, base_url=base_url, api_key=api_key)


_NAMED_EMBEDDERS: dict[str, Callable[[str, str | None, str | None], Embedder]] = {
    "sentence-transformers": _sentence_transformers,
    "openai": _openai,
}


def _load_sentence_transformers(class_name: str, name: str) -> Any:
    """Load a model of the hub's cache or a folder, never code that comes with it."""
    library = importlib.import_module("sentence_transformers")
    folder = Path(name).expanduser()
    try:
        return getattr(library, class_name)(
            str(folder) if folder.is_dir() else name, trust_remote_code=False
        )
    except (OSError, ValueError, KeyError, RuntimeError, AttributeError, TypeError) as error:
        setting = (
            "COOPBOT_EMBEDDER=static" if class_name != "CrossEncoder" else "COOPBOT_RERANKER=none"
        )
        reason = (str(error).strip() or type(error).__name__).splitlines()[0]
        raise ModelUnavailable(
            f"The model {name!r} cannot be loaded ({reason}); fetch it with `hf download {name}`, "
            f"give the folder that holds it, or work without it by {setting}."
        ) from error


def _weights_fingerprint(model: Any) -> str:
    """Hash the names, shapes and evenly spaced values of the weights, and the prompts."""
    digest = hashlib.sha256()
    for key, tensor in sorted(model.state_dict().items()):
        values = tensor.detach().cpu().float().numpy().reshape(-1)
        sample = values[:: max(1, values.size // FINGERPRINT_VALUES)]
        digest.update(f"{key}{tuple(tensor.shape)}".encode())
        digest.update(np.ascontiguousarray(sample, dtype=np.float32).tobytes())
    digest.update(repr(sorted((getattr(model, "prompts", None) or {}).items())).encode())
    digest.update(repr(getattr(model, "default_prompt_name", None)).encode())
    return digest.hexdigest()
