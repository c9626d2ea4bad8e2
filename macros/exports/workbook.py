"""The tables as one workbook for people: `atlas.xlsx`.

A text stays text: nothing becomes a formula, a link, a number or a date. A number is a number with
the digits that its source gives; one with more digits than a spreadsheet keeps stays text.
"""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from macros.exports.about import about
from macros.exports.csv_files import FOLDER
from macros.exports.data_set import DataSet
from macros.exports.tables import Table
from macros.exports.typed_rows import Cell, typed_rows
from macros.model.languages import LANGUAGES

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

READ_ME = "read-me"
"""The first sheet: what the others are, licence and citation."""

MOST_DIGITS = 15
"""What a spreadsheet keeps of a number."""

_NARROWEST, _WIDEST = 6, 60  # columns of a sheet, in digits
_AS_WRITTEN = {f"strings_to_{kind}": False for kind in ("formulas", "urls", "numbers")}
_NO_DATE = "2000-01-01"


def workbook_file(data: DataSet) -> Iterator[tuple[str, bytes]]:
    """Yield path and content; the same bytes for the same data."""
    import xlsxwriter  # a tenth of a second, which `serve` and `check` need not spend

    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True, **_AS_WRITTEN})
    texts = about(data)
    book.set_properties(
        {
            "title": data.name,
            "comments": texts["licence"],
            # Or else it is the time of the build.
            "created": datetime.datetime.fromisoformat(data.day or _NO_DATE),
        }
    )
    formats = _Formats(book)
    _read_me(book.add_worksheet(READ_ME), texts, data.tables, formats)
    for table in data.tables:
        _sheet(book.add_worksheet(table.name), table, formats)
    book.close()
    yield f"{FOLDER}/atlas.xlsx", content.getvalue()


class _Formats:
    """The formats of cells, each made once."""

    def __init__(self, book: Workbook):
        self.bold = book.add_format({"bold": True})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        # One that shows as many digits behind the point as the source gives.
        self.digits: list[Format] = [
            book.add_format({"num_format": f"0.{'0' * places}".rstrip(".")}) for places in range(7)
        ]


def _read_me(
    sheet: Worksheet, texts: dict[str, str], tables: Sequence[Table], formats: _Formats
) -> None:
    """Write what the file is, then what each sheet and column holds, in both languages."""
    codes = list(LANGUAGES)
    general = {key: text for key, text in texts.items() if not key.endswith(tuple(codes))}
    translated = dict.fromkeys(
        key[: -len(code) - 1] for key in texts for code in codes if key.endswith(f"_{code}")
    )
    rows = [[key, "", text] for key, text in general.items()]
    rows += [[key, "", *(texts[f"{key}_{code}"] for code in codes)] for key in translated]
    rows += [[], ["sheet", "column", *(language.name for language in LANGUAGES.values())]]
    first = len(rows) - 1
    for table in tables:
        rows.append([table.name, "", *(table.words.in_(code) for code in codes)])
        rows += [
            ["", column.name, *(column.words.in_(code) for code in codes)]
            for column in table.columns
        ]
    for at, row in enumerate(rows):
        for place, text in enumerate(row):
            head = at in (0, first) or place < 2
            sheet.write_string(at, place, text, formats.bold if head else formats.wrapped)
    sheet.set_column(0, 1, 20)
    sheet.set_column(2, len(codes) + 1, _WIDEST)


def _sheet(sheet: Worksheet, table: Table, formats: _Formats) -> None:
    widths = [len(column.name) + 2 for column in table.columns]
    for place, column in enumerate(table.columns):
        sheet.write_string(0, place, column.name, formats.bold)
    for at, row in enumerate(typed_rows(table), 1):
        for place, cell in enumerate(row):
            if cell is not None:
                _write(sheet, at, place, cell, formats)
                widths[place] = max(widths[place], _width(cell))
    for place, width in enumerate(widths):
        sheet.set_column(place, place, min(max(width, _NARROWEST), _WIDEST))
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)


def _write(sheet: Worksheet, at: int, place: int, cell: Cell, formats: _Formats) -> None:
    if isinstance(cell, str) and not sheet.write_string(at, place, cell):
        return  # nearly all
    if isinstance(cell, bool):
        sheet.write_boolean(at, place, cell)
    elif isinstance(cell, int | Decimal) and _fits(number := Decimal(cell)):
        exponent = number.as_tuple().exponent
        places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
        sheet.write_number(at, place, float(number), formats.digits[places])
    elif sheet.write_string(at, place, str(cell)):
        raise ValueError(f"{sheet.name}, row {at}: a text is too long for a cell: {cell!s:.60}…")


def _fits(number: Decimal) -> bool:
    return len(number.normalize().as_tuple().digits) <= MOST_DIGITS


def _width(cell: Cell) -> int:
    """Return how wide a cell is, in digits: a syllable of Hangul takes two."""
    text = str(cell)
    return len(text) if text.isascii() else 2 * len(text)
