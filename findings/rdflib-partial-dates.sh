#!/usr/bin/env bash
# Expected: SPARQL compares two values of xsd:gYearMonth by time; a month and a day cannot be compared, and
#   a filter leaves such rows out.
# Happens: no month is greater than another, without an error. Against a day every month is greater,
#   whatever the year: 2020-01 passes a filter for what comes after 2024-01-01.
# Versions: rdflib 7.6.0.
# Who meets it: whoever publishes dates as precise as their sources in RDF and asks for the newest.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check rdflib==7.6.0

env/bin/python - <<'PYTHON'
import rdflib

graph = rdflib.Graph().parse(
    format="turtle",
    data="""
    @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
    @prefix e: <https://example.org/> .
    e:old e:date "2020-01"^^xsd:gYearMonth .
    e:new e:date "2026-05"^^xsd:gYearMonth .
    e:day e:date "2023-11-30"^^xsd:date .
    """,
)


def after(date):
    query = f"""
    PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
    PREFIX e: <https://example.org/>
    SELECT ?s WHERE {{ ?s e:date ?date FILTER(?date > {date}) }}
    """
    return sorted(str(s).rpartition("/")[2] for (s,) in graph.query(query))


month, day = after('"2025-01"^^xsd:gYearMonth'), after('"2024-01-01"^^xsd:date')
print(f"after the month 2025-01: {month}; after the day 2024-01-01: {day}")
assert month == [] and day == ["new", "old"]
PYTHON
