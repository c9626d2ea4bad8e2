"""Two spellings of one name are one name; two addresses of one source are one source."""

from __future__ import annotations

from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from macros.model.identifiers import clean_doi
from macros.model.identity import (
    folded,
    identities,
    identity,
    loosely_folded,
    number_at,
)

_NAMES = st.text(max_size=30) | st.text(
    st.sampled_from("aB가가 １ＡＢ.,&-()㈜주식회사theTHE Inc.\u0301\u200b"), max_size=20
)
_WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=8)
_KEYS = st.text("bcdefxyz_", min_size=1, max_size=4)
_QUERIES = st.dictionaries(_KEYS, st.text(max_size=6), max_size=4)
_TRACKER = st.sampled_from(["utm_source", "UTM_Medium", "fbclid", "gclid", "_ga", "NaPm", "amp"])


class TestNames:
    @given(name=_NAMES)
    def test_a_folded_name_folds_to_itself(self, name: str):
        assert folded(folded(name)) == folded(name)
        assert loosely_folded(loosely_folded(name)) == loosely_folded(name)

    @given(name=st.text("ab1 -.,", max_size=12))
    def test_case_width_and_blanks_never_count(self, name: str):
        wide = "".join(chr(ord(char) + 0xFEE0) if char > " " else char for char in name)
        for other in (name.upper(), wide, f" {name.replace(' ', '')}\u200b"):
            assert folded(other) == folded(name)

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Examplecell", "EXAMPLE cell"),
            ("ＥＸＡＭＰＬＥＣＥＬＬ", "Examplecell"),
            ("예시 셀", "예시셀"),
            ("㈜예시셀", "(주) 예시셀"),
            ("Straße", "STRASSE"),
        ],
    )
    def test_one_spelling(self, one: str, other: str):
        assert folded(one) == folded(other)

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Curocell Inc.", "Curocell Co., Ltd."),
            ("예시셀 주식회사", "㈜예시셀"),
            ("주식회사 예시셀", "예시셀(주)"),
            ("AT-101", "AT 101"),
            ("The Example Hospital", "Example Hospital"),
            ("Johnson & Johnson", "Johnson and Johnson"),
        ],
    )
    def test_one_name_in_two_spellings(self, one: str, other: str):
        assert folded(one) != folded(other)
        assert loosely_folded(one) == loosely_folded(other)

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("AB-101", "AB-201"),
            ("Example Cell", "Example Cells"),
            ("Incyte", "Cyte"),
            ("주식회사", "유한회사"),
            ("?", "!"),
        ],
    )
    def test_two_names(self, one: str, other: str):
        assert loosely_folded(one) != loosely_folded(other)


