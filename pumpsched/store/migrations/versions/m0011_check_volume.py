"""The layout in which a fill says what came back of it when its place was checked."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Index

from pumpsched.store.columns import ANY_AMOUNT, MINUTE_OF_DAY, SOME_AMOUNT, limits
from pumpsched.store.migrations.making import create, guard, remake

revision = "m0011"
down_revision = "m0010"

_BEFORE = (
    "id patient_id pump_id day minute kind mixture_id residual_ul injected_ul programmed_ul "
    "boluses_used dose_ng_per_day flex_id bolus_ng bolus_per_day bolus_lockout_min amount_ng "
    "amount_ul note voids_id content audit_seq flow_ul_per_day programmer_alarm_on reservoir_ul "
    "lot expires_on bud_on kit waste_ul witness digest"
)
_ANY = [
    *("residual_ul", "injected_ul", "programmed_ul", "boluses_used", "amount_ul", "reservoir_ul"),
    "check_volume_ul",
]
_SOME = [
    *("dose_ng_per_day", "flow_ul_per_day", "bolus_ng", "bolus_per_day", "bolus_lockout_min"),
    *("amount_ng", "waste_ul"),
]


def upgrade() -> None:
    """The names of facts stand aside meanwhile: they refer to the table that is made anew."""
    if op.get_bind().dialect.name == "postgresql":
        # A table is not made anew while rows that an earlier migration wrote wait to be checked.
        op.execute("SET CONSTRAINTS ALL IMMEDIATE")
        op.execute("SET CONSTRAINTS ALL DEFERRED")
    op.execute("CREATE TEMPORARY TABLE names_aside AS SELECT * FROM fact_name")
    op.drop_table("fact_name")
    _ledger()
    create(
        "fact_name",
        "fact_id:key>fact.id name:text line:int? seal:text",
        limits(Index("fact_name_name", "name"), ranges={"line": SOME_AMOUNT}, rules=["name <> ''"]),
    )
    op.execute(
        "INSERT INTO fact_name (fact_id, name, line, seal)"
        " SELECT fact_id, name, line, seal FROM names_aside ORDER BY fact_id"
    )
    op.execute("DROP TABLE names_aside")
    guard("fact", "fact_name")


def _ledger() -> None:
    remake(
        "fact",
        "id:key patient_id:int>patient.id pump_id:int?>pump.id day:text minute:int? kind:text "
        "mixture_id:int?>mixture.id residual_ul:int? injected_ul:int? programmed_ul:int? "
        "boluses_used:int? dose_ng_per_day:int? flex_id:int?>flex.id bolus_ng:int? "
        "bolus_per_day:int? bolus_lockout_min:int? amount_ng:int? amount_ul:int? note:text "
        "voids_id:int!?>fact.id content:int audit_seq:int>audit.seq flow_ul_per_day:int? "
        "programmer_alarm_on:text? reservoir_ul:int? lot:text? expires_on:text? bud_on:text? "
        "kit:text? waste_ul:int? witness:text? check_volume_ul:int? digest:text",
        limits(
            Index("fact_pump", "pump_id", "day", "minute", "id"),
            Index("fact_patient", "patient_id", "day", "minute", "id"),
            days=["day", "programmer_alarm_on", "expires_on", "bud_on"],
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
                "kind = 'fill' OR (lot IS NULL AND expires_on IS NULL AND bud_on IS NULL"
                " AND kit IS NULL AND waste_ul IS NULL AND witness IS NULL)",
                "kind = 'fill' OR check_volume_ul IS NULL",
            ],
        ),
        kept=_BEFORE,
    )
