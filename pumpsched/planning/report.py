"""From a state to a plan: visits with their findings, routes, who is left out, totals.

What a plan costs is told part by part, in minutes of a nurse's time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from math import ceil

from pumpsched.domain import findings
from pumpsched.domain.authorizations import ASK_BY
from pumpsched.domain.calendars import clock_text, day_text
from pumpsched.domain.clinic import Setting, Visit, VisitKind
from pumpsched.domain.findings import EXCHANGE_DUE, Finding, Severity
from pumpsched.domain.travel import NO_TRIP, Trip
from pumpsched.planning.case import Demand, PlanningCase
from pumpsched.planning.eligibility import last_days_price
from pumpsched.planning.jobs import SCALE, Job, left_out_price
from pumpsched.planning.problem import PlanningProblem
from pumpsched.planning.proposal import Plan, PlannedVisit, Route, Totals, Unplaced, Workload
from pumpsched.planning.rulebook import Constraint
from pumpsched.planning.state import PlanState

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
        "other_nurse": rules.price_other_nurse
        * sum(bool(v.nurses) and d.usual_nurse not in ("", *v.nurses) for v, d in refills),
        "early": _brought_forward(case, refills),
        "last_days": sum(last_days_price(case, demand, visit.day) for visit, demand in refills),
        "home_in_clinic": rules.price_home_in_clinic
        * sum((d.patient.setting, v.setting) == (Setting.HOME, Setting.CLINIC) for v, d in refills),
        "unauthorized": rules.price_unauthorized
        * sum(finding.code == findings.UNAUTHORIZED for v, _ in refills for finding in v.findings),
        "moved": moved * rules.price_moved,
        "late": rules.price_late_day
        * sum(max(0, (v.day - demand.refill_by).days) * demand.urgency for v, demand in refills),
        "left_out": sum(left_out_price(case, demands[o.patient]) for o in unplaced) // SCALE,
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


def _load(nurse: str, routes: Sequence[Route]) -> Workload:
    days = sorted(_worked(routes).values())
    if not days:
        return Workload(nurse)
    middle = len(days) // 2
    return Workload(
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
    worked = Counter[tuple[str, date]]()
    for route in routes:
        worked[route.nurse, route.day] += route.end - route.start
    return worked


def overtime_of(case: PlanningCase, routes: Sequence[Route]) -> int:
    """Minutes past the regular day, the routes of a nurse's day taken together."""
    days = _worked(routes).values()
    return sum(max(0, minutes - case.rules.regular_minutes) for minutes in days)


def _brought_forward(case: PlanningCase, refills: Sequence[Refill]) -> int:
    """The shares of the visits brought forward, rounded up once."""
    share = Fraction(0)
    for visit, demand in refills:
        days = max(0, (demand.refill_by - visit.day).days)
        extra = case.rules.price_early_extra
        share += Fraction(days * (visit.minutes + extra), demand.interval_days)
    return ceil(share)


def plan_of(state: PlanState) -> Plan:
    """The plan a state stands for."""
    problem, case = state.problem, state.problem.case
    legs = [_legs(state, slot) for slot in range(len(problem.slots))]
    visits = sorted(
        (_visit(state, problem.jobs[job], legs) for job in state.placed),
        key=lambda visit: (visit.day, visit.minute, visit.patient, visit.code),
    )
    unplaced = tuple(_unplaced(problem, problem.jobs[job]) for job in sorted(state.left_out))
    routes = sorted(_routes(state, legs), key=lambda route: (route.day, route.nurse, route.start))
    told = tuple(_in_their_order(case, visits))
    totals = totals_of(case, told, unplaced, tuple(routes))
    return Plan(case.first, case.last, told, unplaced, tuple(routes), totals)


