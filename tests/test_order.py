"""Names are ordered as readers of each language expect, with one key for every list."""

from __future__ import annotations

import random
import re

import pytest
from lxml import html

from macros.model.kinds import KINDS
from macros.model.order import name_order
from tests.sites import real_atlas

KOREAN = (
    ["(구) 녹십자셀", "1상", "2상", "10상", "가톨릭대학교", "강원대학교", "지씨셀", "큐로셀"]
    + ["AB-101", "AB-201", "AB-1015", "alpha", "Alpha", "CAR-T", "CD7", "CD19", "Éclair", "Zeta"]
    + ["α-GalCer"]
)
HANJA = re.compile("[\u4e00-\u9fff]")
ENGLISH = ["1st", "2nd", "10th", "AB-101", "Alpha", "CD7", "CD19", "Éclair", "Zeta", "가", "큐로셀"]


@pytest.mark.parametrize(("language", "names"), [("ko", KOREAN), ("en", ENGLISH)])
def test_numbers_by_value_then_the_own_script_then_others(language: str, names: list[str]) -> None:
    mixed = random.Random(1).sample(names, len(names))
    assert sorted(mixed, key=lambda name: name_order(name, language)) == names


@pytest.mark.parametrize("name", ["", "²", "٣", "Ⅳ", "\U0001f600", "ﬀ", "ß", "9" * 5000, "İ"])
def test_any_name_has_a_place(name: str) -> None:
    for language in ("en", "ko"):
        assert sorted([name, "a", name], key=lambda one: name_order(one, language))


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_browser_orders_the_real_names_the_same(browser, language: str) -> None:
    atlas = real_atlas()
    page = browser.new_page()
    for kind in KINDS:
        names = {record.name_in(language) for record in atlas.of_kind(kind)}
        names = {name for name in names if not HANJA.search(name)}
        ours = sorted(names, key=lambda name: name_order(name, language))
        theirs = page.evaluate(
            "([names, code]) => names.sort(new Intl.Collator(code, {numeric: true}).compare)",
            [sorted(names), language],
        )
        assert ours == theirs, kind
    page.close()


def test_built_lists_are_in_this_order_from_the_first_line(site) -> None:
    for kind in ("companies", "institutions", "targets", "indications"):
        page = html.parse(site / "ko" / kind / "index.html")
        shown = [cell.text_content().strip() for cell in page.xpath("//tbody/tr/th")]
        assert len(shown) > 10
        assert shown == sorted(shown, key=lambda name: name_order(name, "ko")), kind


def test_built_products_are_in_this_order_within_a_stage(site) -> None:
    stages = list(real_atlas().vocabularies["stage"].terms)
    rows = html.parse(site / "ko" / "products" / "index.html").xpath("//tbody/tr")
    shown = []
    for row in rows:
        stage, name = row.xpath("td[1]//@data-term"), row.find("th").text_content().strip()
        place = stages.index(stage[0]) if stage else len(stages)
        shown.append((place, name_order(name, "ko")))
    assert len({place for place, _name in shown}) > 5
    assert shown == sorted(shown)
