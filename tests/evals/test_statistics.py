from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.statistics import compare_paired, estimate, holm, quantile

shares = st.floats(0, 1, allow_nan=False)
pairs = st.lists(st.tuples(st.integers(0, 5), shares), min_size=1, max_size=40)


@given(pairs)
def test_estimate_stays_in_range_and_around_its_mean(values):
    found = estimate(values, resamples=100)
    assert found is not None
    assert 0 <= found.low <= found.value <= found.high <= 1 + 1e-12
    assert found.n == len(values)
    assert found.value == pytest.approx(sum(v for _, v in values) / len(values))


@given(pairs, st.randoms())
def test_mean_does_not_depend_on_the_order(values, random):
    shuffled = list(values)
    random.shuffle(shuffled)
    a, b = estimate(values, resamples=50), estimate(shuffled, resamples=50)
    assert a is not None
    assert b is not None
    assert a.value == pytest.approx(b.value)


def test_versions_of_one_question_count_as_one_draw():
    alone = estimate([(n, float(n % 2)) for n in range(60)])
    grouped = estimate([(n // 6, float(n // 6 % 2)) for n in range(60)])
    assert alone is not None
    assert grouped is not None
    assert grouped.high - grouped.low > 1.5 * (alone.high - alone.low)


def test_nothing_has_no_estimate():
    assert estimate([]) is None
    assert quantile([], 0.5) is None
    assert compare_paired({"a": 1.0}, {"b": 1.0}, {}) is None


def test_sign_flip_equals_the_exact_count():
    a = {str(n): 0.0 for n in range(6)}
    b = {str(n): value for n, value in enumerate([1.0, 1.0, 1.0, 0.0, 1.0, -0.0])}
    found = compare_paired(a, b, {str(n): n for n in range(6)})
    assert found is not None
    # Four groups changed, all upwards: 2 of the 16 sign patterns are as extreme.
    patterns = [sum(signs) for signs in itertools.product((-1, 1), repeat=4)]
    assert found.p == pytest.approx(sum(abs(s) >= 4 for s in patterns) / 16)
    assert (found.better, found.worse, found.n) == (4, 0, 6)


def test_no_change_is_no_difference():
    same = {str(n): n % 2 * 1.0 for n in range(50)}
    found = compare_paired(same, same, {str(n): n for n in range(50)})
    assert found is not None
    assert (found.value, found.p) == (0.0, 1.0)


def test_many_groups_are_drawn_and_agree_with_chance():
    a = {str(n): 0.0 for n in range(100)}
    up = {str(n): 1.0 if n < 40 else 0.0 for n in range(100)}
    mixed = {str(n): (1.0 if n % 2 else -1.0) for n in range(100)}
    groups = {str(n): n for n in range(100)}
    better, even = compare_paired(a, up, groups), compare_paired(a, mixed, groups)
    assert better is not None
    assert even is not None
    assert better.p < 0.001
    assert even.p > 0.9


def test_holm_adjusts_step_by_step():
    assert holm({"a": 0.01, "b": 0.04, "c": 0.03}) == pytest.approx(
        {"a": 0.03, "c": 0.06, "b": 0.06}
    )


def test_quantile_of_known_values():
    found = quantile(range(101), 0.95)
    assert found is not None
    assert found.value == pytest.approx(95)
    assert found.low <= found.value <= found.high
