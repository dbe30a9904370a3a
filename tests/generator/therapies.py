"""Mixtures, pump models and programmes the demo clinic uses, with believable doses.

Masses are ng, concentrations ng/mL, volumes µL. The stability days repeat the contract's
catalogue; they are data of the generator on purpose, so that it needs no other layer.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from tests.generator.arithmetic import Draw
from tests.generator.wording import flex_text, mass_text, mixture_text

MCG = 1_000
MG = 1_000_000
FIRST_ZICONOTIDE_DAYS = 14

_STABLE_DAYS = {
    "baclofen": 180,
    "clonidine": 90,
    "morphine": 90,
    "hydromorphone": 120,
    "bupivacaine": 90,
}
_UNDILUTED = frozenset({(("ziconotide", 25 * MCG),), (("ziconotide", 100 * MCG),)})


@dataclass(frozen=True)
class Therapy:
    """A mixture and the daily doses it is used for.

    Attributes:
        parts: drugs with their concentrations [ng/mL]; the first is the programmed one.
        low_ng: least daily dose of the programmed drug [ng/day].
        high_ng: largest daily dose [ng/day].
        step_ng: grid on which doses are prescribed [ng/day].
        weaker: key of the mixture that usually came before this one, or empty.
    """

    parts: tuple[tuple[str, int], ...]
    low_ng: int
    high_ng: int
    step_ng: int
    weaker: str = ""

    @cached_property
    def text(self) -> str:
        """The mixture in canonical text."""
        return mixture_text(self.parts)

    @cached_property
    def strength(self) -> int:
        """Concentration of the programmed drug [ng/mL]."""
        return self.parts[0][1]

    @cached_property
    def has_ziconotide(self) -> bool:
        """Whether the two-week limit of a first fill applies."""
        return any(drug == "ziconotide" for drug, _ in self.parts)

    @cached_property
    def stable_days(self) -> int | None:
        """Days in the reservoir once every drug has been in the pump before."""
        days = [_STABLE_DAYS[drug] for drug, _ in self.parts if drug in _STABLE_DAYS]
        if self.has_ziconotide:
            days.append(84 if self.parts in _UNDILUTED else 40)
        return min(days, default=None)

    def on_grid(self, dose_ng: int) -> int:
        """Round a dose [ng/day] down to the prescribing grid."""
        return dose_ng // self.step_ng * self.step_ng


_BUPIVACAINE = ("bupivacaine", 20 * MG)
THERAPIES = {
    "b500": Therapy((("baclofen", 500 * MCG),), 100 * MCG, 240 * MCG, 5 * MCG),
    "b1000": Therapy((("baclofen", 1 * MG),), 180 * MCG, 450 * MCG, 10 * MCG, "b500"),
    "b2000": Therapy((("baclofen", 2 * MG),), 350 * MCG, 900 * MCG, 10 * MCG, "b1000"),
    "m10": Therapy((("morphine", 10 * MG),), 2 * MG, 4500 * MCG, 100 * MCG),
    "m20": Therapy((("morphine", 20 * MG),), 4 * MG, 9 * MG, 100 * MCG, "m10"),
    "m+bu": Therapy((("morphine", 20 * MG), ("bupivacaine", 10 * MG)), 4 * MG, 9 * MG, 100 * MCG),
    "m+cl": Therapy(
        (("morphine", 15 * MG), ("clonidine", 300 * MCG)), 3 * MG, 6500 * MCG, 100 * MCG
    ),
    "m+z": Therapy((("morphine", 10 * MG), ("ziconotide", 5 * MCG)), 2 * MG, 4500 * MCG, 100 * MCG),
    "h10": Therapy((("hydromorphone", 10 * MG),), 2 * MG, 4500 * MCG, 50 * MCG),
    "h+bu": Therapy(
        (("hydromorphone", 5 * MG), ("bupivacaine", 15 * MG)), 1 * MG, 2200 * MCG, 50 * MCG
    ),
    "f2": Therapy((("fentanyl", 2 * MG),), 400 * MCG, 900 * MCG, 10 * MCG),
    "f+bu+cl": Therapy(
        (("fentanyl", 1 * MG), _BUPIVACAINE, ("clonidine", 150 * MCG)),
        200 * MCG,
        450 * MCG,
        5 * MCG,
    ),
    "su+bu": Therapy((("sufentanil", 100 * MCG), _BUPIVACAINE), 20 * MCG, 45 * MCG, 500),
    "cl+bu": Therapy(
        (("clonidine", 500 * MCG), ("bupivacaine", 10 * MG)), 100 * MCG, 220 * MCG, 5 * MCG
    ),
    "bu": Therapy((_BUPIVACAINE,), 4 * MG, 9 * MG, 100 * MCG),
    "z25": Therapy((("ziconotide", 25 * MCG),), 4800, 9600, 100),
    "z100": Therapy((("ziconotide", 100 * MCG),), 9600, 19_200, 100),
}


@dataclass(frozen=True, slots=True)
class PumpType:
    """A pump model as the demo fills it.

    Attributes:
        capacity_ul: reservoir [µL].
        alarm_ul: the model's own alarm volume [µL].
        fills_ul: usual injected volumes [µL], none above the capacity.
        flows_ul: factory flows of a constant-flow pump [µL/day]; empty if programmable.
    """

    capacity_ul: int
    alarm_ul: int
    fills_ul: tuple[int, ...]
    flows_ul: tuple[int, ...] = ()


_SMALL = (18_000, 18_500, 19_000, 20_000)
_LARGE = (35_000, 36_000, 38_000, 40_000)
PUMP_TYPES = {
    "SM2-20": PumpType(20_000, 2_000, _SMALL),
    "SM2-40": PumpType(40_000, 2_000, _LARGE),
    "SM3-20": PumpType(20_000, 2_000, _SMALL),
    "SM3-40": PumpType(40_000, 2_000, _LARGE),
    "PROMETRA2-20": PumpType(20_000, 3_000, _SMALL),
    "PROMETRA2-40": PumpType(40_000, 3_000, _LARGE),
    "CODMAN3000-16": PumpType(16_000, 2_000, (15_000, 16_000), (300, 350)),
    "CODMAN3000-30": PumpType(30_000, 2_000, (28_000, 30_000), (400, 500)),
    "CODMAN3000-50": PumpType(50_000, 2_000, (47_000, 50_000), (500, 650)),
}


@dataclass(frozen=True, slots=True)
class Bolus:
    """What a patient may add: ``mass_ng`` [ng] up to ``per_day`` times, ``lockout_h`` [h] apart."""

    mass_ng: int
    per_day: int
    lockout_h: int

    @property
    def text(self) -> str:
        """The allowance in canonical text."""
        return f"{mass_text(self.mass_ng)} x {self.per_day}/day lockout {self.lockout_h}h"


@dataclass(frozen=True, slots=True)
class Programme:
    """A whole programme: an even dose [ng/day] or flex steps [ng/h], and the patient's bolus."""

    basal_ng: int
    flex: tuple[tuple[int, int], ...] = ()
    bolus: Bolus | None = None

    @property
    def dose_text(self) -> str:
        """The dose of a whole day without boluses."""
        return f"{mass_text(self.basal_ng)}/day"

    def columns(self) -> dict[str, str]:
        """The programme's columns in the ledger file."""
        return {
            "dose": "" if self.flex else self.dose_text,
            "bolus": self.bolus.text if self.bolus else "",
            "flex": flex_text(self.flex),
        }

    def draw(self, strength: int) -> Draw:
        """What it takes from a reservoir of ``strength`` [ng/mL], every allotted bolus used."""
        extra = self.bolus.mass_ng * self.bolus.per_day if self.bolus else 0
        return Draw(1_000 * (self.basal_ng + extra), strength)


def flex_programme(dose_ng: int, step_ng: int, bolus: Bolus | None) -> Programme:
    """Shape a day that runs fuller from 07:00 to 19:00 and delivers about ``dose_ng`` [ng/day].

    Args:
        dose_ng: the even dose it replaces [ng/day].
        step_ng: grid of the even dose [ng/day]; hourly rates use a tenth of it.
        bolus: the patient's allowance, kept.
    """
    grid = max(100, step_ng // 10)
    even = dose_ng // (24 * grid) * grid
    swing = max(grid, even // (8 * grid) * grid)
    steps = ((0, even - swing), (7 * 60, even + swing), (19 * 60, even))
    return Programme(7 * (even - swing) + 12 * (even + swing) + 5 * even, steps, bolus)
