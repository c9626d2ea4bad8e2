"""Pictures of the whole atlas: they say what the records say, can be read, or are not drawn."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from lxml import etree, html
from markupsafe import Markup

from macros.features.pictures import OF_SITE, picture_files
from macros.features.pictures.base import PAGE, Picture, colours_of, figure
from macros.features.pictures.field_timeline import MOST_ENTRIES
from macros.features.pictures.korea import MAP, Frame, place_of, provinces, ulleungdo_dokdo
from macros.features.pictures.ladder import Ladder, stage_of
from macros.features.pictures.map import MOST_HOSPITALS
from macros.features.pictures.network import LEAST_DEALS
from macros.features.pictures.network import MOST_ROWS as MOST_PARTNERS
from macros.features.pictures.pipeline import MOST_DOTS
from macros.features.pictures.pipeline_rows import MOST_NAMES, MOST_ROWS
from macros.features.pictures.sections import TABLE_ROWS
from macros.features.pictures.svg import width
from macros.model.atlas import Atlas
from macros.model.facts import Cited
from macros.model.kinds import KINDS
from macros.model.record import Record
from macros.model.selecting import select
from macros.model.topic import PICTURES
from macros.model.values import Words
from macros.model.vocabulary import Vocabulary
from macros.page.context import Context
from tests.conftest import load
from tests.sites import ROOT, now

SVG = "{http://www.w3.org/2000/svg}"
SHAPES = {"svg", "title", "desc", "style", "rect", "circle", "line", "path", "text", "a", "g"}
SOURCE = {"sources": ["example-register"]}

every_picture = pytest.mark.parametrize("name", OF_SITE)
every_language = pytest.mark.parametrize("language", ["en", "ko"])


@pytest.fixture(scope="module")
def real() -> Atlas:
    """The project's own records: what readers see."""
    return load(ROOT / "data")


@pytest.fixture(scope="module")
def drawn(real: Atlas):
    """The pictures of the project's own records, each made once."""
    return cache(lambda name, language="en": draw(real, name, language))


def files_of(atlas: Atlas, language: str) -> dict[str, str]:
    """Return the files of the site's pictures by name."""
    made = dict(picture_files(Context(atlas, language, "https://atlas.example/")))
    return {
        name: made[f"pictures/{name}.svg"] for name in OF_SITE if f"pictures/{name}.svg" in made
    }


@pytest.fixture(scope="module")
def files(real: Atlas):
    """The files of the pictures of the project's own records."""
    return cache(lambda language: files_of(real, language))


@pytest.fixture(scope="module")
def hostile_files(hostile: Atlas):
    """The files of the pictures of hostile records."""
    return cache(lambda language: files_of(hostile, language))


def draw(atlas: Atlas, name: str, language: str = "en") -> Picture:
    return OF_SITE[name](Context(atlas, language, ""))


def tree(picture: Picture) -> etree._Element:
    return etree.fromstring(f'<svg xmlns="http://www.w3.org/2000/svg">{picture.body}</svg>')


def rows(picture: Picture) -> list[list[str]]:
    """Return the cells of a picture's table as text."""
    body = html.fromstring(f"<div>{picture.table}</div>").xpath(".//tbody/tr")
    return [[" ".join(cell.text_content().split()) for cell in row] for row in body]


def links(picture: Picture) -> Iterator[tuple[str, str]]:
    """Yield address and what is said of each link inside the shapes."""
    for link in tree(picture).iter(f"{SVG}a"):
        said = link.get("aria-label") or " ".join(link.itertext())
        yield link.get("href"), said


def made(kind: str, n: int, **fields: object) -> Record:
    """Return a made-up record; a field may be a function of `n`."""
    values = {key: value(n) if callable(value) else value for key, value in fields.items()}
    name = values.pop("name", f"{kind.title()} {n}")
    record = KINDS[kind].of({"id": f"{kind}-{n}", "name": name, **SOURCE, **values})
    record.belongs_to(record.id, "")
    return record


def atlas_of(real: Atlas, *records: Record) -> Atlas:
    return Atlas({record.id: record for record in records}, {}, real.vocabularies)


def many(kind: str, count: int, **fields: object) -> list[Record]:
    return [made(kind, n, **fields) for n in range(count)]


def ladder_of(atlas: Atlas) -> Ladder:
    return Ladder(Context(atlas, "en", ""))


def actual(facts: Iterable[Cited]) -> list[Cited]:
    """Return the facts that are no plans."""
    return [fact for fact in facts if not fact.planned]


def said_in(picture: Picture) -> str:
    return " | ".join("".join(text.itertext()) for text in tree(picture).iter(f"{SVG}text"))


def dashed(picture: Picture) -> list[etree._Element]:
    """Return the shapes that are drawn as planned, that of the key among them."""
    return [e for e in tree(picture).iter() if "p-planned" in e.get("class", "").split()]


# What holds for all of them


