"""The Nu HTML Checker finds no error on a page of any type, in either language.

It needs Java and, once, `./atlas lint --install`; `.ci/run` sees to both.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from macros.model.kinds import KINDS
from tests.sites import CONFIGS

JAR = Path(__file__).parent / "node" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"

needs_validator = pytest.mark.skipif(
    not (JAR.is_file() and shutil.which("java")),
    reason="the HTML validator needs Java and, once, `./atlas lint --install`",
)


def errors(pages: list[Path]) -> list[str]:
    """Return what the validator calls an error, one line each."""
    command = ["java", "-jar", JAR, "--errors-only", "--format", "json", *pages]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return [
        f"{said['url']}:{said.get('lastLine')}: {said['message']}"
        for said in json.loads(done.stderr)["messages"]
        if said["type"] == "error"
    ]


@needs_validator
def test_no_page_type_has_an_error(site: Path) -> None:
    pages = []
    for language in CONFIGS:
        root = site if language == "en" else site / language
        pages += root.glob("*.html")
        pages += [page for page in root.glob("*/index.html") if page.parent != site / "ko"]
        pages += root.glob("guides/*/index.html")
        for kind in KINDS:  # the largest page of a kind has most of what such a page can have
            records = root.glob(f"{kind}/*/index.html")
            pages.append(max(records, key=lambda page: page.stat().st_size))
    assert len(pages) > 80
    assert errors(pages) == []


@needs_validator
def test_hostile_texts_make_no_error(hostile_site: Path) -> None:
    pages = [p for kind in KINDS for p in sorted(hostile_site.glob(f"{kind}/*/index.html"))[:6]]
    assert len(pages) == 6 * len(KINDS)
    assert errors(pages) == []


@needs_validator
def test_the_validator_would_say_so(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.html"
    wrong.write_text("<!doctype html><title>x</title><p markdown>x<ul><p></ul>", encoding="utf-8")
    assert len(errors([wrong])) >= 2