def _legs(state: PlanState, slot: int) -> list[Trip]:
    """The ways of a route, the one home last; nothing in a clinic."""
    own, route = state.problem.slots[slot], state.stops[slot]
    if not own.is_home or not route:
        return [NO_TRIP] * (len(route) + 1)
    places = [own.nurse.code, *map(state.stop_of, route), own.nurse.code]
    return [state.problem.travel.trip(a, b) or NO_TRIP for a, b in pairwise(places)]


def _routes(state: PlanState, legs: list[list[Trip]]) -> Iterator[Route]:
    for slot, route, times in zip(state.problem.slots, state.stops, state.times, strict=True):
        if route:
            yield Route(
                nurse=slot.nurse.code,
                day=slot.day,
                place=slot.place,
                start=times.leaves,
                end=times.back,
                travel_min=sum(leg.minutes for leg in legs[slot.index]),
                travel_m=sum(leg.metres for leg in legs[slot.index]),
                stops=tuple(state.problem.jobs[job].patient for job in route),
            )


def _visit(state: PlanState, job: Job, legs: list[list[Trip]]) -> PlannedVisit:
    problem, slots = state.problem, state.placed[job.index].slots
    leading = [legs[slot][state.stops[slot].index(job.index)] for slot in slots]
    demand, known = job.demand, job.kept or job.booked
    if job.kept is not None:
        day, minute, nurses = job.kept.day, job.kept.minute, job.kept.nurses
        site, setting, kind = job.kept.site, job.kept.setting, job.kept.kind
    else:
        own = problem.slots[slots[0]]
        nurses = tuple(problem.slots[slot].nurse.code for slot in slots)
        day, site, kind = own.day, own.site_code, VisitKind.REFILL
        minute = state.times[own.index].starts[state.stops[own.index].index(job.index)]
        setting = Setting.HOME if own.is_home else Setting.CLINIC
    visit = PlannedVisit(
        patient=job.patient,
        day=day,
        minute=minute,
        minutes=job.minutes,
        setting=setting,
        site=site,
        nurses=nurses,
        refill_by=demand.refill_by if demand else None,
        opens_on=demand.opens_on if demand else None,
        travel_min=sum(leg.minutes for leg in leading),
        travel_m=sum(leg.metres for leg in leading),
        locked=job.kept is not None,
        late=demand is not None and day > demand.refill_by,
        moved=job.booked is not None and not _stands(job.booked, day, minute, site, nurses),
        code=known.code if known else "",
        kind=kind,
    )
    of_refill = _findings(problem, job, demand, visit) if demand else ()
    return replace(visit, findings=(*of_refill, *_conflict(state, job)))


def _in_their_order(case: PlanningCase, visits: Sequence[PlannedVisit]) -> Iterator[PlannedVisit]:
    """The visits; that of somebody urgent tells who could wait and comes before all the same."""
    demands = {demand.code: demand for demand in case.demands}
    could_wait: dict[tuple[str, date], PlannedVisit] = {}
    for visit in visits:
        demand, days = demands.get(visit.patient), [(nurse, visit.day) for nurse in visit.nurses]
        is_urgent = demand is not None and demand.urgency_on(visit.day)
        if demand is not None and not is_urgent:
            for day in days:
                could_wait.setdefault(day, visit)
        ahead = [could_wait[day] for day in days if day in could_wait]
        ahead = [other for other in ahead if other.minute < visit.minute]
        if is_urgent and visit.kind is VisitKind.REFILL and ahead:
            visit = replace(visit, findings=(*visit.findings, _second_to(ahead[0])))
        yield visit


def _second_to(other: PlannedVisit) -> Finding:
    at = f"{other.patient} at {clock_text(other.minute)}"
    text = f"empty or in alarm, and {at} comes before and could wait"
    text += f": `pumpsched visit move {other.code} --at …`" if other.code else ""
    return Finding(findings.COMES_SECOND, Severity.WARNING, text)


