"""Workbooks of Excel (``.xlsx``): read as they show their cells, and lists written as one.

A formula counts as the value that Excel last saved of it, a number as its format shows it, a cell
merged over several rows in each of them: what a person reads off the screen is what is read here.
Only this file knows the library; it is slow to load, and loaded where a workbook is at hand.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from itertools import islice
from typing import Any, BinaryIO
from warnings import catch_warnings, simplefilter

from pumpsched.domain.errors import UsageRefusal
from pumpsched.domain.text import visible
from pumpsched.formats.sheet_layout import (
    NOTHING,
    MergedRows,
    SheetLayout,
    Spans,
    has_layout,
    layout_of,
)
from pumpsched.records.list_cells import CellKind, ListCell, ListRow, why_unreadable
from pumpsched.records.problems import Problem, Report
from pumpsched.records.recognise import AnyLayout, header_problems

MOST_BYTES = 32 * 1024 * 1024
"""Of a workbook once it is unpacked: a list of a hundred thousand patients has fewer."""
MOST_ROWS = 1_048_576
"""Rows that a sheet of Excel has."""
MOST_CELLS = 1_000
"""Cells of a row that are looked at."""

_ZIP, _COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROTECTED = "EncryptedPackage".encode("utf-16-le")
_AT_ONCE = 200
_UNREADABLE = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error, EOFError),
    # What the library lets through where a part of a workbook is missing or is none.
    *(LookupError, ValueError, TypeError, AttributeError, SyntaxError, ArithmeticError),
    *(NotImplementedError, RuntimeError, OSError, AssertionError),
)
_NEVER_CALCULATED = "a formula that was never calculated"


def is_workbook(start: bytes) -> bool:
    """Whether a file that begins so is a workbook, readable or not."""
    return start.startswith((_ZIP, _COMPOUND))


class WorkbookFile:
    """One sheet of a workbook, read once from its top; its header is read at once.

    Attributes:
        header: What the cells of the header show; empty if there is none, which is reported.
        header_line: Its row.
        merged: The ranges below it whose value counts for each of their rows.
        hidden_rows: Rows below it that are hidden, and read all the same.
        struck_rows: Likewise those that are struck through.
        hidden_columns: The names of its columns that are hidden.

    Args:
        sheet: Its name; needed where several have something in them.
        first_line: No row before it is looked at.
    """

    def __init__(
        self, stream: BinaryIO, *, file: str, report: Report, sheet: str = "", first_line: int = 1
    ) -> None:
        self._file = file
        self._report = report
        self.header: tuple[str, ...] = ()
        self.header_line = 0
        self.merged: tuple[str, ...] = ()
        self.hidden_rows: Spans = []
        self.struck_rows: Spans = []
        self.hidden_columns: tuple[str, ...] = ()
        with _refusing(file):
            _check_archive(stream, file)
            self._rows, layout = _rows(stream, file, sheet)
            self._merges = MergedRows(layout.merges)
            for number, row in self._rows:
                names = self._merges.header(number, row, MOST_CELLS)
                if number >= first_line and row:
                    self.header_line, self.header = number, names
                    self.merged = self._merges.begin(len(names))
                    self.hidden_rows = [span for span in layout.hidden_rows if span[1] > number]
                    self.struck_rows = [span for span in layout.struck_rows if span[1] > number]
                    self.hidden_columns = tuple(
                        name
                        for place, name in enumerate(names, 1)
                        if name and any(a <= place <= b for a, b in layout.hidden_columns)
                    )
                    return
        report(Problem(file, 1, "", "is empty: it has no header"))

    def list_rows(self) -> Iterator[tuple[int, ListRow]]:
        """Every row from below the header to the last that has a value, with its number."""
        width = len(self.header)
        with _refusing(self._file):
            for number, row in self._rows:
                row = self._merges.shown(number, row, width)
                yield number, (*row, *(NOTHING,) * (width - len(row)))

    def rows(self, layout: AnyLayout) -> Iterator[tuple[int, dict[str, str]]]:
        """Each row with its number, its cells under the names of the columns.

        A header that does not fit the layout gives problems and no rows.
        """
        bad = header_problems(self.header, layout, file=self._file, line=self.header_line)
        for problem in bad if self.header else ():
            self._report(problem)
        own = {each.column: each.type.is_day for each in layout.every_field if each.tells_apart}
        for number, row in () if bad or not self.header else self.list_rows():
            cells = dict(zip(self.header, row, strict=False))
            if not any(cell.text for cell in row):
                continue
            if len(row) > len(self.header):
                self._problem(number, "", f"has a value beyond the {len(self.header)} columns")
            elif wrong := {
                name: what
                for name, cell in cells.items()
                if (what := _wrong(cell, tells_apart=name in own, is_day=own.get(name, False)))
            }:
                for name, what in wrong.items():
                    self._problem(number, name, what)
            else:
                yield number, {name: cell.text for name, cell in cells.items()}

    def _problem(self, row: int, column: str, what: str) -> None:
        self._report(Problem(self._file, row, column, what))


def _wrong(cell: ListCell, *, tells_apart: bool, is_day: bool) -> str:
    if cell.kind is CellKind.ERROR:
        return f"shows {cell.text}, an error of Excel"
    return why_unreadable(cell, tells_apart=tells_apart, is_day=is_day)


def _check_archive(stream: BinaryIO, file: str) -> None:
    """Refuses what is no workbook, or would not fit into memory, before it is unpacked."""
    start = stream.read(len(_COMPOUND))
    if start == _COMPOUND:
        with_password = _PROTECTED in stream.read(MOST_BYTES)
        raise _refused(
            file,
            "is protected with a password" if with_password else "is a workbook of the old kind",
            "open it in Excel and save it as .xlsx, without a password",
        )
    with zipfile.ZipFile(stream) as archive:
        parts = archive.infolist()
        size = sum(part.file_size for part in parts)
        if size > MOST_BYTES:
            raise _refused(
                file,
                f"has {size // 1024 // 1024:,} MB once it is unpacked, a list has a few",
                "copy the list alone into a new workbook, or save it as CSV",
            )
        if "xl/workbook.xml" not in archive.namelist():
            raise _refused(file, "is no workbook of Excel", "save it as .xlsx or CSV")
        for part in parts:
            with archive.open(part) as opened:
                if b"<!DOCTYPE" in opened.read(4096).replace(b"\0", b""):
                    raise _refused(file, "is no workbook that Excel wrote", "save it as CSV")
    stream.seek(0)


def _rows(
    stream: BinaryIO, file: str, name: str
) -> tuple[Iterator[tuple[int, ListRow]], SheetLayout]:
    """The rows of a sheet, by their numbers, and how it lays them out."""
    from openpyxl import load_workbook

    with catch_warnings():
        simplefilter("ignore")
        shown = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
        written = load_workbook(stream, read_only=True, data_only=False, keep_links=False)
        sheet = _sheet(shown.worksheets, file, name)
        formulas = written[sheet.title]
        for each in (sheet, formulas):
            each.reset_dimensions()
    both = zip(sheet.iter_rows(), formulas.iter_rows(), strict=True)
    return _numbered(both, file), _layout(sheet)


def _layout(sheet: Any) -> SheetLayout:
    book = sheet.parent
    styles = enumerate(book._cell_styles)
    struck = {str(number) for number, style in styles if book._fonts[style.fontId].strike}
    # The library has it only of a sheet that it keeps in memory, all of it.
    with sheet._get_source() as part:
        if not struck and not has_layout(part):
            return SheetLayout()
    with sheet._get_source() as part:
        return layout_of(part, struck=struck)


def _numbered(both: Iterator[tuple[Any, Any]], file: str) -> Iterator[tuple[int, ListRow]]:
    """The rows up to the last one that shows anything; those that show nothing have no cells."""
    number = last = 0
    while True:
        with catch_warnings():
            simplefilter("ignore")
            chunk = list(islice(both, _AT_ONCE))
        if not chunk:
            return
        for shown, written in chunk:
            number += 1
            if number > MOST_ROWS:
                raise _refused(file, f"has a row beyond {MOST_ROWS:,}", "save it as CSV")
            if row := _row(shown[:MOST_CELLS], written):
                yield from ((blank, ()) for blank in range(last + 1, number))
                yield number, row
                last = number


def _row(shown: Sequence[Any], written: Sequence[Any]) -> ListRow:
    """The cells of a row up to its last one that shows something."""
    cells = [
        _cell(cell, is_formula=formula.data_type == "f")
        for cell, formula in zip(shown, written, strict=False)
    ]
    while cells and not cells[-1].text:
        cells.pop()
    return tuple(cells)


def _sheet(sheets: Sequence[Any], file: str, name: str) -> Any:
    """The sheet named, or the only one that has something in it."""
    if name:
        found = [sheet for sheet in sheets if sheet.title == name]
    else:
        visible_ones = [sheet for sheet in sheets if sheet.sheet_state == "visible"]
        found = [sheet for sheet in visible_ones if _has_anything(sheet)]
    if len(found) == 1:
        return found[0]
    titles = ", ".join(f'"{visible(sheet.title)}"' for sheet in sheets)
    if name:
        what = f'has no sheet "{visible(name)}", it has {titles}'
    elif found:
        what = f"has several sheets: {', '.join(visible(each.title) for each in found)}"
    else:
        what = "is empty: it has no header"
    raise _refused(file, what, "the same command with --sheet NAME" if found or name else "")


def _has_anything(sheet: Any) -> bool:
    sheet.reset_dimensions()
    rows = islice(sheet.iter_rows(values_only=True), MOST_ROWS)
    return any(value is not None for row in rows for value in row)


@contextmanager
def _refusing(file: str) -> Iterator[None]:
    """Says of a workbook that the library cannot read that it is damaged."""
    try:
        yield
    except UsageRefusal:
        raise
    except _UNREADABLE:
        what, remedy = "is a damaged workbook", "open it in Excel and save it again, or as CSV"
        raise _refused(file, what, remedy) from None


def _refused(file: str, what: str, next_step: str) -> UsageRefusal:
    return UsageRefusal(f"{visible(file)} {what}.", code="bad-workbook", next_step=next_step)


def _cell(cell: Any, *, is_formula: bool) -> ListCell:
    value = cell.value
    if value is None:
        uncalculated = is_formula and cell.data_type != "str"
        return ListCell(_NEVER_CALCULATED, CellKind.ERROR) if uncalculated else NOTHING
    if cell.data_type == "e":
        return ListCell(str(value), CellKind.ERROR)
    if isinstance(value, bool):
        return ListCell(str(value).upper())
    if isinstance(value, date):
        return _day(value, cell.number_format or "")
    if isinstance(value, time):
        return ListCell(value.isoformat("minutes"))
    if isinstance(value, int | float):
        return shown_number(Decimal(repr(value)), cell.number_format or "")
    return ListCell(str(value))


def _day(at: date, number_format: str) -> ListCell:
    """A day, with its clock time where that is not midnight; a month where no day is shown."""
    letters = re.sub(r'"[^"]*"|\\.|\[[^]]*\]', "", number_format).casefold()
    if "d" not in letters and not {"y", "m"}.isdisjoint(letters):
        return ListCell(f"{at:%Y-%m}")
    if not isinstance(at, datetime) or at.time() == time():
        return ListCell(f"{at:%Y-%m-%d}", CellKind.DAY)
    return ListCell(at.isoformat(timespec="seconds" if at.second else "minutes"), CellKind.DAY)


_PART = re.compile(r'"([^"]*)"|\\(.)|\[[^]]*\]|[_*].|([0#?.,]+)|(.)')


def shown_number(value: Decimal, number_format: str) -> ListCell:
    """A number as Excel shows it, but for a grouping of its digits.

    Without a format it has at most eleven digits, so that none of what a sum in binary leaves
    behind is among them; a whole number has all of its own.
    """
    before, core, after = _format_parts(number_format.split(";")[0])
    if not re.fullmatch(r"[0#,]*(?:\.[0#]*)?", core) or not core or core.endswith(","):
        return ListCell(_general(value), CellKind.NUMBER)
    whole, _, decimals = core.partition(".")
    size = abs(value * 100 if "%" in after else value)
    rounded = size.quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP)
    digits = f"{rounded:f}".partition(".")
    text = digits[0].zfill(whole.count("0"))
    if fraction := digits[2].rstrip("0"):
        text = f"{text}.{fraction}"
    sign = "-" if value < 0 and rounded else ""
    if not (before or after).strip():
        return ListCell(sign + text, CellKind.NUMBER)
    return ListCell(f"{sign}{before}{text}{after}".strip())


def _format_parts(number_format: str) -> tuple[str, str, str]:
    """What a format puts before the digits, its pattern of digits, and what comes after them."""
    before = core = after = ""
    for quoted, escaped, digits, other in _PART.findall(number_format):
        literal = quoted or escaped or other
        if digits and not core:
            core = digits
        elif digits:
            return "", "", ""
        elif core:
            after += literal
        else:
            before += literal
    return before, core, after


def _general(value: Decimal) -> str:
    if value == value.to_integral_value():
        return f"{value.to_integral_value():f}"
    digits = 11 - value.adjusted() - 1 if value.adjusted() >= 0 else 11
    text = f"{value.quantize(Decimal(1).scaleb(-max(digits, 0)), ROUND_HALF_UP):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


Value = str | int | float | date | None


def write_workbook(
    stream: BinaryIO, title: str, header: Sequence[str], rows: Iterable[Sequence[Value]]
) -> None:
    """One sheet: texts stay texts, whatever they look like; days are days, numbers numbers."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.utils import get_column_letter
    from openpyxl.writer.excel import ExcelWriter

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"

    def cell(value: Value) -> Any:
        made: Any = WriteOnlyCell(sheet)
        made.value = value
        if isinstance(value, str):
            made.data_type, made.number_format = "s", "@"
        elif isinstance(value, date):
            made.number_format = "yyyy-mm-dd"
        return made

    for place, name in enumerate(header, 1):
        sheet.column_dimensions[get_column_letter(place)].width = max(12, len(name) + 2)
    sheet.append([cell(name) for name in header])
    for row in rows:
        sheet.append([cell(value) for value in row])
    # Ended here, whatever happens: left to the library, what breaks off speaks up at the very end.
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        ExcelWriter(book, archive).save()
