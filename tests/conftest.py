"""What holds for every test: property tests are judged by what they find, never by the clock."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

# A loaded machine generates slowly, and a run in CI must be the same run on a desk.
settings.register_profile(
    "suite", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("suite")
