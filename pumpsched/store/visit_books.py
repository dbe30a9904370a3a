"""Changing who is seen when, by whom and where."""

from __future__ import annotations

from collections.abc import Iterable

from pumpsched.domain.clinic import Visit
from pumpsched.store import mapping
from pumpsched.store.reading.checked_rows import CHUNK, chunks, unknown
from pumpsched.store.results import Put
from pumpsched.store.session import UnitOfWork
from pumpsched.store.tables import VisitNurseRow, VisitRow


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
        site = self._number_of("site", visit.site) if visit.site else None
        nurses = [self._number_of("nurse", code) for code in visit.nurses]
        values = mapping.visit_values(visit, patient_id=owner, site_id=site)
        self.put(VisitRow, ("code",), [(visit.code, values)], replace=True)
        if known is not None and known.nurses == visit.nurses:
            return
        number = self.value("SELECT id FROM visit WHERE code = ?", visit.code)
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

    def _number_of(self, noun: str, code: str) -> int:
        found = self.value(f"SELECT id FROM {noun} WHERE code = ?", code)  # noqa: S608 - a name of ours
        if found is None:
            raise unknown(noun, code)
        return int(found)
