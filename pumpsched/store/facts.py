"""The books of facts: what happened, in the order recorded; appended, never changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, select

from pumpsched.domain.errors import Conflict, NotFound
from pumpsched.domain.ledger import Fact, Voided
from pumpsched.store.fact_mapping import FACT_NAMES, said_cells
from pumpsched.store.fact_reading import fact_reader
from pumpsched.store.interned import InternBooks
from pumpsched.store.ledger_tables import AUDIT, FACT
from pumpsched.store.mapping import parse_day
from pumpsched.store.records import Entry
from pumpsched.store.seals import Cell, content_of, damaged, seal_of
from pumpsched.store.shelf import CHUNK, chunks
from pumpsched.store.tables import PATIENT
from pumpsched.store.trail import check_audit

_WIDTH = len(FACT_NAMES)
_VOIDS = FACT.alias("voids")
_IN_BULK = ("import", "demo")
"""Commands that record many facts at once, none of which anybody typed."""
IN_TIME = (FACT.c.day, FACT.c.minute.nulls_first(), FACT.c.id)


class FactBooks(InternBooks):
    """The ledger, one patient or one fact at a time."""

    def entries(self, patient: str) -> list[Entry]:
        """Every fact of a patient, voided ones and voids too, in order of time."""
        owner = self.known_patient(patient)
        if owner is None:
            return []
        found = self._recorded().where(FACT.c.patient_id == owner).order_by(*IN_TIME)
        return list(self._entries(found))

    def all_entries(self) -> Iterator[Entry]:
        """Every fact of every patient, by patient code, then in order of time."""
        return self._entries(self._recorded().order_by(PATIENT.c.code, *IN_TIME))

    def entry(self, seq: int) -> Entry | None:
        """The fact of that number."""
        return next(self._entries(self._recorded().where(FACT.c.id == seq)), None)

    def last_entry_by(self, actor: str) -> Entry | None:
        """The last fact this person typed that still stands and is no void."""
        mine = (
            self._recorded()
            .join(AUDIT, AUDIT.c.seq == FACT.c.audit_seq)
            .where(AUDIT.c.actor == actor, AUDIT.c.action.not_in(_IN_BULK))
            .where(FACT.c.kind != "void", _VOIDS.c.id.is_(None))
            .order_by(FACT.c.id.desc())
            .limit(1)
        )
        return next(self._entries(mine), None)

    def append(self, patient: str, pump: int | None, fact: Fact) -> Fact:
        """Records a fact and returns it with its number.

        Raises:
            NotFound: No such patient, or no such fact to void.
            Conflict: The fact to void is voided already, or a void itself.
        """
        owner = self.patient_id(patient)
        place = self._voided_pump(fact, owner) if type(fact) is Voided else pump
        said = said_cells(fact, mixture=self.mixture_number, flex=self.flex_number)
        number = self.next_number(FACT)
        row = self.fact_row(number, owner, place, said, content_of(said))
        self.insert_cells(FACT, [row])
        return replace(fact, seq=number)

    def fact_row(
        self, number: int, patient: int, pump: int | None, said: tuple[Cell, ...], content: int
    ) -> tuple[Cell, ...]:
        """All cells of a new fact, counted into the trail."""
        cells = (number, patient, pump, *said, content, self.trail.seq)
        digest = seal_of(FACT.name, cells)
        self.trail.facts.add(number, digest)
        return (*cells, digest)

    def archived_on(self, patient: str) -> date | None:
        """The day the patient left the list, as far as recorded and not voided."""
        owner = self.known_patient(patient)
        days = self._archived().where(FACT.c.patient_id == owner)
        return min((day for _, day in self._days(days)), default=None)

    def archive_days(self) -> dict[str, date]:
        """The day each archived patient left the list, by patient code."""
        earliest: dict[str, date] = {}
        for code, day in self._days(self._archived()):
            earliest[code] = min(day, earliest.get(code, day))
        return earliest

    def _voided_pump(self, fact: Voided, owner: int) -> int | None:
        same = select(FACT).where(FACT.c.id == fact.voids, FACT.c.patient_id == owner)
        target = self.one(FACT, same)
        if target is None:
            raise NotFound(
                f"The patient has no fact {fact.voids}.", code="unknown-fact", fact=fact.voids
            )
        by = self._connection.execute(
            select(FACT.c.id).where(FACT.c.voids_id == fact.voids)
        ).scalar()
        if target.kind == "void" or by is not None:
            what = "is a void itself" if by is None else f"is voided already, by fact {by}"
            raise Conflict(f"Fact {fact.voids} {what}.", code="already-voided", fact=fact.voids)
        pump: int | None = target.pump_id
        return pump

    def _recorded(self) -> Select[Any]:
        return (
            select(FACT, PATIENT.c.code, _VOIDS.c.id)
            .join(PATIENT, PATIENT.c.id == FACT.c.patient_id)
            .outerjoin(_VOIDS, _VOIDS.c.voids_id == FACT.c.id)
        )

    def _entries(self, found: Select[Any]) -> Iterator[Entry]:
        read = fact_reader(self.mixtures, self.flexes)
        for rows in chunks(self.sealed_rows(FACT, found), CHUNK):
            changes = self._changes({row.audit_seq for row in rows})
            for row in rows:
                cells: Sequence[Any] = row
                code, voided_by = cells[_WIDTH:]
                at, actor = changes[row.audit_seq]
                yield Entry(read(cells), code, cells[2], at, actor, voided_by)

    def _changes(self, numbers: Set[int]) -> dict[int, tuple[datetime, str]]:
        """When, and by whom, what these audit rows are about was recorded."""
        found = {}
        for row in self._connection.execute(select(AUDIT).where(AUDIT.c.seq.in_(numbers))):
            check_audit(tuple(row))
            found[row.seq] = datetime.fromisoformat(row.at), row.actor
        for number in numbers - found.keys():
            if not self.is_open(number):
                raise damaged(f"Audit row {number} is missing.")
            # It is written at the end of this very transaction.
            found[number] = self.trail.stamp.at, self.trail.stamp.actor
        return found

    def _archived(self) -> Select[Any]:
        return (
            select(FACT, PATIENT.c.code)
            .join(PATIENT, PATIENT.c.id == FACT.c.patient_id)
            .outerjoin(_VOIDS, _VOIDS.c.voids_id == FACT.c.id)
            .where(FACT.c.kind == "archive", _VOIDS.c.id.is_(None))
        )

    def _days(self, found: Select[Any]) -> Iterator[tuple[str, date]]:
        row: Row[Any]
        for row in self.sealed_rows(FACT, found):
            yield row.code, parse_day(row.day)
