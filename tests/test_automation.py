"""The scripts that write on GitHub, against a GitHub of the test's own."""

from __future__ import annotations

import io
import json
import sys
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import preview_comment
import pytest
import rolling_issue
from github import GitHub, fenced

TOKEN = "the-token"
SHA = "a" * 40
ROBOT = {"login": "github-actions[bot]"}
STRANGER = {"login": "stranger"}


class Fake:
    """What the repository holds; every request is kept."""

    def __init__(self) -> None:
        self.pulls = [{"number": 7, "head": {"sha": SHA}}]
        self.files = ["data/trials/nct99999901.yml", "README.md"]
        self.artifacts: list[dict[str, Any]] = []
        self.archive = b""
        self.comments: list[dict[str, Any]] = []
        self.issues: list[dict[str, Any]] = []
        self.asked: list[tuple[str, str, str | None]] = []
        self.root = self.store = ""

    def leave(self, text: str | bytes, name: str = "diff.txt") -> None:
        """Put the artifact of a check there."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name, text)
        self.archive = buffer.getvalue()
        size = len(self.archive)
        self.artifacts = [
            {"id": 5, "name": "data-diff", "size_in_bytes": size, "expired": False},
            {"id": 6, "name": "site", "size_in_bytes": 10**8, "expired": False},
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
            return [{"filename": name} for name in self.files[(page - 1) * 100 : page * 100]]
        if place.endswith("/artifacts"):
            return {"artifacts": self.artifacts}
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
            said = fake.archive if stored else json.dumps(answer(self, content)).encode()
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
        assert "https://git.example/o/r/actions/runs/99/artifacts/6" in comment["body"]
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
        assert "left no data diff" in fake.comments[0]["body"]

    def test_file_names_are_no_markdown(self):
        strange = ["data/trials/`x`.yml", "data/trials/a b.yml", "data/../x.yml", "x\ndata/a/b.yml"]
        assert preview_comment.pages([*strange, "data/vocabulary/phase.yml"]) == []

    def test_many_pages_are_counted(self):
        changed = preview_comment.pages(f"data/trials/t{n}.yml" for n in range(50))
        body = preview_comment.comment("", changed, None)
        assert "- and 60 more" in body
        assert "Nothing." in body


def spoilt() -> bytes:
    """Return an archive whose list is sound and whose packed text is not."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("diff.txt", "diff " * 1000)
    start = len("diff.txt") + 30  # of the packed text: after the head of the entry
    return made.getvalue()[:start] + b"\xff" * 8 + made.getvalue()[start + 8 :]


class TestRollingIssue:
    def run(self, code: str) -> int:
        return rolling_issue.main("Report", sys.executable, "-c", code)

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


def test_a_file_is_fetched_over_the_web_only(fake):
    fake.store = "file:///etc"
    with pytest.raises(ValueError, match="not kept safely"):
        GitHub(fake.root, "o/r", TOKEN).download("/actions/artifacts/5/zip", 10)
