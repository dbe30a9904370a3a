"""A clinic played forward as one page: figures, charts, tables; it asks the network for nothing.

It has no script, and its policy forbids everything but its own style. Every text goes through one
function that escapes it. It knows no patient: codes of those left out are all it can name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from pumpsched.domain.text import visible
from pumpsched.interop.year_plot import KINDS, Chart, plot
from pumpsched.interop.year_style import STYLE

POLICY = "default-src 'none'; style-src 'unsafe-inline'"


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


def year_page(page: YearPage) -> str:
    """The page as HTML."""
    parts = [
        "<!DOCTYPE html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="referrer" content="no-referrer">',
        f"<title>{_text(page.head.title)}</title>",
        f"<style>{STYLE}</style>",
        "</head>",
        "<body>",
        *_head(page.head),
        *_table(page.figures),
        *_charts(page),
        *_table(page.months),
        "<details><summary>The values of the charts</summary>",
        *_table(page.weeks),
        "</details>",
        *(f'<p class="dim">{_text(note)}</p>' for note in page.notes),
        *_steps(page.next_steps),
        f'<p class="foot">Store {_text(page.head.store)} · made {_text(page.head.made)} · '
        "a simulation by seed, no forecast of what will happen to anybody.</p>",
        "</body>",
        "</html>",
    ]
    return "\n".join(parts) + "\n"


def _text(text: str) -> str:
    """A text for the page: nothing in it is markup, nothing in it turns the line around."""
    return escape(visible(text), quote=True)


def _head(head: Head) -> Iterator[str]:
    demo = '<strong class="demo">DEMO DATA</strong>' if head.is_demo else ""
    yield f"<header><h1>{_text(head.title)}{demo}</h1>"
    yield f'<p class="facts">{" · ".join(_text(fact) for fact in head.facts)}</p></header>'


def _charts(page: YearPage) -> Iterator[str]:
    yield '<section><p class="key">'
    for kind, planner in zip(KINDS, page.planners, strict=True):
        yield f"<span>{_sample(kind)} {_text(planner)}</span>"
    yield '</p><div class="charts">'
    for chart in page.charts:
        yield f"<figure><h2>{_text(chart.title)}</h2>{plot(chart)}</figure>"
    yield "</div></section>"


def _sample(kind: str) -> str:
    """The marks of one way of planning, for the key."""
    return (
        '<svg viewBox="0 0 26 12" aria-hidden="true">'
        f'<rect class="bar {kind}" x="1" y="1" width="6" height="10"/>'
        f'<path class="step {kind}" d="M10 6H26"/></svg>'
    )


def _table(table: Table) -> Iterator[str]:
    yield f'<div class="scroll"><table><caption>{_text(table.caption)}</caption>'
    headings = "".join(f'<th scope="col">{_text(each)}</th>' for each in table.headings)
    yield f"<thead><tr>{headings}</tr></thead><tbody>"
    yield from (_row(row) for row in table.rows)
    yield "</tbody></table></div>"


def _row(row: Sequence[str]) -> str:
    cells = "".join(f"<td>{_text(cell)}</td>" for cell in row[1:])
    return f'<tr><th scope="row">{_text(row[0])}</th>{cells}</tr>'


def _steps(steps: Sequence[str]) -> Iterator[str]:
    if steps:
        yield "<section><h2>To try next</h2>"
        yield from (f"<p><code>{_text(step)}</code></p>" for step in steps)
        yield "</section>"
