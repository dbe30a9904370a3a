"""Changing what is recorded of people, places and pumps, and of who is seen when, by whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from pumpsched.domain.archive import ArchiveMark
from pumpsched.domain.calendars import Closure
from pumpsched.domain.clinic import (
    Authorization,
    CalendarMark,
    Leg,
    Nurse,
    Patient,
    Site,
    Visit,
)
from pumpsched.domain.decisions import Decision
from pumpsched.domain.errors import Conflict, NotFound
from pumpsched.domain.phone import Contact, OrderMark
from pumpsched.domain.pump import Device
from pumpsched.store import mapping
from pumpsched.store.practice_tables import (
    ArchiveMarkRow,
    DecisionRow,
    SettingRow,
    StoreInfoRow,
)
from pumpsched.store.reading.checked_rows import CHUNK, chunks, marks, unknown
from pumpsched.store.reading.people_reads import OWN_TODAY
from pumpsched.store.reading.visit_reads import CALENDAR
from pumpsched.store.results import Put
from pumpsched.store.session import Kind, UnitOfWork, Values
from pumpsched.store.tables import (
    AuthorizationRow,
    ClosureRow,
    ImplantTimeRow,
    LegRow,
    NursePhoneRow,
    NurseRow,
    OutlookRow,
    PatientRow,
    PumpRow,
    SiteRow,
)
from pumpsched.store.visit_tables import (
    CalendarEntryRow,
    ContactRow,
    OrderMarkRow,
    VisitNurseRow,
    VisitOverrideRow,
    VisitRow,
)

_CODED = (PatientRow, NurseRow, SiteRow)


class PeopleBooks(UnitOfWork):
    """People and places."""

    def put_patient(self, patient: Patient) -> None:
        """Adds the patient, or replaces the one with the same code."""
        self.put_patients([patient], replace=True)

    def put_patients(self, patients: Iterable[Patient], *, replace: bool = False) -> Put:
        """Adds many patients; those there already that differ are replaced or named.

        Raises:
            Conflict: A nurse or site has one of the codes.
        """
        rows = ((patient.code, mapping.patient_values(patient)) for patient in patients)
        return self._put_coded(PatientRow, rows, replace=replace)

    def put_nurse(self, nurse: Nurse) -> None:
        """Adds the nurse, or replaces the one with the same code."""
        self._put_coded(NurseRow, [(nurse.code, mapping.nurse_values(nurse))], replace=True)
        number = self.number_of("nurse", nurse.code)
        if nurse.phone:
            values: Values = {"nurse_id": number, "phone": nurse.phone}
            self.put(NursePhoneRow, ("nurse_id",), [(nurse.code, values)], replace=True)
        elif self.delete(NursePhoneRow, number):
            self.audit.row("nurse_phone", nurse.code, ["dropped"])

    def put_site(self, site: Site) -> None:
        """Adds the site, or replaces the one with the same code."""
        self._put_coded(SiteRow, [(site.code, mapping.site_values(site))], replace=True)

    def add_closure(self, closure: Closure) -> None:
        """Adds the closure, or replaces the reason of one with the same days."""
        keys = ("who", "first_on", "last_on")
        row = (f"{closure.who} {closure.first}", mapping.closure_values(closure))
        self.put(ClosureRow, keys, [row], replace=True)

    def drop_closure(self, closure: Closure) -> bool:
        """Takes a closure away; False if there is none of those days."""
        number = self.value(
            "SELECT id FROM closure WHERE who = ? AND first_on = ? AND last_on = ?",
            closure.who,
            closure.first.isoformat(),
            closure.last.isoformat(),
        )
        if number is None:
            return False
        self.delete(ClosureRow, number)
        self.audit.row("closure", f"{closure.who} {closure.first}", ["dropped"])
        return True

    def put_authorization(self, authorization: Authorization) -> None:
        """Adds the authorization, or replaces the patient's one of that number."""
        owner = self.patient_id(authorization.patient)
        values = mapping.authorization_values(authorization, patient_id=owner)
        label = f"{authorization.patient} {authorization.number}"
        self.put(AuthorizationRow, ("patient_id", "number"), [(label, values)], replace=True)

    def add_decision(self, decision: Decision) -> None:
        """Records a decision.

        Raises:
            NotFound: The patient is unknown, or has no pump implanted on the day named.
        """
        owner, day, pump = self.patient_id(decision.patient), decision.implanted_on, None
        if day is not None:
            of_day = "SELECT id FROM pump WHERE patient_id = ? AND implanted_on = ?"
            pump = self.value(of_day, owner, day.isoformat())
            if pump is None:
                raise unknown("pump", f"{decision.patient} {day}")
        values: dict[str, Any] = mapping.decision_values(decision, patient_id=owner, pump_id=pump)
        number = self.next_number(DecisionRow)
        self.write(DecisionRow(id=number, **values, audit_seq=self.audit.seq))
        self.audit.row("decision", f"{decision.patient} {decision.kind}")

    def add_archive_mark(self, mark: ArchiveMark) -> None:
        """Records until when a nurse, a site or an authorization is there."""
        values: dict[str, Any] = mapping.archive_mark_values(mark)
        number = self.next_number(ArchiveMarkRow)
        self.write(ArchiveMarkRow(id=number, **values, audit_seq=self.audit.seq))
        self.audit.row("archive_mark", f"{mark.who} {mark.number}".rstrip())

    def give_authorization(self, authorization: Authorization, patient: str) -> None:
        """Gives a patient the authorization that another one has."""
        query = 'SELECT id FROM "authorization" WHERE patient_id = ? AND number = ?'
        number = self.value(query, self.patient_id(authorization.patient), authorization.number)
        label = f"{patient} {authorization.number}"
        values = {"id": number, "patient_id": self.patient_id(patient)}
        self.put(AuthorizationRow, ("id",), [(label, values)], replace=True)

    def drop_leg(self, origin: str, destination: str) -> None:
        """Takes the travel figures between two codes away."""
        if self.delete(LegRow, (origin, destination)):
            self.audit.row("leg", f"{origin} {destination}", ["dropped"])

    def put_legs(self, legs: Iterable[Leg], *, replace: bool = False) -> Put:
        """Adds many legs; those there already that differ are replaced or named."""
        rows = ((f"{leg.origin} {leg.destination}", mapping.leg_values(leg)) for leg in legs)
        return self.put(LegRow, ("origin", "destination"), rows, replace=replace)

    def put_setting(self, key: str, value: str) -> None:
        """Sets a setting."""
        self.put(SettingRow, ("key",), [(key, {"key": key, "value": value})], replace=True)

    def set_own_today(self, day: date) -> None:
        """Gives the store its own today."""
        values = {"key": OWN_TODAY, "value": day.isoformat()}
        self.put(StoreInfoRow, ("key",), [(OWN_TODAY, values)], replace=True)

    def _put_coded(self, kind: Kind, rows: Iterable[tuple[str, Values]], *, replace: bool) -> Put:
        others = [str(other.__tablename__) for other in _CODED if other is not kind]

        def free() -> Iterator[tuple[str, Values]]:
            for chunk in chunks(rows, CHUNK):
                codes = [code for code, _ in chunk]
                for noun in others:
                    taken = f"SELECT code FROM {noun} WHERE code IN {marks(codes)}"  # noqa: S608 - names of ours
                    held = self.value(taken, *codes)
                    if held is not None:
                        raise Conflict(
                            f"The code {held} is taken by a {noun}.",
                            code="code-taken",
                            why="A code names one patient, nurse or site, and no two of them.",
                            next_step="another code",
                        )
                yield from chunk

        return self.put(kind, ("code",), free(), replace=replace)


