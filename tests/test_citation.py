"""Citations: each form reads back as what was put in, whatever the title holds."""

from __future__ import annotations

import json
import re

import pytest
from lxml import html

from macros.exports.citation import Citation, citation_files, citation_of, data_set_citation
from macros.features.record.page import record_page
from macros.model.derived import data_date
from macros.model.inline import one_line
from macros.page.context import Context, Project
from tests.conftest import edit, load
from tests.hostile import TEXTS

SITE = "https://atlas.example/a_b/"
BRACES = 'unbalanced } and { and \\} "quoted" 50 % of $x_1^2 & #3 ~'
TITLES = {**TEXTS, "braces": BRACES, "ris": "Name\nER  - \nTY  - BOOK", "plain": "Example-cel"}
COMMANDS = {"textbackslash": "\\", "textbraceleft": "{", "textbraceright": "}"} | {
    "textasciitilde": "~",
    "textasciicircum": "^",
}

every_title = pytest.mark.parametrize("title", TITLES.values(), ids=TITLES)


def citation(title: str = "Example-cel", date: str = "2024-05-06", language: str = "en"):
    address = f"{SITE}products/example-cel/"
    return Citation("example-cel", title, "Sample Atlas", date, address, language)


def read_bibtex(entry: str) -> dict[str, str]:
    """Return the fields of a single entry, as BibTeX splits and TeX prints them."""
    head = re.match(r"@(\w+)\{([^,\s]+),\s*", entry)
    assert head, entry
    fields, at = {"type": head[1], "key": head[2]}, head.end()
    while entry[at] != "}":
        name = re.compile(r"(\w+) = ").match(entry, at)
        assert name, entry[at:]
        at = start = name.end()
        depth = 0
        while depth or entry[at] not in ",\n":
            depth += {"{": 1, "}": -1}.get(entry[at], 0)
            assert depth >= 0, "a brace closes more than the field"
            at += 1
        value = entry[start:at]
        fields[name[1]] = value[1:-1] if value[0] == "{" else value
        at = re.compile(r",?\s*").match(entry, at).end()
    assert entry[at:] == "}", entry[at:]
    return fields


def printed(tex: str) -> str:
    """Return what TeX prints of a text that knows only the commands above."""
    assert tex[0] == "{" and tex[-1] == "}"
    made = re.sub(r"\\(text\w+)\{\}|\\([$&%#_])", lambda m: COMMANDS.get(m[1], m[2]), tex[1:-1])
    assert not re.search(r"(?<!\\)[$&%#_~^]", re.sub(r"\\(text\w+)\{\}", "", tex))
    return made


def read_ris(text: str) -> list[tuple[str, str]]:
    lines = text.split("\n")
    found = [re.fullmatch(r"([A-Z][A-Z0-9])  - (.*)", line) for line in lines]
    assert all(found), lines
    return [(match[1], match[2]) for match in found]


@every_title
def test_bibtex_reads_back(title: str) -> None:
    fields = read_bibtex(citation(title).bibtex())
    assert (fields["type"], fields["key"]) == ("online", "atlas-example-cel-en")
    assert printed(fields["title"]) == one_line(title)
    assert printed(fields["author"]) == "Sample Atlas contributors"
    assert fields["date"] == "2024-05-06"
    assert (fields["year"], fields["month"]) == ("2024", "may")
    assert fields["url"] == f"{SITE}products/example-cel/"


@every_title
def test_ris_reads_back(title: str) -> None:
    fields = read_ris(citation(title).ris())
    tags = [tag for tag, _value in fields]
    assert tags == ["TY", "ID", "TI", "AU", "PB", "PY", "DA", "LA", "UR", "ER"]
    values = dict(fields)
    assert (values["TY"], values["PY"], values["DA"]) == ("ELEC", "2024", "2024/05/06/")
    assert values["TI"] == one_line(title)
    assert values["UR"] == f"{SITE}products/example-cel/"


@every_title
def test_csl_reads_back(title: str) -> None:
    (item,) = json.loads(citation(title).csl())
    assert item["type"] == "webpage"
    assert item["title"] == one_line(title)
    assert item["author"] == [{"literal": "Sample Atlas contributors"}]
    assert item["issued"] == {"date-parts": [[2024, 5, 6]]}
    assert item["URL"] == f"{SITE}products/example-cel/"


@every_title
def test_in_words_it_is_one_line(title: str) -> None:
    for language in ("en", "ko"):
        said = citation(title, language=language).words()
        assert one_line(title).removesuffix(".") in said
        assert len(said.splitlines()) == 1


def test_a_title_that_is_a_sentence_ends_once() -> None:
    said = citation("It was approved in 2019.").words()
    assert "approved in 2019. Data" in said


def test_a_date_is_no_more_precise_than_the_data() -> None:
    month, none = citation(date="2024-05"), citation(date="")
    assert json.loads(month.csl())[0]["issued"] == {"date-parts": [[2024, 5]]}
    assert dict(read_ris(month.ris()))["DA"] == "2024/05//"
    assert "as of May 2024." in month.words()
    assert "issued" not in json.loads(none.csl())[0]
    assert not {"PY", "DA"} & dict(read_ris(none.ris())).keys()
    assert not {"date", "year", "month"} & read_bibtex(none.bibtex()).keys()
    assert none.words() == f"Sample Atlas. Example-cel. {SITE}products/example-cel/"


