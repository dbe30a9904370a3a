"""The store: made, opened, read and written, and what it says of itself."""

from __future__ import annotations

from pumpsched.store import engine, migrate, tables, visit_tables
from pumpsched.store.backup import check_copy
from pumpsched.store.books import Books, reading, writing
from pumpsched.store.database_errors import refusing
from pumpsched.store.engine import file_engine, open_store, scratch_store
from pumpsched.store.location import server_parameters
from pumpsched.store.postgres import WRITES
from pumpsched.store.reading import sqlite_file
from pumpsched.store.reading.layout import LAYOUT
from pumpsched.store.reading.opening import ReadStore, holds_store
from pumpsched.store.results import PatientCounts, Put, Stamp
from pumpsched.store.seals import seal_of
from pumpsched.store.tables import FACT

VERSION_TABLE = "alembic_version"

__all__ = [
    "FACT",
    "LAYOUT",
    "VERSION_TABLE",
    "WRITES",
    "Books",
    "PatientCounts",
    "Put",
    "ReadStore",
    "Stamp",
    "check_copy",
    "engine",
    "file_engine",
    "holds_store",
    "migrate",
    "open_store",
    "reading",
    "refusing",
    "scratch_store",
    "seal_of",
    "server_parameters",
    "sqlite_file",
    "tables",
    "visit_tables",
    "writing",
]
