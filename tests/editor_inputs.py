"""What people write into data files, right and wrong, as an editor reads it."""

from __future__ import annotations

import re
from typing import Any, ClassVar

import yaml

# What is right in one kind is right in all: these hold every type of value and every form.
COMPANY = "name: {en: Examplecell, ko: 예시셀}\nsources: [whole]\n"
TRIAL = "name: Example\nsources: [whole]\n"
SOURCE = "title: T\nkind: news\npublisher: P\nurl: https://example.org/\n"

RIGHT = {
    "short forms": ("companies", COMPANY + 'founded: "2016"\nlisting: KOSDAQ 1\nparent: other\n'),
    "two languages": ("companies", COMPANY + "headquarters: {en: A, ko: 가}\n"),
    "one language": ("companies", COMPANY + "headquarters: {ko: 가}\n"),
    "long form": (
        "companies",
        COMPANY
        + 'founded: {value: "2016", as_of: "2020-01", checked: "2024-05-06", planned: true,'
        + ' note: n, sources: [a], also: [{value: "2017", sources: [b]}]}\n',
    ),
    "unknown": ("companies", COMPANY + "listing: unknown\nfounded: none\n"),
    "looked for": ("companies", COMPANY + 'founded: {value: unknown, checked: "2024"}\n'),
    "no such": ("trials", TRIAL + "sites: none\ntargets: {value: unknown, sources: [a]}\n"),
    "list": ("trials", TRIAL + "sponsors: [a, {value: b, sources: [c]}]\n"),
    "list with shared sources": ("trials", TRIAL + "sponsors: {value: [a, b], sources: [c]}\n"),
    "list of texts": ("trials", TRIAL + "primary_endpoints: [{en: A, ko: 가}, B]\n"),
    "words of a list": ("trials", TRIAL + "phase: phase-1-2\nstatus: {value: recruiting}\n"),
    "numbers": (
        "trials",
        TRIAL + "enrolment: 0\nresults: [{endpoint: orr, value: 75.30, n: 4}, {endpoint: os}]\n",
    ),
    "parts with shared sources": (
        "trials",
        TRIAL + "results: {value: [{endpoint: orr, value: '75.3', unit: percent}], sources: [a]}\n",
    ),
    "parts that disagree": (
        "trials",
        TRIAL + "results: [{endpoint: orr, value: 1, also: [{value: 2, sources: [a]}]}]\n",
    ),
    "money": (
        "companies",
        COMPANY + "funding: [{date: '2020', amount: {amount: 4, to: 5.5, currency: krw}}]\n",
    ),
    "open facts": ("companies", COMPANY + "facts: [{about: A, value: B, as_of: '2020'}]\n"),
    "source": ("sources", SOURCE + "described: true\nauthors: [A, B]\ndoi: 10.1056/x\n"),
    "described source": (
        "sources",
        SOURCE.replace("title: T", "name: {en: A, ko: 가}") + "described: true\n",
    ),
    "registry numbers": ("trials", TRIAL + "registry_numbers: [NCT04836507, KCT0001234]\n"),
    "True as other programs write it": (
        "trials",
        TRIAL + "start_date: {value: '2024-02-29', planned: True}\n",
    ),
    "TRUE": ("sources", SOURCE + "described: TRUE\n"),
    "count with a point": ("trials", TRIAL + "enrolment: 30.0\n"),
    "count with a sign": ("trials", TRIAL + "enrolment: +30\n"),
    "count with zeros before it": ("trials", TRIAL + "enrolment: 007\n"),
    "count in hexadecimal digits": ("trials", TRIAL + "enrolment: 0x1F\n"),
    "count with an exponent": ("trials", TRIAL + "enrolment: 3e1\n"),
    "amount with an exponent": (
        "companies",
        COMPANY + "funding: [{amount: {amount: 1e9, currency: krw}}]\n",
    ),
    "number without a digit before its point": (
        "trials",
        TRIAL + "results: [{endpoint: orr, value: .5}, {endpoint: os, value: -0.25}]\n",
    ),
    "many digits": ("trials", TRIAL + "results: [{endpoint: orr, value: 0.12345678}]\n"),
    "digits as a text": ("companies", COMPANY + "listing: '1.10'\n"),
    "words that are true elsewhere": ("companies", COMPANY + "listing: on\n"),
    "digits with lines between": ("companies", COMPANY + "listing: 1_000\n"),
    "a date that YAML 1.1 has as one": ("companies", COMPANY + "founded: 2016-08-10\n"),
    "leap day": ("companies", COMPANY + 'founded: "2000-02-29"\n'),
    "address with capitals": ("companies", COMPANY + "website: HTTPS://Example.org:8443/a?b#c\n"),
    "address with Hangul": ("companies", COMPANY + "website: https://예시.한국/가\n"),
    "address of a public number": ("companies", COMPANY + "website: http://15.165.226.146/a\n"),
    "one state in a list": ("trials", TRIAL + "sponsors: [unknown]\n"),
    "sites that nobody names": (
        "trials",
        TRIAL + "sites: [{value: unknown, city: A}, {value: unknown, city: B}]\n",
    ),
    "redirect": ("trials", "moved_to: other\nnote: Two records of one trial.\n"),
    "vocabulary": ("vocabulary", "name: A\nterms: {a: {en: A, ko: 가, aliases: [aa]}}\n"),
}

