"""Pages of records: every fact with its proof, in both languages, nothing left to guess."""

from __future__ import annotations

import doctest
import re
from collections import Counter
from pathlib import Path

import pytest
from lxml import html

from macros.atlas import Atlas, Loader
from macros.derive import GRADE_OF_KIND, GRADES, grade, not_known
from macros.pages import values
from macros.pages.context import Context, Project
from macros.pages.labels import LABELS, label
from macros.pages.record import record_page
from macros.pages.values import amount_words, date_words, money_words, plain_words, show
from macros.reading import parse
from macros.records import KINDS
from macros.records.base import Cited, Fact, Part, Record
from macros.records.values import Count, Money, Number, RegistryNumber, Text, Url, Words
from macros.records.values import term as word_of
from tests.conftest import SMALL, VOCABULARY, edit, page_of
from tests.test_text import Reader

LANGUAGES = ["en", "ko"]
RECORDS = sorted(
    path.stem for path in SMALL.rglob("*.yml") if "moved_to" not in parse(path.read_bytes()).value
)
every_page = pytest.mark.parametrize("language", LANGUAGES)
every_record = pytest.mark.parametrize("record_id", RECORDS)


def tree(atlas: Atlas, record_id: str, language: str = "en") -> html.HtmlElement:
    return html.fromstring(page_of(atlas, record_id, language).html)


def section(page: html.HtmlElement, section_id: str) -> html.HtmlElement:
    [found] = page.xpath(f'.//section[h2/@id="{section_id}"]')
    return found


def field(page: html.HtmlElement, name: str) -> html.HtmlElement:
    [found] = page.xpath(f'.//div[@data-field="{name}"]/dd')
    return found


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def proof(receipt: html.HtmlElement) -> list[str]:
    """Return the ids of the sources whose pages a receipt links to, in order."""
    hrefs = receipt.xpath('.//div[@class="receipt-body"]/ul/li//a[not(@class)]/@href')
    assert all(href.startswith("../../sources/") for href in hrefs)
    return [href.strip("/").split("/")[-1] for href in hrefs]


def owed(fact: Fact) -> list[list[str]]:
    """Return the sources of each receipt that a fact must show, other values' receipts too."""
    item = fact.item
    own = [item.sources] if item.sources or item.note else []
    others = [other.sources for other in getattr(item, "also", [])]
    return own + others if isinstance(item, Cited) else others + own


