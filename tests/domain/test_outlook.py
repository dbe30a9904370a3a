"""The outlook row: what a list shows without opening the ledger, on the days it holds."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.builders import (
    attempt,
    bolus,
    day,
    dose,
    fill,
    pump,
    running,
    start,
    stop,
    view,
    window,
)
from tests.builders.values import (
    RULES_VERSION,
    Limit,
    Outlook,
    Projection,
    State,
    Status,
    outlook_of,
)


def row_of(projection: Projection, leaves_on: str = "") -> Outlook:
    """The outlook of a projection."""
    return outlook_of(
        projection,
        alarm_ul=2_000,
        rank=1,
        findings=("fill-mismatch",),
        ledger_seq=2,
        turns=[day(leaves_on)] if leaves_on else [],
    )


def test_the_row_of_the_worked_example_says_all_that_the_window_says() -> None:
    dates = window(running())
    assert row_of(running()) == Outlook(
        seen_on=day("2026-11-23"),
        holds_from=day("2026-11-03"),
        holds_until=None,
        state=State.RUNNING,
        filled_on=dates.filled_on,
        opens_on=dates.opens_on,
        due_on=dates.due_on,
        refill_by=dates.refill_by,
        limit=Limit.RESERVOIR,
        alarm_on=dates.alarm_on,
        alarm_nominal_on=dates.alarm_nominal_on,
        empty_on=dates.empty_on,
        stable_until=dates.stable_until,
        programmer_alarm_on=None,
        volume_num=19_760,
        volume_den=1,
        flow_num=240,
        flow_den=1,
        dose_minutes=120_000 * 1440,
        mixture="baclofen 500 mcg/mL",
        alarm_ul=2_000,
        rank=1,
        findings=("fill-mismatch",),
        ledger_seq=2,
        rules_version=RULES_VERSION,
    )


def test_the_volume_of_a_row_is_a_straight_line_that_ends_at_zero() -> None:
    row = row_of(running())
    assert row.volume_on(day("2026-11-23")) == 14_960
    assert row.volume_on(day("2027-01-23")) == 20_000 - 82 * 240
    assert row.volume_on(day("2028-01-01")) == 0


def test_the_status_of_a_row_is_that_of_the_day() -> None:
    row = row_of(running())
    days = ("2026-11-23", "2026-12-02", "2027-01-10", "2027-01-16", "2027-01-24")
    assert [row.status_on(day(on)) for on in days] == [
        Status.WAITING,
        Status.DUE,
        Status.LATE,
        Status.ALARM,
        Status.EMPTY,
    ]


def test_a_row_holds_from_the_day_after_the_last_fact_on() -> None:
    row = row_of(running(bolus("2026-11-20", "1 mL")))
    assert (row.holds_from, row.holds_until) == (day("2026-11-21"), None)
    held = [row.holds_on(day(on)) for on in ("2026-11-20", "2026-11-21", "2050-01-01")]
    assert held == [False, True, True]


def test_a_row_waits_for_a_reduction_that_begins_at_midnight() -> None:
    assert row_of(running(dose("2026-11-23", "60 mcg/day"))).holds_from > day("2026-11-24")


def test_a_row_holds_until_the_day_before_the_next_planned_programme() -> None:
    for text in ("60 mcg/day", "180 mcg/day"):
        row = row_of(running(dose("2026-12-10", text)))
        assert row.holds_until == day("2026-12-09")
        assert not row.holds_on(day("2026-12-10"))


def test_a_row_holds_until_the_day_before_the_pump_leaves() -> None:
    assert row_of(running(), "2026-12-10").holds_until == day("2026-12-09")
    planned = running(dose("2026-12-05", "60 mcg/day"))
    assert row_of(planned, "2026-12-10").holds_until == day("2026-12-04")
    assert row_of(running(), "2026-11-23").holds_until is None


def test_a_row_of_a_pump_that_has_left_does_not_hold_before_that_day() -> None:
    gone = view(fill(), dose(), of=pump(explanted_on="2026-11-20"))
    assert row_of(gone, "2026-11-20").holds_from == day("2026-11-20")


def test_a_stopped_pump_keeps_its_volume_on_every_day() -> None:
    row = row_of(running(stop("2026-11-12")))
    assert row.state is State.STOPPED
    assert row.volume_on(day("2026-11-23")) == row.volume_on(day("2027-11-23")) == 17_360


@pytest.mark.parametrize(
    ("stopped", "expected"),
    [
        ("2026-11-12", [Status.STOPPED, Status.STOPPED, Status.LATE]),
        ("2027-01-20", [Status.ALARM, Status.ALARM, Status.ALARM]),
        ("2027-01-24", [Status.EMPTY, Status.EMPTY, Status.EMPTY]),
    ],
)
def test_the_row_of_a_stopped_pump_hides_nothing_worse_than_due(
    stopped: str, expected: list[Status]
) -> None:
    row = row_of(running(stop(stopped), as_of=day("2027-01-31")))
    days = ("2027-01-31", "2027-02-02", "2027-02-03")
    assert [row.status_on(day(on)) for on in days] == expected


def test_a_flex_pump_has_its_average_flow_at_midnight() -> None:
    steps = "00:00 5 mcg/h; 08:00 10 mcg/h; 12:00 6 mcg/h"
    row = row_of(view(fill(), dose(text=steps)))
    assert row.flow_num == 304
    assert row.volume_on(day("2026-11-12")) == 20_000 - 3_040


def test_a_crooked_flow_is_kept_exact() -> None:
    row = row_of(view(fill(of="baclofen 333 mcg/mL"), dose(text="100 mcg/day")))
    assert row.volume_on(day("2026-11-05")) == 20_000 - 3 * Fraction(100_000, 333)


def test_without_a_window_a_row_has_neither_dates_nor_volume() -> None:
    row = row_of(view())
    assert (row.holds_from, row.state, row.mixture) == (day("2026-11-23"), State.UNFILLED, "")
    assert (row.refill_by, row.volume_num, row.dose_minutes) == (None, None, None)
    assert row.volume_on(day("2026-11-23")) is None
    assert row.status_on(day("2026-11-23")) is Status.UNFILLED
    assert row_of(view(fill())).volume_on(day("2026-11-23")) is None


def test_a_restarted_pump_flows_again_from_the_row_on() -> None:
    row = row_of(running(stop("2026-11-12T00:00"), start("2026-11-14T00:00")))
    assert row.holds_from == day("2026-11-15")
    assert row.volume_on(day("2026-11-15")) == 20_000 - 11 * 240


def test_a_row_holds_on_its_last_day_and_not_on_the_next() -> None:
    row = row_of(running(), leaves_on="2026-12-01")
    assert row.holds_on(day("2026-11-30"))
    assert not row.holds_on(day("2026-12-01"))


def test_a_day_that_was_before_the_last_fact_moves_no_row() -> None:
    assert row_of(running(), leaves_on="2026-10-30").holds_from == day("2026-11-03")


def test_a_fact_of_the_day_looked_from_is_none_to_come() -> None:
    row = row_of(running(attempt("2026-11-23")))
    assert (row.holds_from, row.holds_until) == (day("2026-11-24"), None)


def test_a_raise_planned_for_the_day_after_tomorrow_leaves_the_row_as_it_is_until_then() -> None:
    row = row_of(running(dose("2026-11-25", "130 mcg/day")))
    assert (row.holds_from, row.holds_until) == (day("2026-11-03"), day("2026-11-24"))


def test_a_therapy_that_has_ended_leaves_a_stopped_pump_stopped_though_it_is_late() -> None:
    row = row_of(running(stop("2026-11-10")))
    late = day("2027-06-01")
    assert row.status_on(late) is not Status.STOPPED
    assert row._replace(findings=("therapy-ended", "stopped")).status_on(late) is Status.STOPPED


def test_the_telling_of_a_first_programme_ends_a_row_and_puts_off_none() -> None:
    row = row_of(view(fill(), dose("2026-11-24")))
    assert (row.holds_from, row.holds_until) == (day("2026-11-03"), day("2026-11-23"))
