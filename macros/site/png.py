"""From SVG to PNG: with the site's fonts only, in all colours or in a few."""

from __future__ import annotations

import hashlib
from functools import cache
from io import BytesIO
from pathlib import Path

import PIL
import resvg_py
from PIL import Image

FONTS = Path(__file__).resolve().parent / "fonts"

SIZE = (1200, 630)
"""Pixels of the image of a shared link, as the networks that show it ask for."""

COLOURS = 17
"""Colours of a small file. With 16 or less Pillow filters the rows, and the file gets larger."""


@cache
def characters() -> frozenset[str]:
    """Return the characters that can be drawn; the fonts leave a hole for others."""
    return frozenset((FONTS / "characters.txt").read_text(encoding="utf-8"))


@cache
def version() -> str:
    """Return a hash of what makes a PNG of an SVG: program, libraries and fonts."""
    libraries = f"{resvg_py.__version__} {PIL.__version__}"
    made_by = hashlib.sha256(Path(__file__).read_bytes() + libraries.encode())
    for font in _fonts():
        made_by.update(Path(font).read_bytes())
    return made_by.hexdigest()


def drawn(svg: str) -> bytes:
    """Return an SVG as PNG."""
    return resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True, font_files=_fonts())


def icon(file: Path, pixels: int) -> bytes:
    """Return the square SVG in a file as a PNG of so many pixels."""
    return resvg_py.svg_to_bytes(svg_path=str(file), width=pixels, height=pixels)


def in_few_colours(svg: str) -> bytes:
    """Return an opaque SVG as PNG in `COLOURS`, half the size of one in all colours.

    The colours of areas stay what they are, those of the edges of letters nearly so.
    """
    image = Image.open(BytesIO(drawn(svg))).convert("RGB")
    # One pixel of 25 has all colours that matter, and is looked at in a tenth of the time.
    part = image.resize((image.width // 5, image.height // 5), Image.Resampling.NEAREST)
    image = image.quantize(palette=part.quantize(COLOURS), dither=Image.Dither.NONE)
    file = BytesIO()
    image.save(file, "PNG", compress_level=8)
    return file.getvalue()


@cache
def _fonts() -> list[str]:
    return [str(file) for file in sorted(FONTS.glob("*.ttf"))]