class TestProof:
    @every_page
    @every_record
    def test_every_fact_opens_to_its_sources(self, atlas: Atlas, record_id: str, language: str):
        record, page = atlas.records[record_id], tree(atlas, record_id, language)
        receipts: dict[str, list[list[str]]] = {}
        for fact in record.all_facts():
            receipts.setdefault(fact.spec.name, []).extend(owed(fact))
        for name, expected in receipts.items():
            values = getattr(record, name)
            if name == "facts":
                place = section(page, "further")
            elif isinstance(values, list) and isinstance(values[0], Part):
                place = section(page, name.replace("_", "-"))
            else:
                place = field(page, name)
            found = place.xpath('.//details[@class="receipt"]')
            assert [proof(receipt) for receipt in found] == expected, name

    def test_a_receipt_has_address_publisher_date_grade_and_remark(self, atlas: Atlas):
        [receipt] = field(tree(atlas, "example-cel"), "stage").xpath(".//details")
        said = words(receipt)
        assert "as of 2 Mar 2024" in said
        assert "Example Register" in said and "Feb 2023" in said and "Primary source" in said
        assert "예시셀, 예시 치료제 개발" in said and "예시일보" in said
        assert receipt.xpath('.//a[@class="outside"]/@href') == [
            "https://register.example/1?a=1&b=2",
            "https://daily.example/2023/04/05",
        ]
        [noted] = field(tree(atlas, "example-cel"), "indications").xpath(".//details")[:1]
        assert "Licensed for adults." in words(noted)

    def test_a_title_is_in_its_language_and_a_description_says_that_it_is_one(self, atlas: Atlas):
        page = tree(atlas, "examplecell")
        [title] = page.xpath('.//ol[@class="references"]/li/cite[@lang="ko"]')
        assert words(title) == "예시셀, 예시 치료제 개발"
        [described] = page.xpath('.//ol[@class="references"]/li/span[@class="described"]')
        assert words(described).startswith("[Announcement")

    @every_page
    @every_record
    def test_references_are_numbered_by_first_use_once_each(
        self, atlas: Atlas, record_id: str, language: str
    ):
        page = tree(atlas, record_id, language)
        used: list[int] = []
        for element in page.xpath('.//*[self::summary or starts-with(@href, "#ref-")]'):
            used += map(int, re.findall(r"\d+", element.text))
        count = len(set(used))
        assert list(dict.fromkeys(used)) == list(range(1, count + 1))
        numbered = page.xpath('.//ol[@class="references"]/li/@id')
        assert numbered == [f"ref-{number}" for number in range(1, count + 1)]
        sources = page.xpath('.//ol[@class="references"]/li//a[not(@class)]/@href')
        assert len(set(sources)) == len(sources) == count

    @every_record
    def test_every_citation_leads_to_a_reference(self, atlas: Atlas, record_id: str):
        page = tree(atlas, record_id)
        assert set(page.xpath('.//a[starts-with(@href, "#")]/@href')) <= {
            f"#{id_}" for id_ in page.xpath(".//*/@id")
        }

    def test_what_only_the_company_or_a_blog_says_is_marked_in_sight(self, atlas: Atlas):
        page = tree(atlas, "example-cel")
        marks = page.xpath('.//div[@data-field="manufacturing"]/dd/span[starts-with(@class,"tag")]')
        assert [words(mark) for mark in marks] == ["Company-reported"]
        assert "Unconfirmed" in [
            words(tag) for tag in field(page, "indications").xpath('.//span[@class!="value"]')
        ]
        assert not field(page, "stage").xpath('./span[starts-with(@class,"tag")]')

    def test_the_strongest_source_gives_the_grade(self, atlas: Atlas):
        assert grade(atlas, ["example-blog", "examplecell-release"]) == "company"
        assert grade(atlas, ["examplecell-release", "example-daily-2023"]) == "press"
        assert grade(atlas, ["example-daily-2023", "example-register"]) == "primary"
        assert grade(atlas, ["example-blog"]) == "unconfirmed"
        assert grade(atlas, []) is None

    def test_every_kind_of_source_has_a_grade(self):
        kinds = parse((VOCABULARY / "source-kind.yml").read_bytes()).value["terms"]
        assert set(GRADE_OF_KIND) == set(kinds)
        assert set(GRADE_OF_KIND.values()) == set(GRADES)


class TestStates:
    def test_unknown_none_and_planned_are_said_in_words(self, atlas: Atlas):
        gen = tree(atlas, "samplegen")
        assert words(field(gen, "headquarters")).startswith("looked for, not found")
        assert "Last checked 6 May 2024" in words(field(gen, "headquarters"))
        cell = tree(atlas, "examplecell")
        assert words(field(cell, "listing")).startswith("none, according to the source")
        trial = tree(atlas, "nct99999901")
        assert "planned" in words(field(trial, "completion"))
        assert "planned" not in words(field(trial, "start_date"))
        assert words(field(tree(atlas, "samplegen", "ko"), "headquarters")).startswith(
            "찾아보았으나 확인되지 않음"
        )

    def test_a_state_is_no_chip(self, small: Path):
        edit(small, "products/sample-nk.yml", "preclinical", "{value: unknown, checked: '2024'}")
        page = tree(Loader(small).load(), "sample-nk")
        assert page.xpath('.//p[@class="chips"]') == []

    def test_what_other_sources_say_stands_beside_the_value_and_in_a_section(self, atlas: Atlas):
        page = tree(atlas, "examplecell")
        for place in (field(page, "founded"), section(page, "disagree")):
            assert "Dec 2016" in words(place)
            assert "Other sources say 2017" in words(place)

    @every_record
    def test_not_known_yet_lists_the_expected_fields_that_are_absent(
        self, atlas: Atlas, record_id: str
    ):
        record, page = atlas.records[record_id], tree(atlas, record_id)
        absent = [
            spec.label.en
            for name, spec in type(record).specs.items()
            if spec.expected and getattr(record, name) in (None, [])
        ]
        shown = page.xpath('.//section[h2/@id="not-known"]/ul/li')
        assert [words(item) for item in shown] == absent
        assert [spec.label.en for spec in not_known(record)] == absent

    def test_unknown_is_not_listed_as_not_known_yet(self, atlas: Atlas):
        absent = [spec.name for spec in not_known(atlas.records["samplegen"])]
        assert absent == ["focus"]

    def test_not_known_yet_leads_to_the_file(self, atlas: Atlas):
        [link] = section(tree(atlas, "samplegen"), "not-known").xpath("./p/a/@href")
        assert link == "https://git.example/atlas/edit/main/data/companies/samplegen.yml"


