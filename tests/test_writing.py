"""Writing records: what is written reads back the same, and an edit leaves all else alone."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros.model.problems import Fault
from macros.store.editing.writing import GONE, dump_record, edit_record
from macros.store.reading import parse

ROOT = Path(__file__).resolve().parent.parent
FILES = sorted((ROOT / "data").glob("[!v]*/*.yml"))[::23]

TRIAL = """\
# yaml-language-server: $schema=../../schemas/trials.json
name: {en: A trial, ko: 시험}  # as registered
sources: [ctgov-one]
# The registry and the company disagree.
status: recruiting  # seen in May
enrolment: {value: 91, as_of: "2026-08"}
sites:
  - example-hospital
  # Left in 2025.
  - value: other-hospital
    note: >-
      A long remark that
      a person broke here.
results:
  - endpoint: orr
    value: "75.3"
"""


def test_a_new_record_has_its_fields_in_order_and_dates_in_quotes() -> None:
    text = dump_record(
        "trials",
        {
            "start_date": {"sources": ["a"], "value": "2021-03-02"},
            "status": "recruiting",
            "name": {"en": "A trial", "ko": "시험"},
            "registry_numbers": ["NCT04836507"],
        },
    )
    assert text == (
        "# yaml-language-server: $schema=../../schemas/trials.json\n"
        "name: {en: A trial, ko: 시험}\n"
        "registry_numbers: [NCT04836507]\n"
        "status: recruiting\n"
        'start_date: {value: "2021-03-02", sources: [a]}\n'
    )


def test_long_texts_are_folded_and_long_lists_get_a_line_an_item() -> None:
    text = dump_record(
        "companies",
        {"name": "A", "summary": {"en": "word " * 40 + "end"}, "sources": ["source-id"] * 12},
    )
    assert "  en: >-\n    word word" in text
    assert "\n  - source-id\n" in text
    assert max(map(len, text.splitlines())) <= 100


_TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Cf", "Co"], exclude_characters="\ufffd"),
    min_size=1,
    max_size=150,
) | (
    st.sampled_from(
        ["no", "on", "1.10", "2021-03", "0x1f", "null", "~", "a: b", "- a", "#", "a #b", "'", '"']
        + ["x, y", "]", "{", "@a", "`", "%", "! a", "a\nb", "a\n\n b\n", "\u2028", "  a", "a  b "]
        + ["y" * 120, "word " * 30, "1e3", "12:30:45", "=", "<<", "\ta", "a\tb", "?", "true", "-"]
    )
)
_VALUES = st.recursive(
    _TEXTS | st.integers(-(10**9), 10**9) | st.booleans(),
    lambda inner: (
        st.dictionaries(_TEXTS, inner, min_size=1, max_size=3)
        | st.lists(inner.filter(lambda value: not isinstance(value, list)), min_size=1, max_size=4)
    ),
    max_leaves=8,
)


def _nfc(value: object) -> object:
    """Return a value as the reader gives it: text in NFC."""
    import unicodedata

    if isinstance(value, dict):
        return {_nfc(k): _nfc(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_nfc(v) for v in value]
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else value


@given(_VALUES.map(_nfc))
def test_whatever_is_written_reads_back_the_same(value: object) -> None:
    wanted = {"name": "A", "facts": value}
    text = dump_record("companies", wanted)
    read = parse(text.encode())
    assert read.value == wanted and not read.exact


@given(_VALUES.map(_nfc))
def test_whatever_is_put_into_a_text_reads_back_the_same(value: object) -> None:
    for path in [("status",), ("enrolment", "value"), ("sites", 1, "note"), ("age",)]:
        text = edit_record("trials", TRIAL, {path: value})
        found = parse(text.encode()).value
        for part in path:
            found = found[part]
        assert found == value
        assert text.count("#") >= TRIAL.count("#")


def test_an_edit_changes_its_own_line_and_no_other() -> None:
    text = edit_record("trials", TRIAL, {("status",): "completed"})
    assert text == TRIAL.replace("status: recruiting  #", "status: completed  #")


def test_a_new_field_goes_to_its_place() -> None:
    text = edit_record("trials", TRIAL, {("phase",): "phase-1-2", ("age",): "from 19 years"})
    lines = text.splitlines()
    assert lines.index("phase: phase-1-2") == lines.index("sources: [ctgov-one]") + 1
    assert lines[lines.index("age: from 19 years") + 1].startswith("enrolment:")


def test_what_comes_first_goes_above_the_comment_of_what_was_first() -> None:
    text = edit_record("trials", "# seen in May\nstatus: recruiting\n", {("name",): "A"})
    assert text == "name: A\n# seen in May\nstatus: recruiting\n"


def test_a_short_form_becomes_long_when_more_is_said_of_it() -> None:
    text = edit_record("trials", TRIAL, {("status", "as_of"): "2026-11"})
    assert 'status: {value: recruiting, as_of: "2026-11"}  # seen in May' in text
    assert edit_record("trials", text, {("status", "as_of"): GONE, ("status", "value"): "x"})


def test_the_value_of_a_short_form_can_be_named() -> None:
    text = edit_record("trials", TRIAL, {("status", "value"): "completed"})
    assert "status: completed  # seen in May" in text


def test_a_list_grows_at_its_end_and_keeps_its_comments() -> None:
    text = edit_record("trials", TRIAL, {("sites", 2): "third-hospital"})
    assert "      a person broke here.\n  - third-hospital\nresults:" in text
    assert "  # Left in 2025.\n  - value: other-hospital" in text


def test_a_list_in_brackets_stays_in_brackets() -> None:
    text = edit_record("trials", TRIAL, {("sources", 1): "ctgov-two"})
    assert "sources: [ctgov-one, ctgov-two]\n" in text


def test_what_is_taken_away_takes_its_comment_along() -> None:
    text = edit_record("trials", TRIAL, {("sites", 1): GONE})
    assert "  - example-hospital\nresults:" in text
    assert "Left in 2025" not in text
    text = edit_record("trials", TRIAL, {("results", 0, "endpoint"): GONE})
    assert 'results:\n  - value: "75.3"\n' in text


def test_fields_added_at_the_same_place_stay_in_their_own_mapping() -> None:
    changes = {("results", 0, "note"): "A remark.", ("facts",): [{"about": "A", "value": "B"}]}
    text = edit_record("trials", TRIAL, changes)
    assert text.endswith(
        '    value: "75.3"\n    note: A remark.\nfacts:\n  - about: A\n    value: B\n'
    )


def test_a_part_can_be_replaced_by_one_of_other_fields() -> None:
    text = edit_record("trials", TRIAL, {("results", 0): {"n": 73, "text": "none"}})
    assert text.endswith("results:\n  - {n: 73, text: none}\n")


def test_a_comment_beside_a_line_survives_a_text_that_needs_several() -> None:
    text = edit_record("trials", TRIAL, {("status",): "word " * 40 + "end"})
    assert "# The registry and the company disagree.\n# seen in May\nstatus: >-\n  word" in text


@pytest.mark.parametrize(
    "changes",
    [
        {(): "x"},
        {("status", 0): "x"},
        {("sites", 5): "x"},
        {("sites", "a"): "x"},
        {("phase",): GONE},
        {("status",): 1.5},
        {("status",): None},
    ],
    ids=lambda changes: str(next(iter(changes))),
)
def test_what_cannot_be_written_is_refused(changes: dict) -> None:
    with pytest.raises(Fault):
        edit_record("trials", TRIAL, changes)


def test_a_text_with_flaws_is_not_edited() -> None:
    with pytest.raises(Fault, match="line 2"):
        edit_record("trials", "name: a\nname: b\n", {("status",): "x"})


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_value_of_a_real_file_can_be_replaced_and_put_back(file: Path) -> None:
    kind, text = file.parent.name, file.read_text(encoding="utf-8")
    values = parse(text.encode()).value
    for key, value in values.items():
        if len(values) > 1 and "moved_to" not in values:
            without = edit_record(kind, text, {(key,): GONE})
            expected = copy.deepcopy(values)
            del expected[key]
            assert parse(without.encode()).value == expected
            back = edit_record(kind, without, {(key,): value})
            assert parse(back.encode()).value == values
        other = edit_record(kind, text, {(key,): "another"})
        kept = [line for line in text.splitlines() if line in other.splitlines()]
        assert len(kept) >= len(other.splitlines()) - 1
