"""Who is seen when, by whom and where."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from pumpsched.domain.clinic import CalendarMark, Visit, VisitKind, VisitStatus
from pumpsched.domain.phone import Contact, OrderMark
from pumpsched.store import mapping
from pumpsched.store.reading.checked_rows import CHUNK, CheckedRows, chunks, marks
from pumpsched.store.seals import Cell, damaged

_Condition = tuple[str, tuple[Cell, ...]]
"""What must hold, in SQL, and the values it names."""

CALENDAR = "calendar"
"""Under which a store keeps the calendar that it took over from another store."""

OPEN = tuple(status.value for status in VisitStatus if status.is_open)
_IS_OPEN = f"visit.status IN {marks(OPEN)}"

_VISITS = (
    "SELECT visit.*, patient.code AS patient_code, site.code AS site_code FROM visit"
    " LEFT JOIN patient ON patient.id = visit.patient_id"
    " LEFT JOIN site ON site.id = visit.site_id"
)
_THEIRS = (
    "visit.id IN (SELECT visit_id FROM visit_nurse"
    " JOIN nurse ON nurse.id = visit_nurse.nurse_id WHERE nurse.code = ?)"
)
_NURSES = (
    "SELECT visit_nurse.*, nurse.code FROM visit_nurse"
    " JOIN nurse ON nurse.id = visit_nurse.nurse_id WHERE visit_nurse.visit_id IN "
)

_CONTACTS = (
    "SELECT contact.*, patient.code FROM contact JOIN patient ON patient.id = contact.patient_id"
)
_ORDER_MARKS = (
    "SELECT order_mark.*, visit.code FROM order_mark JOIN visit ON visit.id = order_mark.visit_id"
)


def _among(table: str, codes: Sequence[str]) -> str:
    """The rows of these codes of a table, or all where none are given, in their order."""
    where = f" WHERE {table}.code IN {marks(codes)}" if codes else ""
    return f"{where} ORDER BY {table}.code, 1"


class VisitReads(CheckedRows):
    """Appointments."""

    def visits(
        self,
        *,
        first: date | None = None,
        last: date | None = None,
        patient: str | None = None,
        nurse: str | None = None,
        open_only: bool = False,
    ) -> list[Visit]:
        """Visits by day and time, of those days, patient and nurse; or only those still to come."""
        asked = (
            ("visit.day >= ?", first.isoformat() if first else None),
            ("visit.day <= ?", last.isoformat() if last else None),
            ("patient.code = ?", patient),
            (_THEIRS, nurse),
        )
        conditions: list[_Condition] = [
            (sql, (value,)) for sql, value in asked if value is not None
        ]
        if open_only:
            conditions.append((_IS_OPEN, OPEN))
        return self._visits(*conditions)

    def visit(self, code: str) -> Visit | None:
        """The visit with that code."""
        found = self._visits(("visit.code = ?", (code,)))
        return found[0] if found else None

    def visits_of(self, codes: Sequence[str]) -> dict[str, Visit]:
        """The visits that have one of so few codes that a statement takes them, by code."""
        found = self._visits((f"visit.code IN {marks(codes)}", tuple(codes)))
        return {visit.code: visit for visit in found}

    def visits_on(self, days: Iterable[date]) -> list[Visit]:
        """The visits of some days that are still to come, by day and time."""
        found = []
        for some in chunks([day.isoformat() for day in days], CHUNK):
            found += self._visits((f"visit.day IN {marks(some)}", tuple(some)), (_IS_OPEN, OPEN))
        return found

    def next_visits(self, as_of: date, patients: Sequence[str] | None = None) -> dict[str, Visit]:
        """The earliest refill visit from a day on that is still to come, by code of the patient."""
        coming = self.coming_visits(as_of, patients)
        return {patient: visits[0] for patient, visits in coming.items()}

    def coming_visits(
        self, as_of: date, patients: Sequence[str] | None = None
    ) -> dict[str, list[Visit]]:
        """The refill visits from a day on that are still to come, by code of the patient."""
        coming: list[_Condition] = [
            ("visit.day >= ?", (as_of.isoformat(),)),
            ("visit.kind = ?", (VisitKind.REFILL.value,)),
            (_IS_OPEN, OPEN),
        ]
        of_whom: list[list[_Condition]] = [[]]
        if patients is not None:
            groups = chunks(patients, CHUNK)
            of_whom = [[(f"patient.code IN {marks(some)}", tuple(some))] for some in groups]
        found: dict[str, list[Visit]] = {}
        for whose in of_whom:
            for visit in self._visits(*coming, *whose):
                found.setdefault(visit.patient, []).append(visit)
        return found

    def next_visit_code(self) -> str:
        """A code that no visit has yet: ``V`` and a number above all others."""
        highest = self.value("SELECT max(number) FROM visit")
        return f"V{(highest or 0) + 1}"

    def _visits(self, *conditions: _Condition) -> list[Visit]:
        where = " AND ".join(condition for condition, _ in conditions)
        query = f"{_VISITS}{' WHERE ' if where else ''}{where}"
        rows = list(
            self.rows(
                "visit",
                f"{query} ORDER BY visit.day, visit.minute, visit.code",
                *(value for _, values in conditions for value in values),
                many=not conditions,
            )
        )
        if any(row.patient_code is None for row in rows):
            raise damaged("A visit is of a patient who is not there.")
        numbers = [row.id for row in rows]
        nurses, overrides = self._nurses_of(numbers), self._overrides_of(numbers)
        return [
            mapping.visit_of(
                row,
                patient=row.patient_code,
                site=row.site_code or "",
                nurses=tuple(nurses.get(row.id, ())),
                override=reason,
                overridden=broken,
            )
            for row in rows
            for reason, broken in (overrides.get(row.id, ("", ())),)
        ]

    def calendar(self) -> str:
        """What tells this practice's calendars from all others, the same for as long as it lasts.

        It is drawn from the first change on record, unless it came with an export.
        """
        row = self.one("store_info", "SELECT * FROM store_info WHERE key = ?", CALENDAR)
        first = "" if row else self.value("SELECT hash FROM audit WHERE seq = 1")
        return str(row.value) if row else str(first or "")[:16]

    def calendar_marks(self, visit: str | None = None) -> dict[str, CalendarMark]:
        """What calendars that were read before know of visits, or of one, by code.

        Most have nothing there.
        """
        query = (
            "SELECT calendar_entry.*, visit.code FROM calendar_entry"
            " JOIN visit ON visit.id = calendar_entry.visit_id"
        )
        values = () if visit is None else (visit,)
        query += " WHERE visit.code = ?" if values else ""
        return {
            row.code: CalendarMark(row.sequence, tuple(filter(None, row.former.split(";"))))
            for row in self.rows("calendar_entry", query, *values, many=not values)
        }

    def has_visits(self) -> bool:
        """Whether there is any visit."""
        return bool(self.value("SELECT 1 FROM visit LIMIT 1"))

    def has_overrides(self) -> bool:
        """Whether any visit was booked against a rule."""
        return bool(self.value("SELECT 1 FROM visit_override LIMIT 1"))

    def _overrides_of(self, numbers: Sequence[int]) -> dict[int, tuple[str, tuple[str, ...]]]:
        found: dict[int, tuple[str, tuple[str, ...]]] = {}
        for chunk in chunks(numbers, CHUNK) if self.has_overrides() else ():
            query = f"SELECT * FROM visit_override WHERE visit_id IN {marks(chunk)}"
            for row in self.rows("visit_override", query, *chunk):
                found[row.visit_id] = row.reason, tuple(row.broken.split(";"))
        return found

    def contacts(self, patients: Iterable[str] | None = None) -> list[Contact]:
        """Contacts with some patients or all, by patient code, then in the order logged."""
        of_whom = [()] if patients is None else chunks(sorted(patients), CHUNK)
        return [
            mapping.contact_of(row, patient=row.code)
            for some in of_whom
            for row in self.rows("contact", f"{_CONTACTS}{_among('patient', some)}", *some)
        ]

    def order_marks(self, visits: Iterable[str] | None = None) -> list[OrderMark]:
        """How far the drugs of some visits or all are, by visit code, then in the order noted."""
        of_which = [()] if visits is None else chunks(sorted(visits), CHUNK)
        return [
            mapping.order_mark_of(row, visit=row.code)
            for some in of_which
            for row in self.rows("order_mark", f"{_ORDER_MARKS}{_among('visit', some)}", *some)
        ]

    def _nurses_of(self, numbers: Sequence[int]) -> dict[int, list[str]]:
        nurses: dict[int, list[str]] = {}
        for chunk in chunks(numbers, CHUNK):
            query = f"{_NURSES}{marks(chunk)} ORDER BY visit_nurse.visit_id, position"
            for row in self.rows("visit_nurse", query, *chunk):
                nurses.setdefault(row.visit_id, []).append(row.code)
        return nurses
