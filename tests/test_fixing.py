"""`fix`: the form of a file is put right, what it says is not touched."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros.model.kinds import KINDS
from macros.store.editing.fixing import Known, fix, present_name
from macros.store.editing.layout import SCHEMA
from macros.store.reading import parse
from macros.store.schemas import schema_line
from tests.conftest import SMALL, load, problems_of, write

ROOT = Path(__file__).resolve().parent.parent
REAL = sorted((ROOT / "data").glob("*/*.yml"))[::31]
KNOWN = Known(
    spellings={"trial-status": {"recruiting": "recruiting", "모집 중": "recruiting"}},
    moved={"old-id": "new-id", "old-source": "new-source"},
)

MESSY = """\
# yaml-language-server: $schema=../../schemas/trials.json
# This trial is odd.

# The company says otherwise.
Start-Date: 2021.3.2   # as registered
sites:
    - second-hospital   # not in alphabetical order
    # The first was added later.
    - first-hospital
status: {sources: [old-source], value: Recruiting}
name:
    ko: 시험
    en: "A trial"
enrollment: 91
checked: 2026-11
summary: >-
    Run by [[old-id|the company]]
    [@other; old-source].
products: [old-id]
"""

TIDY = """\
# yaml-language-server: $schema=../../schemas/trials.json
# This trial is odd.

name:
    en: "A trial"
    ko: 시험
summary: >-
    Run by [[new-id|the company]]
    [@other; new-source].
checked: "2026-11"
status: {value: recruiting, sources: [new-source]}
products: [new-id]
enrolment: 91
# The company says otherwise.
start_date: "2021-03-02"   # as registered
sites:
    - second-hospital   # not in alphabetical order
    # The first was added later.
    - first-hospital
"""


def fixed(text: str, kind: str = "trials") -> str:
    """Return a text as `fix` leaves it; its first line is left out where the text had none."""
    left = fix(kind, text.encode(), KNOWN).text
    return left if text.startswith(SCHEMA) else left.removeprefix(f"{schema_line(kind)}\n")


def test_the_first_line_names_the_schema_of_the_kind() -> None:
    line = f"{schema_line('trials')}\n"
    assert fix("trials", b"name: A\n", KNOWN).text == f"{line}name: A\n"
    text = f"{schema_line('companies')}\n# why\nname: A\n"
    assert fix("trials", text.encode(), KNOWN).text == f"{line}# why\nname: A\n"
    assert fix("trials", b"# why\nname: A\n", KNOWN).text == f"{line}# why\nname: A\n"


def test_everything_is_put_right_and_comments_and_lists_stay() -> None:
    assert fixed(MESSY) == TIDY


def test_what_was_done_is_said() -> None:
    done = fix("trials", MESSY.encode(), KNOWN).done
    assert 'field "enrollment" renamed to "enrolment"' in done
    assert '"Recruiting" changed to "recruiting"' in done
    assert '"old-id" has moved to "new-id"' in done
    assert "fields sorted" in done


def test_what_is_right_is_left_alone() -> None:
    assert fix("trials", TIDY.encode(), KNOWN).done == []
    assert fixed(TIDY) == TIDY


def test_hangul_is_composed_and_line_ends_are_cleaned() -> None:
    text = unicodedata.normalize("NFD", "\ufeffname: {ko: 큐로셀}  \r\naliases: [가나]\r\n\r\n")
    assert fixed(text) == "name: {ko: 큐로셀}\naliases: [가나]\n"


def test_blanks_that_mean_something_stay() -> None:
    text = "name: A\nsummary: |-\n  one  \n  two\n"
    assert fixed(text) == text


@pytest.mark.parametrize(
    "line, tidy",
    [
        ("start_date: 2021", 'start_date: "2021"'),
        ("start_date: 2021-03-02", 'start_date: "2021-03-02"'),
        ("start_date: '2021-03'", "start_date: '2021-03'"),
        ("start_date: 2021년 3월 2일", 'start_date: "2021-03-02"'),
        (
            "start_date: {value: 2021. 3., sources: [a]}",
            'start_date: {value: "2021-03", sources: [a]}',
        ),
        ("start_date: 03/02/2021", "start_date: 03/02/2021"),
        ("start_date: 2021-13", "start_date: 2021-13"),
        ("start_date: unknown", "start_date: unknown"),
        ("aliases: [404, true]", 'aliases: ["404", "true"]'),
        ("enrolment: 91", "enrolment: 91"),
        ("results: [{value: 75.3, n: 73}]", "results: [{value: 75.3, n: 73}]"),
        ("status: none", "status: none"),
        ("status: '모집 중'", 'status: "recruiting"'),
        ("sites: {sources: [s], value: [old-id]}", "sites: {value: [new-id], sources: [s]}"),
        ("results: [[{n: 1, endpoint: a}]]", "results: [[{n: 1, endpoint: a}]]"),
    ],
)
def test_values_are_written_in_the_usual_form(line: str, tidy: str) -> None:
    assert fixed(f"name: A\n{line}\n") == f"name: A\n{tidy}\n"


@pytest.mark.parametrize(
    "name, field",
    [
        ("Start", "start_date"),
        ("상태", None),
        ("진행 상태", "status"),
        ("startDate", "start_date"),
        ("sponsor", "sponsors"),
        ("Enrollment", "enrolment"),
        ("colour", None),
        ("", None),
    ],
)
def test_a_field_is_known_by_its_former_names_and_labels(name: str, field: str | None) -> None:
    assert present_name(KINDS["trials"], name) == field


BY_PRETTIER = """\
name: { en: A, ko: 가 }
start_date:
  { value: "2021", as_of: "2024-05-06", sources: [example-register, example-daily] }
