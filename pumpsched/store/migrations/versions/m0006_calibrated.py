"""The layout in which a residual can set the last refill day."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Index

from pumpsched.store.columns import ANY_AMOUNT, SOME_AMOUNT, limits
from pumpsched.store.migrations.making import create

revision = "m0006"
down_revision = "m0005"


def upgrade() -> None:
    """The rows of the read model are projected from the ledger anew."""
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
                "limited_by": [
                    "reservoir",
                    "programmer",
                    "calibrated",
                    "stability",
                    "calendar",
                    "service",
                ],
            },
        ),
    )
