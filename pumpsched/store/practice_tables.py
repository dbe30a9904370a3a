"""The row classes of a practice itself: what it has set, who works in it, what they decided.

As in :mod:`pumpsched.store.tables`; decisions are append-only.
"""

from __future__ import annotations

from sqlalchemy import Index
from sqlmodel import SQLModel

from pumpsched.store.columns import (
    MINUTE_OF_DAY,
    SOME_AMOUNT,
    key,
    limits,
    refers,
    string,
    whole,
)


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


class DecisionRow(SQLModel, table=True):
    """What a named person decided of a patient; ``subject`` is in the words of its kind."""

    __tablename__ = "decision"
    __table_args__ = limits(
        Index("decision_patient", "patient_id", "kind"),
        days=["day", "until_on"],
        ranges={"minute": MINUTE_OF_DAY},
    )
    id: int = key()
    patient_id: int = refers("patient.id")
    day: str = string()
    minute: int | None = whole()
    kind: str = string()
    subject: str = string()
    pump_id: int | None = refers("pump.id")
    who: str = string()
    reason: str = string()
    until_on: str | None = string()
    audit_seq: int = refers("audit.seq", late=True)
    seal: str = string()


class ArchiveMarkRow(SQLModel, table=True):
    """Until when a nurse, a site or an authorization is there, from a moment on."""

    __tablename__ = "archive_mark"
    __table_args__ = limits(
        Index("archive_mark_who", "who"),
        days=["day", "until_on"],
        ranges={"minute": MINUTE_OF_DAY},
    )
    id: int = key()
    who: str = string()
    number: str = string()
    day: str = string()
    minute: int | None = whole()
    until_on: str | None = string()
    reason: str = string()
    noted_by: str = string()
    audit_seq: int = refers("audit.seq", late=True)
    seal: str = string()
