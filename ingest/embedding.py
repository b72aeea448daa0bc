"""Paragraphs on their way into the ledger: embedded some hundreds at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from coopbot.embedder import Embedder, LateInteraction
from coopbot.errors import ModelUnavailable
from coopbot.languages import sentence_spans
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
        self._waiting: list[tuple[int, Paragraph, Terms]] = []
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
                self._waiting.append((row, paragraph, some))
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

    def _store(self, batch: Sequence[tuple[int, Paragraph, Terms]]) -> None:
        paragraphs = [paragraph for _, paragraph, _ in batch]
        tokens = sentences = None
        if isinstance(self._embedder, LateInteraction):
            tokens, sentences = _tokenised(paragraphs, self._embedder)
            vectors = self._embedder.pooled(tokens)
        else:
            texts = [paragraph.in_context for paragraph in paragraphs]
            vectors = np.asarray(self._embedder.embed_passages(texts), dtype=np.float32)
        expected = (len(batch), self._embedder.dimension)
        if vectors.shape != expected or not np.isfinite(vectors).all():
            raise ModelUnavailable(
                f"The embedder {self._embedder.name} gave vectors of shape {vectors.shape} for "
                f"{len(batch)} paragraphs, or values that are no numbers, not the "
                f"{expected[0]} x {expected[1]} that it promises; choose another COOPBOT_EMBEDDER."
            )
        self._recorder.put_entries(
            [row for row, _, _ in batch],
            [some for _, _, some in batch],
            vectors,
            tokens,
            sentences,
        )
        self._recorder.commit()
        self._done += len(batch)
        self._progress("embed", self._done, self._done + len(self._waiting))


def _tokenised(
    paragraphs: Sequence[Paragraph], embedder: LateInteraction
) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Return, for each paragraph, its token ids and its sentences as ``StoredVector`` has them.

    Each sentence is tokenised by itself: a question is compared with paragraphs and with their
    sentences, and reads both from the same tokens.
    """
    spans = [list(sentence_spans(paragraph.text)) for paragraph in paragraphs]
    pieces = iter(
        embedder.token_ids(
            [
                piece
                for paragraph, some in zip(paragraphs, spans, strict=True)
                for piece in (
                    "\n".join(paragraph.heading),
                    *(paragraph.text[start:end] for start, end in some),
                )
            ]
        )
    )
    tokens, sentences = [], []
    for some in spans:
        found = [next(pieces) for _ in range(1 + len(some))]
        tokens.append(np.concatenate(found))
        sentences.append(
            np.array(
                [(*span, len(ids)) for span, ids in zip(some, found[1:], strict=True)],
                dtype=np.int32,
            )
        )
    return tokens, sentences