class TestPage:
    @every_page
    @every_record
    def test_it_is_whole_and_every_id_stands_once(
        self, atlas: Atlas, record_id: str, language: str
    ):
        made = page_of(atlas, record_id, language)
        read = Reader(made.html)
        ids = Counter(attributes["id"] for _tag, attributes in read.elements if "id" in attributes)
        assert [id_ for id_, count in ids.items() if count > 1] == []
        assert not re.search(r"Words\(|Decimal\(|Cited|State\(|Ref\(|macros\.", read.said)

    @every_page
    @every_record
    def test_its_contents_are_its_headings(self, atlas: Atlas, record_id: str, language: str):
        made = page_of(atlas, record_id, language)
        headings = html.fromstring(made.html).xpath(".//h2")
        assert made.contents == [(h.get("id"), h.text.strip()) for h in headings]
        assert len(html.fromstring(made.html).xpath(".//h1")) == 1

    @every_page
    @every_record
    def test_its_links_lead_somewhere(self, atlas: Atlas, record_id: str, language: str):
        page = tree(atlas, record_id, language)
        inside = {f"../../{r.about.id}/{r.id}/" for r in atlas.records.values()} | {"../"}
        for link in page.xpath(".//a"):
            href = link.get("href")
            if link.get("class") == "outside":
                assert href.startswith(("https://", "http://"))
                assert link.get("rel") == "noopener external"
            elif not href.startswith(("#", "https://git.example/")):
                assert href in inside, href

    @every_page
    @every_record
    def test_title_and_description_are_plain(self, atlas: Atlas, record_id: str, language: str):
        made = page_of(atlas, record_id, language)
        for said in (made.title, made.description):
            assert said and said == " ".join(said.split())
            assert not re.search(r"<|\[\[|\]\]|\[@|\*\*|&\w+;", said)
        assert len(made.description) <= 300

    def test_the_title_has_both_names(self, atlas: Atlas):
        assert page_of(atlas, "examplecell").title == "Examplecell (예시셀)"
        assert page_of(atlas, "examplecell", "ko").title == "예시셀 (Examplecell)"
        assert page_of(atlas, "samplegen").title == "샘플젠"
        assert page_of(atlas, "sample-study", "ko").title == "Early study of example-cel"

    def test_the_description_names_records_as_the_page_does(self, atlas: Atlas):
        made = page_of(atlas, "example-cel")
        assert made.description == (
            "Example-cel is a made-up autologous product of Examplecell against EXA1."
        )
        assert page_of(atlas, "example-act").description == "Regulation: Example Act"

    def test_names_aliases_chips_and_summary_stand_at_the_top(self, atlas: Atlas):
        page = tree(atlas, "example-cel")
        assert words(page.xpath(".//h1")[0]) == "Example-cel"
        [other] = page.xpath('.//p[@class="record-other"]')
        assert (words(other), other.get("lang")) == ("예시캡타젠", "ko")
        assert words(page.xpath('.//p[@class="record-aliases"]')[0]) == "Also known as EXA101"
        chips = page.xpath('.//p[@class="chips"]/span')
        assert [words(chip) for chip in chips] == ["Approved", "Autologous"]
        [summary] = page.xpath('.//p[@class="record-summary"]')
        assert words(summary.xpath("./strong")[0]) == "autologous"
        assert [a.get("href") for a in summary.xpath("./a")] == [
            "../../companies/examplecell/",
            "../../targets/exa1/",
        ]

    def test_the_file_can_be_edited_and_an_error_be_reported(self, atlas: Atlas):
        links = tree(atlas, "example-cel").xpath(".//footer//a/@href")
        assert links == [
            "https://git.example/atlas/edit/main/data/products/example-cel.yml",
            "https://git.example/atlas/issues/new?title=data/products/example-cel.yml",
            "https://git.example/atlas/blob/main/data/products/example-cel.yml",
        ]
        bare = Context(atlas, "en", "../../", Project(""))
        made = record_page(bare, atlas.records["samplegen"])
        assert "git.example" not in made.html

    def test_results_are_a_table_with_the_digits_of_the_source(self, atlas: Atlas):
        rows = section(tree(atlas, "example-cel"), "results").xpath(".//tbody/tr")
        cells = [[words(cell) for cell in row.xpath("./*")] for row in rows]
        assert cells[0][0].startswith("Objective response rate")
        assert "70.0 %" in cells[0][1] or "70.0 percent" in cells[0][1].lower()
        assert "(14/20)" in cells[0][1] and "(95% CI 63.9–84.7)" in cells[0][1]
        assert "Other sources say: 71.5" in cells[0][1]
        assert cells[0][2:5] == ["20", "all who were treated", "31 Dec 2023"]
        assert "not reached" in cells[1][1] and "comparator: 67.3 %" in cells[1][1].lower()
        [trial] = section(tree(atlas, "nct99999901"), "results").xpath(".//tbody/tr")
        assert "75.30" in words(trial)

    def test_every_cell_of_a_table_names_its_column(self, atlas: Atlas):
        for record_id in ("example-cel", "example-fund", "example-hospital"):
            for table in tree(atlas, record_id).xpath(".//table"):
                head = [words(cell) for cell in table.xpath("./thead//th")]
                for row in table.xpath("./tbody/tr"):
                    assert [cell.get("data-label") for cell in row] == head

    @every_record
    def test_the_same_record_is_the_same_page(self, atlas: Atlas, record_id: str):
        assert page_of(atlas, record_id) == page_of(atlas, record_id)


