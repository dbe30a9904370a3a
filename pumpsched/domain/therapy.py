"""Therapy: the programme a pump is told to deliver, and the mixture in its reservoir.

The first drug of a mixture is the programmed one. A pump delivers one flow, so the other drugs
follow the programmed drug's flow. A programme is told as a mass of that drug, in whole ng/day, or
as the flow itself. The work of a day is counted in *dose minutes*, ng/day x minutes, so that an
hour at 5 mcg/h stays an integer: 1440 dose minutes a day are 1 ng/day.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from pumpsched.domain.calendars import DAY_MINUTES, clock_text
from pumpsched.domain.errors import Unreadable
from pumpsched.domain.quantities import (
    NUMBER,
    Concentration,
    Dose,
    Flow,
    Mass,
    decimal_text,
    mass_text,
    number_problem,
    parse_rate,
)

_BOLUS = (
    rf"(?P<mass>.+?) ?x ?(?P<count>[0-9]{{1,3}}) ?/ ?(?:day|d)"
    rf"(?: lockout (?P<lockout>{NUMBER}) ?(?P<unit>hours|hour|hr|h|minutes|min|m))?"
)
_STEP = r"([01][0-9]|2[0-3]):([0-5][0-9]) (.+)"


@dataclass(frozen=True, slots=True)
class PatientBolus:
    """What the patient may add: a mass per activation, at most so often a day.

    Attributes:
        mass: Programmed drug per activation [ng].
        per_day: Largest number of activations a day.
        lockout_minutes: Shortest time between two, if set; informative, it bounds nothing here.
    """

    mass: Mass
    per_day: int
    lockout_minutes: int | None = None

    def __str__(self) -> str:
        lockout = self.lockout_minutes
        if lockout is None:
            return f"{self.mass} x {self.per_day}/day"
        shown = f"{lockout}min" if lockout % 60 else f"{lockout // 60}h"
        return f"{self.mass} x {self.per_day}/day lockout {shown}"

    @property
    def ng_per_day(self) -> int:
        """The whole allotment [ng/day]."""
        return self.mass.ng * self.per_day

    @classmethod
    def parse(cls, text: str, noun: str = "bolus") -> PatientBolus:
        """An allowance from ``0.25 mg x 4/day lockout 2h``.

        Raises:
            Unreadable: The text does not follow that pattern.
        """
        match = re.fullmatch(_BOLUS, text, re.IGNORECASE)
        if match is None:
            problem = number_problem(text, "needs a mass per activation and a number a day")
            raise Unreadable(noun, text, problem, "0.25 mg x 4/day lockout 2h")
        count = int(match["count"])
        if not count:
            raise Unreadable(noun, text, "allows none a day; write none", "none")
        return cls(Mass.parse(match["mass"], noun), count, _lockout(match, noun, text))


@dataclass(frozen=True, slots=True)
class FlexStep:
    """The rate [ng/day] from a minute of the day until the next step."""

    minute: int
    ng_per_day: int

    def __str__(self) -> str:
        hourly, uneven = divmod(self.ng_per_day, 24)
        rate = f"{mass_text(self.ng_per_day)}/day" if uneven else f"{mass_text(hourly)}/h"
        return f"{clock_text(self.minute)} {rate}"


@dataclass(frozen=True, slots=True)
class Programme:
    """One whole programme: rates over the day, and what the patient may add.

    Attributes:
        steps: Rates of the day, the first from 00:00; one step for an even dose, none for a flow.
        bolus: The patient's allowance, if any.
        flow: What the pump moves whatever it holds, where the programme is given so.
        basal_minutes: Basal delivery of a whole day [dose minutes].
        whole_day_minutes: The same and every allotted patient bolus of a day.
    """

    steps: tuple[FlexStep, ...]
    bolus: PatientBolus | None = None
    flow: Flow | None = None
    basal_minutes: int = field(init=False, repr=False, compare=False)
    whole_day_minutes: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        minutes = [step.minute for step in self.steps]
        if (self.flow is None) is not bool(minutes):
            raise ValueError("a programme has steps or a flow")
        if minutes and (minutes[0] != 0 or any(a >= b for a, b in pairwise(minutes))):
            raise ValueError(f"steps start at 00:00 and ascend: {minutes}")
        basal = self.basal_until(DAY_MINUTES)
        if basal <= 0 and self.flow is None:
            raise ValueError("a programme delivers something")
        allotted = self.bolus.ng_per_day if self.bolus else 0
        # Told once: few programmes are looked at very often.
        object.__setattr__(self, "basal_minutes", basal)
        object.__setattr__(self, "whole_day_minutes", basal + allotted * DAY_MINUTES)

    @classmethod
    def even(cls, dose: Dose | Flow, bolus: PatientBolus | None = None) -> Programme:
        """The programme that spreads a dose, or a flow, evenly over the day."""
        if isinstance(dose, Flow):
            return cls((), bolus, dose)
        return cls((FlexStep(0, dose.ng_per_day),), bolus)

    def __str__(self) -> str:
        """What is typed for it: the steps of a flex programme, or the dose of an even one."""
        return self.flex_text or self.dose_text

    @property
    def is_even(self) -> bool:
        """Whether one rate holds all day."""
        return len(self.steps) <= 1

    @property
    def basal_ng_per_day(self) -> Fraction:
        """The day's basal dose as told [ng/day], the flex steps averaged; 0 of a flow."""
        return Fraction(self.basal_minutes, DAY_MINUTES)

    def day_flow(self, ng_per_ml: int | None, *, boluses: bool = False) -> Fraction | None:
        """A day's flow [µL/day] with a concentration, with or without every patient bolus.

        Returns:
            None for a mass without a concentration; there boluses beside a flow count nothing.
        """
        minutes = self.whole_day_minutes if boluses else self.basal_minutes
        told = Fraction(self.flow.ul_per_day) if self.flow else Fraction(0)
        if ng_per_ml is None:
            return told or None
        return told + Fraction(1000 * minutes, DAY_MINUTES * ng_per_ml)

    def basal_until(self, minute: int) -> int:
        """Basal delivery from 00:00 to a minute of the day, 0 to 1440 [dose minutes]."""
        ends = [step.minute for step in self.steps[1:]] + [DAY_MINUTES]
        return sum(
            step.ng_per_day * (min(end, minute) - step.minute)
            for step, end in zip(self.steps, ends, strict=False)
            if step.minute < minute
        )

    @property
    def flex_text(self) -> str | None:
        """The steps as canonical text, or None for an even dose."""
        return None if self.is_even else "; ".join(map(str, self.steps))

    @property
    def dose_text(self) -> str:
        """The day's basal dose or flow as text: ``120 mcg/day``; at most four decimals of a mcg."""
        if self.flow is not None:
            return str(self.flow)
        whole = self.basal_ng_per_day
        if whole.denominator == 1:
            return f"{mass_text(int(whole))}/day"
        return f"about {decimal_text(int(whole * 10), 4)} mcg/day"


