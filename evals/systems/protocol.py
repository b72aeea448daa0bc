"""What a system must offer to be measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from evals.reply import Key


class System(Protocol):
    """Answer questions in the public JSON form, and search where it can."""

    @property
    def name(self) -> str:
        """Return the short name that results files carry."""

    def describe(self) -> Mapping[str, Any]:
        """Return what identifies this very system: build, settings, models, address."""

    def ask(self, question: str, history: Sequence[Mapping[str, str]]) -> Mapping[str, Any]:
        """Return an answer in the public JSON form."""

    def search(self, query: str, k: int) -> Sequence[Key] | None:
        """Return up to k paragraphs, best first; None for a system without a search."""

    def close(self) -> None:
        """Release what the system holds."""
