"""An invented clinic to live through: who is in it, and what truly happens in the pumps.

The true reservoir falls at the pump's true flow, which is off the programmed one within the label;
the nurse measures it. Beside it stands what a careful person would reckon from the facts alone.
Neither uses the arithmetic of the program.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

from tests.builders import dose, fill
from tests.builders.store import Books, Stamp, open_store, writing
from tests.builders.values import (
    Authorization,
    Device,
    Location,
    Nurse,
    Patient,
    Setting,
    Site,
    parse_hours,
)
from tests.builders.work import rebuild

FIRST = date(2026, 11, 23)
"""A Monday."""
DAY_MINUTES = 24 * 60
ALARM_UL, FILL_UL, MARGIN_DAYS = 2_000, 18_000, 7
LABEL_PERMILLE = 100
"""So far the true flow of a pump is off; its label allows more."""
TUESDAYS = "Tue 14:00-16:30"
FAMILIES = ("Abel", "Brandt", "Castro", "Dvorak", "Eriksen", "Fofana", "Gruber", "Haddad", "Ito",
    "Kowalski", "Lund",
)  # fmt: skip
GIVEN = ("Ada", "Boris", "Chloe", "Dmitri", "Esther", "Felix")
SITE, SNOWED_IN = "MPLS", "44.98,-93.27"
ROSTERS = (
    "Mon-Thu 08:00-16:30 home; Fri 08:00-12:00 clinic:MPLS",
    "Mon-Fri 08:00-16:00 clinic:MPLS",
    "Mon-Wed 08:00-16:00 home; Thu 08:30-16:30 home; Fri 08:30-14:30 home",
)


@dataclass(frozen=True)
class Therapy:
    """A mixture with its main drug's strength [mcg/mL], and usual doses [mcg/day]."""

    mixture: str
    strength: int
    doses: tuple[int, ...]
    bolus: str = ""
    bolus_mcg: int = 0


THERAPIES = (
    Therapy("baclofen 2 mg/mL", 2_000, (400, 600, 1_000)),
    Therapy("baclofen 500 mcg/mL", 500, (110, 130, 160)),
    Therapy("morphine 20 mg/mL + bupivacaine 10 mg/mL", 20_000, (5_000, 7_000)),
    Therapy("ziconotide 25 mcg/mL", 25, (2, 4)),
    Therapy("hydromorphone 10 mg/mL", 10_000, (3_000,), "0.25 mg x 2/day", 500),
    Therapy("baclofen 1 mg/mL", 1_000, (400, 550)),
)


