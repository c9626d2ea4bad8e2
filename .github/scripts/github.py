"""The little of GitHub's interface that the automation needs, in plain standard Python.

Whatever comes back may hold a stranger's words: callers treat texts as texts.
"""

from __future__ import annotations

import json
import os
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode, urlsplit

TIMEOUT = 30  # seconds
PAGES = 10  # of 100 entries; more is not ours to read


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Redirects are followed by hand: the token belongs to GitHub's own host only."""

    def redirect_request(self, *_args: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(_NoRedirect)


class GitHub:
    """One repository, asked with one token."""

    def __init__(self, root: str, repository: str, token: str):
        self._base = f"{root}/repos/{repository}"
        self._token = token

    @classmethod
    def here(cls) -> GitHub:
        """Return the repository in which the running workflow is."""
        names = ("GITHUB_API_URL", "GITHUB_REPOSITORY", "GH_TOKEN")
        return cls(*(os.environ[name] for name in names))

    def get(self, path: str, **query: str | int) -> Any:
        """Return what the interface answers, as JSON."""
        return self._ask("GET", f"{path}?{urlencode(query)}" if query else path)

    def send(self, method: str, path: str, content: dict[str, Any]) -> Any:
        """Create (POST) or change (PATCH) something; return what it is now."""
        return self._ask(method, path, json.dumps(content).encode())

    def each(self, path: str, **query: str | int) -> Iterator[Any]:
        """Yield the entries of a list, page after page."""
        for page in range(1, PAGES + 1):
            found = self.get(path, **query, per_page=100, page=page)
            yield from found
            if len(found) < 100:
                return

    def download(self, path: str, limit: int) -> bytes:
        """Return a file to which GitHub sends on; ValueError with more than `limit` bytes."""
        try:
            with self._open("GET", path) as answer:
                return _read(answer, limit)
        except urllib.error.HTTPError as error:
            if error.code not in (301, 302, 303, 307, 308):
                raise
            there = error.headers["Location"]
        if urlsplit(there).scheme not in ("https", urlsplit(self._base).scheme):
            raise ValueError("the file is not kept safely")
        with urllib.request.urlopen(there, timeout=TIMEOUT) as answer:  # without the token
            return _read(answer, limit)

    def _ask(self, method: str, path: str, content: bytes | None = None) -> Any:
        with self._open(method, path, content) as answer:
            return json.load(answer)

    def _open(self, method: str, path: str, content: bytes | None = None) -> Any:
        request = urllib.request.Request(f"{self._base}{path}", content, method=method)
        request.add_header("Accept", "application/vnd.github+json")
        request.add_unredirected_header("Authorization", f"Bearer {self._token}")
        return _OPENER.open(request, timeout=TIMEOUT)


def _read(answer: Any, limit: int) -> bytes:
    raw = answer.read(limit + 1)
    if len(raw) > limit:
        raise ValueError(f"the file has more than {limit:,} bytes")
    return raw


def fenced(text: str, limit: int) -> str:
    """Return a stranger's text as a block of code: nothing in it is read as Markdown or HTML.

    No control characters, nobody is mentioned, at most `limit` characters.
    """
    shown = "".join(char for char in text if char == "\n" or char.isprintable())
    if len(shown) > limit:
        shown = f"{shown[:limit].rpartition(chr(10))[0]}\n… and more"
    fence = fence_around(shown)
    return f"{fence}text\n{shown.strip(chr(10))}\n{fence}"


def fence_around(text: str) -> str:
    """Return the fence of a block of code that nothing in the text can close."""
    return "`" * max(3, *(len(run) + 1 for run in re.findall("`+", text)), 3)
