"""ClinicalTrials.gov, API version 2: one study, or the pages of a search."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from macros.model.atlas import Atlas
from macros.model.identifiers import RegistryNumber
from macros.model.kinds import Trial
from macros.model.problems import Fault
from macros.model.topic import TOPIC
from macros.model.values import Json
from macros.outside.http import Client, FetchError
from macros.outside.shape import at, clean, mappings, texts

NCT = RegistryNumber.forms["NCT"]
PAGE_SIZE = 100
BATCH = 50  # how many studies are asked for at once: a few megabytes, whole
MOST_PAGES = 200

MOST_WORDS = 1500
"""How many characters of names go into one address."""


def queries(codes: Iterable[str], sponsors: Iterable[str]) -> list[dict[str, str]]:
    """Return the searches for trials of the topic that may belong to the country.

    They name the topic or, as `codes`, a product, and have a site in the country or one of the
    sponsors: a trial that has not begun may have no site yet, and many give their product's code
    alone.
    """
    terms = [TOPIC.registry.term, *_either(codes)]
    places = [("query.locn", TOPIC.registry.country)]
    places += [("query.spons", names) for names in _either(sponsors)]
    return [{"query.term": term, key: place} for term in terms for key, place in places]


def _either(names: Iterable[str]) -> list[str]:
    """Return names joined by OR, in texts that an address has room for."""
    texts: list[str] = []
    for name in names:
        quoted = '"{}"'.format(name.replace('"', " "))
        if texts and len(texts[-1]) + len(quoted) < MOST_WORDS:
            texts[-1] += f" OR {quoted}"
        else:
            texts.append(quoted)
    return texts


def nct_numbers(words: Iterable[str]) -> list[str]:
    """Return the NCT numbers that a person gave, each once. Raises Fault for anything else."""
    numbers = list(dict.fromkeys(word.strip().upper() for word in words))
    for number in numbers:
        if number.startswith(TOPIC.registry.national["letters"]):
            by_hand = "Write `registry_numbers` and `{field}` by hand."
            national = TOPIC.registry.national
            raise Fault(
                f"{national['name']} cannot be queried by a program", by_hand.format_map(national)
            )
        if not re.fullmatch(NCT, number, re.ASCII):
            raise Fault(f'"{number}" is not a ClinicalTrials.gov number', "Write NCT and 8 digits.")
    return numbers


def numbers_of(trial: Trial) -> list[str]:
    """Return the registry numbers of a trial."""
    return [str(fact.value) for fact in trial.registry_numbers]


def trials_by_number(atlas: Atlas) -> dict[str, Trial]:
    """Return the trials by each of their registry numbers."""
    return {n: trial for trial in atlas.of(Trial) for n in numbers_of(trial)}


def nct_of(trial: Trial) -> str:
    """Return the NCT number of a trial, its own id where several are given, "" for none."""
    own = str(trial.id).upper()
    numbers = [number for number in numbers_of(trial) if number.startswith("NCT")]
    if own in numbers or (not numbers and own.startswith("NCT")):
        return own
    return next(iter(numbers), "")


def number_of(study: Json) -> str:
    """Return a study's NCT number, or ""."""
    number = clean(at(study, "protocolSection", "identificationModule", "nctId")).upper()
    return number if re.fullmatch(NCT, number, re.ASCII) else ""


def fetch_study(client: Client, base: str, nct: str) -> Json:
    """Return one study. Raises FetchError, also where the answer is another study."""
    url = f"{base.rstrip('/')}/studies/{nct}"
    study = client.json(url)
    number = number_of(study)
    former = texts(at(study, "protocolSection", "identificationModule", "nctIdAliases"))
    if number != nct and nct not in former:
        message = f"it answered with {number}" if number else "the answer is not a study"
        raise FetchError("wrong-record", message)
    return study


Fetched = tuple[str, Json | FetchError]
"""An NCT number, and its study or what went wrong."""


def fetch_studies(
    client: Client, base: str, numbers: Sequence[str], fields: str = ""
) -> Iterator[Fetched]:
    """Yield what becomes of each number, in their order; many are asked for at once.

    `fields` limits the answer to parts of a study, such as "ProtocolSection|MiscInfoModule".
    """
    for start in range(0, len(numbers), BATCH):
        yield from _batch(client, base, numbers[start : start + BATCH], fields)


def _batch(client: Client, base: str, numbers: Sequence[str], fields: str) -> Iterator[Fetched]:
    try:
        if len(numbers) == 1:
            yield numbers[0], fetch_study(client, base, numbers[0])
            return
        query = {"filter.ids": ",".join(numbers), "pageSize": str(len(numbers))}
        page = _page_of(client, base, query | ({"fields": fields} if fields else {}))
        studies = mappings(at(page, "studies"))
    except FetchError as error:
        if error.code == "too-large" and len(numbers) > 1:
            half = len(numbers) // 2
            for some in (numbers[:half], numbers[half:]):
                yield from _batch(client, base, some, fields)
        else:
            yield from ((number, error) for number in numbers)
        return
    by_number: dict[str, Json] = {number_of(study): study for study in studies}
    for study in studies:
        for former in texts(at(study, "protocolSection", "identificationModule", "nctIdAliases")):
            by_number.setdefault(former, study)
    missing = FetchError("not-found", "the registry has no such study")
    yield from ((number, by_number.get(number, missing)) for number in numbers)


def _page_of(client: Client, base: str, query: Mapping[str, str]) -> Json:
    answer = client.json(f"{base.rstrip('/')}/studies", query)
    if not isinstance(at(answer, "studies"), list):
        raise FetchError("wrong-record", "the answer is not a page of studies")
    return answer


def search(client: Client, base: str, query: dict[str, str]) -> Iterator[Json]:
    """Yield each study of a search.

    Raises FetchError where a page cannot be had; what came before it has been yielded.
    """
    token, seen = "", set()
    for _page in range(MOST_PAGES):
        parameters = {**query, "pageSize": str(PAGE_SIZE)}
        answer = _page_of(client, base, parameters | ({"pageToken": token} if token else {}))
        yield from mappings(at(answer, "studies"))
        token = clean(at(answer, "nextPageToken"))
        if not token:
            return
        if token in seen:
            raise FetchError("wrong-record", "the pages of results form a loop")
        seen.add(token)
    raise FetchError("wrong-record", f"more than {MOST_PAGES} pages")


def stored_studies(path: Path) -> list[Json]:
    """Return the studies in a file, sound or not. Raises Fault where it is not JSON."""
    try:
        return studies_in(json.loads(path.read_text(encoding="utf-8-sig")))
    except OSError as error:
        raise Fault(f"cannot read {path}: {error.strerror}") from None
    except (ValueError, RecursionError) as error:
        line = f", line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        fix = "It may be cut off, empty or a web page. Save the API's answer again."
        raise Fault(f"{path} is not readable as JSON{line}", fix) from None


def studies_in(answer: Json) -> list[Json]:
    """Return the studies of a stored answer (one study, a page, or a list), sound or not."""
    if isinstance(answer, list):
        return [study for item in answer for study in studies_in(item)]
    studies = at(answer, "studies")
    return studies_in(studies) if isinstance(studies, list) else [answer]
