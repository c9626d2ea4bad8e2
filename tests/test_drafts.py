"""A new record: a free id, the records it may repeat, a file that tells what to write."""

from __future__ import annotations

import pytest

from macros.model.atlas import Atlas
from macros.model.kinds import KINDS
from macros.model.problems import Fault
from macros.model.refs import ID
from macros.model.values import Reading
from macros.store.editing.drafts import (
    Draft,
    draft_text,
    likely_duplicates,
    slug,
    suggest_id,
    value_of,
)
from macros.store.reading import parse
from tests.conftest import project


@pytest.mark.parametrize(
    "kind, values, id",
    [
        ("companies", {"name": {"en": "New Cell Co., Ltd."}}, "new-cell"),
        ("companies", {"name": {"en": "Examplecell Inc."}}, "examplecell-2"),
        ("companies", {"name": {"en": "Old Examplecell"}}, "old-examplecell-2"),
        ("companies", {"name": {"ko": "새세포"}}, None),
        ("trials", {"name": {"en": "X"}, "registry_numbers": ["NCT00000001"]}, "nct00000001"),
        ("sources", {"title": "제목", "url": "https://www.news.kr/view/12345?a=1"}, "news-12345"),
        ("sources", {"title": "T", "url": "https://m.a.kr/x", "published": "2024-05"}, "a-2024-05"),
        ("products", {"name": {"en": "Y" * 80}}, "y" * 60),
    ],
)
def test_an_id_is_suggested_in_the_manner_of_the_kind(
    atlas: Atlas, kind: str, values: dict, id: str | None
) -> None:
    found = suggest_id(atlas, Draft(kind, values))
    assert found == id
    assert found is None or ID.fullmatch(found)


def test_a_slug_is_an_id_or_nothing() -> None:
    assert slug("  Café/101 — (T cell)! ") == "cafe-101-t-cell"
    assert slug("큐로셀") == ""


@pytest.mark.parametrize(
    "kind, values, id, certain",
    [
        ("companies", {"name": {"en": "EXAMPLE CELL"}}, "examplecell", True),
        ("companies", {"name": {"en": "Examplecell Ltd"}}, "examplecell", True),
        ("companies", {"name": {"en": "X", "ko": "예시 셀"}}, "examplecell", True),
        ("companies", {"name": {"en": "X"}, "aliases": ["예시셀 주식회사"]}, "examplecell", True),
        ("companies", {"name": {"en": "Examplecel"}}, "examplecell", False),
        ("products", {"name": {"en": "Examplecell"}}, "examplecell", True),
        ("events", {"name": {"en": "Examplecell"}}, "examplecell", False),
        ("trials", {"name": {"en": "X"}, "registry_numbers": ["KCT9999901"]}, "nct99999901", True),
        (
            "sources",
            {"title": "X", "url": "http://m.daily.example/2023/04/05/"},
            "example-daily-2023",
            True,
        ),
        (
            "sources",
            {"title": "X", "url": "https://www.doi.org/10.9999/EXAMPLE"},
            "example-paper-2024",
            True,
        ),
        ("sources", {"title": "X", "pmid": "999999999"}, "example-paper-2024", True),
        ("sources", {"title": "X", "nct": "NCT99999901"}, "example-register", False),
        (
            "sources",
            {"title": "예시셀,  예시 치료제 개발", "url": "https://z.kr"},
            "example-daily-2023",
            True,
        ),
    ],
)
def test_a_record_that_is_there_already_is_found(
    atlas: Atlas, kind: str, values: dict, id: str, certain: bool
) -> None:
    first = likely_duplicates(atlas, Draft(kind, values))[0]
    assert (first.record.id, first.certain) == (id, certain)


@pytest.mark.parametrize("name", ["Quite another", "Example-cel 2", "ab", ""])
def test_other_names_are_no_duplicates(atlas: Atlas, name: str) -> None:
    assert likely_duplicates(atlas, Draft("companies", {"name": {"en": name}})) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_draft_tells_what_is_expected_and_leaves_empty_what_is_required(kind: str) -> None:
    given = {"title": "T"} if kind == "sources" else {"name": {"en": "N"}}
    text = draft_text(Draft(kind, given), {})
    assert text.startswith(f"# yaml-language-server: $schema=../../schemas/{kind}.json\n")
    assert max(map(len, text.splitlines())) <= 110
    empty = {flaw.code for flaw in parse(text.encode()).flaws}
    assert empty <= {"empty-value"}
    for name in KINDS[kind].required:
        assert f"\n{name}:" in text
    for name, field in KINDS[kind].declared().items():
        if field.expected:
            assert f"\n# {name}: " in text or f"\n{name}:" in text


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_draft_states_no_fact_and_its_examples_are_sound(atlas: Atlas, kind: str) -> None:
    model, text = KINDS[kind], draft_text(Draft(kind), atlas.vocabularies)
    document = parse(text.encode())
    assert document.value == {}
    given = [line.partition(":")[0] for line in text.splitlines() if not line.startswith("#")]
    assert {"checked", *model.required} <= set(given)
    assert ("sources" in given) is model.needs_sources
    assert len(document.flaws) == len(given)
    lines = (line.removeprefix("# ") for line in text.splitlines())
    examples = [line for line in lines if line.partition(":")[0] in model.fields.keys() - {*given}]
    for name, example in (parse("\n".join(examples).encode()).value or {}).items():
        reading = Reading()
        if name not in ("aliases", "summary") and "…" not in str(example):
            assert example == model.fields[name].example
        assert model.fields[name].read(example, (name,), reading)
        assert reading.troubles == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_form_for_a_new_file_has_an_address_that_browsers_and_servers_take(
    atlas: Atlas, kind: str
) -> None:
    content = draft_text(Draft(kind), atlas.vocabularies)
    assert len(project().new(kind, content)) < 8000


@pytest.mark.parametrize(
    "kind, field, text, value",
    [
        ("trials", "sponsors", "examplecell, samplegen,", ["examplecell", "samplegen"]),
        ("trials", "enrolment", "91", 91),
        ("trials", "start_date", "2021", "2021"),
        ("sources", "described", "true", True),
        ("sources", "pmid", "37272512", "37272512"),
        ("claims", "made_in", "example-blog", ["example-blog"]),
    ],
)
def test_a_value_given_as_text_is_what_the_field_wants(
    atlas: Atlas, kind: str, field: str, text: str, value: object
) -> None:
    assert value_of(atlas, kind, field, text) == value


@pytest.mark.parametrize(
    "kind, field, text, said",
    [
        ("trials", "enrolment", "many", "many"),
        ("trials", "sponsors", "exampelcell", 'Did you mean "examplecell"'),
        ("sources", "kind", "newss", 'Did you mean "news"'),
        ("sources", "kind", "?", "Use one of: "),
    ],
)
def test_a_value_that_the_field_does_not_take_is_refused(
    atlas: Atlas, kind: str, field: str, text: str, said: str
) -> None:
    with pytest.raises(Fault, match=said):
        value_of(atlas, kind, field, text)
