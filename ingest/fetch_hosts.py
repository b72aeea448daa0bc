"""Which addresses fetching may ask: listed hosts alone, and only where they are public.

One parser reads every address, ``httpx.URL``, and the connection goes to the very number that was
checked: an address cannot mean one host to the check and another to the connection, and a name
cannot be resolved to something else in between.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable
from dataclasses import dataclass

import httpx

from coopbot.errors import UnreadableFile

_PORTS = {"https": 443, "http": 80}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_LOW_32 = (1 << 32) - 1

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
Origin = tuple[str, str, int]
"""Scheme, host and port."""


@dataclass(frozen=True, slots=True)
class HostList:
    """The origins that may be asked, and what settings call them."""

    origins: frozenset[Origin]

    @classmethod
    def parse(cls, hosts: Iterable[str]) -> HostList:
        """Read ``Settings.fetch_hosts``: ``host``, ``host:port`` or ``http://host[:port]``."""
        listed = (host if "://" in host else f"https://{host}" for host in hosts)
        return cls(frozenset(origin_of(httpx.URL(host)) for host in listed))

    def parsed(self, address: str) -> httpx.URL:
        """Return an address as its only parser reads it.

        Raises UnreadableFile with the outcome ``refused`` where it may not be asked.
        """
        try:
            url = httpx.URL(address)
        except (httpx.InvalidURL, ValueError) as error:
            raise refusal(f"{address!r} is no address ({error}); correct it") from None
        self.require(url)
        return url

    def require(self, url: httpx.URL) -> None:
        """Raise UnreadableFile with the outcome ``refused`` unless the address is of a host listed.

        :raises UnreadableFile: also for a user name or password in the address.
        """
        if url.userinfo:
            raise refusal(f"{shown(url)} carries a user name; give it without")
        if origin_of(url) in self.origins:
            return
        if url.scheme not in _PORTS:
            raise refusal(f"{shown(url)} is not an https address; give one")
        scheme, host, port = origin_of(url)
        if scheme == "http" and ("https", host, _PORTS["https"]) in self.origins:
            raise refusal(f"{shown(url)} is not encrypted; write https, which {host} is listed for")
        written = host if scheme == "https" else f"{scheme}://{host}"
        written += "" if port == _PORTS[scheme] else f":{port}"
        raise refusal(
            f"{shown(url)} is on a host that is not listed; "
            f'add "{written}" to COOPBOT_FETCH_HOSTS if it may be asked'
        )


def origin_of(url: httpx.URL) -> Origin:
    """Return scheme, host and port; port 0 for a scheme that is not of the web."""
    return url.scheme, url.host, url.port or _PORTS.get(url.scheme, 0)


def shown(url: httpx.URL) -> str:
    """Return an address as messages show it: without user name and fragment."""
    return str(url.copy_with(username=None, password=None, fragment=None))


def refusal(message: str) -> UnreadableFile:
    """Return the error of an address or file that is not taken."""
    return UnreadableFile(message, outcome="refused")


def resolved(url: httpx.URL) -> list[str]:
    """Return the numbers that a host has, each of them public.

    A host that is listed as a number is that number, public or not: listing it permits it.
    Raises OSError where the name cannot be resolved, UnreadableFile where one of the numbers is
    not of the public network.
    """
    number = _number(url.host)
    if number is not None:
        return [url.host]
    found = socket.getaddrinfo(url.host, origin_of(url)[2], type=socket.SOCK_STREAM)
    numbers = list(dict.fromkeys(str(address[0]) for *_, address in found))
    for text in numbers:
        number = _number(text.partition("%")[0])
        if number is None or not is_public(number):
            raise refusal(
                f"{url.host} resolves to {text}, which is not an address of the public network; "
                "check the name, or list the number itself in COOPBOT_FETCH_HOSTS"
            )
    return numbers


def is_public(number: IPAddress) -> bool:
    """Tell whether a number is of the public network, also when it hides one of IPv4 in IPv6."""
    inner = _inner(number)
    if inner is not None:
        return is_public(inner)
    return number.is_global and not number.is_multicast and not number.is_reserved


def _inner(number: IPAddress) -> ipaddress.IPv4Address | None:
    if not isinstance(number, ipaddress.IPv6Address):
        return None
    if number in _NAT64:
        return ipaddress.IPv4Address(int(number) & _LOW_32)
    return number.ipv4_mapped or number.sixtofour


def _number(host: str) -> IPAddress | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
