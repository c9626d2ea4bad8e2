"""Connections to the public web: a private network is refused before anything is sent there.

Who writes data, or a page that an address redirects to, must not be able to make this machine knock
at its own network.
"""

from __future__ import annotations

import contextlib
import http.client
import io
import ipaddress
import socket
import threading
import time
import urllib.request
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar
from urllib.parse import urlsplit

T = TypeVar("T")


class PrivateAddress(OSError):
    """The address leads into a private network."""


class Request(urllib.request.Request):
    """A request that remembers which host it was for once a proxy takes it over."""

    behind_proxy = ""

    def set_proxy(self, host: str, type: str) -> None:
        """Send the request to a proxy."""
        self.behind_proxy = self.behind_proxy or self.host
        super().set_proxy(host, type)


def is_public(address: str) -> bool:
    """Return whether a numeric address belongs to the public internet.

    >>> [is_public(one) for one in ("8.8.8.8", "10.0.0.1", "64:ff9b::10.0.0.1", "224.0.0.1")]
    [True, False, False, False]
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    reached = [ip]
    if isinstance(ip, ipaddress.IPv6Address):
        low = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        inside = any(ip in network for network in _HOLDING_IPV4)
        reached += [one for one in (ip.ipv4_mapped, ip.sixtofour, inside and low) if one]
    inner = any(ip in network for network in _SITE_LOCAL)
    return not inner and all(one.is_global and not one.is_multicast for one in reached)


_SITE_LOCAL = [ipaddress.ip_network("fec0::/10")]
"""Networks of a site, as they were before RFC 3879: some routers still know them."""

_HOLDING_IPV4 = [ipaddress.ip_network(one) for one in ("::/96", "64:ff9b::/96", "64:ff9b:1::/48")]
"""Networks whose addresses a gateway turns into those of IPv4 (RFC 4291, 6052 and 8215)."""


def public_addresses(host: str, port: int) -> list[tuple[str, int]]:
    """Return the numeric addresses of a host. Raises PrivateAddress where one is not public."""
    addresses = _addresses(host, port)
    if not all(is_public(address) for address, _port in addresses):
        raise PrivateAddress("it leads to a private network")
    return addresses


def leads_inside(host: str) -> bool:
    """Return whether a host is one of a private network, now."""
    try:
        public_addresses(host, 0)
    except PrivateAddress:
        return True
    except (OSError, ValueError):  # who asks it finds out
        return False
    return False


def _addresses(host: str, port: int) -> list[tuple[str, int]]:
    places = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [(str(where[0]), port) for *_, where in places]


class _Timed(io.RawIOBase):
    """What comes from a socket until a point in time, however slowly it comes."""

    def __init__(self, sock: socket.socket, until: float):
        self._sock, self._until = sock, until
        self._bytes = sock.makefile("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int | None:  # noqa: ANN401
        """Read what is there. Raises TimeoutError when the time limit was reached."""
        self._sock.settimeout(_left(self._until))
        return self._bytes.readinto(buffer)

    def close(self) -> None:
        """Close it, and with it a socket that nothing else uses."""
        self._bytes.close()
        super().close()


def _in_time(look_up: Callable[[], T], until: float) -> T:
    """Return what a function returns, which cannot be stopped. Raises TimeoutError without it."""
    future: Future[T] = Future()

    def run() -> None:
        try:
            future.set_result(look_up())
        except BaseException as error:
            future.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return future.result(_left(until))


def _left(until: float) -> float:
    """Return how many seconds are left. Raises TimeoutError where none are."""
    if (left := until - time.monotonic()) <= 0:
        raise TimeoutError("the time limit was reached")
    return left


class _Connection(http.client.HTTPConnection):
    """A connection whose time runs from its opening to the end of the answer.

    A timeout of a socket is for one step: a server that sends a byte a second would never end.
    """

    find = staticmethod(_addresses)
    _until = 0.0
    _by_tunnel = False

    def set_tunnel(self, host: str, *args: Any, **more: Any) -> None:  # noqa: ANN401
        """Go through a proxy."""
        self._by_tunnel = True
        super().set_tunnel(host, *args, **more)

    def connect(self) -> None:
        """Open it, to an address of those that `find` returns."""
        self._until = time.monotonic() + (self.timeout or 0)
        if self._by_tunnel:
            super().connect()
        else:
            # The name is looked up once: what was checked is what is connected to.
            *others, last = _in_time(lambda: self.find(self.host, self.port), self._until)
            for address in others:
                with contextlib.suppress(OSError):
                    self.sock = socket.create_connection(address, _left(self._until))
                    break
            else:
                self.sock = socket.create_connection(last, _left(self._until))
        self.sock.settimeout(_left(self._until))

    def response_class(  # pyright: ignore[reportIncompatibleVariableOverride]
        self, sock: socket.socket, debuglevel: int = 0, method: str | None = None
    ) -> http.client.HTTPResponse:
        """Return the answer that comes from a socket."""
        answer = http.client.HTTPResponse(sock, debuglevel, method)
        patient, timed = answer.fp, io.BufferedReader(_Timed(sock, self._until))
        answer.fp = timed  # pyright: ignore[reportAttributeAccessIssue]
        patient.close()
        return answer


class _Secure(http.client.HTTPSConnection, _Connection):
    """The same with TLS, which HTTPSConnection lays over what the next class connects to."""


class _Public(_Connection):
    """A connection to a host of the public internet."""

    find = staticmethod(public_addresses)


class _PublicSecure(_Secure, _Public):
    """The same with TLS."""


class _Web(urllib.request.AbstractHTTPHandler):
    http_request = https_request = urllib.request.AbstractHTTPHandler.do_request_

    def __init__(self, private: bool):
        super().__init__()
        self._private = private

    def http_open(self, request: Request) -> http.client.HTTPResponse:
        return self._open(request, _Connection, _Public)

    def https_open(self, request: Request) -> http.client.HTTPResponse:
        return self._open(request, _Secure, _PublicSecure)

    def _open(
        self, request: Request, direct: type[_Connection], checked: type[_Connection]
    ) -> http.client.HTTPResponse:
        if request.behind_proxy and not self._private:
            # The proxy connects: what can be checked here is where the name leads from here.
            host = urlsplit(f"//{request.behind_proxy}").hostname or ""
            with contextlib.suppress(socket.gaierror):
                public_addresses(host, 0)
        return self.do_open(direct if self._private or request.behind_proxy else checked, request)


def opener(private: bool) -> urllib.request.OpenerDirector:
    """Return an opener of http and https that takes a redirect or an error for an answer.

    Without `private` it raises PrivateAddress where an address leads into a private network.
    """
    opener = urllib.request.OpenerDirector()
    opener.add_handler(urllib.request.ProxyHandler())
    opener.add_handler(_Web(private))
    return opener
