"""One polite way to ask a public service: identified, paced, patient, and not twice in six hours.

Only http and https, a limit on size and time, and one exception for everything that goes wrong,
so that a caller can set one answer aside and go on with the next.
"""

from __future__ import annotations

import contextlib
import email.utils
import hashlib
import http.client
import json
import os
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

MAX_BYTES = 30 * 1024 * 1024
LONGEST_WAIT = 120.0
_AGAIN = (408, 425, 429, 500, 502, 503, 504)
_CHUNK = 64 * 1024


class FetchError(Exception):
    """No usable answer. `code` is stable, the message says what happened, `url` what was asked.

    Codes: not-found, refused, unavailable, not-json, too-large, redirects, bad-address,
    wrong-record.
    """

    def __init__(self, code: str, message: str, url: str = ""):
        super().__init__(message)
        self.code, self.message, self.url = code, message, url


class _Later(Exception):
    """Worth another try; `wait` is how long the service asked for, in seconds."""

    def __init__(self, message: str, wait: float = 0.0, code: str = "unavailable"):
        super().__init__(message)
        self.wait, self.code = wait, code


@dataclass
class Client:
    """Asks services, one request at a time.

    `pause` is the least time between two requests to one host, `timeout` the most for one answer
    (both in seconds); `max_age` (hours) says how old an answer in the folder `cache` may be: 0
    asks always, None for `cache` keeps nothing. `say` is told in a line when it has to wait.
    """

    agent: str
    pause: float = 1.3
    timeout: float = 30.0
    tries: int = 4
    cache: Path | None = None
    max_age: float = 6.0
    say: Callable[[str], None] = lambda words: None
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], float] = time.time
    _asked: dict[str, float] = field(default_factory=dict)

    def json(self, address: str, query: Mapping[str, str] | None = None, accept: str = "") -> Any:
        """Return the JSON that an address answers with. Raises FetchError."""
        return self._ask(with_query(address, query), accept or "application/json", _as_json)

    def text(self, address: str) -> str:
        """Return the text of a page, whatever its encoding. Raises FetchError."""
        return self._ask(with_query(address), "text/html,*/*;q=0.5", _as_text)

    def _ask(self, url: str, accept: str, read: Callable[[bytes, str], Any]) -> Any:
        """Return what `read` makes of the answer, from the cache where it is new enough."""
        kept = self._kept(url + "\n" + accept)
        if kept and self._is_new(kept):
            with contextlib.suppress(OSError, ValueError):  # a broken cache does no harm
                kind, body = kept.read_bytes().split(b"\n", 1)
                return read(body, kind.decode())
        problem: _Later | None = None
        for attempt in range(max(1, self.tries)):
            if problem is not None:
                wait = max(problem.wait, 2.0**attempt)
                if wait > LONGEST_WAIT:
                    raise FetchError("unavailable", f"{problem}; it asks to wait {wait:.0f} s", url)
                self.say(f"{problem}; next try in {wait:.0f} s")
                self.sleep(wait)
            try:
                body, kind = self._get(url, accept)
                value = read(body, kind)
            except _Later as later:
                problem = later
                continue
            except ValueError as error:
                problem = _Later(str(error), code="not-json")
                continue
            if kept:
                _keep(kept, kind.encode() + b"\n" + body)
            return value
        raise FetchError(problem.code, str(problem), url)

    def _get(self, url: str, accept: str) -> tuple[bytes, str]:
        """Return body and content type of one answer; raise _Later or FetchError."""
        host = urlsplit(url).netloc
        rest = self._asked.get(host, -self.pause) + self.pause - self.now()
        if rest > 0:
            self.sleep(min(rest, self.pause))
        self._asked[host] = self.now()
        headers = {"User-Agent": self.agent, "Accept": accept}
        until = time.monotonic() + self.timeout
        try:
            request = urllib.request.Request(url, headers=headers)
            with _OPENER.open(request, timeout=self.timeout) as answer:
                kind = answer.headers.get("Content-Type", "").replace("\n", " ")
                return _body(answer, until, url), kind
        except urllib.error.HTTPError as error:
            with error:
                raise self._refusal(error, url) from None
        except (http.client.HTTPException, ValueError) as error:
            # Before OSError: InvalidURL and the like are raised here, and a cut answer too.
            if isinstance(error, (http.client.IncompleteRead, http.client.RemoteDisconnected)):
                raise _Later("the answer was cut off") from None
            if isinstance(error, (http.client.InvalidURL, ValueError)):
                raise FetchError(
                    "bad-address", f"this is no address to ask: {error}", url
                ) from None
            raise _Later(f"the answer makes no sense ({type(error).__name__})") from None
        except TimeoutError:
            raise _Later(f"no answer within {self.timeout:g} s") from None
        except OSError as error:
            reason = getattr(error, "reason", error)
            if isinstance(reason, TimeoutError):
                raise _Later(f"no answer within {self.timeout:g} s") from None
            raise _Later(f"no connection ({reason})") from None

    def _refusal(self, error: urllib.error.HTTPError, url: str) -> Exception:
        if error.code in (404, 410):
            return FetchError("not-found", f"nothing there (HTTP {error.code})", url)
        if error.code in _AGAIN:
            wait = _retry_after(error.headers.get("Retry-After"), self.now())
            return _Later(f"the service answered HTTP {error.code}", wait)
        if 300 <= error.code < 400:
            return FetchError("redirects", "the address leads round in circles", url)
        return FetchError("refused", f"the service answered HTTP {error.code}", url)

    def _kept(self, key: str) -> Path | None:
        if self.cache is None:
            return None
        return self.cache / hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:40]

    def _is_new(self, kept: Path) -> bool:
        with contextlib.suppress(OSError):
            return self.now() - kept.stat().st_mtime < self.max_age * 3600
        return False


