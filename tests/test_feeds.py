"""The feeds of what changed: of repositories made here, and those of the real site."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree

import feedparser
import pytest
from lxml import html

from macros.curating.change_words import ChangeWords
from macros.curating.history import BULK, history
from macros.exports.feeds import MOST, MOST_LINES, Feeds, Site, record_feeds
from macros.model.kinds import KINDS
from macros.site.build import FOLDERS
from macros.store.loading import Loader
from macros.store.tree import read_tree
from tests.hostile import TEXTS
from tests.repositories import Repository, company
from tests.sites import build

ROOT = "https://site.example/atlas/"
ATOM = "{http://www.w3.org/2005/Atom}"
SOURCE = "title: T\npublisher: P\nkind: press-release\nlanguage: en\nurl: https://a.example/\n"


def feeds(repository: Repository, language: str = "en") -> dict[str, str]:
    """Return the feeds of a repository's data by path: of site and kinds in one language."""
    files, _problems = read_tree(repository.data, KINDS)
    atlas, _problems = Loader(repository.data).read_files(files, whole=False)
    found = history(repository.data)
    editions = [
        Feeds(found, ChangeWords(atlas, code), Site("Atlas", ROOT + folder, ROOT))
        for code, folder in FOLDERS.items()
    ]
    own = editions[list(FOLDERS).index(language)]
    return dict(own.files()) | dict(record_feeds(editions))


def read(text: str) -> feedparser.FeedParserDict:
    """Return a feed as feedparser reads it; it must be sound."""
    found = feedparser.parse(text.encode())
    assert not found.bozo, found.get("bozo_exception")
    return found


def titles(text: str) -> list[str]:
    return [entry.title for entry in read(text).entries]


def test_an_entry_is_one_record_and_one_commit(repository: Repository) -> None:
    repository.write("companies/a.yml", company())
    repository.write("sources/s.yml", SOURCE)
    repository.commit("Add both")
    repository.write("companies/a.yml", company(year=2017))
    repository.commit("Correct it")
    commit = repository.git("rev-parse", "HEAD")[:12]
    made = feeds(repository)
    assert set(made) == {
        *(f"changes/feed.{ending}" for ending in ("atom", "json")),
        *(f"{kind}/changes.{e}" for kind in ("companies", "sources") for e in ("atom", "json")),
        "companies/a/changes.atom",
    }
    found = read(made["companies/a/changes.atom"])
    assert found.feed.id == f"{ROOT}companies/a/changes.atom" == found.feed.links[0].href
    assert (found.feed.title, found.feed.language) == ("A: changes · 회사: 변경 사항", "en")
    of_kind = read(made["companies/changes.atom"])
    assert [e.id for e in of_kind.entries] == [e.id for e in found.entries]
    entry, added = of_kind.entries
    assert entry.id == f"tag:site.example,2026:{commit}:companies/a"
    assert (entry.title, entry.link) == ("A: changed", f"{ROOT}companies/a/")
    assert entry.updated == found.feed.updated == "2024-01-02T03:00:00Z"
    assert entry.content[0].value == "<ul><li>Founded: 2016 → 2017</li></ul>"
    assert [tag.term for tag in entry.tags] == ["companies", "changed"]
    for told in (entry, found.feed):
        related = [link.href for link in told.links if link.rel == "related"]
        assert related == [f"{ROOT}api/v1/companies/a.json"]
    assert (added.title, added.content[0].value) == ("A: added", "<p>A: added</p>")
    assert titles(made["changes/feed.atom"]) == ["A: changed", "A: added", "Sources: 1 added"]
    assert titles(made["sources/changes.atom"]) == ["T: added"]


