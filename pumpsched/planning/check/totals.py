"""The totals of a plan, counted afresh from its visits, routes and those left out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from pumpsched.domain.clinic import Setting, VisitKind
from pumpsched.planning.case import PlanningCase
from pumpsched.planning.proposal import COST_PARTS, Plan, Workload


def check_totals(case: PlanningCase, plan: Plan) -> Iterator[str]:
    """Each figure of the totals that the plan does not bear out."""
    totals = plan.totals
    counted = {
        "travel_min": sum(route.travel_min for route in plan.routes),
        "travel_m": sum(route.travel_m for route in plan.routes),
        "overtime_min": _overtime(case, plan),
        "visits": len(plan.visits),
        "late": len([visit for visit in plan.visits if visit.late]),
        "unplaced": len(plan.unplaced),
        "moved": len([visit for visit in plan.visits if visit.moved]),
        "booked": len([visit for visit in plan.visits if visit.code and not visit.locked]),
    }
    counted |= _continuity(case, plan)
    for name, value in counted.items():
        if getattr(totals, name) != value:
            yield f"{name} is {getattr(totals, name)}, counted {value}"
    yield from _check_loads(plan)
    prices = _prices(case, plan)
    if set(totals.cost) != set(COST_PARTS):
        yield f"the parts of the cost are {sorted(totals.cost)}"
    for part, exact in prices.items():
        value = -(-exact.numerator // exact.denominator)
        if totals.cost.get(part) != value:
            yield f"the cost of {part} is {totals.cost.get(part)}, counted {value}"


def _continuity(case: PlanningCase, plan: Plan) -> dict[str, int]:
    """How many refills have a usual nurse, and how many she makes."""
    usual = {d.code: d.patient.preferred_nurse or d.last_nurse for d in case.demands}
    known = [
        usual[visit.patient] in visit.nurses
        for visit in plan.visits
        if visit.kind is VisitKind.REFILL and visit.nurses and usual.get(visit.patient)
    ]
    return {"with_usual": len(known), "by_usual": known.count(True)}


def _check_loads(plan: Plan) -> Iterator[str]:
    """Each nurse's work that her routes do not bear out."""
    days: dict[str, dict[date, int]] = {}
    for route in plan.routes:
        hers = days.setdefault(route.nurse, {})
        hers[route.day] = hers.get(route.day, 0) + route.end - route.start
    loads = plan.totals.loads
    if [load.nurse for load in loads] != sorted(days):
        yield f"the work is told of {[load.nurse for load in loads]}, done by {sorted(days)}"
        return
    everyone = [minutes for hers in days.values() for minutes in hers.values()]
    for nurse, load in zip(("", *sorted(days)), (plan.totals.load, *loads), strict=True):
        worked = sorted(days[nurse].values() if nurse else everyone) or [0]
        routes = [route for route in plan.routes if nurse in ("", route.nurse)]
        found = Workload(
            nurse=nurse,
            days=len(worked) if routes else 0,
            visits=sum(len(route.stops) for route in routes),
            travel_min=sum(route.travel_min for route in routes),
            work_min=sum(worked),
            least_min=worked[0],
            median_min=(worked[(len(worked) - 1) // 2] + worked[len(worked) // 2]) // 2,
            most_min=worked[-1],
        )
        if load != found:
            yield f"the work of {nurse or 'all nurses'} is {load}, counted {found}"


def _overtime(case: PlanningCase, plan: Plan) -> int:
    days: dict[tuple[str, date], int] = {}
    for route in plan.routes:
        days[route.nurse, route.day] = (
            days.get((route.nurse, route.day), 0) + route.end - route.start
        )
    return sum(max(0, worked - case.rules.regular_minutes) for worked in days.values())


def _prices(case: PlanningCase, plan: Plan) -> dict[str, Fraction]:
    """Every part of the cost, exact."""
    rules = case.rules
    prices = dict.fromkeys(COST_PARTS, Fraction(0))
    prices["travel"] += rules.price_travel * sum(route.travel_min for route in plan.routes)
    prices["overtime"] += rules.price_overtime * _overtime(case, plan)
    windows = {demand.code: demand for demand in case.demands}
    for visit in plan.visits:
        demand = windows.get(visit.patient)
        prices["moved"] += rules.price_moved * visit.moved
        if demand is None or visit.kind is not VisitKind.REFILL:
            continue
        weight = max(1, 6 - demand.rank)
        ahead = (demand.refill_by - visit.day).days
        interval = max(1, (demand.refill_by - demand.filled_on).days)
        if ahead > 0:
            prices["early"] += Fraction(ahead * (visit.minutes + rules.price_early_extra), interval)
        else:
            prices["late"] += -ahead * weight * rules.price_late_day
        prices["last_days"] += _price_of_little_room(case, visit.day, demand.refill_by)
        usual = demand.patient.preferred_nurse or demand.last_nurse
        if usual and visit.nurses and usual not in visit.nurses:
            prices["other_nurse"] += rules.price_other_nurse
        if demand.patient.setting is Setting.HOME and visit.setting is Setting.CLINIC:
            prices["home_in_clinic"] += rules.price_home_in_clinic
    for one in plan.unplaced:
        demand = windows.get(one.patient)
        if demand is not None:
            days = max(0, (case.last - demand.refill_by).days + 1)
            weight = max(1, 6 - demand.rank)
            prices["left_out"] += weight * (days * rules.price_late_day + rules.price_left_out)
    return prices


def _price_of_little_room(case: PlanningCase, day: date, refill_by: date) -> int:
    """The price of a visit by how many working days are left of its window for a second one."""
    ahead = [day + timedelta(days=1 + n) for n in range((refill_by - day).days)]
    used = case.rules.reserve_days - sum(map(case.working.is_open, ahead))
    return max(0, used * case.rules.price_last_days // case.rules.reserve_days)