SAME = [
    # the mirror, the end, the place on the page
    ("http://www.a.kr/x/", "https://a.kr/x"),
    ("https://m.a.kr/x", "https://mobile.a.kr/x#top"),
    ("https://a.kr/amp/x", "https://a.kr/x?outputType=amp"),
    ("https://a.kr", "https://a.kr/index.html"),
    ("https://a.kr:443/x", "https://A.KR/x"),
    # letters as they are, and as percent signs
    ("https://a.kr/%EA%B0%80", "https://a.kr/가"),
    ("https://a.kr/%ea%b0%80/%7Eb", "https://a.kr/%EA%B0%80/~b"),
    ("https://a.kr/?q=%EA%B0%80+b", "https://a.kr/?q=가%20b"),
    # one work at several addresses
    ("https://doi.org/10.9999/ABC.1", "http://dx.doi.org/10.9999/abc.1"),
    ("https://doi.org/10.9999/ABC.1", "https://www.example.org/doi/full/10.9999/abc.1?query=x"),
    ("https://doi.org/10.9999/abc.1", "https://www.example.org/doi/pdf/10.9999%2Fabc.1"),
    ("https://doi.org/10.9999/abc.1", "https://www.example.org/articles/10.9999/abc.1/full"),
    ("https://doi.org/10.9999/abc.1", "https://www.example.org/content/pdf/10.9999/abc.1.pdf"),
    ("https://doi.org/10.9999/abc.1", "https://www.example.org/article?id=10.9999/abc.1&type=pdf"),
    ("https://doi.org/10.9999/abc-1", "https://a.org/article/doi/10.9999/abc-1/711088/A-title"),
    ("https://doi.org/10.1101/2021.01.01.1", "https://b.org/content/10.1101/2021.01.01.1v2.full"),
    ("https://pubmed.ncbi.nlm.nih.gov/123/", "https://www.ncbi.nlm.nih.gov/pubmed/123"),
    ("https://pubmed.ncbi.nlm.nih.gov/123/", "https://www.ncbi.nlm.nih.gov/pubmed/?term=123"),
    ("https://pubmed.ncbi.nlm.nih.gov/123/", "http://www.pubmed.gov/123"),
    ("https://pubmed.ncbi.nlm.nih.gov/123/", "https://europepmc.org/article/MED/123"),
    (
        "https://pmc.ncbi.nlm.nih.gov/articles/PMC9",
        "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC9/",
    ),
    (
        "https://clinicaltrials.gov/study/NCT01234567?tab=table",
        "https://www.clinicaltrials.gov/ct2/show/record/nct01234567",
    ),
]
DIFFERENT = [
    ("https://www.news1.kr/articles/?4999999", "https://www.news1.kr/articles/?4999998"),
    ("https://www.news1.kr/articles/?4999999", "https://www.news1.kr/articles/"),
    ("https://a.kr/view?no=1&VNC_T", "https://a.kr/view?no=1"),
    ("https://a.kr/view?no=1", "https://a.kr/view?no=2"),
    ("https://a.kr/view?no=1", "https://a.kr/view?No=1"),
    ("https://a.kr/x", "https://b.a.kr/x"),
    ("https://a.kr/x", "https://a.kr:8080/x"),
    ("https://a.kr/X", "https://a.kr/x"),
    ("https://a.kr/a%2Fb", "https://a.kr/a/b"),
    ("https://a.kr/?q=a%26b=c", "https://a.kr/?q=a&b=c"),
    ("https://a.kr/?q=%B1%E8", "https://a.kr/?q=%B0%A1"),  # in EUC-KR
    ("https://a.kr/#/news/1", "https://a.kr/#/news/2"),
    ("https://doi.org/10.9999/a", "https://doi.org/10.9999/a/b"),
    ("https://doi.org/10.9999/a/v1", "https://doi.org/10.9999/a/v2"),
    ("https://a.org/articles/10.9999/a", "https://a.org/articles/10.9999/a/tables/1"),
    ("https://a.org/articles/10.9999/a/tables/1", "https://a.org/articles/10.9999/a/tables/2"),
    (
        "https://pmc.ncbi.nlm.nih.gov/articles/PMC9",
        "https://pmc.ncbi.nlm.nih.gov/articles/PMC9/table/T1/",
    ),
    ("https://pubmed.ncbi.nlm.nih.gov/123/", "https://pubmed.ncbi.nlm.nih.gov/1234/"),
    ("https://pubmed.ncbi.nlm.nih.gov/?term=car-t", "https://pubmed.ncbi.nlm.nih.gov/?term=car"),
    # other sites about the same trial
    ("https://clinicaltrials.gov/study/NCT01234567", "https://a.com/trials/NCT01234567"),
]


