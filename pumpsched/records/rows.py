"""Rows: cells under their column names, and the layout that makes values of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar, cast

from pumpsched.domain.catalogue import Catalogue
from pumpsched.domain.errors import Unreadable
from pumpsched.domain.text import LONGEST
from pumpsched.records import grammar
from pumpsched.records.problems import BadCell, BadRow, refused

T = TypeVar("T")
V = TypeVar("V")


class Cells:
    """One row while it is read: gives values, and gathers what is wrong instead of stopping.

    A cell that cannot be read gives None, also from :meth:`required`; :meth:`settle` must be
    called before a value is made of the cells.
    """

    __slots__ = ("bad", "catalogue", "row")

    def __init__(self, row: Mapping[str, str], catalogue: Catalogue) -> None:
        self.row = row
        self.catalogue = catalogue
        self.bad: list[BadCell] = []

    def given(self, column: str) -> bool:
        """Whether the cell holds anything."""
        return bool(self.row.get(column))

    def optional(self, column: str, reader: Callable[[str], T]) -> T | None:
        """The cell's value, or None for an empty cell."""
        cell = self.row.get(column)
        if not cell:
            return None
        try:
            if len(cell) > LONGEST:
                raise Unreadable(column, cell, f"is longer than {LONGEST:,} characters")
            return reader(cell)
        except Unreadable as refusal:
            value, problem = refusal.value, refusal.problem
            self.bad.append(refused(column, value or cell, problem, example=refusal.example))
            return None

    def required(self, column: str, reader: Callable[[str], T]) -> T:
        """The cell's value; an empty cell is a problem."""
        if not self.row.get(column):
            self.refuse(column, "it is needed here")
        return cast(T, self.optional(column, reader))

    def defaulted(self, column: str, reader: Callable[[str], T], default: T) -> T:
        """The cell's value, or ``default`` for an empty cell."""
        found = self.optional(column, reader)
        return default if found is None else found

    def text(self, column: str) -> str:
        """Free text, empty if not given."""
        return self.optional(column, grammar.text) or ""

    def refuse(self, column: str, problem: str, *, example: str = "") -> None:
        """Note a problem of the cell that no reader could see."""
        self.bad.append(refused(column, self.row.get(column, ""), problem, example=example))

    def attempt(self, read: Callable[[Cells], T]) -> T | None:
        """What ``read`` makes of these cells, or None once its problems are noted."""
        try:
            return read(self)
        except BadRow:
            return None

    def settle(self) -> None:
        """Nothing, when every cell was read.

        Raises:
            BadRow: With every problem noted so far.
        """
        if self.bad:
            raise BadRow(self.bad)


@dataclass(frozen=True, slots=True)
class Layout(Generic[V]):
    """One kind of file.

    Attributes:
        name: The file's name in a folder.
        columns: Its columns, in the order in which they are written.
        required: Columns without which no row can be read.
        read: Makes a value of the cells of a row.
        text: The canonical cells of a value, one for each of ``columns`` and ``extra``.
        extra: Columns that are read where they stand, and written only where asked for.
    """

    name: str
    columns: tuple[str, ...]
    required: tuple[str, ...]
    read: Callable[[Cells], V]
    text: Callable[[V], dict[str, str]]
    extra: tuple[str, ...] = ()

    @property
    def accepted(self) -> tuple[str, ...]:
        """Every column such a file may have."""
        return self.columns + self.extra

    def parse(self, row: Mapping[str, str], catalogue: Catalogue) -> V:
        """The value of a row; a column that is missing counts as empty.

        Raises:
            BadRow: With every problem of the row.
        """
        return self.read(Cells(row, catalogue))
