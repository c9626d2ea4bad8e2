"""Pages of records: every fact with its citation, in both languages, nothing left to guess."""

from __future__ import annotations

import doctest
import re
from collections import Counter
from functools import cache
from importlib import import_module
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from lxml import html

from macros.features.pictures import file_of, pictures_of
from macros.features.record.page import record_page
from macros.model.atlas import Atlas
from macros.model.derived import not_known, strongest
from macros.model.facts import Cited, Fact, Part
from macros.model.identifiers import RegistryNumber
from macros.model.kinds import KINDS
from macros.model.languages import LANGUAGES
from macros.model.money import Money
from macros.model.numbers import Count, Number
from macros.model.partial_dates import PartialDate
from macros.model.record import Record
from macros.model.topic import TOPIC
from macros.model.urls import Url
from macros.model.values import GRADES, Flag, Prose, Text, Words
from macros.model.values import term as word_of
from macros.page import values
from macros.page.context import Context, Project
from macros.page.labels import FILES, LABELS, label
from macros.page.values import show
from macros.store.reading import parse
from tests.conftest import VOCABULARY, edit, load, page_of, project
from tests.test_text import Reader

PROGRAM = Path(values.__file__).parents[1]

every_language = pytest.mark.parametrize("language", ["en", "ko"])


class Pages:
    """The pages of the small set, each made once."""

    def __init__(self, atlas: Atlas):
        self.atlas = atlas
        self.records = list(atlas.records.values())
        self.made = cache(lambda record_id, language="en": page_of(atlas, record_id, language))
        self.tree = cache(lambda *page: html.fromstring(self.made(*page).html))

    def section(self, section_id: str, *page: str) -> html.HtmlElement:
        [found] = self.tree(*page).xpath(f'.//section[h2/@id="{section_id}"]')
        return found

    def field(self, name: str, record_id: str, language: str = "en") -> html.HtmlElement:
        """Return what stands beside the label of a field, at a glance."""
        label = self.atlas.records[record_id].fields[name].labelled().in_(language)
        rows = self.section("at-a-glance", record_id, language).xpath("./dl/div")
        [found] = [row for row in rows if words(row.xpath("./dt")[0]) == label]
        return found.xpath("./dd")[0]


@pytest.fixture(scope="module")
def pages(atlas: Atlas) -> Pages:
    return Pages(atlas)


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def lines(citation: html.HtmlElement) -> list[html.HtmlElement]:
    """Return the lines in the list of sources that a citation leads to."""
    page = citation.getroottree().getroot()
    numbers = citation.xpath('.//div[@class="citation-body"]/ul/li/a/@href')
    return [page.get_element_by_id(number.removeprefix("#")) for number in numbers]


def cited(citation: html.HtmlElement) -> list[str]:
    """Return the ids of the sources whose lines in the list a citation leads to, in order."""
    hrefs = [href for line in lines(citation) for href in line.xpath(".//a[not(@class)]/@href")]
    assert all(href.startswith("../../sources/") for href in hrefs)
    return [href.strip("/").split("/")[-1] for href in hrefs]


def owed(fact: Fact) -> list[list[str]]:
    """Return the sources of each citation that a fact must show, other values' citations too."""
    own = [list(fact.sources)] if fact.sources or fact.note else []
    others = [list(other.sources) for other in fact.also]
    return own + others if isinstance(fact, Cited) else others + own


