"""An invented clinic with refills to plan, as a store holds it.

Today is Sunday 2026-11-22. Two nurses drive from Monday to Friday; both may refill every pump.
A patient of :func:`due` was filled on 2026-10-01 unless said otherwise, and has a window from
2026-11-01 to 2026-12-08.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import Engine

from pumpsched.usecases.plan import checked, planning_case
from tests.builders import dose, fill
from tests.builders.plans import plan_visits
from tests.builders.store import Books, open_store, reading, writing
from tests.builders.values import Closure, Fact, Nurse, Patient, Visit, VisitStatus, parse_hours
from tests.builders.work import Booking, Proposal, book_plan
from tests.route_days import CLINIC, NORA, OLAF, STAMP, admit, person

TODAY = date(2026, 11, 22)
FOUR_WEEKS = TODAY + timedelta(days=28)
FILLED_ON, REFILL_BY = "2026-10-01", date(2026, 12, 8)
MORPHINE = "morphine 25 mg/mL"
WORKWEEK = parse_hours("Mon-Fri 08:00-16:00 home", "roster", places=True)
ADA, BO = NORA._replace(roster=WORKWEEK), OLAF._replace(roster=WORKWEEK)


def empty_store(path: Path) -> Engine:
    """A new store without a soul in it."""
    return open_store(str(path), create=True)


def staffed(path: Path, *nurses: Nurse, patients: int = 0) -> Engine:
    """A store with nurses (Ada and Bo if none are given), a clinic and so many refills due.

    The last days of a window have no price, so that a visit goes to the last day.
    """
    store = empty_store(path)
    put_nurses(store, *(nurses or (ADA, BO)))
    with writing(store, STAMP) as books:
        books.put_site(CLINIC)
        books.put_setting("price_last_days", "0")
    for number in range(1, patients + 1):
        due(store, number)
    return store


def put_nurses(store: Engine, *nurses: Nurse) -> None:
    """Records nurses, or changes those that are known."""
    with writing(store, STAMP) as books:
        for nurse in nurses:
            books.put_nurse(nurse)


def due(
    store: Engine,
    number: int,
    filled: str = FILLED_ON,
    *,
    of: str = "baclofen 500 mcg/mL",
    visits: tuple[Visit, ...] = (),
    **changes: object,
) -> Patient:
    """Records a patient whose pump was filled on a day; of morphine it lasts three months."""
    patient = person(number, **changes)
    amount = "1 mg/day" if of == MORPHINE else "120 mcg/day"
    facts: tuple[Fact, ...] = (fill(filled, of=of), dose(filled, amount))
    admit(store, patient, *facts, visits=visits)
    return patient


def propose(books: Books, *, first: date, last: date, today: date) -> Proposal:
    """A plan of the span by best fit alone, checked."""
    case = planning_case(books, first=first, last=last, today=today)
    return checked(case, plan_visits(case))


def proposed(
    store: Engine, *, first: date = TODAY, last: date = FOUR_WEEKS, today: date = TODAY
) -> Proposal:
    """The proposal for a span, four weeks unless said otherwise."""
    with reading(store) as books:
        return propose(books, first=first, last=last, today=today)


def book(store: Engine, proposal: Proposal) -> Booking:
    """Books a proposal for good."""
    with writing(store, STAMP) as books:
        return book_plan(books, proposal)


def visits(store: Engine) -> dict[str, Visit]:
    """Every visit by its code."""
    with reading(store) as books:
        return {visit.code: visit for visit in books.visits()}


def close(store: Engine, who: str, first: date, last: date | None = None) -> None:
    """Closes days for somebody."""
    with writing(store, STAMP) as books:
        books.add_closure(Closure(who, first, last or first))


def put(store: Engine, visit: Visit, status: VisitStatus | None = None) -> None:
    """Records a visit, in another status if one is given."""
    with writing(store, STAMP) as books:
        books.put_visit(visit._replace(status=status) if status else visit)
