"""The rows of appointments, one class a table; see :mod:`pumpsched.store.tables`."""

from __future__ import annotations

from sqlalchemy import Index
from sqlmodel import SQLModel

from pumpsched.domain.clinic import Setting, VisitKind, VisitStatus
from pumpsched.store.columns import ANY_AMOUNT, MINUTE_OF_DAY, key, limits, refers, string, whole


class VisitRow(SQLModel, table=True):
    """An appointment; ``number`` is the number in a code such as ``V12``."""

    __tablename__ = "visit"
    __table_args__ = limits(
        Index("visit_day", "day", "minute"),
        Index("visit_patient", "patient_id", "day"),
        Index("visit_number", "number"),
        days=["day"],
        ranges={
            "length(code)": (1, 40),
            "minute": MINUTE_OF_DAY,
            "minutes": (1, 1440),
            "number": ANY_AMOUNT,
        },
        words={
            "kind": tuple(VisitKind),
            "setting": tuple(Setting),
            "status": tuple(VisitStatus),
        },
    )
    id: int = key()
    code: str = string(unique=True)
    number: int | None = whole()
    patient_id: int = refers("patient.id")
    kind: str = string()
    day: str = string()
    minute: int = whole()
    minutes: int = whole()
    setting: str = string()
    site_id: int | None = refers("site.id")
    status: str = string()
    seal: str = string()


class VisitNurseRow(SQLModel, table=True):
    """A nurse of a visit, in the order named."""

    __tablename__ = "visit_nurse"
    __table_args__ = limits(Index("visit_nurse_nurse", "nurse_id"), ranges={"position": (1, 9)})
    visit_id: int = refers("visit.id", primary=True)
    position: int = key()
    nurse_id: int = refers("nurse.id")
    seal: str = string()


class VisitOverrideRow(SQLModel, table=True):
    """Why a visit was booked against a rule, and what it broke."""

    __tablename__ = "visit_override"
    __table_args__ = limits()
    visit_id: int = refers("visit.id", primary=True)
    reason: str = string()
    broken: str = string()
    seal: str = string()


class CalendarEntryRow(SQLModel, table=True):
    """Where a visit stands in calendars that were read before: ``sequence`` is added to its own."""

    __tablename__ = "calendar_entry"
    __table_args__ = limits(ranges={"sequence": ANY_AMOUNT})
    visit_id: int = refers("visit.id", primary=True)
    sequence: int = whole()
    former: str = string()
    seal: str = string()


class ContactRow(SQLModel, table=True):
    """A contact with a patient."""

    __tablename__ = "contact"
    __table_args__ = limits(
        Index("contact_patient", "patient_id"), days=["day"], ranges={"minute": MINUTE_OF_DAY}
    )
    id: int = key()
    patient_id: int = refers("patient.id")
    day: str = string()
    minute: int | None = whole()
    means: str = string()
    outcome: str = string()
    who: str = string()
    note: str = string()
    audit_seq: int = refers("audit.seq", late=True)
    seal: str = string()


class OrderMarkRow(SQLModel, table=True):
    """How far the drug of a visit is, from a moment on."""

    __tablename__ = "order_mark"
    __table_args__ = limits(
        Index("order_mark_visit", "visit_id"),
        days=["day", "until_on"],
        ranges={"minute": MINUTE_OF_DAY},
    )
    id: int = key()
    visit_id: int = refers("visit.id")
    day: str = string()
    minute: int | None = whole()
    state: str = string()
    until_on: str | None = string()
    who: str = string()
    audit_seq: int = refers("audit.seq", late=True)
    seal: str = string()
