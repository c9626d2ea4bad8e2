"""All editions of the site, built by one process: the data are read, checked and linked once.

    python -m macros.site.editions CONFIG SITE CONFIG SITE …

Each edition is built as `mkdocs build --strict` does it, with its configuration, into its folder.
"""

from __future__ import annotations

import gc
import logging
import os
import runpy
import sys
from collections.abc import Sequence

from macros.site.writing import KEEP_OLD, delete_stale, scan

LOG = logging.getLogger("mkdocs")


def main(arguments: Sequence[str]) -> int:
    """Build one edition after the other; return the exit code of the first that fails, or 0.

    Files of an earlier build that are the same stay as they are; see `writing.py`.
    """
    os.environ[KEEP_OLD] = "1"
    before = {}
    for site in filter(os.path.isdir, arguments[1::2]):
        before |= scan(site)
    for config, site in zip(arguments[::2], arguments[1::2], strict=True):
        if code := _mkdocs(["build", "--strict", "--config-file", config, "--site-dir", site]):
            return code
        gc.collect()  # no build collects: all that one made would be there with the next
    delete_stale(before)
    return 0


def _mkdocs(words: list[str]) -> int:
    sys.argv[1:] = words
    try:
        runpy.run_module("mkdocs", run_name="__main__")
    except SystemExit as ended:
        return int(ended.code or 0)
    finally:
        LOG.handlers.clear()  # or what the next run says would be printed twice
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
