"""Invented clinics of any size for benchmarks: four weeks of refills to plan.

Homes in a square of 70 km, three quarters of them in six clusters; windows of four to nine working
days; nurses trained on some pump families; a usual nurse for most patients. The same size and
seed always give the same clinic.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from tests.builders.plans import Demand, PlanningCase
from tests.builders.values import (
    Location,
    Nurse,
    Patient,
    PlanRules,
    Setting,
    WorkingDays,
    parse_hours,
    straight_km,
)

TODAY = date(2026, 11, 23)
SQUARE_KM = 70
FAMILIES = ("SM2", "SM3", "PROMETRA")
_SOUTH, _WEST = 44_600_000_000, -93_700_000_000
_NANO_PER_KM_NORTH, _NANO_PER_KM_EAST = 8_993_000, 12_730_000


@dataclass(frozen=True, slots=True)
class Size:
    """How many patients and nurses, and over how many weeks."""

    patients: int
    nurses: int
    weeks: int = 4


SMALL, MIDDLE, LARGE = Size(200, 4), Size(500, 7), Size(1000, 12)


def point(east_km: float, north_km: float) -> Location:
    """A point of the square."""
    return Location(
        _SOUTH + int(north_km * _NANO_PER_KM_NORTH), _WEST + int(east_km * _NANO_PER_KM_EAST)
    )


class Map:
    """Where people live: six clusters, and anywhere."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._centres = [self.anywhere() for _ in range(6)]

    def anywhere(self) -> tuple[float, float]:
        """A place in the square [km east, km north]."""
        return self._random.uniform(0, SQUARE_KM), self._random.uniform(0, SQUARE_KM)

    def home(self) -> Location:
        """Where a patient or nurse lives."""
        if self._random.random() >= 0.75:
            return point(*self.anywhere())
        centre = self._random.choice(self._centres)
        east, north = (min(SQUARE_KM, max(0, x + self._random.gauss(0, 3))) for x in centre)
        return point(east, north)


PUBLISHED = PlanRules(price_last_days=0, start_grid_minutes=1)
"""The rules that the published costs were found with."""


def clinic(size: Size, *, seed: int, rules: PlanRules = PUBLISHED) -> PlanningCase:
    """A clinic with home routes alone, every window inside the span."""
    random = Random(f"{size.patients}/{size.nurses}/{seed}")
    where = Map(random)
    nurses = tuple(_nurse(i, random, where) for i in range(size.nurses))
    workdays = [
        day
        for ahead in range(7 * size.weeks)
        if (day := TODAY + timedelta(days=ahead)).weekday() < 5
    ]
    demands = tuple(_demand(i, random, where, nurses, workdays) for i in range(size.patients))
    return PlanningCase(
        today=TODAY - timedelta(days=14),
        first=TODAY,
        last=workdays[-1],
        working=WorkingDays(),
        demands=demands,
        nurses=nurses,
        rules=rules,
    )


def _nurse(index: int, random: Random, where: Map) -> Nurse:
    skills = () if index % 2 == 0 else tuple(sorted(random.sample(FAMILIES, 2)))
    roster = parse_hours("Mon-Fri 08:00-16:30 home", "roster", places=True)
    return Nurse(f"N{index + 1}", f"Nurse {index + 1}", where.home(), skills, roster)


def _demand(
    index: int,
    random: Random,
    where: Map,
    nurses: tuple[Nurse, ...],
    workdays: list[date],
) -> Demand:
    length = min(random.randint(4, 9), len(workdays))
    close = random.randint(length - 1, len(workdays) - 1)
    family = random.choice(FAMILIES)
    home, refill_by = where.home(), workdays[close]
    patient = Patient(
        f"{index + 1:04d}",
        f"Patient {index + 1}",
        location=home,
        setting=Setting.HOME,
        visit_minutes=random.choice((30, 45, 45, 60)),
    )
    return Demand(
        patient=patient,
        family=family,
        filled_on=refill_by - timedelta(days=random.randint(45, 90)),
        opens_on=workdays[close - length + 1],
        refill_by=refill_by,
        rank=random.randint(1, 5),
        last_nurse=_usual_nurse(random, home, [n for n in nurses if n.may_refill(family)]),
    )


def _usual_nurse(random: Random, home: Location, trained: list[Nurse]) -> str:
    """Mostly the trained nurse who lives nearest, sometimes any, sometimes nobody yet."""
    chance = random.random()
    if chance < 0.1:
        return ""
    if chance < 0.3:
        return random.choice(trained).code
    return min(trained, key=lambda nurse: _apart(home, nurse.location)).code


def _apart(home: Location, base: Location | None) -> float:
    return straight_km(home, base) if base else 0.0
