"""A mistake in the data is one line: where it is, what is wrong, how to fix it.

And whatever stands in the data folder, reading and checking it does not fall over.
"""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from macros import cli
from macros.model.atlas import Atlas
from macros.model.facts import Fact
from macros.model.kinds import KINDS
from macros.model.problems import (
    DataError,
    Problem,
    as_github,
    as_json,
    as_markdown,
    as_text,
    did_you_mean,
)
from macros.model.values import Digits
from macros.store.loading import Loader
from macros.store.reading import parse
from tests.conftest import SMALL, copy_small, edit, page_of, places, problems_of, read, write

CELL = "companies/examplecell.yml"
GEN = "companies/samplegen.yml"
PRODUCT = "products/example-cel.yml"
TRIAL = "trials/nct99999901.yml"
DEAL = "partnerships/examplecell-samplegen-2023.yml"
PAPER = "sources/example-paper-2024.yml"
CLAIM = "claims/claim-example-best.yml"


@dataclass(frozen=True)
class Mistake:
    """A text replaced in a sound file, the code that it gives, what the advice says, and where."""

    file: str
    old: str
    new: str
    code: str
    advice: str
    at: str = ""  # the text that the problem is said to be at; all of the new text where left out

    def make(self, data: Path) -> None:
        edit(data, self.file, self.old, self.new)

    def text(self) -> str:
        sound = (SMALL / self.file).read_text(encoding="utf-8")
        assert sound.count(self.old) == 1
        return sound.replace(self.old, self.new)

    def place(self) -> tuple[str, int, int]:
        begin = (SMALL / self.file).read_text(encoding="utf-8").index(self.old)
        text = self.text()
        before = text[: text.index(self.at, begin if self.at in self.new else 0)]
        return f"data/{self.file}", before.count("\n") + 1, len(before) - before.rfind("\n")


