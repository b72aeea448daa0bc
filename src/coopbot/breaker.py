"""A circuit breaker: a provider that fails is left alone for a while."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

FAILURES_TO_OPEN = 3
"""Failures in a row after which no model is asked for a while."""

OPEN_SECONDS = 60.0
"""How long the breaker stays open; then one answer tries."""


class Breaker:
    """Stop asking a provider that fails: closed, open for a while, then one probe."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._opened: float | None = None
        self._probing = False

    def admits(self) -> bool:
        """Tell whether a model may be asked now; a yes while open is the probe."""
        with self._lock:
            if self._opened is None:
                return True
            if self._probing or self._clock() - self._opened < OPEN_SECONDS:
                return False
            self._probing = True
            return True

    def succeeded(self) -> None:
        """Close the breaker."""
        with self._lock:
            self._failures, self._opened, self._probing = 0, None, False

    def failed(self) -> None:
        """Count a failure; open at the third in a row, and again when a probe fails."""
        with self._lock:
            self._failures += 1
            if self._probing or self._failures >= FAILURES_TO_OPEN:
                self._opened = self._clock()
            self._probing = False

    def abandoned(self) -> None:
        """Take back an attempt that its reader broke off: it tells nothing of the provider."""
        with self._lock:
            self._probing = False
