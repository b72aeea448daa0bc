"""Counters for Prometheus: how much is asked, answered, refused, and how long it takes."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info, generate_latest

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)


class Metrics:
    """Hold the metrics of one service; no label carries a question, an address or a session."""

    def __init__(self, build: str) -> None:
        self._registry = CollectorRegistry()
        self.requests = Counter(
            "coopbot_http_requests",
            "HTTP requests by route, method and status.",
            ["route", "method", "status"],
            registry=self._registry,
        )
        self.questions = Counter(
            "coopbot_questions",
            "Questions by language and outcome (answered, abstained, refused, failed, left).",
            ["language", "outcome"],
            registry=self._registry,
        )
        self.first_byte = Histogram(
            "coopbot_first_event_seconds",
            "Seconds from a question to the first event that the core gives.",
            buckets=_SECONDS,
            registry=self._registry,
        )
        self.complete = Histogram(
            "coopbot_answer_seconds",
            "Seconds from a question to its complete answer.",
            buckets=_SECONDS,
            registry=self._registry,
        )
        self.in_work = Gauge(
            "coopbot_questions_in_work",
            "Questions in work or waiting at this moment.",
            registry=self._registry,
        )
        self.feedback = Counter(
            "coopbot_feedback", "Feedback by rating.", ["rating"], registry=self._registry
        )
        Info("coopbot_build", "The index build served.", registry=self._registry).info(
            {"id": build}
        )

    def text(self) -> bytes:
        """Return the exposition format."""
        return generate_latest(self._registry)
