"""What the pages of earlier deployments load: a browser may keep a page longer than the site does.

Names of styles, scripts and lists follow their content, so that those of several deployments can
be side by side. They are kept, sealed, in a folder for each of the last deployments.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from macros.store import sealed

MOST = 3
"""So many deployments before this one are kept."""

HASHED = re.compile(r".*-[0-9a-f]{10}\.(?:css|js|json)")
"""The names that `page/files.py` makes."""


def add_earlier(site: Path, earlier: Path) -> None:
    """Add to a built site the files of the last deployments, and keep its own for the next ones."""
    own = [path for path in site.rglob("*") if HASHED.fullmatch(path.name)]
    numbers = sorted(int(one.name) for one in earlier.glob("*") if one.name.isdecimal())
    for number in numbers[-MOST:]:
        folder = earlier / str(number)
        for file in folder.rglob("*"):
            place = site / file.relative_to(folder)
            if place.exists() or (content := sealed.taken(file)) is None:
                continue
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
    newest = earlier / str(max(numbers, default=0) + 1)
    for path in own:
        sealed.keep(newest / path.relative_to(site), path.read_bytes())
    for number in numbers[: 1 - MOST]:
        shutil.rmtree(earlier / str(number), ignore_errors=True)