MISTAKES = {
    # ids
    "id with a typing error": Mistake(
        PRODUCT, "targets: [exa1]", "targets: [exa-1]", "unknown-id", '"exa1"', "exa-1"
    ),
    "id of a record that nobody has written": Mistake(
        PRODUCT, "targets: [exa1]", "targets: [qqq]", "unknown-id", "data/targets/qqq.yml", "qqq"
    ),
    "id of another kind": Mistake(
        PRODUCT, "targets: [exa1]", "targets: [examplecell]", "wrong-kind", "target", "examplecell]"
    ),
    "id of another kind, near one of the right kind": Mistake(
        PRODUCT,
        "developers: {value: [examplecell,",
        "developers: {value: [example-cel,",
        "wrong-kind",
        '"examplecell"',
        "example-cel,",
    ),
    "id in a list of sources": Mistake(
        GEN,
        "[example-register]",
        "[example-registry]",
        "unknown-id",
        '"example-register"',
        "example-registry",
    ),
    "id in the sources of one fact": Mistake(
        CELL,
        "sources: [example-register]",
        "sources: [example-registre]",
        "unknown-id",
        '"example-register"',
        "example-registre",
    ),
    "id in the sources of another value": Mistake(
        CELL,
        'as_of: "2018", sources: [examplecell-release]',
        'as_of: "2018", sources: [examplecel-release]',
        "unknown-id",
        '"examplecell-release"',
        "examplecel-release",
    ),
    "id in the sources of a group": Mistake(
        PRODUCT,
        "example-university], sources: [examplecell-release]",
        "example-university], sources: [examplecel-release]",
        "unknown-id",
        '"examplecell-release"',
        "examplecel-release",
    ),
    "id that another source gives": Mistake(
        PRODUCT,
        "targets: [exa1]",
        "targets: [{value: exa1, also: [{value: exa-1, sources: [example-blog]}]}]",
        "unknown-id",
        '"exa1"',
        "exa-1",
    ),
    "id in a part": Mistake(
        DEAL, "party: samplegen", "party: samplgen", "unknown-id", '"samplegen"', "samplgen"
    ),
    "id of a claim's source": Mistake(
        CLAIM,
        "made_in: [example-blog,",
        "made_in: [exampleblog,",
        "unknown-id",
        '"example-blog"',
        "exampleblog,",
    ),
    "name instead of an id": Mistake(
        PRODUCT, "targets: [exa1]", "targets: [EXA1]", "bad-id", '"exa1"', "EXA1]"
    ),
    "company where a source belongs": Mistake(
        GEN,
        "[example-register]",
        "[examplecell]",
        "wrong-kind",
        "Write the id of a source.",
        "examplecell",
    ),
    "id of a record that has moved": Mistake(
        PRODUCT,
        "value: samplegen",
        "value: old-examplecell",
        "moved",
        '"examplecell"',
        "old-examplecell",
    ),
    # text with links and citations
    "unknown id in a summary": Mistake(
        PRODUCT, "[[examplecell]]", "[[examplecel]]", "unknown-id", '"example-cel"', "examplecel]"
    ),
    "unknown source in a summary": Mistake(
        PRODUCT,
        "[@example-paper-2024]",
        "[@example-paper]",
        "unknown-id",
        "data/sources/example-paper.yml",
        "example-paper]",
    ),
    "record cited as a source": Mistake(
        PRODUCT, "[@example-paper-2024]", "[@exa1]", "wrong-kind", "source", "exa1"
    ),
    "moved record in a text": Mistake(
        PRODUCT, "[[examplecell]]", "[[old-examplecell]]", "moved", '"examplecell"', "old-ex"
    ),
    "unknown id in a remark": Mistake(
        PRODUCT,
        "says [@example-daily-2023]",
        "says [@example-daily]",
        "unknown-id",
        "data/sources/example-daily.yml",
        "example-daily]",
    ),
    "unknown id in a remark on a group": Mistake(
        PRODUCT,
        "example-university], sources: [examplecell-release]",
        "example-university], note: '[[examplecel]]'",
        "unknown-id",
        '"example-cel"',
        "examplecel]]",
    ),
    "unknown id in a remark on another value": Mistake(
        CELL, "see [[samplegen]].", "see [[samplgen]].", "unknown-id", '"samplegen"', "samplgen"
    ),
    "unknown id in an open fact": Mistake(
        CELL, "[[sample-nk]]", "[[sample-nq]]", "unknown-id", "sample-nq", "sample-nq"
    ),
    "unknown id with words, in two languages": Mistake(
        CELL,
        "Two *made-up* candidates, see [[example-cel]] and [[sample-nk]] [@example-paper-2024].",
        "{en: '[[sampel|A]]', ko: 가}",
        "unknown-id",
        "data/<kind>/sampel.yml",
        "sampel|A",
    ),
    # vocabulary terms
    "label instead of a word": Mistake(
        PRODUCT, "value: approved", "value: Approved", "unknown-word", '"approved"', "Approved"
    ),
    "Korean label instead of a word": Mistake(
        PRODUCT, "value: approved", "value: 품목허가", "unknown-word", '"approved"', "품목허가"
    ),
    "other spelling instead of a word": Mistake(
        "products/sample-nk.yml", "preclinical", "Pre-clinical", "unknown-word", '"preclinical"'
    ),
    "word with a typing error": Mistake(
        PRODUCT,
        "cell_source: autologous",
        "cell_source: autologus",
        "unknown-word",
        '"autologous"',
        "autologus",
    ),
    "word that is nowhere": Mistake(
        PRODUCT, "cell_source: autologous", "cell_source: zzz", "unknown-word", "cord-blood", "zzz"
    ),
    "word in a part": Mistake(
        DEAL, "role: licensor", "role: licenser", "unknown-word", '"licensor"', "licenser"
    ),
    "word in an amount": Mistake(
        DEAL,
        "15000000, currency: usd",
        "15000000, currency: dollar",
        "unknown-word",
        "usd",
        "dollar",
    ),
    "word in a source": Mistake(
        PAPER, "kind: paper", "kind: papers", "unknown-word", '"paper"', "papers"
    ),
    "word that is like another in letters only": Mistake(
        PAPER, "kind: paper", "kind: newspaper", "unknown-word", 'Write "news"', "newspaper"
    ),
    "word of which several could be meant": Mistake(
        TRIAL,
        "status: {value: active-not-recruiting",
        "status: {value: closed",
        "unknown-word",
        "Use one of: ",
        "closed",
    ),
    # fields
    "field with a typing error": Mistake(
        CELL, "headquarters:", "headquarter:", "unknown-field", '"headquarters"'
    ),
    "field that is nowhere": Mistake(
        CELL, "country: south-korea", "zzz: south-korea", "unknown-field", "founded", "zzz"
    ),
    "required field with a typing error": Mistake(
        CELL, "name: {en: Examplecell", "nmae: {en: Examplecell", "unknown-field", '"name"', "nmae"
    ),
    "required field of a part with a typing error": Mistake(
        CELL, "about: Mascot", "abuot: Mascot", "unknown-field", '"about"', "abuot"
    ),
    "field of a fact with a typing error": Mistake(
        CELL,
        'checked: "2024-05-06"\nfocus',
        'cheked: "2024-05-06"\nfocus',
        "unknown-field",
        '"checked"',
        "cheked",
    ),
    "field of a group with a typing error": Mistake(
        PRODUCT,
        "example-university], sources:",
        "example-university], surces:",
        "unknown-field",
        '"sources"',
        "surces:",
    ),
    "field of an amount with a typing error": Mistake(
        DEAL, "upfront: {amount:", "upfront: {amuont:", "unknown-field", '"amount"', "amuont"
    ),
    "fact with sources but without `value`": Mistake(
        CELL,
        "focus: {en: Examples, ko: 예시}",
        "focus: {en: Examples, ko: 예시, sources: [example-register]}",
        "missing-value",
        "value",
        "{en: Examples, ko",
    ),
    "missing name": Mistake(
        CELL, "name: {en: Examplecell, ko: 예시셀}\n", "", "missing-field", "name", "aliases"
    ),
    "missing field of a source": Mistake(
        PAPER, "publisher: Journal of Examples\n", "", "missing-field", "publisher", "title"
    ),
    "missing currency": Mistake(
        DEAL,
        "upfront: {amount: 15000000, currency: usd}",
        "upfront: {amount: 1}",
        "missing-field",
        "currency",
        "{amount: 1}",
    ),
    "required field left empty": Mistake(
        CELL, "name: {en: Examplecell, ko: 예시셀}", "name:", "empty-value", "Fill", "\naliases"
    ),
    "field left empty": Mistake(
        CELL, "listing: none", "listing:", "empty-value", "Fill", "\nparent"
    ),
    "sources of a record left empty": Mistake(
        GEN, "sources: [example-register]", "sources:", "empty-value", "Fill", "\nheadquarters"
    ),
    "duplicate key": Mistake(
        CELL,
        "country: south-korea",
        "founded: '2016'",
        "duplicate-key",
        "one of the two",
        "founded:\n",
    ),
    "one value where a list belongs": Mistake(
        PRODUCT, "targets: [exa1]", "targets: exa1", "not-a-list", "[a, b]", "exa1\nindications"
    ),
    "one alias where a list belongs": Mistake(
        PRODUCT, "aliases: [EXA101]", "aliases: EXA101", "not-a-list", "[a, b]", "EXA101"
    ),
    "text where a part belongs": Mistake(
        DEAL, "{other: Third Sample Corp.}", "Third Sample Corp.", "not-a-mapping", "other"
    ),
    "mapping where a text belongs": Mistake(
        CELL, "country: south-korea", "listed_on: {year: '2020'}", "not-text", "date", "{year"
    ),
    "word where true or false belongs": Mistake(
        CELL, 'as_of: "2023-04"', "planned: perhaps", "not-true-or-false", "true", "perhaps"
    ),
    "language that is none": Mistake(
        CELL,
        "focus: {en: Examples, ko: 예시}",
        "focus: {en: A, kr: 예시}",
        "unknown-field",
        "ko",
        "kr:",
    ),
    # values
    "month 13": Mistake(CELL, '"2016-12"', '"2016-13"', "bad-date", "YYYY-MM"),
    "day 30 of February": Mistake(CELL, '"2020-08-10"', "2020-02-30", "bad-date", "YYYY-MM-DD"),
    "year without quotes": Mistake(CELL, '"2016-12"', "2016", "not-text", '"2016"'),
    "date of a group": Mistake(
        PRODUCT,
        "example-university], sources: [examplecell-release]",
        "example-university], as_of: 2025-13",
        "bad-date",
        "YYYY-MM",
        "2025-13",
    ),
    "date on lines of its own": Mistake(
        CELL, "country: south-korea", "listed_on: |\n  2020\n  2021", "bad-date", "YYYY", "|"
    ),
    "amount with a comma": Mistake(
        DEAL, "amount: 15000000", 'amount: "15,000"', "not-a-number", "15000", '"15,000"'
    ),
    "count with a unit": Mistake(
        TRIAL, "enrolment: 91", "enrolment: 91 patients", "not-a-number", "Write 91.", "91 p"
    ),
    "script as a web address": Mistake(
        CELL,
        "website: https://examplecell.example",
        "website: javascript:alert(1)",
        "bad-url",
        "https://",
        "java",
    ),
    "registry number cut short": Mistake(
        TRIAL, "[NCT99999901,", "[NCT9999990,", "bad-registry-number", "NCT01234567", "NCT9999990,"
    ),
    "address where a DOI belongs": Mistake(
        PAPER,
        "doi: 10.9999/example",
        "doi: https://doi.org/10.9999/example",
        "bad-code",
        "10.1056",
        "https://doi",
    ),
    "DOI with what was pasted along": Mistake(
        PAPER,
        "doi: 10.9999/example",
        'doi: "10.9999/example/full)"',
        "bad-code",
        'Write "10.9999/example"',
        '"10.9999',
    ),
    # lists
    "value given twice": Mistake(
        PRODUCT, "targets: [exa1]", "targets: [exa1, exa1]", "given-twice", "Keep one", "exa1]"
    ),
    "source given twice": Mistake(
        GEN,
        "[example-register]",
        "[example-register, example-register]",
        "given-twice",
        "Keep one",
        "example-register]",
    ),
    "unknown beside a value": Mistake(
        PRODUCT,
        "targets: [exa1]",
        'targets: [{value: unknown, checked: "2024-05-06"}, exa1]',
        "state-in-list",
        "alone",
        "[{value: unknown",
    ),
    "list of nothing": Mistake(
        PRODUCT, "targets: [exa1]", "targets: []", "empty-value", "Fill it in", "[]\n"
    ),
    "planned and unknown": Mistake(
        GEN,
        '{value: unknown, checked: "2024-05-06"}',
        '{value: unknown, checked: "2024-05-06", planned: true}',
        "planned-unknown",
        "Delete",
        "true}",
    ),
    "other value that is the same": Mistake(
        CELL,
        '{value: "2017"',
        '{value: "2016-12"',
        "same-value",
        "Add its sources",
        '"2016-12"',
    ),
    "record that links to itself": Mistake(
        PRODUCT,
        "targets: [exa1]",
        "targets: [exa1]\nderived_from: example-cel",
        "links-to-itself",
        "another record",
        "example-cel",
    ),
    # sources and states
    "fact without a source": Mistake(
        "events/example-meeting-2020.yml",
        'sources: [example-daily-2023]\ndate: "2020"\ninvolves: [example-cel]',
        'date: "2020"',
        "missing-source",
        "sources",
        '"2020"',
    ),
    "other value without a source": Mistake(
        CELL,
        ", sources: [examplecell-release], note",
        ", note",
        "missing-field",
        "sources",
        '{value: "2017"',
    ),
    "other value with an empty list of sources": Mistake(
        CELL,
        ", sources: [examplecell-release], note",
        ", sources: [], note",
        "missing-source",
        "sources",
        "[], note",
    ),
    "unknown without a date": Mistake(
        GEN, '{value: unknown, checked: "2024-05-06"}', "unknown", "unknown-unchecked", "checked"
    ),
    # names
    "alias of another record": Mistake(
        GEN,
        "name: {ko: 샘플젠}",
        "name: {ko: 샘플젠}\naliases: [ex1, EXAMPLE cell]",
        "duplicate-name",
        "merge the two",
        "EXAMPLE",
    ),
    "alias of another record in wide letters": Mistake(
        GEN,
        "name: {ko: 샘플젠}",
        "name: {ko: 샘플젠}\naliases: [ＥＸＡＭＰＬＥＣＥＬＬ]",
        "duplicate-name",
        "merge the two",
        "ＥＸ",
    ),
    "name of another record": Mistake(
        GEN, "name: {ko: 샘플젠}", "name: {ko: 예시병원}", "duplicate-name", "Keep it", "{ko"
    ),
    "id that is not the file name": Mistake(
        GEN,
        "name: {ko: 샘플젠}",
        "name: {ko: 샘플젠}\nid: sampelgen",
        "id-not-file-name",
        "rename",
        "sampelgen",
    ),
    # what does not agree
    "date after the last check": Mistake(
        CELL, "country: south-korea", "listed_on: '2025'", "date-ahead", "planned", "'2025'"
    ),
    "as-of date after the last check": Mistake(
        CELL, 'as_of: "2023-04"', 'as_of: "2025-04"', "date-ahead", "checked", '"2025-04"'
    ),
    "as-of date of a group after the last check": Mistake(
        PRODUCT,
        "example-university], sources: [examplecell-release]",
        "example-university], as_of: '2025'",
        "date-ahead",
        "checked",
        "'2025'",
    ),
    "month that was not over": Mistake(
        CELL, "country: south-korea", "listed_on: '2024-05'", "date-open", "planned", "'2024-05'"
    ),
    "planned date that has passed": Mistake(
        CELL,
        "country: south-korea",
        'listed_on: {value: "2023", planned: true}',
        "plan-passed",
        "note",
        '"2023"',
    ),
    "end before all that comes before it": Mistake(
        TRIAL,
        '"2029-04-09"',
        '"2020", note: As registered',
        "dates-crossed",
        "source",
        '{value: "2027-12"',
    ),
    "decision before its application": Mistake(
        "decisions/example-cel-approval-2024.yml",
        'applied: {value: "2023"',
        'applied: {value: "2024-04"',
        "dates-crossed",
        "source",
        '{value: "2024-04"',
    ),
    "registry number of another trial": Mistake(
        "trials/sample-study.yml",
        "sponsors:",
        "registry_numbers: [NCT99999901]\nsponsors:",
        "duplicate-record",
        "Merge them",
        "NCT",
    ),
    "mirror of another source": Mistake(
        "sources/example-daily-2023.yml",
        "also_at: [https://mirror.example/2023/04/05]",
        "also_at: [http://m.blog.example/ten/]",
        "duplicate-record",
        "moved_to",
        "http://m.",
    ),
    "DOI of another source in other letters": Mistake(
        "sources/examplecell-release.yml",
        "language: en",
        "doi: 10.9999/EXAMPLE",
        "duplicate-record",
        "moved_to",
        "10.9999",
    ),
    "DOI of another source in an address": Mistake(
        "sources/examplecell-release.yml",
        "language: en",
        "also_at: [https://www.other.example/doi/full/10.9999/Example?query=x]",
        "duplicate-record",
        "moved_to",
        "https://www.other",
    ),
    "PubMed number of another source in an old address": Mistake(
        "sources/examplecell-release.yml",
        "url: https://examplecell.example/news",
        "url: http://www.ncbi.nlm.nih.gov/pubmed/999999999",
        "duplicate-record",
        "moved_to",
        "http://www.ncbi",
    ),
    "address of another work than the DOI": Mistake(
        PAPER,
        "url: https://journal.example/10.9999/example",
        "url: https://journal.example/10.9999/sample",
        "address-against-number",
        "whichever is wrong",
        "https://journal",
    ),
    "other address of another work than the PubMed number": Mistake(
        PAPER,
        "language: en",
        "language: en\nalso_at: [https://pubmed.ncbi.nlm.nih.gov/99999999/]",
        "address-against-number",
        "whichever is wrong",
        "https://pubmed",
    ),
    "address of another trial than the registry number": Mistake(
        "sources/example-register.yml",
        "url: https://register.example/1?a=1&b=2",
        "url: https://clinicaltrials.gov/ct2/show/NCT99999902",
        "address-against-number",
        "whichever is wrong",
        "https://clinical",
    ),
    "more than all": Mistake(
        TRIAL, 'value: "75.30"', 'value: "167.1"', "impossible-number", "source", '"167.1"'
    ),
    "fewer than nobody": Mistake(
        TRIAL, 'value: "75.30"', "value: -5", "impossible-number", "source", "-5"
    ),
    "share of nobody": Mistake(TRIAL, "n: 73", "n: 0", "impossible-number", "source", "0,"),
    "value outside its interval": Mistake(
        TRIAL, "n: 73", "low: 80, high: 90", "impossible-number", "source", '"75.30"'
    ),
    "more events than people": Mistake(
        TRIAL, "n: 73", "n: 73, responders: 74", "impossible-number", "source", "74"
    ),
    "link that is not closed": Mistake(
        PRODUCT, "[[examplecell]]", "[[examplecell]", "open-bracket", "[[id]]", "[[examplecell]"
    ),
    "citation that is not closed": Mistake(
        PRODUCT,
        "[@example-paper-2024]",
        "[@example-paper-2024",
        "open-bracket",
        "[@source-id]",
        "[@example-paper-2024",
    ),
    "citation of nothing": Mistake(
        PRODUCT, "[@example-paper-2024]", "[@ ]", "open-bracket", "[@source-id]", "[@ ]"
    ),
    "check in a year to come": Mistake(
        CELL,
        'checked: "2024-05-06"\nfocus',
        'checked: "2062-05-06"\nfocus',
        "checked-ahead",
        "date on which you checked",
        '"2062',
    ),
    "source read in a year to come": Mistake(
        "sources/example-daily-2023.yml",
        'accessed: "2024-05-06"',
        'accessed: "2062-05-06"',
        "checked-ahead",
        "date on which you checked",
        '"2062',
    ),
    "address of this computer": Mistake(
        CELL,
        "website: https://examplecell.example",
        "website: http://localhost/",
        "bad-url",
        "public address",
        "http://localhost",
    ),
    "count in quotes": Mistake(
        TRIAL, "enrolment: 91", 'enrolment: "91"', "not-a-number", "91 without quotes", '"91"'
    ),
    "part of a person": Mistake(
        TRIAL, "enrolment: 91", "enrolment: 30.5", "not-a-number", "digits only", "30.5"
    ),
    "date in curly quotes": Mistake(
        CELL, '"2016-12"', "“2016-12”", "bad-date", '"2016-12"', "“2016"
    ),
    "Korean name instead of an id": Mistake(
        PRODUCT, "targets: [exa1]", "targets: [예시-표적]", "bad-id", "file name", "예시-"
    ),
    "name of a company instead of its id": Mistake(
        PRODUCT,
        "developers: {value: [examplecell,",
        "developers: {value: [Examplecell Inc.,",
        "bad-id",
        'Write "examplecell".',
        "Examplecell Inc.",
    ),
    "address of a source instead of its id": Mistake(
        GEN,
        "[example-register]",
        "['https://www.register.example/1?b=2&a=1']",
        "bad-id",
        'Write "example-register".',
        "'https://www",
    ),
    "address of no source instead of an id": Mistake(
        GEN,
        "[example-register]",
        "['https://elsewhere.example/1']",
        "bad-id",
        '"./atlas source add URL"',
        "'https://elsewhere",
    ),
    "ids where parts are wanted": Mistake(
        DEAL,
        "parties:\n  - {party: examplecell, role: licensor}\n"
        "  - {party: samplegen, role: licensee}\n  - {other: Third Sample Corp.}\n",
        "parties: [examplecell]\n",
        "not-a-mapping",
        "Write `{party: examplecell}`.",
        "examplecell]",
    ),
    "id of another hospital by one letter": Mistake(
        PRODUCT, "targets: [exa1]", "targets: [exa2]", "unknown-id", "moved_to", "exa2"
    ),
    "description as the title": Mistake(
        "sources/examplecell-release.yml",
        "name: {en: Announcement of the company on its example product, ko: 회사의 예시 제품 발표}",
        "title: Announcement",
        "described-title",
        "in place of `title`",
        "Announcement",
    ),
    "registry number of another trial than that of the file": Mistake(
        TRIAL,
        "[NCT99999901, KCT9999901]",
        "[KCT9999901, NCT99999910]",
        "number-against-file-name",
        "./atlas rename nct99999901 nct99999910",
        "NCT99999910",
    ),
    "begun trial that has not begun": Mistake(
        TRIAL,
        "active-not-recruiting",
        "not-yet-recruiting",
        "status-against-dates",
        "planned",
        '"2021-03"',
    ),
    "site that is no hospital": Mistake(
        TRIAL,
        "sites: [example-hospital]",
        "sites: [example-university]",
        "site-no-hospital",
        "hospital",
        "example-university",
    ),
    "site with a status of which nobody says where it is from": Mistake(
        TRIAL,
        "sites: [example-hospital]",
        "sites: [{value: example-hospital, status: recruiting}]",
        "site-status-without-registry",
        "known_by: registry",
        "{value: example-hospital",
    ),
    "site with a status from the press": Mistake(
        TRIAL,
        "sites: [example-hospital]",
        "sites: [{value: example-hospital, status: recruiting, known_by: news}]",
        "site-status-without-registry",
        "remove `status`",
        "{value: example-hospital",
    ),
    "person as a contact": Mistake(
        TRIAL,
        "sites: [example-hospital]",
        "sites: [example-hospital]\ncontacts: [{name: {en: Dr Sample, ko: 김보기 교수}}]",
        "contact-is-person",
        "office",
        "{name: {en",
    ),
    "mobile phone of a person as a contact": Mistake(
        TRIAL,
        "sites: [example-hospital]",
        "sites: [example-hospital]\ncontacts: [{name: Trial desk, phone: 010-1234-5678}]",
        "contact-is-person",
        "office",
        "{name: Trial",
    ),
    "stage behind its approval": Mistake(
        PRODUCT,
        "value: approved",
        "value: filed",
        "stage-against-decisions",
        "approved",
        "{value: filed",
    ),
    "stage without an approval": Mistake(
        "products/sample-nk.yml", "preclinical", "approved", "stage-against-decisions", "decisions/"
    ),
    # the text itself
    "tab": Mistake(
        CELL,
        "  sources: [example-register]\n",
        "\tsources: [example-register]\n",
        "tab-indent",
        "spaces",
    ),
    "colon in plain text": Mistake(
        CELL,
        "website: https://examplecell.example",
        "listed_on: see: there",
        "syntax",
        "quotes",
        ": there",
    ),
    "bracket left open": Mistake(
        GEN, "[example-register]", "[example-register", "syntax", "brackets", ": {value: unknown"
    ),
    "second document": Mistake(
        GEN, "listing:", "---\nlisting:", "two-documents", "one record per file", "---"
    ),
    "anchor": Mistake(GEN, "[example-register]", "&s [example-register]", "anchor", "out"),
}


