"""Do the addresses in the data still lead somewhere? Asked politely, judged with care.

A server that turns robots away (401, 403, 429, 999) has not lost the page: only 404 and 410 say so.
Each host is asked by one worker; hosts are asked side by side.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from urllib.parse import urlsplit

from macros.model.atlas import Atlas
from macros.model.record import Record
from macros.model.reports import Report
from macros.model.values import Json, Url
from macros.outside.http import Client, FetchError

OK, MOVED, DEAD, REFUSED, FAILING, UNREACHABLE = (
    "ok",  # it answers
    "moved",  # it answers, from another address for good
    "dead",  # the server says that there is no such page
    "refused",  # the server turns robots away: nothing follows
    "failing",  # the server fails, again and again
    "unreachable",  # no such host, no answer in time, no valid certificate
)
TO_MEND = (DEAD, FAILING, UNREACHABLE)

WORKERS = 8
_HEADERS = {"Accept": "text/html,*/*;q=0.8", "Accept-Language": "ko,en"}
_REFUSALS = (401, 402, 403, 405, 406, 407, 412, 418, 429, 451, 999)


@dataclass(frozen=True)
class Outcome:
    """What became of one address. `code` is the last HTTP status, or None where there was none.

    `to` is where it has moved for good; `why` is what is wrong.
    """

    url: str
    state: str
    code: int | None = None
    to: str | None = None
    why: str = ""


@dataclass
class LinkReport(Report):
    """What became of addresses; `where` names the files of each."""

    outcomes: list[Outcome]
    where: dict[str, list[str]]

    def as_json(self) -> Json:
        return [{**asdict(o), "files": self.where[o.url]} for o in self.outcomes]

    def lines(self) -> Iterator[str]:
        for outcome in self._at_fault():
            code = f" {outcome.code}" if outcome.code else ""
            for path in self.where[outcome.url]:
                yield f"{path}: {outcome.state}{code}, {outcome.why}: {outcome.url}"

    def wants_attention(self) -> bool:
        return bool(self._at_fault())

    def _at_fault(self) -> list[Outcome]:
        return [outcome for outcome in self.outcomes if outcome.state in TO_MEND]


def addresses(atlas: Atlas) -> dict[str, list[str]]:
    """Return every web address in the data, with the files that contain it."""
    found: dict[str, list[str]] = {}
    for record in atlas.records.values():
        for url in dict.fromkeys(_urls(record)):
            found.setdefault(str(url), []).append(record.path)
    return found


def _urls(record: Record) -> Iterator[Url]:
    return (value for _field, _path, value in record.every_value() if isinstance(value, Url))


def check_links(urls: Iterable[str], client: Client) -> Iterator[Outcome]:
    """Yield what became of each address, in the order in which the answers come."""
    by_host: dict[str, list[str]] = {}
    for url in dict.fromkeys(urls):
        by_host.setdefault(urlsplit(url).netloc.lower(), []).append(url)
    with ThreadPoolExecutor(WORKERS) as pool:
        tasks = [
            pool.submit(lambda own: [check_link(url, client) for url in own], own)
            for own in by_host.values()
        ]
        for task in as_completed(tasks):
            yield from task.result()


def check_link(url: str, client: Client) -> Outcome:
    """Return what became of one address. HEAD first; GET where a server does not like that."""
    outcome = _visit(url, "HEAD", client)
    return outcome if outcome.state in (OK, MOVED) else _visit(url, "GET", client)


def _visit(url: str, method: str, client: Client) -> Outcome:
    try:
        response = client.visit(url, method, _HEADERS)
    except FetchError as error:
        return _judge(url, error)
    if response.moved:
        return Outcome(url, MOVED, response.status, response.url)
    return Outcome(url, OK, response.status)


def _judge(url: str, error: FetchError) -> Outcome:
    status = error.status
    if error.code == "not-found":
        return Outcome(url, DEAD, status, why="there is no such page")
    if error.code == "redirects" or status is None:
        late = isinstance(error.__cause__, TimeoutError)
        return Outcome(url, UNREACHABLE, status, why="no answer in time" if late else error.message)
    if status in _REFUSALS:
        return Outcome(url, REFUSED, status, why="the server turns robots away")
    return Outcome(url, FAILING, status, why="the server fails")
