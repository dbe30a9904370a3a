"""The refills after the next, week by week, against what the roster can hold.

Each falls into the middle of its window, with the volume and the programme of now. A refill at
home takes the way from the nearest trained nurse besides: the way back is shared with another one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from pumpsched.domain.clinic import Setting, VisitKind
from pumpsched.domain.travel import Travel
from pumpsched.planning.case import Demand, PlanningCase
from pumpsched.planning.jobs import Slot, slots_of

WEEK = timedelta(days=7)


@dataclass(slots=True)
class Balance:
    """What is asked of some staff in a week, and what they can hold [minutes of one nurse]."""

    refills: int = 0
    minutes: int = 0
    capacity_min: int = 0

    @property
    def lacking(self) -> int:
        """The minutes that find nobody."""
        return max(0, self.minutes - self.capacity_min)


@dataclass(slots=True)
class WeekAhead:
    """One week of the projection; ``skills`` by pump family, of nurses trained on it.

    Attributes:
        first: Its first day: a Monday, or the first working day.
    """

    first: date
    home: Balance = field(default_factory=Balance)
    clinic: Balance = field(default_factory=Balance)
    skills: dict[str, Balance] = field(default_factory=dict)

    @property
    def whole(self) -> Balance:
        """Home and clinic together."""
        one, other = self.home, self.clinic
        return Balance(
            one.refills + other.refills,
            one.minutes + other.minutes,
            one.capacity_min + other.capacity_min,
        )

    @property
    def is_short(self) -> bool:
        """Whether some staff are asked for more than they can hold."""
        return any(load.lacking for load in (self.home, self.clinic, *self.skills.values()))


def weeks_ahead(case: PlanningCase) -> list[WeekAhead]:
    """The weeks of a case's span: what their refills ask for, and who is there to make them."""
    start, weeks = _working_day(case, case.start), list[WeekAhead]()
    while start <= case.last:
        weeks.append(WeekAhead(start))
        start += WEEK - timedelta(days=start.weekday())
    families = sorted({demand.family for demand in case.demands})
    for week in weeks:
        week.skills = {family: Balance() for family in families}
    for slot in slots_of(case):
        if slot.rostered and not slot.closed:
            _add_shift(case, _week_of(weeks, slot.day), slot)
    booked = _booked_days(case)
    travel, nurses = case.travel(), _drivers(case)
    for demand in case.demands:
        minutes = _minutes(travel, nurses, demand)
        for day in _refill_days(case, demand, booked.get(demand.code)):
            week = _week_of(weeks, day)
            place = week.home if demand.patient.setting is Setting.HOME else week.clinic
            for load in (place, week.skills[demand.family]):
                load.refills += 1
                load.minutes += minutes
    return weeks


def _week_of(weeks: list[WeekAhead], day: date) -> WeekAhead:
    monday = weeks[0].first - timedelta(days=weeks[0].first.weekday())
    return weeks[(day - monday).days // 7]


def _add_shift(case: PlanningCase, week: WeekAhead, slot: Slot) -> None:
    minutes = slot.end - slot.start - (case.rules.break_minutes if slot.needs_break else 0)
    (week.home if slot.is_home else week.clinic).capacity_min += minutes
    for family, load in week.skills.items():
        if slot.nurse.may_refill(family):
            load.capacity_min += minutes


def _booked_days(case: PlanningCase) -> dict[str, date]:
    """The day of each patient's next refill that is booked."""
    found: dict[str, date] = {}
    for visit in sorted(case.visits, key=lambda visit: visit.day):
        if visit.kind is VisitKind.REFILL and visit.status.is_open and visit.day >= case.start:
            found.setdefault(visit.patient, visit.day)
    return found


def _refill_days(case: PlanningCase, demand: Demand, booked: date | None) -> Iterator[date]:
    """The refills of a span: the booked one, else working days from the middle of windows on."""
    opens, closes = demand.opens_on - demand.filled_on, demand.refill_by - demand.filled_on
    interval = max(timedelta(days=1), opens + (closes - opens) // 2)
    day = booked or max(case.start, demand.filled_on + interval)
    while (worked := _working_day(case, day)) <= case.last:
        yield worked
        day = worked + interval


def _working_day(case: PlanningCase, day: date) -> date:
    """The first working day from a day on; that day where the span has none."""
    ahead = (day + timedelta(days=n) for n in range((case.last - day).days + 1))
    return next(filter(case.working.is_open, ahead), day)


def _drivers(case: PlanningCase) -> list[str]:
    """Codes of those who drive to homes."""
    roads = {slot.nurse.code for slot in slots_of(case) if slot.rostered and slot.is_home}
    return sorted(roads)


def _minutes(travel: Travel, drivers: Iterable[str], demand: Demand) -> int:
    """What a refill takes of its nurses [minutes of one nurse]."""
    patient, way = demand.patient, 0
    if patient.setting is Setting.HOME:
        trips = (travel.trip(nurse, demand.code) for nurse in drivers)
        way = min((trip.minutes for trip in trips if trip is not None), default=0)
    return (patient.visit_minutes + way) * patient.nurses_needed
