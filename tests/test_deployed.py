"""A page that a browser has kept still finds its styles and scripts after the next deployments."""

from __future__ import annotations

from pathlib import Path

from macros.site.deployed import MOST, add_earlier


def deploy(folder: Path, number: int) -> set[str]:
    """Publish a site with one script of this number; return the scripts that it has then."""
    site = folder / f"site-{number}"
    (site / "assets").mkdir(parents=True)
    (site / "index.html").write_text("page")
    (site / f"assets/atlas-{number:010}.js").write_text(f"script {number}")
    add_earlier(site, folder / ".cache" / "deployed")
    return {path.name for path in (site / "assets").iterdir()}


def test_the_scripts_of_the_last_deployments_stay(tmp_path: Path) -> None:
    for number in range(1, MOST + 3):
        found = deploy(tmp_path, number)
    last = range(number - MOST, number + 1)
    assert found == {f"atlas-{n:010}.js" for n in last}
    assert (tmp_path / f"site-{number}/assets/atlas-{number - 1:010}.js").read_text() == (
        f"script {number - 1}"
    )


def test_what_somebody_else_put_there_is_not_published(tmp_path: Path) -> None:
    forged = tmp_path / ".cache/deployed/1/assets/atlas-00000000ff.js"
    forged.parent.mkdir(parents=True)
    forged.write_text("alert(1)")
    assert deploy(tmp_path, 2) == {"atlas-0000000002.js"}
