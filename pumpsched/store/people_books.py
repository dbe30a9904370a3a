"""The books of people and places: patients, nurses, sites, what is closed, settings.

The books of pumps: which device a patient had from which day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from sqlalchemy import Table, delete, select

from pumpsched.domain.calendars import Closure
from pumpsched.domain.clinic import Authorization, Leg, Nurse, Patient, Site
from pumpsched.domain.errors import Conflict, NotFound
from pumpsched.domain.pump import Device
from pumpsched.domain.text import folded
from pumpsched.records.cell_types import parse_day
from pumpsched.store import mapping
from pumpsched.store.results import Implant, Put
from pumpsched.store.session import CHUNK, Shelf, Values, chunks, unknown
from pumpsched.store.tables import (
    AUTHORIZATION,
    CLOSURE,
    LEG,
    NURSE,
    OUTLOOK,
    PATIENT,
    PUMP,
    SETTING,
    SITE,
    STORE_INFO,
)

_OWN_TODAY = "own_today"
_CODED = (PATIENT, NURSE, SITE)


class PeopleBooks(Shelf):
    """People and places."""

    def patient(self, code: str) -> Patient | None:
        """The patient with exactly that code."""
        row = self.one(PATIENT, select(PATIENT).where(PATIENT.c.code == code))
        return None if row is None else mapping.patient_of(row._mapping)

    def patients(self) -> Iterator[Patient]:
        """Every patient, by code."""
        ordered = select(PATIENT).order_by(PATIENT.c.code)
        return (mapping.patient_of(row._mapping) for row in self.sealed_rows(PATIENT, ordered))

    def matching(self, text: str) -> list[Patient]:
        """Patients with that code; if none has it, those whose name contains the text, by code.

        Case, and which of two equal Unicode spellings was used, do not matter in a name.
        """
        exact = self.patient(text)
        if exact is not None:
            return [exact]
        wanted = folded(text)
        if not wanted:
            return []
        part = PATIENT.c.name_folded.contains(wanted, autoescape=True)
        found = select(PATIENT).where(part).order_by(PATIENT.c.code)
        return [mapping.patient_of(row._mapping) for row in self.sealed_rows(PATIENT, found)]

    def put_patient(self, patient: Patient) -> None:
        """Adds the patient, or replaces the one with the same code."""
        self.put_patients([patient], replace=True)

    def put_patients(self, patients: Iterable[Patient], *, replace: bool = False) -> Put:
        """Adds many patients; those there already that differ are replaced or named.

        Raises:
            Conflict: A nurse or site has one of the codes.
        """
        rows = ((patient.code, mapping.patient_values(patient)) for patient in patients)
        return self._put_coded(PATIENT, rows, replace=replace)

    def nurses(self) -> list[Nurse]:
        """Every nurse, by code."""
        ordered = select(NURSE).order_by(NURSE.c.code)
        return [mapping.nurse_of(row._mapping) for row in self.sealed_rows(NURSE, ordered)]

    def nurse(self, code: str) -> Nurse | None:
        """The nurse with that code."""
        row = self.one(NURSE, select(NURSE).where(NURSE.c.code == code))
        return None if row is None else mapping.nurse_of(row._mapping)

    def put_nurse(self, nurse: Nurse) -> None:
        """Adds the nurse, or replaces the one with the same code."""
        self._put_coded(NURSE, [(nurse.code, mapping.nurse_values(nurse))], replace=True)

    def sites(self) -> list[Site]:
        """Every site, by code."""
        ordered = select(SITE).order_by(SITE.c.code)
        return [mapping.site_of(row._mapping) for row in self.sealed_rows(SITE, ordered)]

    def site(self, code: str) -> Site | None:
        """The site with that code."""
        row = self.one(SITE, select(SITE).where(SITE.c.code == code))
        return None if row is None else mapping.site_of(row._mapping)

    def put_site(self, site: Site) -> None:
        """Adds the site, or replaces the one with the same code."""
        self._put_coded(SITE, [(site.code, mapping.site_values(site))], replace=True)

    def holder_of(self, code: str) -> str | None:
        """What has the code: ``patient``, ``nurse`` or ``site``; None if it is free."""
        for table in _CODED:
            same = select(table.c.id).where(table.c.code == code)
            if self._connection.execute(same).first() is not None:
                return table.name
        return None

    def closures(self) -> tuple[Closure, ...]:
        """Every closure, by who and first day."""
        ordered = select(CLOSURE).order_by(CLOSURE.c.who, CLOSURE.c.first_on, CLOSURE.c.last_on)
        rows = self.sealed_rows(CLOSURE, ordered)
        return tuple(mapping.closure_of(row._mapping) for row in rows)

    def add_closure(self, closure: Closure) -> None:
        """Adds the closure, or replaces the reason of one with the same days."""
        keys = ("who", "first_on", "last_on")
        row = (f"{closure.who} {closure.first}", mapping.closure_values(closure))
        self.put(CLOSURE, keys, [row], replace=True)

    def drop_closure(self, closure: Closure) -> bool:
        """Takes a closure away; False if there is none of those days."""
        values = mapping.closure_values(closure)
        same = [CLOSURE.c[name] == values[name] for name in ("who", "first_on", "last_on")]
        gone = self._connection.execute(delete(CLOSURE).where(*same)).rowcount > 0
        if gone:
            self.trail.row(CLOSURE.name, f"{closure.who} {closure.first}", ["dropped"])
        return gone

    def authorizations(self, patient: str | None = None) -> list[Authorization]:
        """Authorizations of one patient or of all, by patient and number."""
        found = (
            select(AUTHORIZATION, PATIENT.c.code)
            .join(PATIENT, PATIENT.c.id == AUTHORIZATION.c.patient_id)
            .order_by(PATIENT.c.code, AUTHORIZATION.c.number)
        )
        if patient is not None:
            found = found.where(PATIENT.c.code == patient)
        rows = self.sealed_rows(AUTHORIZATION, found)
        return [mapping.authorization_of(row._mapping, patient=row.code) for row in rows]

    def put_authorization(self, authorization: Authorization) -> None:
        """Adds the authorization, or replaces the patient's one of that number."""
        owner = self.patient_id(authorization.patient)
        values = mapping.authorization_values(authorization, patient_id=owner)
        label = f"{authorization.patient} {authorization.number}"
        self.put(AUTHORIZATION, ("patient_id", "number"), [(label, values)], replace=True)

    def legs(self) -> Iterator[Leg]:
        """Every leg, by its two codes."""
        ordered = select(LEG).order_by(LEG.c.origin, LEG.c.destination)
        return (mapping.leg_of(row._mapping) for row in self.sealed_rows(LEG, ordered))

    def put_leg(self, leg: Leg) -> None:
        """Adds the leg, or replaces its figures."""
        self.put_legs([leg], replace=True)

    def put_legs(self, legs: Iterable[Leg], *, replace: bool = False) -> Put:
        """Adds many legs; those there already that differ are replaced or named."""
        rows = ((f"{leg.origin} {leg.destination}", mapping.leg_values(leg)) for leg in legs)
        return self.put(LEG, ("origin", "destination"), rows, replace=replace)

    def settings(self) -> dict[str, str]:
        """The settings recorded, by key."""
        rows = self.sealed_rows(SETTING, select(SETTING).order_by(SETTING.c.key))
        return {row.key: row.value for row in rows}

    def put_setting(self, key: str, value: str) -> None:
        """Sets a setting."""
        self.put(SETTING, ("key",), [(key, {"key": key, "value": value})], replace=True)

    def own_today(self) -> date | None:
        """The store's own today: only a demo store has one."""
        same = select(STORE_INFO).where(STORE_INFO.c.key == _OWN_TODAY)
        row = self.one(STORE_INFO, same)
        return None if row is None else parse_day(row.value)

    def set_own_today(self, day: date) -> None:
        """Gives the store its own today."""
        values = {"key": _OWN_TODAY, "value": day.isoformat()}
        self.put(STORE_INFO, ("key",), [(_OWN_TODAY, values)], replace=True)

    def _put_coded(self, table: Table, rows: Iterable[tuple[str, Values]], *, replace: bool) -> Put:
        others = [other for other in _CODED if other is not table]

        def free() -> Iterator[tuple[str, Values]]:
            for chunk in chunks(rows, CHUNK):
                codes = [code for code, _ in chunk]
                for other in others:
                    taken = select(other.c.code).where(other.c.code.in_(codes)).limit(1)
                    held = self._connection.execute(taken).scalar()
                    if held is not None:
                        raise Conflict(
                            f"The code {held} is taken by a {other.name}.",
                            code="code-taken",
                            why="A code names one patient, nurse or site, and no two of them.",
                            next_step="another code",
                        )
                yield from chunk

        return self.put(table, ("code",), free(), replace=replace)


