"""Nurses, sites and closed days of the demo clinic; they grow with the number of patients.

Four nurses serve up to 200 patients and one more every 60 beyond; two sites, and one for every
400 patients. A nurse or site, once there, is the same in every larger clinic.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from tests.generator.arithmetic import thanksgiving
from tests.generator.people import full_name, home, patient_code
from tests.generator.wording import clock_text, degrees_text

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_FAMILIES = ("", "", "SM2;SM3", "PROMETRA2;SM2;SM3")
_FOUR_SERVE = 200
_ONE_MORE_PER = 60
_SITE_PER = 400
_TRAVELLER = 33


@dataclass(frozen=True, slots=True)
class Shift:
    """Weekly hours of a nurse: weekdays (0 is Monday), minutes of the day, place.

    ``site`` is a site's code, or empty for a home route. No shift spans exactly two weekdays, so
    that a range of days has one spelling.
    """

    first: int
    last: int
    opens: int
    closes: int
    site: str = ""

    @property
    def text(self) -> str:
        """The shift as a roster spells it."""
        days = _DAYS[self.first]
        if self.last > self.first:
            days = f"{days}-{_DAYS[self.last]}"
        where = f"clinic:{self.site}" if self.site else "home"
        return f"{days} {clock_text(self.opens)}-{clock_text(self.closes)} {where}"


@dataclass(frozen=True, slots=True)
class Nurse:
    """A nurse with base [millionths of a degree], skills and roster."""

    code: str
    name: str
    latitude: int
    longitude: int
    skills: str
    shifts: tuple[Shift, ...]
    max_visits: int

    def can_serve(self, model: str) -> bool:
        """Tell whether the nurse is trained on the family of a pump model."""
        return not self.skills or model.partition("-")[0] in self.skills.split(";")

    def shift_on(self, day: date, *, at_home: bool) -> Shift | None:
        """Return the nurse's shift of that day at home or in a clinic, if there is one."""
        weekday = day.weekday()
        for shift in self.shifts:
            if shift.first <= weekday <= shift.last and at_home == (not shift.site):
                return shift
        return None


FIRST_NURSES = (
    Nurse(
        "N1",
        "Lindgren, Ada",
        44_961_204,
        -93_268_913,
        "",
        (Shift(0, 3, 480, 990), Shift(4, 4, 480, 720, "MPLS")),
        8,
    ),
    Nurse(
        "N2", "Baptiste, Noel", 44_978_641, -93_270_237, "", (Shift(0, 4, 480, 960, "MPLS"),), 12
    ),
    Nurse(
        "N3",
        "Sandoval, Pilar",
        44_948_713,
        -93_096_421,
        "SM2;SM3",
        (Shift(0, 2, 480, 960, "STP"), Shift(3, 3, 510, 990), Shift(4, 4, 510, 870)),
        10,
    ),
    Nurse(
        "N4",
        "Yang, Mai See",
        45_021_358,
        -93_163_742,
        "PROMETRA2;SM2;SM3",
        (Shift(0, 4, 510, 1020),),
        7,
    ),
)
_FIRST_SITES = (
    ("MPLS", "Minneapolis pump clinic", 44_978_641, -93_270_237, "3"),
    ("STP", "Saint Paul pump clinic", 44_948_713, -93_096_421, "2"),
)


def nurse_count(patients: int) -> int:
    """Return how many nurses a clinic of that size has."""
    return len(FIRST_NURSES) + max(0, -(-(patients - _FOUR_SERVE) // _ONE_MORE_PER))


def site_count(patients: int) -> int:
    """Return how many sites a clinic of that size has."""
    return max(len(_FIRST_SITES), -(-patients // _SITE_PER))


def nurse(number: int, *, seed: int) -> Nurse:
    """Return the nurse of that number, from 1; she works only where such a clinic has a site."""
    if number <= len(FIRST_NURSES):
        return FIRST_NURSES[number - 1]
    rng = Random(f"{seed}:nurse:{number}")
    joined_at = _FOUR_SERVE + _ONE_MORE_PER * (number - len(FIRST_NURSES) - 1) + 1
    site = site_code(1 + rng.randrange(site_count(joined_at)))
    shifts = (
        (Shift(0, 4, 480, 990),),
        (Shift(0, 4, 480, 960, site),),
        (Shift(0, 2, 480, 990), Shift(3, 3, 480, 960, site), Shift(4, 4, 480, 780, site)),
        (Shift(0, 3, 510, 1020), Shift(4, 4, 480, 720, site)),
    )[number % 4]
    _, _, latitude, longitude = home(rng)
    name = full_name(10_007 * number, seed=seed)
    skills = _FAMILIES[number // 4 % len(_FAMILIES)]
    return Nurse(f"N{number}", name, latitude, longitude, skills, shifts, 8)


def site_code(number: int) -> str:
    """Return the code of the site of that number, from 1."""
    return _FIRST_SITES[number - 1][0] if number <= len(_FIRST_SITES) else f"S{number}"


def nurse_rows(patients: int, *, seed: int) -> Iterator[dict[str, str]]:
    """Yield the rows of ``nurses.csv``, by code."""
    for number in sorted(range(1, nurse_count(patients) + 1), key=str):
        who = nurse(number, seed=seed)
        yield {
            "nurse": who.code,
            "name": who.name,
            "latitude": degrees_text(who.latitude),
            "longitude": degrees_text(who.longitude),
            "skills": who.skills,
            "roster": "; ".join(shift.text for shift in who.shifts),
            "max_visits": str(who.max_visits),
        }


def site_rows(patients: int, *, seed: int) -> Iterator[dict[str, str]]:
    """Yield the rows of ``sites.csv``, by code."""
    for number in sorted(range(1, site_count(patients) + 1), key=site_code):
        if number <= len(_FIRST_SITES):
            code, name, latitude, longitude, chairs = _FIRST_SITES[number - 1]
        else:
            code, name, chairs = site_code(number), f"Pump clinic {number}", "3"
            _, _, latitude, longitude = home(Random(f"{seed}:site:{number}"))
        yield {
            "site": code,
            "name": name,
            "latitude": degrees_text(latitude),
            "longitude": degrees_text(longitude),
            "hours": "Mon-Fri 08:00-16:30",
            "chairs": chairs,
        }


def closure_rows(patients: int, *, today: date) -> Iterator[dict[str, str]]:
    """Yield the rows of ``closures.csv``, by who and day: holidays, a vacation, a trip."""
    monday = today + timedelta(days=7 - today.weekday())
    feast, christmas = thanksgiving(today.year), date(today.year, 12, 25)
    new_year = date(today.year + 1, 1, 1)
    rows = [
        ("N3", monday + timedelta(days=14), monday + timedelta(days=18), "vacation"),
        ("all", feast, feast, "Thanksgiving"),
        ("all", christmas, christmas, "Christmas"),
        ("all", new_year, new_year, "New Year"),
    ]
    if patients >= _TRAVELLER:
        until = monday + timedelta(days=10)
        rows.insert(0, (patient_code(_TRAVELLER), monday, until, "travelling"))
    for who, first, last, reason in rows:
        yield {
            "who": who,
            "from": first.isoformat(),
            "to": last.isoformat(),
            "reason": reason,
        }
