"""What the program keeps for its next run, with proof that this clone wrote it, every byte of it.

A kept file may have come with a commit, from another user of the machine or off a failing disk. So
it begins with a digest that only this clone can make: its key, made at random, lies in git's own
folder, into which no commit reaches. Where there is no such folder, nothing is taken.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
from collections.abc import Iterable
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CACHE = ".cache"
KEY = "atlas-key"
_LENGTH = 32


def taken(file: Path) -> bytes | None:
    """Return what `keep` put into a file, None where there is none, or another than it wrote."""
    try:
        proof, content = file.read_bytes().split(b"\n", 1)
    except (OSError, ValueError):
        return None
    return content if key() and secrets.compare_digest(proof, _proof(file, content)) else None


def keep(file: Path, *pieces: bytes) -> None:
    """Write pieces as one whole file, or leave it; what cannot be written only costs time."""
    if not key() or _leads_away(file.parent):
        return
    part = file.with_name(f"{file.name}.{os.getpid()}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as written:
            written.writelines((_proof(file, *pieces), b"\n", *pieces))
        part.replace(file)
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def sealed(file: Path, content: bytes) -> bytes:
    """Return the content of a file, so that `taken` returns what is said."""
    return _proof(file, content) + b"\n" + content


def sweep(folder: Path, names: Iterable[str]) -> None:
    """Delete the files of a folder of kept things but those with these names."""
    names = set(names)
    if folder.is_dir() and not _leads_away(folder):
        for file in folder.iterdir():
            if file.name not in names:
                with contextlib.suppress(OSError):
                    file.unlink()


@cache
def _leads_away(folder: Path) -> bool:
    """Return whether a link leads out of the folder of kept things: a commit may bring one."""
    places = [folder, *folder.parents]
    names = [place.name for place in places]
    ours = places[: names.index(CACHE) + 1] if CACHE in names else places[:1]
    return any(map(Path.is_symlink, ours))


def _proof(file: Path, *pieces: bytes) -> bytes:
    # The name too: what is kept of one page is none of another.
    hasher = hashlib.blake2b(key=key(), digest_size=16)
    hasher.update(file.name.encode(errors="surrogateescape"))
    hasher.update(b"\n")
    for piece in pieces:
        hasher.update(piece)
    return hasher.hexdigest().encode()


@cache
def key() -> bytes:
    """Return the key of this clone, made when it is first asked for; b"" where it has no place."""
    try:
        place = _folder_of_git() / KEY
        if not place.exists():
            part = place.with_name(f"{KEY}.{os.getpid()}")
            part.touch(mode=0o600)
            part.write_bytes(secrets.token_bytes(_LENGTH))
            part.replace(place)
        secret = place.read_bytes()
    except (OSError, UnicodeDecodeError):
        return b""
    return secret if len(secret) == _LENGTH else b""


def _folder_of_git() -> Path:
    """Return the folder in which git keeps what it knows of this clone."""
    place = ROOT / ".git"
    if place.is_file():  # a further working tree, whose folder is in that of the first
        gitdir = place.read_text(encoding="utf-8").removeprefix("gitdir:").strip()
        place = ROOT / gitdir
    if not (place / "HEAD").is_file():
        raise FileNotFoundError(place)
    return place
