"""Seeded storms: whatever becomes of a file, a problem at a line or the same facts; never a crash.

`python -m tests.test_storms 10000` does the same with more by hand.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from pathlib import Path
from random import Random

from macros.store.editing.fixing import Known, fix
from macros.store.loading import Loader
from macros.store.reading import parse
from macros.store.tree import DataFile, read_tree
from tests.conftest import copy_small

PIECES = (
    *(b"\xff", b"\x00", b"\x1b[31m", b"\xc2", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\xee\x80\x80"),
    *(b"\t", b"\r", b"\n", b"\r\n", b"\xe2\x80\xa8", b"\xc2\xa0", b" ", b": ", b"- ", b"#", b" #"),
    *(
        b"'",
        b'"',
        b"[",
        b"]",
        b"{",
        b"}",
        b"&a ",
        b"*a",
        b"!!set ",
        b"%",
        b"@",
        b"`",
        b"? ",
        b"|\n",
    ),
    *(b">-\n", b"---\n", b"...\n", b"<<: *a\n", b"[[", b"]]", b"[@", b"value: ", b"sources: []\n"),
    *(
        "가".encode(),
        "：".encode(),
        "“".encode(),
        b"1e999",
        b"\\",
        b"\\u0000",
        b"~",
        b"=",
        b"<<<<<<<",
    ),
)


def mutated(raw: bytes, others: list[bytes], chance: Random) -> bytes:
    """Return a file after one to four accidents."""
    made = bytearray(raw)
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        at = chance.randrange(len(made) + 1)
        to = min(len(made), at + chance.choice((1, 2, 8, 40, 400)))
        match chance.randrange(7):
            case 0 if at < len(made):
                made[at] ^= 1 << chance.randrange(8)
            case 1:
                del made[at:to]
            case 2:
                made[at:at] = chance.choice(PIECES)
            case 3:
                made[at:to] = chance.choice(PIECES)
            case 4:
                made[at:at] = made[at:to]
            case 5:
                other = chance.choice(others)
                start = chance.randrange(len(other))
                made[at:at] = other[start : start + 60]
            case 6:
                del made[at:]
    return bytes(made)


def storm(folder: Path, seed: int, number: int) -> Counter[str]:
    """Try accidents on the small data; return how each ended."""
    data = copy_small(folder)
    loader = Loader(data)
    atlas, problems = loader.read()
    assert problems == []
    files, known = (
        read_tree(data, ["companies", "products", "trials", "claims", "sources"])[0],
        Known.of(atlas),
    )
    raws, chance, ends = [file.raw for file in files], Random(seed), Counter()
    for at in range(number):
        file = chance.choice(files)
        raw = mutated(file.raw, raws, chance)
        changed = DataFile(file.path, file.kind, file.id, raw)
        whole = at % 50 == 0
        every = [changed if each is file else each for each in files] if whole else [changed]
        _, found = loader.read_files(every, whole=whole)
        lines = raw.count(b"\n") + raw.count(b"\r") + raw.count(b"\xe2\x80\xa8") + 2
        for problem in found:
            if problem.path == file.path:
                assert 1 <= problem.line <= lines and problem.column >= 1, (seed, at, problem)
                assert str(problem).isprintable(), (seed, at)
        result = fix(file.kind, raw, known)
        if not result.refused and result.differs(raw):
            before, after = parse(raw), parse(result.text.encode())
            assert before.flaws or not after.flaws, (seed, at)
            again = fix(file.kind, result.text.encode(), known)
            assert again.refused or not again.differs(result.text.encode()), (seed, at)
        ends["refused" if found else "taken"] += 1
        ends["not fixed" if result.refused else "fixed"] += 1
    return ends


def test_whatever_becomes_of_a_file_is_said_at_a_line(tmp_path: Path) -> None:
    ends = storm(tmp_path, 14, 300)
    assert ends["refused"] > 100 and ends["taken"] > 10 and ends["fixed"] > 20


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        print(storm(Path(place), int(sys.argv[2]) if sys.argv[2:] else 1, int(sys.argv[1])))
