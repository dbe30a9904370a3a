"""What a list says of a pump at present, held against what a ledger projects.

A list states its last fill, the programme and the programmer's alarm date. It is no history: what
differs from the projection is a new refill, a correction, or older than what is recorded.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum, auto
from typing import NamedTuple

from pumpsched.domain.calendars import months_after
from pumpsched.domain.ledger import Emptied, Fact, Filled, Ledger, Programmed, ReadOut
from pumpsched.domain.projection import Projection
from pumpsched.domain.pump import WindowRules
from pumpsched.domain.therapy import Programme


@dataclass(frozen=True, slots=True)
class Statement:
    """What a list says; of what is None it says nothing.

    Attributes:
        fill: The last fill; it names its mixture.
        programme: What the pump was told.
        alarm_on: The alarm date that the programmer printed.
    """

    fill: Filled
    programme: Programme | None = None
    alarm_on: date | None = None

    @classmethod
    def of(cls, facts: Sequence[Fact]) -> Statement:
        """The statement of a row's facts, of which one is a fill."""
        return cls(
            next(fact for fact in facts if isinstance(fact, Filled)),
            next((fact.programme for fact in facts if isinstance(fact, Programmed)), None),
            next((fact.alarm_on for fact in facts if isinstance(fact, ReadOut)), None),
        )

    @property
    def facts(self) -> tuple[Fact, ...]:
        """What has happened if it is true, all at the time of its fill."""
        at = self.fill.at
        told = [] if self.programme is None else [Programmed(at=at, programme=self.programme)]
        read = [] if self.alarm_on is None else [ReadOut(at=at, alarm_on=self.alarm_on)]
        return (self.fill, *told, *read)

    def keeping_bolus(self, view: Projection) -> Statement:
        """The same by a list that does not speak of boluses: the present bolus stays."""
        told = _told(view)
        if self.programme is None or told is None:
            return self
        return replace(self, programme=replace(self.programme, bolus=told.programme.bolus))

    def told_since(self, view: Projection, voided: Collection[Fact]) -> Statement:
        """The same without a programme told after its fill: until then ran the one before."""
        told, day = _told(view), self.fill.at.day
        if told is None or told in voided or told.at.day <= day or told.programme != self.programme:
            return self
        ran = any(
            isinstance(fact, Programmed) and (fact.at.day <= day or fact in voided)
            for fact in view.facts
        )
        return replace(self, programme=None) if ran else self


class Said(Enum):
    """What a list speaks of."""

    DAY = auto()
    MIXTURE = auto()
    INJECTED = auto()
    RESIDUAL = auto()
    VOLUME_TOLD = auto()
    PROGRAMME = auto()
    ALARM_DATE = auto()


class Difference(NamedTuple):
    """One thing that a list says otherwise, and the fact behind our belief."""

    what: Said
    said: object
    believed: object
    fact: Fact | None


class Reading(Enum):
    """What a statement is to a ledger."""

    SAME = auto()
    """It says what is projected."""
    REFILL = auto()
    """Its fill comes after the last one, no sooner than the window opened."""
    UNCLEAR = auto()
    """Its fill comes sooner after the last one: that one corrected, or a second one."""
    CORRECTION = auto()
    """It says something else of the last fill, of the programme, or of the alarm date."""
    EARLIER = auto()
    """Its fill comes before the last one."""


def differences(view: Projection, statement: Statement) -> tuple[Difference, ...]:
    """What a list says otherwise than is projected for its day; nothing where they agree."""
    return tuple(_differing(view, statement))


def _differing(view: Projection, statement: Statement) -> Iterator[Difference]:
    said, last = statement.fill, view.fill
    told, read = _told(view), view.read_out
    pairs: list[tuple[Said, object, object, Fact | None]] = [
        (Said.DAY, said.at.day, last and last.at.day, last),
        (Said.MIXTURE, said.mixture, view.mixture, last),
        (Said.INJECTED, said.injected, last and last.injected, last),
    ]
    if said.residual is not None:
        pairs.append((Said.RESIDUAL, said.residual, last and last.residual, last))
    if said.programmed is not None:
        pairs.append((Said.VOLUME_TOLD, said.programmed, last and last.programmed, last))
    if statement.programme is not None:
        pairs.append((Said.PROGRAMME, statement.programme, told and told.programme, told))
    if statement.alarm_on is not None and (view.window is not None or last is None):
        pairs.append((Said.ALARM_DATE, statement.alarm_on, read and read.alarm_on, read))
    for what, ours, theirs, fact in pairs:
        if ours != theirs:
            yield Difference(what, ours, theirs, fact)


def _told(view: Projection) -> Programmed | None:
    """The last programme told by the day of a view; one planned does not count."""
    told = (f for f in reversed(view.facts) if isinstance(f, Programmed))
    return next((fact for fact in told if fact.at.day <= view.as_of), None)


def reading_of(view: Projection, statement: Statement, rules: WindowRules) -> Reading:
    """What a statement is to the ledger that is projected in a view."""
    if view.fill is None:
        return Reading.REFILL
    if not differences(view, statement):
        return Reading.SAME
    said, last = statement.fill.at.day, view.fill.at.day
    if said < last:
        return Reading.EARLIER
    if said == last:
        return Reading.CORRECTION
    opens_on = view.window.opens_on if view.window else months_after(last, rules.min_months)
    emptied = [f.at.day for f in view.facts if isinstance(f, Emptied) and f.at.day >= last]
    opened = said >= opens_on or any(day <= said for day in emptied)
    return Reading.REFILL if opened else Reading.UNCLEAR


def contradicting(
    view: Projection, statement: Statement, imported: Collection[int]
) -> tuple[Fact, ...]:
    """The facts to be voided, so that a statement holds: of those imported, never of others.

    They are the last fill if it is another one, every later one, what was told and printed with
    such a fill, and every later programme or alarm date of which the list says something else.
    """
    day, ours = statement.fill.at.day, statement.fill
    wrong = {difference.what for difference in differences(view, statement)}
    fill_differs = not wrong <= {Said.PROGRAMME, Said.ALARM_DATE}
    fills = [
        fact
        for fact in view.facts
        if isinstance(fact, Filled)
        if fact.seq in imported and (fact.at.day > day or (fact == view.fill and fill_differs))
    ]
    with_fills = {fact.at for fact in fills} - {ours.at}

    def is_wrong(fact: Fact) -> bool:
        if fact.seq not in imported or fact.at.day > view.as_of:
            return False
        if isinstance(fact, Programmed) and statement.programme is not None:
            later = fact.at.day >= day and Said.PROGRAMME in wrong
            return fact.at in with_fills or (later and fact.programme != statement.programme)
        if isinstance(fact, ReadOut) and statement.alarm_on is not None:
            later = fact.at.day >= day and Said.ALARM_DATE in wrong
            return fact.at in with_fills or (later and fact.alarm_on != statement.alarm_on)
        return False

    return (*fills, *filter(is_wrong, view.facts))


def stated(ledger: Ledger, statement: Statement, voided: Collection[Fact] = ()) -> Ledger:
    """A ledger without what is voided, with what a statement says and it does not have."""
    kept = Ledger(tuple(fact for fact in ledger.facts if fact not in voided))
    there = {replace(fact, seq=0) for fact in kept.facts}
    for fact in statement.facts:
        if fact not in there:
            kept = kept.with_fact(fact)
    return kept
