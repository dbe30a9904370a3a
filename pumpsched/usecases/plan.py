"""Planning visits: who needs one, the search for the best plan, its check, and booking it."""

from __future__ import annotations

from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from pumpsched.domain.clinic import Patient, Visit, VisitKind, VisitStatus
from pumpsched.domain.errors import Conflict
from pumpsched.domain.findings import EXCHANGE_DUE, Finding
from pumpsched.domain.settings import PlanRules, Practice
from pumpsched.planning.case import Demand, HomeRule, PlanningCase
from pumpsched.planning.check.checker import check_plan
from pumpsched.planning.planner import best_plan
from pumpsched.planning.proposal import Plan
from pumpsched.planning.search.search import Effort, Searched, Watch, executor_for, go_on
from pumpsched.reference import catalogue
from pumpsched.reference.shipped_catalogue import site_rules
from pumpsched.store.results import Listed
from pumpsched.usecases.chart import open_chart, practice_of
from pumpsched.usecases.departures import visits_to_cancel

if TYPE_CHECKING:
    from pumpsched.store.books import Books
    from pumpsched.store.reading.opening import ReadBooks

REMEMBERED = timedelta(days=730)
"""How far back visits tell the usual nurse and what authorizations were used."""


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
    demands = []
    for row in books.listing(today, None):
        demand = _demand(books, row, patients[row.patient], practice, today=today)
        if demand is not None:
            demands.append(replace(demand, last_nurse=nurses.get(row.patient, "")))
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
        closures=books.closures(),
        authorizations=tuple(books.authorizations()),
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
            visit = replace(planned.booked(planned.code), kind=before.kind)
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


def _demand(
    books: ReadBooks, row: Listed, patient: Patient, practice: Practice, *, today: date
) -> Demand | None:
    """What the patient asks of a plan; None without a window."""
    known = catalogue()
    outlook = row.outlook
    if outlook is not None and outlook.holds_on(today):
        filled_on, opens_on, refill_by = outlook.filled_on, outlook.opens_on, outlook.refill_by
        mixture = known.mixture(outlook.mixture) if outlook.mixture else None
        exchange_due = EXCHANGE_DUE in outlook.findings
    else:
        chart = open_chart(books, row.patient, as_of=today, practice=practice)
        view = chart.seen()
        if view is None or view.window is None:
            return None
        window = view.window
        filled_on, opens_on, refill_by = window.filled_on, window.opens_on, window.refill_by
        mixture = view.mixture
        exchange_due = any(finding.code == EXCHANGE_DUE for finding in chart.findings(view))
    if filled_on is None or opens_on is None or refill_by is None or mixture is None:
        return None
    schedule = known.schedule(mixture)
    return Demand(
        patient=patient,
        family=known.model(row.model or "").family,
        filled_on=filled_on,
        opens_on=opens_on,
        refill_by=refill_by,
        rank=known.withdrawal_rank(mixture),
        mixture=str(mixture),
        schedule=schedule,
        home_rules=_home_rules(schedule),
        exchange_due=exchange_due,
    )


def _home_rules(schedule: str) -> tuple[HomeRule, ...]:
    return tuple(
        HomeRule(rule.since, rule.text)
        for rule in site_rules()
        if rule.schedule == schedule and rule.setting == "home"
    )
