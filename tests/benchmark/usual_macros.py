"""What most people would write: the macros of the usual way. usual.py copies this file.

All YAML is read with `yaml.safe_load` once a build; `{{ record("id") }}` on a stub page puts that
record's page together as Markdown: names, summary, facts with their sources, tables of results,
backlinks, what rests on a source, references. It knows no schema, only dictionaries. Chips, the
list of unknown fields and the links at the foot of our pages are left out.
"""

import re
from pathlib import Path

import yaml

HEAD = {"name", "aliases", "summary", "sources", "checked", "facts"}
FACT = {"value", "sources", "as_of", "checked", "planned", "note", "also"}
MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec"
MOST_ROWS = 200
GRADES = {
    "registry-copy": "Copy of a primary source",
    "filing-copy": "Copy of a primary source",
    "news": "Press or reference",
    "reference": "Press or reference",
    "company": "Company-reported",
    "market-report": "Unconfirmed",
}


def define_env(env):
    """Register the two macros."""
    site = Site(Path(env.conf["extra"]["data"]), env.conf["extra"]["columns"])
    env.macro(lambda id: Page(site, id).markdown(), "record")
    env.macro(lambda kind: site.listing(kind), "listing")


class Site:
    """All records, and what is linked to and cited by which."""

    def __init__(self, data, columns):
        self.columns = columns
        self.records, self.kinds, self.words = {}, {}, {}
        for path in sorted(data.glob("*/*.yml")):
            value = yaml.safe_load(path.read_text(encoding="utf-8"))
            if path.parent.name == "vocabulary":
                self.words.update({word: term["en"] for word, term in value["terms"].items()})
            else:
                self.records[path.stem] = value
                self.kinds[path.stem] = path.parent.name
        self.backlinks, self.resting = {}, {}
        for id, record in self.records.items():
            for field, fact in facts(record):
                for other in strings(fact):
                    if other in self.records and self.kinds[other] != "sources":
                        group = self.backlinks.setdefault(other, {})
                        ids = group.setdefault((self.kinds[id], field), [])
                        if id not in ids:
                            ids.append(id)
                for source in fact["sources"]:
                    self.resting.setdefault(source, []).append((id, field, fact))

    def listing(self, kind):
        """The table of all records of a kind, for the page of that kind."""
        return self.table(kind, [id for id in self.records if self.kinds[id] == kind], "../")

    def table(self, kind, ids, up="../"):
        """A table of records: name and the columns of their kind."""
        columns = self.columns.get(kind, [])
        rows = []
        for id in ids:
            cells = [self.link(id, up)]
            for column in columns:
                values = [
                    self.show(fact) for field, fact in facts(self.records[id]) if field == column
                ]
                cells.append(", ".join(values))
            rows.append(cells)
        return rows_of([title(kind), *map(title, columns)], rows)

    def name(self, id):
        """A record's English name."""
        record = self.records[id]
        return record["name"]["en"] if "name" in record else record["title"]

    def link(self, id, up="../"):
        """A link to a record."""
        return f"[{self.name(id)}]({up}{self.kinds[id]}/{id}.md)"

    def show(self, value):
        """Any value as Markdown."""
        if isinstance(value, list):
            return ", ".join(self.show(one) for one in value)
        if isinstance(value, dict):
            if "currency" in value:
                return f"{self.show(value['currency'])} {value['amount']:,}"
            if "en" in value:
                return self.show(value["en"])
            if set(value) <= FACT:
                return self.show(value["value"])
            given = {key: one for key, one in value.items() if key not in FACT or key == "value"}
            return " · ".join(self.show(one) for key, one in given.items() if key != "about")
        if isinstance(value, bool):
            return "yes" if value else "no"
        if value in self.records:
            return self.link(value)
        if value in self.words:
            return self.words[value]
        text = str(value)
        if re.fullmatch(r"\d{4}-\d\d(-\d\d)?", text):
            year, month, *day = text.split("-")
            return " ".join([*day, MONTHS[3 * int(month) - 3 : 3 * int(month)], year])
        if text.startswith("https://"):
            return f"[{text[8:]}]({text})"
        return text


