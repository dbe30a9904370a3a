"""What a printed alarm date would follow from: each figure, put in, gives that date."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from pumpsched.domain.explanations import explanations
from tests.builders import PUMP, aspirate, dose, fill, pump, readout, view, when
from tests.builders.values import Fact

FILLED = fill("2026-11-02T12:00")
"""20 mL of 500 mcg/mL; at 120 mcg/day 0.24 mL a day, so the alarm of 2 mL is on 2027-01-16."""


def explained(printed: str, *facts: Fact, at: str = "120 mcg/day") -> list[str]:
    """What would explain an alarm date read twenty days after the fill."""
    read = readout("2026-11-22T09:00", alarm_on=printed)
    seen = view(FILLED, dose("2026-11-02T12:00", at), *facts, read, as_of=when("2026-11-23").day)
    return list(explanations(seen, PUMP))


def test_a_date_that_does_not_differ_needs_no_explanation() -> None:
    assert explained("2027-01-17") == []
    assert list(explanations(view(FILLED, dose()), PUMP)) == []


def test_a_later_date_follows_from_more_volume_less_flow_or_days_stopped() -> None:
    """Ninety days at 0.24 mL are 21.6 mL: 23.6 mL at the fill, or 5/6 of the flow."""
    assert explained("2027-01-31") == [
        "23.6 mL at the fill instead of 20 mL",
        "100 mcg/day instead of 120 mcg/day",
        "600 mcg/mL instead of 500 mcg/mL",
        "15 days stopped that are not recorded",
    ]


def test_an_earlier_date_follows_from_less_volume_or_more_flow() -> None:
    """Sixty days at 0.24 mL are 14.4 mL."""
    assert explained("2027-01-01") == [
        "16.4 mL at the fill instead of 20 mL",
        "150 mcg/day instead of 120 mcg/day",
        "400 mcg/mL instead of 500 mcg/mL",
    ]


def test_a_date_before_the_fill_is_explained_by_nothing() -> None:
    assert explained("2026-11-01") == []


def test_where_more_was_taken_out_than_the_alarm_allows_no_flow_explains_the_date() -> None:
    assert explained("2027-01-16", aspirate("2026-11-20T09:00", "18.5")) == [
        "38.5 mL at the fill instead of 20 mL",
        "57 days stopped that are not recorded",
    ]


def test_what_was_taken_out_between_is_counted_apart_from_the_flow() -> None:
    """3.6 mL taken: the alarm is 15 days earlier, and the printed date counts without that."""
    found = explained("2027-01-16", aspirate("2026-11-20T09:00", "3.6"))
    assert found[0] == "23.6 mL at the fill instead of 20 mL"
    assert found[-1] == "15 days stopped that are not recorded"


def test_of_a_dose_given_as_a_flow_the_flow_is_said_and_no_concentration() -> None:
    found = explained("2027-01-31", at="0.24 mL/day")
    assert found[1] == "0.2 mL/day instead of 0.24 mL/day"
    assert not any("mcg/mL" in each for each in found)


@pytest.mark.parametrize("printed", ["2026-12-20", "2027-01-01", "2027-02-20", "2027-04-01"])
def test_each_figure_put_in_gives_the_printed_date_within_a_day(printed: str) -> None:
    volume, told, strength, *_ = explained(printed)
    amended = (
        (fill("2026-11-02T12:00", volume.split(" mL")[0]), dose("2026-11-02T12:00")),
        (FILLED, dose("2026-11-02T12:00", told.split(" instead")[0])),
        (
            fill("2026-11-02T12:00", of=f"baclofen {strength.split(' instead')[0]}"),
            dose("2026-11-02T12:00"),
        ),
    )
    for facts in amended:
        seen = view(*facts, of=pump("SM2-40"), as_of=when("2026-11-23").day)
        assert seen.window is not None
        assert seen.window.alarm_on is not None
        assert abs(seen.window.alarm_on - date.fromisoformat(printed)) <= timedelta(1)