def _stands(booked: Visit, day: date, minute: int, site: str, nurses: tuple[str, ...]) -> bool:
    """Whether a visit is where and when it was booked, with the same nurses in any order."""
    same_time = (booked.day, booked.minute, booked.site) == (day, minute, site)
    return same_time and sorted(booked.nurses) == sorted(nurses)


def _findings(
    problem: PlanningProblem, job: Job, demand: Demand, visit: PlannedVisit
) -> Iterator[Finding]:
    if demand.is_empty_on(visit.day):
        yield findings.after_empty(demand.empty_on)
    if visit.day < demand.opens_on:
        text = f"the window opens on {demand.opens_on} and has no open day: refilled before it"
        yield Finding(findings.EARLY_REFILL, Severity.WARNING, text)
    at_home = visit.setting is Setting.HOME
    if demand.patient.setting is Setting.HOME and not at_home:
        text = "no home slot is left in the window: offered in the clinic"
        yield Finding(findings.MOVED_TO_CLINIC, Severity.WARNING, text)
    if demand.schedule == "II" and at_home:
        rule = demand.home_rule_on(visit.day)
        text = f"since {rule.since}: {rule.text}" if rule else "check who may bring the drug home"
        yield Finding(findings.CONTROLLED_AT_HOME, Severity.WARNING, text)
    if demand.exchange_due:
        text = "the pump's service life ends: a refill alone does not mend it, book its exchange"
        yield Finding(EXCHANGE_DUE, Severity.URGENT, text)
    if not problem.eligibility.is_authorized(job, visit.day):
        before = visit.day - timedelta(days=1)
        ask_by = problem.case.working.last_open(before, earliest=problem.case.today)
        text = f"no authorization holds on {visit.day}: {ASK_BY}{ask_by}"
        yield Finding(findings.UNAUTHORIZED, Severity.URGENT, text)
    if job.kept is not None:
        return
    ordered = job.booked is not None and job.booked.day <= visit.day
    ready_on = problem.eligibility.ready_for(demand)
    if visit.day < ready_on and not ordered:
        text = f"an order placed today is there by {ready_on}: order in a rush"
        yield Finding(findings.RUSH_ORDER, Severity.WARNING, text)
    elif visit.day > demand.refill_by and demand.awaits_drug_on(demand.refill_by):
        text = f"the drug is there by {demand.drug_on} only: get it sooner, by a rush order"
        yield Finding(findings.RUSH_ORDER, Severity.URGENT, text)


def _conflict(state: PlanState, job: Job) -> Iterator[Finding]:
    """What an appointment that never moves contradicts first, if anything."""
    if job.kept is None:
        return
    problem, demand, numbers = state.problem, job.demand, state.placed[job.index].slots
    slots = [problem.slots[number] for number in numbers]
    is_closed = problem.eligibility.days.closes(job.patient, job.kept.day)
    if is_closed or any(slot.closed not in ("", "roster") for slot in slots):
        text = f"{job.kept.day} is closed"
    elif not state.frozen.isdisjoint(numbers):
        text = "it does not fit the nurse's shift or their other visits of the day"
    elif demand and not all(slot.nurse.may_refill(demand.family) for slot in slots):
        text = f"the nurse is not trained on {demand.family}"
    else:
        return
    said = f"{text}; it stays as it is: decide whether to move it"
    yield Finding(findings.KEPT_CONFLICT, Severity.URGENT, said)


def _unplaced(problem: PlanningProblem, job: Job) -> Unplaced:
    if job.demand is None:
        raise ValueError(f"{job.patient} has no window")
    demand, booked, reason = job.demand, job.booked, problem.eligible[job.index].reason
    detail = problem.eligibility.question(job, demand).no_slot(reason)
    if reason is Constraint.WINDOW and booked is not None and booked.day < demand.opens_on:
        detail += f"; {booked.code} on {day_text(booked.day)} is before it: cancel it"
    return Unplaced(job.patient, reason, detail, demand.refill_by)
