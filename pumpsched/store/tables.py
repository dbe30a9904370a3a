"""Rows of people, places, visits and settings. They never leave the store.

Each mutable table ends with ``seal``, a checksum of the row; see :mod:`pumpsched.store.seals`.
"""

from __future__ import annotations

from sqlalchemy import Index, Table, UniqueConstraint
from sqlmodel import SQLModel

from pumpsched.store.columns import (
    ANY_AMOUNT,
    MINUTE_OF_DAY,
    SOME_AMOUNT,
    key,
    limits,
    refers,
    string,
    whole,
)

_LATITUDE = (-90 * 10**9, 90 * 10**9)
_LONGITUDE = (-180 * 10**9, 180 * 10**9)
_PLACED = "(latitude_nano IS NULL) = (longitude_nano IS NULL)"


class PatientRow(SQLModel, table=True):
    """A patient; ``name_folded`` is the name as it is searched."""

    __tablename__ = "patient"
    __table_args__ = limits(
        days=["birth_date"],
        ranges={
            "length(code)": (1, 40),
            "latitude_nano": _LATITUDE,
            "longitude_nano": _LONGITUDE,
            "min_months": (0, 1200),
            "max_months": (0, 1200),
            "margin_days": (0, 36500),
            "alarm_ul": ANY_AMOUNT,
            "visit_minutes": (1, 1440),
            "nurses_needed": (1, 9),
        },
        words={"setting": ["clinic", "home", "either"]},
        rules=[_PLACED],
    )
    id: int = key()
    code: str = string(unique=True)
    name: str = string()
    name_folded: str = string()
    birth_date: str | None = string()
    phone: str = string()
    address: str = string()
    postal_code: str = string()
    latitude_nano: int | None = whole()
    longitude_nano: int | None = whole()
    setting: str = string()
    condition: str = string()
    min_months: int | None = whole()
    max_months: int | None = whole()
    margin_days: int | None = whole()
    alarm_ul: int | None = whole()
    visit_minutes: int = whole()
    availability: str = string()
    nurses_needed: int = whole()
    preferred_nurse: str = string()
    notes: str = string()
    seal: str = string()


class NurseRow(SQLModel, table=True):
    """A nurse."""

    __tablename__ = "nurse"
    __table_args__ = limits(
        ranges={
            "length(code)": (1, 40),
            "latitude_nano": _LATITUDE,
            "longitude_nano": _LONGITUDE,
            "max_visits": ANY_AMOUNT,
        },
        rules=[_PLACED],
    )
    id: int = key()
    code: str = string(unique=True)
    name: str = string()
    latitude_nano: int | None = whole()
    longitude_nano: int | None = whole()
    skills: str = string()
    roster: str = string()
    max_visits: int | None = whole()
    seal: str = string()


class SiteRow(SQLModel, table=True):
    """A clinic location."""

    __tablename__ = "site"
    __table_args__ = limits(
        ranges={
            "length(code)": (1, 40),
            "latitude_nano": _LATITUDE,
            "longitude_nano": _LONGITUDE,
            "chairs": ANY_AMOUNT,
        },
        rules=[_PLACED],
    )
    id: int = key()
    code: str = string(unique=True)
    name: str = string()
    latitude_nano: int | None = whole()
    longitude_nano: int | None = whole()
    hours: str = string()
    chairs: int = whole()
    seal: str = string()


class ClosureRow(SQLModel, table=True):
    """Days on which somebody or something is not available."""

    __tablename__ = "closure"
    __table_args__ = limits(
        UniqueConstraint("who", "first_on", "last_on"),
        days=["first_on", "last_on"],
        rules=["first_on <= last_on"],
    )
    id: int = key()
    who: str = string()
    first_on: str = string()
    last_on: str = string()
    reason: str = string()
    seal: str = string()


class AuthorizationRow(SQLModel, table=True):
    """A payer's permission."""

    __tablename__ = "authorization"
    __table_args__ = limits(
        UniqueConstraint("patient_id", "number"),
        days=["valid_from", "valid_to"],
        ranges={"visits": ANY_AMOUNT},
    )
    id: int = key()
    patient_id: int = refers("patient.id")
    number: str = string()
    payer: str = string()
    valid_from: str | None = string()
    valid_to: str | None = string()
    visits: int | None = whole()
    seal: str = string()


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
            "kind": ["refill", "followup", "trial", "implant"],
            "setting": ["clinic", "home", "either"],
            "status": ["booked", "confirmed", "done", "missed", "cancelled"],
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


class LegRow(SQLModel, table=True):
    """A practice's own travel figures between two codes."""

    __tablename__ = "leg"
    __table_args__ = limits(ranges={"minutes": ANY_AMOUNT, "metres": ANY_AMOUNT})
    origin: str = string(primary=True)
    destination: str = string(primary=True)
    minutes: int = whole()
    metres: int = whole()
    seal: str = string()


class SettingRow(SQLModel, table=True):
    """A setting of the practice."""

    __tablename__ = "setting"
    __table_args__ = limits()
    key: str = string(primary=True)
    value: str = string()
    seal: str = string()


class StoreInfoRow(SQLModel, table=True):
    """Something the store knows of itself, such as its own today."""

    __tablename__ = "store_info"
    __table_args__ = limits()
    key: str = string(primary=True)
    value: str = string()
    seal: str = string()


class UserRow(SQLModel, table=True):
    """A person with a role."""

    __tablename__ = "user_account"
    __table_args__ = limits(ranges={"length(code)": SOME_AMOUNT, "active": (0, 1)})
    id: int = key()
    code: str = string(unique=True)
    role: str = string()
    active: int = whole()
    seal: str = string()


def table_of(row: type[SQLModel]) -> Table:
    """The table of a row class."""
    return SQLModel.metadata.tables[str(row.__tablename__)]


PATIENT = table_of(PatientRow)
NURSE = table_of(NurseRow)
SITE = table_of(SiteRow)
CLOSURE = table_of(ClosureRow)
AUTHORIZATION = table_of(AuthorizationRow)
VISIT = table_of(VisitRow)
VISIT_NURSE = table_of(VisitNurseRow)
LEG = table_of(LegRow)
SETTING = table_of(SettingRow)
STORE_INFO = table_of(StoreInfoRow)
USER = table_of(UserRow)
