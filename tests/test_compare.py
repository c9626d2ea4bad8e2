"""Products side by side: the table of the page, the files for those that a reader chooses."""

from __future__ import annotations

import json

import pytest
from lxml import html

from macros.features.compare.table import (
    MOST,
    cells,
    compare_block,
    compare_file,
    compare_path,
    rows,
)
from macros.features.record.page import record_page
from macros.page.context import Context
from macros.page.references import numbered
from tests.conftest import edit, load
from tests.sites import build

IDS = ("example-cel", "sample-nk")


def context(atlas, language: str = "en") -> Context:
    return Context(atlas, language, "../")


RESULTS = "Results: Objective response rate (ORR)"


def block(atlas, ids=IDS, language: str = "en") -> html.HtmlElement:
    records = [atlas.records[id_] for id_ in ids]
    made = compare_block(context(atlas, language), records, "compare.js", "compare.css")
    return html.fromstring(numbered(made)[0][0])


def row_of(tree: html.HtmlElement, title: str) -> html.HtmlElement:
    (row,) = tree.xpath(f".//tbody/tr[th = '{title}']")
    return row


def test_each_product_is_a_column_and_each_field_a_row(atlas) -> None:
    tree = block(atlas)
    heads = tree.xpath(".//thead/tr/*")
    assert heads[0].text_content() == ""
    assert [head.find("a").get("href") for head in heads[1:]] == [
        f"../products/{id_}/" for id_ in IDS
    ]
    titles = [th.text_content() for th in tree.xpath(".//tbody//th")]
    wanted = [title for title in rows(context(atlas)).values() if title in titles]
    assert titles == wanted  # in the order of the fields
    for title in ("Stage in Korea", "Developer", "Binder", "Vector", "Price", RESULTS, "Trials"):
        assert title in titles
    assert {len(row) for row in tree.iter("tr")} == {1 + len(IDS)}


def test_every_value_opens_to_its_source_or_leads_to_its_record(atlas) -> None:
    for cell in block(atlas).xpath(".//tbody//td"):
        if cell.get("class") != "absent":
            assert cell.xpath(".//details[@class='citation'] | .//a[starts-with(@href, '../')]")
    for title in ("Stage in Korea", "Binder", "Price", RESULTS):
        [one, *_] = row_of(block(atlas), title)[1].xpath(".//details[@class='citation']//li")
        assert one.find("a").get("href") == f"#ref-{one.find('a').text}"
        assert one.text_content().strip().partition(" ")[2]  # the publisher


def test_the_warning_stands_with_the_results(atlas) -> None:
    for language, words in (
        ("en", "cannot be compared directly"),
        ("ko", "직접 비교할 수 없습니다"),
    ):
        (warning,) = block(atlas, language=language).xpath("p[@class='compare-warning']")
        assert words in warning.text_content()


def test_results_say_n_and_cut_off(atlas) -> None:
    said = " ".join(row_of(block(atlas), RESULTS)[1].text_content().split())
    assert "70.0" in said and "n = 20" in said and "Cut-off 31 Dec 2023" in said


def test_results_on_one_endpoint_are_in_one_row_and_the_product_has_more(small) -> None:
    edit(
        small,
        "trials/nct99999901.yml",
        "results:\n",
        "results:\n"
        + "  - {endpoint: orr, value: 60, unit: percent, sources: [example-paper-2024]}\n" * 2,
    )
    atlas = load(small)
    shown = row_of(block(atlas), RESULTS)[1]
    [more] = shown.xpath(".//a[contains(@href, '#results')]")
    assert more.text == "2 more" and more.get("href") == "../products/example-cel/#results"
    whole = html.fromstring(cells(context(atlas), atlas.records["example-cel"])["result-orr"].html)
    [folded] = whole.xpath(".//details[@class='unfolds']")  # in the file for the script
    for words in ("75.30", "70.0"):  # the trial's go first
        assert words in folded.text_content() and words not in shown.text_content()


def test_results_of_a_trial_of_several_products_are_nobodys(small) -> None:
    trial = "trials/nct99999901.yml"
    alone = cells(context(load(small)), load(small).records["example-cel"])["result-orr"].html
    assert "../trials/nct99999901/" in alone
    edit(small, trial, "products: [example-cel]", "products: [example-cel, sample-nk]")
    atlas = load(small)
    for id_ in IDS:
        found = cells(context(atlas), atlas.records[id_]).get("result-orr")
        assert found is None or "../trials/nct99999901/" not in found.html


def test_what_nobody_has_recorded_says_so(atlas) -> None:
    absent = block(atlas).xpath(".//td[@class='absent']")
    assert absent
    assert {cell.text_content() for cell in absent} == {"not recorded"}


def test_a_row_that_is_the_same_everywhere_is_marked(small) -> None:
    same = {row.find("th").text_content() for row in block(load(small)).find_class("same")}
    assert "Cell source" not in same
    edit(small, "products/sample-nk.yml", "stage: pre", "cell_source: autologous\nstage: pre")
    same = {row.find("th").text_content() for row in block(load(small)).find_class("same")}
    assert "Cell source" in same
    assert "Binder" not in same  # recorded for one only


def test_what_others_say_and_what_is_planned_is_a_difference(small) -> None:
    other = "{value: 16 days, also: [{value: 12 days, sources: [example-blog]}]}"
    for turnaround, same in (("16 days", True), (other, False)):
        text = f"stage: preclinical\nturnaround: {turnaround}"
        edit(small, "products/sample-nk.yml", "stage: preclinical", text)
        marked = block(load(small)).xpath("boolean(.//tr[@class='same'][th = 'Turnaround'])")
        assert marked is same
        edit(small, "products/sample-nk.yml", text, "stage: preclinical")


def test_one_product_alone_is_the_same_as_nothing(atlas) -> None:
    assert not block(atlas, IDS[:1]).find_class("same")


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_file_of_a_product_holds_the_cells_of_the_table(atlas, language: str) -> None:
    record = atlas.records["example-cel"]
    assert compare_path(record.id) == "products/example-cel/compare.json"
    file = json.loads(compare_file(context(atlas, language), record))
    alone = context(atlas, language)
    made = cells(alone, record)
    shown, sources = numbered(*(cell.html for cell in made.values()))
    plain = [cell.plain for cell in made.values()]
    assert list(file["cells"].values()) == list(map(list, zip(shown, plain, strict=True)))
    assert list(file["cells"]) == list(made)
    assert set(file["cells"]) <= set(rows(alone))
    assert len(file["sources"]) == len(sources)
    assert file["name"] == alone.name(record)


def test_a_product_leads_to_its_comparison(atlas) -> None:
    wide = Context(atlas, "en", "../../")
    for id_, wanted in (("sample-nk", ["../../compare/?beside=sample-nk"]), ("exa1", [])):
        tree = html.fromstring(record_page(wide, atlas.records[id_]).html)
        assert tree.xpath("//p[@class='record-compare']/a/@href") == wanted


def test_a_wrong_call_stops_the_build_with_advice(small_data, tmp_path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    many = ", ".join(['"example-cel"'] * (MOST + 1))
    (docs / "index.md").write_text(
        f'# Wrong\n\n{{{{ compare("exampel-cel") }}}}\n\n{{{{ compare({many}) }}}}\n',
        encoding="utf-8",
    )
    said = build(tmp_path / "out", data=small_data, docs=docs).stderr
    assert 'docs/index.md:3:1: unknown product "exampel-cel". Did you mean "example-cel"?' in said
    assert f"{MOST + 1} products are too many to compare" in said
