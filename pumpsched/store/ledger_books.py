"""The ledger of facts, appended and never changed, and the outlooks that are projected from it.

Mixtures and flex programmes are stored once, and named by number.

Each fact has a name of its own, which an export writes: it is made once, of what the fact is at
first, the patient's n-th of its kind at its time. What is recorded in place of a fact gets that
fact's name; of several facts of one name the newest that stands is meant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from types import MappingProxyType
from typing import Any

from sqlalchemy import Index, delete
from sqlmodel import SQLModel

from pumpsched.domain.calendars import clock_text
from pumpsched.domain.errors import Conflict, NotFound
from pumpsched.domain.ledger import Fact, Voided
from pumpsched.domain.outlook import Outlook
from pumpsched.domain.therapy import Mixture
from pumpsched.records.events import VOID, fact_name
from pumpsched.store.columns import SOME_AMOUNT, limits, refers, string, whole
from pumpsched.store.fact_mapping import said_of
from pumpsched.store.mapping import outlook_values
from pumpsched.store.reading.checked_rows import CHUNK, chunks, marks
from pumpsched.store.reading.ledger_reads import Flex, flex_text
from pumpsched.store.seals import ADDED, Cell, content_of, seal_of
from pumpsched.store.session import UnitOfWork
from pumpsched.store.tables import (
    OUTLOOK,
    SAID_NAMES,
    FactRow,
    FlexRow,
    FlexStepRow,
    MixtureDrugRow,
    MixtureRow,
    table_of,
)


class FactNameRow(SQLModel, table=True):
    """The name of a fact; ``line`` is that of the imported file, where it came from one."""

    __tablename__ = "fact_name"
    __table_args__ = limits(
        Index("fact_name_name", "name"), ranges={"line": SOME_AMOUNT}, rules=["name <> ''"]
    )
    fact_id: int = refers("fact.id", primary=True)
    name: str = string()
    line: int | None = whole()
    seal: str = string()


_TO_NAME = (
    "SELECT fact.id, patient.code, fact.day, fact.minute, fact.kind,"
    " (SELECT count(*) FROM fact AS same WHERE same.patient_id = fact.patient_id"
    " AND same.day = fact.day AND coalesce(same.minute, -1) = coalesce(fact.minute, -1)"
    # A sum is looked for in no index: by the patient's, and not through everybody's of that day.
    " AND same.kind = fact.kind AND same.id + 0 <= fact.id) AS nth"
    " FROM fact JOIN patient ON patient.id = fact.patient_id"
    " WHERE fact.id BETWEEN ? AND ? ORDER BY fact.id"
)


class FactNames(UnitOfWork):
    """The names of facts just recorded."""

    def name_facts(
        self,
        first: int,
        last: int,
        *,
        names: Mapping[int, str] = MappingProxyType({}),
        lines: Mapping[int, int] = MappingProxyType({}),
    ) -> None:
        """Names the new facts of these numbers, both included: as told, or else of what they are.

        ``lines`` are those of the file that they came from.
        """
        rows = list(self.plain(_TO_NAME, first, last))
        own = {row.id: _own_name(row, row.nth) for row in rows if row.id not in names}
        taken = self._taken(own.values())
        cells = []
        for row in rows:
            name = names.get(row.id) or own[row.id]
            nth = row.nth
            while name in taken and row.id not in names:
                nth += 1
                name = _own_name(row, nth)
                taken |= self._taken([name])
            taken.add(name)
            said = (row.id, name, lines.get(row.id))
            cells.append((*said, seal_of("fact_name", said)))
        self.insert_cells(table_of(FactNameRow), cells)

    def _taken(self, names: Any) -> set[str]:
        """Those of these names that a fact has."""
        found: set[str] = set()
        for chunk in chunks(names, CHUNK):
            query = f"SELECT name FROM fact_name WHERE name IN {marks(chunk)}"  # noqa: S608 - marks only
            found.update(row.name for row in self.plain(query, *chunk))
        return found


def _own_name(row: Any, nth: int) -> str:
    clock = "" if row.minute is None else f"T{clock_text(row.minute)}"
    return fact_name(row.code, f"{row.day}{clock}", row.kind, nth)


class LedgerBooks(FactNames):
    """Facts and what they share."""

    @cached_property
    def _numbers(self) -> dict[Mixture | Flex, int]:
        return {}

    def mixture_number(self, mixture: Mixture) -> int:
        """The store's number of a mixture, stored on first use."""

        def drugs(number: int) -> Iterator[MixtureDrugRow]:
            for position, component in enumerate(mixture.components, start=1):
                yield MixtureDrugRow(
                    mixture_id=number,
                    position=position,
                    drug=component.drug,
                    concentration_ng_per_ml=component.concentration.ng_per_ml,
                )

        return self._stored_once(MixtureRow, mixture, str(mixture), drugs)

    def flex_number(self, flex: Flex) -> int:
        """The store's number of a flex programme, stored on first use."""

        def steps(number: int) -> Iterator[FlexStepRow]:
            for step in flex:
                yield FlexStepRow(flex_id=number, minute=step.minute, ng_per_day=step.ng_per_day)

        return self._stored_once(FlexRow, flex, flex_text(flex), steps)

    def append(self, patient: str, pump: int | None, fact: Fact, *, name: str = "") -> Fact:
        """Records a fact and returns it with its number.

        What is recorded in place of another fact gets the ``name`` of that one.

        Raises:
            NotFound: No such patient, or no such fact to void.
            Conflict: The fact to void is voided already, or a void itself.
        """
        owner = self.patient_id(patient)
        place = self._voided_pump(fact, owner) if type(fact) is Voided else pump
        said = self.said_cells(fact)
        cells: dict[str, Any] = dict(zip(SAID_NAMES, said, strict=True))
        row = FactRow(
            id=self.next_number(FactRow),
            patient_id=owner,
            pump_id=place,
            **cells,
            content=content_of(said),
            audit_seq=self.audit.seq,
        )
        self.write(row)
        self.audit.facts.add(row.id, row.digest)
        self.name_facts(row.id, row.id, names={row.id: name} if name else {})
        return replace(fact, seq=row.id)

    def said_cells(self, fact: Fact) -> tuple[Cell, ...]:
        """The cells that say what happened, in the order of the table."""
        said = said_of(fact, mixture=self.mixture_number, flex=self.flex_number)
        return tuple(map(said.get, SAID_NAMES))

    def fact_cells(
        self, number: int, patient: int, pump: int | None, said: tuple[Cell, ...], content: int
    ) -> tuple[Cell, ...]:
        """All cells of a new fact to be written in bulk, counted into the audit row to come."""
        first, added = said[:-ADDED], said[-ADDED:]
        cells = (number, patient, pump, *first, content, self.audit.seq, *added)
        digest = seal_of("fact", cells)
        self.audit.facts.add(number, digest)
        return (*cells, digest)

    def _stored_once(
        self,
        kind: type[MixtureRow] | type[FlexRow],
        value: Mixture | Flex,
        text: str,
        parts: Callable[[int], Iterable[SQLModel]],
    ) -> int:
        found = self._numbers.get(value)
        if found is None:
            found = self.value(f"SELECT id FROM {kind.__tablename__} WHERE text = ?", text)  # noqa: S608 - names of ours
        if found is None:
            found = self.next_number(kind)
            self.write(kind(id=found, text=text))
            self.write(*parts(found))
        self._numbers[value] = found
        return found

    def _voided_pump(self, fact: Voided, owner: int) -> int | None:
        """The pump of the fact that a void is about."""
        query = "SELECT * FROM fact WHERE id = ? AND patient_id = ?"
        target = self.one("fact", query, fact.voids, owner)
        if target is None:
            raise NotFound(
                f"The patient has no fact {fact.voids}.", code="unknown-fact", fact=fact.voids
            )
        by = self.value("SELECT id FROM fact WHERE voids_id = ?", fact.voids)
        if target.kind == VOID.word or by is not None:
            what = "is a void itself" if by is None else f"is voided already, by fact {by}"
            raise Conflict(f"Fact {fact.voids} {what}.", code="already-voided", fact=fact.voids)
        pump: int | None = target.pump_id
        return pump

    def _change_under_way(self, number: int) -> tuple[datetime, str, str]:
        if self._audit is None or self._audit.seq != number:
            return super()._change_under_way(number)
        # The audit row is written at the end of this very transaction.
        stamp = self._audit.stamp
        return stamp.at, stamp.actor, stamp.action


class OutlookBooks(UnitOfWork):
    """The read model: one outlook a pump, not put on the audit trail.

    Its rows go past the session, at a third of the time for each: a rebuild writes one for every
    pump of the store.
    """

    def put_outlook(self, pump_key: int, outlook: Outlook) -> None:
        """Stores a pump's outlook in place of the one before."""
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
        names = OUTLOOK.columns.keys()[:-1]
        values = (outlook_values(key, outlook) for key, outlook in rows)
        cells = [tuple(each[name] for name in names) for each in values]
        self.insert_cells(OUTLOOK, [(*each, seal_of("outlook", each)) for each in cells])
        return len(cells)
