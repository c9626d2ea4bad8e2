"""`atlas new KIND`: begins a record."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from macros.commands.options import (
    Commands,
    add_today,
    declare,
    print_json,
    read,
)
from macros.model.problems import Fault, did_you_mean, one_line

if TYPE_CHECKING:
    from macros.model.atlas import Atlas
    from macros.model.problems import Problem
    from macros.store.editing.drafts import Draft, Likeness


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = declare(commands, "new", _new)
    parser.add_argument("kind", metavar="KIND", help="companies, products, trials, sources …")
    parser.add_argument("--name-en", metavar="NAME", help="name in English")
    parser.add_argument("--name-ko", metavar="NAME", help="name in Korean")
    parser.add_argument("--id", help="the id (default: suggested from the name)")
    parser.add_argument("--alias", action="append", default=[], metavar="NAME", help="repeatable")
    parser.add_argument("--source", action="append", default=[], metavar="ID", help="repeatable")
    parser.add_argument("--number", action="append", default=[], help="registry number of a trial")
    parser.add_argument("--title", help="title of a source, or registered title of a trial")
    parser.add_argument("--url", help="URL of a source")
    parser.add_argument(
        "--set", action="append", default=[], metavar="FIELD=VALUE", help="any field; repeatable"
    )
    parser.add_argument(
        "--anyway", action="store_true", help="write it even if it looks like a duplicate"
    )
    parser.add_argument("--no-input", action="store_true", help="ask nothing")
    add_today(parser, "the date to write in `checked`")


def _new(options: argparse.Namespace) -> int:
    """Start a record: a file with the fields to fill in.

    Asks for the required fields, or takes them as options, and writes a file with comments on
    what to write where. Suggests an unused id and warns of possible duplicates.

    examples:
      ./atlas new trials                                       asks
      ./atlas new trials --number NCT04836507 --name-en "CRC01 in lymphoma" --source ctgov-2026
      ./atlas new companies --name-en Curocell --name-ko 큐로셀 --set country=south-korea
      ./atlas new sources --title "A headline" --url https://… --set kind=news --set publisher=…
    """
    from macros.model.kinds import KINDS
    from macros.store.editing.drafts import draft_text, likely_duplicates, still_to_do
    from macros.store.editing.files import replace_files

    atlas, _problems = read(options)
    draft = _given(options, atlas)
    ask = None if options.no_input or not sys.stdin.isatty() else _ask
    if ask:
        _ask_for_name(draft, ask)
        _ask_for(_IDENTITY.get(draft.kind, ()), draft, atlas, ask)
    _need_a_name(draft)
    duplicates = likely_duplicates(atlas, draft)
    for likeness in duplicates[:8]:
        is_it = "already recorded:" if likeness.certain else "possible duplicate:"
        line = f"atlas: {is_it} {likeness.record.path} {likeness.why}"
        print(one_line(line), file=sys.stderr)
    certain = [likeness for likeness in duplicates if likeness.certain]
    if certain and not options.anyway and not (ask and _wants_to_go_on(ask)):
        same = certain[0].record
        message = f"nothing written: {same.path} {certain[0].why}"
        raise Fault(message, "Edit that file, or use --anyway.", exit_code=1)
    if ask:
        sources = () if draft.kind == "sources" else ("sources",)
        _ask_for((*KINDS[draft.kind].required, *sources), draft, atlas, ask)
    record_id = _id(options, draft, atlas, ask)
    data = options.data.resolve()
    path = f"{data.name}/{draft.kind}/{record_id}.yml"
    text = draft_text(draft, atlas.vocabularies)
    left = still_to_do(data, path, text, options.anyway)
    if (data.parent / path).exists():
        raise Fault(f"{path} already exists")
    replace_files(data.parent, {path: text}, atlas.files)
    _report(options, path, record_id, duplicates, left)
    return 0


def _given(options: argparse.Namespace, atlas: Atlas) -> Draft:
    """Return what the options say. Raises Fault for a kind or field that does not exist."""
    from macros.model.kinds import KINDS
    from macros.model.paths import known_kind
    from macros.store.editing.drafts import Draft, value_of

    kind = known_kind(options.kind)
    fields = [name for name in KINDS[kind].fields if name != "id"]
    name = {"en": options.name_en, "ko": options.name_ko}
    inputs: dict[str, Any] = {
        "name": {language: text for language, text in name.items() if text},
        "aliases": options.alias,
        "sources": options.source,
        "registry_numbers": options.number if kind == "trials" else [],
        "title": options.title,
        "url": options.url,
    }
    values = {field: value for field, value in inputs.items() if value}
    assigned = dict(_assignment(text) for text in options.set)
    for field in (*values, *assigned):
        if field not in fields:
            raise Fault(f'{kind}: unknown field "{field}"', did_you_mean(field, fields, "Fields"))
    values |= {field: value_of(atlas, kind, field, text) for field, text in assigned.items()}
    values.setdefault("checked", str(options.today))
    return Draft(kind, values)


def _assignment(words: str) -> tuple[str, str]:
    field, _sign, text = words.partition("=")
    if not text:
        raise Fault(f'--set "{words}" is not FIELD=VALUE')
    return field, text


def _ask(question: str) -> str:
    print(question, end=" ", file=sys.stderr, flush=True)
    line = sys.stdin.readline()
    if not line:
        raise Fault("no answer given; nothing written", exit_code=1)
    return line.strip()


_IDENTITY = {"sources": ("title", "url"), "trials": ("registry_numbers",)}
"""What tells a record of a kind from others, beside its name."""


def _ask_for_name(draft: Draft, ask: Callable[[str], str]) -> None:
    if draft.kind != "sources" and "name" not in draft.values:
        name = {"en": ask("Name in English:"), "ko": ask("Name in Korean (Enter: none yet):")}
        draft.values["name"] = {language: text for language, text in name.items() if text}


def _ask_for(fields: Iterable[str], draft: Draft, atlas: Atlas, ask: Callable[[str], str]) -> None:
    """Ask for fields that are not given, each until the answer is sound or empty."""
    from macros.model.kinds import KINDS
    from macros.store.editing.drafts import value_of, words_of

    for name in fields:
        field = KINDS[draft.kind].fields[name]
        question = "Ids of sources, separated by commas"
        if field.label:
            question = f"{field.label.in_('en')}: {field.help}"
        question = f"{question} {words_of(field, atlas.vocabularies)}".rstrip()
        while name not in draft.values and (text := ask(f"{question} (Enter: later)")):
            try:
                draft.values[name] = value_of(atlas, draft.kind, name, text)
            except Fault as fault:
                print(f"  {fault}", file=sys.stderr)


def _need_a_name(draft: Draft) -> None:
    required = "title" if draft.kind == "sources" else "name"
    if not draft.values.get(required):
        option = "--title" if required == "title" else "--name-en or --name-ko"
        raise Fault(f"a record needs a {required}", f"Give {option}, or run it in a terminal.")


def _wants_to_go_on(ask: Callable[[str], str]) -> bool:
    return ask("Write a new record anyway? [y/N]").casefold() in ("y", "yes")


def _id(
    options: argparse.Namespace, draft: Draft, atlas: Atlas, ask: Callable[[str], str] | None
) -> str:
    from macros.store.editing.drafts import check_free, suggest_id

    free = suggest_id(atlas, draft)
    chosen = options.id
    if chosen is None and ask:
        chosen = ask(f"Id, never to be changed (Enter: {free}):" if free else "Id:") or None
    chosen = chosen if chosen is not None else free
    if chosen is None:
        raise Fault("no id can be formed from this name", "Give one with --id.")
    check_free(atlas, chosen)
    return chosen


def _report(
    options: argparse.Namespace,
    path: str,
    record_id: str,
    duplicates: list[Likeness],
    left: list[Problem],
) -> None:
    if options.json:
        alike = [
            {"id": f.record.id, "path": f.record.path, "why": f.why, "certain": f.certain}
            for f in duplicates
        ]
        to_do = [{"line": problem.line, "message": problem.message} for problem in left]
        print_json({"path": path, "id": record_id, "like": alike, "left": to_do})
        return
    print(path)
    for problem in left:
        print(f"still to do: {problem}", file=sys.stderr)
