"""Fields of many records at once: of those that pass a filter, or of the rows of a table (CSV)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from macros.model.atlas import Atlas
from macros.model.kinds import KINDS
from macros.model.problems import Fault, Problem, did_you_mean
from macros.model.refs import bad_id
from macros.store.editing.layout import layout
from macros.store.editing.setting import LEFT, Given, Misfit, changes
from macros.store.editing.whole import new_problems
from macros.store.editing.writing import dump_record, edit_record
from macros.store.reading import locate, parse_sound
from macros.store.tree import DataFile


@dataclass
class Row:
    """What is said of one record, and where: `columns` has the column of each name, from 1.

    `raw` is the record's own file where no table says it.
    """

    id: str
    given: Given
    path: str
    line: int = 1
    raw: bytes = b""
    columns: Mapping[str, int] = field(default_factory=dict)

    def problem(self, name: str, fault: Fault | Problem) -> Problem:
        """Return what is wrong with what is said under a name, or in the row as a whole."""
        message = f"{name}: {fault.message}" if name and self.columns else fault.message
        code = fault.code or "not-set"
        if self.raw:
            line, column = locate(self.raw, (name.partition(".")[0],))
            return Problem(self.path, line, column, code, message, fault.fix)
        first = next((n for n in self.columns if n.partition(".")[0] == name.partition(".")[0]), "")
        column = self.columns.get(name) or self.columns.get(first, 1)
        return Problem(self.path, self.line, column, code, message, fault.fix)


@dataclass
class Bulk:
    """The new texts of files by path, what is wrong, and what is left to a person."""

    texts: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    left: list[Problem] = field(default_factory=list)


def planned(
    atlas: Atlas, folder: str, files: Sequence[DataFile], kind: str, rows: Iterable[Row]
) -> Bulk:
    """Return the texts of records of a kind that say what rows say; the data are not changed.

    A row whose id is new makes a record. Everything that is wrong is named: in a row, and with the
    data as they would be. `files` are all data files, `folder` is the name of their folder.
    """
    bulk, of = Bulk(), {file.id: file for file in files if file.kind == kind}
    rows = list(rows)
    rows_by_path = {f"{folder}/{kind}/{row.id}.yml": row for row in rows}
    to_be = {row.id for row in rows}
    for path, row in rows_by_path.items():
        try:
            file = of.get(row.id)
            if file is None and (wrong := _id_taken(atlas, row.id)):
                raise Misfit("id", wrong)
            there = parse_sound(file.raw) if file else {}
            new = changes(atlas, kind, there, row.given, to_be)
            if file is None:
                bulk.texts[path] = dump_record(kind, {str(key[0]): new[key] for key in new})
            else:
                old = file.raw.decode("utf-8-sig")
                text = edit_record(kind, old, new)
                if text != old:
                    bulk.texts[path] = text
        except Misfit as misfit:
            into = bulk.left if misfit.code == LEFT else bulk.problems
            into.append(row.problem(misfit.name, misfit))
        except Fault as fault:
            bulk.problems.append(row.problem("", fault))
    if not bulk.problems:
        for problem in new_problems(files, bulk.texts):
            row = rows_by_path.get(problem.path)
            name = _field_at(bulk.texts[problem.path], problem.line) if row else ""
            bulk.problems.append(row.problem(name, problem) if row else problem)
    return bulk


def _id_taken(atlas: Atlas, record_id: str) -> Fault | None:
    taken = atlas.records.get(record_id)
    if taken:
        return Fault(f'"{record_id}" is {taken.path}')
    moved = atlas.redirects.get(record_id)
    if moved:
        return Fault(f'"{record_id}" has moved to "{moved.to}"', f'Write "{moved.to}".')
    return bad_id(record_id)


def _field_at(text: str, line: int) -> str:
    """Return the field in which a line of a record's file lies, "" above the first."""
    name = ""
    for entry in layout(text).entries:
        if text.count("\n", 0, entry.start) < line:
            name = entry.name
    return name


# Tables


def read_table(kind: str, path: str, raw: bytes) -> list[Row]:
    """Return the rows of a table: `id`, and a column for each field; an empty cell says nothing.

    Cells are separated by commas, semicolons or tabs. Raises Fault if it is not such a table.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        fix = "In the spreadsheet program, save it as “CSV UTF-8”."
        raise Fault(f"{path} is not UTF-8 text", fix) from None
    head = text.partition("\n")[0]
    between = max(",;\t", key=head.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=between, strict=True)
    try:
        return list(_rows(kind, path, lines))
    except csv.Error as error:
        raise Fault(f"{path}:{lines.line_num}: {error}", "Check the quotation marks.") from None


def _rows(kind: str, path: str, lines: Iterator[list[str]]) -> Iterator[Row]:
    names = [name.strip() for name in next(lines, [])]
    fields = KINDS[kind].fields
    for column, name in enumerate(names, 1):
        first = name.partition(".")[0]
        if first not in fields:
            fix = did_you_mean(first, fields, "Fields")
            raise Fault(f'{path}:1:{column}: unknown field "{name}" of {kind}', fix)
        if names.index(name) != column - 1:
            raise Fault(f'{path}:1:{column}: the column "{name}" appears twice', "Keep one.")
    if "id" not in names:
        advice = "Add one: it says which record each row is about."
        raise Fault(f"{path}:1: there is no id column", advice)
    columns = {name: column for column, name in enumerate(names, 1)}
    lines_by_id: dict[str, int] = {}
    for cells in lines:
        line: int = lines.line_num  # type: ignore[attr-defined]
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(names):
            raise Fault(f"{path}:{line}: too many cells in this row", "Check the quotation marks.")
        values = {n: cell for n, cell in zip(names, cells, strict=False) if cell.strip()}
        record_id = values.pop("id", "").strip()
        if not record_id:
            raise Fault(f"{path}:{line}: the row has no id", "Write the id of the record.")
        if record_id in lines_by_id:
            why = f'{path}:{line}: "{record_id}" is already in line {lines_by_id[record_id]}'
            raise Fault(why, "Keep one row per record.")
        lines_by_id[record_id] = line
        yield Row(record_id, values, path, line, columns=columns)
