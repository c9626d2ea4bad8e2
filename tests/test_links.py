"""A relation is written once and stands on both pages, in order, claims apart by their verdict."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from lxml import html
from markupsafe import escape

from macros.model.atlas import Atlas
from macros.model.paths import linking
from macros.model.relations import by_date, date_of, invert, links_of
from macros.page.context import Project
from macros.site.build import Build
from macros.store.reading import parse
from tests.conftest import VOCABULARY, edit, load, page_of

VERDICTS = parse((VOCABULARY / "verdict.yml").read_bytes()).value["terms"]
SAID = {"en": "Claims: {}", "ko": "관련 주장: {}"}


def tree(atlas: Atlas, record_id: str, language: str = "en") -> html.HtmlElement:
    return html.fromstring(page_of(atlas, record_id, language).html)


def listed(page: html.HtmlElement, section: str) -> list[str]:
    """Return the ids of the records that a section of a page lists, in order."""
    found = page.xpath(f'.//section[h2/@id="{section}"]//th[@scope="row"]/a[1]/@href')
    return [href.strip("/").split("/")[-1] for href in found]


def relations(atlas: Atlas) -> list:
    return [
        link
        for record in atlas.records.values()
        for link in links_of(record)
        if link.field.inverse is not None
    ]


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_relation_stands_on_both_pages(atlas: Atlas, language: str):
    pages = {id_: tree(atlas, id_, language) for id_ in atlas.records}
    for link in relations(atlas):
        there = atlas.records[link.to]
        own, other = pages[link.record.id], pages[link.to]
        assert own.xpath(f'.//a[@href="../../{there.about.id}/{there.id}/"]'), link
        title = link.field.inverse.in_(language)
        titles = [title]
        if title in ("Claims", "관련 주장"):
            titles += [SAID[language].format(v[language].lower()) for v in VERDICTS.values()]
        sections = [
            section
            for section in other.xpath(".//section")
            if section.xpath("string(h2/text()[1])").strip() in titles
        ]
        href = f"../../{link.record.about.id}/{link.record.id}/"
        assert any(section.xpath(f'.//th/a[@href="{href}"]') for section in sections), link


def test_each_side_names_the_other_in_its_own_words(atlas: Atlas):
    page = tree(atlas, "example-hospital")
    assert listed(page, "trials-trials-sponsored") == ["example-iit"]
    assert listed(page, "trials-trials-as-collaborator") == ["nct99999901"]
    assert listed(page, "trials-trials-at-this-site") == ["nct99999901", "example-follow-up"]
    assert listed(page, "products-products-given-here") == ["example-cel"]


def test_a_citation_is_no_relation_but_the_source_names_the_facts_that_rest_on_it(atlas: Atlas):
    assert atlas.backlinks("example-register") == []
    resting = [(r.id, f.path) for r, f in atlas.citing("examplecell-release")]
    assert ("examplecell", ("founded",)) in resting  # by its other value
    assert ("example-cel", ("results", 1)) in resting
    assert ("example-plant", ("operators", 0)) in resting  # by the record's list
    assert len(resting) == len(set(resting))
    page = tree(atlas, "examplecell-release")
    assert len(page.xpath('.//section[h2/@id="citing"]//tbody/tr')) == len(resting)


def test_backlinks_are_in_order_of_date_then_id_and_undated_ones_last(atlas: Atlas):
    page = tree(atlas, "example-cel")
    assert listed(page, "trials-trials") == [
        "sample-study",
        "nct99999901",
        "example-follow-up",  # its start is a plan, which is no date
        "example-iit",
    ]
    assert listed(page, "decisions-decisions") == [
        "example-cel-orphan-2022",
        "example-cel-approval-2024",
        "example-cel-application",
    ]
    assert listed(page, "events-events") == ["example-meeting-2020", "example-opening-2021"]


def test_records_of_one_date_are_in_order_of_their_names(small: Path):
    edit(small, "trials/sample-study.yml", '"2019"', '"2021-03"')
    edit(small, "trials/example-iit.yml", "status:", 'start_date: "2021-03"\nstatus:')
    page = tree(load(small), "example-cel")
    dated = listed(page, "trials-trials")[:3]
    assert dated == ["sample-study", "nct99999901", "example-iit"]


def test_a_date_that_is_not_known_gives_way_to_the_next_one(small: Path):
    trial = "trials/nct99999901.yml"
    assert date_of(load(small).records["nct99999901"]) == "2021-03"
    edit(small, trial, 'start_date: "2021-03"', "start_date: unknown")
    assert date_of(load(small).records["nct99999901"]) == "2021-02-18"
    edit(small, trial, 'ind_cleared: "2021-02-18"', "ind_cleared: none")
    record = load(small).records["nct99999901"]
    assert date_of(record) is None
    assert by_date(record) == ("9999", "nct99999901")


def test_the_order_does_not_depend_on_the_order_of_reading(atlas: Atlas):
    records = list(atlas.records.values())
    for seed in range(3):
        random.Random(seed).shuffle(records)
        for record_id, groups in invert(records).items():
            found = {(g.kind, g.title.en): [r.id for r in g.records] for g in groups}
            expected = {
                (g.kind, g.title.en): [r.id for r in g.records] for g in atlas.backlinks(record_id)
            }
            assert found == expected


def test_a_record_that_links_twice_is_listed_once(small: Path):
    deal = "partnerships/examplecell-samplegen-2023.yml"
    edit(small, deal, "{other: Third Sample Corp.}", "{party: examplecell, role: partner}")
    page = tree(load(small), "examplecell")
    assert listed(page, "partnerships-partnerships") == ["examplecell-samplegen-2023"]


def test_another_value_that_is_a_record_is_a_relation_too(small: Path):
    edit(
        small,
        "facilities/example-plant.yml",
        "operators: [examplecell]",
        "operators:\n  - value: examplecell\n    also:\n"
        "      - {value: samplegen, sources: [example-blog]}",
    )
    page = tree(load(small), "samplegen")
    assert listed(page, "facilities-facilities") == ["example-plant"]


class TestClaims:
    """What sources do not bear out stands apart, under a heading that says so."""

    def test_only_supported_claims_are_under_claims(self, atlas: Atlas):
        page = tree(atlas, "example-cel")
        assert listed(page, "claims") == ["claim-example-first"]
        assert listed(page, "said-contradicted") == ["claim-example-approved-2019"]
        assert listed(page, "said-not-checkable") == ["claim-example-best"]

    @pytest.mark.parametrize(
        ("language", "words"),
        [("en", "Claims: contradicted"), ("ko", "관련 주장: 사실과 다름")],
    )
    def test_the_heading_says_the_verdict(self, atlas: Atlas, language: str, words: str):
        page = tree(atlas, "example-agency", language)
        [heading] = page.xpath('.//h2[@id="said-contradicted"]')
        assert heading.text.strip() == words
        assert not page.xpath('.//h2[@id="claims" or @id="said-unsupported"]')

    @pytest.mark.parametrize("verdict", VERDICTS)
    def test_every_verdict_but_supported_is_apart(self, small: Path, verdict: str):
        edit(small, "claims/claim-example-first.yml", "verdict: supported", f"verdict: {verdict}")
        page = tree(load(small), "example-cel")
        apart = verdict != "supported"
        assert ("claim-example-first" in listed(page, f"said-{verdict}")) is apart
        assert ("claim-example-first" in listed(page, "claims")) is not apart

    def test_a_verdict_that_nobody_found_is_no_support(self, small: Path):
        edit(
            small,
            "claims/claim-example-first.yml",
            "verdict: supported",
            'checked: "2024"\nverdict: unknown',
        )
        page = tree(load(small), "example-cel")
        assert listed(page, "said-unknown") == ["claim-example-first"]
        assert listed(page, "claims") == []

    def test_what_a_source_claims_stands_with_its_verdict(self, atlas: Atlas):
        page = tree(atlas, "example-blog")
        assert listed(page, "claims-claims-made-here") == [
            "claim-example-best",
            "claim-example-approved-2019",
        ]
        rows = page.xpath('.//section[h2/@id="claims-claims-made-here"]//tbody/tr')
        assert ["Contradicted" in row.text_content() for row in rows] == [False, True]


def test_the_page_of_a_moved_record_leads_to_the_new_one(atlas: Atlas):
    [(path, page)] = Build(atlas, "en", Project(), "https://a.example/").redirects()
    assert path == "companies/old-examplecell/index.html"
    assert f'content="0; url={escape("../../companies/examplecell/")}"' in page
    assert html.fromstring(page).xpath("//a/@href") == ["../../companies/examplecell/"]


def test_what_only_other_sources_say_is_listed_as_such_and_never_counted(small: Path):
    edit(
        small,
        "trials/sample-study.yml",
        "start_date:",
        "sites:\n  - value: example-clinic\n    sources: [example-blog]\n"
        "    also: [{value: example-hospital, sources: [example-blog]}]\nstart_date:",
    )
    atlas = load(small)
    hospital = atlas.records["example-hospital"]
    [group] = [g for g in atlas.backlinks(hospital.id) if g.relation == "sites"]
    assert "sample-study" not in [record.id for record in group.records]
    assert "sample-study" not in [i.value for i in linking(atlas, hospital, "trials", "sites")]
    page = tree(atlas, hospital.id)
    [row] = page.xpath('.//tr[.//a[contains(@href, "trials/sample-study/")]]')
    assert "Other sources say" in row.text_content()
