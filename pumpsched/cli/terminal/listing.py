"""What a listing is made of, the forms it is written in, and the two for programs: text and CSV.

Nothing here loads what only a screen needs.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import IO, NamedTuple

from pumpsched.cli.days import spoken_near
from pumpsched.cli.terminal.encoding import safe_line
from pumpsched.domain.errors import Unreadable
from pumpsched.domain.findings import Severity
from pumpsched.domain.status import Status
from pumpsched.domain.text import visible

_SIGNS = (
    dict.fromkeys(Status, Severity.WARNING.sign)
    | dict.fromkeys((Status.EMPTY, Status.ALARM, Status.LATE), Severity.URGENT.sign)
    | dict.fromkeys((Status.WAITING, Status.RETIRED), "")
)
_SIGN_STYLES = {Severity.URGENT.sign: "bold red", Severity.WARNING.sign: "yellow", "": ""}


class Color(StrEnum):
    """When to colour: on a terminal that wants it, always, or never."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"

    @classmethod
    def parse(cls, text: str | None) -> Color:
        """The choice of ``--color``; none given is ``auto``.

        Raises:
            Unreadable: It is another word.
        """
        try:
            return cls((text or cls.AUTO).lower())
        except ValueError:
            given, choices = visible(text or ""), "auto, always or never"
            raise Unreadable("--color", given, "is no choice", choices) from None


class Form(StrEnum):
    """How a listing is written."""

    TABLE = "table"
    PLAIN = "plain"
    CSV = "csv"


class Column(NamedTuple):
    """A column of a listing.

    Attributes:
        name: Its heading on a screen.
        whole: Whether its cells must never be cut or folded: dates, doses, volumes, codes.
        key: Its heading in a pipe and in CSV; the name with underscores if not given.
        right: Whether its cells stand at the right edge on a screen.
        spare: Goes to a second line of its row in a table that has no room for it, the highest
            first; 0 for never.
    """

    name: str
    whole: bool = False
    key: str = ""
    right: bool = False
    spare: int = 0

    @property
    def heading(self) -> str:
        """The heading for programs."""
        return self.key or self.name.replace(" ", "_")


class Cell(NamedTuple):
    """A cell: ``text`` for a person; ``value`` in full for a pipe, the text if not given."""

    text: str
    value: str | None = None
    style: str = ""

    @property
    def plain(self) -> str:
        """What a pipe gets."""
        return self.text if self.value is None else self.value


Row = tuple[Cell, ...]


def columns(*names: str, whole: bool = False, right: bool = False) -> tuple[Column, ...]:
    """Columns that differ by their names alone."""
    return tuple(Column(name, whole=whole, right=right) for name in names)


def row_of(*cells: Cell | str) -> Row:
    """A row; a bare text is the same for a person and for a pipe."""
    return tuple(Cell(each) if isinstance(each, str) else each for each in cells)


@dataclass(frozen=True, slots=True)
class Listing:
    """Rows under columns."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"each row needs {len(self.columns)} cells")


def status_text(status: Status) -> str:
    """A status as sign and word: ``!! late``, ``! due``, ``waiting``."""
    return f"{_SIGNS[status]} {status}".strip()


def status_cell(status: Status) -> Cell:
    """A status with its sign in a column of its own; the bare word for a pipe."""
    sign = _SIGNS[status]
    return Cell(f"{sign:<2} {status}", status.value, _SIGN_STYLES[sign])


def day_cell(day: date | None, *, today: date) -> Cell:
    """A day as ``Sat  5 Dec``, ISO for a pipe; ``-`` for none, empty for a pipe."""
    if day is None:
        return Cell("-", "")
    return Cell(spoken_near(day, today=today, aligned=True), day.isoformat())


def form_for(
    stream: IO[str], *, plain: bool = False, csv_: bool = False, table: bool = False
) -> Form:
    """How a listing is written: as asked for, else a table on a terminal, plain in a pipe."""
    if csv_:
        return Form.CSV
    return Form.TABLE if table or (stream.isatty() and not plain) else Form.PLAIN


def write_csv(listing: Listing, stream: IO[str]) -> None:
    """Writes a listing for a spreadsheet; Excel takes it for UTF-8 by its byte order mark."""
    import codecs
    import csv

    from pumpsched.formats.csv_files import spreadsheet_cell

    if codecs.lookup(getattr(stream, "encoding", None) or "utf-8").name == "utf-8":
        stream.write("\ufeff")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([column.heading for column in listing.columns])
    for row in listing.rows:
        writer.writerow([spreadsheet_cell(safe_line(cell.plain, stream)) for cell in row])


def write_plain(listing: Listing, stream: IO[str]) -> None:
    """Writes a listing as columns between tabs."""
    headings = [column.heading for column in listing.columns]
    for parts in (headings, *([cell.plain for cell in row] for row in listing.rows)):
        stream.write("\t".join(safe_line(part, stream) for part in parts) + "\n")