def with_query(address: str, query: Mapping[str, str] | None = None) -> str:
    """Return an address with a query, in the characters that may stand in one."""
    safe = quote(address, safe="%:/?#[]@!$&'()*+,;=~-._")
    return f"{safe}?{urlencode(query)}" if query else safe


def _as_json(body: bytes, kind: str) -> Any:
    def no_number(word: str) -> Any:
        raise ValueError(f"{word} is no number")

    try:
        return json.loads(body.decode("utf-8-sig"), parse_constant=no_number)
    except (ValueError, RecursionError):
        if "json" not in kind.lower():
            said = kind.split(";")[0].strip() or "something without a type"
            raise ValueError(f"the answer is {said}, not JSON") from None
        raise ValueError("the answer is broken JSON") from None


def _as_text(body: bytes, kind: str) -> str:
    charset = kind.lower().partition("charset=")[2].strip("\"' ;") or "utf-8"
    if charset == "utf-8" and b"charset=euc-kr" in body[:2048].lower().replace(b'"', b""):
        charset = "euc-kr"
    try:
        return body.decode(charset, "replace")
    except LookupError:
        return body.decode("utf-8", "replace")


def _body(answer: Any, until: float, url: str) -> bytes:
    """Read an answer whole, within the limits of size and time."""
    wanted = answer.headers.get("Content-Length", "")
    parts, size = [], 0
    while part := answer.read(_CHUNK):
        parts.append(part)
        size += len(part)
        if size > MAX_BYTES:
            raise FetchError("too-large", f"the answer has over {MAX_BYTES >> 20} MB", url)
        if time.monotonic() > until:
            raise _Later("the answer came too slowly")
    if wanted.isdigit() and size < int(wanted):
        raise _Later("the answer was cut off")
    return b"".join(parts)


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


def _keep(path: Path, body: bytes) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    with contextlib.suppress(OSError):  # without a cache it is only slower
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(body)
        temporary.replace(path)


def _opener() -> urllib.request.OpenerDirector:
    """Return an opener that knows http and https and nothing else: no files, no ftp."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPRedirectHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.UnknownHandler(),
    ):
        opener.add_handler(handler)
    return opener


_OPENER = _opener()
