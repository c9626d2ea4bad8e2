"""The change between two states of the data, said in terms of the data."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros.curating.change_report import as_json, as_markdown, as_text, code
from macros.curating.changes import RecordChange, compare
from macros.model.kinds import KINDS
from macros.store.editing.fixing import Known, fix
from macros.store.tree import DataFile, read_tree
from tests.conftest import SMALL, edit, write

TRIAL = "trials/nct99999901.yml"


def changes(before: Path, after: Path) -> list[RecordChange]:
    """Return what changed between two data folders."""
    old, new = ({f.path: f for f in read_tree(d, KINDS)[0]} for d in (before, after))
    differ = [p for p in {**old, **new} if old.get(p) != new.get(p)]
    return compare([old[p] for p in differ if p in old], [new[p] for p in differ if p in new])


def said(small: Path) -> list[str]:
    """Return what changed since the small data set was copied, a line a record."""
    return as_text(changes(SMALL, small)).splitlines()[:-1]


@pytest.fixture
def bare(small: Path) -> Path:
    """The small data without the vocabularies, which the original has elsewhere."""
    for file in (small / "vocabulary").iterdir():
        file.unlink()
    return small


def test_a_changed_value_is_said_with_both_values(bare: Path) -> None:
    edit(
        bare,
        TRIAL,
        'value: active-not-recruiting, as_of: "2024-05"',
        'value: completed, as_of: "2024-06"',
    )
    assert said(bare) == [
        "trial nct99999901: status active-not-recruiting → completed; "
        "status, as of 2024-05 → 2024-06"
    ]


def test_lists_name_what_came_and_went(bare: Path) -> None:
    edit(bare, TRIAL, "countries: [south-korea, japan]", "countries: [china, south-korea]")
    assert said(bare) == ["trial nct99999901: countries − japan; countries + china"]


def test_a_lost_source_is_counted(bare: Path) -> None:
    edit(
        bare,
        "companies/examplecell.yml",
        "  sources: [example-register]\n",
        "  sources: [example-daily-2023]\n",
    )
    edit(
        bare,
        "companies/examplecell.yml",
        "    sources: [examplecell-release]\n  - about: M",
        "    sources: [examplecell-release, example-register]\n  - about: M",
    )
    lines = "\n".join(said(bare))
    assert "1 fact changed its source (founded: example-register → example-daily-2023)" in lines
    assert "1 fact gained a source (facts (Pipeline, 파이프라인): example-register)" in lines


def test_facts_that_lost_the_same_source_are_counted_together(bare: Path) -> None:
    edit(
        bare,
        "partnerships/examplecell-samplegen-2023.yml",
        "sources: [",
        "sources: [example-blog, ",
    )
    (change,) = changes(bare, SMALL)
    (lost,) = change.sources
    assert lost.lost == ("example-blog",) and len(lost.places) > 1
    assert f"{len(lost.places)} facts lost their source" in as_text([change])


def test_a_part_is_compared_with_the_part_about_the_same(bare: Path) -> None:
    edit(bare, TRIAL, '"75.30"', '"76.0"')
    assert said(bare) == ["trial nct99999901: results (orr) (value) 75.30 → 76.0"]


def test_a_new_disagreement_and_a_new_remark_are_said(bare: Path) -> None:
    edit(
        bare,
        TRIAL,
        "enrolment: 91",
        "enrolment: {value: 91, note: Planned., also: [{value: 90, sources: [example-blog]}]}",
    )
    assert said(bare) == [
        "trial nct99999901: enrolment, note (en) + Planned.; "
        "enrolment, other sources say + 90 (example-blog)"
    ]


def test_a_long_text_is_cut_to_where_it_differs(bare: Path) -> None:
    edit(bare, "companies/examplecell.yml", "a made-up company", "an invented company")
    (line,) = said(bare)
    assert line.startswith("company examplecell: summary (en) … is a made-up company … → … is an")


def test_order_quotes_and_comments_are_no_change(bare: Path) -> None:
    for file in read_tree(bare, KINDS)[0]:
        text = fix(file.kind, file.raw, Known()).text.replace("\n", "  # here\n", 1)
        if ">-" not in text.split("\n")[0]:
            write(bare.parent, file.path, text)
    assert said(bare) == []
    assert as_text([]) == "The data are unchanged."


def test_that_it_is_no_plan_may_be_written_or_not(bare: Path) -> None:
    before = 'value: active-not-recruiting, as_of: "2024-05"'
    edit(bare, TRIAL, before, f"{before}, planned: false")
    assert said(bare) == []
    edit(bare, TRIAL, "planned: false", "planned: true")
    assert said(bare) == ["trial nct99999901: status, planned + yes"]


def test_added_removed_and_broken_records_are_named(bare: Path) -> None:
    (bare / "events/example-meeting-2020.yml").unlink()
    write(bare, "events/another.yml", "name: Another\ndate: '2020'\nsources: [example-blog]\n")
    write(bare, "targets/exa1.yml", "name: [\n")
    assert said(bare) == [
        "target exa1: cannot be read now; ./atlas check says why",
        "event another: added (Another)",
        "event example-meeting-2020: removed without a redirect (moved_to), so"
        " links to its page would break",
    ]
    assert "can be read again" in as_text(changes(bare, SMALL))


def test_a_record_that_is_gone_keeps_its_name_in_each_language(bare: Path) -> None:
    (bare / "companies/examplecell.yml").unlink()
    [gone] = [change for change in changes(SMALL, bare) if change.id == "examplecell"]
    assert (gone.name, gone.names["ko"]) == ("Examplecell", "예시셀")


def test_a_redirect_tells_a_rename_from_a_merger(bare: Path) -> None:
    text = (bare / "products/sample-nk.yml").read_text(encoding="utf-8")
    write(bare, "products/new-nk.yml", text.replace("preclinical", "phase-1"))
    write(bare, "products/sample-nk.yml", "moved_to: new-nk\n")
    write(bare, "companies/samplegen.yml", "moved_to: examplecell\n")
    assert said(bare) == [
        "product sample-nk: renamed new-nk; stage preclinical → phase-1",
        "company samplegen: removed; its links now go to examplecell",
    ]


def test_a_vocabulary_is_compared_word_by_word() -> None:
    one, other = (
        DataFile("data/vocabulary/x.yml", "vocabulary", "x", raw.encode())
        for raw in ("terms: {a: {en: A, ko: 가}}", "terms: {a: {en: B, ko: 가}, b: {en: C}}")
    )
    assert as_text(compare([one], [other])).splitlines()[0] == (
        "vocabulary x: a en A → B; b en + C"
    )


def test_folders_of_no_kind_are_passed_over() -> None:
    assert compare([DataFile("data/people/x.yml", "people", "x", b"name: x")], []) == []


HOSTILE = "`` ` @everyone <script> [x](javascript:1) | \u202e ![i](https://a.b)"


def test_markdown_keeps_hostile_text_in_code(bare: Path) -> None:
    edit(bare, TRIAL, "age: from 19 years", "age: " + json.dumps(HOSTILE))
    text = as_markdown(changes(SMALL, bare))
    assert "``` `` ` @everyone <script>" in text
    assert "\u202e" not in text


def test_markdown_keeps_hostile_names_of_facts_in_code(bare: Path) -> None:
    edit(
        bare, "companies/examplecell.yml", "  - about: Mascot", f"  - about: {json.dumps(HOSTILE)}"
    )
    edit(bare, "companies/examplecell.yml", 'as_of: "2022"', 'as_of: "2023"')
    edit(
        bare,
        "companies/examplecell.yml",
        "aliases: [Examplecell Inc.",
        f"aliases: [{json.dumps(HOSTILE)}",
    )
    from markdown_it import MarkdownIt

    made = MarkdownIt().parse(as_markdown(changes(SMALL, bare)))
    kinds = {child.type for token in made for child in token.children or ()}
    assert kinds <= {"text", "code_inline", "strong_open", "strong_close", "softbreak"}
    texts = [c.content for t in made for c in t.children or () if c.type == "text"]
    assert not any("@" in text or "<" in text for text in texts)


@given(st.text(max_size=60))
def test_code_is_one_line_and_cannot_be_left(value: str) -> None:
    from markdown_it import MarkdownIt

    text = code(value)
    assert "\n" not in text
    if value.strip():
        (inline,) = [t for t in MarkdownIt().parse("a " + text + " b") if t.type == "inline"]
        assert [t.type for t in inline.children] == ["text", "code_inline", "text"]


def test_a_report_for_github_is_never_too_long(bare: Path) -> None:
    many = changes(SMALL, bare.parent / "nowhere") * 3000
    assert len(as_markdown(many)) < 65_000
    assert "more records" in as_markdown(many)


def test_json_holds_the_same(bare: Path) -> None:
    edit(bare, TRIAL, "enrolment: 91", "enrolment: 92")
    (record,) = json.loads(as_json(changes(SMALL, bare)))
    assert record["id"] == "nct99999901" and record["what"] == "changed"
    assert record["fields"] == [{"field": "enrolment", "before": "91", "after": "92"}]
