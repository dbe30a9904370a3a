"""How a patient stands before a new fact: what the checks of that fact are told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from pumpsched.domain.calendars import When
from pumpsched.domain.catalogue import Catalogue, Plausible
from pumpsched.domain.clinic import Patient
from pumpsched.domain.decisions import Decision
from pumpsched.domain.errors import Conflict, NotFound
from pumpsched.domain.ledger import NOT_YET, BolusGiven, Fact, Filled, Ledger, Programmed, in_time
from pumpsched.domain.programming import programme_at
from pumpsched.domain.pump import Pump, WindowRules
from pumpsched.domain.therapy import Mixture, Programme

TWICE_WITHIN: Mapping[type[Fact], timedelta] = {
    BolusGiven: timedelta(minutes=10),
    Programmed: timedelta(hours=1),
}
"""The same bolus, or the same change of the dose in per cent, entered again within so short a time
is taken for a slip until confirmed."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a patient stands before a fact.

    Attributes:
        patient: Whose fact it is.
        today: The practice's day.
        archived_on: Day the patient left the list, if so.
        pump: The pump the fact belongs to; None if none was in place.
        ledger: The standing facts of that pump.
        mixture_before: What the patient's last fill until then put in, in whichever pump.
        programme_before: The last programme of the pump before, if it delivered the same drug.
        lately: Standing facts typed within :data:`TWICE_WITHIN` of their kind.
        told_again: Whether a programme of the act is the change in per cent that was typed lately.
        voided: The fact that a void names.
        voided_by: Number of the void that names it already, if so.
        before_exchange: Whether the fact is of the day of an exchange, and the pump the old one.
        told: Whether the same act tells the pump a programme.
        refilled: Whether the same act fills the pump.
        second_check: Whether a second person checks fills and programmes.
        decisions: What named persons decided of that pump.
        plausible: What is plausible of each drug of the catalogue.
        rules: The patient's refill rules.
        catalogue: What is known of pumps and drugs.
    """

    patient: Patient
    today: date
    archived_on: date | None = None
    pump: Pump | None = None
    ledger: Ledger = field(default_factory=Ledger)
    mixture_before: Mixture | None = None
    programme_before: Programme | None = None
    lately: tuple[Fact, ...] = ()
    told_again: bool = False
    voided: Fact | None = None
    voided_by: int | None = None
    before_exchange: bool = False
    told: bool = False
    refilled: bool = False
    second_check: bool = False
    decisions: tuple[Decision, ...] = ()
    plausible: Mapping[str, Plausible] = field(default_factory=dict)
    rules: WindowRules = field(default_factory=WindowRules)
    catalogue: Catalogue = field(default_factory=lambda: Catalogue({}, {}))

    @property
    def code(self) -> str:
        """The patient's code."""
        return self.patient.code

    def undo_of(self, fact: Fact) -> str:
        """The command that voids a fact recorded, with a check that it is this patient's."""
        return f"pumpsched undo {fact.seq} --patient {self.code} --reason …"

    @property
    def placed(self) -> Pump:
        """The pump of a fact that was found to have one."""
        assert self.pump is not None, "a fact without a pump is refused first"
        return self.pump

    def after(self, fact: Fact) -> Standing:
        """How the patient stands once a fact of the same act is recorded."""
        return replace(self, ledger=self.ledger.with_fact(fact))

    def kept(self, fill: Filled) -> Programme | None:
        """The programme that a fill keeps; None where the same act tells another."""
        return None if self.told else self.present(fill.at)

    def replaced(self, fact: Programmed) -> Programme | None:
        """The programme that another replaces, in this pump or the one before, if of its drug."""
        old = self.present(fact.at)
        if old is None:
            return self.programme_before
        told = [f.at.day for f in self.ledger.facts if type(f) is Programmed and f.programme == old]
        met = max((day for day in told if day <= fact.at.day), default=fact.at.day)
        drugs = {self._drug_on(day) for day in (met, fact.at.day)} - {None}
        return old if len(drugs) < 2 else None

    def _drug_on(self, day: date) -> str | None:
        """The programmed drug in the reservoir at the end of a day."""
        mixture = self.ledger.until(day).mixture
        return next(iter(mixture.drugs), None) if mixture else None

    def present(self, at: When) -> Programme | None:
        """The programme in force at a time."""
        return programme_at(self.ledger, at)

    def held(self, fact: Fact) -> Mixture | None:
        """What is in the reservoir when a fact of it begins."""
        return Ledger(self.until(fact)).mixture

    def until(self, fact: Fact) -> tuple[Fact, ...]:
        """The facts before one that is not recorded yet, in order of time."""
        asked = in_time(replace(fact, seq=NOT_YET))
        return tuple([each for each in self.ledger.facts if in_time(each) < asked])


def left_the_list(
    patient: Patient, archived_on: date | None, day: date, *, next_step: str = ""
) -> Conflict | None:
    """What speaks against something on a day for which the patient has left the list."""
    if archived_on is None or day <= archived_on:
        return None
    return Conflict(
        f"{patient.identified} left the list on {archived_on}.",
        code="archived",
        why="Is it the right patient? One who came back is listed again by undoing that.",
        next_step=next_step or f"pumpsched show {patient.code}",
    )


def no_pump(code: str, day: date, *, why: str = "") -> NotFound:
    """The refusal for a patient without a pump in place on a day."""
    return NotFound(
        f"Patient {code} has no pump in place on {day}.",
        code="no-pump",
        why=why,
        next_step=f"pumpsched pump implant {code} --model … --serial … --on …",
        patient=code,
    )
