"""The scripts that write on GitHub, against a GitHub of the test's own."""

from __future__ import annotations

import io
import json
import sys
import threading
import zipfile
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import preview_comment
import pytest
import rolling_issue
import weekly_runs
from github import GitHub, fenced

TOKEN = "the-token"
SHA = "a" * 40
ROBOT = {"login": "github-actions[bot]"}
STRANGER = {"login": "stranger"}


def changed(path: str, *lines: str, first: int = 1) -> dict[str, Any]:
    """Return what GitHub says of a changed file: one line before, then new ones."""
    shown = [f"@@ -{first},2 +{first},{len(lines) + 1} @@ name:", " name: A", "-gone"]
    return {"filename": path, "patch": "\n".join([*shown, *(f"+{line}" for line in lines)])}


def problem(line: int, column: int, old: str | None, new: str = "", **other: Any) -> dict[str, Any]:
    """Return a problem as the check tells it to programs."""
    told = {"path": "data/trials/nct99999901.yml", "line": line, "column": column}
    told |= {"code": "bad-date", "message": '"x" is not a date', "fix": "Write it."}
    return told | ({} if old is None else {"suggestion": {"old": old, "new": new}}) | other


class Fake:
    """What the repository holds; every request is kept."""

    def __init__(self) -> None:
        self.pulls = [{"number": 7, "head": {"sha": SHA}}]
        self.files = [changed("data/trials/nct99999901.yml"), changed("README.md")]
        self.artifacts: list[dict[str, Any]] = []
        self.archive = b""
        self.comments: list[dict[str, Any]] = []
        self.reviews: list[dict[str, Any]] = []
        self.at_lines: list[dict[str, Any]] = []
        self.refuses_reviews = False
        self.state, self.last = "active", "2026-11-29"
        self.issues: list[dict[str, Any]] = []
        self.asked: list[tuple[str, str, str | None]] = []
        self.root = self.store = ""

    def leave(self, text: str | bytes, name: str = "diff.txt", problems: Any = None) -> None:
        """Put the artifacts of a check there."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name, text)
            if problems is not None:
                archive.writestr("problems.json", json.dumps(problems))
        self.archive = buffer.getvalue()
        size = len(self.archive)
        self.artifacts = [
            {"id": 5, "name": "said", "size_in_bytes": size, "expired": False},
            {"id": 6, "name": "site", "size_in_bytes": 10**8, "expired": False},
            {"id": 7, "name": "preview.html", "size_in_bytes": 10**6, "expired": False},
        ]

    def answer(self, method: str, path: str, content: dict[str, Any] | None) -> Any:
        """Return what the interface says, as the documented one would."""
        address = urlsplit(path)
        place = address.path.removeprefix("/repos/o/r")
        query = parse_qs(address.query)
        if place == "/pulls":
            assert query["head"] == ["forker:x; rm -rf $HOME"]
            return self.pulls
        if place.endswith("/files"):
            page = int(query["page"][0])
            return self.files[(page - 1) * 100 : page * 100]
        if place == "/pulls/7/comments":
            return self.at_lines
        if place == "/pulls/7/reviews":
            if self.refuses_reviews:
                raise ValueError("a line that is not in the change")
            assert content and content["event"] == "COMMENT" and content["commit_id"] == SHA
            self.reviews.append(content)
            self.at_lines += [{"user": ROBOT, **one} for one in content["comments"]]
            return {}
        if place.endswith("/artifacts"):
            return {"artifacts": self.artifacts}
        if place == "/actions/workflows/weekly.yml":
            return {"state": self.state}
        if place == "/actions/workflows/weekly.yml/runs":
            assert (query["branch"], query["status"]) == (["main"], ["success"])
            return {"workflow_runs": [{"created_at": f"{self.last}T19:17:00Z"}]}
        if place == "/issues" and method == "GET":
            return [issue for issue in self.issues if issue["state"] == "open"]
        if place == "/issues":
            self.issues.append({"number": 11, "user": ROBOT, "state": "open", **content})
            return {}
        if place.endswith("/comments") and method == "GET":
            return self.comments
        if place.endswith("/comments"):
            self.comments.append({"id": 3, "user": ROBOT, **content})
            return {}
        number = int(place.rpartition("/")[2])
        kept = self.comments if "/comments/" in place else self.issues
        next(one for one in kept if number in (one.get("id"), one.get("number"))).update(content)
        return {}


@pytest.fixture
def fake() -> Iterator[Fake]:
    """A GitHub and a store of files beside it, on this machine."""
    fake = Fake()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            fake.asked.append((self.command, self.path, self.headers["Authorization"]))
            if self.path.endswith("/zip"):
                self.send_response(302)
                self.send_header("Location", f"{fake.store}/file")
                self.end_headers()
                return
            size = int(self.headers["Content-Length"] or 0)
            content = json.loads(self.rfile.read(size)) if size else None
            stored = self.path == "/file"
            try:
                said = fake.archive if stored else json.dumps(answer(self, content)).encode()
            except ValueError:
                self.send_error(422)
                return
            self.send_response(200)
            self.end_headers()
            self.wfile.write(said)

        do_POST = do_PATCH = do_GET

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    def answer(handler: Handler, content: Any) -> Any:
        return fake.answer(handler.command, handler.path, content)

    servers = [ThreadingHTTPServer(("127.0.0.1", 0), Handler) for _ in range(2)]
    for server in servers:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    fake.root, fake.store = (f"http://127.0.0.1:{server.server_port}" for server in servers)
    yield fake
    for server in servers:
        server.shutdown()


@pytest.fixture
def ended(fake: Fake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The event of a check that has ended, and the surroundings of a workflow."""
    run = {
        "id": 99,
        "head_sha": SHA,
        "head_branch": "x; rm -rf $HOME",
        "head_repository": {"owner": {"login": "forker"}},
        "html_url": "https://git.example/o/r/actions/runs/99",
    }
    path = tmp_path / "event.json"
    path.write_text(json.dumps({"workflow_run": run}), encoding="utf-8")
    monkeypatch.setenv("GITHUB_EVENT_PATH", str(path))
    monkeypatch.setenv("GITHUB_API_URL", fake.root)
    monkeypatch.setenv("GITHUB_REPOSITORY", "o/r")
    monkeypatch.setenv("GH_TOKEN", TOKEN)
    return run