class TestCitations:
    @every_language
    def test_every_fact_opens_to_its_sources(self, pages: Pages, language: str):
        for record in pages.records:
            citations: dict[str, list[list[str]]] = {}
            for fact in record.every_fact:
                citations.setdefault(fact.field.name, []).extend(owed(fact))
            for name, expected in citations.items():
                values = getattr(record, name)
                if name == "facts":
                    place = pages.section("further", record.id, language)
                elif isinstance(values, tuple) and isinstance(values[0], Part):
                    # A product's own results come first, those of its trials after them.
                    section = pages.section(name.replace("_", "-"), record.id, language)
                    place = section.xpath(".//table")[0]
                elif name == "car_construct":
                    place = pages.section("car-construct", record.id, language)
                else:
                    place = pages.field(name, record.id, language)
                found = place.xpath('.//details[@class="citation"]')
                assert [cited(citation) for citation in found] == expected, (record.id, name)

    def test_a_receipt_has_address_publisher_date_grade_and_remark(self, pages: Pages):
        [citation] = pages.field("stage", "example-cel").xpath(".//details")
        said = words(citation)
        assert "as of 2 Mar 2024" in said
        assert "Example Register" in said and "Feb 2023" in said and "Primary source" in said
        assert "예시일보" in said
        _register, daily = listed = lines(citation)
        assert "예시셀, 예시 치료제 개발" in words(daily)
        assert [line.xpath('.//a[@class="outside"]/@href')[0] for line in listed] == [
            "https://register.example/1?a=1&b=2",
            "https://daily.example/2023/04/05",
        ]
        noted = pages.field("indications", "example-cel").xpath(".//details")[0]
        assert "Licensed for adults." in words(noted)

    @every_language
    def test_a_title_is_in_its_language_and_a_description_says_that_it_is_one(
        self, pages: Pages, language: str
    ):
        references = pages.section("sources", "examplecell", language)
        [title] = references.xpath('.//cite[@lang="ko"]')
        assert words(title) == "예시셀, 예시 치료제 개발"
        [described] = references.xpath('.//span[@class="described"]')
        said = "[회사의 예시" if language == "ko" else "[Announcement"
        assert words(described).startswith(said)
        assert described.get("title")

    @every_language
    def test_references_are_numbered_by_first_use_once_each(self, pages: Pages, language: str):
        for record in pages.records:
            page = pages.tree(record.id, language)
            used: list[int] = []
            for element in page.xpath('.//*[self::summary or starts-with(@href, "#ref-")]'):
                used += map(int, re.findall(r"\d+", element.text))
            numbers = list(range(1, len(set(used)) + 1))
            assert list(dict.fromkeys(used)) == numbers, record.id
            listed = page.xpath('.//ol[@class="references"]/li')
            assert [item.get("id") for item in listed] == [f"ref-{n}" for n in numbers], record.id
            sources = [source for item in listed for source in item.xpath(".//a[1]/@href")[:1]]
            assert len(set(sources)) == len(sources) == len(numbers), record.id

    @every_language
    def test_every_place_in_a_page_that_is_linked_to_is_there(self, pages: Pages, language: str):
        for record in pages.records:
            page = pages.tree(record.id, language)
            linked = {href[1:] for href in page.xpath('.//a[starts-with(@href, "#")]/@href')}
            assert linked <= set(page.xpath(".//*/@id")), record.id

    def test_what_only_the_company_or_a_blog_says_is_marked_in_sight(self, pages: Pages):
        def marks(name: str) -> list[str]:
            found = pages.field(name, "example-cel").xpath('.//span[starts-with(@class, "tag ")]')
            return [words(mark) for mark in found]

        assert marks("manufacturing") == ["Company-reported"]
        assert marks("indications") == ["planned", "Unconfirmed"]
        assert marks("stage") == ["Copy or reference"]

    def test_the_strongest_source_gives_the_grade(self, atlas: Atlas):
        assert strongest(atlas, ["example-blog", "examplecell-release"]) == "company"
        assert strongest(atlas, ["examplecell-release", "example-daily-2023"]) == "press"
        assert strongest(atlas, ["example-daily-2023", "example-register"]) == "primary"
        assert strongest(atlas, ["example-blog"]) == "unconfirmed"
        assert strongest(atlas, []) is None

    @pytest.mark.parametrize(
        ("language", "said"),
        [
            ("en", "Registry copy · Feb 2023 · Copy of a primary source"),
            ("ko", "등록정보 사본 · 2023년 2월 · 1차 자료 사본"),
        ],
    )
    def test_what_rests_on_a_copy_of_a_registry_says_so(
        self, small: Path, language: str, said: str
    ):
        edit(small, "sources/example-register.yml", "kind: registry", "kind: registry-copy")
        pages = Pages(load(small))
        _kind, _, beside_the_fact = said.partition(" · ")
        assert beside_the_fact in words(pages.field("stage", "example-cel", language))
        assert said in words(pages.section("sources", "nct99999901", language))

    def test_every_kind_of_source_has_a_grade(self):
        kinds = parse((VOCABULARY / "source-kind.yml").read_bytes()).value["terms"]
        assert set(TOPIC.grades) == set(kinds)
        assert set(TOPIC.grades.values()) == set(GRADES)


