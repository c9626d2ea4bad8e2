"""Git repositories made for a test, with a clock of their own."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

COMPANY = 'name: {{en: {name}, ko: 회사}}\nfounded: {{value: "{year}", sources: [s]}}\n'


class Repository:
    """A repository with a data folder; its clock moves on by a day with each commit."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.data = folder / "data"
        self.data.mkdir(parents=True)
        self.day = 0
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str) -> str:
        """Run git and return what it says."""
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
        """Write a file of the data folder."""
        file = self.data / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def commit(self, subject: str) -> None:
        """Commit all that there is, a day later."""
        self.day += 1
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", subject)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A repository without a commit."""
    return Repository(tmp_path / "repository")


def company(name: str = "A", year: int = 2016) -> str:
    """Return the file of a company that was founded in a year."""
    return COMPANY.format(name=name, year=year)
