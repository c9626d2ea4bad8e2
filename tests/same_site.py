"""Compare two built sites: a rebuild of the program must not change the site.

    python -m tests.same_site BEFORE AFTER [--causes FILE] [--all]

Not counted as differences: the hash in a file's name, there and where the file is used, and the
numbers of references. A number is compared as the source that it leads to, a list of references as
a set: the same sources of the same facts may be numbered otherwise, another source may not.

FILE is a YAML list of `{cause, files, pattern}`: a name, a glob of paths in the site (`*` crosses
folders), and a regular expression that is searched in each run of changed lines, which begin with
`-` and `+`. A missing or new file is one run, `missing` or `new`. Exit code: 0 if the sites are
equal or every run has a cause, 1 if not, 2 if the call or FILE is wrong.
"""

from __future__ import annotations

import argparse
import difflib
import gzip
import hashlib
import itertools
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

import yaml

HASHED = re.compile(
    r"(\bassets/[\w./-]+[-.]|\b(?:explorer|search)/[\w-]+-|\b(?:later|lines|names)-)"
    r"[0-9a-f]{8,}(?=[\w.]*\.(?:css|js|json|map)\b)"
)
REFERENCES = re.compile(r'(<ol class="references"[^>]*>)(.*?)(?=</ol>)', re.DOTALL)
REFERENCE = re.compile(r'<li id="ref-(\d+)">.*?</li>', re.DOTALL)
NUMBERS = re.compile(r'"#?ref-\d+"(?:>\d+(?=</a>))?|<summary[^>]*>[\d, ]+</summary>')
LINK = re.compile(r'href="(?:[^"]*?\bsources/)?([^"]+?)/?"')

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
    files: str
    pattern: re.Pattern[str]

    def explains(self, path: str, run: str) -> bool:
        return fnmatchcase(path, self.files) and bool(self.pattern.search(run))


@dataclass(frozen=True)
class Difference:
    """A file that is not the same: its path without hash, and its lines (None: no such file)."""

    path: str
    old: list[str] | None
    new: list[str] | None

    @property
    def state(self) -> str:
        return "new" if self.old is None else "missing" if self.new is None else "differs"

    def runs(self) -> Iterator[str]:
        """Yield each run of changed lines."""
        if self.old is None or self.new is None:
            yield self.state
            return
        for tag, a, b, c, d in difflib.SequenceMatcher(None, self.old, self.new).get_opcodes():
            if tag != "equal":
                old, new = self.old[a:b], self.new[c:d]
                yield "\n".join([*(f"-{line}" for line in old), *(f"+{line}" for line in new)])

    def diff(self) -> list[str]:
        """Return a short unified diff, of a file that both sites have."""
        lines = difflib.unified_diff(self.old or [], self.new or [], lineterm="", n=1)
        return [line[:MOST_LETTERS] for line in itertools.islice(lines, 2, MOST_LINES)]


def comparable(path: Path) -> list[str]:
    """Return the lines of a file without hashes and numbers of references."""
    content = path.read_bytes()
    try:
        text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode()
    except UnicodeDecodeError:
        return [f"not text, SHA-256 {hashlib.sha256(content).hexdigest()}"]
    if path.name == "compare.json":
        text = _compare_file(text)
    if path.suffix == ".html":
        text = _page(text)
    if path.suffix in BREAKS:
        text = BREAKS[path.suffix].sub("\n", text)
    return HASHED.sub(r"\1#", text).split("\n")


def _page(html: str) -> str:
    """Replace numbers by sources, and put the references in the order of their sources."""
    sources = {item[1]: _source(item[0]) for item in REFERENCE.finditer(html)}

    def in_order(listed: re.Match[str]) -> str:
        return listed[1] + "".join(sorted(re.split(r'(?=<li id="ref-)', listed[2])))

    return REFERENCES.sub(in_order, _with_sources(html, sources))


