"""The hospitals that give CAR-T: each under its region, none by a plan, absence in words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import html

from macros.features.treatment_centres import centre_tables
from macros.model.atlas import Atlas
from macros.model.kinds import Institution, Product
from macros.page.context import Context
from tests.conftest import edit, load, project
from tests.sites import ROOT

HOSPITAL = "institutions/example-hospital.yml"
PRODUCT = "products/example-cel.yml"
CENTRES = "treatment_centres: [example-hospital]"
OPENED = 'car_t_centre_opened: "2021-04"'


@pytest.fixture(scope="module")
def real() -> Atlas:
    """The project's own records: what readers see."""
    return load(ROOT / "data")


def by_region(atlas: Atlas, language: str = "en") -> dict[str, dict[str, str]]:
    """Return the row of each hospital as text, by its id, by the id of the region it is under."""
    tree = html.fromstring(f"<main>{centre_tables(Context(atlas, language, '', project()))}</main>")
    rows = {}
    for heading in tree.iterfind("h3"):
        (table,) = heading.getnext().iter("table")
        links = [(row.xpath("./th/a/@href")[0], row) for row in table.iterfind("tbody/tr")]
        found = {href.split("/")[-2]: row.text_content() for href, row in links}
        rows[heading.get("id").removeprefix("region-")] = found
    return rows


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_hospital_that_gives_car_t_is_under_its_region(real: Atlas, language: str) -> None:
    named = {
        fact.value
        for product in real.of(Product)
        for fact in product.treatment_centres
        if not fact.planned
    }
    expected: dict[str, set[str]] = {}
    for hospital in real.of(Institution):
        opened = hospital.car_t_centre_opened
        if hospital.id in named or (opened and opened.known and not opened.planned):
            assert hospital.region, f"{hospital.id} has no region"
            expected.setdefault(str(hospital.region.value), set()).add(hospital.id)
    shown = {region: set(rows) for region, rows in by_region(real, language).items()}
    assert sum(map(len, expected.values())) >= 15
    for region, hospitals in expected.items():
        assert hospitals - shown[region] == set(), region


def test_the_guide_shows_them_in_both_languages() -> None:
    for name in ("where-it-is-given.md", "where-it-is-given.ko.md"):
        page = (ROOT / "docs" / "guides" / name).read_text(encoding="utf-8")
        assert re.search(r"^\{\{ centres\(\) \}\}$", page, re.M), name


def test_a_hospital_is_shown_with_what_is_recorded_of_it(small: Path) -> None:
    row = by_region(load(small))["seoul"]["example-hospital"]
    for said in ("Example-cel", "CAR-T centre opened: Apr 2021", "1,200", "as of 2023"):
        assert said in row
    edit(small, HOSPITAL, 'patients_treated: {value: 1200, as_of: "2023"}\n', "")
    assert "Page of the centre" in row and "Website" not in row
    edit(small, HOSPITAL, "car_t_page: https://hospital.example/car-t\n", "")
    assert "Website of the hospital" in by_region(load(small))["seoul"]["example-hospital"]
    assert "1,200" not in by_region(load(small))["seoul"]["example-hospital"]
    assert "not recorded" in by_region(load(small))["seoul"]["example-hospital"]
    assert "기록 없음" in by_region(load(small), "ko")["seoul"]["example-hospital"]


def test_a_centre_whose_product_no_source_names_says_so(small: Path) -> None:
    assert "no source names" not in by_region(load(small))["seoul"]["example-hospital"]
    edit(small, PRODUCT, CENTRES, "")
    assert "no source names the product" in by_region(load(small))["seoul"]["example-hospital"]


@pytest.mark.parametrize(
    "given", ['{value: "2021-04", planned: true}', '{value: unknown, checked: "2024-05-06"}']
)
def test_a_plan_or_an_unknown_date_makes_no_centre(small: Path, given: str) -> None:
    edit(small, PRODUCT, CENTRES, "")
    assert "example-hospital" in by_region(load(small))["seoul"]
    edit(small, HOSPITAL, OPENED, f"car_t_centre_opened: {given}")
    assert by_region(load(small)) == {}


def test_a_hospital_without_a_region_comes_last_and_regions_without_one_are_named(
    small: Path,
) -> None:
    edit(small, HOSPITAL, "region: seoul\n", "")
    atlas = load(small)
    assert list(by_region(atlas)) == ["unknown"]
    shown = str(centre_tables(Context(atlas, "en", "", project())))
    assert "Region not recorded" in shown and "Seoul, Incheon, Gyeonggi" in shown
