"""People, places, pumps and visits: domain value to columns and back.

A row handed in has its seal checked already, so that what cannot be read here was never written.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Row

from pumpsched.domain.calendars import Closure, Hours, hours_text, parse_hours
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
from pumpsched.domain.pump import Device
from pumpsched.domain.text import folded
from pumpsched.store.results import User
from pumpsched.store.seals import Cell

Values = dict[str, Cell]

parse_day = lru_cache(maxsize=1 << 16)(date.fromisoformat)
"""The day that ISO text names."""


def day_or_none(text: str | None) -> date | None:
    """The day that ISO text names, None for none."""
    return None if text is None else parse_day(text)


def text_or_none(day: date | None) -> str | None:
    """ISO text of a day, None for none."""
    return None if day is None else day.isoformat()


def patient_values(patient: Patient) -> Values:
    """Columns of a patient."""
    return {
        "code": patient.code,
        "name": patient.name,
        "name_folded": folded(patient.name),
        "birth_date": text_or_none(patient.birth_date),
        "phone": patient.phone,
        "address": patient.address,
        "postal_code": patient.postal_code,
        **_location_values(patient.location),
        "setting": str(patient.setting),
        "condition": patient.condition,
        "min_months": patient.min_months,
        "max_months": patient.max_months,
        "margin_days": patient.margin_days,
        "alarm_ul": patient.alarm_ul,
        "visit_minutes": patient.visit_minutes,
        "availability": hours_text(patient.availability),
        "nurses_needed": patient.nurses_needed,
        "preferred_nurse": patient.preferred_nurse,
        "notes": patient.notes,
    }


def patient_of(row: Row[Any]) -> Patient:
    """The patient of a row."""
    return Patient(
        code=row.code,
        name=row.name,
        birth_date=day_or_none(row.birth_date),
        phone=row.phone,
        address=row.address,
        postal_code=row.postal_code,
        location=_location_of(row),
        setting=Setting(row.setting),
        condition=row.condition,
        min_months=row.min_months,
        max_months=row.max_months,
        margin_days=row.margin_days,
        alarm_ul=row.alarm_ul,
        visit_minutes=row.visit_minutes,
        availability=_hours(row.availability, places=False),
        nurses_needed=row.nurses_needed,
        preferred_nurse=row.preferred_nurse,
        notes=row.notes,
    )


def nurse_values(nurse: Nurse) -> Values:
    """Columns of a nurse."""
    return {
        "code": nurse.code,
        "name": nurse.name,
        **_location_values(nurse.location),
        "skills": ";".join(nurse.skills),
        "roster": hours_text(nurse.roster),
        "max_visits": nurse.max_visits,
    }


def nurse_of(row: Row[Any]) -> Nurse:
    """The nurse of a row."""
    return Nurse(
        code=row.code,
        name=row.name,
        location=_location_of(row),
        skills=tuple(row.skills.split(";")) if row.skills else (),
        roster=_hours(row.roster, places=True),
        max_visits=row.max_visits,
    )


def site_values(site: Site) -> Values:
    """Columns of a site."""
    return {
        "code": site.code,
        "name": site.name,
        **_location_values(site.location),
        "hours": hours_text(site.hours),
        "chairs": site.chairs,
    }


def site_of(row: Row[Any]) -> Site:
    """The site of a row."""
    hours = _hours(row.hours, places=False)
    return Site(row.code, row.name, _location_of(row), hours, row.chairs)


def closure_values(closure: Closure) -> Values:
    """Columns of a closure."""
    return {
        "who": closure.who,
        "first_on": closure.first.isoformat(),
        "last_on": closure.last.isoformat(),
        "reason": closure.reason,
    }


def closure_of(row: Row[Any]) -> Closure:
    """The closure of a row."""
    return Closure(row.who, parse_day(row.first_on), parse_day(row.last_on), row.reason)


def authorization_values(value: Authorization, *, patient_id: int) -> Values:
    """Columns of an authorization."""
    return {
        "patient_id": patient_id,
        "number": value.number,
        "payer": value.payer,
        "valid_from": text_or_none(value.valid_from),
        "valid_to": text_or_none(value.valid_to),
        "visits": value.visits,
    }


def authorization_of(row: Row[Any], *, patient: str) -> Authorization:
    """The authorization of a row."""
    first, last = day_or_none(row.valid_from), day_or_none(row.valid_to)
    return Authorization(patient, row.number, row.payer, first, last, row.visits)


def leg_values(leg: Leg) -> Values:
    """Columns of a leg."""
    return {
        "origin": leg.origin,
        "destination": leg.destination,
        "minutes": leg.minutes,
        "metres": leg.metres,
    }


def leg_of(row: Row[Any]) -> Leg:
    """The leg of a row."""
    return Leg(row.origin, row.destination, row.minutes, row.metres)


def user_values(user: User) -> Values:
    """Columns of a user."""
    return {"code": user.code, "role": user.role, "active": int(user.active)}


def user_of(row: Row[Any]) -> User:
    """The user of a row."""
    return User(row.code, row.role, bool(row.active))


def device_values(device: Device, *, patient_id: int) -> Values:
    """Columns of a pump."""
    return {
        "patient_id": patient_id,
        "model": device.model,
        "serial": device.serial,
        "implanted_on": device.implanted_on.isoformat(),
        "capacity_ul": device.capacity_ul,
        "catheter_ul": device.catheter_ul,
        "fixed_flow_ul_per_day": device.fixed_flow_ul_per_day,
        "end_of_service_on": text_or_none(device.end_of_service_on),
        "explanted_on": text_or_none(device.explanted_on),
    }


def device_of(cells: Sequence[Any], *, patient: str) -> Device:
    """The pump of a row's cells, in the order of the table."""
    _, _, model, serial, implanted, capacity, catheter, flow, service, explanted = cells[:10]
    return Device(
        patient,
        model,
        serial,
        parse_day(implanted),
        capacity,
        catheter,
        flow,
        day_or_none(service),
        day_or_none(explanted),
    )


