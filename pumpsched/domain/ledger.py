"""The ledger of a pump: dated, immutable facts. Everything else is projected from them.

Facts apply in order of time; those with the day alone come first on their day, ties in the order
recorded (``seq``). A correction is a :class:`Voided` that names another fact, never an edit.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pumpsched.domain.calendars import DAY_MINUTES, When
from pumpsched.domain.quantities import Mass, Volume
from pumpsched.domain.therapy import Mixture, Programme

NOT_YET = 2**62
"""The number of a fact not yet recorded: it comes after all others of its time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something that happened. ``seq`` is the order recorded."""

    at: When
    seq: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrugSupply:
    """What a fill was taken from, as its labels say, and what of it was thrown away.

    Attributes:
        lot: Lot number of the drug.
        expires_on: Last day on which the maker's drug may be used.
        bud_on: Last day on which the pharmacy's preparation may be used (beyond-use date).
        kit: Lot number of the refill kit.
        waste: Volume thrown away.
        witness: Who saw it thrown away.
    """

    lot: str = ""
    expires_on: date | None = None
    bud_on: date | None = None
    kit: str = ""
    waste: Volume | None = None
    witness: str = ""

    @classmethod
    def noted(cls, **said: Any) -> DrugSupply | None:
        """What was noted; None where that is nothing."""
        return cls(**said) if any(said.values()) else None

    def __str__(self) -> str:
        said = (
            (self.lot, f"lot {self.lot}"),
            (self.expires_on, f"expires {self.expires_on}"),
            (self.bud_on, f"beyond use after {self.bud_on}"),
            (self.kit, f"kit {self.kit}"),
            (self.waste, f"{self.waste} thrown away"),
            (self.witness, f"seen by {self.witness}"),
        )
        return ", ".join(words for value, words in said if value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled(Fact):
    """A refill.

    Attributes:
        injected: Volume put in, after the residual was taken out.
        mixture: What was put in; None keeps the mixture of the fill before.
        residual: Volume aspirated before the fill, where measured.
        programmed: Volume the programmer was told, where recorded.
        boluses_used: Patient activations since the fill before, where read from the log.
        supply: What it was taken from, where that was noted.
        check_volume: Volume that came back when the reservoir was aspirated after it, and was
            returned.
    """

    injected: Volume
    mixture: Mixture | None = None
    residual: Volume | None = None
    programmed: Volume | None = None
    boluses_used: int | None = None
    supply: DrugSupply | None = None
    check_volume: Volume | None = None

    @property
    def start_ul(self) -> int:
        """Volume to count from [µL]: injected, or programmed where that is less."""
        injected = self.injected.ul
        return injected if self.programmed is None else min(injected, self.programmed.ul)


@dataclass(frozen=True, slots=True, kw_only=True)
class Programmed(Fact):
    """The pump was given a programme."""

    programme: Programme


@dataclass(frozen=True, slots=True, kw_only=True)
class BolusGiven(Fact):
    """A one-off bolus through the pump: a mass of the programmed drug, or a volume."""

    amount: Mass | Volume


@dataclass(frozen=True, slots=True, kw_only=True)
class Aspirated(Fact):
    """Volume taken out of the reservoir between fills: a sample, an overfill."""

    amount: Volume


@dataclass(frozen=True, slots=True, kw_only=True)
class Emptied(Fact):
    """The reservoir was emptied and left so until the next fill; ``residual`` where measured."""

    residual: Volume | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOut(Fact):
    """What the programmer printed; at least one of the two.

    Attributes:
        alarm_on: Day on which the pump will alarm, as the programmer has it.
        reservoir: Volume that the programmer takes to be left.
    """

    alarm_on: date | None = None
    reservoir: Volume | None = None


class Stopped(Fact):
    """The pump was stopped; its programme is kept."""

    __slots__ = ()


class Started(Fact):
    """The pump was started again, on the programme it had or was given meanwhile."""

    __slots__ = ()


class Attempted(Fact):
    """A refill that failed; the reservoir is counted as it was. ``note`` says why."""

    __slots__ = ()


class Archived(Fact):
    """The patient left the list; ``note`` says why. Dated by its day alone."""

    __slots__ = ()


MENDED = "mended by an import"
"""The reason of the void of a fact that an import put another one in place of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voided(Fact):
    """An earlier fact was wrong; ``at`` repeats that fact's time, ``note`` gives the reason."""

    voids: int


OF_A_PUMP = frozenset(
    {
        *(Filled, Programmed, BolusGiven, Aspirated, Emptied, ReadOut),
        *(Stopped, Started, Attempted),
    }
)
"""The kinds of facts that belong to a pump and say something new of it."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """The facts of one pump that stand, in order of time; build it with :meth:`of`."""

    facts: tuple[Fact, ...] = ()

    @classmethod
    def of(cls, facts: Iterable[Fact]) -> Ledger:
        """The ledger of these facts in any order, less those voided and the voids."""
        return cls.in_order(sorted(facts, key=in_time))

    @classmethod
    def in_order(cls, facts: Sequence[Fact]) -> Ledger:
        """The same of facts that are in order of time already."""
        voided = {fact.voids for fact in facts if type(fact) is Voided}
        if voided:
            facts = [f for f in facts if type(f) is not Voided and f.seq not in voided]
        return cls(tuple(facts))

    def with_fact(self, fact: Fact) -> Ledger:
        """A new ledger with one more fact, recorded after all others."""
        last = max((f.seq for f in self.facts), default=0)
        numbered = fact if fact.seq > last else replace(fact, seq=last + 1)
        return Ledger.of((*self.facts, numbered))

    def before(self, fact: Fact) -> Ledger:
        """The facts before ``fact`` in order of time, and every programme, also a later one.

        A later programme matters where it is the first: its flow is assumed back to the fill.
        """
        first_later = bisect_left(self.facts, in_time(fact), key=in_time)
        later = (f for f in self.facts[first_later:] if type(f) is Programmed)
        return Ledger((*self.facts[:first_later], *later))

    def until(self, day: date) -> Ledger:
        """The facts dated on or before ``day``, and every programme, also a later one."""
        if not self.facts or self.facts[-1].at.day <= day:
            return self
        return Ledger(tuple(f for f in self.facts if f.at.day <= day or type(f) is Programmed))

    def fills(self) -> list[Filled]:
        """All fills, earliest first."""
        return [fact for fact in self.facts if type(fact) is Filled]

    @property
    def mixture(self) -> Mixture | None:
        """What the last fill put in, or the one it kept; None before any fill."""
        return next((fill.mixture for fill in reversed(self.fills()) if fill.mixture), None)


def in_time(fact: Fact) -> tuple[date, int, int]:
    """Sort key of facts: their day, those with the day alone first, ties as recorded."""
    at = fact.at
    return at.day, -1 if at.minute is None else at.minute, fact.seq


def in_time_read(fact: Fact) -> tuple[date, int, int]:
    """The same, with a read-out that has its day alone as the last fact of its day."""
    if type(fact) is ReadOut and fact.at.minute is None:
        return fact.at.day, DAY_MINUTES, fact.seq
    return in_time(fact)