class PumpBooks(UnitOfWork):
    """Implanted pumps."""

    def add_device(self, device: Device) -> int:
        """Adds a pump and returns its key.

        Raises:
            Conflict: The patient has one implanted on that day.
        """
        if not self.put_devices([device]).added:
            raise Conflict(
                f"Patient {device.patient} has a pump implanted on {device.implanted_on} already.",
                code="pump-exists",
                next_step=f"pumpsched show {device.patient}",
            )
        return self._key_of(device)

    def put_device(self, key: int, device: Device) -> None:
        """Replaces what is recorded of a pump.

        Raises:
            NotFound: No pump has that key.
        """
        self._recorded_device(key)
        owner = self.patient_id(device.patient)
        values = {"id": key, **mapping.device_values(device, patient_id=owner)}
        self.put(PumpRow, ("id",), [(_label(device), values)], replace=True)
        if device.implanted_minute is None:
            self.delete(ImplantTimeRow, key)
        else:
            self._put_times([(key, device)], replace=True)

    def drop_device(self, key: int) -> None:
        """Takes back the record of a pump for which no fact was ever recorded.

        Raises:
            NotFound: No pump has that key.
        """
        device = self._recorded_device(key)
        self.delete(OutlookRow, key)
        self.delete(ImplantTimeRow, key)
        self.delete(PumpRow, key)
        self.audit.row("pump", _label(device), ["dropped"])

    def put_devices(self, devices: Iterable[Device], *, replace: bool = False) -> Put:
        """Adds many pumps; those there already that differ are replaced or named.

        A pump is the same if patient and day of implant are. One without a clock time keeps the
        one that is recorded.

        Raises:
            NotFound: A patient is unknown.
        """
        timed: list[Device] = []

        def rows() -> Iterator[tuple[str, Values]]:
            for chunk in chunks(devices, CHUNK):
                timed.extend(device for device in chunk if device.implanted_minute is not None)
                owners = self.patient_numbers(device.patient for device in chunk)
                for device in chunk:
                    owner = owners.get(device.patient)
                    if owner is None:
                        raise unknown("patient", device.patient)
                    yield _label(device), mapping.device_values(device, patient_id=owner)

        pumps = self.put(PumpRow, ("patient_id", "implanted_on"), rows(), replace=replace)
        times = self._put_times(((self._key_of(d), d) for d in timed), replace=replace)
        return Put(
            pumps.added,
            pumps.changed + times.changed,
            tuple(dict.fromkeys((*pumps.differing, *times.differing))),
        )

    def _put_times(self, devices: Iterable[tuple[int, Device]], *, replace: bool) -> Put:
        rows = (
            (_label(device), {"pump_id": key, "minute": device.implanted_minute})
            for key, device in devices
        )
        return self.put(ImplantTimeRow, ("pump_id",), rows, replace=replace)

    def _key_of(self, device: Device) -> int:
        """The key of the patient's pump implanted on that day."""
        pumps = self.implants(device.patient)
        return next(i.key for i in pumps if i.device.implanted_on == device.implanted_on)

    def _recorded_device(self, key: int) -> Device:
        for implant in self.devices("pump.id = ?", key):
            return implant.device
        raise NotFound(f"There is no pump {key}.", code="no-pump", pump=key)


