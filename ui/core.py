"""What of the core the service needs: the real one and the tests' fake both have it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from coopbot.types import Answer, Event, FileReport, Hit, ReferenceCard
from ui.paragraphs import Library


class Core(Library, Protocol):
    """What of :class:`coopbot.Coopbot` the service needs."""

    def ask(
        self,
        question: str,
        history: Sequence[Mapping[str, str]] = (),
        language: str | None = None,
        *,
        scope: Mapping[str, Any] | None = None,
        quote_only: bool = False,
    ) -> Answer:
        """Answer one question."""
        ...

    def stream(
        self,
        question: str,
        history: Sequence[Mapping[str, str]] = (),
        language: str | None = None,
        *,
        scope: Mapping[str, Any] | None = None,
        quote_only: bool = False,
    ) -> Iterator[Event]:
        """Yield the events of one answer."""
        ...

    def search(self, query: str, k: int = 10, language: str | None = None) -> list[Hit]:
        """Rank paragraphs."""
        ...

    def references(self, identity: str) -> ReferenceCard:
        """Return a thing that documents cite, and every paragraph that does."""
        ...

    def reopen_if_changed(self) -> bool:
        """Follow a newly published index build."""
        ...

    def reports(self) -> list[FileReport]:
        """Return the build's row of each file."""
        ...