def test_the_feed_of_a_record_has_the_words_of_all_languages(repository: Repository) -> None:
    repository.write("companies/a.yml", company())
    repository.write("targets/t.yml", "name: T\n")
    repository.commit("Add them")
    repository.write("companies/a.yml", company(year=2017))
    repository.commit("Correct it")
    made = feeds(repository)
    changed, added = read(made["companies/a/changes.atom"]).entries
    assert changed.title == "A: changed · 회사: 수정"
    assert changed.link == f"{ROOT}companies/a/"
    content = ElementTree.fromstring(made["companies/a/changes.atom"]).find(f".//{ATOM}content")
    assert content.text == (
        '<ul lang="en"><li>Founded: 2016 → 2017</li></ul>'
        '<ul lang="ko"><li>설립: 2016년 → 2017년</li></ul>'
    )
    assert added.content[0].value.count("<p") == len(FOLDERS)
    assert feeds(repository, "ko")["companies/a/changes.atom"] == made["companies/a/changes.atom"]
    # What is followed for years has a feed of its own; the rest is in that of its kind.
    assert "targets/t/changes.atom" not in made
    assert titles(made["targets/changes.atom"]) == ["T: added"]


def test_a_feed_is_in_one_language(repository: Repository) -> None:
    repository.write("companies/a.yml", company())
    repository.commit("Add it")
    repository.write("companies/a.yml", company(year=2017).replace("en: A", "en: B"))
    repository.commit("Correct it")
    english, korean = (read(feeds(repository, code)["companies/changes.atom"]) for code in FOLDERS)
    assert [e.feed.language for e in (english, korean)] == ["en", "ko"]
    assert korean.entries[0].title == "회사: 수정"
    assert korean.entries[0].link == f"{ROOT}ko/companies/a/"
    lines = "<ul><li>이름: 영어 글 수정</li><li>설립: 2016년 → 2017년</li></ul>"
    assert korean.entries[0].content[0].value == lines
    ids = [{entry.id for entry in feed.entries} for feed in (english, korean)]
    assert ids[0].isdisjoint(ids[1])  # else a reader of both would drop one as a double


def test_json_feed_says_the_same(repository: Repository) -> None:
    repository.write("companies/a.yml", company())
    repository.commit("Add it")
    repository.write("companies/a.yml", company(year=2017))
    repository.commit("Correct it")
    made = feeds(repository)
    feed = json.loads(made["changes/feed.json"])
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == f"{ROOT}changes/feed.json"
    assert feed["home_page_url"] == f"{ROOT}changes/"
    atom = read(made["changes/feed.atom"]).entries
    assert [
        (i["id"], i["url"], i["title"], i["content_html"], i["date_published"])
        for i in feed["items"]
    ] == [(e.id, e.link, e.title, e.content[0].value, e.updated) for e in atom]


def test_a_commit_that_changes_only_form_gives_no_entry(repository: Repository) -> None:
    repository.write("companies/a.yml", company())
    repository.commit("Add it")
    before = feeds(repository)
    text = company().replace("name", "# said so\nname", 1).replace("'2016'", '"2016"')
    repository.write("companies/a.yml", text)
    repository.commit("Write it otherwise")
    assert feeds(repository) == before


def test_very_many_records_at_once_are_one_entry_but_in_their_own_feeds(
    repository: Repository,
) -> None:
    for number in range(BULK + 1):
        repository.write(f"companies/c{number}.yml", company())
    repository.write("targets/t.yml", "name: T\n")
    repository.commit("Add all")
    for number in range(BULK + 1):
        repository.write(f"companies/c{number}.yml", company(year=2017))
    repository.commit("Change all but one")
    made = feeds(repository)
    assert titles(made["changes/feed.atom"]) == [
        f"{BULK + 1} records changed at once",
        f"{BULK + 2} records changed at once",
    ]
    changed = read(made["companies/changes.atom"]).entries[0]
    line = f"Companies: {BULK + 1} changed, mostly Founded"
    assert changed.content[0].value == f"<ul><li>{line}</li></ul>"
    assert changed.link == f"{ROOT}changes/2024-01/"
    assert titles(made["targets/changes.atom"]) == ["1 records changed at once"]
    own = read(made["companies/c7/changes.atom"]).entries
    assert "<li>Founded: 2016 → 2017</li>" in own[0].content[0].value


