"""Upgrading a store, and whose dates the newer rules move: known before it is agreed to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from pumpsched.domain.clinic import Visit
from pumpsched.domain.errors import Conflict
from pumpsched.domain.findings import DOUBTS
from pumpsched.domain.outlook import Outlook
from pumpsched.domain.status import Limit
from pumpsched.store.reading.checked_rows import CHUNK, chunks
from pumpsched.usecases.chart import open_chart
from pumpsched.usecases.outlooks import fresh_rows, rebuild
from pumpsched.usecases.who_is_meant import practice_of

if TYPE_CHECKING:
    from pumpsched.store.books import Books
    from pumpsched.store.migrate import DatesBefore, LayoutStatus
    from pumpsched.store.results import Stamp

_RULES = {
    Limit.RESERVOIR: "what is left in the reservoir is counted by newer rules",
    Limit.PROGRAMMER: "the alarm date that the programmer printed",
    Limit.CALIBRATED: "what the residuals say of the pump's true flow",
    Limit.CALENDAR: "the longest interval between two refills",
    Limit.SERVICE: "the end of the pump's service life",
}
"""The rules whose words do not depend on what is in the pump."""


@dataclass(frozen=True, slots=True)
class Move:
    """A date that an upgrade moves.

    Attributes:
        patient, name: Whose it is.
        date_of: ``refill_by``; ``alarm_on`` where the last refill day stays.
        before, after: The date, None where there is none.
        limit: Which rule sets the last refill day by now, if any does.
        why: That rule in words.
    """

    patient: str
    name: str
    date_of: str
    before: date | None
    after: date | None
    limit: Limit | None
    why: str

    @property
    def is_earlier(self) -> bool:
        """Whether the patient must come sooner, or nobody could or can say by when."""
        return self.before is None or self.after is None or self.after < self.before


@dataclass(frozen=True, slots=True)
class TooLate:
    """A booked visit after the last refill day that an upgrade moves; ``name`` is the patient's."""

    visit: Visit
    name: str
    refill_by: date


@dataclass(frozen=True, slots=True)
class Consequences:
    """What an upgrade does to the patients, the worst first."""

    today: date
    moves: tuple[Move, ...]
    visits: tuple[TooLate, ...]


@dataclass(frozen=True, slots=True)
class Upgrade:
    """An upgrade done, or tried.

    Attributes:
        before: The layout the store had.
        backup: The copy of the store as it was; None on a server.
        consequences: What it does to the patients; None where there was nothing to upgrade.
    """

    before: LayoutStatus
    backup: Path | None
    consequences: Consequences | None


def upgrade_clinic(
    location: str,
    stamp: Stamp,
    *,
    today_in: Callable[[ZoneInfo], date],
    agreed: Consequences | None = None,
    keep: bool = True,
) -> Upgrade:
    """Brings a store to this program's layout and projects every date by its rules: all or nothing.

    Args:
        location: A path or a URL.
        stamp: Who upgrades it, and when.
        today_in: Today in a time zone; a store with a today of its own goes by that.
        agreed: The consequences somebody has agreed to; None for whatever they are.
        keep: False changes nothing: it only tells what would be done.

    Raises:
        Conflict: The consequences are no longer those agreed to.
        StoreBusy: The store's layout is newer than this program.
    """
    # The database library takes several times as long to import as a reading to run.
    from pumpsched.store.migrate import upgrade_store

    def work(books: Books) -> Consequences:
        today = books.own_today() or today_in(practice_of(books).zone)
        found = _consequences(books, today)
        if agreed not in (None, found):
            raise Conflict(
                "The books changed meanwhile; nothing was saved.",
                code="stale",
                next_step="the same command again, to see it as it is now",
            )
        rebuild(books, today=today)
        return found

    done = upgrade_store(location, stamp, work, keep=keep)
    return Upgrade(done.before, done.kept, done.result)


def _consequences(books: Books, today: date) -> Consequences:
    moves = tuple(sorted(_moves(books, today), key=_worst_first))
    return Consequences(today, moves, tuple(_too_late(books, moves, today)))


def _worst_first(move: Move) -> tuple[bool, date, str]:
    return not move.is_earlier, move.after or date.min, move.patient


def _moves(books: Books, today: date) -> Iterator[Move]:
    """Dates that the newer rules move, each compared for the day it was worked out for."""
    from pumpsched.store.migrate import dates_before

    for chunk in chunks(dates_before(books), CHUNK):
        known = {each.pump_key: each for each in chunk}
        seen_on = {key: each.seen_on for key, each in known.items()}
        for key, row in fresh_rows(books, today=today, keys=list(known), seen_on=seen_on):
            before = known[key]
            for name in ("refill_by", "alarm_on"):
                if getattr(before, name) != getattr(row, name):
                    yield _move(books, before, row, name)
                    break


def _move(books: Books, before: DatesBefore, row: Outlook, name: str) -> Move:
    by_volume = name == "alarm_on" or row.limit in (Limit.RESERVOIR, None)
    return Move(
        patient=before.patient,
        name=before.name,
        date_of=name,
        before=getattr(before, name),
        after=getattr(row, name),
        limit=row.limit,
        why=(_doubt(books, before, row) if by_volume else "")
        or _rule(before, row, by_volume=by_volume),
    )


def _doubt(books: Books, before: DatesBefore, row: Outlook) -> str:
    """What the programme may not have been told; empty where nothing is in doubt."""
    if DOUBTS.isdisjoint(row.findings):
        return ""
    chart = open_chart(books, before.patient, as_of=before.seen_on)
    return "; ".join(each.message for each in chart.findings(chart.view()) if each.code in DOUBTS)


def _rule(before: DatesBefore, row: Outlook, *, by_volume: bool) -> str:
    """What the rule says that sets the last refill day, or counts what is left."""
    if row.limit is None:
        return f"the pump is {row.state} now: pumpsched show {before.patient}, after the upgrade"
    if row.limit is Limit.STABILITY and not by_volume and row.filled_on and row.stable_until:
        days = (row.stable_until - row.filled_on).days
        return f"{row.mixture} is good for {days} days in the pump"
    return _RULES[Limit.RESERVOIR if by_volume else row.limit]


def _too_late(books: Books, moves: Iterable[Move], today: date) -> Iterator[TooLate]:
    """The next booked visit of each patient whose last refill day now comes before it."""
    earlier = {
        move.patient: move
        for move in moves
        if move.date_of == "refill_by" and move.is_earlier and move.after is not None
    }
    coming = books.next_visits(today, list(earlier))
    for code, move in earlier.items():
        visit = coming.get(code)
        if visit is not None and move.after is not None and visit.day > move.after:
            yield TooLate(visit, move.name, move.after)
