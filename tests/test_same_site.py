"""Two built sites compared: what counts as the same, and why files differ."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.same_site import causes_in, main

PAGE = """<html><head><link rel="stylesheet" href="../../assets/atlas-{hash}.css"></head><body>
<div class="record record--products"><p>Made <sup class="cite">[<a href="#ref-{a}">{a}</a>, \
<a href="#ref-{b}">{b}</a>]</sup></p>
<p>91 patients <details class="citation" name="citation"><summary aria-label="Source {b}">{b}\
</summary></details></p><ol class="references">{references}</ol></div></body></html>"""
COMPARE = """{{"cells": {{"stage": ["<summary aria-label=\\"Source {b}, {a}\\">{b}, {a}\
</summary>"]}}, "sources": [{sources}]}}"""
SOURCES = ["mfds-2026", "yna-2025"]


def write_site(
    folder: Path, *, order: tuple[int, int] = (0, 1), digest: str = "0123456789", **changed: str
) -> Path:
    """Write a made-up site; `order` is that of its references, `changed` are files' texts."""
    ids = [SOURCES[place] for place in order]
    numbers = {"a": ids.index(SOURCES[0]) + 1, "b": ids.index(SOURCES[1]) + 1}
    lines = [f'<a href="../../sources/{id}/">{id}</a>' for id in ids]
    references = "".join(f'<li id="ref-{n}">{line}</li>' for n, line in enumerate(lines, start=1))
    quoted = ", ".join('"' + line.replace('"', '\\"') + '"' for line in lines)
    first, second = f"search/rows-{digest}.json", f"search/rows-{digest[::-1]}.json"
    files = {
        "products/abc-1/index.html": PAGE.format(hash=digest, references=references, **numbers),
        "products/abc-1/compare.json": COMPARE.format(sources=quoted, **numbers),
        "products/index.html": f'<div data-file="../explorer/products-{digest}.json"></div>',
        "about/index.html": "<p>About the atlas. It is new.</p>",
        "search/names.json": f'{{"parts":["{first}","{second}"]}}',
        first: '["Curocell"]',
        second: '["Abclon"]',
        f"assets/atlas-{digest}.css": "a{color:red}b{color:blue}",
        f"explorer/products-{digest}.json": '{"ids":["abc-1"]}',
        **changed,
    }
    for path, text in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def before(tmp_path: Path) -> Path:
    return write_site(tmp_path / "before")


def replace(site: Path, path: str, old: str, new: str) -> None:
    text = (site / path).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (site / path).write_text(text.replace(old, new), encoding="utf-8")


def compare(*arguments: object) -> int:
    return main([str(argument) for argument in arguments])


def test_hashes_and_the_order_of_references_are_no_difference(before, tmp_path, capsys) -> None:
    after = write_site(tmp_path / "after", order=(1, 0), digest="fedcba9870")
    page = "products/abc-1/index.html"
    assert (before / page).read_bytes() != (after / page).read_bytes()
    assert compare(before, after) == 0
    assert capsys.readouterr().out == "No file differs without a cause\n"


def test_another_source_behind_the_same_number_differs(before, tmp_path, capsys) -> None:
    after = write_site(tmp_path / "after")
    for path in ("products/abc-1/index.html", "products/abc-1/compare.json"):
        text = (after / path).read_text("utf-8")
        (after / path).write_text(text.replace("yna-2025", "yna-2019"), encoding="utf-8")
    assert compare(before, after) == 1
    printed = capsys.readouterr().out
    assert "record page of products: 1 not the same" in printed
    assert "compare file: 1 not the same" in printed
    assert '-<summary aria-label="Source yna-2025">yna-2025' in printed
    assert '+<summary aria-label="Source yna-2019">yna-2019' in printed


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("products/abc-1/index.html", ">2</summary>", ">1</summary>"),
        ("products/abc-1/index.html", "Source 2", "Source 1"),
        ("products/abc-1/index.html", '"#ref-1">1<', '"#ref-1">2<'),
        ("products/abc-1/index.html", '"#ref-1">1<', '"#ref-2">1<'),
        ("products/abc-1/compare.json", ">2, 1</summary>", ">1, 2</summary>"),
    ],
)
def test_a_number_that_leads_to_another_source_differs(before, tmp_path, path, old, new) -> None:
    after = write_site(tmp_path / "after")
    replace(after, path, old, new)
    assert compare(before, after) == 1


