"""Say in an issue that the weekly run has stopped, and close it when it goes on.

GitHub stops a schedule without a word once a repository has been quiet for 60 days. This runs when
something is published: with the first change after a quiet time.
"""

from __future__ import annotations

import datetime
import sys
from typing import Any

from github import GitHub
from rolling_issue import keep

TITLE = "The weekly checks have stopped"
WORKFLOW = "/actions/workflows/weekly.yml"
LATE = 15  # days: one run may have failed for a reason of the network


def main(today: datetime.date) -> int:
    """Bring the issue up to date; return 0."""
    github = GitHub.here()
    state = github.get(WORKFLOW)["state"]
    runs = github.get(f"{WORKFLOW}/runs", branch="main", status="success", per_page=1)
    keep(github, TITLE, report(state, runs["workflow_runs"], today), today)
    return 0


def report(state: str, runs: list[dict[str, Any]], today: datetime.date) -> str:
    """Return what to do where the run is switched off or its last success is long ago, else ""."""
    last = datetime.date.fromisoformat(runs[0]["created_at"][:10]) if runs else None
    if state == "active" and (last is None or (today - last).days <= LATE):
        return ""
    when = f"The last one that ended well is of {last}." if last else "None has ended well yet."
    if state == "active":
        what = "Look at its last runs: open Actions, then weekly."
    else:
        what = (
            f"It is switched off ({state}); GitHub does that after 60 days without a change. "
            "Open Actions, then weekly, choose Enable workflow, then Run workflow."
        )
    asked = "Links, old facts and differences from the registry are looked for every week."
    return f"{asked}\n{when}\n{what}"


if __name__ == "__main__":
    sys.exit(main(datetime.datetime.now(datetime.UTC).date()))
