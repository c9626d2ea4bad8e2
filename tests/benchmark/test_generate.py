"""The synthetic records are sound, the same each time, and about as large as real ones."""

from pathlib import Path

import pytest

from macros.model.kinds import KINDS
from macros.store.loading import Loader
from tests.benchmark import FEWEST
from tests.benchmark.generate import Records, write


@pytest.mark.parametrize("number", [FEWEST, 1000])
def test_records_pass_every_check(tmp_path: Path, number: int) -> None:
    figures = write(tmp_path / "data", number)
    atlas, problems = Loader(tmp_path / "data").read()
    assert problems == []
    assert len(atlas.records) == number
    assert all(atlas.of_kind(kind) for kind in KINDS)
    assert 1500 < figures["bytes"] < 2500
    assert 6 < figures["links"] < 10
    assert 6 < figures["citations"] < 10


def test_the_same_seed_gives_the_same_records() -> None:
    assert list(Records(FEWEST)) == list(Records(FEWEST))
    assert list(Records(FEWEST)) != list(Records(FEWEST, seed=8))


def test_some_records_are_hubs(tmp_path: Path) -> None:
    write(tmp_path / "data", 400)
    atlas, _ = Loader(tmp_path / "data").read()
    facts = [len(atlas.citing(source.id)) for source in atlas.of_kind("sources")]
    assert max(facts) > 10 * sum(facts) / len(facts)


def test_too_few_records_are_refused() -> None:
    with pytest.raises(ValueError, match="at least"):
        Records(FEWEST - 1)
