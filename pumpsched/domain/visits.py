"""Visits: what is booked for a patient, with whom, where and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pumpsched.domain.calendars import clock_text
from pumpsched.domain.people import Setting


class VisitKind(StrEnum):
    """What a visit is for."""

    REFILL = "refill"
    FOLLOWUP = "followup"
    TRIAL = "trial"
    IMPLANT = "implant"


class VisitStatus(StrEnum):
    """Where a visit is in its life."""

    BOOKED = "booked"
    CONFIRMED = "confirmed"
    DONE = "done"
    MISSED = "missed"
    CANCELLED = "cancelled"

    @property
    def is_open(self) -> bool:
        """Whether the visit is still to come."""
        return self in (VisitStatus.BOOKED, VisitStatus.CONFIRMED)


NEXT_STATUSES: dict[VisitStatus, frozenset[VisitStatus]] = {
    VisitStatus.BOOKED: frozenset(
        {VisitStatus.CONFIRMED, VisitStatus.DONE, VisitStatus.MISSED, VisitStatus.CANCELLED}
    ),
    VisitStatus.CONFIRMED: frozenset({VisitStatus.DONE, VisitStatus.MISSED, VisitStatus.CANCELLED}),
    VisitStatus.DONE: frozenset(),
    VisitStatus.MISSED: frozenset(),
    VisitStatus.CANCELLED: frozenset(),
}
"""What a visit may become from each status."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One appointment: local day and minute of the day, and how many minutes it takes.

    ``setting`` is ``home`` or ``clinic``; ``site`` is given for a clinic visit; ``nurses`` holds
    one code, or two where two nurses go.
    """

    code: str
    patient: str
    kind: VisitKind
    day: date
    minute: int
    minutes: int
    setting: Setting
    site: str = ""
    nurses: tuple[str, ...] = ()
    status: VisitStatus = VisitStatus.BOOKED

    @property
    def at(self) -> str:
        """Local start as ``YYYY-MM-DDTHH:MM``."""
        return f"{self.day.isoformat()}T{clock_text(self.minute)}"

    @property
    def end(self) -> int:
        """Minute of the day at which it ends."""
        return self.minute + self.minutes
