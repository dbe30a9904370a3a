"""The first layout: people, pumps, the ledger, what is projected from it, the audit trail."""

from __future__ import annotations

from sqlalchemy import Index, UniqueConstraint

from pumpsched.store.columns import ANY_AMOUNT, MINUTE_OF_DAY, SOME_AMOUNT, limits
from pumpsched.store.migrations.making import append_only, create

revision = "m0001"
down_revision = None

_OF_A_PLACE = {
    "length(code)": (1, 40),
    "latitude_nano": (-90 * 10**9, 90 * 10**9),
    "longitude_nano": (-180 * 10**9, 180 * 10**9),
}


def upgrade() -> None:
    """Makes all tables, and triggers that refuse any change of what is recorded."""
    _people()
    _calendar()
    _practice()
    _ledger()
    _read_model()
    append_only("fact", "mixture", "mixture_drug", "flex", "flex_step", "audit")


def _people() -> None:
    create(
        "patient",
        "id:key code:text! name:text name_folded:text birth_date:text? phone:text "
        "address:text postal_code:text latitude_nano:int? longitude_nano:int? setting:text "
        "condition:text min_months:int? max_months:int? margin_days:int? alarm_ul:int? "
        "visit_minutes:int availability:text nurses_needed:int preferred_nurse:text "
        "notes:text seal:text",
        limits(
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
            words={"setting": ["clinic", "home", "either"]},
            rules=["(latitude_nano IS NULL) = (longitude_nano IS NULL)"],
        ),
    )
    create(
        "nurse",
        "id:key code:text! name:text latitude_nano:int? longitude_nano:int? skills:text "
        "roster:text max_visits:int? seal:text",
        limits(
            ranges={**_OF_A_PLACE, "max_visits": ANY_AMOUNT},
            rules=["(latitude_nano IS NULL) = (longitude_nano IS NULL)"],
        ),
    )
    create(
        "site",
        "id:key code:text! name:text latitude_nano:int? longitude_nano:int? hours:text "
        "chairs:int seal:text",
        limits(
            ranges={**_OF_A_PLACE, "chairs": ANY_AMOUNT},
            rules=["(latitude_nano IS NULL) = (longitude_nano IS NULL)"],
        ),
    )


def _calendar() -> None:
    create(
        "closure",
        "id:key who:text first_on:text last_on:text reason:text seal:text",
        limits(
            UniqueConstraint("who", "first_on", "last_on"),
            days=["first_on", "last_on"],
            rules=["first_on <= last_on"],
        ),
    )
    create(
        "authorization",
        "id:key patient_id:int>patient.id number:text payer:text valid_from:text? "
        "valid_to:text? visits:int? seal:text",
        limits(
            UniqueConstraint("patient_id", "number"),
            days=["valid_from", "valid_to"],
            ranges={"visits": ANY_AMOUNT},
        ),
    )
    create(
        "visit",
        "id:key code:text! number:int? patient_id:int>patient.id kind:text day:text "
        "minute:int minutes:int setting:text site_id:int?>site.id status:text seal:text",
        limits(
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
        ),
    )
    create(
        "visit_nurse",
        "visit_id:key>visit.id position:key nurse_id:int>nurse.id seal:text",
        limits(Index("visit_nurse_nurse", "nurse_id"), ranges={"position": (1, 9)}),
    )
    create(
        "leg",
        "origin:textkey destination:textkey minutes:int metres:int seal:text",
        limits(ranges={"minutes": ANY_AMOUNT, "metres": ANY_AMOUNT}),
    )


def _practice() -> None:
    create("setting", "key:textkey value:text seal:text", limits())
    create("store_info", "key:textkey value:text seal:text", limits())
    create(
        "user_account",
        "id:key code:text! role:text active:int seal:text",
        limits(ranges={"length(code)": SOME_AMOUNT, "active": (0, 1)}),
    )


def _ledger() -> None:
    create(
        "pump",
        "id:key patient_id:int>patient.id model:text serial:text implanted_on:text "
        "capacity_ul:int? catheter_ul:int? fixed_flow_ul_per_day:int? end_of_service_on:text? "
        "explanted_on:text? seal:text",
        limits(
            UniqueConstraint("patient_id", "implanted_on"),
            days=["implanted_on", "end_of_service_on", "explanted_on"],
            ranges={
                "capacity_ul": SOME_AMOUNT,
                "catheter_ul": ANY_AMOUNT,
                "fixed_flow_ul_per_day": SOME_AMOUNT,
            },
        ),
    )
    create("mixture", "id:key text:text! seal:text", limits())
    create(
        "mixture_drug",
        "mixture_id:key>mixture.id position:key drug:text concentration_ng_per_ml:int seal:text",
        limits(
            UniqueConstraint("mixture_id", "drug"),
            ranges={"position": (1, 99), "concentration_ng_per_ml": SOME_AMOUNT},
        ),
    )
    create("flex", "id:key text:text! seal:text", limits())
    create(
        "flex_step",
        "flex_id:key>flex.id minute:key ng_per_day:int seal:text",
        limits(ranges={"minute": MINUTE_OF_DAY, "ng_per_day": ANY_AMOUNT}),
    )
    create(
        "audit",
        "seq:key at:text actor:text action:text request_id:text!? request:text detail:text "
        "facts:int facts_digest:text previous:text hash:text",
        limits(ranges={"facts": ANY_AMOUNT}),
    )
    create(
        "fact",
        "id:key patient_id:int>patient.id pump_id:int?>pump.id day:text minute:int? kind:text "
        "mixture_id:int?>mixture.id residual_ul:int? injected_ul:int? programmed_ul:int? "
        "boluses_used:int? dose_ng_per_day:int? flex_id:int?>flex.id bolus_ng:int? "
        "bolus_per_day:int? bolus_lockout_min:int? amount_ng:int? amount_ul:int? note:text "
        "voids_id:int!?>fact.id content:int audit_seq:int>audit.seq digest:text",
        limits(
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
            words={
                "kind": ["fill", "dose", "bolus", "stop", "start", "attempt", "archive", "void"]
            },
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
        ),
    )


def _read_model() -> None:
    create(
        "outlook",
        "pump_id:key>pump.id seen_on:text holds_from:text holds_until:text? state:text "
        "filled_on:text? opens_on:text? refill_by:text? limited_by:text? alarm_on:text? "
        "alarm_nominal_on:text? empty_on:text? stable_until:text? volume_num:int? "
        "volume_den:int? flow_num:int? flow_den:int? dose_minutes:int? mixture:text "
        "alarm_ul:int rank:int findings:text ledger_seq:int rules_version:int seal:text",
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
                "state": ["retired", "unfilled", "unprogrammed", "stopped", "running"],
                "limited_by": ["reservoir", "stability", "calendar", "service"],
            },
        ),
    )
