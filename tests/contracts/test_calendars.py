"""`calendar/`: four libraries read the same days, which are those of the data."""

from __future__ import annotations

import calendar
import datetime
import json
from collections.abc import Iterator
from pathlib import Path

import icalendar
import pytest
import vobject
import yaml

from tests.contracts.conftest import ROOT
from tests.contracts.programs import node

Event = tuple[str, str, str, str]
"""UID, first day, the day after the last, and title."""

STATUSES = {"CONFIRMED", "TENTATIVE", "CANCELLED"}
"""What RFC 5545 allows of an event; no library looks."""


@pytest.fixture(scope="module")
def files(published: Path) -> list[Path]:
    """Every calendar, in both languages."""
    return [
        published / folder / "calendar" / f"{name}.ics"
        for folder in ("", "ko")
        for name in ("dates", "approximate", "upcoming")
    ]


@pytest.fixture(scope="module")
def read(files: list[Path]) -> dict[Path, icalendar.Calendar]:
    """The same as icalendar reads them."""
    return {file: icalendar.Calendar.from_ical(file.read_bytes()) for file in files}


def test_lines_are_short_and_end_as_they_must(files: list[Path]) -> None:
    for file in files:
        lines = file.read_bytes().split(b"\r\n")
        assert lines.pop() == b""
        assert not [line for line in lines if len(line) > 75 or b"\n" in line or not line.strip()]
        assert all(line.decode() for line in lines)  # no character is cut in two


def test_four_libraries_read_the_same_events(
    files: list[Path], read: dict[Path, icalendar.Calendar]
) -> None:
    by_node = json.loads(node("calendars.mjs", *files))
    for file in files:
        ours = sorted(_events(read[file]))
        assert ours
        for name, theirs in by_node[str(file)].items():
            assert sorted(map(tuple, theirs)) == ours, f"{name}: {file}"
        (made,) = vobject.readComponents(file.read_text(encoding="utf-8"))
        made.validate(raiseException=True)
        days = [(e.uid.value, e.dtstart.value, e.dtend.value) for e in made.vevent_list]
        assert sorted((uid, str(a), str(b)) for uid, a, b in days) == [e[:3] for e in ours]


def test_what_the_standard_demands_of_an_event_is_there(
    read: dict[Path, icalendar.Calendar],
) -> None:
    for file, made in read.items():
        assert not made.errors
        events = made.walk("VEVENT")
        uids = [str(event["UID"]) for event in events]
        assert len({*uids}) == len(uids), file
        for event in events:
            assert not event.errors
            assert event["STATUS"] in STATUSES
            assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt
            assert event["SEQUENCE"] >= 0
            assert not event["SUMMARY"].params and not event["DESCRIPTION"].params
            for name in ("DTSTART", "DTEND"):
                assert not isinstance(event[name].dt, datetime.datetime)


def test_both_languages_have_the_same_events(read: dict[Path, icalendar.Calendar]) -> None:
    events = [sorted(e[:3] for e in _events(made)) for made in read.values()]
    assert events[:3] == events[3:]


def test_every_page_and_every_source_is_said(
    read: dict[Path, icalendar.Calendar], published: Path
) -> None:
    for file, made in read.items():
        root = str(made["SOURCE"]).removesuffix(f"calendar/{file.name}")
        for event in made.walk("VEVENT"):
            page = file.parent.parent / str(event["URL"]).removeprefix(root) / "index.html"
            assert page.exists(), event["URL"]
            assert published in page.parents


def test_every_date_of_the_data_is_in_the_calendars_as_it_is_written(
    read: dict[Path, icalendar.Calendar],
) -> None:
    wanted = sorted(_written())
    assert wanted
    for folder in (0, 3):
        exact, vague, upcoming = [*read.values()][folder : folder + 3]
        days = [event for made in (exact, vague) for event in _of_today(made)]
        assert sorted(days) == wanted
        assert all(first == last for _name, first, last in _of_today(exact))
        assert all(first != last for _name, first, last in _of_today(vague))
        assert {*_of_today(upcoming)} <= {*days}


def _events(made: icalendar.Calendar) -> Iterator[Event]:
    for event in made.walk("VEVENT"):
        days = (event[name].dt.isoformat() for name in ("DTSTART", "DTEND"))
        yield str(event["UID"]), *days, str(event["SUMMARY"])


def _of_today(made: icalendar.Calendar) -> Iterator[tuple[str, str, str]]:
    """Yield kind, record and field, first and last day of the events that are not cancelled."""
    for event in made.walk("VEVENT"):
        if event["STATUS"] != "CANCELLED":
            name = ".".join(str(event["UID"]).split("@")[0].split(".")[:3])
            last = event["DTEND"].dt - datetime.timedelta(days=1)
            yield name, event["DTSTART"].dt.isoformat(), last.isoformat()


def _written() -> Iterator[tuple[str, str, str]]:
    """Yield the same of the files of the data, read here and not by the program."""
    for kind in sorted((ROOT / "macros" / "model" / "kinds").glob("*.yml")):
        paths = yaml.safe_load(kind.read_text(encoding="utf-8")).get("calendar", [])
        files = sorted((ROOT / "data" / kind.stem).glob("*.yml")) if paths else []
        for file in files:
            record = yaml.load(file.read_text(encoding="utf-8"), yaml.CBaseLoader)
            for path in paths:
                field, _, part = path.partition(".")
                for date in _dates(record.get(field), part):
                    yield f"{kind.stem}.{file.stem}.{field}", *_span(date)


def _dates(written: object, part: str) -> Iterator[str]:
    """Yield the dates of a fact or a list of parts, in its short or its long form."""
    if isinstance(written, dict) and "value" in written:
        written = written["value"]
    if part:
        assert isinstance(written, list | None)
        yield from (item[part] for item in written or () if part in item)
    elif written not in (None, "none", "unknown"):
        yield written


def _span(date: str) -> tuple[str, str]:
    """Return the first and the last day that a date can mean."""
    year, month, day = [*map(int, date.split("-")), 0, 0][:3]
    last_month = month or 12
    last_day = day or calendar.monthrange(year, last_month)[1]
    first = datetime.date(year, month or 1, day or 1)
    return first.isoformat(), datetime.date(year, last_month, last_day).isoformat()
