"""The one way to ask a server: identified, paced, patient, and not twice in six hours.

Only http and https; limits on size, time and redirects; private networks only where a person named
them; one exception for everything that goes wrong, so that a caller can go on with the next.
"""

from __future__ import annotations

import contextlib
import email.utils
import hashlib
import http.client
import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC
from http.client import HTTPResponse
from pathlib import Path
from typing import NoReturn, TypeVar
from urllib.parse import quote, urlencode, urljoin, urlsplit

from macros.model.values import Json
from macros.outside.charsets import text_of
from macros.outside.connections import PrivateAddress, Request, leads_inside, opener
from macros.outside.shape import clean
from macros.store import sealed

MAX_BYTES = 30 * 1024 * 1024
MAX_REDIRECTS = 10
LONGEST_WAIT = 120.0
_AGAIN = (408, 425, 429, 500, 502, 503, 504)
_FOR_GOOD = (301, 308)
JSON = "application/json"
_CHUNK = 64 * 1024
_SAFE = "%:/?#[]@!$&'()*+,;=~-._"
_ANY_HOST, _PUBLIC_HOSTS = opener(private=True), opener(private=False)

T = TypeVar("T")


class FetchError(Exception):
    """No usable answer. `code` is stable, the message describes what happened.

    Codes: not-found, refused, unavailable, not-json, too-large, redirects, bad-address, private,
    wrong-record. `status` is that of the last answer, None where there was none. `wait` is None
    where another try would be in vain, else the seconds that the server asked for.
    """

    def __init__(
        self, code: str, message: str, status: int | None = None, wait: float | None = None
    ):
        # A server's own words may be in it, and a terminal obeys control characters.
        self.message = clean(message)
        super().__init__(self.message)
        self.code, self.status, self.wait = code, status, wait


@dataclass(frozen=True)
class Response:
    """An answer: `url` is where it came from, `moved` whether that is the new address for good."""

    status: int
    url: str
    moved: bool = False
    kind: str = ""
    body: bytes = b""


