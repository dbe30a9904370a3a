"""What is asked of a dose: a value, a change in per cent, an allowance, steps of the day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor

from pumpsched.domain.errors import NotFound, Unsafe
from pumpsched.domain.programme import FlexStep, PatientBolus, Programme
from pumpsched.domain.quantities import Dose


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of a programme; the rest is kept from the present one.

    Attributes:
        dose: A dose, if one was named.
        percent: A change in per cent, upward or downward, if that was named.
        bolus: A new allowance; None keeps the present one unless ``no_bolus``.
        no_bolus: Whether the allowance is taken away.
        flex: Steps of the day, if given.
    """

    dose: Dose | None = None
    percent: Fraction | None = None
    bolus: PatientBolus | None = None
    no_bolus: bool = False
    flex: tuple[FlexStep, ...] = ()

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
                next_step=f'pumpsched dose {code} "120 mcg/day"',
            )
        if self.percent is None:
            return replace(present, bolus=bolus)
        steps = tuple(_changed(step, self.percent) for step in present.steps)
        if not any(step.ng_per_day for step in steps):
            raise Unsafe(
                f"A change of {self.percent} % leaves nothing of {present.dose_text}.",
                code="dose-zero",
                why="A dose is 1 ng/day at least.",
                next_step=f"pumpsched stop {code}",
            )
        return Programme(steps, bolus)


def _changed(step: FlexStep, percent: Fraction) -> FlexStep:
    """The step after a change in per cent: up rounds up, down rounds down, to 1 ng/day."""
    exact = step.ng_per_day * (1 + percent / 100)
    return replace(step, ng_per_day=ceil(exact) if percent > 0 else floor(exact))
