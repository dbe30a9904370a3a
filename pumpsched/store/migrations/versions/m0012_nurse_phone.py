"""The layout with the phone numbers of nurses."""

from __future__ import annotations

from pumpsched.store.columns import limits
from pumpsched.store.migrations.making import create

revision = "m0012"
down_revision = "m0011"


def upgrade() -> None:
    """A number has a row of its own: a table that others refer to cannot be made anew."""
    create("nurse_phone", "nurse_id:key>nurse.id phone:text seal:text", limits())
