"""A clinic played forward as one page: figures, charts as SVG, tables; on a screen or one sheet.

Two ways of planning stand side by side, told apart without colour: bars for counts, steps for what
goes on; every mark carries a class that the style colours for light, dark and paper. It knows no
patient: codes of those left out are all it can name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pumpsched.formats.html import demo_sign, escaped, page

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


STYLE = """
@page { margin: 9mm }
* { box-sizing: border-box }
:root { --paper: #fff; --ink: #1a1a1a; --dim: #666; --rule: #ddd; --first: #0b5cad;
  --second: #c05a00; color-scheme: light dark }
@media (prefers-color-scheme: dark) {
  :root { --paper: #14171a; --ink: #e8e8e8; --dim: #9aa3ab; --rule: #343a40; --first: #6cb4ff;
    --second: #ffb066 }
}
@media print {
  :root { --paper: #fff; --ink: #000; --dim: #444; --rule: #bbb; --first: #0b5cad;
    --second: #c05a00 }
}
html { background: var(--paper); color: var(--ink) }
body { margin: 0 auto; padding: 5mm; max-width: 200mm;
  font: 10.5pt/1.35 "Helvetica Neue", Arial, "Liberation Sans", sans-serif }
h1 { font-size: 1.35em; line-height: 1.2; margin: 0 }
h2 { font-size: 1em; margin: 0 0 1mm }
p { margin: .8mm 0 }
.demo { border: 2px solid currentColor; padding: 0 .4em; margin-left: .5em; font-size: .65em;
  vertical-align: .2em; white-space: nowrap }
.facts { font-weight: bold }
.dim, .foot { color: var(--dim); font-size: .86em }
.key span { margin-right: 1.5em; white-space: nowrap }
.key svg { width: 26px; height: 12px; vertical-align: -1px }
.charts { display: grid; grid-template-columns: 1fr 1fr; gap: 2mm 5mm; margin: 3mm 0 }
figure { margin: 0; break-inside: avoid }
.plot { display: block; width: 100%; height: auto; font-family: inherit }
.grid { stroke: var(--rule); stroke-width: 1 }
.axis { fill: var(--dim); font-size: 9.5px }
.bar.first { fill: var(--first) }
.bar.second { fill: var(--paper); stroke: var(--second); stroke-width: 1 }
.step { fill: none; stroke-linejoin: round }
.step.first { stroke: var(--first); stroke-width: 2 }
.step.second { stroke: var(--second); stroke-width: 1.3; stroke-dasharray: 3 2 }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums }
caption { text-align: left; font-weight: bold; padding-bottom: .5mm }
th, td { padding: .35mm 1.5mm; text-align: right; white-space: nowrap;
  border-bottom: 1px solid var(--rule) }
th { font-weight: 600 }
code { font-size: .95em; overflow-wrap: anywhere }
th:first-child, td:first-child { text-align: left }
tbody th { font-weight: normal }
.scroll { overflow-x: auto; margin: 2mm 0 }
details { margin: 3mm 0 }
@media print {
  body { padding: 0; max-width: none; font-size: 7.6pt; line-height: 1.16 }
  .plot { height: 31mm }
  th, td { padding-top: .2mm; padding-bottom: .2mm }
  details { display: none }
  .charts { gap: 1mm 5mm; margin: 1.5mm 0 }
  .scroll { overflow: visible; margin: 1mm 0 }
  .bar, .key svg { print-color-adjust: exact; -webkit-print-color-adjust: exact }
  section { break-inside: avoid }
}
@media screen and (max-width: 44rem) {
  body { padding: 3mm; font-size: 12pt }
  .charts { grid-template-columns: 1fr }
  table { font-size: .8em }
  tbody th { white-space: normal; min-width: 7.5em }
}
"""


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
    body = [
        f"<header><h1>{escaped(sheet.head.title)}{demo_sign(sheet.head.is_demo)}</h1>",
        f'<p class="facts">{" · ".join(map(escaped, sheet.head.facts))}</p></header>',
        *_table(sheet.figures),
        *_charts(sheet),
        *_table(sheet.months),
        "<details><summary>The values of the charts</summary>",
        *_table(sheet.weeks),
        "</details>",
        *(f'<p class="dim">{escaped(note)}</p>' for note in sheet.notes),
        *_next_steps(sheet.next_steps),
        f'<p class="foot">Store {escaped(sheet.head.store)} · made {escaped(sheet.head.made)} · '
        "a simulation by seed, no forecast of what will happen to anybody.</p>",
    ]
    return page(sheet.head.title, style=STYLE, body=body)


def _charts(page: YearPage) -> Iterator[str]:
    yield '<section><p class="key">'
    for kind, planner in zip(KINDS, page.planners, strict=True):
        yield f"<span>{_sample(kind)} {escaped(planner)}</span>"
    yield '</p><div class="charts">'
    for chart in page.charts:
        yield f"<figure><h2>{escaped(chart.title)}</h2>{plot(chart)}</figure>"
    yield "</div></section>"


def _sample(kind: str) -> str:
    """The marks of one way of planning, for the key."""
    return (
        '<svg viewBox="0 0 26 12" aria-hidden="true">'
        f'<rect class="bar {kind}" x="1" y="1" width="6" height="10"/>'
        f'<path class="step {kind}" d="M10 6H26"/></svg>'
    )


def _table(table: Table) -> Iterator[str]:
    yield f'<div class="scroll"><table><caption>{escaped(table.caption)}</caption>'
    headings = "".join(f'<th scope="col">{escaped(each)}</th>' for each in table.headings)
    yield f"<thead><tr>{headings}</tr></thead><tbody>"
    for name, *texts in table.rows:
        cells = "".join(f"<td>{escaped(text)}</td>" for text in texts)
        yield f'<tr><th scope="row">{escaped(name)}</th>{cells}</tr>'
    yield "</tbody></table></div>"


def _next_steps(steps: Sequence[str]) -> Iterator[str]:
    if steps:
        yield "<section><h2>To try next</h2>"
        yield from (f"<p><code>{escaped(step)}</code></p>" for step in steps)
        yield "</section>"
