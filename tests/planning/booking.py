"""A plan turned into appointments, to plan again from."""

from __future__ import annotations

from dataclasses import replace

from tests.builders.plans import Plan, PlanningCase
from tests.builders.values import Visit, VisitStatus


def booked(case: PlanningCase, plan: Plan) -> PlanningCase:
    """The case after ``plan --apply``: every new visit is in the book."""
    moved = {visit.code for visit in plan.visits if visit.code}
    fresh = tuple(
        Visit(
            code=visit.code or f"B{number}",
            patient=visit.patient,
            kind=visit.kind,
            day=visit.day,
            minute=visit.minute,
            minutes=visit.minutes,
            setting=visit.setting,
            site=visit.site,
            nurses=visit.nurses,
            status=VisitStatus.BOOKED,
        )
        for number, visit in enumerate(plan.visits)
        if not visit.locked
    )
    locked = {visit.code for visit in plan.visits if visit.locked}
    kept = tuple(v for v in case.visits if v.code not in moved or v.code in locked)
    return replace(case, visits=(*kept, *fresh))
