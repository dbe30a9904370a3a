"""The fifth layout: what a visit was booked against, and why."""

from __future__ import annotations

from pumpsched.store.columns import limits
from pumpsched.store.migrations.making import create

revision = "m0005"
down_revision = "m0004"


def upgrade() -> None:
    """Visits may be booked against a rule, for a reason."""
    create("visit_override", "visit_id:key>visit.id reason:text broken:text seal:text", limits())
