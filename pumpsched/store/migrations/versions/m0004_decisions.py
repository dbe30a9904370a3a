"""The fourth layout: what named persons decided."""

from __future__ import annotations

from sqlalchemy import Index

from pumpsched.store.columns import MINUTE_OF_DAY, limits
from pumpsched.store.migrations.making import create, guard

revision = "m0004"
down_revision = "m0003"


def upgrade() -> None:
    """Decisions, which are appended and never changed."""
    create(
        "decision",
        "id:key patient_id:int>patient.id day:text minute:int? kind:text subject:text "
        "pump_id:int?>pump.id who:text reason:text until_on:text? audit_seq:int>audit.seq "
        "seal:text",
        limits(
            Index("decision_patient", "patient_id", "kind"),
            days=["day", "until_on"],
            ranges={"minute": MINUTE_OF_DAY},
        ),
    )
    guard("decision")
