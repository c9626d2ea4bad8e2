"""The newest copy of an address in the Wayback Machine, where there is one."""

from __future__ import annotations

from macros.model.values import Bad, Url
from macros.outside.http import Client
from macros.outside.shape import at, clean

BASE = "https://archive.org"


def archived_copy(client: Client, url: str, base: str = BASE) -> str | None:
    """Return the address of an archived copy, or None. Raises FetchError."""
    answer = client.json(f"{base.rstrip('/')}/wayback/available", {"url": url})
    copy = at(answer, "archived_snapshots", "closest")
    if at(copy, "available") is not True or clean(at(copy, "status")) not in ("", "200"):
        return None
    address = clean(at(copy, "url")).replace("http://web.archive.org/", "https://web.archive.org/")
    try:
        return str(Url.read(address))
    except Bad:
        return None
