"""A cell of somebody else's list: what it shows, and whether a workbook says what that is."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple, Protocol


class CellKind(Enum):
    """What a workbook says of a cell; a text file says nothing, all of it is text."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    ERROR = "error"


class ListCell(NamedTuple):
    """What a cell shows: a number with a decimal point, a day as ``2026-11-02``."""

    text: str
    kind: CellKind = CellKind.TEXT


ListRow = tuple[ListCell, ...]


class OpenList(Protocol):
    """A list that is open for reading.

    Attributes:
        header: Names of its columns as they stand there.
        header_line: The line of the header, or its row in the workbook.
    """

    header: tuple[str, ...]
    header_line: int

    def list_rows(self) -> Iterator[tuple[int, ListRow]]:
        """The rows below the header with their lines; a blank one may be among them."""
