"""What a plan costs, part by part, in minutes of a nurse's time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from fractions import Fraction
from math import ceil

from pumpsched.domain.people import Setting
from pumpsched.domain.plan import Load, PlannedVisit, Route, Totals, Unplaced
from pumpsched.domain.planning_case import Demand, PlanningCase
from pumpsched.domain.visits import VisitKind
from pumpsched.planning.windows import last_days_price

Refill = tuple[PlannedVisit, Demand]


def totals_of(
    case: PlanningCase,
    visits: Sequence[PlannedVisit],
    unplaced: Sequence[Unplaced],
    routes: Sequence[Route],
) -> Totals:
    """The totals of a plan; refills of patients with a window are priced, locked ones too."""
    rules, demands = case.rules, {demand.code: demand for demand in case.demands}
    refills = [
        (visit, demands[visit.patient])
        for visit in visits
        if visit.kind is VisitKind.REFILL and visit.patient in demands
    ]
    travel, overtime = sum(route.travel_min for route in routes), overtime_of(case, routes)
    moved = sum(visit.moved for visit in visits)
    cost = {
        "travel": travel * rules.price_travel,
        "overtime": overtime * rules.price_overtime,
        "other_nurse": _with_another_nurse(refills) * rules.price_other_nurse,
        "early": _brought_forward(case, refills),
        "last_days": sum(last_days_price(case, demand, visit.day) for visit, demand in refills),
        "home_in_clinic": _home_in_clinic(refills) * rules.price_home_in_clinic,
        "moved": moved * rules.price_moved,
        "late": _weighted_late_days(refills) * rules.price_late_day,
        "left_out": sum(_left_out(case, demands[one.patient]) for one in unplaced),
    }
    return Totals(
        travel_min=travel,
        travel_m=sum(route.travel_m for route in routes),
        overtime_min=overtime,
        visits=len(visits),
        late=sum(visit.late for visit in visits),
        unplaced=len(unplaced),
        moved=moved,
        cost=cost,
        booked=sum(visit.code != "" and not visit.locked for visit in visits),
        with_usual=sum(demand.usual_nurse != "" for visit, demand in refills if visit.nurses),
        by_usual=sum(demand.usual_nurse in visit.nurses for visit, demand in refills),
        load=_load("", routes),
        loads=tuple(
            _load(nurse, [route for route in routes if route.nurse == nurse])
            for nurse in sorted({route.nurse for route in routes})
        ),
    )


def _load(nurse: str, routes: Sequence[Route]) -> Load:
    days = sorted(_worked(routes).values())
    if not days:
        return Load(nurse)
    middle = len(days) // 2
    return Load(
        nurse=nurse,
        days=len(days),
        visits=sum(len(route.stops) for route in routes),
        travel_min=sum(route.travel_min for route in routes),
        work_min=sum(days),
        least_min=days[0],
        median_min=days[middle] if len(days) % 2 else (days[middle - 1] + days[middle]) // 2,
        most_min=days[-1],
    )


def _worked(routes: Iterable[Route]) -> dict[tuple[str, date], int]:
    """Minutes of each nurse-day, its routes taken together."""
    worked: dict[tuple[str, date], int] = {}
    for route in routes:
        key = (route.nurse, route.day)
        worked[key] = worked.get(key, 0) + route.end - route.start
    return worked


def overtime_of(case: PlanningCase, routes: Sequence[Route]) -> int:
    """Minutes past the regular day, the routes of a nurse's day taken together."""
    days = _worked(routes).values()
    return sum(max(0, minutes - case.rules.regular_minutes) for minutes in days)


def _with_another_nurse(refills: Sequence[Refill]) -> int:
    return sum(
        bool(visit.nurses) and demand.usual_nurse not in ("", *visit.nurses)
        for visit, demand in refills
    )


def _home_in_clinic(refills: Sequence[Refill]) -> int:
    return sum(
        demand.patient.setting is Setting.HOME and visit.setting is Setting.CLINIC
        for visit, demand in refills
    )


def _brought_forward(case: PlanningCase, refills: Sequence[Refill]) -> int:
    """The shares of the visits brought forward, rounded up once."""
    share = Fraction(0)
    for visit, demand in refills:
        days = max(0, (demand.refill_by - visit.day).days)
        extra = case.rules.price_early_extra
        share += Fraction(days * (visit.minutes + extra), demand.interval_days)
    return ceil(share)


def _weighted_late_days(refills: Sequence[Refill]) -> int:
    return sum(max(0, (v.day - demand.refill_by).days) * demand.urgency for v, demand in refills)


def _left_out(case: PlanningCase, demand: Demand) -> int:
    days = max(0, (case.last + timedelta(days=1) - demand.refill_by).days)
    rules = case.rules
    return demand.urgency * (days * rules.price_late_day + rules.price_left_out)
