"""What people type after an option, as domain values; every refusal names the option.

A parser takes the text and the name of its option: ``option`` and ``argument`` make it the
parser of one, so that a command is called with values. Days stay
:class:`~pumpsched.cli.days.DayText`, to be read with the practice's today.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from fractions import Fraction
from typing import Any, TypeVar

import typer

from pumpsched.cli.days import parse_day
from pumpsched.domain.calendars import EARLIEST_BIRTH
from pumpsched.domain.errors import Unreadable, UsageRefusal
from pumpsched.domain.quantities import NUMBER, Dose, Mass, Volume, is_hourly
from pumpsched.domain.text import clean_text, visible
from pumpsched.domain.therapy import Mixture, PatientBolus, Programme, parse_flex
from pumpsched.reference import catalogue
from pumpsched.usecases.dose import DoseRequest

E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")
Parser = Callable[[str, str], object]
"""The value of a text, given the name of its option; refuses what it cannot read."""
_PERCENT = re.compile(rf"(up|down) ({NUMBER}) ?%", re.IGNORECASE)
_COUNT = re.compile(r"[0-9]{1,9}")


def option(name: str, parse: Parser, metavar: str, meaning: str) -> Any:
    """An option whose value is parsed."""
    return typer.Option(name, parser=_naming(parse, name), metavar=metavar, help=meaning)


def argument(metavar: str, parse: Parser, meaning: str) -> Any:
    """An argument whose value is parsed."""
    return typer.Argument(parser=_naming(parse, metavar), metavar=metavar, help=meaning)


def _naming(parse: Parser, noun: str) -> Callable[[Any], Any]:
    """The parser that Typer calls, also with a default that is a value already."""
    return lambda given: parse(given, noun) if isinstance(given, str) else given


def optional(text: str | None, parse: Callable[[str], T]) -> T | None:
    """The value of an option that may be left out."""
    return None if text is None else parse(text)


def volume(text: str, noun: str) -> Volume:
    """A volume; a bare number is millilitres."""
    return Volume.parse(text.strip(), noun)


def mixture(text: str, noun: str = "--mixture") -> Mixture:
    """A mixture of drugs of the catalogue."""
    return catalogue().mixture(text.strip(), noun)


def amount(text: str) -> Mass | Volume:
    """A one-off bolus: a mass of the programmed drug, or a volume with its unit.

    Raises:
        Unreadable: A bare number, zero, or neither.
    """
    stripped = text.strip()
    if stripped.lower().endswith("ml"):
        parsed = Volume.parse(stripped, "AMOUNT")
        if not parsed.ul:
            raise Unreadable("AMOUNT", text, "must be more than zero", "0.1 mL")
        return parsed
    if re.fullmatch(NUMBER, stripped):
        raise Unreadable("AMOUNT", text, "needs a unit: a mass or mL", "0.25 mg or 0.1 mL")
    return Mass.parse(stripped, "AMOUNT")


def counting(low: int, high: int) -> Parser:
    """The parser of a whole number within bounds."""
    return lambda text, noun: count(text, noun, low=low, high=high)


def one_of(kinds: type[E], problem: str, example: str = "") -> Callable[[str, str], E]:
    """The parser of one word of a few.

    Args:
        kinds: The words.
        problem: What is wrong with any other word.
        example: What to write instead.
    """

    def parse(text: str, noun: str) -> E:
        try:
            return kinds(text)
        except ValueError:
            raise Unreadable(noun, visible(text), problem, example) from None

    return parse


def count(text: str, noun: str, *, low: int, high: int) -> int:
    """A whole number within bounds.

    Raises:
        Unreadable: It is none, or outside.
    """
    if not _COUNT.fullmatch(text) or not low <= int(text) <= high:
        raise Unreadable(noun, text, f"needs a whole number from {low} to {high}")
    return int(text)


def wish(dose: str | None, bolus: str | None = None, flex: str | None = None) -> DoseRequest:
    """What is asked of a programme, from the words of ``dose``.

    Raises:
        Unreadable: A value cannot be read.
        UsageRefusal: Both a dose and flex steps, or nothing at all.
    """
    if dose is not None and flex is not None:
        raise UsageRefusal(
            "A programme has a dose or flex steps, not both.",
            code="usage",
            next_step='pumpsched dose PATIENT --flex "00:00 5 mcg/h; 08:00 10 mcg/h"',
        )
    none = bolus is not None and bolus.strip().lower() == "none"
    given = DoseRequest(
        bolus=None if bolus is None or none else PatientBolus.parse(bolus.strip(), "--bolus"),
        no_bolus=none,
        flex=parse_flex(flex, "--flex") if flex is not None else (),
    )
    if dose is None:
        return given
    text = dose.strip()
    match = _PERCENT.fullmatch(text)
    if match is None:
        return replace(given, dose=Dose.parse(text, "DOSE"))
    size = Fraction(match[2])
    if not 0 < size <= (1000 if match[1].lower() == "up" else 99):
        raise Unreadable("DOSE", dose, "is no change in per cent", '"up 10%"')
    return replace(given, percent=size if match[1].lower() == "up" else -size)


def hourly_echo(*texts: str | None) -> str:
    """A dose given per hour, said both ways; empty if none was."""
    for text in texts:
        if text is not None and is_hourly(text.strip()):
            return f"{text.strip()} = {Dose.parse(text.strip())}"
    return ""


def same_programme(wanted: str, typed: str) -> bool:
    """Whether a repeated dose (or flex text) is the one to be confirmed."""
    if ";" in wanted or ";" in typed:
        return parse_flex(wanted) == parse_flex(typed.strip())
    if wanted.startswith("about"):
        return wanted == typed.strip()
    return Dose.parse(wanted) == Dose.parse(typed.strip())


def same_mixture(wanted: str, typed: str) -> bool:
    """Whether a repeated mixture is the one to be confirmed."""
    return mixture(wanted) == mixture(typed)


def same_amount(wanted: str, typed: str) -> bool:
    """Whether a repeated bolus is the one to be confirmed."""
    return amount(wanted) == amount(typed)


def reason(text: str | None, noun: str = "--reason") -> str:
    """Free text of an option, empty if not given."""
    return clean_text(text, noun) if text else ""


def needed_reason(text: str | None, noun: str = "--reason") -> str:
    """Free text that must say something.

    Raises:
        UsageRefusal: It is missing or blank.
    """
    said = reason(text, noun).strip()
    if not said:
        raise UsageRefusal(
            f"{noun} is needed: the record says why.",
            code="reason-needed",
            next_step=f'the same command with {noun} "…"',
        )
    return said


def birth_date(text: str, noun: str = "--birth-date") -> object:
    """A birth date, from 1900 on."""
    from datetime import date

    return parse_day(text, today=date(2100, 12, 31), noun=noun, earliest=EARLIEST_BIRTH)


def programme_text(programme: Programme) -> str:
    """A whole programme in words."""
    dose = programme.flex_text or programme.dose_text
    whole = f" ({programme.dose_text} in all)" if programme.flex_text else ""
    bolus = f", patient bolus {programme.bolus}" if programme.bolus else ""
    return f"{dose}{whole}{bolus}"
