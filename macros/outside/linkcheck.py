"""Do the addresses in the data still lead somewhere? Asked politely, judged with care.

A server that turns robots away (401, 403, 429, 999) has not lost the page: only 404 and 410 say so.
Each host is asked by one worker, with a pause between two requests; hosts are asked side by side.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from macros.model.atlas import Atlas
from macros.model.base import Record
from macros.model.relations import values_of
from macros.model.values import Url

OK, MOVED, DEAD, REFUSED, FAILING, UNREACHABLE = (
    "ok",  # it answers
    "moved",  # it answers, and says that it has another address for good
    "dead",  # the server says that there is no such page
    "refused",  # the server turns robots away: nothing follows
    "failing",  # the server fails, again and again
    "unreachable",  # no such host, no answer in time, no valid certificate
)
TO_MEND = (DEAD, FAILING, UNREACHABLE)

AGENT = "Mozilla/5.0 (compatible; korea-cart-atlas link check)"
HOPS = 6
LONGEST_WAIT = 60.0
_REFUSALS = (401, 402, 403, 405, 406, 407, 412, 418, 429, 451, 999)
_AGAIN = (408, 425, 429, 500, 502, 503, 504)
_FOR_GOOD = (301, 308)


@dataclass(frozen=True)
class Outcome:
    """What became of one address. `code` is the last HTTP status, or None where there was none.

    `to` is where it has moved for good; `why` says in words what is wrong.
    """

    url: str
    state: str
    code: int | None = None
    to: str | None = None
    why: str = ""


@dataclass(frozen=True)
class Manners:
    """How servers are asked: seconds between two requests to a host, seconds for an answer, tries.

    `public_only` refuses addresses that lead into a private network: who writes data must not be
    able to make this machine knock there.
    """

    pause: float = 1.0
    timeout: float = 20.0
    tries: int = 3
    workers: int = 8
    public_only: bool = True
    sleep: Callable[[float], None] = time.sleep


def addresses(atlas: Atlas) -> dict[str, list[str]]:
    """Return every web address that a field holds, with the files that hold it."""
    found: dict[str, list[str]] = {}
    for record in atlas.records.values():
        for url in dict.fromkeys(_urls(record)):
            found.setdefault(str(url), []).append(record.path)
    return found


def _urls(record: Record) -> Iterator[Url]:
    for _spec, _path, value in record.plain_values():
        if isinstance(value, Url):
            yield value
    for fact in record.all_facts():
        yield from (value for _spec, _path, value in values_of(fact) if isinstance(value, Url))


def check_links(urls: Iterable[str], manners: Manners | None = None) -> Iterator[Outcome]:
    """Yield what became of each address, in the order in which the answers come."""
    manners = manners or Manners()
    by_host: dict[str, list[str]] = {}
    for url in dict.fromkeys(urls):
        by_host.setdefault(urlsplit(url).netloc.lower(), []).append(url)
    with ThreadPoolExecutor(manners.workers) as pool:
        tasks = [pool.submit(_ask_host, manners, own) for own in by_host.values()]
        for task in as_completed(tasks):
            yield from task.result()


def _ask_host(manners: Manners, urls: list[str]) -> list[Outcome]:
    found = []
    for index, url in enumerate(urls):
        if index:
            manners.sleep(manners.pause)
        found.append(check_link(url, manners))
    return found


def check_link(url: str, manners: Manners) -> Outcome:
    """Return what became of one address. HEAD first; GET where a server does not like that."""
    outcome = _try(url, "HEAD", manners)
    if outcome.state in (OK, MOVED):
        return outcome
    manners.sleep(manners.pause)
    return _try(url, "GET", manners)


def _try(url: str, method: str, manners: Manners) -> Outcome:
    wait = manners.pause
    for attempt in range(manners.tries):
        outcome, asked = _follow(url, method, manners)
        again = outcome.code in _AGAIN or (outcome.state == UNREACHABLE and asked is not None)
        if not again or attempt + 1 == manners.tries:
            return outcome
        wait = max(wait * 2, asked or 0.0)
        if wait > LONGEST_WAIT:
            return outcome
        manners.sleep(wait)
    return outcome


def _follow(url: str, method: str, manners: Manners) -> tuple[Outcome, float | None]:
    """Ask once, follow redirects; return the outcome, and how long to wait before another try.

    None says that another try would be in vain.
    """
    here, for_good = url, True
    for _hop in range(HOPS):
        problem = _not_public(here) if manners.public_only else None
        if problem:
            return Outcome(url, UNREACHABLE, why=problem), None
        try:
            code, headers = _request(here, method, manners.timeout)
        except ssl.SSLCertVerificationError as error:
            return Outcome(url, UNREACHABLE, why=f"bad certificate: {error.verify_message}"), None
        except (TimeoutError, OSError, http.client.HTTPException, ValueError) as error:
            return Outcome(url, UNREACHABLE, why=_said(error)), 0.0
        there = headers.get("Location") if 300 <= code < 400 else None
        if there is None:
            return _judge(url, code, here if for_good and here != url else None), _asked(headers)
        for_good = for_good and code in _FOR_GOOD
        here = urljoin(here, quote(there, safe="%/:=&?~#+!$,;'@()*[]"))
        if urlsplit(here).scheme not in ("http", "https"):
            return Outcome(url, UNREACHABLE, code, why="it leads out of the web"), None
    return Outcome(url, UNREACHABLE, code, why=f"more than {HOPS} redirects"), None


def _judge(url: str, code: int, to: str | None) -> Outcome:
    if code < 300:
        return Outcome(url, MOVED if to else OK, code, to)
    if code in (404, 410):
        return Outcome(url, DEAD, code, why="there is no such page")
    if code in _REFUSALS:
        return Outcome(url, REFUSED, code, why="the server turns robots away")
    return Outcome(url, FAILING, code, why="the server fails")


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(_NoRedirect)


def _request(url: str, method: str, timeout: float) -> tuple[int, Mapping[str, str]]:
    """Return status and headers of one answer; its body is not read."""
    ascii_url = quote(url, safe="%/:=&?~#+!$,;'@()*[]")
    headers = {"User-Agent": AGENT, "Accept": "text/html,*/*;q=0.8", "Accept-Language": "ko,en"}
    request = urllib.request.Request(ascii_url, method=method, headers=headers)
    try:
        with _OPENER.open(request, timeout=timeout) as answer:
            return answer.status, answer.headers
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers
    except urllib.error.URLError as error:
        raise error.reason if isinstance(error.reason, OSError) else error from None


def _asked(headers: Mapping[str, str]) -> float:
    """Return for how many seconds a server asks to be left alone."""
    said = headers.get("Retry-After") or "0"
    if said.isascii() and said.isdigit():
        return float(said)
    try:
        return max(0.0, parsedate_to_datetime(said).timestamp() - time.time())
    except ValueError:
        return 0.0


def _not_public(url: str) -> str | None:
    """Return what keeps an address from being one of the public web, or None."""
    parts = urlsplit(url)
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port or 443, proto=socket.IPPROTO_TCP)
    except (OSError, UnicodeError, ValueError):
        return "there is no such host"
    if all(ipaddress.ip_address(info[4][0].partition("%")[0]).is_global for info in found):
        return None
    return "it leads into a private network"


def _said(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, socket.gaierror):
        return "there is no such host"
    return f"no connection ({type(error).__name__})"
