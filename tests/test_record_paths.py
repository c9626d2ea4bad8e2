"""One language of paths: the same path means the same records and has the same name everywhere.

Everywhere is: a filter of a call, a column of a table, a facet and a column of an explorer, the
address of its view, the link of a picture.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Browser, expect

from macros.features.explorer.data import Explorer
from macros.features.pictures.sections import chosen
from macros.model.atlas import Atlas
from macros.model.columns import column_of, columns_of, facets_of
from macros.model.kinds import KINDS
from macros.model.paths import path
from macros.model.problems import CallError
from macros.model.selecting import select
from macros.page.context import Context
from tests.sites import ROOT, built, now, real_atlas
from tests.test_explorer_page import facet, in_order, ready, shown

CASES = {
    ("trials", "status"): ("Status", "진행 상태"),
    ("trials", "products.therapies"): ("Therapy type", "치료 유형"),
    ("trials", "year"): ("Year", "연도"),
    ("trials", "evidence"): ("Evidence", "근거 등급"),
    ("trials", "status.as_of"): ("Status, as of", "진행 상태(기준일)"),
    ("institutions", "city"): ("City", "소재지"),
    ("institutions", "trials.sites"): ("Trials at this site", "이 기관의 임상시험"),
    ("institutions", "trials.sites.status"): ("Trials: Status", "임상시험: 진행 상태"),
    ("indications", "trials.indications.phase"): ("Trials: Phase", "임상시험: 임상 단계"),
    ("partnerships", "parties.party"): ("Parties", "당사자"),
    ("trials", "indications"): ("Indication", "적응증"),
}
"""Kind and path, with the label in English and Korean."""

every_case = pytest.mark.parametrize(("kind", "text"), CASES)


@pytest.fixture(scope="module")
def real() -> Atlas:
    """The real records."""
    return real_atlas()


def keys_of(atlas: Atlas, kind: str, text: str) -> list[str]:
    """Return the keys that the fewest and the most records of a kind have, and the year 2025."""
    through = path(kind, text)
    found = Counter(key for record in atlas.of_kind(kind) for key in through.keys(atlas, record))
    (most, _), *_, (fewest, _) = found.most_common()
    return sorted({most, fewest, *(["2025"] if text == "year" else [])})


def as_filter(text: str) -> str:
    return text.replace(".", "__")


@pytest.fixture(scope="module")
def out(real: Atlas, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the real records, with a table for each case and key on the first page."""
    folder = tmp_path_factory.mktemp("paths")
    (folder / "docs").mkdir()
    calls = [
        f'<div id="{kind}-{text}-{n}">\n'
        f'{{{{ table("{kind}", {as_filter(text)}="{key}", columns=["{text}"]) }}}}\n</div>\n'
        for kind, text in CASES
        for n, key in enumerate(keys_of(real, kind, text))
    ]
    (folder / "docs" / "index.md").write_text("# Tables\n\n" + "\n".join(calls), encoding="utf-8")
    return built(folder / "out", data=ROOT / "data", docs=folder / "docs")


@pytest.fixture(scope="module")
def tables(out: Path) -> html.HtmlElement:
    return html.fromstring((out / "index.html").read_bytes())


@every_case
def test_a_filter_and_the_table_of_it_have_the_same_records(real, tables, kind, text) -> None:
    for n, key in enumerate(keys_of(real, kind, text)):
        ids = [record.id for record in select(real, kind, {as_filter(text): key})]
        assert ids == [record.id for record in select(real, kind, {text: key})]
        rows = tables.xpath(f'//div[@id="{kind}-{text}-{n}"]//tbody/tr/th/a[1]/@href')
        shown = [href.strip("/").split("/")[-1] for href in rows]
        assert ids and shown == sorted(ids, key=Context(real, "en", "").place), key


@every_case
def test_it_has_one_name(real, tables, kind, text) -> None:
    labels = CASES[kind, text]
    assert tuple(path(kind, text).label.in_(code) for code in ("en", "ko")) == labels
    heads = tables.xpath(f'//div[@id="{kind}-{text}-0"]//thead//th[2]')
    assert [head.text_content() for head in heads] == [labels[0]]


def forget_columns() -> None:
    """The columns of a kind are found once a run; a test that changes a kind asks again."""
    facets_of.cache_clear()
    columns_of.cache_clear()


@pytest.fixture
def fresh_columns() -> Iterator[Callable[[], None]]:
    yield forget_columns
    forget_columns()


@every_case
def test_an_explorer_has_the_same_records_under_it(
    real, kind, text, fresh_columns, monkeypatch
) -> None:
    about = KINDS[kind].about
    if text not in about.facets:  # a kind can name any path as a facet
        declared = about.__class__(**vars(about) | {"facets": (*about.facets, text)})
        monkeypatch.setattr(KINDS[kind], "about", declared)
        fresh_columns()
    column = column_of(kind, text)
    for language, label in zip(("en", "ko"), CASES[kind, text], strict=True):
        explorer = Explorer(Context(real, language, ""), kind)
        [field] = [field for field in explorer.fields if field.column == column]
        assert column.facet and field.column.label.in_(language) == label
        keys = [value[0] for value in field.values]
        for key in keys_of(real, kind, text):
            at = keys.index(key)
            found = [
                record.id
                for record, cell in zip(explorer.records, field.cells, strict=True)
                if any(at in (own, *field.broader.get(own, ())) for own in cell)
            ]
            assert sorted(found) == [record.id for record in select(real, kind, {text: key})], key


