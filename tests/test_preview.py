"""The preview of a proposal: one file that opens by itself, also for the sound part alone."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import preview_page
import pytest
import sound_part
from lxml import html

from tests.repositories import Repository, company

HEAD = '<link rel="canonical" href="https://atlas.example/{address}">\n'
STYLES = """<link rel="stylesheet" href="../../a.css">
<link rel="stylesheet" href="../../b.css" media="(prefers-color-scheme: dark)">"""
PAGE = """<!doctype html><html lang="en"><head>{head}<script src="../../x.js"></script></head>
<body><p id="menu">menu</p><article><h1 id="top">A &amp; B</h1>
<script>alert(1)</script><a href="#top">up</a> <a href="../../companies/b/#top">B</a>
<a href="../../sources/s/">s</a> <a href="https://other.example/">o</a>
<a href="javascript:alert(1)">j</a><img src="../../p.png" alt="" onerror="x()">
<svg aria-labelledby="top"><use href="#top"/><path fill="url(#top)"/></svg>
<details><summary>S</summary><p hidden>h<br>x</p></details></article>
<footer>f</footer></body></html>"""


def place(site: Path, address: str) -> None:
    """Put a page into a built site."""
    head = HEAD.format(address=address) + STYLES
    text = PAGE.format(head=head).replace("../../", "../" * address.count("/"))
    (site / address).mkdir(parents=True)
    (site / address / "index.html").write_text(text, encoding="utf-8")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A built site with two records in both languages, two styles, a font and a picture."""
    folder = tmp_path / "site"
    for address in ("companies/a/", "companies/b/", "ko/companies/a/", "ko/companies/b/"):
        place(folder, address)
    (folder / "a.css").write_text("p{color:red;src:url('f.woff2')}", encoding="utf-8")
    (folder / "b.css").write_text("</style>p{background:url(../../../etc/passwd)}", "utf-8")
    (folder / "f.woff2").write_bytes(b"font")
    (folder / "p.png").write_bytes(b"picture")
    return folder


class TestPage:
    def shown(self, site: Path, *paths: str) -> tuple[str, html.HtmlElement]:
        text = preview_page.whole(site, preview_page.addresses(list(paths)), ["data/a/<b>.yml"])
        return text, html.document_fromstring(text)

    def test_it_has_the_changed_pages_in_both_languages_and_nothing_else(self, site):
        _text, tree = self.shown(site, "data/companies/a.yml", "data/vocabulary/phase.yml", "x.py")
        assert tree.xpath("//section/h2/text()") == ["companies/a/", "ko/companies/a/"]
        assert tree.xpath("//section/@lang") == ["en", "ko"]
        assert [h1.text_content() for h1 in tree.xpath("//h1")] == ["A & B", "A & B"]
        assert not tree.xpath("//*[@id='menu'] | //footer")
        assert "data/a/<b>.yml" in tree.xpath("string(//header)")

    def test_it_loads_nothing_and_runs_nothing(self, site):
        text, tree = self.shown(site, "data/companies/a.yml", "data/companies/b.yml")
        assert not tree.xpath("//script | //link | //iframe | //@onerror | //*[@style]")
        assert all(src.startswith("data:image/png;base64,") for src in tree.xpath("//@src"))
        assert "passwd" not in text and "javascript:" not in text
        [policy] = tree.xpath("//meta[@http-equiv]/@content")
        assert "default-src 'none'" in policy and "unsafe" not in policy
        assert text.count("</style>") == 1  # no style sheet ends its element

    def test_styles_are_inside_with_their_files(self, site):
        text, _tree = self.shown(site, "data/companies/a.yml")
        assert 'url("data:font/woff2;base64,Zm9udA==")' in text
        assert "@media (prefers-color-scheme: dark) {" in text

    def test_links_lead_within_the_file_or_to_the_published_site(self, site):
        _text, tree = self.shown(site, "data/companies/a.yml", "data/companies/b.yml")
        ids = tree.xpath("//@id")
        assert len(ids) == len(set(ids))
        first = tree.xpath("//section")[0]
        assert first.xpath(".//a/@href") == [
            *("#p1-top", "#p3-top", "https://atlas.example/sources/s/"),
            *("https://other.example/", "#"),
        ]
        assert first.xpath(".//*[name()='svg']/@aria-labelledby") == ["p1-top"]
        assert first.xpath(".//*[name()='path']/@fill") == ["url(#p1-top)"]
        inside = [href[1:] for href in tree.xpath("//a/@href") if href.startswith("#p")]
        assert set(inside) <= set(ids)

    def test_where_no_page_is_changed_there_is_none(self, site):
        assert preview_page.whole(site, preview_page.addresses(["README.md"]), []) == ""

    def test_hand_written_pages_have_their_address(self):
        paths = [
            "docs/guides/x.ko.md",
            "docs/index.md",
            "docs/contribute/index.md",
            "docs/a/../x.md",
        ]
        assert preview_page.addresses(paths) == [
            *("guides/x/", "ko/guides/x/", "", "ko/", "contribute/", "ko/contribute/"),
        ]

    def test_many_pages_are_counted(self, site, monkeypatch):
        monkeypatch.setattr(preview_page, "MAX_PAGES", 3)
        _text, tree = self.shown(site, "data/companies/a.yml", "data/companies/b.yml")
        assert len(tree.xpath("//section")) == 3
        assert "and 1 more" in tree.xpath("string(//header)")


