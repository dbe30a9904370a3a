"""What is asked of a programme: a dose, a change in per cent, an allowance or steps of the day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor

from pumpsched.domain.errors import NotFound, Unsafe
from pumpsched.domain.ledger import Ledger, Programmed
from pumpsched.domain.programming import programme_at
from pumpsched.domain.quantities import Dose, Flow
from pumpsched.domain.standing import Standing
from pumpsched.domain.therapy import FlexStep, PatientBolus, Programme


@dataclass(frozen=True, slots=True)
class DoseRequest:
    """What is asked of a programme; the rest is kept from the present one.

    Attributes:
        dose: A dose.
        percent: A change in per cent, upward or downward.
        bolus: A new allowance; None keeps the present one unless ``no_bolus`` takes it away.
        flex: Steps of the day.
    """

    dose: Dose | Flow | None = None
    percent: Fraction | None = None
    bolus: PatientBolus | None = None
    no_bolus: bool = False
    flex: tuple[FlexStep, ...] = ()

    @property
    def builds_on_present(self) -> bool:
        """Whether the dose itself follows from the present one."""
        return self.dose is None and not self.flex

    def repeats(self, standing: Standing) -> bool:
        """Whether a programme typed lately is the same change in per cent."""
        if self.percent is None:
            return False
        for told in (fact for fact in standing.lately if isinstance(fact, Programmed)):
            earlier = Ledger.in_order([f for f in standing.ledger.facts if f.seq < told.seq])
            before = programme_at(earlier, told.at)
            if before is not None and told.programme == self.programme(before, standing.code):
                return True
        return False

    def programme(self, present: Programme | None, code: str) -> Programme:
        """The whole programme meant, from the present one.

        Raises:
            NotFound: It builds on a present programme and there is none.
            Unsafe: The change leaves nothing.
        """
        kept = present.bolus if present else None
        bolus = None if self.no_bolus else (self.bolus or kept)
        if self.flex:
            return Programme(self.flex, bolus)
        if self.dose is not None:
            return Programme.even(self.dose, bolus)
        if present is None:
            raise NotFound(
                f"Patient {code} has no programme yet to change.",
                code="no-programme",
                next_step="the same command with a dose",
            )
        if self.percent is None:
            return replace(present, bolus=bolus)
        if present.flow is not None:
            # A change that leaves nothing is refused as one of a mass is.
            flow = _changed(present.flow.ul_per_day, self.percent)
            if flow:
                return Programme.even(Flow(flow), bolus)
        steps = tuple(
            FlexStep(step.minute, _changed(step.ng_per_day, self.percent)) for step in present.steps
        )
        if not any(step.ng_per_day for step in steps):
            raise Unsafe(
                f"A change of {self.percent} % leaves nothing of {present.dose_text}.",
                code="dose-zero",
                why="A dose is 1 ng/day at least.",
                next_step=f"pumpsched stop {code}",
            )
        return Programme(steps, bolus)


def _changed(rate: int, percent: Fraction) -> int:
    """A rate after a change in per cent: up rounds up, down rounds down, to a whole unit."""
    exact = rate * (1 + percent / 100)
    return ceil(exact) if percent > 0 else floor(exact)
