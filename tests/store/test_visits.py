"""Visits: kept with their nurses, chosen by day, person and state."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine

from tests.builders import when
from tests.builders.store import Put, reading, writing
from tests.builders.values import (
    Contact,
    ContactOutcome,
    NotFound,
    Nurse,
    OrderMark,
    OrderState,
    Patient,
    Setting,
    Site,
    Visit,
    VisitKind,
    VisitStatus,
)
from tests.store.records import enrol, stamp

NURSE = Nurse("N1", "Ash Nurse")
SITE = Site("MPLS", "Main clinic")
VISIT = Visit(
    "V1", "0007", VisitKind.REFILL, date(2026, 12, 1), 570, 45, Setting.HOME, nurses=("N1",)
)


def test_visits_come_back_and_are_chosen_by_day_person_and_state(store: Engine) -> None:
    clinic = Visit(
        "V2", "0008", VisitKind.FOLLOWUP, date(2026, 12, 1), 480, 30, Setting.CLINIC, "MPLS",
        ("N2", "N1"), VisitStatus.DONE,
    )  # fmt: skip
    later = VISIT._replace(code="X9", day=date(2026, 12, 5), nurses=())
    with writing(store, stamp()) as books:
        for code in ("0007", "0008"):
            books.put_patient(Patient(code, "Rowan Example"))
        books.put_nurse(NURSE)
        books.put_nurse(Nurse("N2", "Bo Nurse"))
        books.put_site(SITE)
        assert books.put_visits([later, clinic, VISIT]) == Put(3, 0)
    with reading(store) as books:
        assert books.visits() == [clinic, VISIT, later]
        assert books.visits(first=date(2026, 12, 2)) == [later]
        assert books.visits(last=date(2026, 12, 1), nurse="N1") == [clinic, VISIT]
        assert books.visits(patient="0007") == [VISIT, later]
        assert books.visits(nurse="N2", open_only=True) == []
        assert books.visit("V2") == clinic
        assert books.next_visits(date(2026, 12, 2)) == {"0007": later}
        assert books.next_visits(date(2026, 12, 1)) == {"0007": VISIT}
        assert books.next_visit_code() == "V3"


def test_a_changed_visit_keeps_its_code(store: Engine) -> None:
    enrol(store)
    with writing(store, stamp()) as books:
        books.put_nurse(NURSE)
        books.put_nurse(Nurse("N2", "Bo Nurse"))
        books.put_visit(VISIT)
        moved = VISIT._replace(minute=600, nurses=("N2", "N1"), status=VisitStatus.CONFIRMED)
        assert books.put_visits([moved]) == Put(0, 0, ("V1",))
        books.put_visit(moved)
        assert books.visits() == [moved]
        books.put_visit(moved._replace(nurses=("N2",)))
        assert books.visits() == [moved._replace(nurses=("N2",))]


def test_a_visit_keeps_why_it_was_booked_against_a_rule(store: Engine) -> None:
    enrol(store)
    broken = VISIT._replace(override="patient insists", overridden=("no-break N1", "no-chair"))
    with writing(store, stamp()) as books:
        books.put_nurse(NURSE)
        assert not books.has_overrides()
        books.put_visit(broken)
        assert (books.visit("V1"), books.has_overrides()) == (broken, True)
        books.put_visit(VISIT)
        assert (books.visit("V1"), books.has_overrides()) == (VISIT, False)
        books.put_visit(broken)
    with reading(store) as books:
        assert books.visits() == [broken]


def test_a_visit_names_known_people_and_places_only(store: Engine) -> None:
    enrol(store)
    with writing(store, stamp()) as books:
        for visit in (VISIT, VISIT._replace(patient="9"), VISIT._replace(nurses=(), site="S9")):
            with pytest.raises(NotFound):
                books.put_visit(visit)


def test_how_far_a_drug_is_comes_back_in_the_order_noted(store: Engine) -> None:
    enrol(store)
    early = OrderMark("V1", when("2026-11-20T10:00"), OrderState.ORDERED, "Ada Quill")
    later = OrderMark(
        *("V1", when("2026-11-19"), OrderState.LATE, "Ada Quill"), until=date(2026, 12, 4)
    )
    with writing(store, stamp()) as books:
        books.put_nurse(NURSE)
        books.put_visits([VISIT, VISIT._replace(code="V2")])
        for mark in (early, later):
            books.add_order_mark(mark)
    with reading(store) as books:
        assert books.order_marks() == books.order_marks(["V1"]) == [early, later]
        assert books.order_marks(["V2"]) == []
    with pytest.raises(NotFound), writing(store, stamp()) as books:
        books.add_order_mark(early._replace(visit="V9"))


def test_contacts_come_back_in_the_order_logged(store: Engine) -> None:
    enrol(store)
    first = Contact("0007", when("2026-11-20T10:00"), ContactOutcome.LEFT_MESSAGE, "Ada Quill")
    second = first._replace(at=when("2026-11-20"), outcome=ContactOutcome.AGREED, note="at ten")
    with writing(store, stamp()) as books:
        for contact in (first, second):
            books.add_contact(contact)
    with reading(store) as books:
        assert books.contacts() == books.contacts(["0007"]) == [first, second]
        assert books.contacts(["0008"]) == []
