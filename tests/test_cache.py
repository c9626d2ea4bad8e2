"""The same bytes are parsed once; a cache that is broken or cannot be written costs only time."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import pytest

from macros.model.values import Digits
from macros.store import cache, sealed
from macros.store.cache import ParseCache
from macros.store.loading import Loader
from macros.store.reading import Document, parse
from tests.conftest import SMALL, edit

SOUND = b"name: Examplecell\nfounded: '2016'\nstaff: 91\nlisted: true\nalso: ['1.10', {ko: 2}]\n"
MEANT = {
    "name": "Examplecell",
    "founded": "2016",
    "staff": 91,
    "listed": True,
    "also": ["1.10", {"ko": 2}],
}


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The bytes that were parsed since the test began."""
    seen: list[bytes] = []

    def count(raw: bytes) -> Document:
        seen.append(raw)
        return parse(raw)

    monkeypatch.setattr(cache, "parse", count)
    return seen


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "parsed.json"


def kept(file: Path) -> dict:
    return json.loads(sealed.taken(file))


class TestOneRun:
    def test_the_same_bytes_are_parsed_once(self, parsed):
        parses = ParseCache()
        assert parses.parse(SOUND) == (MEANT, [])
        parses.save()
        assert parses.parse(SOUND) == (MEANT, [])
        parses.save()
        assert parses.parse(SOUND) == (MEANT, [])
        assert parsed == [SOUND]

    def test_the_same_bytes_are_parsed_once_in_a_round_too(self, parsed):
        parses = ParseCache()
        assert parses.parse(SOUND) == parses.parse(SOUND) == (MEANT, [])
        assert parsed == [SOUND]

    def test_other_bytes_are_parsed(self, parsed):
        parses = ParseCache()
        parses.parse(SOUND)
        parses.save()
        assert parses.parse(SOUND + b"more: 1\n")[0] == MEANT | {"more": 1}
        assert len(parsed) == 2

    def test_what_a_round_did_not_use_is_forgotten(self, parsed):
        parses = ParseCache()
        parses.parse(SOUND)
        parses.save()
        parses.save()
        parses.parse(SOUND)
        assert parsed == [SOUND, SOUND]

    @pytest.mark.parametrize("raw", [b"a: [", b"a: 1\na: 2\n", b"\xff", b""], ids=repr)
    def test_flaws_are_said_each_time(self, parsed, raw):
        parses = ParseCache()
        first = parses.parse(raw)
        parses.save()
        assert parses.parse(raw) == first == (parse(raw).value, parse(raw).flaws)
        assert first[1] and parsed == [raw, raw]

    def test_an_empty_record_is_remembered_as_any_other(self, parsed):
        parses = ParseCache()
        assert parses.parse(b"{}") == ({}, [])
        parses.save()
        assert parses.parse(b"{}") == ({}, [])
        assert parsed == [b"{}"]

    def test_a_second_look_at_the_data_parses_only_what_has_changed(self, parsed, small: Path):
        loader = Loader(small)
        loader.load()
        assert len(parsed) == len({*parsed}) > 50
        parsed.clear()
        loader.load()
        assert parsed == []
        edit(small, "companies/samplegen.yml", "2001", "2002")
        assert loader.load().records["samplegen"].founded.value == "2002"
        assert parsed == [(small / "companies" / "samplegen.yml").read_bytes()]


