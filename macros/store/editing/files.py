"""Writing files so that either all of them change or none does."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path


def replace_files(texts: Mapping[Path, str | None]) -> None:
    """Give each file its new text; None takes the file away.

    Everything is written beside its place first and then moved there. Raises OSError where that
    fails; then every file is again as it was.
    """
    before = {path: path.read_bytes() if path.exists() else None for path in texts}
    ready: dict[Path, Path | None] = {}
    done: list[Path] = []
    try:
        for path, text in texts.items():
            ready[path] = None if text is None else _beside(path, text.encode())
        for path, part in ready.items():
            _put(part, path)
            done.append(path)
    except OSError:
        for path in reversed(done):
            old = before[path]
            _put(None if old is None else _beside(path, old), path)
        for part in filter(None, ready.values()):
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
        raise


def _put(part: Path | None, path: Path) -> None:
    """Move a file to its place, or take away what is there."""
    if part is None:
        path.unlink(missing_ok=True)
    else:
        part.replace(path)


def _beside(path: Path, content: bytes) -> Path:
    """Write content to a new file in the same folder, with the rights of the file it is for."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".atlas-", suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        part.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
    except OSError:
        part.unlink(missing_ok=True)
        raise
    return part
