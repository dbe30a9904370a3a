"""A cell of somebody else's list: what it shows, and whether a workbook says what that is."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class CellKind(Enum):
    """What a workbook says of a cell; a text file says nothing, all of it is text."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    ERROR = "error"
    COVERED = "covered"


class ListCell(NamedTuple):
    """What a cell shows: a number with a decimal point, a day as ``2026-11-02``.

    Attributes:
        kind: ``COVERED`` where what is shown over the cell is another column's, or hides its own.
        merged: The merged range that it lies in, without being its top left cell.
    """

    text: str
    kind: CellKind = CellKind.TEXT
    merged: str = ""


ListRow = tuple[ListCell, ...]


def without_merged(row: ListRow) -> ListRow:
    """The row with its own cells alone."""
    return tuple(cell._replace(text="") if cell.merged else cell for cell in row)


def is_heading(row: ListRow) -> bool:
    """Whether a row is one text over several columns, as a heading between groups is."""
    shown = {cell.text for cell in row if cell.text}
    own = [cell for cell in row if cell.text and not cell.merged]
    return len(own) == len(shown) == 1 and any(cell.kind is CellKind.COVERED for cell in row)


def why_unreadable(cell: ListCell, *, tells_apart: bool, is_day: bool = False) -> str:
    """What is wrong with a cell of a workbook in a column; empty for nothing.

    Args:
        cell: A cell of the column.
        tells_apart: Whether the column says whose the row is.
        is_day: Whether it holds days.
    """
    if cell.kind is CellKind.COVERED:
        return f"is that of a merged cell ({cell.merged}): unmerge it, and give each cell its own"
    if cell.merged and cell.text and tells_apart:
        rows = f"is merged over several rows ({cell.merged})"
        return f"{rows}: whom it names has one row, with all drugs in it"
    if cell.kind is CellKind.DAY and tells_apart and not is_day:
        return "is a day to Excel, which takes 3-12 for one: type it anew, in a cell that is text"
    return ""
