"""`atlas source add`: a source record from what public services say, or the one that is there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros.cli import main
from macros.model.atlas import Atlas
from macros.outside import crossref, page, pubmed
from macros.outside.sources import (
    KIND_OF_WORK,
    LANGUAGE_OF,
    Reference,
    Sources,
    read_reference,
    record_of,
)
from tests.conftest import edit, load, problems_of
from tests.registry.conftest import DAY
from tests.registry.server import Service, gives, says, status

Run = Callable[..., tuple[int, Any]]

WORK = {
    "DOI": "10.9999/example.2024.1",
    "type": "journal-article",
    "title": ["Example-cel in <i>EXA1</i>&amp;CD19 Lymphoma"],
    "subtitle": ["a phase 2 study"],
    "container-title": ["Example Journal of Medicine", "EJM"],
    "publisher": "Example Press",
    "author": [
        {"given": "Bo-gi", "family": "Lee", "sequence": "first"},
        {"given": "Jesús", "family": "San-Miguel"},
        {"name": "Example Study Group"},
        {"affiliation": []},
    ],
    "published-online": {"date-parts": [[2024, 5, 2]]},
    "published-print": {"date-parts": [[2024, 6]]},
    "issued": {"date-parts": [[2024, 5, 2]]},
    "language": "en",
}
PAPER = {
    "uid": "37272512",
    "pubdate": "2024 Jul 27",
    "epubdate": "2024 Jun 5",
    "source": "Ex J Med",
    "fulljournalname": "Example journal of medicine",
    "title": "Example-cel in Example Lymphoma.",
    "authors": [{"name": "Lee BG", "authtype": "Author"}, {"name": "San-Miguel J"}],
    "lang": ["eng"],
    "pubtype": ["Journal Article"],
    "articleids": [
        {"idtype": "pubmed", "value": "37272512"},
        {"idtype": "doi", "value": "10.9999/example.2024.2"},
        {"idtype": "pii", "value": "S1"},
    ],
}
PAGE = """<!doctype html><html lang="ko"><head><title>큐로셀 허가 | 예시일보</title>
<meta property="og:title" content="예시셀, CAR-T 허가 &amp; 급여"><meta property="og:site_name"
content="예시일보"><meta property="article:published_time" content="2026-05-02T09:00:00+09:00">
</head><body>…</body></html>"""


def archive(service: Service, url: str | None) -> None:
    copy = {"closest": {"available": True, "status": "200", "url": url, "timestamp": "2024"}}
    service.at("/wayback/available", gives({"archived_snapshots": copy if url else {}}))


def test_a_doi_becomes_a_source(small: Path, service: Service, atlas_says: Run) -> None:
    service.at("/works/10.9999/example.2024.1", gives({"status": "ok", "message": WORK}))
    archive(service, "http://web.archive.org/web/20240601000000/https://doi.org/10.9999/x")
    code, answer = atlas_says("source", "add", "https://doi.org/10.9999/example.2024.1")
    [one] = answer["sources"]
    assert (code, one["outcome"], one["id"], answer["problems"]) == (
        0,
        "new",
        "lee-2024-example-cel-exa1-cd19",
        [],
    )
    source = load(small).records[one["id"]]
    assert source.title == "Example-cel in EXA1&CD19 Lymphoma: a phase 2 study"
    assert (source.kind, str(source.publisher)) == ("paper", "Example Journal of Medicine")
    assert list(source.authors) == ["Lee BG", "San-Miguel J", "Example Study Group"]
    assert (source.published, source.accessed, source.language) == ("2024-06", DAY, "en")
    assert (source.url, source.doi) == (
        "https://doi.org/10.9999/example.2024.1",
        "10.9999/example.2024.1",
    )
    assert source.archived.startswith("https://web.archive.org/web/2024")


def test_a_doi_of_another_register(small: Path, service: Service, atlas_says: Run) -> None:
    csl = {"type": "article", "title": "A data set", "author": [{"family": "Lee", "given": "B."}],
           "publisher": "Zenodo", "issued": {"date-parts": [["2024", "5"]]}}  # fmt: skip
    service.at("/works/10.9999/zenodo.1", status(404))
    service.at("/10.9999/zenodo.1", gives(csl, crossref.CSL))
    code, answer = atlas_says("source", "add", "10.9999/zenodo.1", "--no-archive")
    assert (code, answer["sources"][0]["id"]) == (0, "lee-2024-data-set")
    assert load(small).records["lee-2024-data-set"].published == "2024-05"


def test_a_pubmed_number_becomes_a_source(small: Path, service: Service, atlas_says: Run) -> None:
    summary = {"result": {"uids": ["37272512"], "37272512": PAPER}}
    service.at("/entrez/eutils/esummary.fcgi", gives(summary))
    archive(service, None)
    code, answer = atlas_says("source", "add", "PMID: 37272512")
    [one] = answer["sources"]
    assert (code, one["id"]) == (0, "lee-2024-example-cel-example")
    source = load(small).records[one["id"]]
    assert (source.title, source.published) == ("Example-cel in Example Lymphoma", "2024-07-27")
    assert (source.doi, source.pmid) == ("10.9999/example.2024.2", "37272512")
    assert source.url == "https://pubmed.ncbi.nlm.nih.gov/37272512/"
    assert "db=pubmed&id=37272512" in service.asked[0]


def test_a_trial_number_becomes_a_source(
    small: Path, service: Service, study: dict, atlas_says: Run
) -> None:
    service.at("/studies/NCT99999902", gives(study))
    code, answer = atlas_says("source", "add", "nct99999902", "--no-archive")
    assert (code, answer["sources"][0]["id"]) == (0, "ctgov-nct99999902")
    source = load(small).records["ctgov-nct99999902"]
    assert (source.kind, source.nct, source.published) == ("registry", "NCT99999902", "2026-09-24")
    # The import of the trial uses the same one.
    assert atlas_says("registry", "import", "NCT99999902")[1]["imported"][0]["files"] == [
        "data/trials/nct99999902.yml"
    ]


def test_a_page_becomes_a_source(small: Path, service: Service, atlas_says: Run) -> None:
    service.at("/news/1", says(PAGE.encode(), "text/html; charset=utf-8"))
    code, answer = atlas_says(
        "source", "add", f"{service.url}/news/1", "--kind", "news", "--id", "yesi-1", "--no-archive"
    )
    assert (code, answer["sources"][0]["id"]) == (0, "yesi-1")
    source = load(small).records["yesi-1"]
    assert (source.title, str(source.publisher)) == ("예시셀, CAR-T 허가 & 급여", "예시일보")
    assert (source.published, source.language) == ("2026-05-02", "ko")


def test_the_kind_of_a_page_is_not_guessed(small: Path, service: Service, atlas_says: Run) -> None:
    service.at("/news/1", says(PAGE.encode(), "text/html"))
    before = sorted(small.rglob("*.yml"))
    code, answer = atlas_says("source", "add", f"{service.url}/news/1", "--no-archive")
    assert code == 1
    assert "--kind" in answer["sources"][0]["message"]
    assert sorted(small.rglob("*.yml")) == before


def test_a_page_that_does_not_answer_can_be_described(
    small: Path, service: Service, atlas_says: Run
) -> None:
    service.at("/news/1", status(403))
    words = ["--kind", "news", "--title", "A: report", "--publisher", "Daily", "--no-archive"]
    code, answer = atlas_says("source", "add", f"{service.url}/news/1", *words)
    [one] = answer["sources"]
    assert (code, one["outcome"], one["by_hand"]) == (0, "new", ["published", "language"])
    assert load(small).records[one["id"]].title == "A: report"


@pytest.mark.parametrize(
    "named",
    [
        "https://register.example/entries/1",
        "http://www.register.example/entries/1/",
        "10.5555/KNOWN",
        "https://doi.org/10.5555/known",
        "http://dx.doi.org/10.5555/known/",
        "https://publisher.example/doi/full/10.5555/Known?query=x",
        "12345",
        "https://pubmed.ncbi.nlm.nih.gov/12345/",
        "https://www.ncbi.nlm.nih.gov/pubmed/12345",
    ],
)
def test_a_source_that_is_here_is_named(
    small: Path, service: Service, atlas_says: Run, named: str
) -> None:
    path = next((small / "sources").glob("example-register.yml"))
    text = path.read_text(encoding="utf-8")
    url = next(line for line in text.splitlines() if line.startswith("url:"))
    new = 'url: "https://register.example/entries/1"\ndoi: 10.5555/known\npmid: "12345"'
    edit(small, "sources/example-register.yml", url, new)
    archive(service, "http://web.archive.org/web/2024/https://register.example/entries/1")
    before = sorted(small.rglob("*.yml"))
    code, answer = atlas_says("source", "add", named)
    [one] = answer["sources"]
    assert (code, one["outcome"], one["id"]) == (0, "known", "example-register")
    assert one["archived"].startswith("https://web.archive.org/")
    assert sorted(small.rglob("*.yml")) == before
    assert len(service.asked) == 1  # only the archive was asked


def test_a_paper_known_by_its_doi_is_found_by_its_pubmed_number(
    small: Path, service: Service, atlas_says: Run
) -> None:
    service.at("/works/10.9999/example.2024.2", gives({"message": WORK}))
    service.at("/entrez/eutils/esummary.fcgi", gives({"result": {"37272512": PAPER}}))
    _code, first = atlas_says("source", "add", "10.9999/example.2024.2", "--no-archive")
    code, answer = atlas_says("source", "add", "37272512", "--no-archive")
    assert (code, answer["sources"][0]["outcome"]) == (0, "known")
    assert answer["sources"][0]["id"] == first["sources"][0]["id"]


def test_one_work_named_in_several_ways_becomes_one_source(
    small: Path, service: Service, atlas_says: Run
) -> None:
    service.at("/works/10.9999/example.2024.2", gives({"message": WORK}))
    service.at("/entrez/eutils/esummary.fcgi", gives({"result": {"37272512": PAPER}}))
    words = [
        "10.9999/example.2024.2",
        "https://a.example/doi/full/10.9999/Example.2024.2",
        "37272512",
    ]
    code, answer = atlas_says("source", "add", *words, "--no-archive")
    outcomes = [(one["outcome"], one["id"]) for one in answer["sources"]]
    assert (code, answer["problems"]) == (0, [])
    assert outcomes == [(outcome, "lee-2024-example-cel-exa1-cd19") for outcome in ("new", "known")]


def test_a_publisher_s_address_is_kept(small: Path, service: Service, atlas_says: Run) -> None:
    service.at("/works/10.9999/example.2024.1", gives({"message": WORK}))
    url = "https://a.example/doi/full/10.9999/example.2024.1"
    code, answer = atlas_says("source", "add", url, "--no-archive")
    source = load(small).records[answer["sources"][0]["id"]]
    assert (code, source.url, source.doi) == (0, url, "10.9999/example.2024.1")


def test_another_article_of_one_agency_is_new(
    small: Path, service: Service, atlas_says: Run
) -> None:
    service.at("/articles/", says(PAGE.encode(), "text/html; charset=utf-8"))
    for number, outcome in ((1, "new"), (2, "new"), (1, "known")):
        url = f"{service.url}/articles/?499999{number}"
        code, answer = atlas_says("source", "add", url, "--kind", "news", "--no-archive")
        assert (code, answer["sources"][0]["outcome"]) == (0, outcome), url


def test_one_bad_answer_stops_nothing(small: Path, service: Service, atlas_says: Run) -> None:
    bad = {"10.9999/a": status(500), "10.9999/b": gives([]), "10.9999/c": gives({"message": {}})}
    for doi, answer in bad.items():
        service.at(f"/works/{doi}", answer)
    service.at("/works/10.9999/example.2024.1", gives({"message": WORK}))
    service.at("/wayback/available", status(500))
    words = [*bad, "10.9999/example.2024.1", "99999999"]
    service.at(
        "/entrez/eutils/esummary.fcgi",
        gives({"result": {"99999999": {"uid": "99999999", "error": "cannot get summary"}}}),
    )
    code, answer = atlas_says("source", "add", *words, tries=1)
    outcomes = [one["outcome"] for one in answer["sources"]]
    assert (code, outcomes) == (1, ["failed", "failed", "failed", "new", "failed"])
    assert answer["sources"][3]["archive_failed"]
    assert problems_of(small) == []


def test_two_sources_of_one_name_have_two_ids(
    small: Path, service: Service, atlas_says: Run
) -> None:
    for doi in ("10.9999/one", "10.9999/two"):
        service.at(f"/works/{doi}", gives({"message": WORK}))
    _code, answer = atlas_says("source", "add", "10.9999/one", "10.9999/two", "--no-archive")
    ids = [one["id"] for one in answer["sources"]]
    assert ids == ["lee-2024-example-cel-exa1-cd19", "lee-2024-example-cel-exa1-cd19-2"]
    assert problems_of(small) == []


@pytest.mark.parametrize(
    "words",
    [
        ["no such thing"],
        ["ftp://a.example/x"],
        ["10.1"],
        ["10.9999/a", "10.9999/b", "--title", "One"],
        ["10.9999/a", "--kind", "gossip"],
        ["10.9999/a", "--id", "Not An Id"],
        ["10.9999/a", "--id", "examplecell"],
    ],
)
def test_wrong_use(small: Path, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["source", "add", *words, "--data", str(small)]) == 2
    said = capsys.readouterr()
    assert said.out == "" and said.err.count("\n") == 1


@pytest.mark.parametrize(
    ("text", "what", "value"),
    [
        ("10.1056/NEJMoa2303379", "doi", "10.1056/NEJMoa2303379"),
        ("doi:10.1056/NEJMoa2303379.", "doi", "10.1056/NEJMoa2303379"),
        ("DOI 10.1056/NEJMoa2303379/abstract", "doi", "10.1056/NEJMoa2303379"),
        ("doi.org/10.1056/NEJMoa2303379", "doi", "10.1056/NEJMoa2303379"),
        ("www.doi.org/10.1056/NEJMoa2303379/pdf", "doi", "10.1056/NEJMoa2303379"),
        ("(https://doi.org/10.1056/NEJMoa2303379).", "doi", "10.1056/NEJMoa2303379"),
        ("https://frontiersin.org/articles/10.3389/fonc.2022.9/full", "doi", "10.3389/fonc.2022.9"),
        ("https://a.example/articles/10.3389/f.2/tables/1", "url",
         "https://a.example/articles/10.3389/f.2/tables/1"),
        ("https://dx.doi.org/10.1016/S0140-6(24)1-2", "doi", "10.1016/S0140-6(24)1-2"),
        ("https://www.nejm.org/doi/full/10.1056/NEJMoa23?query=x", "doi", "10.1056/NEJMoa23"),
        ("37272512", "pmid", "37272512"),
        ("https://pubmed.ncbi.nlm.nih.gov/37272512/", "pmid", "37272512"),
        ("https://www.ncbi.nlm.nih.gov/pubmed/37272512", "pmid", "37272512"),
        ("pubmed.ncbi.nlm.nih.gov/37272512/", "pmid", "37272512"),
        ("https://pmc.ncbi.nlm.nih.gov/articles/PMC9479060/", "pmc", "9479060"),
        ("nct04836507", "nct", "NCT04836507"),
        ("https://clinicaltrials.gov/study/NCT04836507?tab=table", "nct", "NCT04836507"),
        ("https://www.clinicaltrials.gov/ct2/show/NCT04836507", "nct", "NCT04836507"),
        ("https://meddatax.com/clinical-trials/NCT02445222", "url",
         "https://meddatax.com/clinical-trials/NCT02445222"),
    ],
)  # fmt: skip
def test_what_a_reference_names(text: str, what: str, value: str) -> None:
    found = read_reference(text)
    assert (found.what, found.value) == (what, value)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2023 Jul 27", "2023-07-27"),
        ("2023 Jul", "2023-07"),
        ("2023 Jul-Aug", "2023-07"),
        ("2023 Spring", "2023"),
        ("2023 Feb 30", "2023-02"),
        ("2023", "2023"),
        ("", None),
        ("last year", None),
    ],
)
def test_dates_of_pubmed(text: str, date: str | None) -> None:
    assert pubmed.read_paper({"pubdate": text}).published == date


@pytest.mark.parametrize(
    ("parts", "date"),
    [
        ([[2024, 5, 2]], "2024-05-02"),
        ([[2024]], "2024"),
        ([[2024, None]], "2024"),
        ([[2024, 13]], "2024"),
        ([[None]], None),
        ([], None),
        ([[True]], None),
        ("2024", None),
    ],
)
def test_dates_of_crossref(parts: Any, date: str | None) -> None:
    assert crossref.read_work({"issued": {"date-parts": parts}}, "10.1/x").published == date


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2026-05-02T09:00:00+09:00", "2026-05-02"),
        ("2026/5/2", "2026-05-02"),
        ("2026.5", "2026-05"),
        ("20260502", None),
        ("2023 Jul 27-Aug 3", "2023-07"),
        ("2 May 2026", None),
    ],
)
def test_dates_of_pages(text: str, date: str | None) -> None:
    head = f'<html><head><meta property="article:published_time" content="{text}">'
    assert page.read_page(head, "https://a.example/").published == date


@pytest.mark.parametrize(
    ("host", "kind"),
    [("mfds.go.kr", "regulator"), ("open.dart.fss.or.kr", "filing"), ("notfda.gov", None)],
)
def test_the_kind_of_a_host_is_given_where_it_is_certain(host: str, kind: str | None) -> None:
    assert page.kind_of(host) == kind


def test_a_preprint_says_so() -> None:
    work = {"type": "posted-content", "title": ["A"], "publisher": "medRxiv"}
    found = crossref.read_work(work, "10.1101/x")
    assert (found.kind, found.remark["en"]) == ("paper", "Preprint, not peer-reviewed.")


@pytest.mark.parametrize(
    ("work", "remark"),
    [
        ({"updated-by": [{"type": "retraction", "DOI": "10.1/n"}]}, "Retracted,"),
        ({"updated-by": [{"type": "correction"}, {"type": "removal"}]}, "Withdrawn,"),
        ({"updated-by": [{"type": "expression_of_concern"}]}, "An expression of concern"),
        ({"updated-by": [{"type": "correction"}, {"type": "erratum"}]}, None),
        ({"update-to": [{"type": "retraction", "DOI": "10.1/p"}]}, None),  # the notice
        ({"updated-by": "retraction"}, None),
    ],
)
def test_a_retraction_is_told_of_the_paper(work: dict, remark: str | None) -> None:
    said = crossref.read_work({**WORK, **work}, "10.1/x").remark
    assert said.keys() == ({"en", "ko"} if remark else set())
    assert said.get("en", "").startswith(f"{remark or ''}")
    assert said.get("en", "Crossref.").endswith("Crossref.")


@pytest.mark.parametrize(
    ("types", "remark"),
    [
        (["Journal Article", "Retracted Publication"], {"en": "Retracted, according to PubMed."}),
        (["Retraction of Publication"], {}),
        (["Retraction Notice"], {}),
    ],
)
def test_pubmed_tells_a_retraction_of_the_paper(types: list[str], remark: dict) -> None:
    said = pubmed.read_paper({**PAPER, "pubtype": types}).remark
    assert {code: text for code, text in said.items() if code == "en"} == remark


def test_a_title_in_its_own_language_comes_first() -> None:
    korean = {**PAPER, "lang": ["kor"], "title": "[Cells in &lt;i&gt;example&lt;/i&gt; lymphoma]."}
    found = pubmed.read_paper({**korean, "vernaculartitle": "예시 림프종의 세포."})
    assert (found.title, found.language, found.remark) == ("예시 림프종의 세포", "ko", {})
    found = pubmed.read_paper(korean)
    assert found.title == "Cells in example lymphoma"
    assert found.remark["en"] == "PubMed gives the title in translation only."
    found = pubmed.read_paper({**PAPER, "title": "[18F]FDG and [68Ga]."})
    assert (found.title, found.remark) == ("[18F]FDG and [68Ga]", {})


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("&lt;i&gt;CD19&lt;/i&gt; &amp;amp; BCMA", "CD19 & BCMA"),
        ("<scp>CAR</scp> T <b>cells</b>", "CAR T cells"),
        ("CRP <5 mg/L and ferritin >500", "CRP <5 mg/L and ferritin >500"),
        ("if a <b and b> c", "if a <b and b> c"),
        ("10<sup>6</sup> cells, CD4<sup>+</sup>, H<sub>2</sub>O", "10⁶ cells, CD4+, H2O"),
        ('<mml:math xmlns:mml="http://a.example"><mml:mi>γ</mml:mi></mml:math>δ', "γδ"),
        ("<jats:italic>A</jats:italic><br/>B\n  C", "A B C"),
        (7, ""),
    ],
)
def test_markup_of_publishers_goes_and_all_else_stays(written: object, title: str) -> None:
    assert crossref.read_work({"title": [written]}, "10.1/x").title == title
    assert pubmed.read_paper({"title": written}).title == title


def test_the_registration_of_a_doi_is_no_publication() -> None:
    work = {"created": {"date-parts": [[2019, 1, 1]]}, "issued": {"date-parts": [[None]]}}
    assert crossref.read_work(work, "10.1/x").published is None


@pytest.mark.parametrize(
    ("title", "what"),
    [
        ("Just a moment...", "a robot check"),
        ("Attention Required! | Example", "a robot check"),
        ("잠시만 기다리십시오…", "a robot check"),
        ("Client Challenge", "a robot check"),
        ("403 Forbidden", "a refusal"),
        ("로그인 | 예시일보", "a login"),
        ("Example - Sign in", "a login"),
        ("404", "a “not found” page"),
        ("요청하신 페이지를 찾을 수 없습니다.", "a “not found” page"),
        ("Redirecting", "a redirect"),
        ("301 Moved Permanently", "a redirect"),
        ("시스템 점검 안내", "an error"),
        ("Untitled Document", "no title"),
        ("\ufffd\ufffd 허가", "a text with broken characters"),
        ("404 patients with lymphoma", ""),
        ("Login of patients to a portal", ""),
        ("Redirecting T cells to tumours", ""),
        ("Medication error - a review", ""),
        ("A page not found in the archive", ""),
    ],
)
def test_a_title_of_no_page_is_refused_with_a_word(
    small: Path, service: Service, atlas_says: Run, title: str, what: str
) -> None:
    service.at("/a", says(f"<title>{title}</title>".encode(), "text/html; charset=utf-8"))
    words = ["source", "add", f"{service.url}/a", "--kind", "news", "--no-archive", "--dry-run"]
    [one] = atlas_says(*words)[1]["sources"]
    assert (one["outcome"] == "failed") == bool(what)
    assert what in one.get("message", "")


def test_an_unknown_type_is_reported() -> None:
    found = crossref.read_work({"type": "hologram", "title": ["A"]}, "10.1101/x")
    assert (found.kind, found.unmapped) == (None, {"type": "hologram"})


def test_our_words_are_in_the_vocabularies(atlas: Atlas) -> None:
    assert set(KIND_OF_WORK.values()) <= set(atlas.vocabularies["source-kind"].terms)
    assert set(LANGUAGE_OF.values()) <= set(atlas.vocabularies["language"].terms)


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=6,
)


@given(values=st.fixed_dictionaries({}, optional=dict.fromkeys({**WORK, **PAPER}, _json)))
def test_any_answer_is_read(values: dict, atlas: Atlas) -> None:
    for found in (crossref.read_work(values, "10.1/x"), pubmed.read_paper(values)):
        record_of(found, DAY)
        assert Sources(atlas).free_id(found, Reference("doi", "10.1/x"))


@given(text=st.text(alphabet=st.sampled_from('<>/="meta titlhd&;#0-92![]?'), max_size=80))
def test_any_page_is_read(text: str) -> None:
    page.read_page(f"<html><head>{text}", "https://a.example/")


def test_the_answer_for_people(
    small: Path, service: Service, capsys: pytest.CaptureFixture[str]
) -> None:
    service.at("/works/10.9999/example.2024.1", gives({"message": WORK}))
    archive(service, None)
    options = ["--data", str(small), "--base-url", service.url, "--today", DAY, "--pause", "0"]
    assert main(["source", "add", "10.9999/example.2024.1", *options]) == 0
    said = capsys.readouterr().out
    assert "new, cite it as lee-2024-example-cel-exa1-cd19" in said
    assert "  kind: paper" in said