@dataclass
class Client:
    """Asks servers, each of them one thing at a time; several threads may share it.

    `pause` is the least time between two requests to one host, `timeout` the most for one answer
    (both in seconds); `max_age` (hours) is how old an answer in the folder `cache` may be: 0
    always asks, None for `cache` keeps nothing. `say` gets a line before each longer wait.
    `private` is for addresses that a person named: where one leads into a private network, it may
    be asked, and so may redirects that stay on its host. Redirects to other hosts never may lead
    there, nor may those of a public host that names a private address the second time.
    """

    agent: str
    pause: float = 1.3
    timeout: float = 30.0
    tries: int = 4
    cache: Path | None = None
    max_age: float = 6.0
    private: bool = False
    say: Callable[[str], None] = lambda words: None
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], float] = time.time
    _asked: dict[str, float] = field(default_factory=dict)
    _turns: dict[str, threading.Lock] = field(default_factory=dict)

    def json(
        self, address: str, query: Mapping[str, str] | None = None, accept: str = JSON
    ) -> Json:
        """Return the JSON that an address answers with. Raises FetchError."""
        return self._read(with_query(address, query), accept, _as_json)

    def text(self, address: str) -> str:
        """Return the text of a page, whatever its encoding. Raises FetchError."""
        return self._read(with_query(address), "text/html,*/*;q=0.5", text_of)

    def visit(self, address: str, headers: Mapping[str, str]) -> Response:
        """Return how an address answers, with no more than the beginning of a page.

        Raises FetchError.
        """
        url = with_query(address)
        return self._patiently(lambda: self._follow(url, headers, _beginning))

    def _read(self, url: str, accept: str, read: Callable[[bytes, str], T]) -> T:
        """Return what `read` makes of the answer, from the cache where it is new enough."""
        name = hashlib.sha256(f"{url}\n{accept}".encode("utf-8", "replace")).hexdigest()[:40]
        file = self.cache / name if self.cache else None
        with contextlib.suppress(OSError, ValueError):  # a broken cache does no harm
            if file and self.now() - file.stat().st_mtime < self.max_age * 3600:
                kind, body = (sealed.taken(file) or b"").split(b"\n", 1)
                return read(body, kind.decode())

        def once() -> tuple[Response, T]:
            response = self._follow(url, {"Accept": accept}, _body)
            try:
                return response, read(response.body, response.kind)
            except ValueError as error:
                raise FetchError("not-json", str(error), wait=0) from None

        response, value = self._patiently(once)
        if file:
            sealed.keep(file, response.kind.encode() + b"\n" + response.body)
        return value

    def _patiently(self, once: Callable[[], T]) -> T:
        """Return what `once` returns; call it again, after ever longer waits, where that helps."""
        attempt = 0
        while True:
            attempt += 1
            try:
                return once()
            except FetchError as error:
                if error.wait is None or attempt >= self.tries:
                    raise
                wait = max(error.wait, 2.0**attempt)
                if wait > LONGEST_WAIT:
                    message = f"{error}; the server asks to wait {wait:.0f} s"
                    raise FetchError("unavailable", message, error.status) from None
                self.say(f"{error}; next try in {wait:.0f} s")
                self.sleep(wait)

    def _follow(
        self, url: str, headers: Mapping[str, str], body: Callable[[HTTPResponse], bytes]
    ) -> Response:
        """Return the answer at the end of all redirects, and what `body` reads of it."""
        here, moved, status = url, True, None
        # Known before the first answer: a name that is looked up again may lead elsewhere.
        inside = self.private and leads_inside(_host(url))
        visited: set[str] = set()
        while len(visited) <= MAX_REDIRECTS:
            if here in visited:
                raise FetchError("redirects", "the URL redirects in a loop", status)
            visited.add(here)
            with self._open(here, inside and _host(here) == _host(url), headers) as answer:
                status = answer.status
                there = answer.headers.get("Location") if 300 <= status < 400 else None
                if there is None:
                    if status >= 300:
                        raise self._refusal(answer)
                    kind = answer.headers.get("Content-Type", "").replace("\n", " ")
                    return Response(status, here, moved and here != url, kind, body(answer))
                here = urljoin(here, quote(there, safe=_SAFE, encoding="latin-1"))
            moved = moved and status in _FOR_GOOD
            if not here.startswith(("http:", "https:")):
                raise FetchError(
                    "redirects", "it redirects to something that is not a web page", status
                )
        raise FetchError("redirects", f"more than {MAX_REDIRECTS} redirects", status)

    @contextlib.contextmanager
    def _open(self, here: str, private: bool, headers: Mapping[str, str]) -> Iterator[HTTPResponse]:
        """Ask once, when it is the host's turn."""
        try:
            parts = urlsplit(here)
            if parts.scheme not in ("http", "https") or not parts.hostname:
                raise ValueError(here)
            self._wait_for_turn(parts.netloc)
            request = Request(here, headers={"User-Agent": self.agent, **headers})
            web = _ANY_HOST if private else _PUBLIC_HOSTS
            with web.open(request, timeout=self.timeout) as answer:
                yield answer
        except (OSError, http.client.HTTPException, ValueError) as error:
            within = getattr(error, "reason", None)
            cause = within if isinstance(within, Exception) else error
            raise self._problem(cause) from cause

    def _wait_for_turn(self, host: str) -> None:
        with self._turns.setdefault(host, threading.Lock()):
            rest = self._asked.get(host, -self.pause) + self.pause - self.now()
            if rest > 0:
                self.sleep(min(rest, self.pause))  # a clock that is set back stops nothing
            self._asked[host] = self.now()

    def _refusal(self, answer: HTTPResponse) -> FetchError:
        status = answer.status
        if status in (404, 410):
            return FetchError("not-found", f"not found (HTTP {status})", status)
        message = f"the service answered HTTP {status}"
        if status not in _AGAIN:
            return FetchError("refused", message, status)
        wait = _retry_after(answer.headers.get("Retry-After"), self.now())
        return FetchError("unavailable", message, status, wait)

    def _problem(self, cause: Exception) -> FetchError:
        """Return what something that went wrong on the way to an answer means."""
        wait = None
        match cause:
            case PrivateAddress():
                return FetchError("private", "it leads to a private network")
            case ssl.SSLCertVerificationError():
                message = f"bad certificate: {cause.verify_message}"
            case socket.gaierror() if cause.errno != socket.EAI_AGAIN:
                message = "host not found"
            case http.client.InvalidURL() | ValueError():
                return FetchError("bad-address", f"this is not a web address: {cause}")
            case TimeoutError():
                message, wait = f"no answer within {self.timeout:g} s", 0
            case http.client.IncompleteRead() | http.client.RemoteDisconnected():
                message, wait = "the answer was cut off", 0
            case http.client.HTTPException():
                message, wait = f"the answer is malformed ({type(cause).__name__})", 0
            case _:
                message, wait = f"no connection ({cause})", 0
        return FetchError("unavailable", message, wait=wait)


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def with_query(address: str, query: Mapping[str, str] | None = None) -> str:
    """Return an address with a query, in ASCII."""
    safe = quote(address, safe=_SAFE)
    return f"{safe}?{urlencode(query)}" if query else safe


def _as_json(body: bytes, kind: str) -> Json:
    def no_number(word: str) -> NoReturn:
        raise ValueError(f"{word} is not a number")

    try:
        return json.loads(body.decode("utf-8-sig"), parse_constant=no_number)
    except (ValueError, RecursionError):
        if "json" not in kind.lower():
            form = kind.split(";")[0].strip() or "something without a type"
            raise ValueError(f"the answer is {form}, not JSON") from None
        raise ValueError("the answer is not valid JSON") from None


def _body(answer: HTTPResponse) -> bytes:
    """Read an answer whole, within the limit of size."""
    length = answer.headers.get("Content-Length", "")
    body = bytearray()
    while part := answer.read1(_CHUNK):
        body += part
        if len(body) > MAX_BYTES:
            raise FetchError("too-large", f"the answer is larger than {MAX_BYTES >> 20} MB")
    if length.isdigit() and len(body) < int(length):
        raise FetchError("unavailable", "the answer was cut off", wait=0)
    return bytes(body)


def _beginning(answer: HTTPResponse) -> bytes:
    """Read as much of a web page as its head may need, of other things nothing."""
    return answer.read(_CHUNK) if "html" in answer.headers.get("Content-Type", "") else b""


def _retry_after(value: str | None, now: float) -> float:
    """Return how many seconds a Retry-After header asks to wait: a number, or a date."""
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        date = email.utils.parsedate_to_datetime(text)
        date = date if date.tzinfo else date.replace(tzinfo=UTC)
        return max(0.0, date.timestamp() - now)
    except (ValueError, TypeError, IndexError, OverflowError):
        return 0.0
