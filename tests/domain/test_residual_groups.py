"""Residuals put together: how far all of them are off, and how many are far off by themselves."""

from __future__ import annotations

from fractions import Fraction

import pytest

from pumpsched.domain.residual_groups import ResidualGroup, Role
from tests.builders.values import ResidualCheck


def measured(*off: int, tolerance_ul: int = 2_000) -> ResidualGroup:
    """Residuals so far from 5 mL expected [µL]."""
    checks = tuple(ResidualCheck(5_000, 5_000, 1, 5_000 + ul, tolerance_ul, 900) for ul in off)
    return ResidualGroup("N1", Role.READ, checks)


def test_a_group_is_off_by_the_sum_the_mean_and_the_range_of_its_residuals() -> None:
    found = measured(-400, 300, -600)
    assert (found.total_ul, found.mean_ul) == (Fraction(-700), Fraction(-700, 3))
    assert [int(each) for each in found.range_ul] == [-600, 300]


def test_those_beyond_their_own_tolerance_are_counted_each_way() -> None:
    found = measured(-2_001, -2_000, 2_000, 2_001, 2_500)
    assert (found.short, found.over) == (1, 2)


@pytest.mark.parametrize(("last", "beyond"), [(1_464, False), (1_465, True)])
def test_a_sum_has_a_tolerance_of_its_own(last: int, beyond: bool) -> None:
    """The root of three times 2000 squared is 3464.1."""
    found = measured(1_000, 1_000, last)
    assert (found.tolerance_ul, found.is_beyond_tolerance) == (3_464, beyond)
    assert measured(-1_000, -1_000, -last).is_beyond_tolerance is beyond
