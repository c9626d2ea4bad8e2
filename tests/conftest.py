"""The small data set: whole, sound and made up. What most tests read, change and show."""

from __future__ import annotations

import os
import shutil
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from macros.model.atlas import Atlas
from macros.model.problems import Problem, one_line
from macros.store.cache import ParseCache
from macros.store.loading import Loader

if TYPE_CHECKING:  # tests of model and store need no page
    from macros.features.record.page import RecordPage
    from macros.page.context import Project

# They have an environment of their own: ./atlas test --contracts
collect_ignore = ["contracts"]

TESTS = Path(__file__).resolve().parent
SMALL = TESTS / "small" / "data"
VOCABULARY = TESTS.parent / "data" / "vocabulary"

# The same examples in every run: a test that fails, fails again.
settings.register_profile("atlas", max_examples=60, deadline=None, derandomize=True, database=None)
settings.load_profile("atlas")


def copy_small(folder: Path) -> Path:
    """Put the small records and the project's own vocabularies into a folder; return data/."""
    data = folder / "data"
    shutil.copytree(SMALL, data)
    shutil.copytree(VOCABULARY, data / "vocabulary")
    return data


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """The small data folder, fresh, to be changed at will."""
    return copy_small(tmp_path)


@pytest.fixture(scope="session")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Atlas:
    """The Atlas of the small data set; nobody changes it."""
    return load(copy_small(tmp_path_factory.mktemp("atlas")))


def without_progress(err: str) -> str:
    """Return what went to stderr but for the lines of a slow machine: `looking at the data …`."""
    return "".join(line for line in err.splitlines(True) if not line.endswith(" …\n"))


def edit(data: Path, file: str, old: str, new: str) -> None:
    """Replace a text that stands once in a file of the data folder."""
    path = data / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def write(data: Path, file: str, content: str | bytes) -> None:
    """Write a file of the data folder, with the folders it needs."""
    path = data / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


ADVICE = "If you changed data"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Say beside a failure that a change of data can cause what its author may do."""
    report = yield
    mark = item.get_closest_marker("data")
    if mark and report.failed:
        report.sections.append((ADVICE, mark.args[0]))
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Put such failures on the page of a proposal, in its author's words."""
    if "GITHUB_ACTIONS" not in os.environ:
        return
    for report in terminalreporter.stats.get("failed", ()):
        for advice in (text for title, text in report.sections if title == ADVICE):
            crash = getattr(report.longrepr, "reprcrash", None)
            said = crash.message.partition("\n")[0] if crash else report.nodeid
            said = said.removeprefix("AssertionError: ").replace("%", "%25")
            terminalreporter.write_line(f"::error title={ADVICE}::{one_line(said)} {advice}")


_PARSED = ParseCache()  # most files of most tests are the same: parsed once


def read(data: Path) -> tuple[Atlas, list[Problem]]:
    """Return the Atlas of the sound files of a data folder, and what is wrong with the others."""
    return Loader(data, _PARSED).read()


def problems_of(data: Path) -> list[Problem]:
    """Return what is wrong with a data folder."""
    return read(data)[1]


def load(data: Path) -> Atlas:
    """Return the Atlas of a data folder in which nothing is wrong."""
    return Loader(data, _PARSED).load()


def places(problems: Sequence[Problem]) -> list[tuple[str, int, str]]:
    """Return path, line and code of problems: what stays the same when words change."""
    return [(problem.path, problem.line, problem.code) for problem in problems]


def project() -> Project:
    """Return where the project of the tests lives."""
    from macros.page.context import Project

    return Project("https://git.example/atlas")


def page_of(atlas: Atlas, record_id: str, language: str = "en") -> RecordPage:
    """Return the page of a record."""
    from macros.features.record.page import record_page
    from macros.page.context import Context

    context = Context(atlas, language, "../../", project())
    return record_page(context, atlas.records[record_id])