def parse_flex(text: str, noun: str = "flex") -> tuple[FlexStep, ...]:
    """Flex steps from ``00:00 5 mcg/h; 08:00 10 mcg/h``; they cover the whole day.

    Raises:
        Unreadable: A step is unreadable, the first is not at 00:00, or times do not ascend.
    """
    example = "00:00 5 mcg/h; 08:00 10 mcg/h; 12:00 6 mcg/h"
    steps: list[FlexStep] = []
    for part in text.split(";"):
        match = re.fullmatch(_STEP, part.strip())
        if match is None:
            raise Unreadable(noun, text, "needs steps of a time and a rate", example)
        minute = int(match[1]) * 60 + int(match[2])
        if not steps and minute:
            raise Unreadable(noun, text, "must begin at 00:00: steps cover the whole day", example)
        if steps and minute <= steps[-1].minute:
            raise Unreadable(noun, text, "has steps out of order", example)
        steps.append(FlexStep(minute, parse_rate(match[3], noun)))
    if not any(step.ng_per_day for step in steps):
        raise Unreadable(noun, text, "delivers nothing; to stop a pump use `stop`", example)
    return tuple(steps)


def _lockout(match: re.Match[str], noun: str, text: str) -> int | None:
    if match["lockout"] is None:
        return None
    factor = 60 if match["unit"].lower().startswith("h") else 1
    whole, _, fraction = match["lockout"].partition(".")
    minutes, finer = divmod(int(whole + fraction) * factor, int(10 ** len(fraction)))
    if finer or not minutes:
        raise Unreadable(
            noun, text, "needs a lockout in whole minutes", "0.25 mg x 4/day lockout 2h"
        )
    return minutes


