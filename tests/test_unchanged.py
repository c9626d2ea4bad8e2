"""A build of what has been built is left out, and of nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from macros.site.unchanged import is_built, keep, sources
from tests.repositories import Repository, company, repository

__all__ = ["repository"]


class Project:
    """A repository with data, pages, settings and a program, built into two folders."""

    def __init__(self, repository: Repository, site: Path):
        self.repository, self.root = repository, repository.folder
        self.record = self.root / ".cache" / "built"
        self.docs = self.root / "docs"
        for name, text in {
            "mkdocs.yml": "extra: {data: !ENV [FORK_DATA, '']}\n",
            "docs/index.md": "# Home\n",
            "macros/page.py": "title = 'x'\n",
            ".gitignore": "/.cache/\n/docs/draft.md\n",
        }.items():
            (self.root / name).parent.mkdir(exist_ok=True)
            (self.root / name).write_text(text, encoding="utf-8")
        repository.write("companies/a.yml", company())
        repository.commit("First")
        self.site = [site, site / "ko"]
        for folder in self.site:
            folder.mkdir(parents=True)
            (folder / "index.html").write_bytes(b"<p>page</p>")
        keep(self.record, self.site, self.sources())

    def sources(self) -> str:
        folders = [self.repository.data, self.docs]
        return sources(self.root, folders, [self.root / "mkdocs.yml"])

    def is_built(self) -> bool:
        return is_built(self.record, self.site, self.sources())


@pytest.fixture
def project(repository: Repository, tmp_path: Path) -> Project:
    return Project(repository, tmp_path / "site")


def test_what_was_built_is_not_built_again(project: Project) -> None:
    assert project.is_built()


@pytest.mark.parametrize(
    "file", ["data/companies/a.yml", "docs/index.md", "macros/page.py", "mkdocs.yml", "new.yml"]
)
def test_each_file_counts(project: Project, file: str) -> None:
    with (project.root / file).open("a", encoding="utf-8") as opened:
        opened.write("# more\n")
    assert not project.is_built()


def test_a_page_that_git_ignores_counts_all_the_same(project: Project) -> None:
    (project.docs / "draft.md").write_text("# Draft\n", encoding="utf-8")
    assert not project.is_built()


def test_a_file_that_is_gone_counts(project: Project) -> None:
    (project.root / "macros" / "page.py").unlink()
    assert not project.is_built()


def test_a_new_commit_counts(project: Project) -> None:
    project.repository.commit("Nothing but a date")
    assert not project.is_built()


@pytest.mark.parametrize("name", ["ATLAS_PLAIN", "FORK_DATA", "SOURCE_DATE_EPOCH"])
def test_a_variable_that_the_settings_read_counts(project, name: str, monkeypatch) -> None:
    monkeypatch.setenv(name, "4711")
    assert not project.is_built()


def test_a_bit_of_the_site_that_is_not_what_it_was_counts(project: Project) -> None:
    page = project.site[1] / "index.html"
    page.write_bytes(bytes([page.read_bytes()[0] ^ 1]) + page.read_bytes()[1:])
    assert not project.is_built()


def test_a_stray_file_and_a_missing_site_count(project: Project) -> None:
    stray = project.site[0] / "stray.html"
    stray.touch()
    assert not project.is_built()
    stray.unlink()
    assert project.is_built()
    (project.site[1] / "index.html").unlink()
    assert not project.is_built()


def test_without_git_nothing_is_known(tmp_path: Path) -> None:
    assert sources(tmp_path, [], []) == ""
    keep(tmp_path / "record", [], "")
    assert not is_built(tmp_path / "record", [], "")
