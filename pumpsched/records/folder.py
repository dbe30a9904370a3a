"""Files of people and places: patients, nurses, sites.

Files of a practice's work: closures, authorizations, visits, travel, settings.

The file of implanted pumps.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from pumpsched.domain.calendars import Closure, hours_text
from pumpsched.domain.clinic import (
    Authorization,
    Leg,
    Location,
    Nurse,
    Patient,
    Setting,
    Site,
    Visit,
    VisitKind,
    VisitStatus,
)
from pumpsched.domain.errors import Unreadable
from pumpsched.domain.ledger import When
from pumpsched.domain.pump import Device
from pumpsched.domain.quantities import decimal_text
from pumpsched.domain.settings import RULES, check_setting
from pumpsched.records.grammar import (
    NANO,
    birth_day,
    code,
    codes,
    day,
    degrees,
    families,
    joined,
    ml_text,
    name,
    own_code,
    positive_ul,
    roster,
    shown,
    text,
    ul,
    weekly_hours,
    when,
    whole,
    word,
)
from pumpsched.records.problems import nearest
from pumpsched.records.rows import Cells, Layout

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


_visits_allowed = whole(0, 999)
_travel_minutes, _travel_metres = whole(0, 1_440), whole(0, 5_000_000)
_kind, _status = word(*VisitKind), word(*VisitStatus)
_place = word(Setting.HOME, Setting.CLINIC)


def _in_order(cells: Cells, first: date | None, last: date | None, column: str) -> None:
    if first and last and last < first:
        cells.refuse(column, f"is before {first}, the first day")


def _read_closure(cells: Cells) -> Closure:
    closure = Closure(
        who=cells.required("who", code),
        first=cells.required("from", day),
        last=cells.required("to", day),
        reason=cells.text("reason"),
    )
    _in_order(cells, closure.first, closure.last, "to")
    cells.settle()
    return closure


def _closure_text(closure: Closure) -> dict[str, str]:
    return {
        "who": closure.who,
        "from": shown(closure.first),
        "to": shown(closure.last),
        "reason": closure.reason,
    }


def _read_authorization(cells: Cells) -> Authorization:
    found = Authorization(
        patient=cells.required("patient", code),
        number=cells.required("number", name),
        payer=cells.text("payer"),
        valid_from=cells.optional("valid_from", day),
        valid_to=cells.optional("valid_to", day),
        visits=cells.optional("visits", _visits_allowed),
    )
    _in_order(cells, found.valid_from, found.valid_to, "valid_to")
    cells.settle()
    return found


def _authorization_text(authorization: Authorization) -> dict[str, str]:
    return {
        "patient": authorization.patient,
        "number": authorization.number,
        "payer": authorization.payer,
        "valid_from": shown(authorization.valid_from),
        "valid_to": shown(authorization.valid_to),
        "visits": shown(authorization.visits),
    }


def _appointment(cell: str) -> When:
    at = when(cell)
    if at.minute is None:
        raise Unreadable("at", cell, "needs a clock time", "2026-11-02T09:30")
    return at


def _nurses(cell: str) -> tuple[str, ...]:
    return codes(cell, most=2)


_NEVER = When(date.min)
"""Stands in for a time that cannot be read, in a row that then gives no visit."""


def _read_visit(cells: Cells) -> Visit:
    at = cells.required("at", _appointment) or _NEVER
    visit = Visit(
        code=cells.required("visit", code),
        patient=cells.required("patient", code),
        kind=cells.defaulted("kind", _kind, VisitKind.REFILL),
        day=at.day,
        minute=at.minute or 0,
        minutes=cells.required("minutes", VISIT_MINUTES),
        setting=cells.required("setting", _place),
        site=cells.defaulted("site", code, ""),
        nurses=cells.defaulted("nurse", _nurses, ()),
        status=cells.defaulted("status", _status, VisitStatus.BOOKED),
    )
    if visit.setting is Setting.HOME and cells.given("site"):
        cells.refuse("site", "does not belong to a home visit")
    cells.settle()
    return visit


def _visit_text(visit: Visit) -> dict[str, str]:
    return {
        "visit": visit.code,
        "patient": visit.patient,
        "kind": visit.kind,
        "at": visit.at,
        "minutes": str(visit.minutes),
        "setting": visit.setting,
        "site": visit.site,
        "nurse": joined(visit.nurses),
        "status": visit.status,
    }


def _read_leg(cells: Cells) -> Leg:
    leg = Leg(
        origin=cells.required("from", code),
        destination=cells.required("to", code),
        minutes=cells.required("minutes", _travel_minutes),
        metres=cells.required("metres", _travel_metres),
    )
    cells.settle()
    return leg


def _leg_text(leg: Leg) -> dict[str, str]:
    return {
        "from": leg.origin,
        "to": leg.destination,
        "minutes": str(leg.minutes),
        "metres": str(leg.metres),
    }


def _known_key(cell: str) -> str:
    if cell not in RULES:
        raise Unreadable("key", cell, f"is no setting{nearest(cell, tuple(RULES))}")
    return cell


def _read_setting(cells: Cells) -> tuple[str, str]:
    key = cells.required("key", _known_key)
    value = cells.required("value", lambda cell: check_setting(key, text(cell)) if key else cell)
    cells.settle()
    return key, value


def _setting_text(setting: tuple[str, str]) -> dict[str, str]:
    key, value = setting
    return {"key": key, "value": value}


CLOSURES: Layout[Closure] = Layout(
    "closures.csv",
    ("who", "from", "to", "reason"),
    ("who", "from", "to"),
    _read_closure,
    _closure_text,
)
AUTHORIZATIONS: Layout[Authorization] = Layout(
    "authorizations.csv",
    ("patient", "number", "payer", "valid_from", "valid_to", "visits"),
    ("patient", "number"),
    _read_authorization,
    _authorization_text,
)
VISITS: Layout[Visit] = Layout(
    "visits.csv",
    ("visit", "patient", "kind", "at", "minutes", "setting", "site", "nurse", "status"),
    ("visit", "patient", "at", "minutes", "setting"),
    _read_visit,
    _visit_text,
)
TRAVEL: Layout[Leg] = Layout(
    "travel.csv",
    ("from", "to", "minutes", "metres"),
    ("from", "to", "minutes", "metres"),
    _read_leg,
    _leg_text,
)
SETTINGS: Layout[tuple[str, str]] = Layout(
    "settings.csv", ("key", "value"), ("key", "value"), _read_setting, _setting_text
)


def read_model(cells: Cells, column: str) -> str:
    """The catalogue's code of a pump model, whatever its case; its fixed flow is checked too."""
    model = cells.required(column, lambda cell: cells.catalogue.model(cell.strip()))
    fixed = "fixed_flow_ml_day"
    if model is None:
        return ""
    if model.constant_flow and not cells.given(fixed):
        cells.refuse(fixed, f"a constant-flow {model.code} needs it", example="0.5")
    if not model.constant_flow and cells.given(fixed):
        cells.refuse(fixed, f"does not belong to {model.code}, whose flow is programmed")
    return model.code


