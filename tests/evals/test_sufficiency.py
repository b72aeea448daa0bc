from __future__ import annotations

from dataclasses import fields

import pytest

from coopbot.sufficiency import Features
from evals.sufficiency import Sample, crossed, curve, fit

NAMES = [field.name for field in fields(Features)]


def sample(topic, source, value):
    return Sample(topic, "en", source, Features(**dict.fromkeys(NAMES, value)))


SAMPLES = [
    *(sample(f"answered-{n}", "answer", 0.8 + n / 100) for n in range(15)),
    *(sample(f"other-{n}", "other", 0.1 + n / 100) for n in range(15)),
]


def test_fit_parts_the_answerable_from_other_subjects_alone():
    calibration = fit(SAMPLES)
    assert SAMPLES[0].features.estimate(calibration) > 0.5
    assert SAMPLES[-1].features.estimate(calibration) < 0.5
    with_silent = [*SAMPLES, *(sample(f"silent-{n}", "abstain", 0.9) for n in range(50))]
    assert fit(with_silent) == calibration


def test_each_topic_is_judged_by_a_fit_that_has_not_seen_it():
    estimates = crossed(SAMPLES)
    assert len(estimates) == len(SAMPLES)
    assert estimates != [one.features.estimate(fit(SAMPLES)) for one in SAMPLES]
    assert min(estimates[:15]) > max(estimates[15:])


def test_curve_gives_the_share_let_through_at_each_threshold():
    points = {point["threshold"]: point for point in curve(SAMPLES, [0.6] * 15 + [0.2] * 15)}
    assert points[0.2] == {"threshold": 0.2, "answer": 1.0, "other": 1.0}
    assert points[0.5] == {"threshold": 0.5, "answer": 1.0, "other": 0.0}
    assert points[0.65]["answer"] == pytest.approx(0.0)
