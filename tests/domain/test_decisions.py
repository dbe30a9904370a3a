"""Decisions: until when each holds, and which of several stands."""

from __future__ import annotations

import pytest

from pumpsched.domain.decisions import that_stand
from tests.builders import day, when
from tests.builders.values import Decision, DecisionKind

RESTART = Decision("0007", when("2026-11-10"), DecisionKind.RESTART, "Dr Vale")


@pytest.mark.parametrize(
    ("on", "holds"),
    [("2026-11-09", False), ("2026-11-10", True), ("2026-11-20", True), ("2026-11-21", False)],
)
def test_a_decision_holds_from_its_day_to_its_last(on: str, holds: bool) -> None:
    assert RESTART._replace(until=day("2026-11-20")).holds_on(day(on)) is holds


def test_a_decision_without_a_last_day_holds_for_good() -> None:
    assert RESTART.holds_on(day("2099-12-31"))


def test_what_was_taken_back_holds_on_no_day_and_stands_no_more() -> None:
    back = RESTART.withdrawn(who="Dr Reed", reason="another patient")
    assert (back.who, back.reason, back.is_withdrawal) == ("Dr Reed", "another patient", True)
    assert not back.holds_on(day("2026-11-10"))
    assert not RESTART._replace(until=day("2026-11-10")).is_withdrawal
    assert that_stand([RESTART, back]) == ()


def test_the_later_of_two_about_the_same_stands_and_others_stay() -> None:
    later = RESTART._replace(who="Dr Reed")
    other = RESTART._replace(kind=DecisionKind.BRIDGE)
    assert that_stand([RESTART, other, later]) == (later, other)
