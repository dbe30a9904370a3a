"""How far the drug of a visit is: noted by whoever has the pharmacy on the phone."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from pumpsched.domain.calendars import When
from pumpsched.domain.clinic import Patient, Visit, VisitKind
from pumpsched.domain.errors import Conflict, UsageRefusal
from pumpsched.domain.findings import Finding
from pumpsched.domain.phone import OrderMark, OrderState
from pumpsched.usecases.orders import too_late
from pumpsched.usecases.visits import known_visit

if TYPE_CHECKING:
    from pumpsched.store.books import Books


class Marked(NamedTuple):
    """A mark that was set, whose visit it is about, and what is worth attention."""

    mark: OrderMark
    visit: Visit
    patient: Patient
    findings: tuple[Finding, ...]


def mark_order(
    books: Books, code: str, state: OrderState, *, until: date | None, at: When
) -> Marked:
    """Notes how far the drug of a refill visit is; a late one is there ``until`` a day.

    Raises:
        NotFound: There is no such visit.
        UsageRefusal: A late one has no day, another one has one, or the day is past.
        Conflict: The visit is closed or no refill, or the same is noted already.
    """
    visit = known_visit(books, code)
    if not visit.status.is_open or visit.kind is not VisitKind.REFILL:
        what = visit.status if visit.kind is VisitKind.REFILL else f"a {visit.kind}"
        raise Conflict(
            f"Visit {visit.code} is {what}: it takes no drug order.",
            code="visit-closed",
            next_step="pumpsched orders",
        )
    if (state is OrderState.LATE) != (until is not None):
        raise UsageRefusal(
            "A late order, and no other, has a day by which it is there.",
            code="until-needed",
            next_step=f"pumpsched orders mark {visit.code} late --until …",
        )
    if until is not None and until < at.day:
        raise UsageRefusal(f"{until} is past; today is {at.day}.", code="past-day")
    mark = OrderMark(visit.code, at, state, books.audit.stamp.actor, until)
    for known in books.order_marks([visit.code])[-1:]:
        if (known.state, known.until) == (state, until):
            raise Conflict(
                f"The drug of visit {visit.code} is marked {state} since {known.at} already.",
                code="order-marked",
                next_step="pumpsched orders",
            )
    books.add_order_mark(mark)
    patient = books.patient(visit.patient)
    assert patient is not None, "a visit is a patient's"
    return Marked(mark, visit, patient, tuple(too_late(visit, mark)))
