"""CSV files read line by line, in flat memory, whatever they hold.

A line ends with LF, CR LF or CR, and is a record: no value may hold a line break, so a quote left
open spoils its own line and none after it. A file is UTF-8, with or without a byte order mark. A
line longer than :data:`LONGEST_RECORD` ends the reading: it is not looked at further.

Files to be imported again are written raw; in lists for spreadsheets no text of ours becomes a
formula of theirs, and a byte order mark tells Excel that they are UTF-8. Lines end with CR LF as
RFC 4180 has it, and a value is quoted only where it must be. The same values give the same bytes.
"""

from __future__ import annotations

import csv
import re
from codecs import getwriter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import chain, islice
from typing import BinaryIO, TypeVar

from pumpsched.domain.catalogue import Catalogue
from pumpsched.records.list_cells import ListCell, ListRow
from pumpsched.records.problems import BadRow, Problem, Report
from pumpsched.records.recognise import AnyLayout, header_problems
from pumpsched.records.spec import Layout

V = TypeVar("V")

LONGEST_RECORD = 64 * 1024
"""Bytes in a line, its end not counted."""

_TOO_LONG = f"is longer than {LONGEST_RECORD // 1024} KiB, as no row is: the rest is not read"
_CHUNK = 64 * 1024
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def physical_lines(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Each line with its number from 1, without its end.

    A line longer than :data:`LONGEST_RECORD` is cut one byte beyond that, and is the last.
    """
    number, rest = 0, b""
    for chunk in chain(iter(lambda: stream.read(_CHUNK), b""), (None,)):
        lines = (rest + (chunk or b"")).splitlines(keepends=True)
        rest = b""
        if lines and chunk is not None and not lines[-1].endswith(b"\n"):
            rest = lines.pop()
        for line in lines:
            number += 1
            content = line.rstrip(b"\r\n")
            yield number, content[: LONGEST_RECORD + 1]
            if len(content) > LONGEST_RECORD:
                return
        if len(rest) > LONGEST_RECORD + 1:
            yield number + 1, rest[: LONGEST_RECORD + 1]
            return


MOST_LINES = 20
"""Lines of one record, where a value may hold line breaks."""


class CsvFile:
    """One CSV file, read once from its first byte on; its header is read at once.

    Attributes:
        header: Names of the columns; empty if there is no readable header, which is reported.
        header_line: Physical line of the header.

    Args:
        separator: What stands between two values.
        first_line: No line before it is looked at.
        many_lines: Whether a quoted value may hold line breaks.
    """

    def __init__(
        self,
        stream: BinaryIO,
        *,
        file: str,
        report: Report,
        separator: str = ",",
        first_line: int = 1,
        many_lines: bool = False,
    ) -> None:
        self.file = file
        self._report = report
        self._cut = False
        self._separator = separator
        self._many_lines = many_lines
        self._lines = self._bounded(stream)
        self.header: tuple[str, ...] = ()
        self.header_line = 0
        for number, line in self._lines:
            if number >= first_line and line.removeprefix(BYTE_ORDER_MARK).strip(b" \t"):
                self.header_line = number
                self.header = self._header(number, line)
                return
        if not self._cut:
            self._problem(1, "is empty: it has no header")

    def records(self) -> Iterator[tuple[int, list[str]]]:
        """The values of each line below the header, as many as it has, with its number.

        Blank lines are passed over; a line that is no row gives a problem.
        """
        for number, line in self._lines:
            cells = self._cells(number, line)
            if cells:
                yield number, cells

    def list_rows(self) -> Iterator[tuple[int, ListRow]]:
        """The same as cells of a list."""
        for number, cells in self.records():
            yield number, tuple(map(ListCell, cells))

    def rows(self, layout: AnyLayout) -> Iterator[tuple[int, dict[str, str]]]:
        """Each row with its line number, its cells under the names of the columns.

        Blank lines and rows of empty cells are passed over. A header that does not fit the
        layout gives problems and no rows; a line that is no row gives a problem.
        """
        header = self.header
        bad = header_problems(header, layout, file=self.file, line=self.header_line)
        if bad and header:
            for problem in bad:
                self._report(problem)
        if bad or not header:
            return
        width = len(header)
        for number, cells in self.records():
            if len(cells) != width:
                self._problem(number, f"has {len(cells)} values for the header's {width} columns")
            elif any(cells):
                yield number, dict(zip(header, cells, strict=True))

    def values(self, layout: Layout[V], catalogue: Catalogue) -> Iterator[tuple[int, V]]:
        """The value of each readable row with its line number; what is unreadable is reported."""
        for line, row in self.rows(layout):
            try:
                value = layout.parse(row, catalogue)
            except BadRow as bad:
                for cell in bad.cells:
                    self._problem(line, cell.what, column=cell.column)
            else:
                yield line, value

    def _bounded(self, stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
        for number, line in physical_lines(stream):
            if len(line) > LONGEST_RECORD:
                self._cut = True
                self._problem(number, _TOO_LONG)
                return
            yield number, line

    def _header(self, number: int, line: bytes) -> tuple[str, ...]:
        if line.startswith(_UTF_16) or b"\0" in line:
            self._problem(number, "is not UTF-8: it looks like UTF-16; save it as CSV UTF-8")
            return ()
        return tuple(self._cells(number, line.removeprefix(BYTE_ORDER_MARK)))

    def _cells(self, number: int, line: bytes) -> list[str]:
        """The cells of a line; none for a blank line or one with a problem."""
        if not line.strip(b" \t"):
            return []
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError as error:
            what = f"is not UTF-8 (byte 0x{line[error.start]:02X}): save the file as CSV UTF-8"
            self._problem(number, what, column=self._column_after(line[: error.start]))
            return []
        if "\0" in text:
            before = line[: line.index(b"\0")]
            self._problem(number, "has a NUL character", column=self._column_after(before))
            return []
        if '"' not in text:
            return text.split(self._separator)
        try:
            return self._split(text)
        except csv.Error as error:
            if "end of data" not in str(error):
                self._problem(number, "a value goes on after its closing quote")
            elif joined := self._with_next_lines(text):
                return joined
            else:
                what = "a quote is opened and not closed on its line"
                self._problem(number, what, column=self._column_after(line))
            return []

    def _split(self, text: str) -> list[str]:
        lines = (f"{line}\n" for line in text.split("\n"))
        return next(csv.reader(lines, delimiter=self._separator, strict=True))

    def _with_next_lines(self, text: str) -> list[str]:
        """The cells of a record that goes on below; none, and nothing read, if it never ends."""
        taken: list[tuple[int, bytes]] = []
        for number, line in islice(self._lines, MOST_LINES - 1) if self._many_lines else ():
            taken.append((number, line))
            if b"\0" in line:
                break
            text = f"{text}\n{line.decode('utf-8', 'surrogateescape')}"
            if b'"' not in line:
                continue
            with suppress(csv.Error):
                cells = self._split(text)
                if len(cells) == len(self.header) and len(text) <= LONGEST_RECORD:
                    return cells
        self._lines = chain(taken, self._lines)
        return []

    def _column_after(self, before: bytes) -> str:
        """The column a line has reached after these bytes; empty where that is unknown."""
        if not self.header:
            return ""
        text = before.decode("utf-8", "replace").replace("\0", "")
        cells = next(csv.reader((text,), delimiter=self._separator), [""])
        return self.header[len(cells) - 1] if 0 < len(cells) <= len(self.header) else ""

    def _problem(self, line: int, what: str, *, column: str = "") -> None:
        self._report(Problem(self.file, line, column, what))


_FORMULA_STARTS = frozenset("=+-@＝＋－＠")
_NEGATIVE_NUMBER = re.compile(r"-[0-9]+(?:\.[0-9]+)?")


def spreadsheet_cell(text: str) -> str:
    """The text as a spreadsheet may open it: what would start a formula gets a leading ``'``.

    Blanks before the sign do not hide it. Plain numbers, negative ones too, and dates stay as they
    are. A phone number such as ``+1 303 555 0101`` is no plain number.
    """
    starts = text[:1] in ("\t", "\r") or text.lstrip()[:1] in _FORMULA_STARTS
    return f"'{text}" if starts and not _NEGATIVE_NUMBER.fullmatch(text) else text


LINE_END = "\r\n"
_UTF_8 = getwriter("utf-8")


def write_rows(
    stream: BinaryIO, layout: Layout[V], values: Iterable[V], *, extra: Sequence[str] = ()
) -> int:
    """How many rows were written below the header, ``extra`` columns after the canonical ones.

    Raises:
        ValueError: A value needs an extra column that was not asked for.
    """
    columns = (*layout.columns, *(column for column in layout.extra if column in extra))
    left_out = [column for column in layout.extra if column not in columns]
    writer = csv.writer(_UTF_8(stream), lineterminator=LINE_END)
    writer.writerow(columns)
    count = 0
    for value in values:
        cells = layout.text(value)
        for column in left_out:
            if cells[column]:
                raise ValueError(f"{layout.name}: a value needs the column {column}")
        writer.writerow([cells[column] for column in columns])
        count += 1
    return count


def write_list(stream: BinaryIO, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A list meant for a spreadsheet, every cell through :func:`.spreadsheet_cell`."""
    stream.write(BYTE_ORDER_MARK)
    writer = csv.writer(_UTF_8(stream), lineterminator=LINE_END)
    writer.writerow(header)
    for row in rows:
        writer.writerow([spreadsheet_cell(cell) for cell in row])
