"""What a macro returns reaches the page as it is: Markdown reads nothing that comes from data."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import Environment
from lxml import html
from markdown import Markdown

from macros.model.atlas import Atlas
from macros.page import further
from macros.page.context import Project
from macros.site.aside import Aside, AsMarkdown
from macros.site.build import Build
from macros.site.calls import Calls
from macros.site.guard import Place, guarded
from tests.conftest import VOCABULARY, load
from tests.hostile import FEW, MARKDOWN, calls, page_of_calls, write_hostile_records
from tests.sites import built

MACROS = [name for name in vars(Calls) if not name.startswith("_")]
PLACES = ["{}", "Words {} and *more*.", "- {}", "## {}", "> {}", "| a |\n|---|\n| {} |"]
CODE = ["`{}`", "    {}"]
EXTENSIONS = ["admonition", "attr_list", "def_list", "tables", "toc"]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("aside") / "data"
    write_hostile_records(folder, VOCABULARY, FEW)
    return folder


@pytest.fixture(scope="module")
def hostile(data: Path) -> Atlas:
    return load(data)


def test_every_macro_is_tried() -> None:
    assert sorted(calls("page")) == sorted(MACROS)


@pytest.mark.parametrize("macro", MACROS)
def test_the_result_of_a_macro_arrives_as_it_is(
    hostile: Atlas, macro: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(further, "ROWS", 1)
    build = Build(hostile, "en", Project("https://git.example/a"), "https://a.example/")
    returned: list[str] = []
    keep = build.aside.keep
    monkeypatch.setattr(build.aside, "keep", lambda html: (returned.append(html), keep(html))[1])
    for at, place in enumerate(PLACES + CODE):
        page = Place(f"{at}.md", f"{at}/")
        made = Calls(build, lambda page=page: page)
        known = {macro: guarded(getattr(made, macro), build, lambda page=page: page)}
        for call in calls("page")[macro]:
            returned.clear()
            source = place.replace("{}", f"{{{{ {call} }}}}")
            if macro == "explorer":  # one on a page
                made._explorers.clear()
            text = Environment().from_string(source).render(known)
            if place in CODE and "data-aside" in text:
                continue  # no page has a table inside a line of code
            shown = Markdown(extensions=[*EXTENSIONS, build.aside]).convert(text)
            shown = build.aside.filled(shown)
            assert build.problems == []
            assert returned or macro == "count" or text == place.replace("{}", "")
            assert all(piece in shown for piece in returned), source
            assert "\ue002" not in shown and "data-aside" not in shown


def test_a_name_like_markdown_is_shown_as_it_is(data: Path, tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "index.md").write_text("# Home\n\n{{ link('companies-page') }}\n", encoding="utf-8")
    (docs / "macros.md").write_text(page_of_calls("page"), encoding="utf-8")
    ways = {
        "fast": built(tmp_path / "fast", data=data, docs=docs),
        "plain": built(tmp_path / "plain", data=data, docs=docs, ATLAS_PLAIN="true"),
        "peer": built(tmp_path / "peer", data=data, docs=docs, program="properdocs"),
    }
    pages = {way: (out / "macros" / "index.html").read_bytes() for way, out in ways.items()}
    assert pages["fast"] == pages["plain"] == pages["peer"]
    tree = html.fromstring(pages["fast"].decode())
    name = f"{MARKDOWN} companies page"
    links = tree.xpath("//article//a[contains(@href, 'companies/companies-page/')]")
    assert name in {link.text_content() for link in links}
    assert not tree.xpath("//article//img | //article//b | //article//h2//em")
    headings = tree.xpath("//article//h2[starts-with(., 'Heading')]")
    assert len({heading.get("id") for heading in headings}) == len(headings) == 9
    assert headings[0].get("id").startswith("heading-clickhttpsclickexample-abc")
    home = html.fromstring((ways["fast"] / "index.html").read_text(encoding="utf-8"))
    [link] = home.xpath("//article//p/a[contains(@href, 'companies-page')]")
    assert link.text_content() == name


@pytest.mark.parametrize("text", ["\ue0029\ue003", '<div data-aside="9"></div>', "\ue002x\ue003"])
def test_a_mark_that_nothing_was_set_aside_for_stays(text: str) -> None:
    aside = Aside()
    aside.keep("<p>block</p>")
    assert aside.filled(text) == text


def test_what_is_meant_as_markdown_is_read_as_such(hostile: Atlas) -> None:
    build = Build(hostile, "en", Project(), "")
    made = Calls(build, lambda: Place("a.md", "a/"))
    section = made.section("targets")
    assert isinstance(section, AsMarkdown) and section.startswith("# Targets\n")
