"""Measures of an embedding model, and the floor under the shipped one."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from coopbot.static_embedder import StaticEmbedder
from training.evaluate import (
    Quality,
    Share,
    measure_questions,
    measure_segments,
    ranks,
    share,
    summary,
)


def test_ranks_counts_what_is_not_worse() -> None:
    scores = np.array([[0.9, 0.1, 0.5], [0.2, 0.2, 0.2], [0.1, 0.3, 0.2]], dtype=np.float32)
    assert ranks(scores, np.array([0, 1, 2])).tolist() == [1, 3, 2]


def test_share_resamples_whole_paragraphs() -> None:
    hits = np.array([True] * 50 + [False] * 50)
    together = share(hits, np.repeat([0, 1], 50))
    single = share(hits, np.arange(100))
    assert together.value == single.value == 0.5
    assert (together.low, together.high) == (0.0, 1.0)
    assert 0.38 < single.low < 0.5 < single.high < 0.62


def test_summary_means_the_pairs_asked_for() -> None:
    def quality(asked: str, told: str, value: float) -> Quality:
        found = Share(value, value, value)
        return Quality("rank", asked, told, found, found)

    qualities = [quality("zh", "en", 0.4), quality("en", "zh", 0.8), quality("en", "en", 1.0)]
    assert summary(qualities, "rank", across=True) == {
        "first": 0.6,
        "first_five": 0.6,
        "least_first_five": 0.4,
    }
    assert summary(qualities, "rank", across=False)["first"] == 1.0


@pytest.fixture(scope="module")
def data() -> Path:
    folder = os.environ.get("COOPBOT_TRAINING_DATA")
    if not folder:
        pytest.skip("needs the development sets: set COOPBOT_TRAINING_DATA to their folder")
    return Path(folder)


def test_shipped_model_finds_paragraphs_across_languages(data: Path) -> None:
    qualities = measure_questions(StaticEmbedder.shipped(), data)
    across = summary(qualities, "rank", across=True)
    assert across["first"] >= 0.65
    assert across["first_five"] >= 0.85
    assert across["least_first_five"] >= 0.76
    assert summary(qualities, "rank", across=False)["first"] >= 0.88


def test_shipped_model_finds_segments_across_languages(data: Path) -> None:
    assert (
        summary(measure_segments(StaticEmbedder.shipped(), data), "rank", across=True)["first"]
        >= 0.93
    )
