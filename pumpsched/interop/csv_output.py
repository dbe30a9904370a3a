"""CSV written: files to be imported again, raw; and lists for spreadsheets, made harmless.

Both are UTF-8 without a byte order mark, lines end with CR LF as RFC 4180 has it, and a value is
quoted only where it must be. The same values give the same bytes.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from typing import BinaryIO, TypeVar

from pumpsched.interop.rows import Layout
from pumpsched.interop.spreadsheet import spreadsheet_cell

V = TypeVar("V")

LINE_END = "\r\n"


class _Encoded:
    """The text file that a CSV writer wants, on top of a binary one."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        return self._stream.write(text.encode("utf-8"))


def write_rows(
    stream: BinaryIO, layout: Layout[V], values: Iterable[V], *, extra: Sequence[str] = ()
) -> int:
    """How many rows were written below the header.

    Args:
        stream: Takes the bytes.
        layout: The kind of file.
        values: Its values, in the order in which they are to stand.
        extra: Columns of ``layout.extra`` to write after the canonical ones.

    Raises:
        ValueError: A value needs an extra column that was not asked for.
    """
    columns = (*layout.columns, *(column for column in layout.extra if column in extra))
    left_out = [column for column in layout.extra if column not in columns]
    writer = csv.writer(_Encoded(stream), lineterminator=LINE_END)
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
    writer = csv.writer(_Encoded(stream), lineterminator=LINE_END)
    writer.writerow(header)
    for row in rows:
        writer.writerow([spreadsheet_cell(cell) for cell in row])