class TestComment:
    def test_it_says_what_changes_and_which_pages(self, fake, ended):
        fake.leave("trial nct99999901: status recruiting → completed\n")
        assert preview_comment.main() == 0
        [comment] = fake.comments
        assert "status recruiting → completed" in comment["body"]
        assert "- `trials/nct99999901/`\n- `ko/trials/nct99999901/`" in comment["body"]
        assert "](https://git.example/o/r/actions/runs/99/artifacts/6)" in comment["body"]
        assert (
            "[Preview of these pages](https://git.example/o/r/actions/runs/99/artifacts/7)"
            in (comment["body"])
        )
        assert "README" not in comment["body"]

    def test_a_later_run_rewrites_it(self, fake, ended):
        fake.leave("first")
        preview_comment.main()
        fake.leave("second")
        preview_comment.main()
        [comment] = fake.comments
        assert "second" in comment["body"]
        assert "first" not in comment["body"]

    def test_a_strangers_comment_with_the_same_mark_is_left_alone(self, fake, ended):
        fake.comments = [{"id": 1, "user": STRANGER, "body": preview_comment.MARK}]
        fake.leave("diff")
        preview_comment.main()
        assert [one["user"]["login"] for one in fake.comments] == [
            "stranger",
            "github-actions[bot]",
        ]

    def test_which_pull_request_it_is_comes_from_the_commit(self, fake, ended):
        fake.pulls = [{"number": 8, "head": {"sha": "b" * 40}}]
        fake.leave("diff of another")
        assert preview_comment.main() == 0
        assert fake.comments == []

    def test_a_fork_that_is_gone_gets_none(self, fake, ended):
        assert preview_comment.pull_request(None, ended | {"head_repository": None}) is None

    def test_the_token_stays_with_github(self, fake, ended):
        fake.leave("diff")
        preview_comment.main()
        tokens = {path.partition("?")[0]: token for _method, path, token in fake.asked}
        assert tokens["/file"] is None
        assert tokens["/repos/o/r/actions/artifacts/5/zip"] == f"Bearer {TOKEN}"

    @pytest.mark.parametrize(
        "written",
        [
            "<img src=x onerror=alert(1)> <!-- --> @everyone [x](javascript:alert(1))",
            "```\n</pre><h1>Out of the block</h1>\n```` `````",
            "\u202eevil\u202c \x00\x1b[31m red",
            "{{ 7*7 }} ${{ secrets.X }} `$(rm -rf /)`",
        ],
    )
    def test_a_hostile_text_stays_inside_its_block(self, written):
        block = fenced(written, 1_000)
        fence = block.partition("text\n")[0]
        inside = block.removeprefix(f"{fence}text\n").removesuffix(f"\n{fence}")
        assert set(fence) == {"`"}
        assert fence not in inside
        assert all(char.isprintable() or char == "\n" for char in block)

    def test_a_long_text_is_cut(self, fake, ended):
        fake.leave("line of a diff\n" * 20_000)
        preview_comment.main()
        [comment] = fake.comments
        assert len(comment["body"]) < 25_000
        assert "… and more" in comment["body"]

    def test_a_bomb_is_not_unpacked(self, fake, ended):
        fake.leave(b"0" * 20_000_000)
        preview_comment.main()
        assert len(fake.comments[0]["body"]) < 25_000

    @pytest.mark.parametrize(
        "spoil",
        [
            lambda fake: fake.leave("x", name="../../etc/passwd"),
            lambda fake: fake.artifacts.clear(),
            lambda fake: fake.artifacts[0].update(expired=True),
            lambda fake: fake.artifacts[0].update(size_in_bytes=10**9),
            lambda fake: setattr(fake, "archive", b"no archive"),
            lambda fake: setattr(fake, "archive", b"P" * 300_000),
            lambda fake: setattr(fake, "archive", spoilt()),
        ],
    )
    def test_what_cannot_be_read_is_said_and_nothing_else_fails(self, fake, ended, spoil):
        fake.leave("diff")
        spoil(fake)
        assert preview_comment.main() == 0
        assert "produced no data diff" in fake.comments[0]["body"]

    def test_file_names_are_no_markdown(self):
        strange = ["data/trials/`x`.yml", "data/trials/a b.yml", "data/../x.yml", "x\ndata/a/b.yml"]
        assert preview_comment.pages([*strange, "data/vocabulary/phase.yml"]) == []

    def test_all_that_the_check_found_is_in_it(self, fake, ended):
        fake.leave("diff", problems=[problem(line, 3, None) for line in range(1, 61)])
        preview_comment.main()
        [comment] = fake.comments
        assert "Problems found by the check: 60" in comment["body"]
        assert comment["body"].count('"x" is not a date. Write it. [bad-date]') == 60
        assert "nct99999901.yml:60:3:" in comment["body"]
        assert "shown as they were before" in comment["body"]
        assert fake.reviews == []

    def test_where_it_found_too_much_the_rest_is_linked(self, fake, ended):
        fake.leave("diff", problems=[problem(n, 3, None) for n in range(1, 2_000)])
        preview_comment.main()
        [comment] = fake.comments
        assert len(comment["body"]) < 45_000
        assert (
            "[the summary of the check](https://git.example/o/r/actions/runs/99)"
            in (comment["body"])
        )

    def test_many_pages_are_counted(self):
        changed = preview_comment.pages(f"data/trials/t{n}.yml" for n in range(50))
        body = preview_comment.comment("", None, changed, {})
        assert "- and 60 more" in body
        assert "Nothing." in body


