"""The layout with what calendars that were read before know of visits."""

from __future__ import annotations

from pumpsched.store.columns import ANY_AMOUNT, limits
from pumpsched.store.migrations.making import create

revision = "m0008"
down_revision = "m0007"


def upgrade() -> None:
    """A visit has a number that calendars saw, and nurses and sites whose calendars it left."""
    create(
        "calendar_entry",
        "visit_id:key>visit.id sequence:int former:text seal:text",
        limits(ranges={"sequence": ANY_AMOUNT}),
    )