class Workshop:
    """A small data folder in which one file at a time is changed and put back."""

    def __init__(self, data: Path):
        self.data = data

    def read_with(self, file: str, content: str | bytes) -> tuple[Atlas, list[Problem]]:
        path = self.data / file
        sound = path.read_bytes() if path.exists() else None
        write(self.data, file, content)
        try:
            return read(self.data)
        finally:
            path.unlink()
            if sound is not None:
                path.write_bytes(sound)

    def judge(self, file: str, content: bytes) -> None:
        """Whatever the file holds: problems with all that they need, or pages that can be made."""
        atlas, problems = self.read_with(file, content)
        lines = len(content.decode("utf-8", "replace").splitlines()) + 1
        for problem in problems:
            assert (self.data.parent / problem.path).is_file()
            assert problem.line >= 1 and problem.column >= 1
            assert problem.path != f"data/{file}" or problem.line <= lines
            assert problem.message.strip() and problem.code.strip()
            assert len(str(problem).splitlines()) == 1
        record_id = Path(file).stem
        if not problems and record_id in atlas.records:
            for language in ("en", "ko"):
                assert page_of(atlas, record_id, language).html


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    return Workshop(copy_small(tmp_path_factory.mktemp("workshop")))


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_one_line_at_its_place_with_advice(workshop: Workshop, mistake: Mistake):
    _, problems = workshop.read_with(mistake.file, mistake.text())
    assert [(p.path, p.line, p.column, p.code) for p in problems] == [
        (*mistake.place(), mistake.code)
    ], as_text(problems)
    assert mistake.advice in problems[0].fix
    assert len(str(problems[0]).splitlines()) == 1


