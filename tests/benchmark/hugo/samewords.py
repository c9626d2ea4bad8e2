"""How far the pages of two built sites have the same words.

    python -m tests.benchmark.hugo.samewords OURS THEIRS [NUMBER]

prints the share, and the words that only one of the sites has on the NUMBER least alike pages.
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from macros.model.computed import COMPUTED
from macros.model.languages import ENGLISH
from macros.model.record import Record
from tests.benchmark.measure import words_in

SAMPLE = 500
"""Of more pages than this a sample is compared, the same one each time."""


_COLUMNS = "|".join(c.label.in_("en") for c in COMPUTED.values() if Record not in c.models)
_OURS_ALONE = re.compile(
    r'<section class="record-section record-section--taking-part">.*?</section>'
    r'|<li><a href="#taking-part">[^<]*</a></li>'
    r'|<details class="picture-table"><summary>[^<]*</summary><pre data-copy>.*?</pre></details>'
    r'|<div class="record-evidence">.*?</div>|<button class="share[ "].*?</button>'
    r'|<p class="record-basis">.*?</p>|(?:\xa0|&nbsp;)?<span class="tag tag--basis".*?</span>'
    rf'|<th scope="col">(?:{_COLUMNS})</th>|<td data-label="(?:{_COLUMNS})">.*?</td>'
    r'|<nav class="pager".*?</nav>',
    re.DOTALL,
)
"""What the peer leaves out: what is computed, of where trials recruit and what decisions rest on;
a picture for other sites; the way to further pages, for it has long lists whole."""

_FURTHER_ROWS = re.compile(r"<tbody>.*?</tbody>|</p><ul>.*?</ul>", re.DOTALL)
"""What of a further page of a long list the peer has on the page of the record."""


def shares(ours: Path, theirs: Path, pages: Iterable[str]) -> dict[str, float]:
    """Return of each page what share of its words both sites have: 1 is all, in any order.

    A page that only one site has counts as 0.
    """
    pages = sorted(pages)
    if len(pages) > SAMPLE:
        pages = random.Random(1).sample(pages, SAMPLE)
    return {page: _share(ours / page, theirs / page) for page in pages}


def share(ours: Path, theirs: Path, pages: Iterable[str]) -> float:
    """Return the mean share of the pages."""
    found = shares(ours, theirs, pages)
    return sum(found.values()) / len(found)


def least_alike(ours: Path, theirs: Path, found: dict[str, float], number: int) -> str:
    """Return the pages with the smallest shares, and the words that only one of the sites has."""
    lines = []
    for page in sorted(found, key=found.__getitem__)[:number]:
        lines.append(f"{found[page]:.4f} {page}")
        if found[page]:
            one, other = (_words(site / page) for site in (ours, theirs))
            lines.append(f"  only ours:   {' '.join((one - other).elements())[:500]}")
            lines.append(f"  only theirs: {' '.join((other - one).elements())[:500]}")
    return "\n".join(lines)


def _share(ours: Path, theirs: Path) -> float:
    if not (ours.exists() and theirs.exists()):
        return 0.0
    one, other = _words(ours), _words(theirs)
    return 2 * (one & other).total() / max(one.total() + other.total(), 1)


def _words(page: Path) -> Counter[str]:
    """Return the words of a record's page, and of the further pages of its lists."""
    said = Counter(_said(page.read_text(encoding="utf-8")))
    for further in page.parent.glob("*/*/index.html"):
        html = _OURS_ALONE.sub("", further.read_text(encoding="utf-8"))
        said.update(_said("".join(_FURTHER_ROWS.findall(html))))
    return said


def _said(html: str) -> list[str]:
    return words_in(ENGLISH.in_words(_OURS_ALONE.sub("", html)).casefold())


def main() -> None:
    """Print the share and the least alike pages."""
    ours, theirs = Path(sys.argv[1]), Path(sys.argv[2])
    pages = (page.relative_to(ours).as_posix() for page in ours.glob("*/*/index.html"))
    found = shares(ours, theirs, pages)
    print(f"{sum(found.values()) / len(found):.4f} of the words on {len(found)} pages")
    print(least_alike(ours, theirs, found, int((*sys.argv, "5")[3])))


if __name__ == "__main__":
    main()
