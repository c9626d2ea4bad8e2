"""Names in a registry as records here: a name leads to the right one, or to none."""

from __future__ import annotations

from pathlib import Path

import pytest

from macros.model.atlas import Atlas
from macros.model.identity import loosely_folded
from macros.model.topic import TOPIC
from macros.outside.facilities import is_unnamed, names_an_institution, parts, postcode_in
from macros.outside.hospitals import Site
from macros.outside.names import KnownNames, site_spellings
from tests.conftest import VOCABULARY, copy_small, load, write

ROOT = VOCABULARY.parents[1]

HOSPITALS = {
    "hanbat-hospital": ("Hanbat National University Hospital", "HNUH", "Seoul", "03081"),
    "hanbat-jukjeon": ("Hanbat National University Jukjeon Hospital", "HNUJH", "Yongin", "13621"),
    "saint-ann": ("Saint Ann's Hospital", "SAH", "Seoul", "06592"),
    "mirae-seoul": ("Mirae University Hospital Seoul", "MUHS", "Seoul", "04402"),
    "namsan-medical": ("Namsan Medical Center", "NMC", "Seoul", "05506"),
    "sinchon-a": ("Dalbit Hospital", "DH", "Seoul", "03723"),
    "sinchon-b": ("Dalbit Cancer Center", "DCC", "Seoul", "03723"),
}
SPELLINGS = {
    "names": {"hanbat-hospital": ["Hanbat National University Children's Hospital"]},
    "universities": {"saint-ann": ["Catholic Univ. of Example"]},
}


@pytest.fixture(scope="module")
def hospitals(tmp_path_factory: pytest.TempPathFactory) -> KnownNames:
    """Names of hospitals that are easily taken for each other."""
    data = copy_small(tmp_path_factory.mktemp("hospitals"))
    for record_id, (name, alias, city, code) in HOSPITALS.items():
        write(
            data,
            f"institutions/{record_id}.yml",
            f"name: {{en: {name}, ko: {record_id}}}\naliases: [{alias}]\n"
            f'sources: [example-register]\ntype: hospital\ncity: {city}\npostcodes: ["{code}"]\n',
        )
    return KnownNames(load(data), SPELLINGS)


@pytest.mark.parametrize(
    ("facility", "city", "postcode", "hospital"),
    [
        # The name alone.
        ("HANBAT National University  Hospital", "Seoul", "", "hanbat-hospital"),
        ("Hanbat National University Hospital ( Site 0123)", "", "", "hanbat-hospital"),
        ("Hanbat National University Hospital /ID# 225600", "", "", "hanbat-hospital"),
        ("The Hanbat National University Hospital, Seoul", "", "", "hanbat-hospital"),
        ("Hanbat National University Hospital, South Korea", "", "", "hanbat-hospital"),
        ("Hanbat National University Jukjeon Hospital", "", "", "hanbat-jukjeon"),
        ("HNUH", "Seoul", "", "hanbat-hospital"),
        # A unit before or behind.
        ("Department of Urology, Namsan Medical Center", "", "", "namsan-medical"),
        ("Namsan Medical Center-Pediatrics - Pediatric Oncology", "", "", "namsan-medical"),
        ("Hanbat National University Hospital Clinical Trial Center", "", "", "hanbat-hospital"),
        ("Clinical Trials Center, Namsan Medical Center", "", "", "namsan-medical"),
        # Slips and short forms of common words, possessives.
        ("Hanbat Natinoal Univetsity Hosptial", "", "", "hanbat-hospital"),
        ("Hanbat National Univ. Hosp", "", "", "hanbat-hospital"),
        ("Namsan Medical Centre", "", "", "namsan-medical"),
        ("ST. ANN Hospital", "", "", "saint-ann"),
        ("St.Ann's Hospital.", "", "", "saint-ann"),
        # Its own other name, its university, the town in the field for it, a spelling of the table.
        ("Namsan Medical Center (NMC)", "", "", "namsan-medical"),
        ("The Catholic Univ. of Example St. Ann's Hospital", "", "", "saint-ann"),
        ("St. Ann Hospital, College of Medicine, Catholic Univ. of Example", "", "", "saint-ann"),
        ("Hanbat National University School of Medicine, HNUH", "", "", "hanbat-hospital"),
        ("Mirae University Hospital", "Seoul", "", "mirae-seoul"),
        ("Hanbat National University Children's Hospital", "", "", "hanbat-hospital"),
        # A slip in its own name, with the postcode as second witness.
        ("Namsam Medical Center", "Seoul", "5506", "namsan-medical"),
        # Another hospital's name or town, or nobody's.
        ("Mirae University Hospital", "Cheonan", "", None),
        ("Hanbat National University Hospital, Jukjeon", "Yongin", "", None),
        ("Hanbat National University Hospital", "Yongin", "", None),
        ("Hanbat National University Hospital", "Seoul", "13621", None),
        ("Hanbat National University Dental Hospital", "Seoul", "03081", None),
        ("Gangnam Namsan Medical Center", "Seoul", "05506", None),
        ("Namsam Medical Center", "Seoul", "", None),
        ("Ann Hospital", "Seoul", "", None),
        ("The Catholic University of Example, St. Peter's Hospital", "Seoul", "06592", None),
        ("Other Medical Center, Hanbat National University", "Seoul", "03081", None),
        ("Hanbat National University", "Seoul", "", None),
        ("Example University", "Seoul", "", None),  # no hospital
        ("Hospital", "Seoul", "", None),
    ],
)  # fmt: skip
def test_a_hospital_by_its_name(
    hospitals: KnownNames, facility: str, city: str, postcode: str, hospital: str | None
) -> None:
    site = hospitals.site(facility, city, postcode)
    assert (site.hospital, site.by_postcode) == (hospital, False)
    assert bool(site.name)