@pytest.mark.parametrize("name", ["month 13", "fact without a source", "word in a part", "anchor"])
def test_a_problem_stays_until_it_is_mended(small: Path, name: str):
    mistake = MISTAKES[name]
    loader = Loader(small)
    assert loader.read()[1] == []
    mistake.make(small)
    first = loader.read()[1]
    assert [problem.code for problem in first] == [mistake.code]
    assert loader.read()[1] == first
    write(small, mistake.file, (SMALL / mistake.file).read_bytes())
    assert loader.read()[1] == []


def test_two_articles_that_differ_in_the_query_only_are_two_sources(small: Path):
    for number in (4999998, 4999999):
        source = "title: T\nkind: news\npublisher: P\n"
        url = f"url: https://www.news1.kr/articles/?{number}\n"
        write(small, f"sources/news1-{number}.yml", source + url)
    assert problems_of(small) == []


def test_two_pages_about_one_trial_are_two_sources(small: Path):
    old = "url: https://register.example/1?a=1&b=2"
    edit(
        small,
        "sources/example-register.yml",
        old,
        "url: https://clinicaltrials.gov/study/NCT99999901",
    )
    source = "title: T\nkind: registry\npublisher: P\nnct: NCT99999901\nurl: https://a.example/1\n"
    write(small, "sources/other.yml", source)
    assert problems_of(small) == []


