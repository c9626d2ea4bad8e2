"""Put one comment under a pull request: what it changes in the data, and the pages to look at.

Runs after the check, on code of main, with the right to comment. The check ran the proposal's own
code, so all that it left is a stranger's: it is read as a short text and never run, and which
pull request it belongs to is found out from GitHub, not from the file.
"""

from __future__ import annotations

import io
import json
import os
import re
import sys
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from github import GitHub, fenced

MARK = "<!-- atlas: what this changes -->"
ROBOT = "github-actions[bot]"
ARTIFACT, PREVIEW, FILE = "data-diff", "site", "diff.txt"
MAX_ZIP, MAX_FILE, MAX_SHOWN, MAX_PAGES = 200_000, 400_000, 20_000, 40
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
    changed = (found["filename"] for found in github.each(f"/pulls/{number}/files"))
    preview = artifacts.get(PREVIEW)
    address = f"{run['html_url']}/artifacts/{int(preview['id'])}" if preview else None
    body = comment(read_diff(github, artifacts.get(ARTIFACT)), pages(changed), address)
    publish(github, number, body)
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


def read_diff(github: GitHub, artifact: dict[str, Any] | None) -> str | None:
    """Return the text that the check left, or None where there is none that can be read."""
    if artifact is None or artifact["expired"] or artifact["size_in_bytes"] > MAX_ZIP:
        return None
    try:
        raw = github.download(f"/actions/artifacts/{int(artifact['id'])}/zip", MAX_ZIP)
        with zipfile.ZipFile(io.BytesIO(raw)) as archive, archive.open(FILE) as file:
            return file.read(MAX_FILE).decode("utf-8", "replace")
    except UNREADABLE as error:
        print(f"the data diff cannot be read: {error!r}")
        return None


def pages(changed: Iterable[str]) -> list[str]:
    """Return the pages of the records among the changed files, in both languages."""
    found = (RECORD.fullmatch(path) for path in changed)
    records = [(m[1], m[2]) for m in found if m and m[1] != "vocabulary"]
    return [f"{root}{kind}/{id_}/" for kind, id_ in sorted(set(records)) for root in ("", "ko/")]


def comment(diff: str | None, changed: list[str], preview: str | None) -> str:
    """Return the comment as Markdown."""
    parts = [MARK, "### What this changes in the data"]
    if diff is None:
        parts.append("The check left no data diff; its own page says why.")
    elif diff.strip():
        parts.append(fenced(diff, MAX_SHOWN))
    else:
        parts.append("Nothing.")
    if changed:
        more = len(changed) - MAX_PAGES
        lines = [f"- `{path}`" for path in changed[:MAX_PAGES]]
        lines += [f"- and {more} more"] if more > 0 else []
        parts += ["### Pages to look at", "\n".join(lines)]
    if preview:
        parts.append(
            f"[Download the preview]({preview}), unzip it, and run `python3 -m http.server` in its "
            "folder. It was built by the proposal's own code: look at it as at any stranger's page."
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
