"""The written folder: small, and nearly what was trained."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from tokenizers import Tokenizer, models, pre_tokenizers

from coopbot.static_embedder import StaticEmbedder
from training.export import quantise, write_folder

PIECES = [("[UNK]", 0.0), ("risk", -1.0), ("风险", -1.0), ("assessment", -2.0)]


def test_quantise_keeps_directions() -> None:
    rows = np.random.default_rng(7).normal(size=(50, 64)).astype(np.float32)
    found = quantise(rows).astype(np.float32)
    cosines = (rows * found).sum(1) / np.linalg.norm(rows, axis=1) / np.linalg.norm(found, axis=1)
    assert cosines.min() > 0.999
    assert np.abs(found).max() == 127
    assert not quantise(np.zeros((1, 4), dtype=np.float32)).any()


def test_written_folder_loads_with_the_same_vectors_and_weights(tmp_path: Path) -> None:
    tokenizer = Tokenizer(models.Unigram(PIECES, unk_id=0))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    vectors = np.random.default_rng(7).normal(size=(4, 16)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    weights = np.array([1.0, 0.5, 0.25, 2.0], dtype=np.float32)
    write_folder(tmp_path, tokenizer, vectors, weights, weights[::-1].copy())
    model = StaticEmbedder.from_folder(tmp_path)
    pooled = 0.5 * vectors[1] + 2.0 * vectors[3]
    (found,) = model.embed_passages(["risk unheard assessment"])
    np.testing.assert_allclose(found, pooled / np.linalg.norm(pooled), atol=0.01)
    assert [ids.tolist() for ids in model.token_ids(["风险 unheard", "?"])] == [[2], []]


def test_written_folder_is_the_same_each_time(tmp_path: Path) -> None:
    tokenizer = Tokenizer(models.Unigram(PIECES, unk_id=0))
    vectors = np.eye(4, dtype=np.float32)
    weights = np.ones(4, dtype=np.float32)
    for name in ("a", "b"):
        write_folder(tmp_path / name, tokenizer, vectors, weights, weights)
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes(), path.name
