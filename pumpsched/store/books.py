"""The books, open for reading or writing: everything a use case asks of the store.

Books speak in domain values and in the records of :mod:`pumpsched.store.records`. They are open
within one transaction; what is computed from them is of one moment.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pumpsched.store.engine import Store
from pumpsched.store.faults import refusing
from pumpsched.store.journal import JournalBooks
from pumpsched.store.layout import WRITES
from pumpsched.store.ledgers import LedgerBooks
from pumpsched.store.outlooks import OutlookBooks
from pumpsched.store.people import PeopleBooks
from pumpsched.store.pumps import PumpBooks
from pumpsched.store.records import (
    AuditEntry,
    Counts,
    Entry,
    Fault,
    Holding,
    Implant,
    Listed,
    Loaded,
    Put,
    StagedProblem,
    Stamp,
    User,
)
from pumpsched.store.staging import Staging
from pumpsched.store.trail import begun, finish
from pumpsched.store.visits import VisitBooks

__all__ = [
    "AuditEntry",
    "Books",
    "Counts",
    "Entry",
    "Fault",
    "Holding",
    "Implant",
    "Listed",
    "Loaded",
    "Put",
    "StagedProblem",
    "Staging",
    "Stamp",
    "Store",
    "User",
    "reading",
    "writing",
]


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
        with connection.begin():
            yield Books(connection)


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
    with refusing(), engine.connect() as connection:
        connection.execution_options(**{WRITES: True})
        with connection.begin() as transaction:
            trail = begun(connection, stamp)
            yield Books(connection, trail)
            if trail.changed:
                finish(connection, trail)
            if not keep:
                transaction.rollback()