def test_an_id_that_is_not_the_file_name_stays_a_problem(small: Path):
    MISTAKES["id that is not the file name"].make(small)
    loader = Loader(small)
    assert places(loader.read()[1]) == places(loader.read()[1]) != []


ONE_FACT = "name: New thing\nsources: [example-register]\n"

FILES = {
    "trial among the companies": (
        "companies/new.yml",
        ONE_FACT + "phase: phase-1\nenrolment: 5\n",
        ("data/companies/new.yml", "wrong-folder", "data/trials/"),
    ),
    "file above the folders": ("new.yml", ONE_FACT, ("data/new.yml", "wrong-folder", "trials")),
    "folder with a typing error": (
        "compnies/new.yml",
        ONE_FACT,
        ("data/compnies/new.yml", "wrong-folder", '"companies"'),
    ),
    "folder that is no kind": (
        "zzz/new.yml",
        ONE_FACT,
        ("data/zzz/new.yml", "wrong-folder", "products"),
    ),
    "folder in a folder": (
        "companies/old/new.yml",
        ONE_FACT,
        ("data/companies/old/new.yml", "wrong-folder", "companies"),
    ),
    "ending .yaml": (
        "companies/new.yaml",
        ONE_FACT,
        ("data/companies/new.yaml", "wrong-file", "ename"),
    ),
    "no YAML at all": (
        "companies/logo.png",
        b"\x89PNG",
        ("data/companies/logo.png", "wrong-file", "ename"),
    ),
    "capital letters in the file name": (
        "companies/New.yml",
        ONE_FACT,
        ("data/companies/New.yml", "bad-id", "lower-case letters"),
    ),
    "underscore in the file name": (
        "companies/new_one.yml",
        ONE_FACT,
        ("data/companies/new_one.yml", "bad-id", "hyphens"),
    ),
    "file name that replaces the section's page": (
        "companies/index.yml",
        ONE_FACT,
        ("data/companies/index.yml", "bad-id", "another id"),
    ),
    "file name that is a state": (
        "companies/unknown.yml",
        ONE_FACT,
        ("data/companies/unknown.yml", "bad-id", "another id"),
    ),
    "Korean file name": (
        "companies/예시.yml",
        ONE_FACT,
        ("data/companies/예시.yml", "bad-id", "letters"),
    ),
    "file name that is too long": (
        f"companies/{'a' * 61}.yml",
        ONE_FACT,
        (f"data/companies/{'a' * 61}.yml", "bad-id", "60"),
    ),
    "the same id in two folders": (
        "companies/example-hospital.yml",
        ONE_FACT,
        ("data/companies/example-hospital.yml", "duplicate-id", "another file name"),
    ),
    "Latin-1": (
        "companies/new.yml",
        "name: Café\n".encode("latin-1"),
        ("data/companies/new.yml", "not-utf-8", "UTF-8"),
    ),
    "empty file": ("companies/new.yml", "", ("data/companies/new.yml", "empty-file", "name:")),
    "list": (
        "companies/new.yml",
        "- name: A\n",
        ("data/companies/new.yml", "not-a-record", "name:"),
    ),
}


@pytest.mark.parametrize(("file", "content", "expected"), FILES.values(), ids=FILES)
def test_a_file_that_does_not_belong_is_one_line(workshop: Workshop, file, content, expected):
    _, [problem] = workshop.read_with(file, content)
    path, code, advice = expected
    assert (problem.path, problem.line, problem.code) == (path, 1, code)
    assert advice in problem.fix


def test_a_symbolic_link_is_not_followed(small: Path, tmp_path: Path):
    (tmp_path / "secret.yml").write_text("name: Secret\n", encoding="utf-8")
    (small / "companies" / "new.yml").symlink_to(tmp_path / "secret.yml")
    assert places(problems_of(small)) == [("data/companies/new.yml", 1, "wrong-file")]


