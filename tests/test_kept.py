"""What is kept of pages for the next build: never another page than one made anew."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from macros.features.compare.table import compare_path
from macros.model.atlas import Atlas
from macros.model.kinds import KINDS
from macros.model.languages import LANGUAGES
from macros.model.traced import TracedAtlas
from macros.page.context import Project
from macros.site.build import Body, Build
from macros.site.calls import Calls
from macros.site.guard import Place
from macros.store.digests import PROGRAM, files_in
from macros.store.kept import Kept, file_of
from tests.conftest import copy_small, edit, load, write
from tests.sites import ROOT, SMALL_DOCS, built
from tests.test_paths import files, same

SITE = "https://a.example/"
RECORDS = sorted(
    path.relative_to(ROOT / "tests/small/data").as_posix()
    for path in (ROOT / "tests/small/data").glob("*/*.yml")
)


def build_of(data: Path, kept: Path | None, language: str = "en", key: str = "program") -> Build:
    atlas = TracedAtlas(load(data))
    build = Build(atlas, language, Project("https://git.example/a", site=SITE), SITE)
    if kept:
        build.kept = Kept(kept, key + build.key, atlas)
        build.kept_data = Kept(kept, key + build.key_of_data, atlas)
    return build


def bodies(data: Path, kept: Path | None, language: str = "en", key: str = "program") -> list[Body]:
    build = build_of(data, kept, language, key)
    made = [build.body(record) for record in build.atlas.records.values()]
    build.flush()
    return made


def section(build: Build, kind: str) -> str:
    calls = Calls(build, lambda: Place(f"{kind}/index.md", f"{kind}/"))
    return build.aside.filled(calls.section(kind))


def everything(data: Path, kept: Path | None, language: str = "en") -> list[object]:
    """Return what `bodies` does, and all lists and files of which some are kept."""
    build = build_of(data, kept, language)
    files = [
        *build.late_files(),
        *build.text_files(Path("none")),
        *(file for kind in KINDS for file in build.explorer(kind).files.items()),
        *(section(build, kind) for kind in KINDS),
    ]
    return [*bodies(data, kept, language), *files]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the small data and, in `pages`, what is kept of their pages."""
    folder = tmp_path_factory.mktemp("filled")
    data = copy_small(folder)
    for language in LANGUAGES:
        everything(data, folder / ("pages" if language == "en" else f"pages-{language}"), language)
    return folder


@pytest.fixture
def folder(filled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(filled, tmp_path / "filled"))


def kept_files(folder: Path) -> list[Path]:
    return [file for file in (folder / "pages").rglob("*") if file.is_file()]


def no_page(*_: object) -> None:
    pytest.fail("a page was made anew")


def test_where_nothing_changed_no_page_is_made(folder: Path, monkeypatch) -> None:
    anew = bodies(folder / "data", None)
    monkeypatch.setattr(Build, "render", no_page)
    assert bodies(folder / "data", folder / "pages") == anew


@pytest.mark.parametrize("file", RECORDS)
def test_an_edit_of_any_record_reaches_every_page_that_shows_it(folder: Path, file: str) -> None:
    """Every other record in Korean: what shows what is the same in both languages."""
    language = ("en", "ko")[RECORDS.index(file) % 2]
    data, kept = folder / "data", folder / ("pages" if language == "en" else "pages-ko")
    path = data / file
    text = path.read_text(encoding="utf-8")
    if "moved_to" in text:
        return
    other = re.sub(r"(20[012]\d-[01]\d)-[0-2]\d", r"\1-07", text)
    other = re.sub(r'(\b(?:en|ko|name|title): "?[^\s{,}"]+)', r"\1 anew", other, count=2)
    path.write_text(other, encoding="utf-8")
    assert other != text
    assert everything(data, kept, language) == everything(data, None, language)


def test_a_record_that_comes_or_goes_reaches_every_page_that_lists_it(folder: Path) -> None:
    data, kept = folder / "data", folder / "pages"
    trial = next(name for name in RECORDS if name.startswith("trials/"))
    twin = "trials/nct09999999.yml"
    text = (data / trial).read_text(encoding="utf-8")
    text = re.sub(r"NCT\d{8}", "NCT09999999", text)
    write(data, twin, re.sub(r"\b(en|ko): ", r"\1: New ", text, count=2))
    assert everything(data, kept) == everything(data, None)
    (data / twin).unlink()
    assert everything(data, kept) == everything(data, None)


@pytest.mark.parametrize("vocabulary", ["trial-status", "glossary", "stage"])
def test_an_edit_of_a_list_of_words_reaches_every_page(folder: Path, vocabulary: str) -> None:
    data, kept = folder / "data", folder / "pages"
    path = data / "vocabulary" / f"{vocabulary}.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"(?m)\ben: (\w+)", r"en: \1 anew", text), encoding="utf-8")
    assert everything(data, kept) == everything(data, None)


