from __future__ import annotations

from coopbot.breaker import FAILURES_TO_OPEN, OPEN_SECONDS, Breaker


def test_breaker_opens_probes_and_closes():
    now = [0.0]
    breaker = Breaker(lambda: now[0])
    for _ in range(FAILURES_TO_OPEN):
        assert breaker.admits()
        breaker.failed()
    assert not breaker.admits()
    now[0] = OPEN_SECONDS
    assert breaker.admits()
    assert not breaker.admits(), "one probe at a time"
    breaker.failed()
    assert not breaker.admits()
    now[0] = 2 * OPEN_SECONDS
    assert breaker.admits()
    breaker.abandoned()
    assert breaker.admits(), "a probe that was given up tells nothing"
    breaker.succeeded()
    assert breaker.admits()
    assert breaker.admits()


def test_breaker_forgets_failures_before_a_success():
    breaker = Breaker()
    for _ in range(5):
        breaker.failed()
        breaker.failed()
        breaker.succeeded()
    assert breaker.admits()