def test_hidden_files_and_readmes_are_passed_over(small: Path):
    for file in (".DS_Store", "companies/.x.yml", ".git/config", "README.md", "trials/README.md"):
        write(small, file, b"\xff")
    assert problems_of(small) == []


BROKEN = {
    "unreadable": (CELL, "name: ["),
    "not UTF-8": (CELL, b"\xff"),
    "a field that is wrong": (CELL, "name: A\nfounded: x\nsources: [example-register]\n"),
    "in a wrong folder": (CELL, "name: A\nphase: phase-1\n"),
    "a source": ("sources/example-register.yml", "title: ["),
    "a decision": ("decisions/example-cel-approval-2024.yml", "name: ["),
    "an authority": ("institutions/example-agency.yml", "name: ["),
    "a hospital": ("institutions/example-hospital.yml", "name: ["),
    "a redirect": ("companies/old-examplecell.yml", "moved_to: ["),
    "a vocabulary": ("vocabulary/stage.yml", "name: ["),
    "a vocabulary that says too much": (
        "vocabulary/unit.yml",
        "name: A\nnames: B\nterms: {a: {en: A, ko: 가}}",
    ),
}


@pytest.mark.parametrize(("file", "content"), BROKEN.values(), ids=BROKEN)
def test_one_broken_file_makes_no_link_to_it_an_error(workshop: Workshop, file, content):
    _, problems = workshop.read_with(file, content)
    assert [problem.path for problem in problems] == [f"data/{file}"], as_text(problems)


def test_two_mistakes_are_said_at_once_and_in_order(small: Path):
    for name in ("month 13", "id in a part", "word in a source"):
        MISTAKES[name].make(small)
    problems = problems_of(small)
    assert [p.code for p in problems] == ["bad-date", "unknown-id", "unknown-word"]
    assert problems == sorted(problems)
    with pytest.raises(DataError) as error:
        Loader(small).load()
    assert error.value.problems == problems
    assert str(error.value) == as_text(problems)


def test_unknown_is_dated_by_its_own_or_by_the_records_date(small: Path):
    write(small, "events/new.yml", 'name: N\ndate: unknown\nchecked: "2024"\n')
    assert problems_of(small) == []
    write(small, "events/new.yml", 'name: N\ndate: {value: unknown, checked: "2024"}\n')
    assert problems_of(small) == []


def test_steps_of_one_product_come_in_their_order(small: Path):
    orphan = "decisions/example-cel-orphan-2022.yml"
    edit(small, orphan, "type: orphan-designation", "type: ind-clearance")
    assert problems_of(small) == []
    edit(small, orphan, 'date: "2022"', 'date: "2024-04"')
    assert places(problems_of(small)) == [
        ("data/decisions/example-cel-approval-2024.yml", 7, "steps-crossed")
    ]


def test_a_planned_approval_bears_no_stage_out(small: Path):
    approval = "decisions/example-cel-approval-2024.yml"
    edit(small, approval, '"2024-03-02"', '{value: "2024-03-02", planned: true}')
    assert [p.code for p in problems_of(small)] == ["stage-against-decisions"]


def test_a_designation_is_a_step_in_the_country(small: Path):
    orphan, nk = "decisions/example-cel-orphan-2022.yml", "products/sample-nk.yml"
    edit(small, nk, "stage: preclinical", "stage: foreign-only")
    assert problems_of(small) == []
    edit(small, orphan, "products: [example-cel]", "products: [sample-nk]")
    assert [p.code for p in problems_of(small)] == ["stage-against-decisions"]
    edit(small, nk, "stage: foreign-only", "stage: designated")
    assert problems_of(small) == []


@pytest.mark.parametrize("state", ["none", '{value: unknown, checked: "2024"}'])
def test_two_trials_without_a_registry_number_are_two_trials(small: Path, state: str):
    edit(small, "trials/example-iit.yml", "registry_numbers: none", f"registry_numbers: {state}")
    edit(small, "trials/sample-study.yml", "sponsors:", f"registry_numbers: {state}\nsponsors:")
    assert problems_of(small) == []


def test_one_name_may_belong_to_a_product_and_to_a_paper_on_it(small: Path):
    edit(small, PAPER, "title: Example-cel in example lymphoma", "title: Example-cel")
    edit(small, CLAIM, "Example-cel is the best.", "Example-cel")
    assert problems_of(small) == []


def test_a_record_may_repeat_its_own_name(small: Path):
    edit(small, CELL, "aliases: [", "aliases: [examplecell, 예시셀, ")
    assert problems_of(small) == []


def test_the_data_folder_may_have_any_name(small: Path):
    MISTAKES["month 13"].make(small)
    write(small, "companies/older.yml", "moved_to: old-examplecell\n")
    elsewhere = small.rename(small.parent / "records")
    assert places(problems_of(elsewhere)) == [
        ("records/companies/examplecell.yml", 15, "bad-date"),
        ("records/companies/older.yml", 1, "moved"),
    ]


