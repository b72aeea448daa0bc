"""Bringing one file from a server, politely: paced, patient, resumed, bounded, from listed hosts.

Requests go straight to the number that was checked; proxies of the environment are not used, for a
proxy would resolve the name again.
"""

from __future__ import annotations

import ssl
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Self

import httpx

from coopbot.errors import UnreadableFile
from coopbot.faults import reason_of
from ingest.fetch_hosts import HostList, Origin, origin_of, refusal, resolved, shown
from ingest.fetch_partial import Partial, byte_range

_RETRIED = frozenset({408, 425, 429, 500, 502, 503, 504})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MOST_REDIRECTS = 5
_FIRST_WAIT_SECONDS = 1.0
_LONGEST_OWN_WAIT_SECONDS = 60.0
_LONGEST_ASKED_WAIT_SECONDS = 300.0
"""A server that asks for a longer pause is left alone: the rest is for another day."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How patiently and how much is asked of a server."""

    rate: float
    """Most requests a second to one host."""
    max_bytes: int
    """Largest file that is taken."""
    attempts: int = 5
    timeout: float = 30.0
    """Seconds without a byte after which a connection counts as dead."""
    deadline: float = 1800.0
    """Seconds that the body of one answer may take in all."""


@dataclass(frozen=True, slots=True)
class Clock:
    """Time as the fetcher sees it: seconds that only grow, and waiting."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep


class _TryAgain(Exception):
    """Say that a request failed in a way that may pass."""

    def __init__(self, reason: str, *, wait: float | None = None) -> None:
        super().__init__(reason)
        self.wait = wait


class Fetcher:
    """Fetch files, one after another; each host has its own pace and connection."""

    def __init__(self, hosts: HostList, pace: Pace, clock: Clock | None = None) -> None:
        self._hosts = hosts
        self._pace = pace
        self._clock = clock or Clock()
        self._clients: dict[Origin, httpx.Client] = {}
        self._next: dict[str, float] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for client in self._clients.values():
            client.close()

    def download(self, address: str, partial: Partial) -> None:
        """Bring what an address leads to, whole, into a partial file; go on where it stopped.

        Raises UnreadableFile: outcome ``refused`` for what is never taken (host, redirect, size),
        ``failed`` for what the server or the network did.
        """
        url = self._hosts.parsed(address)
        for attempt in range(1, self._pace.attempts + 1):
            try:
                return self._attempt(url, partial)
            except _TryAgain as trouble:
                reason = str(trouble)
                wait = _wait(attempt) if trouble.wait is None else trouble.wait
            if wait > _LONGEST_ASKED_WAIT_SECONDS:
                raise _failure(
                    f"{shown(url)} answers {reason} and asks for a pause of {wait:.0f} seconds; "
                    "fetch again after it"
                )
            if attempt < self._pace.attempts:
                self._clock.sleep(wait)
        raise _failure(
            f"{shown(url)} could not be brought in {self._pace.attempts} attempts, the last one "
            f"ended with: {reason}; fetch again later"
        )

    def read(self, address: str) -> bytes:
        """Return what an address leads to."""
        with tempfile.TemporaryDirectory(prefix="coopbot-fetch-") as folder:
            partial = Partial(Path(folder) / "answer")
            self.download(address, partial)
            return partial.path.read_bytes()

    # -- one attempt -----------------------------------------------------------------------

    def _attempt(self, asked: httpx.URL, partial: Partial) -> None:
        url = asked
        for _ in range(_MOST_REDIRECTS + 1):
            with self._answer(url, partial.continuation(str(asked))) as response:
                if response.status_code not in _REDIRECTS:
                    self._receive(str(asked), response, partial)
                    return
                url = self._redirected(url, response)
        raise refusal(f"{shown(asked)} redirects more than {_MOST_REDIRECTS} times; check it")

    @contextmanager
    def _answer(self, url: httpx.URL, headers: dict[str, str]) -> Iterator[httpx.Response]:
        """Yield the answer to one request; troubles of the network mean trying again."""
        try:
            response = self._send(url, headers)
            try:
                yield response
            finally:
                response.close()
        except httpx.TransportError as error:
            raise _TryAgain(_said(error)) from error
        except httpx.HTTPError as error:
            raise _failure(f"{shown(url)} gave no usable answer ({_said(error)})") from error

    def _send(self, url: httpx.URL, headers: dict[str, str]) -> httpx.Response:
        """Send one request to the first number of the host that can be reached."""
        try:
            numbers = resolved(url)
        except OSError as error:
            raise _TryAgain(f"{url.host} cannot be resolved: {reason_of(error)}") from error
        client = self._client(origin_of(url))
        for place, number in enumerate(numbers, 1):
            self._take_turn(url.host)
            request = client.build_request(
                "GET",
                url.copy_with(host=number, fragment=None),
                headers={"Host": url.netloc.decode("ascii"), **headers},
                # The certificate is compared with the name, not with the number.
                extensions={"sni_hostname": url.host},
            )
            try:
                return client.send(request, stream=True)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                if place == len(numbers):
                    raise
        raise _TryAgain(f"{url.host} has no address")

    def _client(self, origin: Origin) -> httpx.Client:
        # One client for each origin: hosts may share a number, and a connection that was proved to
        # be one host's must not carry a request for another.
        if origin not in self._clients:
            self._clients[origin] = httpx.Client(
                headers={
                    "User-Agent": f"coopbot/{version('coopbot')}",
                    # Lengths and ranges then count the bytes of the file itself.
                    "Accept-Encoding": "identity",
                },
                verify=_trusted(),
                trust_env=False,
                follow_redirects=False,
                timeout=self._pace.timeout,
            )
        return self._clients[origin]

    def _take_turn(self, host: str) -> None:
        now = self._clock.now()
        turn = max(now, self._next.get(host, now))
        self._next[host] = turn + 1 / self._pace.rate
        if turn > now:
            self._clock.sleep(turn - now)

    def _redirected(self, url: httpx.URL, response: httpx.Response) -> httpx.URL:
        """Return where an answer sends us, when that is the same host."""
        try:
            target = url.join(response.headers["Location"])
        except (KeyError, httpx.InvalidURL, ValueError):
            raise _failure(
                f"{shown(url)} answers HTTP {response.status_code} without an address to go to; "
                "check the address"
            ) from None
        same = origin_of(target) == origin_of(url)
        encrypted = (url.scheme, target.scheme, target.host) == ("http", "https", url.host)
        if not same and not encrypted:
            raise refusal(
                f"{shown(url)} redirects to {shown(target)}, which is not on the same host; "
                "give the right address in the manifest"
            )
        self._hosts.require(target)
        return target

    def _receive(self, asked: str, response: httpx.Response, partial: Partial) -> None:
        """Write the body of an answer behind what is held, or anew."""
        status = response.status_code
        if status in _RETRIED:
            raise _TryAgain(f"HTTP {status}", wait=_asked_wait(response))
        if status == 416:
            partial.discard()
            raise _TryAgain("HTTP 416", wait=0.0)
        if status not in (200, 206):
            raise _failure(f"{asked} answers HTTP {status}; check the address")
        coding = response.headers.get("Content-Encoding", "identity")
        if coding != "identity":
            raise refusal(f"{asked} is sent as {coding}, which was not asked for; bring it by hand")
        total = self._begin(asked, response, partial)
        self._require_size(asked, total, partial)
        self._write(asked, response, partial)
        if total is not None and partial.size != total:
            raise _TryAgain(f"{partial.size:,} of {total:,} bytes came")

    def _begin(self, asked: str, response: httpx.Response, partial: Partial) -> int | None:
        """Make the partial file ready for an answer; return the size of the whole, where told."""
        if response.status_code == 206:
            part = byte_range(response.headers.get("Content-Range"))
            same = response.headers.get("ETag") in (None, partial.version(asked))
            if part is None or part.start != partial.size or not same:
                partial.discard()
                raise _TryAgain("a part that was not asked for", wait=0.0)
            return part.total
        # The server sends the whole: it does not know ranges, or the file has changed.
        partial.start(asked, response.headers)
        length = response.headers.get("Content-Length", "")
        return int(length) if length.isdecimal() else None

    def _write(self, asked: str, response: httpx.Response, partial: Partial) -> None:
        end = self._clock.now() + self._pace.deadline
        size = partial.size
        with partial.path.open("ab") as file:
            for chunk in response.iter_raw():
                size += len(chunk)
                self._require_size(asked, size, partial)
                file.write(chunk)
                if self._clock.now() > end:
                    raise _failure(
                        f"{asked} sent {size:,} bytes in {self._pace.deadline:g} seconds and had "
                        "not ended; fetch again to go on from there"
                    )

    def _require_size(self, asked: str, size: int | None, partial: Partial) -> None:
        if size is not None and size > self._pace.max_bytes:
            partial.discard()
            raise refusal(
                f"{asked} has {size:,} bytes or more, over the limit of "
                f"{self._pace.max_bytes:,}; raise COOPBOT_FETCH_MAX_BYTES if it is wanted"
            )


@cache
def _trusted() -> ssl.SSLContext:
    """Return what certificates are checked with: those of certifi, or of SSL_CERT_FILE."""
    return httpx.create_ssl_context()


def _failure(message: str) -> UnreadableFile:
    return UnreadableFile(message, outcome="failed")


def _said(error: httpx.HTTPError) -> str:
    if isinstance(error, httpx.TimeoutException):
        return "no answer in time"
    return reason_of(error)


def _wait(attempt: int) -> float:
    """Return the seconds to wait after an attempt: twice as long each time."""
    return float(min(_LONGEST_OWN_WAIT_SECONDS, _FIRST_WAIT_SECONDS * 2 ** (attempt - 1)))


def _asked_wait(response: httpx.Response) -> float | None:
    """Return the seconds that ``Retry-After`` asks for, as a number or a date; None without it."""
    header = response.headers.get("Retry-After", "").strip()
    if header.isdecimal():
        return float(header)
    try:
        moment = parsedate_to_datetime(header).timestamp()
    except (ValueError, OverflowError):
        return None
    return max(0.0, moment - time.time())
