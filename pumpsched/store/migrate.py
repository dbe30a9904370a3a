"""Moving a store to this program's layout: in one transaction, after a backup beside it.

Alembic runs as a library, its scripts inside the package.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path
from typing import Generic, NamedTuple, TypeVar

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, text

from pumpsched.domain.errors import StoreBusy
from pumpsched.records.cell_types import parse_day
from pumpsched.store.backup import backup
from pumpsched.store.books import Books, books_to_change, finish, wait_for_turn
from pumpsched.store.database_errors import refusing
from pumpsched.store.engine import locate, rows_on
from pumpsched.store.postgres import WRITES, check_durable
from pumpsched.store.reading.layout import LAYOUT, LAYOUTS, layout_of
from pumpsched.store.results import Stamp
from pumpsched.store.seals import damaged

T = TypeVar("T")

_SCRIPTS = Path(__file__).parent / "migrations"
_TURN = 7867_7683
"""Number of the advisory lock of upgrades."""

_SET_ASIDE = (
    "CREATE TEMPORARY TABLE outlook_before AS"
    " SELECT pump_id, seen_on, refill_by, alarm_on FROM outlook"
)
_DATES_BEFORE = (
    "SELECT pump_id, seen_on, refill_by, alarm_on, patient.code, patient.name"
    " FROM outlook_before JOIN pump ON pump.id = pump_id"
    " JOIN patient ON patient.id = pump.patient_id"
    " WHERE NOT EXISTS (SELECT 1 FROM pump AS newer WHERE newer.patient_id = pump.patient_id"
    " AND newer.implanted_on > pump.implanted_on) ORDER BY pump_id"
)


@dataclass(frozen=True, slots=True)
class LayoutStatus:
    """The layout a store has, and the one this program needs."""

    found: str | None
    needed: str = LAYOUT

    @property
    def is_current(self) -> bool:
        """Whether they are the same."""
        return self.found == self.needed

    @property
    def is_newer(self) -> bool:
        """Whether a later version of this program has upgraded it."""
        return self.found is not None and self.found > self.needed


def status(engine: Engine) -> LayoutStatus:
    """The layout of a store; nothing is changed."""
    with refusing(), engine.connect() as connection, connection.begin():
        return LayoutStatus(layout_of(rows_on(connection)))


def upgrade(engine: Engine) -> None:
    """Runs the migrations a store lacks, all in one transaction."""
    with refusing(), _migrated(engine):
        pass


@contextmanager
def _migrated(
    engine: Engine, *, first: Callable[[Connection], None] = lambda _: None, keep: bool = True
) -> Iterator[Connection]:
    """The connection of the one transaction in which the migrations a store lacks have run.

    ``first`` is done before them; what is not kept is rolled back at the end, with them.
    """
    with engine.connect() as connection:
        connection.execution_options(**{WRITES: True})
        if connection.dialect.name == "postgresql":
            _wait_for_upgrades(connection)
        with connection.begin() as transaction:
            first(connection)
            command.upgrade(_config(connection), "head")
            yield connection
            if not keep:
                transaction.rollback()


class DatesBefore(NamedTuple):
    """What the store said of a pump before an upgrade.

    Attributes:
        pump_key: The store's key of the pump.
        patient, name: Who has it.
        seen_on: The day it was said for.
        refill_by, alarm_on: As in :class:`~pumpsched.domain.projection.Window`.
    """

    pump_key: int
    patient: str
    name: str
    seen_on: date
    refill_by: date | None
    alarm_on: date | None


@dataclass(frozen=True, slots=True)
class Upgraded(Generic[T]):
    """An upgrade done, or tried.

    Attributes:
        before: The layout the store had.
        kept: The backup beside it; None where nothing was to do, or on a server, whose backups
            are its own.
        result: What was returned of the store in its new layout; None where nothing was to do, or
            where there was no store yet.
    """

    before: LayoutStatus
    kept: Path | None = None
    result: T | None = None


def upgrade_store(
    location: str, stamp: Stamp, work: Callable[[Books], T], *, keep: bool = True
) -> Upgraded[T]:
    """Upgrades the store at a location, if it needs it.

    Args:
        location: A path or a URL.
        stamp: Who upgrades it, and when: the upgrade is a change on record.
        work: What is done in the same transaction once the store has its new layout; it may ask
            for :func:`dates_before`.
        keep: False changes nothing: it is only tried.

    Raises:
        StoreBusy: Its layout is newer than this program.
        StoreProblem: It has a layout that there never was, or is damaged.
    """
    engine = locate(location)
    before = status(engine)
    if before.is_current:
        return Upgraded(before)
    if before.is_newer:
        raise StoreBusy(
            f"The store has the newer layout {before.found}; this program knows {LAYOUT}.",
            code="store-newer",
            next_step="a newer version of pumpsched",
        )
    if before.found is None:
        if keep:
            upgrade(engine)
        return Upgraded(before)
    if before.found not in LAYOUTS:
        raise damaged(f"No version of pumpsched made a store of the layout {before.found}.")
    kept = None
    if engine.dialect.name == "sqlite":
        path = Path(engine.url.database or location)
        kept = _free_name(path)
        if keep:
            backup(engine, kept, check=False)
    with (
        refusing(),
        _migrated(engine, first=_set_dates_aside, keep=keep) as connection,
        closing(books_to_change(connection, stamp)) as books,
    ):
        done = work(books)
        books.note({"upgraded": {"from": before.found, "to": before.needed}})
        finish(books)
        return Upgraded(before, kept, done)


def _set_dates_aside(connection: Connection) -> None:
    """Keeps what lists said until the end of the upgrade, which makes the read model anew."""
    # The first query of the transaction must see what the change before left.
    wait_for_turn(connection)
    connection.execute(text(_SET_ASIDE))


def dates_before(books: Books) -> Iterator[DatesBefore]:
    """What the store said of each patient's last pump before its upgrade, ordered by its key."""
    for row in books.plain(_DATES_BEFORE, many=True):
        yield DatesBefore(
            pump_key=row.pump_id,
            patient=row.code,
            name=row.name,
            seen_on=parse_day(row.seen_on),
            refill_by=row.refill_by and parse_day(row.refill_by),
            alarm_on=row.alarm_on and parse_day(row.alarm_on),
        )


def _free_name(path: Path) -> Path:
    # An upgrade that failed has left its copy; a second try must not be refused for it.
    name = f"{path.name}.before-{LAYOUT}"
    names = (name if number == 1 else f"{name}.{number}" for number in count(1))
    return next(free for free in map(path.with_name, names) if not free.exists())


def _wait_for_upgrades(connection: Connection) -> None:
    """Lets one upgrade go at a time, in a server's session that lasts until its end.

    The lock is no part of the transaction to come, which must see what the one before it left.
    """
    check_durable(connection)
    with connection.begin():
        connection.execute(text(f"SELECT pg_advisory_lock({_TURN})"))


def _config(connection: Connection) -> Config:
    logging.getLogger("alembic").setLevel(logging.WARNING)
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
