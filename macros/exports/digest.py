"""What is known of a file once it is written: its size and its hash."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import NamedTuple


class Digest(NamedTuple):
    """Bytes of a file, and its SHA-256 in hexadecimal."""

    size: int
    sha256: str

    @classmethod
    def of(cls, content: bytes) -> Digest:
        """Return the digest of a file's content."""
        return cls(len(content), hashlib.sha256(content).hexdigest())


Digests = Mapping[str, Digest]
"""Those of the files written so far, by path from the root of the site."""
