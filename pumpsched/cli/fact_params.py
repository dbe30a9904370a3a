"""What people type of a fact: volumes, drugs, doses, allowances, and the consent to them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Annotated

from pumpsched.cli.days import DayText
from pumpsched.cli.params import Parser, free_text, option
from pumpsched.domain.consent import Named
from pumpsched.domain.dose_request import DoseRequest
from pumpsched.domain.errors import Unreadable, Unsafe, UsageRefusal
from pumpsched.domain.quantities import (
    NUMBER,
    Concentration,
    Dose,
    Flow,
    Mass,
    Volume,
    is_hourly,
    parse_dose,
)
from pumpsched.domain.text import clean_text
from pumpsched.domain.therapy import FlexStep, Mixture, PatientBolus, parse_flex
from pumpsched.reference import catalogue

_PERCENT = rf"(up|down) ({NUMBER}) ?%"


def volume(text: str, noun: str) -> Volume:
    """A volume; a bare number is millilitres."""
    return Volume.parse(text.strip(), noun)


def some_volume(text: str, noun: str) -> Volume:
    """A volume above zero.

    Raises:
        Unreadable: It is none, or zero.
    """
    found = volume(text, noun)
    if not found.ul:
        raise Unreadable(noun, text, "must be more than zero", "0.1 mL")
    return found


def length_mm(text: str, noun: str) -> int:
    """A length in centimetres, to a millimetre, as millimetres.

    Raises:
        Unreadable: It is none, finer, or beyond two metres.
    """
    found = re.fullmatch(r"([0-9]{1,3})(?:\.([0-9]))?", text.strip())
    length = int(found[1]) * 10 + int(found[2] or 0) if found else 0
    if not 0 < length <= 2000:
        raise Unreadable(noun, text, "is no length in cm", "82.5")
    return length


def mixture(text: str, noun: str) -> Mixture:
    """A mixture of drugs of the catalogue."""
    return catalogue().mixture(text.strip(), noun)


def concentration(text: str, noun: str) -> Concentration:
    """The concentration of a drug."""
    return Concentration.parse(text.strip(), noun)


def amount(text: str, noun: str) -> Mass | Volume:
    """A one-off bolus: a mass of the programmed drug, or a volume with its unit.

    Raises:
        Unreadable: A bare number, zero, or neither.
    """
    stripped = text.strip()
    if stripped.lower().endswith("ml"):
        return some_volume(stripped, noun)
    if re.fullmatch(NUMBER, stripped):
        raise Unreadable(noun, text, "needs a unit: a mass or mL", "0.25 mg or 0.1 mL")
    return Mass.parse(stripped, noun)


def named_reason(text: str, noun: str) -> Named:
    """A person's name, a colon, and the reason.

    Raises:
        Unreadable: Either is missing.
    """
    who, _, reason = (part.strip() for part in clean_text(text, noun).partition(":"))
    if not (who and reason):
        raise Unreadable(noun, text, "needs a name and a reason", '"Dr Vale: seen, half the dose"')
    return Named(who, reason)


@dataclass(frozen=True, slots=True)
class DoseAsked:
    """A dose, or a change of the present one.

    Attributes:
        text: As typed.
        dose: The dose or the flow named.
        percent: The change in per cent, upward or downward.
    """

    text: str
    dose: Dose | Flow | None = None
    percent: Fraction | None = None

    def __str__(self) -> str:
        return self.text

    @property
    def echo(self) -> str:
        """A dose given per hour, said both ways; empty for any other."""
        return f"{self.text} = {self.dose}" if is_hourly(self.text) else ""

    @property
    def request(self) -> DoseRequest:
        """What it asks of a programme."""
        return DoseRequest(dose=self.dose, percent=self.percent)


def dose_asked(text: str, noun: str) -> DoseAsked:
    """A dose with its unit, or ``up 10%``.

    Raises:
        Unreadable: It is neither.
    """
    stripped = text.strip()
    match = re.fullmatch(_PERCENT, stripped, re.IGNORECASE)
    if match is None:
        return DoseAsked(stripped, dose=parse_dose(stripped, noun))
    size, up = Fraction(match[2]), match[1].lower() == "up"
    if not 0 < size <= (1000 if up else 99):
        raise Unreadable(noun, text, "is no change in per cent", '"up 10%"')
    return DoseAsked(stripped, percent=size if up else -size)


def bolus_or_none(text: str, noun: str) -> PatientBolus | str:
    """A patient's bolus, or ``none``."""
    if text.strip().lower() == "none":
        return "none"
    return PatientBolus.parse(text.strip(), noun)


def dose_request(
    amount: DoseAsked | None, bolus: PatientBolus | str | None, flex: tuple[FlexStep, ...] | None
) -> DoseRequest | None:
    """What is asked of a programme; None where nothing is.

    Raises:
        UsageRefusal: Both a dose and flex steps.
    """
    if amount is None and bolus is None and flex is None:
        return None
    if amount is not None and flex is not None:
        raise UsageRefusal(
            "A programme has a dose or flex steps, not both.",
            code="usage",
            next_step="the same command without the dose, or without --flex",
        )
    asked = amount.request if amount else DoseRequest(flex=flex or ())
    allowance = bolus if isinstance(bolus, PatientBolus) else None
    return replace(asked, bolus=allowance, no_bolus=bolus == "none")


@contextmanager
def said_per_day(amount: DoseAsked | None) -> Iterator[None]:
    """Says a dose typed per hour per day before anybody confirms or overrides it."""
    try:
        yield
    except Unsafe as refusal:
        echo = amount.echo if amount else ""
        refusal.why = ". ".join(filter(None, (echo, refusal.why)))
        raise


def same_value(wanted: str, again: str) -> bool:
    """Whether what was repeated is the value asked for, in whichever unit either is written."""
    return any(_reads_alike(read, wanted, again) for read in (*_REPEATED, _as_written))


_REPEATED: tuple[Parser, ...] = (parse_dose, parse_flex, mixture, amount, PatientBolus.parse)
"""Grammars of the values that are asked for again; no text follows two of them."""


def _as_written(text: str, _noun: str) -> str:
    return text.strip()


def _reads_alike(read: Parser, wanted: str, again: str) -> bool:
    try:
        return read(wanted, "--confirm") == read(again.strip(), "--confirm")
    except Unreadable:
        return False


Restart = Annotated[
    Named | None,
    option(
        "--restart", named_reason, "WHO: REASON", "Delivers again, though it may have been dry."
    ),
]
Second = Annotated[
    str, option("--second", free_text, "NAME", "Who types the values again (second_check).")
]
BolusAsked = Annotated[
    PatientBolus | str | None,
    option("--bolus", bolus_or_none, "BOLUS", '"0.25 mg x 4/day lockout 2h", or none.'),
]
FlexAsked = Annotated[
    tuple[FlexStep, ...] | None,
    option("--flex", parse_flex, "STEPS", '"00:00 5 mcg/h; 08:00 10 mcg/h".'),
]
AlarmDate = Annotated[
    DayText | None,
    option("--alarm", DayText, "DATE", "Alarm date that the programmer prints."),
]
