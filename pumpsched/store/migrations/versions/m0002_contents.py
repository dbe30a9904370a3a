"""The second layout: what happens in the room between fills, and what the programmer says."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Index

from pumpsched.store.columns import ANY_AMOUNT, MINUTE_OF_DAY, SOME_AMOUNT, limits
from pumpsched.store.migrations.making import create, guard, remake

revision = "m0002"
down_revision = "m0001"

_FIRST = (
    "id patient_id pump_id day minute kind mixture_id residual_ul injected_ul programmed_ul "
    "boluses_used dose_ng_per_day flex_id bolus_ng bolus_per_day bolus_lockout_min amount_ng "
    "amount_ul note voids_id content audit_seq digest"
)
_ANY = ["residual_ul", "injected_ul", "programmed_ul", "boluses_used", "amount_ul", "reservoir_ul"]
_SOME = [
    "dose_ng_per_day",
    "flow_ul_per_day",
    "bolus_ng",
    "bolus_per_day",
    "bolus_lockout_min",
    "amount_ng",
]


def upgrade() -> None:
    """Facts take more kinds, a dose given as a flow, and what a programmer printed."""
    _ledger()
    guard("fact")
    _read_model()
    create(
        "implant_time",
        "pump_id:key>pump.id minute:int seal:text",
        limits(ranges={"minute": MINUTE_OF_DAY}),
    )


def _ledger() -> None:
    remake(
        "fact",
        "id:key patient_id:int>patient.id pump_id:int?>pump.id day:text minute:int? kind:text "
        "mixture_id:int?>mixture.id residual_ul:int? injected_ul:int? programmed_ul:int? "
        "boluses_used:int? dose_ng_per_day:int? flex_id:int?>flex.id bolus_ng:int? "
        "bolus_per_day:int? bolus_lockout_min:int? amount_ng:int? amount_ul:int? note:text "
        "voids_id:int!?>fact.id content:int audit_seq:int>audit.seq flow_ul_per_day:int? "
        "programmer_alarm_on:text? reservoir_ul:int? digest:text",
        limits(
            Index("fact_pump", "pump_id", "day", "minute", "id"),
            Index("fact_patient", "patient_id", "day", "minute", "id"),
            days=["day", "programmer_alarm_on"],
            ranges={
                "minute": MINUTE_OF_DAY,
                **dict.fromkeys(_ANY, ANY_AMOUNT),
                **dict.fromkeys(_SOME, SOME_AMOUNT),
            },
            words={
                "kind": [
                    *("fill", "dose", "bolus", "aspirate", "empty", "readout"),
                    *("stop", "start", "attempt", "archive", "void"),
                ]
            },
            rules=[
                "(kind = 'fill') = (injected_ul IS NOT NULL)",
                "kind = 'fill' OR (mixture_id IS NULL"
                " AND programmed_ul IS NULL AND boluses_used IS NULL)",
                "kind IN ('fill', 'empty') OR residual_ul IS NULL",
                "(kind = 'dose') = (dose_ng_per_day IS NOT NULL OR flex_id IS NOT NULL"
                " OR flow_ul_per_day IS NOT NULL)",
                "dose_ng_per_day IS NULL OR flex_id IS NULL",
                "flow_ul_per_day IS NULL OR (dose_ng_per_day IS NULL AND flex_id IS NULL)",
                "kind = 'dose' OR bolus_ng IS NULL",
                "(bolus_ng IS NULL) = (bolus_per_day IS NULL)",
                "bolus_ng IS NOT NULL OR bolus_lockout_min IS NULL",
                "(kind IN ('bolus', 'aspirate'))"
                " = (amount_ng IS NOT NULL OR amount_ul IS NOT NULL)",
                "kind = 'bolus' OR amount_ng IS NULL",
                "amount_ng IS NULL OR amount_ul IS NULL",
                "(kind = 'readout')"
                " = (programmer_alarm_on IS NOT NULL OR reservoir_ul IS NOT NULL)",
                "(kind = 'void') = (voids_id IS NOT NULL)",
                "pump_id IS NOT NULL OR kind IN ('archive', 'void')",
                "voids_id < id",
            ],
        ),
        kept=_FIRST,
    )


def _read_model() -> None:
    """Its rows are projected from the ledger anew."""
    op.drop_table("outlook")
    create(
        "outlook",
        "pump_id:key>pump.id seen_on:text holds_from:text holds_until:text? state:text "
        "filled_on:text? opens_on:text? due_on:text? refill_by:text? limited_by:text? "
        "alarm_on:text? alarm_nominal_on:text? empty_on:text? stable_until:text? "
        "programmer_alarm_on:text? volume_num:int? volume_den:int? flow_num:int? flow_den:int? "
        "dose_minutes:int? mixture:text alarm_ul:int rank:int findings:text ledger_seq:int "
        "rules_version:int seal:text",
        limits(
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
                "ledger_seq": ANY_AMOUNT,
            },
            words={
                "state": ["retired", "unfilled", "unprogrammed", "emptied", "stopped", "running"],
                "limited_by": ["reservoir", "programmer", "stability", "calendar", "service"],
            },
        ),
    )
