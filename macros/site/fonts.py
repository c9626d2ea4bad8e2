"""Make the site's fonts from Pretendard: small files by what pages need, and their style sheet.

Run by hand when a new release or many new syllables ask for it, never by a build; what it writes is
committed. It needs the packages for the tests, the file PretendardVariable.ttf of the package
`pretendard`, and a site built with `./atlas build`:

    python -m macros.site.fonts PretendardVariable.ttf site

Pretendard (Kil Hyung-jin, SIL Open Font License 1.1) reserves its name, so that what is made from
it here is called Atlas Sans. One family serves Hangul and Latin, weights 400 to 700 in one file.

The files: `latin` is on every page; `latin-ext` holds accents, Greek and symbols; `hangul-NN` hold
syllables, those first that most pages of the Korean site show, then the rest of Unicode's 11,172. A
browser loads the ones whose syllables are on the page. English pages have no Hangul file: a dozen
syllables of a name would cost more than the rest of the page; there the system's Hangul stands in.
`macros/site/fonts/` gets two plain files, regular and bold, for the images that a build draws, and
a list of the characters that they have.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from html import unescape
from pathlib import Path

NAME = "Atlas Sans"
FONTS = Path(__file__).resolve().parent / "theme" / "assets" / "fonts"
FOR_IMAGES = Path(__file__).resolve().parent / "fonts"
STYLES = Path(__file__).resolve().parent / "styles"

WEIGHTS = (400, 700)
FEATURES = ["kern", "calt", "ccmp", "locl", "mark", "mkmk", "tnum"]

LATIN = [*range(0x20, 0x7F), 0xA0, 0xA7, 0xA9, 0xAE, 0xB0, 0xB1, 0xB7, 0xD7, 0xE9]
LATIN += [0x3B1, 0x3B2, 0x3B3, 0x3B6, 0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2026]
LATIN += [0xB2, 0xB5, 0xE4, 0xED, 0xEF, 0xF6, 0xFC, 0x2010, 0x2025, 0x2027]
LATIN += [0x2191, 0x2192, 0x2193, 0x2197, 0x2212, 0x2264, 0x2265]
MORE = [*range(0xA0, 0x180), *range(0x370, 0x400), *range(0x2000, 0x2070), *range(0x2190, 0x219A)]
MORE += [0x20A9, 0x20AC, 0x2122, 0x221E, 0x2248, 0x2260, 0x25CB, 0x25CF, 0x321C]
MORE += [*range(0x2460, 0x2474), *range(0x3000, 0x3020), *range(0x3131, 0x3164)]
SYLLABLES = range(0xAC00, 0xD7A4)

FIRST, SMALL, COMMON, LARGE = 800, 120, 2_400, 800
"""Syllables in the first file, in a file among the common ones, how many those are, in one of the
rest. The first has nearly all that a page shows: in one file, since a page whose files arrive one
by one would show some syllables of a word in one face and some in another."""


def main(arguments: list[str]) -> int:
    """Write the fonts and their style sheet; return the exit code."""
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    source, site = map(Path, arguments)
    font = _between_weights(source)
    FONTS.mkdir(parents=True, exist_ok=True)
    for old in FONTS.glob("*.woff2"):
        old.unlink()
    faces: dict[str, list[str]] = {"latin": [], "hangul": []}
    for name, characters in _files(site):
        kept = _write(font, FONTS / f"{name}.woff2", characters)
        faces[name.partition("-")[0]].append(_face(name, kept))
    for script, written in faces.items():
        style = "".join(["/* Fonts: written by macros/site/fonts.py. */\n\n", *written])
        (STYLES / f"fonts-{script}.css").write_text(style, "utf-8")
    _write_for_images(font, site)
    return 0


def _files(site: Path) -> Iterator[tuple[str, list[int]]]:
    yield "latin", LATIN
    yield "latin-ext", sorted(set(MORE) - set(LATIN))
    order = _by_use(site)
    common, rest = order[:COMMON], order[COMMON:]
    parts = [common[:FIRST]]
    parts += [common[i : i + SMALL] for i in range(FIRST, len(common), SMALL)]
    parts += [rest[i : i + LARGE] for i in range(0, len(rest), LARGE)]
    for number, part in enumerate(parts, 1):
        yield f"hangul-{number:02}", sorted(part)


def _by_use(site: Path) -> list[int]:
    """Return all syllables, those on most pages of the Korean site first."""
    pages: Counter[int] = Counter()
    for page in (site / "ko").rglob("*.html"):
        shown = re.sub(r"<script.*?</script>|<[^>]+>", "", page.read_text("utf-8"), flags=re.S)
        pages.update({c for c in map(ord, unescape(shown)) if c in SYLLABLES})

    def rank(syllable: int) -> tuple[int, bool, int]:
        return (-pages[syllable], not _is_in_ks(syllable), syllable)

    return sorted(SYLLABLES, key=rank)


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
        said = record.toUnicode()
        if record.nameID in (1, 3, 4, 6, 16, 25) and "Pretendard" in said:
            record.string = said.replace("Pretendard Variable", NAME).replace("Pretendard", NAME)
    narrowed.parent.mkdir(exist_ok=True)
    font.save(narrowed)
    return narrowed


def _write(font: Path, file: Path, characters: Iterable[int]) -> list[int]:
    """Write a part of the font; return the characters that it has."""
    from fontTools import subset

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
    subset.save_font(part, str(file), options)
    return sorted(part.getBestCmap() or {})


def _write_for_images(font: Path, site: Path) -> None:
    from fontTools import subset
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    FOR_IMAGES.mkdir(exist_ok=True)
    characters = sorted({*LATIN, *MORE, *_by_use(site)[:COMMON]})
    for weight in WEIGHTS:
        one = instancer.instantiateVariableFont(
            TTFont(font), {"wght": weight}, updateFontNames=False
        )
        one["OS/2"].usWeightClass = weight
        subsetter = subset.Subsetter(subset.Options(hinting=False, layout_features=FEATURES))
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
