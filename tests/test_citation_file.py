"""CITATION.cff and .zenodo.json: what the data set says of itself where it is kept."""

from __future__ import annotations

import json
import re
import tomllib
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator, FormatChecker

from macros.site.settings import settings_in

ROOT = Path(__file__).resolve().parent.parent
SCHEMA = Path(__file__).with_name("citation-file-format-1.2.0.json")
OF_DATA = re.compile(r"20[0-9]{2}\.(0[1-9]|1[0-2])(\.[0-9]+)?")
"""Versions of releases: a month, and a number where it is not the first of that month."""


@pytest.fixture(scope="module")
def cited() -> dict[str, Any]:
    return yaml.load((ROOT / "CITATION.cff").read_text("utf-8"), Loader=yaml.BaseLoader)


@pytest.fixture(scope="module")
def settings() -> dict[str, str]:
    return {one.name: one.value for one in settings_in(ROOT / "mkdocs.yml")}


def faults(cited: dict[str, Any]) -> list[str]:
    schema = json.loads(SCHEMA.read_bytes())
    found = Draft7Validator(schema, format_checker=FormatChecker()).iter_errors(cited)
    return [error.message for error in found]


def test_it_follows_the_schema(cited) -> None:
    assert faults(cited) == []
    assert faults({**cited, "date-released": "December 2026"})
    assert faults({**cited, "repository": "elsewhere"})


def test_it_leads_to_the_site_and_its_records(cited, settings) -> None:
    assert cited["type"] == "dataset"
    assert cited["url"] == settings["site_url"]
    assert cited["repository-code"] == settings["repo_url"]
    assert cited["title"] == settings["site_name"]
    assert cited["authors"] == [{"name": f"{settings['site_name']} contributors"}]
    assert cited["license"] in (ROOT / "LICENSE-data").read_text("utf-8").replace(" ", "-")


def test_version_and_day_are_those_of_a_release(cited) -> None:
    assert OF_DATA.fullmatch(cited["version"])
    assert cited["date-released"].replace("-", ".").startswith(cited["version"][:7])


def test_the_changelog_begins_with_the_version_of_the_program() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    versions = re.findall(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert [version for version in versions if version != "Unreleased"][0] == project["version"]


def test_a_doi_is_in_both_places_or_in_none(cited, settings) -> None:
    dois = [one["value"] for one in cited.get("identifiers", []) if one["type"] == "doi"]
    assert dois == list(filter(None, [settings["extra.doi"]]))


def test_the_archive_says_the_same(cited) -> None:
    kept = json.loads((ROOT / ".zenodo.json").read_bytes())
    assert kept["upload_type"] == cited["type"]
    assert kept["title"] == cited["title"]
    assert kept["creators"] == cited["authors"]
    assert kept["license"] == cited["license"].lower()
    assert kept["keywords"] == cited["keywords"]
    said = unescape(re.sub("<.*?>", "", kept["description"]))
    assert said.startswith(cited["abstract"].strip())
    [related] = kept["related_identifiers"]
    assert related["identifier"] == cited["url"]
