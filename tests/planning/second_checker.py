"""A second, dumber reading of the planning rules: a nurse's day is a row of minutes.

Written from the rules alone, knowing neither the planner nor the first checker. It paints each
visit and each drive onto the minutes of the day and looks for paint on paint.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from math import acos, ceil, cos, radians, sin

from tests.builders.plans import Demand, Plan, PlannedVisit, PlanningCase
from tests.builders.values import Location, Nurse, Setting, VisitKind, VisitStatus

Day = list[str]


def violations(case: PlanningCase, plan: Plan) -> list[str]:
    """What a reader of the rules would object to."""
    found = []
    demands = {demand.patient.code: demand for demand in case.demands}
    for visit in plan.visits:
        if not visit.locked:
            demand = demands[visit.patient]
            found += [f"{visit.patient} {visit.day}: {x}" for x in _rules(case, demand, visit)]
    found += _days(case, plan)
    found += _chairs(case, plan)
    due = {d.patient.code for d in case.demands if d.refill_by <= case.last}
    seen = {v.patient for v in plan.visits if v.kind is VisitKind.REFILL}
    left = [one.patient for one in plan.unplaced]
    found += [f"{patient} is forgotten" for patient in due - seen - set(left)]
    fresh = [visit.patient for visit in plan.visits if not visit.locked] + left
    found += [f"{patient} twice" for patient in set(fresh) if fresh.count(patient) > 1]
    return found


def trip_minutes(case: PlanningCase, origin: str, destination: str) -> int | None:
    """Minutes between two codes by the law of cosines, or the practice's own figure."""
    for leg in case.legs:
        if (leg.origin, leg.destination) == (origin, destination):
            return leg.minutes
    places: dict[str, Location | None] = {n.code: n.location for n in case.nurses}
    places |= {d.patient.code: d.patient.location for d in case.demands}
    places |= {site.code: site.location for site in case.sites}
    a, b = places.get(origin), places.get(destination)
    if a is None or b is None:
        return 0 if origin == destination else None
    if a == b:
        return 0
    north_a, north_b = radians(a.latitude_nano / 1e9), radians(b.latitude_nano / 1e9)
    turn = radians((b.longitude_nano - a.longitude_nano) / 1e9)
    cosine = sin(north_a) * sin(north_b) + cos(north_a) * cos(north_b) * cos(turn)
    return ceil(6371.0088 * acos(min(1.0, cosine)) * 1.3 / 45 * 60 - 1e-6)


def _open(case: PlanningCase, day: date, *who: str) -> bool:
    if not case.working.is_open(day):
        return False
    return not any(c.first <= day <= c.last and c.who in (*who, "all") for c in case.closures)


