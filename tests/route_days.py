"""Invented days of an invented nurse, as a store holds them.

N1 drives from her base in Minneapolis on Monday 2026-11-23 to :data:`HOMES`; everybody has the
contract's worked example of a pump unless said otherwise.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy import Engine

from tests.builders import dose, fill
from tests.builders.store import Books, Stamp, writing
from tests.builders.values import (
    Closure,
    Device,
    Fact,
    Location,
    Nurse,
    Patient,
    Setting,
    Site,
    Visit,
    VisitKind,
    VisitStatus,
)

SUNDAY, MONDAY = date(2026, 11, 22), date(2026, 11, 23)
STAMP = Stamp("ann", datetime(2026, 11, 22, 15, 30, tzinfo=UTC), "test")
BASE = Location(44_961_204_000, -93_268_913_000)
NORA = Nurse("N1", "Invented, Nora", BASE)
OLAF = Nurse("N2", "Invented, Olaf", Location(44_948_713_000, -93_096_421_000))
CLINIC = Site("MPLS", "Invented pump clinic", Location(44_978_641_000, -93_270_237_000), chairs=2)
HOMES = (
    (44_986_000_000, -93_301_000_000),
    (45_021_000_000, -93_163_000_000),
    (44_921_000_000, -93_212_000_000),
    (44_883_000_000, -93_283_000_000),
    (44_912_000_000, -93_402_000_000),
    (44_954_000_000, -93_451_000_000),
    (45_044_000_000, -93_388_000_000),
    (45_086_000_000, -93_246_000_000),
    (44_962_000_000, -93_271_000_000),
    (44_961_900_000, -93_270_500_000),
)

FIRST_NAMES = ("Ida", "Jonas", "Kira", "Liam", "Mona", "Nils", "Olga", "Petr", "Quin", "Rosa")


def person(number: int, **changes: object) -> Patient:
    """The patient of a number from 1 on, at home in :data:`HOMES`."""
    north, east = HOMES[(number - 1) % len(HOMES)]
    patient = Patient(
        code=f"{number:04d}",
        name=f"Example, {FIRST_NAMES[number % 10]}",
        birth_date=date(1950 + number, 4, 2),
        phone=f"612-555-01{number:02d}",
        address=f"{100 + number} Invented Street",
        postal_code="55401",
        location=Location(north, east),
        setting=Setting.HOME,
    )
    return patient._replace(**changes)  # type: ignore[arg-type]


def visit(number: int, at: int, **changes: object) -> Visit:
    """The home visit of that patient on Monday at a minute, by N1."""
    made = Visit(
        code=f"V{number}",
        patient=f"{number:04d}",
        kind=VisitKind.REFILL,
        day=MONDAY,
        minute=at,
        minutes=45,
        setting=Setting.HOME,
        nurses=("N1",),
    )
    return made._replace(**changes)  # type: ignore[arg-type]


def staff(store: Engine) -> None:
    """Two nurses and a clinic."""
    with writing(store, STAMP) as books:
        books.put_nurse(NORA)
        books.put_nurse(OLAF)
        books.put_site(CLINIC)


def admit(
    store: Engine,
    patient: Patient,
    *facts: Fact,
    visits: tuple[Visit, ...] = (),
    model: str = "SM2-20",
) -> None:
    """Records a patient with a pump, facts (the worked example if none are given) and visits."""
    with writing(store, STAMP) as books:
        _admit(books, patient, facts or (fill(), dose()), visits, model)


def _admit(
    books: Books,
    patient: Patient,
    facts: tuple[Fact, ...],
    visits: tuple[Visit, ...],
    model: str,
) -> None:
    books.put_patient(patient)
    device = Device(patient.code, model, f"SN-{patient.code}", date(2020, 1, 1))
    key = books.add_device(device)
    for fact in facts:
        books.append(patient.code, key, fact)
    for each in visits:
        books.put_visit(each)


def full_day(store: Engine, *, stops: int = 10) -> None:
    """A day of so many home visits, from 07:30 on, 55 minutes apart."""
    staff(store)
    opioid = "morphine 20 mg/mL + bupivacaine 10 mg/mL"
    with writing(store, STAMP) as books:
        for number in range(1, stops + 1):
            facts: tuple[Fact, ...] = (fill("2026-10-05"), dose("2026-10-05", "120 mcg/day"))
            if number % 3 == 0:
                facts = (
                    fill("2026-09-14", "18", of=opioid),
                    dose("2026-09-14", "3 mg/day", "0.25 mg x 4/day"),
                )
            notes = "gate code at the office, call from the car" if number % 4 == 1 else ""
            booked = visit(number, 450 + 55 * (number - 1), minutes=30)
            _admit(books, person(number, notes=notes), facts, (booked,), "SM2-20")


def close(store: Engine, who: str, reason: str = "") -> None:
    """Closes Monday for somebody."""
    with writing(store, STAMP) as books:
        books.add_closure(Closure(who, MONDAY, MONDAY, reason))


def mark(store: Engine, booked: Visit, status: VisitStatus) -> None:
    """Gives a visit a status."""
    with writing(store, STAMP) as books:
        books.put_visit(booked._replace(status=status))
