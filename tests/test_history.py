"""The history of records, from repositories made here."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from lxml import html

from macros.features.record.page import MOST_CHANGES, record_page
from macros.page.context import Context
from macros.store.history import BULK, Change, histories
from tests.conftest import project
from tests.hostile import TEXTS


class Repository:
    """A repository with a data folder; its clock moves on by a day with each commit."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.data = folder / "data"
        (self.data / "products").mkdir(parents=True)
        self.day = 0
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str) -> str:
        when = f"2024-01-{self.day:02}T12:00:00+09:00"
        made = {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null", "HOME": "/"}
        made |= {f"GIT_{who}_NAME": "A" for who in ("AUTHOR", "COMMITTER")}
        made |= {f"GIT_{who}_EMAIL": "a@a.example" for who in ("AUTHOR", "COMMITTER")}
        made |= {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
        path = {"PATH": str(Path(shutil.which("git")).parent)}
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.folder,
            env=path | made,
            check=True,
            capture_output=True,
        )
        return done.stdout.decode()

    def write(self, name: str, text: str) -> None:
        file = self.data / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def commit(self, subject: str) -> None:
        self.day += 1
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", subject)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "repository")


def test_it_lists_the_commits_of_each_file_newest_first(repository: Repository) -> None:
    repository.write("products/a.yml", "1")
    repository.write("products/b.yml", "1")
    repository.commit("Add two")
    repository.write("products/a.yml", "2")
    repository.commit("Correct the first")
    (repository.folder / "README").write_text("read me")
    repository.commit("Say more in README")
    assert histories(repository.data) == {
        "products/a.yml": [
            Change("2024-01-02", "Correct the first", 1),
            Change("2024-01-01", "Add two", 2, added=True),
        ],
        "products/b.yml": [Change("2024-01-01", "Add two", 2, added=True)],
    }


def test_a_moved_file_keeps_its_history(repository: Repository) -> None:
    repository.write("products/old.yml", "a product")
    repository.commit("Add it")
    repository.git("mv", "data/products/old.yml", "data/products/new.yml")
    repository.commit("Call it new")
    repository.write("products/old.yml", "quite another product")
    repository.commit("Another under the old name")
    found = histories(repository.data)
    assert [change.subject for change in found["products/new.yml"]] == ["Call it new", "Add it"]
    assert [change.subject for change in found["products/old.yml"]] == [
        "Another under the old name"
    ]


def test_names_and_subjects_of_any_kind_are_read(repository: Repository) -> None:
    repository.write("products/이름 with blank.yml", "1")
    repository.commit("M")  # like a status of git's
    repository.write("products/이름 with blank.yml", "2")
    repository.commit("2024-01-01 \x1e\x1f tab\there, 한글")
    repository.write("products/이름 with blank.yml", "3")
    repository.git("commit", "-q", "-a", "--allow-empty-message", "-m", "")
    changes = histories(repository.data)["products/이름 with blank.yml"]
    subjects = [change.subject for change in changes]
    assert subjects == ["", "2024-01-01 \x1e\x1f tab\there, 한글", "M"]


def test_a_merge_counts_by_its_commits(repository: Repository) -> None:
    repository.write("products/a.yml", "1")
    repository.commit("First")
    repository.git("checkout", "-q", "-b", "side")
    repository.write("products/b.yml", "1")
    repository.commit("On the side")
    repository.git("checkout", "-q", "main")
    repository.write("products/a.yml", "2")
    repository.commit("On main")
    repository.git("merge", "-q", "-m", "Merge the side", "side")
    found = histories(repository.data)
    assert [c.subject for c in found["products/a.yml"]] == ["On main", "First"]
    assert [c.subject for c in found["products/b.yml"]] == ["On the side"]


def test_a_merge_that_corrects_a_file_itself_hides_no_other_commit(repository: Repository) -> None:
    repository.write("products/a.yml", "1")
    repository.commit("First")
    repository.git("checkout", "-q", "-b", "side")
    repository.write("products/b.yml", "1")
    repository.commit("On the side")
    repository.git("checkout", "-q", "main")
    repository.write("products/a.yml", "2")
    repository.commit("On main")
    repository.git("merge", "-q", "--no-commit", "side")
    repository.write("products/a.yml", "3")
    repository.commit("Merge the side and correct")
    repository.write("products/a.yml", "4")
    repository.commit("Last")
    found = histories(repository.data)
    assert [c.subject for c in found["products/a.yml"]] == ["Last", "On main", "First"]
    assert [c.subject for c in found["products/b.yml"]] == ["On the side"]


def test_a_commit_of_very_many_files_is_marked(repository: Repository) -> None:
    for number in range(BULK + 1):
        repository.write(f"products/p{number}.yml", "1")
    repository.commit("Carry all over")
    repository.write("products/p0.yml", "2")
    repository.commit("One")
    one, all_ = histories(repository.data)["products/p0.yml"]
    assert (one.is_bulk, all_.is_bulk, all_.files) == (False, True, BULK + 1)


def test_half_a_history_is_none(repository: Repository, tmp_path: Path) -> None:
    assert histories(repository.data) == {}  # no commit yet
    for subject in ("One", "Two"):
        repository.write("products/a.yml", subject)
        repository.commit(subject)
    copy = tmp_path / "copy"
    repository.git("clone", "-q", "--depth", "1", f"file://{repository.folder}", str(copy))
    assert histories(copy / "data") == {}


def test_without_repository_or_git_there_is_none(tmp_path: Path, monkeypatch) -> None:
    assert histories(tmp_path) == {}
    monkeypatch.setenv("PATH", str(tmp_path))
    assert histories(tmp_path) == {}


def test_a_repository_of_the_surroundings_is_not_taken(
    repository: Repository, tmp_path: Path, monkeypatch
) -> None:
    repository.write("products/a.yml", "1")
    repository.commit("One")
    other = tmp_path / "other"
    other.mkdir()
    monkeypatch.setenv("GIT_DIR", str(repository.folder / ".git"))
    assert histories(other) == {}


def test_a_new_commit_is_seen(repository: Repository) -> None:
    """`serve` asks again with each build."""
    repository.write("products/a.yml", "1")
    repository.commit("One")
    assert len(histories(repository.data)["products/a.yml"]) == 1
    repository.write("products/a.yml", "2")
    repository.commit("Two")
    assert len(histories(repository.data)["products/a.yml"]) == 2


def page(atlas, changes: list[Change], language: str = "en") -> html.HtmlElement:
    of_files = {"products/example-cel.yml": changes}
    context = Context(atlas, language, "../../", project(), histories=of_files)
    return html.fromstring(record_page(context, atlas.records["example-cel"]).html)


def test_the_foot_of_a_record_lists_its_changes(atlas) -> None:
    changes = [Change(f"2024-02-{28 - n:02}", f"Change {n}", 1) for n in range(MOST_CHANGES + 3)]
    changes[1] = Change("2024-02-27", "All at once", 812)
    tree = page(atlas, changes)
    (history,) = tree.xpath("//footer//details[contains(@class, 'history')]")
    items = [" ".join(item.text_content().split()) for item in history.iter("li")]
    assert items[:2] == [
        "28 Feb 2024 Change 0",
        "27 Feb 2024 All at once bulk change to 812 files",
    ]
    assert len(items) == MOST_CHANGES
    assert "Earlier changes: 3" in history.text_content()
    wanted = "https://git.example/atlas/commits/main/data/products/example-cel.yml"
    assert history.xpath(".//a/@href") == [wanted]
    assert "Last changed 28 Feb 2024" in tree.find(".//footer").text_content()


def test_subjects_are_text(atlas) -> None:
    changes = [Change("2024-01-01", text, 1) for text in list(TEXTS.values())[:8]]
    tree = page(atlas, changes)
    (history,) = tree.xpath("//details[contains(@class, 'history')]")
    assert {element.tag for element in history.iter()} <= {
        *("details", "summary", "ol", "li", "time", "p", "a", "bdi")
    }


def test_without_a_history_nothing_is_said(atlas) -> None:
    tree = page(atlas, [])
    assert not tree.xpath("//details[contains(@class, 'history')]")
    assert "Last changed" not in tree.find(".//footer").text_content()


def test_in_korean_it_says_what_happened_without_the_english_subject(atlas) -> None:
    changes = [Change("2024-01-02", "Correct it again", 1), Change("2024-01-02", "Correct it", 1)]
    changes += [Change("2024-01-02", "All", 999), Change("2024-01-01", "Add it", 1, added=True)]
    lines = page(atlas, changes, "ko").xpath("//*[contains(@class, 'history')]/ol/li")
    words = [" ".join(line.text_content().split()) for line in lines]
    bulk = "2024년 1월 2일 기록 수정 파일 999개를 한꺼번에 변경"
    assert words == ["2024년 1월 2일 기록 수정", bulk, "2024년 1월 1일 기록 추가"]
