"""The fast path: every pump with its whole ledger, streamed in flat memory.

The books of facts: what happened, in the order recorded; appended, never changed.

Mixtures and flex programmes: each stored once, named by number, read on first need.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence, Set
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property
from itertools import chain, groupby
from operator import itemgetter
from typing import Any, TypeVar

from sqlalchemy import Row, Select, Table, select

from pumpsched.domain.errors import Conflict, NotFound
from pumpsched.domain.ledger import Fact, Voided
from pumpsched.domain.quantities import Concentration
from pumpsched.domain.therapy import Component, FlexStep, Mixture
from pumpsched.records.cell_types import parse_day
from pumpsched.records.events import ARCHIVE, VOID
from pumpsched.store import mapping
from pumpsched.store.audit_chain import check_audit
from pumpsched.store.fact_mapping import FACT_NAMES, Flex, fact_reader, said_cells
from pumpsched.store.results import Entry, Holding
from pumpsched.store.seals import Cell, content_of, damaged, seal_of, sealed
from pumpsched.store.session import CHUNK, Shelf, Values, chunks
from pumpsched.store.tables import (
    AUDIT,
    FACT,
    FLEX,
    FLEX_STEP,
    MIXTURE,
    MIXTURE_DRUG,
    PATIENT,
    PUMP,
)

T = TypeVar("T")


class ByNumber(dict[int, T]):
    """Stored values by number; a missing one is loaded."""

    def __init__(self, load: Callable[[int], T]) -> None:
        super().__init__()
        self._load = load

    def __missing__(self, number: int) -> T:
        value = self[number] = self._load(number)
        return value


class InternBooks(Shelf):
    """What many facts share."""

    @cached_property
    def mixtures(self) -> ByNumber[Mixture]:
        """Mixtures by the store's number."""
        return ByNumber(self._mixture)

    @cached_property
    def flexes(self) -> ByNumber[Flex]:
        """Flex programmes by the store's number."""
        return ByNumber(self._flex)

    @cached_property
    def _numbers(self) -> dict[Mixture | Flex, int]:
        return {}

    def mixture_number(self, mixture: Mixture) -> int:
        """The store's number of a mixture, stored on first use."""
        known = self._numbers.get(mixture)
        if known is not None:
            return known

        def drugs(number: int) -> list[Values]:
            return [
                {
                    "mixture_id": number,
                    "position": position,
                    "drug": component.drug,
                    "concentration_ng_per_ml": component.concentration.ng_per_ml,
                }
                for position, component in enumerate(mixture.components, start=1)
            ]

        number = self._number(MIXTURE, str(mixture), MIXTURE_DRUG, drugs)
        self._numbers[mixture] = number
        return number

    def flex_number(self, flex: Flex) -> int:
        """The store's number of a flex programme, stored on first use."""
        known = self._numbers.get(flex)
        if known is not None:
            return known

        def steps(number: int) -> list[Values]:
            return [
                {"flex_id": number, "minute": step.minute, "ng_per_day": step.ng_per_day}
                for step in flex
            ]

        number = self._number(FLEX, _flex_text(flex), FLEX_STEP, steps)
        self._numbers[flex] = number
        return number

    def _number(
        self, table: Table, text: str, parts: Table, rows: Callable[[int], list[Values]]
    ) -> int:
        same = select(table.c.id).where(table.c.text == text)
        found: int | None = self._connection.execute(same).scalar()
        if found is None:
            found = self.next_number(table)
            self.insert(table, [{"id": found, "text": text}])
            self.insert(parts, rows(found))
        return found

    def _mixture(self, number: int) -> Mixture:
        parts = select(MIXTURE_DRUG).where(MIXTURE_DRUG.c.mixture_id == number)
        components = tuple(
            Component(row.drug, Concentration(row.concentration_ng_per_ml))
            for row in self.sealed_rows(MIXTURE_DRUG, parts.order_by(MIXTURE_DRUG.c.position))
        )
        whole = self.one(MIXTURE, select(MIXTURE).where(MIXTURE.c.id == number))
        if whole is None or whole.text != " + ".join(map(str, components)):
            raise damaged(f"Mixture {number} is not whole.")
        return Mixture(components)

    def _flex(self, number: int) -> Flex:
        parts = select(FLEX_STEP).where(FLEX_STEP.c.flex_id == number)
        flex = tuple(
            FlexStep(row.minute, row.ng_per_day)
            for row in self.sealed_rows(FLEX_STEP, parts.order_by(FLEX_STEP.c.minute))
        )
        whole = self.one(FLEX, select(FLEX).where(FLEX.c.id == number))
        if whole is None or whole.text != _flex_text(flex):
            raise damaged(f"Flex programme {number} is not whole.")
        return flex


