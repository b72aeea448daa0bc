from __future__ import annotations

import pytest

from ui import limits
from ui.limits import Limits, network_of
from ui.problems import Problem


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


def refused(counted, session, address) -> Problem:
    with pytest.raises(Problem) as raised:
        counted.take(session, address)
    return raised.value


def test_session_is_refused_beyond_its_limit_and_served_again_after_a_minute(clock):
    counted = Limits(session=2, address=100, site=100, clock=clock)
    counted.take("s", "1.1.1.1")
    clock.now += 20
    counted.take("s", "1.1.1.1")
    assert refused(counted, "s", "1.1.1.1").retry_after == 40
    counted.take("other", "1.1.1.1")
    clock.now += 40
    counted.take("s", "1.1.1.1")


def test_new_session_does_not_help_against_the_limit_of_the_address(clock):
    counted = Limits(session=100, address=2, site=100, clock=clock)
    counted.take("a", "1.1.1.1")
    counted.take("b", "1.1.1.1")
    assert refused(counted, "c", "1.1.1.1").code == "rate"
    counted.take("c", "2.2.2.2")


def test_site_has_a_limit_of_its_own_for_a_day(clock):
    counted = Limits(session=100, address=100, site=1, clock=clock)
    counted.take(None, "1.1.1.1")
    assert refused(counted, None, "2.2.2.2").code == "site"
    clock.now += 86_400
    counted.take(None, "2.2.2.2")


def test_refused_question_counts_for_nothing(clock):
    counted = Limits(session=1, address=3, site=3, clock=clock)
    counted.take("s", "1.1.1.1")
    for _ in range(10):
        refused(counted, "s", "1.1.1.1")
    counted.take("t", "1.1.1.1")
    counted.take("u", "1.1.1.1")


def test_limits_forget_the_longest_silent_caller_rather_than_grow(clock, monkeypatch):
    monkeypatch.setattr(limits, "MAX_KEYS", 3)
    counted = Limits(session=1, address=100, site=10_000, clock=clock)
    for name in "abcd":
        counted.take(name, "1.1.1.1")
    counted.take("a", "1.1.1.1")
    refused(counted, "d", "1.1.1.1")


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("10.0.0.1", "10.0.0.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:10.0.0.1", "10.0.0.1"),
        ("testclient", "testclient"),
    ],
)
def test_network_of_joins_what_one_caller_can_choose(address, network):
    assert network_of(address) == network
