"""Korean texts: told from English ones, settled terms, particles; in data, pages and interface."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html

from macros.model.fields import Model
from macros.model.kinds import KINDS
from macros.model.korean import is_english, is_korean, right_particle, wrong_particles
from macros.model.values import Words
from macros.page.labels import FILES
from macros.store.checks.languages import misspelt, refused_terms
from tests.conftest import edit, problems_of
from tests.sites import ROOT, real_atlas


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("The company's figure before approval.", True),
        ("Given as USD 37.1 million as well.", True),
        ("median overall survival", True),
        ("A cell", False),
        ("회사가 밝힌 수치입니다.", False),
        ("Journal of Hematology & Oncology에 실렸습니다.", False),
        ("OVIS(Overcome Immune Suppression) 기술", False),
        ("Seoul National University Hospital", False),
        ("anbalcabtagene autoleucel", False),
        ("https://the.example.org/of/a/page", False),
        ("", False),
        ("10 12 —", False),
    ],
)
def test_english_prose_is_told_from_names_and_terms(text: str, english: bool) -> None:
    assert is_english(text) is english


@pytest.mark.parametrize(
    ("text", "korean"),
    [
        ("림카토", True),
        ("Rimqarto 림카토주 품목허가 신청", True),
        ("Certified as an innovative company (혁신형 제약기업).", False),
        ("AB-201", False),
        ("", False),
    ],
)
def test_korean_is_what_is_mostly_hangul(text: str, korean: bool) -> None:
    assert is_korean(text) is korean


@pytest.mark.parametrize(
    "said",
    # A number, a code, a name in capitals, a word, brackets, a name that is read as a word.
    ["AB-201이", "CD7은", "SLE는", "CD19를", "CAR-T를", "AML을", "ORR은", "ORR는", "2상과", "10과"]
    + ["IL-2로", "CD7로", "DLBCL로", "PD-1로", "NIPAM으로", "FDA와", "Kymriah는", "Curocell로"]
    + [
        "GPC3은",
        "GPC3는",
        "TIGIT을",
        "JULIET과",
        "67.1%는",
        "식약처(MFDS)는",
        "큐로셀(Curocell)은",
        "CEO가",
    ]
    + ["3가 백신", "종로 1가", "테헤란로7로", "Allogene과", "Allogene와", "T세포가", "NK라는"],
)
def test_a_right_particle_is_left_alone(said: str) -> None:
    assert list(wrong_particles(f"앞 {said} 뒤")) == []


@pytest.mark.parametrize(
    ("wrong", "right"),
    [("AB-201가", "AB-201이"), ("CD7는", "CD7은"), ("SLE은", "SLE는"), ("CAR-T을", "CAR-T를")]
    + [("AML를", "AML을"), ("CD7으로", "CD7로"), ("PD-1와", "PD-1과"), ("NK은", "NK는")]
    + [("67.1%은", "67.1%는"), ("식약처(MFDS)은", "식약처(MFDS)는"), ("ELIANA은", "ELIANA는")],
)
def test_a_wrong_particle_is_found(wrong: str, right: str) -> None:
    assert list(wrong_particles(f"앞 {wrong} 뒤, {wrong}.")) == [(wrong, right)] * 2


@pytest.mark.parametrize("word", ["", "Å", "漢", "…", "\u202e", "ㄱ", "x" * 10_000])
def test_what_cannot_be_read_keeps_its_particle(word: str) -> None:
    for particle in ("은", "으로", "도", ""):
        assert right_particle(word, particle) == particle


COMPANY = "companies/examplecell.yml"
NAME = "name: {en: Examplecell, ko: 예시셀}"


def say(small: Path, said: str) -> None:
    """Put a Korean text into the free fact of a company."""
    fact = "Two *made-up* candidates, see [[example-cel]] and [[sample-nk]] [@example-paper-2024]."
    edit(small, COMPANY, fact, f"{{en: B, ko: '{said}'}}")


def test_a_korean_text_where_english_is_wanted_is_an_error(small: Path) -> None:
    edit(small, COMPANY, NAME, "name: 예시셀")
    [problem] = problems_of(small)
    assert (problem.code, problem.line) == ("other-language", 1)
    assert "Korean" in problem.message and "{en: …, ko: …}" in problem.fix


@pytest.mark.parametrize(
    "hostile",
    [
        "This is an English sentence about a company.",
        "This is an English sentence about a company 입니다.",
        "  THE company is in **Seoul** and [[example-cel]] is its product  ",
        "`The` company [makes](https://example.org) products for the clinic [@example-blog]",
    ],
)
def test_an_english_text_under_ko_is_an_error(small: Path, hostile: str) -> None:
    say(small, hostile)
    problems = problems_of(small)
    assert [problem.code for problem in problems] == ["other-language"]
    assert problems[0].line == 30


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("HER2를 표적하는 세포", "refused-term"),
        ("회사는 ‘표적하는’이라고 적었습니다", ""),
        ("생체외처리", ""),
        ("체외처리", "refused-term"),
        ("계약금(선급금) 1억 원", ""),
        ("선급금 1억 원", "refused-term"),
        ("CD7는 표적입니다", "wrong-particle"),
        ("[[example-cel]]를 만듭니다", "wrong-particle"),
        ("[[example-cel|예시 제품]]을 만듭니다", ""),
    ],
)
def test_terms_and_particles_of_a_korean_text(small: Path, said: str, code: str) -> None:
    say(small, said)
    assert [problem.code for problem in problems_of(small)] == ([code] if code else [])


def test_the_list_refuses_no_spelling_that_it_settles_on() -> None:
    terms = refused_terms(real_atlas())
    assert len(terms) > 20
    assert not set(terms) & set(terms.values())
    assert misspelt("치료 준비", terms) and not list(misspelt("치료준비", terms))


def labels_of(model: type[Model]) -> Iterator[Words]:
    for field in model.fields.values():
        yield from filter(None, (field.label, field.inverse))
        if field.entries and issubclass(field.holds, Model):
            yield from labels_of(field.holds)


def test_pages_and_interface_keep_to_terms_and_particles() -> None:
    terms = refused_terms(real_atlas())
    texts = {
        file.relative_to(ROOT).as_posix(): file.read_text("utf-8")
        for file in (ROOT / "docs").rglob("*.ko.md")
    }
    texts |= {
        f"{file} {key}": words.get("ko") or ""
        for file, labels in FILES.items()
        for key, words in labels.items()
    }
    for kind, model in KINDS.items():
        about = model.about
        for words in (about.one, about.many, about.intro, *labels_of(model)):
            texts[f"{kind} {words.en}"] = words.get("ko") or ""
    for where, text in texts.items():
        written = re.sub(r"\{\{.*?\}\}|`[^`]*`|\]\([^)]*\)", "", text)
        assert not list(misspelt(written, terms)), where
        assert not list(wrong_particles(written)), where
        assert not re.search(r"은\(는\)|이\(가\)|을\(를\)|\(으\)로|와\(과\)", text), where


@pytest.mark.data("Write the particle that fits the name, in the file of the record of that page.")
def test_particles_behind_links_fit_the_names(site: Path) -> None:
    wrong = set()
    for file in (site / "ko").rglob("index.html"):
        for link in html.fromstring(file.read_bytes().decode()).xpath("//article//a"):
            found = re.match(r"(으로|[은는이가을를과와로])(?![\uac00-\ud7a3])", link.tail or "")
            name = link.text_content().strip()
            if found and right_particle(name, found[1]) != found[1]:
                wrong.add((file.parent.relative_to(site).as_posix(), f"{name}{found[1]}"))
    assert not wrong


@pytest.mark.parametrize("piece", ["x", "가", "x-", "가 (", "CD7+"])
def test_a_long_text_is_read_once(piece: str) -> None:
    """Read again from each letter, this would take hours."""
    assert list(wrong_particles(piece * 200_000)) == []
