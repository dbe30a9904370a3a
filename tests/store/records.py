"""Invented people, pumps and stamps for tests of the store."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine

from pumpsched.store import verification
from pumpsched.store.results import Fault
from pumpsched.usecases.upkeep import Health, examine
from tests.backends import OnServer
from tests.builders import dose, fill
from tests.builders.store import WRITES, Stamp, reading, writing
from tests.builders.values import Device, Fact, Patient

AT = datetime(2026, 11, 22, 15, 30, tzinfo=UTC)


def stamp(action: str = "test", *, actor: str = "ann", request_id: str | None = None) -> Stamp:
    """A stamp of an invented nurse."""
    return Stamp(actor, AT, action, request_id=request_id)


def device(code: str = "0007", *, on: date = date(2020, 1, 1), model: str = "SM2-20") -> Device:
    """A pump."""
    return Device(code, model, f"S-{code}-{on.year}", on)


def enrol(store: Engine, code: str = "0007", name: str = "Rowan Example") -> int:
    """Records a patient with a pump; returns the pump's key."""
    with writing(store, stamp("enrol")) as books:
        books.put_patient(Patient(code, name))
        return books.add_device(device(code))


def record(store: Engine, *facts: Fact, code: str = "0007", pump: int = 1) -> list[Fact]:
    """Records facts in one change."""
    with writing(store, stamp("record")) as books:
        return [books.append(code, pump, fact) for fact in facts]


def small_clinic(store: Engine) -> None:
    """Two patients, six facts, five changes."""
    for number, code in enumerate(("0007", "0008"), start=1):
        enrol(store, code)
        record(store, fill(), dose(), code=code, pump=number)
    record(store, fill("2026-12-01"), dose("2026-12-01", "150 mcg/day"))


def verify(store: Engine, head: str | None = None) -> list[Fault]:
    """What does not hold in the rows of a store."""
    with reading(store) as books:
        return verification.verify(books, head)


def file_faults(store: Engine) -> list[Fault]:
    """What the database itself finds wrong."""
    with reading(store) as books:
        return verification.file_faults(books)


def examined(store: Engine, *, today: date) -> Health:
    """The doctor's round of a store."""
    with reading(store) as books:
        return examine(books, today=today)


@contextmanager
def direct(store: Engine) -> Iterator[Connection]:
    """A connection that may write past the books, with every guard in place."""
    with store.connect() as connection:
        connection.execution_options(**{WRITES: True})
        with connection.begin():
            yield connection


def tamper(path: Path, *statements: str) -> None:
    """Changes the store behind its back, with every guard taken off."""
    if isinstance(path, OnServer):
        path.execute(*statements)
        return
    with sqlite3.connect(path) as raw:
        for name in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            raw.execute(f"DROP TRIGGER {name[0]}")
        raw.execute("PRAGMA ignore_check_constraints = ON")
        for statement in statements:
            raw.execute(statement)
    raw.close()