class TestOutput:
    PROBLEMS = (
        Problem("data/a,b:c%.yml", 3, 7, "bad-date", '"50 %, x: y"\r\nis no date', "Write it."),
        Problem("data/예시.yml", 1, 1, "empty-file", "the file contains no record"),
    )

    def test_text_has_one_line_a_problem(self):
        path, second = as_text(self.PROBLEMS[1:]), "data/예시.yml:1:1: the file contains no record."
        assert path == f"{second} [empty-file]"

    def test_text_names_place_message_advice_and_code(self):
        problem = Problem("data/a.yml", 3, 7, "bad-date", '"x" is no date', "Write it.")
        assert as_text([problem]) == 'data/a.yml:3:7: "x" is no date. Write it. [bad-date]'

    @pytest.mark.parametrize(
        "strange", ["\n", "\r", "\x1b[31m", "\x00", "\u2028", "\x85", "\udcff"]
    )
    def test_a_problem_is_one_printable_line_whatever_the_data_holds(self, strange):
        problem = Problem(f"data/{strange}.yml", 1, 1, "x", f"a{strange}b", f"c{strange}d")
        line = as_text([problem])
        assert len(line.splitlines()) == 1
        assert line.encode("utf-8").isascii() or line.isprintable()
        assert "\x1b" not in line and "\x00" not in line

    def test_github_escapes_what_its_commands_are_made_of(self):
        first, second = as_github(self.PROBLEMS).split("\n")
        assert first == (
            "::error file=data/a%2Cb%3Ac%25.yml,line=3,col=7,title=bad-date::"
            '"50 %25, x: y"%0D%0Ais no date. Write it.'
        )
        assert second.startswith("::error file=data/예시.yml,line=1,col=1,title=empty-file::")

    def test_markdown_lists_all_of_them_as_code(self):
        hostile = Problem("data/a.yml", 1, 2, "x", "a | b\n<img src=x> `c` [d](e)", "**F**")
        assert as_markdown([hostile]).split("\n") == [
            *("**1 problem**", ""),
            "- `data/a.yml:1:2` ``a | b <img src=x> `c` [d](e). **F**``",
        ]
        assert len(as_markdown([hostile] * 300).split("\n")) == 302

    def test_json_is_a_list_of_objects(self):
        assert json.loads(as_json(self.PROBLEMS)) == [
            {
                "path": "data/a,b:c%.yml",
                "line": 3,
                "column": 7,
                "code": "bad-date",
                "message": '"50 %, x: y"\r\nis no date',
                "fix": "Write it.",
            },
            {
                "path": "data/예시.yml",
                "line": 1,
                "column": 1,
                "code": "empty-file",
                "message": "the file contains no record",
                "fix": "",
            },
        ]

    def test_no_problem_is_an_empty_answer(self):
        assert (as_text([]), as_github([]), as_json([])) == ("", "", "[]")

    @pytest.mark.parametrize("form", ["text", "github", "json"])
    def test_the_command_prints_problems_and_says_so_by_its_exit_code(
        self, small: Path, capsys, form: str
    ):
        command = ["check", "--format", form, "--data", str(small)]
        assert cli.main(command) == 0
        assert capsys.readouterr().out.strip() in ("", "[]")
        MISTAKES["month 13"].make(small)
        assert cli.main(command) == 1
        out = capsys.readouterr().out
        assert "bad-date" in out and "data/companies/examplecell.yml" in out
        assert form != "json" or json.loads(out)[0]["line"] == 15

    @pytest.mark.parametrize(
        ("word", "said"),
        [
            ("exampelcell", 'Did you mean "Examplecell"?'),
            ("EXAMPLECELL", '"Examplecell"?'),
            ("q", ""),
        ],
    )
    def test_the_nearest_word_is_offered_and_nothing_where_nothing_is_near(self, word, said):
        answer = did_you_mean(word, ["Examplecell", "Samplegen"])
        assert answer.endswith(said) if said else answer == ""


# What follows changes the small records at random; see the last three tests.

IDS = sorted(path.stem for path in SMALL.rglob("*.yml"))
RECORDS = sorted(path.relative_to(SMALL).as_posix() for path in SMALL.rglob("*.yml"))
KEYS = sorted(
    {"value", "also", "en", "ko", "amount", "currency", "to", "about", "moved_to", "id", "zzz"}
    | set(Fact.fields)
    | {name for model in KINDS.values() for name in model.fields}
)
LEAVES = st.one_of(
    st.sampled_from(IDS),
    st.sampled_from(
        ["unknown", "none", "krw", "approved", "orr", "percent", "granted", "supported"]
    ),
    st.sampled_from(["2021", "2021-02", "2021-02-03", "2021-13", "https://a.example", "70.0"]),
    st.sampled_from(
        ["[[exa1]]", "[@example-blog]", "*a* [b](https://c.example) `d`", "[[q]]", "<b>"]
    ),
    st.integers(-5, 3000),
    st.booleans(),
    st.text(max_size=8),
)
MARKS = st.sampled_from(["[[exa1]]", "[[exa1|x]]", "[@example-blog]", *"*_`[]()<>&\\\"'!| \n"])
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=3)
    ),
    max_leaves=6,
)


def containers(value: object) -> list[dict | list]:
    found = [value] if isinstance(value, (dict, list)) else []
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for item in inner:
        found += containers(item)
    return found


_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_DUMPER.add_representer(Digits, lambda dumper, digits: dumper.represent_str(str(digits)))


def dumped(record: dict) -> bytes:
    return yaml.dump(record, Dumper=_DUMPER, allow_unicode=True, sort_keys=False).encode()


@st.composite
def changed_values(draw: st.DrawFn) -> tuple[str, bytes]:
    """A record in which values were replaced, deleted or inserted at random places."""
    file = draw(st.sampled_from(RECORDS))
    record = parse((SMALL / file).read_bytes()).value
    for _ in range(draw(st.integers(1, 3))):
        into = draw(st.sampled_from(containers(record)))
        old = sorted(into) if isinstance(into, dict) else list(range(len(into)))
        new = st.sampled_from(KEYS) if isinstance(into, dict) else st.just(len(into))
        key = draw(st.sampled_from(old) | new if old else new)
        if key in old and draw(st.integers(0, 3)) == 0:
            del into[key]
        elif isinstance(into, list) and key == len(into):
            into.append(draw(VALUES))
        else:
            into[key] = draw(VALUES)
    return file, dumped(record)


@st.composite
def changed_words(draw: st.DrawFn) -> tuple[str, bytes]:
    """A record in which one text says something else."""
    file = draw(st.sampled_from(RECORDS))
    record = parse((SMALL / file).read_bytes()).value
    texts = [
        (into, key)
        for into in containers(record)
        for key in (into if isinstance(into, dict) else range(len(into)))
        if isinstance(into[key], str) and (" " in into[key] or not into[key].isascii())
    ]
    if texts:
        into, key = draw(st.sampled_from(texts))
        into[key] = "".join(draw(st.lists(MARKS | st.text(max_size=5), min_size=1, max_size=8)))
    return file, dumped(record)


@st.composite
def changed_texts(draw: st.DrawFn) -> tuple[str, bytes]:
    """A record in whose text pieces were deleted or inserted at random places."""
    file = draw(st.sampled_from(RECORDS))
    raw = (SMALL / file).read_bytes()
    pieces = st.one_of(
        st.sampled_from(list("\n\t :,-[]{}'\"#&*!|>%@`\\\x00\xff")).map(
            lambda s: s.encode("latin-1")
        ),
        st.sampled_from([b"\n  ", b": ", b"- ", b"---\n", b"\r\n", b"unknown", b"sources: []"]),
        st.binary(max_size=4),
    )
    for _ in range(draw(st.integers(1, 3))):
        at, length = draw(st.integers(0, len(raw))), draw(st.integers(0, 12))
        raw = raw[:at] + draw(pieces) + raw[at + length :]
    return file, raw


@given(change=changed_values())
@settings(max_examples=60)
def test_no_value_in_a_record_makes_it_fall_over(workshop: Workshop, change):
    workshop.judge(*change)


@given(change=changed_words())
@settings(max_examples=40)
def test_no_words_in_a_record_make_it_fall_over(workshop: Workshop, change):
    workshop.judge(*change)


@given(change=changed_texts())
@settings(max_examples=60)
def test_no_change_of_a_records_text_makes_it_fall_over(workshop: Workshop, change):
    workshop.judge(*change)


