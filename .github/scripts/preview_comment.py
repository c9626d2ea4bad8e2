"""Tell a pull request what its check found: one comment, and a review with suggested changes.

The comment says all that is wrong, what changes in the data, and which pages to look at. Where a
message holds the exact text to write, a suggestion stands at that line, which the author accepts
with a click.

Runs after the check, on code of main, with the right to comment. The check ran the proposal's own
code, so all that it left is a stranger's: it is read as a short text and never run, and which
pull request it belongs to is found out from GitHub, not from the file. A suggestion is the line
that GitHub itself has, with a few signs replaced.
"""

from __future__ import annotations

import io
import json
import os
import re
import sys
import urllib.error
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from github import GitHub, fence_around, fenced

MARK = "<!-- atlas: what this changes -->"
SUGGESTION_MARK = "<!-- atlas: a suggestion for this line -->"
REVIEW = (
    "Where the check knows the exact text, it suggests it on the line. "
    "· 고칠 말이 분명한 줄에 제안을 달았습니다."
)
ACCEPT = (
    "If that is what you mean, choose **Commit suggestion**. "
    "· 뜻한 대로라면 **Commit suggestion**을 눌러 주십시오."
)
TO_FIX = (
    "Open the file again from this proposal (**Files changed**, the three dots, **Edit file**), "
    "correct these lines and commit; the check runs again. If you are stuck, say so here. · "
    "**Files changed**에서 점 세 개, **Edit file**을 눌러 아래 줄을 고치고 저장하면 다시 "
    "점검합니다. 막히면 여기에 적어 주십시오."
)
ROBOT = "github-actions[bot]"
ARTIFACT, PREVIEW, SITE = "said", "preview.html", "site"
RUN = "run"
DIFF, PROBLEMS = "diff.txt", "problems.json"
MAX_ZIP, MAX_FILE, MAX_SHOWN, MAX_PAGES = 400_000, 2_000_000, 20_000, 40
MAX_SUGGESTIONS, MAX_LINE = 40, 2_000
UNREADABLE = (
    *(ValueError, KeyError, EOFError, NotImplementedError, RuntimeError),
    *(zipfile.BadZipFile, zlib.error),
)
"""What a broken archive, or one made to do harm, raises."""
RECORD = re.compile(r"data/([a-z]{1,40})/([a-z0-9]+(?:-[a-z0-9]+)*)\.yml", re.ASCII)


def main() -> int:
    """Comment on the pull request of the run that has just ended; 0 also where there is none."""
    event = json.loads(Path(os.environ["GITHUB_EVENT_PATH"]).read_text(encoding="utf-8"))
    run = event["workflow_run"]
    github = GitHub.here()
    number = pull_request(github, run)
    if number is None:
        print("no open pull request has this commit")
        return 0
    left = github.get(f"/actions/runs/{int(run['id'])}/artifacts", per_page=100)["artifacts"]
    artifacts = {found["name"]: found for found in left}
    files = list(github.each(f"/pulls/{number}/files"))
    said = read_said(github, artifacts.get(ARTIFACT))
    found = problems(said.get(PROBLEMS))
    addresses = {RUN: run["html_url"]}
    addresses |= {
        name: f"{run['html_url']}/artifacts/{int(artifacts[name]['id'])}"
        for name in (PREVIEW, SITE)
        if name in artifacts
    }
    changed = pages(file["filename"] for file in files)
    publish(github, number, comment(said.get(DIFF), found, changed, addresses))
    review(github, number, run["head_sha"], suggestions(found, files))
    return 0


def pull_request(github: GitHub, run: dict[str, Any]) -> int | None:
    """Return the number of the open pull request whose newest commit the run was about."""
    if not run["head_repository"]:  # the fork is gone
        return None
    head = f"{run['head_repository']['owner']['login']}:{run['head_branch']}"
    for found in github.get("/pulls", state="open", head=head, per_page=100):
        if found["head"]["sha"] == run["head_sha"]:
            return int(found["number"])
    return None


def read_said(github: GitHub, artifact: dict[str, Any] | None) -> dict[str, str]:
    """Return the texts that the check left, by file name; without those that cannot be read."""
    said: dict[str, str] = {}
    if artifact is None or artifact["expired"] or artifact["size_in_bytes"] > MAX_ZIP:
        return said
    try:
        raw = github.download(f"/actions/artifacts/{int(artifact['id'])}/zip", MAX_ZIP)
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            for name in {DIFF, PROBLEMS} & set(archive.namelist()):
                with archive.open(name) as file:
                    said[name] = file.read(MAX_FILE).decode("utf-8", "replace")
    except UNREADABLE as error:
        print(f"cannot read the output of the check: {error!r}")
    return said


@dataclass(frozen=True)
class Problem:
    """What the check says of a place; `old` there is to become `new`, where it is so sure."""

    path: str
    line: int
    column: int
    message: str
    old: str = ""
    new: str = ""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.message}"


def problems(text: str | None) -> list[Problem] | None:
    """Return what a file of problems says, None for a text that is none; no odd entries."""
    try:
        told = json.loads(text or "")
    except (ValueError, RecursionError):
        return None
    found = [_problem(entry) for entry in told] if isinstance(told, list) else None
    return found and [problem for problem in found if problem]


