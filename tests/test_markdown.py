"""Markdown editions, llms.txt and what else is made for programs that read whole sites."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros.exports.crawlers import WrittenPage, model_files, robot_files
from macros.exports.data_set import DataSet
from macros.exports.markdown import at_start, escaped, markdown_files
from macros.model.atlas import Atlas
from macros.model.inline import one_line, without_markup
from macros.model.kinds import KINDS
from macros.page.context import Context, Project
from macros.site.build import Build
from tests.conftest import load, write
from tests.markdown_editions import READER, Edition, Told, normal, read
from tests.sites import built

ROOTS = {"en": "https://atlas.example/", "ko": "https://atlas.example/ko/"}
EVENT = 'name: E\ndate: "2020"\nsources: [example-register]\n'
LINK = re.compile(r"^- \[([^\[\]]+)\]\(([^()\s]+)\)(?:: (.+))?$")

TELLING = st.text(st.sampled_from("*_`[]()<>#|~&;!\\-+=.:1a x\n\t가")) | st.text()
"""Texts that Markdown would understand otherwise, and any."""


def files(atlas: Atlas, language: str = "en") -> dict[str, str]:
    """Return the Markdown editions by path."""
    project = Project(name="Atlas", site=ROOTS[language])
    return dict(markdown_files(Context(atlas, language, "../../", project), ROOTS))


def edition(atlas: Atlas, id_: str, language: str = "en") -> Edition:
    return read(files(atlas, language)[f"{atlas.kind(id_)}/{id_}/index.md"])


def told(atlas: Atlas, language: str) -> Told:
    """Return what the JSON of the records says."""
    every = DataSet(atlas, "Atlas", ROOTS).records.values()
    records = {record["id"]: record for of_kind in every for record in of_kind}
    terms = {
        name: {
            word: {code: term.label.texts.get(code) for code in ROOTS}
            for word, term in vocabulary.terms.items()
        }
        for name, vocabulary in atlas.vocabularies.items()
    }
    return Told(language, records, terms)


def differences(atlas: Atlas, language: str, change: Callable[[str], str] = str) -> list[str]:
    """Return where Markdown and JSON differ, after a change of the Markdown."""
    made, wanted = files(atlas, language), told(atlas, language)
    return [
        difference
        for record in wanted.records.values()
        if record["kind"] != "sources"
        for difference in wanted.differences(
            record, read(change(made[f"{record['kind']}/{record['id']}/index.md"]))
        )
    ]


def shown(markdown: str) -> list[str]:
    """Return the words of each block of Markdown; only words may be in it."""
    blocks = [token for token in READER.parse(markdown) if token.type == "inline"]
    pieces = [block.children or [] for block in blocks]
    assert {piece.type for block in pieces for piece in block} <= {"text"}
    return ["".join(piece.content for piece in block) for block in pieces]


@given(TELLING.map(one_line).filter(bool))
@pytest.mark.parametrize("before", ["# ", "- ", "1. "])
@pytest.mark.parametrize("around", ["a {}", "Label: {} (as of 2026) [1]", "a · {} · b"])
def test_a_text_is_shown_as_written(before: str, around: str, text: str) -> None:
    assert shown(before + around.format(escaped(text))) == [around.format(text)]


@given(TELLING.map(one_line).filter(bool))
def test_a_text_begins_no_list_and_no_heading(text: str) -> None:
    assert shown(f"before\n\n{at_start(escaped(text))}") == ["before", text]
    assert shown(f"- {at_start(escaped(text))}: x") == [f"{text}: x"]


@pytest.mark.parametrize("language", ROOTS)
def test_markdown_says_what_json_says(atlas: Atlas, language: str) -> None:
    assert differences(atlas, language) == []


@pytest.mark.parametrize("language", ROOTS)
def test_hostile_texts_are_shown_as_written(hostile_data: Path, language: str) -> None:
    assert differences(load(hostile_data), language) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (r"\(planned; ", "("),
        (r"as of 20(\d\d)", r"as of 19\1"),
        (r" \(evidence: [^)]*\)", ""),
        (r"^  - Other sources say.*\n", ""),
        (r"^  - Remark.*\n", ""),
        (r"^- [^:\n]*: .*\n", ""),
        (r"[Uu]nknown \(searched, not found\)", "None"),
        (r"\[(\d+)\]$", ""),
        (r"\n## Not recorded\n\n.*\n", ""),
        (r"<https://", "<http://other."),
    ],
)
def test_the_comparison_sees_what_is_left_out(atlas: Atlas, old: str, new: str) -> None:
    assert differences(atlas, "en", lambda text: re.sub(old, new, text, flags=re.M))


def test_prose_keeps_links_and_citations_and_loses_emphasis(small: Path) -> None:
    text = (
        "*Made* by [[examplecell]][@example-register](x) at [a *site*](https://a.example/x), "
        "see![[examplecell|Example & Co]]"
    )
    write(small, "events/e.yml", f"{EVENT}summary: '{text}'\n")
    atlas = load(small)
    (summary,) = edition(atlas, "e").paragraphs[""]
    assert summary == "Made by Examplecell[1](x) at a site, see!Example & Co"
    assert normal(summary) == without_markup(text, lambda id_: atlas.name(id_, "en"))
    made = files(atlas)["events/e/index.md"]
    assert "[a site](<https://a.example/x>), see\\![Example & Co](../../companies/" in made


def test_the_name_of_a_claim_ends_no_sentence(small: Path) -> None:
    claim = load(small).of_kind("claims")[0]
    name = claim.name_in("en").removesuffix(".")
    text = f"See [[{claim.id}]]."
    write(small, "events/e.yml", f"{EVENT}summary: '{text}'\n")
    assert edition(load(small), "e").paragraphs[""] == [f"See {name}."]


def test_a_text_without_korean_is_marked(small: Path) -> None:
    fact = "facts: [{about: Size, value: Ten}]\n"
    write(small, "events/e.yml", EVENT + fact)
    item = edition(load(small), "e", "ko").lists["사실"][-1]
    assert item.text.startswith("Size (영어로만 기록됨): Ten (영어로만 기록됨) (근거: ")


def test_a_claim_is_named_with_its_verdict_wherever_it_is_linked(atlas: Atlas) -> None:
    claims = atlas.of_kind("claims")
    assert claims
    for language in ROOTS:
        made = files(atlas, language)
        for claim in claims:
            title = edition(atlas, claim.id, language).title
            assert title != claim.name_in(language)
            assert escaped(title) in made["claims/index.md"]
            for path, text in made.items():
                links = re.findall(
                    rf"\[((?:\\.|[^\]])*)\]\([./]*claims/{claim.id}/index.md\)", text
                )
                assert set(links) <= {escaped(title)}, path


def test_a_retired_record_leads_on(small: Path) -> None:
    write(small, "companies/old-id.yml", "moved_to: examplecell\n")
    for language in ROOTS:
        made = files(load(small), language)["companies/old-id/index.md"]
        found = read(made)
        assert found.head["moved_to"] == "companies/examplecell"
        assert "(../../companies/examplecell/index.md)" in made


def test_links_lead_to_files_that_are_made(atlas: Atlas) -> None:
    for language in ROOTS:
        made = files(atlas, language)
        pages = {f"sources/{source.id}/" for source in atlas.of_kind("sources")}
        for path, text in made.items():
            links = re.findall(r"\]\(([^<)]+)\)", text)
            targets = {urljoin(f"/{path}", address)[1:] for address in links}
            assert targets <= made.keys() | pages, path


def test_the_list_of_a_kind_names_its_records(atlas: Atlas) -> None:
    made = files(atlas)
    for kind in KINDS:
        assert (f"{kind}/index.md" in made) == (kind != "sources")
    for path in (path for path in made if path.count("/") == 1):
        found = read(made[path])
        (items,) = found.lists.values()
        ids = {link.removesuffix("/index.md") for item in items for link in item.links}
        assert ids == {record.id for record in atlas.of_kind(found.head["kind"])}
        assert found.head["records"] == len(items)


def test_the_head_is_data(atlas: Atlas) -> None:
    head = edition(atlas, "examplecell", "ko").head
    assert head["names"][0] == "Examplecell"
    assert head["address"] == "https://atlas.example/ko/companies/examplecell/"
    assert head["json"] == "https://atlas.example/api/v1/companies/examplecell.json"


def model(atlas: Atlas, language: str) -> dict[str, str | bytes]:
    project = Project(name="Atlas", site=ROOTS[language])
    page = WrittenPage("Guides", "guides/", "What\nthere is.")
    context = Context(atlas, language, "../../", project)
    return dict(model_files(context, ROOTS, files(atlas, language), [page]))


def test_llms_txt_has_the_form(atlas: Atlas) -> None:
    """A heading, a summary, what to know, then lists of links under headings: nothing else."""
    for language, root in ROOTS.items():
        text = str(model(atlas, language)["llms.txt"])
        assert len(text) < 15_000
        start, *sections = re.split(r"^## .+\n\n", text, flags=re.M)
        assert re.fullmatch(r"# Atlas\n\n> .+\n\n(- .+\n)+\n", start)
        lines = [line for section in sections for line in section.strip().splitlines()]
        links = [LINK.match(line) for line in lines]
        assert all(links)
        addresses = {link[2] for link in links if link}
        assert {f"{root}{kind}/index.md" for kind in KINDS if kind != "sources"} <= addresses
        assert f"{root}guides/" in addresses
        assert "## Optional" in text


def test_one_file_has_all_markdown_and_no_clock(atlas: Atlas) -> None:
    made = model(atlas, "ko")["llms-full.txt.gz"]
    assert isinstance(made, bytes)
    text = gzip.decompress(made).decode()
    assert all(content in text for content in files(atlas, "ko").values())
    assert made[4:8] == bytes(4)


def test_robots_are_led_to_the_site_maps_of_both_languages() -> None:
    made = dict(robot_files(ROOTS))
    assert made["robots.txt"].splitlines() == [
        "User-agent: *",
        "Allow: /",
        "",
        "Sitemap: https://atlas.example/sitemap-index.xml",
    ]
    found = re.findall("<loc>(.*?)</loc>", made["sitemap-index.xml"])
    assert found == [f"{root}sitemap.xml" for root in ROOTS.values()]
    assert dict(robot_files({"en": "/", "ko": "/ko/"})) == {}


def test_a_robots_file_of_ones_own_goes_first(atlas: Atlas, tmp_path: Path) -> None:
    project = Project(name="Atlas", site=ROOTS["en"])
    build = Build(atlas, "en", project, ROOTS["en"])
    assert "robots.txt" in dict(build.text_files(tmp_path))
    (tmp_path / "robots.txt").touch()
    assert "robots.txt" not in dict(build.text_files(tmp_path))


@pytest.fixture(scope="module")
def small_site(small_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("markdown-site")
    for folder, language in (("", "en"), ("ko", "ko")):
        built(out / folder, data=small_data, language=language)
    return out


def test_both_ways_to_build_write_the_same(
    small_site: Path, small_data: Path, tmp_path: Path
) -> None:
    plain = built(tmp_path / "plain", data=small_data, ATLAS_PLAIN="true")
    late = [*plain.rglob("*.md"), *plain.glob("*.txt"), *plain.glob("*.gz"), *plain.glob("*.xml")]
    names = {path.relative_to(plain).as_posix() for path in late}
    assert {"robots.txt", "llms.txt", "llms-full.txt.gz", "sitemap-index.xml"} <= names
    assert any(name.endswith("/index.md") for name in names)
    different = [
        name
        for name in names - {"sitemap.xml.gz"}
        if (plain / name).read_bytes() != (small_site / name).read_bytes()
    ]
    assert different == []


def test_pages_lead_to_their_markdown_and_no_list_takes_it_for_a_page(small_site: Path) -> None:
    for folder in ("", "ko/"):
        site = small_site / folder
        pages = [p for p in site.glob("*/**/index.html") if p.relative_to(site).parts[0] in KINDS]
        for page in pages:
            text = page.read_text()
            link = '<link rel="alternate" type="text/markdown" href="index.md">'
            retired = 'http-equiv="refresh"' in text
            assert (link in text or retired) == page.with_suffix(".md").exists(), page
        assert ".md" not in (site / "sitemap.xml").read_text()
        assert not any(b"index.md" in file.read_bytes() for file in site.glob("search/*"))


def test_all_that_llms_txt_names_is_in_the_site(small_site: Path) -> None:
    for name in ("llms.txt", "ko/llms.txt"):
        text = (small_site / name).read_text()
        addresses = re.findall(r"\]\(https://korea-cart-atlas.github.io/atlas/([^)]*)\)", text)
        assert addresses
        for address in addresses:
            path = small_site / address
            assert (path / "index.html" if path.is_dir() else path).is_file(), address
