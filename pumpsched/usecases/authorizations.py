"""Payer authorizations: added and corrected, how far they are used, which visits lack one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pumpsched.domain.errors import Conflict, NotFound
from pumpsched.domain.findings import Finding, Severity
from pumpsched.domain.people import Authorization, Patient
from pumpsched.domain.text import visible
from pumpsched.domain.visits import Visit, VisitKind, VisitStatus
from pumpsched.interop.practice import AUTHORIZATIONS
from pumpsched.planning.authorized import authorized_days
from pumpsched.reference import catalogue
from pumpsched.store.books import Books
from pumpsched.usecases.roster import Hit, RowReceipt, changes, hits_of


@dataclass(frozen=True, slots=True)
class AuthorizationUse:
    """An authorization, whose it is, and how many refills done or booked lie within its days."""

    authorization: Authorization
    patient: Patient
    refills: int


def add_authorization(
    books: Books, columns: Mapping[str, str], *, today: date
) -> RowReceipt[Authorization]:
    """Adds the authorization that columns of ``authorizations.csv`` describe.

    Raises:
        BadRow: With everything that cannot be read.
        Conflict: The patient has one of that number.
    """
    new = AUTHORIZATIONS.parse(columns, catalogue())
    if any(each.number == new.number for each in books.authorizations(new.patient)):
        raise Conflict(
            f'Patient {new.patient} has an authorization "{visible(new.number)}" already.',
            code="duplicate-authorization",
            next_step=f"pumpsched auth edit {new.patient} {visible(new.number)} …",
        )
    books.put_authorization(new)
    return _receipt(books, new, (), today=today)


def edit_authorization(
    books: Books, patient: str, number: str, columns: Mapping[str, str], *, today: date
) -> RowReceipt[Authorization]:
    """Changes columns of a patient's authorization.

    Raises:
        NotFound: The patient has none of that number.
    """
    mine = {each.number: each for each in books.authorizations(patient)}
    before = mine.get(number)
    if before is None:
        raise NotFound(
            f'Patient {patient} has no authorization "{visible(number)}".',
            code="unknown-authorization",
            why=f"Numbers on record: {', '.join(map(visible, mine))}." if mine else "",
            next_step=f"pumpsched auth list {patient}",
        )
    new = AUTHORIZATIONS.parse(AUTHORIZATIONS.text(before) | dict(columns), catalogue())
    books.put_authorization(new)
    return _receipt(books, new, changes(AUTHORIZATIONS, before, new), today=today)


def authorizations_used(books: Books, patient: str | None) -> list[AuthorizationUse]:
    """Authorizations of one patient or of all, by patient and number, and how far they are used."""
    visits: dict[str, list[Visit]] = {}
    for visit in books.visits(patient=patient):
        visits.setdefault(visit.patient, []).append(visit)
    people: dict[str, Patient | None] = {}
    found = []
    for each in books.authorizations(patient):
        if each.patient not in people:
            people[each.patient] = books.patient(each.patient)
        owner = people[each.patient]
        if owner is not None:
            refills = _refills_within(each, visits.get(each.patient, ()))
            found.append(AuthorizationUse(each, owner, refills))
    return found


def unauthorized(books: Books, patient: str, *, today: date) -> tuple[Hit, ...]:
    """Open refills of a patient with authorizations on whose day none holds with a visit left."""
    mine = books.authorizations(patient)
    visits = books.visits(patient=patient)
    if not mine:
        return ()
    coming = [v for v in visits if v.status.is_open and v.day >= today and _is_refill(v)]
    return hits_of(
        books,
        (v for v in coming if not authorized_days(mine, visits, moving=v.code, days=[v.day])),
    )


def _receipt(
    books: Books,
    new: Authorization,
    changed: tuple[tuple[str, str, str], ...],
    *,
    today: date,
) -> RowReceipt[Authorization]:
    return RowReceipt(
        new,
        AUTHORIZATIONS.text(new),
        changed=changed,
        hits=unauthorized(books, new.patient, today=today),
        findings=_findings(new, today=today),
    )


def _findings(new: Authorization, *, today: date) -> tuple[Finding, ...]:
    if new.valid_to is not None and new.valid_to < today:
        text = f"the authorization ended on {new.valid_to}"
        return (Finding("authorization-ended", Severity.WARNING, text),)
    if new.visits == 0:
        text = "the authorization allows no visit"
        return (Finding("authorization-empty", Severity.WARNING, text),)
    return ()


def _refills_within(one: Authorization, visits: Iterable[Visit] | Sequence[Visit]) -> int:
    first, last = one.valid_from or date.min, one.valid_to or date.max
    return sum(
        1
        for visit in visits
        if first <= visit.day <= last
        and _is_refill(visit)
        and (visit.status.is_open or visit.status is VisitStatus.DONE)
    )


def _is_refill(visit: Visit) -> bool:
    return visit.kind is VisitKind.REFILL
