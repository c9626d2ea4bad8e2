"""After an edit, what is found sound without reading all data is what a whole check finds sound."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from macros.store import digests, rechecking
from macros.store.loading import Loader
from macros.store.rechecking import still_sound
from tests.conftest import edit, write

PRODUCT, TRIAL = "products/example-cel.yml", "trials/nct99999901.yml"
COMPANY, HOSPITAL = "companies/examplecell.yml", "institutions/example-hospital.yml"
APPROVAL, PAPER = "decisions/example-cel-approval-2024.yml", "sources/example-paper-2024.yml"
LONG = "https://journal.example/" + 32_750 * "a"

EDITS: dict[str, Callable[[Path], object]] = {
    "nothing": lambda data: None,
    "a fact": lambda data: edit(data, COMPANY, '"2016-12"', '"2015-12"'),
    "a fact and its day": lambda data: edit(data, COMPANY, '"2016-12"', '"2025-12"'),
    "an unknown field": lambda data: edit(data, COMPANY, "listing:", "listin:"),
    "a text that is not YAML": lambda data: edit(data, COMPANY, "listing:", "listing: ["),
    "a formula": lambda data: edit(data, COMPANY, "Exampletown,", "=Exampletown,"),
    "a name": lambda data: edit(data, COMPANY, "예시셀}", "예시셀A}"),
    "a name that is taken": lambda data: edit(data, COMPANY, "en: Examplecell,", "en: EH,"),
    "a name in a text of another": lambda data: edit(data, PRODUCT, "예시캡타젠}", "예시캡타}"),
    "a record that others name": lambda data: (data / HOSPITAL).unlink(),
    "a record that nobody names": lambda data: (data / "sources" / "example-blog.yml").unlink(),
    "a new record": lambda data: write(data, "targets/new.yml", "name: New target\n"),
    "a new record with an id that is taken": lambda data: write(
        data, "targets/examplecell.yml", "name: New target\n"
    ),
    "a record of another kind": lambda data: (data / HOSPITAL).rename(
        data / "companies" / "example-hospital.yml"
    ),
    "the type of a site": lambda data: edit(data, HOSPITAL, "type: hospital", "type: agency"),
    "an outcome": lambda data: edit(data, APPROVAL, "outcome: granted", "outcome: refused"),
    "the product of a decision": lambda data: edit(data, APPROVAL, "[example-cel]", "[sample-nk]"),
    "another decision": lambda data: write(
        data,
        "decisions/new.yml",
        (data / APPROVAL).read_text("utf-8").replace("[example-cel]", "[sample-nk]"),
    ),
    "a stage": lambda data: edit(data, PRODUCT, "value: approved", "value: phase-2"),
    "a family": lambda data: edit(data, "therapies/example-therapy.yml", "family: car-t\n", ""),
    "a number that is taken": lambda data: edit(
        data, "sources/example-daily-2023.yml", "language: ko", "language: ko\ndoi: 10.9999/example"
    ),
    "addresses for a cell": lambda data: edit(
        data, PAPER, "https://journal.example/10.9999/example", LONG
    ),
    "the newest check": lambda data: edit(data, PRODUCT, '"2024-05-06"', '"2044-05-06"'),
    "every check but of facts": lambda data: [
        file.write_text(file.read_text("utf-8").replace('checked: "2024-05-06"\n', ""), "utf-8")
        for file in data.rglob("*.yml")
    ],
    "a vocabulary": lambda data: edit(data, "vocabulary/endpoint.yml", "  orr:", "  orrs:"),
    "a redirect": lambda data: edit(
        data, "companies/old-examplecell.yml", "moved_to: examplecell", "moved_to: nothing-there"
    ),
    "a record that becomes a redirect": lambda data: write(
        data, "companies/samplegen.yml", "moved_to: examplecell\n"
    ),
    "a file in a wrong place": lambda data: write(data, "a.yml", "name: A\n"),
}


SOUND = {"nothing", "a fact", "a name", "a new record"}


@pytest.fixture
def kept(small: Path) -> Path:
    """What is known of the small data, which are sound; a particle in them depends on a name."""
    edit(small, COMPANY, "[[example-cel|예시캡타젠]]을", "[[example-cel]]을")
    file = small.parent / ".cache" / "atlas" / "known"
    assert still_sound(small, file) == len(Loader(small).load().records)
    return file


def test_after_each_edit_the_same_is_found_as_by_a_whole_check(small: Path, kept: Path) -> None:
    texts = {file: file.read_text(encoding="utf-8") for file in small.rglob("*.yml")}
    sound = set()
    for name, make in EDITS.items():
        make(small)
        atlas, problems = Loader(small).read()
        assert still_sound(small, kept) == (None if problems else len(atlas.records)), name
        sound |= set() if problems else {name}
        for file in set(small.rglob("*.yml")) - texts.keys():
            file.unlink()
        for file, text in texts.items():
            file.write_text(text, encoding="utf-8")
        assert still_sound(small, kept)
    assert sound == SOUND


def test_only_what_an_edit_may_have_changed_is_read_again(
    small: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    questions = rechecking._questions
    monkeypatch.setattr(
        rechecking,
        "_questions",
        lambda atlas, file: asked.append(file.id) or questions(atlas, file),
    )
    edit(small, "sources/example-register.yml", "entry 1", "entry 2")
    assert still_sound(small, kept)
    alone, asked[:] = list(asked), []
    edit(small, COMPANY, '"2016-12"', '"2015-12"')
    assert still_sound(small, kept) and asked == ["examplecell"]
    assert "example-register" in alone and len(alone) < 20
    asked.clear()
    edit(small, PRODUCT, 'checked: "2024-05-06"', 'checked: "2024-05-07"')  # the newest of all
    assert still_sound(small, kept) and {"samplegen", "example-cel"} < {*asked} < {*alone, *asked}


def test_nothing_is_known_of_another_program_nor_of_what_others_wrote(
    small: Path, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = kept.read_bytes()
    kept.write_bytes(before.replace(b"examplecell", b"examplecel1"))
    assert still_sound(small, kept) and kept.read_bytes() == before
    monkeypatch.setattr(digests, "loaded", lambda: "another")
    assert still_sound(small, kept) and kept.read_bytes() != before
