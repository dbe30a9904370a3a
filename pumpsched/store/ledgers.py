"""The fast path: every pump with its whole ledger, streamed in flat memory."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import chain, groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Select, select

from pumpsched.domain.ledger import Fact
from pumpsched.store import mapping
from pumpsched.store.fact_reading import fact_reader
from pumpsched.store.facts import IN_TIME, FactBooks
from pumpsched.store.ledger_tables import FACT, PUMP
from pumpsched.store.records import Holding
from pumpsched.store.seals import damaged, sealed
from pumpsched.store.shelf import CHUNK, chunks
from pumpsched.store.tables import PATIENT

_PUMP_WIDTH = len(PUMP.columns)
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
            device = mapping.device_of(pump, patient=pump[_PUMP_WIDTH + 1])
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
            day = mapping.parse_day(row.day)
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
