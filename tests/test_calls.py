"""The macros of hand-written pages: what they give, and what a wrong call says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import html

from macros.model.selecting import select
from macros.page.context import Project
from macros.site.build import Build
from macros.site.calls import Calls
from macros.site.guard import Place, guarded
from tests.sites import ROOT, build, built

GOOD = """# Page

Text with {{ link("examplecell") }} and {{ link("examplecell", "other words") }}.

There are {{ count("companies") }} companies{{ cite("example-paper-2024") }}.

{{ table("trials", columns=["phase", "status"]) }}

{{ explorer("trials", products="example-cel", phase=["phase-1-2", "early-phase-1"], sort="-date") }}

{{ vocabulary("verdict") }}

{{ table("institutions", columns=["website"]) }}
"""

WRONG = {
    '{{ link("exampelcell") }}': 'unknown record "exampelcell". Did you mean "examplecell"?',
    '{{ table("trails") }}': 'unknown kind "trails". Did you mean "trials"?',
    '{{ table("trials", columns=["phse"]) }}': 'unknown field "phse" in trials. Did you mean',
    '{{ table("trials", statu="recruiting") }}': 'unknown field "statu" in trials. Did you mean',
    '{{ table("trials", status="recruting") }}': 'in trials. Did you mean "recruiting"?',
    '{{ table("trials", sort="newest") }}': 'unknown order "newest". Orders:',
    '{{ count("company") }}': 'unknown kind "company". Did you mean "companies"?',
    '{{ cite("example-paper-2025") }}': 'unknown source "example-paper-2025". Such as',
    '{{ record("nobody-of-that-name") }}': 'unknown record "nobody-of-that-name"',
    '{{ vocabulary("verdicts") }}': 'unknown vocabulary "verdicts". Did you mean "verdict"?',
    '{{ link("old-examplecell") }}': '"old-examplecell" has moved to "examplecell"',
    '{{ table(kinds="trials") }}': "table: missing a required argument: 'kind'",
    '{{ link("examplecell", "words", "more") }}': "link: too many positional arguments",
    '{{ table("trials", limit="10") }}': "table: limit cannot be '10'",
    '{{ table("trials", columns="phase") }}': "table: columns cannot be 'phase'",
    '{{ table("trials", has=3) }}': '3 is not a path. Write one path in quotes, such as "status".',
    '{{ count("trials", has=["sites", "products"]) }}': "['sites', 'products'] is not a path",
    '{{ table("trials", sites="examplecell") }}': 'unknown sites "examplecell" in trials. ',
    '{{ count("trials", has="trials.sites") }}': '"trials.sites" does not link to trials',
    '{{ table("trials", limit=0) }}': "limit cannot be 0. Write 1 or more",
    '{{ table("trials", limit=true) }}': "table: limit cannot be True",
    '{{ compare("example-cel", "example-cel") }}': 'the product "example-cel" is given twice',
    '{{ table("trials", columns=["phase", "phase"]) }}': 'the column "phase" is given twice',
    '{{ table("trials", colums=["phase"]) }}': 'unknown filter "colums". Did you mean "columns"?',
    '{{ count("trials", phase="qqq") }}': 'unknown phase "qqq" in trials. Such as: ',
    "{{ cite(5) }}": "cite: ids cannot be 5",
    '{{ explorer("trials", columns=["results"]) }}': 'unknown column "results" in an explorer',
    '{{ explorer("trials", statu="recruiting") }}': 'unknown field "statu" in trials. Did you mean',
}


@pytest.fixture(scope="module")
def out(small_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with one hand-written page, deep in a folder."""
    folder = tmp_path_factory.mktemp("calls")
    docs = folder / "docs"
    (docs / "deep").mkdir(parents=True)
    (docs / "index.md").write_text("# Home\n", encoding="utf-8")
    (docs / "deep" / "page.md").write_text(GOOD, encoding="utf-8")
    return built(folder / "out", data=small_data, docs=docs)


@pytest.fixture(scope="module")
def page(out: Path) -> html.HtmlElement:
    """The hand-written page."""
    return html.fromstring((out / "deep" / "page" / "index.html").read_text(encoding="utf-8"))


def test_the_old_address_of_a_moved_record_leads_on(out: Path) -> None:
    old = out / "companies" / "old-examplecell" / "index.html"
    tree = html.fromstring(old.read_text(encoding="utf-8"))
    (refresh,) = tree.xpath("//meta[@http-equiv='refresh']/@content")
    assert refresh == "0; url=../../companies/examplecell/"
    assert tree.xpath("//p/a/@href") == ["../../companies/examplecell/"]


def test_links_lead_from_where_the_page_is(page) -> None:
    hrefs = page.xpath("//article//p//a[contains(@href, 'companies/')]/@href")
    assert hrefs == ["../../companies/examplecell/"] * 2
    assert "other words" in page.xpath("//article//p")[0].text_content()


def test_a_citation_brings_the_list_of_references(page) -> None:
    assert page.xpath("//sup[@class='cite']/a/@href") == ["#ref-1"]
    (reference,) = page.xpath("//ol[@class='references']/li")
    assert reference.get("id") == "ref-1"
    assert reference.xpath(".//a/@href")[0] == "../../sources/example-paper-2024/"


def test_tables_have_the_columns_asked_for(page) -> None:
    heads = [table.xpath("./thead//th/text()") for table in page.xpath("//article//table")]
    assert heads[0][:2] == ["Trial", "Phase"]
    assert heads[2] == ["Verdict", "In Korean", "Meaning"]