class TestNextRun:
    def test_what_was_parsed_is_remembered_as_it_was(self, parsed, file: Path):
        texts = [SOUND, *(path.read_bytes() for path in sorted(SMALL.rglob("*.yml")))]
        first = ParseCache(file)
        before = [first.parse(raw) for raw in texts]
        first.save()
        parsed.clear()
        second = ParseCache(file)
        assert [second.parse(raw) for raw in texts] == before
        assert parsed == [raw for raw in texts if parse(raw).exact]

    def test_a_number_that_json_would_round_is_not_remembered(self, parsed, file: Path):
        first = ParseCache(file)
        first.parse(b"a: 1.10\n")
        first.parse(b"a: 1.10\n")
        first.save()
        value = ParseCache(file).parse(b"a: 1.10\n")[0]
        assert value == {"a": "1.10"} and type(value["a"]) is Digits
        assert len(parsed) == 2

    def test_flawed_files_are_not_remembered(self, file: Path):
        parses = ParseCache(file)
        parses.parse(b"a: 1\na: 2\n")
        parses.parse(SOUND)
        parses.save()
        assert [json.loads(said) for said in kept(file)["values"].values()] == [MEANT]

    def test_another_version_of_the_parser_starts_anew(self, parsed, file: Path):
        first = ParseCache(file)
        first.parse(SOUND)
        first.save()
        stale = kept(file)
        stale["version"] = "of another parser"
        stale["values"] = {key: {"name": "Stale"} for key in stale["values"]}
        sealed.keep(file, json.dumps(stale).encode())
        second = ParseCache(file)
        assert second.parse(SOUND) == (MEANT, [])
        second.save()
        assert kept(file)["version"] != "of another parser"
        assert [json.loads(said) for said in kept(file)["values"].values()] == [MEANT]
        assert parsed == [SOUND, SOUND]

    def test_the_version_is_that_of_the_parser_itself(
        self, file: Path, monkeypatch, tmp_path: Path
    ):
        ParseCache(file).save()
        first = ParseCache(file)
        first.parse(SOUND)
        first.save()
        changed = tmp_path / "reading.py"
        changed.write_text("# another parser\n", encoding="utf-8")
        monkeypatch.setattr(cache.reading, "__file__", str(changed))
        other = ParseCache(file)
        other.parse(SOUND)
        other.parse(b"b: 1\n")
        version = kept(file)["version"]
        other.save()
        assert kept(file)["version"] != version

    @pytest.mark.parametrize(
        "broken",
        [
            b"",
            b"{",
            b"\xff\xfe",
            b"[]",
            b"null",
            b'"text"',
            b"{}",
            b'{"version": "VERSION", "values": {}}',
            b"[" * 100_000,
        ],
        ids=lambda broken: repr(broken[:40]),
    )
    def test_a_broken_file_does_no_harm(self, file: Path, broken: bytes):
        first = ParseCache(file)
        first.parse(SOUND)
        first.save()
        file.write_bytes(broken.replace(b"VERSION", kept(file)["version"].encode()))
        second = ParseCache(file)
        assert second.parse(SOUND) == (MEANT, [])
        second.save()
        assert [json.loads(said) for said in kept(file)["values"].values()] == [MEANT]

    def test_no_bit_that_turned_gives_another_fact(self, file: Path):
        texts = [path.read_bytes() for path in sorted(SMALL.rglob("*.yml"))]
        first = ParseCache(file)
        wanted = [first.parse(raw) for raw in texts]
        first.save()
        sound, choice = file.read_bytes(), Random(14)
        for _ in range(200):
            turned = bytearray(sound)
            turned[choice.randrange(len(turned))] ^= 1 << choice.randrange(8)
            file.write_bytes(turned)
            assert ParseCache(file)._old == {}
        file.write_bytes(sound)
        assert [ParseCache(file).parse(raw) for raw in texts[:5]] == wanted[:5]

    def test_what_another_clone_kept_is_not_taken(self, file: Path, monkeypatch):
        with monkeypatch.context() as other:
            other.setattr(sealed, "key", lambda: b"k" * 32)
            theirs = ParseCache(file)
            theirs.parse(SOUND)
            theirs.save()
            assert [json.loads(said) for said in kept(file)["values"].values()] == [MEANT]
        assert ParseCache(file)._old == {}

    def test_a_place_where_nothing_can_be_written_does_no_harm(self, tmp_path: Path):
        (tmp_path / "file").write_text("no folder", encoding="utf-8")
        (tmp_path / "folder.json").mkdir()
        for file in (tmp_path / "file" / "parsed.json", tmp_path / "folder.json"):
            parses = ParseCache(file)
            assert parses.parse(SOUND) == (MEANT, [])
            parses.save()
            assert parses.parse(SOUND) == (MEANT, [])
        assert (tmp_path / "file").read_text(encoding="utf-8") == "no folder"

    def test_nothing_is_written_without_a_file(self, tmp_path: Path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        parses = ParseCache()
        parses.parse(SOUND)
        parses.save()
        assert list(tmp_path.iterdir()) == []
