"""Days: when a patient and the practice are both there, and which of those a refill may have."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from pumpsched.domain.calendars import Closure
from pumpsched.domain.planning_case import Demand, PlanningCase


class OpenDays:
    """Days on which the practice works and a patient is there; each is looked up once."""

    def __init__(self, case: PlanningCase) -> None:
        self._working = case.working
        self._away: dict[str, list[Closure]] = {}
        for closure in case.closures:
            self._away.setdefault(closure.who, []).append(closure)

    def closes(self, who: str, day: date) -> bool:
        """Whether the practice, or a closure of this code or of everybody, closes the day."""
        if not self._working.is_open(day):
            return True
        return any(c.covers(day) for code in ("all", who) for c in self._away.get(code, ()))

    def open_days(self, who: str, first: date, last: date) -> Iterator[date]:
        """The days from one day to another, both included, that are open for this code."""
        return (day for day in _span(first, last) if not self.closes(who, day))

    def any_open(self, who: str, first: date, last: date) -> bool:
        """Whether a day between two days, both included, is open for this code."""
        return any(True for _ in self.open_days(who, first, last))


def candidate_days(case: PlanningCase, demand: Demand, days: OpenDays) -> list[date]:
    """The days of the window; if none is open, the last open day before it; else the late ones.

    Someone already late has every day from the first on.
    """
    usable = [day for day in case.days() if day > demand.filled_on]
    if demand.refill_by < case.start:
        return usable
    if days.any_open(demand.code, max(case.start, demand.opens_on), demand.refill_by):
        return [day for day in usable if demand.opens_on <= day <= demand.refill_by]
    before = [d for d in usable if d < demand.opens_on and not days.closes(demand.code, d)]
    return before[-1:] or [day for day in usable if day > demand.refill_by]


def order_day(
    case: PlanningCase,
    demand: Demand,
    days: OpenDays,
    *,
    ready_on: date,
    booked_on: date | None,
    authorized: Callable[[set[date]], set[date]],
) -> date:
    """The first day on which the drug is there.

    The rule gives way where the window has no open day left from ``ready_on`` on that a payer
    authorizes, for someone late, and back to the day of a booking, for which the drug was ordered.
    ``authorized`` says which of some days are authorized.
    """
    if demand.refill_by < case.start:
        return case.start
    in_time = days.open_days(demand.code, max(ready_on, demand.opens_on), demand.refill_by)
    if not authorized(set(in_time)):
        return case.start
    return min(ready_on, booked_on) if booked_on else ready_on


def last_days_price(case: PlanningCase, demand: Demand, day: date) -> int:
    """What a visit on a day costs for leaving little of its window for a second try [min].

    The price is in full on the last working day and after it. Each working day that is left after
    the visit takes off one share of ``reserve_days``; the rest is rounded down to whole minutes.
    """
    price, reserve = case.rules.price_last_days, case.rules.reserve_days
    left = 0
    while price and left < reserve and day < demand.refill_by:
        day += timedelta(days=1)
        left += case.working.is_open(day)
    return price * (reserve - left) // reserve


def ready_day(case: PlanningCase) -> date:
    """The day on which a drug ordered today can be used."""
    return case.working.days_after(case.today, case.rules.order_lead_days)


def _span(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))