def test_a_therapy_type_is_of_a_family_or_of_a_wider_type_that_is(small: Path) -> None:
    edit(small, "therapies/sample-therapy.yml", "family: car-t\n", "")
    assert problems_of(small) == []
    edit(small, "therapies/example-therapy.yml", "family: car-t\n", "")
    found = [(problem.path, problem.code) for problem in problems_of(small)]
    files = [f"data/therapies/{name}-therapy.yml" for name in ("example", "sample")]
    assert found == [(file, "no-family") for file in files]


def test_a_month_that_is_not_over_says_on_which_side_it_is(small: Path):
    file = "events/example-meeting-2020.yml"
    edit(small, file, 'date: "2020"', 'date: "2024"')
    assert places(problems_of(small)) == [
        (f"data/{file}", 3, "date-open")
    ]  # as of the newest check
    edit(small, file, 'date: "2024"', 'date: {value: "2024", planned: false}')
    assert problems_of(small) == []
    edit(small, file, "planned: false}", "planned: false}\nchecked: '2024-12'")
    assert problems_of(small) == []
    edit(small, file, '{value: "2024", planned: false}', '"2024"')
    assert places(problems_of(small)) == [(f"data/{file}", 3, "date-open")]
    edit(small, file, "'2024-12'", "'2025-01'")  # it is over: it has happened
    assert problems_of(small) == []


def test_a_date_of_no_event_may_be_in_a_year_that_is_not_over(small: Path):
    edit(small, "companies/examplecell.yml", 'as_of: "2023-04"', 'as_of: "2024"')
    assert problems_of(small) == []


def test_all_that_is_wrong_in_a_record_is_said_in_one_round(small: Path):
    write(
        small,
        "trials/nct99999950.yml",
        "name: {en: A trial, ko: 시험, kr: x}\n"
        "sources: [nowhere]\n"
        "phase: phase-9\n"
        "enrolment: many\n"
        'start_date: "2023-02-30"\n'
        "sponsors: [no-such-company]\n"
        "zzz: 1\n",
    )
    found = {(problem.line, problem.code) for problem in problems_of(small)}
    assert found == {
        (1, "unknown-field"),
        (2, "unknown-id"),
        (3, "unknown-word"),
        (4, "not-a-number"),
        (5, "bad-date"),
        (6, "unknown-id"),
        (7, "unknown-field"),
    }


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines_that_cannot_be_read_hide_nothing_that_is_wrong_in_others(small: Path, end: str):
    text = (
        "name: {en: A trial, ko: 시험}\n"
        "title:A trial\n"
        "sources: [example-register]\n"
        "phase: phase-9\n"
        "status：recruiting\n"
        "conditions: “Lymphoma: all”\n"
        "sponsors: [no-such-company]\n"
    )
    write(small, "trials/nct99999950.yml", text.replace("\n", end))
    atlas, found = read(small)
    assert places(found) == [
        ("data/trials/nct99999950.yml", 2, "syntax"),
        ("data/trials/nct99999950.yml", 4, "unknown-word"),
        ("data/trials/nct99999950.yml", 5, "syntax"),
        ("data/trials/nct99999950.yml", 6, "syntax"),
        ("data/trials/nct99999950.yml", 7, "unknown-id"),
    ]
    assert "nct99999950" not in atlas.records


@pytest.mark.parametrize(
    "text",
    [
        "moved_to：examplecell\nnote: Renamed.\n",
        "name: A\nsources：\n  - example-register\nfounded: 2016\n",  # what follows belongs to it
    ],
)
def test_where_more_than_a_line_hangs_on_it_the_rest_waits(small: Path, text: str):
    write(small, "companies/h.yml", text)
    [problem] = problems_of(small)
    assert problem.code in ("syntax", "not-a-record")


def test_after_a_hundred_problems_of_a_file_their_number_is_enough(small: Path):
    fields = "".join(f"f{n}: 1\n" for n in range(4_000))
    write(small, "companies/many.yml", f"name: A\nsources: [example-register]\n{fields}")
    found = problems_of(small)
    assert len(found) == 101
    assert found[-1].message == "and 3,900 more problems in this file"


@pytest.mark.parametrize("name", ["index", "new-id", "unknown", "none"])
def test_a_name_with_a_meaning_of_its_own_is_not_an_id(small: Path, name: str):
    (small / "companies" / "examplecell.yml").rename(small / "companies" / f"{name}.yml")
    assert (f"data/companies/{name}.yml", 1, "bad-id") in places(problems_of(small))


@pytest.mark.parametrize("name", ["data", "events"])
def test_a_folder_that_cannot_be_read_is_an_error(small: Path, monkeypatch, name: str):
    scan = os.scandir

    def refuse(folder: Path):
        if Path(folder).name == name:
            raise PermissionError(13, "Permission denied", str(folder))
        return scan(folder)

    monkeypatch.setattr(os, "scandir", refuse)
    path = "data" if name == "data" else f"data/{name}"
    [problem] = [p for p in problems_of(small) if p.code == "unreadable"]
    assert (problem.path, problem.line) == (path, 1)
    assert problem.message == "the folder cannot be read (Permission denied)"


def test_a_file_that_cannot_be_read_is_an_error(small: Path, monkeypatch):
    read = Path.read_bytes

    def refuse(path: Path):
        if path.name == "examplecell.yml":
            raise OSError(5, "Input/output error", str(path))
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert ("data/companies/examplecell.yml", 1, "unreadable") in places(problems_of(small))


IN_THE_PLACE_OF_A_FOLDER = {
    "file": lambda place: place.write_text("", encoding="utf-8"),
    "link": lambda place: place.symlink_to("/nowhere"),
    "link to a folder": lambda place: place.symlink_to(place.parent / "companies"),
    "pipe": os.mkfifo,
    "a link round in circles": lambda place: place.symlink_to(place),
}


@pytest.mark.parametrize("what", IN_THE_PLACE_OF_A_FOLDER)
@pytest.mark.parametrize("kind", ["events", "vocabulary"])
def test_what_is_in_the_place_of_a_folder_is_an_error(small: Path, kind: str, what: str):
    shutil.rmtree(small / kind)
    IN_THE_PLACE_OF_A_FOLDER[what](small / kind)
    code = "wrong-file" if "link" in what else "wrong-folder"
    assert (f"data/{kind}", 1, code) in places(problems_of(small))


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo])
def test_what_is_in_the_place_of_a_record_is_an_error(small: Path, make):
    make(small / "events" / "new.yml")
    assert ("data/events/new.yml", 1, "wrong-file") in places(problems_of(small))


def test_data_that_are_not_there_are_an_error(tmp_path: Path):
    assert places(problems_of(tmp_path / "data")) == [("data", 1, "unreadable")]


def test_a_term_of_the_glossary_has_a_definition(small: Path):
    write(small, "vocabulary/glossary.yml", "name: A\nterms: {a: {en: Aa, ko: 가}}\n")
    assert places(problems_of(small)) == [("data/vocabulary/glossary.yml", 2, "no-definition")]