def test_a_renamed_record_keeps_its_feed_and_the_old_address_says_where_it_went(
    repository: Repository,
) -> None:
    repository.write("companies/old.yml", company())
    repository.commit("Add it")
    repository.write("companies/new.yml", company())
    repository.write("companies/old.yml", "moved_to: new\n")
    repository.commit("Call it new")
    repository.write("companies/gone.yml", company("Gone"))
    repository.commit("Add another")
    (repository.data / "companies/gone.yml").unlink()
    repository.commit("Remove it")
    made = feeds(repository)
    told = titles(made["companies/new/changes.atom"])
    assert [title.split(" · ")[0] for title in told] == ["A: moved from old to new", "A: added"]
    (moved,) = read(made["companies/old/changes.atom"]).entries
    assert (moved.title, moved.link) == (told[0], f"{ROOT}companies/new/")
    removed, _added = read(made["companies/gone/changes.atom"]).entries
    assert removed.title.startswith("Gone: removed · ")
    assert removed.link == f"{ROOT}changes/2024-01/"


def test_older_entries_are_in_an_archive(repository: Repository) -> None:
    for number in range(BULK - 50):
        repository.write(f"companies/c{number:03}.yml", company())
    repository.commit("Add them")
    made = feeds(repository)
    parts = [made[path] for path in ("changes/feed.atom", "changes/2024.atom")]
    feed, archive = map(read, parts)
    assert (len(feed.entries), len(archive.entries)) == (MOST, BULK - 50 - MOST)
    assert {e.id for e in feed.entries}.isdisjoint(e.id for e in archive.entries)
    links = [{link.rel: link.href for link in part.feed.links} for part in (feed, archive)]
    assert links[0]["prev-archive"] == links[1]["self"] == f"{ROOT}changes/2024.atom"
    assert links[1]["current"] == links[0]["self"]
    assert ["archive" in part for part in parts] == [True, True]
    assert [ElementTree.fromstring(part).find(ARCHIVE) is not None for part in parts] == [
        False,
        True,
    ]
    assert len(json.loads(made["companies/changes.json"])["items"]) == MOST
    assert len(read(made["companies/changes.atom"]).entries) == MOST  # of a kind, no archive
    assert [path for path in made if "2024" in path] == ["changes/2024.atom"]


ARCHIVE = "{http://purl.org/syndication/history/1.0}archive"


def test_the_feed_of_a_record_has_every_line(repository: Repository) -> None:
    names = [f"N{number}" for number in range(MOST_LINES + 5)]
    repository.write("companies/a.yml", company())
    repository.commit("Add it")
    repository.write("companies/a.yml", company() + f"aliases: [{', '.join(names)}]\n")
    repository.commit("Give it names")
    made = feeds(repository)
    own, all_ = (
        read(made[path]).entries[0].content[0].value
        for path in ("companies/a/changes.atom", "companies/changes.atom")
    )
    assert own.count("<li>") == len(names) * len(FOLDERS)
    assert all_.count("<li>") == MOST_LINES + 1
    assert "and 5 more" in all_


def test_hostile_texts_stay_texts(repository: Repository) -> None:
    for number, words in enumerate(TEXTS.values()):
        try:
            text = f"name: {json.dumps(words, ensure_ascii=False)}\n"
            repository.write(f"companies/c{number}.yml", text)
        except UnicodeEncodeError:
            continue
    repository.commit("Add them")
    for path, text in feeds(repository).items():
        if path.endswith(".json"):
            entries = [item["content_html"] for item in json.loads(text)["items"]]
        else:
            entries = [e.text for e in ElementTree.fromstring(text).iter(f"{ATOM}content")]
        for entry in entries:
            tags = {element.tag for element in html.fragments_fromstring(entry, no_leading_text=1)}
            assert tags <= {"ul", "p"}, path
            assert set(re.findall(r"<(\w+)", entry)) <= {"ul", "li", "p"}


def test_without_a_history_there_are_no_feeds(small_data: Path, tmp_path: Path) -> None:
    done = build(tmp_path / "site", data=small_data)
    assert done.returncode == 0, done.stderr
    assert "The history of the data cannot be read" in done.stderr
    assert not list((tmp_path / "site").rglob("*.atom"))
    assert "lastmod" not in (tmp_path / "site" / "sitemap.xml").read_text()
    done = build(tmp_path / "other", data=small_data, ATLAS_PUBLISH="1")
    assert done.returncode != 0
    assert "Publishing needs the whole history" in done.stderr
    assert not (tmp_path / "other").exists()


