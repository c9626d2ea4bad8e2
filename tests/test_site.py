"""The real site: every record has a page, every link leads somewhere, every fact has a citation."""

from __future__ import annotations

import posixpath
import re
from collections import Counter, defaultdict
from copy import deepcopy
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from lxml import html

from macros.model.atlas import Atlas
from macros.model.facts import Part
from macros.model.kinds import KINDS
from macros.model.relations import links_of
from tests.sites import CONFIGS, real_atlas

PREFIX = {"en": "", "ko": "ko/"}


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return real_atlas()


@cache
def parsed(page: Path) -> html.HtmlElement:
    return html.fromstring(page.read_bytes().decode())


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, html.HtmlElement]:
    """Every page of both languages by its address from the root; none that only sends on."""
    found = {
        page.relative_to(site).as_posix().removesuffix("index.html"): parsed(page)
        for page in sorted(site.rglob("*.html"))
    }
    return {a: page for a, page in found.items() if not page.xpath("//meta[@http-equiv='refresh']")}


def page_of(pages: dict, record, language: str = "en") -> html.HtmlElement:
    return pages[f"{PREFIX[language]}{record.about.id}/{record.id}/"]


@pytest.mark.parametrize("language", CONFIGS)
def test_every_record_and_every_kind_has_a_page(pages, atlas, language) -> None:
    wanted = {f"{r.about.id}/{r.id}/" for r in atlas.records.values()}
    wanted |= {f"{kind}/" for kind in KINDS}
    assert wanted <= {address.removeprefix(PREFIX[language]) for address in pages}


@pytest.mark.parametrize("language", CONFIGS)
def test_the_page_of_the_data_leads_to_each_table(pages, site, language) -> None:
    hrefs = pages[f"{PREFIX[language]}data/"].xpath("//article//a/@href")
    linked = {href.rpartition("/")[2] for href in hrefs}
    assert {path.name for path in (site / "data/v1").iterdir()} <= linked
    bulk = {path.name for path in (site / "api/v1").glob("*.json")}
    assert bulk | {"products.json.gz"} <= linked


@pytest.mark.parametrize("language", CONFIGS)
def test_each_record_leads_to_its_data(pages, atlas, site, language) -> None:
    for record in atlas.records.values():
        page = page_of(pages, record, language)
        (href,) = page.xpath("//head/link[@type='application/json']/@href")
        up = "../" * (2 + (language != "en"))
        assert href == f"{up}api/v1/{record.about.id}/{record.id}.json"
        assert (site / href.removeprefix(up)).is_file()


def test_no_file_of_the_theme_is_published_that_no_page_names(site: Path) -> None:
    assert not list(site.glob("**/assets/javascripts")) + list(site.glob("**/partials"))


def test_no_internal_link_or_anchor_is_dead(pages, site) -> None:
    ids = {address: set(page.xpath("//@id")) for address, page in pages.items()}
    dead = set()
    for address, page in pages.items():
        if address.endswith("404.html"):  # its links count from the root of the host
            continue
        for href in set(page.xpath("//a/@href | //link/@href | //script/@src | //img/@src")):
            parts = urlsplit(href)
            if parts.scheme or parts.netloc:
                continue
            target = posixpath.normpath(posixpath.join("/", address, unquote(parts.path)))[1:]
            if not parts.path:
                target = address
            elif (site / target).is_dir():
                target = f"{target}/".lstrip("/") if target else ""
            there = target in ids or (site / target).is_file()
            anchored = not parts.fragment or target not in ids or parts.fragment in ids[target]
            if not (there and anchored):
                dead.add((address, href))
    assert not dead, sorted(dead)[:20]


def test_no_id_is_given_twice_on_a_page(pages) -> None:
    for address, page in pages.items():
        twice = [id_ for id_, n in Counter(page.xpath("//@id")).items() if n > 1]
        assert not twice, (address, twice)


def _source_behind(page, href: str) -> str:
    """Return the address of a source; in a long table a citation leads to the list."""
    if not href.startswith("#"):
        return href
    [line] = page.xpath("//li[@id=$id]", id=href[1:])
    return line.xpath(".//a[starts-with(@href, '../../sources/')]/@href")[0]


