"""Train the shipped embedding model.

    python -m training.train --data DIR [--more DIR] --out DIR [--seed 7] [--steps 1600]

``--data`` is a folder of the training data, ``--more`` what ``training.sources`` fetched. The
folder ``--out`` gets the model and ``history.json``, the mean losses of every hundred steps.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
import typer
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch.nn import functional

from training.batches import Sampler, token_counts
from training.export import write_folder
from training.features import FeatureTable
from training.objective import Bags, Tokens, lexicon_loss, sentence_loss
from training.rows import read_training_data
from training.table import Table
from training.vocabulary import build_tokenizer, read_frequencies

DIMENSION = 256
STEPS = 1600
LEXICON_EVERY = 2
RATE = 8e-3
WEIGHT_RATE = 1e-2
WARM_UP_STEPS = 50
OWN_SPREAD = 0.7
"""Length at the start of a piece's own part, against about 1 for that of its features."""

POOLED_RARITY = 1e-4
LATE_RARITY = 1e-3
"""The constant a of the weights a / (a + p) that tokens of probability p start with."""

REPORT_STEPS = 100
CHECKPOINT_STEPS = 400
"""Steps after which the model is written as it is: what an interrupted run leaves."""

THREADS = 2


class Model:
    """Hold the vectors and weights of all tokens while they are trained."""

    def __init__(self, tokenizer: Tokenizer, counts: NDArray[np.int64], seed: int) -> None:
        generator = torch.Generator().manual_seed(seed)
        vocabulary = tokenizer.get_vocab()
        self._features = FeatureTable(sorted(vocabulary, key=lambda piece: vocabulary[piece]))
        self._size = len(vocabulary)
        spread = DIMENSION**-0.5
        self._own = Table(self._size, DIMENSION, OWN_SPREAD * spread, generator)
        self._shared = Table(self._features.size, DIMENSION, spread, generator)
        shares = torch.from_numpy(counts / counts.sum()).float()
        self._weights = torch.nn.Parameter(torch.log(POOLED_RARITY / (POOLED_RARITY + shares)))
        self._late_weights = torch.nn.Parameter(torch.log(LATE_RARITY / (LATE_RARITY + shares)))
        self._adam = torch.optim.Adam([self._weights, self._late_weights], lr=WEIGHT_RATE)

    def sentence_step(self, questions: list[Tokens], passages: list[Tokens], rate: float) -> float:
        """Take one step on a batch of sentences and return its loss."""
        tokens, asked, told = _placed(questions, passages, self._size)
        weights, late = self._weights[tokens].exp(), self._late_weights[tokens].exp()
        loss = sentence_loss(self._vectors(tokens), weights, late, asked, told)
        return self._step(loss, rate)

    def lexicon_step(self, words: list[Tokens], others: list[Tokens], rate: float) -> float:
        """Take one step on a batch of words and return its loss."""
        tokens, left, right = _placed(words, others, self._size)
        loss = lexicon_loss(self._vectors(tokens), self._weights[tokens].exp(), left, right)
        return self._step(loss, rate)

    @torch.no_grad()
    def arrays(self) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
        """Return unit vectors, weights and late weights of all tokens."""
        flat, offsets, shares = self._features.of(np.arange(self._size))
        vectors = self._own.values + _summed(self._shared.values, flat, offsets, shares)
        return (
            functional.normalize(vectors, dim=1).numpy(),
            self._weights.exp().numpy(),
            self._late_weights.exp().numpy(),
        )

    def _vectors(self, tokens: torch.Tensor) -> torch.Tensor:
        """Return the unit vectors of these tokens: their own part and that of their features."""
        flat, offsets, shares = self._features.of(tokens.numpy())
        used, places = np.unique(flat, return_inverse=True)
        shared = self._shared.read(torch.from_numpy(used))
        vectors = self._own.read(tokens) + _summed(shared, places, offsets, shares)
        return functional.normalize(vectors, dim=1)

    def _step(self, loss: torch.Tensor, rate: float) -> float:
        for group in self._adam.param_groups:
            group["lr"] = WEIGHT_RATE * rate
        self._adam.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        self._own.step(RATE * rate)
        self._shared.step(RATE * rate)
        self._adam.step()
        return float(loss.detach())


