"""Means with bootstrap intervals, and paired comparison.

Versions of one question in six languages fail together, so whole groups are drawn, not cases: an
interval over single cases would be too narrow.
"""

from __future__ import annotations

import itertools
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 2000
"""Draws per interval: the ends move by less than half a percentage point between seeds."""

_SEED = 20_080_512
_EXACT_UP_TO = 14
"""Groups up to which all sign patterns are tried instead of drawn."""

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean and its 95 % interval."""

    value: float
    low: float
    high: float
    n: int
    """Cases that were scored."""

    def to_dict(self) -> dict[str, float | int]:
        """Return the form that results files have."""
        return {
            "value": round(self.value, 6),
            "low": round(self.low, 6),
            "high": round(self.high, 6),
            "n": self.n,
        }


@dataclass(frozen=True, slots=True)
class Difference:
    """How much B is above A on the same cases."""

    value: float
    low: float
    high: float
    p: float
    """Two-sided, from flipping the signs of whole groups."""
    n: int
    better: int
    worse: int


def estimate(
    values: Sequence[tuple[Hashable, float]], resamples: int = RESAMPLES
) -> Estimate | None:
    """Return the mean of the values with its interval, None where there is no value.

    :param values: pairs of group and value.
    """
    if not values:
        return None
    sums, counts = _by_group(values)
    low, high = _interval(sums, counts, resamples)
    mean = float(sums.sum() / counts.sum())
    return Estimate(mean, min(low, mean), max(high, mean), len(values))


def quantile(values: Iterable[float], q: float, resamples: int = 500) -> Estimate | None:
    """Return a quantile of independent values with its bootstrap interval."""
    array = np.asarray(sorted(values), dtype=np.float64)
    if not len(array):
        return None
    rng = np.random.default_rng(_SEED)
    drawn = np.quantile(array[rng.integers(0, len(array), (resamples, len(array)))], q, axis=1)
    low, high = np.quantile(drawn, (0.025, 0.975))
    return Estimate(float(np.quantile(array, q)), float(low), float(high), len(array))


def spread(values: Iterable[float], digits: int = 3) -> dict[str, float]:
    """Return the median and the 95th percentile, rounded; empty where there is no value."""
    listed = list(values)
    found = {name: quantile(listed, q) for name, q in (("p50", 0.5), ("p95", 0.95))}
    return {name: round(one.value, digits) for name, one in found.items() if one is not None}


def compare_paired(
    a: Mapping[str, float], b: Mapping[str, float], groups: Mapping[str, Hashable]
) -> Difference | None:
    """Compare B with A on the cases that both have.

    :param a: value by case id.
    :param groups: group by case id.
    """
    ids = sorted(a.keys() & b.keys())
    if not ids:
        return None
    deltas = [(groups[name], b[name] - a[name]) for name in ids]
    sums, counts = _by_group(deltas)
    mean = float(sums.sum() / counts.sum())
    low, high = _interval(sums, counts, RESAMPLES)
    changes = [delta for _, delta in deltas]
    return Difference(
        value=mean,
        low=min(low, mean),
        high=max(high, mean),
        p=_sign_flip(sums),
        n=len(ids),
        better=sum(delta > 0 for delta in changes),
        worse=sum(delta < 0 for delta in changes),
    )


def holm(p_values: Mapping[str, float]) -> dict[str, float]:
    """Adjust p values for having looked at several (Holm 1979)."""
    adjusted: dict[str, float] = {}
    largest = 0.0
    ordered = sorted(p_values.items(), key=lambda item: (item[1], item[0]))
    for position, (name, p) in enumerate(ordered):
        largest = max(largest, min(1.0, p * (len(ordered) - position)))
        adjusted[name] = largest
    return adjusted


def _by_group(values: Sequence[tuple[Hashable, float]]) -> tuple[Array, Array]:
    """Return sum and count of each group, shape (groups,)."""
    sums: dict[Hashable, float] = {}
    counts: dict[Hashable, int] = {}
    for group, value in values:
        sums[group] = sums.get(group, 0.0) + value
        counts[group] = counts.get(group, 0) + 1
    return np.array(list(sums.values())), np.array(list(counts.values()), dtype=np.float64)


def _interval(sums: Array, counts: Array, resamples: int) -> tuple[float, float]:
    """Return the percentile interval of the ratio of sums to counts over drawn groups."""
    drawn = _draws(len(sums), resamples)
    low, high = np.quantile((drawn @ sums) / (drawn @ counts), (0.025, 0.975))
    return float(low), float(high)


@lru_cache(maxsize=128)
def _draws(groups: int, resamples: int) -> Array:
    """Return how often each group is drawn, shape (resamples, groups); the same for all metrics."""
    rng = np.random.default_rng(_SEED)
    return rng.multinomial(groups, np.full(groups, 1 / groups), resamples).astype(np.float64)


def _sign_flip(sums: Array) -> float:
    """Return the share of sign patterns whose sum is at least as far from zero as the one seen."""
    sums = sums[sums != 0]
    if not len(sums):
        return 1.0
    seen = abs(float(sums.sum())) - 1e-12
    if len(sums) <= _EXACT_UP_TO:
        signs = np.array(list(itertools.product((-1.0, 1.0), repeat=len(sums))))
        return float((np.abs(signs @ sums) >= seen).mean())
    rng = np.random.default_rng(_SEED)
    signs = rng.choice((-1.0, 1.0), (10_000, len(sums)))
    # The pattern seen is one of them, which keeps p above zero.
    return float(((np.abs(signs @ sums) >= seen).sum() + 1) / (len(signs) + 1))