phase:
  {
    value: phase-2,
    as_of: "2024-05-06",
    sources:
      [
        example-register,
        example-daily, # the second
      ],
  }
title: 'On "A" and ''B'' in C'
summary:
  en: >-
    One.

    Two.
"""


def test_what_a_formatter_wrote_says_the_same_and_is_put_in_order() -> None:
    once = fixed(BY_PRETTIER)
    assert parse(once.encode()).value == parse(BY_PRETTIER.encode()).value
    entries = [line.partition(":")[0] for line in once.splitlines() if line[:1].isalpha()]
    assert entries == ["name", "summary", "title", "phase", "start_date"]
    assert sorted(once.splitlines()) == sorted(BY_PRETTIER.splitlines())


def test_formatters_are_kept_away() -> None:
    ignored = (ROOT / ".prettierignore").read_text(encoding="utf-8").splitlines()
    assert ignored[-1] == "*"
    settings = (ROOT / ".vscode/settings.json").read_text(encoding="utf-8")
    assert '"yaml.format.enable": false' in settings


def test_a_field_is_not_renamed_over_another() -> None:
    text = "name: A\nenrolment: 91\nenrollment: 92\n"
    assert "enrollment: 92" in fixed(text)


@pytest.mark.parametrize(
    "text", ["name: [", "a: 1\na: 2\n", "- a\n", "", "name: &a b\n", "\tname: a\n", "name:\n"]
)
def test_a_broken_file_is_left_alone_and_the_reason_said(text: str) -> None:
    result = fix("trials", text.encode(), KNOWN)
    assert result.text == text
    assert result.refused.startswith("line ")


def test_bytes_that_are_no_text_are_left_alone() -> None:
    raw = "name: 가\n".encode("cp949")
    result = fix("trials", raw, KNOWN)
    assert result.refused
    assert not result.differs(raw)


@pytest.mark.parametrize("file", REAL, ids=lambda file: file.stem)
def test_a_real_file_says_the_same_afterwards(file: Path) -> None:
    kind, raw = file.parent.name, file.read_bytes()
    once = fix(kind, raw, Known()).text
    assert parse(once.encode()).value == parse(raw).value
    lines = once.removeprefix(schema_line(kind)).split("\n")
    old_lines = raw.decode().removeprefix(schema_line(kind)).split("\n")
    assert [x for x in sorted(old_lines) if "{" not in x] == [
        x for x in sorted(lines) if "{" not in x
    ]
    assert fix(kind, once.encode(), Known()).text == once


_KEYS = st.permutations(
    [
        "# a remark on the phase\nphase: {sources: [s], value: phase-1}",
        "status: recruiting  # beside it",
        "name: {ko: 가, en: A}",
        "start_date: 2021-03-02",
        "sites:\n  # within\n  - b\n  - note: N\n    value: a\n    # deep\n",
        "facts:\n- value: |-\n    V\n\n    W\n  about: B\n# last",
        "enrolment:\n    sources:\n    - s\n    value: 91",
        "sources: [s,\n  t]  # two",
    ]
)


@given(_KEYS, st.sampled_from(["\n", "\r\n"]), st.integers(3, 8))
def test_fixing_twice_is_fixing_once_and_changes_no_value(
    keys: list[str], line_end: str, count: int
) -> None:
    text = "\n".join(keys[:count]) + "\n"
    raw = text.replace("\n", line_end).encode()
    once = fix("trials", raw, Known())
    assert not once.refused
    assert parse(once.text.encode()).value == parse(raw).value
    assert fix("trials", once.text.encode(), Known()).text == once.text
    once.text = once.text.removeprefix(schema_line("trials"))
    comments = sorted(part.partition("#")[2].strip() for part in text.split("\n") if "#" in part)
    kept = [part.partition("#")[2].strip() for part in once.text.split("\n") if "#" in part]
    assert sorted(kept) == comments


@given(st.text(max_size=120))
def test_no_text_makes_it_fail(text: str) -> None:
    raw = text.encode("utf-8", "replace")
    result = fix("companies", raw, KNOWN)
    if not result.refused:
        again = fix("companies", result.text.encode(), KNOWN)
        assert again.text == result.text


def test_fixed_records_are_the_same_records(small: Path) -> None:
    before = load(small).records
    known = Known.of(load(small))
    for file in sorted(SMALL.rglob("*.yml")):
        relative = file.relative_to(SMALL)
        write(small, str(relative), fix(relative.parts[0], file.read_bytes(), known).text)
    assert problems_of(small) == []
    after = load(small).records
    assert list(after) == list(before)
    for record_id, record in before.items():
        for fact, other in zip(record.every_fact, after[record_id].every_fact, strict=True):
            assert fact.path == other.path
            assert list(fact.all_values()) == list(other.all_values())