@dataclass
class Level:
    """A volume [µL] since a minute, which falls by so much a day."""

    since: int
    left: Fraction
    per_day: Fraction

    def at(self, minute: int) -> Fraction:
        """The volume at a minute; never below nothing."""
        return max(Fraction(0), self.left - self.per_day * (minute - self.since) / DAY_MINUTES)

    def day_of(self, level_ul: int) -> date:
        """The day on which it has fallen to a volume."""
        minutes = (self.left - level_ul) * DAY_MINUTES / self.per_day
        return date.fromordinal((self.since + int(minutes)) // DAY_MINUTES)

    def runs(self, minute: int, per_day: Fraction) -> None:
        """From a minute on so much a day."""
        self.since, self.left, self.per_day = minute, self.at(minute), per_day


@dataclass
class Person:
    """A patient: what the clinic knows, what is true of the pump."""

    patient: Patient
    therapy: Therapy
    dose: Fraction
    true: Level
    reckoned: Level
    off: Fraction

    @property
    def code(self) -> str:
        """The patient's code."""
        return self.patient.code

    @property
    def refill_by(self) -> date:
        """The last day in time as a careful person reckons it; no other limit but the alarm."""
        return self.reckoned.day_of(ALARM_UL) - timedelta(days=MARGIN_DAYS)

    def told(self, minute: int, amount: Fraction) -> None:
        """Another dose from a minute on."""
        self.dose = amount
        flow = amount * 1_000 / self.therapy.strength
        bolus = Fraction(self.therapy.bolus_mcg * 1_000, 2 * self.therapy.strength)
        self.reckoned.runs(minute, flow)
        self.true.runs(minute, (flow + bolus) * self.off)

    def filled(self, minute: int) -> None:
        """The pump filled anew."""
        for level in (self.true, self.reckoned):
            level.since, level.left = minute, Fraction(FILL_UL)

    def can_be_seen(self, day: date, first: int, last: int) -> bool:
        """Whether the patient has time on a day from one minute to another."""
        hours = self.patient.availability
        return not hours or any(
            day.weekday() in each.weekdays and each.start <= first and last <= each.end
            for each in hours
        )


@dataclass(frozen=True)
class Booked:
    """An open visit as the list of visits names it."""

    code: str
    patient: str
    day: date
    begins: int
    ends: int
    nurses: tuple[str, ...]
    site: str
    kind: str
    is_booked: bool
    has_findings: bool

    @property
    def at(self) -> str:
        """When it is, as people are told."""
        begins = f"{self.begins // 60:02}:{self.begins % 60:02}"
        return f"{self.day:%a} {self.day.day} {self.day:%b %Y} {begins}"

    @property
    def place(self) -> tuple[str, ...]:
        """What books a visit there."""
        at = f"{self.day}T{self.at[-5:]}"
        where = ("--site", self.site) if self.site else ("--setting", "home")
        return ("--at", at, "--nurse", ";".join(self.nurses), *where)

    @classmethod
    def of(cls, item: dict[str, Any]) -> Booked:
        """The visit of an item."""
        at = item["at"]
        begins = int(at[11:13]) * 60 + int(at[14:16])
        return cls(
            item["id"],
            item["patient"],
            date.fromisoformat(at[:10]),
            begins,
            begins + item["minutes"],
            tuple(filter(None, (item["nurse"] or "").split(";"))),
            item["site"] or "",
            item["kind"],
            item["status"] == "booked",
            bool(item["findings"]),
        )


def minute_of(day: date, minute: int = 0) -> int:
    """A minute of a day, counted through all days."""
    return day.toordinal() * DAY_MINUTES + minute


def people_of(chance: Random, count: int) -> list[Person]:
    """So many patients of a seed."""
    return [_person(number, chance) for number in range(1, count + 1)]


def _person(number: int, chance: Random) -> Person:
    therapy = chance.choice(THERAPIES)
    availability = {0: TUESDAYS, 1: "Mon-Fri 09:00-15:00"}.get(number % 6, "")
    patient = Patient(
        code=f"{number:04}",
        name=f"{FAMILIES[number % 11]}, {GIVEN[number // 11]}",
        birth_date=date(1940 + number % 60, 3, 1),
        phone=f"612-555-01{number % 100:02}",
        location=_around(chance),
        setting=chance.choice((Setting.HOME, Setting.CLINIC, Setting.EITHER)),
        availability=parse_hours(availability, "availability"),
        nurses_needed=2 if number % 9 == 4 else 1,
    )
    amount = Fraction(chance.choice(therapy.doses))
    off = 1 + Fraction(chance.randint(-LABEL_PERMILLE, LABEL_PERMILLE), 1_000)
    true, reckoned = (Level(0, Fraction(FILL_UL), Fraction(0)) for _ in range(2))
    person = Person(patient, therapy, amount, true, reckoned, off)
    person.told(0, amount)
    days = (person.reckoned.day_of(ALARM_UL) - date.fromordinal(1)).days
    begun = FIRST - timedelta(days=chance.randint(3, min(days - MARGIN_DAYS, 75)))
    person.told(minute_of(begun, 600), amount)
    person.filled(minute_of(begun, 600))
    return person


def _around(chance: Random) -> Location:
    """A place within some 40 km of the clinic."""
    return Location(
        44_980_000_000 + chance.randint(-300_000, 300_000) * 1_000,
        -93_270_000_000 + chance.randint(-400_000, 400_000) * 1_000,
    )


def build(path: Path, people: list[Person], chance: Random) -> None:
    """Makes the clinic's store, every pump filled when its level says."""
    stamp = Stamp("ann", _noon_before(), "import")
    engine = open_store(str(path), create=True)
    with writing(engine, stamp) as books:
        for number, roster in enumerate(ROSTERS, start=1):
            books.put_nurse(
                Nurse(
                    f"N{number}",
                    f"Nurse {number}",
                    _around(chance),
                    roster=parse_hours(roster, "roster", places=True),
                )
            )
        hours = parse_hours("Mon-Fri 08:00-16:30", "hours")
        at = Location(44_980_000_000, -93_270_000_000)
        books.put_site(Site(SITE, "Minneapolis", at, hours, chairs=2))
        for person in people:
            _enrol(books, person)
        rebuild(books, today=FIRST - timedelta(days=1))
    engine.dispose()


def _noon_before() -> datetime:
    return datetime(2026, 11, 20, 18, tzinfo=UTC)


def _enrol(books: Books, person: Person) -> None:
    code = person.code
    books.put_patient(person.patient)
    key = books.add_device(Device(code, "SM2-20", f"S{code}", date(2025, 5, 4)))
    day, minute = divmod(person.reckoned.since, DAY_MINUTES)
    at = f"{date.fromordinal(day)}T{minute // 60:02}:{minute % 60:02}"
    books.append(code, key, fill(at, str(FILL_UL // 1_000), of=person.therapy.mixture))
    books.append(code, key, dose(at, f"{person.dose} mcg/day", person.therapy.bolus))
    if int(code) % 7 == 2:
        last = FIRST + timedelta(days=25)
        books.put_authorization(Authorization(code, f"PA-{code}", "", None, last, 1))