@every_language
@every_picture
def test_it_is_drawn_sound_and_of_shapes_only(drawn, files, name: str, language: str) -> None:
    picture = drawn(name, language)
    assert not picture.refusal and picture.title and picture.description
    root = etree.fromstring(files(language)[name].encode())
    for element in root.iter():
        assert element.tag.removeprefix(SVG) in SHAPES, element.tag
        assert not {"style", "onclick", "onload"} & set(element.attrib)
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(ids) == len(set(ids))


@every_language
@every_picture
def test_no_words_overlap_or_leave_the_picture(drawn, name: str, language: str) -> None:
    picture = drawn(name, language)
    boxes = sorted(_box(text) for text in tree(picture).iter(f"{SVG}text"))
    assert boxes
    for top, bottom, left, right, said in boxes:
        assert left >= -1 and right <= picture.width + 1, said
        assert top >= -1 and bottom <= picture.height + 1, said
    for index, (_top, bottom, left, right, said) in enumerate(boxes):
        for other_top, _bottom, other_left, other_right, other in boxes[index + 1 :]:
            if other_top >= bottom:
                break
            apart = other_left >= right or left >= other_right
            assert apart, f"{said!r} and {other!r} overlap"


def _box(text: etree._Element) -> tuple[float, float, float, float, str]:
    """Return top, bottom, left, right of a line of text, and what it says."""
    size, x, y = (float(text.get(key)) for key in ("font-size", "x", "y"))
    said = "".join(text.itertext())
    wide = width(said, size, "strong" in text.get("class"))
    left = x - wide * {"middle": 0.5, "end": 1}.get(text.get("text-anchor"), 0)
    return y - size * 0.75, y + size * 0.2, left, left + wide, said


@every_picture
def test_its_links_lead_to_pages_and_to_choices_that_exist(real: Atlas, drawn, name: str) -> None:
    addresses = [address for address, _said in links(drawn(name))]
    addresses += html.fromstring(f"<div>{drawn(name).table}</div>").xpath(".//a/@href")
    assert addresses
    for address in addresses:
        _resolve(real, address)


def _resolve(atlas: Atlas, address: str) -> list[Record]:
    """Return the records that an address leads to; raise where a filter has a slip."""
    parts = urlsplit(address)
    kind, _, record_id = parts.path.rstrip("/").partition("/")
    if record_id:
        assert atlas.records[record_id].about.id == kind
        return [atlas.records[record_id]]
    found = atlas.of_kind(kind)
    for field, value in parse_qsl(parts.query, strict_parsing=bool(parts.query)):
        chosen = {record.id for record in select(atlas, kind, {field: value})}
        found = [record for record in found if record.id in chosen]
    assert found, address
    return found


@every_picture
def test_a_shortened_name_stands_whole_beside_it(drawn, name: str) -> None:
    for link in tree(drawn(name)).iter(f"{SVG}a"):
        if any("…" in text for text in link.itertext()):
            assert link.get("aria-label") and "…" not in link.get("aria-label")


def test_they_are_the_same_in_every_run() -> None:
    program = (
        "from pathlib import Path; from macros.store.loading import loader;"
        "from macros.page.context import Context; from macros.features.pictures import OF_SITE;"
        "context = Context(loader(Path('data')).load(), 'ko', '');"
        "print(*(make(context) for make in OF_SITE.values()))"
    )
    first, second = (_run(program, seed) for seed in ("1", "2"))
    assert "<path" in first and first == second


