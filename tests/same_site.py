"""Compare two built sites: a rebuild of the program must not change the site.

    python -m tests.same_site BEFORE AFTER [--causes FILE] [--all]

Hashes, numbers of references and a few more are not counted as differences: `site_files.py` says
which. The same sources of the same facts may be numbered otherwise, another source may not.

FILE is YAML: names of causes, each with a list of `{files, pattern}` or `{files, added}`. `files`
are globs of paths in the site (`*` crosses folders). `pattern` is a regular expression, searched in
each run of changed lines, which begin with `-` and `+`; a missing or new file is one run, `missing`
or `new`. `added` is one for what was added in many places: before the lines are compared, what it
matches is taken out of both files, if AFTER has more of it and lacks nothing that BEFORE has. Exit
code: 0 if the sites are equal or every run has a cause, 1 if not, 2 if the call or FILE is wrong.
"""

from __future__ import annotations

import argparse
import difflib
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePath

import yaml

from tests.site_files import comparable, files_of

BEFORE_TAG, AFTER_RULE = re.compile(r"(?=<(?!/))"), re.compile(r"(?<=[;{}])")
BREAKS = {".html": BEFORE_TAG, ".svg": BEFORE_TAG, ".css": AFTER_RULE, ".js": AFTER_RULE}
BREAKS[".json"] = re.compile(r"(?<=,)(?! )")
"""Where lines are broken so that a difference is readable, by the ending of the file."""

FOLDERS = {"assets": "asset", "explorer": "explorer file", "pictures": "picture"}
FOLDERS |= {"schemas": "schema", "search": "search file"}
MOST_FILES, MOST_LINES, MOST_LETTERS = 10, 30, 200
"""How many files of a group are named, and how much of a diff is printed."""


@dataclass(frozen=True)
class Cause:
    """A reason for differences, given by hand."""

    name: str
    files: list[str]
    pattern: re.Pattern[str]
    adds: bool

    def explains(self, run: str) -> bool:
        return not self.adds and bool(self.pattern.search(run))

    def without(self, old: str, new: str) -> tuple[str, str]:
        """Return two texts without what was added; as they are where some of it is missing."""
        if not self.adds:
            return old, new
        before, after = ([m[0] for m in self.pattern.finditer(text)] for text in (old, new))
        rest = iter(after)
        if before == after or not all(one in rest for one in before):
            return old, new
        return self.pattern.sub("", old), self.pattern.sub("", new)


@dataclass(frozen=True)
class Difference:
    """A file that is not the same: its path without hash, its causes, the runs without one."""

    path: str
    state: str
    reasons: set[str]
    rest: list[str]


def difference(path: str, old: str | None, new: str | None, causes: list[Cause]) -> Difference:
    """Return how the texts of a file differ (None: no such file), and which causes explain it."""
    causes = [cause for cause in causes if any(fnmatchcase(path, glob) for glob in cause.files)]
    reasons, rest = set(), []
    if old is None or new is None:
        state = "new" if old is None else "missing"
        runs = iter([state])
    else:
        state = "differs"
        for cause in causes:
            old, new, before = *cause.without(old, new), new
            reasons |= {cause.name} if new != before else set()
        runs = _runs(old, new, BREAKS.get(PurePath(path).suffix))
    for run in runs:
        found = {cause.name for cause in causes if cause.explains(run)}
        reasons |= found
        rest += [] if found else [run]
    return Difference(path, state, reasons, rest)


def _runs(old: str, new: str, breaks: re.Pattern[str] | None) -> Iterator[str]:
    """Yield each run of lines in which two texts differ."""
    a, b = ((breaks.sub("\n", text) if breaks else text).split("\n") for text in (old, new))
    for tag, i, j, k, m in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag != "equal":
            yield "\n".join([*(f"-{line}" for line in a[i:j]), *(f"+{line}" for line in b[k:m])])


