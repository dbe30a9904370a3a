"""Jobs: the visits a plan has to hold, those that stay as they are and those still to place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pumpsched.domain.planning_case import Demand, PlanningCase
from pumpsched.domain.visits import Visit, VisitKind, VisitStatus

SCALE = 1000
"""Prices in a search are whole thousandths of a minute."""


@dataclass(frozen=True, slots=True)
class Job:
    """A visit of a plan in the making.

    Attributes:
        index: Its place in the list of jobs.
        minutes: How long it takes.
        nurses_needed: One or two.
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
    appointments = sorted(_appointments(case), key=lambda v: (v.day, v.minute, v.code))
    demands = {demand.code: demand for demand in case.demands}
    movable = _movable(case, appointments)
    jobs: list[Job] = []
    for visit in appointments:
        if visit.code not in {moved.code for moved in movable.values()}:
            kept = Job(
                len(jobs),
                visit.patient,
                visit.minutes,
                len(visit.nurses),
                demands.get(visit.patient) if visit.kind is VisitKind.REFILL else None,
                kept=visit,
            )
            jobs.append(kept)
    for demand in sorted(_to_place(case, movable), key=lambda d: urgency_key(d, case.start)):
        booked = movable.get(demand.code)
        jobs.append(
            Job(
                len(jobs),
                demand.code,
                booked.minutes if booked else demand.patient.visit_minutes,
                demand.patient.nurses_needed,
                demand,
                booked=booked,
                left_out_price=left_out_price(case, demand),
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


def is_covered(case: PlanningCase, demand: Demand) -> bool:
    """Whether a confirmed refill stands where it serves the window.

    One before the window opens serves it too; for someone already late any day does.
    """
    late = demand.refill_by < case.start
    return any(
        visit.patient == demand.code
        and visit.kind is VisitKind.REFILL
        and visit.status is VisitStatus.CONFIRMED
        and visit.day > demand.filled_on
        and case.start <= visit.day <= case.last
        and (late or visit.day <= demand.refill_by)
        for visit in case.visits
    )


def _appointments(case: PlanningCase) -> Iterator[Visit]:
    for visit in case.visits:
        if visit.status.is_open and case.start <= visit.day <= case.last:
            yield visit


def _movable(case: PlanningCase, appointments: Sequence[Visit]) -> dict[str, Visit]:
    """The first booked refill of each patient whom planning may move, by patient."""
    windows = {demand.code: demand for demand in case.demands}
    found: dict[str, Visit] = {}
    for visit in appointments:
        demand = windows.get(visit.patient)
        if demand is None or visit.patient in found or is_covered(case, demand):
            continue
        if visit.kind is VisitKind.REFILL and visit.status is VisitStatus.BOOKED:
            found[visit.patient] = visit
    return found


def _to_place(case: PlanningCase, movable: dict[str, Visit]) -> Iterator[Demand]:
    for demand in case.demands:
        due = demand.refill_by <= case.last or demand.code in movable
        if due and not is_covered(case, demand):
            yield demand
