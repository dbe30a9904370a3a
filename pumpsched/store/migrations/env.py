"""Runs migrations on the connection that :mod:`pumpsched.store.migrate` hands over."""

from __future__ import annotations

from alembic import context
from sqlmodel import SQLModel

# The import fills the metadata that a comparison needs.
from pumpsched.store import practice_tables as _practice_tables
from pumpsched.store import tables as _tables
from pumpsched.store import visit_tables as _visit_tables

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    transactional_ddl=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()

__all__ = ["_practice_tables", "_tables", "_visit_tables"]
