"""What training makes large for the right paragraph and small for the others of a batch.

The two scores that the product uses are trained as they are used: the cosine of the pooled vectors,
and the comparison of each question token with its nearest paragraph token.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from coopbot.static_embedder import POOLED_SHARE

TEMPERATURE = 0.05

Tokens = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Bags:
    """Hold the tokens of several texts, one after the other, as places in a batch's vectors."""

    tokens: torch.Tensor
    lengths: list[int]

    @classmethod
    def of(cls, texts: Sequence[Tokens], places: NDArray[np.int64]) -> Bags:
        """Take the texts' tokens; ``places`` gives each token's row in the batch's vectors."""
        flat = torch.from_numpy(places[np.concatenate(texts)])
        return cls(flat, [len(text) for text in texts])

    @property
    def offsets(self) -> torch.Tensor:
        """Return where each text begins."""
        return torch.tensor([0, *self.lengths[:-1]]).cumsum(0)

    @property
    def texts(self) -> torch.Tensor:
        """Return the number of the text that each token belongs to."""
        return torch.repeat_interleave(torch.tensor(self.lengths))


def pooled(vectors: torch.Tensor, weights: torch.Tensor, bags: Bags) -> torch.Tensor:
    """Return the unit vector of each text: its tokens' unit vectors, weighted and added."""
    sums = functional.embedding_bag(
        bags.tokens,
        vectors,
        bags.offsets,
        mode="sum",
        per_sample_weights=weights[bags.tokens],
    )
    return functional.normalize(sums, dim=1)


def compared(
    vectors: torch.Tensor, weights: torch.Tensor, questions: Bags, passages: Bags
) -> torch.Tensor:
    """Return questions x passages: the weighted mean cosine of the nearest passage tokens."""
    asked, asked_at = torch.unique(questions.tokens, return_inverse=True)
    told, told_at = torch.unique(passages.tokens, return_inverse=True)
    cosines = vectors[told] @ vectors[asked].t()
    best = _Nearest.apply(  # type: ignore[no-untyped-call]
        cosines, list(told_at.split(passages.lengths))
    )
    nearest = torch.relu(best)
    shares = torch.zeros(len(questions.lengths), len(asked))
    shares = shares.index_put(
        (questions.texts, asked_at), weights[questions.tokens], accumulate=True
    )
    shares = shares / shares.sum(1, keepdim=True)
    return shares @ nearest.t()


class _Nearest(torch.autograd.Function):
    """Take the largest cosine of each passage's tokens, for every question token of the batch.

    A passage at a time: the whole would be a matrix of all passages' tokens by all questions'.
    """

    @staticmethod
    def forward(ctx: Any, cosines: torch.Tensor, passages: list[torch.Tensor]) -> torch.Tensor:
        values = torch.empty(len(passages), cosines.shape[1])
        rows = torch.empty(len(passages), cosines.shape[1], dtype=torch.long)
        for number, tokens in enumerate(passages):
            values[number], at = cosines.index_select(0, tokens).max(0)
            rows[number] = tokens[at]
        ctx.save_for_backward(rows)
        ctx.height = cosines.shape[0]
        return values

    @staticmethod
    def backward(ctx: Any, *gradients: torch.Tensor) -> tuple[torch.Tensor, None]:
        (rows,) = ctx.saved_tensors
        spread = torch.zeros(ctx.height, gradients[0].shape[1])
        return spread.scatter_add_(0, rows, gradients[0]), None


def contrastive(scores: torch.Tensor) -> torch.Tensor:
    """Return the mean loss of finding the diagonal by rows and by columns (InfoNCE)."""
    right = torch.arange(len(scores))
    scaled = scores / TEMPERATURE
    by_row = functional.cross_entropy(scaled, right)
    return (by_row + functional.cross_entropy(scaled.t(), right)) / 2


def sentence_loss(
    vectors: torch.Tensor,
    weights: torch.Tensor,
    late_weights: torch.Tensor,
    questions: Bags,
    passages: Bags,
) -> torch.Tensor:
    """Return the loss of the pooled cosine plus that of the ranking score."""
    cosines = pooled(vectors, weights, questions) @ pooled(vectors, weights, passages).t()
    ranking = compared(vectors, late_weights, questions, passages) + POOLED_SHARE * cosines
    return contrastive(cosines) + contrastive(ranking)


def lexicon_loss(
    vectors: torch.Tensor, weights: torch.Tensor, words: Bags, translations: Bags
) -> torch.Tensor:
    """Return the loss of finding a word's translation by the pooled cosine."""
    return contrastive(pooled(vectors, weights, words) @ pooled(vectors, weights, translations).t())
