"""`rename`: everything that names a record names it by its new id, or nothing changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from macros.model.kinds import KINDS
from macros.model.problems import Fault
from macros.store.editing.mentions import renamed_in_page, renamed_in_prose
from macros.store.editing.renaming import rename
from macros.store.reading import parse
from macros.store.tree import DataFile, read_tree
from tests.conftest import edit, load, write


def files_of(data: Path) -> list[DataFile]:
    """Return the files of a data folder."""
    return read_tree(data, KINDS)[0]


def apply(data: Path, texts: dict[str, str]) -> None:
    """Write what a renaming wants to have written."""
    for path, text in texts.items():
        write(data.parent, path, text)


def references(data: Path) -> dict[str, object]:
    """Return the values of every file that is no redirect."""
    values = {file.path: parse(file.raw).value for file in files_of(data)}
    return {path: value for path, value in values.items() if "moved_to" not in value}


@pytest.mark.parametrize("old", ["examplecell", "example-cel", "example-daily-2023", "exa1"])
def test_a_renamed_record_is_whole_and_so_is_the_rest(small: Path, old: str) -> None:
    before = load(small)
    apply(small, rename(files_of(small), {}, old, "another-id"))
    after = load(small)
    assert set(after.records) == set(before.records) - {old} | {"another-id"}
    assert after.redirects[old].to == "another-id"
    links = [len(group.records) for group in before.backlinks(old)]
    assert [len(group.records) for group in after.backlinks("another-id")] == links


@pytest.mark.parametrize("old", ["examplecell", "example-cel", "example-daily-2023", "exa1"])
def test_renaming_there_and_back_restores_every_reference(small: Path, old: str) -> None:
    before = references(small)
    apply(small, rename(files_of(small), {}, old, "another-id"))
    assert references(small) != before
    apply(small, rename(files_of(small), {}, "another-id", old))
    assert references(small) == before
    assert load(small).redirects["another-id"].to == old


def test_an_older_redirect_follows(small: Path) -> None:
    apply(small, rename(files_of(small), {}, "examplecell", "newcell"))
    assert load(small).redirects["old-examplecell"].to == "newcell"


def test_the_redirect_says_why(small: Path) -> None:
    texts = rename(files_of(small), {}, "examplecell", "newcell", "It was bought.")
    assert texts["data/companies/examplecell.yml"].endswith(
        "moved_to: newcell\nnote: It was bought.\n"
    )


def test_comments_and_quotes_around_a_reference_stay(small: Path) -> None:
    file = "products/example-cel.yml"
    write(small, file, (small / file).read_text() + "# examplecell is spelt so\n")
    texts = rename(files_of(small), {}, "examplecell", "newcell")
    text = texts[f"data/{file}"]
    assert "# examplecell is spelt so" in text
    old = (small / file).read_text().splitlines()
    assert len(text.splitlines()) == len(old)


@pytest.mark.parametrize(
    "new",
    ["../x", "a/b", "A", "", "a--b", "-a", "x" * 61, "큐로셀", "a.yml", "sample-nk", "cd19\n"],
)
def test_an_id_that_cannot_be_is_refused(small: Path, new: str) -> None:
    with pytest.raises(Fault):
        rename(files_of(small), {}, "examplecell", new)


@pytest.mark.parametrize("old", ["exampelcell", "old-examplecell", "../examplecell", "phase"])
def test_only_a_living_record_can_be_renamed(small: Path, old: str) -> None:
    with pytest.raises(Fault):
        rename(files_of(small), {}, old, "newcell")


def test_a_slip_is_answered_with_what_was_meant(small: Path) -> None:
    with pytest.raises(Fault, match='Did you mean "examplecell"'):
        rename(files_of(small), {}, "exampelcell", "newcell")


def test_a_file_that_cannot_be_read_stops_it_where_it_names_the_record(small: Path) -> None:
    write(small, "events/broken.yml", "involves: [examplecell\n")
    with pytest.raises(Fault, match="events/broken.yml"):
        rename(files_of(small), {}, "examplecell", "newcell")
    assert rename(files_of(small), {}, "sample-nk", "newcell")


def test_other_problems_do_not_stop_it(small: Path) -> None:
    edit(small, "companies/samplegen.yml", "name:", "colour: red\nname:")
    assert rename(files_of(small), {}, "examplecell", "newcell")


def test_pages_name_the_new_id_in_macros_mentions_and_links() -> None:
    page = (
        '{{ link("old") }} {{ cite("a", "old") }} {{ table("trials", sponsors=["old", "b"]) }}\n'
        "[[old]] [[old|words]] [@a; old] [x](../companies/old/) [y](https://a.kr/companies/old/)\n"
        'old "old" {{ count("products", stage="old") }} older {{ link("old-er") }}\n'
    )
    assert renamed_in_page(page, {"old": "new"}) == (
        '{{ link("new") }} {{ cite("a", "new") }} {{ table("trials", sponsors=["new", "b"]) }}\n'
        "[[new]] [[new|words]] [@a; new] [x](../companies/new/) [y](https://a.kr/companies/old/)\n"
        'old "old" {{ count("products", stage="old") }} older {{ link("old-er") }}\n'
    )


def test_prose_keeps_its_words_and_line_breaks() -> None:
    text = "old [[ old | old\n words]] [@old, a;\n  @old] [[older]] [@old-a]"
    assert renamed_in_prose(text, {"old": "new"}) == (
        "old [[ new | old\n words]] [@new, a;\n  @new] [[older]] [@old-a]"
    )
