"""The books, open for reading or writing: everything a use case asks of the store.

Books speak in domain values and in the records of :mod:`pumpsched.store.results`. They are open
within one transaction; what is computed from them is of one moment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import TypeVar

from pumpsched.store.database_errors import refusing
from pumpsched.store.engine import Store
from pumpsched.store.ledger_books import LedgerBooks, OutlookBooks
from pumpsched.store.people_books import PeopleBooks, PumpBooks
from pumpsched.store.results import Stamp
from pumpsched.store.staging import Staging
from pumpsched.store.transactions import changing, repeated
from pumpsched.store.visit_books import VisitBooks

T = TypeVar("T")


class Books(PeopleBooks, PumpBooks, LedgerBooks, OutlookBooks, VisitBooks):
    """The open store; made by :func:`reading` and :func:`writing`."""

    def note(self, detail: dict[str, object]) -> None:
        """Adds to the detail of this transaction's audit row: old and new values, reasons."""
        self.audit.notes.append(detail)

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
        changing(engine, stamp, keep=keep) as (connection, audit),
        closing(Books(connection, audit)) as books,
    ):
        yield books
