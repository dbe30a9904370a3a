"""What people type after an option, as domain values; every refusal names the option.

A parser takes the text and the name of its option: ``option`` and ``argument`` make it the
parser of one, so that a command is called with values. Days stay
:class:`~pumpsched.cli.days.DayText`, to be read with the practice's today.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from pumpsched.domain.clinic import Setting
from pumpsched.domain.errors import Unreadable, UsageRefusal
from pumpsched.domain.text import clean_code, clean_text

if TYPE_CHECKING:
    from pumpsched.domain.therapy import Programme

E = TypeVar("E", bound=StrEnum)
Parser = Callable[[str, str], object]
"""The value of a text, given the name of its option; refuses what it cannot read."""
EVERYBODY = "*"
"""Stands for the codes of all patients."""
_COUNT = r"[0-9]{1,9}"


def option(name: str, parse: Parser, metavar: str, meaning: str, *, short: str = "") -> Any:
    """An option whose value is parsed; a word of every day has a short name, too."""
    names = (name, short) if short else (name,)
    return typer.Option(*names, parser=_naming(parse, name), metavar=metavar, help=meaning)


def argument(metavar: str, parse: Parser, meaning: str) -> Any:
    """An argument whose value is parsed."""
    return typer.Argument(
        parser=_naming(parse, metavar.removesuffix("...")), metavar=metavar, help=meaning
    )


def typed(metavar: str, meaning: str) -> Any:
    """An option under the parameter's own name, taken as typed."""
    return typer.Option(metavar=metavar, help=meaning)


def whole(meaning: str, most: int | None = None, *, least: int = 0) -> Any:
    """An option under the parameter's own name, a whole number within bounds."""
    return typer.Option(min=least, max=most, metavar="N", help=meaning)


def flag(name: str, meaning: str) -> Any:
    """A switch; it has no opposite."""
    return typer.Option(name, help=meaning)


def _naming(parse: Parser, noun: str) -> Callable[[Any], Any]:
    """The parser that Typer calls, also with a default that is a value already."""
    return lambda given: parse(given, noun) if isinstance(given, str) else given


def code_list(text: str, noun: str) -> tuple[str, ...]:
    """One code, or several parted by commas; :data:`EVERYBODY` stands for all."""
    if text == EVERYBODY:
        return (EVERYBODY,)
    return tuple(clean_code(part.strip(), noun) for part in text.split(","))


def counting(low: int, high: int) -> Callable[[str, str], int]:
    """The parser of a whole number within bounds."""

    def parse(text: str, noun: str) -> int:
        if not re.fullmatch(_COUNT, text) or not low <= int(text) <= high:
            raise Unreadable(noun, text, f"needs a whole number from {low} to {high}")
        return int(text)

    return parse


def one_of(kinds: type[E], problem: str, example: str = "") -> Callable[[str, str], E]:
    """The parser of one word of a few: what is wrong with any other, and what to write instead."""

    def parse(text: str, noun: str) -> E:
        try:
            return kinds(text)
        except ValueError:
            raise Unreadable(noun, text, problem, example) from None

    return parse


def place_of(what: str) -> Callable[[str, str], Setting]:
    """The parser of the place of a visit or refill: at home, or at a clinic."""

    def parse(text: str, noun: str) -> Setting:
        if text not in (Setting.HOME, Setting.CLINIC):
            raise Unreadable(noun, text, f"is no place of {what}", "home or clinic")
        return Setting(text)

    return parse


def free_text(text: str, noun: str) -> str:
    """Words of one line; none are empty."""
    return clean_text(text, noun) if text else ""


PatientText = Annotated[str, typer.Argument(metavar="PATIENT", help="Code, or part of the name.")]
"""What names a patient; it is looked up by the command."""
VisitCode = Annotated[str, typer.Argument(metavar="VISIT", help="Code of the visit, such as V17.")]
Confirm = Annotated[
    list[str] | None,
    typed("VALUE", "What is asked for again; once for each value."),
]
Override = Annotated[
    str, option("--override", free_text, "REASON", "Lets stand what is refused as a slip.")
]
Reason = Annotated[str, option("--reason", free_text, "TEXT", "Why, for the record.")]


def needed_reason(said: str) -> str:
    """A reason that says something.

    Raises:
        UsageRefusal: It is missing or blank.
    """
    if not said.strip():
        raise UsageRefusal(
            "--reason is needed: the record says why.",
            code="reason-needed",
            next_step="the same command with --reason …",
        )
    return said.strip()


def programme_text(programme: Programme) -> str:
    """A whole programme in words."""
    dose = programme.flex_text or programme.dose_text
    whole = f" ({programme.dose_text} in all)" if programme.flex_text else ""
    bolus = f", patient bolus {programme.bolus}" if programme.bolus else ""
    return f"{dose}{whole}{bolus}"
