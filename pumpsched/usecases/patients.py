"""Enrolment: patients are added and corrected.

Payer authorizations: added and corrected, how far they are used, which visits lack one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from pumpsched.domain.archive import in_force
from pumpsched.domain.authorizations import authorized_days, request_by
from pumpsched.domain.clinic import Authorization, Patient, Visit, VisitKind, VisitStatus
from pumpsched.domain.decisions import Decision
from pumpsched.domain.errors import ConfirmationNeeded, Conflict, NotFound, Unusual
from pumpsched.domain.findings import Finding, Severity
from pumpsched.domain.text import same_name, visible
from pumpsched.records.folder import AUTHORIZATIONS, PATIENTS
from pumpsched.reference import catalogue
from pumpsched.usecases.chart import open_chart
from pumpsched.usecases.outlooks import refresh
from pumpsched.usecases.same_people import check_person
from pumpsched.usecases.staff import Hit, RowReceipt, changes, hit_by, hits_of
from pumpsched.usecases.who_is_meant import practice_of

if TYPE_CHECKING:
    from pumpsched.store.books import Books
    from pumpsched.store.reading.opening import ReadBooks


def add_patient(
    books: Books, patient: Patient, *, confirmed: Sequence[str], today: date
) -> RowReceipt[Patient]:
    """Adds a patient.

    Raises:
        Conflict: The code is taken.
        ConfirmationNeeded: Somebody with nearly the same name and birth date, or nearly the same
            code, is there already.
    """
    if books.patient(patient.code) is not None:
        raise Conflict(
            f"Patient {patient.code} is there already.",
            code="duplicate-patient",
            next_step=f"pumpsched show {patient.code}",
        )
    decided = check_person(books, patient, confirmed=confirmed, today=today)
    twin = _twin(books, patient)
    if twin is not None and patient.code not in confirmed:
        raise ConfirmationNeeded(
            Unusual(patient.code, f"{twin.identified} looks like the same person.")
        )
    books.put_patient(patient)
    _record(books, decided)
    return RowReceipt(patient)


def _record(books: Books, decided: Iterable[Decision]) -> None:
    for decision in decided:
        books.add_decision(decision)


def _twin(books: ReadBooks, patient: Patient) -> Patient | None:
    """Somebody with the same birth date (where both are known) and nearly the same name."""
    name = same_name(patient.name)
    for code, other, born, _ in books.people():
        same_day = born == patient.birth_date
        if same_day and SequenceMatcher(None, name, same_name(other)).ratio() > 0.9:
            return books.patient(code)
    return None


def edit_patient(
    books: Books,
    patient: Patient,
    columns: Mapping[str, str],
    *,
    today: date,
    confirmed: Sequence[str] = (),
) -> RowReceipt[Patient]:
    """Changes columns of a patient, and the dates that follow; names visits that no longer fit.

    Raises:
        ConfirmationNeeded: Somebody else has the new name and birth date.
    """
    new = PATIENTS.parse(PATIENTS.text(patient) | dict(columns), catalogue())
    changed = changes(PATIENTS, patient, new)
    if (new.name, new.birth_date) != (patient.name, patient.birth_date):
        _record(books, check_person(books, new, confirmed=confirmed, today=today))
    hits: tuple[Hit, ...] = ()
    if changed:

        def change() -> None:
            books.put_patient(new)
            refresh(books, open_chart(books, patient.code, as_of=today))

        coming = books.visits(first=today, patient=patient.code, open_only=True)
        hits = hit_by(books, coming, change, today=today)
    return RowReceipt(new, changed, hits)


@dataclass(frozen=True, slots=True)
class AuthorizationUse:
    """An authorization, whose it is, and how far it is used.

    Attributes:
        refills: How many refills done or booked lie within its days.
        request_by: The day by which to ask for what comes after it; None where nothing is to ask.
    """

    authorization: Authorization
    patient: Patient
    refills: int
    request_by: date | None


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
            next_step=f"pumpsched auth list {new.patient}",
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
    before = known_authorization(books, patient, number)
    new = AUTHORIZATIONS.parse(AUTHORIZATIONS.text(before) | dict(columns), catalogue())
    books.put_authorization(new)
    return _receipt(books, new, changes(AUTHORIZATIONS, before, new), today=today)


def known_authorization(books: ReadBooks, patient: str, number: str) -> Authorization:
    """The authorization of a patient with that number.

    Raises:
        NotFound: The patient has none.
    """
    mine = {each.number: each for each in books.authorizations(patient)}
    if number not in mine:
        raise NotFound(
            f'Patient {patient} has no authorization "{visible(number)}".',
            code="unknown-authorization",
            why=f"Numbers on record: {', '.join(map(visible, mine))}." if mine else "",
            next_step=f"pumpsched auth list {patient}",
        )
    return mine[number]


def authorizations_used(books: ReadBooks, patient: str | None) -> list[AuthorizationUse]:
    """Authorizations of one patient or of all, by patient and number, and how far they are used."""
    visits: dict[str, list[Visit]] = {}
    for visit in books.visits(patient=patient):
        visits.setdefault(visit.patient, []).append(visit)
    practice = practice_of(books)
    notice_days = practice.number("authorization_notice_days")
    archive, gone = books.archive(), books.archive_days()
    found = []
    for code, given in groupby(books.authorizations(patient), attrgetter("patient")):
        owner, mine = books.patient(code), list(given)
        if owner is None:
            continue
        held = {each.number: each for each in in_force(mine, archive)} if code not in gone else {}
        for one in mine:
            ask_by = one.number in held and request_by(
                held[one.number],
                held.values(),
                notice_days=notice_days,
                working=practice.working,
            )
            refills = _refills_within(one, visits.get(code, ()))
            found.append(AuthorizationUse(one, owner, refills, ask_by or None))
    return found


def unauthorized(books: ReadBooks, patient: str, *, today: date) -> tuple[Hit, ...]:
    """Open refills of a patient with authorizations on whose day none holds with a visit left."""
    mine = books.valid_authorizations([patient])
    visits = books.visits(patient=patient)
    if not mine:
        return ()
    coming = [v for v in visits if v.status.is_open and v.day >= today and _is_refill(v)]
    return hits_of(
        books, (v for v in coming if not authorized_days(mine, visits, moving=v.code, days=[v.day]))
    )


def _receipt(
    books: ReadBooks, new: Authorization, changed: tuple[tuple[str, str, str], ...], *, today: date
) -> RowReceipt[Authorization]:
    return RowReceipt(
        new,
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


def _refills_within(one: Authorization, visits: Iterable[Visit]) -> int:
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
