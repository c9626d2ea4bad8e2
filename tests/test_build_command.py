"""The words of `./atlas build`."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from macros.cli import main
from macros.commands import site
from macros.site import unchanged
from macros.store import locks


@pytest.mark.parametrize("part", ["", "2", "0/4", "5/4", "2/0", "-1/4", "a/b", "1/2/3"])
def test_what_is_no_part_is_refused(part: str, capsys) -> None:
    with pytest.raises(SystemExit):
        main(["build", f"--part={part}"])
    assert "write 2/4 for the second of four" in capsys.readouterr().err


def test_of_two_builds_into_one_folder_one_waits(tmp_path: Path, monkeypatch, capsys) -> None:
    steps: list[tuple[str, str]] = []
    waits, alone = threading.Event(), locks.alone

    def build_all(*arguments: str | Path, **_: object) -> int:
        steps.append((threading.current_thread().name, str(arguments[-1])))
        assert waits.wait(60)
        return 0

    monkeypatch.setattr(locks, "alone", lambda file, say: alone(file, lambda: (say(), waits.set())))
    monkeypatch.setattr(site, "_python", build_all)
    monkeypatch.setattr(unchanged, "sources", lambda *_: "")
    monkeypatch.setattr(site, "BUILT", tmp_path / "built")
    builds = [
        threading.Thread(target=main, args=(["build", "--site", str(tmp_path / "site")],))
        for _ in range(2)
    ]
    for build in builds:
        build.start()
    for build in builds:
        build.join()
    names = [name for name, _folder in steps]
    assert len(steps) == 2 and names[0] != names[1]
    assert capsys.readouterr().err.count(site.WAITING) == 1


def test_what_is_edited_during_a_build_is_built_the_next_time(tmp_path: Path, monkeypatch) -> None:
    sources = iter(["one", "two", "one"])
    ran: list[int] = []
    monkeypatch.setattr(site, "_python", lambda *_, **__: ran.append(1) or 0)
    monkeypatch.setattr(unchanged, "sources", lambda *_: next(sources))
    monkeypatch.setattr(site, "BUILT", tmp_path / "built")
    main(["build", "--site", str(tmp_path / "site")])  # edited, then put back
    monkeypatch.setattr(unchanged, "sources", lambda *_: "one")
    main(["build", "--site", str(tmp_path / "site")])
    assert len(ran) == 2
    main(["build", "--site", str(tmp_path / "site")])
    assert len(ran) == 2


def test_a_folder_that_leads_elsewhere_is_not_emptied(tmp_path: Path, monkeypatch, capsys) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "site").symlink_to(tmp_path / "home")
    monkeypatch.setattr(site, "_python", lambda *_, **__: pytest.fail("it was built"))
    assert main(["build", "--site", str(tmp_path / "site")]) == 2
    assert (
        "is a symbolic link, and a build would empty the folder it points to"
        in capsys.readouterr().err
    )