class TestKorean:
    @every_record
    def test_labels_and_headings_are_korean(self, atlas: Atlas, record_id: str):
        made = page_of(atlas, record_id, "ko")
        page = html.fromstring(made.html)
        titles = [title for _id, title in made.contents] + [
            words(element) for element in page.xpath(".//dt[not(*)] | .//thead//th")
        ]
        same = {spec.label.ko for kind in KINDS.values() for spec in kind.specs.values()}
        latin = [title for title in titles if not re.search("[가-힣]", title)]
        assert set(latin) <= same

    @every_record
    def test_a_text_that_is_only_english_is_marked_as_such(self, atlas: Atlas, record_id: str):
        record, page = atlas.records[record_id], tree(atlas, record_id, "ko")
        texts = [
            value.en
            for fact in record.all_facts()
            if isinstance(fact.item, Cited)
            for _path, value in fact.item.all_values()
            if type(value) is Words and value.ko is None
        ]
        marked = {words(span) for span in page.xpath('.//span[@lang="en"]')}
        assert set(texts) <= marked

    def test_a_text_in_both_languages_is_shown_in_the_pages_own(self, atlas: Atlas):
        assert words(field(tree(atlas, "examplecell", "ko"), "focus")).startswith("예시")
        assert words(field(tree(atlas, "examplecell", "en"), "focus")).startswith("Examples")
        assert words(field(tree(atlas, "example-cel", "ko"), "stage")).startswith("품목허가")

    def test_dates_and_money_are_written_as_koreans_do(self, atlas: Atlas):
        fund = tree(atlas, "example-fund", "ko")
        assert words(field(fund, "budget")).startswith("5,955억 원")
        approval = tree(atlas, "example-cel-approval-2024", "ko")
        assert words(field(approval, "date")).startswith("2024년 3월 2일")

    def test_every_label_of_the_pages_is_in_both_languages(self):
        for key, said in LABELS.items():
            assert said.en and said.ko, key
            assert re.search("[가-힣]", said.ko) or key == "data", key
            places = re.findall(r"\{\w+\}", said.en)
            assert sorted(places) == sorted(re.findall(r"\{\w+\}", said.ko)), key
        assert label("checked", "ko", date="2024년") == "최종 확인 2024년"