def _run(program: str, seed: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout


@pytest.fixture(scope="module")
def hostile(hostile_data: Path) -> Atlas:
    """Records in which every text is hostile."""
    return load(hostile_data)


@every_language
@every_picture
def test_hostile_records_make_sound_pictures(
    hostile: Atlas, hostile_files, name: str, language: str
) -> None:
    picture = draw(hostile, name, language)
    page = str(figure(Context(hostile, language, ""), picture, "x.svg"))
    assert not html.fromstring(page).xpath("//script|//img|//iframe|//@onerror|//@onload")
    if not picture.body:
        assert name == "network"  # each of these deals has a party of its own
        return
    root = etree.fromstring(hostile_files(language)[name].encode())
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= SHAPES


@every_picture
def test_at_ten_thousand_records_it_stays_small(many_records: Atlas, name: str) -> None:
    picture = draw(many_records, name)
    assert picture.body or picture.refusal
    assert len(picture.body) < 120_000
    assert len(rows(picture)) <= TABLE_ROWS


@pytest.fixture(scope="module")
def many_records(real: Atlas) -> Atlas:
    """A field of 10,000 records, none of which stands out."""
    stages = list(real.vocabularies["stage"].terms)
    return atlas_of(
        real,
        *many("targets", 100),
        *many("indications", 100),
        *many("companies", 500, listed_on=lambda n: f"{1990 + n % 30}-01-02"),
        *many("institutions", 300, type="hospital", city="Seoul"),
        *many(
            "products",
            3000,
            stage=lambda n: stages[n % len(stages)],
            developers=lambda n: [f"companies-{n % 500}"],
            targets=lambda n: [f"targets-{n % 100}"],
            indications=lambda n: [f"indications-{n // 7 % 100}"],
            treatment_centres=lambda n: [f"institutions-{n % 300}"],
        ),
        *many(
            "trials",
            3000,
            targets=lambda n: [f"targets-{n % 100}"],
            indications=lambda n: [f"indications-{n // 9 % 100}"],
            sites=lambda n: [f"institutions-{n % 300}"],
        ),
        *many("events", 2000, date=lambda n: f"{2000 + n % 20}-05-06"),
        *many(
            "partnerships",
            1000,
            type="licence",
            parties=lambda n: [
                {"party": f"companies-{n % 500}"},
                {"party": f"companies-{n * 7 % 499}"},
            ],
        ),
    )


def test_there_is_nothing_to_draw_without_records(real: Atlas) -> None:
    assert all(draw(atlas_of(real), name) is None for name in OF_SITE)


def test_the_words_that_pictures_treat_in_their_own_way_are_words_of_the_vocabularies(
    real: Atlas,
) -> None:
    def words(vocabulary: str) -> set[str]:
        return set(real.vocabularies[vocabulary].terms)

    assert set(PICTURES.apart) <= words("stage")
    assert set(PICTURES.cells) <= words("cell-type")
    assert {*PICTURES.cells.values(), PICTURES.given} <= words("therapy-family")
    assert {kind for kinds in PICTURES.deals.values() for kind in kinds} == words(
        "partnership-type"
    )
    assert set(PICTURES.ended) <= words("partnership-status")
    steps = [step for lane in PICTURES.lanes.values() for step in lane]
    assert {*steps, *PICTURES.milestones} <= words("decision-type")
    assert len(steps) == len(set(steps))
    assert {*PICTURES.outcomes, *PICTURES.untold} <= words("outcome")
    assert set(PICTURES.rules) <= set(KINDS)


@pytest.mark.parametrize("scheme", ["default", "slate"])
def test_the_colours_of_categories_can_be_read_as_words(scheme: str) -> None:
    colours = colours_of(scheme)
    for name in (f"--atlas-c{n}" for n in range(1, 7)):
        assert _contrast(colours[name], colours["--atlas-paper"]) >= 4.5, name


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(part * weight for part, weight in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))


# Pipeline


def test_the_summary_counts_every_product_once(real: Atlas, drawn) -> None:
    picture, products = drawn("pipeline"), real.of_kind("products")
    families = Counter(ladder_of(real).family(product).id for product in products)
    assert len(list(tree(picture).iter(f"{SVG}circle"))) == len(products) + 3  # and the key
    *stages, total = rows(picture)
    assert total[1:] == [
        *(str(families[name]) for name in ("car-t", "car-nk", "other")),
        str(len(products)),
    ]
    assert sum(int(row[-1]) for row in stages) == len(products)
    said = {
        stage: int(count.replace(",", ""))
        for stage, count in (
            re.match(r"(.+) ([\d,]+) \(", label).groups() for _a, label in links(picture)
        )
    }
    assert said.items() <= {row[0]: int(row[-1]) for row in stages}.items()
    for address, label in links(picture):
        assert len(_resolve(real, address)) == int(re.search(r" (\d+) \(", label)[1])


def test_a_stage_that_no_product_has_is_no_choice(real: Atlas) -> None:
    products = [
        made("products", n, stage=stage, targets=[now("cd19")])
        for n, stage in enumerate(("approved", "phase-1"))
    ]
    atlas = atlas_of(real, *products, real.records[now("cd19")])
    addresses = {address for address, _said in links(draw(atlas, "pipeline-by-target"))}
    stages = {address for address in addresses if "stage=" in address}
    assert stages == {"products/?stage=approved", "products/?stage=phase-1"}


def test_the_families_follow_the_therapy_types(real: Atlas) -> None:
    def of(**fields: object) -> str:
        return ladder_of(real).family(made("products", 1, **fields)).id

    assert of(therapies=now("car-nk in-vivo-car-t").split(), cell_type="nk-cell") == "car-nk"
    assert of(therapies=now("nkg2d-car autologous-car-t").split()) == "car-t"
    assert of(therapies=[now("allogeneic-car-t")], cell_type="cik-cell") == "car-t"
    assert of(cell_type="t-cell") == "car-t"
    assert of(therapies=[now("tcr-t")], cell_type="t-cell") == "other"
    assert of(cell_type="nk-cell") == "other"
    assert of() == of(therapies="unknown") == "other"


def test_a_new_type_and_a_new_family_are_data(real: Atlas) -> None:
    vocabulary = Vocabulary.of(
        {
            "name": "Family",
            "terms": {
                "car-t": {"en": "CAR-T", "ko": "CAR-T"},
                "car-m": {"en": "CAR-M", "ko": "CAR-M"},
                "rest": {"en": "Rest", "ko": "나머지"},
            },
        }
    )
    atlas = atlas_of(
        real,
        made("therapies", 1, family="car-t"),
        made("therapies", 2, family="car-m"),
        *many("products", 2, stage="phase-1", therapies=["therapies-1"]),
        made("products", 3, stage="phase-1", therapies=["therapies-2"]),
        made("products", 4, stage="phase-1"),
    )
    atlas.vocabularies = {**real.vocabularies, "therapy-family": vocabulary}
    picture = draw(atlas, "pipeline")
    assert rows(picture)[-1] == ["Total", "2", "1", "1", "4"]
    assert "Rest or not recorded 1" in list(tree(picture).itertext())
    colours = [family.colour for family in ladder_of(atlas).families]
    assert len(set(colours)) == 3


