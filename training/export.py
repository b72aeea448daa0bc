"""The trained vectors as the folder that ships: one byte per number, readable by model2vec."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file
from tokenizers import Tokenizer

from coopbot.static_embedder import UNKNOWN

LARGEST = 127

MODULES = [
    {"idx": 0, "name": "0", "path": ".", "type": "sentence_transformers.models.StaticEmbedding"},
    {
        "idx": 1,
        "name": "1",
        "path": "1_Normalize",
        "type": "sentence_transformers.models.Normalize",
    },
]
"""What sentence-transformers puts together when it loads the folder."""

CONFIGURATION = {"normalize": True, "max_length": None, "embedding_dtype": "int8"}


def write_folder(
    folder: Path,
    tokenizer: Tokenizer,
    vectors: NDArray[np.float32],
    weights: NDArray[np.float32],
    late_weights: NDArray[np.float32],
) -> None:
    """Write a folder that the product, model2vec and sentence-transformers load.

    Each vector becomes whole numbers of -127 to 127; ``weights`` brings it back to its length when
    texts are pooled. The unknown token counts nothing.
    """
    folder.mkdir(parents=True, exist_ok=True)
    quantised = quantise(vectors)
    quantised[UNKNOWN] = 0
    lengths = np.linalg.norm(quantised.astype(np.float32), axis=1)
    scales = np.where(lengths > 0, weights / np.maximum(lengths, 1), 0).astype(np.float32)
    counted = np.where(lengths > 0, late_weights, 0).astype(np.float32)
    tensors: dict[str, NDArray[Any]] = {
        "embeddings": quantised,
        "weights": scales,
        "late_weights": counted,
    }
    save_file(tensors, folder / "model.safetensors")
    (folder / "model.safetensors").chmod(0o644)
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    for name, value in (("config.json", CONFIGURATION), ("modules.json", MODULES)):
        (folder / name).write_text(json.dumps(value, indent=1) + "\n", encoding="utf-8")


def quantise(vectors: NDArray[np.float32]) -> NDArray[np.int8]:
    """Scale each row so that its largest number is 127, and round."""
    largest = np.abs(vectors).max(axis=1, keepdims=True)
    scaled = vectors / np.where(largest > 0, largest, 1) * LARGEST
    return np.rint(scaled).astype(np.int8)
