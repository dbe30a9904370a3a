"""Whether the clock is right: a date by a wrong one is a wrong date, and nothing shows it later.

A clock that stands well before what was recorded already is wrong now, or was ahead then. Which of
the two, only a person can say; until then nothing is recorded.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from pumpsched.domain.errors import StoreBusy
from pumpsched.store.results import AuditEntry

if TYPE_CHECKING:
    from pumpsched.store.reading.opening import ReadBooks

CLOCK_IS_RIGHT = "doctor --clock-is-right"
"""The action on record by which a person said so; changes before it no longer count."""
_SLACK = timedelta(days=1)


def change_ahead(books: ReadBooks, now: datetime) -> AuditEntry | None:
    """The newest change, if it is more than a day after the clock; a demo has its own today."""
    if books.own_today() is not None:
        return None
    newest = books.newest_change(since=CLOCK_IS_RIGHT)
    return newest if newest is not None and newest.at - now > _SLACK else None


def check_clock(books: ReadBooks, now: datetime) -> None:
    """Passes a change by a clock that does not stand before what was recorded already.

    Raises:
        StoreBusy: Code ``clock-behind``.
    """
    ahead = change_ahead(books, now)
    if ahead is None:
        return
    raise StoreBusy(
        f"This clock says {said(now)}, but {change_text(ahead)}.",
        code="clock-behind",
        why="One of the two clocks is wrong, and dates by a wrong clock are wrong dates.",
        next_step=f"set this clock; or, if it is right: pumpsched {CLOCK_IS_RIGHT} --reason …",
        change=ahead.seq,
        actor=ahead.actor,
        change_at=ahead.at.isoformat(),
        clock_at=now.isoformat(),
    )


def change_text(change: AuditEntry) -> str:
    """Which change it is, by whom, and what its clock said."""
    return (
        f"change {change.seq} ({change.action}) by {change.actor} was recorded at {said(change.at)}"
    )


def said(at: datetime) -> str:
    """An instant in words."""
    return f"{at:%Y-%m-%d %H:%M} UTC"