def test_many_products_become_bars(real: Atlas) -> None:
    atlas = atlas_of(real, *many("products", MOST_DOTS + 1, stage="phase-1", cell_type="t-cell"))
    shapes = tree(draw(atlas, "pipeline"))
    assert len(list(shapes.iter(f"{SVG}circle"))) == 3  # the key alone
    assert len(list(shapes.iter(f"{SVG}rect"))) == 1


@pytest.mark.parametrize(("by", "field"), [("target", "targets"), ("company", "developers")])
def test_each_product_stands_at_its_stage_once_a_group(
    real: Atlas, drawn, by: str, field: str
) -> None:
    picture = drawn(f"pipeline-by-{by}")
    dots: dict[float, Counter[str]] = {}
    for circle in tree(picture).iter(f"{SVG}circle"):
        if circle.get("r") == "5" and circle.find(f"{SVG}title") is not None:
            name = circle.find(f"{SVG}title").text.rpartition(": ")[0]
            dots.setdefault(float(circle.get("cx")), Counter())[name] += 1
    stages: dict[str, list[Record]] = {}
    for product in real.of_kind("products"):
        stages.setdefault(stage_of(product), []).append(product)
    ladder = [s for s in reversed(real.vocabularies["stage"].terms) if s not in PICTURES.apart]
    expected = [
        Counter(
            {
                product.name_in("en"): max(1, len({fact.value for fact in getattr(product, field)}))
                for product in stages[stage]
            }
        )
        for stage in ladder
        if stages.get(stage)
    ]
    assert [dots[x] for x in sorted(dots)] == expected
    assert len(rows(picture)) == len(real.of_kind("products"))


def test_the_earliest_stages_are_left_out_first_and_named(real: Atlas) -> None:
    atlas = atlas_of(
        real,
        *(made("products", n, stage="approved") for n in range(MOST_ROWS)),
        *(made("products", n, stage="preclinical") for n in range(100, 101 + MOST_NAMES)),
        made("products", 900, stage="discontinued", name="Stopped-1"),
        made("products", 901, name="Unknown-1"),
    )
    picture = draw(atlas, "pipeline-by-target")
    said = list(tree(picture).itertext())
    assert "The earliest stages are only listed here, to keep the picture readable." in said
    assert f"Preclinical ({MOST_NAMES + 1})" in said and "Products 100" not in said
    assert "Products 0" in said and "Stopped-1" in said and "Unknown-1" in said
    assert f"{MOST_ROWS} of {len(atlas.records)} products" in picture.description


def test_a_pipeline_too_long_for_its_furthest_stage_is_refused(real: Atlas) -> None:
    products = many("products", MOST_ROWS + 1, stage="approved")
    picture = draw(atlas_of(real, *products), "pipeline-by-company")
    assert not picture.body and f"{MOST_ROWS + 1} products" in picture.refusal
    assert len(rows(picture)) == MOST_ROWS + 1
    abroad = made("products", 1, stage="foreign-only")
    refusal = draw(atlas_of(real, abroad), "pipeline-by-target").refusal
    assert "no product has a recorded step" in refusal


def test_long_names_go_on_on_a_second_line_and_are_not_cut(real: Atlas) -> None:
    atlas = atlas_of(
        real,
        made("companies", 1, name="Institute of Science and Technology of the Republic"),
        made(
            "products",
            1,
            name="Company CD5 gamma-delta CAR-T for patients",
            stage="phase-1",
            developers=["companies-1"],
        ),
        made("products", 2, stage="phase-1", developers=["companies-1"]),
    )
    said = said_in(draw(atlas, "pipeline-by-company"))
    assert "…" not in said and said.replace(" | ", " ").count("for patients") == 1
    assert "Republic" in said and "Products 2" in said


# Time line


def test_the_time_line_holds_what_its_rule_says(real: Atlas, drawn) -> None:
    picture = drawn("field-timeline")
    found = [address for address, _said in links(picture)]
    assert len(found) == len(set(found)) == len(rows(picture))
    kinds = Counter(address.split("/")[0] for address in found)
    assert kinds["events"] == sum(bool(e.date) for e in real.of_kind("events"))
    assert kinds["companies"] == sum(bool(c.listed_on) for c in real.of_kind("companies"))
    for step in ("marketing-approval", "indication-extension", "reimbursement-listing"):
        for decision in select(real, "decisions", {"type": step, "outcome": "granted"}):
            assert f"decisions/{decision.id}/" in found
    assert now("decisions/anbal-cel-ind-2021/") in found  # its first clearance
    assert now("decisions/anbal-cel-sle-ind-2025/") not in found  # a later one
    assert now("decisions/snk01-fda-ind-2024/") not in found  # not in Korea


