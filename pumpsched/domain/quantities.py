"""Exact quantities: volume [µL], mass [ng], dose [ng/day], flow [µL/day], concentration [ng/mL].

Each is an integer count of its canonical unit in a one-field value, so that adding a dose to a
volume does not type-check. Text follows one strict grammar: ASCII digits with at most one point
and digits on both sides of it, then a unit. What is finer than the canonical unit is refused,
never rounded; ``NaN``, ``1e3``, ``1,5``, a sign and full-width digits are refused too.

A quotient (the flow that a dose needs) is a :class:`fractions.Fraction` of µL/day; it is never
stored.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from pumpsched.domain.errors import Unreadable

NUMBER = r"[0-9]{1,9}(?:\.[0-9]{1,12})?"
_VOLUME = rf"({NUMBER}) ?(ml)?"
_MASS_UNITS = r"(ng|mcg|ug|\u00b5g|\u03bcg|mg)"
_MASS = rf"({NUMBER}) ?{_MASS_UNITS}"
_DOSE = rf"({NUMBER}) ?{_MASS_UNITS} ?/ ?(day|d|hour|hr|h)"
_FLOW = rf"({NUMBER}) ?ml ?/ ?(day|d|hour|hr|h)"
_CONCENTRATION = rf"({NUMBER}) ?{_MASS_UNITS} ?/ ?ml"
_DECIMALS = {"ng": 0, "mcg": 3, "ug": 3, "µg": 3, "μg": 3, "mg": 6}

MOST_NG_PER_ML = 1_000_000_000
"""No solution holds more than a gram per millilitre; a larger figure is a slip of the unit."""


@dataclass(frozen=True, slots=True)
class Volume:
    """Solution, in whole microlitres [µL]; never negative."""

    ul: int

    def __post_init__(self) -> None:
        if self.ul < 0:
            raise ValueError(f"negative volume: {self.ul} µL")

    def __str__(self) -> str:
        return f"{self.ml} mL"

    @property
    def ml(self) -> str:
        """Millilitres as exact text without trailing zeros: ``2.1``."""
        return decimal_text(self.ul, 3)

    @classmethod
    def parse(cls, text: str, noun: str = "volume") -> Volume:
        """A volume from ``20``, ``20mL`` or ``2.1 ml``; a bare number is millilitres.

        Raises:
            Unreadable: The text is no volume, or is finer than 1 µL.
        """
        match = re.fullmatch(_VOLUME, text, re.IGNORECASE | re.ASCII)
        if match is None:
            raise Unreadable(noun, text, number_problem(text, "is not a volume in mL"), "2.1 mL")
        return cls(scaled(match[1], 3, noun, text, "1 µL (three decimals of a mL)"))


@dataclass(frozen=True, slots=True)
class Mass:
    """Amount of a drug, in whole nanograms [ng]."""

    ng: int

    def __str__(self) -> str:
        return mass_text(self.ng)

    @classmethod
    def parse(cls, text: str, noun: str = "mass") -> Mass:
        """A mass from ``0.25 mg``, ``250mcg`` or ``250 µg``.

        Raises:
            Unreadable: The unit is missing, the number unreadable or finer than 1 ng, or zero.
        """
        match = re.fullmatch(_MASS, text, re.IGNORECASE)
        if match is None:
            raise Unreadable(
                noun, text, number_problem(text, "needs a mass and its unit"), "250 mcg"
            )
        ng = scaled(match[1], _DECIMALS[match[2].lower()], noun, text, "1 ng")
        return cls(_positive(ng, noun, text))


@dataclass(frozen=True, slots=True)
class Dose:
    """Amount of the programmed drug a day, in whole nanograms [ng/day]; always positive."""

    ng_per_day: int

    def __post_init__(self) -> None:
        if self.ng_per_day <= 0:
            raise ValueError(f"a dose is positive, not {self.ng_per_day} ng/day")

    def __str__(self) -> str:
        return f"{mass_text(self.ng_per_day)}/day"

    @classmethod
    def parse(cls, text: str, noun: str = "dose") -> Dose:
        """A dose from ``120 mcg/day``, ``0.12mg/d`` or ``5 mcg/h`` (24 times as much a day).

        Raises:
            Unreadable: A unit is missing, or the number is unreadable, zero or finer than 1 ng/day.
        """
        return cls(_positive(parse_rate(text, noun), noun, text, "; to stop a pump use `stop`"))


@dataclass(frozen=True, slots=True)
class Flow:
    """Solution moved a day, in whole microlitres [µL/day]; always positive."""

    ul_per_day: int

    def __post_init__(self) -> None:
        if self.ul_per_day <= 0:
            raise ValueError(f"a flow is positive, not {self.ul_per_day} µL/day")

    def __str__(self) -> str:
        return f"{decimal_text(self.ul_per_day, 3)} mL/day"

    @classmethod
    def parse(cls, text: str, noun: str = "dose") -> Flow:
        """A flow from ``0.05 mL/day``, ``0.05 mL/d`` or ``0.01 mL/h`` (24 times as much a day).

        Raises:
            Unreadable: A unit is missing, or the number is unreadable, zero or finer than 1 µL/day.
        """
        match = re.fullmatch(_FLOW, text, re.IGNORECASE)
        if match is None:
            problem = number_problem(text, "needs a volume and a time, as in mL/day")
            raise Unreadable(noun, text, problem, "0.05 mL/day")
        ul = _a_day(match[1], 3, match[2], noun, text, "1 µL/day")
        return cls(_positive(ul, noun, text, "; to stop a pump use `stop`"))


@dataclass(frozen=True, slots=True)
class Concentration:
    """Drug in solution, in whole nanograms a millilitre [ng/mL]; always positive."""

    ng_per_ml: int

    def __post_init__(self) -> None:
        if self.ng_per_ml <= 0:
            raise ValueError(f"a concentration is positive, not {self.ng_per_ml} ng/mL")

    def __str__(self) -> str:
        return f"{mass_text(self.ng_per_ml)}/mL"

    @classmethod
    def parse(cls, text: str, noun: str = "concentration") -> Concentration:
        """A concentration from ``2000 mcg/mL`` or ``25mg/ml``.

        Raises:
            Unreadable: A unit is missing, or the number is unreadable, zero, too fine or absurd.
        """
        match = re.fullmatch(_CONCENTRATION, text, re.IGNORECASE)
        if match is None:
            problem = number_problem(text, "needs a mass per mL with both units")
            raise Unreadable(noun, text, problem, "500 mcg/mL")
        ng = scaled(match[1], _DECIMALS[match[2].lower()], noun, text, "1 ng/mL")
        if ng > MOST_NG_PER_ML:
            raise Unreadable(noun, text, "is more than a gram per mL", "25 mg/mL")
        return cls(_positive(ng, noun, text))


def parse_rate(text: str, noun: str = "dose") -> int:
    """A delivery rate [ng/day], zero allowed, from a dose text per day or per hour."""
    match = re.fullmatch(_DOSE, text, re.IGNORECASE)
    if match is None:
        problem = number_problem(text, "needs a mass and a time, as in mcg/day")
        raise Unreadable(noun, text, problem, "120 mcg/day or 5 mcg/h")
    return _a_day(match[1], _DECIMALS[match[2].lower()], match[3], noun, text, "1 ng/day")


def _a_day(number: str, decimals: int, time: str, noun: str, text: str, finest: str) -> int:
    """So much a day, exactly, of a number a day or an hour."""
    whole, _, fraction = number.partition(".")
    numerator = int(whole + fraction) * (24 if _is_hour(time) else 1) * int(10**decimals)
    count, finer = divmod(numerator, int(10 ** len(fraction)))
    if finer:
        raise Unreadable(noun, text, f"is finer than {finest}", "120.5 mcg/day")
    return count


def _is_hour(time: str) -> bool:
    return time.lower().startswith("h")


def parse_dose(text: str, noun: str = "dose") -> Dose | Flow:
    """A dose as a mass, or given as a flow.

    Raises:
        Unreadable: It is neither.
    """
    is_flow = re.search(r"[0-9] ?ml ?/", text, re.IGNORECASE) is not None
    return Flow.parse(text, noun) if is_flow else Dose.parse(text, noun)


def is_hourly(text: str) -> bool:
    """Whether a dose text is per hour, so that the converted value must be echoed."""
    mass = re.fullmatch(_DOSE, text, re.IGNORECASE)
    flow = re.fullmatch(_FLOW, text, re.IGNORECASE)
    return (mass is not None and _is_hour(mass[3])) or (flow is not None and _is_hour(flow[2]))


def scaled(number: str, decimals: int, noun: str, text: str, finest: str) -> int:
    """The number times ten to the ``decimals``, exactly.

    Raises:
        Unreadable: It is finer than the canonical unit, named by ``finest``.
    """
    whole, _, fraction = number.partition(".")
    fraction = fraction.rstrip("0")
    if len(fraction) > decimals:
        raise Unreadable(noun, text, f"is finer than {finest}")
    return int(whole + fraction.ljust(decimals, "0"))


def number_problem(text: str, otherwise: str) -> str:
    """Why a text is not a number with a unit, as precisely as can be said."""
    stripped = text.strip()
    if not stripped:
        return "is empty"
    if not text.isascii() and any(c.isdigit() and not c.isascii() for c in text):
        return "has digits that are not ASCII"
    if stripped[0] in "+-":
        return "has a sign"
    if re.match(r"[0-9]+,[0-9]", stripped):
        return "has a comma: write decimals with a point and no thousands separator"
    if re.match(r"(\.[0-9]|[0-9]+\.([^0-9]|$))", stripped):
        return "needs digits on both sides of the point"
    if re.match(r"[0-9.]+e[+-]?[0-9]", stripped, re.IGNORECASE) or "_" in stripped:
        return "must be plain digits"
    if re.fullmatch(NUMBER, stripped) and "unit" not in otherwise:
        return f"{otherwise}: the unit is missing"
    return otherwise


def decimal_text(count: int, decimals: int) -> str:
    """``count`` divided by ten to the ``decimals`` as plain text, without trailing zeros."""
    whole, fraction = divmod(abs(count), 10**decimals)
    digits = f"{fraction:0{decimals}d}".rstrip("0") if decimals else ""
    sign = "-" if count < 0 else ""
    return f"{sign}{whole}.{digits}" if digits else f"{sign}{whole}"


def rounded_text(value: Fraction | int, decimals: int) -> str:
    """A value for show, to so many decimals, halves rounded up."""
    scaled = Fraction(value) * 10**decimals
    return decimal_text(
        (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator), decimals
    )


def flow_text(ul_per_day: Fraction, *, up: bool) -> str:
    """A flow [mL/day] to four decimals, rounded up or down; never 0 for a flow that is not."""
    tenths = ceil(10 * ul_per_day) if up else floor(10 * ul_per_day)
    return "less than 0.0001" if tenths == 0 < ul_per_day else decimal_text(tenths, 4)


def mass_text(ng: int) -> str:
    """A mass in mcg, or in mg from 1000 mcg up, exact and without trailing zeros."""
    return f"{decimal_text(ng, 6)} mg" if ng >= 1_000_000 else f"{decimal_text(ng, 3)} mcg"


def _positive(count: int, noun: str, text: str, hint: str = "") -> int:
    if count <= 0:
        raise Unreadable(noun, text, f"must be more than zero{hint}")
    return count