DECLARED = [(kind, text) for kind, text in CASES if text in KINDS[kind].about.facets]


@pytest.mark.parametrize(("kind", "text"), DECLARED)
def test_a_pictures_link_opens_the_explorer_with_the_same_records(
    real, out: Path, browser: Browser, served, kind, text
) -> None:
    page = browser.new_page()
    for key in keys_of(real, kind, text):
        address = chosen(Context(real, "en", ""), kind, **{as_filter(text): key})
        name = column_of(kind, text).id
        assert address == f"{kind}/?{name}={key}"
        page.goto(served(out) + address)
        ready(page)
        ids = [record.id for record in select(real, kind, {text: key})]
        assert sorted(shown(page)) == sorted(ids), key  # what happens is listed by date
        label = CASES[kind, text][0]
        expect(facet(page, name).locator("> button")).to_have_text(f"{label} (1)")
        assert page.locator(".explorer-chosen button").first.inner_text().startswith(f"{label}: ")
    page.close()


def test_the_year_of_an_address_is_that_of_a_table(real, tables, out, browser, served) -> None:
    page = browser.new_page()
    page.goto(f"{served(out)}trials/?year=2025")
    ready(page)
    n = keys_of(real, "trials", "year").index("2025")
    rows = tables.xpath(f'//div[@id="trials-year-{n}"]//tbody/tr/th/a[1]/@href')
    of_table = {href.strip("/").split("/")[-1] for href in rows}
    assert of_table and len(of_table) == len(rows)
    assert shown(page) == in_order(real, [real.records[id_] for id_ in of_table])
    page.close()


def test_a_facet_may_be_called_as_its_address_calls_it(real) -> None:
    therapy = now("car-nk")
    short = select(real, "trials", {"therapies": therapy})
    assert short and short == select(real, "trials", {"products__therapies": therapy})
    assert column_of("trials", "therapies") == column_of("trials", "products.therapies")


@pytest.mark.parametrize("kind", KINDS)
def test_every_facet_of_every_kind_is_a_filter(real, kind: str) -> None:
    for column in facets_of(kind):
        counted = Counter(
            key for record in real.of_kind(kind) for key in column.path.keys(real, record)
        )
        for key, n in counted.items():
            assert len(select(real, kind, {column.id: key})) == n, (column.id, key)


WRONG = {
    ("trails", "phase"): ('unknown kind "trails"', 'Did you mean "trials"?'),
    ("trials", "phse"): ('unknown field "phse" in trials', 'Did you mean "phase"?'),
    ("trials", "products.theraphies"): (
        'unknown field "theraphies" in trials.products (in products.theraphies)',
        'Did you mean "therapies"?',
    ),
    ("institutions", "trails.sites"): (
        'unknown field "trails" in institutions (in trails.sites)',
        'Did you mean "trials"?',
    ),
    ("institutions", "trials.sits"): (
        'unknown field "sits" in trials (in trials.sits)',
        'Did you mean "sites"?',
    ),
    ("institutions", "trials.sites.statsu"): (
        'unknown field "statsu" in trials (in trials.sites.statsu)',
        'Did you mean "status"?',
    ),
    ("institutions", "trials.phase"): (
        '"trials.phase" is not a relation',
        "Use a field that links to records.",
    ),
    ("partnerships", "parties.prty"): (
        'unknown field "prty" in partnerships.parties (in parties.prty)',
        'Did you mean "party"?',
    ),
    ("trials", "status.asof"): (
        'unknown field "asof" in trials.status (in status.asof)',
        'Did you mean "as_of"?',
    ),
    ("trials", "year.as_of"): ('nothing follows "year" in year.as_of', 'Write "year".'),
    ("sources", "publisher.as_of"): (
        'nothing follows "publisher" in publisher.as_of',
        "It does not link to records.",
    ),
}


@pytest.mark.parametrize(("kind", "text"), WRONG)
def test_a_wrong_path_is_the_same_error_everywhere(atlas: Atlas, kind: str, text: str) -> None:
    context = Context(atlas, "en", "")
    for use in (
        lambda: path(kind, text),
        lambda: select(atlas, kind, {as_filter(text): "x"}),
        lambda: select(atlas, kind, {"has": text}),
        lambda: column_of(kind, text),
        lambda: chosen(context, kind, **{as_filter(text): "x"}),
    ):
        with pytest.raises(CallError) as raised:
            use()
        assert (raised.value.message, raised.value.fix) == WRONG[kind, text]


def test_a_value_that_no_record_has_is_an_error_with_the_nearest(atlas: Atlas) -> None:
    for filters, said in (
        (
            {"status": "recruting"},
            'unknown status "recruting" in trials. Did you mean',
        ),
        ({"products__therapies": "example-therpy"}, 'Did you mean "example-therapy"?'),
        ({"year": "2018"}, 'unknown year "2018" in trials'),
    ):
        with pytest.raises(CallError) as raised:
            select(atlas, "trials", filters)
        assert said in str(raised.value)
