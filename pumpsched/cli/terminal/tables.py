"""A listing on a screen: a table, or one block a row where the terminal is narrow.

In a table the text columns give way first, then a column goes to a second line of its row. What is
whole in a cell stays whole, and nothing that was given is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from pumpsched.cli.terminal.console import folded, whole_parts
from pumpsched.cli.terminal.encoding import safe_line
from pumpsched.cli.terminal.listing import Column, Listing

NARROW = 60
"""A terminal of fewer columns gets one block a row."""
TEXT_COLUMN, GAP = 12, 2
"""A column of text gives way to the others, down to this width; the gap between columns."""
LONG_WORD = 20
"""A word up to this width is not cut in a table."""
BESIDE = " · "

Row = tuple[Text, ...]


def print_table(listing: Listing, console: Console) -> None:
    """Writes a listing for a person, laid out for the console's width."""
    for line in _laid_out(listing, console):
        console.print(line)


def _laid_out(listing: Listing, console: Console) -> Iterator[Text]:
    """The lines of a listing within the width of a console."""
    width, stream = console.width, console.file
    rows = [
        tuple(Text(safe_line(cell.text, stream), cell.style) for cell in row)
        for row in listing.rows
    ]
    ranks = sorted({column.spare for column in listing.columns} | {0}, reverse=True)
    for most in ranks if rows and width >= NARROW else ():
        kept = [i for i, column in enumerate(listing.columns) if column.spare <= most]
        columns = [listing.columns[i] for i in kept]
        widths = _widths(columns, [[row[i] for i in kept] for row in rows], width)
        if widths:
            return _table(listing.columns, rows, dict(zip(kept, widths, strict=True)), width)
    return _blocks(listing.columns, rows, width)


def _widths(columns: Sequence[Column], rows: list[list[Text]], width: int) -> list[int]:
    """The width of each column; none where there is no room for them."""
    widest, least = [], []
    for i, column in enumerate(columns):
        texts = [row[i].plain for row in rows]
        wide = max(map(cell_len, (column.name, *texts)))
        whole = [cell_len(part) for text in texts for part in whole_parts(text)]
        word = max((cell_len(part) for text in texts for part in text.split()), default=0)
        widest.append(wide)
        least.append(
            wide if column.whole else max(min(wide, TEXT_COLUMN), *whole, min(word, LONG_WORD))
        )
    room = width - GAP * (len(columns) - 1) - sum(least)
    if room < 0:
        return []
    given = list(least)
    wanting = [i for i, wide in enumerate(widest) if given[i] < wide]
    while room and wanting:
        narrowest = min(wanting, key=lambda i: (given[i], i))
        given[narrowest] += 1
        room -= 1
        wanting = [i for i in wanting if given[i] < widest[i]]
    return given


def _table(
    columns: Sequence[Column], rows: Sequence[Row], widths: dict[int, int], width: int
) -> Iterator[Text]:
    heads = {i: Text(columns[i].name, "bold") for i in widths}
    for row in (heads, *(dict(enumerate(row)) for row in rows)):
        cells = [list(folded(row[i], room)) for i, room in widths.items()]
        for parts in zip_longest(*cells, fillvalue=Text()):
            line = Text()
            for part, (i, room) in zip(parts, widths.items(), strict=True):
                blanks = " " * max(room - part.cell_len, 0)
                said = (blanks, part) if columns[i].right else (part, blanks)
                line = Text.assemble(line, *said, " " * GAP)
            line.rstrip()
            yield line
        if row is not heads and len(widths) < len(columns):
            indent = min(widths.values()) + GAP
            yield from _beside(columns, row, widths, width, indent=indent)


def _beside(
    columns: Sequence[Column], row: dict[int, Text], widths: dict[int, int], width: int, indent: int
) -> Iterator[Text]:
    """What the table has no column for, below its row: ``visit none · phone 612-555-0148``."""
    line = Text()
    for i, column in enumerate(columns):
        if i in widths or row[i].plain in ("", "-"):
            continue
        part = Text.assemble((f"{column.name} ", "dim"), row[i])
        if line and indent + line.cell_len + len(BESIDE) + part.cell_len > width:
            yield Text.assemble(" " * indent, line)
            line = Text()
        line = Text.assemble(line, (BESIDE if line else "", "dim"), part)
    for part in folded(line, width - indent) if line else ():
        yield Text.assemble(" " * indent, part)


def _blocks(columns: Sequence[Column], rows: Sequence[Row], width: int) -> Iterator[Text]:
    """``label: value`` a cell; a whole value without room there stands below its label."""
    for number, row in enumerate(rows):
        if number:
            yield Text()
        for column, value in zip(columns, row, strict=True):
            label = Text(f"{column.name}: ", "dim")
            beside = label.cell_len + value.cell_len <= width
            if beside or not column.whole:
                yield from folded(Text.assemble(label, value), width)
                continue
            indent = "  " if value.cell_len + 2 <= width else ""
            yield from folded(label, width)
            yield from folded(Text.assemble(indent, value), width)
