"""The read model: one outlook a pump, and the worklist that is read from it by index."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from pumpsched.domain.outlook import RULES_VERSION, Outlook
from pumpsched.domain.projection import State
from pumpsched.store.fact_mapping import outlook_of
from pumpsched.store.reading.checked_rows import CheckedRows, marks
from pumpsched.store.results import Listed, PatientCounts
from pumpsched.store.seals import Cell, damaged

_IDLE = tuple(state.value for state in State if state is not State.RUNNING)

_IN_PLACE = (
    "pump.implanted_on <= ? AND NOT EXISTS (SELECT 1 FROM pump AS newer"
    " WHERE newer.patient_id = pump.patient_id"
    " AND newer.implanted_on > pump.implanted_on AND newer.implanted_on <= ?)"
)
"""Whether the pump is the last one its patient had implanted by a day, given twice."""

_CANDIDATES = (  # its marks stand for the idle states
    "SELECT pump_id FROM outlook WHERE refill_by <= ?"
    " UNION SELECT pump_id FROM outlook WHERE refill_by IS NULL"
    f" UNION SELECT pump_id FROM outlook WHERE state IN {marks(_IDLE)}"
    " UNION SELECT pump_id FROM outlook WHERE holds_from > ?"
    " UNION SELECT pump_id FROM outlook WHERE holds_until < ?"
    " UNION SELECT pump_id FROM outlook WHERE rules_version < ?"
    " UNION SELECT pump_id FROM outlook WHERE rules_version > ?"
    " UNION SELECT pump.id FROM pump LEFT JOIN outlook ON outlook.pump_id = pump.id"
    " WHERE outlook.pump_id IS NULL"
)
"""Keys of pumps that a worklist must look at, each condition answered by its own index."""

_LISTED = (
    "SELECT patient.*, pump.*, outlook.* FROM patient JOIN pump ON pump.patient_id = patient.id"
    f" LEFT JOIN outlook ON outlook.pump_id = pump.id WHERE {_IN_PLACE}"
)
_WITHOUT_PUMP = (
    "SELECT * FROM patient WHERE NOT EXISTS (SELECT 1 FROM pump"
    " WHERE pump.patient_id = patient.id AND pump.implanted_on <= ?)"
)
# Adding nothing to a column keeps SQLite from answering out of the index.
_LATER = (
    "SELECT count(*) FROM outlook JOIN pump ON pump.id = outlook.pump_id"
    " WHERE outlook.state || '' = ? AND outlook.refill_by || '' > ?"
    " AND outlook.holds_from || '' <= ?"
    " AND (outlook.holds_until IS NULL OR outlook.holds_until || '' >= ?)"
    f" AND outlook.rules_version + 0 = ? AND {_IN_PLACE}"
)


class OutlookReads(CheckedRows):
    """Outlooks and worklists."""

    def outlook(self, pump_key: int) -> Outlook | None:
        """The outlook of a pump as stored, if it is of this version of the arithmetic."""
        row = self.one("outlook", "SELECT * FROM outlook WHERE pump_id = ?", pump_key)
        return None if row is None or row.rules_version != RULES_VERSION else outlook_of(row)

    def outlooks(self) -> Iterator[tuple[int, Outlook]]:
        """Every outlook as stored, ordered by key of the pump."""
        for row in self.rows("outlook", "SELECT * FROM outlook ORDER BY pump_id", many=True):
            yield row.pump_id, outlook_of(row)

    def listing(self, as_of: date, last: date | None) -> Iterator[Listed]:
        """Patients that a worklist must look at, each with the pump in place on ``as_of``.

        With ``last`` these are the pumps to refill by then, those that do not run, those whose
        outlook does not answer for ``as_of``, and patients without a pump; without, everybody.
        In no order.

        Raises:
            StoreProblem: A row is damaged, or rows are missing from an index.
        """
        day = as_of.isoformat()
        query, values = _LISTED, list[Cell]([day, day])
        if last is not None:
            query += f" AND pump.id IN ({_CANDIDATES})"
            values += _candidates(day, last)
        listed = 0
        for patient, pump, kept in self.joined(
            ("patient", "pump", "outlook"), query, *values, many=True
        ):
            listed += 1
            current = kept is not None and kept.rules_version == RULES_VERSION
            yield _listed(patient, pump, outlook_of(kept) if current else None)
        for patient in self.rows("patient", _WITHOUT_PUMP, day):
            listed += 1
            yield _listed(patient)
        counts = self.counts(as_of, last)
        if listed + counts.later != counts.all:
            raise damaged(
                f"{counts.all} patients are recorded, but {listed + counts.later} were found."
            )

    def counts(self, as_of: date, last: date | None) -> PatientCounts:
        """How many patients there are, and how many run with a window that ends after ``last``.

        Counted from the rows, not from the index that :meth:`listing` uses, so that the two
        check one another.
        """
        everybody = self.value("SELECT count(*) FROM patient")
        if last is None:
            return PatientCounts(everybody, 0)
        day = as_of.isoformat()
        running = State.RUNNING.value
        later = self.value(_LATER, running, last.isoformat(), day, day, RULES_VERSION, day, day)
        return PatientCounts(everybody, later)


def _candidates(day: str, last: date) -> list[Cell]:
    """The values of :data:`_CANDIDATES`."""
    return [last.isoformat(), *_IDLE, day, day, RULES_VERSION, RULES_VERSION]


def _listed(patient: Any, pump: Any = None, outlook: Outlook | None = None) -> Listed:
    return Listed(
        patient=patient.code,
        name=patient.name,
        phone=patient.phone,
        setting=patient.setting,
        preferred_nurse=patient.preferred_nurse,
        pump_key=pump and pump.id,
        model=pump and pump.model,
        serial=pump and pump.serial,
        outlook=outlook,
    )
