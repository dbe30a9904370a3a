"""How a workbook lays out a sheet: which cells are merged, which rows and columns hidden.

Excel shows the value of the top left cell over all of a merged range. A row below it says the
same in that column; what the range covers in other columns says nothing of its own.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Collection, Iterator
from typing import IO, NamedTuple
from xml.etree.ElementTree import XMLParser

from pumpsched.records.list_cells import CellKind, ListCell, ListRow

NOTHING = ListCell("")
_MERGED, _HIDDEN = "mergeCell", "hidden"
_AT_ONCE = 1 << 16
_CELL = re.compile(r"[A-Z]{1,3}[1-9][0-9]{0,6}")
_RANGE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6}):([A-Z]{1,3})([1-9][0-9]{0,6})")


class Merge(NamedTuple):
    """A merged range: its rows and columns, from 1, both ends included, and its name in Excel."""

    first: int
    last: int
    left: int
    right: int
    ref: str

    @property
    def goes_down(self) -> bool:
        """Whether it covers several rows."""
        return self.last > self.first


Spans = list[tuple[int, int]]
"""Rows or columns, from 1: the first and the last of each run."""


class SheetLayout:
    """What is laid out of a sheet; it is told of each element, and keeps no more than this.

    Args:
        struck: The numbers of styles that strike a text through.

    Attributes:
        merges: The merged ranges, the first row first once all elements were told of.
        hidden_rows: Hidden rows that have a value.
        struck_rows: Rows whose first value is struck through.
        hidden_columns: Hidden columns.
    """

    def __init__(self, struck: Collection[str] = ()) -> None:
        self.merges: list[Merge] = []
        self.hidden_rows: Spans = []
        self.struck_rows: Spans = []
        self.hidden_columns: Spans = []
        self._struck = frozenset(struck)
        self._row, self._style = 0, ""
        self._is_hidden = self._is_begun = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Looks at one element."""
        name, is_hidden = tag.rpartition("}")[2], attributes.get(_HIDDEN) in ("1", "true")
        if name == "row":
            self._row = int(attributes.get("r", self._row + 1))
            self._is_hidden, self._is_begun = is_hidden, False
        elif name == "c":
            self._style = attributes.get("s", "")
        elif name in ("v", "is") and not self._is_begun:
            self._is_begun = True
            if self._is_hidden:
                _extend(self.hidden_rows, self._row)
            if self._style in self._struck:
                _extend(self.struck_rows, self._row)
        elif name == "col" and is_hidden:
            self.hidden_columns.append((int(attributes["min"]), int(attributes["max"])))
        # Some programs write a range of one cell, which is merged with nothing.
        elif name == _MERGED and not _CELL.fullmatch(ref := attributes.get("ref", "")):
            self.merges.append(_merge(ref))


def _extend(spans: Spans, row: int) -> None:
    if spans and spans[-1][1] == row - 1:
        spans[-1] = (spans[-1][0], row)
    else:
        spans.append((row, row))


def has_layout(part: IO[bytes]) -> bool:
    """Whether a sheet may merge or hide cells; most do not, and are not taken apart for it."""
    end = b""
    while chunk := part.read(_AT_ONCE):
        text = end + chunk.replace(b"\0", b"")
        if _MERGED.encode() in text or _HIDDEN.encode() in text:
            return True
        end = text[-len(_MERGED) :]
    return False


def layout_of(part: IO[bytes], *, struck: Collection[str] = ()) -> SheetLayout:
    """The layout of a sheet; part of it stands behind its rows, so all of it is looked through.

    ``struck`` are the numbers of styles that strike a text through.

    Raises:
        SyntaxError: It is no XML.
        LookupError, ValueError: A row, column or range is none.
    """
    layout = SheetLayout(struck)
    parser = XMLParser(target=layout)
    while chunk := part.read(_AT_ONCE):
        parser.feed(chunk)
    parser.close()
    layout.merges.sort()
    return layout


def _merge(ref: str) -> Merge:
    match = _RANGE.fullmatch(ref)
    if match is None:
        raise ValueError(f"{ref[:40]!r} is no range of cells")
    (left, right), (first, last) = map(_column, match.group(1, 3)), map(int, match.group(2, 4))
    if first > last or left > right:
        raise ValueError(f"{ref!r} ends before it begins")
    return Merge(first, last, left, right, ref)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


class MergedRows:
    """Reads the rows of one sheet, all from its first on, as they show their merged cells.

    Args:
        merges: The sheet's.
    """

    def __init__(self, merges: list[Merge]) -> None:
        self._coming = deque(merges)
        self._open: list[tuple[Merge, ListCell]] = []

    def header(self, number: int, row: ListRow, width: int) -> tuple[str, ...]:
        """The names in a row, those above it that reach down into it among them."""
        names = [cell.text for cell in row]
        for column, merge, value in self._covering(number, row, width):
            if column == merge.left:
                names += [""] * (column - len(names))
                names[column - 1] = names[column - 1] or value.text
        return tuple(names)

    def begin(self, width: int) -> tuple[str, ...]:
        """Has nothing of the header reach below it.

        Returns:
            The ranges to come that go down in one of so many columns.
        """
        self._open = []
        return tuple(each.ref for each in self._coming if each.goes_down and each.left <= width)

    def shown(self, number: int, row: ListRow, width: int) -> ListRow:
        """What a row shows; nothing if it has no value of its own, whatever reaches into it."""
        covered = {
            column: (merge, value) for column, merge, value in self._covering(number, row, width)
        }
        if not any(cell.text and place not in covered for place, cell in enumerate(row, 1)):
            return ()
        cells = [*row, *(NOTHING,) * (max(covered, default=0) - len(row))]
        for column, (merge, value) in covered.items():
            hidden = cells[column - 1].text
            cells[column - 1] = value._replace(merged=merge.ref)
            if hidden not in ("", value.text) or (value.text and column > merge.left):
                cells[column - 1] = ListCell(value.text or hidden, CellKind.COVERED, merge.ref)
        return tuple(cells)

    def _covering(
        self, number: int, row: ListRow, width: int
    ) -> Iterator[tuple[int, Merge, ListCell]]:
        """The columns of a row that are no top left cell of the range they lie in."""
        self._open = [each for each in self._open if each[0].last >= number]
        while self._coming and self._coming[0].first <= number:
            merge = self._coming.popleft()
            if merge.left <= width:
                value = row[merge.left - 1] if merge.left <= len(row) else NOTHING
                self._open.append((merge, value))
        seen = set()
        for merge, value in self._open:
            for column in range(merge.left, min(merge.right, width) + 1):
                if column in seen:
                    raise ValueError(f"{merge.ref} lies over another range")
                seen.add(column)
                if (number, column) != (merge.first, merge.left):
                    yield column, merge, value
