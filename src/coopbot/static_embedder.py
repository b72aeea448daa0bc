"""The shipped embedding model: one vector and two weights per token, read without torch.

A text is the weighted mean of its tokens' unit vectors. For ranking, question and paragraph are
also compared token by token. The folder is a model2vec folder (``StaticModel.from_pretrained`` and
sentence-transformers load it and give the same pooled vectors); it holds one more tensor than they
read, the weights of the question's tokens in that comparison.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
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

ROWS_AT_ONCE = 2048
LEAST_WEIGHT = 1e-9
_NO_TOKENS = np.empty(0, dtype=np.int32)


class StaticEmbedder:
    """Embed and rank with a table of token vectors; safe to share between threads."""

    name = "static"

    def __init__(
        self,
        tokenizer: Tokenizer,
        table: NDArray[np.int8],
        pooling_scales: NDArray[np.float32],
        late_weights: NDArray[np.float32],
        fingerprint: str,
    ) -> None:
        """Take the rows of the tokens, of any length, and two numbers for each token.

        ``pooling_scales`` bring the rows to their lengths in the sum that pools a text;
        ``late_weights`` count the token where it stands in a question that is compared token by
        token. The table stays as small as it is stored: only a call's rows become unit vectors.
        """
        self._tokenizer = tokenizer
        self._table = table
        self._unit_scales = _inverse_lengths(table)
        self._pooling_scales = pooling_scales
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
        digest = hashlib.sha256()
        try:
            vocabulary = (folder / "tokenizer.json").read_bytes()
            stored = (folder / "model.safetensors").read_bytes()
            tensors = load_tensors(stored)
            tokenizer = Tokenizer.from_buffer(vocabulary)
            table, scales = tensors["embeddings"], tensors["weights"]
            late_weights = tensors["late_weights"]
        except (OSError, SafetensorError, KeyError, ValueError) as error:
            raise ModelUnavailable(
                f"The static embedding model in {folder} cannot be read ({error}); "
                "install coopbot again, or give another COOPBOT_EMBEDDER."
            ) from error
        if not len(table) == len(scales) == len(late_weights) == tokenizer.get_vocab_size():
            raise ModelUnavailable(
                f"The static embedding model in {folder} has {len(table)} rows for "
                f"{tokenizer.get_vocab_size()} tokens; install coopbot again."
            )
        tokenizer.no_padding()
        tokenizer.no_truncation()
        digest.update(stored)
        digest.update(vocabulary)
        return cls(tokenizer, table, scales, late_weights, "sha256:" + digest.hexdigest())

    def embed_queries(self, texts: list[str]) -> NDArray[np.float32]:
        """Return one unit row per question; a text without known tokens gives a row of zeros."""
        return self.pooled(self.token_ids(texts))

    def embed_passages(self, texts: list[str]) -> NDArray[np.float32]:
        """Return one unit row per paragraph; a text without known tokens gives a row of zeros."""
        return self.pooled(self.token_ids(texts))

    def token_ids(self, texts: Sequence[str]) -> list[NDArray[np.int32]]:
        """Return the known tokens of each text, in their order."""
        found: list[NDArray[np.int32]] = []
        for start in range(0, len(texts), TOKENIZER_BATCH):
            batch = [_encodable(text) for text in texts[start : start + TOKENIZER_BATCH]]
            for encoding in self._tokenizer.encode_batch_fast(batch, add_special_tokens=False):
                ids = np.asarray(encoding.ids, dtype=np.int32)
                found.append(ids[ids != UNKNOWN])
        return found

    def pooled(self, texts: Sequence[NDArray[np.int32]]) -> NDArray[np.float32]:
        """Return one unit row per text, given by its token ids; zeros where it has none."""
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, ids in zip(rows, texts, strict=True):
            if len(ids):
                row[:] = self._pooling_scales[ids] @ self._table[ids].astype(np.float32)
        return unit_rows(rows)

    def cosines(
        self, queries: Sequence[str], passages: Sequence[NDArray[np.int32]]
    ) -> TokenCosines:
        """Return the cosines of all tokens of some questions with all of some paragraphs."""
        told = np.concatenate([_NO_TOKENS, *passages])
        tokens, places = _distinct(told, len(self._table))
        asked = np.unique(np.concatenate([_NO_TOKENS, *self.token_ids(queries)]))
        rows = self._table[asked].astype(np.float32)
        rows *= self._unit_scales[asked][:, None]
        # A row for each question token: its cosines lie side by side, where maxima are quick. The
        # long side comes first, which BLAS multiplies faster.
        near = np.ascontiguousarray((self._table[tokens].astype(np.float32) @ rows.T).T)
        near *= self._unit_scales[tokens]
        return TokenCosines(asked, places, near)

    def rank(
        self,
        query: str,
        passages: Sequence[NDArray[np.int32]],
        vectors: NDArray[np.float32] | None = None,
        cosines: TokenCosines | None = None,
    ) -> NDArray[np.float32]:
        """Return one score per paragraph: how well it has something near each question token.

        For each question token the cosine of its nearest paragraph token, weighted by the token's
        learnt weight; plus half the cosine of the pooled vectors. Scores lie within [-0.5, 1.5]; an
        empty paragraph or question scores 0.

        :param vectors: the paragraphs' pooled vectors; made here where they are not given.
        :param cosines: made of this question and of paragraphs that hold all these tokens.
        """
        scores = np.zeros(len(passages), dtype=np.float32)
        (question,) = self.token_ids([query])
        filled = [index for index, ids in enumerate(passages) if len(ids)]
        if not len(question) or not filled:
            return scores
        told = [passages[index] for index in filled]
        rows = self.pooled(told) if vectors is None else vectors[filled]
        (asked,) = self.pooled([question])
        cosines = cosines or self.cosines([query], told)
        scores[filled] = self._nearest(question, told, cosines) + POOLED_SHARE * (rows @ asked)
        return scores

    def phrases(self, query: str, passages: Sequence[NDArray[np.int32]]) -> NDArray[np.float32]:
        """Return, for each paragraph, the share of the question's neighbouring tokens that are
        neighbours there too, weighted by the less telling of the two; 0 to 1.
        """
        (question,) = self.token_ids([query])
        shares = np.zeros(len(passages), dtype=np.float32)
        told = np.concatenate([_NO_TOKENS, *passages])
        if len(question) < 2 or len(told) < 2:
            return shares
        weights = self._late_weights[question]
        asked, pair = np.unique(_pairs(question, len(self._table)), return_inverse=True)
        worth = np.bincount(pair, np.minimum(weights[:-1], weights[1:]))
        present = np.zeros(len(self._table), dtype=bool)
        present[question] = True
        met = present[told]
        places = np.flatnonzero(met[:-1] & met[1:])
        starts = np.cumsum([0, *map(len, passages)])
        passage = np.searchsorted(starts, places, side="right") - 1
        inside = places + 1 < starts[passage + 1]
        places, passage = places[inside], passage[inside]
        codes = _pairs(told, len(self._table))[places]
        column = np.minimum(np.searchsorted(asked, codes), len(asked) - 1)
        same = asked[column] == codes
        held = np.zeros((len(passages), len(asked)), dtype=np.float32)
        held[passage[same], column[same]] = 1.0
        shares[:] = held @ worth / max(float(worth.sum()), LEAST_WEIGHT)
        return shares

    def _nearest(
        self,
        question: NDArray[np.int32],
        passages: Sequence[NDArray[np.int32]],
        cosines: TokenCosines,
    ) -> NDArray[np.float32]:
        """Return the weighted mean, over the question's tokens, of the nearest token's cosine."""
        asked = np.unique(question)
        shares = self.late_shares(question, asked)
        told: NDArray[np.float32] = shares @ np.maximum(cosines.nearest(asked, passages), 0)
        return told

    def late_shares(
        self, question: NDArray[np.int32], tokens: NDArray[np.int32]
    ) -> NDArray[np.float32]:
        """Return the share of each token in the comparison of a question; they sum up to 1.

        :param tokens: ascending; those of the question are among them.
        """
        counts = np.zeros(len(tokens), dtype=np.float32)
        np.add.at(counts, np.searchsorted(tokens, question), 1)
        shares: NDArray[np.float32] = self._late_weights[tokens] * counts
        return shares / max(float(shares.sum()), LEAST_WEIGHT)


@dataclass(frozen=True, slots=True)
class TokenCosines:
    """Cosines of the tokens of questions with those of paragraphs: made once, read for each
    question, paragraph and sentence.
    """

    asked: NDArray[np.int32]
    """Tokens of the questions, ascending: the rows."""
    places: NDArray[np.int32]
    """The column of each token of the vocabulary that a paragraph has."""
    near: NDArray[np.float32]

    def nearest(
        self, asked: NDArray[np.int32], passages: Sequence[NDArray[np.int32]]
    ) -> NDArray[np.float32]:
        """Return, for each of some question tokens and each paragraph, the greatest cosine.

        :param passages: token ids, none of them empty.
        """
        rows = self.near
        if len(asked) < len(self.asked):
            rows = rows[np.searchsorted(self.asked, asked)]
        starts = np.cumsum([0, *map(len, passages[:-1])])
        columns = self.places[np.concatenate(passages)]
        best: NDArray[np.float32] = np.maximum.reduceat(
            rows.take(columns, axis=1, mode="clip"), starts, axis=1
        )
        return best


def _inverse_lengths(table: NDArray[np.int8]) -> NDArray[np.float32]:
    """Return one over the length of each row, 0 for a row of zeros; a block at a time, in cache."""
    lengths = np.empty(len(table), dtype=np.float32)
    for start in range(0, len(table), ROWS_AT_ONCE):
        block = table[start : start + ROWS_AT_ONCE].astype(np.float32)
        lengths[start : start + ROWS_AT_ONCE] = np.sqrt(np.einsum("ij,ij->i", block, block))
    inverse = np.zeros_like(lengths)
    np.divide(1, lengths, out=inverse, where=lengths > 0)
    return inverse


def _distinct(ids: NDArray[np.int32], size: int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return the distinct token ids, ascending, and for each id its place among them."""
    present = np.zeros(size, dtype=bool)
    present[ids] = True
    tokens = np.flatnonzero(present).astype(np.int32)
    place = np.empty(size, dtype=np.int32)
    place[tokens] = np.arange(len(tokens), dtype=np.int32)
    return tokens, place


def _pairs(ids: NDArray[np.int32], size: int) -> NDArray[np.int64]:
    """Return a number for each two neighbours, which no other two have."""
    codes: NDArray[np.int64] = ids[:-1].astype(np.int64) * size + ids[1:]
    return codes


def _encodable(text: str) -> str:
    """Replace lone surrogates, which the tokeniser refuses, by the replacement character."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode(errors="replace").decode()
    return text