@pytest.mark.parametrize(
    ("facility", "postcode", "hospital"),
    [
        ("Research Site", "03081", "hanbat-hospital"),
        ("Novartis Investigative Site", "3081", "hanbat-hospital"),
        ("Hong Gil-dong", "03081", "hanbat-hospital"),
        ("Hanbat National University", "03081", "hanbat-hospital"),
        ("Hanbat National Univ. College of Medicine", "03081", "hanbat-hospital"),
        ("Hanbat University Hospital", "03081", "hanbat-hospital"),  # words of its name, all known
        ("Hanbat University Eye Hospital", "03081", None),
        ("Hanbat University Hospital", "05506", None),
        ("Research Site", "03723", None),  # two hospitals there
        ("Research Site", "99999", None),
        ("Research Site", "South Korea", None),
        ("Hanbat National University", "05506", None),  # the postcode of another
    ],
)
def test_a_hospital_by_its_postcode_is_an_inference(
    hospitals: KnownNames, facility: str, postcode: str, hospital: str | None
) -> None:
    site = hospitals.site(facility, "Seoul", postcode)
    assert (site.hospital, site.by_postcode) == (hospital, hospital is not None)


def test_a_person_in_the_place_of_a_hospital_is_not_named(hospitals: KnownNames) -> None:
    assert hospitals.site("Hong Gil-dong", "Seoul", "") == Site()
    assert hospitals.site("Hong Gil-dong, Unheard Of Hospital").name == "Unheard Of Hospital"


def test_what_speaks_against_a_name_is_said(hospitals: KnownNames) -> None:
    name = "Hanbat National University Hospital"
    assert "postcode another" in hospitals.site(name, "Seoul", "13621").doubt
    assert "city another" in hospitals.site(name, "Yongin").doubt
    assert hospitals.site(name, "Yongin", "03081").hospital == "hanbat-hospital"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        *[("05505", "05505"), ("5505", "05505"), (" 05505 ", "05505")],
        *[("135-710", "135-710"), ("405 760", "405-760"), ("519763", "519-763")],
        *[("South Korea", ""), ("", ""), ("0", ""), ("05505-1", ""), ("1234567", "")],
    ],
)
def test_postcodes(raw: str, code: str) -> None:
    assert postcode_in(raw) == code


