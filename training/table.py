"""A big table of which each training step reads and changes a few rows."""

from __future__ import annotations

import torch

MOMENTUM = 0.9
SQUARED_MOMENTUM = 0.999
EPSILON = 1e-8


class Table:
    """Hold vectors with Adam's moments; a row that a step does not read stays as it is."""

    def __init__(
        self, rows: int, dimension: int, spread: float, generator: torch.Generator
    ) -> None:
        self.values = torch.randn(rows, dimension, generator=generator) * spread
        self._first = torch.zeros(rows, dimension)
        self._second = torch.zeros(rows, dimension)
        self._steps = torch.zeros(rows)
        self._read: tuple[torch.Tensor, torch.Tensor] | None = None

    def read(self, rows: torch.Tensor) -> torch.Tensor:
        """Return these rows, each named once, for one forward and backward pass."""
        values = self.values[rows].requires_grad_(True)
        self._read = rows, values
        return values

    @torch.no_grad()
    def step(self, rate: float) -> None:
        """Move the rows read last against their gradients by Adam's rule, each on its own clock."""
        if self._read is None or self._read[1].grad is None:
            return
        rows, gradient = self._read[0], self._read[1].grad
        self._read = None
        self._steps[rows] += 1
        steps = self._steps[rows][:, None]
        first = self._first[rows].mul_(MOMENTUM).add_(gradient, alpha=1 - MOMENTUM)
        second = self._second[rows].mul_(SQUARED_MOMENTUM)
        second.addcmul_(gradient, gradient, value=1 - SQUARED_MOMENTUM)
        self._first[rows], self._second[rows] = first, second
        mean = first / (1 - MOMENTUM**steps)
        size = (second / (1 - SQUARED_MOMENTUM**steps)).sqrt_().add_(EPSILON)
        self.values[rows] -= rate * mean / size