_PART = r"([^0-9]+?) +([0-9].*)"
"""A drug's name, then its concentration."""
SALINE_TEXT = "saline"
"""The mixture without a drug."""


class Component(NamedTuple):
    """One drug of a mixture and its concentration."""

    drug: str
    concentration: Concentration

    def __str__(self) -> str:
        return f"{self.drug} {self.concentration}"


@dataclass(frozen=True, slots=True)
class Mixture:
    """Drugs in one solution, each once, the first is programmed; without any it is saline."""

    components: tuple[Component, ...]
    drugs: tuple[str, ...] = field(init=False, repr=False, compare=False)
    """Drug codes, the programmed drug first."""
    _text: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        names = tuple(component.drug for component in self.components)
        if len(set(names)) != len(names):
            raise ValueError(f"a mixture names each drug once: {list(names)}")
        # Told once: few mixtures are in very many pumps.
        object.__setattr__(self, "drugs", names)
        object.__setattr__(self, "_text", " + ".join(map(str, self.components)) or SALINE_TEXT)

    def __str__(self) -> str:
        return self._text

    @property
    def programmed(self) -> Component | None:
        """The drug that the programmed dose counts; none in saline."""
        return self.components[0] if self.components else None

    @property
    def ng_per_ml(self) -> int | None:
        """Concentration of the programmed drug [ng/mL]; None of saline."""
        return self.components[0].concentration.ng_per_ml if self.components else None

    def doses_of(self, flow_ul_per_day: int | Fraction) -> dict[str, Fraction]:
        """Every drug's dose [ng/day] that a flow delivers."""
        ml_per_day = Fraction(flow_ul_per_day) / 1000
        return {c.drug: ml_per_day * c.concentration.ng_per_ml for c in self.components}

    @classmethod
    def parse(cls, text: str, *, drug: Callable[[str], str], noun: str = "mixture") -> Mixture:
        """A mixture from ``morphine 20 mg/mL + bupivacaine 10 mg/mL``, or ``saline``.

        Args:
            text: Drugs with their concentrations, separated by ``+``; or saline alone.
            drug: Turns a name into the catalogue's code, or refuses it.
            noun: Name of the option or column for messages.

        Raises:
            Unreadable: A part is not a drug with a concentration, or a drug is named twice.
        """
        if text.strip().casefold() == SALINE_TEXT:
            return SALINE
        components: list[Component] = []
        for part in text.split("+"):
            match = re.fullmatch(_PART, part.strip())
            if match is None:
                problem = "needs each drug with its concentration"
                raise Unreadable(noun, text, problem, "morphine 20 mg/mL + bupivacaine 10 mg/mL")
            code = drug(match[1])
            if any(code == component.drug for component in components):
                raise Unreadable(noun, text, f"names {code} twice")
            components.append(Component(code, Concentration.parse(match[2], noun)))
        return cls(tuple(components))


SALINE = Mixture(())
"""Nothing but the solution: it has no dose, no stability limit and no withdrawal."""
