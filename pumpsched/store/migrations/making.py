"""What migrations are written with. Released ones rely on it: add to it, never change it."""

from __future__ import annotations

from typing import Any

from alembic import op
from sqlalchemy import Column, Index

from pumpsched.store.columns import TEXT, WHOLE, TableArgs, reference


def append_only(*tables: str) -> None:
    """Triggers that refuse any change of what these tables hold."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
        )
    guard(*tables)


def guard(*tables: str) -> None:
    """The triggers of :func:`append_only` for tables that were made anew."""
    if op.get_bind().dialect.name == "postgresql":
        _refuse_on_postgresql(*tables)
        return
    for table in tables:
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )


def create(name: str, columns: str, arguments: TableArgs) -> None:
    """Makes a table.

    Args:
        name: Name of the table.
        columns: ``name:kind`` of each. ``key`` is a whole number, ``textkey`` text, both of the
            primary key; ``!`` is unique, ``?`` may be absent, ``>`` names what it refers to, and
            a reference to the audit trail is checked at the commit only.
        arguments: CHECKs, indexes and options.
    """
    *items, options = arguments
    op.create_table(name, *map(_column, columns.split()), *items, **options)


def _column(described: str) -> Column[Any]:
    name, _, rest = described.partition(":")
    kind, _, target = rest.partition(">")
    return Column(
        name,
        TEXT if kind.startswith("text") else WHOLE,
        *([reference(target, late=target == "audit.seq")] if target else []),
        primary_key="key" in kind,
        unique="!" in kind or None,
        nullable="?" in kind,
        autoincrement=False,
    )


def _refuse_on_postgresql(*tables: str) -> None:
    for table in tables:
        op.execute(
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def remake(name: str, columns: str, arguments: TableArgs, *, kept: str) -> None:
    """Makes a table anew under its name, with the rows of the one before.

    A table that others refer to cannot be made anew so.

    Args:
        name: Name of the table.
        columns: Its columns now, as in :func:`create`.
        arguments: CHECKs, indexes and options now.
        kept: Names of the columns that are carried over; the others begin absent.
    """
    before = f"{name}_before"
    for index in (each.name for each in arguments if isinstance(each, Index)):
        op.execute(f"DROP INDEX {index}")
    op.rename_table(name, before)
    create(name, columns, arguments)
    listed = ", ".join(kept.split())
    # In the order of the key: a row that names an earlier one finds it there.
    op.execute(f"INSERT INTO {name} ({listed}) SELECT {listed} FROM {before} ORDER BY 1")  # noqa: S608
    op.drop_table(before)
