"""Pictures: what is drawn stands where the data say, says what the data say, and no more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree, html

from macros.features.pictures import OF_RECORD, pictures_of, svg
from macros.features.pictures.base import Picture, figure, file_style, standalone
from macros.features.pictures.results import MOST_ROWS as MOST_RESULTS
from macros.features.pictures.results import _x as place_of
from macros.features.pictures.time_rows import MOST_ROWS, TimeAxis
from macros.features.record.page import record_page
from macros.model.atlas import Atlas
from macros.model.partial_dates import days_of
from macros.model.record import Record
from macros.page.context import Context, Project
from macros.store.loading import Loader
from tests.conftest import edit, load, write
from tests.sites import real_atlas

SITE = "https://atlas.example/"
NS = "{http://www.w3.org/2000/svg}"

every_language = pytest.mark.parametrize("language", ["en", "ko"])


@pytest.fixture(scope="module")
def real() -> Atlas:
    return real_atlas()


def made(atlas: Atlas, record_id: str, picture_id: str, language: str = "en") -> Picture | None:
    pictures = pictures_of(Context(atlas, language, SITE), atlas.records[record_id])
    return next((picture for picture in pictures if picture.id == picture_id), None)


def tree(atlas: Atlas, record_id: str, picture_id: str, language: str = "en") -> etree._Element:
    """Return the file of a picture, parsed as the XML it has to be."""
    picture = made(atlas, record_id, picture_id, language)
    return etree.fromstring(standalone(Context(atlas, language, SITE), picture).encode())


def every_picture(atlas: Atlas, language: str) -> Iterator[tuple[Context, Record, Picture]]:
    context = Context(atlas, language, SITE)
    for kind in OF_RECORD:
        for record in atlas.of(kind):
            for picture in pictures_of(context, record):
                if picture.body:  # one that is refused has a sentence in its place, and no file
                    yield context, record, picture


def said(element: etree._Element) -> str:
    """Return the words of a picture, lines joined."""
    return " ".join(" ".join(text.itertext()) for text in element.iter(f"{NS}text"))


def marks(element: etree._Element, kind: str) -> list[etree._Element]:
    """Return the shapes of a class, without those of the legend, which are moved into place."""
    return [
        shape
        for shape in element.iter(f"{NS}circle", f"{NS}rect", f"{NS}line", f"{NS}path")
        if kind in shape.get("class", "").split() and len(moves(shape)) <= 1
    ]


def moves(shape: etree._Element) -> list[tuple[float, float]]:
    found = []
    for parent in shape.iterancestors():
        move = re.fullmatch(r"translate\(([-\d.]+) ([-\d.]+)\)", parent.get("transform", ""))
        if move:
            found.append((float(move[1]), float(move[2])))
    return found


def boxes(element: etree._Element) -> list[tuple[float, float, float, float, str]]:
    """Return the place of each line of words, as wide as the layout takes it to be."""
    found = []
    for text in element.iter(f"{NS}text"):
        words, size = "".join(text.itertext()), float(text.get("font-size"))
        wide = svg.width(words, size, "strong" in text.get("class"))
        x = float(text.get("x")) + sum(move[0] for move in moves(text))
        y = float(text.get("y")) + sum(move[1] for move in moves(text))
        x -= {"middle": wide / 2, "end": wide}.get(text.get("text-anchor"), 0)
        found.append((x, y - 0.75 * size, x + wide, y + 0.2 * size, words))
    return found


class TestFrame:
    @every_language
    def test_every_file_is_sound_and_stands_alone(self, real: Atlas, language: str):
        count = 0
        for context, record, picture in every_picture(real, language):
            file = standalone(context, picture)
            root = etree.fromstring(file.encode())
            assert root.tag == f"{NS}svg"
            assert root.findtext(f"{NS}title") == picture.headline
            assert root.findtext(f"{NS}desc") == picture.description
            ids = root.xpath("//@id")
            assert len(ids) == len(set(ids))
            assert not re.search(r"\sstyle=|\son\w+=|<script|var\(", file), record.id
            for link in root.iter(f"{NS}a"):
                kind, id_ = link.get("href").removeprefix(SITE).strip("/").split("/")
                assert real.records[id_].about.id == kind
            count += 1
        assert count > 40

    @every_language
    def test_no_words_lie_over_others_or_leave_the_picture(self, real: Atlas, language: str):
        for context, record, picture in every_picture(real, language):
            root = etree.fromstring(standalone(context, picture).encode())
            wide, high = float(root.get("width")), float(root.get("height"))
            placed = boxes(root)
            for index, (x1, y1, x2, y2, words) in enumerate(placed):
                where = f"{record.id} {picture.id}: {words}"
                assert x1 >= 0 and y1 >= 0 and x2 <= wide and y2 <= high, where
                for a1, b1, a2, b2, other in placed[index + 1 :]:
                    apart = x2 <= a1 or a2 <= x1 or y2 <= b1 or b2 <= y1
                    assert apart, f"{where} over {other}"

    def test_the_same_data_give_the_same_bytes(self, atlas: Atlas):
        first, second = (
            [standalone(c, p) for c, _r, p in every_picture(atlas, "en")] for _ in range(2)
        )
        assert first and first == second

    def test_its_own_style_knows_light_and_dark_without_custom_properties(self):
        light, _, dark = file_style().partition("@media (prefers-color-scheme: dark)")
        assert "var(" not in light + dark
        assert ".p-words" in light and ".p-words" in dark and light not in dark

    @every_language
    def test_ids_are_unique_on_a_page_with_several_records(self, atlas: Atlas, language: str):
        context = Context(atlas, language, "../../", Project())
        shown = "".join(
            record_page(context, atlas.records[id_], inside=True).html
            for id_ in ("example-cel", "nct99999901")
        )
        ids = html.fromstring(f"<div>{shown}</div>").xpath("//@id")
        assert "example-cel-picture-path" in ids and "nct99999901-picture-time-line" in ids
        assert len(ids) == len(set(ids))

    def test_what_a_picture_covers_stands_once_on_the_page(self, atlas: Atlas):
        page = record_page(Context(atlas, "en", "../../", Project()), atlas.records["example-cel"])
        titles = [title for _id, title in page.contents]
        assert titles[:3] == ["At a glance", "Decisions", "Construct"]
        for title in ("Decisions", "Construct", "Results"):
            assert titles.count(title) == 1
        glance = html.fromstring(page.html).xpath('.//section[h2/@id="at-a-glance"]')[0]
        assert "Construct" not in glance.text_content()

    def test_a_picture_that_is_refused_says_so_and_leaves_its_table(self, atlas: Atlas):
        context = Context(atlas, "en", "")
        picture = Picture("x", "X", "What", svg.words(0, 0, "t")).refused("Too <many>.")
        shown = figure(context, picture, "x.svg")
        assert shown.startswith('<p class="refusal">Too &lt;many&gt;.</p><text')
        assert "<figure" not in shown

    def test_hostile_words_stay_words(self, hostile_data: Path):
        atlas = Loader(hostile_data).load()
        for language in ("en", "ko"):
            seen = set()
            for context, record, picture in every_picture(atlas, language):
                root = etree.fromstring(standalone(context, picture).encode())
                tags = {etree.QName(e).localname for e in root.iter(etree.Element)}
                assert tags <= {
                    *("svg", "title", "desc", "style", "rect", "g", "a", "text", "line"),
                    *("circle", "path"),
                }
                assert all(href.startswith(SITE) for href in root.xpath("//@href"))
                assert not [n for n in root.xpath("//@*") if n.attrname.startswith("on")]
                seen.add((record.about.id, picture.id))
            assert seen == {
                *(("products", id_) for id_ in ("construct", "results")),
                ("trials", "time-line"),
            } | ({("products", "path")} & seen)


class TestTimeAxis:
    def test_a_date_lies_between_its_neighbours_by_its_days(self):
        axis = TimeAxis.around(["2020-01-01", "2023-12-31"], 100, 500)
        a, b, c = (axis.place(day)[0] for day in ("2020-01-01", "2021-01-01", "2023-01-01"))
        assert 100 < a < b < c < 500
        assert (b - a) / (c - a) == pytest.approx(366 / 1096)

    @pytest.mark.parametrize(
        "date, days",
        [("2024", 366), ("2023", 365), ("2024-02", 29), ("2023-12", 31), ("2023-12-31", 1)],
    )
    def test_a_partial_date_is_as_wide_as_it_is_uncertain(self, date: str, days: int):
        first, after = days_of(date)
        assert (after - first).days == days
        axis = TimeAxis.around([date, "2020", "2026"], 0, 1000)
        wide = axis.place(date)[1] - axis.place(date)[0]
        day = 1000 / (axis.last - axis.first).days
        assert wide == pytest.approx(0 if days == 1 else days * day)

    def test_labels_do_not_run_into_each_other(self):
        for dates in (
            ["2024-03", "2024-04"],
            ["2020", "2023"],
            ["2007", "2018-09"],
            ["1990", "2036"],
        ):
            axis = TimeAxis.around(dates)
            places = [axis.x(days_of(tick)[0]) for tick in axis.ticks()]
            assert 2 <= sum(axis.left <= x <= axis.right for x in places) <= 12, dates
            assert all(after - x >= 40 for x, after in zip(places, places[1:], strict=False))


class TestPath:
    def test_steps_stand_in_lanes_with_their_dates(self, atlas: Atlas):
        root = tree(atlas, "example-cel", "path")
        words = said(root)
        for part in ("Designations", "Orphan designation", "2022", "Approval", "2 Mar 2024"):
            assert part in words
        assert words.index("Designations") < words.index("Approval") < words.index("Reimbursement")
        hrefs = {link.get("href").strip("/").split("/")[-1] for link in root.iter(f"{NS}a")}
        assert hrefs == {
            *("example-cel-orphan-2022", "example-cel-approval-2024", "example-cel-application")
        }

    def test_a_step_without_a_date_is_listed_without_a_mark(self, atlas: Atlas):
        root = tree(atlas, "example-cel", "path")
        assert "date not found" in said(root)
        assert len(marks(root, "p-mark")) == 2

    def test_the_wait_is_a_bar_with_its_days_a_range_where_a_date_is_not_to_the_day(
        self, small: Path, atlas: Atlas
    ):
        unsure = tree(atlas, "example-cel", "path")  # applied for in 2023
        assert len(marks(unsure, "p-maybe")) == 1 and len(marks(unsure, "p-wait")) == 1
        assert "62 to 426 days" in said(unsure)
        edit(small, "decisions/example-cel-approval-2024.yml", '"2023"', '"2022-12-31"')
        root = tree(load(small), "example-cel", "path")
        assert "427 days" in said(root) and not marks(root, "p-maybe")
        [bar], [_, decided] = marks(root, "p-wait"), marks(root, "p-yes")
        axis = TimeAxis.around(["2022-12-31", "2024-03-02", "2022"])
        start, end = axis.place("2022-12-31")[0], axis.place("2024-03-02")[0]
        assert float(bar.get("x")) == pytest.approx(start, abs=0.1)
        assert float(bar.get("x")) + float(bar.get("width")) == pytest.approx(end, abs=0.1)
        assert float(decided.get("cx")) == pytest.approx(end, abs=0.1)
        assert "427 days" in made(load(small), "example-cel", "path").finding

    def test_what_was_not_granted_says_what_it_was(self, small: Path):
        edit(small, "decisions/example-cel-orphan-2022.yml", "outcome: granted", "outcome: refused")
        root = tree(load(small), "example-cel", "path")
        assert len(marks(root, "p-no")) == 1 and "Refused" in said(root)

    def test_one_date_is_no_path(self, small: Path):
        edit(
            small,
            "decisions/example-cel-orphan-2022.yml",
            'date: "2022"',
            'date: {value: unknown, checked: "2024-05"}',
        )
        edit(small, "decisions/example-cel-approval-2024.yml", "applied: {", "# applied: {")
        assert made(load(small), "example-cel", "path") is None

    def test_too_many_steps_are_refused(self, small: Path):
        for n in range(MOST_ROWS):
            write(
                small,
                f"decisions/more-{n}.yml",
                f"name: More {n}\nsources: [example-register]\ntype: price-change\n"
                f'products: [example-cel]\ndate: "2024-04-{n % 28 + 1:02}"\n'
                "authorities: [example-agency]\noutcome: granted\n",
            )
        picture = made(load(small), "example-cel", "path")
        assert not picture.body and str(MOST_ROWS + 3) in picture.refusal
        assert "More" not in picture.refusal and picture.table().count("<tr>") == MOST_ROWS + 4

    def test_a_planned_decision_is_dashed_and_its_wait_no_record(self, small: Path):
        edit(small, "decisions/example-cel-approval-2024.yml", '"2023"', '"2022-12-31"')
        edit(
            small,
            "decisions/example-cel-approval-2024.yml",
            'date: "2024-03-02"',
            'date: {value: "2024-03-02", planned: true}',
        )
        edit(
            small,
            "decisions/example-cel-approval-2024.yml",
            "outcome: granted",
            "outcome: {value: granted, planned: true}",
        )
        edit(small, "products/example-cel.yml", "value: approved", "value: filed")
        atlas = load(small)
        root = tree(atlas, "example-cel", "path")
        assert "Granted (planned)" in said(root)
        assert len(marks(root, "p-planned")) == 2  # the mark and its bar
        picture = made(atlas, "example-cel", "path")
        assert not picture.finding and "2024" not in picture.description

    def test_a_planned_application_is_no_wait(self, small: Path):
        file = "decisions/example-cel-approval-2024.yml"
        edit(small, file, 'value: "2023"', 'value: "2022-12-31", planned: true')
        assert not marks(tree(load(small), "example-cel", "path"), "p-wait")


class TestTrial:
    def test_planned_dates_are_dashed_and_say_so(self, atlas: Atlas):
        root = tree(atlas, "nct99999901", "time-line")
        planned = marks(root, "p-planned")
        assert len([m for m in planned if "p-mark" in m.get("class")]) == 2
        assert len([m for m in planned if "p-wait" in m.get("class")]) == 2
        assert "9 Apr 2029 (planned)" in said(root) and "18 Feb 2021" in said(root)
        actual = [m for m in marks(root, "p-mark") if "p-planned" not in m.get("class")]
        assert len(actual) == 3  # cleared, started, and the approval that names the trial

    def test_dates_stand_at_their_place(self, atlas: Atlas):
        root = tree(atlas, "nct99999901", "time-line")
        axis = TimeAxis.around(["2021-02-18", "2021-03", "2027-12", "2029-04-09", "2024-03-02"])
        centres = [float(m.get("cx")) for m in marks(root, "p-mark") if m.get("cx")]
        for date in ("2021-02-18", "2029-04-09", "2024-03-02"):
            place = axis.place(date)[0]
            assert any(abs(centre - place) < 0.11 for centre in centres), date

    def test_up_to_when_the_data_know_is_a_line_and_never_today(self, small: Path, atlas: Atlas):
        edit(
            small,
            "trials/nct99999901.yml",
            "enrolment: 91",
            'enrolment: {value: 91, as_of: "2024-05-01"}',
        )
        root = tree(load(small), "nct99999901", "time-line")
        assert "Data as of 1 May 2024" in said(root)
        axis = TimeAxis.around(["2021-02-18", "2029-04-09"])
        [line] = marks(root, "p-as-of")
        assert float(line.get("x1")) == pytest.approx(axis.place("2024-05-01")[0], abs=0.1)

    def test_missing_milestones_are_named(self, small: Path):
        edit(small, "trials/nct99999901.yml", 'start_date: "2021-03"\n', "")
        assert "Start not recorded" in said(tree(load(small), "nct99999901", "time-line"))

    def test_one_date_is_no_time_line(self, atlas: Atlas):
        assert made(atlas, "sample-study", "time-line") is None
        assert made(atlas, "example-iit", "time-line") is None


class TestConstruct:
    def test_every_part_that_is_given_is_named_and_the_rest_is_dashed(self, atlas: Atlas):
        root = tree(atlas, "example-cel", "construct")
        words = said(root)
        order = ["EXA1", "anti-EXA1 scFv", "Hinge", "Transmembrane domain", "4-1BB", "CD28"]
        places = [words.index(part) for part in order]
        assert places == sorted(places)
        assert "lentiviral" in words
        # Hinge, transmembrane and signalling domain, and the box of additions.
        assert words.count("not given") == 4 and len(marks(root, "p-absent")) == 4
        assert len(marks(root, "p-costimulatory")) == 2
        [link] = root.iter(f"{NS}a")
        assert link.get("href") == f"{SITE}targets/exa1/"
        assert "not to scale" in made(atlas, "example-cel", "construct").description
        assert "출처에 없음" in said(tree(atlas, "example-cel", "construct", "ko"))

    @pytest.mark.parametrize(
        "binder, lobes",
        [("FMC63 scFv", 2), ("anti-EXA1 VHH", 1), ("Two tandem VHH domains", 2), ("dual scFv", 4)],
    )
    def test_the_binder_is_drawn_as_the_source_says(self, small: Path, binder: str, lobes: int):
        edit(small, "products/example-cel.yml", "binder: anti-EXA1 scFv", f"binder: {binder}")
        root = tree(load(small), "example-cel", "construct")
        assert len(marks(root, "p-binder")) == lobes

    def test_the_table_has_the_parts_with_their_receipt(self, atlas: Atlas):
        table = made(atlas, "example-cel", "construct").table()
        for part in ("anti-EXA1 scFv", "4-1BB", "CD28", "lentiviral", "example-paper-2024"):
            assert part in table

    def test_next_to_nothing_is_not_drawn(self, small: Path):
        edit(small, "products/example-cel.yml", "  costimulatory: [4-1BB, CD28]\n", "")
        assert made(load(small), "example-cel", "construct") is None


class TestResults:
    def test_dots_and_intervals_stand_at_their_values(self, atlas: Atlas):
        root = tree(atlas, "example-cel", "results")
        dots = [float(dot.get("cx")) for dot in marks(root, "p-dot")]
        assert dots == pytest.approx([place_of(70, 100), place_of(75.3, 100)], abs=0.1)
        across = [w for w in marks(root, "p-whisker") if w.get("y1") == w.get("y2")]
        assert [(float(w.get("x1")), float(w.get("x2"))) for w in across] == [
            pytest.approx((place_of(63.9, 100), place_of(84.7, 100)), abs=0.1)
        ]  # the trial's result has none, and none is made up
        [other] = marks(root, "p-also")
        assert float(other.get("cx")) == pytest.approx(place_of(71.5, 100), abs=0.1)

    def test_each_row_says_n_whom_when_and_how_sure(self, atlas: Atlas):
        words = said(tree(atlas, "example-cel", "results"))
        for part in (
            *("70.0 % (14 of 20)", "95% CI 63.9–84.7", "n = 20", "all who were treated"),
            *("cut-off 31 Dec 2023", "Follow-up: median 15.9 months", "Other sources say: 71.5"),
            *("NCT99999901", "75.30 %", "n = 73", "not reached", "Comparator: 67.3 %"),
            "Company-reported",
        ):
            assert part in words, part

    def test_a_computed_interval_is_dashed_and_says_so(self, small: Path):
        edit(small, "products/example-cel.yml", "    low: 63.9\n    high: 84.7\n", "")
        root = tree(load(small), "example-cel", "results")
        [across] = [w for w in marks(root, "p-dashed") if w.get("y1") == w.get("y2")][:1]
        assert (float(across.get("x1")), float(across.get("x2"))) == pytest.approx(
            (place_of(45.7, 100), place_of(88.1, 100)), abs=0.2
        )
        assert "computed here" in said(root)

    def test_a_result_in_words_has_no_dot(self, atlas: Atlas):
        root = tree(atlas, "example-cel", "results")
        assert "not reached" in said(root) and len(marks(root, "p-dot")) == 2

    def test_results_of_a_products_trials_lead_there_and_come_with_a_warning(self, atlas: Atlas):
        picture = made(atlas, "example-cel", "results")
        assert "cannot be compared directly" in picture.description
        [link] = tree(atlas, "example-cel", "results").iter(f"{NS}a")
        assert link.get("href") == f"{SITE}trials/nct99999901/"
        assert "75.30\xa0%" in picture.table() and "nct99999901" in picture.table()

    def test_months_have_an_axis_of_their_own(self, small: Path):
        edit(
            small,
            "products/example-cel.yml",
            "    text: {en: not reached, ko: 도달하지 않음}\n",
            "    value: 30.5\n    unit: months\n",
        )
        root = tree(load(small), "example-cel", "results")
        assert "In months" in said(root) and "30.5 months" in said(root)
        assert float(marks(root, "p-dot")[-1].get("cx")) == pytest.approx(
            place_of(30.5, 36), abs=0.1
        )

    def test_one_dot_is_no_picture_and_the_table_stays(self, atlas: Atlas):
        assert made(atlas, "nct99999901", "results") is None
        page = record_page(Context(atlas, "en", "../../", Project()), atlas.records["nct99999901"])
        assert "75.30\xa0%" in page.html

    def test_too_many_rows_are_refused(self, small: Path):
        row = (
            "  - {endpoint: orr, value: 50, unit: percent, n: 10, sources: [example-paper-2024]}\n"
        )
        edit(small, "trials/nct99999901.yml", "results:\n", f"results:\n{row * MOST_RESULTS}")
        picture = made(load(small), "nct99999901", "results")
        assert not picture.body and str(MOST_RESULTS + 1) in picture.refusal
        assert picture.table().count("<tr>") == MOST_RESULTS + 2

    def test_a_planned_result_is_dashed_and_says_so(self, small: Path):
        edit(
            small,
            "products/example-cel.yml",
            "    responders: 14\n",
            "    responders: 14\n    planned: true\n    note: It was not found.\n",
        )
        root = tree(load(small), "example-cel", "results")
        assert len([m for m in marks(root, "p-dot") if "p-planned" in m.get("class")]) == 1
        assert "planned" in said(root)