WRONG = {
    "misspelt field": ("companies", COMPANY + "headquarter: Seoul\n"),
    "no name": ("companies", "sources: [whole]\n"),
    "field of another kind": ("companies", COMPANY + "phase: phase-1\n"),
    "year without quotes": ("companies", COMPANY + "founded: 2016\n"),
    "no month": ("companies", COMPANY + 'founded: "2016-13"\n'),
    "no day": ("companies", COMPANY + 'founded: "2016-01-32"\n'),
    "day 30 of February": ("companies", COMPANY + 'founded: "2023-02-30"\n'),
    "leap day of another year": ("companies", COMPANY + 'founded: "2023-02-29"\n'),
    "leap day of a century": ("companies", COMPANY + 'founded: "1900-02-29"\n'),
    "day 31 of April": ("companies", COMPANY + 'founded: "2024-04-31"\n'),
    "year 0": ("companies", COMPANY + 'founded: "0000"\n'),
    "year of five digits": ("companies", COMPANY + 'founded: "20224"\n'),
    "date with a time": ("companies", COMPANY + 'founded: "2024-01-02T00:00"\n'),
    "digits without quotes for a text": ("companies", COMPANY + "listing: 1.10\n"),
    "zeros before a text": ("companies", COMPANY + "listing: 0123\n"),
    "exponent for a text": ("companies", COMPANY + "listing: 1e9\n"),
    "true for a text": ("companies", COMPANY + "listing: True\n"),
    "part of a person": ("trials", TRIAL + "enrolment: 30.5\n"),
    "count in quotes": ("trials", TRIAL + 'enrolment: "40"\n'),
    "endless count": ("trials", TRIAL + "enrolment: 1e99\n"),
    "number beyond all": ("trials", TRIAL + "results: [{endpoint: orr, value: 1e16}]\n"),
    "number with a comma": ("trials", TRIAL + "results: [{endpoint: orr, value: '1,234'}]\n"),
    "number with another minus": ("trials", TRIAL + "results: [{endpoint: orr, value: −5}]\n"),
    "address of this computer": ("companies", COMPANY + "website: http://localhost/\n"),
    "address in a private network": ("companies", COMPANY + "website: http://192.168.0.1/\n"),
    "address with a password": ("companies", COMPANY + "website: https://a:b@example.org/\n"),
    "address with a quote": ("companies", COMPANY + "website: 'https://example.org/\"x'\n"),
    "empty list": ("trials", TRIAL + "sponsors: []\n"),
    "the same twice": ("trials", TRIAL + "sponsors: [a, a]\n"),
    "the same source twice": ("companies", "name: A\nsources: [a, a]\n"),
    "a state beside values": ("trials", TRIAL + "sponsors: [unknown, a]\n"),
    "a plan that nobody knows": (
        "trials",
        TRIAL + "start_date: {value: unknown, planned: true}\n",
    ),
    "doi of a view": ("sources", SOURCE + "doi: 10.1056/NEJMoa2303379/full\n"),
    "doi with a full stop": ("sources", SOURCE + "doi: 10.1056/NEJMoa2303379.\n"),
    "padded date": ("companies", COMPANY + 'founded: "2016-1"\n'),
    "date in a long form": ("companies", COMPANY + 'founded: {value: "2016", as_of: soon}\n'),
    "no value": ("companies", COMPANY + "founded: {sources: [a]}\n"),
    "misspelt in a fact": ("companies", COMPANY + 'founded: {value: "2016", source: [a]}\n'),
    "no such language": ("companies", COMPANY + "headquarters: {en: A, kr: 가}\n"),
    "no language": ("companies", COMPANY + "headquarters: {}\n"),
    "blank text": ("companies", COMPANY + 'listing: " "\n'),
    "number for text": ("companies", COMPANY + "listing: 372320\n"),
    "list for one": ("companies", COMPANY + "parent: [a, b]\n"),
    "one for a list": ("trials", TRIAL + "sponsors: a\n"),
    "name for an id": ("trials", TRIAL + "sponsors: [Examplecell Inc.]\n"),
    "no word of the list": ("trials", TRIAL + "phase: phase-9\n"),
    "label for the word": ("trials", TRIAL + "status: Recruiting\n"),
    "no word in a long form": ("trials", TRIAL + "status: {value: recruting}\n"),
    "count in words": ("trials", TRIAL + "enrolment: many\n"),
    "negative count": ("trials", TRIAL + "enrolment: -1\n"),
    "registry number": ("trials", TRIAL + "registry_numbers: [NCT123]\n"),
    "part without its field": ("trials", TRIAL + "results: [{value: 3}]\n"),
    "number with a unit": ("trials", TRIAL + "results: [{endpoint: orr, value: 75 %}]\n"),
    "unknown unit": ("trials", TRIAL + "results: [{endpoint: orr, unit: percents}]\n"),
    "parts as a state": ("trials", TRIAL + "results: none\n"),
    "other value without source": (
        "trials",
        TRIAL + "site_count: {value: 2, also: [{value: 6}]}\n",
    ),
    "other value with no source": (
        "trials",
        TRIAL + "site_count: {value: 2, also: [{value: 6, sources: []}]}\n",
    ),
    "source without words": ("sources", SOURCE.replace("title: T\n", "")),
    "yes for true": ("trials", TRIAL + "start_date: {value: '2024', planned: yes}\n"),
    "quoted true": ("sources", SOURCE + "described: 'true'\n"),
    "no address": ("companies", COMPANY + "website: www.example.org\n"),
    "address with a blank": ("companies", COMPANY + "website: https://example.org/a b\n"),
    "address with a script": ("companies", COMPANY + "website: javascript:alert(1)\n"),
    "doi with its address": ("sources", SOURCE + "doi: https://doi.org/10.1056/x\n"),
    "pmid without quotes": ("sources", SOURCE + "pmid: 37272512\n"),
    "money without currency": ("companies", COMPANY + "funding: [{amount: {amount: 4}}]\n"),
    "money in words": (
        "companies",
        COMPANY + "funding: [{amount: {amount: 4 billion, currency: krw}}]\n",
    ),
    "open fact without a value": ("companies", COMPANY + "facts: [{about: A}]\n"),
    "moved and more": ("trials", "moved_to: other\nname: A\n"),
    "moved nowhere": ("trials", "moved_to: Some Where\n"),
    "note of a record": ("trials", TRIAL + "note: A remark.\n"),
    "no source of a claim": (
        "claims",
        "name: A\nverdict: unsupported\nfinding: B\nsources: [a]\n",
    ),
    "word without Korean": ("vocabulary", "name: A\nterms: {a: {en: A}}\n"),
    "list without words": ("vocabulary", "name: A\nterms: {}\n"),
}


class Core(yaml.SafeLoader):
    """Reads YAML as editors do: by the core schema of YAML 1.2."""

    yaml_implicit_resolvers: ClassVar[dict[str, list[Any]]] = {}


def _number(loader: Core, node: yaml.ScalarNode) -> float:
    text = node.value
    whole = text[:2] in ("0x", "0o")
    return int(text, 0) if whole else int(text) if text.lstrip("+-").isdigit() else float(text)


for _tag, _pattern, _read in (
    ("null", "~|null|Null|NULL|", lambda loader, node: None),
    ("bool", "true|True|TRUE|false|False|FALSE", lambda _, node: node.value.lower() == "true"),
    (
        "float",
        r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?",
        _number,
    ),
):
    Core.add_implicit_resolver(f"tag:{_tag}", re.compile(rf"(?:{_pattern})\Z"), None)
    Core.add_constructor(f"tag:{_tag}", _read)


def in_an_editor(text: str) -> object:
    """Return what an editor makes of a YAML text."""
    return yaml.load(text, Loader=Core)
