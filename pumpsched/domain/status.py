"""How a pump stands: its state, whatever the day, and its status on a day."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Protocol


class State(StrEnum):
    """How a pump stands, whatever the day."""

    RETIRED = "retired"
    UNFILLED = "unfilled"
    UNPROGRAMMED = "unprogrammed"
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


URGENCY = {status: rank for rank, status in enumerate(Status)}


class Dated(Protocol):
    """Anything that carries a window's dates; all None where there is no window."""

    @property
    def opens_on(self) -> date | None:
        """First refill day."""

    @property
    def refill_by(self) -> date | None:
        """Last refill day."""

    @property
    def alarm_on(self) -> date | None:
        """Day of the low-reservoir alarm."""

    @property
    def empty_on(self) -> date | None:
        """Day on which the reservoir may be empty."""


def status_of(state: State, window: Dated | None, day: date) -> Status:
    """The status on a day of a pump in that state with those dates, the first that fits.

    That a pump is stopped hides nothing worse: it can be empty, alarming or late nevertheless.
    """
    if window is None or state not in (State.RUNNING, State.STOPPED):
        return Status(state.value)
    if window.empty_on and day >= window.empty_on:
        return Status.EMPTY
    if window.alarm_on and day >= window.alarm_on:
        return Status.ALARM
    if window.refill_by and day > window.refill_by:
        return Status.LATE
    if state is State.STOPPED:
        return Status.STOPPED
    return Status.DUE if window.opens_on and day >= window.opens_on else Status.WAITING
