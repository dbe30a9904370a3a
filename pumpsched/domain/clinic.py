"""A practice: its patients, nurses, sites and authorizations, and the visits booked for them.

Coordinates are whole billionths of a degree, so that what was typed comes back unchanged.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from pumpsched.domain.calendars import EVERYBODY, Closure, Hours, clock_text
from pumpsched.domain.text import private, visible


class Setting(StrEnum):
    """Where a patient is refilled."""

    CLINIC = "clinic"
    HOME = "home"
    EITHER = "either"


class Location(NamedTuple):
    """A point on the map, in billionths of a degree north and east."""

    latitude_nano: int
    longitude_nano: int


class Patient(NamedTuple):
    """One patient; ``code`` is the clinic's own number, text kept as written.

    ``min_months``, ``max_months``, ``margin_days`` and ``alarm_ul`` [µL] override the practice's
    rules where given; ``availability`` empty means any time.
    """

    code: str
    name: str
    birth_date: date | None = None
    phone: str = ""
    address: str = ""
    postal_code: str = ""
    location: Location | None = None
    setting: Setting = Setting.CLINIC
    condition: str = ""
    min_months: int | None = None
    max_months: int | None = None
    margin_days: int | None = None
    alarm_ul: int | None = None
    visit_minutes: int = 45
    availability: tuple[Hours, ...] = ()
    nurses_needed: int = 1
    preferred_nurse: str = ""
    notes: str = ""

    @property
    def identified(self) -> str:
        """Code, name and birth date: two identifiers besides the name; in a log the code alone."""
        born = f", born {self.birth_date}" if self.birth_date else ""
        return f"{self.code}{private(f' {visible(self.name)}{born}')}"


class Nurse(NamedTuple):
    """One nurse; no ``skills`` means trained on every pump family."""

    code: str
    name: str
    location: Location | None = None
    skills: tuple[str, ...] = ()
    roster: tuple[Hours, ...] = ()
    max_visits: int | None = None
    phone: str = ""

    def may_refill(self, family: str) -> bool:
        """Whether the nurse is trained on a pump family."""
        return not self.skills or family in self.skills


class Site(NamedTuple):
    """One clinic location; ``chairs`` bounds how many patients are refilled at once."""

    code: str
    name: str
    location: Location | None = None
    hours: tuple[Hours, ...] = ()
    chairs: int = 1


class Authorization(NamedTuple):
    """A payer's permission for refills between two days, both included.

    ``visits`` bounds how many; None does not.
    """

    patient: str
    number: str
    payer: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    visits: int | None = None


class Leg(NamedTuple):
    """A practice's own travel figures between two codes [minutes, metres]."""

    origin: str
    destination: str
    minutes: int
    metres: int

    @property
    def ends(self) -> tuple[str, str]:
        """Its two codes."""
        return self.origin, self.destination


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


class Cover(StrEnum):
    """Whether somebody comes to a patient in time, best first.

    A visit is sound that can happen. It is in time by the last refill day, late after it, and
    comes to a dry pump from the day on which that may be empty.
    """

    OK = "ok"
    LATE = "late"
    DRY = "dry"
    BROKEN = "broken"
    NONE = "none"


WORST_FIRST = (Cover.DRY, Cover.BROKEN, Cover.NONE, Cover.LATE)
"""Covers that leave somebody in danger, in the order in which they are told."""


def safe_text(
    low: date, stable_until: date | None, *, today: date, spoken: Callable[[date], str] = str
) -> str:
    """Until when a patient is safe without a visit.

    Args:
        low: The day of the alarm; where it is not known, the last refill day.
        stable_until: The last day on which the drug is known to be stable, if any is.
        today: The day on which it is said.
        spoken: How a day is said.
    """
    if low < today:
        return f"NOT SAFE since {spoken(low)}"
    if stable_until is not None and stable_until < low:
        return f"drug stable until {spoken(stable_until)}, alarm {spoken(low)}"
    return f"safe until {spoken(low)}"


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


class Visit(NamedTuple):
    """One appointment: local day and minute of the day, and how many minutes it takes.

    ``setting`` is ``home`` or ``clinic``; ``site`` is given for a clinic visit; ``nurses`` holds
    one code, or two where two nurses go.

    Attributes:
        override: Why it was booked against a rule.
        overridden: What it broke then, cause by cause; another cause breaks it anew.
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
    override: str = ""
    overridden: tuple[str, ...] = ()

    @property
    def at(self) -> str:
        """Local start as ``YYYY-MM-DDTHH:MM``."""
        return f"{self.day.isoformat()}T{clock_text(self.minute)}"

    @property
    def end(self) -> int:
        """Minute of the day at which it ends."""
        return self.minute + self.minutes

    def is_closed_by(self, closure: Closure) -> bool:
        """Whether a closure is of its day, and of somebody or something it needs."""
        mine = (EVERYBODY, self.patient, self.site, *self.nurses)
        return closure.who in mine and closure.covers(self.day)

    def meets(self, other: Visit) -> bool:
        """Whether the patient or a nurse would have to be at another visit at the same time."""
        overlap = self.minute < other.end and other.minute < self.end
        shared = self.patient == other.patient or not set(self.nurses).isdisjoint(other.nurses)
        return self.code != other.code and self.day == other.day and overlap and shared


class CalendarMark(NamedTuple):
    """What calendars read before know of a visit besides what the record of its changes tells.

    Attributes:
        sequence: What its number of changes begins with, so that it never falls.
        former: Codes of nurses and sites in whose calendars it was.
    """

    sequence: int = 0
    former: tuple[str, ...] = ()


class CalendarEntry(NamedTuple):
    """A visit as calendars know it.

    Attributes:
        calendar: Tells the practice's calendars from all others.
        visit: Code of the visit.
        sequence: Number of its last change, which never falls.
        former: Codes of nurses and sites in whose calendars it was.
    """

    calendar: str
    visit: str
    sequence: int = 0
    former: tuple[str, ...] = ()
