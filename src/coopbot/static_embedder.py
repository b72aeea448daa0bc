"""The shipped embedding model: one vector and two weights per token, read without torch.

A text is the weighted mean of its tokens' unit vectors. For ranking, question and paragraph are
also compared token by token. The folder is a model2vec folder (``StaticModel.from_pretrained`` and
sentence-transformers load it and give the same pooled vectors); it holds one more tensor than they
read, the weights of the question's tokens in that comparison.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load as load_tensors
from tokenizers import Tokenizer

from coopbot.embedder import unit_rows
from coopbot.errors import ModelUnavailable

UNKNOWN = 0
"""Token id of what the vocabulary does not know; it carries no meaning and is dropped."""

POOLED_SHARE = 0.5
"""Weight of the pooled cosine beside the token comparison, as in training."""

TOKENIZER_BATCH = 512
"""Texts tokenised at once: enough for all cores, while little memory is held."""


class StaticEmbedder:
    """Embed and rank with a table of token vectors; safe to share between threads."""

    name = "static"

    def __init__(
        self,
        tokenizer: Tokenizer,
        table: NDArray[np.float32],
        weights: NDArray[np.float32],
        late_weights: NDArray[np.float32],
        fingerprint: str,
    ) -> None:
        """Take unit rows (tokens x dimension) and two weights of each token.

        ``weights`` count when a text is pooled, ``late_weights`` when the token stands in a
        question that is compared token by token.
        """
        self._tokenizer = tokenizer
        self._table = table
        self._weights = weights
        self._late_weights = late_weights
        self.dimension = int(table.shape[1])
        self.fingerprint = fingerprint

    @classmethod
    def shipped(cls) -> StaticEmbedder:
        """Load the model that comes with the package."""
        with resources.as_file(resources.files("coopbot") / "weights" / "static") as folder:
            return cls.from_folder(folder)

    @classmethod
    def from_folder(cls, folder: Path) -> StaticEmbedder:
        """Load a folder with ``tokenizer.json`` and ``model.safetensors``."""
        try:
            vocabulary = (folder / "tokenizer.json").read_bytes()
            stored = (folder / "model.safetensors").read_bytes()
            tensors = load_tensors(stored)
            tokenizer = Tokenizer.from_buffer(vocabulary)
            rows, scales = tensors["embeddings"], tensors["weights"]
            late_weights = tensors["late_weights"]
        except (OSError, SafetensorError, KeyError, ValueError) as error:
            raise ModelUnavailable(
                f"The static embedding model in {folder} cannot be read ({error}); "
                "install coopbot again, or give another COOPBOT_EMBEDDER."
            ) from error
        if not len(rows) == len(scales) == len(late_weights) == tokenizer.get_vocab_size():
            raise ModelUnavailable(
                f"The static embedding model in {folder} has {len(rows)} rows for "
                f"{tokenizer.get_vocab_size()} tokens; install coopbot again."
            )
        tokenizer.no_padding()
        tokenizer.no_truncation()
        table = rows.astype(np.float32)
        lengths = np.linalg.norm(table, axis=1)
        table /= np.where(lengths > 0, lengths, 1)[:, None]
        return cls(
            tokenizer,
            table,
            scales.astype(np.float32) * lengths,
            late_weights.astype(np.float32),
            "sha256:" + hashlib.sha256(stored + vocabulary).hexdigest(),
        )

    def embed_queries(self, texts: list[str]) -> NDArray[np.float32]:
        """Return one unit row per question; a text without known tokens gives a row of zeros."""
        return self._embed(texts)

    def embed_passages(self, texts: list[str]) -> NDArray[np.float32]:
        """Return one unit row per paragraph; a text without known tokens gives a row of zeros."""
        return self._embed(texts)

    def token_ids(self, texts: Sequence[str]) -> list[NDArray[np.int32]]:
        """Return the known tokens of each text, in their order."""
        found: list[NDArray[np.int32]] = []
        for start in range(0, len(texts), TOKENIZER_BATCH):
            batch = [_encodable(text) for text in texts[start : start + TOKENIZER_BATCH]]
            for encoding in self._tokenizer.encode_batch_fast(batch, add_special_tokens=False):
                ids = np.asarray(encoding.ids, dtype=np.int32)
                found.append(ids[ids != UNKNOWN])
        return found

    def rank(self, query: str, passages: Sequence[NDArray[np.int32]]) -> NDArray[np.float32]:
        """Return one score per paragraph: how well it has something near each question token.

        For each question token the cosine of its nearest paragraph token, weighted by the token's
        learnt weight; plus half the cosine of the pooled vectors. Scores lie within [-0.5, 1.5]; an
        empty paragraph or question scores 0.
        """
        scores = np.zeros(len(passages), dtype=np.float32)
        (question,) = self.token_ids([query])
        filled = [index for index, ids in enumerate(passages) if len(ids)]
        if not len(question) or not filled:
            return scores
        flat = np.concatenate([passages[index] for index in filled])
        starts = np.cumsum([0] + [len(passages[index]) for index in filled[:-1]])
        present = np.zeros(len(self._table), dtype=bool)
        present[flat] = True
        tokens = np.flatnonzero(present)
        place = np.empty(len(self._table), dtype=np.int32)
        place[tokens] = np.arange(len(tokens), dtype=np.int32)
        where = place[flat]
        vectors = self._table[tokens]
        scores[filled] = self._compared(question, vectors, where, starts)
        scores[filled] += POOLED_SHARE * self._pooled(question, vectors, tokens, where, starts)
        return scores

    def _embed(self, texts: list[str]) -> NDArray[np.float32]:
        return self._pool(self.token_ids(texts))

    def _pool(self, texts: Sequence[NDArray[np.int32]]) -> NDArray[np.float32]:
        """Return the unit vector of each text, given by its token ids."""
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, ids in zip(rows, texts, strict=True):
            if len(ids):
                row[:] = self._weights[ids] @ self._table[ids]
        return unit_rows(rows)

    def _compared(
        self,
        question: NDArray[np.int32],
        vectors: NDArray[np.float32],
        where: NDArray[np.int32],
        starts: NDArray[np.intp],
    ) -> NDArray[np.float32]:
        """Compare each question token with the nearest token of each paragraph."""
        tokens, counts = np.unique(question, return_counts=True)
        weights = self._late_weights[tokens] * counts.astype(np.float32)
        near = np.maximum(vectors @ self._table[tokens].T, 0)
        nearest = np.maximum.reduceat(near[where], starts, axis=0)
        return nearest @ (weights / weights.sum())  # type: ignore[no-any-return]

    def _pooled(
        self,
        question: NDArray[np.int32],
        vectors: NDArray[np.float32],
        tokens: NDArray[np.intp],
        where: NDArray[np.int32],
        starts: NDArray[np.intp],
    ) -> NDArray[np.float32]:
        """Return the cosine of the pooled question and each pooled paragraph.

        Sums through a matrix of token counts: a paragraph's own rows would be gathered ten times.
        """
        lengths = np.diff(starts, append=len(where))
        counts = np.zeros((len(starts), len(tokens)), dtype=np.float32)
        np.add.at(counts, (np.repeat(np.arange(len(starts)), lengths), where), 1)
        counts *= self._weights[tokens]
        sums: NDArray[np.float32] = counts @ vectors
        (pooled,) = self._pool([question])
        cosines: NDArray[np.float32] = unit_rows(sums) @ pooled
        return cosines


def _encodable(text: str) -> str:
    """Replace lone surrogates, which the tokeniser refuses, by the replacement character."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode(errors="replace").decode()
    return text
