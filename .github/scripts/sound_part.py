"""Take back what the check complains of, so that the rest of a proposal can be shown.

    python3 .github/scripts/sound_part.py HEAD^1 left-out.txt ./atlas check --json

Runs in the check of a proposal, on the runner's own copy. Each file at fault becomes what it was in
the base; where a fault is in a file that the proposal did not touch, what it deleted comes back.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROUNDS = 8


def main(base: str, left_out: str, *check: str) -> int:
    """Take back round by round until the check is content; 1 where it never is."""
    taken: dict[str, None] = {}
    try:
        for _ in range(ROUNDS):
            done = subprocess.run(check, stdout=subprocess.PIPE, check=False)
            found = {problem["path"] for problem in json.loads(done.stdout)}
            if not found:
                return 0
            changed = _changed(base)
            at_fault = found & changed.keys()
            gone = {path for path, what in changed.items() if what == "D"}
            for path in sorted(at_fault or gone or changed.keys()):
                _take_back(base, path, changed[path])
                taken[path] = None
        return 1
    finally:
        Path(left_out).write_text("".join(f"{path}\n" for path in taken), encoding="utf-8")


def _changed(base: str) -> dict[str, str]:
    """Return each file of the data that differs from the base: A added, D deleted, M changed."""
    asked = ["git", "diff", "--name-status", "--no-renames", "-z", base, "--", "data"]
    words = subprocess.run(asked, capture_output=True, check=True).stdout.decode().split("\0")
    return dict(zip(words[1::2], words[0::2], strict=False))


def _take_back(base: str, path: str, what: str) -> None:
    if what == "A":
        Path(path).unlink()
    else:
        subprocess.run(["git", "checkout", "-q", base, "--", path], check=True)


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