def visit_values(visit: Visit, *, patient_id: int, site_id: int | None) -> Values:
    """Columns of a visit, its nurses aside."""
    return {
        "code": visit.code,
        "number": visit_number(visit.code),
        "patient_id": patient_id,
        "kind": str(visit.kind),
        "day": visit.day.isoformat(),
        "minute": visit.minute,
        "minutes": visit.minutes,
        "setting": str(visit.setting),
        "site_id": site_id,
        "status": str(visit.status),
    }


def visit_of(row: Row[Any], *, patient: str, site: str, nurses: tuple[str, ...]) -> Visit:
    """The visit of a row."""
    return Visit(
        code=row.code,
        patient=patient,
        kind=VisitKind(row.kind),
        day=parse_day(row.day),
        minute=row.minute,
        minutes=row.minutes,
        setting=Setting(row.setting),
        site=site,
        nurses=nurses,
        status=VisitStatus(row.status),
    )


def visit_number(code: str) -> int | None:
    """The number in a code such as ``V12``; None in any other code."""
    digits = code[1:]
    fits = code[:1] == "V" and digits.isascii() and digits.isdigit() and len(digits) < 16
    return int(digits) if fits and str(int(digits)) == digits else None


def _location_values(location: Location | None) -> Values:
    return {
        "latitude_nano": location.latitude_nano if location else None,
        "longitude_nano": location.longitude_nano if location else None,
    }


def _location_of(row: Row[Any]) -> Location | None:
    if row.latitude_nano is None:
        return None
    return Location(row.latitude_nano, row.longitude_nano)


@lru_cache(maxsize=4096)
def _hours(text: str, *, places: bool) -> tuple[Hours, ...]:
    return parse_hours(text, "hours", places=places)
