"""The books, open for reading or writing: everything a use case asks of the store.

Books speak in domain values and in the records of :mod:`pumpsched.store.results`. They are open
within one transaction; what is computed from them is of one moment.

The books of the audit trail, as far as a use case reads and adds to it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Row, select

from pumpsched.store.audit_chain import check_audit, head_of
from pumpsched.store.database_errors import refusing
from pumpsched.store.engine import Store
from pumpsched.store.ledger_books import LedgerBooks
from pumpsched.store.outlook_books import OutlookBooks
from pumpsched.store.people_books import PeopleBooks, PumpBooks
from pumpsched.store.results import (
    AuditEntry,
    Entry,
    Fault,
    Holding,
    Implant,
    Listed,
    Loaded,
    PatientCounts,
    Put,
    StagedProblem,
    Stamp,
)
from pumpsched.store.session import Shelf, unknown
from pumpsched.store.staging import Staging
from pumpsched.store.tables import AUDIT, FACT
from pumpsched.store.transactions import changing, repeated
from pumpsched.store.visit_books import VisitBooks


class JournalBooks(Shelf):
    """The audit trail."""

    def recorded(self, request_id: str) -> AuditEntry | None:
        """What was recorded under a request's number, if anything."""
        same = select(AUDIT).where(AUDIT.c.request_id == request_id)
        row = self._connection.execute(same).first()
        return None if row is None else _entry_of(row)

    def change_of(self, fact: int) -> AuditEntry:
        """What was recorded together with the fact of that number.

        Raises:
            NotFound: No such fact.
        """
        found = select(AUDIT).join(FACT, FACT.c.audit_seq == AUDIT.c.seq).where(FACT.c.id == fact)
        row = self._connection.execute(found).first()
        if row is None:
            raise unknown("fact", str(fact))
        return _entry_of(row)

    def audit_entries(self, *, newest: int | None = None) -> Iterator[AuditEntry]:
        """The trail, oldest first.

        Args:
            newest: Only the last so many rows.
        """
        found = select(AUDIT).order_by(AUDIT.c.seq)
        if newest is not None:
            last = select(AUDIT.c.seq).order_by(AUDIT.c.seq.desc()).limit(newest)
            found = found.where(AUDIT.c.seq.in_(select(last.subquery())))
        for row in self.opened(found, at_once=500):
            yield _entry_of(row)

    def head(self) -> str:
        """The hash of the last audit row; empty before the first."""
        return head_of(self._connection)

    def note(self, detail: dict[str, object]) -> None:
        """Adds to the detail of this transaction's audit row: old and new values, reasons."""
        self.trail.notes.append(detail)


def _entry_of(row: Row[Any]) -> AuditEntry:
    check_audit(tuple(row))
    return AuditEntry(
        seq=row.seq,
        at=datetime.fromisoformat(row.at),
        actor=row.actor,
        action=row.action,
        request_id=row.request_id,
        request=row.request,
        detail=json.loads(row.detail),
        facts=row.facts,
        hash=row.hash,
    )


__all__ = [
    "AuditEntry",
    "Books",
    "Entry",
    "Fault",
    "Holding",
    "Implant",
    "Listed",
    "Loaded",
    "PatientCounts",
    "Put",
    "StagedProblem",
    "Staging",
    "Stamp",
    "Store",
    "reading",
    "writing",
    "written",
]

T = TypeVar("T")


class Books(PeopleBooks, PumpBooks, LedgerBooks, OutlookBooks, VisitBooks, JournalBooks):
    """The open store; made by :func:`reading` and :func:`writing`."""

    def staging(self) -> Staging:
        """An empty place for the facts of one file; a second one forgets the first."""
        return Staging(self, self._connection)


@contextmanager
def reading(engine: Store) -> Iterator[Books]:
    """The books, open for reading: one moment of the store, nothing can be changed."""
    with refusing(), engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(postgresql_readonly=True)
        with connection.begin(), closing(Books(connection)) as books:
            yield books


@contextmanager
def writing(engine: Store, stamp: Stamp, *, keep: bool = True) -> Iterator[Books]:
    """The books, open for one change, which nobody else can cross.

    An error inside the block rolls everything back. On a clean exit the audit row is appended, if
    anything changed, and all is committed; when this returns, it is on the disk.

    Args:
        engine: The store.
        stamp: Who, when and why.
        keep: False rolls back at the end: a preview.

    Raises:
        Conflict: The stamp's request is recorded already.
        StoreBusy: Somebody else is changing the store and does not finish.
        StoreProblem: The disk is full or failing, or the store is damaged or read-only.
    """
    with refusing(), _changing(engine, stamp, keep=keep) as books:
        yield books


def written(engine: Store, stamp: Stamp, work: Callable[[Books], T], *, keep: bool = True) -> T:
    """What ``work`` returned in books open for one change, once that is saved.

    As :func:`writing`, but a server that was interrupted, or turned the change away for another
    one, is tried again: ``work`` may run several times, and is kept once.
    """

    def attempt() -> T:
        with _changing(engine, stamp, keep=keep) as books:
            return work(books)

    with refusing():
        return repeated(attempt)


@contextmanager
def _changing(engine: Store, stamp: Stamp, *, keep: bool) -> Iterator[Books]:
    with (
        changing(engine, stamp, keep=keep) as (connection, trail),
        closing(Books(connection, trail)) as books,
    ):
        yield books