@pytest.mark.parametrize(
    "facility",
    [
        "Research Site",
        "Novartis Investigative Site",
        "Local Institution - 0123",
        "",
        "Site KR82001",
        "Investigational Site Number : 4100002",
        "GSK Investigational Site",
        "Research Center",
        "Center 12",
        "410",
    ],
)
def test_sites_without_a_name(facility: str) -> None:
    assert is_unnamed(facility)


@pytest.mark.parametrize(
    "facility",
    [
        "Seoul National University Hospital",
        "Seoul National University Hospital Clinical Trial Center",
        "Clinical Trial Center, Example Hospital",
        "Yonsei Research Center for Blood Disease",
        "Fred Hutchinson Cancer Research Center",
        "Centre Leon Berard",
    ],
)
def test_sites_with_a_name(facility: str) -> None:
    assert not is_unnamed(facility)


@pytest.mark.parametrize(
    ("name", "institution"),
    [
        *[("Hong Gil-dong", False), ("Gil-dong Hong, MD", False), ("홍길동", False)],
        *[("Kim's Eye Clinic", True), ("서울성모병원", True), ("Cells Co., Ltd.", True)],
    ],
)
def test_a_person_is_no_institution(name: str, institution: bool) -> None:
    assert names_an_institution(name) is institution


def test_a_hyphen_in_a_name_parts_nothing() -> None:
    assert parts("Dong-A University Hospital (DAUH) - Oncology") == [
        "Dong-A University Hospital",
        "DAUH",
    ]


@pytest.mark.parametrize("section", ["names", "universities"])
def test_the_spellings_belong_to_records(section: str) -> None:
    owners: dict[str, str] = {}
    for record_id, spellings in site_spellings()[section].items():
        places = [
            ROOT / "data" / kind / f"{record_id}.yml" for kind in ("institutions", "companies")
        ]
        assert any(place.exists() for place in places), record_id
        for spelling in spellings if section == "names" else []:
            assert owners.setdefault(loosely_folded(spelling), record_id) == record_id, spelling


# companies and products


def test_a_name_of_two_companies_belongs_to_none(atlas: Atlas) -> None:
    names = KnownNames(atlas)
    assert names.find("organisations", "Examplecell, Inc.") == "examplecell"
    assert names.find("organisations", "EXAMPLECELL CO., LTD.") == "examplecell"
    assert names.find("organisations", "Example") is None


@pytest.mark.parametrize(
    ("sponsor", "known", "owner"),
    [
        ("ExampleCell, a Subsidiary of 샘플젠", "examplecell", "samplegen"),
        ("ExampleCell, Inc., a Nobody Company", "examplecell", None),
        ("Nobody Bio, a 샘플젠 Company", None, "samplegen"),
        ("A Company", None, None),
    ],
)
def test_an_owner_in_a_name_is_a_hint(
    atlas: Atlas, sponsor: str, known: str | None, owner: str | None
) -> None:
    names = KnownNames(atlas)
    assert (names.organisation(sponsor), names.owner(sponsor)) == (known, owner)


@pytest.mark.parametrize(
    ("phrase", "products"),
    [
        ("EXA101", ["example-cel"]),
        ("exa101 CAR-T Cell", ["example-cel"]),
        ("EXA101(Anti-CD19 Chimeric Antigen Receptor T cell)", ["example-cel"]),
        ("Sample-NK and EXA101 + Atezolizumab", ["sample-nk", "example-cel"]),
        ("EXA1017", []),  # another's code
        ("EXA101-B", []),
        ("CART-EXA101", []),
        ("Fludarabine", []),
    ],
)
def test_a_product_inside_a_phrase(atlas: Atlas, phrase: str, products: list[str]) -> None:
    assert KnownNames(atlas).products(phrase) == products


def test_the_country_of_a_sponsor(small: Path) -> None:
    write(
        small,
        "companies/abroad.yml",
        "name: Abroad Bio\ncountry: japan\nsources: [example-register]\n",
    )
    names = KnownNames(load(small))
    assert {"examplecell", "example-university"} <= names.at_home
    assert names.may_be_at_home("ExampleCell Inc.") and not names.may_be_at_home("Abroad Bio")
    assert "Abroad Bio" not in names.sponsors and TOPIC.country == "south-korea"
