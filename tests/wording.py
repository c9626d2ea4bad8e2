"""Phrases that read as translated, or a second word for one thing: `./atlas lint wording`.

Looks at the English of guides, interface, messages, comments and data, line by line. The style
guide is docs/contribute/words.md.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WHERE = ("macros", "data", "docs", ".github", "atlas", "*.md")
SKIPPED = re.compile(
    r"\.ko\.md$|^docs/contribute/words\.md$|^docs/tools\.md$|^macros/site/(fonts|theme)/|^data/sources/"
)
ENDINGS = (".md", ".yml", ".py", ".js", ".ts", ".sql", "atlas")

PHRASES = {
    r"(?<!there )\b(?:is|was|are|were) no (?!(?:longer|more|less|better|worse|later|use|doubt)\b)":
        "is not a …, has no …",
    r"\b(?:is|are|be|been|was) told\b(?! by (?:a|the) )": "is listed, is shown, is reported",
    r"\banew\b": "again; rebuilt, rewritten",
    r"\bnobody (?:looked|has looked at|recorded|has recorded)\b": "not checked, not recorded",
    r"\b(?:what|which|that) stands (?:in|at|on|over|above|below|behind|there)\b": "is in, is at",
    r"\bwhat holds (?:instead|now|there)\b|\bwhere it holds\b(?= *[.,;])": "applies, is correct",
    r"\bleads? nowhere\b|\bleads? somewhere\b": "is a dead link, does not exist",
    r"\bsmall letters\b": "lower case",
    r"\bamiss\b": "wrong",
    r"\btombstones?\b": "redirect",
    r"\breceipts?\b|\bsource notes?\b": "citation",
    r"\bclosed lists?\b": "vocabulary",
    r"\blooked for(?:,| and) not found\b": "unknown; searched, not found",
    r"\bnot known yet\b": "not recorded yet",
    r"\bmend(?:s|ed|ing)?\b": "fix, correct; suggestion",
}  # fmt: skip
"""Each pattern with what to write instead."""


def english() -> Iterator[tuple[str, int, str]]:
    """Yield path, number and text of each line that may hold English."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", *WHERE], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\0")
    for path in listed:
        if path.endswith(ENDINGS) and not SKIPPED.search(path):
            for number, line in enumerate((ROOT / path).read_text("utf-8").splitlines(), 1):
                yield path, number, line


def problems(line: str) -> Iterator[tuple[str, str]]:
    """Yield each phrase of a line that the list refuses, and what to write instead."""
    if "reads as translated" not in line:
        for pattern, instead in PHRASES.items():
            for phrase in re.finditer(pattern, line, re.IGNORECASE):
                yield phrase[0].strip(), instead


def main() -> int:
    """Print a line for each phrase; return 1 if there are any."""
    listed = [
        f'{path}:{number}: "{phrase}". Write: {instead}.'
        for path, number, line in english()
        for phrase, instead in problems(line)
    ]
    print("\n".join(listed), end="\n" * bool(listed))
    return 1 if listed else 0


if __name__ == "__main__":
    sys.exit(main())