def test_another_program_takes_nothing(folder: Path, monkeypatch) -> None:
    monkeypatch.setattr(Build, "render", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        bodies(folder / "data", folder / "pages", key="another")


@pytest.mark.parametrize(
    "file",
    [
        "topic.yml",
        "model/kinds/trials.yml",
        "page/words.yml",
        "site/styles",
        "site/theme/base.html",
    ],
)
def test_what_pages_are_made_from_is_part_of_the_program(file: str) -> None:
    """An edit of it makes another digest, with which nothing is taken."""
    assert any(Path(path).is_relative_to(PROGRAM / file) for path in files_in(PROGRAM))


def test_what_is_kept_of_pages_that_are_gone_is_deleted(folder: Path) -> None:
    """Of pages in the same file as others, and of whole files that no page needs."""
    kept, build = folder / "pages", build_of(folder / "data", folder / "pages")
    (kept / "old-page").touch()
    name = "companies/examplecell.md"
    assert name in (kept / file_of(name)).read_text(encoding="utf-8")
    assert build.kept
    others = [f"gone/{n}.md" for n in range(999) if file_of(f"gone/{n}.md") == file_of(name)]
    build.kept.sweep(others)
    build.kept.made(others[0], "", lambda: ("made", None))
    build.kept.save()
    assert [file.name for file in kept.glob("*") if file.is_file()] == [file_of(name)]
    assert name not in (kept / file_of(name)).read_text(encoding="utf-8")


def test_an_edit_leaves_what_does_not_show_it(folder: Path, monkeypatch) -> None:
    made: list[str] = []
    render = Build.render
    monkeypatch.setattr(Build, "render", lambda b, r: (made.append(r.id), render(b, r))[1])
    edit(folder / "data", "sources/example-blog.yml", "Ten examples", "Eleven examples")
    bodies(folder / "data", folder / "pages")
    assert "example-blog" in made
    assert len(made) < len(RECORDS) - 5


@pytest.mark.parametrize("place", ["first", "middle", "last"])
def test_a_bit_that_turned_never_makes_a_wrong_page(folder: Path, place: str) -> None:
    anew = everything(folder / "data", None)
    for file in kept_files(folder):
        raw = bytearray(file.read_bytes())
        raw[{"first": 0, "middle": len(raw) // 2, "last": -1}[place]] ^= 1
        file.write_bytes(raw)
    assert everything(folder / "data", folder / "pages") == anew


@pytest.mark.parametrize("spoil", [lambda raw: b"", lambda raw: raw[:-9], lambda raw: b"\n\n"])
def test_a_file_that_is_not_whole_is_made_again(folder: Path, spoil: Callable) -> None:
    anew = everything(folder / "data", None)
    for file in kept_files(folder):
        file.write_bytes(spoil(file.read_bytes()))
    assert everything(folder / "data", folder / "pages") == anew
    assert all(len(file.read_bytes()) > 100 for file in kept_files(folder))


def test_a_folder_that_cannot_be_written_is_no_error(folder: Path) -> None:
    (folder / "file").touch()
    assert bodies(folder / "data", folder / "file") == bodies(folder / "data", None)


QUESTIONS = {
    "of_kind": ("trials",),
    "backlinks": ("examplecell",),
    "citing": ("s",),
    "cited_in_summaries": ("s",),
    "name": ("examplecell", "en"),
    "kind": ("examplecell",),
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_question_is_noted(atlas: Atlas, name: str) -> None:
    traced = TracedAtlas(atlas)
    answer, asked = traced.traced(lambda: getattr(traced, name)(*QUESTIONS[name]))
    assert answer == getattr(atlas, name)(*QUESTIONS[name])
    assert asked


@pytest.mark.parametrize("look", [len, list, dict.keys, dict.values, dict.items, bool, sorted])
def test_a_look_at_all_records_is_noted(atlas: Atlas, look: Callable) -> None:
    traced = TracedAtlas(atlas)
    name = getattr(look, "__name__", "")
    see = getattr(traced.records, name, None) or (lambda: look(traced.records))
    _, asked = traced.traced(see)
    assert asked == {"all"}


def test_nothing_else_of_the_atlas_gives_a_record(atlas: Atlas) -> None:
    """A new way to ask has to be noted too: name it here when it is."""
    noted = {"of_kind", "backlinks", "citing", "cited_in_summaries", "checked", "once"}
    noted |= {"found"}
    by_those = {"of", "ids", "get", "linking", "name", "name_inside", "kind"}
    another = {"edited"}  # an Atlas of other records, asked for itself
    without_records = {"term", "rank", "former_ids", "redirects", "vocabularies", "files"}
    without_records |= {"unread", "definition"}
    without_records |= {"derived"}  # filled by `once`, which notes what was asked for it
    ways = {name for name in dir(atlas) if not name.startswith("_")}
    assert ways == noted | by_those | another | without_records | {"records"}
    assert noted <= vars(TracedAtlas).keys()


def test_what_many_pages_share_counts_for_each(atlas: Atlas) -> None:
    traced = TracedAtlas(atlas)
    made: dict[str, str] = {}

    def name() -> str:
        return traced.once(made, "name", lambda: traced.name("examplecell", "en"))

    assert traced.traced(name) == traced.traced(name)
    assert traced.traced(name)[1] == {"record examplecell"}


def start(out: Path, data: Path, docs: Path) -> subprocess.Popen[str]:
    """Start what `./atlas build` does for the English edition."""
    return subprocess.Popen(
        [sys.executable, "-m", "macros.site.editions", "mkdocs.yml", str(out)],
        cwd=ROOT,
        env={**os.environ, "ATLAS_DATA": str(data), "ATLAS_DOCS": str(docs)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def spoil(site: Path) -> None:
    """Make of a site what no build has left."""
    (site / "empty" / "folder").mkdir(parents=True)
    (site / "gone" / "page").mkdir(parents=True)
    for name in ("stray.html", "gone/page/index.html", ".nojekyll"):
        (site / name).touch()
    for name in ("sources/example-blog/index.html", "compare/index.html"):
        (site / name).unlink(missing_ok=True)
        (site / name / "folder").mkdir(parents=True)
    for name in ("companies/examplecell", "search", "data"):
        shutil.rmtree(site / name, ignore_errors=True)
        (site / name).touch()
    page = site / "products" / "index.html"
    page.write_bytes(page.read_bytes()[:-1] + b"?")
    elsewhere = site.with_name("elsewhere")
    elsewhere.write_text("not of the site", encoding="utf-8")
    for name, link in {"404.html": os.link, "index.html": os.symlink}.items():
        (site / name).unlink(missing_ok=True)
        link(elsewhere, site / name)


def test_a_build_that_was_killed_and_begun_again_gives_the_same_bytes(tmp_path: Path) -> None:
    """Records, a source, words and a page written by hand were edited since the site was built."""
    data, site = copy_small(tmp_path / "warm"), tmp_path / "site"
    docs = Path(shutil.copytree(SMALL_DOCS, tmp_path / "docs"))
    built(site, data=data, docs=docs)
    edit(data, "companies/examplecell.yml", "en: Examplecell", "en: Other name")
    edit(data, "sources/example-blog.yml", "Ten examples", "Eleven examples")
    write(data, "companies/new-company.yml", "name: New company\nsources: [example-register]\n")
    with (docs / "index.md").open("a", encoding="utf-8") as page:
        page.write('\n\n{{ table("companies") }}\n')
    stage = data / "vocabulary" / "stage.yml"
    stage.write_text(stage.read_text("utf-8").replace("en: ", "en: New ", 1), encoding="utf-8")
    kept = data.parent / ".cache" / "atlas" / "pages" / "en" / file_of("companies/examplecell.md")
    before = kept.read_bytes()
    with start(site, data, docs) as process:
        while kept.read_bytes() == before and process.poll() is None:
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGKILL)
    spoil(site)
    whole = site / "trials" / "index.html"
    before = whole.stat().st_ino
    with start(site, data, docs) as process:
        said, _ = process.communicate()
    assert process.returncode == 0, said
    assert whole.stat().st_ino == before
    assert (tmp_path / "elsewhere").read_text(encoding="utf-8") == "not of the site"
    assert (site / ".nojekyll").exists() and not (site / "empty").exists()
    (site / ".nojekyll").unlink()
    cold = shutil.copytree(data, tmp_path / "cold" / "data")
    same(files(site), files(built(tmp_path / "other", data=cold, docs=docs)))


def test_what_links_only_by_another_source_counts_too(folder: Path) -> None:
    """Such a record is listed where it links to, with that mark."""
    data, kept = folder / "data", folder / "pages"
    write(
        data,
        "trials/by-others.yml",
        "name: First name\nsources: [example-register]\nsponsors:\n  - value: examplecell\n"
        "    sources: [example-register]\n"
        "    also: [{value: example-agency, sources: [example-paper-2024]}]\n",
    )
    bodies(data, kept)
    edit(data, "trials/by-others.yml", "First name", "Second name")
    assert everything(data, kept) == everything(data, None)


def test_the_file_of_each_compared_product_explains_its_terms(folder: Path) -> None:
    """Whichever is made anew: a file that waited for another's explanation would differ."""
    for product in ("example-cel", "sample-nk"):
        path = folder / "data" / "products" / f"{product}.yml"
        text = path.read_text(encoding="utf-8")
        text = re.sub(r"(?m)^turnaround: .*\n", "", text)
        fact = "turnaround: {value: 16 days, note: After leukapheresis}"
        path.write_text(f"{text.rstrip()}\n{fact}\n", encoding="utf-8")
    files = dict(build_of(folder / "data", None).late_files())
    for product in ("example-cel", "sample-nk"):
        assert "<abbr" in json.loads(files[compare_path(product)])["cells"]["turnaround"][0]
