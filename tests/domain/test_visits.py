"""What a visit meets and is closed by, and where a leg ends."""

from __future__ import annotations

import pytest

from tests.builders.values import Closure, Leg, Setting
from tests.route_days import MONDAY, visit

SEEN = visit(1, 540, setting=Setting.CLINIC, site="MPLS")
"""Patient 0001 with nurse N1 in MPLS, from 9:00 to 9:45."""


@pytest.mark.parametrize(
    ("number", "at", "nurse", "meets"),
    [
        (2, 584, "N1", True),
        (2, 585, "N1", False),  # it begins as the other ends
        (2, 496, "N1", True),
        (2, 495, "N1", False),
        (2, 540, "N2", False),
        (1, 560, "N2", False),  # the same one
    ],
)
def test_two_visits_meet_where_somebody_would_be_at_both(
    number: int, at: int, nurse: str, meets: bool
) -> None:
    other = visit(number, at, nurses=(nurse,))
    assert SEEN.meets(other) is other.meets(SEEN) is meets


def test_a_patient_is_at_one_visit_at_a_time_whoever_comes() -> None:
    assert SEEN.meets(visit(1, 560, code="V9", nurses=("N2",)))


@pytest.mark.parametrize(
    ("who", "closed"),
    [("all", True), ("N1", True), ("MPLS", True), ("0001", True), ("N2", False), ("EAST", False)],
)
def test_a_visit_is_closed_by_what_takes_somebody_it_needs(who: str, closed: bool) -> None:
    assert SEEN.is_closed_by(Closure(who, MONDAY, MONDAY)) is closed


def test_a_leg_ends_where_it_leads_to() -> None:
    assert Leg("N1", "0001", 10, 5_000).ends == ("N1", "0001")
