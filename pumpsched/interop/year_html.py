"""A clinic played forward as one page: figures, charts, tables; it asks the network for nothing.

It has no script, and its policy forbids everything but its own style. Every text goes through one
function that escapes it. It knows no patient: codes of those left out are all it can name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pumpsched.interop.page import escaped, page
from pumpsched.interop.year_plot import KINDS, Chart, plot
from pumpsched.interop.year_style import STYLE


@dataclass(frozen=True, slots=True)
class Table:
    """Cells under headings; the first of a row is its name."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Head:
    """What the page says of itself.

    Attributes:
        title: What was played.
        facts: Patients, nurses, margin, seed, what was supposed.
        store: Name of the store.
        made: When it was made, in words.
        is_demo: Whether nobody in it is real.
    """

    title: str
    facts: tuple[str, ...]
    store: str
    made: str
    is_demo: bool = False


@dataclass(frozen=True, slots=True)
class YearPage:
    """What the page says.

    Attributes:
        head: What it says of itself.
        planners: What the two ways of planning are called, in the order of every series.
        figures: The whole time in figures.
        charts: Both ways over the weeks.
        months: The same by month.
        weeks: The values of the charts; shown on demand, not printed.
        notes: What was assumed, and who is not counted.
        next_steps: Commands to try.
    """

    head: Head
    planners: tuple[str, str]
    figures: Table
    charts: tuple[Chart, ...]
    months: Table
    weeks: Table
    notes: tuple[str, ...]
    next_steps: tuple[str, ...]


def year_page(sheet: YearPage) -> str:
    """The page as HTML."""
    body = [
        *_head(sheet.head),
        *_table(sheet.figures),
        *_charts(sheet),
        *_table(sheet.months),
        "<details><summary>The values of the charts</summary>",
        *_table(sheet.weeks),
        "</details>",
        *(f'<p class="dim">{escaped(note)}</p>' for note in sheet.notes),
        *_steps(sheet.next_steps),
        f'<p class="foot">Store {escaped(sheet.head.store)} · made {escaped(sheet.head.made)} · '
        "a simulation by seed, no forecast of what will happen to anybody.</p>",
    ]
    return page(sheet.head.title, style=STYLE, body=body)


def _head(head: Head) -> Iterator[str]:
    demo = '<strong class="demo">DEMO DATA</strong>' if head.is_demo else ""
    yield f"<header><h1>{escaped(head.title)}{demo}</h1>"
    yield f'<p class="facts">{" · ".join(escaped(fact) for fact in head.facts)}</p></header>'


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
    yield from (_row(row) for row in table.rows)
    yield "</tbody></table></div>"


def _row(row: Sequence[str]) -> str:
    cells = "".join(f"<td>{escaped(cell)}</td>" for cell in row[1:])
    return f'<tr><th scope="row">{escaped(row[0])}</th>{cells}</tr>'


def _steps(steps: Sequence[str]) -> Iterator[str]:
    if steps:
        yield "<section><h2>To try next</h2>"
        yield from (f"<p><code>{escaped(step)}</code></p>" for step in steps)
        yield "</section>"
