"""The two sides of a plan: jobs, the visits it has to hold, and slots, where they can be.

A job stays as it is or is still to place; a slot is one nurse on one day as rostered, on a home
route or in a clinic session.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pumpsched.domain.calendars import EVERYBODY, HOME
from pumpsched.domain.clinic import Nurse, Site, Visit, VisitKind, VisitStatus
from pumpsched.planning.by_key import grouped
from pumpsched.planning.case import Demand, PlanningCase

SCALE = 1000
"""Prices in a search are whole thousandths of a minute."""


@dataclass(frozen=True, slots=True)
class Job:
    """A visit of a plan in the making.

    Attributes:
        index: Its place in the list of jobs.
        demand: The window behind it; None for an appointment without one.
        kept: The appointment it is, if it never moves.
        booked: The appointment it may move from, at a price.
        left_out_price: What leaving it out costs [1/1000 minute].
    """

    index: int
    patient: str
    minutes: int
    nurses_needed: int
    demand: Demand | None = None
    kept: Visit | None = None
    booked: Visit | None = None
    left_out_price: int = 0


def jobs_of(case: PlanningCase) -> list[Job]:
    """Kept appointments first, in order of time; then the refills to place, most urgent first."""
    coming = (v for v in case.visits if v.status.is_open and case.start <= v.day <= case.last)
    appointments = sorted(coming, key=lambda v: (v.day, v.minute, v.code))
    demands = {demand.code: demand for demand in case.demands}
    refills = [v for v in appointments if v.kind is VisitKind.REFILL and v.patient in demands]
    covered = {v.patient for v in refills if _covers(case, demands[v.patient], v)}
    movable: dict[str, Visit] = {}
    for visit in refills:
        if visit.status is VisitStatus.BOOKED and visit.patient not in covered:
            movable.setdefault(visit.patient, visit)
    to_place = [
        demand
        for demand in case.demands
        if (demand.refill_by <= case.last or demand.code in movable) and demand.code not in covered
    ]
    jobs: list[Job] = []
    moving = {visit.code for visit in movable.values()}
    for visit in appointments:
        if visit.code not in moving:
            window = demands.get(visit.patient) if visit.kind is VisitKind.REFILL else None
            nurses = len(visit.nurses)
            jobs.append(Job(len(jobs), visit.patient, visit.minutes, nurses, window, kept=visit))
    for demand in sorted(to_place, key=lambda d: urgency_key(d, case.start)):
        booked, nurses = movable.get(demand.code), demand.patient.nurses_needed
        minutes = booked.minutes if booked else demand.patient.visit_minutes
        price = left_out_price(case, demand)
        jobs.append(
            Job(
                len(jobs), demand.code, minutes, nurses, demand, booked=booked, left_out_price=price
            )
        )
    return jobs


def urgency_key(demand: Demand, start: date) -> tuple[bool, int, int, date, str]:
    """Sort key: whoever is late first, the worst drug first; two nurses; then the deadline."""
    late = demand.refill_by < start
    return (
        not late,
        demand.rank if late else 0,
        -demand.patient.nurses_needed,
        demand.refill_by,
        demand.code,
    )


def left_out_price(case: PlanningCase, demand: Demand) -> int:
    """Lateness on the day after the span, and the price of being left out [1/1000 minute]."""
    days = max(0, (case.last + timedelta(days=1) - demand.refill_by).days)
    rules = case.rules
    return (rules.price_late_day * days + rules.price_left_out) * demand.urgency * SCALE


def _covers(case: PlanningCase, demand: Demand, refill: Visit) -> bool:
    """Whether a refill in the span is confirmed and serves the window, so that none is to place.

    One before the window opens serves it too; for someone already late any day does.
    """
    late = demand.refill_by < case.start
    in_time = demand.filled_on < refill.day and (late or refill.day <= demand.refill_by)
    return in_time and refill.status is VisitStatus.CONFIRMED


@dataclass(frozen=True, slots=True)
class Slot:
    """A shift of a nurse on a day, from ``start`` to ``end`` [minutes after midnight].

    Attributes:
        place: ``home``, or the site of a clinic session.
        closed: Why nothing new may be booked in it; empty when it is open.
        needs_break: Whether the shift is long enough for a break.
        shift_group: Number of the nurse-day it belongs to.
        rivals: Slots of the same nurse whose hours overlap: only one of them can be worked.
        rostered: Whether it comes from the roster; otherwise from an appointment outside it.
    """

    index: int
    nurse: Nurse
    day: date
    start: int
    end: int
    place: str
    site: Site | None = None
    closed: str = ""
    needs_break: bool = False
    shift_group: int = 0
    rivals: tuple[int, ...] = ()
    rostered: bool = True

    @property
    def is_home(self) -> bool:
        """Whether it is a home route."""
        return self.place == HOME

    def holds(self, visit: Visit) -> bool:
        """Whether a visit lies within its hours."""
        return self.start <= visit.minute and visit.end <= self.end

    @property
    def site_code(self) -> str:
        """The site of a clinic session, empty for a home route."""
        return "" if self.is_home else self.place


def slots_of(case: PlanningCase) -> list[Slot]:
    """Every slot of the case, by day and nurse, and those of appointments outside the roster."""
    found = list(_rostered(case))
    found += _outside_roster(case, found)
    groups: dict[tuple[str, date], int] = {}
    numbered = []
    for i, slot in enumerate(found):
        group = groups.setdefault((slot.nurse.code, slot.day), len(groups))
        numbered.append(replace(slot, index=i, shift_group=group))
    members = grouped(numbered, lambda slot: slot.shift_group)
    return [
        replace(slot, rivals=_overlapping(slot, members[slot.shift_group])) for slot in numbered
    ]


def _rostered(case: PlanningCase) -> Iterator[Slot]:
    sites = {site.code: site for site in case.sites}
    for day in case.days():
        for nurse in case.nurses:
            longer = sum(
                more.minutes for more in case.longer if more.nurse == nurse.code and more.day == day
            )
            for hours in nurse.roster:
                if day.weekday() not in hours.weekdays:
                    continue
                yield Slot(
                    index=0,
                    nurse=nurse,
                    day=day,
                    start=hours.start,
                    end=hours.end + longer,
                    place=hours.place,
                    site=_site(hours.place, sites),
                    closed=_closed(case, nurse.code, hours.place, day),
                    needs_break=hours.end + longer - hours.start > case.rules.break_after_minutes,
                )


def _site(place: str, sites: dict[str, Site]) -> Site | None:
    return None if place == HOME else sites.get(place, Site(place, place))


def _closed(case: PlanningCase, nurse: str, place: str, day: date) -> str:
    """Whose closure shuts a shift: ``all``, the nurse's or the site's code; empty if open."""
    if not case.working.is_open(day):
        return EVERYBODY
    for closure in case.closures:
        if closure.who in (EVERYBODY, nurse, place) and closure.covers(day):
            return closure.who
    return ""


def _outside_roster(case: PlanningCase, rostered: list[Slot]) -> Iterator[Slot]:
    """A slot of the whole day for appointments that no rostered shift of their nurse can hold."""
    nurses = {nurse.code: nurse for nurse in case.nurses}
    sites = {site.code: site for site in case.sites}
    have = {(slot.nurse.code, slot.day, slot.place): slot for slot in rostered}
    by_day = grouped(rostered, lambda slot: slot.day)
    for visit in case.visits:
        place = visit.site or HOME
        for code in visit.nurses:
            key = (code, visit.day, place)
            if key in have or not visit.status.is_open:
                continue
            if lent_to(visit, code, by_day.get(visit.day, ())):
                continue
            if not case.start <= visit.day <= case.last:
                continue
            nurse = nurses.get(code, Nurse(code, code))
            site = _site(place, sites)
            slot = Slot(0, nurse, visit.day, 0, 24 * 60, place, site, "roster", rostered=False)
            have[key] = slot
            yield slot


def lent_to(visit: Visit, nurse: str, slots: Iterable[Slot]) -> list[Slot]:
    """The home routes from which a nurse may come to a visit of two at a site, as its second.

    The other nurse holds the session there.
    """
    held = [slot for slot in slots if slot.rostered and slot.holds(visit)]
    others = [slot for slot in held if slot.nurse.code in visit.nurses and slot.nurse.code != nurse]
    if not visit.site or not any(slot.place == visit.site for slot in others):
        return []
    return [slot for slot in held if slot.is_home and slot.nurse.code == nurse]


def _overlapping(slot: Slot, others: list[Slot]) -> tuple[int, ...]:
    return tuple(
        other.index
        for other in others
        if other.index != slot.index and other.start < slot.end and slot.start < other.end
    )