class Page:
    """The page of one record."""

    def __init__(self, site, id):
        self.site, self.id, self.record, self.numbers = site, id, site.records[id], {}

    def markdown(self):
        """The whole page, part after part."""
        record = self.record
        parts = [title(self.site.kinds[self.id]), f"# {self.site.name(self.id)}"]
        if "name" in record:
            parts.append(record["name"]["ko"])
        if "aliases" in record:
            parts.append(f"Also known as {', '.join(record['aliases'])}")
        if "summary" in record:
            parts.append(self.prose(record["summary"]["en"]))
        parts += [self.glance(), *self.tables(), *self.relations(), self.further(), self.disputed()]
        parts += [self.rests(), self.references()]
        if "checked" in record:
            parts.append(f"Compared with its sources on {self.site.show(record['checked'])}")
        return "\n\n".join(part for part in parts if part)

    def glance(self):
        """The facts, each with its sources."""
        found = {}
        for field, fact in facts(self.record):
            if field != "facts" and "value" in fact and set(fact) <= FACT:
                found.setdefault(field, []).append(self.fact(fact))
        return lines_of("At a glance", found)

    def further(self):
        """The facts that no field fits."""
        found = {
            self.site.show(fact["about"]): [
                f"{self.prose(self.site.show(fact['value']))} {self.citation(fact)}"
            ]
            for fact in self.record.get("facts", [])
        }
        return lines_of("Further facts", found)

    def disputed(self):
        """The facts of which sources differ, once more."""
        found = {}
        for field, fact in facts(self.record):
            if "also" in fact:
                found.setdefault(field, []).append(self.fact(fact))
        return lines_of("Where sources disagree", found)

    def fact(self, fact):
        """One fact in a line: value, citation, what others say."""
        line = f"{self.prose(self.site.show(fact['value']))} {self.citation(fact)}"
        for other in fact.get("also", []):
            line += f" Other sources say {self.site.show(other['value'])} {self.citation(other)}"
        return line

    def citation(self, fact):
        """Where a fact comes from: numbers, date, note, the sources in full."""
        if not fact["sources"]:
            return ""
        numbers = ", ".join(self.number(source) for source in fact["sources"])
        said = [f"<sup>{numbers}</sup>"]
        if "planned" in fact:
            said.append("planned")
        if "as_of" in fact:
            said.append(f"as of {self.site.show(fact['as_of'])}")
        if "note" in fact:
            said.append(self.prose(self.site.show(fact["note"])))
        return " ".join(said + [f"*({self.source(source)})*" for source in fact["sources"]])

    def source(self, id):
        """A source in one line."""
        source, show = self.site.records[id], self.site.show
        details = [show(source["publisher"]), show(source["kind"])]
        if "published" in source:
            details.append(show(source["published"]))
        details += [GRADES.get(source["kind"], "Primary source"), f"[Open]({source['url']})"]
        return f"{self.site.link(id)} {' · '.join(details)}"

    def tables(self):
        """Facts of several values: a table each."""
        parts = {}
        for field, fact in facts(self.record):
            if field != "facts" and not set(fact) <= FACT:
                parts.setdefault(field, []).append(fact)
        for field, items in parts.items():
            keys = list(
                dict.fromkeys(key for item in items for key in item if key not in FACT - {"value"})
            )
            rows = [
                [*(self.site.show(item.get(key, "")) for key in keys), self.citation(item)]
                for item in items
            ]
            yield f"## {title(field)}\n\n{rows_of([*map(title, keys), 'Sources'], rows)}"

    def relations(self):
        """What links here: a table for each kind and field."""
        for (kind, field), ids in self.site.backlinks.get(self.id, {}).items():
            yield f"## {title(kind)} ({title(field)})\n\n{self.site.table(kind, ids[:MOST_ROWS])}"

    def rests(self):
        """What rests on this source."""
        found = self.site.resting.get(self.id)
        if not found:
            return ""
        rows = [
            [self.site.link(id), title(field), self.site.show(fact)] for id, field, fact in found
        ]
        return "## Facts that cite it\n\n" + rows_of(["About", "Field", "Value"], rows)

    def references(self):
        """The numbered sources of this page."""
        lines = [f"{number}. {self.source(source)}" for source, number in self.numbers.items()]
        return "## References\n\n" + "\n".join(lines) if lines else ""

    def prose(self, text):
        """Text with [[id]] and [@source] turned into links."""
        text = re.sub(r"\[\[([\w-]+)\]\]", lambda found: self.site.link(found[1]), text)
        return re.sub(r"\[@([\w-]+)\]", lambda found: f"<sup>{self.number(found[1])}</sup>", text)

    def number(self, source):
        """The number of a source on this page, as a link to the references."""
        number = self.numbers.setdefault(source, len(self.numbers) + 1)
        return f"[{number}](#sources)"


def facts(record):
    """Yield field and fact; a bare value becomes a fact that rests on the record's sources."""
    shared = record.get("sources", [])
    if "title" in record and "url" in record:
        shared = []
    for field, given in record.items():
        if field in HEAD - {"facts"}:
            continue
        if isinstance(given, dict) and isinstance(given.get("value"), list):
            given = [{**given, "value": value} for value in given["value"]]
        for item in given if isinstance(given, list) else [given]:
            if not isinstance(item, dict) or set(item) <= {"en", "ko", "amount", "to", "currency"}:
                item = {"value": item}
            yield field, {"sources": shared, **item}


def strings(value):
    """Yield every text in a value, but not the sources of facts."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key != "sources":
                yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)
    elif isinstance(value, str):
        yield value


def lines_of(heading, found):
    """A heading and a list of labels with one or more lines each."""
    if not found:
        return ""
    lines = []
    for label, values in found.items():
        if len(values) == 1:
            lines.append(f"- **{title(label)}**: {values[0]}")
        else:
            lines += [f"- **{title(label)}**:", *(f"    - {value}" for value in values)]
    return f"## {heading}\n\n" + "\n".join(lines)


def rows_of(head, rows):
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def title(name):
    """The label of a field or kind: its own name."""
    return name.replace("_", " ").capitalize()