def test_every_fact_opens_to_its_sources(pages, atlas) -> None:
    for record in atlas.records.values():
        page = page_of(pages, record)
        shown = Counter(
            _source_behind(page, href)
            for citation in page.xpath("//details[contains(@class, 'citation')]")
            for href in citation.xpath(".//li//a[starts-with(@href, '../../sources/')]/@href")
            or citation.xpath(".//li//a[starts-with(@href, '#ref-')]/@href")
        )
        wanted = Counter(
            f"../../sources/{source}/" for fact in record.every_fact for source in fact.sources
        )
        missing = wanted - shown
        assert not missing, (record.id, missing)


def test_references_are_numbered_in_order_of_use_once_each(pages) -> None:
    for address, page in pages.items():
        listed = page.xpath("//ol[@class='references']/li")
        assert [li.get("id") for li in listed] == [f"ref-{n + 1}" for n in range(len(listed))]
        sources = [li.xpath(".//a/@href")[0] for li in listed]
        assert len(set(sources)) == len(sources), address
        first_uses = []
        for mark in page.xpath("//summary | //sup[@class='cite']"):
            for n in mark.text_content().strip("[]").split(","):
                if n.strip().isdigit() and int(n) not in first_uses:
                    first_uses.append(int(n))
        assert first_uses == list(range(1, len(listed) + 1)), address


def test_every_relation_shows_on_both_pages(pages, atlas) -> None:
    leads_to = defaultdict(set)  # by kind and id, with the pages on which long lists go on
    for address, page in pages.items():
        for href in page.xpath("//article//a[starts-with(@href, '../')]/@href"):
            leads_to["/".join(address.split("/")[:2])].add(href[href.rindex("../") + 3 :])
    for record in atlas.records.values():
        for link in links_of(record):
            here = page_of(pages, record)
            to = atlas.records[link.to]
            assert here.xpath(f"//article//a[@href='../../{to.about.id}/{to.id}/']"), record.id
            if link.field.inverse:
                back = f"{record.about.id}/{record.id}/"
                assert back in leads_to[f"{to.about.id}/{to.id}"], (record.id, to.id)


def test_a_source_lists_the_facts_that_rest_on_it(pages, atlas) -> None:
    further: Counter[str] = Counter()  # rows on the pages on which long lists go on
    for address, page in pages.items():
        if re.match(r"sources/[^/]+/citing/", address):
            further[address.split("/")[1]] += len(page.xpath("//article//tbody/tr"))
    for source in atlas.of_kind("sources"):
        facts = atlas.citing(source.id)
        rows = page_of(pages, source).xpath("//section[contains(@class,'--citing')]//tbody/tr")
        assert len(rows) + further[source.id] == len(facts), source.id


def test_a_claim_that_is_not_supported_never_stands_among_the_facts(pages, atlas) -> None:
    seen = 0
    for claim in atlas.of_kind("claims"):
        verdict = claim.verdict.value
        confirmed = verdict == "supported"
        for subject in claim.subjects:
            page = page_of(pages, atlas.records[subject])
            name = "claims" if confirmed else f"said-{verdict}"
            sections = page.xpath(f"//a[@href='../../claims/{claim.id}/']/ancestor::section/@class")
            own = [c for c in sections if c.endswith(f"record-section--{name}")]
            assert own, (claim.id, subject)
            seen += not confirmed
    assert seen > 20


def test_every_page_says_that_it_is_no_medical_advice(pages) -> None:
    for address, page in pages.items():
        said = page.xpath("//footer//*[@class='not-advice']")
        assert said or page.xpath("//meta[@http-equiv='refresh']"), address


def test_edit_leads_to_the_record_and_to_the_hand_written_page(pages, atlas) -> None:
    for record in atlas.records.values():
        hrefs = page_of(pages, record).xpath("//a[@class='edit']/@href")
        assert hrefs
        assert {h.split("/edit/main/")[1] for h in hrefs} == {record.path}
    assert pages["about/"].xpath("//a[@class='edit']/@href")[0].endswith("/edit/main/docs/about.md")
    korean = pages["ko/about/"].xpath("//a[@class='edit']/@href")[0]
    assert korean.endswith("/edit/main/docs/about.ko.md")