def _label(device: Device) -> str:
    return f"{device.patient} {device.implanted_on}"


class VisitBooks(UnitOfWork):
    """Appointments."""

    def put_visit(self, visit: Visit) -> None:
        """Adds the visit, or replaces the one with the same code.

        Raises:
            NotFound: Patient, site or a nurse is unknown.
        """
        self.put_visits([visit], replace=True)

    def put_visits(self, visits: Iterable[Visit], *, replace: bool = False) -> Put:
        """Adds many visits; those there already that differ are replaced or named.

        Raises:
            NotFound: A patient, site or nurse is unknown.
        """
        added, changed, differing = 0, 0, []
        for chunk in chunks(visits, CHUNK):
            there = self.visits_of([visit.code for visit in chunk])
            for visit in chunk:
                known = there.get(visit.code)
                if known == visit:
                    continue
                if known is not None and not replace:
                    differing.append(visit.code)
                    continue
                self._write(visit, known)
                there[visit.code] = visit
                added, changed = added + (known is None), changed + (known is not None)
        return Put(added, changed, tuple(differing))

    def _write(self, visit: Visit, known: Visit | None) -> None:
        owner = self.patient_id(visit.patient)
        site = self.number_of("site", visit.site) if visit.site else None
        nurses = [self.number_of("nurse", code) for code in visit.nurses]
        values = mapping.visit_values(visit, patient_id=owner, site_id=site)
        self.put(VisitRow, ("code",), [(visit.code, values)], replace=True)
        number = self.value("SELECT id FROM visit WHERE code = ?", visit.code)
        self._write_override(number, visit, known)
        if known is not None:
            left = {*known.nurses, known.site} - {*visit.nurses, visit.site, ""}
            if left:
                self.mark_calendar(visit.code, CalendarMark(0, tuple(left)))
        if known is not None and known.nurses == visit.nurses:
            return
        if known is not None:
            for position in range(1, len(known.nurses) + 1):
                self.delete(VisitNurseRow, (number, position))
            self.audit.row("visit", visit.code, ["nurses"])
        self.write(
            *(
                VisitNurseRow(visit_id=number, position=position, nurse_id=nurse)
                for position, nurse in enumerate(nurses, start=1)
            )
        )

    def set_calendar(self, calendar: str) -> None:
        """Takes over the calendar of the store that was exported."""
        row = (CALENDAR, {"key": CALENDAR, "value": calendar})
        self.put(StoreInfoRow, ("key",), [row], replace=True)

    def mark_calendar(self, code: str, mark: CalendarMark) -> None:
        """Adds to what calendars know of a visit; nothing of that is ever taken back."""
        known = self.calendar_marks(code).get(code, CalendarMark())
        values: Values = {
            "visit_id": self.number_of("visit", code),
            "sequence": known.sequence + mark.sequence,
            "former": ";".join(sorted({*known.former, *mark.former})),
        }
        self.put(CalendarEntryRow, ("visit_id",), [(code, values)], replace=True)

    def _write_override(self, number: int, visit: Visit, known: Visit | None) -> None:
        before = (known.override, known.overridden) if known else ("", ())
        if before == (visit.override, visit.overridden):
            return
        if known is not None:
            self.audit.row("visit", visit.code, ["override"])
        if before[1]:
            self.delete(VisitOverrideRow, number)
        if visit.overridden:
            broken = ";".join(visit.overridden)
            row = VisitOverrideRow(visit_id=number, reason=visit.override, broken=broken)
            self.write(row)

    def add_contact(self, contact: Contact) -> None:
        """Records a contact.

        Raises:
            NotFound: The patient is unknown.
        """
        values = mapping.contact_values(contact, patient_id=self.patient_id(contact.patient))
        number = self.next_number(ContactRow)
        self.write(ContactRow(id=number, **values, audit_seq=self.audit.seq))  # type: ignore[arg-type]
        self.audit.row("contact", f"{contact.patient} {contact.outcome}")

    def add_order_mark(self, mark: OrderMark) -> None:
        """Records how far the drug of a visit is.

        Raises:
            NotFound: The visit is unknown.
        """
        values = mapping.order_mark_values(mark, visit_id=self.number_of("visit", mark.visit))
        number = self.next_number(OrderMarkRow)
        self.write(OrderMarkRow(id=number, **values, audit_seq=self.audit.seq))  # type: ignore[arg-type]
        self.audit.row("order_mark", f"{mark.visit} {mark.state}")
