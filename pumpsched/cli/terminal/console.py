"""What people see on a terminal: lines that break well, consoles, tables laid out for a width.

Whatever was stored, or typed, or read from a file reaches the screen through :func:`.safe_line` or
a console made here: markup, emoji and highlighting are off, and a character that would act on a
terminal is spelled out. No line breaks inside a date, a span of the clock or a quantity.

In a table the text columns give way first, then a column goes to a second line of its row. What is
whole in a cell stays whole, and nothing that was given is left out.
"""

from __future__ import annotations

import io
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Any, Literal, TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from pumpsched.cli.days import MONTH_NAMES
from pumpsched.cli.terminal.encoding import never_fails_to_encode, safe_line
from pumpsched.cli.terminal.listing import Color, Column, Listing
from pumpsched.domain.calendars import DAY_NAMES

_DAY = (
    rf"(?:\b(?:{'|'.join(DAY_NAMES)}) {{1,2}})?\b[0-9]{{1,2}} (?:{'|'.join(MONTH_NAMES)})\b"
    r"(?: [0-9]{4}\b)?"
)
_ISO = r"\b[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?\b"
_CLOCK = (
    r"\b[0-9]{1,2}:[0-9]{2}(?: ?[-–] ?[0-9]{1,2}:[0-9]{2})?\b|\b[0-9]+ h [0-9]{1,2}\b(?: min\b)?"
)
_MASS = r"(?:mcg|mg|µg|mL|µL|km|min|minutes?|h|hours?|days?|weeks?|months?|years?|percent)\b"
_AMOUNT = rf"[0-9][0-9.,]*(?: ?[-–±/] ?[0-9][0-9.,]*)? ?(?:%|{_MASS}(?:/(?:day|d|h|mL)\b)?)"
_TIMES = r"(?: x [0-9]+(?:/day\b)?)?"
_DIGEST = r"\b[0-9a-f]{64}\b[.]?"
_WHOLE = re.compile(rf"(?P<whole>{_DAY}|{_ISO}|{_CLOCK}|{_DIGEST}|[-+±]?{_AMOUNT}{_TIMES})")
_WITH_WORD = re.compile(rf"(?:\b(?:about|as of) )?{_WHOLE.pattern}")
"""A whole part with the word that says how to read it, where that fits too."""
Span = tuple[int, int]

_GLUE = "\x00"
_WORD = re.compile(r"[^ ]+")
_GAP = re.compile(r"(?<=[^ ]) {4,}(?=[^ ])")
"""What stands behind so wide a gap after a command explains it: it goes to a line of its own."""
COMMAND = "pumpsched "
NEXT = f"Next: {COMMAND}"


def whole_parts(text: str) -> list[str]:
    """The dates, times and quantities of a text, each of which stands whole on its line."""
    return [match[0] for match in _WHOLE.finditer(text)]


def words(text: str) -> list[str]:
    """The parts of a text between the blanks where a line may break."""
    return [text[start:end] for start, end in _words(text, _wholes(text, len(text)))]


def folded(text: Text, width: int) -> Iterator[Text]:
    """The text in lines of a width [columns], broken at blanks outside of whole parts.

    A word longer than a line is cut, a whole part longer than a line is not. That and a command
    may overflow.
    """
    for line in text.split("\n", allow_blank=True):
        if line.cell_len <= width:
            yield line
            continue
        for part in _sentences(line):
            # The terminal wraps a command, so that a copy of it is whole: half of one can be
            # another command, for another store.
            yield from (part,) if COMMAND in part.plain else _folded(part, width)


def _sentences(line: Text) -> Iterator[Text]:
    """What comes before the next step, the step with its command, and what that is for."""
    step = max(line.plain.find(f" {NEXT}"), 0)
    if step:
        yield line[:step]
        line = line[step + 1 :]
    gap = _GAP.search(line.plain, line.plain.find(COMMAND)) if COMMAND in line.plain else None
    yield from (line[: gap.start()], line[gap.end() :]) if gap else (line,)


def _folded(line: Text, width: int) -> Iterator[Text]:
    start, plain = 0, line.plain
    wholes = _wholes(plain, width)
    ends: list[int] = []
    for word_start, word_end in _words(plain, wholes):
        if ends and cell_len(plain[start:word_end]) > width:
            yield line[start : ends[-1]]
            start, ends = word_start, []
        while cut := _cut(plain, start, word_end, width, wholes):
            yield line[start:cut]
            start = cut
        ends.append(word_end)
    if ends and start < ends[-1]:
        yield line[start : ends[-1]]


def _words(plain: str, wholes: Sequence[Span]) -> list[Span]:
    """Start and end of each part that has no blank to break at."""
    glued = list(plain)
    for start, end in wholes:
        glued[start:end] = [_GLUE if sign == " " else sign for sign in plain[start:end]]
    return [match.span() for match in _WORD.finditer("".join(glued))]


def _wholes(plain: str, width: int) -> list[Span]:
    """Start and end of each whole part, with the word before it where that fits too."""
    return [
        match.span("whole" if cell_len(match[0]) > width else 0)
        for match in _WITH_WORD.finditer(plain)
    ]


