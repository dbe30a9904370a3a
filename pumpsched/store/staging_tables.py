"""Temporary tables that hold a file's facts until all of it has been read."""

from __future__ import annotations

from sqlalchemy import Column, Index, MetaData, Table

from pumpsched.store.columns import TEXT, WHOLE
from pumpsched.store.fact_mapping import SAID
from pumpsched.store.ledger_tables import FACT

TEMPORARY = MetaData()

STAGED = Table(
    "staged",
    TEMPORARY,
    Column("place", WHOLE, primary_key=True, autoincrement=False),
    Column("line", WHOLE),
    Column("patient_id", WHOLE),
    *(Column(column.name, column.type) for column in list(FACT.columns)[SAID]),
    Column("content", WHOLE),
    Index("staged_at", "patient_id", "day", "kind"),
    prefixes=["TEMPORARY"],
)
"""Facts as read, in the order of the file."""

VOIDS = Table(
    "staged_void",
    TEMPORARY,
    Column("place", WHOLE, primary_key=True, autoincrement=False),
    Column("line", WHOLE),
    Column("patient_id", WHOLE),
    Column("day", TEXT),
    Column("minute", WHOLE),
    Column("kind", TEXT),
    Column("ordinal", WHOLE),
    Column("note", TEXT),
    prefixes=["TEMPORARY"],
)
"""Voids as read: each names the n-th fact of a kind at a time."""

PLACED = Table(
    "placed",
    TEMPORARY,
    Column("place", WHOLE, primary_key=True, autoincrement=False),
    Column("fact_id", WHOLE),
    Column("fresh", WHOLE),
    Index("placed_fact", "fact_id"),
    prefixes=["TEMPORARY"],
)
"""Which fact each staged one is, and whether it is new."""
