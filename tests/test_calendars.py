"""The calendars: which dates they have, what qualifies them, how they are written."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from macros.curating.history import History, history
from macros.exports.calendars import NAMES, Calendars, escaped, folded
from macros.exports.data_set import DataSet
from macros.features.calendar import calendar_list, plan_table
from macros.model.atlas import Atlas
from macros.model.kinds import KINDS
from macros.page.context import Context
from macros.store.loading import Loader
from macros.store.tree import read_tree
from tests.conftest import edit, load, write
from tests.hostile import TEXTS
from tests.repositories import Repository, company

ROOT = "https://site.example/atlas/"


def calendars(atlas: Atlas, language: str = "en", past: History | None = None) -> Calendars:
    roots = {"en": ROOT, "ko": f"{ROOT}ko/"}
    data = DataSet(atlas, "Atlas", roots)
    return Calendars(data, past or History(), language, roots[language])


def events(made: Calendars, name: str) -> dict[str, dict[str, str]]:
    """Return the events of a calendar by their ids without the host, as property and text."""
    text = dict(made.files())[f"calendar/{name}.ics"]
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    lines = text.replace("\r\n ", "").split("\r\n")
    assert (lines[0], lines[-2:]) == ("BEGIN:VCALENDAR", ["END:VCALENDAR", ""])
    found: dict[str, dict[str, str]] = {}
    for block in "\n".join(lines).split("BEGIN:VEVENT\n")[1:]:
        named = block.partition("\nEND:VEVENT")[0].split("\n")
        event = dict(line.split(":", 1) for line in named)
        uid, _, host = event["UID"].partition("@")
        assert host == "site.example"
        assert uid not in found
        found[uid] = event
    return found


def current(made: Calendars, name: str) -> dict[str, dict[str, str]]:
    """Return the same without those of retired ids."""
    return {u: e for u, e in events(made, name).items() if e["STATUS"] != "CANCELLED"}


def days(event: dict[str, str]) -> tuple[str, str]:
    """Return the first day of an event and the day after its last."""
    return event["DTSTART;VALUE=DATE"], event["DTEND;VALUE=DATE"]


def test_a_day_is_one_day_and_a_month_or_year_the_whole_of_it(atlas: Atlas) -> None:
    made = calendars(atlas)
    exact, vague = current(made, "dates"), current(made, "approximate")
    assert days(exact["events.example-opening-2021.date"]) == ("20210421", "20210422")
    assert days(vague["trials.nct99999901.start_date"]) == ("20210301", "20210401")
    assert days(vague["events.example-meeting-2020.date"]) == ("20200101", "20210101")
    assert not exact.keys() & vague.keys()
    for event in [*exact.values(), *vague.values()]:
        assert event["URL"].startswith(ROOT)
        assert event["STATUS"] in ("CONFIRMED", "TENTATIVE")


def test_every_date_that_a_kind_names_is_in_one_of_them(atlas: Atlas) -> None:
    made = calendars(atlas)
    wanted = 0
    for record in atlas.records.values():
        for path in KINDS[record.about.id].about.calendar:
            name, _, part = path.partition(".")
            facts = record.fields[name].items(record)
            wanted += sum(bool(getattr(f, part) if part else f.state == "known") for f in facts)
    assert wanted == len(current(made, "dates")) + len(current(made, "approximate"))
    assert wanted > 20


def test_the_date_of_a_part_says_of_what(atlas: Atlas) -> None:
    (licence,) = (
        event
        for uid, event in events(calendars(atlas), "approximate").items()
        if uid.startswith("institutions.example-hospital.licences.")
    )
    said = "Example Hospital – Licences: Human-cell management\\, 제5호"
    assert licence["SUMMARY"] == said


def test_a_name_that_says_what_happened_says_all(atlas: Atlas) -> None:
    found = events(calendars(atlas), "dates")
    assert found["events.example-opening-2021.date"]["SUMMARY"] == "First example in Korea"
    found = events(calendars(atlas, "ko"), "approximate")
    applied = found["decisions.example-cel-approval-2024.applied"]
    assert applied["SUMMARY"] == "예시캡타젠 품목허가(2024) – 신청일"


def test_an_entry_names_its_sources_and_what_others_say(atlas: Atlas) -> None:
    found = events(calendars(atlas), "approximate")["companies.examplecell.founded"]
    lines = found["DESCRIPTION"].split("\\n")
    assert lines[0] == "Founded: Dec 2016"
    assert "Other sources say: 2017" in lines
    assert lines[-2:] == [
        "Sources:",
        "Example Register\\, Feb 2023: https://register.example/1?a=1&b=2",
    ]


def test_an_entry_says_at_what_date_its_source_says_so(small: Path) -> None:
    founded = 'founded: {value: "2001", as_of: "2024-02", note: {en: By the registry.}}'
    edit(small, "companies/samplegen.yml", 'founded: "2001"', founded)
    found = events(calendars(load(small)), "approximate")["companies.samplegen.founded"]
    lines = found["DESCRIPTION"].split("\\n")
    assert lines[0] == "Founded: 2001 (as of Feb 2024)"
    assert "Remark: By the registry." in lines


def test_what_only_the_company_says_or_is_not_confirmed_says_so(small: Path) -> None:
    edit(small, "companies/samplegen.yml", 'founded: "2001"', FOUNDED_BY_A_BLOG)
    found = events(calendars(load(small)), "approximate")
    opened = found["facilities.example-plant.opened"]
    assert opened["SUMMARY"].endswith(" (company-reported)")
    assert opened["STATUS"] == "CONFIRMED"
    founded = found["companies.samplegen.founded"]
    assert founded["SUMMARY"].endswith(" (unconfirmed)")
    assert founded["STATUS"] == "TENTATIVE"


FOUNDED_BY_A_BLOG = 'founded: {value: "2001", sources: [example-blog]}'


def test_a_plan_says_so_and_comes_into_the_calendar_of_plans(atlas: Atlas) -> None:
    made = calendars(atlas)
    upcoming = events(made, "upcoming")
    assert {*upcoming} == {
        "trials.example-follow-up.start_date",
        "trials.nct99999901.completion",
        "trials.nct99999901.primary_completion",
        "programmes.example-fund.end",
        "regulations.example-amendment.in_force",
    }
    end = upcoming["trials.nct99999901.completion"]
    assert end == events(made, "dates")["trials.nct99999901.completion"]
    assert end["SUMMARY"].endswith(" – Completion (planned)")
    assert end["STATUS"] == "TENTATIVE"
    assert end["CATEGORIES"] == "Trials,planned"
    assert events(calendars(atlas, "ko"), "upcoming").keys() == upcoming.keys()


def test_a_plan_whose_time_has_passed_was_planned(small: Path) -> None:
    edit(small, "companies/examplecell.yml", 'checked: "2024-05-06"', 'checked: "2024-10-01"')
    made = calendars(load(small))
    name = "trials.example-follow-up.start_date"
    assert name not in events(made, "upcoming")
    start = events(made, "approximate")[name]
    assert start["SUMMARY"] == "Follow-up of example-cel – Start (was planned)"
    assert start["CATEGORIES"] == "Trials,overdue"
    assert start["STATUS"] == "TENTATIVE"
    assert "The planned time has passed." in start["DESCRIPTION"]
    korean = events(calendars(load(small), "ko"), "approximate")[name]
    assert korean["SUMMARY"] == "예시캡타젠 장기 추적 – 시작일(예정이었음)"
    assert korean["UID"] == start["UID"]


def test_a_plan_for_a_month_or_year_that_is_not_over_may_still_come(small: Path) -> None:
    edit(small, "companies/examplecell.yml", 'checked: "2024-05-06"', 'checked: "2024-09-30"')
    made = calendars(load(small))
    assert "trials.example-follow-up.start_date" in events(made, "upcoming")


def test_the_page_has_the_same_plans(small: Path) -> None:
    edit(small, "companies/examplecell.yml", 'checked: "2024-05-06"', 'checked: "2024-10-01"')
    atlas = load(small)
    for language in ("en", "ko"):
        made = calendars(atlas, language)
        context = Context(atlas, language, "../")
        ahead, passed = (plan_table(context, made, overdue) for overdue in (False, True))
        found = html.fromstring(f"<div>{ahead}</div>").xpath("//tbody/tr")
        assert len(found) == len(events(made, "upcoming"))
        (row,) = html.fromstring(f"<div>{passed}</div>").xpath("//tbody/tr")
        assert "../trials/example-follow-up/" in row.xpath(".//a/@href")
        listed = html.fromstring(f"<div>{calendar_list(context, made)}</div>")
        counts = [int(n) for n in listed.xpath("//span[@class='number']/text()")]
        assert counts == [len(current(made, name)) for name in NAMES]
        folder = "site.example/atlas/" + ("" if language == "en" else "ko/") + "calendar/"
        links = listed.xpath("//a/@href")
        assert [link for link in links if link.startswith("webcal:")] == [
            f"webcal://{folder}{name}.ics" for name in NAMES
        ]


def read(repository: Repository) -> Atlas:
    """Return the Atlas of a repository's data, of which the checks are not asked."""
    files, _problems = read_tree(repository.data, KINDS)
    return Loader(repository.data).read_files(files, whole=False)[0]


