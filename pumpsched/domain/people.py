"""The people and places of a practice: patients, nurses, sites, authorizations.

Coordinates are whole billionths of a degree, so that what was typed comes back unchanged.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pumpsched.domain.hours import Hours


class Setting(StrEnum):
    """Where a patient is refilled."""

    CLINIC = "clinic"
    HOME = "home"
    EITHER = "either"


@dataclass(frozen=True, slots=True)
class Location:
    """A point on the map, in billionths of a degree north and east."""

    latitude_nano: int
    longitude_nano: int


@dataclass(frozen=True, slots=True)
class Patient:
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


@dataclass(frozen=True, slots=True)
class Nurse:
    """One nurse; no ``skills`` means trained on every pump family."""

    code: str
    name: str
    location: Location | None = None
    skills: tuple[str, ...] = ()
    roster: tuple[Hours, ...] = ()
    max_visits: int | None = None

    def may_refill(self, family: str) -> bool:
        """Whether the nurse is trained on a pump family."""
        return not self.skills or family in self.skills


@dataclass(frozen=True, slots=True)
class Site:
    """One clinic location; ``chairs`` bounds how many patients are refilled at once."""

    code: str
    name: str
    location: Location | None = None
    hours: tuple[Hours, ...] = ()
    chairs: int = 1


@dataclass(frozen=True, slots=True)
class Authorization:
    """A payer's permission for refills between two days, both included.

    ``visits`` bounds how many; None does not.
    """

    patient: str
    number: str
    payer: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    visits: int | None = None


@dataclass(frozen=True, slots=True)
class Leg:
    """A practice's own travel figures between two codes [minutes, metres]."""

    origin: str
    destination: str
    minutes: int
    metres: int
