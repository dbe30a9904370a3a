"""What is recorded of people, places and pumps."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

from pumpsched.domain.archive import Archive, ArchiveMark, departures, in_force, standing_marks
from pumpsched.domain.calendars import Closure
from pumpsched.domain.clinic import Authorization, Leg, Location, Nurse, Patient, Site
from pumpsched.domain.decisions import Decision
from pumpsched.domain.text import bare_code, holds_words, name_words
from pumpsched.records.cell_types import parse_day
from pumpsched.store import mapping
from pumpsched.store.reading.checked_rows import CHUNK, CheckedRows, chunks, marks
from pumpsched.store.results import Implant, Person
from pumpsched.store.seals import Cell

OWN_TODAY = "own_today"
_AUTHORIZATIONS = (
    'SELECT given.*, patient.code AS patient_code FROM "authorization" AS given'
    " JOIN patient ON patient.id = given.patient_id"
)
_BY_PATIENT = "ORDER BY patient.code, number"


class PeopleReads(CheckedRows):
    """People and places."""

    def patient(self, code: str) -> Patient | None:
        """The patient with exactly that code."""
        row = self.one("patient", "SELECT * FROM patient WHERE code = ?", code)
        return None if row is None else mapping.patient_of(row)

    def patients(self) -> Iterator[Patient]:
        """Every patient, by code."""
        rows = self.rows("patient", "SELECT * FROM patient ORDER BY code", many=True)
        return map(mapping.patient_of, rows)

    def matching(self, text: str) -> list[Patient]:
        """Patients with that code; else with it but for zeros or case; else of that name, by code.

        A name matches whose words hold all words of the text, in any order, marks aside.
        """
        exact = self.patient(text)
        if exact is not None:
            return [exact]
        bare, wanted = bare_code(text), name_words(text)
        alike, named = [], []
        for code, name, *_ in self.people():
            if bare_code(code) == bare:
                alike.append(code)
            elif holds_words(name, wanted):
                named.append(code)
        return self.patients_of(alike or named)

    def patients_of(self, codes: Iterable[str]) -> list[Patient]:
        """The patients of these codes, by code."""
        found: list[Patient] = []
        for some in chunks(codes, CHUNK):
            query = f"SELECT * FROM patient WHERE code IN {marks(some)} ORDER BY code"
            found += map(mapping.patient_of, self.rows("patient", query, *some))
        return found

    def questionable(self, *, earliest: date, latest: date) -> Iterator[Patient]:
        """Patients born outside of these days, with an E in the phone, or a home on the map."""
        query = (
            "SELECT * FROM patient WHERE birth_date < ? OR birth_date > ? OR lower(phone) LIKE ?"
            " OR (setting <> 'clinic' AND latitude_nano IS NOT NULL) ORDER BY code"
        )
        asked = earliest.isoformat(), latest.isoformat(), "%e%"
        return map(mapping.patient_of, self.rows("patient", query, *asked, many=True))

    def bases(self) -> list[Location]:
        """Where nurses start from and sites are, as far as known."""
        nurses = (nurse.location for nurse in self.nurses())
        sites = (site.location for site in self.sites())
        return [place for place in (*nurses, *sites) if place is not None]

    def people(self) -> Iterator[Person]:
        """Every patient in brief, by code."""
        query = "SELECT code, name, birth_date, phone FROM patient ORDER BY code"
        for code, name, born, phone in self.plain(query, many=True):
            yield Person(code, name, born and parse_day(born), phone)

    def resembling(self, patient: Patient) -> tuple[Patient, ...]:
        """Those easily taken for a patient, by code; see :func:`look_alikes`."""
        from pumpsched.domain.look_alikes import DIGITS_APART, look_alikes

        born = str(patient.birth_date) if patient.birth_date else None
        # The names of a whole list cannot be compared at every write: the dates choose whose are.
        apart = " + ".join(
            f"CASE WHEN substr(birth_date, {n}, 1) = substr(?, {n}, 1) THEN 0 ELSE 1 END"
            for n in range(1, 11)
        )
        query = (
            "SELECT * FROM patient WHERE CAST(? AS TEXT) IS NULL OR birth_date IS NULL "
            f"OR {apart} <= {DIGITS_APART} ORDER BY code"
        )
        rows = self.rows("patient", query, *([born] * 11), many=True)
        return look_alikes(patient, map(mapping.patient_of, rows))

    def nurses(self) -> list[Nurse]:
        """Every nurse, by code."""
        return self._nurses()

    def nurse(self, code: str) -> Nurse | None:
        """The nurse with that code."""
        return next(iter(self._nurses("code = ?", code)), None)

    def _nurses(self, which: str = "1 = 1", *values: Cell) -> list[Nurse]:
        query = (
            "SELECT nurse_phone.* FROM nurse_phone"
            f" JOIN nurse ON nurse.id = nurse_phone.nurse_id WHERE {which}"
        )
        phones = {row.nurse_id: row.phone for row in self.rows("nurse_phone", query, *values)}
        rows = self.rows("nurse", f"SELECT * FROM nurse WHERE {which} ORDER BY code", *values)
        return [mapping.nurse_of(row, phone=phones.get(row.id, "")) for row in rows]

    def has_nurse_phones(self) -> bool:
        """Whether the phone number of any nurse is recorded."""
        return bool(self.value("SELECT 1 FROM nurse_phone LIMIT 1"))

    def sites(self) -> list[Site]:
        """Every site, by code."""
        return [
            mapping.site_of(row) for row in self.rows("site", "SELECT * FROM site ORDER BY code")
        ]

    def site(self, code: str) -> Site | None:
        """The site with that code."""
        row = self.one("site", "SELECT * FROM site WHERE code = ?", code)
        return None if row is None else mapping.site_of(row)

    def holder_of(self, code: str) -> str | None:
        """What has the code: ``patient``, ``nurse`` or ``site``; None if it is free."""
        held: str | None = self.value(
            "SELECT 'patient' FROM patient WHERE code = ?"
            " UNION ALL SELECT 'nurse' FROM nurse WHERE code = ?"
            " UNION ALL SELECT 'site' FROM site WHERE code = ?",
            code, code, code,
        )  # fmt: skip
        return held

    def closures(self) -> tuple[Closure, ...]:
        """Every closure, by who and first day."""
        rows = self.rows("closure", "SELECT * FROM closure ORDER BY who, first_on, last_on")
        return tuple(map(mapping.closure_of, rows))

    def archive_marks(self) -> list[ArchiveMark]:
        """What was noted of last days, by code and number, then in the order noted."""
        rows = self.rows("archive_mark", "SELECT * FROM archive_mark ORDER BY who, number, id")
        return [mapping.archive_mark_of(row) for row in rows]

    def archive(self) -> Archive:
        """The last days that stand, by code and number."""
        return standing_marks(self.archive_marks())

    def absences(self) -> tuple[Closure, ...]:
        """Every closure, and the days after the last one of those who left."""
        return (*self.closures(), *departures(self.archive()))

    def authorizations(self, patient: str | None = None) -> list[Authorization]:
        """Authorizations of one patient or of all, by patient and number."""
        values = () if patient is None else (patient,)
        where = " WHERE patient.code = ?" if values else ""
        rows = self.rows("authorization", f"{_AUTHORIZATIONS}{where} {_BY_PATIENT}", *values)
        return [mapping.authorization_of(row, patient=row.patient_code) for row in rows]

    def decisions(self, patient: str | None = None) -> list[Decision]:
        """Decisions about one patient or all, by patient code, then in the order made."""
        query = (
            "SELECT decision.*, patient.code AS patient_code, pump.implanted_on AS of_pump"
            " FROM decision JOIN patient ON patient.id = decision.patient_id"
            " LEFT JOIN pump ON pump.id = decision.pump_id"
        )
        values = () if patient is None else (patient,)
        where = " WHERE patient.code = ?" if values else ""
        in_order = " ORDER BY patient.code, decision.day, decision.minute NULLS FIRST, decision.id"
        return [
            mapping.decision_of(
                row,
                patient=row.patient_code,
                implanted_on=row.of_pump and parse_day(row.of_pump),
            )
            for row in self.rows("decision", query + where + in_order, *values)
        ]

    def valid_authorizations(self, patients: Iterable[str]) -> list[Authorization]:
        """The authorizations of some patients as far as they hold, by patient and number."""
        found = []
        for some in chunks(sorted(patients), CHUNK):
            query = f"{_AUTHORIZATIONS} WHERE patient.code IN {marks(some)} {_BY_PATIENT}"
            for row in self.rows("authorization", query, *some):
                found.append(mapping.authorization_of(row, patient=row.patient_code))
        return in_force(found, self.archive()) if found else found

    def leg(self, origin: str, destination: str) -> Leg | None:
        """The leg from one code to another, if it is recorded."""
        query = "SELECT * FROM leg WHERE origin = ? AND destination = ?"
        row = self.one("leg", query, origin, destination)
        return None if row is None else mapping.leg_of(row)

    def legs_among(self, places: Collection[str]) -> Iterator[Leg]:
        """The legs between any two of some places."""
        for some in chunks(sorted(places), CHUNK):
            query = f"SELECT * FROM leg WHERE origin IN {marks(some)}"
            for row in self.rows("leg", query, *some, many=True):
                if row.destination in places:
                    yield mapping.leg_of(row)

    def legs(self) -> Iterator[Leg]:
        """Every leg, by its two codes."""
        rows = self.rows("leg", "SELECT * FROM leg ORDER BY origin, destination", many=True)
        return map(mapping.leg_of, rows)

    def settings(self) -> dict[str, str]:
        """The settings recorded, by key."""
        rows = self.rows("setting", "SELECT * FROM setting ORDER BY key")
        return {row.key: row.value for row in rows}

    def own_today(self) -> date | None:
        """The store's own today: only a demo store has one."""
        row = self.one("store_info", "SELECT * FROM store_info WHERE key = ?", OWN_TODAY)
        return None if row is None else parse_day(row.value)

    def implants(self, patient: str) -> list[Implant]:
        """The patient's pumps, by day of implant."""
        return list(self.devices("patient.code = ?", patient))

    def implants_of(self, patients: Sequence[str]) -> dict[str, list[Implant]]:
        """The pumps of these patients by code, each patient's by day of implant."""
        found: dict[str, list[Implant]] = {}
        for some in chunks(patients, CHUNK):
            for implant in self.devices(f"patient.code IN {marks(some)}", *some):
                found.setdefault(implant.device.patient, []).append(implant)
        return found

    def owners_of(self, pumps: Sequence[int]) -> dict[int, str]:
        """The patients' codes of these pumps, by the store's keys."""
        query = "SELECT pump.id, code FROM pump JOIN patient ON patient.id = pump.patient_id"
        found: dict[int, str] = {}
        for some in chunks(pumps, CHUNK):
            rows = self.plain(f"{query} WHERE pump.id IN {marks(some)}", *some)
            found.update((row.id, row.code) for row in rows)
        return found

    def devices(self, which: str = "1 = 1", *values: Cell) -> Iterator[Implant]:
        """Every pump, or those of a condition in SQL, by patient code and day of implant."""
        of_pumps = f" JOIN patient ON patient.id = pump.patient_id WHERE {which}"
        query = (
            f"SELECT pump.*, patient.code AS patient_code FROM pump{of_pumps}"
            " ORDER BY patient.code, pump.implanted_on"
        )
        timed_pumps = (
            "SELECT implant_time.* FROM implant_time"
            f" JOIN pump ON pump.id = implant_time.pump_id{of_pumps}"
        )
        times = self.rows("implant_time", timed_pumps, *values, many=not values)
        minutes = {row.pump_id: row.minute for row in times}
        for row in self.rows("pump", query, *values, many=not values):
            device = mapping.device_of(row, patient=row.patient_code)
            minute = minutes.get(row.id)
            timed = device if minute is None else device._replace(implanted_minute=minute)
            yield Implant(row.id, timed)