def test_the_lane_follows_from_what_an_event_involves(real: Atlas) -> None:
    atlas = atlas_of(
        real,
        made("regulations", 1),
        made("institutions", 1, type="hospital"),
        made("companies", 1),
        made("events", 1, date="2020", involves=["companies-1", "institutions-1", "regulations-1"]),
        made("events", 2, date="2021", involves=["companies-1", "institutions-1"]),
        made("events", 3, date="2022", involves=["companies-1"]),
    )
    lanes = [row[2] for row in rows(draw(atlas, "field-timeline"))]
    assert lanes == ["Rules and public money", "Trials and hospitals", "Industry"]


def test_the_oldest_years_give_way_and_a_full_year_is_refused(real: Atlas) -> None:
    new = many("events", MOST_ENTRIES, date="2025-03")
    old = [made("events", 1000 + n, date="1999") for n in range(7)]
    picture = draw(atlas_of(real, *new, *old), "field-timeline")
    said = list(tree(picture).itertext())
    assert "2025" in said and "1999" not in said
    assert any("7 entries before 2025" in words for words in said)
    # The table has them first; a longer one goes on on the page of the events.
    assert len(rows(picture)) == TABLE_ROWS
    assert [row[1] for row in rows(picture)[:8]] == [*["1999"] * 7, "Mar 2025"]
    full = many("events", MOST_ENTRIES + 1, date="2025")
    refused = draw(atlas_of(real, *full), "field-timeline")
    assert not refused.body and str(MOST_ENTRIES + 1) in refused.refusal


# Map


def test_the_map_names_every_hospital_and_counts_its_trials(real: Atlas, drawn) -> None:
    ladder = ladder_of(real)
    approved = [p for p in ladder.at("approved") if ladder.family(p).id == "car-t"]
    gives = {str(fact.value) for p in approved for fact in p.treatment_centres}
    sites = {(t.id, str(fact.value)) for t in real.of_kind("trials") for fact in actual(t.sites)}
    trials = Counter(site for _trial, site in sites)
    hospitals = {id_ for id_ in gives | set(trials) if id_ in real.records}
    picture = drawn("map")
    assert {address.split("/")[1] for address, _said in links(picture)} == hospitals
    assert len(gives & hospitals) == sum(bool(row[2]) for row in rows(picture))
    counts = sorted(int(row[3].split(" ")[0]) for row in rows(picture))
    assert counts == sorted(trials[h] for h in hospitals)
    assert f"{len(hospitals)} hospitals" in picture.description
    nowhere = [id_ for id_ in hospitals if real.records[id_].city is None]
    said = {words for words in tree(picture).itertext() if words.startswith("City not recorded")}
    assert said == ({f"City not recorded or not found ({len(nowhere)})"} if nowhere else set())


def test_a_district_lies_in_its_city_and_an_unknown_place_nowhere() -> None:
    busan = place_of(Words(en="Busan"))
    assert busan and busan == place_of(Words(en="Seogu", ko="부산 서구"))
    assert busan == place_of(Words(en="x", ko="부산시"))
    assert place_of(Words(en="Philadelphia")) is None
    assert place_of(Words(en="Goseong", ko="고성")) is None  # there are two


def test_the_land_has_all_provinces_and_the_islands_in_the_east() -> None:
    assert len(provinces()) == 17
    longitudes = [point[0] for ring in ulleungdo_dokdo() for point in ring]
    assert min(longitudes) < 131 < 131.8 < max(longitudes)
    seoul, jeju = place_of(Words(en="Seoul")), place_of(Words(en="Jeju"))
    assert MAP.at(*seoul[2:])[1] < MAP.at(*jeju[2:])[1]
    x, y = Frame(west=126, north=38, scale=100).at(127, 37)
    assert (round(x, 1), y) == (80.9, 100)


def test_too_many_hospitals_are_refused(real: Atlas) -> None:
    count = MOST_HOSPITALS + 1
    atlas = atlas_of(
        real,
        *many("institutions", count, type="hospital", city="Seoul"),
        made("trials", 1, sites=[f"institutions-{n}" for n in range(count)]),
    )
    picture = draw(atlas, "map")
    assert not picture.body and str(count) in picture.refusal
    assert len(rows(picture)) == count


# Network


def test_the_network_has_the_deals_of_those_with_several(real: Atlas, drawn) -> None:
    deals = real.of_kind("partnerships")
    counts = Counter(
        party for deal in deals for party in {p.party for p in deal.parties if p.party}
    )
    several = {party for party, count in counts.items() if count >= LEAST_DEALS}
    expected = {d.id for d in deals if several & {p.party for p in d.parties}}
    picture = drawn("network")
    linked = [address.split("/") for address, _said in links(picture)]
    assert {parts[1] for parts in linked if parts[0] == "partnerships"} == expected
    assert {parts[1] for parts in linked if parts[0] != "partnerships"} == several
    assert len(rows(picture)) == len(deals)
    said = "".join(tree(picture).itertext())
    assert f"{len(expected)} deals" in said and f"only: {len(deals) - len(expected)}" in said


