"""Find the sentences of one expression of a paragraph that say what a stretch of another says."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from coopbot.embedder import Embedder
from coopbot.languages import sentence_spans
from coopbot.types import Span

_SKIP = -0.15
"""Gain of leaving a sentence without a partner: below what unrelated sentences reach."""

_LENGTH_WEIGHT = 0.3
"""Weight of agreement in relative length beside agreement in meaning."""


def align_sentences(text: str, span: Span, other: str, embedder: Embedder) -> Span:
    """Return the span of ``other`` that corresponds to ``span`` of ``text``.

    Sentences are matched in order, by meaning and relative length; the result is always whole
    sentences and never empty. Where nothing can be told, it is the whole of ``other``.
    """
    sources = list(sentence_spans(text))
    targets = list(sentence_spans(other))
    wanted = [i for i, (start, end) in enumerate(sources) if start < span[1] and end > span[0]]
    if not targets or not sources or not wanted:
        return (0, len(other))
    if len(sources) == len(targets):
        return (targets[wanted[0]][0], targets[wanted[-1]][1])
    left = embedder.embed_passages([text[start:end] for start, end in sources])
    right = embedder.embed_passages([other[start:end] for start, end in targets])
    partners = aligned(sources, left, targets, right)
    found = [j for i in wanted for j in partners[i]]
    if not found:
        return (0, len(other))
    # Sentences without a partner of their own between matched ones belong to the stretch.
    return (targets[min(found)][0], targets[max(found)][1])


def aligned(
    sources: Sequence[Span], left: np.ndarray, targets: Sequence[Span], right: np.ndarray
) -> list[range]:
    """Return, for each sentence of a text, the numbers of those of another that say the same.

    :param left: unit vectors of the first text's sentences, ``right`` of the other's.
    """
    if len(sources) == len(targets):
        return [range(i, i + 1) for i in range(len(sources))]
    partners: list[list[int]] = [[] for _ in sources]
    for i, j in _matched(_gains(sources, left, targets, right)):
        partners[i].append(j)
    return [range(min(found), max(found) + 1) if found else range(0) for found in partners]


def _gains(
    sources: Sequence[Span], left: np.ndarray, targets: Sequence[Span], right: np.ndarray
) -> np.ndarray:
    """Return how well each sentence fits each other one, shape (sources, targets)."""
    likeness = 1.0 - np.abs(_shares(sources)[:, None] - _shares(targets)[None, :])
    return np.asarray(left @ right.T + _LENGTH_WEIGHT * likeness)


def _shares(spans: Sequence[Span]) -> np.ndarray:
    """Return the share of a text that each of its sentences has."""
    lengths = np.array([end - start for start, end in spans])
    return np.asarray(lengths / max(1, spans[-1][1] - spans[0][0]))


def _matched(gains: np.ndarray) -> list[tuple[int, int]]:
    """Return the pairs of the best monotone alignment; one sentence may match several."""
    rows, columns = gains.shape
    best = np.full((rows + 1, columns + 1), -np.inf)
    best[0, :] = _SKIP * np.arange(columns + 1)
    best[:, 0] = _SKIP * np.arange(rows + 1)
    step = np.zeros((rows + 1, columns + 1), dtype=np.int8)
    step[0, 1:] = 2
    step[1:, 0] = 1
    for i in range(1, rows + 1):
        for j in range(1, columns + 1):
            options = (
                best[i - 1, j - 1] + gains[i - 1, j - 1],
                max(best[i - 1, j] + _SKIP, best[i - 1, j] + gains[i - 1, j - 1] * 0.5 - 0.2),
                max(best[i, j - 1] + _SKIP, best[i, j - 1] + gains[i - 1, j - 1] * 0.5 - 0.2),
            )
            step[i, j] = int(np.argmax(options))
            best[i, j] = options[step[i, j]]
    pairs = []
    i, j = rows, columns
    while i > 0 or j > 0:
        move = int(step[i, j])
        if i > 0 and j > 0:
            pairs.append((i - 1, j - 1))
        if move == 0:
            i, j = i - 1, j - 1
        elif move == 1:
            i -= 1
        else:
            j -= 1
    return pairs[::-1]