def _problem(told: Any) -> Problem | None:
    suggestion = told.get("suggestion") or {} if isinstance(told, dict) else {}
    try:
        words = (told["path"], told["message"], told.get("fix", ""), told["code"])
        path, message, fix, code = map(_line, words)
        line, column = (range(10**7)[told[name]] for name in ("line", "column"))
        old, new = _line(suggestion.get("old", "")), _line(suggestion.get("new", ""))
    except (TypeError, ValueError, LookupError, AttributeError):
        return None
    fix = f" {fix}" if fix else ""
    return Problem(path, line, column, f"{message}.{fix} [{code}]", old, new)


def _line(value: Any) -> str:
    if not isinstance(value, str) or len(value) > MAX_LINE or "\n" in value or "\r" in value:
        raise ValueError("no line of a text")
    return value


def suggestions(found: list[Problem] | None, files: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return a comment for each changed line that has a suggestion: its text as it should be.

    The line comes from GitHub's own account of the change; where it is another than the check
    saw, or cannot be commented on, there is none.
    """
    there = {file["filename"]: right_lines(file.get("patch") or "") for file in files}
    at: dict[tuple[str, int], list[Problem]] = {}
    for problem in found or []:
        if problem.old or problem.new:
            at.setdefault((problem.path, problem.line), []).append(problem)
    comments = []
    for (path, number), here in at.items():
        line = there.get(path, {}).get(number)
        if line is None or not RECORD.fullmatch(path):
            continue
        fixed, end = line, len(line)
        for problem in sorted(here, key=lambda problem: -problem.column):
            start = problem.column - 1
            stop = start + len(problem.old)
            if start >= 0 and stop <= end and line.startswith(problem.old, start):
                fixed, end = fixed[:start] + problem.new + fixed[stop:], start
        if fixed == line or not fixed.isprintable():
            continue
        said = fenced("\n".join(problem.message for problem in here), MAX_LINE)
        fence = fence_around(fixed)
        body = f"{SUGGESTION_MARK}\n{said}\n\n{fence}suggestion\n{fixed}\n{fence}\n\n{ACCEPT}"
        comments.append({"path": path, "line": number, "side": "RIGHT", "body": body})
    return comments[:MAX_SUGGESTIONS]


def right_lines(patch: str) -> dict[int, str]:
    """Return the lines of a file as proposed that a patch shows, by number."""
    lines: dict[int, str] = {}
    number = 0
    for line in patch.split("\n"):
        if hunk := re.match(r"@@ -\d+(?:,\d+)? \+(\d+)", line):
            number = int(hunk[1])
        elif number and line[:1] in ("+", " "):
            lines[number] = line[1:]
            number += 1
    return lines


def review(github: GitHub, number: int, commit: str, comments: list[dict[str, Any]]) -> None:
    """Put comments on their lines as one review, without those that are there already."""
    known = {
        (found["path"], found["line"], found["body"])
        for found in github.each(f"/pulls/{number}/comments")
        if found["user"]["login"] == ROBOT
    }
    new = [one for one in comments if (one["path"], one["line"], one["body"]) not in known]
    if not new:
        return
    told = {"commit_id": commit, "event": "COMMENT", "body": REVIEW, "comments": new}
    try:
        github.send("POST", f"/pulls/{number}/reviews", told)
    except urllib.error.HTTPError as error:  # such as a line that has just changed
        print(f"GitHub rejected the suggestions: {error}")


def pages(changed: Iterable[str]) -> list[str]:
    """Return the pages of the records among the changed files, in both languages."""
    found = (RECORD.fullmatch(path) for path in changed)
    records = [(m[1], m[2]) for m in found if m and m[1] != "vocabulary"]
    return [f"{root}{kind}/{id_}/" for kind, id_ in sorted(set(records)) for root in ("", "ko/")]


def comment(
    diff: str | None,
    found: list[Problem] | None,
    changed: list[str],
    addresses: dict[str, str],
) -> str:
    """Return the comment as Markdown."""
    parts = [MARK]
    if found:
        listed = "\n".join(map(str, found))
        parts += [f"### Problems found by the check: {len(found):,}", TO_FIX]
        parts.append(fenced(listed, MAX_SHOWN))
        if len(listed) > MAX_SHOWN:
            parts.append(f"The rest is in [the summary of the check]({addresses[RUN]}).")
    parts.append("### What this changes in the data")
    if diff is None:
        parts.append("The check produced no data diff; see its own page for the reason.")
    elif diff.strip():
        parts.append(fenced(diff, MAX_SHOWN))
    else:
        parts.append("Nothing.")
    if changed:
        more = len(changed) - MAX_PAGES
        lines = [f"- `{path}`" for path in changed[:MAX_PAGES]]
        lines += [f"- and {more} more"] if more > 0 else []
        parts += ["### Pages to look at", "\n".join(lines)]
    if PREVIEW in addresses:
        without = " Files with problems are shown as they were before." if found else ""
        parts.append(
            f"**[Preview of these pages]({addresses[PREVIEW]})**, one file in both languages that "
            f"a browser opens.{without} It was built by the proposal's own code: treat it like "
            "any untrusted page."
        )
    if SITE in addresses:
        parts.append(
            f"[The whole site]({addresses[SITE]}) to download: unzip it, and run "
            "`python3 -m http.server` in its folder."
        )
    return "\n\n".join(parts) + "\n"


def publish(github: GitHub, number: int, body: str) -> None:
    """Write the comment, or change the one that is there."""
    for found in github.each(f"/issues/{number}/comments"):
        if found["user"]["login"] == ROBOT and found["body"].startswith(MARK):
            if found["body"] != body:
                github.send("PATCH", f"/issues/comments/{int(found['id'])}", {"body": body})
            return
    github.send("POST", f"/issues/{number}/comments", {"body": body})


if __name__ == "__main__":
    sys.exit(main())