def test_korean_pages_cite_in_the_korean_way() -> None:
    said = citation("예시캡타젠", language="ko").words()
    assert said == (
        "「예시캡타젠」. 『Sample Atlas』. 데이터 기준일 2024년 5월 6일. "
        f"{SITE}products/example-cel/"
    )


def test_the_date_is_when_the_data_were_checked_else_the_newest_of_the_facts(atlas, small) -> None:
    assert data_date(atlas.records["example-cel"]) == "2024-05-06"
    edit(small, "products/example-cel.yml", 'checked: "2024-05-06"\n', "")
    unchecked = load(small).records["example-cel"]
    assert data_date(unchecked) == "2025"  # the as-of date of a plan


def test_a_page_holds_its_citation_in_every_form_without_a_script(atlas) -> None:
    project = Project(name="Sample Atlas", site=SITE)
    context = Context(atlas, "en", "../../", project)
    record = atlas.records["example-cel"]
    tree = html.fromstring(record_page(context, record).html)
    (cite,) = tree.xpath("//footer//details[contains(@class, 'cite')]")
    wanted = citation_of(context, record)
    assert cite.findtext("p[@class='cite-words']") == wanted.words()
    shown = {pre.get("data-file"): pre.text_content() for pre in cite.iter("pre")}
    assert shown == {
        "example-cel.bib": wanted.bibtex(),
        "example-cel.ris": wanted.ris(),
        "example-cel.json": wanted.csl(),
    }
    assert wanted.address == f"{SITE}products/example-cel/"


def test_inside_another_page_there_is_no_second_citation(atlas) -> None:
    context = Context(atlas, "en", "../", Project(name="Sample Atlas", site=SITE))
    inside = record_page(context, atlas.records["example-cel"], inside=True).html
    assert "cite-words" not in inside


def test_a_key_names_the_language() -> None:
    """Both pages of a record go into one list of references."""
    assert {json.loads(citation(language=code).csl())[0]["id"] for code in ("en", "ko")} == {
        "atlas-example-cel-en",
        "atlas-example-cel-ko",
    }


def test_a_source_is_cited_as_the_work_that_it_is(atlas) -> None:
    context = Context(atlas, "en", "../../", Project(name="Sample Atlas", site=SITE))
    paper = atlas.records["example-paper-2024"]
    (item,) = json.loads(citation_of(context, paper).csl())
    assert [author["literal"] for author in item["author"]] == [*paper.authors]
    assert item["container-title"] == context.plain(paper.publisher)
    assert (item["DOI"], item["URL"]) == (paper.doi, paper.url)
    assert "Sample Atlas" not in citation_of(context, paper).words()


def test_a_source_without_authors_has_none_and_a_title_of_ours_is_in_brackets(small) -> None:
    edit(small, "sources/example-paper-2024.yml", "authors: [Example A, Sample B]\n", "")
    context = Context(load(small), "ko", "../../", Project(name="Sample Atlas", site=SITE))
    paper = context.atlas.records["example-paper-2024"]
    said = citation_of(context, paper)
    (item,) = json.loads(said.csl())
    assert "author" not in item
    assert not {"AU"} & dict(read_ris(said.ris())).keys()
    assert "author" not in read_bibtex(said.bibtex())
    assert (item["title"], item["language"]) == (paper.title, paper.language)
    assert said.words().count(context.plain(paper.publisher)) == 1
    edit(small, "sources/example-paper-2024.yml", "title:", "described: true\nname:")
    context = Context(load(small), "en", "../../", Project(name="Sample Atlas", site=SITE))
    said = citation_of(context, context.atlas.records["example-paper-2024"])
    assert said.title == f"[{paper.title}]"


@pytest.mark.parametrize("doi", ["", "10.5281/zenodo.1234567"])
def test_the_data_set_is_cited_by_the_name_of_the_site(doi: str) -> None:
    said = data_set_citation("Sample Atlas", "2024-05-06", f"{SITE}data/", "en", doi)
    address = f"https://doi.org/{doi}" if doi else f"{SITE}data/"
    assert said.words() == (
        f"Sample Atlas contributors. Sample Atlas [data set]. Data as of 6 May 2024. {address}"
    )
    fields = read_bibtex(said.bibtex())
    assert (fields["type"], fields.get("doi", "")) == ("dataset", doi)
    assert "organization" not in fields
    assert dict(read_ris(said.ris()))["TY"] == "DATA"
    (item,) = json.loads(said.csl())
    assert (item["type"], item.get("DOI", "")) == ("dataset", doi)


def test_the_files_of_all_citations_have_each_in_its_form() -> None:
    citations = [citation(title) for title in TITLES.values()]
    made = dict(citation_files(citations))
    bib, ris, csl = (made[f"cite/atlas.{ending}"] for ending in ("bib", "ris", "csl.json"))
    assert bib == "".join(f"{one.bibtex()}\n\n" for one in citations).removesuffix("\n")
    assert ris.split("\r\n") == "\n\n".join([*(one.ris() for one in citations), ""])[:-1].split(
        "\n"
    )
    assert json.loads(csl) == [json.loads(one.csl())[0] for one in citations]


def test_a_claim_is_cited_with_its_verdict(atlas) -> None:
    context = Context(atlas, "en", "../../", Project(name="Sample Atlas", site=SITE))
    claim = atlas.records["claim-example-best"]
    verdict = context.plain(claim.verdict.value)
    assert citation_of(context, claim).title == f"Claim check ({verdict}): {context.name(claim)}"
