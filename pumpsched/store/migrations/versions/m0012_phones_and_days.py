"""The layout with the phone numbers of nurses, and an index that finds the facts dated ahead."""

from __future__ import annotations

from alembic import op

from pumpsched.store.columns import limits
from pumpsched.store.migrations.making import create

revision = "m0012"
down_revision = "m0011"


def upgrade() -> None:
    """A number has a row of its own: a table that others refer to cannot be made anew."""
    create("nurse_phone", "nurse_id:key>nurse.id phone:text seal:text", limits())
    if op.get_bind().dialect.name == "postgresql":
        # What earlier steps of this upgrade wrote is checked now: until then it makes no index.
        op.execute("SET CONSTRAINTS ALL IMMEDIATE")
        op.execute("SET CONSTRAINTS ALL DEFERRED")
    op.create_index("fact_day", "fact", ["day"])
