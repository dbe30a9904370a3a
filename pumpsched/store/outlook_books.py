"""The read model: one outlook a pump, and the worklist that is read from it by index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, func, or_, select, union

from pumpsched.domain.outlook import RULES_VERSION, Outlook
from pumpsched.domain.projection import State
from pumpsched.store.fact_mapping import OUTLOOK_WIDTH, outlook_cells, outlook_of
from pumpsched.store.results import Listed, PatientCounts
from pumpsched.store.seals import damaged, seal_of, sealed
from pumpsched.store.session import CHUNK, Shelf, chunks
from pumpsched.store.tables import OUTLOOK, PATIENT, PUMP

_IDLE = [state.value for state in State if state is not State.RUNNING]
_PATIENT_WIDTH = len(PATIENT.columns)
_PUMP_END = _PATIENT_WIDTH + len(PUMP.columns)


class OutlookBooks(Shelf):
    """Outlooks and worklists."""

    def outlook(self, pump_key: int) -> Outlook | None:
        """The outlook of a pump as stored, if it is of this version of the arithmetic."""
        row = self.one(OUTLOOK, select(OUTLOOK).where(OUTLOOK.c.pump_id == pump_key))
        return None if row is None or row.rules_version != RULES_VERSION else outlook_of(row)

    def outlooks(self) -> Iterator[tuple[int, Outlook]]:
        """Every outlook as stored, ordered by key of the pump."""
        for row in self.sealed_rows(OUTLOOK, select(OUTLOOK).order_by(OUTLOOK.c.pump_id)):
            yield row[0], outlook_of(row)

    def put_outlook(self, pump_key: int, outlook: Outlook) -> None:
        """Stores a pump's outlook in place of the one before; not put on the audit trail."""
        self.put_outlooks([(pump_key, outlook)])

    def put_outlooks(self, rows: Iterable[tuple[int, Outlook]]) -> int:
        """Stores outlooks of some pumps in place of those before; returns how many."""
        stored = 0
        for chunk in chunks(rows, CHUNK):
            keys = [key for key, _ in chunk]
            self._connection.execute(delete(OUTLOOK).where(OUTLOOK.c.pump_id.in_(keys)))
            stored += self._add_outlooks(chunk)
        return stored

    def replace_outlooks(self, rows: Iterable[tuple[int, Outlook]]) -> int:
        """Stores these outlooks in place of all there are; returns how many."""
        self._connection.execute(delete(OUTLOOK))
        return sum(self._add_outlooks(chunk) for chunk in chunks(rows, CHUNK))

    def _add_outlooks(self, rows: Iterable[tuple[int, Outlook]]) -> int:
        cells = [outlook_cells(key, outlook) for key, outlook in rows]
        self.insert_cells(OUTLOOK, [(*each, seal_of(OUTLOOK.name, each)) for each in cells])
        return len(cells)

    def listing(self, as_of: date, last: date | None) -> Iterator[Listed]:
        """Patients that a worklist must look at, each with the pump in place on ``as_of``.

        With ``last`` these are the pumps to refill by then, those that do not run, those whose
        outlook does not answer for ``as_of``, and patients without a pump; without, everybody.
        In no order.

        Raises:
            StoreProblem: A row is damaged, or rows are missing from an index.
        """
        there = select(PATIENT, PUMP, OUTLOOK)
        if last is None:
            there = there.where(_in_place(as_of))
        else:
            there = there.where(_in_place(as_of), PUMP.c.id.in_(_candidates(as_of, last)))
        joined = there.select_from(
            PATIENT.join(PUMP, PUMP.c.patient_id == PATIENT.c.id).outerjoin(
                OUTLOOK, OUTLOOK.c.pump_id == PUMP.c.id
            )
        )
        listed = 0
        for found in self._listed(joined):
            listed += 1
            yield found
        held = PUMP.c.patient_id == PATIENT.c.id, PUMP.c.implanted_on <= as_of.isoformat()
        without = select(PATIENT).where(~select(PUMP.c.id).where(*held).exists())
        for row in self.sealed_rows(PATIENT, without):
            listed += 1
            yield Listed(row.code, row.name, row.phone, row.setting, row.preferred_nurse,
                         None, None, None, None)  # fmt: skip
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
        everybody = self._connection.execute(select(func.count()).select_from(PATIENT)).scalar()
        if last is None:
            return PatientCounts(everybody or 0, 0)
        day = as_of.isoformat()
        # Adding nothing to the text keeps SQLite from answering out of the index.
        later = (
            select(func.count())
            .select_from(OUTLOOK.join(PUMP, PUMP.c.id == OUTLOOK.c.pump_id))
            .where(
                OUTLOOK.c.state.concat("") == State.RUNNING.value,
                OUTLOOK.c.refill_by.concat("") > last.isoformat(),
                OUTLOOK.c.holds_from.concat("") <= day,
                or_(OUTLOOK.c.holds_until.is_(None), OUTLOOK.c.holds_until.concat("") >= day),
                OUTLOOK.c.rules_version + 0 == RULES_VERSION,
                _in_place(as_of),
            )
        )
        return PatientCounts(everybody or 0, self._connection.execute(later).scalar() or 0)

    def _listed(self, statement: Select[Any]) -> Iterator[Listed]:
        check_patient, check_pump, check = sealed(PATIENT), sealed(PUMP), sealed(OUTLOOK)
        names = [column.name for column in PATIENT.columns]
        shown = [names.index(n) for n in ("code", "name", "phone", "setting", "preferred_nurse")]
        for cells in self.streamed(statement):
            check_patient(cells[:_PATIENT_WIDTH])
            pump, kept = cells[_PATIENT_WIDTH:_PUMP_END], cells[_PUMP_END:]
            check_pump(pump)
            outlook = None
            if kept[0] is not None:
                check(kept)
                outlook = outlook_of(kept) if kept[OUTLOOK_WIDTH - 2] == RULES_VERSION else None
            code, name, phone, setting, nurse = [cells[at] for at in shown]
            yield Listed(code, name, phone, setting, nurse, pump[0], pump[2], pump[3], outlook)


def _in_place(as_of: date) -> ColumnElement[bool]:
    """Whether the pump is the last one its patient had implanted by that day."""
    day = as_of.isoformat()
    newer = PUMP.alias("newer")
    replaced = select(newer.c.id).where(
        newer.c.patient_id == PUMP.c.patient_id,
        newer.c.implanted_on > PUMP.c.implanted_on,
        newer.c.implanted_on <= day,
    )
    return (PUMP.c.implanted_on <= day) & ~replaced.exists()


def _candidates(as_of: date, last: date) -> Select[Any]:
    """Keys of pumps that a worklist must look at, each condition answered by its own index."""
    day = as_of.isoformat()
    key = OUTLOOK.c.pump_id
    found = union(
        select(key).where(OUTLOOK.c.refill_by <= last.isoformat()),
        select(key).where(OUTLOOK.c.refill_by.is_(None)),
        select(key).where(OUTLOOK.c.state.in_(_IDLE)),
        select(key).where(OUTLOOK.c.holds_from > day),
        select(key).where(OUTLOOK.c.holds_until < day),
        select(key).where(OUTLOOK.c.rules_version < RULES_VERSION),
        select(key).where(OUTLOOK.c.rules_version > RULES_VERSION),
        select(PUMP.c.id).outerjoin(OUTLOOK, key == PUMP.c.id).where(key.is_(None)),
    ).subquery()
    return select(found)
