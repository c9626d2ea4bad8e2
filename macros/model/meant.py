"""Which record somebody meant who wrote a name, a number, an address or another id for its id."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable
from functools import cached_property

from macros.model.atlas import Atlas
from macros.model.identifiers import clean_doi
from macros.model.identity import identities, identity, loosely_folded
from macros.model.kinds import KINDS, Source, Trial
from macros.model.problems import did_you_slip, with_article, write
from macros.model.refs import ID, MAX_ID
from macros.model.urls import Url


class Meant:
    """Advice for ids that do not exist, from all names of the records of an Atlas."""

    def __init__(self, atlas: Atlas):
        self._atlas = atlas

    def advice(self, written: str, kinds: Collection[str] = ()) -> str:
        """Return what to write for an id that no record of these kinds has (default: any)."""
        kinds = kinds or list(KINDS)
        named = [id_ for id_ in self._named(written) if self._atlas.kind(id_) in kinds]
        if len(named) > 1:
            return f"Write one of: {', '.join(named[:5])}."
        if named:
            return write(named[0])
        add = self._how_to_add(written, next(iter(kinds)) if len(kinds) < len(KINDS) else "")
        return did_you_slip(written, self._atlas.ids(kinds)) or add

    @staticmethod
    def _how_to_add(written: str, kind: str) -> str:
        if not kind and Url.takes(written):
            kind = "sources"
        one = KINDS[kind].about.one.in_("en").lower() if kind else "record"
        add = f"./atlas new {kind or 'KIND'}"
        if kind == "sources":
            add = "./atlas source add URL"
        if not ID.fullmatch(written) or len(written) > MAX_ID:
            return (
                f"Write the id of {with_article(one)}, its file name without .yml: lower-case "
                f'letters, digits, hyphens. "{add}" adds one.'
            )
        if kind != "sources":
            add += f" --id {written}"
        return (
            f'If it has no record yet, add it with "{add}". If its file was renamed or removed,'
            f" leave `moved_to: …` in data/{kind or '<kind>'}/{written}.yml."
        )

    def _named(self, written: str) -> list[str]:
        if Url.takes(written):
            return self._by_key.get(identity(written), [])
        for key in (("doi", clean_doi(written).lower()), ("pmid", written), ("number", written)):
            if key in self._by_key:
                return self._by_key[key]
        return self._by_key.get(loosely_folded(written), [])

    @cached_property
    def _by_key(self) -> dict[Hashable, list[str]]:
        ids_by_key: dict[Hashable, dict[str, None]] = defaultdict(dict)
        for record in self._atlas.records.values():
            keys: list[Hashable] = [loosely_folded(name) for name in record.own_names]
            if isinstance(record, Source):
                keys += identities(record.url, record.also_at, record.doi, record.pmid)
            elif isinstance(record, Trial):
                keys += [("number", fact.known) for fact in record.registry_numbers if fact.known]
            for key in keys:
                ids_by_key[key][record.id] = None
        return {key: list(ids) for key, ids in ids_by_key.items()}
