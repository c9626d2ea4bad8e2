"""Every id that a record names is the id of a live record of the right kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from macros.model.atlas import Atlas, Moved
from macros.model.inline import mentions
from macros.model.kinds import KINDS
from macros.model.meant import Meant
from macros.model.problems import Inside, KeyPath, Trouble, did_you_slip, with_article, write
from macros.model.relations import links_of
from macros.store.checks.base import check
from macros.store.checks.content import FileContent


@check(
    FileContent,
    en="Ids refer to current records of the right kind.",
    ko="id는 알맞은 종류의 현재 기록을 가리킴.",
)
def references(atlas: Atlas, content: FileContent) -> Iterator[Trouble]:
    record = content.record
    for link in links_of(record) if record else ():
        yield from _judge(atlas, content, link.path, link.to, link.to.kinds)
        if record and link.to == record.id and record.about.id in (link.to.kinds or KINDS):
            message = "the record links to itself"
            fix = "Use another record, or delete the id."
            yield content.trouble(link.path, "links-to-itself", message, fix)
    cited = {("sources",): record.sources, **content.cited} if record else {}
    for path, sources in cited.items():
        for index, source in enumerate(sources):
            yield from _judge(atlas, content, (*path, index), source, ("sources",))
    for path, text in content.prose():
        for what, record_id in mentions(text):
            kinds, sign = (("sources",), "@") if what == "source" else ((), "[[")
            at = (*path, Inside(record_id, after=sign))
            yield from _judge(atlas, content, at, record_id, kinds)
    if content.moved:
        yield from _judge_move(atlas, content, content.moved)


def _judge_move(atlas: Atlas, content: FileContent, moved: Moved) -> Iterator[Trouble]:
    new = moved.to
    if new in atlas.redirects:
        newest = atlas.redirects[new].to
        message = f'"{new}" has itself moved to "{newest}"'
        fix = write(newest) if newest in atlas.records else "Use the id of a current record."
        yield content.trouble(("moved_to",), "moved", message, fix)
    elif not atlas.kind(new) and new not in atlas.unread:
        fix = _advice(atlas, new, (moved.kind,))
        yield content.trouble(("moved_to",), "unknown-id", f'unknown record "{new}"', fix)


def _advice(atlas: Atlas, written: str, kinds: tuple[str, ...]) -> str:
    return atlas.once(atlas.derived, Meant, lambda: Meant(atlas)).advice(written, kinds)


def _judge(
    atlas: Atlas, content: FileContent, path: KeyPath, to: str, kinds: tuple[str, ...]
) -> Iterable[Trouble]:
    kind = atlas.kind(to)
    if kind and to not in atlas.redirects and (not kinds or kind in kinds):
        return ()  # nearly always: a generator for each would cost more than the look
    return _misjudged(atlas, content, path, to, kinds)


def _misjudged(
    atlas: Atlas, content: FileContent, path: KeyPath, to: str, kinds: tuple[str, ...]
) -> Iterator[Trouble]:
    kind = atlas.kind(to)
    expected = " or ".join(KINDS[kind].about.one.in_("en").lower() for kind in kinds) or "record"
    if to in atlas.redirects:
        new = atlas.redirects[to].to
        fix = write(new) if new in atlas.records else "Use the id of a current record."
        yield content.trouble(path, "moved", f'"{to}" has moved to "{new}"', fix)
    elif kind:
        is_a = with_article(KINDS[kind].about.one.in_("en").lower())
        message = f'"{to}" is {is_a}, not {with_article(expected)}'
        advice = f"Write the id of {with_article(expected)}."
        fix = did_you_slip(to, atlas.ids(kinds)) or advice
        yield content.trouble(path, "wrong-kind", message, fix)
    elif to not in atlas.unread:
        fix = _advice(atlas, to, kinds)
        yield content.trouble(path, "unknown-id", f'unknown {expected} "{to}"', fix)
