"""What a day brings of each drug in a reservoir: the figures to compare with the programmer."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import NamedTuple

from pumpsched.domain.calendars import When
from pumpsched.domain.ledger import Ledger
from pumpsched.domain.programming import Programming, programming
from pumpsched.domain.pump import Pump
from pumpsched.domain.quantities import Concentration, mass_text, rounded_text
from pumpsched.domain.therapy import Mixture, Programme

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
    change, strengths = told.in_force(instant)
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


def doses_of(
    mixture: Mixture,
    programme: Programme | None,
    pump: Pump,
    *,
    boluses: bool = False,
    told_for: int | None = None,
) -> dict[str, Fraction]:
    """Every drug's dose a day [ng/day] from a pump with that mixture; empty while none is set.

    ``told_for`` is the concentration [ng/mL] that the programme was told for, if another.
    """
    flow = day_flow(programme, told_for or mixture.ng_per_ml, pump, boluses=boluses)
    return {} if flow is None else mixture.doses_of(flow)


def day_flow(
    programme: Programme | None, ng_per_ml: int | None, pump: Pump, *, boluses: bool
) -> Fraction | None:
    """A day's flow [µL] of a pump with that concentration; None while none is set."""
    if pump.fixed_flow_ul_per_day is not None:
        return Fraction(pump.fixed_flow_ul_per_day)
    return None if programme is None else programme.day_flow(ng_per_ml, boluses=boluses)


def dose_text(ng_per_day: Fraction) -> str:
    """A dose as text, to four decimals of its unit where it is no whole number of nanograms."""
    if ng_per_day.denominator == 1:
        return f"{mass_text(int(ng_per_day))}/day"
    in_mg = ng_per_day >= _NG_PER_MG
    value = ng_per_day / (_NG_PER_MG if in_mg else 1000)
    return f"{rounded_text(value, 4)} {'mg' if in_mg else 'mcg'}/day"
