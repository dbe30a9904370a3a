"""The layout with the last days of nurses, sites and authorizations."""

from __future__ import annotations

from sqlalchemy import Index

from pumpsched.store.columns import MINUTE_OF_DAY, limits
from pumpsched.store.migrations.making import create, guard

revision = "m0010"
down_revision = "m0009"


def upgrade() -> None:
    """Marks are appended and never changed."""
    create(
        "archive_mark",
        "id:key who:text number:text day:text minute:int? until_on:text? reason:text "
        "noted_by:text audit_seq:int>audit.seq seal:text",
        limits(
            Index("archive_mark_who", "who"),
            days=["day", "until_on"],
            ranges={"minute": MINUTE_OF_DAY},
        ),
    )
    guard("archive_mark")
