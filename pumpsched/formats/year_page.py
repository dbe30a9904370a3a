"""A clinic played forward as one page: figures, charts as SVG, tables; on a screen or one sheet.

Two ways of planning stand side by side, told apart without colour: bars for counts, steps for what
goes on; every mark carries a class that the style colours for light, dark and paper. It knows no
patient: codes of those left out are all it can name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pumpsched.formats.html import escaped, rendered

WIDTH, HEIGHT = 360, 150
"""Size of a chart [SVG units]."""
LEFT, RIGHT, TOP, BOTTOM = 34, 4, 8, 18
KINDS = ("first", "second")
"""Classes of the marks of the two series."""
_LABEL_WIDTH = 24
"""Room of a label below a span: four digits [SVG units]."""


@dataclass(frozen=True, slots=True)
class SpanChart:
    """A chart of whole numbers over spans of time.

    Attributes:
        title: What is counted, with its unit.
        labels: A word below each span where it has room; empty for none.
        series: Two rows of values, one a span each.
        bars: Bars; otherwise steps.
    """

    title: str
    labels: tuple[str, ...]
    series: tuple[tuple[int, ...], tuple[int, ...]]
    bars: bool = False


def plot(chart: SpanChart) -> str:
    """The chart as one SVG element."""
    top = axis_top(max((value for row in chart.series for value in row), default=0))
    frame = _Frame(max(map(len, chart.series)) or 1, top)
    parts = [
        f'<svg class="plot" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{escaped(chart.title)}; the values are in the tables">',
        *_grid(frame),
        *_labels(chart.labels, frame),
    ]
    for kind, values in zip(KINDS, chart.series, strict=True):
        parts += _bars(values, kind, frame) if chart.bars else _steps(values, kind, frame)
    return "".join([*parts, "</svg>"])


def axis_top(most: int) -> int:
    """The least of 4, 8, 12, 20, 40, 80, 120, 200, 400 and so on not below a value."""
    scale = 1
    while True:
        for step in (4, 8, 12, 20):
            if step * scale >= most:
                return step * scale
        scale *= 10


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where a span and a value lie."""

    count: int
    top: int

    def x(self, place: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * place / self.count

    def y(self, value: float) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / self.top


def _grid(frame: _Frame) -> Iterator[str]:
    for quarter in range(5):
        value = frame.top * quarter // 4
        y = frame.y(value)
        yield (
            f'<line class="grid" x1="{LEFT}" y1="{y:.1f}" x2="{WIDTH - RIGHT}" y2="{y:.1f}"/>'
            f'<text class="axis" x="{LEFT - 4}" y="{y + 3:.1f}" text-anchor="end">{value}</text>'
        )


def _labels(labels: Sequence[str], frame: _Frame) -> Iterator[str]:
    """From the right, each label that ends before the one shown after it, or before the edge."""
    end: float = WIDTH
    for place in reversed(range(len(labels))):
        x = frame.x(place)
        if labels[place] and x + _LABEL_WIDTH <= end:
            end = x
            said = escaped(labels[place])
            yield f'<text class="axis" x="{x:.1f}" y="{HEIGHT - 5}">{said}</text>'


def _bars(values: Sequence[int], kind: str, frame: _Frame) -> Iterator[str]:
    """A bar a span, the two series beside one another."""
    side = KINDS.index(kind)
    for place, value in enumerate(values):
        if value:
            left, right = frame.x(place + 0.1 + 0.4 * side), frame.x(place + 0.5 + 0.4 * side)
            yield (
                f'<rect class="bar {kind}" x="{left:.1f}" y="{frame.y(value):.1f}" '
                f'width="{right - left:.1f}" height="{frame.y(0) - frame.y(value):.1f}"/>'
            )


def _steps(values: Sequence[int], kind: str, frame: _Frame) -> Iterator[str]:
    """A line that is level over each span."""
    if not values:
        return
    path = f"M{frame.x(0):.1f} {frame.y(values[0]):.1f}"
    for place, value in enumerate(values):
        path += f"V{frame.y(value):.1f}H{frame.x(place + 1):.1f}"
    yield f'<path class="step {kind}" d="{path}"/>'


@dataclass(frozen=True, slots=True)
class Table:
    """Cells under headings; the first of a row is its name."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Head:
    """What the page says of itself: what was played, with whom, from which store, and when."""

    title: str
    facts: tuple[str, ...]
    store: str
    made: str
    is_demo: bool = False


@dataclass(frozen=True, slots=True)
class YearPage:
    """What the page says.

    Attributes:
        planners: What the two ways of planning are called, in the order of every series.
        figures: The whole time in figures; ``months`` the same by month.
        weeks: The values of the charts; shown on demand, not printed.
        notes: What was assumed, and who is not counted.
    """

    head: Head
    planners: tuple[str, str]
    figures: Table
    charts: tuple[SpanChart, ...]
    months: Table
    weeks: Table
    notes: tuple[str, ...]
    next_steps: tuple[str, ...]


def year_page(sheet: YearPage) -> str:
    """The page as HTML."""
    return rendered("year.html", sheet=sheet, kinds=KINDS, plot=plot)