class TestReview:
    FILE = "data/trials/nct99999901.yml"

    def review(self, fake: Fake, *problems: Any) -> list[dict[str, Any]]:
        fake.leave("diff", problems=list(problems))
        assert preview_comment.main() == 0
        return [one for review in fake.reviews for one in review["comments"]]

    def test_a_line_with_a_sure_mend_gets_it_as_a_suggestion(self, fake, ended):
        fake.files = [changed(self.FILE, "phase: phase-1", "start_date: 2023", first=4)]
        [one] = self.review(fake, problem(6, 13, "2023", '"2023"'), problem(5, 8, None))
        assert (one["path"], one["line"], one["side"]) == (self.FILE, 6, "RIGHT")
        assert '```suggestion\nstart_date: "2023"\n```' in one["body"]
        assert "is not a date. Write it." in one["body"]
        assert "**Commit suggestion**" in one["body"]

    def test_a_line_gets_one_suggestion_with_all_of_them(self, fake, ended):
        fake.files = [changed(self.FILE, "{a: 2023, b: ２}")]
        [one] = self.review(fake, problem(2, 5, "2023", '"2023"'), problem(2, 14, "２", "2"))
        assert '```suggestion\n{a: "2023", b: 2}\n```' in one["body"]

    def test_it_is_not_said_twice(self, fake, ended):
        fake.files = [changed(self.FILE, "start_date: 2023")]
        self.review(fake, problem(2, 13, "2023", '"2023"'))
        assert len(self.review(fake, problem(2, 13, "2023", '"2023"'))) == 1

    def test_nothing_in_the_line_ends_the_block(self, fake, ended):
        fake.files = [changed(self.FILE, "title: ```` 2023")]
        [one] = self.review(fake, problem(2, 13, "2023", '"2023"'))
        assert '\n`````suggestion\ntitle: ```` "2023"\n`````\n' in one["body"]

    @pytest.mark.parametrize(
        "told",
        [
            problem(3, 13, "2023", '"2023"'),  # a line that is not in the change
            problem(2, 13, "2024", '"2024"'),  # another text
            problem(2, 99, "2023", '"2023"'),
            problem(2, 0, "2023", "x"),
            problem(2, 13, "2023", "2023"),  # the same
            problem(2, 13, "2023", "\u202e"),
            problem(2, 13, "2023", "x\ny"),
            problem(2, 13, "2023", "x" * 10_000),
            problem(10**30, 13, "2023", "x"),
            problem(2, 13, "2023", "x", path=".github/workflows/check.yml"),
            problem(2, 13, "2023", "x", path="data/../x.yml"),
            problem(2, 13, "2023", "x", path=7),
            problem(2, 13, "2023", "x") | {"line": "2"},
            problem(2, 13, "2023", "x", suggestion=[1]),
            problem(2, 13, "2023", "x", suggestion={"old": None}),
            "a text",
            None,
        ],
    )
    def test_what_does_not_fit_is_no_suggestion(self, fake, ended, told):
        fake.files = [
            changed(self.FILE, "start_date: 2023"),
            changed(".github/workflows/check.yml"),
        ]
        assert self.review(fake, told) == []
        assert len(fake.comments) == 1

    def test_a_problem_that_is_hostile_stays_in_its_block(self, fake, ended):
        fake.files = [changed(self.FILE, "start_date: 2023")]
        said = "```\u202e <img src=x> @everyone"
        [one] = self.review(fake, problem(2, 13, "2023", '"2023"', message=said))
        assert "````text\n" in one["body"]
        assert "\u202e" not in one["body"]

    @pytest.mark.parametrize("text", ["{", "[" * 100_000, '{"a": 1}', "7", "null"])
    def test_a_file_of_problems_that_is_none_ends_nothing(self, fake, ended, text):
        fake.leave(text, name="problems.json")
        assert preview_comment.main() == 0
        assert "What the check found" not in fake.comments[0]["body"]

    def test_where_github_takes_no_review_the_comment_is_there(self, fake, ended, capsys):
        fake.files = [changed(self.FILE, "start_date: 2023")]
        fake.refuses_reviews = True
        self.review(fake, problem(2, 13, "2023", '"2023"'))
        assert len(fake.comments) == 1
        assert "rejected the suggestions" in capsys.readouterr().out


