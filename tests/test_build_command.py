"""The words of `./atlas build`."""

from __future__ import annotations

import pytest

from macros.cli import main


@pytest.mark.parametrize("part", ["", "2", "0/4", "5/4", "2/0", "-1/4", "a/b", "1/2/3"])
def test_what_is_no_part_is_refused(part: str, capsys) -> None:
    with pytest.raises(SystemExit):
        main(["build", f"--part={part}"])
    assert "write 2/4 for the second of four" in capsys.readouterr().err
