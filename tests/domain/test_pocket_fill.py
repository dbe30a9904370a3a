"""What does not come back after a fill may be in the pocket; more than was filled is a slip."""

from __future__ import annotations

import pytest

from pumpsched.domain.residual import check_volume_above_fill, pocket_fill_suspected
from tests.builders import fill, pump
from tests.builders.values import Consent, Severity
from tests.domain.standings import refused, standing


@pytest.mark.parametrize(
    ("ml", "came_back", "suspected"),
    [
        ("20", "19", False),
        ("20", "18.999", True),
        ("30", "28.9", True),
        ("40", "38", False),
        ("40", "37.999", True),
        ("20", "", False),
    ],
    ids=["all but 1 mL", "less", "between", "all but 2 mL", "less than that", "not checked"],
)
def test_a_pocket_fill_is_suspected_by_what_is_missing_and_the_size_of_the_pump(
    ml: str, came_back: str, suspected: bool
) -> None:
    of = pump(capacity_ul=1000 * int(ml))
    found = [*pocket_fill_suspected(fill(ml=ml, check_volume=came_back), of)]
    assert [each.severity for each in found] == [Severity.URGENT] * suspected


@pytest.mark.parametrize(
    ("came_back", "code"),
    [("18.1", ""), ("18.2", "check-volume-above-fill"), ("20.1", "impossible-check-volume")],
)
def test_more_than_was_filled_or_the_reservoir_holds_does_not_come_back(
    came_back: str, code: str
) -> None:
    refusal = refused(standing(), fill(ml="18", check_volume=came_back))
    assert (refusal.code if refusal else "") == code


def test_that_more_came_back_than_was_filled_stands_with_a_reason() -> None:
    told = fill(ml="18", check_volume="18.2")
    assert refused(standing(), told, Consent(override="0.2 mL was left in")) is None
    (found,) = check_volume_above_fill(told)
    assert found.severity is Severity.WARNING
    assert not any(check_volume_above_fill(None))


def test_no_reason_lets_more_come_back_than_the_reservoir_holds() -> None:
    refusal = refused(standing(), fill(check_volume="20.1"), Consent(override="read twice"))
    assert refusal is not None
    assert refusal.code == "impossible-check-volume"
