"""Rows of pumps, their ledger, what is projected from it, and the audit trail.

Facts, mixtures, flex programmes and audit rows are append-only: triggers refuse any change.
"""

from __future__ import annotations

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import SQLModel

from pumpsched.store.columns import (
    ANY_AMOUNT,
    MINUTE_OF_DAY,
    MOST,
    SOME_AMOUNT,
    key,
    limits,
    refers,
    string,
    whole,
)
from pumpsched.store.tables import table_of

KINDS = ("fill", "dose", "bolus", "stop", "start", "attempt", "archive", "void")


class PumpRow(SQLModel, table=True):
    """One implanted device; a patient has one implanted on a day."""

    __tablename__ = "pump"
    __table_args__ = limits(
        UniqueConstraint("patient_id", "implanted_on"),
        days=["implanted_on", "end_of_service_on", "explanted_on"],
        ranges={
            "capacity_ul": SOME_AMOUNT,
            "catheter_ul": ANY_AMOUNT,
            "fixed_flow_ul_per_day": SOME_AMOUNT,
        },
    )
    id: int = key()
    patient_id: int = refers("patient.id")
    model: str = string()
    serial: str = string()
    implanted_on: str = string()
    capacity_ul: int | None = whole()
    catheter_ul: int | None = whole()
    fixed_flow_ul_per_day: int | None = whole()
    end_of_service_on: str | None = string()
    explanted_on: str | None = string()
    seal: str = string()


class MixtureRow(SQLModel, table=True):
    """A mixture, stored once; ``text`` is its canonical text."""

    __tablename__ = "mixture"
    __table_args__ = limits()
    id: int = key()
    text: str = string(unique=True)
    seal: str = string()


class MixtureDrugRow(SQLModel, table=True):
    """One drug of a mixture; position 1 is the programmed drug."""

    __tablename__ = "mixture_drug"
    __table_args__ = limits(
        UniqueConstraint("mixture_id", "drug"),
        ranges={"position": (1, 99), "concentration_ng_per_ml": SOME_AMOUNT},
    )
    mixture_id: int = refers("mixture.id", primary=True)
    position: int = key()
    drug: str = string()
    concentration_ng_per_ml: int = whole()
    seal: str = string()


class FlexRow(SQLModel, table=True):
    """A flex programme's steps, stored once; ``text`` is their canonical text."""

    __tablename__ = "flex"
    __table_args__ = limits()
    id: int = key()
    text: str = string(unique=True)
    seal: str = string()


class FlexStepRow(SQLModel, table=True):
    """The rate from a minute of the day on."""

    __tablename__ = "flex_step"
    __table_args__ = limits(ranges={"minute": MINUTE_OF_DAY, "ng_per_day": ANY_AMOUNT})
    flex_id: int = refers("flex.id", primary=True)
    minute: int = key()
    ng_per_day: int = whole()
    seal: str = string()