class PumpBooks(Shelf):
    """Implanted pumps."""

    def implants(self, patient: str) -> list[Implant]:
        """The patient's pumps, by day of implant."""
        found = (
            select(PUMP)
            .join(PATIENT, PATIENT.c.id == PUMP.c.patient_id)
            .where(PATIENT.c.code == patient)
            .order_by(PUMP.c.implanted_on)
        )
        rows = self.sealed_rows(PUMP, found)
        return [Implant(row.id, mapping.device_of(row._mapping, patient=patient)) for row in rows]

    def devices(self) -> Iterator[Implant]:
        """Every pump, by patient code and day of implant."""
        found = (
            select(PUMP, PATIENT.c.code)
            .join(PATIENT, PATIENT.c.id == PUMP.c.patient_id)
            .order_by(PATIENT.c.code, PUMP.c.implanted_on)
        )
        for row in self.sealed_rows(PUMP, found):
            yield Implant(row.id, mapping.device_of(row._mapping, patient=row.code))

    def add_device(self, device: Device) -> int:
        """Adds a pump and returns its key.

        Raises:
            Conflict: The patient has one implanted on that day.
        """
        owner = self.patient_id(device.patient)
        day = device.implanted_on.isoformat()
        same = select(PUMP.c.id).where(PUMP.c.patient_id == owner, PUMP.c.implanted_on == day)
        if self._connection.execute(same).first() is not None:
            raise Conflict(
                f"Patient {device.patient} has a pump implanted on {day} already.",
                code="pump-exists",
                next_step=f"pumpsched show {device.patient}",
            )
        key = self.next_number(PUMP)
        values = mapping.device_values(device, patient_id=owner)
        self.insert(PUMP, [{"id": key, **values}])
        self.trail.row(PUMP.name, _label(device))
        return key

    def put_device(self, key: int, device: Device) -> None:
        """Replaces what is recorded of a pump.

        Raises:
            NotFound: No pump has that key.
        """
        known = self.one(PUMP, select(PUMP).where(PUMP.c.id == key))
        if known is None:
            raise NotFound(f"There is no pump {key}.", code="no-pump", pump=key)
        owner = self.patient_id(device.patient)
        values = {"id": key, **mapping.device_values(device, patient_id=owner)}
        self.put(PUMP, ("id",), [(_label(device), values)], replace=True)

    def drop_device(self, key: int) -> None:
        """Takes back the record of a pump for which no fact was ever recorded.

        Raises:
            NotFound: No pump has that key.
        """
        known = self.one(PUMP, select(PUMP).where(PUMP.c.id == key))
        if known is None:
            raise NotFound(f"There is no pump {key}.", code="no-pump", pump=key)
        of_patient = select(PATIENT.c.code).where(PATIENT.c.id == known.patient_id)
        code = self._connection.execute(of_patient).scalar_one()
        device = mapping.device_of(known._mapping, patient=code)
        self._connection.execute(delete(OUTLOOK).where(OUTLOOK.c.pump_id == key))
        self._connection.execute(delete(PUMP).where(PUMP.c.id == key))
        self.trail.row(PUMP.name, _label(device), ["dropped"])

    def put_devices(self, devices: Iterable[Device], *, replace: bool = False) -> Put:
        """Adds many pumps; those there already that differ are replaced or named.

        A pump is the same if patient and day of implant are.

        Raises:
            NotFound: A patient is unknown.
        """

        def rows() -> Iterator[tuple[str, Values]]:
            for chunk in chunks(devices, CHUNK):
                owners = self.patient_numbers(device.patient for device in chunk)
                for device in chunk:
                    owner = owners.get(device.patient)
                    if owner is None:
                        raise unknown("patient", device.patient)
                    yield _label(device), mapping.device_values(device, patient_id=owner)

        return self.put(PUMP, ("patient_id", "implanted_on"), rows(), replace=replace)


def _label(device: Device) -> str:
    return f"{device.patient} {device.implanted_on}"
