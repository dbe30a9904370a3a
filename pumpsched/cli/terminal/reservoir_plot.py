"""The drawn reservoir: volume against date, with the alarm line, the window and today."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rich.text import Text

from pumpsched.cli.days import spoken_short
from pumpsched.domain.quantities import Volume

LEAST_HEIGHT = 3
LEAST_COLUMNS = 8
"""A plot with fewer columns says nothing and is left out."""

_CURVE, _ALARM, _BAND, _TODAY = "bold", "red", "dim", "cyan"


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The signs of a plot; a cell is two halves high."""

    upper: str
    lower: str
    both: str
    band: str
    alarm: str
    today: str
    side: str
    tick: str
    corner: str
    floor: str
    dash: str
    flow: str


UNICODE = Glyphs("▀", "▄", "█", "░", "┄", "│", "│", "┤", "└", "─", "–", "═")
ASCII = Glyphs("*", "*", "*", ":", "-", "|", "|", "+", "+", "-", "-", "=")


@dataclass(frozen=True, slots=True)
class _PlotArea:
    """The plot's area: ``columns`` over ``span`` days from ``first``, ``rows`` up to ``top_ul``."""

    first: date
    span: int
    columns: int
    rows: int
    top_ul: int

    def column(self, day: date) -> int:
        """The column of a day's 00:00."""
        return (day - self.first).days * (self.columns - 1) // self.span

    def clipped(self, first: date | None, last: date | None) -> tuple[int, int]:
        """The columns from one day to another, as far as they are in the picture."""
        end = self.first + timedelta(days=self.span)
        low, high = (min(max(day or end, self.first), end) for day in (first, last))
        return self.column(low), self.column(high)

    def half(self, ul: int) -> int:
        """The half row of a volume, counted from the bottom."""
        halves = 2 * self.rows
        return min(ul * halves // self.top_ul, halves - 1)

    def row(self, ul: int) -> int:
        """The row of a volume, counted from the top."""
        return self.rows - 1 - self.half(ul) // 2


def reservoir_curve(
    points: Sequence[tuple[date, int]],
    *,
    alarm_ul: int,
    capacity_ul: int,
    opens_on: date | None,
    refill_by: date | None,
    flow_band: tuple[date | None, date | None] | None,
    today: date,
    width: int,
    height: int = 8,
    ascii_only: bool = False,
) -> list[Text]:
    """The picture, line by line: the plot, its axis, its dates and the key; nothing if no points.

    Points are volumes [µL] at 00:00 of days in order, straight lines between them. Today and the
    window are always in the picture; ``flow_band`` is marked on its axis.
    A line takes ``width`` cells at most; three lines follow the
    ``height`` lines of the plot.
    """
    glyphs = ASCII if ascii_only else UNICODE
    top_ul = max([capacity_ul, 1, *(ul for _, ul in points)])
    side = {"top": f"{Volume(top_ul)}", "alarm": f"{Volume(alarm_ul)}"}
    margin = max(map(len, side.values())) + 1
    columns = width - margin - 1
    if not points or columns < LEAST_COLUMNS:
        return []
    shown = [points[0][0], points[-1][0], today, *(d for d in (opens_on, refill_by) if d)]
    first = min(shown)
    frame = _PlotArea(
        first, max((max(shown) - first).days, 1), columns, max(height, LEAST_HEIGHT), top_ul
    )
    band = (frame.column(opens_on), frame.column(refill_by)) if opens_on and refill_by else None
    labels = {0: side["top"], frame.row(alarm_ul): side["alarm"]}
    rows = _plot(frame, _halves(frame, points), glyphs, alarm_ul=alarm_ul, band=band, today=today)
    lines = []
    for number, row in enumerate(rows):
        label = labels.get(number, "")
        lines.append(Text(f"{label:>{margin - 1}} {glyphs.tick if label else glyphs.side}") + row)
    axis = Text(f"{'0':>{margin - 1}} {glyphs.corner}")
    low, high = frame.clipped(*flow_band) if flow_band else (columns, columns - 1)
    axis.append(glyphs.floor * low).append(glyphs.flow * (high - low + 1), _ALARM)
    lines.append(axis.append(glyphs.floor * (columns - 1 - high)))
    marks = (today, refill_by, opens_on, points[0][0], points[-1][0])
    dates = _dates(frame, [day for day in marks if day], today=today)
    lines.append(Text(" " * (margin + 1) + dates))
    window = (opens_on, refill_by) if opens_on and refill_by else None
    lines.append(
        _key(
            glyphs,
            today=today,
            window=window,
            alarm=side["alarm"],
            flow_band=flow_band,
            width=width,
        )
    )
    return lines


def _volume(points: Sequence[tuple[date, int]], at: int, frame: _PlotArea) -> int | None:
    """Volume [µL] at a column, on the straight line between two points, rounded down."""
    parts = frame.columns - 1
    days, part = divmod(at * frame.span, parts)
    day = frame.first + timedelta(days=days)
    i = bisect_right(points, day, key=lambda point: point[0]) - 1
    if i < 0:
        return None
    start, ul = points[i]
    if i + 1 == len(points):
        return ul if (day, part) == (start, 0) else None
    end, end_ul = points[i + 1]
    progress = (day - start).days * parts + part
    return ul + (end_ul - ul) * progress // ((end - start).days * parts)


def _halves(frame: _PlotArea, points: Sequence[tuple[date, int]]) -> set[tuple[int, int]]:
    """The (column, half row) pairs that the curve covers, without gaps where it is steep."""
    covered: set[tuple[int, int]] = set()
    before: int | None = None
    for column in range(frame.columns):
        ul = _volume(points, column, frame)
        if ul is None:
            continue
        half = frame.half(ul)
        low, high = half, half
        if before is not None:
            low, high = min(half, before + 1), max(half, before - 1)
        covered.update((column, at) for at in range(low, high + 1))
        before = half
    return covered


def _plot(
    frame: _PlotArea,
    curve: set[tuple[int, int]],
    glyphs: Glyphs,
    *,
    alarm_ul: int,
    band: tuple[int, int] | None,
    today: date,
) -> list[Text]:
    """The rows of the plot, top first: the curve over today over the alarm over the window."""
    alarm_row, today_column = frame.row(alarm_ul), frame.column(today)
    rows = []
    for row in range(frame.rows):
        line = Text()
        lower = 2 * (frame.rows - 1 - row)
        for column in range(frame.columns):
            in_lower, in_upper = (column, lower) in curve, (column, lower + 1) in curve
            if in_lower or in_upper:
                half = glyphs.lower if in_lower else glyphs.upper
                line.append(glyphs.both if in_lower and in_upper else half, _CURVE)
            elif column == today_column:
                line.append(glyphs.today, _TODAY)
            elif row == alarm_row:
                line.append(glyphs.alarm, _ALARM)
            elif band and band[0] <= column <= band[1]:
                line.append(glyphs.band, _BAND)
            else:
                line.append(" ")
        rows.append(line)
    return rows


def _dates(frame: _PlotArea, days: Iterable[date], *, today: date) -> str:
    """The line of dates under the axis; the earlier in the order wins where two would touch."""
    line = " " * frame.columns
    for day in days:
        said = spoken_short(day, today=today)
        start = frame.column(day) - len(said) // 2
        start = min(max(start, 0), frame.columns - len(said))
        if not line[max(start - 1, 0) : start + len(said) + 1].strip():
            line = line[:start] + said + line[start + len(said) :]
    return line.rstrip()


def _key(
    glyphs: Glyphs,
    *,
    today: date,
    window: tuple[date, date] | None,
    alarm: str,
    flow_band: tuple[date | None, date | None] | None,
    width: int,
) -> Text:
    """What the signs mean, with dates where there is room for them."""
    parts = [(glyphs.today, _TODAY, "today", spoken_short(today, today=today))]
    if window:
        first, last = (spoken_short(day, today=today) for day in window)
        said = f"{first} {glyphs.dash} {last}"
        parts.append((glyphs.band, _BAND, "window", said))
    parts.append((glyphs.alarm, _ALARM, "alarm", alarm))
    if flow_band:
        first, last = (spoken_short(day, today=today) if day else "later" for day in flow_band)
        parts.append((glyphs.flow, _ALARM, "by residuals", f"{first} {glyphs.dash} {last}"))
    for detailed in (len(parts), 3, 0):
        line = Text()
        for place, (sign, style, word, detail) in enumerate(parts):
            line.append("  " if line else "").append(sign, style)
            line.append(f" {word} {detail}" if place < detailed else f" {word}")
        if line.cell_len <= width:
            return line
    return Text()
