"""The dates of the data as calendars (iCalendar, RFC 5545), three in each language.

`dates.ics` has what is known to the day, `approximate.ics` months and years as events over the
whole time, never a day, `upcoming.ics` the plans that may still come, of either sort. What was
planned date has passed says so. No property has parameters but dates: some readers make
another type of value of one that has.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

from macros.curating.history import History
from macros.exports.cells import names_in
from macros.exports.data_set import DataSet
from macros.exports.dates import Data, Dated, dated, has_dates, in_order
from macros.exports.plain_record import Plain
from macros.model.computed import computed
from macros.model.inline import one_line
from macros.model.kinds import KINDS
from macros.model.languages import FALLBACK, LANGUAGES
from macros.model.topic import TOPIC
from macros.model.values import GRADES
from macros.page.labels import label

FOLDER = "calendar"

NAMES = ("dates", "approximate", "upcoming")
"""The calendars, as their files are called."""

_CANCELLED_DAYS = 366
"""How long the event of a retired id is still there, as cancelled, so that calendars drop it."""

_LONGEST = 75
"""Octets of a line, its end not counted (RFC 5545, 3.1)."""

_DAY = datetime.timedelta(days=1)


class Event(NamedTuple):
    """A date as a calendar has it. `stamp` says when it was changed last, `number` how often."""

    uid: str
    one: Dated
    status: str
    stamp: str
    number: int
    moved: bool = False


class Calendars:
    """The calendars of the data in one language."""

    def __init__(self, data: DataSet, history: History, language: str, root: str):
        self.data, self.history, self.language, self.root = data, history, language, root
        self.host = urlsplit(root).hostname or "localhost"
        of_kinds = map(data.of_kind, filter(has_dates, KINDS))
        self.records = {record["id"]: record for records in of_kinds for record in records}
        self.dates = in_order(one for record in self.records.values() for one in dated(record))

    def of(self, calendar: str) -> list[Dated]:
        """Return the dates that a calendar has."""
        return [one for one in self.dates if self._belongs(one, calendar)]

    def files(self) -> Iterator[tuple[str, str]]:
        """Yield path and content of every file."""
        events = list(self._events())
        for calendar in NAMES:
            own = [event for event in events if self._belongs(event.one, calendar)]
            yield f"{FOLDER}/{calendar}.ics", self._file(calendar, own)

    def _belongs(self, one: Dated, calendar: str) -> bool:
        if calendar == "upcoming":
            return one.lies_ahead(self.data.date)
        return one.is_exact == (calendar == "dates")

    def _events(self) -> Iterator[Event]:
        """Yield every date, then those under the former ids of records that have another now."""
        for one in self.dates:
            record = one.record
            entries = self.history.of(record["id"])
            sure = not one.fact["planned"] and one.fact["grade"] != "unconfirmed"
            yield Event(
                self._uid(record["kind"], record["id"], one),
                one,
                "CONFIRMED" if sure else "TENTATIVE",
                entries[0].commit.time if entries else self._since(record),
                max(len(entries) - 1, 0),  # the first change made the record
            )
        for old, (kind, new, _file) in self.data.atlas.redirects.items():
            entry = self.history.left().get(old)
            for one in dated(self.records[new]) if new in self.records else ():
                stamp = entry.commit.time if entry else self._since(one.record)
                if self._is_recent(stamp):
                    uid, number = self._uid(kind, old, one), len(self.history.of(new))
                    yield Event(uid, one, "CANCELLED", stamp, number, moved=True)

    def _uid(self, kind: str, id_: str, one: Dated) -> str:
        fact = one.fact["id"].partition("#")[2]
        return f"{kind}.{id_}.{fact}@{self.host}"

    def _since(self, record: Data) -> str:
        """Return the time of a record where its history is not known: the day of its data."""
        day = f"{record['data_date'] or self.data.date or '1970'}-01-01"[:10]
        return f"{day}T00:00:00Z"

    def _is_recent(self, stamp: str) -> bool:
        day = datetime.date.fromisoformat(stamp[:10]) + _CANCELLED_DAYS * _DAY
        return day.isoformat() >= self.data.date

    def summary(self, one: Dated) -> str:
        """Return in a line what happened or is planned, and what qualifies it."""
        record, language = one.record, self.language
        text = one_line(self._words(record["name"]))
        # A field "date" is of what the record is about: a name that tells it says all.
        if not (KINDS[record["kind"]].about.own_words and one.fact["field"] == "date"):
            text = label("calendar_event", language, name=text, what=self.what(one))
        marks = [self._plan(one)] if one.fact["planned"] else []
        if (grade := one.fact["grade"]) in ("company", "unconfirmed"):
            marks.append(GRADES[grade].in_(language).lower())
        return text + (label("calendar_marks", language, marks=", ".join(marks)) if marks else "")

    def what(self, one: Dated) -> str:
        """Return in a few words which of its dates a record has then."""
        return one_line(": ".join([self._words(one.fact["label"]), *self._part(one)]))

    def _plan(self, one: Dated) -> str:
        overdue = one.is_overdue(self.data.date)
        return label("was_planned" if overdue else "planned", self.language)

    def _description(self, one: Dated) -> Iterator[str]:
        """Yield lines: the date as it is known, what qualifies it, what the record is, sources."""
        record, fact, language = one.record, one.fact, self.language
        marks = [self._plan(one)] if fact["planned"] else []
        marks += self._as_of(fact)
        yield self._line(self._words(fact["label"]), self._marked(self._date(one.date), marks))
        if fact["planned"]:
            overdue = one.is_overdue(self.data.date)
            yield label("calendar_passed" if overdue else "calendar_plan", language)
        if not one.is_exact:
            yield label(f"calendar_{one.date['precision']}", language)
        if fact["note"]:
            yield self._line(label("remark", language), self._words(fact["note"]))
        if others := [self._date(other["value"]) for other in fact["also"] if other["value"]]:
            yield self._line(label("others_say", language), ", ".join(others))
        chips = KINDS[record["kind"]].about.chips
        for other in record["facts"]:
            if other["field"] in chips and other["state"] == "known" and not other["planned"]:
                value = self._marked(self._words(other["value"]), self._as_of(other))
                yield self._line(self._words(other["label"]), value)
        for basis in record["computed"].get("basis", ()):
            name = computed(KINDS[record["kind"]])["basis"].label.in_(language)
            yield self._line(name, self._words(basis["value"]))
        if fact["grade"]:
            yield self._line(label("calendar_grade", language), GRADES[fact["grade"]].in_(language))
        sources = [record["sources"][id_] for id_ in fact["sources"] if id_ in record["sources"]]
        if sources:
            yield f"{label('calendar_sources', language)}:"
            yield from map(self._source, sources)

    def _source(self, source: Data) -> str:
        when = source["published"] and self._date(source["published"])
        text = ", ".join(filter(None, [self._words(source["publisher"]), when]))
        return self._line(text, source["url"]) if source["url"] else text

    def _as_of(self, fact: Data) -> list[str]:
        when = fact["as_of"]
        return [label("as_of", self.language, date=self._date(when))] if when else []

    def _marked(self, text: str, marks: Sequence[str]) -> str:
        more = label("calendar_marks", self.language, marks="; ".join(marks)) if marks else ""
        return text + more

    def _line(self, name: str, value: str) -> str:
        return label("calendar_line", self.language, label=name, value=value)

    def _date(self, date: dict[str, str]) -> str:
        return LANGUAGES[self.language].date(date["value"])

    def _part(self, one: Dated) -> Iterator[str]:
        """Yield what a part says beside its date in words: which licence, whose grant."""
        if one.fact["type"] == "part":
            values = (v for v in one.fact["value"].values() if v and v != one.date)
            if words := [self._words(v) for v in values if "amount" not in v]:
                yield ", ".join(words)

    def _words(self, value: Plain) -> str:
        """Return the words of a plain value: a text, the name of a record or of a word."""
        if isinstance(value, dict):
            texts = names_in(self.data.atlas, value) if "id" in value else value
            value = texts.get(self.language) or texts.get(FALLBACK) or texts.get("text", "")
            value = value or next(filter(None, texts.values()), "")
        return str(value)

    def _file(self, calendar: str, events: Sequence[Event]) -> str:
        name = label(f"calendar_{calendar}", self.language, site=self.data.name)
        lines = [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            f"PRODID:-//{TOPIC.agent}//Dates 1.0//EN",
            "CALSCALE:GREGORIAN",
            "METHOD:PUBLISH",
            f"NAME:{escaped(name)}",
            f"X-WR-CALNAME:{escaped(name)}",
            "REFRESH-INTERVAL;VALUE=DURATION:P1D",
            "X-PUBLISHED-TTL:P1D",
            f"SOURCE;VALUE=URI:{self.root}{FOLDER}/{calendar}.ics",
            *(line for event in events for line in self._event(event)),
            "END:VCALENDAR",
        ]
        return "".join(map(folded, lines))

    def _event(self, event: Event) -> Iterator[str]:
        one, language = event.one, self.language
        stamp = event.stamp.replace("-", "").replace(":", "")
        page = f"{self.root}{one.record['kind']}/{one.record['id']}/"
        first = one.date["earliest"].replace("-", "")
        after = datetime.date.fromisoformat(one.date["latest"]) + _DAY
        categories = [KINDS[one.record["kind"]].about.many.in_(language)]
        if one.fact["planned"]:
            overdue = one.is_overdue(self.data.date)
            categories.append(label("overdue" if overdue else "planned", language))
        description = list(self._description(one))
        if event.moved:
            description.insert(0, label("calendar_moved", language, address=page))
        yield "BEGIN:VEVENT"
        yield f"UID:{event.uid}"
        yield f"DTSTAMP:{stamp}"
        yield f"LAST-MODIFIED:{stamp}"
        yield f"SEQUENCE:{event.number}"
        yield f"DTSTART;VALUE=DATE:{first}"
        yield f"DTEND;VALUE=DATE:{after:%Y%m%d}"  # the first day after it
        yield f"SUMMARY:{escaped(self.summary(one))}"
        yield f"DESCRIPTION:{escaped(chr(10).join(map(one_line, description)))}"
        yield f"URL:{page}"
        yield f"STATUS:{event.status}"
        yield "TRANSP:TRANSPARENT"
        yield f"CATEGORIES:{','.join(map(escaped, categories))}"
        yield "CLASS:PUBLIC"
        yield "END:VEVENT"


# Written here and not by a library: what is needed is one escape and one fold. The library
# icalendar demands nothing of an event, not even a UID, and would take as long as all the rest.
# Contract tests read the files with four libraries.


def escaped(text: str) -> str:
    r"""Return a text for the value of a property (RFC 5545, 3.3.11).

    >>> escaped("a, b; c\\d")
    'a\\, b\\; c\\\\d'
    """
    for sign in "\\;,":
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")


def folded(line: str) -> str:
    """Return a content line in pieces of 75 octets, no character of UTF-8 cut in two."""
    rest, pieces, room = line.encode(), [], _LONGEST
    while len(rest) > room:
        at = room
        while rest[at] & 0xC0 == 0x80:  # not the first octet of a character
            at -= 1
        pieces.append(rest[:at])
        rest, room = rest[at:], _LONGEST - 1  # a blank goes before each further piece
    return b"\r\n ".join([*pieces, rest]).decode() + "\r\n"
