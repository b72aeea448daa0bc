"""How many questions one session, one address and the whole site may ask."""

from __future__ import annotations

import ipaddress
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable

from ui.problems import Problem

MINUTE = 60.0
DAY = 86_400.0
MAX_KEYS = 100_000
"""Callers remembered at once; beyond that the one longest silent is forgotten, which bounds the
memory that a flood of addresses can take."""


class Window:
    """Count events of the last ``seconds`` for many callers."""

    def __init__(self, most: int, seconds: float, clock: Callable[[], float]) -> None:
        self._most = most
        self._seconds = seconds
        self._clock = clock
        self._events: OrderedDict[str, deque[float]] = OrderedDict()

    def wait(self, caller: str) -> float:
        """Return the seconds until the caller may act again, 0 when at once."""
        events = self._events.get(caller)
        if events is None:
            return 0.0
        now = self._clock()
        while events and events[0] <= now - self._seconds:
            events.popleft()
        return events[0] + self._seconds - now if len(events) >= self._most else 0.0

    def add(self, caller: str) -> None:
        """Count one event of a caller."""
        self._events.setdefault(caller, deque()).append(self._clock())
        self._events.move_to_end(caller)
        if len(self._events) > MAX_KEYS:
            self._events.popitem(last=False)


class Limits:
    """Hold the limits; a refused question counts for none of them."""

    def __init__(
        self,
        session: int,
        address: int,
        site: int,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._lock = threading.Lock()
        self._session = Window(session, MINUTE, clock)
        self._address = Window(address, MINUTE, clock)
        self._site = Window(site, DAY, clock)
        self._writes = Window(address, MINUTE, clock)

    def take(self, session: str | None, address: str) -> None:
        """Count one question, or raise the Problem that says how long to wait."""
        network = network_of(address)
        with self._lock:
            wait = self._site.wait("")
            if wait:
                raise Problem(429, "site", retry_after=wait)
            wait = max(self._address.wait(network), self._session.wait(session) if session else 0.0)
            if wait:
                raise Problem(429, "rate", retry_after=wait)
            self._site.add("")
            self._address.add(network)
            if session:
                self._session.add(session)

    def take_write(self, address: str) -> None:
        """Count a new session or a feedback, or raise the Problem that says how long to wait."""
        network = network_of(address)
        with self._lock:
            wait = self._writes.wait(network)
            if wait:
                raise Problem(429, "rate", retry_after=wait)
            self._writes.add(network)


def network_of(address: str) -> str:
    """Return what counts as one caller: an IPv4 address, or the /64 network of an IPv6 one."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)
