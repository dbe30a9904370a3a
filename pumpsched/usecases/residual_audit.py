"""Every residual of a practice, put together by pump, by the hands it went through, or by lot."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from pumpsched.domain.clinic import VisitStatus
from pumpsched.domain.expected_residual import ResidualCheck
from pumpsched.domain.flow_history import flow_history
from pumpsched.domain.ledger import Fact, Filled
from pumpsched.domain.programming import programming
from pumpsched.domain.pump import Device, Pump
from pumpsched.domain.residual_groups import Grouping, ResidualGroup, Role
from pumpsched.reference import catalogue
from pumpsched.store.results import Entry, Implant
from pumpsched.usecases.chart import ledger_of
from pumpsched.usecases.who_is_meant import practice_of

if TYPE_CHECKING:
    from pumpsched.store.reading.opening import ReadBooks


class _Cycle(NamedTuple):
    """One residual, with the fills before and after."""

    pump: Implant
    first: Entry
    last: Entry
    check: ResidualCheck


def residual_audit(books: ReadBooks, by: Grouping, *, as_of: date) -> list[ResidualGroup]:
    """The residuals recorded by a day, those that are short in all first."""
    hands = _Hands(books)
    found: dict[tuple[str, Role | None], list[ResidualCheck]] = defaultdict(list)
    for cycle in _cycles(books, as_of):
        keys: list[tuple[str, Role | None]]
        if by is Grouping.PUMP:
            keys = [(_named(cycle.pump.device), None)]
        elif by is Grouping.LOT:
            keys = [(_lot_of(cycle.first.fact), None)]
        else:
            keys = [(whose, Role.READ) for whose in hands.of(cycle.last)]
            keys += [(whose, Role.FILLED) for whose in hands.of(cycle.first)]
        for key in keys:
            found[key].append(cycle.check)
    groups = [ResidualGroup(*key, tuple(checks)) for key, checks in found.items()]
    return sorted(groups, key=lambda each: (each.total_ul, each.whose, each.role or ""))


def _named(device: Device) -> str:
    return f"{device.patient} {device.serial}".strip()


def _lot_of(fact: Fact) -> str:
    """The lot of the drug that a cycle began with."""
    return fact.supply.lot if isinstance(fact, Filled) and fact.supply else ""


class _Hands:
    """Who did a refill: the nurses of the visit done that day, else the user who recorded it."""

    def __init__(self, books: ReadBooks) -> None:
        self._nurses = {
            (visit.patient, visit.day): visit.nurses
            for visit in books.visits()
            if visit.status is VisitStatus.DONE and visit.nurses
        }

    def of(self, entry: Entry) -> tuple[str, ...]:
        """Whose hands they were; one empty name where an import does not tell."""
        recorded = entry.actor if entry.is_typed else ""
        return self._nurses.get((entry.patient, entry.fact.at.day), (recorded,))


def _cycles(books: ReadBooks, as_of: date) -> Iterator[_Cycle]:
    sd_ul = practice_of(books).usual_rules.residual_sd_ul
    for patient, grouped in groupby(books.all_entries(), key=attrgetter("patient")):
        entries = tuple(grouped)
        by_seq = {each.fact.seq: each for each in entries}
        for implant in books.implants(patient):
            facts = ledger_of(entries, implant.key).until(as_of).facts
            pump = Pump.of(implant.device, catalogue())
            told = programming(facts, as_of=as_of)
            fills = [fact for fact in facts if type(fact) is Filled]
            cycles = flow_history(facts, told, pump, sd_ul=sd_ul).cycles
            for first, cycle in zip(fills, cycles, strict=False):
                if cycle.check is not None:
                    last = by_seq[cycle.fill.seq]
                    yield _Cycle(implant, by_seq[first.seq], last, cycle.check)