def test_a_deal_that_ended_is_broken_and_others_are_not(real: Atlas) -> None:
    def parties(n: int) -> list[dict[str, object]]:
        return [{"party": "companies-1"}, {"other": f"Partner {n}"}]

    atlas = atlas_of(
        real,
        made("companies", 1),
        made("partnerships", 1, type="licence", status="terminated", parties=parties),
        made("partnerships", 2, type="investment", status="active", parties=parties),
        made("partnerships", 3, parties=parties),
    )
    shapes = tree(draw(atlas, "network"))
    assert [path.get("class") for path in shapes.iter(f"{SVG}path")] == [
        "p-line c1 p-ended",
        "p-line c4",
        "p-line c5",
    ]


def test_a_network_with_too_many_partners_or_none_with_several_is_refused(real: Atlas) -> None:
    def to_one(n: int) -> list[dict[str, object]]:
        return [{"party": "companies-1"}, {"other": f"Partner {n}"}]

    crowd = many("partnerships", MOST_PARTNERS + 1, parties=to_one)
    refused = draw(atlas_of(real, made("companies", 1), *crowd), "network").refusal
    assert f"more than {MOST_PARTNERS} partners" in refused
    alone = made("partnerships", 1, parties=to_one)
    refused = draw(atlas_of(real, made("companies", 1), alone), "network").refusal
    assert "no party has more than one deal" in refused


# Matrix


def test_each_cell_counts_what_its_link_leads_to(real: Atlas, drawn) -> None:
    counted = 0
    for address, said in links(drawn("matrix")):
        number = re.fullmatch(r".* × .*: (Products|Trials) ([\d,]+)", said)
        if number:
            assert len(_resolve(real, address)) == int(number[2]), said
            counted += 1
    assert counted > 20
    for target, indication, products, trials in rows(drawn("matrix")):
        assert target and indication and int(products) + int(trials)


def test_the_gaps_carry_the_newest_date_of_the_data(real: Atlas, drawn) -> None:
    newest = max(str(r.checked) for r in real.records.values() if r.checked)
    year, month, day = map(int, newest.split("-"))
    gap = f"{year}년 {month}월 {day}일 기준 확인된 기록 없음"
    titles = [title.text for title in tree(drawn("matrix", "ko")).iter(f"{SVG}title")]
    gaps = [title for title in titles if title.endswith(gap)]
    dashes = [t for t in tree(drawn("matrix", "ko")).iter(f"{SVG}text") if t.text == "–"]
    assert gaps and len(gaps) == len(dashes) - 1  # one dash is in the key
    assert f"{len(gaps)}개에는 없습니다" in drawn("matrix", "ko").description


def test_a_single_entry_is_no_matrix(real: Atlas) -> None:
    atlas = atlas_of(
        real,
        made("targets", 1),
        made("indications", 1),
        made("products", 1, targets=["targets-1"], indications=["indications-1"]),
    )
    picture = draw(atlas, "matrix")
    assert not picture.body and picture.refusal and len(rows(picture)) == 1


# What they find: counted from the records, no more than they say, nothing where two are equal


@every_language
@every_picture
def test_a_finding_is_the_title_and_the_topic_stays_above_it_in_the_file(
    real: Atlas, drawn, files, name: str, language: str
) -> None:
    picture = drawn(name, language)
    page = html.fromstring(str(figure(Context(real, language, ""), picture, "x.svg")))
    assert page.xpath("//figure/p/text()") == [picture.finding] * bool(picture.finding)
    root = etree.fromstring(files(language)[name].encode())
    assert root.findtext(f"{SVG}title") == picture.headline
    words = ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]
    assert " ".join(words).startswith(
        " ".join(filter(None, (picture.title, picture.finding))).partition("…")[0]
    )


def test_the_findings_count_what_the_records_say(real: Atlas) -> None:
    def parties(n: int) -> list[dict[str, object]]:
        return [{"party": "companies-0"}, {"party": f"companies-{n}"}]

    cells = {"cell_type": "t-cell", "targets": ["targets-0"], "indications": ["indications-0"]}
    atlas = atlas_of(
        real,
        *many("targets", 2),
        *many("indications", 2),
        *many("companies", 3),
        *many("institutions", 2, type="hospital", city="Seoul"),
        made("products", 0, **cells, stage="approved", treatment_centres=["institutions-0"]),
        made("products", 1, **cells, stage="phase-1", developers=["companies-1"]),
        made("products", 2, stage=plan("approved"), targets=["targets-1"]),
        made("products", 3, stage="phase-1", targets=["targets-1", plan("targets-0")]),
        made("trials", 0, sites=["institutions-1"], indications=["indications-1"]),
        made("trials", 1, targets=["targets-1"], indications=["indications-1"]),
        made("partnerships", 1, parties=parties),
        made("partnerships", 2, parties=parties),
        made("partnerships", 3, parties=parties, date=plan("2030")),
        made("events", 1, date="2023"),
        made("events", 2, date="2025-02"),
        made("events", 3, date=plan("2030")),
        made("events", 4, date="2025-06"),
    )
    assert {name: draw(atlas, name).finding for name in OF_SITE} == {
        "pipeline": "South Korea has approved 1 of 4 recorded products and candidates",
        "pipeline-by-target": (
            "Target recorded most often for the 3 products shown by stage: Targets 0, with 2"
        ),
        "pipeline-by-company": "",  # a single one leads nobody
        "field-timeline": "The year with the most dated entries is 2025: 2 of 3",
        "map": (
            "An approved CAR-T is recorded as given at 1 of 2 hospitals with treatment or trials"
        ),
        "network": "Most deals recorded: Companies 0, party to 2 of 2",
        "matrix": (
            "No product or trial is recorded for 2 of the 4 pairs of target and indication shown"
        ),
    }


