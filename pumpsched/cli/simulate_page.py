"""A clinic played forward as a page to look at and to print."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from pumpsched.cli.days import MONTH_NAMES
from pumpsched.cli.simulate_figures import comparison, figure_text, percent, planner_name
from pumpsched.domain.forecast import NEAR_DAYS, Forecast, Period, Played, joined
from pumpsched.interop.year_html import Head, Table, YearPage
from pumpsched.interop.year_plot import Chart

MOST_ROWS = 13
"""Rows of the table by month; more months than that are taken together."""
MOST_WEEKS = 80
"""Spans of a chart; more weeks than that are shown by month."""
_MOST_LABELS = 12
"""Months named below a chart; of more only every second, third and so on from January."""

_NEAR = f"Less than {NEAR_DAYS} days before the true alarm, or after it"
_CHARTS: tuple[tuple[str, bool, Callable[[Period], int]], ...] = (
    ("Late refills", True, lambda p: p.figures.late),
    (_NEAR, True, lambda p: p.figures.near),
    ("Driven [km]", False, lambda p: p.figures.travel_m // 1000),
    ("Visits", False, lambda p: p.figures.refills + p.figures.missed),
)
_BY_MONTH: tuple[tuple[str, Callable[[Period], str]], ...] = (
    ("late", lambda p: str(p.figures.late)),
    ("near", lambda p: str(p.figures.near)),
    ("alarm", lambda p: str(p.figures.alarms)),
    ("visits", lambda p: str(p.figures.refills + p.figures.missed)),
    ("km", lambda p: str(p.figures.travel_m // 1000)),
    ("usual %", lambda p: figure_text(percent(p.figures.usual_share))),
    ("wasted mL", lambda p: str(p.figures.wasted_ul // 1000)),
)


def page_of(
    forecast: Forecast, head: Head, *, notes: tuple[str, ...], next_steps: tuple[str, ...]
) -> YearPage:
    """The page of a clinic played forward: the way asked about beside what it is compared with."""
    first, second = forecast.played[0], forecast.compared
    names = planner_name(first), planner_name(second)
    spans = _spans(first), _spans(second)
    by = "week" if len(first.weeks) <= MOST_WEEKS else "month"
    figures = comparison(forecast)
    return YearPage(
        head=head,
        planners=names,
        figures=Table(
            "In all",
            ("", *(column.name for column in figures.columns[1:])),
            tuple(tuple(cell.text for cell in row) for row in figures.rows),
        ),
        charts=tuple(
            Chart(
                f"{name}, by {by}",
                _labels(spans[0], len(first.months)),
                (tuple(map(value, spans[0])), tuple(map(value, spans[1]))),
                bars=bars,
            )
            for name, bars, value in _CHARTS
        ),
        months=_months(first, second, f"{names[0]} | {names[1]}"),
        weeks=_values(spans, by),
        notes=notes,
        next_steps=next_steps,
    )


def _spans(played: Played) -> tuple[Period, ...]:
    return played.weeks if len(played.weeks) <= MOST_WEEKS else played.months


def _labels(spans: Sequence[Period], months: int) -> tuple[str, ...]:
    """The month's name below the span in which it begins, the year in January."""
    step = next(step for step in (1, 2, 3, 4, 6, 12) if months <= step * _MOST_LABELS)
    starts = [(span.first.year, span.first.month) for span in spans]
    begins = [True, *(before != start for before, start in pairwise(starts))]
    return tuple(
        _month(*start) if begun and start[1] % step == 1 % step else ""
        for begun, start in zip(begins, starts, strict=True)
    )


def _month(year: int, month: int) -> str:
    return str(year) if month == 1 else MONTH_NAMES[month - 1]


def _months(first: Played, second: Played, names: str) -> Table:
    """Both by month, a cell for both: ``3 | 0``."""
    size = -(-len(first.months) // MOST_ROWS)
    rows = []
    for start in range(0, len(first.months), size):
        ours, theirs = (joined(each.months[start : start + size]) for each in (first, second))
        cells = (f"{text(ours)} | {text(theirs)}" for _, text in _BY_MONTH)
        rows.append((str(ours.first), *cells))
    by = "By month" if size == 1 else f"By {size} months"
    return Table(f"{by}: {names}", ("from", *(heading for heading, _ in _BY_MONTH)), tuple(rows))


def _values(spans: tuple[Sequence[Period], Sequence[Period]], by: str) -> Table:
    rows = tuple(
        (str(ours.first), *(f"{value(ours)} | {value(theirs)}" for _, _, value in _CHARTS))
        for ours, theirs in zip(*spans, strict=True)
    )
    return Table(f"By {by}", (f"{by} from", *(name for name, _, _ in _CHARTS)), rows)
