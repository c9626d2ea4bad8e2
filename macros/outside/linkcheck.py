"""Check URLs in the data for dead links: rate-limited, and careful in its verdicts.

A server that turns robots away (401, 403, 429, 999) has not lost the page: only 404 and 410 say so.
An answer is not always the page either: many servers send to their front page or to a login, or
say "not found" with a friendly 200. Each host is asked by one worker; hosts are asked side by side.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from urllib.parse import urlsplit

from macros.model.atlas import Atlas
from macros.model.record import Record
from macros.model.reports import Report
from macros.model.urls import Url
from macros.model.values import Json
from macros.outside.charsets import text_of
from macros.outside.http import Client, FetchError
from macros.outside.page import title_of
from macros.outside.titles import no_title

OK, MOVED, DEAD, REFUSED, FAILING, UNREACHABLE, DOUBTFUL, UNCHECKED = (
    "ok",  # it answers
    "moved",  # it answers, from another address for good
    "dead",  # the server says that there is no such page
    "refused",  # the server blocks automated requests: nothing follows
    "failing",  # the server reports an error, again and again
    "unreachable",  # no such host, no answer in time, no valid certificate
    "doubtful",  # it answers, but hardly with the page
    "unchecked",  # it was not asked
)
TO_MEND = (DEAD, FAILING, UNREACHABLE)
TOLD = (*TO_MEND, DOUBTFUL, MOVED, REFUSED, UNCHECKED)
"""What is listed, in this order. Only what needs fixing sets the exit code to 1."""

WORKERS = 8
_HEADERS = {"Accept": "text/html,*/*;q=0.8", "Accept-Language": "ko,en"}
_REFUSALS = (401, 402, 403, 405, 406, 407, 412, 418, 429, 451, 999)
_FRONT = re.compile(
    r"/?(?:(?:[a-z]{2}(?:-[a-z]{2})?|kor|eng)/)?(?:(?:index|main|home|default|intro)(?:\.\w+)?/?)?"
    r"|/[a-z]{2}",
    re.IGNORECASE,
)
_LOGIN = re.compile(r"(?:log|sign)[-_]?(?:in|on)|sso|auth(?:enticate|orize)?", re.IGNORECASE)
_NOTHING = re.compile(r"(?:error|err)?[-_]?404|(?:page)?[-_]?not[-_]?found|error", re.IGNORECASE)

_FOR_ROBOTS = ("a robot check", "a refusal")
_OTHER_PAGES = ("a login", "a “not found” page", "an error")
"""What titles.yml calls pages that are not the one that was asked for."""


@dataclass(frozen=True)
class Outcome:
    """What became of one address. `code` is the last HTTP status, or None where there was none.

    `to` is where it leads; `why` is what is wrong.
    """

    url: str
    state: str
    code: int | None = None
    to: str | None = None
    why: str = ""

    def __str__(self) -> str:
        code, why = f" {self.code}" if self.code else "", f", {self.why}" if self.why else ""
        to = f" → {self.to}" if self.to else ""
        return f"{self.state}{code}{why}: {self.url}{to}"


@dataclass
class LinkReport(Report):
    """What became of addresses; `where` names the files of each."""

    outcomes: list[Outcome]
    where: dict[str, list[str]]

    def as_json(self) -> Json:
        return [{**asdict(o), "files": self.where[o.url]} for o in self.outcomes]

    def lines(self) -> Iterator[str]:
        for state in TOLD:
            for outcome in self.outcomes:
                if outcome.state == state:
                    yield from (f"{path}: {outcome}" for path in self.where[outcome.url])

    def wants_attention(self) -> bool:
        return any(outcome.state in TO_MEND for outcome in self.outcomes)


def network_gone(outcomes: Collection[Outcome]) -> str:
    """Return why nothing follows from the outcomes, "" where something does.

    Where no host answers, or all of several hosts turn the question down in the same way, that is
    our own network, or a gateway in it.
    """
    hosts = {urlsplit(outcome.url).netloc for outcome in outcomes if outcome.state != UNCHECKED}
    checked = [outcome for outcome in outcomes if outcome.state != UNCHECKED]
    first = next(iter(checked), None)
    if not first or len(hosts) < 2 or first.state in (OK, MOVED):
        return ""
    silent = all(outcome.code is None for outcome in checked)
    alike = len(hosts) > 2 and all((o.state, o.code) == (first.state, first.code) for o in checked)
    return f"none of {len(hosts)} hosts answered: {first.why}" if silent or alike else ""


def addresses(atlas: Atlas) -> dict[str, list[str]]:
    """Return every web address in the data, with the files that contain it."""
    files: dict[str, list[str]] = {}
    for record in atlas.records.values():
        for url in dict.fromkeys(_urls(record)):
            files.setdefault(str(url), []).append(record.path)
    return files


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
    """Return what became of one address."""
    try:
        response = client.visit(url, _HEADERS)
    except FetchError as error:
        return _judge(url, error)
    what = no_title(title_of(text_of(response.body, response.kind)))
    if what in _FOR_ROBOTS:
        return Outcome(url, REFUSED, response.status, why=f"by its title {what}")
    why = f"by its title {what}" if what in _OTHER_PAGES else _elsewhere(url, response.url)
    if why:
        return Outcome(url, DOUBTFUL, response.status, response.url, why)
    if response.moved:
        return Outcome(url, MOVED, response.status, response.url)
    return Outcome(url, OK, response.status)


def _elsewhere(url: str, to: str) -> str:
    """Return what speaks against the address at the end of redirects, "" for nothing."""
    here, there = urlsplit(url), urlsplit(to)
    deep = here.query or not _FRONT.fullmatch(here.path)
    if deep and not there.query and _FRONT.fullmatch(there.path):
        return "it leads to the front page"
    for form, what in ((_LOGIN, "a login"), (_NOTHING, "a “not found” page")):
        if _has_step(form, there.path) and not _has_step(form, here.path):
            return f"it leads to {what}"
    return ""


def _has_step(form: re.Pattern[str], path: str) -> bool:
    return any(form.fullmatch(step.partition(".")[0]) for step in path.split("/"))


def _judge(url: str, error: FetchError) -> Outcome:
    status = error.status
    if error.code == "not-found":
        return Outcome(url, DEAD, status, why="page not found")
    if error.code == "private":
        return Outcome(url, UNCHECKED, status, why=error.message)
    if error.code == "redirects" or status is None:
        late = isinstance(error.__cause__, TimeoutError)
        return Outcome(url, UNREACHABLE, status, why="no answer in time" if late else error.message)
    if status in _REFUSALS:
        return Outcome(url, REFUSED, status, why="the server blocks automated requests")
    return Outcome(url, FAILING, status, why="the server reports an error")