class TestAddresses:
    @pytest.mark.parametrize(("one", "other"), SAME)
    def test_one_source(self, one: str, other: str):
        assert identity(one) == identity(other)

    @pytest.mark.parametrize(("one", "other"), DIFFERENT)
    def test_two_sources(self, one: str, other: str):
        assert identity(one) != identity(other)

    @given(steps=st.lists(_WORDS, max_size=3), query=_QUERIES, data=st.data())
    def test_the_order_of_the_query_trackers_and_mirrors_do_not_count(self, steps, query, data):
        path = "/".join(quote(step, safe="") for step in steps)
        plain = f"https://a.kr/{path}?{urlencode(query)}"
        more = query | data.draw(st.dictionaries(_TRACKER, st.text(max_size=6), max_size=2))
        shuffled = dict(data.draw(st.permutations(list(more.items()))))
        host = data.draw(st.sampled_from(["a.kr", "WWW.a.kr", "m.a.kr", "amp.A.kr:80"]))
        other = f"http://{host}/{path}?{urlencode(shuffled)}"
        assert identity(plain) == identity(other)

    @given(query=_QUERIES, key=_KEYS, value=st.text(min_size=1, max_size=6))
    def test_every_key_and_every_value_counts(self, query, key, value):
        rest = {name: query[name] for name in query if name != key}
        with_value, without = f"{urlencode(rest | {key: value})}", urlencode(rest | {key: ""})
        found = {identity(f"https://a.kr/?{q}") for q in (with_value, without, urlencode(rest))}
        assert len(found) == 3

    @given(
        url=st.text(st.sampled_from("htps:/?#&=.%10aA가[]()"), max_size=40).map("https://a".__add__)
    )
    def test_any_address_that_can_be_split_has_an_identity(self, url: str):
        try:
            assert identity(url) == identity(url)
        except ValueError:  # as `Url.read` refuses
            assert "[" in url or "]" in url or ":" in url


class TestNumbers:
    @pytest.mark.parametrize(
        ("text", "doi"),
        [
            ("10.1056/NEJMoa2303379", "10.1056/NEJMoa2303379"),
            ("10.1056/NEJMoa2303379).", "10.1056/NEJMoa2303379"),
            ("10.1056/NEJMoa2303379/full", "10.1056/NEJMoa2303379"),
            ("10.1056/NEJMoa2303379/abstract", "10.1056/NEJMoa2303379"),
            ("10.1056/NEJMoa2303379/pdf/", "10.1056/NEJMoa2303379"),
            ("10.1186/s13045-019-0763-0/figures/1", "10.1186/s13045-019-0763-0"),
            ("10.1016/S0140-6736(24)", "10.1016/S0140-6736(24)"),
            ("10.1093/annonc/mdx123", "10.1093/annonc/mdx123"),
            ("10.9999/full", "10.9999/full"),
            ("10.1/x", ""),
            ("10.1056/", ""),
            (")", ""),
            ("", ""),
        ],
    )
    def test_a_doi_without_what_was_pasted_along(self, text: str, doi: str):
        assert clean_doi(text) == doi

    @given(text=st.text(st.sampled_from("10./9abfull(pd)].,?#"), max_size=30))
    def test_a_clean_doi_is_clean(self, text: str):
        assert clean_doi(clean_doi(text)) == clean_doi(text)

    @pytest.mark.parametrize(
        "url",
        [
            "https://a.kr/news/10",
            "https://a.kr/10.5/x",
            "https://doi.org/",
            "https://clinicaltrials.gov/search?cond=NCT01234567",
            "https://www.ncbi.nlm.nih.gov/gene/930",
        ],
    )
    def test_an_address_without_a_number(self, url: str):
        assert number_at(url) is None

    def test_the_table_of_a_paper_names_the_paper_and_is_a_source_of_its_own(self):
        table = "https://a.org/articles/10.9999/abc.1/tables/1"
        number = number_at(table)
        assert number and number.value == "10.9999/abc.1"
        paper = identities("https://doi.org/10.9999/abc.1", doi="10.9999/ABC.1", pmid="123")
        assert not paper.keys() & identities(table, doi="10.9999/abc.1").keys()
        assert not paper.keys() & identities("https://pubmed.ncbi.nlm.nih.gov/1234/").keys()
        assert paper.keys() & identities("https://pubmed.ncbi.nlm.nih.gov/123/").keys()