def _summed(
    vectors: torch.Tensor,
    rows: NDArray[np.int64],
    offsets: NDArray[np.int64],
    shares: NDArray[np.float32],
) -> torch.Tensor:
    return functional.embedding_bag(
        torch.from_numpy(rows),
        vectors,
        torch.from_numpy(offsets),
        mode="sum",
        per_sample_weights=torch.from_numpy(shares),
    )


def _placed(left: list[Tokens], right: list[Tokens], size: int) -> tuple[torch.Tensor, Bags, Bags]:
    """Return the distinct tokens of a batch and both sides as places among them."""
    tokens = np.unique(np.concatenate(left + right)).astype(np.int64)
    places = np.zeros(size, dtype=np.int64)
    places[tokens] = np.arange(len(tokens))
    return torch.from_numpy(tokens), Bags.of(left, places), Bags.of(right, places)


def rate_at(step: int, steps: int) -> float:
    """Return the share of the full learning rate: a short rise, then a straight fall to zero."""
    return min(1.0, step / WARM_UP_STEPS) * (1 - (step - 1) / steps)


@dataclass(slots=True)
class History:
    """Collect the losses and report their means."""

    steps: int
    points: list[dict[str, float]] = field(default_factory=list)
    _sentences: list[float] = field(default_factory=list)
    _words: list[float] = field(default_factory=list)
    _started: float = field(default_factory=time.monotonic)

    def add(self, step: int, sentence: float | None, word: float | None) -> None:
        """Note the loss of one step."""
        self._sentences += [] if sentence is None else [sentence]
        self._words += [] if word is None else [word]
        if step % REPORT_STEPS and step != self.steps:
            return
        point = {"step": step, "sentences": _mean(self._sentences), "words": _mean(self._words)}
        self.points.append(point)
        seconds = time.monotonic() - self._started
        typer.echo(
            f"step {step} of {self.steps}: sentences {point['sentences']:.3f}, "
            f"words {point['words']:.3f}, {seconds:.0f} s",
        )
        self._sentences, self._words = [], []


def _mean(values: list[float]) -> float:
    return round(float(np.mean(values)), 4) if values else 0.0


def train(
    sampler: Sampler, tokenizer: Tokenizer, seed: int, steps: int, write: Callable[[Model], None]
) -> History:
    """Train a model on the sampler's batches; write it at checkpoints and at the end."""
    rows = [*sampler.sentences, *sampler.lexicon]
    model = Model(tokenizer, token_counts(rows, tokenizer.get_vocab_size()), seed)
    history = History(steps)
    for step in range(1, steps + 1):
        rate = rate_at(step, steps)
        if step % LEXICON_EVERY == 0:
            history.add(step, None, model.lexicon_step(*sampler.lexicon_batch(), rate))
        else:
            history.add(step, model.sentence_step(*sampler.sentence_batch(), rate), None)
        if step % CHECKPOINT_STEPS == 0 or step == steps:
            write(model)
    return history


def main(arguments: list[str] | None = None) -> None:
    """Build the tokeniser, train, and write the model's folder."""
    parser = argparse.ArgumentParser(description=__doc__, prog="python -m training.train")
    parser.add_argument("--data", type=Path, required=True, help="folder of the training data")
    parser.add_argument("--more", type=Path, help="folder that training.sources wrote")
    parser.add_argument("--out", type=Path, required=True, help="folder for the model")
    parser.add_argument("--tokenizer", type=Path, help="tokenizer.json to use, not a new one")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--steps", type=int, default=STEPS)
    options = parser.parse_args(arguments)
    torch.set_num_threads(THREADS)
    torch.use_deterministic_algorithms(True)
    folders = [folder for folder in (options.data, options.more) if folder is not None]
    data = read_training_data(folders)
    typer.echo(f"{len(data.sentences)} rows of text, {len(data.lexicon)} of words")
    if options.tokenizer:
        tokenizer = Tokenizer.from_file(str(options.tokenizer))
    else:
        frequencies = read_frequencies(options.more) if options.more else {}
        tokenizer = build_tokenizer(data, frequencies)
    sampler = Sampler(data, tokenizer, options.seed)

    def write(model: Model) -> None:
        write_folder(options.out, tokenizer, *model.arrays())

    history = train(sampler, tokenizer, options.seed, options.steps, write)
    report = json.dumps({"seed": options.seed, "points": history.points}, indent=1)
    (options.out / "history.json").write_text(report + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
