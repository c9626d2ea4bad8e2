"""What GitHub is told: rights, pins, forms, owners. A slip here gives a stranger our rights."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml

from macros.model.kinds import KINDS
from macros.page.context import REPORT_FORM
from macros.store import sealed
from tests.conftest import ADVICE, pytest_terminal_summary

ROOT = Path(__file__).resolve().parent.parent
GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}", re.ASCII)
STRANGERS = ("github.event", "head_ref", "inputs.", "github.actor", "github.ref_name")


def read(path: Path) -> dict[str, Any]:
    """Return what a file of GitHub's says; its key `on` is no truth value here."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def workflow(name: str) -> dict[str, Any]:
    return read(GITHUB / "workflows" / name)


def steps(told: dict[str, Any]) -> list[dict[str, Any]]:
    return [step for job in told["jobs"].values() for step in job["steps"]]


def test_the_oldest_and_the_newest_supported_python_run_the_tests():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    supported = [name.rpartition(" ")[2] for name in project["classifiers"] if "Python ::" in name]
    assert project["requires-python"] == f">={supported[0]}"
    matrix = workflow("check.yml")["jobs"]["program"]["strategy"]["matrix"]
    assert matrix["python"] == [supported[0], supported[-1]]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
class TestEveryWorkflow:
    def test_it_may_only_read_unless_a_job_says_otherwise(self, path):
        assert read(path)["permissions"] == {"contents": "read"}

    def test_every_action_is_pinned_by_its_hash(self, path):
        used = [step["uses"] for step in steps(read(path)) if "uses" in step]
        assert [name for name in used if not PINNED.fullmatch(name)] == []

    def test_nothing_of_a_strangers_is_put_into_a_shell(self, path):
        for step in steps(read(path)):
            inside = re.findall(r"\$\{\{(.*?)\}\}", step.get("run", ""), re.DOTALL)
            assert inside == [], step

    def test_no_environment_of_a_shell_holds_a_strangers_words(self, path):
        told = read(path)
        for place in (told, *told["jobs"].values(), *steps(told)):
            for value in place.get("env", {}).values():
                assert not any(word in value for word in STRANGERS), value

    def test_no_workflow_gives_its_rights_to_a_proposal(self, path):
        assert "pull_request_target" not in read(path)["on"]

    def test_no_checkout_leaves_the_token_behind(self, path):
        for step in steps(read(path)):
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] == "false"

    def test_every_job_ends(self, path):
        assert all("timeout-minutes" in job for job in read(path)["jobs"].values())


def test_what_runs_a_proposals_code_has_no_right_and_no_secret():
    for path in WORKFLOWS:
        told = read(path)
        if "pull_request" in told["on"]:
            assert all("permissions" not in job for job in told["jobs"].values()), path.name
            text = path.read_text(encoding="utf-8")
            assert "secrets." not in text, path.name
            assert "github.token" not in text, path.name


def test_the_comment_is_made_by_code_of_main():
    told = workflow("comment.yml")
    assert set(told["on"]) == {"workflow_run"}
    [checkout] = [step for step in steps(told) if "uses" in step]
    assert checkout["with"]["ref"] == "main"
    [run] = [step["run"] for step in steps(told) if "run" in step]
    assert run == "python3 .github/scripts/preview_comment.py"
    assert told["on"]["workflow_run"]["workflows"] == [workflow("check.yml")["name"]]


def test_what_is_published_is_not_published_by_what_builds_it():
    jobs = workflow("publish.yml")["jobs"]
    assert "permissions" not in jobs["build"]
    assert jobs["deploy"]["permissions"] == {"pages": "write", "id-token": "write"}
    assert all("run" not in step for step in jobs["deploy"]["steps"])


def test_what_is_published_rests_on_no_cache_but_its_own():
    """A proposal could bring files of a cache with it; another workflow's was not made on main."""
    for path in WORKFLOWS:
        runs = [step.get("uses", step.get("run", "")) for step in steps(read(path))]
        cached = [at for at, run in enumerate(runs) if run.startswith("actions/cache")]
        built = [at for at, run in enumerate(runs) if "atlas build" in run]
        assert not cached or path.name == "publish.yml"
        if path.name == "publish.yml":
            assert runs.index("rm -rf .cache site") < cached[0] < built[0]
            [cache] = [
                s for s in steps(read(path)) if s.get("uses", "").startswith("actions/cache")
            ]
            assert cache["with"]["path"].split() == [".cache/atlas", f".git/{sealed.KEY}"]
            assert cache["with"]["key"] == "publish-${{ github.run_id }}"
            assert cache["with"]["restore-keys"] == "publish-"


def test_no_check_and_no_release_rests_on_a_cache_that_came_with_a_commit():
    jobs = [*workflow("check.yml")["jobs"].values(), workflow("release.yml")["jobs"]["build"]]
    for job in jobs:
        runs = [step["run"] for step in job["steps"] if "run" in step]
        first = next(at for at, run in enumerate(runs) if "./atlas" in run)
        assert "rm -rf .cache site" in runs[:first]