class TestStates:
    @pytest.mark.parametrize(
        ("name", "record_id", "language", "said"),
        [
            (
                "headquarters",
                "samplegen",
                "en",
                "unknown (searched, not found) Last searched 6 May 2024",
            ),
            (
                "headquarters",
                "samplegen",
                "ko",
                "찾아보았으나 확인되지 않음 최종 조사 2024년 5월 6일",
            ),
            ("listing", "examplecell", "en", "none, according to the source"),
            ("listing", "examplecell", "ko", "출처에 따르면 없음"),
            ("completion", "nct99999901", "en", "9 Apr 2029 planned"),
            ("completion", "nct99999901", "ko", "2029년 4월 9일 예정"),
        ],
    )
    def test_unknown_none_and_planned_are_said_in_words(
        self, pages: Pages, name: str, record_id: str, language: str, said: str
    ):
        assert words(pages.field(name, record_id, language)).startswith(said)

    def test_what_is_not_planned_is_not_said_to_be(self, pages: Pages):
        assert "planned" not in words(pages.field("start_date", "nct99999901"))

    def test_a_state_is_no_chip(self, small: Path):
        edit(small, "products/sample-nk.yml", "preclinical", "{value: unknown, checked: '2024'}")
        page = html.fromstring(page_of(load(small), "sample-nk").html)
        assert page.xpath('.//p[@class="chips"]') == []

    def test_what_other_sources_say_stands_beside_the_value_and_in_a_section(self, pages: Pages):
        for place in (
            pages.field("founded", "examplecell"),
            pages.section("disagree", "examplecell"),
        ):
            assert "Dec 2016" in words(place)
            assert "Other sources say 2017" in words(place)

    def test_not_known_yet_lists_the_expected_fields_that_are_absent(self, pages: Pages):
        for record in pages.records:
            absent = [
                field.labelled().en
                for field in record.declared().values()
                if field.expected and not field.items(record)
            ]
            shown = pages.tree(record.id).xpath('.//section[h2/@id="not-known"]/ul/li')
            assert [words(item) for item in shown] == absent, record.id

    def test_what_was_looked_for_is_not_among_what_is_not_known_yet(self, atlas: Atlas):
        assert [field.name for field in not_known(atlas.records["samplegen"])] == ["focus"]

    def test_not_known_yet_leads_to_the_file(self, pages: Pages):
        [link] = pages.section("not-known", "samplegen").xpath("./p/a/@href")
        assert link == "https://git.example/atlas/edit/main/data/companies/samplegen.yml"


