"""From SVG to PNG: with the site's fonts only, in all colours or in sixteen."""

from __future__ import annotations

import hashlib
import re
import struct
import zlib
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate
from pathlib import Path

import resvg_py

FONTS = Path(__file__).resolve().parent / "fonts"

SIZE = (1200, 630)
"""Pixels of the image of a shared link, as the networks that show it ask for."""

COLOURS = 16
GREYS = tuple(f"#{level * 0x111111:06x}" for level in range(COLOURS))
"""The greys, from black to white, that stand for the colours of `in_sixteen`."""

_LEVEL = bytes((grey + 8) // 17 for grey in range(256))


@cache
def characters() -> frozenset[str]:
    """Return the characters that can be drawn; the fonts leave a hole for others."""
    return frozenset((FONTS / "characters.txt").read_text(encoding="utf-8"))


@cache
def version() -> str:
    """Return a hash of what makes a PNG of an SVG: program, library and fonts."""
    made_by = hashlib.sha256(Path(__file__).read_bytes() + resvg_py.__version__.encode())
    for font in _fonts():
        made_by.update(Path(font).read_bytes())
    return made_by.hexdigest()


def drawn(svg: str) -> bytes:
    """Return an SVG as PNG."""
    return resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True, font_files=_fonts())


def icon(file: Path, pixels: int) -> bytes:
    """Return the square SVG in a file as a PNG of so many pixels."""
    return resvg_py.svg_to_bytes(svg_path=str(file), width=pixels, height=pixels)


def in_sixteen(svg: str, colours: Sequence[str]) -> bytes:
    """Return an opaque SVG, drawn in `GREYS`, as a PNG in which each grey is one of 16 colours.

    A colour is written #a0b1c2. The file has half the size of one in all colours.
    """
    width, height, rows = _greys(drawn(svg))
    packed = b"".join(b"\0" + _packed(row.translate(_LEVEL)) for row in rows)
    return _SIGNATURE + b"".join(
        (
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 4, 3, 0, 0, 0)),
            _chunk(b"PLTE", b"".join(bytes.fromhex(colour[1:]) for colour in colours)),
            _chunk(b"IDAT", zlib.compress(packed, 8)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)


_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_DIFFERENCE = re.compile(rb"[^\0]")


@cache
def _fonts() -> list[str]:
    return [str(file) for file in sorted(FONTS.glob("*.ttf"))]


def _packed(levels: bytes) -> bytes:
    """Return levels from 0 to 15 as two in a byte."""
    high = int.from_bytes(levels[0::2], "big") << 4
    return (high | int.from_bytes(levels[1::2], "big")).to_bytes((len(levels) + 1) // 2, "big")


def _greys(png: bytes) -> tuple[int, int, list[bytes]]:
    """Return width, height and the rows of red values of a PNG as resvg writes it: 8-bit RGBA."""
    chunks = dict(_chunks(png))
    width, height, *form = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    assert form == [8, 6, 0, 0, 0]
    raw = zlib.decompress(chunks[b"IDAT"])
    size = 4 * width + 1
    rows, above = [], bytes(width)
    for start in range(0, height * size, size):
        above = _unfiltered(raw[start], raw[start + 1 : start + size : 4], above)
        rows.append(above)
    return width, height, rows


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the kind of each chunk with its content, that of all of the kind so far."""
    at, found = len(_SIGNATURE), dict[bytes, bytes]()
    while at < len(png):
        (length,), kind = struct.unpack(">I", png[at : at + 4]), png[at + 4 : at + 8]
        found[kind] = found.get(kind, b"") + png[at + 8 : at + 8 + length]
        yield kind, found[kind]
        at += length + 12


def _unfiltered(filter_: int, row: bytes, above: bytes) -> bytes:
    """Return what one channel of a row says (PNG, section 9); `above` is the row before it."""
    match filter_:
        case 0:
            return row
        case 1:
            return bytes([value & 255 for value in accumulate(row)])
        case 2:
            up = zip(row, above, strict=True)
            return bytes([(a + b) & 255 for a, b in up]) if any(row) else above
        case 3:
            made, left = bytearray(), 0
            for value, up in zip(row, above, strict=True):
                left = (value + (left + up >> 1)) & 255
                made.append(left)
            return bytes(made)
    return _without_paeth(row, above)


def _without_paeth(row: bytes, above: bytes) -> bytes:
    """Return the same for the filter that takes most of the time."""
    made = bytearray(above)
    at = left = corner = 0
    while at < len(row):
        if left == corner:  # the same as above, up to the next difference: nine of ten pixels
            found = _DIFFERENCE.search(row, at)
            if found is None:
                break
            if found.start() > at:
                at = found.start()
                left = corner = above[at - 1]
        up = above[at]
        by_left, by_up, by_corner = (
            abs(up - corner),
            abs(left - corner),
            abs(left + up - 2 * corner),
        )
        nearest = min(by_left, by_up, by_corner)
        near = left if nearest == by_left else up if nearest == by_up else corner
        made[at] = left = (row[at] + near) & 255
        corner = up
        at += 1
    return bytes(made)
