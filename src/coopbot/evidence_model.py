"""The shipped model that turns what describes a sentence into a probability.

Small decision trees whose sum is the logarithm of the odds, and a linear model that tells from the
likeliest sentence whether to answer at all. Both are fitted by ``evals.evidence`` and kept as plain
numbers: nothing but numpy is needed to read them, and loading costs milliseconds.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from coopbot.errors import ModelUnavailable

_Model = TypeVar("_Model")


@dataclass(frozen=True, slots=True)
class EvidenceModel:
    """Trees of equal depth: all nodes side by side, a leaf leading to itself."""

    names: tuple[str, ...]
    """The columns, in order."""
    base: float
    """Log odds before the first tree."""
    column: NDArray[np.int32]
    """Shape (trees, nodes): the column that a node looks at."""
    limit: NDArray[np.float32]
    """At most this leads left."""
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: NDArray[np.float32]
    """What a node adds to the log odds where the walk ends in it."""
    depth: int

    @classmethod
    def shipped(cls) -> Self:
        """Load the model that comes with the package."""
        return _shipped("sentences", cls.from_dict)

    @classmethod
    def from_dict(cls, stored: dict[str, Any]) -> Self:
        """Read the form in which ``evals.evidence`` writes it."""
        return cls(
            names=tuple(stored["names"]),
            base=float(stored["base"]),
            column=np.asarray(stored["column"], dtype=np.int32),
            limit=np.asarray(stored["limit"], dtype=np.float32),
            left=np.asarray(stored["left"], dtype=np.int32),
            right=np.asarray(stored["right"], dtype=np.int32),
            value=np.asarray(stored["value"], dtype=np.float32),
            depth=int(stored["depth"]),
        )

    def probabilities(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return a probability for each row of columns."""
        trees = np.arange(len(self.column))[None, :]
        samples = np.arange(len(rows))[:, None]
        node = np.zeros((len(rows), len(self.column)), dtype=np.int32)
        for _ in range(self.depth):
            goes_left = rows[samples, self.column[trees, node]] <= self.limit[trees, node]
            node = np.where(goes_left, self.left[trees, node], self.right[trees, node])
        odds = self.base + self.value[trees, node].sum(axis=1)
        likely: NDArray[np.float32] = 1.0 / (1.0 + np.exp(-odds))
        return likely


@dataclass(frozen=True, slots=True)
class LinearModel:
    """A logistic regression over columns that are brought to mean 0 and deviation 1."""

    names: tuple[str, ...]
    means: NDArray[np.float64]
    scales: NDArray[np.float64]
    coefficients: NDArray[np.float64]
    intercept: float

    @classmethod
    def shipped(cls) -> Self:
        """Load the model that comes with the package."""
        return _shipped("sufficiency", cls.from_dict)

    @classmethod
    def from_dict(cls, stored: dict[str, Any]) -> Self:
        """Read the form in which ``evals.evidence`` writes it."""
        means, scales, coefficients = (
            np.asarray(stored[name], dtype=np.float64)
            for name in ("means", "scales", "coefficients")
        )
        return cls(tuple(stored["names"]), means, scales, coefficients, float(stored["intercept"]))

    def probability(self, values: NDArray[np.float64]) -> float:
        """Return the probability for one row of columns."""
        odds = self.intercept + self.coefficients @ ((values - self.means) / self.scales)
        return float(1.0 / (1.0 + np.exp(-odds)))


def require_columns(model: EvidenceModel | LinearModel, columns: Sequence[str]) -> None:
    """Raise ModelUnavailable where a model was fitted on other columns than the code makes."""
    if model.names != tuple(columns):
        other = sorted(set(model.names) ^ set(columns)) or ["their order"]
        raise ModelUnavailable(
            f"The evidence model was fitted on other numbers than this version makes ({other[0]}); "
            "install coopbot again, or fit it again with `python -m evals.evidence`."
        )


@lru_cache(maxsize=1)
def _stored() -> dict[str, Any]:
    stored = resources.files("coopbot") / "weights" / "evidence" / "model.json"
    models: dict[str, Any] = json.loads(stored.read_text(encoding="utf-8"))
    return models


def _shipped(part: str, read: Callable[[dict[str, Any]], _Model]) -> _Model:
    try:
        return read(_stored()[part])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelUnavailable(
            f"The evidence model of the package cannot be read ({error}); install coopbot again."
        ) from error
