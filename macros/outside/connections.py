"""Connections to the public web: a private network is refused before anything is sent there.

Who writes data, or a page that an address redirects to, must not be able to make this machine knock
at its own network.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import socket
import urllib.request
from urllib.parse import urlsplit

_Kind = type[http.client.HTTPConnection]


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
    """Return whether a numeric address belongs to the public internet."""
    return ipaddress.ip_address(address.partition("%")[0]).is_global


def public_addresses(host: str, port: int) -> list[tuple[str, int]]:
    """Return the numeric addresses of a host. Raises PrivateAddress where one is not public."""
    places = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [(str(where[0]), port) for *_, where in places]
    if not all(is_public(address) for address, _port in addresses):
        raise PrivateAddress("it leads into a private network")
    return addresses


class _Public(http.client.HTTPConnection):
    """A connection to a host of the public internet."""

    def connect(self) -> None:
        # The name is looked up once: what was checked is what is connected to.
        *others, last = public_addresses(self.host, self.port)
        for address in others:
            with contextlib.suppress(OSError):
                self.sock = socket.create_connection(address, self.timeout)
                return
        self.sock = socket.create_connection(last, self.timeout)


class _PublicSecure(http.client.HTTPSConnection, _Public):
    """The same with TLS, which HTTPSConnection lays over what the next class connects to."""


class _Web(urllib.request.AbstractHTTPHandler):
    http_request = https_request = urllib.request.AbstractHTTPHandler.do_request_

    def __init__(self, private: bool):
        super().__init__()
        self._private = private

    def http_open(self, request: Request) -> http.client.HTTPResponse:
        return self._open(request, http.client.HTTPConnection, _Public)

    def https_open(self, request: Request) -> http.client.HTTPResponse:
        return self._open(request, http.client.HTTPSConnection, _PublicSecure)

    def _open(self, request: Request, direct: _Kind, checked: _Kind) -> http.client.HTTPResponse:
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
