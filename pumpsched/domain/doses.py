"""What a day brings of each drug in a reservoir: the figures to compare with the programmer."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import NamedTuple

from pumpsched.domain.gates import doses_of
from pumpsched.domain.ledger import Ledger, When
from pumpsched.domain.programming import Programming, programming
from pumpsched.domain.pump import Pump
from pumpsched.domain.quantities import Concentration, mass_text, rounded_text

_NG_PER_MG = 1_000_000


class DrugDose(NamedTuple):
    """One drug of a mixture, and what a day brings of it [ng].

    Attributes:
        drug: Its code.
        concentration: How strong it is.
        least: Basal dose; None while no flow is told.
        most: The same with the smallest concentration in question, if there are several.
        whole: That with every patient bolus.
    """

    drug: str
    concentration: Concentration
    least: Fraction | None = None
    most: Fraction | None = None
    whole: Fraction | None = None

    @property
    def a_day(self) -> str:
        """The dose in words: ``120 mcg/day, 160 mcg/day with all boluses``."""
        if self.least is None or self.most is None or self.whole is None:
            return "no dose recorded"
        least = f"{dose_text(self.least)} to " if self.least != self.most else ""
        with_boluses = f", {dose_text(self.whole)} with all boluses"
        return f"{least}{dose_text(self.most)}{with_boluses * (self.whole != self.most)}"


def doses_told(ledger: Ledger, at: When, pump: Pump) -> tuple[DrugDose, ...]:
    """Each drug's dose at a time, as known on that day, the programmed drug first."""
    told = programming(ledger.until(at.day).facts, as_of=at.day)
    return drug_doses(told, at.instant, pump)


def doses_after(ledger: Ledger, at: When, pump: Pump) -> tuple[DrugDose, ...]:
    """The same once all counts that was told at that time.

    What lowers a dose with the day alone counts from the next day.
    """
    counted = at if at.minute is not None else When(at.day + timedelta(days=1))
    return doses_told(ledger, counted, pump)


def drug_doses(told: Programming, instant: int, pump: Pump) -> tuple[DrugDose, ...]:
    """Each drug's dose at an instant, the programmed drug first; of saline there is none."""
    held = told.held(instant)
    if held is None:
        return ()
    change, strengths = told.running(instant), told.strengths(instant)
    programme = change.programme if change else None
    weakest, strongest = min(strengths, default=None), max(strengths, default=None)
    least, most, whole = (
        doses_of(held.mixture, programme, pump, boluses=boluses, told_for=told_for)
        for told_for, boluses in ((strongest, False), (weakest, False), (weakest, True))
    )
    return tuple(
        DrugDose(drug, part.concentration, *(doses.get(drug) for doses in (least, most, whole)))
        for drug, part in zip(held.mixture.drugs, held.mixture.components, strict=True)
    )


def dose_text(ng_per_day: Fraction) -> str:
    """A dose as text, to four decimals of its unit where it is no whole number of nanograms."""
    if ng_per_day.denominator == 1:
        return f"{mass_text(int(ng_per_day))}/day"
    in_mg = ng_per_day >= _NG_PER_MG
    value = ng_per_day / (_NG_PER_MG if in_mg else 1000)
    return f"{rounded_text(value, 4)} {'mg' if in_mg else 'mcg'}/day"
