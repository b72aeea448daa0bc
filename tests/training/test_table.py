"""The table's own Adam against torch's."""

from __future__ import annotations

import torch

from training.table import Table


def test_table_moves_its_rows_as_adam_does() -> None:
    table = Table(5, 3, 1.0, torch.Generator().manual_seed(7))
    before = table.values.clone()
    reference = torch.nn.Parameter(before[[1, 3]].clone())
    adam = torch.optim.Adam([reference], lr=0.1)
    for _ in range(4):
        read = table.read(torch.tensor([1, 3]))
        torch.autograd.backward(read.pow(3).sum())
        table.step(0.1)
        adam.zero_grad()
        torch.autograd.backward(reference.pow(3).sum())
        adam.step()
    torch.testing.assert_close(table.values[[1, 3]], reference.detach(), atol=1e-5, rtol=1e-5)
    torch.testing.assert_close(table.values[[0, 2, 4]], before[[0, 2, 4]], atol=0, rtol=0)


def test_table_does_not_move_without_a_gradient() -> None:
    table = Table(2, 2, 1.0, torch.Generator().manual_seed(7))
    before = table.values.clone()
    table.step(0.1)
    table.read(torch.tensor([0]))
    table.step(0.1)
    assert torch.equal(table.values, before)
