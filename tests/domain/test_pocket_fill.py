"""What does not come back after a fill may be in the pocket of the pump."""

from __future__ import annotations

import pytest

from pumpsched.domain.residual import pocket_fill_suspected
from tests.builders import fill, pump
from tests.builders.values import Severity


@pytest.mark.parametrize(
    ("ml", "came_back", "suspected"),
    [
        ("20", "19", False),
        ("20", "18.9", True),
        ("30", "28.9", True),
        ("40", "38", False),
        ("40", "37.9", True),
        ("20", "", False),
    ],
    ids=["all but 1 mL", "1.1 mL less", "between", "all but 2 mL", "2.1 mL less", "not checked"],
)
def test_a_pocket_fill_is_suspected_by_what_is_missing_and_the_size_of_the_pump(
    ml: str, came_back: str, suspected: bool
) -> None:
    of = pump(capacity_ul=1000 * int(ml))
    found = [*pocket_fill_suspected(fill(ml=ml, check_volume=came_back), of)]
    assert [each.severity for each in found] == [Severity.URGENT] * suspected
