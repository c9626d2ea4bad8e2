"""Fast path, plain path, ProperDocs: the same bytes; the same input gives the same bytes again."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.sites import CONFIGS, build, built


def files(site: Path) -> dict[str, bytes]:
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in sorted(site.rglob("*"))
        if path.is_file()
    }


def same(one: dict[str, bytes], other: dict[str, bytes]) -> None:
    assert one.keys() == other.keys()
    differing = [name for name in one if one[name] != other[name]]
    assert differing == []


@pytest.fixture(scope="module")
def fast(small_data: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    out = tmp_path_factory.mktemp("fast")
    return files(built(out, data=small_data))


def test_the_plain_path_gives_the_same_bytes(fast, small_data: Path, tmp_path: Path) -> None:
    same(fast, files(built(tmp_path / "out", data=small_data, ATLAS_PLAIN="true")))


def test_the_plain_path_gives_the_same_bytes_for_hostile_records(
    hostile_data: Path, hostile_site: Path, tmp_path: Path
) -> None:
    docs = hostile_data.parent / "docs"
    for language in CONFIGS:  # the Korean edition puts its fonts beside those of the English one
        folder = tmp_path / "out" / ("" if language == "en" else language)
        built(folder, data=hostile_data, docs=docs, language=language, ATLAS_PLAIN="true")
    same(files(hostile_site), files(tmp_path / "out"))


def test_building_again_gives_the_same_bytes(fast, small_data: Path, tmp_path: Path) -> None:
    """Neither clock, hash seed, locale, time zone nor the order of a folder leaves a trace."""
    moved = tmp_path / "elsewhere" / "data"
    for source in sorted(small_data.rglob("*.yml"), reverse=True):
        target = moved / source.relative_to(small_data)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)
    again = built(
        tmp_path / "out",
        data=moved,
        PYTHONHASHSEED="4711",
        LC_ALL="C.UTF-8",
        TZ="Asia/Seoul",
        SOURCE_DATE_EPOCH="0",
    )
    same(fast, files(again))


def test_the_parts_of_a_build_are_together_the_whole(
    fast, small_data: Path, tmp_path: Path
) -> None:
    parts = [files(built(tmp_path / p, data=small_data, ATLAS_PART=f"{p}/2")) for p in "12"]
    for part in parts:
        assert part.keys() < fast.keys()
    same({name: each for part in parts for name, each in sorted(part.items())}, fast)
    common = parts[0].keys() & parts[1].keys()
    assert [name for name in common if parts[0][name] != parts[1][name]] == []
    assert len(common) < len(fast) / 2


def test_properdocs_builds_the_same_site(fast, small_data: Path, tmp_path: Path) -> None:
    other = files(built(tmp_path / "out", data=small_data, program="properdocs"))
    assert other.keys() == fast.keys()
    pages = [name for name in fast if name.endswith(".html")]
    assert len(pages) > 30
    differing = [name for name in pages if fast[name] != other[name]]
    assert differing == []


def test_unsound_data_stop_the_build_with_the_lines_of_the_check(
    small_data: Path, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    shutil.copytree(small_data, data)
    (data / "companies" / "broken.yml").write_text("name: Broken\nfoundd: '2020'\n")
    done = build(tmp_path / "out", data=data)
    assert done.returncode != 0
    assert 'data/companies/broken.yml:2:1: unknown field "foundd". Did you mean "founded"?' in (
        done.stderr
    )
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "out" / "index.html").exists()
