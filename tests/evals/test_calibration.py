from __future__ import annotations

import pytest

from evals.calibration import best, curve


def row(expect, probability, outcome="answered"):
    return {
        "expect": expect,
        "outcome": outcome,
        "answer": {"receipt": {"sufficiency": probability}},
    }


def test_curve_replays_the_decision_at_each_threshold():
    rows = [row("answer", 0.9), row("answer", 0.6), row("abstain", 0.5), row("refuse", 0.1)]
    points = {point.threshold: point for point in curve(rows)}
    assert (points[0.0].answered, points[0.0].withheld) == (1.0, 0.0)
    assert (points[0.55].answered, points[0.55].withheld) == (1.0, 1.0)
    assert (points[0.8].answered, points[0.8].withheld) == (0.5, 1.0)
    assert best(list(points.values())).threshold == pytest.approx(0.55)


def test_curve_is_monotone():
    rows = [row("answer" if n % 3 else "abstain", n / 40) for n in range(40)]
    points = curve(rows)
    assert [p.answered for p in points] == sorted((p.answered for p in points), reverse=True)
    assert [p.withheld for p in points] == sorted(p.withheld for p in points)


def test_what_the_threshold_does_not_decide_is_left_out():
    assert curve([row("answer", 0.9), row("refuse", 0.0, "declined")]) == []
    assert curve([{"expect": "answer", "outcome": "answered", "answer": {}}]) == []
    corrected = row("refuse", 0.9) | {"scores": {"handled": 1.0}}
    assert curve([row("answer", 0.9), corrected]) == []
    assert best([]) is None