class TestPage:
    @every_language
    def test_it_is_whole_and_every_id_stands_once(self, pages: Pages, language: str):
        for record in pages.records:
            read = Reader(pages.made(record.id, language).html)
            ids = Counter(attrs["id"] for _tag, attrs in read.elements if "id" in attrs)
            assert [id_ for id_, count in ids.items() if count > 1] == [], record.id
            assert not re.search(r"(Words|Decimal|Cited|State|Ref)\(|\bmacros\.", read.said)

    @every_language
    def test_its_contents_are_its_headings(self, pages: Pages, language: str):
        for record in pages.records:
            page = pages.tree(record.id, language)
            headings = [(h.get("id"), h.text.strip()) for h in page.xpath(".//h2")]
            assert pages.made(record.id, language).contents == headings
            assert len(page.xpath(".//h1")) == 1

    @every_language
    def test_its_links_lead_somewhere(self, pages: Pages, language: str):
        inside = {f"../../{record.about.id}/{record.id}/" for record in pages.records}
        inside |= {f"../../{kind}/" for kind in KINDS}
        inside |= {
            f"../../{file_of(picture.id, record)}"
            for record in pages.records
            for picture in pictures_of(Context(pages.atlas, language, ""), record)
        }
        inside |= {"../../"} | {f"../../compare/?beside={r.id}" for r in pages.records}
        for record in pages.records:
            for link in pages.tree(record.id, language).xpath(".//a"):
                href = link.get("href")
                if link.get("class") == "outside":
                    assert href.startswith(("https://", "http://"))
                    assert link.get("rel") == "noopener external"
                elif not href.startswith(("#", "https://git.example/")):
                    address, _, place = href.partition("#")
                    assert address in inside, (record.id, href)
                    other = address.strip("./").partition("/")[2]
                    assert not place or pages.tree(other, language).xpath(f'.//*[@id="{place}"]')

    @every_language
    def test_title_and_description_are_plain(self, pages: Pages, language: str):
        for record in pages.records:
            made = pages.made(record.id, language)
            for said in (made.title, made.description):
                assert said and said == " ".join(said.split())
                assert not re.search(r"<|\[\[|\]\]|\[@|\*\*|&\w+;", said)
            assert len(made.description) <= 300

    def test_a_long_description_ends_at_a_word(self, small: Path):
        summary = "word " * 80
        edit(small, "companies/samplegen.yml", "name:", f"summary: {summary}\nname:")
        made = page_of(load(small), "samplegen").description
        assert len(made) <= 300 and made.endswith("word…")

    def test_the_title_has_both_names(self, pages: Pages):
        assert pages.made("examplecell").title == "Examplecell (예시셀)"
        assert pages.made("examplecell", "ko").title == "예시셀 (Examplecell)"
        assert pages.made("samplegen").title == "샘플젠"
        assert pages.made("sample-study", "ko").title == "Early study of example-cel"

    def test_the_description_names_records_as_the_page_does(self, pages: Pages):
        assert pages.made("example-cel").description == (
            "Example-cel is a made-up autologous product of Examplecell against EXA1."
        )

    def test_without_a_summary_the_description_is_kind_and_name(self, pages: Pages):
        assert pages.made("example-act").description == "Regulation: Example Act"
        assert pages.made("example-act", "ko").description == "법령·제도: 예시법"

    @every_language
    def test_a_name_in_our_own_words_is_shown_in_one_language(self, pages: Pages, language: str):
        claim = pages.atlas.records["claim-example-best"]
        [head] = pages.tree(claim.id, language).xpath("./header")
        assert words(head.xpath("./h1")[0]) == claim.name_in(language)
        assert claim.name_in("ko") != claim.name_in("en")
        assert not head.xpath('./p[@class="record-other"]')

    def test_names_aliases_chips_and_summary_stand_at_the_top(self, pages: Pages):
        record = pages.tree("example-cel")
        [head] = record.xpath("./header")
        assert words(head.xpath("./h1")[0]) == "Example-cel"
        [other] = head.xpath('./p[@class="record-other"]')
        assert (words(other), other.get("lang")) == ("예시캡타젠", "ko")
        assert words(record.xpath('./p[@class="record-aliases"]')[0]) == "Also known as EXA101"
        chips = record.xpath('./p[@class="chips"]/span')
        assert [words(chip) for chip in chips] == ["Approved", "Copy or reference", "Autologous"]
        [summary] = record.xpath('./p[@class="record-summary"]')
        assert words(summary.xpath("./strong")[0]) == "autologous"
        assert summary.xpath("./a/@href") == [
            "../../companies/examplecell/",
            "../../targets/exa1/",
        ]

    def test_the_file_can_be_edited_and_an_error_be_reported(self, pages: Pages):
        assert pages.tree("example-cel").xpath(".//footer//a/@href") == [
            "https://git.example/atlas/edit/main/data/products/example-cel.yml",
            "https://git.example/atlas/issues/new?template=report-an-error.yml"
            "&title=data/products/example-cel.yml&record=data/products/example-cel.yml",
            "https://git.example/atlas/blob/main/data/products/example-cel.yml",
        ]

    def test_a_new_file_begins_with_a_text(self):
        address = urlsplit(project().new("trials", "a: é\nb: 1 & 2\n"))
        assert address.path == "/atlas/new/main/data/trials"
        assert parse_qs(address.query)["value"] == ["a: é\nb: 1 & 2\n"]
        assert Project().new("trials", "") == ""

    def test_without_a_repository_no_link_leads_to_one(self, atlas: Atlas):
        made = record_page(Context(atlas, "en", "../../", Project()), atlas.records["samplegen"])
        assert html.fromstring(made.html).xpath(".//footer//a") == []
        assert "add it" in made.html

    def test_results_are_a_table_with_the_digits_of_the_source(self, pages: Pages):
        own, of_trial = pages.section("results", "example-cel").xpath(".//table")
        assert "75.30 %" in words(of_trial)
        rows = own.xpath(".//tbody/tr")
        first, second = ([words(cell) for cell in row] for row in rows)
        assert first[0] == "Objective response rate (ORR)"
        assert first[1].startswith("70.0 % (14/20) (95% CI 63.9–84.7)")
        assert "Other sources say: 71.5" in first[1]
        assert first[2:5] == ["20", "all who were treated", "31 Dec 2023"]
        assert second[1] == "not reached comparator: 67.3 %"
        assert "75.30 %" in words(pages.section("results", "nct99999901"))

    def test_a_share_is_computed_from_counts_and_its_interval_says_so(self, small: Path):
        edit(small, "products/example-cel.yml", "    low: 63.9\n    high: 84.7\n", "")
        edit(small, "products/example-cel.yml", "    value: 70.0\n    unit: percent\n", "")
        edit(small, "products/example-cel.yml", '    cut_off: "2023-12-31"', '    as_of: "2024-05"')
        edit(
            small,
            "products/example-cel.yml",
            "    also:\n      - {value: 71.5, sources: [example-blog]}\n",
            "    grading_scale: penn\n",
        )
        made = html.fromstring(page_of(load(small), "example-cel").html)
        table = made.xpath("//table[contains(., '14/20')]")[0]
        first = [words(cell) for cell in table.xpath("./tbody/tr[1]/*")]
        assert first[1].startswith("70 % (14/20) (95% CI 45.7–88.1, computed here, exact method)")
        assert "graded by: Penn scale" in first[1]
        head = [words(cell) for cell in table.xpath("./thead//th")]
        assert head[3:] == ["Population", "Reported", "Sources"]
        assert first[4] == "May 2024"

    def test_every_cell_of_a_table_names_its_column(self, pages: Pages):
        tables = [
            table for record in pages.records for table in pages.tree(record.id).xpath(".//table")
        ]
        assert len(tables) > 30
        for table in tables:
            head = [words(cell) for cell in table.xpath("./thead//th")]
            for row in table.xpath("./tbody/tr"):
                assert [cell.get("data-label") for cell in row] == head

    def test_the_same_record_is_the_same_page(self, pages: Pages):
        for record in pages.records:
            assert page_of(pages.atlas, record.id) == pages.made(record.id)


