"""What a change of some files does to the data as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from macros.model.problems import Fault, Problem
from macros.store.loading import Loader
from macros.store.tree import DataFile, data_file


def new_problems(files: Sequence[DataFile], texts: Mapping[str, str]) -> list[Problem]:
    """Return the problems that the data would have with other texts, and do not have now.

    `files` are all data files, `texts` the new ones by path.
    """
    loader = Loader(Path("data"))
    _atlas, before = loader.read_files(files)
    after = {file.path: file for file in (*files, *map(data_file, texts, texts.values()))}
    _atlas, problems = loader.read_files(list(after.values()))
    known = {(problem.code, problem.message) for problem in before}
    return [problem for problem in problems if (problem.code, problem.message) not in known]


def check_whole(files: Sequence[DataFile], texts: Mapping[str, str]) -> None:
    """Raise Fault where the changed data have a problem that they did not have."""
    for problem in new_problems(files, texts):
        raise Fault(f"nothing written, because this would cause an error: {problem}")
