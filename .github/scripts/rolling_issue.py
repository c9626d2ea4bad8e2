"""Run a report and keep what it says in one issue, opened, rewritten and closed as need be.

    python3 .github/scripts/rolling_issue.py "Dead links" ./atlas links

The command's standard output is the report; nothing on it means that all is well. Its exit code is
0 (fine) or 1 (something found, and said); all else is a failure of the command itself, and fails
here too.
"""

from __future__ import annotations

import datetime
import os
import subprocess
import sys
from typing import Any

from github import GitHub, fenced

ROBOT = "github-actions[bot]"
MAX_SHOWN = 50_000  # characters; an issue holds 65,536


def main(title: str, *command: str, today: datetime.date | None = None) -> int:
    """Run the command, bring the issue of this title up to date, return the exit code."""
    done = subprocess.run(
        command,
        env={name: value for name, value in os.environ.items() if name != "GH_TOKEN"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        check=False,
    )
    report = done.stdout.decode("utf-8", "replace")
    # A program that breaks down ends with 1 too, and says nothing: that is not "all is well".
    if done.returncode not in (0, 1) or (done.returncode == 1 and not report.strip()):
        print(f"{' '.join(command)} failed with exit code {done.returncode}", file=sys.stderr)
        return 1
    keep(GitHub.here(), title, report, today or datetime.datetime.now(datetime.UTC).date())
    return 0


def keep(github: GitHub, title: str, report: str, today: datetime.date) -> None:
    """Open or rewrite the issue where there is something to say, close it where there is not.

    It says of which day it is: where nobody runs this any more, the day stays behind.
    """
    mark = f"<!-- atlas report: {title} -->"
    known = find(github, mark)
    if not report.strip():
        if known:
            path = f"/issues/{int(known['number'])}"
            github.send("POST", f"{path}/comments", {"body": "Nothing left to report."})
            github.send("PATCH", path, {"state": "closed"})
        return
    body = f"{mark}\n\nRun of {today}; each run rewrites this text.\n\n"
    body += fenced(report, MAX_SHOWN) + "\n"
    if known is None:
        github.send("POST", "/issues", {"title": title, "body": body})
    elif known["body"] != body:
        github.send("PATCH", f"/issues/{int(known['number'])}", {"body": body})


def find(github: GitHub, mark: str) -> dict[str, Any] | None:
    """Return the open issue that an earlier run has written, whatever it is called now."""
    for found in github.each("/issues", state="open"):
        own = found["user"]["login"] == ROBOT and "pull_request" not in found
        if own and (found["body"] or "").startswith(mark):
            return found
    return None


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
