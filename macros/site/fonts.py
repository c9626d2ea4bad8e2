"""Make the site's fonts from Pretendard: two small files for pages, two for images.

Run by hand when a new release or new characters ask for it, never by a build; what it writes is
committed. It needs the packages for the tests and the file PretendardVariable.ttf of the package
`pretendard`:

    python -m macros.site.fonts PretendardVariable.ttf

Pretendard (Kil Hyung-jin, SIL Open Font License 1.1) reserves its name, so that what is made from
it here is called Atlas Sans, weights 400 to 700 in one file.

The files: `latin` is on every page and has what the program writes; `latin-ext` has further
accents, Greek and symbols. Hangul is the system's, on Korean pages too: every device of somebody
who reads Korean has a good face, and Atlas Sans has 100 kB of syllables for an ordinary page, twice
the page itself. `macros/site/fonts/` gets two plain files, regular and bold, for the images that a
build draws, which need Hangul, and a list of the characters that they have.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

NAME = "Atlas Sans"
FONTS = Path(__file__).resolve().parent / "theme" / "assets" / "fonts"
FOR_IMAGES = Path(__file__).resolve().parent / "fonts"
STYLES = Path(__file__).resolve().parent / "styles"

WEIGHTS = (400, 700)
UNITS = 512
"""To an em, a quarter of Pretendard's; in text of 16 pixels one is 0.03 pixels. This, one kerning
for all weights and `_leave_out_between` make the file of every page 12 kB instead of 16."""

FEATURES = ["kern", "tnum"]
"""Alternates by context (calt) weigh a fifth of the font, and make an arrow of "->" in a code."""

LATIN = [*range(0x20, 0x7F), 0xA0, 0xA7, 0xA9, 0xAE, 0xB0, 0xB1, 0xB7, 0xD7, 0xE9]
LATIN += [0x3B1, 0x3B2, 0x3B3, 0x3B6, 0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2026]
LATIN += [0xB2, 0xB5, 0xE4, 0xED, 0xEF, 0xF6, 0xFC, 0x2010, 0x2025, 0x2027]
LATIN += [0xE3, 0xE7, 0xF4, 0xF8, 0x203A, 0x2075, 0x207B, 0x2261]
LATIN += [0x2191, 0x2192, 0x2193, 0x2197, 0x2212, 0x2264, 0x2265]
MORE = [*range(0xA0, 0x180), *range(0x370, 0x400), *range(0x2000, 0x2070), *range(0x2190, 0x219A)]
MORE += [0x20A9, 0x20AC, 0x2122, 0x221E, 0x2248, 0x2260, 0x25CB, 0x25CF]
FILES = {"latin": LATIN, "latin-ext": sorted(set(MORE) - set(LATIN))}
SYLLABLES = range(0xAC00, 0xD7A4)
KOREAN_SIGNS = [*range(0x2460, 0x2474), *range(0x3000, 0x3020), *range(0x3131, 0x3164), 0x321C]
"""What Korean texts have besides syllables, such as 「」 and ㈜."""


def main(arguments: list[str]) -> int:
    """Write the fonts and their style sheet; return the exit code."""
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    font = _between_weights(Path(arguments[0]))
    FONTS.mkdir(parents=True, exist_ok=True)
    for old in FONTS.glob("*.woff2"):
        old.unlink()
    written = []
    for name, characters in FILES.items():
        covered = _write(font, FONTS / f"{name}.woff2", characters)
        written.append(_face(name, covered))
    style = "".join(["/* Fonts: written by macros/site/fonts.py. */\n\n", *written])
    (STYLES / "fonts.css").write_text(style, "utf-8")
    _write_for_images(font)
    return 0


def _is_in_ks(syllable: int) -> bool:
    """Return whether a syllable is one of the 2,350 of KS X 1001, which everyday text uses."""
    try:
        return len(chr(syllable).encode("euc-kr")) == 2  # the codec spells out the others
    except UnicodeEncodeError:
        return False


def _between_weights(source: Path) -> Path:
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    narrowed = Path(".cache") / "atlas-sans.ttf"
    font = instancer.instantiateVariableFont(TTFont(source), {"wght": WEIGHTS})
    for record in font["name"].names:
        text = record.toUnicode()
        if record.nameID in (1, 3, 4, 6, 16, 25) and "Pretendard" in text:
            record.string = text.replace("Pretendard Variable", NAME).replace("Pretendard", NAME)
    narrowed.parent.mkdir(exist_ok=True)
    font.save(narrowed)
    return narrowed


def _write(font: Path, file: Path, characters: Iterable[int]) -> list[int]:
    """Write a part of the font; return those of the characters that it has.

    The subsetter keeps mirrored signs together: the part that has "‹" has "›" too.
    """
    from fontTools import subset
    from fontTools.ttLib.scaleUpem import scale_upem

    options = subset.Options(
        flavor="woff2",
        hinting=False,
        layout_features=FEATURES,
        name_IDs=[0, 1, 2, 3, 4, 6, 13, 14],
    )
    part = subset.load_font(str(font), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(part)
    _kern_alike(part)
    scale_upem(part, UNITS)
    _leave_out_between(part)
    subset.save_font(part, str(file), options)
    return sorted(set(part.getBestCmap() or {}).intersection(characters))


def _kern_alike(part: TTFont) -> None:
    """Give all weights the kerning of the regular one."""
    for lookup in part["GPOS"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            pairs = getattr(table, "ExtSubTable", table)
            if pairs.Format == 1:
                values = [pair.Value1 for first in pairs.PairSet for pair in first.PairValueRecord]
            else:
                values = [two.Value1 for one in pairs.Class1Record for two in one.Class2Record]
            for value in values:
                vars(value).pop("XAdvDevice", None)
            pairs.ValueFormat1 &= ~0x40  # the bit of XAdvDevice
    part["GDEF"].table.VarStore = None


def _leave_out_between(part: TTFont) -> None:
    """Leave out what bold moves to within a unit of where the points beside it would take it."""
    from fontTools.varLib.iup import iup_delta

    glyphs: Any = part["glyf"]
    metrics = part["hmtx"].metrics
    for name, variations in part["gvar"].variations.items():
        at, outline = glyphs._getCoordinatesAndControls(name, metrics)
        composite = glyphs[name].isComposite()
        for one in variations:
            if not composite:
                moved = iup_delta(one.coordinates, at, outline.endPts)
                one.coordinates = [(round(x), round(y)) for x, y in moved]
            one.optimize(at, outline.endPts, tolerance=1, isComposite=composite)


def _write_for_images(font: Path) -> None:
    from fontTools import subset
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    FOR_IMAGES.mkdir(exist_ok=True)
    characters = sorted({*LATIN, *MORE, *KOREAN_SIGNS, *filter(_is_in_ks, SYLLABLES)})
    for weight in WEIGHTS:
        one = instancer.instantiateVariableFont(
            TTFont(font), {"wght": weight}, updateFontNames=False
        )
        one["OS/2"].usWeightClass = weight
        features = [*FEATURES, "calt", "ccmp", "locl", "mark", "mkmk"]
        subsetter = subset.Subsetter(subset.Options(hinting=False, layout_features=features))
        subsetter.populate(unicodes=characters)
        subsetter.subset(one)
        one.save(FOR_IMAGES / f"atlas-sans-{weight}.ttf")
        shown = "".join(map(chr, sorted(one.getBestCmap() or {})))
        (FOR_IMAGES / "characters.txt").write_text(f"{shown}\n", "utf-8")  # both have the same


def _face(name: str, characters: list[int]) -> str:
    return (
        "@font-face {\n"
        f'  font-family: "{NAME}";\n'
        f"  font-weight: {WEIGHTS[0]} {WEIGHTS[1]};\n"
        "  font-display: optional;\n"
        f'  src: url("fonts/{name}.woff2") format("woff2");\n'
        f"  unicode-range: {_ranges(characters)};\n"
        "}\n"
    )


def _ranges(characters: list[int]) -> str:
    """Return characters as CSS writes them: U+AC00-AC04,U+AC10."""
    runs: list[list[int]] = []
    for character in characters:
        if runs and runs[-1][1] == character - 1:
            runs[-1][1] = character
        else:
            runs.append([character, character])
    return ",".join(f"U+{a:X}" if a == b else f"U+{a:X}-{b:X}" for a, b in runs)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