def test_where_two_are_equal_or_nothing_is_found_the_topic_is_the_title(real: Atlas) -> None:
    def parties(n: int) -> list[dict[str, object]]:
        return [{"party": "companies-0"}, {"party": "companies-1"}]

    atlas = atlas_of(
        real,
        *many("targets", 2),
        made("indications", 0),
        *many("companies", 2),
        made("institutions", 0, type="hospital", city="Seoul"),
        *many(
            "products",
            2,
            stage=["phase-1", "phase-2"].__getitem__,
            targets=lambda n: [f"targets-{n}"],
            indications=["indications-0"],
            developers=lambda n: [f"companies-{n}"],
        ),
        made("trials", 0, sites=["institutions-0"]),
        *many("partnerships", 2, parties=parties),
        made("events", 1, date="2025"),
    )
    for name in OF_SITE:
        picture = draw(atlas, name)
        assert picture.body and not picture.finding and picture.headline == picture.title, name


# Print: the whole picture on one page, or in parts that cut nothing


def parts_of(atlas: Atlas, picture: Picture) -> list[list[list[float]]]:
    """Return the view boxes of each part in which a picture is printed."""
    page = html.fromstring(str(figure(Context(atlas, "en", ""), picture, "x.svg")))
    assert set(page.xpath("//use/@href")) <= {f"#{id_}" for id_ in page.xpath("//g/@id")}
    return [
        [[*map(float, box.split())] for box in part.xpath("svg/@viewbox")]
        for part in page.xpath("//div[@class='picture-pages']/div")
    ]


def test_a_picture_is_parted_as_late_as_a_page_allows_and_each_part_has_its_heads(
    real: Atlas,
) -> None:
    picture = Picture("x", "X", "What", Markup(""), head=40)
    short = picture.drawn(Markup("<text/>"), 720, PAGE, breaks=(300, 700))
    assert parts_of(real, short) == []
    long = picture.drawn(Markup("<text/>"), 720, 2000, breaks=(300, 700, 1000, 1900))
    heads = [0, 0, 720, 40]
    assert parts_of(real, long) == [
        [[0, 0, 720, 700]],
        [heads, [0, 700, 720, 300]],
        [heads, [0, 1000, 720, 900]],  # nothing in it can be parted
        [heads, [0, 1900, 720, 100]],
    ]


@every_language
@pytest.mark.parametrize("name", ["pipeline-by-target", "pipeline-by-company", "field-timeline"])
def test_where_a_picture_may_be_parted_no_words_are_cut(drawn, name: str, language: str) -> None:
    picture = drawn(name, language)
    assert picture.breaks and picture.breaks[-1] <= picture.height
    for top, bottom, _left, _right, said in map(_box, tree(picture).iter(f"{SVG}text")):
        assert not [y for y in picture.breaks if top + 1 < y < bottom - 1], said


# Plans: marked where a picture names single things, counted nowhere


def plan(value: object) -> dict[str, object]:
    return {"value": value, "planned": True}


def test_a_planned_stage_and_a_planned_type_count_as_none(real: Atlas) -> None:
    product = made("products", 1, stage=plan("approved"), therapies=[plan("therapies-1")])
    atlas = atlas_of(real, made("therapies", 1, family="car-t"), product)
    picture = draw(atlas, "pipeline")
    counts = {row[0]: row[1:] for row in rows(picture)}
    assert counts["Approved"] == ["0"] * 4 and counts["No stage recorded"] == ["0", "0", "1", "1"]
    assert "0 are approved" in picture.description
    listed = draw(
        atlas_of(real, product, made("products", 2, stage="phase-1")), "pipeline-by-target"
    )
    assert "Products 1 (planned: Approved)" in said_in(listed)
    assert [row[2] for row in rows(listed) if row[0] == "Products 1"] == ["Approved planned"]


def test_a_planned_target_is_dashed_and_says_so(real: Atlas) -> None:
    targets = ["targets-1", plan("targets-2")]
    product = made("products", 1, stage="phase-1", targets=targets)
    atlas = atlas_of(real, *(made("targets", n) for n in (1, 2)), product)
    picture = draw(atlas, "pipeline-by-target")
    assert len(dashed(picture)) == 2  # the row's and the key's
    assert said_in(picture).count("Products 1 (planned)") == 1
    assert rows(picture)[0][1] == "Targets 1, Targets 2 planned"
    assert "1 of 1 products" in picture.description


