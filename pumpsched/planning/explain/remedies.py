"""Why someone is left out, and the smallest change that would free a slot.

A change is named only if planning again with it, from the same appointments or from those of the
plan once they are booked, leaves the patient in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from pumpsched.domain.calendars import day_text
from pumpsched.planning.case import PlanningCase
from pumpsched.planning.construct import resume
from pumpsched.planning.explain.easings import Easing, easings
from pumpsched.planning.insertion import best_insertion
from pumpsched.planning.planner import plan_visits
from pumpsched.planning.problem import Problem
from pumpsched.planning.proposal import Plan, PlannedVisit
from pumpsched.planning.rulebook import Constraint

TRIES = 6
"""How often planning again may end without the patient before no change is named."""

Planner = Callable[[PlanningCase], Plan]


@dataclass(frozen=True, slots=True)
class Remedy:
    """A change that gives a patient a visit.

    Attributes:
        easing: The change.
        visit: The visit that planning again gives.
        case: What was planned again: the changed case, the plan booked if ``booked_first``.
        plan: The plan of it.
        booked_first: Whether the others have to be booked as planned before the change; otherwise
            one of them would take what it frees.
    """

    easing: Easing
    visit: PlannedVisit
    case: PlanningCase
    plan: Plan
    booked_first: bool = False

    @property
    def words(self) -> str:
        """The visit and the condition: ``Tue 8 Dec 2026 if nurse N2 worked until 17:00``."""
        day = self.easing.day
        other_day = f" on {day_text(day)}" if day is not None and day != self.visit.day else ""
        booked = ", once this plan is booked" if self.booked_first else ""
        return f"{day_text(self.visit.day)} {self.easing.words}{other_day}{booked}"


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why someone is left out: the first rule that leaves no slot, and what would free one."""

    patient: str
    reason: str
    detail: str
    remedy: Remedy | None = None

    @property
    def change(self) -> str:
        """The visit and its condition; empty if no single change was found to help."""
        return self.remedy.words if self.remedy else ""


def why_not(
    case: PlanningCase, plan: Plan, patient: str, *, planner: Planner = plan_visits
) -> WhyNot | None:
    """Why a patient is left out, and what would free a slot; None if the patient is not."""
    out = next((one for one in plan.unplaced if one.patient == patient), None)
    if out is None:
        return None
    remedy = next(remedies(case, plan, patient, planner=planner), None)
    return WhyNot(patient, out.reason, out.detail, remedy)


def remedies(
    case: PlanningCase, plan: Plan, patient: str, *, planner: Planner = plan_visits
) -> Iterator[Remedy]:
    """Every single change found to help someone left out, the smallest first."""
    reason = next(Constraint(one.reason) for one in plan.unplaced if one.patient == patient)
    demand = next(demand for demand in case.demands if demand.code == patient)
    failed = 0
    for _, group in groupby(easings(case, demand, reason), key=lambda e: (e.rule, e.size)):
        fitting = [(cost, n, e) for n, e in enumerate(group) if (cost := _cost(plan, e, patient))]
        for _, _, easing in sorted(fitting, key=lambda each: each[:2]):
            remedy = _planned_again(plan, easing, patient, planner)
            if remedy is not None:
                yield remedy
                break
            failed += 1
            if failed >= TRIES:
                return


def _cost(plan: Plan, easing: Easing, patient: str) -> tuple[int, int] | None:
    """Tier and price of a slot under an easing, everyone else as planned; None without one."""
    problem = Problem(easing.case)
    job = problem.job_of(patient)
    slots = {
        slot
        for slot in problem.eligible[job].by_slot
        if easing.day is None or problem.slots[slot].day == easing.day
    }
    way = best_insertion(resume(problem, plan), job, only=slots) if slots else None
    return None if way is None else (way.tier, way.cost)


def _planned_again(plan: Plan, easing: Easing, patient: str, planner: Planner) -> Remedy | None:
    for booked_first in (False, True):
        case = with_bookings(easing.case, plan) if booked_first else easing.case
        again = planner(case)
        visit = next((v for v in again.visits if v.patient == patient and not v.locked), None)
        if visit is not None:
            return Remedy(easing, visit, case, again, booked_first)
    return None


def with_bookings(case: PlanningCase, plan: Plan) -> PlanningCase:
    """A case in which a plan is booked."""
    known = {visit.code: visit for visit in case.visits}
    fresh = (visit for visit in plan.visits if not visit.code)
    for number, visit in enumerate(fresh, 1):
        known[f"plan-{number}"] = visit.booked(f"plan-{number}")
    for visit in plan.visits:
        if visit.moved:
            known[visit.code] = visit.booked(visit.code)
    return replace(case, visits=tuple(known.values()))
