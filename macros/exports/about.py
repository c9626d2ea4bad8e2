"""What a file of all data says of itself, so that licence and citation go along with it."""

from __future__ import annotations

from macros.exports.citation import data_set_citation
from macros.exports.data_set import DataSet
from macros.exports.plain_record import LICENCE, SCHEMA_VERSION
from macros.model.languages import LANGUAGES
from macros.page.labels import label

TOLD = ("use", "advice", "planned", "dates")
"""Advice for readers in each language, besides the citation."""


def about(data: DataSet) -> dict[str, str]:
    """Return name, address, version, licence, citation and advice for readers, by key."""
    texts = {
        "name": data.name,
        "address": f"{data.root}data/",
        "data_date": data.date,
        "schema_version": SCHEMA_VERSION,
        "licence": f"CC BY 4.0, {LICENCE}",
    }
    for code in LANGUAGES:
        address = f"{data.roots.get(code, data.root)}data/"
        citation = data_set_citation(data.name, data.date, address, code, data.doi)
        texts[f"citation_{code}"] = citation.words()
        texts |= {f"{key}_{code}": label(f"store_{key}", code) for key in TOLD}
    return texts
