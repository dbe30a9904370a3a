"""The books of visits: who is seen when, by whom and where."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, delete, func, select

from pumpsched.domain.clinic import Visit, VisitKind, VisitStatus
from pumpsched.store import mapping
from pumpsched.store.results import Put
from pumpsched.store.session import CHUNK, Shelf, chunks, unknown
from pumpsched.store.tables import NURSE, PATIENT, SITE, VISIT, VISIT_NURSE

_OPEN = [status.value for status in VisitStatus if status.is_open]


class VisitBooks(Shelf):
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
        """Visits by day and time.

        Args:
            first: No visit before this day.
            last: No visit after this day.
            patient: Only of this patient.
            nurse: Only those this nurse goes to.
            open_only: Only those still to come.
        """
        found = self._visits()
        if first is not None:
            found = found.where(VISIT.c.day >= first.isoformat())
        if last is not None:
            found = found.where(VISIT.c.day <= last.isoformat())
        if patient is not None:
            found = found.where(PATIENT.c.code == patient)
        if nurse is not None:
            theirs = (
                select(VISIT_NURSE.c.visit_id)
                .join(NURSE, NURSE.c.id == VISIT_NURSE.c.nurse_id)
                .where(NURSE.c.code == nurse)
            )
            found = found.where(VISIT.c.id.in_(theirs))
        if open_only:
            found = found.where(VISIT.c.status.in_(_OPEN))
        return self._read(found)

    def visit(self, code: str) -> Visit | None:
        """The visit with that code."""
        found = self._read(self._visits().where(VISIT.c.code == code))
        return found[0] if found else None

    def next_visits(self, as_of: date) -> dict[str, Visit]:
        """The earliest refill visit still to come on or after a day, by patient code."""
        coming = self._visits().where(
            VISIT.c.day >= as_of.isoformat(),
            VISIT.c.kind == VisitKind.REFILL.value,
            VISIT.c.status.in_(_OPEN),
        )
        earliest: dict[str, Visit] = {}
        for visit in self._read(coming):
            earliest.setdefault(visit.patient, visit)
        return earliest

    def next_visit_code(self) -> str:
        """A code that no visit has yet: ``V`` and a number above all others."""
        highest = self._connection.execute(select(func.max(VISIT.c.number))).scalar()
        return f"V{(highest or 0) + 1}"

    def put_visit(self, visit: Visit) -> None:
        """Adds the visit, or replaces the one with the same code."""
        self.put_visits([visit], replace=True)

    def put_visits(self, visits: Iterable[Visit], *, replace: bool = False) -> Put:
        """Adds many visits; those there already that differ are replaced or named.

        Raises:
            NotFound: A patient, site or nurse of a visit is unknown.
        """
        added = changed = 0
        differing: list[str] = []
        for chunk in chunks(visits, CHUNK):
            codes = [visit.code for visit in chunk]
            there = {v.code: v for v in self._read(self._visits().where(VISIT.c.code.in_(codes)))}
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
        site = self._number_of(SITE, "site", visit.site) if visit.site else None
        nurses = [self._number_of(NURSE, "nurse", code) for code in visit.nurses]
        values = mapping.visit_values(visit, patient_id=owner, site_id=site)
        self.put(VISIT, ("code",), [(visit.code, values)], replace=True)
        if known is not None and known.nurses == visit.nurses:
            return
        same = select(VISIT.c.id).where(VISIT.c.code == visit.code)
        number = self._connection.execute(same).scalar_one()
        if known is not None:
            self._connection.execute(delete(VISIT_NURSE).where(VISIT_NURSE.c.visit_id == number))
            self.trail.row(VISIT.name, visit.code, ["nurses"])
        rows = [
            {"visit_id": number, "position": position, "nurse_id": nurse}
            for position, nurse in enumerate(nurses, start=1)
        ]
        if rows:
            self.insert(VISIT_NURSE, rows)

    def _number_of(self, table: Any, noun: str, code: str) -> int:
        found = self._connection.execute(select(table.c.id).where(table.c.code == code)).scalar()
        if found is None:
            raise unknown(noun, code)
        return int(found)

    def _visits(self) -> Select[Any]:
        return (
            select(VISIT, PATIENT.c.code.label("patient_code"), SITE.c.code.label("site_code"))
            .join(PATIENT, PATIENT.c.id == VISIT.c.patient_id)
            .outerjoin(SITE, SITE.c.id == VISIT.c.site_id)
            .order_by(VISIT.c.day, VISIT.c.minute, VISIT.c.code)
        )

    def _read(self, found: Select[Any]) -> list[Visit]:
        rows = list(self.sealed_rows(VISIT, found))
        nurses = self._nurses_of([row.id for row in rows])
        return [
            mapping.visit_of(
                row._mapping,
                patient=row.patient_code,
                site=row.site_code or "",
                nurses=tuple(nurses.get(row.id, ())),
            )
            for row in rows
        ]

    def _nurses_of(self, numbers: Sequence[int]) -> dict[int, list[str]]:
        nurses: dict[int, list[str]] = {}
        for chunk in chunks(numbers, CHUNK):
            found = (
                select(VISIT_NURSE, NURSE.c.code)
                .join(NURSE, NURSE.c.id == VISIT_NURSE.c.nurse_id)
                .where(VISIT_NURSE.c.visit_id.in_(chunk))
                .order_by(VISIT_NURSE.c.visit_id, VISIT_NURSE.c.position)
            )
            row: Row[Any]
            for row in self.sealed_rows(VISIT_NURSE, found):
                nurses.setdefault(row.visit_id, []).append(row.code)
        return nurses