class TestKorean:
    def test_headings_and_labels_are_korean(self, pages: Pages):
        declared = {
            field.labelled().get("ko")
            for model in KINDS.values()
            for field in model.declared().values()
        }
        for record in pages.records:
            titles = [title for _id, title in pages.made(record.id, "ko").contents]
            titles += map(words, pages.tree(record.id, "ko").xpath(".//dt | .//thead//th"))
            for title in titles:
                # Some labels are the same in both languages: DOI, ICD-10.
                own = title in declared or any(title == f.about.in_("ko") for f in record.facts)
                assert re.search("[가-힣]", title) or own, (record.id, title)

    def test_a_text_that_is_only_english_is_marked_as_such(self, pages: Pages):
        for record in pages.records:
            marked = set(map(words, pages.tree(record.id, "ko").xpath('.//span[@lang="en"]')))
            for fact in record.every_fact:
                for _field, _path, value in fact.all_values():
                    if type(value) is Words and value.get("ko") is None:
                        assert value.en in marked, (record.id, value.en)

    def test_a_text_in_both_languages_is_shown_in_the_pages_own(self, pages: Pages):
        assert words(pages.field("focus", "examplecell", "ko")).startswith("예시")
        assert words(pages.field("focus", "examplecell", "en")).startswith("Examples")
        assert words(pages.field("stage", "example-cel", "ko")).startswith("품목허가")

    def test_dates_and_money_are_written_as_koreans_do(self, pages: Pages):
        assert words(pages.field("budget", "example-fund", "ko")).startswith("5,955억 원")
        approved = pages.field("date", "example-cel-approval-2024", "ko")
        assert words(approved).startswith("2024년 3월 2일")

    def test_every_label_of_the_pages_is_in_both_languages(self):
        for key, said in LABELS.items():
            assert said.en and said.get("ko"), key
            if re.search("[A-Za-z]", re.sub(r"\{\w+\}", "", said.en)):  # not only its places
                assert re.search("[가-힣]", said.in_("ko")), key
            places = [sorted(re.findall(r"\{\w+\}", text)) for text in said.all()]
            assert places[0] == places[1], key
        assert label("checked", "ko", date="2024년") == "최종 조사 2024년"


