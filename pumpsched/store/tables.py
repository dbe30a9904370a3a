"""The row classes, one a table. They never leave the store.

Each table ends with a checksum of the row: ``seal``, a fact's ``digest``, an audit row's ``hash``
(see :mod:`pumpsched.store.seals`). Facts, mixtures, flex programmes and audit rows are
append-only: triggers refuse any change.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Index, Table, UniqueConstraint
from sqlmodel import SQLModel

from pumpsched.domain.clinic import Setting
from pumpsched.domain.ledger import OF_A_PUMP
from pumpsched.domain.status import Limit, State
from pumpsched.records.events import EVENT_KINDS
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
from pumpsched.store.seals import ADDED

_OF_A_PLACE = {
    "length(code)": (1, 40),
    "latitude_nano": (-90 * 10**9, 90 * 10**9),
    "longitude_nano": (-180 * 10**9, 180 * 10**9),
}
_PLACED = "(latitude_nano IS NULL) = (longitude_nano IS NULL)"


class PatientRow(SQLModel, table=True):
    """A patient; ``name_folded`` is the name as it is searched."""

    __tablename__ = "patient"
    __table_args__ = limits(
        days=["birth_date"],
        ranges={
            **_OF_A_PLACE,
            "min_months": (0, 1200),
            "max_months": (0, 1200),
            "margin_days": (0, 36500),
            "alarm_ul": ANY_AMOUNT,
            "visit_minutes": (1, 1440),
            "nurses_needed": (1, 9),
        },
        words={"setting": tuple(Setting)},
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
        ranges={**_OF_A_PLACE, "max_visits": ANY_AMOUNT},
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


class NursePhoneRow(SQLModel, table=True):
    """A nurse's phone number, where one was given."""

    __tablename__ = "nurse_phone"
    __table_args__ = limits()
    nurse_id: int = refers("nurse.id", primary=True)
    phone: str = string()
    seal: str = string()