def _cut(plain: str, start: int, end: int, width: int, wholes: Sequence[Span]) -> int:
    """Where a word that is longer than a line ends its line; 0 where it fits or may not be cut."""
    at = _fitting(plain, start, end, width)
    for whole_start, whole_end in wholes if at < end else ():
        if whole_start < at < whole_end:
            at = whole_start if whole_start > start else whole_end
    return at if at < end else 0


def _fitting(plain: str, start: int, end: int, width: int) -> int:
    """How far from the start at least one character fits a line."""
    at, used = start, 0
    while at < end:
        used += cell_len(plain[at])
        if used > width and at > start:
            break
        at += 1
    return at


DEFAULT_WIDTH, LEAST_WIDTH, MOST_WIDTH = 80, 10, 1_000
DEFAULT_HEIGHT = 25


class StoredTextConsole(Console):
    """A console that takes every bare string for stored text, and leaves a closed pipe to us.

    It breaks no line inside a date or a quantity.
    """

    def print(self, *objects: Any, **options: Any) -> None:
        """Prints; one text without other options is folded between its whole parts."""
        if len(objects) == 1 and isinstance(objects[0], Text) and not options:
            for line in folded(objects[0], self.width):
                super().print(line, soft_wrap=True)
        else:
            super().print(*objects, **options)

    def render_str(self, text: str, **options: Any) -> Text:
        """The text with nothing in it that acts on a terminal; its line breaks are kept."""
        options |= {"markup": False, "emoji": False, "highlight": False}
        safe = "\n".join(safe_line(line, self.file) for line in text.split("\n"))
        return super().render_str(safe, **options)

    def on_broken_pipe(self) -> None:
        """Raises the error that is being handled; rich itself would exit with 1."""
        raise


def console_on(stream: TextIO | None, *, color: Color = Color.AUTO) -> Console:
    """A console on a stream, after the environment: NO_COLOR, TERM, COLUMNS, LC_ALL.

    ``stream`` is None where the standard stream was closed before the program began.
    """
    stream = io.StringIO() if stream is None else stream
    terminal = stream.isatty()
    never_fails_to_encode(stream, terminal=terminal)
    dumb = os.environ.get("TERM", "").lower() in ("dumb", "unknown")
    wanted = terminal and not dumb and not os.environ.get("NO_COLOR")
    coloured = color is Color.ALWAYS or (color is Color.AUTO and wanted)
    columns, lines = shutil.get_terminal_size((DEFAULT_WIDTH, DEFAULT_HEIGHT))
    system: Literal["auto"] | None = "auto" if coloured else None
    return StoredTextConsole(
        file=stream,
        color_system=system,
        force_terminal=terminal or coloured,
        force_jupyter=False,
        no_color=not coloured,
        width=min(max(columns, LEAST_WIDTH), MOST_WIDTH),
        height=lines,
        markup=False,
        emoji=False,
        highlight=False,
    )


NARROW = 60
"""A terminal of fewer columns gets one block a row."""
TEXT_COLUMN, GAP = 12, 2
"""A column of text gives way to the others, down to this width; the gap between columns."""
LONG_WORD = 20
"""A word up to this width is not cut in a table."""
BESIDE = " · "

Row = tuple[Text, ...]


def print_table(listing: Listing, console: Console, *, paged: bool = False) -> None:
    """Writes a listing for a person, laid out for the console's width.

    Where that is asked for, one longer than the screen waits in a pager.
    """
    lines = list(_laid_out(listing, console))
    if paged and len(lines) >= console.height and not console.is_dumb_terminal:
        with console.capture() as captured:
            for line in lines:
                console.print(line)
        if _show_paged(captured.get(), encoding=console.encoding):
            return
    for line in lines:
        console.print(line)


NO_PAGER = ("", "cat")
"""Values of ``PAGER`` that ask for none."""
_NOT_STARTED = (126, 127)
"""How a shell ends that cannot run a command, or finds none."""


def _show_paged(text: str, *, encoding: str) -> bool:
    """Whether a pager showed the text; False where there is none."""
    # A list that fits the screen needs no other process.
    import signal
    import subprocess

    command = os.environ.get("PAGER", "less" if shutil.which("less") else "")
    if command in NO_PAGER:
        return False
    # Ends where the text fits, keeps colours, leaves the text on the screen: as git asks for it.
    environment = {"LESS": "FRX", **os.environ}
    # Ctrl-C belongs to the pager: it ends a search in there, not this command.
    heeded = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        data = text.encode(encoding, "backslashreplace")
        ended = subprocess.run(command, shell=True, input=data, env=environment, check=False)
    finally:
        signal.signal(signal.SIGINT, heeded)
    return ended.returncode not in _NOT_STARTED


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
    """``label: value`` a cell that says something; where a whole one has no room, below it."""
    for number, row in enumerate(rows):
        if number:
            yield Text()
        for column, value in zip(columns, row, strict=True):
            if not value.plain:
                continue
            label = Text(f"{column.name}: ", "dim")
            beside = label.cell_len + value.cell_len <= width
            if beside or not column.whole:
                yield from folded(Text.assemble(label, value), width)
                continue
            indent = "  " if value.cell_len + 2 <= width else ""
            yield from folded(label, width)
            yield from folded(Text.assemble(indent, value), width)