# The real site.


@pytest.fixture(scope="module")
def atoms(site: Path) -> dict[str, ElementTree.Element]:
    """Every Atom feed of the real site by its path."""
    return {
        path.relative_to(site).as_posix(): ElementTree.parse(path).getroot()
        for path in site.rglob("*.atom")
    }


def test_every_feed_is_sound_and_what_it_names_is_there(
    atoms: Mapping[str, ElementTree.Element], site: Path
) -> None:
    assert atoms
    home = html.parse(str(site / "index.html")).xpath("//link[@rel='canonical']/@href")[0]
    ids: dict[str, set[str]] = {}
    for path, feed in atoms.items():
        entries = feed.findall(f"{ATOM}entry")
        own = [entry.findtext(f"{ATOM}id") for entry in entries]
        assert entries and len(set(own)) == len(own), path
        assert feed.findtext(f"{ATOM}id") == home + path
        assert feed.findtext(f"{ATOM}updated") == max(
            entry.findtext(f"{ATOM}updated") for entry in entries
        )
        for entry in entries:
            assert [e.get("rel") for e in entry.findall(f"{ATOM}link")].count("alternate") == 1
            assert set(re.findall(r"<(\w+)", entry.findtext(f"{ATOM}content"))) <= {"ul", "li", "p"}
        ids[path] = {link.get("href") for link in feed.iter(f"{ATOM}link")}
    for address in set().union(*ids.values()):
        inside = address.removeprefix(home)
        assert inside != address
        assert (site / inside / "index.html" if inside.endswith("/") else site / inside).exists(), (
            address
        )


def test_a_reader_finds_the_feeds_by_the_pages(site: Path) -> None:
    for page in ("index.html", "changes/index.html", "trials/index.html", "ko/index.html"):
        links = html.parse(str(site / page)).xpath("//link[@rel='alternate'][@title]")
        types = [link.get("type") for link in links]
        assert types == ["application/atom+xml", "application/feed+json"], page
        for link in links:
            assert (site / page).parent.joinpath(link.get("href")).exists()
    own = {kind: list(site.glob(f"{kind}/*/changes.atom")) for kind in KINDS}
    assert {kind for kind, found in own.items() if found} == {
        kind for kind, model in KINDS.items() if model.about.followed
    }
    assert not list(site.glob("ko/*/*/changes.atom"))
    for feed in [feed for found in own.values() for feed in found[::20]]:
        for page in (site / folder / feed.parent.relative_to(site) for folder in FOLDERS.values()):
            links = html.parse(str(page / "index.html")).xpath("//link[@rel='alternate'][@title]")
            assert [(page / link.get("href")).resolve() for link in links] == [feed.resolve()]
    (link, _json) = html.parse(str(next(site.glob("ko/claims/*/index.html")))).xpath(
        "//link[@rel='alternate'][@title]/@href"
    )
    assert link == "../changes.atom"


def test_the_dates_of_site_map_page_and_feed_agree(
    atoms: Mapping[str, ElementTree.Element], site: Path
) -> None:
    dated = 0
    for language in ("", "ko/"):
        tree = ElementTree.parse(site / language / "sitemap.xml").getroot()
        home = html.parse(str(site / "index.html")).xpath("//link[@rel='canonical']/@href")[0]
        for entry in tree:
            address = entry[0].text.removeprefix(home)
            lastmod = [e.text for e in entry if e.tag.endswith("lastmod")]
            page = (site / address / "index.html").read_text(encoding="utf-8")
            assert re.findall(r'"article:modified_time" content="([^"]+)"', page) == lastmod
            if (feed := atoms.get(f"{address}changes.atom")) is not None:
                # The page shows what links to it too.
                assert lastmod and lastmod[0] >= feed.findtext(f"{ATOM}updated")
                dated += 1
    assert dated