def test_what_developers_are_told_to_use_is_pinned_by_its_hash():
    text = (ROOT / "docs" / "contribute" / "developers.md").read_text(encoding="utf-8")
    used = re.findall(r"^ *- uses: (\S+)", text, re.MULTILINE)
    assert used and all(map(PINNED.fullmatch, used))


def test_what_is_released_is_not_released_by_what_builds_it():
    told = workflow("release.yml")
    assert set(told["on"]) == {"push"} and set(told["on"]["push"]) == {"tags"}
    build, release = told["jobs"]["build"], told["jobs"]["release"]
    assert "permissions" not in build
    assert release["permissions"] == {"contents": "write", "actions": "read"}
    assert release["needs"] == "build"
    assert all(
        "uses" not in step for step in release["steps"]
    )  # nothing of the repository is there
    assert all("GH_TOKEN" not in step.get("env", {}) for step in build["steps"])


def test_that_the_weekly_run_has_stopped_is_noticed_by_code_of_main():
    told = workflow("publish.yml")
    job = told["jobs"]["schedule"]
    assert job["if"] == "github.ref == 'refs/heads/main'"
    assert job["permissions"] == {"contents": "read", "actions": "read", "issues": "write"}
    assert [step["run"] for step in job["steps"] if "run" in step] == [
        "python3 .github/scripts/weekly_runs.py"
    ]


def test_what_the_check_asks_of_data_and_of_the_program_are_apart():
    """A proposal of data fails no test of the program; together they are all tests."""
    runs = [step.get("run", "") for step in steps(workflow("check.yml"))]
    tests = [run for run in runs if run.startswith("./atlas test") and "--contracts" not in run]
    assert sorted(tests) == ['./atlas test -m "not data"', "./atlas test -m data"]


def test_each_commands_report_has_a_title_of_its_own():
    reports = workflow("weekly.yml")["jobs"]["report"]["strategy"]["matrix"]["include"]
    asked = [report["command"].partition(" --")[0] for report in reports]
    assert asked == ["links", "stale", "registry drift"]
    assert len({report["title"] for report in reports}) == 3


def test_new_versions_wait_before_they_are_proposed():
    for update in read(GITHUB / "dependabot.yml")["updates"]:
        assert int(update["cooldown"]["default-days"]) >= 7


FORMS = sorted((GITHUB / "ISSUE_TEMPLATE").glob("[!c]*.yml"))


class TestForms:
    @pytest.mark.parametrize("name", [REPORT_FORM, "add-a-trial.yml", "add-a-source.yml"])
    def test_a_form_asks_for_a_source_in_both_languages_and_for_no_yaml(self, name):
        form = read(GITHUB / "ISSUE_TEMPLATE" / name)
        fields = [field for field in form["body"] if field["type"] != "markdown"]
        ids = [field["id"] for field in fields]
        assert len(ids) == len(set(ids))
        assert {"source", "address"} & set(ids)
        for field in fields:
            assert re.search("[가-힣]", field["attributes"]["label"]), field["id"]

    @pytest.mark.parametrize("path", FORMS, ids=lambda path: path.name)
    def test_a_form_says_what_the_guide_says_first(self, path):
        told = "\n".join(
            field["attributes"]["value"] for field in read(path)["body"] if "id" not in field
        )
        assert "could identify a patient" in told and "환자를 알아볼" in told

    def test_a_proposal_is_asked_what_the_guide_asks(self):
        told = (GITHUB / "pull_request_template.md").read_text(encoding="utf-8")
        for words in ("source", "checked", "organisation", "identify a patient", "own words"):
            assert words in told
        for words in ("출처", "checked", "소속", "환자"):
            assert words in told

    def test_the_link_of_a_page_fills_in_the_record(self):
        form = read(GITHUB / "ISSUE_TEMPLATE" / REPORT_FORM)
        assert "record" in [field.get("id") for field in form["body"]]


def test_every_owned_place_is_there():
    for line in (GITHUB / "CODEOWNERS").read_text(encoding="utf-8").splitlines():
        if line.startswith("/"):
            assert (ROOT / line.split()[0].strip("/")).exists(), line


def test_a_new_file_of_any_kind_has_help_in_the_editor():
    text = (ROOT / ".vscode" / "settings.json").read_text(encoding="utf-8")
    settings = json.loads(re.sub(r"^\s*//.*$", "", text, flags=re.MULTILINE))
    wanted = {f"schemas/{kind}.json": f"data/{kind}/*.yml" for kind in (*KINDS, "vocabulary")}
    assert settings["yaml.schemas"] == wanted


def test_who_changed_data_reads_what_to_do_on_the_page_of_the_proposal(monkeypatch):
    crash = SimpleNamespace(message="AssertionError: 5 % are missing\nassert 0")
    told = SimpleNamespace(reprcrash=crash)
    failed = SimpleNamespace(sections=[(ADVICE, "Do this.")], longrepr=told, nodeid="a")
    other = SimpleNamespace(sections=[("Captured stdout", "x")], longrepr=told, nodeid="b")
    lines: list[str] = []
    reporter = SimpleNamespace(stats={"failed": [failed, other]}, write_line=lines.append)
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    pytest_terminal_summary(reporter)
    assert lines == ["::error title=If you changed data::5 %25 are missing Do this."]