def money(amount: object, to: object = None, currency: str = "krw", about: bool = False) -> Money:
    raw = {"amount": amount, "currency": currency, "about": about}
    return Money.model_validate(raw if to is None else raw | {"to": to})


class TestValues:
    def test_the_examples_in_the_code_hold(self):
        tried = doctest.testmod(values)
        assert tried.attempted >= 2 and tried.failed == 0

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
    def test_a_date_is_no_more_precise_than_it_is(self, date: str, en: str, ko: str):
        assert (date_words(date, "en"), date_words(date, "ko")) == (en, ko)

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
            (money(1880000000, currency="usd"), "USD 1.88 billion", "18억 8,000만 미국 달러"),
            (money(30000, 40000, about=True), "about KRW 30,000–40,000", "약 3만–4만 원"),
            (money("9.50"), "KRW 9.50", "9.50원"),
        ],
        ids=str,
    )
    def test_money_is_written_out_without_rounding(
        self, atlas: Atlas, amount: Money, en: str, ko: str
    ):
        assert money_words(amount, Context(atlas, "en", "")) == en
        assert money_words(amount, Context(atlas, "ko", "")) == ko

    @pytest.mark.parametrize("amount", [0, 1, 9999, 10000, 123456789, 10**12 + 1, 10**14 + 10**8])
    def test_korean_amounts_add_up(self, amount: int):
        sizes = {"조": 10**12, "억": 10**8, "만": 10**4, "": 1}
        parts = re.findall(r"([\d,]+)([조억만]?)", amount_words(Number(amount), "ko"))
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
            (True, "yes", "예"),
            (False, "no", "아니요"),
            (Number("1234567.10"), "1,234,567.10", "1,234,567.10"),
            (Number("70.0"), "70.0", "70.0"),
            (Count(1200), "1,200", "1,200"),
            (Text("<b>"), "<b>", "<b>"),
            (Words("a", "가"), "a", "가"),
            (word_of("stage")("approved"), "Approved", "품목허가"),
            (word_of("stage")("nowhere"), "nowhere", "nowhere"),
        ],
        ids=str,
    )
    def test_a_value_says_the_same_as_html_and_as_plain_words(self, atlas: Atlas, value, en, ko):
        for language, said in (("en", en), ("ko", ko)):
            context = Context(atlas, language, "")
            assert plain_words(context, value) == said
            assert Reader(show(context, value)).said == said

    def test_a_word_of_a_list_carries_its_meaning(self, atlas: Atlas):
        [chip] = tree(atlas, "example-cel").xpath(
            './/p[@class="chips"]/span[@data-term="approved"]'
        )
        assert chip.get("title") == "Marketing authorisation granted."

    def test_a_link_to_a_record_whose_file_is_broken_is_shown_as_text(self, atlas: Atlas):
        context = Context(atlas, "en", "../../")
        assert context.link("nobody") == "nobody"
        assert context.link("nobody", "<words>") == "&lt;words&gt;"


def test_every_kind_has_a_record_in_the_small_set(atlas: Atlas):
    """The tests above say nothing of a kind that has none."""
    assert {kind: bool(atlas.of_kind(kind)) for kind in KINDS} == dict.fromkeys(KINDS, True)
    assert all(isinstance(record, Record) for record in atlas.records.values())
