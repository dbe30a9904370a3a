"""How a pump stands on a day: its status, the dates of its window, the limit that sets them.

A pump has a state, whatever the day, and a status on a day. Lists and stored outlooks tell these
without a ledger.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Protocol


class State(StrEnum):
    """How a pump stands, whatever the day."""

    RETIRED = "retired"
    UNFILLED = "unfilled"
    UNPROGRAMMED = "unprogrammed"
    EMPTIED = "emptied"
    STOPPED = "stopped"
    RUNNING = "running"


class Status(StrEnum):
    """How a pump stands on a day, most urgent first."""

    EMPTY = "empty"
    ALARM = "alarm"
    LATE = "late"
    UNFILLED = "unfilled"
    UNPROGRAMMED = "unprogrammed"
    STOPPED = "stopped"
    DUE = "due"
    WAITING = "waiting"
    RETIRED = "retired"


OF_STATE = {
    State.RETIRED: Status.RETIRED,
    State.UNFILLED: Status.UNFILLED,
    State.UNPROGRAMMED: Status.UNPROGRAMMED,
    State.EMPTIED: Status.EMPTY,
}
"""The statuses that follow from the state alone, in the order in which they are asked."""

URGENCY = {status: rank for rank, status in enumerate(Status)}


class Dated(Protocol):
    """Anything that carries a window's dates; all None where there is no window."""

    @property
    def due_on(self) -> date | None:
        """Day from which a refill is due."""

    @property
    def programmer_alarm_on(self) -> date | None:
        """Alarm date of the read-out that holds."""

    @property
    def refill_by(self) -> date | None:
        """Last refill day."""

    @property
    def alarm_on(self) -> date | None:
        """Day of the low-reservoir alarm."""

    @property
    def empty_on(self) -> date | None:
        """Day on which the reservoir may be empty."""


def states_of(
    state: State, window: Dated | None, day: date, *, stopped: bool, ended: bool = False
) -> tuple[Status, ...]:
    """Every status that holds on a day of a pump in that state, the one that counts first.

    That a pump is stopped hides nothing worse: it can be empty, alarming or late nevertheless.
    Where its therapy has ended that it is stopped comes first.
    """
    if state is State.RETIRED:
        return (Status.RETIRED,)
    found = [Status.STOPPED] if ended else []
    found += [OF_STATE[state]] if state in OF_STATE else []
    if window is not None:
        reached = (
            (Status.EMPTY, window.empty_on),
            (Status.ALARM, window.alarm_on),
            (Status.ALARM, window.programmer_alarm_on),
            (Status.LATE, window.refill_by and window.refill_by + timedelta(days=1)),
        )
        found += [status for status, since in reached if since and day >= since]
    found += [Status.STOPPED] if stopped else []
    if window is not None and window.due_on and day >= window.due_on:
        found.append(Status.DUE)
    return tuple(dict.fromkeys(found)) or (Status.WAITING,)


class Limit(StrEnum):
    """Which rule sets the last refill day, in the order that decides a tie."""

    RESERVOIR = "reservoir"
    PROGRAMMER = "programmer"
    CALIBRATED = "calibrated"
    STABILITY = "stability"
    CALENDAR = "calendar"
    SERVICE = "service"


DATES = (
    *("opens_on", "refill_by", "limit", "alarm_on", "alarm_nominal_on", "empty_on"),
    *("stable_until", "programmer_alarm_on"),
)
"""What a window says of the time to come, under the names that outlooks and lists give it too."""


def dates_of(found: Dated | None) -> dict[str, Any]:
    """The :data:`DATES` of a window or an outlook; all None where there is none."""
    return {name: getattr(found, name, None) for name in DATES}