def _span(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _rules(case: PlanningCase, demand: Demand, visit: PlannedVisit) -> Iterator[str]:
    patient, day, grid = demand.patient, visit.day, case.rules.start_grid_minutes
    start = max(case.first, case.today)
    window = _span(demand.opens_on, demand.refill_by)
    still = [d for d in window if d >= start and _open(case, d, patient.code)]
    if not demand.opens_on <= day <= demand.refill_by and still:
        yield "outside the window"
    if day <= demand.filled_on or not start <= day <= case.last:
        yield "before the fill or outside the span"
    if day > demand.refill_by and not visit.late:
        yield "late in silence"
    if not _open(case, day, patient.code, *visit.nurses, *([visit.site] if visit.site else [])):
        yield "closed"
    known = [v.minute for v in case.visits if v.code == visit.code]
    if visit.minute not in (*known, visit.minute // grid * grid):
        yield "off the grid"
    hours = patient.availability
    inside = any(
        day.weekday() in h.weekdays and h.start <= visit.minute <= h.end - visit.minutes
        for h in hours
    )
    if hours and not inside:
        yield "not available"
    if visit.setting is Setting.HOME and patient.setting is Setting.CLINIC:
        yield "at home"
    controlled = demand.schedule == "II" and case.rules.home_controlled == "no"
    if visit.setting is Setting.HOME and controlled:
        yield "controlled at home"
    staff = [nurse for nurse in case.nurses if nurse.code in visit.nurses]
    if len(staff) != patient.nurses_needed:
        yield "wrong number of nurses"
    if any(nurse.skills and demand.family not in nurse.skills for nurse in staff):
        yield "not trained"
    free = {weekday for hours in patient.availability for weekday in hours.weekdays} or range(7)
    seen = [d for d in still if d.weekday() in free]
    days_authorized = [_authorized(case, patient.code, replace(visit, day=d)) for d in seen]
    paper = demand.refill_by < start or not any(days_authorized)
    if not _authorized(case, patient.code, visit):
        if not paper:
            yield "not authorized"
        if "unauthorized" not in [finding.code for finding in visit.findings]:
            yield "not authorized in silence"
    before = [v.day for v in case.visits if v.code == visit.code]
    ready = [d for d in _span(case.today, case.last) if case.working.is_open(d) and d > case.today]
    ready_on = ready[case.rules.order_lead_days - 1]
    rushed = day < ready_on and not (before and before[0] <= day)
    waiting = [d for d in seen if d >= ready_on]
    usable = (_authorized(case, patient.code, replace(visit, day=d)) for d in waiting)
    if rushed and waiting and (paper or any(usable)):
        yield "drug not there"


def _authorized(case: PlanningCase, patient: str, visit: PlannedVisit) -> bool:
    mine = [a for a in case.authorizations if a.patient == patient]
    refills = [
        v.day
        for v in case.visits
        if v.patient == patient
        and v.kind is VisitKind.REFILL
        and v.status in (VisitStatus.DONE, VisitStatus.BOOKED, VisitStatus.CONFIRMED)
        and v.code != visit.code
    ]
    # With several authorizations any way of sharing the earlier visits out is accepted here.
    holding = [
        a
        for a in mine
        if (a.valid_from or date.min) <= visit.day <= (a.valid_to or date.max) and a.visits != 0
    ]
    only = len(mine) == 1 and holding and mine[0].visits is not None
    if only:
        a = mine[0]
        used = [d for d in refills if (a.valid_from or date.min) <= d <= (a.valid_to or date.max)]
        return len(used) < (a.visits or 0)
    return not mine or bool(holding)


def _days(case: PlanningCase, plan: Plan) -> list[str]:
    found = []
    nurses = {nurse.code: nurse for nurse in case.nurses}
    by_day: dict[tuple[str, date], list[PlannedVisit]] = {}
    for visit in plan.visits:
        for one in visit.nurses:
            by_day.setdefault((one, visit.day), []).append(visit)
    for (code, day), visits in by_day.items():
        if all(visit.locked for visit in visits):
            continue
        nurse = nurses[code]
        visits.sort(key=lambda v: v.minute)
        if nurse.max_visits is not None and len(visits) > nurse.max_visits:
            found.append(f"{code} {day}: too many")
        found += [f"{code} {day}: {text}" for text in _minutes(case, nurse, day, visits)]
    return found


def _minutes(
    case: PlanningCase, nurse: Nurse, day: date, visits: list[PlannedVisit]
) -> Iterator[str]:
    """Paint one nurse's day."""
    longer = sum(x.minutes for x in case.longer if (x.nurse, x.day) == (nurse.code, day))
    row: Day = [""] * (24 * 60)
    for shift in nurse.roster:
        if day.weekday() not in shift.weekdays:
            continue
        end = shift.end + longer
        mine = [
            v
            for v in visits
            if shift.start <= v.minute < end
            and shift.place in (v.site or "home", "home" if _lent(case, nurse, v) else "")
        ]
        here, clock = nurse.code, shift.start
        painted: list[int] = []
        for visit in mine:
            there = visit.site or visit.patient
            way = trip_minutes(case, here, there) if shift.place == "home" else 0
            if way is None:
                yield "no way"
                return
            painted += range(visit.minute - way, visit.minute + visit.minutes)
            here, clock = there, visit.minute + visit.minutes
        if mine and shift.place == "home":
            painted += range(clock, clock + (trip_minutes(case, here, nurse.code) or 0))
        if len(set(painted)) < len(painted) or any(row[m] for m in painted if m < len(row)):
            yield "two things at once"
        if painted and (min(painted) < shift.start or max(painted) >= end):
            yield "outside the shift"
        for minute in painted:
            row[minute] = "busy"
        if end - shift.start > case.rules.break_after_minutes and painted:
            yield from _break(case, set(painted), shift.start, end)
        visits = [v for v in visits if v not in mine]
    if visits:
        yield "a visit in no shift"


def _lent(case: PlanningCase, nurse: Nurse, visit: PlannedVisit) -> bool:
    """Whether another nurse of a visit holds the session at its site, and this one does not."""

    def holds(other: Nurse) -> bool:
        more = sum(x.minutes for x in case.longer if (x.nurse, x.day) == (other.code, visit.day))
        return any(
            visit.day.weekday() in shift.weekdays
            and shift.place == visit.site
            and shift.start <= visit.minute
            and visit.minute + visit.minutes <= shift.end + more
            for shift in other.roster
        )

    others = [other for other in case.nurses if other.code in visit.nurses and other != nurse]
    return bool(visit.site) and not holds(nurse) and any(map(holds, others))


def _break(case: PlanningCase, painted: set[int], start: int, end: int) -> Iterator[str]:
    first, last = min(painted), max(painted)
    long_day = last + 1 - first > case.rules.break_after_minutes
    free = longest = 0
    for minute in range(first if long_day else start, last if long_day else end):
        free = 0 if minute in painted else free + 1
        longest = max(longest, free)
    if longest < case.rules.break_minutes:
        yield "no break"


def _chairs(case: PlanningCase, plan: Plan) -> list[str]:
    chairs = {site.code: site.chairs for site in case.sites}
    found = []
    for visit in plan.visits:
        if visit.locked or not visit.site:
            continue
        for minute in range(visit.minute, visit.minute + visit.minutes):
            there = [
                v
                for v in plan.visits
                if (v.site, v.day) == (visit.site, visit.day)
                and v.minute <= minute < v.minute + v.minutes
            ]
            if len(there) > chairs.get(visit.site, 1):
                found.append(f"{visit.site} {visit.day}: no chair for {visit.patient}")
                break
    return found
