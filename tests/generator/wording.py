"""Canonical text of exact quantities, as the exchange files spell them.

Every amount comes in as a whole number of its canonical unit (µL, ng, ng/day, ng/mL) and goes
out without trailing zeros; a mass turns from mcg to mg at 1000 mcg.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache


def decimal_text(amount: int, places: int) -> str:
    """Write ``amount`` divided by ten to the power ``places``; ``amount`` is not negative."""
    whole, rest = divmod(amount, 10**places)
    return f"{whole}.{rest:0{places}d}".rstrip("0") if rest else str(whole)


@cache
def volume_text(volume_ul: int) -> str:
    """Write a volume [µL] as a bare number of millilitres."""
    return decimal_text(volume_ul, 3)


@cache
def mass_text(mass_ng: int) -> str:
    """Write a mass [ng] with its unit."""
    if mass_ng >= 1_000_000:
        return f"{decimal_text(mass_ng, 6)} mg"
    return f"{decimal_text(mass_ng, 3)} mcg"


def mixture_text(parts: Sequence[tuple[str, int]]) -> str:
    """Write drugs and their concentrations [ng/mL], the programmed drug first."""
    return " + ".join(f"{drug} {mass_text(strength)}/mL" for drug, strength in parts)


def flex_text(steps: Sequence[tuple[int, int]]) -> str:
    """Write the steps of a flex programme: minute of the day and rate [ng/h] of each."""
    return "; ".join(f"{clock_text(minute)} {mass_text(rate)}/h" for minute, rate in steps)


@cache
def clock_text(minute: int) -> str:
    """Write a minute of the day as ``HH:MM``."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def instant_text(on: date, minute: int | None) -> str:
    """Write a date with its minute of the day, or the date alone where none is known."""
    return on.isoformat() if minute is None else f"{on.isoformat()}T{clock_text(minute)}"


def degrees_text(microdegrees: int) -> str:
    """Write a coordinate [millionths of a degree] with six decimals."""
    whole, rest = divmod(abs(microdegrees), 1_000_000)
    return f"{'-' if microdegrees < 0 else ''}{whole}.{rest:06d}"
