"""Planning visits: who needs one, the search for the best plan, its check, and booking it."""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from pumpsched.domain.clinic import WORST_FIRST, Cover, Patient, Visit, VisitKind, VisitStatus
from pumpsched.domain.errors import Conflict
from pumpsched.domain.findings import Finding, Severity
from pumpsched.domain.settings import PlanRules
from pumpsched.domain.status import Status
from pumpsched.domain.text import as_typed
from pumpsched.planning.case import Demand, PlanningCase
from pumpsched.planning.check.checker import check_plan
from pumpsched.planning.check.judge import Judge
from pumpsched.planning.planner import best_plan
from pumpsched.planning.proposal import Plan, PlannedVisit
from pumpsched.planning.search.search import Effort, Searched, Watch, executor_for, go_on
from pumpsched.usecases.chart import open_chart
from pumpsched.usecases.departures import visits_to_cancel
from pumpsched.usecases.exchanges import exchange_text
from pumpsched.usecases.judging import demand_of, drugs_there
from pumpsched.usecases.who_is_meant import practice_of
from pumpsched.usecases.worklist import Filter, items_of, next_due

if TYPE_CHECKING:
    from pumpsched.store.books import Books
    from pumpsched.store.reading.opening import ReadBooks

REMEMBERED = timedelta(days=730)
"""How far back visits tell the usual nurse and what authorizations were used."""
NO_WINDOW = "no-window"
"""Somebody has a pump to fill or to programme, and no day by which a plan could tell."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A checked plan, the case it answers, who the patients are, and what it leaves to a person."""

    case: PlanningCase
    plan: Plan
    patients: dict[str, Patient]
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Booking:
    """What booking a plan wrote: new visits, and those moved with where they were before."""

    added: tuple[Visit, ...]
    moved: tuple[tuple[Visit, Visit], ...]


def planning_case(
    books: ReadBooks, *, first: date, last: date, today: date, from_minute: int = 0
) -> PlanningCase:
    """All that a plan of the span is made from, as the books stand at a minute of today."""
    practice = practice_of(books)
    visits = tuple(books.visits(first=today - REMEMBERED))
    nurses = _last_nurses(visits)
    patients = {patient.code: patient for patient in books.patients()}
    drugs = drugs_there(books, (visit for visit in visits if visit.day >= today))
    demands = []
    for item in items_of(books, books.listing(today, None), {}, as_of=today, practice=practice):
        last_nurse = nurses.get(item.patient, "")
        demand = demand_of(item, patients[item.patient], last_nurse=last_nurse)
        if demand is not None:
            demands.append(replace(demand, drug_on=drugs.get(item.patient)))
    visited = {v.patient for v in visits if v.status.is_open and v.day >= today}
    without_window = visited - {demand.code for demand in demands}
    return PlanningCase(
        today=today,
        first=first,
        last=last,
        working=practice.working,
        demands=tuple(demands),
        nurses=tuple(books.nurses()),
        sites=tuple(books.sites()),
        closures=books.absences(),
        authorizations=tuple(books.valid_authorizations(patients)),
        visits=visits,
        legs=tuple(books.legs()),
        rules=PlanRules.of(practice),
        from_minute=from_minute,
        others=tuple(patients[code] for code in sorted(without_window)),
    )


def search(
    case: PlanningCase, effort: Effort, *, cores: int = 1, watch: Watch = go_on
) -> Searched[Proposal]:
    """The best plan that so much effort finds, checked.

    The case, the seed and the effort settle it; it does not depend on the number of processors.
    ``watch`` is told how far it is and the cost so far [minutes], and answers whether to go on.

    Raises:
        AssertionError: The plan breaks a rule: a bug, and nothing must be booked from it.
    """
    due = sum(demand.refill_by <= case.last for demand in case.demands)
    with executor_for(due, cores=cores) as executor:
        return search_in(executor, case, effort, watch=watch)


def search_in(
    executor: Executor, case: PlanningCase, effort: Effort, *, watch: Watch = go_on
) -> Searched[Proposal]:
    """What :func:`search` finds, where somebody keeps an executor for many searches."""
    found = best_plan(case, effort, executor=executor, watch=watch)
    return found.giving(checked(case, found.result))


def checked(case: PlanningCase, plan: Plan) -> Proposal:
    """The proposal of a plan that passed every check.

    Raises:
        AssertionError: It did not.
    """
    broken = check_plan(case, plan)
    if broken:
        listed = "; ".join(f"{finding.code}: {finding.message}" for finding in broken[:5])
        raise AssertionError(f"the plan breaks a rule, nothing was booked: {listed}")
    return Proposal(case, plan, {patient.code: patient for patient in case.patients()})


class Danger(NamedTuple):
    """Somebody to whom a plan sends nobody in time.

    Attributes:
        demand: Whose window it is.
        cover: How the best visit covers; :attr:`Cover.NONE` for somebody left out.
        visit: The refill visit; None for somebody left out.
        why: What keeps the visit from happening, or the reason for being left out; of a visit to
            a pump that may be empty, who could change places with it.
    """

    demand: Demand
    cover: Cover
    visit: PlannedVisit | None
    why: str