def _compare_file(text: str) -> str:
    """Do the same for a product's part of the comparison, whose list of sources is apart."""
    data = json.loads(text)
    sources = {str(number): _source(line) for number, line in enumerate(data["sources"], start=1)}

    def replaced(value: object) -> object:
        if isinstance(value, dict):
            return {key: replaced(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [replaced(inner) for inner in value]
        return _with_sources(value, sources) if isinstance(value, str) else value

    data["sources"].sort()
    return json.dumps(replaced(data), ensure_ascii=False, indent=1)


def _with_sources(html: str, sources: dict[str, str]) -> str:
    """Replace each number of a reference by its source; one that leads nowhere remains."""

    def named(found: re.Match[str]) -> str:
        return re.sub(r"\d+", lambda number: sources.get(number[0], number[0]), found[0])

    return NUMBERS.sub(named, html)


def _source(reference: str) -> str:
    """Return the id of the source in a reference, or its address, or all of the reference."""
    link = LINK.search(reference)
    return link[1] if link else reference


def files_of(site: Path) -> dict[str, Path]:
    """Return the files of a site by path without hash.

    Where names differ in their hash only, a number is added, in the order in which the other JSON
    files of the folder name them.
    """
    named: dict[str, list[Path]] = {}
    for file in sorted(path for path in site.rglob("*") if path.is_file()):
        named.setdefault(HASHED.sub(r"\1#", file.relative_to(site).as_posix()), []).append(file)
    files = {name: same[0] for name, same in named.items() if len(same) == 1}
    for name, same in named.items():
        if len(same) > 1:
            lists = b"".join(map(Path.read_bytes, sorted(same[0].parent.glob("*.json"))))
            same.sort(key=lambda file: lists.find(file.name.encode()))
            files |= {f"{name} ({number})": file for number, file in enumerate(same, start=1)}
    return files


def differences(before: Path, after: Path) -> Iterator[Difference]:
    """Yield the files of two sites that are missing, new or not the same."""
    olds, news = files_of(before), files_of(after)
    for path in sorted(olds.keys() | news.keys()):
        old, new = olds.get(path), news.get(path)
        if old and new and old.read_bytes() == new.read_bytes():
            continue
        difference = Difference(path, old and comparable(old), new and comparable(new))
        if difference.old != difference.new:
            yield difference


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
        items = yaml.safe_load(Path(file).read_text("utf-8"))
        return [Cause(i["cause"], i["files"], re.compile(i["pattern"], re.M)) for i in items]
    except (OSError, ValueError, KeyError, TypeError, yaml.YAMLError, re.error) as error:
        need = "write a list of {cause, files, pattern}, each a text"
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
    explained = dict.fromkeys(options.causes or [], 0)
    kinds = kinds_of_records(options.before, options.after)
    groups: dict[str, list[Difference]] = {}
    for found in differences(options.before, options.after):
        reasons = [{c for c in explained if c.explains(found.path, run)} for run in found.runs()]
        for cause in set().union(*reasons):
            explained[cause] += 1
        if not all(reasons):
            groups.setdefault(group_of(found.path, kinds), []).append(found)
    for name, group in sorted(groups.items()):
        print(f"\n{name}: {len(group)} {'without a cause' if options.causes else 'not the same'}")
        _print_group(group, len(group) if options.all else MOST_FILES)
    for cause, count in explained.items():
        print(f"{cause.name}: explains {count} files")
    count = sum(map(len, groups.values()))
    print(f"{count} files differ without a cause" if count else "No file differs without a cause")
    return 1 if count else 0


def _print_group(group: list[Difference], most: int) -> None:
    """Print the paths of a group, and how the smallest file that both sites have differs."""
    for difference in group[:most]:
        print(f"  {difference.state:8} {difference.path}")
    if len(group) > most:
        print(f"  and {len(group) - most} more; --all names them")
    both = [one for one in group if one.state == "differs"]
    if both:
        smallest = min(both, key=lambda one: sum(map(len, one.new or [])))
        print("\n".join(f"    {line}" for line in [smallest.path, *smallest.diff()]))


if __name__ == "__main__":
    sys.exit(main())