def spoilt() -> bytes:
    """Return an archive whose list is sound and whose packed text is not."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("diff.txt", "diff " * 1000)
    start = len("diff.txt") + 30  # of the packed text: after the head of the entry
    return made.getvalue()[:start] + b"\xff" * 8 + made.getvalue()[start + 8 :]


class TestRollingIssue:
    today = date(2026, 11, 30)

    def run(self, code: str) -> int:
        return rolling_issue.main("Report", sys.executable, "-c", code, today=self.today)

    def test_it_is_opened_rewritten_and_closed(self, fake, ended):
        assert self.run("print('first')") == 0
        [issue] = fake.issues
        assert (issue["title"], issue["state"]) == ("Report", "open")
        assert self.run("print('second'); raise SystemExit(1)") == 0
        assert "second" in issue["body"]
        assert "first" not in issue["body"]
        assert len(fake.issues) == 1
        assert self.run("") == 0
        assert issue["state"] == "closed"

    def test_where_all_is_well_nothing_is_written(self, fake, ended):
        assert self.run("") == 0
        assert fake.issues == []
        assert {method for method, _path, _token in fake.asked} == {"GET"}

    def test_the_same_report_is_not_written_again(self, fake, ended):
        self.run("print('same')")
        before = len(fake.asked)
        self.run("print('same')")
        assert [method for method, _path, _token in fake.asked[before:]] == ["GET"]

    def test_it_says_of_which_day_it_is(self, fake, ended):
        self.run("print('same')")
        self.today = date(2026, 12, 7)
        self.run("print('same')")
        [issue] = fake.issues
        assert "Run of 2026-12-07;" in issue["body"]

    def test_a_strangers_issue_with_the_same_mark_is_left_alone(self, fake, ended):
        mark = "<!-- atlas report: Report -->"
        fake.issues = [{"number": 1, "user": STRANGER, "state": "open", "body": mark}]
        self.run("print('x')")
        assert fake.issues[0]["body"] == mark
        assert len(fake.issues) == 2

    def test_a_command_that_fails_fails_here_and_writes_nothing(self, fake, ended, capfd):
        assert self.run("raise SystemExit(2)") == 1
        assert fake.asked == []
        assert "exit code 2" in capfd.readouterr().err

    def test_a_command_that_breaks_down_closes_nothing(self, fake, ended):
        assert self.run("print('first')") == 0
        assert self.run("raise ZeroDivisionError") == 1
        assert [issue["state"] for issue in fake.issues] == ["open"]

    def test_the_command_does_not_see_the_token(self, fake, ended):
        self.run("import os; print(sorted(os.environ.values()))")
        assert TOKEN not in fake.issues[0]["body"]


class TestWeeklyRuns:
    def test_that_it_has_stopped_is_an_issue_until_it_goes_on(self, fake, ended):
        weekly_runs.main(date(2026, 12, 10))
        assert fake.issues == []
        fake.state = "disabled_inactivity"
        weekly_runs.main(date(2027, 2, 10))
        [issue] = fake.issues
        assert issue["title"] == "The weekly checks have stopped"
        assert "ended well is of 2026-11-29" in issue["body"]
        assert "Enable workflow" in issue["body"]
        fake.state, fake.last = "active", "2027-02-10"
        weekly_runs.main(date(2027, 2, 11))
        assert issue["state"] == "closed"

    def test_runs_that_fail_for_weeks_are_said(self):
        runs = [{"created_at": "2026-11-29T19:17:00Z"}]
        assert weekly_runs.report("active", runs, date(2026, 12, 14)) == ""
        assert "Look at its last runs" in weekly_runs.report("active", runs, date(2026, 12, 15))
        assert weekly_runs.report("active", [], date(2026, 12, 15)) == ""


def test_a_file_is_fetched_over_the_web_only(fake):
    fake.store = "file:///etc"
    with pytest.raises(ValueError, match="not kept safely"):
        GitHub(fake.root, "o/r", TOKEN).download("/actions/artifacts/5/zip", 10)
