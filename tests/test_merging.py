"""`merge`: one record of two; facts keep their sources, differences are decided by a person."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from macros.cli import main
from tests.conftest import edit, load, problems_of, without_progress, write

Run = Callable[..., tuple[int, str, str]]
KEPT, OTHER = "companies/samplegen.yml", "companies/sample-inc.yml"
SAMPLE_INC = """\
name: {en: Sample Inc., ko: 샘플사}
aliases: [Sample Laboratories]
sources: [example-blog]
checked: "2024-04-01"
# The building has two names.
headquarters: {en: Busan, ko: 부산}
country: japan
founded: {value: "2001", sources: [example-daily-2023]}
website: {value: "https://sample.example", sources: [example-paper-2024]}
funding:
  - {date: "2020", amount: {amount: 5, currency: krw}}
"""


@pytest.fixture
def two(small: Path) -> Path:
    """The small data with a second record of Samplegen, which others name too."""
    write(small, OTHER, SAMPLE_INC)
    edit(small, "products/sample-nk.yml", "developers: [examplecell]", "developers: [sample-inc]")
    file = "partnerships/examplecell-samplegen-2023.yml"
    edit(small, file, "date:", "summary: Of [[sample-inc|it]] [@example-blog].\ndate:")
    write(small.parent, "docs/page.md", '{{ link("sample-inc") }}\n')
    assert problems_of(small) == []
    return small


@pytest.fixture
def run(small: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*words: str) -> tuple[int, str, str]:
        code = main(["merge", *words, "--data", str(small)])
        out, err = capsys.readouterr()
        return code, out, without_progress(err)

    return call


def text(data: Path, path: str) -> str:
    return (data / path).read_text(encoding="utf-8")


def test_what_only_one_says_is_united_and_keeps_its_sources(run: Run, two: Path) -> None:
    code, out, err = run("samplegen", "sample-inc", "--note", "One company.")
    assert code == 0
    assert text(two, KEPT) == (
        "name: {en: Sample Inc., ko: 샘플젠}\n"
        "aliases: [샘플사, Sample Laboratories]\n"
        "sources: [example-register]\n"
        "headquarters: "
        '{value: {en: Busan, ko: 부산}, checked: "2024-04-01", sources: [example-blog]}\n'
        'country: {value: japan, checked: "2024-04-01", sources: [example-blog]}\n'
        'founded: {value: "2001", sources: [example-register, example-daily-2023]}\n'
        "listing: EXAMPLE 000000\n"
        "funding:\n"
        "  value:\n"
        '    - {date: "2020", amount: {amount: 5, currency: krw}}\n'
        '  checked: "2024-04-01"\n'
        "  sources: [example-blog]\n"
        'website: {value: "https://sample.example", checked: "2024-04-01", '
        "sources: [example-paper-2024]}\n"
    )
    assert text(two, OTHER).endswith("moved_to: samplegen\nnote: One company.\n")
    assert "developers: [samplegen]" in text(two, "products/sample-nk.yml")
    assert (two.parent / "docs/page.md").read_text() == '{{ link("samplegen") }}\n'
    assert len(out.splitlines()) == 5
    assert f"not merged: data/{OTHER}:5:1: # The building has two names.\n" in err
    assert problems_of(two) == []
    atlas = load(two)
    assert atlas.redirects["sample-inc"].to == "samplegen"
    sources = {fact.field.name: {*fact.cited()} for fact in atlas.records["samplegen"].every_fact}
    assert sources["funding"] == {"example-blog"}
    assert sources["listing"] == {"example-register"}


def snapshot(data: Path) -> dict[str, bytes]:
    found = (p for p in data.parent.rglob("*") if p.is_file() and ".cache" not in p.parts)
    return {str(p): p.read_bytes() for p in found}


def test_where_they_differ_nothing_is_written_until_it_is_chosen(run: Run, two: Path) -> None:
    edit(two, OTHER, 'value: "2001"', 'value: "2003"')
    before = snapshot(two)
    code, out, err = run("samplegen", "sample-inc")
    assert (code, err) == (1, "nothing written: 1 choice to make\n")
    assert out == (
        f'data/{KEPT}:4:10: founded: "2001", but "2003" in data/{OTHER}:8:10. Choose '
        "--keep founded or --take founded or --both founded. [differs]\n"
    )
    assert snapshot(two) == before
    assert run("samplegen", "sample-inc", "--both", "founded", "--check")[0] == 0
    assert snapshot(two) == before


@pytest.mark.parametrize(
    "way, line",
    [
        ("--keep", 'founded: "2001"\n'),
        (
            "--take",
            'founded: {value: "2003", checked: "2024-04-01", sources: [example-daily-2023]}\n',
        ),
        (
            "--both",
            'founded:\n  value: "2001"\n  also:\n'
            '    - {value: "2003", sources: [example-daily-2023]}\n',
        ),
    ],
)
def test_what_is_chosen_is_written(way: str, line: str, run: Run, two: Path) -> None:
    edit(two, OTHER, 'value: "2001"', 'value: "2003"')
    _code, _out, err = run("samplegen", "sample-inc", way, "founded")
    assert line in text(two, KEPT)
    assert ("not merged: data/companies/sample-inc.yml:8:10: founded" in err) == (way == "--keep")
    assert problems_of(two) == []


def test_lists_are_united_and_nothing_is_named_twice(run: Run, small: Path) -> None:
    write(
        small,
        "products/other-cel.yml",
        (
            "name: EXA101-2\nsources: [example-blog]\ntargets: [exa1]\n"
            "therapies: [sample-therapy]\n"
            "indications: [{value: example-cancer, planned: true}]\n"
            "developers: [samplegen]\nsummary: See [[example-cel]].\n"
        ),
    )
    edit(
        small,
        "trials/nct99999901.yml",
        "products: [example-cel]",
        "products: [example-cel, other-cel]",
    )
    edit(
        small,
        "events/example-meeting-2020.yml",
        "involves:",
        "summary: A [@example-blog].\ninvolves:",
    )
    code, out, _err = run("example-cel", "other-cel")
    assert code == 1
    assert {line.split(": ")[1] for line in out.splitlines()} == {"summary", "indications"}
    assert run("example-cel", "other-cel", "--keep", "summary", "--keep", "indications")[0] == 0
    assert "\nproducts: [example-cel]\n" in text(small, "trials/nct99999901.yml")
    made = text(small, "products/example-cel.yml")
    assert "\naliases: [EXA101, EXA101-2]\n" in made
    assert "  - {value: exa1, sources: [example-paper-2024, example-blog]}\n" in made
    assert "  - {value: sample-therapy, sources: [example-blog]}\n" in made
    assert problems_of(small) == []


@pytest.mark.parametrize(
    "words, said",
    [
        (["samplegen", "samplgen"], "unknown record"),
        (["samplegen", "samplegen"], "the same record"),
        (["samplegen", "example-cel"], "different kinds"),
        (["samplegen", "old-examplecell"], "has moved"),
        (["samplegen", "sample-inc", "--keep", "country"], 'do not differ in "country"'),
        (["samplegen", "sample-inc", "--keep", "founded", "--take", "founded"], "chosen twice"),
        (["examplecell", "samplegen", "--keep", "listing", "--keep", "founded"], "link to itself"),
    ],
)
def test_what_cannot_be_merged_is_said_and_nothing_is_written(
    words: list[str], said: str, two: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = snapshot(two)
    edited = main(["merge", *words, "--data", str(two)])
    assert edited in (1, 2)
    out, err = capsys.readouterr()
    assert said in out + err
    assert snapshot(two) == before


def test_a_file_that_says_more_of_one_of_two_entries_is_left_to_a_person(
    run: Run, two: Path
) -> None:
    file = "products/sample-nk.yml"
    edit(two, file, "[sample-inc]", "[samplegen, {value: sample-inc, as_of: '2024'}]")
    code, out, _err = run("samplegen", "sample-inc")
    assert code == 1
    assert f"data/{file}:4:" in out
    assert "[names-both]" in out
