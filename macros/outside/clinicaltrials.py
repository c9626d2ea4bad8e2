"""ClinicalTrials.gov, API version 2: one study, or the pages of a search."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from macros.outside.http import Client, FetchError
from macros.outside.shape import at, clean, mappings, texts

BASE = "https://clinicaltrials.gov/api/v2"
NCT = re.compile(r"NCT\d{8}", re.ASCII)
PAGE_SIZE = 100
MOST_PAGES = 200

CAR_IN_KOREA = {
    "query.term": '"chimeric antigen receptor" OR "CAR-T" OR "CAR T" OR "CAR-NK" OR "CAR NK" '
    'OR "CAR macrophage" OR autoleucel OR tisagenlecleucel',
    "query.locn": "South Korea",
}
"""The search for trials of cells with a CAR that have a Korean site."""


def page_of(nct: str) -> str:
    """Return the public page of a study."""
    return f"https://clinicaltrials.gov/study/{nct}"


def number_of(study: Any) -> str:
    """Return a study's NCT number, or ""."""
    number = clean(at(study, "protocolSection", "identificationModule", "nctId")).upper()
    return number if NCT.fullmatch(number) else ""


def fetch_study(client: Client, base: str, nct: str) -> dict:
    """Return one study. Raises FetchError, also where the answer is another study."""
    url = f"{base.rstrip('/')}/studies/{nct}"
    study = client.json(url)
    found = number_of(study)
    former = texts(at(study, "protocolSection", "identificationModule", "nctIdAliases"))
    if found != nct and nct not in former:
        said = f"it answered with {found}" if found else "the answer is no study"
        raise FetchError("wrong-record", said, url)
    return study


def search(client: Client, base: str, query: dict[str, str]) -> Iterator[tuple[dict, int | None]]:
    """Yield each study of a search and how many there are in all, where the registry says so.

    Raises FetchError where a page cannot be had; what came before it has been yielded.
    """
    url = f"{base.rstrip('/')}/studies"
    token, seen = "", set()
    total = None
    for _page in range(MOST_PAGES):
        asked = {**query, "pageSize": str(PAGE_SIZE), "countTotal": "true"}
        if token:
            asked["pageToken"] = token
        answer = client.json(url, asked)
        if not isinstance(at(answer, "studies"), list):
            raise FetchError("wrong-record", "the answer is no page of studies", url)
        count = at(answer, "totalCount")
        total = count if isinstance(count, int) else total
        for study in mappings(answer["studies"]):
            yield study, total
        token = clean(at(answer, "nextPageToken"))
        if not token:
            return
        if token in seen:
            raise FetchError("wrong-record", "the pages lead round in circles", url)
        seen.add(token)
    raise FetchError("wrong-record", f"more than {MOST_PAGES} pages", url)


def studies_in(answer: Any) -> list[Any]:
    """Return the studies of a stored answer (one study, a page, or a list), sound or not."""
    found, todo = [], [answer]
    while todo:
        item = todo.pop(0)
        if isinstance(item, list):
            todo += item
        elif isinstance(at(item, "studies"), list):
            todo += item["studies"]
        else:
            found.append(item)
    return found
