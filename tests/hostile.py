"""Records in which every text is hostile, made from the models: a new field is covered too."""

from __future__ import annotations

import itertools
import json
import re
import shutil
from pathlib import Path
from typing import Any

from macros.features.pictures import OF_SITE
from macros.model.fields import Field, Model
from macros.model.identifiers import Code, Doi, Pmid, RegistryNumber
from macros.model.kinds import KINDS
from macros.model.numbers import Count, Number
from macros.model.partial_dates import PartialDate
from macros.model.record import Record
from macros.model.refs import Ref
from macros.model.urls import Url
from macros.model.values import Flag, Term, Text, Value, Words

TEXTS = {
    "script": "</title></script><script>window.hit=1</script>",
    "handler": "\"><img src=x onerror=window.hit=2>' onmouseover='window.hit=3' x=\"",
    "markdown": "[x](javascript:window.hit=4) ![x](x) **b** `c` ](x) <b>b</b>",
    "scheme": "[x](JaVaScRiPt&#58;window.hit=5) [y](java\tscript:alert(1)) [z](//evil.example)",
    "template": "{{ 7*7 }} {% for x in y %} {# x #} ${7*7} #{7*7}",
    "pipes": "a | b | c || d",
    "lines": "one\ntwo\n\n# three\n- four\n    five",
    "entities": "&lt;script&gt;window.hit=6&lt;/script&gt; &#x3c;b&#x3e; &amp;amp; &nosuch;",
    "comment": "<!-- --> ]]> <![CDATA[ ?> <?php --!> <plaintext> <textarea> <svg onload=hit=7>",
    "direction": "abc \u05d0\u05d1 (def) \u0627\u0644 <ghi>",
    "separators": "next \u0085 line \u2028 paragraph \u2029 end",
    "wiki": "[[script|<script>window.hit=8</script>]] [@nothing] [[ ]] [[a|b|c]]",
    "long": "x" * 4_000,
    "marks": "&#xe000;title&#xe001; <h1content \u2028 \u2029",
    "hangul": "큐로셀<b>㈜</b> Curocell",
}
"""What a stranger might write; control characters are refused.

`wiki` is plain text here: prose with unknown ids is refused.
"""

# Words that the consistency checks can live with where every record has the same.
WORDS = {"stage": "discovery", "trial-status": "unknown-status"}

ADDRESS = "https://example.org/{}?q='onload=window.hit=9'&x=%22%3E%3Cscript%3E#javascript:alert(1)"


MARKDOWN = "[Click](https://click.example) A*B*C _d_ `e` ![f](g) <b>h</b> | 1. # - {: #i } &amp;"
"""A name of which Markdown would make links, pictures and more; it is to be shown as it is."""

FEW = {"page": MARKDOWN, "other": "2. other"}


def write_hostile_records(data: Path, vocabulary: Path, texts: dict[str, str] = TEXTS) -> None:
    """Write for each kind one record a hostile text, all of them sound for the check."""
    shutil.copytree(vocabulary, data / "vocabulary")
    words = {file.stem: _first_word(file) for file in vocabulary.glob("*.yml")} | WORDS
    for kind, model in KINDS.items():
        folder = data / kind
        folder.mkdir(parents=True)
        for name, text in texts.items():
            record = _Maker(text, name, words, list(texts)).record(kind, model)
            # JSON is YAML; it can write every character.
            (folder / f"{kind}-{name}.yml").write_text(json.dumps(record), encoding="utf-8")


def _first_word(file: Path) -> str:
    lines = file.read_text(encoding="utf-8").split("terms:")[1].splitlines()
    return lines[1].strip().rstrip(":")


def _korean(text: str) -> str:
    """Return a text with as much Hangul behind it as the check of languages asks for."""
    return f"{text} {'한글' * (2 + len(re.findall('[A-Za-z]', text)) // 6)}"


_BESIDE = ("sources", "as_of", "checked", "planned", "also")
"""What a part says beside its values, its note aside: none of it is text."""


