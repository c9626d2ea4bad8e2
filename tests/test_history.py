"""The history of records in terms of the data, from repositories made here."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml import html

from macros.curating import history as module
from macros.curating.change_words import ChangeWords, Line, Told
from macros.curating.history import BULK, History, history
from macros.features.record.layout import MOST_CHANGES, MOST_LINES
from macros.features.record.page import record_page
from macros.model import shape_changes
from macros.model.atlas import Atlas
from macros.model.shape_changes import Fields, Shape
from macros.page.context import Context
from macros.page.text import text
from macros.store import sealed
from macros.store.git import GitError
from macros.store.history import Commit
from tests.conftest import project
from tests.hostile import TEXTS
from tests.repositories import Repository, company


def told(found: History, record_id: str, language: str = "en") -> list[str]:
    """Return the history of a record, a line a change: day, what, and what it says else."""
    words = ChangeWords(Atlas(), language).told(found.of(record_id))
    return [
        " | ".join([one.commit.date, one.what, *(line.plain for line in one.lines)])
        for one in words
    ]


def test_it_lists_what_each_record_says_else_the_newest_first(repository: Repository) -> None:
    repository.write("companies/a.yml", company())
    repository.write("companies/b.yml", company("B"))
    repository.commit("Add two")
    repository.write("companies/a.yml", company(year=2017))
    repository.commit("Correct the first")
    (repository.folder / "README").write_text("read me")
    repository.commit("Say more in README")
    found = history(repository.data)
    assert told(found, "a") == ["2024-01-02 | changed | Founded: 2016 → 2017", "2024-01-01 | added"]
    assert told(found, "a", "ko")[0] == "2024-01-02 | 수정 | 설립: 2016년 → 2017년"
    assert told(found, "b") == ["2024-01-01 | added"]
    (entry, _added) = found.of("a")
    assert entry.commit.subject == "Correct the first"
    assert entry.commit.time == "2024-01-02T03:00:00Z"  # 12:00 in Korea
    assert found.changed(["b"]) == "2024-01-01T03:00:00Z" < found.changed(["a", "b"])
    assert found.changed(["nobody"]) == ""


def test_a_commit_that_changes_only_form_gives_no_entry(repository: Repository) -> None:
    repository.write("companies/a.yml", company())
    repository.commit("Add it")
    repository.write(
        "companies/a.yml",
        "# yaml-language-server: $schema=x\n\n# first\n"
        "founded:\n  sources: ['s']\n  value: '2016'  # so it says\n"
        'name:\n  ko: "회사"\n  en: A\n',
    )
    repository.commit("Write it otherwise")
    assert told(history(repository.data), "a") == ["2024-01-01 | added"]


def test_a_commit_that_changes_only_shape_gives_no_entry(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    def founded_was_since(kind: str, id: str, fields: Fields) -> Shape:
        """The field `since` of a company is called `founded`."""
        fields = {"founded" if name == "since" else name: fields[name] for name in fields}
        return kind, id, fields

    monkeypatch.setattr(shape_changes, "STEPS", (founded_was_since,))
    repository.write("companies/a.yml", company().replace("founded", "since"))
    repository.commit("Add it")
    repository.write("companies/a.yml", company())
    repository.commit("Call the field otherwise")
    repository.write("companies/a.yml", company(year=2017))
    repository.commit("Correct it")
    assert [line[:10] for line in told(history(repository.data), "a")] == [
        "2024-01-03",
        "2024-01-01",
    ]


def test_a_fact_in_its_long_form_and_a_source_for_all_say_the_same(
    repository: Repository,
) -> None:
    repository.write("companies/a.yml", "name: A\nsources: [s]\nfounded: '2016'\ncountry: japan\n")
    repository.commit("Short")
    repository.write(
        "companies/a.yml",
        "name: A\nfounded: {value: '2016', sources: [s]}\ncountry: {value: japan, sources: [s]}\n",
    )
    repository.commit("Long")
    assert len(told(history(repository.data), "a")) == 1


def test_a_renamed_record_keeps_its_history(repository: Repository) -> None:
    repository.write("companies/old.yml", company())
    repository.write("companies/other.yml", company("B"))
    repository.commit("Add it")
    repository.write("companies/old.yml", company(year=2017))
    repository.commit("Correct it")
    repository.write("companies/new.yml", company("N", 2017))
    repository.write("companies/old.yml", "moved_to: new\n")
    repository.commit("Call it new")
    repository.write("companies/newest.yml", company("N", 2018))
    repository.write("companies/new.yml", "moved_to: newest\n")
    repository.write("companies/old.yml", "moved_to: newest\n")
    repository.commit("Call it newest")
    repository.write("companies/other.yml", "moved_to: newest\n")
    repository.commit("It was the same")
    found = history(repository.data)
    assert told(found, "newest") == [
        "2024-01-04 | moved from new to newest | Founded: 2017 → 2018",
        "2024-01-03 | moved from old to new | Name: A → N",
        "2024-01-02 | changed | Founded: 2016 → 2017",
        "2024-01-01 | added",
    ]
    assert told(found, "old") == []
    left = {id_: (entry.change.what, entry.change.to) for id_, entry in found.left().items()}
    assert left == {
        "old": ("renamed", "new"),
        "new": ("renamed", "newest"),
        "other": ("merged", "newest"),
    }
    assert told(found, "other") == ["2024-01-05 | merged into newest", "2024-01-01 | added"]


def test_what_names_a_renamed_record_says_the_same(repository: Repository) -> None:
    repository.write("companies/old.yml", company())
    naming = "name: B\nsummary: Owned by [[{0}]].\nparent: {{value: {0}, sources: [s]}}\n"
    repository.write("companies/b.yml", naming.format("old"))
    repository.commit("Add both")
    repository.write("companies/new.yml", company())
    repository.write("companies/old.yml", "moved_to: new\n")
    repository.write("companies/b.yml", naming.format("new"))
    repository.commit("Call it new")
    assert told(history(repository.data), "b") == ["2024-01-01 | added"]


def test_an_id_that_is_used_again_has_a_history_of_its_own(repository: Repository) -> None:
    repository.write("companies/a.yml", company())
    repository.commit("Add it")
    (repository.data / "companies/a.yml").unlink()
    repository.commit("Remove it")
    found = history(repository.data)
    assert told(found, "a") == ["2024-01-02 | removed", "2024-01-01 | added"]
    assert list(found.left()) == ["a"]


def test_a_merge_is_one_change_at_its_own_time(repository: Repository) -> None:
    repository.write("companies/a.yml", company())
    repository.commit("First")
    repository.git("checkout", "-q", "-b", "side")
    for year in (2017, 2018):
        repository.write("companies/a.yml", company(year=year))
        repository.commit(f"On the side, {year}")
    repository.git("checkout", "-q", "main")
    repository.write("companies/b.yml", company("B"))
    repository.commit("On main")
    repository.day += 1
    repository.git("merge", "-q", "-m", "Merge the side", "side")
    found = history(repository.data)
    assert told(found, "a") == ["2024-01-05 | changed | Founded: 2016 → 2018", "2024-01-01 | added"]
    assert told(found, "b") == ["2024-01-04 | added"]


def test_many_records_at_once_are_told_as_one(repository: Repository) -> None:
    for number in range(BULK + 1):
        repository.write(f"companies/c{number}.yml", company())
    repository.commit("Carry all over")
    for number in range(BULK):
        repository.write(f"companies/c{number}.yml", company(year=2017))
    repository.commit("Many")
    many, all_ = history(repository.data).steps
    assert (many.is_bulk, all_.is_bulk) == (False, True)


def test_subjects_of_any_kind_are_read(repository: Repository) -> None:
    subjects = ["M", ":100644 100644 a b M", "2024-01-01 \x1e\x1f tab\there, 한글"]
    for year, subject in enumerate(subjects, 2016):
        repository.write("companies/a.yml", company(year=year))
        repository.commit(subject)
    repository.write("companies/a.yml", company(year=2020))
    repository.git("commit", "-q", "-a", "--allow-empty-message", "-m", "")
    found = [entry.commit.subject for entry in history(repository.data).of("a")]
    assert found == ["", *reversed(subjects)]


def test_what_was_found_is_kept_and_not_found_again(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.write("companies/a.yml", company())
    repository.commit("One")
    first = history(repository.data)
    compared = []
    compare = module.compare
    monkeypatch.setattr(module, "compare", lambda *a: compared.append(a) or compare(*a))
    assert history(repository.data).steps == first.steps
    assert compared == []
    repository.write("companies/a.yml", company(year=2017))
    repository.commit("Two")
    again = history(repository.data)
    assert len(compared) == 1
    assert again.steps[1:] == first.steps
    (kept,) = repository.folder.glob(".cache/atlas/*")
    ours = json.loads(sealed.taken(kept))
    forged = json.dumps(ours | {"steps": []})
    for broken in ("[", "{}", '{"version": 1}', json.dumps([1]), forged, "0" * 32 + "\n" + forged):
        kept.write_text(broken)
        assert history(repository.data).steps == again.steps
    sealed.keep(kept, json.dumps(ours | {"version": "another program", "steps": []}).encode())
    assert history(repository.data).steps == again.steps


def test_half_a_history_is_none(repository: Repository, tmp_path: Path) -> None:
    with pytest.raises(GitError):
        history(repository.data)  # no commit yet
    for year in (2016, 2017):
        repository.write("companies/a.yml", company(year=year))
        repository.commit(str(year))
    copy = tmp_path / "copy"
    repository.git("clone", "-q", "--depth", "1", f"file://{repository.folder}", str(copy))
    with pytest.raises(GitError, match="shallow"):
        history(copy / "data")


def test_without_repository_or_git_there_is_none(tmp_path: Path, monkeypatch) -> None:
    with pytest.raises(GitError):
        history(tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GitError, match="not installed"):
        history(tmp_path)


def test_a_repository_of_the_surroundings_is_not_taken(
    repository: Repository, tmp_path: Path, monkeypatch
) -> None:
    repository.write("companies/a.yml", company())
    repository.commit("One")
    other = tmp_path / "other"
    other.mkdir()
    monkeypatch.setenv("GIT_DIR", str(repository.folder / ".git"))
    with pytest.raises(GitError):
        history(other)


def page(atlas, changes: list[Told], language: str = "en") -> html.HtmlElement:
    context = Context(atlas, language, "../../", project())
    return html.fromstring(record_page(context, atlas.records["example-cel"], changes=changes).html)


def told_on(day: str, lines: list[str], subject: str = "Correct it") -> Told:
    made = [Line(line, text(line)) for line in lines]
    return Told(Commit("0" * 40, f"{day}T03:00:00Z", subject), "changed", made)


def test_the_foot_of_a_record_lists_its_changes(atlas) -> None:
    changes = [told_on(f"2024-02-{28 - n:02}", [f"Line {n}"]) for n in range(MOST_CHANGES + 3)]
    changes[1] = told_on("2024-02-27", [f"Line {n}" for n in range(MOST_LINES + 2)])
    tree = page(atlas, changes)
    (history,) = tree.xpath("//footer//details[contains(@class, 'history')]")
    items = [" ".join(item.text_content().split()) for item in history.xpath("ol/li")]
    assert items[0] == "28 Feb 2024 changed Line 0"
    assert items[1].endswith(f"Line {MOST_LINES - 1} and 2 more")
    assert len(items) == MOST_CHANGES
    assert "Earlier changes: 3" in history.text_content()
    wanted = "https://git.example/atlas/commits/main/data/products/example-cel.yml"
    assert history.xpath(".//a/@href") == [wanted]
    assert "Last changed 28 Feb 2024" in tree.find(".//footer").text_content()


def test_subjects_and_lines_are_text(atlas) -> None:
    texts = list(TEXTS.values())[:8]
    tree = page(atlas, [told_on("2024-01-01", texts, text) for text in texts])
    (history,) = tree.xpath("//details[contains(@class, 'history')]")
    assert {element.tag for element in history.iter()} <= {
        *("details", "summary", "ol", "ul", "li", "time", "p", "a", "bdi")
    }


def test_without_a_history_nothing_is_said(atlas) -> None:
    tree = page(atlas, [])
    assert not tree.xpath("//details[contains(@class, 'history')]")
    assert "Last changed" not in tree.find(".//footer").text_content()


@pytest.mark.parametrize("language", ["en", "ko"])
def test_what_changed_is_said_without_the_subject_of_the_commit(atlas, language: str) -> None:
    (line,) = page(atlas, [told_on("2024-01-02", ["2016 → 2017"])], language).xpath(
        "//*[contains(@class, 'history')]/ol/li"
    )
    assert "2016 → 2017" in line.text_content()
    assert "Correct it" not in line.text_content()
