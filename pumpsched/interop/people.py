"""Files of people and places: patients, nurses, sites."""

from __future__ import annotations

from collections.abc import Mapping

from pumpsched.domain.hours import hours_text
from pumpsched.domain.people import Location, Nurse, Patient, Setting, Site
from pumpsched.domain.quantities import decimal_text
from pumpsched.interop.fields import (
    NANO,
    birth_day,
    code,
    degrees,
    families,
    joined,
    ml_text,
    name,
    own_code,
    roster,
    shown,
    ul,
    weekly_hours,
    whole,
    word,
)
from pumpsched.interop.rows import Cells, Layout

VISIT_MINUTES = whole(5, 480)
"""How long a visit may take."""

_latitude, _longitude = degrees(90), degrees(180)
_setting = word(*Setting)
_margin, _min_months, _max_months = whole(0, 60), whole(0, 24), whole(1, 24)
_nurses_needed = whole(1, 2)
_under_a_hundred = whole(1, 99)


def _location(cells: Cells) -> Location | None:
    latitude = cells.optional("latitude", _latitude)
    longitude = cells.optional("longitude", _longitude)
    for column, other in (("latitude", "longitude"), ("longitude", "latitude")):
        if cells.given(other) and not cells.given(column):
            cells.refuse(column, f"a place with a {other} needs it", example="44.9612")
    if latitude is None or longitude is None:
        return None
    return Location(latitude, longitude)


def _location_text(location: Location | None) -> Mapping[str, str]:
    if location is None:
        return {"latitude": "", "longitude": ""}
    return {
        "latitude": decimal_text(location.latitude_nano, NANO),
        "longitude": decimal_text(location.longitude_nano, NANO),
    }


def read_patient(cells: Cells) -> Patient:
    """The patient of a row.

    Raises:
        BadRow: With every problem of the row.
    """
    patient = Patient(
        code=cells.required("patient", own_code),
        name=cells.required("name", name),
        birth_date=cells.optional("birth_date", birth_day),
        phone=cells.text("phone"),
        address=cells.text("address"),
        postal_code=cells.text("postal_code"),
        location=_location(cells),
        setting=cells.defaulted("setting", _setting, Setting.CLINIC),
        condition=cells.text("condition"),
        min_months=cells.optional("min_months", _min_months),
        max_months=cells.optional("max_months", _max_months),
        margin_days=cells.optional("margin_days", _margin),
        alarm_ul=cells.optional("alarm_ml", ul),
        visit_minutes=cells.defaulted("visit_minutes", VISIT_MINUTES, 45),
        availability=cells.defaulted("availability", weekly_hours, ()),
        nurses_needed=cells.defaulted("nurses_needed", _nurses_needed, 1),
        preferred_nurse=cells.defaulted("preferred_nurse", code, ""),
        notes=cells.text("notes"),
    )
    cells.settle()
    return patient


def patient_text(patient: Patient) -> dict[str, str]:
    """The cells of a patient."""
    return {
        "patient": patient.code,
        "name": patient.name,
        "birth_date": shown(patient.birth_date),
        "phone": patient.phone,
        "address": patient.address,
        "postal_code": patient.postal_code,
        **_location_text(patient.location),
        "setting": patient.setting,
        "condition": patient.condition,
        "min_months": shown(patient.min_months),
        "max_months": shown(patient.max_months),
        "margin_days": shown(patient.margin_days),
        "alarm_ml": ml_text(patient.alarm_ul),
        "visit_minutes": str(patient.visit_minutes),
        "availability": hours_text(patient.availability),
        "nurses_needed": str(patient.nurses_needed),
        "preferred_nurse": patient.preferred_nurse,
        "notes": patient.notes,
    }


def _read_nurse(cells: Cells) -> Nurse:
    nurse = Nurse(
        code=cells.required("nurse", own_code),
        name=cells.required("name", name),
        location=_location(cells),
        skills=cells.defaulted("skills", lambda cell: families(cell, cells.catalogue), ()),
        roster=cells.defaulted("roster", roster, ()),
        max_visits=cells.optional("max_visits", _under_a_hundred),
    )
    cells.settle()
    return nurse


def _nurse_text(nurse: Nurse) -> dict[str, str]:
    return {
        "nurse": nurse.code,
        "name": nurse.name,
        **_location_text(nurse.location),
        "skills": joined(nurse.skills),
        "roster": hours_text(nurse.roster),
        "max_visits": shown(nurse.max_visits),
    }


def _read_site(cells: Cells) -> Site:
    site = Site(
        code=cells.required("site", own_code),
        name=cells.required("name", name),
        location=_location(cells),
        hours=cells.defaulted("hours", weekly_hours, ()),
        chairs=cells.defaulted("chairs", _under_a_hundred, 1),
    )
    cells.settle()
    return site


def _site_text(site: Site) -> dict[str, str]:
    return {
        "site": site.code,
        "name": site.name,
        **_location_text(site.location),
        "hours": hours_text(site.hours),
        "chairs": str(site.chairs),
    }


PATIENTS: Layout[Patient] = Layout(
    "patients.csv",
    (
        *("patient", "name", "birth_date", "phone", "address", "postal_code", "latitude"),
        *("longitude", "setting", "condition", "min_months", "max_months", "margin_days"),
        *("alarm_ml", "visit_minutes", "availability", "nurses_needed", "preferred_nurse"),
        "notes",
    ),
    ("patient", "name"),
    read_patient,
    patient_text,
)
NURSES: Layout[Nurse] = Layout(
    "nurses.csv",
    ("nurse", "name", "latitude", "longitude", "skills", "roster", "max_visits"),
    ("nurse", "name"),
    _read_nurse,
    _nurse_text,
)
SITES: Layout[Site] = Layout(
    "sites.csv",
    ("site", "name", "latitude", "longitude", "hours", "chairs"),
    ("site", "name"),
    _read_site,
    _site_text,
)
