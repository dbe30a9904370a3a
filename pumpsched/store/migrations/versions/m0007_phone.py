"""The seventh layout: who was reached on the phone, and how far the drug of a visit is."""

from __future__ import annotations

from sqlalchemy import Index

from pumpsched.store.columns import MINUTE_OF_DAY, limits
from pumpsched.store.migrations.making import create, guard

revision = "m0007"
down_revision = "m0006"


def upgrade() -> None:
    """Both are appended and never changed."""
    create(
        "contact",
        "id:key patient_id:int>patient.id day:text minute:int? means:text outcome:text who:text "
        "note:text audit_seq:int>audit.seq seal:text",
        limits(
            Index("contact_patient", "patient_id"),
            days=["day"],
            ranges={"minute": MINUTE_OF_DAY},
        ),
    )
    create(
        "order_mark",
        "id:key visit_id:int>visit.id day:text minute:int? state:text until_on:text? who:text "
        "audit_seq:int>audit.seq seal:text",
        limits(
            Index("order_mark_visit", "visit_id"),
            days=["day", "until_on"],
            ranges={"minute": MINUTE_OF_DAY},
        ),
    )
    guard("contact", "order_mark")