def _flex_text(flex: Flex) -> str:
    return "; ".join(map(str, flex))


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
            .where(FACT.c.kind != VOID.word, _VOIDS.c.id.is_(None))
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
        if target.kind == VOID.word or by is not None:
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
            .where(FACT.c.kind == ARCHIVE.word, _VOIDS.c.id.is_(None))
        )

    def _days(self, found: Select[Any]) -> Iterator[tuple[str, date]]:
        row: Row[Any]
        for row in self.sealed_rows(FACT, found):
            yield row.code, parse_day(row.day)


_PUMP_NAMES = tuple(column.name for column in PUMP.columns)
_PUMP_WIDTH = len(_PUMP_NAMES)
_PATIENT_WIDTH = len(PATIENT.columns)
_PUMP_OF_FACT = 2
_AHEAD = 20
"""Pumps read before the first is handed out: reading and projecting pump by pump, the code of
either would push the other's out of the processor's cache."""
_NO_FACTS: tuple[None, Iterator[Sequence[Any]]] = (None, iter(()))


class LedgerBooks(FactBooks):
    """Ledgers in bulk."""

    def ledgers(
        self, pump_keys: Sequence[int] | None = None
    ) -> Iterator[tuple[int, str, list[Fact]]]:
        """Key of each pump, code of its patient, its facts in order of time; ordered by key.

        Voided facts and voids are among the facts; a pump without facts has an empty list.

        Args:
            pump_keys: Only these pumps; None for all.
        """
        for pump, facts in self._with_facts(pump_keys):
            yield pump[0], pump[_PUMP_WIDTH + 1], facts

    def holdings(self, pump_keys: Sequence[int] | None = None) -> Iterator[Holding]:
        """Each pump with all its projection needs, ordered by key; see :meth:`ledgers`."""
        archived = self._archive_days_by_number()
        columns = [column.name for column in PATIENT.columns]
        rules = itemgetter(
            *(
                _PUMP_WIDTH + columns.index(name)
                for name in ("margin_days", "min_months", "max_months", "alarm_ul")
            )
        )
        for pump, facts in self._with_facts(pump_keys):
            margin_days, min_months, max_months, alarm_ul = rules(pump)
            cells = dict(zip(_PUMP_NAMES, pump[:_PUMP_WIDTH], strict=True))
            device = mapping.device_of(cells, patient=pump[_PUMP_WIDTH + 1])
            yield Holding(
                pump[0],
                device,
                margin_days,
                min_months,
                max_months,
                alarm_ul,
                archived.get(pump[1]),
                facts,
            )

    def _with_facts(
        self, pump_keys: Sequence[int] | None
    ) -> Iterator[tuple[Sequence[Any], list[Fact]]]:
        with _not_collecting():
            yield from chain.from_iterable(chunks(self._chosen(pump_keys), _AHEAD))

    def _chosen(
        self, pump_keys: Sequence[int] | None
    ) -> Iterator[tuple[Sequence[Any], list[Fact]]]:
        pumps = select(PUMP, PATIENT).join(PATIENT, PATIENT.c.id == PUMP.c.patient_id)
        pumps = pumps.order_by(PUMP.c.id)
        facts = select(FACT).order_by(FACT.c.pump_id, *IN_TIME)
        if pump_keys is None:
            yield from self._merged(pumps, facts.where(FACT.c.pump_id.is_not(None)))
            return
        for chunk in chunks(sorted(set(pump_keys)), CHUNK):
            yield from self._merged(
                pumps.where(PUMP.c.id.in_(chunk)), facts.where(FACT.c.pump_id.in_(chunk))
            )

    def _merged(
        self, pumps: Select[Any], facts: Select[Any]
    ) -> Iterator[tuple[Sequence[Any], list[Fact]]]:
        check, read = sealed(FACT), fact_reader(self.mixtures, self.flexes)
        check_pump, check_patient = sealed(PUMP), sealed(PATIENT)
        by_pump = groupby(self.streamed(facts), key=itemgetter(_PUMP_OF_FACT))
        owner, rows = next(by_pump, _NO_FACTS)
        for pump in self.streamed(pumps):
            check_pump(pump)
            check_patient(pump[_PUMP_WIDTH:])
            patient = pump[1]
            found: list[Fact] = []
            if owner == pump[0]:
                for row in rows:
                    check(row)
                    if row[1] != patient:
                        raise damaged(f"Fact {row[0]} is not of its pump's patient.")
                    found.append(read(row))
                owner, rows = next(by_pump, _NO_FACTS)
            yield pump, found
        if owner is not None:
            raise damaged("A fact belongs to a pump that is not there.")

    def _archive_days_by_number(self) -> dict[int, date]:
        days: dict[int, date] = {}
        for row in self.sealed_rows(FACT, self._archived()):
            day = parse_day(row.day)
            days[row.patient_id] = min(day, days.get(row.patient_id, day))
        return days


@contextmanager
def _not_collecting() -> Iterator[None]:
    """Keeps the garbage collector from running: millions of short-lived values hold no cycles."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
