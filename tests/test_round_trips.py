"""Seeded changes of files as people write them: all that a change is not about stays as it was.

`python -m tests.test_round_trips 10000` does it more often, and on the project's data, by hand.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path
from random import Random

from macros.model.kinds import KINDS
from macros.model.problems import Fault
from macros.store.editing.fixing import Known, fix
from macros.store.editing.layout import chunks, layout
from macros.store.editing.renaming import renewed
from macros.store.editing.writing import GONE, edit_record
from macros.store.reading import parse
from macros.store.schemas import schema_line
from macros.store.tree import DataFile, data_file, read_tree

ENTRIES = (
    "name: {ko: 시험,   en: 'A trial'}  # both",
    "name:\n    en: A trial\n    ko: 시험",
    'title: "On \\"A\\" and B"   # as registered',
    "title: 'It''s a title: really'",
    "title: >-\n  Folded over\n  two lines",
    "# a remark on the phase\nphase: phase-2",
    "phase: {sources: [old-id],\n  value: phase-2}",
    "status: {value: recruiting, as_of: '2024-05'} # now",
    "status:\n  value: recruiting\n  # why\n  note: >-\n    See [[old-id|it]]\n    [@o; old-id].\n",
    "sponsors: [old-id, 'other-id']",
    'sponsors:\n- old-id\n\n# the second\n- value: other-id\n  as_of: "2024"',
    "sponsors:\n    - old-id   # first\n    - other-id\n",
    "summary: |-\n  One.\n\n  Two with [[old-id]].\n\n    Indented.",
    "summary:\n  en: >-\n    One\n    line.\n\n    Another.\n  ko: '하나'",
    "start_date: '2021-03-02'",
    'start_date: {value: "2021", planned: true}\n',
    "enrolment: 91  # people",
    "enrolment:\n    value: 91\n    sources:\n    - old-id",
    "aliases: [A,\n  'B', \"C\"]  # three",
    "aliases:\n- A\n- 'B: b'",
    "results:\n  - {endpoint: orr, value: 75.30}\n  # a remark\n  - endpoint: os\n    text: x\n",
    "sources: [s1,   old-id]",
    'checked: "2024-05-06"\n',
)
BETWEEN = ("", "", "", "\n", "# a line apart\n\n", "\n\n# above\n")
NEW = {
    "phase": "phase-3",
    "title": "Another: 'title' of #2 \"here\"",
    "enrolment": 92,
    "start_date": "2022-01",
    "aliases": ["D", "E, e"],
    "sponsors": ["third-id"],
    "status": {"value": "completed", "sources": ["s2"]},
    "conditions": "word " * 40,
    "summary": {"en": "One. " * 30, "ko": "하나"},
    "countries": ["japan"],
}


def written(chance: Random) -> str:
    """Return a trial's file as somebody may write it."""
    order = [*ENTRIES]
    chance.shuffle(order)
    taken: dict[str, str] = {}
    for entry in order[: chance.randint(2, 12)]:
        key = next(line for line in entry.split("\n") if line[0] != "#").partition(":")[0]
        taken.setdefault(key, entry)
    head = chance.choice(("", f"{schema_line('trials')}\n", "# first\n"))
    between = (chance.choice(BETWEEN).replace("#", f"# {at}") for at in range(len(taken)))
    body = "".join(f"{one}{entry}\n" for one, entry in zip(between, taken.values(), strict=True))
    return (head + body).replace("\n", chance.choice(("\n", "\n", "\r\n")))


def comments(text: str) -> Counter[str]:
    found = re.findall(r"(?:^|\s)#[^\n]*", text.replace("\r", ""))
    return Counter(one.strip() for one in found if "language-server" not in one)


def lines_of(text: str, name: str) -> range:
    """Return the lines of an entry with the remarks above it; none where it is not there."""
    root = layout(text)
    for entry, (start, end) in zip(root.entries, chunks(text, root), strict=True):
        if entry.name == name:
            return range(text.count("\n", 0, start), text.count("\n", 0, end))
    return range(0)


def touched(before: list[str], after: list[str]) -> range:
    """Return the lines that are otherwise: all between what is alike at both ends."""
    most = min(len(before), len(after))
    head = next((i for i in range(most) if before[i] != after[i]), most)
    most -= head
    tail = next((i for i in range(most) if before[-1 - i] != after[-1 - i]), most)
    return range(head, len(before) - tail)


def changed(kind: str, text: str, chance: Random) -> str:
    """Change, add or take away one field; return what was done."""
    there = parse(text.encode()).value
    name = chance.choice([*there, *NEW])
    new = NEW.get(name, GONE if len(there) > 1 else "x")
    if name in there and len(there) > 1 and chance.random() < 0.2:
        new = GONE
    try:
        after = edit_record(kind, text, {(name,): new})
    except Fault:
        return "refused"
    wanted = {key: value for key, value in there.items() if key != name}
    if new is not GONE:
        wanted[name] = new
    assert parse(after.encode()).value == wanted
    before = (text if text.endswith("\n") else f"{text}\n").removeprefix("\ufeff")
    lines = touched(before.splitlines(keepends=True), after.splitlines(keepends=True))
    assert {*lines} <= {*lines_of(before, name)}
    assert ("\r\n" in text) == ("\r\n" in after) and after.count("\r\n") in (0, after.count("\n"))
    return "taken away" if new is GONE else "changed" if name in there else "added"


def tried(kind: str, text: str, chance: Random) -> str:
    """Try a change, a renaming or `fix` on a text; return which."""
    match chance.randrange(3):
        case 0:
            return changed(kind, text, chance)
        case 1:
            after = renewed(data_file(f"data/{kind}/a.yml", text), "old-id", "new-id")
            assert after == text.removeprefix("\ufeff").replace("old-id", "new-id")
            return "renamed"
        case _:
            once = fix(kind, text.encode(), Known())
            assert not once.refused
            assert parse(once.text.encode()).value == parse(text.encode()).value
            assert comments(once.text) == comments(text)
            assert "\r" not in once.text
            assert fix(kind, once.text.encode(), Known()).text == once.text
            return "fixed"


def storm(seed: int, number: int) -> Counter[str]:
    """Try changes on files made up; return how many of each."""
    ends: Counter[str] = Counter()
    for at in range(number):
        chance = Random(f"{seed} {at}")
        text = written(chance)
        try:
            ends[tried("trials", text, chance)] += 1
        except AssertionError as error:
            raise AssertionError(f"seed {seed}, case {at}: {text!r}: {error}") from error
    return ends


def test_what_a_change_is_not_about_stays_as_it_was_written() -> None:
    ends = storm(14, 400)
    assert min(ends[end] for end in ("changed", "added", "taken away", "renamed", "fixed")) > 10
    assert ends["refused"] < 20


def _by_hand(number: int) -> None:
    print(storm(1, number))
    files: list[DataFile] = read_tree(Path("data").resolve(), KINDS)[0]
    ends: Counter[str] = Counter()
    for at in range(number):
        chance = Random(at)
        file = chance.choice([file for file in files if file.kind in KINDS])
        text = file.raw.decode().replace("\n", chance.choice(("\n", "\r\n")))
        if "moved_to" not in text:
            ends[tried(file.kind, text, chance)] += 1
    print(ends)


if __name__ == "__main__":
    _by_hand(int(sys.argv[1]))
