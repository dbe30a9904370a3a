"""``simulate``: the clinic played forward, planned as ``plan`` does and by a rule of thumb.

It answers in figures, and as a page to look at and to print.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from itertools import pairwise
from typing import Annotated, Any

import typer

from pumpsched.cli.commands.plan_questions import At, Skills, WithNurse, Without
from pumpsched.cli.commands.plan_search import cores
from pumpsched.cli.commands.simulate_text import (
    NAMES,
    Asked,
    ForecastWords,
    comparison,
    figure_text,
    percent,
    rows_of,
)
from pumpsched.cli.context import App
from pumpsched.cli.days import MONTH_NAMES, spoken_when
from pumpsched.cli.options import alone, read
from pumpsched.cli.params import flag, typed, whole
from pumpsched.cli.planning_documents import forecast_document
from pumpsched.cli.stores import path_to_write
from pumpsched.cli.terminal.answer import Answer, give
from pumpsched.cli.terminal.progress import Bar
from pumpsched.domain.calendars import months_after
from pumpsched.domain.quantities import decimal_text
from pumpsched.formats.year_page import Head, SpanChart, Table, YearPage, year_page
from pumpsched.records.plain import number
from pumpsched.simulation.figures import NEAR_DAYS, Forecast, Period, Played, joined
from pumpsched.store.files import new_file
from pumpsched.usecases.plan_questions import supposed
from pumpsched.usecases.simulate import MOST_MONTHS, Beginning, Supposed, begin, simulate


@read("simulate --months 12", "simulate --margin-days 10 --html year.html")
def simulate_(
    app: App,
    months: Annotated[int, whole("How far.", MOST_MONTHS, least=1)] = 12,
    seed: Annotated[int, whole("Same seed, same events, same answer.")] = 1,
    effort: Annotated[
        int | None,
        typer.Option(
            min=0,
            metavar="N",
            show_default="as plan --quick",
            help="Plan as plan --effort does; 0: by best fit.",
        ),
    ] = None,
    margin_days: Annotated[int | None, whole("As if this were the setting.", 60)] = None,
    price_last_days: Annotated[int | None, whole("As if this were the setting.", 999)] = None,
    with_nurse: WithNurse = None,
    at: At = None,
    skills: Skills = None,
    without: Without = None,
    no_home: Annotated[bool, flag("--no-home", "Everybody comes to a clinic.")] = False,
    html: Annotated[str | None, typed("FILE", "Writes a page with charts.")] = None,
    force: Annotated[bool, flag("--force", "Replace FILE if it is there.")] = False,
) -> None:
    """Plays the clinic forward: what a margin, a nurse more or no home visits would do.

    Every week is planned and lived through twice, by the search of plan --quick and by a rule of
    thumb, with the same invented events: pumps that run fast or slow, doses that change, patients
    not at home, nurses who are ill. Nothing is saved. Ctrl-C answers with the months done.
    """
    target = path_to_write(html, "--html", example="year.html") if html is not None else None
    asked = Asked(
        months=months,
        seed=seed,
        effort=effort,
        margin_days=margin_days,
        price_last_days=price_last_days,
        with_nurse=tuple(with_nurse or ()),
        at=tuple(at or ()),
        skills=tuple(skills or ()),
        without=tuple(without or ()),
        no_home=no_home,
    )
    staffing = supposed(asked.with_nurse, asked.at, asked.without, skills=asked.skills)
    wish = Supposed(
        margin_days=margin_days, price_last_days=price_last_days, staffing=staffing, no_home=no_home
    )
    with app.reading() as books:
        beginning = begin(books, today=app.as_of, supposed=wish)
    # The file of the page is refused before anything is played.
    with new_file(target, replace=force) if target else nullcontext() as stream:
        forecast = _played(beginning, asked)
        words = ForecastWords(asked, beginning, forecast)
        if stream is not None:
            stream.write(_page(app, words))
    give(app, "simulate", lambda: _document(app, words, html), lambda answer: _print(answer, words))
    if html:
        app.say(f"Written to {html}: a page to print; it asks the network for nothing.")


def _played(beginning: Beginning, asked: Asked) -> Forecast:
    """The forecast, with a bar on the terminal while it is made."""
    start, months = beginning.clinic.start, asked.months
    with Bar() as bar:
        bar.phase(f"Playing {months} months", (months_after(start, months) - start).days)
        return simulate(
            beginning,
            months=months,
            seed=asked.seed,
            tenths=asked.tenths,
            cores=cores(),
            passed=lambda day: bar.advance(1),
        )


def _page(app: App, words: ForecastWords) -> bytes:
    head = Head(
        title=words.title,
        facts=words.facts,
        store=app.store_name,
        made=spoken_when(app.now),
        is_demo=app.is_demo,
    )
    page = page_of(words.forecast, head, notes=words.notes, next_steps=_next_steps(app, words))
    return year_page(page).encode()


def _document(app: App, words: ForecastWords, written: str | None) -> dict[str, Any]:
    return forecast_document(words.forecast) | {
        "seed": words.asked.seed,
        "effort": number(decimal_text(words.asked.tenths, 1)),
        "margin_days": words.beginning.margin_days,
        "price_last_days": words.price_last_days,
        "facts": list(words.facts),
        "notes": list(words.notes),
        "next": list(_next_steps(app, words)),
        "html": written,
    }


def _print(answer: Answer, words: ForecastWords) -> None:
    app, forecast = answer.app, words.forecast
    if answer.to_a_person:
        demo = " · DEMO DATA" if app.is_demo else ""
        answer.line(words.title + demo)
        answer.line(" · ".join(words.facts))
        answer.listing(comparison(forecast))
    else:
        answer.listing(rows_of(forecast))
    for note in words.notes:
        answer.aside(note)
    for place, step in enumerate(_next_steps(app, words)):
        answer.aside(f"{'      ' if place else 'Next: '}{step}")


def _next_steps(app: App, words: ForecastWords) -> tuple[str, ...]:
    return tuple(app.suggesting(step) for step in words.next_steps)


commands = alone(simulate_)


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
    names = NAMES[first.planner], NAMES[second.planner]
    by = "week" if len(first.weeks) <= MOST_WEEKS else "month"
    spans = [each.weeks if by == "week" else each.months for each in (first, second)]
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
            SpanChart(
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


def _labels(spans: Sequence[Period], months: int) -> tuple[str, ...]:
    """The month's name below the span in which it begins, the year in January."""
    step = next(step for step in (1, 2, 3, 4, 6, 12) if months <= step * _MOST_LABELS)
    starts = [(span.first.year, span.first.month) for span in spans]
    begins = [True, *(before != start for before, start in pairwise(starts))]
    return tuple(
        (str(year) if month == 1 else MONTH_NAMES[month - 1])
        if begun and month % step == 1 % step
        else ""
        for begun, (year, month) in zip(begins, starts, strict=True)
    )


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


def _values(spans: Sequence[Sequence[Period]], by: str) -> Table:
    rows = tuple(
        (str(ours.first), *(f"{value(ours)} | {value(theirs)}" for _, _, value in _CHARTS))
        for ours, theirs in zip(*spans, strict=True)
    )
    return Table(f"By {by}", (f"{by} from", *(name for name, _, _ in _CHARTS)), rows)