def test_each_page_links_to_its_twin(pages) -> None:
    for address, page in pages.items():
        if address.endswith("404.html"):
            continue
        twins = page.xpath("//div[contains(@class,'atlas-languages')]/a")
        in_head = page.xpath("//head/link[@hreflang]")
        whole = {link.get("hreflang"): link.get("href") for link in in_head}
        assert set(whole) == {"en", "ko", "x-default"} and whole["x-default"] == whole["en"]
        reached = {
            posixpath.normpath(posixpath.join("/", address, a.get("href"))): a.get("hreflang")
            for a in twins
        }
        bare = address.removeprefix("ko/")
        wanted = {posixpath.normpath(f"/{bare}"): "en", posixpath.normpath(f"/ko/{bare}"): "ko"}
        assert reached == wanted, address


SHORTER_IN_KOREAN = {"contribute/developers/"}
"""Pages of which the Korean one has fewer headings: developers read the English one."""


def test_headings_have_the_same_ids_in_both_languages(pages) -> None:
    def ids(address: str) -> list[str]:
        return sorted(pages[address].xpath("//article//*[self::h2 or self::h3]/@id"))

    twins = [a for a in pages if not a.startswith("ko/") and f"ko/{a}" in pages]
    assert len(twins) > 1000
    for address in twins:
        english, korean = ids(address), ids(f"ko/{address}")
        if address in SHORTER_IN_KOREAN:
            assert set(korean) <= set(english), address
        else:
            assert korean == english, address


def test_titles_and_descriptions_are_there_and_differ(pages) -> None:
    titles = Counter()
    for address, page in pages.items():
        (title,) = page.xpath("//head/title/text()")
        (description,) = page.xpath("//meta[@name='description']/@content")
        assert title.strip()
        assert description.strip()
        if not address.startswith(("ko/", "sources/", "404")):
            titles[title] += 1
    assert [t for t, n in titles.items() if n > 1] == []


@pytest.mark.parametrize("language", CONFIGS)
def test_each_hand_written_page_says_what_it_is_about(pages, atlas, language) -> None:
    records = {f"{record.about.id}/{record.id}/" for record in atlas.records.values()}
    said: dict[str, list[str]] = {}
    for address, page in pages.items():
        bare = address.removeprefix("ko/")
        if (address != bare) == (language == "ko") and bare not in records and "404" not in bare:
            (description,) = page.xpath("//meta[@name='description']/@content")
            said.setdefault(description, []).append(address)
    assert len(said) > 20
    assert [several for several in said.values() if len(several) > 1] == []


def test_facts_with_another_value_are_named_together(pages, atlas) -> None:
    seen = 0
    for record in atlas.records.values():
        facts = [fact for fact in record.every_fact if fact.also]
        if facts:
            section = page_of(pages, record).xpath("//section[contains(@class,'--disagree')]")
            assert len(section) == 1, record.id
            seen += len(facts)
            parts = [fact for fact in facts if isinstance(fact, Part)]
            assert len(section[0].xpath(".//tbody/tr")) == len(parts)
    assert seen > 10


@pytest.mark.data("Write the sentence anew in the file of the record that the page shows.")
def test_sentences_are_free_of_slips(pages) -> None:
    """No name twice as in "Kymriah, Kymriah (…)", no two full stops, no words of the workshop."""
    slips = re.compile(r"\b(\w{4,}),? \1 \(|(?<!\.)\.\.(?!\.)|\bseed (?:text|article)", re.I)
    found = {}
    for address, page in pages.items():
        if "sources/" in address or "changes/" in address:  # publishers' titles, what was corrected
            continue
        [article] = deepcopy(page).xpath("//article") or [html.Element("p")]
        quoted = ".//details | .//del | .//ins | .//li[.//*[@class='source-details']]"
        for source in article.xpath(quoted):
            source.drop_tree()
        for sentence in article.xpath(".//p | .//dd | .//li"):
            said = " ".join(sentence.text_content().split())
            if slip := slips.search(said):
                found[address, slip[0]] = said[max(0, slip.start() - 40) : slip.end() + 20]
    assert not found
