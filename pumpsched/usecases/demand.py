"""Demand: the refills of the months to come against the roster, what would fill a short week."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from pumpsched.domain.calendars import months_after
from pumpsched.planning.refills_ahead import Balance, WeekAhead, weeks_ahead
from pumpsched.usecases.plan import planning_case

if TYPE_CHECKING:
    from pumpsched.store.reading.opening import ReadBooks


class Forecasted(NamedTuple):
    """The weeks ahead.

    Attributes:
        patients: How many the projection counts: those with a window.
        day_min: What one more nurse holds in a day [minutes].
    """

    last: date
    weeks: tuple[WeekAhead, ...]
    patients: int
    day_min: int

    def fills(self, week: WeekAhead) -> Iterator[str]:
        """What would fill a short week, in words."""
        if week.home.lacking:
            yield f"{self._days(week.home)} more on a home route"
        if week.clinic.lacking:
            yield f"{self._days(week.clinic)} more in a clinic session"
        for family, load in week.skills.items():
            if load.lacking:
                yield f"{self._days(load)} more of somebody trained on {family}"

    def _days(self, load: Balance) -> str:
        count = -(-load.lacking // self.day_min)
        return f"{count} nurse-day{'s' if count > 1 else ''}"


def demand_ahead(books: ReadBooks, months: int, *, today: date) -> Forecasted:
    """The refills of so many calendar months from a day on, week by week."""
    last = months_after(today, months)
    case = planning_case(books, first=today, last=last, today=today)
    return Forecasted(
        last, tuple(weeks_ahead(case)), len(case.demands), max(1, case.rules.regular_minutes)
    )
