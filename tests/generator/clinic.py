"""A clinic as files: a header and a stream of rows each.

Rows are text in canonical form, in the order of an export. Each stream makes its patients anew,
one at a time, so memory stays flat at any size and the streams may be read in any order.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random
from typing import NamedTuple

from tests.builders.work import DEMO_TODAY
from tests.generator.appointments import authorization_row, visit_rows
from tests.generator.cases import profile_of
from tests.generator.course import RETIRED, Course, build_course
from tests.generator.headers import HEADERS, blank_row
from tests.generator.ledgers import ledger_rows
from tests.generator.people import (
    birth_date,
    condition,
    full_name,
    home,
    note,
    patient_code,
    phone,
)
from tests.generator.profiles import Profile, State
from tests.generator.staff import closure_rows, nurse, nurse_count, nurse_rows, site_rows
from tests.generator.therapies import THERAPIES
from tests.generator.wording import degrees_text, volume_text

_ZONE = "America/Chicago"
_CHILDREN = frozenset({40})


class Table(NamedTuple):
    """One CSV file: its name, its header, its rows."""

    name: str
    header: list[str]
    rows: Iterator[dict[str, str]]


def build_clinic(
    patients: int = 40, *, seed: int = 20, today: date = DEMO_TODAY
) -> Iterator[Table]:
    """Yield the files of a clinic folder, in the contract's order.

    Args:
        patients: how many patients; the first 40 are the fixed cases.
        seed: same seed, same clinic. A patient depends on the seed and its index alone.
        today: the day the clinic stands still on; no fact but a planned programme is later.
    """

    def courses() -> Iterator[Course]:
        return _courses(patients, seed=seed, today=today)

    def profiles() -> Iterator[tuple[int, Profile]]:
        return _profiles(patients, seed=seed)

    streams = {
        "patients.csv": (_patient_row(*each, seed=seed) for each in profiles()),
        "pumps.csv": (row for each in courses() for row in _pump_rows(each)),
        "events.csv": (row for each in courses() for row in ledger_rows(each)),
        "nurses.csv": nurse_rows(patients, seed=seed),
        "sites.csv": site_rows(patients, seed=seed),
        "closures.csv": closure_rows(patients, today=today),
        "authorizations.csv": (
            authorization_row(*each, today=today)
            for each in profiles()
            if each[1].authorization != "none"
        ),
        "visits.csv": visit_rows(patients, seed=seed, today=today),
        "settings.csv": iter([{"key": "zone", "value": _ZONE}]),
    }
    for name, rows in streams.items():
        yield Table(name, list(HEADERS[name]), rows)


def panel_rows(
    patients: int = 40, *, seed: int = 20, today: date = DEMO_TODAY
) -> Iterator[dict[str, str]]:
    """Yield the same clinic as one spreadsheet: a row per patient with a filled pump in place.

    It says what a spreadsheet can: the last fill and the present programme, a flex programme as
    its even daily dose. Stops, planned programmes and all history before stay behind.
    """
    for course in _courses(patients, seed=seed, today=today):
        if course.last_on is not None and course.profile.state not in RETIRED:
            yield _panel_row(course, seed=seed)


def panel(patients: int = 40, *, seed: int = 20, today: date = DEMO_TODAY) -> Table:
    """Return ``panel.csv`` with its header."""
    rows = panel_rows(patients, seed=seed, today=today)
    return Table("panel.csv", list(HEADERS["panel.csv"]), rows)


def _courses(patients: int, *, seed: int, today: date) -> Iterator[Course]:
    for index in _by_code(patients):
        yield build_course(index, seed=seed, today=today)


def _profiles(patients: int, *, seed: int) -> Iterator[tuple[int, Profile]]:
    for index in _by_code(patients):
        yield index, profile_of(index, Random(f"{seed}:{index}"))


def _by_code(patients: int) -> Iterator[int]:
    """Yield the numbers 1 to ``patients`` in the order of their codes as text.

    ``10000`` sorts between ``1000`` and ``1001``, so each number of four digits is followed by
    its continuations.
    """
    for index in range(1, min(patients, 9_999) + 1):
        yield from _continued(index, patients)


def _continued(index: int, last: int) -> Iterator[int]:
    yield index
    if index >= 1_000:
        for longer in range(10 * index, min(10 * index + 9, last) + 1):
            yield from _continued(longer, last)


def _person_stream(index: int, *, seed: int) -> Random:
    return Random(f"{seed}:{index}:person")


def _person(index: int, profile: Profile, rng: Random, *, seed: int) -> dict[str, str]:
    """Invent the columns that describe a person, whatever the pump does."""
    spastic = THERAPIES[profile.therapy].parts[0][0] == "baclofen"
    child = spastic and (index in _CHILDREN or rng.randrange(9) == 0)
    address, postal_code, latitude, longitude = home(rng)
    return {
        "patient": patient_code(index),
        "name": full_name(index, seed=seed),
        "birth_date": birth_date(rng, child=child, spastic=spastic).isoformat(),
        "phone": phone(index),
        "address": address,
        "postal_code": postal_code,
        "latitude": degrees_text(latitude) if profile.located else "",
        "longitude": degrees_text(longitude) if profile.located else "",
        "setting": profile.setting,
        "condition": "cerebral palsy" if child else condition(rng, spastic=spastic),
        "alarm_ml": volume_text(profile.alarm_ul) if profile.alarm_ul else "",
    }


def _patient_row(index: int, profile: Profile, *, seed: int) -> dict[str, str]:
    rng = _person_stream(index, seed=seed)
    person = _person(index, profile, rng, seed=seed)
    number = 1 + rng.randrange(nurse_count(index))
    prefers = rng.randrange(2) and nurse(number, seed=seed).can_serve(profile.model)
    return {
        **blank_row("patients.csv"),
        **person,
        "max_months": str(profile.max_months or ""),
        "margin_days": str(profile.margin_days or ""),
        "visit_minutes": "60" if profile.nurses > 1 else "45",
        "availability": profile.availability,
        "nurses_needed": str(profile.nurses),
        "preferred_nurse": f"N{number}" if prefers else "",
        "notes": note(rng),
    }


def _pump_rows(course: Course) -> Iterator[dict[str, str]]:
    pump = course.pump_type
    for device in course.devices:
        yield {
            "patient": course.code,
            "model": device.model,
            "serial": device.serial,
            "implanted_on": device.implanted_on.isoformat(),
            "capacity_ml": volume_text(pump.capacity_ul),
            "catheter_ml": volume_text(120 + course.index * 7 % 60) if course.index % 3 else "",
            "fixed_flow_ml_day": _fixed_flow(course),
            "end_of_service_on": device.service_on.isoformat() if device.service_on else "",
            "explanted_on": device.explanted_on.isoformat() if device.explanted_on else "",
        }


def _fixed_flow(course: Course) -> str:
    """Write the factory flow of a constant-flow pump: its derived dose over the concentration."""
    if not course.pump_type.flows_ul:
        return ""
    return volume_text(course.programme.basal_ng * 1_000 // course.therapy.strength)


def _panel_row(course: Course, *, seed: int) -> dict[str, str]:
    programmed = not course.pump_type.flows_ul and course.profile.state is not State.UNPROGRAMMED
    index = course.index
    person = _person(index, course.profile, _person_stream(index, seed=seed), seed=seed)
    device = course.devices[-1]
    bolus = course.programme.bolus
    row = blank_row("panel.csv")
    row |= {column: text for column, text in person.items() if column in row}
    return row | {
        "pump_model": device.model,
        "serial": device.serial,
        "mixture": course.therapy.text,
        "dose": course.programme.dose_text if programmed else "",
        "bolus": bolus.text if bolus and programmed else "",
        "filled_on": course.last_on.isoformat() if course.last_on else "",
        "injected_ml": volume_text(course.fill_ul),
        "implanted_on": device.implanted_on.isoformat(),
        "fixed_flow_ml_day": _fixed_flow(course),
    }
