"""``demand``: the refills of the months to come against what the roster can hold."""

from __future__ import annotations

from typing import Annotated, Any

from pumpsched.cli.context import App
from pumpsched.cli.days import spoken, spoken_near
from pumpsched.cli.documents import picked
from pumpsched.cli.options import alone, read
from pumpsched.cli.params import counting, option
from pumpsched.cli.terminal.answer import Answer, counted, give, store_line
from pumpsched.cli.terminal.listing import Cell, Column, Row, columns, row_of
from pumpsched.domain.clinic import Setting
from pumpsched.planning.refills_ahead import Balance, WeekAhead
from pumpsched.usecases.demand import Forecasted, demand_ahead

MONTHS = 6
MOST_SHORT = 6
"""So many short weeks are told one by one; beyond, they are counted."""
COLUMNS = (
    Column("week of", whole=True, key="from"),
    Column("refills", right=True),
    Column("home", key="home_min", right=True),
    Column("of", key="home_capacity_min", right=True),
    Column("clinic", key="clinic_min", right=True),
    Column("of", key="clinic_capacity_min", right=True),
    *columns("short", whole=True),
)


@read("demand", "demand --months 12 --csv")
def demand(
    app: App,
    months: Annotated[
        int, option("--months", counting(1, 24), "N", "Calendar months to look ahead: 6.")
    ] = MONTHS,
) -> None:
    """The following refills of everybody, week by week, against the roster.

    Each falls into the middle of its window, with the volume and programme of now; minutes are of
    one nurse. `plan` places the next refill of each patient only.
    """
    with app.reading() as books:
        found = demand_ahead(books, months, today=app.as_of)
    give(app, "demand", lambda: _document(found), lambda answer: _print(answer, found))


def _document(found: Forecasted) -> dict[str, Any]:
    return {
        "to": found.last,
        "patients": found.patients,
        "weeks": [_week_document(week, list(found.fills(week))) for week in found.weeks],
    }


def _week_document(week: WeekAhead, fills: list[str]) -> dict[str, Any]:
    return {
        "from": week.first,
        **_load(week.whole),
        "by": {
            Setting.HOME: _load(week.home),
            Setting.CLINIC: _load(week.clinic),
            "skill": {family: _load(load) for family, load in week.skills.items()},
        },
        "short": week.is_short,
        "fills": fills,
    }


def _load(load: Balance) -> dict[str, Any]:
    return picked(load, "refills", "minutes", "capacity_min")


def _print(answer: Answer, found: Forecasted) -> None:
    app = answer.app
    if answer.to_a_person:
        total = sum(week.whole.refills for week in found.weeks)
        answer.line(
            f"Refills to {spoken(found.last)} · {counted(total, 'refill')} of "
            f"{counted(found.patients, 'patient')} · minutes of one nurse · {store_line(app)}"
        )
    answer.table(COLUMNS, (_row(week, app) for week in found.weeks))
    short = [week for week in found.weeks if week.is_short]
    for week in short[:MOST_SHORT]:
        answer.beside(f"{spoken_near(week.first, today=app.as_of)}: {', '.join(found.fills(week))}")
    if len(short) > MOST_SHORT:
        answer.beside(f"and {len(short) - MOST_SHORT} more short weeks")
    if not short:
        answer.beside("The roster holds every week.")
    answer.beside("Next: pumpsched simulate --months 12        margins, and other staff")


def _row(week: WeekAhead, app: App) -> Row:
    both = (week.home, week.clinic)
    figures = (minutes for load in both for minutes in (load.minutes, load.capacity_min))
    first = Cell(spoken_near(week.first, today=app.as_of), week.first.isoformat())
    short = Cell("!! short" if week.is_short else "", "yes" if week.is_short else "no")
    return row_of(first, str(week.whole.refills), *map(str, figures), short)


commands = alone(demand)