def test_what_is_no_reference_keeps_its_number(before, tmp_path) -> None:
    after = write_site(tmp_path / "after", order=(1, 0))
    replace(after, "products/abc-1/index.html", "91 patients", "92 patients")
    assert compare(before, after) == 1


def test_files_are_grouped_by_kind(before, tmp_path, capsys) -> None:
    after = write_site(tmp_path / "after", **{"sitemap.xml": "<urlset/>"})
    (after / "products/abc-1/compare.json").unlink()
    replace(after, "about/index.html", "is new", "is old")
    replace(after, "assets/atlas-0123456789.css", "red", "green")
    (after / "pictures").mkdir()
    (after / "pictures/map.svg").write_text("<svg/>", encoding="utf-8")
    assert compare(before, after) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if line.endswith("not the same")] == [
        "asset: 1 not the same",
        "compare file: 1 not the same",
        "hand-written page: 1 not the same",
        "picture: 1 not the same",
        "sitemap: 1 not the same",
    ]
    assert "  missing  products/abc-1/compare.json" in lines
    assert "  new      sitemap.xml" in lines
    assert "    +color:green;}" not in lines and "    +color:green}" in lines
    assert lines[-1] == "5 files differ without a cause"


def test_a_picture_that_is_not_text_is_compared(tmp_path, capsys) -> None:
    sites = []
    for name, end in (("before", b"\x01"), ("after", b"\x02")):
        site = write_site(tmp_path / name)
        (site / "assets/social.png").write_bytes(b"\x89PNG\xff" + end)
        sites.append(site)
    assert compare(*sites) == 1
    assert "assets/social.png" in capsys.readouterr().out


def test_causes_explain_each_run_of_changed_lines(before, tmp_path, capsys) -> None:
    after = write_site(tmp_path / "after", **{"sitemap.xml": "<urlset/>"})
    for site in (before, after):
        page = "<p>One</p>\n<p>Two</p>\n<p>Three</p>"
        (site / "about/index.html").write_text(page, encoding="utf-8")
    replace(after, "about/index.html", "One", "1")
    replace(after, "about/index.html", "Three", "3")
    causes = tmp_path / "causes.yml"
    listed = r"""
    There is a sitemap: [{files: "feed.* sitemap.*", pattern: ^new$}]
    Small numbers are digits: [{files: "about/*", pattern: '^\+.*\b1\b'}]
    """
    causes.write_text(listed, encoding="utf-8")
    assert compare(before, after, "--causes", causes) == 1
    printed = capsys.readouterr().out
    assert "hand-written page: 1 without a cause\n  differs  about/index.html\n" in printed
    assert "+<p>3</p>" in printed and "+<p>1</p>" not in printed
    assert "There is a sitemap: explains 1 files\n" in printed
    assert "Small numbers are digits: explains 1 files\n1 files differ without a cause\n" in printed

    causes.write_text(listed.replace(r"\b1\b", r"\b[13]\b"), encoding="utf-8")
    assert compare(before, after, "--causes", causes) == 0
    assert capsys.readouterr().out.endswith("explains 1 files\nNo file differs without a cause\n")


MARKED = "A mark: [{files: '*.html', added: '<i>[a-z]+</i>'}]"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("<td>1</td>", "<td>1<i>planned</i></td>", 0),
        ("<td>1<i>note</i></td>", "<td>1<i>planned</i><i>note</i></td>", 0),
        ("<td>1</td>", "<td>2<i>planned</i></td>", 1),
        ("<td>1<i>note</i></td>", "<td>1</td>", 1),
        ("<td>1<i>note</i></td>", "<td>1<i>planned</i></td>", 1),
        ("<td>1<i>note</i></td><td>2</td>", "<td>1</td><td>2<i>note</i></td>", 1),
    ],
)
def test_what_was_added_is_left_out_of_the_comparison(
    before, tmp_path, capsys, old, new, code
) -> None:
    after = write_site(tmp_path / "after", **{"about/index.html": new})
    (before / "about/index.html").write_text(old, encoding="utf-8")
    causes = tmp_path / "causes.yml"
    causes.write_text(MARKED, encoding="utf-8")
    assert compare(before, after, "--causes", causes) == code
    explains = 1 if new.count("<i>") > old.count("<i>") else 0
    assert f"A mark: explains {explains} files\n" in capsys.readouterr().out


