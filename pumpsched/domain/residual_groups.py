"""Residuals put together by what they have in common: a pump, hands they went through, a lot.

A residual has many causes, and neither a pump nor a person is one by standing here.
"""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from math import isqrt
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pumpsched.domain.expected_residual import ResidualCheck


class Grouping(StrEnum):
    """What residuals are put together by."""

    PUMP = "pump"
    NURSE = "nurse"
    LOT = "lot"


class Role(StrEnum):
    """What somebody did: read the residual, or filled before it. It can be a matter of either."""

    READ = "read"
    FILLED = "filled"


class ResidualGroup(NamedTuple):
    """The residuals of one pump, or that one person read or filled before.

    Attributes:
        whose: Patient and serial, nurse or user, or lot; empty where it is not known.
        role: What that person did; None of a pump or a lot.
        checks: Measured against expected, in order of patient and time.
    """

    whose: str
    role: Role | None
    checks: tuple[ResidualCheck, ...]

    @property
    def total_ul(self) -> Fraction:
        """How far all of them together are off [µL]."""
        return sum((each.discrepancy_ul for each in self.checks), Fraction(0))

    @property
    def mean_ul(self) -> Fraction:
        """How far one is off [µL]."""
        return self.total_ul / len(self.checks)

    @property
    def range_ul(self) -> tuple[Fraction, Fraction]:
        """The farthest below what was expected, and the farthest above [µL]."""
        off = [each.discrepancy_ul for each in self.checks]
        return min(off), max(off)

    @property
    def short(self) -> int:
        """How many are less than expected by more than their tolerance."""
        return sum(each.is_beyond_tolerance and each.discrepancy_ul < 0 for each in self.checks)

    @property
    def over(self) -> int:
        """How many are more than expected by more than their tolerance."""
        return sum(each.is_beyond_tolerance and each.discrepancy_ul > 0 for each in self.checks)

    @property
    def tolerance_ul(self) -> int:
        """Tolerance of the sum [µL], rounded down: errors of reading add up as their squares."""
        return isqrt(sum(each.tolerance_ul**2 for each in self.checks))

    @property
    def is_beyond_tolerance(self) -> bool:
        """Whether the sum is beyond its own tolerance."""
        return abs(self.total_ul) > self.tolerance_ul