def test_time_and_number_of_an_entry_come_from_the_history(repository: Repository) -> None:
    repository.write("companies/a.yml", company())
    repository.commit("Add it")
    repository.write("companies/a.yml", company(year=2017))
    repository.commit("Correct it")
    repository.write("companies/a.yml", "# only a remark\n" + company(year=2017))
    repository.commit("Remark on it")
    made = calendars(read(repository), past=history(repository.data))
    (event,) = events(made, "approximate").values()
    assert event["DTSTAMP"] == event["LAST-MODIFIED"] == "20240102T030000Z"
    assert event["SEQUENCE"] == "1"


def test_without_a_history_they_come_from_the_date_of_the_data(atlas: Atlas) -> None:
    event = events(calendars(atlas), "approximate")["companies.examplecell.founded"]
    assert event["DTSTAMP"] == event["LAST-MODIFIED"] == "20240506T000000Z"
    assert event["SEQUENCE"] == "0"


def renamed(repository: Repository, checked: str) -> dict[str, dict[str, str]]:
    """Return the events of a company that has another id, and the data another date, by now."""
    repository.write("companies/old.yml", company())
    repository.commit("Add it")
    repository.write("companies/new.yml", company() + f'checked: "{checked}"\n')
    repository.write("companies/old.yml", "moved_to: new\n")
    repository.commit("Call it new")
    made = calendars(read(repository), past=history(repository.data))
    return events(made, "approximate")


