"""What can hardly be true: a birth date, a phone, the place of a home, the practice's zone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from pumpsched.domain.calendars import months_after
from pumpsched.domain.clinic import Location, Patient, Setting
from pumpsched.domain.findings import Finding, Severity
from pumpsched.domain.settings import place_of_fixed
from pumpsched.domain.travel import nearest_km, straight_km

OLDEST_YEARS = 120
FARTHEST_KM = 200
"""A home farther from every nurse and site is hardly visited [km]."""
_DEGREES = ("latitude", "longitude")
_EXPONENT = r"[0-9]+([.,][0-9]+)?[eE]\+?[0-9]+"


def earliest_birth(today: date) -> date:
    """The day before which nobody alive was born."""
    return months_after(today, -12 * OLDEST_YEARS)


def implausible(patient: Patient, bases: Sequence[Location], *, today: date) -> Iterator[Finding]:
    """What of a patient's record asks for a second look.

    ``bases`` are the places of nurses and sites; without any no home is far.
    """
    born = patient.birth_date
    if born is not None and not earliest_birth(today) <= born <= today:
        yield _finding(
            "birth-date", f"the birth date {born} cannot be right", patient, "birth-date"
        )
    if re.fullmatch(_EXPONENT, patient.phone.strip()):
        cut = "a spreadsheet cut the digits of the phone number"
        yield _finding("phone-exponent", cut, patient, "phone")
    yield from misplaced(patient, bases)


def misplaced(patient: Patient, bases: Sequence[Location]) -> Iterator[Finding]:
    """A home to be visited that can hardly be where its coordinates are."""
    home = patient.location
    if home is None or patient.setting is Setting.CLINIC:
        return
    if home == Location(0, 0):
        what = "the home is at 0,0, in the sea: no coordinates"
        yield _finding("place-at-zero", what, patient, *_DEGREES)
    elif bases and _is_far(home, bases):
        what = f"the home is {nearest_km(home, bases):,} km from every nurse and site"
        yield _finding("place-far", f"{what}{_sign_lost(home, bases)}", patient, *_DEGREES)


def fixed_zone(zone: ZoneInfo) -> Iterator[Finding]:
    """A zone that is no place with its summer time."""
    place = place_of_fixed(zone.key)
    if place is not None:
        text = f"the zone {zone.key} is no place with its summer time, so that days and times are "
        text += f"an hour off: `pumpsched config set zone {place}`"
        yield Finding("fixed-zone", Severity.WARNING, text, {"zone": zone.key})


def _finding(code: str, what: str, patient: Patient, *options: str) -> Finding:
    blanks = " ".join(f"--{option} …" for option in options)
    mend = f"`pumpsched patient edit {patient.code} {blanks}`"
    return Finding(code, Severity.WARNING, f"{what}; {mend}", {"patient": patient.code})


def _sign_lost(home: Location, bases: Sequence[Location]) -> str:
    """That the home would be near with another sign, if so."""
    for name in _DEGREES:
        turned = home._replace(**{f"{name}_nano": -getattr(home, f"{name}_nano")})
        if not _is_far(turned, bases):
            return f": its {name} seems to have the wrong sign"
    return ""


def _is_far(home: Location, bases: Sequence[Location]) -> bool:
    """Whether a home is far from every base; of very many the first one near is enough."""
    return all(straight_km(home, base) >= FARTHEST_KM for base in bases)