def visits_left_by(proposal: Proposal) -> tuple[dict[str, PlannedVisit], list[Visit]]:
    """The visits of a plan by their code, and every visit as it then stands, theirs first."""
    case, plan = proposal.case, proposal.plan
    statuses = {visit.code: visit.status for visit in case.visits}
    planned = {visit.code or f"new {n}": visit for n, visit in enumerate(plan.visits)}
    coming = [
        visit.booked(code)._replace(status=statuses.get(visit.code, VisitStatus.BOOKED))
        for code, visit in planned.items()
    ]
    known = {visit.code: visit for visit in case.visits}
    coming = [
        v._replace(override=known[v.code].override, overridden=known[v.code].overridden)
        if v.code in known and not planned[v.code].moved
        else v
        for v in coming
    ]
    return planned, [*coming, *(v for v in case.visits if v.code not in planned)]


def dangers(proposal: Proposal) -> list[Danger]:
    """Whoever a plan leaves uncovered, each once, the worst first."""
    case, plan = proposal.case, proposal.plan
    demands = {demand.code: demand for demand in case.demands}
    left = {one.patient: one for one in plan.unplaced}
    planned, standing = visits_left_by(proposal)
    judge = Judge(replace(case, visits=tuple(standing)))
    refills: dict[str, list[Visit]] = {}
    for visit in standing[: len(planned)]:
        if visit.kind is VisitKind.REFILL and visit.patient in demands:
            refills.setdefault(visit.patient, []).append(visit)
    found = [Danger(demands[one.patient], Cover.NONE, None, one.detail) for one in plan.unplaced]
    for patient, visits in refills.items():
        cover, best = judge.cover(demands[patient], visits)
        if cover is not Cover.OK and patient not in left and best is not None:
            why = "; ".join(breach.text for breach in judge.verdict(best).standing)
            if cover is Cover.DRY:
                why = exchange_text(case, standing, best)
            found.append(Danger(demands[patient], cover, planned[best.code], why))
    return sorted(
        found,
        key=lambda one: (
            WORST_FIRST.index(one.cover),
            one.demand.runs_low_on,
            one.demand.rank,
            one.demand.code,
        ),
    )


def visits_of_the_left(books: ReadBooks, case: PlanningCase) -> tuple[Finding, ...]:
    """What is said of visits in the span to patients who are off the list or without a pump."""
    found: list[Finding] = []
    for patient in case.others:
        chart = open_chart(books, patient.code, as_of=case.today)
        visits = (v for v in case.visits if v.patient == patient.code and v.status.is_open)
        in_span = (v for v in visits if case.start <= v.day <= case.last)
        told = visits_to_cancel(chart, in_span)
        found += [replace(each, facts=each.facts | {"patient": patient.code}) for each in told]
    return tuple(found)


def nobody_comes(books: ReadBooks, *, today: date) -> tuple[Finding, ...]:
    """Those not yet filled or programmed to whom nobody comes; no plan has a window for them."""
    unbooked = next_due(books, as_of=today, last=today, wanted=Filter(unbooked=True)).items
    return tuple(
        Finding(
            NO_WINDOW,
            Severity.WARNING,
            f"{item.status}: no window to plan in, and nobody comes: "
            f"`pumpsched visit add {as_typed(item.patient)} --at …`",
            {"patient": item.patient},
        )
        for item in unbooked
        if item.status in (Status.UNFILLED, Status.UNPROGRAMMED)
    )


def book_plan(books: Books, proposal: Proposal) -> Booking:
    """Books every new and moved visit of a proposal, all or none.

    Raises:
        Conflict: The books changed since the plan was made.
    """
    case = proposal.case
    now = planning_case(
        books, first=case.first, last=case.last, today=case.today, from_minute=case.from_minute
    )
    if now != case:
        raise Conflict(
            "The books changed since the plan was made; nothing was booked.",
            code="slot-taken",
            why=_what_changed(case, now),
            next_step="pumpsched plan (to see the plan as it is now)",
        )
    known = {visit.code: visit for visit in case.visits}
    added, moved = [], []
    for planned in proposal.plan.visits:
        if planned.code and not planned.moved:
            continue
        if planned.code:
            before = known[planned.code]
            visit = planned.booked(planned.code)._replace(kind=before.kind)
            moved.append((before, visit))
        else:
            visit = planned.booked(books.next_visit_code())
            added.append(visit)
        books.put_visit(visit)
    return Booking(tuple(added), tuple(moved))


def _what_changed(before: PlanningCase, now: PlanningCase) -> str:
    old = {visit.code: visit for visit in before.visits}
    for visit in now.visits:
        if old.get(visit.code) != visit:
            words = (visit.status, visit.at, *visit.nurses)
            return f"Visit {visit.code} of {visit.patient} is now {' '.join(words)}."
    return "A ledger, a roster or a closure is not as it was."


def _last_nurses(visits: tuple[Visit, ...]) -> dict[str, str]:
    """Who did each patient's last refill."""
    done = [v for v in visits if v.kind is VisitKind.REFILL and v.status is VisitStatus.DONE]
    done.sort(key=lambda visit: (visit.day, visit.minute))
    return {visit.patient: visit.nurses[0] for visit in done if visit.nurses}