def test_every_label_is_used() -> None:
    files = [file for end in ("py", "html", "js") for file in PROGRAM.rglob(f"*.{end}")]
    program = "\n".join(file.read_text(encoding="utf-8") for file in files)
    families = (*re.findall(r'f"(\w+_)\{', program), "language_")
    for key in LABELS:
        if not key.startswith(families):
            short = key.partition("_")[2] or key  # scripts leave out the name of their feature
            use = rf"""["'.]{key}\b|\bsaid\.{short}\b"""
            assert re.search(use, program), key


def money(amount: object, to: object = None, currency: str = "krw", about: bool = False) -> Money:
    raw = {"amount": amount, "currency": currency, "about": about}
    return Money.of(raw if to is None else raw | {"to": to})


class TestValues:
    @pytest.mark.parametrize(
        ("date", "en", "ko"),
        [
            ("2021", "2021", "2021년"),
            ("2021-02", "Feb 2021", "2021년 2월"),
            ("2021-12", "Dec 2021", "2021년 12월"),
            ("2021-02-18", "18 Feb 2021", "2021년 2월 18일"),
            ("2021-01-01", "1 Jan 2021", "2021년 1월 1일"),
        ],
    )
    def test_a_date_is_no_more_precise_than_it_is(self, atlas: Atlas, date: str, en: str, ko: str):
        value = PartialDate(date)
        assert (value.words(atlas, "en"), value.words(atlas, "ko")) == (en, ko)

    @pytest.mark.parametrize(
        ("amount", "en", "ko"),
        [
            (money(595500000000), "KRW 595.5 billion", "5,955억 원"),
            (money(360039359), "KRW 360,039,359", "3억 6,003만 9,359원"),
            (money(1000000000000), "KRW 1,000 billion", "1조 원"),
            (money(1234567), "KRW 1,234,567", "123만 4,567원"),
            (money(9999), "KRW 9,999", "9,999원"),
            (money(10000), "KRW 10,000", "1만 원"),
            (money("1500000"), "KRW 1.5 million", "150만 원"),
            (money(15000000, currency="usd"), "USD 15 million", "1,500만 미국 달러"),
            (money(475000, currency="usd"), "USD 475,000", "47만 5,000 미국 달러"),
            (money(1880000000, currency="usd"), "USD 1.88 billion", "18억 8,000만 미국 달러"),
            (money(30000, 40000, about=True), "about KRW 30,000–40,000", "약 3만–4만 원"),
            (money("9.50"), "KRW 9.50", "9.50원"),
        ],
        ids=str,
    )
    def test_money_is_written_out_without_rounding(
        self, atlas: Atlas, amount: Money, en: str, ko: str
    ):
        assert (amount.words(atlas, "en"), amount.words(atlas, "ko")) == (en, ko)

    @pytest.mark.parametrize("amount", [0, 1, 9999, 10000, 123456789, 10**12 + 1, 10**14 + 10**8])
    def test_korean_amounts_add_up(self, amount: int):
        sizes = {"조": 10**12, "억": 10**8, "만": 10**4, "": 1}
        parts = re.findall(r"([\d,]+)([조억만]?)", LANGUAGES["ko"].amount(Number(amount)))
        assert sum(int(n.replace(",", "")) * sizes[unit] for n, unit in parts) == amount

    @pytest.mark.parametrize(
        ("value", "href"),
        [
            (RegistryNumber("NCT99999901"), "https://clinicaltrials.gov/study/NCT99999901"),
            (
                RegistryNumber("KCT9999901"),
                "https://trialsearch.who.int/Trial2.aspx?TrialID=KCT9999901",
            ),
            (RegistryNumber("2020-501234-12"), None),
            (Url("https://a.example/x/"), "https://a.example/x/"),
        ],
        ids=str,
    )
    def test_numbers_of_registries_and_addresses_lead_there(self, atlas: Atlas, value, href):
        shown = html.fragment_fromstring(show(Context(atlas, "en", ""), value), create_parent="p")
        assert shown.xpath("./a/@href") == ([href] if href else [])

    @pytest.mark.parametrize(
        ("value", "en", "ko"),
        [
            (Flag(True), "yes", "예"),
            (Flag(False), "no", "아니요"),
            (Number("1234567.10"), "1,234,567.10", "1,234,567.10"),
            (Number("70.0"), "70.0", "70.0"),
            (Count(1200), "1,200", "1,200"),
            (Text("<b>"), "<b>", "<b>"),
            (Words(en="a", ko="가"), "a", "가"),
            (word_of("stage")("approved"), "Approved", "품목허가"),
            (word_of("stage")("nowhere"), "nowhere", "nowhere"),
        ],
        ids=lambda value: value if isinstance(value, str) else type(value).__name__,
    )
    def test_a_value_says_the_same_as_html_and_as_plain_words(self, atlas: Atlas, value, en, ko):
        for language, said in (("en", en), ("ko", ko)):
            context = Context(atlas, language, "")
            assert context.plain(value) == said
            assert Reader(show(context, value)).said == said

    def test_a_word_of_a_list_carries_its_meaning(self, pages: Pages):
        [chip] = pages.tree("example-cel").xpath('.//p[@class="chips"]/*[@data-term="approved"]')
        assert chip.get("title") == "Marketing authorisation granted."

    def test_a_link_to_a_record_whose_file_is_broken_is_shown_as_text(self, atlas: Atlas):
        context = Context(atlas, "en", "../../")
        assert context.link("nobody") == "nobody"
        assert context.link("nobody", "<words>") == "&lt;words&gt;"

    @pytest.mark.parametrize(
        ("name", "shown"),
        [
            ("Example lymphoma", "example lymphoma"),
            ("Non-small-cell lung cancer", "non-small-cell lung cancer"),
            *((kept, kept) for kept in ("B-cell lymphoma", "HER2 cancer", "Hodgkin lymphoma")),
        ],
    )
    def test_a_disease_has_a_small_letter_inside_a_sentence(self, small, name: str, shown: str):
        edit(small, "indications/example-lymphoma.yml", "en: Example lymphoma", f"en: {name}")
        context = Context(load(small), "en", "../../")
        assert context.link("example-lymphoma", inside=True).endswith(f">{shown}</a>")
        assert context.link("example-lymphoma").endswith(f">{name}</a>")
        assert context.link("example-lymphoma", "X", inside=True).endswith(">X</a>")
        assert context.link("examplecell", inside=True).endswith(">Examplecell</a>")
        said = "[[example-lymphoma]] is rare. [[examplecell]] treats [[example-lymphoma]]."
        assert context.plain(Prose(en=said)) == f"{name} is rare. Examplecell treats {shown}."
        assert context.link("claim-example-best", inside=True).endswith(
            ">Example-cel is the best</a>"
        )

    def test_days_are_written_alike(self, small):
        note = "{en: 'Paid on 2024-05-06, see [[examplecell]] of 2024-05-07.', ko: 2024-05-06 납입}"
        edit(
            small,
            "claims/claim-example-best.yml",
            "finding: No source compares it.",
            f"finding: {note}",
        )
        page = page_of(load(small), "claim-example-best").html
        assert "Paid on 6 May 2024, see" in page and "of 7 May 2024." in page
        assert "2024년 5월 6일 납입" in page_of(load(small), "claim-example-best", "ko").html


