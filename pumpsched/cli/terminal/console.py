"""What people see on a terminal: consoles that survive any of them, and lines that break well.

Whatever was stored, or typed, or read from a file reaches the screen through :func:`.safe_line` or
a console made here: markup, emoji and highlighting are off, and a character that would act on a
terminal is spelled out.

Where a line of an answer may break: never inside a date, a span of the clock or a quantity.
"""

from __future__ import annotations

import io
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from typing import Any, Literal, TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from pumpsched.cli.days import MONTH_NAMES
from pumpsched.cli.terminal.encoding import never_fails_to_encode, safe_line
from pumpsched.cli.terminal.listing import Color
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
_WHOLE = re.compile(rf"(?P<whole>{_DAY}|{_ISO}|{_CLOCK}|[-+±]?{_AMOUNT}{_TIMES})")
_WITH_WORD = re.compile(rf"(?:\b(?:about|as of) )?{_WHOLE.pattern}")
"""A whole part with the word that says how to read it, where that fits too."""
Span = tuple[int, int]

_GLUE = "\x00"
_WORD = re.compile(r"[^ ]+")
_GAP = re.compile(r"(?<=[^ ]) {4,}(?=[^ ])")
"""What stands behind so wide a gap after a command explains it: it goes to a line of its own."""
COMMAND = "pumpsched "


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
        gap = _GAP.search(line.plain, line.plain.find(COMMAND)) if COMMAND in line.plain else None
        parts = (line[: gap.start()], line[gap.end() :]) if gap else (line,)
        for part in parts:
            # The terminal wraps a command, so that a copy of it is whole: half of one can be
            # another command, for another store.
            yield from (part,) if COMMAND in part.plain else _folded(part, width)


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
    columns = shutil.get_terminal_size((DEFAULT_WIDTH, 25)).columns
    system: Literal["auto"] | None = "auto" if coloured else None
    return StoredTextConsole(
        file=stream,
        color_system=system,
        force_terminal=terminal or coloured,
        force_jupyter=False,
        no_color=not coloured,
        width=min(max(columns, LEAST_WIDTH), MOST_WIDTH),
        height=25,
        markup=False,
        emoji=False,
        highlight=False,
    )
