"""What can be offered to one patient now, everybody else's appointments as they are.

A slot gives an offer for the morning, one for the afternoon and one for any time of the day: the
cheapest place in its route, as early as that allows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from pumpsched.domain.calendars import Hours
from pumpsched.domain.clinic import Setting, Visit, VisitKind, VisitStatus
from pumpsched.planning.by_key import grouped
from pumpsched.planning.case import Demand, PlanningCase
from pumpsched.planning.construct import seat_kept
from pumpsched.planning.explain.remedies import WhyNot, why_not
from pumpsched.planning.insertion import Insertion, best_insertion
from pumpsched.planning.jobs import SCALE, Job
from pumpsched.planning.problem import PlanningProblem
from pumpsched.planning.report import plan_of
from pumpsched.planning.state import PlanState

ANY_DAY = frozenset(range(7))
MIDDAY, MIDNIGHT = 12 * 60, 24 * 60
ALWAYS = (Hours(ANY_DAY, 0, MIDNIGHT),)
PARTS = ((0, MIDDAY), (MIDDAY, MIDNIGHT), (0, MIDNIGHT))
"""Parts of the day in which a slot is asked for an offer [minutes after midnight]."""
AFTER_DRUG = timedelta(days=7)
"""How far offers go at least from the day on which a late drug is there."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A visit that can be had.

    Attributes:
        visit: The visit as it would be booked; one that is booked already keeps its code.
        cost_min: Its price, driving and overtime included [minutes].
        travel_min: What it adds to the driving of its nurses [minutes].
        moves: The booked visit whose place it takes.
    """

    visit: Visit
    cost_min: int
    travel_min: int
    moves: Visit | None = None


def asked_case(case: PlanningCase, patient: str) -> PlanningCase:
    """The case in which one patient's next refill is free and every other appointment stands.

    A refill of today whose time is over stands at no minute that could be offered again.
    """
    mine = [v for v in case.visits if v.patient == patient and v.kind is VisitKind.REFILL]
    coming = [v for v in mine if v.status.is_open and v.day >= case.today]
    own = min(coming, key=lambda v: (v.day, v.minute), default=None)

    def standing(visit: Visit) -> Visit:
        if visit is own:
            now = case.from_minute if visit.day == case.today else 0
            minute = max(visit.minute, min(now, MIDNIGHT - 1))
            return visit._replace(status=VisitStatus.BOOKED, minute=minute)
        return visit._replace(status=VisitStatus.CONFIRMED) if visit.status.is_open else visit

    asked = [demand for demand in case.demands if demand.code == patient]
    others = tuple(demand.patient for demand in case.demands if demand.code != patient)
    days = [case.last, *(demand.refill_by for demand in asked)]
    days += [
        each.drug_on + AFTER_DRUG for each in asked if each.drug_on and each.drug_on > case.today
    ]
    return replace(
        case,
        last=max([*days, own.day] if own else days),
        demands=tuple(asked),
        others=(*case.others, *others),
        visits=tuple(map(standing, case.visits)),
    )


def openings(case: PlanningCase, wanted: tuple[Hours, ...] = ()) -> list[Offer]:
    """What the one patient of an asked case can be offered within wanted hours, cheapest first."""
    (demand,) = case.demands
    hours = demand.patient.availability or ALWAYS
    hours = _both(hours, wanted) if wanted else hours
    found: dict[tuple[object, ...], Offer] = {}
    for start, end in PARTS:
        within = _both(hours, (Hours(ANY_DAY, start, end),))
        for offer in _offers_within(case, demand, within) if within else ():
            visit = offer.visit
            found.setdefault((visit.day, visit.minute, visit.nurses, visit.site), offer)
    return sorted(
        found.values(),
        key=lambda o: (o.cost_min, o.visit.day, o.visit.minute, o.visit.nurses, o.visit.site),
    )


def no_offer(case: PlanningCase) -> WhyNot | None:
    """Why the one patient of an asked case can be offered nothing, and what would make a slot."""
    (demand,) = case.demands
    state = _others_seated(PlanningProblem(case))
    return why_not(case, plan_of(state), demand.code)


def _both(some: Iterable[Hours], others: Iterable[Hours]) -> tuple[Hours, ...]:
    """The hours that are in both."""
    pairs = ((one, other) for one in some for other in others)
    both = (
        Hours(one.weekdays & other.weekdays, max(one.start, other.start), min(one.end, other.end))
        for one, other in pairs
    )
    return tuple(hours for hours in both if hours.weekdays and hours.start < hours.end)


def _others_seated(problem: PlanningProblem) -> PlanState:
    state = PlanState(problem)
    seat_kept(state)
    for job in problem.jobs:
        if job.kept is None:
            state.leave_out(job.index)
    return state


def _offers_within(case: PlanningCase, demand: Demand, hours: tuple[Hours, ...]) -> Iterator[Offer]:
    patient = demand.patient._replace(availability=hours)
    problem = PlanningProblem(replace(case, demands=(replace(demand, patient=patient),)))
    state = _others_seated(problem)
    job = next((job for job in problem.jobs if job.kept is None), None)
    if job is None:
        return
    eligible = problem.eligible[job.index]
    together = grouped(eligible.by_slot, lambda slot: (problem.slots[slot].day, slot))
    if job.nurses_needed > 1:
        together = grouped(eligible.by_slot, lambda slot: (problem.slots[slot].day, 0))
        for (day, _), slots in together.items():
            slots += [lender.index for lender in eligible.lenders.get(day, ())]
    for slots in together.values():
        way = best_insertion(state, job.index, only=set(slots))
        if way is not None:
            yield _offer(state, job, way)


def _offer(state: PlanState, job: Job, way: Insertion) -> Offer:
    problem, placement = state.problem, way.placement
    (route, times), slots = way.routes[0], placement.slots
    own = [problem.slots[slot] for slot in slots]
    site = placement.site or own[0].site_code
    more = sum(
        after.travel - state.times[slot].travel
        for slot, (_, after) in zip(slots, way.routes, strict=True)
    )
    visit = Visit(
        code=job.booked.code if job.booked else "",
        patient=job.patient,
        kind=VisitKind.REFILL,
        day=own[0].day,
        minute=times.starts[route.index(job.index)],
        minutes=job.minutes,
        setting=Setting.CLINIC if site else Setting.HOME,
        site=site,
        nurses=tuple(slot.nurse.code for slot in own),
    )
    return Offer(visit, -(-way.cost // SCALE), more, job.booked)
