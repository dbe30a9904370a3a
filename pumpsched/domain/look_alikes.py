"""People who are easily taken for one another: the wrong chart is the wrong dose."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from difflib import SequenceMatcher
from fractions import Fraction

from pumpsched.domain.clinic import Patient
from pumpsched.domain.text import same_name

ALIKE_NAMES = Fraction(17, 20)
"""So much of two names is the same, marks and the order of their words aside."""
DIGITS_APART = 2
"""Birth dates that differ in so many digits are misread, or misheard, for one another."""


def look_alikes(patient: Patient, others: Iterable[Patient]) -> tuple[Patient, ...]:
    """Those among others with nearly the same name and birth date; an unknown date is near."""
    return tuple(
        other
        for other in others
        if other.code != patient.code
        and _near(patient.birth_date, other.birth_date)
        and _alike(patient.name, other.name)
    )


def _near(one: date | None, other: date | None) -> bool:
    if one is None or other is None:
        return True
    pairs = zip(one.isoformat(), other.isoformat(), strict=True)
    return sum(a != b for a, b in pairs) <= DIGITS_APART


def _alike(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, same_name(one), same_name(other), autojunk=False)
    return matcher.real_quick_ratio() > ALIKE_NAMES and matcher.ratio() > ALIKE_NAMES
