"""Every id that a record names is the id of a live record of the right kind."""

from __future__ import annotations

from collections.abc import Iterator

from macros.model.atlas import Atlas
from macros.model.inline import mentions
from macros.model.kinds import KINDS
from macros.model.meant import Meant
from macros.model.problems import Inside, KeyPath, Trouble, did_you_slip, with_article, write
from macros.model.record import Record
from macros.model.relations import links_of
from macros.model.values import Prose
from macros.store.checks.base import check


@check(
    en="Ids refer to current records of the right kind.",
    ko="id는 알맞은 종류의 현재 기록을 가리킴.",
    of_unsound=True,
)
def references(atlas: Atlas) -> Iterator[Trouble]:
    meant = Meant(atlas)
    for record in atlas.records.values():
        for link in links_of(record):
            yield from _judge(atlas, meant, record, link.path, link.to, link.to.kinds)
            if link.to == record.id and record.about.id in (link.to.kinds or KINDS):
                message = "the record links to itself"
                fix = "Use another record, or delete the id."
                yield record.trouble(link.path, "links-to-itself", message, fix)
        for path, source in _citations(record):
            yield from _judge(atlas, meant, record, path, source, ("sources",))
        for path, prose in record.every_text():
            for code, text in prose.texts.items() if isinstance(prose, Prose) else ():
                for what, record_id in mentions(text):
                    kinds, sign = (("sources",), "@") if what == "source" else ((), "[[")
                    at = (*path, code, Inside(record_id, after=sign))
                    yield from _judge(atlas, meant, record, at, record_id, kinds)
    for kind, new, path in atlas.redirects.values():
        if new in atlas.redirects:
            newest = atlas.redirects[new].to
            message = f'"{new}" has itself moved to "{newest}"'
            fix = write(newest) if newest in atlas.records else "Use the id of a current record."
            yield Trouble(path, ("moved_to",), "moved", message, fix)
        elif new not in atlas.records and new not in atlas.unread:
            fix = meant.advice(new, (kind,))
            yield Trouble(path, ("moved_to",), "unknown-id", f'unknown record "{new}"', fix)


def _judge(
    atlas: Atlas,
    meant: Meant,
    record: Record,
    path: KeyPath,
    to: str,
    kinds: tuple[str, ...],
) -> Iterator[Trouble]:
    target = atlas.records.get(to)
    if target and to not in atlas.redirects and (not kinds or target.about.id in kinds):
        return
    expected = " or ".join(KINDS[kind].about.one.in_("en").lower() for kind in kinds) or "record"
    if to in atlas.redirects:
        new = atlas.redirects[to].to
        fix = write(new) if new in atlas.records else "Use the id of a current record."
        yield record.trouble(path, "moved", f'"{to}" has moved to "{new}"', fix)
    elif target:
        is_a = with_article(target.about.one.in_("en").lower())
        message = f'"{to}" is {is_a}, not {with_article(expected)}'
        advice = f"Write the id of {with_article(expected)}."
        fix = did_you_slip(to, atlas.ids(kinds)) or advice
        yield record.trouble(path, "wrong-kind", message, fix)
    elif to not in atlas.unread:
        yield record.trouble(
            path, "unknown-id", f'unknown {expected} "{to}"', meant.advice(to, kinds)
        )


def _citations(record: Record) -> Iterator[tuple[KeyPath, str]]:
    """Yield path and id of each source, once where facts share a list."""
    lists: dict[KeyPath, tuple[str, ...]] = {("sources",): record.sources}
    for fact in record.every_fact:
        for one in (fact, *fact.also):
            lists[one.where("sources")] = one.sources
    for path, sources in lists.items():
        yield from (((*path, index), source) for index, source in enumerate(sources))
