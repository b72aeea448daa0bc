"""Who may open the Evaluate page: holders of the operator's token, for some hours at a time."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
import time
from collections.abc import Callable
from urllib.parse import urlsplit

from fastapi import Request

from coopbot.errors import SettingsError
from ui.limits import MINUTE, Window, network_of
from ui.problems import Problem

COOKIE = "coopbot_operator"
PATH = "/evaluate"
LEAST_TOKEN = 16
"""Characters that the token must have: with the limits below it cannot be guessed."""
HOURS = 12
"""How long a sign-in holds."""
ATTEMPTS = 5
"""Sign-ins a minute for one address."""
ATTEMPTS_OF_ALL = 60
"""Sign-ins a minute for everybody together."""

_MOST_SESSIONS = 100
_EVERYBODY = ""


class Operators:
    """Hold the sign-ins of one process; neither the token nor a session's secret is kept."""

    def __init__(self, token: str, clock: Callable[[], float] = time.monotonic) -> None:
        """Take the token of the settings.

        :raises SettingsError: when it is short enough to be guessed.
        """
        if len(token) < LEAST_TOKEN:
            raise SettingsError(
                f"The setting operator_token (COOPBOT_OPERATOR_TOKEN) has {len(token)} characters; "
                f"give at least {LEAST_TOKEN}, such as those of `openssl rand -hex 24`."
            )
        self._token = _digest(token)
        self._clock = clock
        self._lock = threading.Lock()
        self._ends: dict[bytes, float] = {}
        self._own = Window(ATTEMPTS, MINUTE, clock)
        self._all = Window(ATTEMPTS_OF_ALL, MINUTE, clock)

    def sign_in(self, given: str, address: str) -> str | None:
        """Return the secret of a new session, None for a wrong token.

        :raises Problem: when too many sign-ins were tried.
        """
        network = network_of(address)
        with self._lock:
            wait = max(self._own.wait(network), self._all.wait(_EVERYBODY))
            if wait:
                raise Problem(429, "rate", retry_after=wait)
            self._own.add(network)
            self._all.add(_EVERYBODY)
            # Digests of equal length: the comparison takes as long whatever was given.
            if not hmac.compare_digest(_digest(given), self._token):
                return None
            secret = secrets.token_urlsafe(32)
            now = self._clock()
            self._ends = {key: end for key, end in self._ends.items() if end > now}
            while len(self._ends) >= _MOST_SESSIONS:
                del self._ends[min(self._ends, key=lambda key: self._ends[key])]
            self._ends[_digest(secret)] = now + HOURS * 3600
            return secret

    def sign_out(self, secret: str) -> None:
        """End a session."""
        with self._lock:
            self._ends.pop(_digest(secret), None)

    def holds(self, secret: str | None) -> bool:
        """Tell whether a secret opens a session that has not ended."""
        if not secret:
            return False
        with self._lock:
            return self._ends.get(_digest(secret), 0.0) > self._clock()


def form_token(secret: str) -> str:
    """Return what every form of a session carries, and no other site can know."""
    return hmac.new(secret.encode(), b"form", hashlib.sha256).hexdigest()


def is_same_origin(request: Request) -> bool:
    """Tell whether a page of this service sent a form; programs that are no browsers may too."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
