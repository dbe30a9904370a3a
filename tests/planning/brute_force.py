"""The cheapest plan of a handful of home visits, by trying every route of every subset.

For clinics with home routes of shifts up to six hours, one nurse a visit and no appointments yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import permutations

from tests.builders.plans import Demand, PlanningCase
from tests.builders.values import Nurse
from tests.planning.second_checker import trip_minutes


@dataclass(frozen=True, slots=True, order=True)
class Best:
    """Left out and late refills, then the cost [minutes]."""

    left_out: int
    late: int
    cost: Fraction


def cheapest(case: PlanningCase) -> Best:
    """The fewest left out, then the fewest late, then the least cost."""
    demands = case.demands
    table = {0: Best(0, 0, Fraction(0))}
    for day in case.days():
        for nurse in case.nurses:
            routes = _routes(case, nurse, day)
            table = _combined(table, routes)
    answers = []
    for done, best in table.items():
        missing = [d for i, d in enumerate(demands) if not done >> i & 1]
        price = sum((_left_out(case, demand) for demand in missing), Fraction(0))
        answers.append(Best(len(missing), best.late, best.cost + price))
    return min(answers)


def _combined(table: dict[int, Best], routes: dict[int, Best]) -> dict[int, Best]:
    found = dict(table)
    for done, so_far in table.items():
        for more, route in routes.items():
            if done & more:
                continue
            best = Best(0, so_far.late + route.late, so_far.cost + route.cost)
            key = done | more
            if key not in found or best < found[key]:
                found[key] = best
    return found


def _routes(case: PlanningCase, nurse: Nurse, day: date) -> dict[int, Best]:
    """The best route of each subset of patients on a nurse's day."""
    shifts = [hours for hours in nurse.roster if day.weekday() in hours.weekdays]
    if not shifts or not case.working.is_open(day):
        return {}
    may = [
        i
        for i, d in enumerate(case.demands)
        if nurse.may_refill(d.family)
        and (d.opens_on <= day <= d.refill_by or d.refill_by < case.start)
    ]
    found: dict[int, Best] = {}
    for size in range(1, len(may) + 1):
        for order in permutations(may, size):
            stops = [case.demands[i] for i in order]
            minutes = _driving(case, nurse, stops, shifts[0].start, shifts[0].end)
            if minutes is None:
                continue
            late = sum(day > demand.refill_by for demand in stops)
            price = sum((_price(demand, nurse, day) for demand in stops), Fraction(minutes))
            key = sum(1 << i for i in order)
            best = Best(0, late, price)
            if key not in found or best < found[key]:
                found[key] = best
    return found


def _driving(
    case: PlanningCase, nurse: Nurse, order: list[Demand], clock: int, end: int
) -> int | None:
    here, driving = nurse.code, 0
    for demand in order:
        way = trip_minutes(case, here, demand.code) or 0
        clock, driving, here = clock + way, driving + way, demand.code
        hours = list(demand.patient.availability)
        clock = max([clock, *(h.start for h in hours)])
        clock += -clock % case.rules.start_grid_minutes
        clock += demand.patient.visit_minutes
        if any(clock > h.end for h in hours):
            return None
    home = trip_minutes(case, here, nurse.code) or 0
    return driving + home if clock + home <= end else None


def _price(demand: Demand, nurse: Nurse, day: date) -> Fraction:
    ahead = (demand.refill_by - day).days
    share = Fraction(demand.patient.visit_minutes + 30, (demand.refill_by - demand.filled_on).days)
    other = 20 if demand.last_nurse not in ("", nurse.code) else 0
    return max(0, ahead) * share + max(0, -ahead) * 500 * (6 - demand.rank) + other


def _left_out(case: PlanningCase, demand: Demand) -> Fraction:
    days = (case.last - demand.refill_by).days + 1
    return Fraction((500 * days + 2000) * (6 - demand.rank))