def test_every_kind_has_a_record_in_the_small_set(atlas: Atlas):
    """The tests above say nothing of a kind that has none."""
    assert {kind: bool(atlas.of_kind(kind)) for kind in KINDS} == dict.fromkeys(KINDS, True)
    assert all(isinstance(record, Record) for record in atlas.records.values())


WITH_EXAMPLES = [
    ".".join(path.relative_to(PROGRAM.parent).with_suffix("").parts)
    for path in sorted(PROGRAM.rglob("*.py"))
    if ">>> " in path.read_text(encoding="utf-8")
]


@pytest.mark.parametrize("module", WITH_EXAMPLES)
def test_the_examples_in_the_program_hold(module: str):
    tried = doctest.testmod(import_module(module))
    assert tried.attempted > 0 and tried.failed == 0


def test_the_examples_of_dates_and_money_are_among_them():
    assert "macros.model.languages" in WITH_EXAMPLES


def test_a_label_is_in_one_file_only() -> None:
    assert len(LABELS) == sum(len(words) for words in FILES.values())


def test_a_name_that_is_a_sentence_gives_its_stop_to_the_sentence_around_it(atlas) -> None:
    context = Context(atlas, "en", "")
    shown = context.prose(Prose(en="See [[claim-example-best]]."))
    assert html.fromstring(f"<p>{shown}</p>").text_content() == "See Example-cel is the best."
    shown = context.link("claim-example-best")
    assert html.fromstring(shown).text_content() == "Example-cel is the best."