def _read_device(cells: Cells) -> Device:
    device = Device(
        patient=cells.required("patient", code),
        model=read_model(cells, "model"),
        serial=cells.text("serial"),
        implanted_on=cells.required("implanted_on", day),
        capacity_ul=cells.optional("capacity_ml", positive_ul),
        catheter_ul=cells.optional("catheter_ml", ul),
        fixed_flow_ul_per_day=cells.optional("fixed_flow_ml_day", positive_ul),
        end_of_service_on=cells.optional("end_of_service_on", day),
        explanted_on=cells.optional("explanted_on", day),
    )
    implanted, explanted = device.implanted_on, device.explanted_on
    if implanted and explanted and explanted < implanted:
        cells.refuse("explanted_on", f"is before the implant of {implanted}")
    cells.settle()
    return device


def _device_text(device: Device) -> dict[str, str]:
    return {
        "patient": device.patient,
        "model": device.model,
        "serial": device.serial,
        "implanted_on": shown(device.implanted_on),
        "capacity_ml": ml_text(device.capacity_ul),
        "catheter_ml": ml_text(device.catheter_ul),
        "fixed_flow_ml_day": ml_text(device.fixed_flow_ul_per_day),
        "end_of_service_on": shown(device.end_of_service_on),
        "explanted_on": shown(device.explanted_on),
    }


PUMPS: Layout[Device] = Layout(
    "pumps.csv",
    (
        *("patient", "model", "serial", "implanted_on", "capacity_ml", "catheter_ml"),
        *("fixed_flow_ml_day", "end_of_service_on", "explanted_on"),
    ),
    ("patient", "model", "implanted_on"),
    _read_device,
    _device_text,
)
