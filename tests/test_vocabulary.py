"""Vocabularies: every word in both languages, one meaning a spelling, mistakes said plainly."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from macros.model.fields import Model
from macros.model.kinds import KINDS
from macros.model.refs import ID
from macros.model.values import Term, Words
from macros.model.vocabulary import Vocabulary, VocabularyTerm
from macros.store.reading import parse
from tests.conftest import VOCABULARY, edit, load, places, problems_of, write

FILES = sorted(VOCABULARY.glob("*.yml"))
every_list = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)


def vocabulary(file: Path) -> Vocabulary:
    document = parse(file.read_bytes())
    assert document.flaws == []
    return Vocabulary.of(document.value)


def terms_in(model: type[Model]) -> Iterator[str]:
    """Yield the vocabularies that the fields of a model use, inside parts and amounts too."""
    for field in model.fields.values():
        if field.value and issubclass(field.value, Term):
            yield field.value.vocabulary
        elif issubclass(field.holds, Model):
            yield from terms_in(field.holds)


class TestTheProjectsLists:
    def test_every_list_that_a_field_uses_is_there(self):
        used = {name for model in KINDS.values() for name in terms_in(model)}
        assert len(used) > 10
        assert used - {file.stem for file in FILES} == set()

    @every_list
    def test_every_word_has_a_label_in_both_languages_and_is_an_id(self, file: Path):
        found = vocabulary(file)
        assert found.name.get("en") and found.name.get("ko")
        for word, term in found.terms.items():
            assert ID.fullmatch(word)
            assert term.en and term.ko
            if term.definition:
                assert term.definition.get("en") and term.definition.get("ko"), word

    @every_list
    def test_no_spelling_stands_for_two_words(self, file: Path):
        meant: dict[str, set[str]] = {}
        for word, term in vocabulary(file).terms.items():
            for spelling in (word, term.en, term.ko, *term.aliases):
                meant.setdefault(spelling.casefold(), set()).add(word)
        assert {spelling: words for spelling, words in meant.items() if len(words) > 1} == {}


class TestSpelling:
    def test_a_word_is_found_by_its_label_in_either_language_and_by_its_aliases(self):
        found = vocabulary(VOCABULARY / "phase.yml").spellings()
        assert found["phase1"] == "phase-1"
        assert found["phase 1/phase 2"] == "phase-1-2"
        assert {found[key] for key in ("n/a", "na", "not-applicable")} == {"not-applicable"}
        terms = vocabulary(VOCABULARY / "phase.yml").terms
        for word, term in terms.items():
            assert found[word] == found[term.en.casefold()] == found[term.ko.casefold()] == word

    def test_a_label_is_the_two_languages_together(self):
        assert VocabularyTerm.of({"en": "A", "ko": "가"}).label == Words(en="A", ko="가")


HEAD = "name: {en: Stage, ko: 단계}\n"
WHOLE = "approved: {en: A, ko: 가}, filed: {en: B, ko: 나}, preclinical: {en: C, ko: 다}"
WHOLE += ", phase-1: {en: D, ko: 라}"


class TestMistakes:
    """In place of data/vocabulary/stage.yml; the small records use four of its words."""

    def test_a_sound_list_is_no_problem(self, small: Path):
        write(small, "vocabulary/stage.yml", f"{HEAD}terms: {{{WHOLE}}}\n")
        assert problems_of(small) == []

    @pytest.mark.parametrize(
        ("content", "line", "code", "advice"),
        [
            (f"{HEAD}terms: {{{WHOLE}}}\ntrems: x\n", 3, "unknown-field", '"terms"'),
            (f"{HEAD}terms: {{{WHOLE.replace(', ko: 나', '')}}}\n", 2, "missing-field", "ko"),
            (f"{HEAD}terms: {{{WHOLE.replace('en: B', 'eng: B')}}}\n", 2, "unknown-field", '"en"'),
            (f"{HEAD}terms: {{{WHOLE.replace('ko: 나', 'ko: 5')}}}\n", 2, "not-text", "quotes"),
            (f"terms: {{{WHOLE}}}\n", 1, "missing-field", "name"),
            (HEAD, 1, "missing-field", "terms"),
            (f"{HEAD}terms: {{}}\n", 2, "empty-value", "Fill"),
            (f"{HEAD}terms: [approved]\n", 2, "not-a-mapping", "Fields"),
            (f"{HEAD}terms: {{approved: Approved}}\n", 2, "not-a-mapping", "en"),
        ],
        ids=[
            *("strange field", "no Korean label", "misspelt language", "number as a label"),
            *("no name", "no words", "empty words", "list of words", "word without labels"),
        ],
    )
    def test_a_mistake_in_a_list_is_one_line(self, small: Path, content, line, code, advice):
        write(small, "vocabulary/stage.yml", content)
        problems = problems_of(small)
        assert places(problems) == [("data/vocabulary/stage.yml", line, code)], problems
        assert advice in problems[0].fix

    def test_a_list_that_is_not_there_is_said_where_its_words_stand(self, small: Path):
        (small / "vocabulary" / "verdict.yml").unlink()
        problems = problems_of(small)
        assert [p.path for p in problems] == [
            f"data/claims/claim-example-{name}.yml" for name in ("approved-2019", "best", "first")
        ]
        assert all("data/vocabulary/verdict.yml" in p.message for p in problems)

    def test_a_list_may_have_the_name_of_a_record(self, small: Path):
        write(small, "companies/stage.yml", "name: Stage Inc.\n")
        assert problems_of(small) == []
        assert load(small).records["stage"].name == Words(en="Stage Inc.")

    def test_a_word_that_a_list_no_longer_has_is_named_with_the_ones_it_has(self, small: Path):
        edit(small, "vocabulary/verdict.yml", "  contradicted:\n", "  disproved:\n")
        [problem] = problems_of(small)
        assert (problem.path, problem.line) == ("data/claims/claim-example-approved-2019.yml", 4)
        assert problem.fix == 'Write "disproved".'  # its label is the same