def test_planned_sites_and_centres_are_marked_and_not_counted(real: Atlas) -> None:
    approved = {"stage": "approved", "cell_type": "t-cell"}
    atlas = atlas_of(
        real,
        *(made("institutions", n, type="hospital", city="Seoul") for n in range(4)),
        made("products", 1, **approved, treatment_centres=["institutions-0"]),
        made("products", 2, **approved, treatment_centres=[plan("institutions-1")]),
        made("trials", 1, sites=["institutions-0", plan("institutions-2")]),
        made("trials", 2, sites=[plan("institutions-0"), "institutions-3"]),
    )
    picture = draw(atlas, "map")
    assert "2 hospitals in South Korea: 1 are on record as giving" in picture.description
    assert "Seoul (2)" in said_in(picture) and "Planned" not in said_in(picture)
    assert len(dashed(picture)) == 3  # two hospitals and the key
    cells = {row[0]: row[2:] for row in rows(picture)}
    assert cells["Institutions 0"] == ["Products 1", "1 (1 planned)", "0"]
    assert cells["Institutions 1"] == ["Products 2 planned", "0", "0"]
    assert cells["Institutions 2"] == ["", "0 (1 planned)", "0"]


def test_a_planned_deal_is_dotted_and_makes_nobody_a_hub(real: Atlas) -> None:
    def parties(n: int) -> list[dict[str, object]]:
        return [{"party": "companies-1"}, {"other": f"Partner {n}"}]

    company, first = made("companies", 1), made("partnerships", 1, parties=parties)
    coming = made("partnerships", 2, parties=parties, date=plan("2030"), ended=plan("2035"))
    refused = draw(atlas_of(real, company, first, coming), "network").refusal
    assert "no party has more than one deal" in refused
    second = made("partnerships", 3, parties=parties, ended="unknown")
    joining = made("partnerships", 4, parties=[*parties(4)[1:], parties(0)[0] | {"planned": True}])
    picture = draw(atlas_of(real, company, first, coming, second, joining), "network")
    assert [path.get("class") for path in tree(picture).iter(f"{SVG}path")] == [
        "p-line c5 p-planned",
        "p-line c5",
        "p-line c5",
        "p-line c5 p-planned",
    ]
    assert "2030 planned" in said_in(picture)
    assert any("2030 planned" in row[3] for row in rows(picture))


def test_a_planned_pair_is_neither_a_count_nor_a_gap(real: Atlas) -> None:
    atlas = atlas_of(
        real,
        *many("targets", 2),
        *many("indications", 2),
        *many("products", 2, targets=["targets-0"], indications=["indications-0"]),
        made("products", 3, targets=["targets-1"], indications=["indications-1"]),
        made("trials", 1, targets=["targets-0"], indications=[plan("indications-1")]),
        made("trials", 2, targets=[plan("targets-0")], indications=["indications-0"]),
    )
    picture = draw(atlas, "matrix")
    assert "for 2 pairs of target and indication; for 1 pairs there are none" in " ".join(
        picture.description.split()
    )
    assert [box.findtext(f"{SVG}title") for box in dashed(picture)] == [
        None,  # the key
        "Targets 0 × Indications 1: planned",
    ]
    counts = {tuple(row[:2]): row[2:] for row in rows(picture)}
    assert counts["Targets 0", "Indications 0"] == ["2", "0 (1 planned)"]
    assert counts["Targets 0", "Indications 1"] == ["0", "0 (1 planned)"]


def test_what_is_to_come_is_dashed_on_the_time_line(real: Atlas) -> None:
    granted = {"type": "marketing-approval", "products": ["products-1"]}
    atlas = atlas_of(
        real,
        made("products", 1),
        made("events", 1, date="2024-05"),
        made("events", 2, date=plan("2030")),
        made("decisions", 1, **granted, date="2025-06", outcome=plan("granted")),
        made("companies", 1, listed_on="unknown"),
    )
    picture = draw(atlas, "field-timeline")
    assert picture.description.startswith("1 dated entries from 2024 to 2024")
    assert len(dashed(picture)) == 2
    assert "Jun · planned" in said_in(picture) and len(rows(picture)) == 3


@every_picture
@every_language
def test_a_picture_keeps_its_address_and_has_its_table_where_it_is(site, name, language) -> None:
    folder = site if language == "en" else site / language
    file = folder / "pictures/index.html"
    at = html.parse(str(file)).getroot().get_element_by_id(f"picture-{name}")
    if at.tag == "li":  # the picture has moved
        page, _, heading = at.find("a").get("href").partition("#")
        assert at.find("a").get("id") == heading
        moved = html.parse(str(file.parent / page / "index.html")).getroot()
        assert moved.get_element_by_id(heading) is not None
        at = moved.get_element_by_id(f"picture-{name}")
    assert at.xpath(".//figure//*[local-name()='svg']") and at.xpath(".//details//table//td")
