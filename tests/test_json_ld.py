"""What pages say of themselves for programs: only what is known, in terms of schema.org."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from macros.exports.data_set import DataSet
from macros.exports.schema_org.pages import DATA_PAGE, Page, Pages, script
from macros.exports.schema_org.things import MAPPING, RATINGS
from macros.exports.schema_org.words import Node
from macros.model.atlas import Atlas
from macros.model.inline import one_line
from macros.model.kinds import KINDS
from tests.conftest import edit, load, write
from tests.hostile import TEXTS

ROOTS = {"en": "https://atlas.example/", "ko": "https://atlas.example/ko/"}
COMPANY = "name: A company\nsources: [example-register]\n"


def pages(atlas: Atlas, language: str = "en") -> Pages:
    return Pages(DataSet(atlas, "Atlas", ROOTS), language, ROOTS[language])


def read(graph: list[Node]) -> list[Node]:
    """The nodes, as a program reads them in the block of a page."""
    found = re.fullmatch(r'<script type="application/ld\+json">(.*)</script>', script(graph), re.S)
    assert found and "<" not in found[1]
    data = json.loads(found[1])
    assert data["@context"] == "https://schema.org"
    return data["@graph"]


def graph(atlas: Atlas, id_: str, language: str = "en") -> list[Node]:
    record = atlas.records[id_]
    page = Page(f"{ROOTS[language]}{record.about.id}/{id_}/", "A title", language)
    return read(pages(atlas, language).of_record(record, page))


def thing(atlas: Atlas, id_: str, language: str = "en") -> Node:
    """The thing that a page is about, which the page names."""
    page, found = graph(atlas, id_, language)
    assert page["mainEntity"] == {"@id": found["@id"]}
    return found


def others(atlas: Atlas, id_: str) -> list[str]:
    """The names of what a page without a thing is about."""
    (page,) = graph(atlas, id_)
    assert "mainEntity" not in page
    given = page.get("about", [])
    return [node["name"] for node in (given if isinstance(given, list) else [given])]


def test_the_mapping_names_fields_and_words_that_exist(atlas: Atlas) -> None:
    def field_of(model: Any, path: str) -> Any:
        for name in path.split("."):
            model = getattr(model, "holds", model).fields[name]
        return model

    def words_of(field: Any) -> set[str]:
        return set(atlas.vocabularies[field.holds.vocabulary].terms)

    for kind, said in MAPPING.items():
        model, type_ = KINDS[kind], said.get("type")
        names = [*said.get("fields", {}), *said.get("about", []), *said.get("only_with", [])]
        for name in [*names, *([said["day"]] if "day" in said else [])]:
            assert field_of(model, name)
        if isinstance(type_, dict):
            field = field_of(model, type_.get("by") or type_["single"])
            words = type_.keys() - {"by", "single", "then", "else"}
            assert not words or words <= words_of(field)
        for name, words in said.get("words", {}).items():
            assert words.keys() <= words_of(field_of(model, name))
    assert RATINGS.keys() <= set(atlas.vocabularies["verdict"].terms)


def test_a_page_says_what_it_is(atlas: Atlas) -> None:
    page, _ = graph(atlas, "example-cel", "ko")
    assert page["@type"] == "MedicalWebPage"
    assert page["inLanguage"] == "ko"
    assert page["lastReviewed"] == "2024-05-06"
    assert page["translationOfWork"] == {"@id": "https://atlas.example/products/example-cel/"}


class TestProduct:
    def test_it_says_what_is_known(self, atlas: Atlas) -> None:
        drug = thing(atlas, "example-cel")
        assert drug["@type"] == "Drug"
        assert drug["nonProprietaryName"] == "examplabtagene autoleucel"
        assert {"EXA101", "예시캡타젠"} <= set(drug["alternateName"])
        assert drug["legalStatus"]["name"] == "Approved"

    def test_an_approval_never_goes_without_what_it_rests_on(self, atlas: Atlas) -> None:
        status = thing(atlas, "example-cel")["legalStatus"]
        assert status["description"].startswith("We have not seen the authority's document.")

    def test_another_stage_is_no_legal_status(self, small: Path) -> None:
        text = "name: A candidate\nsources: [example-register]\nstage: phase-2\n"
        write(small, "products/a-candidate.yml", text)
        assert "legalStatus" not in thing(load(small), "a-candidate")

    def test_a_plan_stays_out_and_a_note_goes_along(self, atlas: Atlas) -> None:
        given = thing(atlas, "example-cel")["additionalProperty"]
        said = {each["value"]: each.get("description") for each in given}
        assert said["Example lymphoma"] == "Licensed for adults."
        assert not any("cancer" in value for value in said)

    def test_a_developer_is_no_manufacturer_and_nothing_is_sold(self, atlas: Atlas) -> None:
        drug = thing(atlas, "example-cel")
        first = drug["additionalProperty"][0]
        assert (first["name"], first["value"]) == ("Developer", "Examplecell")
        assert not {"manufacturer", "offers", "review", "aggregateRating"} & drug.keys()


class TestTrial:
    def test_the_status_is_a_word_of_schema_org(self, atlas: Atlas) -> None:
        trial = thing(atlas, "nct99999901")
        assert trial["status"] == {"@id": "https://schema.org/ActiveNotRecruiting"}
        assert trial["identifier"] == ["NCT99999901", "KCT9999901"]
        assert "https://clinicaltrials.gov/study/NCT99999901" in trial["sameAs"]

    def test_no_date_phase_or_number_of_participants(self, atlas: Atlas) -> None:
        said = json.dumps({**thing(atlas, "nct99999901"), "name": "", "description": ""})
        assert not any(word in said for word in ("2021-03", "2027-12", "hase", "91"))

    def test_a_status_with_a_note_stays_out(self, atlas: Atlas) -> None:
        assert "status" not in thing(atlas, "example-follow-up")

    def test_so_does_an_open_entry_that_is_old(self, small: Path) -> None:
        text = "sources: [example-register]\nstatus: recruiting\n"
        for name, date in (("new", "2024-04-01"), ("old", "2020-01-01")):
            updated = f'name: Trial {name}\nregistry_updated: "{date}"\n'
            write(small, f"trials/{name}.yml", text + updated)
        atlas = load(small)
        assert thing(atlas, "new")["status"] == {"@id": "https://schema.org/Recruiting"}
        assert "status" not in thing(atlas, "old")

    def test_a_planned_product_is_no_subject(self, atlas: Atlas) -> None:
        subject = thing(atlas, "example-follow-up")["studySubject"]
        assert subject["@id"] == "https://atlas.example/products/example-cel/#it"


class TestDates:
    def founded(self, small: Path, text: str) -> object:
        write(small, "companies/a-company.yml", f"{COMPANY}founded: {text}\n")
        return thing(load(small), "a-company").get("foundingDate")

    @pytest.mark.parametrize("date", ["2016", "2016-12", "2016-12-05"])
    def test_they_are_as_precise_as_the_source(self, small: Path, date: str) -> None:
        assert self.founded(small, f'"{date}"') == date

    @pytest.mark.parametrize(
        "text",
        [
            '{value: unknown, checked: "2024-05-06"}',
            "none",
            '{value: "2030", planned: true}',
            '{value: "2016", also: [{value: "2017", sources: [example-daily-2023]}]}',
            '{value: "2016", note: By one count.}',
            '{value: "2016", sources: [example-blog]}',
        ],
    )
    def test_doubt_plan_and_note_leave_them_out(self, small: Path, text: str) -> None:
        assert self.founded(small, text) is None


class TestEvents:
    def test_a_day_makes_an_event(self, atlas: Atlas) -> None:
        event = thing(atlas, "example-cel-approval-2024")
        assert (event["@type"], event["startDate"]) == ("Event", "2024-03-02")
        assert "We have not seen the authority's document." in event["description"]
        assert thing(atlas, "example-opening-2021")["startDate"] == "2021-04-21"

    @pytest.mark.parametrize(
        "id_", ["example-cel-orphan-2022", "example-cel-application", "example-meeting-2020"]
    )
    def test_less_than_a_day_makes_none(self, atlas: Atlas, id_: str) -> None:
        assert "Example-cel" in others(atlas, id_)

    def test_nor_does_what_has_not_happened(self, small: Path) -> None:
        text = "name: E\nsources: [example-register]\ninvolves: [example-cel]\n"
        date = 'date: {value: "2030-01-01", planned: true}\n'
        write(small, "events/to-come.yml", text + date)
        assert others(load(small), "to-come") == ["Example-cel"]

    def test_the_note_on_the_day_goes_along(self, small: Path) -> None:
        text = 'date: {value: "2021-04-21", note: Day of the report.}'
        edit(small, "events/example-opening-2021.yml", 'date: "2021-04-21"', text)
        event = thing(load(small), "example-opening-2021")
        assert event["description"] == "Day of the report."


class TestClaims:
    def test_a_verdict_with_a_rating_is_a_review(self, atlas: Atlas) -> None:
        review = thing(atlas, "claim-example-approved-2019")
        assert review["@type"] == "ClaimReview"
        assert review["claimReviewed"] == "Example-cel was approved in 2019."
        rating = review["reviewRating"]
        assert (rating["ratingValue"], rating["alternateName"]) == (1, "Contradicted")
        assert thing(atlas, "claim-example-first")["reviewRating"]["ratingValue"] == 5

    def test_where_it_was_made_is_where_it_appears(self, atlas: Atlas) -> None:
        _, review = graph(atlas, "claim-example-approved-2019")
        made_in = str(atlas.records["example-blog"].url)
        assert review["itemReviewed"]["appearance"]["url"] == made_in

    def test_what_cannot_be_checked_has_no_rating(self, atlas: Atlas) -> None:
        assert others(atlas, "claim-example-best") == ["Example-cel"]


class TestOtherKinds:
    def test_a_target_has_the_identifiers_of_protein_and_gene(self, atlas: Atlas) -> None:
        protein = thing(atlas, "exa1")
        assert (protein["@type"], protein["identifier"]) == ("Protein", "P99999")
        assert protein["isEncodedByBioChemEntity"]["identifier"] == "HGNC:99999"

    def test_a_group_of_proteins_is_not_each_of_them(self, small: Path) -> None:
        edit(small, "targets/exa1.yml", "[P99999]", "[P99999, P99998]")
        group = thing(load(small), "exa1")
        assert group["@type"] == "BioChemEntity"
        assert not {"identifier", "sameAs"} & group.keys()

    def test_an_institution_has_the_type_of_its_class(self, atlas: Atlas) -> None:
        types = {id_: thing(atlas, id_)["@type"] for id_ in ("example-hospital", "example-agency")}
        assert types == {"example-hospital": "Hospital", "example-agency": "GovernmentOrganization"}

    def test_a_building_that_is_planned_is_no_place(self, small: Path) -> None:
        assert thing(load(small), "example-plant")["@type"] == "Place"
        text = "name: P\nsources: [example-register]\noperators: [examplecell]\n"
        write(small, "facilities/plan.yml", f'{text}completed: {{value: "2030", planned: true}}\n')
        assert others(load(small), "plan") == ["Examplecell"]

    def test_a_source_is_the_work(self, atlas: Atlas) -> None:
        work = thing(atlas, "example-paper-2024")
        assert work["@type"] == "ScholarlyArticle"
        assert work["url"] == str(atlas.records["example-paper-2024"].url)


def test_a_text_in_the_other_language_says_so(atlas: Atlas) -> None:
    assert thing(atlas, "examplecell", "ko")["name"] == "예시셀"
    summary = thing(atlas, "example-cel", "ko")["description"]
    assert summary["@language"] == "en"


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_a_hostile_text_stays_a_text(small: Path, text: str) -> None:
    write(small, "companies/hostile.yml", json.dumps({"name": text, "sources": ["example-blog"]}))
    atlas = load(small)
    assert thing(atlas, "hostile")["name"] == one_line(atlas.records["hostile"].name_in("en"))


class TestDataPage:
    def test_the_data_set_has_the_files_that_the_page_names(self, atlas: Atlas) -> None:
        shown = "".join(
            f'<a href="../{path}">x</a>'
            for path in ("data/v1/facts.csv", "data/v1/datapackage.json", "api/v1/index.json")
        )
        page = Page(ROOTS["en"] + "data/", "Data", "en")
        made = read(pages(atlas).of_page(DATA_PAGE, page, shown))
        data_set, catalogue = made[1:]
        assert (data_set["@type"], catalogue["@type"]) == ("Dataset", "DataCatalog")
        assert data_set["distribution"]["contentUrl"] == "https://atlas.example/data/v1/facts.csv"
        assert data_set["distribution"]["encodingFormat"] == "text/csv"
        assert data_set["dateModified"] == atlas.checked
        assert re.fullmatch(r"\d{4}/\.\.", data_set["temporalCoverage"])

    def test_the_home_page_is_the_site(self, atlas: Atlas) -> None:
        (page,) = read(pages(atlas).of_page("index.md", Page(ROOTS["en"], "Home", "en"), ""))
        site = page["isPartOf"]
        assert (page["@id"], site["@type"], site["url"]) == (ROOTS["en"], "WebSite", ROOTS["en"])