def differences(before: Path, after: Path, causes: list[Cause]) -> Iterator[Difference]:
    """Yield the files of two sites that are missing, new or not the same."""
    sites = files_of(before), files_of(after)
    for path in sorted(sites[0].keys() | sites[1].keys()):
        old, new = (site.get(path, []) for site in sites)
        if [*map(Path.read_bytes, old)] != [*map(Path.read_bytes, new)]:
            texts = (comparable(parts) if parts else None for parts in (old, new))
            found = difference(path, next(texts), next(texts), causes)
            if found.reasons or found.rest:
                yield found


def kinds_of_records(*sites: Path) -> set[str]:
    """Return the folders of sites in which records have their pages."""
    pages = [page for site in sites for page in site.glob("*/*/index.html")]
    return {page.parts[-3] for page in pages if 'class="record ' in page.read_text("utf-8")}


def group_of(path: str, kinds: set[str]) -> str:
    """Return what kind of page or file stands at a path."""
    top, _, rest = path.removeprefix("ko/").partition("/")
    if path.endswith("compare.json"):
        return "compare file"
    if top in kinds:
        return "section page" if rest == "index.html" else f"record page of {top}"
    if path.endswith(".html"):
        return "hand-written page"
    return "sitemap" if top.startswith("sitemap") else FOLDERS.get(top, "other file")


def causes_in(file: str) -> list[Cause]:
    """Return the causes in a file; ArgumentTypeError says what is wrong with it."""
    try:
        causes = dict(yaml.safe_load(Path(file).read_text("utf-8")))
        return [
            Cause(name, str(entry["files"]).split(), re.compile(entry[key], re.M), key == "added")
            for name, entries in causes.items()
            for entry in entries
            for key in ["added" if "added" in entry else "pattern"]
        ]
    except (OSError, ValueError, KeyError, TypeError, yaml.YAMLError, re.error) as error:
        need = "write a name: [{files, pattern or added}, …] for each cause, all texts"
        raise argparse.ArgumentTypeError(f"{file}: {need} ({error!r})") from None


def main(arguments: list[str] | None = None) -> int:
    """Print how two sites differ and return the exit code."""
    parser = argparse.ArgumentParser("python -m tests.same_site")
    parser.add_argument("before", type=Path)
    parser.add_argument("after", type=Path)
    parser.add_argument("--causes", type=causes_in, metavar="FILE", help="why files may differ")
    parser.add_argument("--all", action="store_true", help="name every file of a group")
    options = parser.parse_args(arguments)
    if not (options.before.is_dir() and options.after.is_dir()):
        parser.error("BEFORE and AFTER are folders of built sites")
    causes = options.causes or []
    explained = dict.fromkeys((cause.name for cause in causes), 0)
    kinds = kinds_of_records(options.before, options.after)
    groups: dict[str, list[Difference]] = {}
    for found in differences(options.before, options.after, causes):
        for name in found.reasons:
            explained[name] += 1
        if found.rest:
            groups.setdefault(group_of(found.path, kinds), []).append(found)
    for name, group in sorted(groups.items()):
        print(f"\n{name}: {len(group)} {'without a cause' if options.causes else 'not the same'}")
        _print_group(group, len(group) if options.all else MOST_FILES)
    for name, count in explained.items():
        print(f"{name}: explains {count} files")
    count = sum(map(len, groups.values()))
    print(f"{count} files differ without a cause" if count else "No file differs without a cause")
    return 1 if count else 0


def _print_group(group: list[Difference], most: int) -> None:
    """Print the paths of a group, and how the file differs in which the least has no cause."""
    for one in group[:most]:
        print(f"  {one.state:8} {one.path}")
    if len(group) > most:
        print(f"  and {len(group) - most} more; --all names them")
    both = [one for one in group if one.state == "differs"]
    if both:
        least = min(both, key=lambda one: sum(map(len, one.rest)))
        lines = "\n\n".join(least.rest).split("\n")[:MOST_LINES]
        print("\n".join(f"    {line[:MOST_LETTERS]}" for line in [least.path, *lines]))


if __name__ == "__main__":
    sys.exit(main())
