"""Where advice holds the exact text, a program can write it, and the problem is gone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from macros.model.problems import Problem, as_json
from tests.conftest import problems_of, write

NAME = "name: {en: Aa, ko: 가}\nsources: [example-register]\n"
TRIAL = f"{NAME}title: A trial\n"


def fixed(line: str, problem: Problem) -> str:
    """Return a line of a file with the suggestion of its problem."""
    assert problem.suggestion is not None, problem
    at = problem.column - 1
    assert line[at:].startswith(problem.suggestion.old), problem
    return line[:at] + problem.suggestion.new + line[at + len(problem.suggestion.old) :]


@pytest.mark.parametrize(
    ("kind", "text", "right"),
    [
        ("trials", f"{TRIAL}phase: phase2\n", "phase: phase-2"),
        ("trials", f"{TRIAL}phase： phase-2\n", "phase: phase-2"),
        ("trials", f"{TRIAL}phase：phase-2\n", "phase: phase-2"),
        ("trials", f"{TRIAL}phase:phase-2\n", "phase: phase-2"),
        ("trials", f"{TRIAL}phase:\u00a0phase-2\n", "phase: phase-2"),
        ("trials", f"{TRIAL}phsae: phase-2\n", "phase: phase-2"),
        ("trials", f"{TRIAL}start_date: “2024-01”\n", 'start_date: "2024-01"'),
        ("trials", f"{TRIAL}start_date: 2023\n", 'start_date: "2023"'),
        ("trials", f'{TRIAL}start_date: "2024.1"\n', 'start_date: "2024-01"'),
        ("trials", f'{TRIAL}enrolment: {{value: "40"}}\n', "enrolment: {value: 40}"),
        ("trials", f'{TRIAL}enrolment: {{value: "1,240"}}\n', "enrolment: {value: 1240}"),
        ("trials", f"{TRIAL}sponsors: [Examplecell Inc.]\n", "sponsors: [examplecell]"),
        ("trials", f"{TRIAL}sponsors:\n  - old-examplecell\n", "  - examplecell"),
        (
            "companies",
            f"{NAME}summary: {{en: 'See [[exampl-cell]].', ko: '[[examplecell]] 참고.'}}\n",
            "summary: {en: 'See [[examplecell]].', ko: '[[examplecell]] 참고.'}",
        ),
        ("companies", NAME.replace("Aa", "A\u200ba"), "name: {en: Aa, ko: 가}"),
        ("companies", f"{NAME}website: h.example/a\n", 'website: "https://h.example/a"'),
    ],
)
def test_what_the_advice_says_mends_it(small: Path, kind: str, text: str, right: str) -> None:
    file = f"{kind}/h.yml"
    write(small, file, text)
    [problem] = problems_of(small)
    lines = text.split("\n")
    line = fixed(lines[problem.line - 1], problem)
    assert line == right
    lines[problem.line - 1] = line
    write(small, file, "\n".join(lines))
    assert problems_of(small) == []


@pytest.mark.parametrize(
    "line",
    [
        "title: Results of study #2 in lymphoma",  # where the text ends is not certain
        'start_date: "2023-02-30"',  # the source has to be looked at
        "sponsors: [nobody-knows-it]",
    ],
)
def test_where_a_person_has_to_think_there_is_none(small: Path, line: str) -> None:
    write(small, "trials/h.yml", f"{NAME if 'title' in line else TRIAL}{line}\n")
    found = problems_of(small)
    assert found
    assert [problem.suggestion for problem in found] == [None] * len(found)


def test_words_that_go_over_lines_have_none(small: Path) -> None:
    write(small, "trials/h.yml", f"{TRIAL}start_date: >-\n  2024.1\n")
    [problem] = problems_of(small)
    assert '"2024-01"' in problem.fix
    assert problem.suggestion is None


def test_programs_get_it_as_json(small: Path) -> None:
    write(small, "companies/h.yml", f"{NAME}founded: 2016\n")
    [told] = json.loads(as_json(problems_of(small)))
    assert (told["line"], told["suggestion"]) == (3, {"old": "2016", "new": '"2016"'})
