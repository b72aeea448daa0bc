"""Paragraphs on their way into the ledger: embedded some hundreds at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from coopbot.embedder import Embedder, LateInteraction
from coopbot.errors import ModelUnavailable
from coopbot.types import Paragraph
from ingest.recorder import Recorder
from ingest.terms import Terms

EMBED_BATCH = 512
"""Paragraphs embedded and stored at a time: bounds memory, large enough to be fast."""


class EmbeddingQueue:
    """Gather the searched paragraphs of documents and store them with their vectors.

    :param progress: called with the stage, the paragraphs embedded and those seen so far.
    """

    def __init__(
        self, recorder: Recorder, embedder: Embedder, progress: Callable[[str, int, int], None]
    ) -> None:
        self._recorder = recorder
        self._embedder = embedder
        self._progress = progress
        self._waiting: list[tuple[int, str, Terms]] = []
        self._done = 0
        self.rows: dict[str, list[int]] = {}
        """Rows given so far, by language."""

    def add(
        self,
        rows: Sequence[int],
        paragraphs: Sequence[Paragraph],
        terms: Sequence[Terms | None],
    ) -> None:
        """Take the paragraphs of one document; those without terms are not searched."""
        for row, paragraph, some in zip(rows, paragraphs, terms, strict=True):
            if some is not None:
                self._waiting.append((row, paragraph.in_context, some))
                self.rows.setdefault(paragraph.language, []).append(row)
        while len(self._waiting) >= EMBED_BATCH:
            batch, self._waiting = self._waiting[:EMBED_BATCH], self._waiting[EMBED_BATCH:]
            self._store(batch)

    def flush(self) -> None:
        """Store what is left."""
        batch, self._waiting = self._waiting, []
        if batch:
            self._store(batch)
        self._recorder.commit()

    def _store(self, batch: Sequence[tuple[int, str, Terms]]) -> None:
        texts = [text for _, text, _ in batch]
        tokens = None
        if isinstance(self._embedder, LateInteraction):
            tokens = self._embedder.token_ids(texts)
            vectors = self._embedder.pooled(tokens)
        else:
            vectors = np.asarray(self._embedder.embed_passages(texts), dtype=np.float32)
        expected = (len(texts), self._embedder.dimension)
        if vectors.shape != expected or not np.isfinite(vectors).all():
            raise ModelUnavailable(
                f"The embedder {self._embedder.name} gave vectors of shape {vectors.shape} for "
                f"{len(texts)} paragraphs, or values that are no numbers, not the "
                f"{expected[0]} x {expected[1]} that it promises; choose another COOPBOT_EMBEDDER."
            )
        self._recorder.put_entries(
            [row for row, _, _ in batch], [some for _, _, some in batch], vectors, tokens
        )
        self._recorder.commit()
        self._done += len(batch)
        self._progress("embed", self._done, self._done + len(self._waiting))
