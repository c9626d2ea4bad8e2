"""Changes of the data in words: for a terminal, for a pull request, for a program."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence

from macros.curating.changes import FieldChange, RecordChange, SourceChange
from macros.model.kinds import KINDS
from macros.model.problems import code, counted, one_line
from macros.store.tree import VOCABULARY

LONGEST = 70
"""Characters of a value that are shown."""

MOST = 60_000
"""Characters of a report for GitHub, which takes 65,536 in a comment."""

_WHAT = {
    "renamed": "renamed {to}",
    "merged": "removed; its links now go to {to}",
    "redirect": "now redirects to {to}",
    "removed": "removed without a redirect (moved_to), so links to its page would break",
    "unreadable": "cannot be read now; ./atlas check says why",
    "readable": "can be read again",
    "added": "added",
}


def as_text(changes: Sequence[RecordChange]) -> str:
    """Return one line a record, or several where there is much to say."""
    blocks = []
    for change in changes:
        head = one_line(f"{_kind(change)} {change.id}")
        lines = [one_line(line) for line in _lines(change, str)]
        whole = f"{head}: {'; '.join(lines)}"
        blocks.append(whole if len(whole) <= 100 else "\n  ".join([f"{head}:", *lines]))
    return "\n".join([*blocks, summary(changes)])


def as_markdown(changes: Sequence[RecordChange]) -> str:
    """Return a list for a comment on GitHub. What comes from data is set as code, and is inert."""
    lines = [f"**{summary(changes)}**", ""]
    length = 0
    for number, change in enumerate(changes):
        name = f" {code(change.name)}" if change.name else ""
        block = [f"- {_kind(change)} {code(change.id)}{name}"]
        block += [f"  - {line}" for line in _lines(change, code)]
        length += sum(map(len, block)) + len(block)
        if length > MOST:
            lines.append(f"- … and {len(changes) - number:,} more records")
            break
        lines += block
    return "\n".join(lines)


def as_json(changes: Sequence[RecordChange]) -> str:
    """Return a JSON list with one object a record."""
    return json.dumps([_as_data(change) for change in changes], ensure_ascii=False, indent=2)


def _as_data(change: RecordChange) -> dict[str, object]:
    fields = [{"field": str(f.place), "before": f.before, "after": f.after} for f in change.fields]
    sources = [
        {"fields": [str(place) for place in s.places], "lost": s.lost, "gained": s.gained}
        for s in change.sources
    ]
    attributes = {name: getattr(change, name) for name in ("kind", "id", "what", "name", "to")}
    return {**attributes, "fields": fields, "sources": sources}


FORMATS = {"text": as_text, "markdown": as_markdown, "json": as_json}


def summary(changes: Sequence[RecordChange]) -> str:
    """Return how many records were added, removed and so on."""
    if not changes:
        return "The data are unchanged."
    outcomes = Counter(change.what for change in changes)
    text = ", ".join(f"{count:,} {what}" for what, count in outcomes.items())
    return f"{counted(len(changes), 'record')}: {text}."


def _kind(change: RecordChange) -> str:
    if change.kind == VOCABULARY:
        return "vocabulary"
    return KINDS[change.kind].about.one.in_("en").lower()


def _lines(change: RecordChange, show: Callable[[str], str]) -> list[str]:
    if change.what == "added" and change.name and show is str:
        what = f"added ({change.name})"
    else:
        what = _WHAT.get(change.what, "").format(to=show(change.to))
    fields = (_field(field, show) for field in change.fields)
    sources = (_sources(source, show) for source in change.sources)
    return [*filter(None, [what]), *fields, *sources]


def _field(change: FieldChange, show: Callable[[str], str]) -> str:
    field, before, after = show(str(change.place)), change.before, change.after
    if before is not None and after is not None:
        before, after = contrast(before, after)
        return f"{field} {show(before)} → {show(after)}"
    sign = "+" if before is None else "−"
    return f"{field} {sign} {show(short(before or after or ''))}"


def _sources(change: SourceChange, show: Callable[[str], str]) -> str:
    facts = counted(len(change.places), "fact")
    its = "its" if facts == "1 fact" else "their"
    fields = ", ".join(map(show, dict.fromkeys(map(str, change.places))))
    lost, gained = (", ".join(map(show, ids)) for ids in (change.lost, change.gained))
    if lost and gained:
        return f"{facts} changed {its} source ({fields}: {lost} → {gained})"
    if lost:
        return f"{facts} lost {its} source ({fields}: {lost})"
    return f"{facts} gained a source ({fields}: {gained})"


def short(text: str, longest: int = LONGEST) -> str:
    """Return a text, or its beginning where it is longer."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def contrast(before: str, after: str, longest: int = LONGEST) -> tuple[str, str]:
    """Return two texts, cut to where they differ if one is longer."""
    if max(len(before), len(after)) <= longest:
        return before, after
    one, other = before.split(" "), after.split(" ")
    head = _same_at_start(one, other)
    tail = _same_at_start(one[head:][::-1], other[head:][::-1])
    return _cut(one, head, tail, longest), _cut(other, head, tail, longest)


def _same_at_start(one: list[str], other: list[str]) -> int:
    differ = (place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)
    return next(differ, min(len(one), len(other)))


def _cut(words: list[str], head: int, tail: int, longest: int) -> str:
    """Return the words between what is common at both ends, with a word of it on each side."""
    first, last = max(head - 1, 0), min(len(words) - tail + 1, len(words))
    text = " ".join(words[first:last])
    return f"{'… ' if first else ''}{short(text, longest)}{' …' if last < len(words) else ''}"