CHECK = """
import json, pathlib
found = []
for path in sorted(pathlib.Path("data").glob("*/*.yml")):
    text = path.read_text()
    needs = "NEEDS b" in text and not pathlib.Path("data/companies/b.yml").exists()
    wrong = "WRONG" in text or needs
    found += [{"path": path.as_posix()}] if wrong else []
print(json.dumps(found))
"""


class TestSoundPart:
    @pytest.fixture
    def proposal(self, repository: Repository, monkeypatch: pytest.MonkeyPatch) -> Repository:
        """A repository with three companies in its first commit; tests run in its folder."""
        for name in "abc":
            repository.write(f"companies/{name}.yml", company(name.upper()))
        repository.commit("first")
        monkeypatch.chdir(repository.folder)
        return repository

    def taken_back(self, proposal: Repository) -> list[str]:
        left_out = proposal.folder / "left-out.txt"
        check = (sys.executable, "-c", CHECK)
        assert sound_part.main("HEAD", str(left_out), *check) == 0
        return left_out.read_text(encoding="utf-8").split()

    def test_only_what_is_at_fault_is_taken_back(self, proposal):
        proposal.write("companies/a.yml", company("WRONG"))
        proposal.write("companies/c.yml", company("Sound"))
        assert self.taken_back(proposal) == ["data/companies/a.yml"]
        assert "WRONG" not in (proposal.data / "companies/a.yml").read_text()
        assert "Sound" in (proposal.data / "companies/c.yml").read_text()

    def test_a_new_file_at_fault_goes(self, proposal):
        proposal.write("companies/new.yml", company("WRONG"))
        proposal.git("add", "-A")
        assert self.taken_back(proposal) == ["data/companies/new.yml"]
        assert not (proposal.data / "companies/new.yml").exists()

    def test_what_an_untouched_file_misses_comes_back(self, proposal):
        proposal.write("companies/c.yml", company("NEEDS b"))
        proposal.commit("second")
        (proposal.data / "companies/b.yml").unlink()
        assert self.taken_back(proposal) == ["data/companies/b.yml"]
        assert (proposal.data / "companies/b.yml").exists()

    def test_a_check_that_is_never_content_fails(self, proposal):
        check = (sys.executable, "-c", 'print(\'[{"path": "data/x/y.yml"}]\')')
        assert sound_part.main("HEAD", "left-out.txt", *check) == 1


def test_the_file_that_the_comment_reads_is_what_the_check_writes():
    """The scripts name the same files as the workflow."""
    workflow = (Path(__file__).parents[1] / ".github/workflows/check.yml").read_text("utf-8")
    for words in ("said/problems.json", "said/diff.txt", "name: said", "path: preview.html"):
        assert words in workflow
    assert re.search(r"path: preview\.html\n\s+archive: false", workflow)
