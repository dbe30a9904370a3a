"""A row while it is read: cells under their column names, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from typing import TypeVar, cast

from pumpsched.domain.catalogue import Catalogue
from pumpsched.domain.errors import Unreadable
from pumpsched.domain.text import LONGEST
from pumpsched.records import grammar
from pumpsched.records.problems import BadCell, BadRow, refused

T = TypeVar("T")


class Cells:
    """One row while it is read: gives values, and gathers what is wrong instead of stopping.

    No problem repeats the cell of a private column.

    A cell that cannot be read gives None, also from :meth:`required`; :meth:`settle` must be
    called before a value is made of the cells.
    """

    __slots__ = ("_private", "bad", "catalogue", "row")

    def __init__(
        self, row: Mapping[str, str], catalogue: Catalogue, *, private: Container[str]
    ) -> None:
        self.row = row
        self.catalogue = catalogue
        self.bad: list[BadCell] = []
        self._private = private

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
            self._refuse(column, refusal.value or cell, refusal.problem, refusal.example)
            return None

    def required(self, column: str, reader: Callable[[str], T]) -> T:
        """The cell's value; an empty cell is a problem."""
        if not self.row.get(column):
            self.refuse(column, "it is needed here")
        return cast(T, self.optional(column, reader))

    def text(self, column: str) -> str:
        """Free text, empty if not given."""
        return self.optional(column, grammar.text) or ""

    def refuse(self, column: str, problem: str, *, example: str = "") -> None:
        """Note a problem of the cell that no reader could see."""
        self._refuse(column, self.row.get(column, ""), problem, example)

    def _refuse(self, column: str, cell: str, problem: str, example: str) -> None:
        is_private = column in self._private
        self.bad.append(refused(column, cell, problem, example=example, is_private=is_private))

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
