"""The newest copy of an address in the Wayback Machine, where there is one."""

from __future__ import annotations

from macros.model.urls import Url
from macros.outside.http import Client
from macros.outside.shape import at, clean, value_in


def archived_copy(client: Client, url: str, base: str) -> str | None:
    """Return the address of an archived copy, or None. Raises FetchError."""
    answer = client.json(f"{base.rstrip('/')}/wayback/available", {"url": url})
    copy = at(answer, "archived_snapshots", "closest")
    if at(copy, "available") is not True or clean(at(copy, "status")) not in ("", "200"):
        return None
    address = clean(at(copy, "url")).replace("http://web.archive.org/", "https://web.archive.org/")
    return value_in(Url, address)
