"""What a person saves while a command is at work: it stays, and the command says so."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import macros.store.editing.files as files
from macros.cli import main
from tests.conftest import edit, write

TRIAL = "data/trials/nct99999901.yml"
STUDY = Path(__file__).parent / "registry" / "study.json"
OF_MANY = "data/products/example-cel.yml"
COMMANDS = {
    "fix": (["fix"], "data/companies/samplegen.yml"),
    "rename": (["rename", "examplecell", "newcell"], OF_MANY),
    "rename: a page": (["rename", "examplecell", "newcell"], "docs/page.md"),
    "rename: the new file": (["rename", "examplecell", "newcell"], "data/companies/newcell.yml"),
    "new": (
        ["new", "companies", "--name-en", "Newcell", "--no-input"],
        "data/companies/newcell.yml",
    ),
    "merge": (["merge", "samplegen", "twin"], OF_MANY),
    "set": (["set", "trials", "nct99999901", "phase=phase-2", "--write"], TRIAL),
    "registry import": (
        ["registry", "import", "--from", str(STUDY)],
        "data/trials/nct99999902.yml",
    ),
    "schema": (["schema", "--write"], "data/companies/samplegen.yml"),
}


@pytest.mark.parametrize("case", COMMANDS)
def test_an_edit_that_is_saved_meanwhile_stays(
    case: str, small: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words, path = COMMANDS[case]
    root = small.parent
    write(small, "companies/twin.yml", "name: Twin\nsources: [example-blog]\n")
    edit(small, "products/example-cel.yml", "example-university]", "example-university, twin]")
    (root / "docs").mkdir(exist_ok=True)
    (root / "docs/page.md").write_text('{{ link("examplecell") }}\n', encoding="utf-8")
    alone, at_first = files.alone, {}

    @contextmanager
    def saved_first(lock: Path) -> Iterator[None]:
        file = root / path
        file.write_bytes((file.read_bytes() if file.exists() else b"") + b"# by hand\n")
        at_first.update(snapshot(root))
        with alone(lock):
            yield

    monkeypatch.setattr(files, "alone", saved_first)
    code = main([*words, "--data", str(small)])
    said = "".join(capsys.readouterr())
    assert f"{path}" in said
    assert "while this command ran" in said
    assert (root / path).read_bytes().endswith(b"# by hand\n")
    if case != "fix":  # which fixes the others
        assert code == 1
        assert snapshot(root) == at_first


def snapshot(root: Path) -> dict[str, bytes]:
    """Return all files but those that the program keeps for itself."""
    found = (p for p in root.rglob("*") if p.is_file() and ".cache" not in p.parts)
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in found}