def test_a_table_says_that_something_is_not_recorded(page) -> None:
    *_others, last = page.xpath("//article//table")
    assert "not recorded" in last.xpath(".//td//text()")
    assert [cell for cell in last.iter("td") if not cell.text_content().strip()] == []


def test_an_explorer_of_some_records_finds_its_files(page, out: Path) -> None:
    [explorer] = page.xpath("//div[@class='explorer']")
    assert explorer.get("data-ids").split() == ["nct99999901", "example-iit"]
    assert (out / "deep" / "page" / explorer.get("data-file")).resolve().is_file()
    [script] = page.xpath("//article//script/@src")
    assert (out / "deep" / "page" / script).resolve().is_file()


def test_there_is_one_explorer_a_page(small_data: Path, tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    twice = '{{ explorer("trials") }}\n\n{{ explorer("products") }}\n'
    (docs / "index.md").write_text(f"# Home\n\n{twice}", encoding="utf-8")
    done = build(tmp_path / "out", data=small_data, docs=docs)
    assert done.returncode != 0
    assert "docs/index.md:5:1: a page can have only one explorer" in done.stderr


def test_each_wrong_call_is_named_with_page_line_and_advice(
    small_data: Path, tmp_path: Path
) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    lines = ["# Home", "", *WRONG]
    (docs / "index.md").write_text("\n\n".join(lines) + "\n", encoding="utf-8")
    done = build(tmp_path / "out", data=small_data, docs=docs)
    assert done.returncode != 0
    said = [line for line in done.stderr.splitlines() if line.startswith("docs/")]
    assert len(said) == len(WRONG)
    text = "\n\n".join(lines)
    for call, advice in WRONG.items():
        line = text[: text.index(call)].count("\n") + 1
        (own,) = [s for s in said if s.startswith(f"docs/index.md:{line}:")]
        assert advice in own
    assert "Traceback" not in done.stderr


def test_what_jinja_does_not_know_is_named_with_its_line(small_data: Path, tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    lines = {
        '{{ tabel("trials", 5) }}': 'unknown name "tabel". Did you mean "table"?',
        '{{ table("trials", status=recruiting) }}': 'unknown name "recruiting". If it is text',
        "{{ count }}": 'the macro "count" is not called. Write `count(…)`',
        '{{ count("trails") }}': 'unknown kind "trails". Did you mean "trials"?',
        "{% for x in nowhere %}{{ x.y }}{% endfor %}": 'unknown name "nowhere".',
    }
    page = "---\ntitle: Page\n---\n\n# Home\n" + "\n".join(lines) + "\n"
    (docs / "index.md").write_text(page, encoding="utf-8")
    for name, text in {"a": "{{ link( }}", "b": "\n{{ 1 | nosuch }}"}.items():
        (docs / f"{name}.md").write_text(text, encoding="utf-8")
    done = build(tmp_path / "out", data=small_data, docs=docs)
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    said = [line for line in done.stderr.splitlines() if line.startswith("docs/")]
    places = ["docs/a.md:1:1", "docs/b.md:2:1", *(f"docs/index.md:{n}:1" for n in range(6, 11))]
    assert [line.split(": ")[0] for line in said] == places
    assert "not a valid template" in said[0]
    assert "nosuch" in said[1]
    for line, advice in zip(said[2:], lines.values(), strict=True):
        assert advice in line


def test_a_wrong_call_on_a_korean_page_is_named_in_its_file(small_data, tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "index.md").write_text("# Home\n", encoding="utf-8")
    (docs / "index.ko.md").write_text('# 홈\n\n{{ link("nobody") }}\n', encoding="utf-8")
    done = build(tmp_path / "out", data=small_data, docs=docs, language="ko")
    assert "docs/index.ko.md:3:1: unknown record" in done.stderr


def macro(kind: str, limit: int | None = None, **filters: object) -> str:
    """Return the kind; where a limit is given there is a mistake in the program."""
    return kind + limit if limit else f"<p>{kind}</p>"


def test_a_mistake_in_the_program_is_not_blamed_on_the_author_of_a_page(atlas) -> None:
    build = Build(atlas, "en", Project(), "")
    call = guarded(macro, build, lambda: Place("deep/page.md", "deep/page/"))
    assert build.aside.filled(call("trials", phase=["1", 2])) == "<p>trials</p>"
    with pytest.raises(TypeError):
        call("trials", 5)
    assert build.problems == []
    wrong = [((), {}), (("trials", "5"), {}), ((["trials"],), {}), (("a", 1, 2), {})]
    assert [call(*args, **kwargs) for args, kwargs in wrong] == [""] * 4
    assert {(p.path, p.code) for p in build.problems} == {("docs/deep/page.md", "macro-call")}
    assert len(build.problems) == 4


def test_the_address_for_mail_is_a_link_where_one_is_set(atlas) -> None:
    def said(contact: str) -> str:
        project = Project(contact=contact)
        return Calls(Build(atlas, "en", project, ""), lambda: Place("a.md", "a/")).mail_address()

    assert "atlas@example.org" in said("atlas@example.org")
    assert "<a" not in said("")


def test_every_macro_is_explained_to_developers() -> None:
    page = (ROOT / "docs" / "contribute" / "developers.md").read_text(encoding="utf-8")
    shown = set(re.findall(r"^`\{\{ (\w+)\(", page, re.M))
    assert shown == {name for name in vars(Calls) if not name.startswith("_")}


def test_what_is_only_planned_counts_as_nothing_and_is_no_slip(atlas) -> None:
    assert select(atlas, "trials", {"start_date": "2024-09"}) == []