class SiteRow(SQLModel, table=True):
    """A clinic location."""

    __tablename__ = "site"
    __table_args__ = limits(
        ranges={**_OF_A_PLACE, "chairs": ANY_AMOUNT},
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


class LegRow(SQLModel, table=True):
    """A practice's own travel figures between two codes."""

    __tablename__ = "leg"
    __table_args__ = limits(ranges={"minutes": ANY_AMOUNT, "metres": ANY_AMOUNT})
    origin: str = string(primary=True)
    destination: str = string(primary=True)
    minutes: int = whole()
    metres: int = whole()
    seal: str = string()


def table_of(row: type[SQLModel]) -> Table:
    """The table of a row class."""
    return SQLModel.metadata.tables[str(row.__tablename__)]


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


class ImplantTimeRow(SQLModel, table=True):
    """The minute of the day of an implant, where known."""

    __tablename__ = "implant_time"
    __table_args__ = limits(ranges={"minute": MINUTE_OF_DAY})
    pump_id: int = refers("pump.id", primary=True)
    minute: int = whole()
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


_ANY = [
    *("residual_ul", "injected_ul", "programmed_ul", "boluses_used", "amount_ul", "reservoir_ul"),
    "check_volume_ul",
]
_SOME = [
    "dose_ng_per_day",
    "flow_ul_per_day",
    "bolus_ng",
    "bolus_per_day",
    "bolus_lockout_min",
    "amount_ng",
    "waste_ul",
]


def _one_of(kinds: Sequence[str]) -> str:
    """The condition that a fact is of one of these kinds."""
    if len(kinds) == 1:
        return f"kind = '{kinds[0]}'"
    return f"kind IN ({', '.join(map(repr, kinds))})"


def _of_kind(column: str) -> str:
    """The condition that a fact is of a kind that fills a column."""
    kinds = EVENT_KINDS.values()
    return _one_of([k.word for k in kinds if any(column in part.stored for part in k.parts)])


_OF_THE_PATIENT = [kind.word for kind in EVENT_KINDS.values() if kind.fact not in OF_A_PUMP]


class FactRow(SQLModel, table=True):
    """A fact of any kind; ``content`` tells whether two facts of a patient say the same."""

    __tablename__ = "fact"
    __table_args__ = limits(
        Index("fact_pump", "pump_id", "day", "minute", "id"),
        Index("fact_patient", "patient_id", "day", "minute", "id"),
        # A worklist of any size looks for the few facts that are dated ahead.
        Index("fact_day", "day"),
        days=["day", "programmer_alarm_on", "expires_on", "bud_on"],
        ranges={
            "minute": MINUTE_OF_DAY,
            **dict.fromkeys(_ANY, ANY_AMOUNT),
            **dict.fromkeys(_SOME, SOME_AMOUNT),
        },
        words={"kind": list(EVENT_KINDS)},
        rules=[
            f"({_of_kind('injected_ul')}) = (injected_ul IS NOT NULL)",
            f"{_of_kind('mixture_id')} OR (mixture_id IS NULL"
            " AND programmed_ul IS NULL AND boluses_used IS NULL)",
            f"{_of_kind('residual_ul')} OR residual_ul IS NULL",
            f"({_of_kind('flex_id')}) = (dose_ng_per_day IS NOT NULL OR flex_id IS NOT NULL"
            " OR flow_ul_per_day IS NOT NULL)",
            "dose_ng_per_day IS NULL OR flex_id IS NULL",
            "flow_ul_per_day IS NULL OR (dose_ng_per_day IS NULL AND flex_id IS NULL)",
            f"{_of_kind('bolus_ng')} OR bolus_ng IS NULL",
            "(bolus_ng IS NULL) = (bolus_per_day IS NULL)",
            "bolus_ng IS NOT NULL OR bolus_lockout_min IS NULL",
            f"({_of_kind('amount_ul')}) = (amount_ng IS NOT NULL OR amount_ul IS NOT NULL)",
            f"{_of_kind('amount_ng')} OR amount_ng IS NULL",
            "amount_ng IS NULL OR amount_ul IS NULL",
            f"({_of_kind('reservoir_ul')})"
            " = (programmer_alarm_on IS NOT NULL OR reservoir_ul IS NOT NULL)",
            f"({_of_kind('voids_id')}) = (voids_id IS NOT NULL)",
            f"pump_id IS NOT NULL OR {_one_of(_OF_THE_PATIENT)}",
            "voids_id < id",
            f"{_of_kind('lot')} OR (lot IS NULL AND expires_on IS NULL AND bud_on IS NULL"
            " AND kit IS NULL AND waste_ul IS NULL AND witness IS NULL)",
            f"{_of_kind('check_volume_ul')} OR check_volume_ul IS NULL",
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
    flow_ul_per_day: int | None = whole()
    programmer_alarm_on: str | None = string()
    reservoir_ul: int | None = whole()
    lot: str | None = string()
    expires_on: str | None = string()
    bud_on: str | None = string()
    kit: str | None = string()
    waste_ul: int | None = whole()
    witness: str | None = string()
    check_volume_ul: int | None = whole()
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
        words={"state": tuple(State), "limited_by": tuple(Limit)},
    )
    pump_id: int = refers("pump.id", primary=True)
    seen_on: str = string()
    holds_from: str = string()
    holds_until: str | None = string()
    state: str = string()
    filled_on: str | None = string()
    opens_on: str | None = string()
    due_on: str | None = string()
    refill_by: str | None = string()
    limited_by: str | None = string()
    alarm_on: str | None = string()
    alarm_nominal_on: str | None = string()
    empty_on: str | None = string()
    stable_until: str | None = string()
    programmer_alarm_on: str | None = string()
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


FACT = table_of(FactRow)
OUTLOOK = table_of(OutlookRow)

_FACT_NAMES = tuple(column.name for column in FACT.columns)
SAID_NAMES = (
    *_FACT_NAMES[_FACT_NAMES.index("day") : _FACT_NAMES.index("content")],
    *_FACT_NAMES[-1 - ADDED : -1],
)
"""Columns that say what happened, apart from who and where it was recorded."""