class _Maker:
    """Makes values of every type from one hostile text."""

    def __init__(self, text: str, name: str, words: dict[str, str], names: list[str]):
        self.text, self.name, self.words, self.names = text, name, words, names
        # No two of the same address, code or registry number: that would be one record twice.
        self.numbers = itertools.count(names.index(name) * 10_000)

    def record(self, kind: str, model: type[Record]) -> dict[str, Any]:
        self.kind = kind
        unique = f"{self.text} {kind} {self.name}"
        record: dict[str, Any] = {
            "name": {"en": unique, "ko": _korean(unique)},
            "aliases": [f"{unique} alias"],
            "summary": {"en": self._prose(), "ko": _korean(self._prose())},
            "checked": "2026-11-22",
        }
        if model.needs_sources:
            record["sources"] = [f"sources-{self.name}"]
        return self._mapping(model.declared()) | record

    def _mapping(self, fields: dict[str, Field[Any]]) -> dict[str, Any]:
        return {name: self._written(field) for name, field in fields.items()}

    def _written(self, field: Field[Any]) -> Any:
        """Return what a file may hold in a field: all that it can say, once."""
        if field.part:
            held = self._mapping({n: f for n, f in field.part.fields.items() if n not in _BESIDE})
        else:
            assert field.value
            held = self._value(field.value)
        if field.shape in ("one", "many"):
            other = self._value(field.value)
            if isinstance(other, str) and issubclass(field.value, Text):
                other = f"{other} also"
            elif isinstance(other, dict) and issubclass(field.value, Words):
                other = {language: f"{text} also" for language, text in other.items()}
            also = [{"value": other, "sources": [f"sources-{self.name}"], "note": self._prose()}]
            long = {"value": held, "note": self._prose()}
            held = long | ({"also": also} if other != held else {})
        return [held] if field.several else held

    def _value(self, of: type[Value]) -> Any:
        if issubclass(of, Model):  # an amount of money
            return self._mapping(of.fields)
        if issubclass(of, Term):
            return self.words[of.vocabulary]
        if issubclass(of, Ref):
            kind = (of.kinds or ("companies",))[0]
            before = self.names[self.names.index(self.name) - 1]
            name = before if kind == self.kind else self.name  # a record does not link to itself
            return f"{kind}-{name}"
        simple = {
            Flag: True,
            PartialDate: "2026-10",
            Number: "70.0",
            Count: 7,
            Url: ADDRESS.format(next(self.numbers)),
        }
        if of in simple:
            return simple[of]
        if issubclass(of, RegistryNumber):
            return f"NCT{next(self.numbers):08d}"
        if issubclass(of, Code):
            unique = issubclass(of, (Doi, Pmid))
            like = of.like.strip('"')
            return re.sub(r"\d+$", str(1 + next(self.numbers)), like) if unique else like
        if issubclass(of, Words):
            return {"en": self._prose(), "ko": _korean(self._prose())}
        assert issubclass(of, Text), of
        return self.text

    def _prose(self) -> str:
        return TEXTS["script"] if self.name == "wiki" else self.text


def calls(name: str) -> dict[str, list[str]]:
    """Return calls of every macro, on the records of one hostile text."""
    words = '"A*B*C [Click](https://click.example) <b>"'
    return {
        "link": [f'link("companies-{name}")', f'link("sources-{name}", {words})'],
        "cite": [f'cite("sources-{name}", "sources-{name}")'],
        "download": ['download("data/v1/facts.csv")', f'download("data/v1/a.csv", {words})'],
        "count": ['count("trials")'],
        "table": ['table("trials")', 'table("sources", limit=1)'],
        "explorer": ['explorer("claims")'],
        "value": [f'value("products-{name}", "{field}")' for field in KINDS["products"].declared()],
        "values": ['values("institutions", ["city", "website"])'],
        "approvals": ["approvals()"],
        "how_often": ['how_often("crs-any")'],
        "prices": ['prices("foreign-list")'],
        "ceilings": [f'ceilings("regulations-{name}")'],
        "compared": ["compared()"],
        "open_trials": ["open_trials()"],
        "about_to_recruit": ["about_to_recruit()"],
        "centres": ["centres()"],
        "steps": [f'steps("products-{name}")', "steps()"],
        "picture": [f'picture("{each}")' for each in OF_SITE],
        "compare": ["compare()"],
        "record": [f'record("{kind}-{name}")' for kind in KINDS],
        "section": ['section("targets")'],
        "further": [
            f'further("sources/sources-{name}/citing/2.md")'
        ],  # there are such pages of long lists
        "vocabulary": ['vocabulary("verdict")', f'vocabulary("verdict", aliases={words})'],
        "fields": ['fields("companies")'],
        "changes": ["changes()"],
        "calendars": ["calendars()"],
        "planned": ["planned()", "planned(overdue=True)"],
        "checks": ["checks()"],
        "repository": [f'repository("issues", {words})'],
        "mail_address": ["mail_address()"],
        "start": [f'start("trials", {words})'],
    }


AS_A_PAGE = ("section", "further")


def page_of_calls(name: str) -> str:
    """Return a page that calls every macro, but for those that fill a page by themselves."""
    made = [call for macro, each in calls(name).items() for call in each if macro not in AS_A_PAGE]
    inline = ["link", "cite", "download", "count", "repository", "mail_address", "start"]
    within = [call for macro in inline for call in calls(name)[macro]]
    lines = [
        "# Macros",
        *(f"## Heading {{{{ {call} }}}}" for call in within),
        *(f"- {{{{ {call} }}}} and *more*" for call in within),
        *(f"Words {{{{ {call} }}}}, **{{{{ {call} }}}}** and `code`." for call in within),
        "| a | b |\n|---|---|\n"
        + "\n".join(f"| {{{{ {call} }}}} | {{{{ {call} }}}} |" for call in within),
        *(f"{{{{ {call} }}}}" for call in made),
    ]
    return "\n\n".join(lines) + "\n"
