"""What an absence breaks, set free and proposed anew, whoever is most in danger first."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from pumpsched.domain.calendars import Closure
from pumpsched.domain.clinic import Patient, Visit, VisitKind, VisitStatus
from pumpsched.domain.findings import Finding, Severity
from pumpsched.domain.text import as_typed
from pumpsched.planning.case import Demand, PlanningCase
from pumpsched.planning.openings import asked_case
from pumpsched.usecases.plan import planning_case
from pumpsched.usecases.slots import AHEAD, Checked, offers_in

if TYPE_CHECKING:
    from pumpsched.store.books import Books


class Freed(NamedTuple):
    """A visit set free.

    Attributes:
        before: As it stood.
        demand: Whose refill it is; None where none is asked for.
        offer: Where it could go, everybody before it on the list gone where proposed.
    """

    before: Visit
    patient: Patient
    demand: Demand | None
    offer: Checked | None


class Released(NamedTuple):
    """What was set free, whoever is most in danger first."""

    freed: tuple[Freed, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def confirmed(self) -> list[str]:
        """Codes of those that were confirmed."""
        return [one.before.code for one in self.freed if one.before.status is VisitStatus.CONFIRMED]


def last_open_day(books: Books, first: date) -> date:
    """The last day, from one on, with an open visit."""
    return max((visit.day for visit in books.visits(first=first, open_only=True)), default=first)


def release_of_nurse(
    books: Books, nurse: str, first: date, last: date, *, today: date, from_minute: int = 0
) -> Released:
    """Sets the visits of a nurse on some days free and proposes each without that nurse."""
    away = Closure(nurse, first, last)
    case = _case(books, last, today=today, from_minute=from_minute)
    known = any(
        closure.who == nurse and closure.first <= first and last <= closure.last
        for closure in case.closures
    )
    released = _released(books, replace(case, closures=(*case.closures, away)), [away])
    if known or not released.freed:
        return released
    text = f"{nurse} is not recorded as away then: `pumpsched nurse off {nurse} {first}..{last}`"
    return released._replace(findings=(Finding("not-recorded", Severity.WARNING, text),))


def release_of_closure(
    books: Books,
    who: Collection[str],
    first: date,
    last: date,
    *,
    today: date,
    from_minute: int = 0,
) -> Released:
    """Sets the visits free that the recorded closures of some codes break on some days."""
    case = _case(books, last, today=today, from_minute=from_minute)
    away = [
        closure._replace(first=max(closure.first, first), last=min(closure.last, last))
        for closure in case.closures
        if closure.who in who and closure.first <= last and first <= closure.last
    ]
    if not away:
        codes = as_typed(";".join(sorted(who)))
        days = f"{first}..{last}" if last > first else str(first)
        text = f"no closure of {codes} is recorded then: `pumpsched closure add {codes} {days}`"
        return Released((), (Finding("not-recorded", Severity.WARNING, text),))
    return _released(books, case, away)


def _case(books: Books, last: date, *, today: date, from_minute: int) -> PlanningCase:
    return planning_case(
        books, first=today, last=last + AHEAD, today=today, from_minute=from_minute
    )


def _released(books: Books, case: PlanningCase, away: Iterable[Closure]) -> Released:
    closed = tuple(away)
    coming = [v for v in case.visits if v.status.is_open and v.day >= case.today]
    broken = [visit for visit in coming if any(visit.is_closed_by(each) for each in closed)]
    for visit in broken:
        if visit.status is VisitStatus.CONFIRMED:
            books.put_visit(visit._replace(status=VisitStatus.BOOKED))
    demands = {demand.code: demand for demand in case.demands}
    people = {patient.code: patient for patient in case.patients()}
    found = []
    for visit in sorted(broken, key=lambda v: _danger(demands.get(v.patient), v)):
        offer = _offer(case, visit) if visit.patient in demands else None
        if offer is not None:
            moved = offer.offer.visit
            visits = tuple(moved if v.code == moved.code else v for v in case.visits)
            case = replace(case, visits=visits)
        demand = demands.get(visit.patient)
        found.append(Freed(visit, people[visit.patient], demand, offer))
    return Released(tuple(found))


def _danger(demand: Demand | None, visit: Visit) -> tuple[date, int, date, str]:
    low = demand.runs_low_on if demand else date.max
    return low, demand.rank if demand else 9, visit.day, visit.code


def _offer(case: PlanningCase, visit: Visit) -> Checked | None:
    """The best offer that moves a visit; None for one that is no refill."""
    if visit.kind is not VisitKind.REFILL:
        return None
    offers = offers_in(asked_case(case, visit.patient))
    return next((one for one in offers if one.offer.visit.code == visit.code), None)