def test_the_entry_of_a_retired_id_is_cancelled(repository: Repository) -> None:
    found = renamed(repository, "2024-01-31")
    old, new = (found[f"companies.{id_}.founded"] for id_ in ("old", "new"))
    assert (old["STATUS"], new["STATUS"]) == ("CANCELLED", "CONFIRMED")
    assert days(old) == days(new)
    assert old["DESCRIPTION"].startswith(f"This record has moved to {ROOT}companies/new/")
    assert int(old["SEQUENCE"]) > 0


def test_a_year_later_it_is_gone(repository: Repository) -> None:
    assert {*renamed(repository, "2025-01-31")} == {"companies.new.founded"}


@pytest.mark.parametrize("words", TEXTS.values(), ids=TEXTS)
def test_hostile_texts_stay_texts(small: Path, words: str) -> None:
    name = json.dumps(words, ensure_ascii=False)
    write(small, "events/hostile.yml", f'name: {name}\nsources: [example-blog]\ndate: "2020"\n')
    found = events(calendars(load(small)), "approximate")
    shown = re.sub(r"\\([\\;,])", r"\1", found["events.hostile.date"]["SUMMARY"])
    assert shown.startswith(words.split()[0])
    assert shown.splitlines() == [shown]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_a_line_is_folded_between_characters(text: str) -> None:
    line = f"SUMMARY:{escaped(text)}"
    pieces = folded(line).encode().removesuffix(b"\r\n").split(b"\r\n")
    assert all(len(piece) <= 75 for piece in pieces)
    assert "".join(piece.decode()[bool(n) :] for n, piece in enumerate(pieces)) == line
