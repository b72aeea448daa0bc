"""The training scores: equal to what the product computes, with right gradients."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from coopbot.static_embedder import POOLED_SHARE, StaticEmbedder
from training.objective import Bags, compared, contrastive, pooled, sentence_loss

QUESTIONS = [np.array([1, 2, 2]), np.array([5, 1])]
PASSAGES = [np.array([3, 4, 1, 4]), np.array([6]), np.array([2, 5, 7, 0, 3])]
PLACES = np.arange(8)


@pytest.fixture
def vectors() -> torch.Tensor:
    generator = torch.Generator().manual_seed(7)
    values = torch.randn(8, 4, generator=generator, dtype=torch.float32)
    return torch.nn.functional.normalize(values, dim=1).requires_grad_(True)


@pytest.fixture
def weights() -> torch.Tensor:
    return torch.linspace(0.2, 1.0, 8).requires_grad_(True)


def nearest_by_hand(vectors: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    rows = []
    for question in QUESTIONS:
        shares = weights[question] / weights[question].sum()
        cells = [
            (
                torch.relu((vectors[question] @ vectors[passage].t()).max(dim=1).values) * shares
            ).sum()
            for passage in PASSAGES
        ]
        rows.append(torch.stack(cells))
    return torch.stack(rows)


def test_compared_is_the_weighted_nearest_cosine(
    vectors: torch.Tensor, weights: torch.Tensor
) -> None:
    questions, passages = Bags.of(QUESTIONS, PLACES), Bags.of(PASSAGES, PLACES)
    found = compared(vectors, weights, questions, passages)
    expected = nearest_by_hand(vectors, weights)
    torch.testing.assert_close(found, expected)
    directions = torch.randn(found.shape, generator=torch.Generator().manual_seed(1))
    for leaf in (vectors, weights):
        (mine,) = torch.autograd.grad((found * directions).sum(), leaf, retain_graph=True)
        (theirs,) = torch.autograd.grad((expected * directions).sum(), leaf, retain_graph=True)
        torch.testing.assert_close(mine, theirs)


def test_training_scores_are_those_of_the_product(
    vectors: torch.Tensor, weights: torch.Tensor
) -> None:
    class Numbers:
        """Read a text of numbers as its tokens."""

        def encode_batch_fast(self, texts: list[str], add_special_tokens: bool) -> list[object]:
            return [type("Encoding", (), {"ids": [int(n) for n in text.split()]}) for text in texts]

    late = weights.detach().flip(0)
    product = StaticEmbedder(
        Numbers(),  # type: ignore[arg-type]
        vectors.detach().numpy(),
        weights.detach().numpy(),
        late.numpy(),
        "test",
    )
    questions, passages = Bags.of(QUESTIONS, PLACES), Bags.of([p[p > 0] for p in PASSAGES], PLACES)
    cosines = pooled(vectors, weights, questions) @ pooled(vectors, weights, passages).t()
    scores = compared(vectors, late, questions, passages) + POOLED_SHARE * cosines
    tokens = [passage[passage > 0].astype(np.int32) for passage in PASSAGES]
    for row, question in zip(scores.detach().numpy(), QUESTIONS, strict=True):
        found = product.rank(" ".join(map(str, question)), tokens)
        np.testing.assert_allclose(found, row, atol=1e-5)


def test_contrastive_loss_falls_where_the_diagonal_wins() -> None:
    assert contrastive(torch.eye(4)) < 1e-4
    assert contrastive(torch.zeros(4, 4)) == pytest.approx(np.log(4))
    assert contrastive(1 - torch.eye(4)) > 10


def test_sentence_loss_reaches_every_part(vectors: torch.Tensor, weights: torch.Tensor) -> None:
    late = weights.detach().clone().requires_grad_(True)
    questions, passages = Bags.of(QUESTIONS, PLACES), Bags.of(PASSAGES[:2], PLACES)
    torch.autograd.backward(sentence_loss(vectors, weights, late, questions, passages))
    for leaf in (vectors, weights, late):
        assert leaf.grad is not None
        assert torch.isfinite(leaf.grad).all()
        assert leaf.grad.abs().sum() > 0