def explorer(*cells: int | list[int], values: tuple[str, ...] = ("2020", "2021")) -> str:
    field = {"id": "date", "values": [[value, "a year"] for value in values], "cells": cells}
    return json.dumps({"fields": [field], "more": "explorer/more.json"})


def test_numbers_of_an_explorer_are_compared_as_their_values(tmp_path, capsys) -> None:
    file = "explorer/products-0123456789.json"
    sites = {
        "old": explorer(0, [0, 1]),
        "renumbered": explorer(1, [1, 0], values=("2021", "2020")),
        "planned": explorer(0, [0, -2]),
    }
    for name, text in sites.items():
        write_site(tmp_path / name, **{file: text})
    assert compare(tmp_path / "old", tmp_path / "planned") == 1
    assert '+"~2021"]]' in capsys.readouterr().out
    causes = tmp_path / "causes.yml"
    causes.write_text("Plans: [{files: '*', added: '(?<=\")~'}]", encoding="utf-8")
    assert compare(tmp_path / "old", tmp_path / "planned", "--causes", causes) == 0
    values = "Order: [{files: '*', pattern: '\\[\"202'}]"
    causes.write_text(values, encoding="utf-8")
    assert compare(tmp_path / "old", tmp_path / "renumbered", "--causes", causes) == 0


def test_where_a_list_is_cut_into_files_is_no_difference(before, tmp_path) -> None:
    after = write_site(tmp_path / "after")
    for site, parts in ((before, ['["a","b"]', '["c"]']), (after, ['["a"]', '["b","c"]'])):
        for file, part in zip(sorted(site.glob("search/rows-*")), parts, strict=True):
            file.write_text(part, encoding="utf-8")
    assert compare(before, after) == 0
    sorted(after.glob("search/rows-*"))[1].write_text('["b"]', encoding="utf-8")
    assert compare(before, after) == 1


def test_order_of_keys_and_names_of_definitions_in_a_schema_are_no_difference(tmp_path) -> None:
    texts = {
        "a": '{"$defs": {"Id": {"type": "string"}}, "a": {"$ref": "#/$defs/Id"}, "b": 1}',
        "b": '{"b": 1, "a": {"$ref": "#/$defs/Name"}, "$defs": {"Name": {"type": "string"}}}',
        "c": '{"b": 1, "a": {"$ref": "#/$defs/Name"}, "$defs": {"Name": {"type": "number"}}}',
    }
    for name, text in texts.items():
        write_site(tmp_path / name, **{"schemas/products.json": text})
    assert compare(tmp_path / "a", tmp_path / "b") == 0
    assert compare(tmp_path / "a", tmp_path / "c") == 1


def test_the_causes_of_this_rebuild_can_be_read() -> None:
    causes = causes_in(str(Path(__file__).with_name("causes.yml")))
    assert len({cause.name for cause in causes}) > 10
    assert not any(cause.files == ["*"] for cause in causes)


@pytest.mark.parametrize(
    "text",
    ["a: [{files: b}]", "a: [{files: b, pattern: (}]", "a: [{files: b, added: 1}]", "- a", ""],
)
def test_wrong_causes_are_refused_in_a_line(before, tmp_path, capsys, text) -> None:
    causes = tmp_path / "causes.yml"
    causes.write_text(text, encoding="utf-8")
    with pytest.raises(SystemExit) as stop:
        compare(before, before, "--causes", causes)
    assert stop.value.code == 2
    assert "write a name: [{files, pattern or added}, …]" in capsys.readouterr().err


def test_a_site_that_is_not_there_is_refused(before, tmp_path, capsys) -> None:
    with pytest.raises(SystemExit):
        compare(before, tmp_path / "after")
    assert "folders of built sites" in capsys.readouterr().err
