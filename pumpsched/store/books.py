"""The books, open for reading or writing: everything a use case asks of the store.

Books speak in domain values and in the records of :mod:`pumpsched.store.results`. They are open
within one transaction; what is computed from them is of one moment.

A change is begun, put on record, committed, and told truly. On a server it can be turned away
because another one crossed it, and the connection can be lost, even while the commit is on its
way. Here is the one place that knows what may be done again: what was rolled back, never what may
have been saved.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import TypeVar

from sqlalchemy import Connection, Engine, text
from sqlalchemy.engine import Transaction
from sqlmodel import select

from pumpsched.domain.errors import Conflict, StoreBusy
from pumpsched.store.audit_chain import AuditWriter, instant_text
from pumpsched.store.database_errors import (
    is_crossed,
    is_failing,
    is_lost,
    of_databases,
    refusing,
    unconfirmed,
)
from pumpsched.store.engine import Store, rows_on
from pumpsched.store.ledger_books import LedgerBooks, OutlookBooks
from pumpsched.store.people_books import PeopleBooks, PumpBooks, VisitBooks
from pumpsched.store.postgres import WRITES, check_durable
from pumpsched.store.results import Stamp
from pumpsched.store.staging import Staging
from pumpsched.store.tables import AuditRow

T = TypeVar("T")

MOST_ATTEMPTS = 10
LONGEST_PAUSE = 2.0
_TURN = text("LOCK TABLE store_info IN EXCLUSIVE MODE")


def wait_for_turn(connection: Connection) -> None:
    """Lets one change go at a time; SQLite does so when a transaction begins.

    The lock is taken before the first query, so that what is read is what the change before left.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(_TURN)


def finish(books: Books) -> str:
    """Appends the audit row of a change whose request is new, and returns its hash."""
    audit, stamp = books.audit, books.audit.stamp
    same = "SELECT seq FROM audit WHERE request_id = ?"
    if stamp.request_id is not None and books.value(same, stamp.request_id) is not None:
        raise Conflict(
            f"The request {stamp.request_id} is recorded already.", code="request-recorded"
        )
    row = AuditRow(
        seq=audit.seq,
        at=instant_text(stamp.at),
        actor=stamp.actor,
        action=stamp.action,
        request_id=stamp.request_id,
        request=stamp.request,
        detail=audit.detail(),
        facts=audit.facts.count,
        facts_digest=audit.facts.text(),
        previous=books.head(),
    )
    books.write(row)
    return row.hash


def _commit(connection: Connection, transaction: Transaction, seq: int, mark: str | None) -> None:
    try:
        transaction.commit()
    except of_databases() as error:
        if mark is None or not (is_lost(error) or is_failing(error)):
            raise
        # What this session still holds would hide the truth from the one that looks.
        connection.invalidate()
        if not _is_recorded(connection.engine, seq, mark):
            raise
        if is_failing(error):
            raise unconfirmed() from None


def _is_recorded(engine: Engine, seq: int, mark: str) -> bool:
    """Whether the audit row of a commit that was never answered is there, on a new connection."""
    same = select(AuditRow.hash).where(AuditRow.seq == seq)
    for number in range(1, MOST_ATTEMPTS + 1):
        try:
            with engine.connect() as connection, connection.begin():
                # The lost session holds this lock until its change is in, or rolled back.
                wait_for_turn(connection)
                return connection.execute(same).scalar() == mark
        except of_databases() as error:
            if is_failing(error):
                # A journal that still waits to be rolled back: the change is not in.
                return False
            if not (is_lost(error) or is_crossed(error)):
                break
            _pause(number, longest=LONGEST_PAUSE)
    raise StoreBusy(
        "The connection was lost while saving: whether it was saved is not known.",
        code="outcome-unknown",
        why="The database server did not answer again.",
        next_step="pumpsched audit list --limit 3, or the same command with its --request-id",
    )


def _was_connected(error: BaseException) -> bool:
    """Whether there was a connection to lose: no statement is named where none was made."""
    statement = getattr(error, "statement", None)
    return statement is not None or bool(getattr(error, "connection_invalidated", False))


def _pause(number: int, *, longest: float) -> None:
    time.sleep(random.uniform(0.5, 1) * min(longest, 0.02 * 2**number))


class Books(PeopleBooks, PumpBooks, LedgerBooks, OutlookBooks, VisitBooks):
    """The open store; made by :func:`reading` and :func:`writing`."""

    def note(self, detail: dict[str, object]) -> None:
        """Adds to the detail of this transaction's audit row: old and new values, reasons."""
        self.audit.notes.append(detail)

    def staging(self) -> Staging:
        """An empty place for the facts of one file; a second one forgets the first."""
        return Staging(self, self._connection)


def books_to_change(connection: Connection, stamp: Stamp) -> Books:
    """The books of a transaction whose change :func:`finish` puts on record."""
    last = rows_on(connection).value("SELECT max(seq) FROM audit")
    return Books(connection, AuditWriter(stamp, (last or 0) + 1))


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
    anything changed, and all is committed; when this returns, it is on the disk. A preview is not
    to be kept: it is rolled back at the end.

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
    one, is tried again: ``work`` may run several times, and is kept once. It prints nothing.
    """

    def attempt() -> T:
        with _changing(engine, stamp, keep=keep) as books:
            return work(books)

    with refusing():
        return _repeated(attempt)


@contextmanager
def _changing(engine: Engine, stamp: Stamp, *, keep: bool) -> Iterator[Books]:
    with engine.connect() as connection:
        connection.execution_options(**{WRITES: True})
        if connection.dialect.name == "postgresql":
            check_durable(connection)
            connection.execution_options(isolation_level="SERIALIZABLE")
        with connection.begin() as transaction:
            wait_for_turn(connection)
            mark = None
            with closing(books_to_change(connection, stamp)) as books:
                yield books
                if books.audit.changed:
                    mark = finish(books)
            if keep:
                _commit(connection, transaction, books.audit.seq, mark)
            else:
                transaction.rollback()


def _repeated(attempt: Callable[[], T]) -> T:
    """What an attempt at a change returns; a change that was rolled back is made again."""
    for number in range(1, MOST_ATTEMPTS):
        try:
            return attempt()
        except of_databases() as error:
            if number == 1 and is_lost(error) and not _was_connected(error):
                raise
            if not (is_crossed(error) or is_lost(error)):
                raise
            _pause(number, longest=LONGEST_PAUSE if is_lost(error) else LONGEST_PAUSE / 8)
    return attempt()