class FactRow(SQLModel, table=True):
    """A fact of any kind; ``content`` tells whether two facts of a patient say the same."""

    __tablename__ = "fact"
    __table_args__ = limits(
        Index("fact_pump", "pump_id", "day", "minute", "id"),
        Index("fact_patient", "patient_id", "day", "minute", "id"),
        days=["day"],
        ranges={
            "minute": MINUTE_OF_DAY,
            "residual_ul": ANY_AMOUNT,
            "injected_ul": ANY_AMOUNT,
            "programmed_ul": ANY_AMOUNT,
            "boluses_used": ANY_AMOUNT,
            "dose_ng_per_day": SOME_AMOUNT,
            "bolus_ng": SOME_AMOUNT,
            "bolus_per_day": SOME_AMOUNT,
            "bolus_lockout_min": SOME_AMOUNT,
            "amount_ng": SOME_AMOUNT,
            "amount_ul": ANY_AMOUNT,
        },
        words={"kind": KINDS},
        rules=[
            "(kind = 'fill') = (injected_ul IS NOT NULL)",
            "kind = 'fill' OR (mixture_id IS NULL AND residual_ul IS NULL"
            " AND programmed_ul IS NULL AND boluses_used IS NULL)",
            "(kind = 'dose') = (dose_ng_per_day IS NOT NULL OR flex_id IS NOT NULL)",
            "dose_ng_per_day IS NULL OR flex_id IS NULL",
            "kind = 'dose' OR bolus_ng IS NULL",
            "(bolus_ng IS NULL) = (bolus_per_day IS NULL)",
            "bolus_ng IS NOT NULL OR bolus_lockout_min IS NULL",
            "(kind = 'bolus') = (amount_ng IS NOT NULL OR amount_ul IS NOT NULL)",
            "amount_ng IS NULL OR amount_ul IS NULL",
            "(kind = 'void') = (voids_id IS NOT NULL)",
            "pump_id IS NOT NULL OR kind IN ('archive', 'void')",
            "voids_id < id",
        ],
    )
    id: int = key()
    patient_id: int = refers("patient.id")
    pump_id: int | None = refers("pump.id")
    day: str = string()
    minute: int | None = whole()
    kind: str = string()
    mixture_id: int | None = refers("mixture.id")
    residual_ul: int | None = whole()
    injected_ul: int | None = whole()
    programmed_ul: int | None = whole()
    boluses_used: int | None = whole()
    dose_ng_per_day: int | None = whole()
    flex_id: int | None = refers("flex.id")
    bolus_ng: int | None = whole()
    bolus_per_day: int | None = whole()
    bolus_lockout_min: int | None = whole()
    amount_ng: int | None = whole()
    amount_ul: int | None = whole()
    note: str = string()
    voids_id: int | None = refers("fact.id", unique=True)
    content: int = whole()
    audit_seq: int = refers("audit.seq", late=True)
    digest: str = string()


class OutlookRow(SQLModel, table=True):
    """A pump's projection, boiled down for lists; rebuilt from the ledger at any time."""

    __tablename__ = "outlook"
    __table_args__ = limits(
        Index("outlook_refill_by", "refill_by"),
        Index("outlook_state", "state"),
        Index("outlook_holds_from", "holds_from"),
        Index("outlook_holds_until", "holds_until"),
        Index("outlook_rules", "rules_version"),
        days=["seen_on", "filled_on"],
        ranges={
            "volume_num": ANY_AMOUNT,
            "volume_den": SOME_AMOUNT,
            "flow_num": ANY_AMOUNT,
            "flow_den": SOME_AMOUNT,
            "dose_minutes": ANY_AMOUNT,
            "alarm_ul": ANY_AMOUNT,
            "ledger_seq": (0, MOST),
        },
        words={
            "state": ["retired", "unfilled", "unprogrammed", "stopped", "running"],
            "limited_by": ["reservoir", "stability", "calendar", "service"],
        },
    )
    pump_id: int = refers("pump.id", primary=True)
    seen_on: str = string()
    holds_from: str = string()
    holds_until: str | None = string()
    state: str = string()
    filled_on: str | None = string()
    opens_on: str | None = string()
    refill_by: str | None = string()
    limited_by: str | None = string()
    alarm_on: str | None = string()
    alarm_nominal_on: str | None = string()
    empty_on: str | None = string()
    stable_until: str | None = string()
    volume_num: int | None = whole()
    volume_den: int | None = whole()
    flow_num: int | None = whole()
    flow_den: int | None = whole()
    dose_minutes: int | None = whole()
    mixture: str = string()
    alarm_ul: int = whole()
    rank: int = whole()
    findings: str = string()
    ledger_seq: int = whole()
    rules_version: int = whole()
    seal: str = string()


class AuditRow(SQLModel, table=True):
    """One change of the store; ``hash`` covers the row and the hash before it."""

    __tablename__ = "audit"
    __table_args__ = limits(ranges={"facts": (0, MOST)})
    seq: int = key()
    at: str = string()
    actor: str = string()
    action: str = string()
    request_id: str | None = string(unique=True)
    request: str = string()
    detail: str = string()
    facts: int = whole()
    facts_digest: str = string()
    previous: str = string()
    hash: str = string()


PUMP = table_of(PumpRow)
MIXTURE = table_of(MixtureRow)
MIXTURE_DRUG = table_of(MixtureDrugRow)
FLEX = table_of(FlexRow)
FLEX_STEP = table_of(FlexStepRow)
FACT = table_of(FactRow)
OUTLOOK = table_of(OutlookRow)
AUDIT = table_of(AuditRow)
APPEND_ONLY = ("fact", "mixture", "mixture_drug", "flex", "flex_step", "audit")
