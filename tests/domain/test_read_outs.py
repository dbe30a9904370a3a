"""What the programmer printed: its alarm date governs while nothing puts the true one back."""

from __future__ import annotations

from fractions import Fraction

import pytest

from pumpsched.domain.residual import read_out_check, volume_findings
from tests.builders import (
    PUMP,
    aspirate,
    attempt,
    bolus,
    day,
    dose,
    empty,
    fill,
    pump,
    readout,
    running,
    start,
    stop,
    view,
    window,
)
from tests.builders.values import Fact, Limit, ResidualCheck, Status, WindowRules

READ = readout("2026-11-09", "2026-12-20")


def test_the_programmers_alarm_date_less_the_margin_is_a_limit() -> None:
    found = window(running(READ))
    assert (found.refill_by, found.limit) == (day("2026-12-13"), Limit.PROGRAMMER)
    assert (found.programmer_alarm_on, found.alarm_on) == (day("2026-12-20"), day("2027-01-16"))


def test_a_later_date_of_the_programmer_moves_nothing() -> None:
    found = window(running(readout("2026-11-09", "2027-03-01")))
    assert (found.refill_by, found.limit) == (day("2027-01-09"), Limit.RESERVOIR)


def test_on_a_tie_the_reservoir_is_named_before_the_programmer() -> None:
    assert window(running(readout("2026-11-09", "2027-01-16"))).limit is Limit.RESERVOIR
    service = pump(end_of_service_on="2026-12-13")
    assert window(running(READ, of=service)).limit is Limit.PROGRAMMER


def test_the_programmers_date_alarms_on_its_day() -> None:
    found = running(READ)
    days = ("2026-12-19", "2026-12-20")
    assert [found.status_on(day(on)) for on in days] == [Status.LATE, Status.ALARM]


@pytest.mark.parametrize(
    "later",
    [
        fill("2026-11-10"),
        stop("2026-11-10"),
        start("2026-11-10"),
        empty("2026-11-10"),
        dose("2026-11-10", "100 mcg/day"),
    ],
    ids=lambda fact: type(fact).__name__,
)
def test_what_may_put_the_true_date_back_ends_the_limit(later: Fact) -> None:
    assert window(running(READ, later)).programmer_alarm_on is None


@pytest.mark.parametrize(
    "later",
    [
        bolus("2026-11-10", "0.5 mL"),
        aspirate("2026-11-10", "0.5 mL"),
        dose("2026-11-10", "120 mcg/day"),
        dose("2026-11-10", "140 mcg/day"),
        attempt("2026-11-10"),
        readout("2026-11-10", reservoir="18"),
        dose("2026-12-01", "60 mcg/day"),  # planned: not come yet
    ],
    ids=lambda fact: f"{type(fact).__name__}-{fact.at}",
)
def test_what_can_only_bring_the_true_date_forward_leaves_it_standing(later: Fact) -> None:
    assert window(running(READ, later)).programmer_alarm_on == day("2026-12-20")


def test_a_planned_reduction_ends_it_once_its_day_has_come() -> None:
    planned = dose("2026-12-01", "60 mcg/day")
    assert window(running(READ, planned, as_of=day("2026-11-30"))).programmer_alarm_on
    assert window(running(READ, planned, as_of=day("2026-12-01"))).programmer_alarm_on is None


def test_a_read_out_with_its_day_alone_is_the_last_fact_of_its_day() -> None:
    lowered = dose("2026-11-09T16:00", "100 mcg/day")
    assert window(running(READ, lowered)).programmer_alarm_on == day("2026-12-20")
    timed = readout("2026-11-09T15:00", "2026-12-20")
    assert window(running(timed, lowered)).programmer_alarm_on is None


def test_the_last_date_read_counts() -> None:
    again = readout("2026-11-10", "2026-12-24")
    assert window(running(again, READ)).programmer_alarm_on == day("2026-12-24")


def test_a_constant_flow_pump_has_no_read_out() -> None:
    codman = pump("CODMAN3000-30", fixed_flow_ul=300)
    assert window(view(fill(), READ, of=codman)).programmer_alarm_on is None


def test_without_a_flow_there_is_no_window_for_it() -> None:
    assert view(fill(), READ).window is None


@pytest.mark.parametrize(
    ("shown", "differs"),
    [("18.3", []), ("15.9", []), ("15.8", ["reservoir-differs"]), ("20.4", ["reservoir-differs"])],
)
def test_a_volume_of_the_programmer_beyond_tolerance_is_said_and_moves_nothing(
    shown: str, differs: list[str]
) -> None:
    """Expected at the end of 2026-11-09: 18.08 mL; tolerance 2 mL and a day's flow."""
    found = running(readout("2026-11-09", reservoir=shown))
    assert [finding.code for finding in volume_findings(found, PUMP)] == differs
    assert found.window == running().window


def test_a_volume_shown_on_a_day_is_held_against_that_of_its_last_minute() -> None:
    found = shown(readout("2026-11-09", reservoir="18"))
    assert found.low_ul == 20_000 - 8 * 240 + Fraction(240, 1440)


def test_a_volume_shown_is_held_against_what_happened_until_then_and_stays_the_last() -> None:
    read, given = readout("2026-11-09T10:00", reservoir="18"), bolus("2026-11-09T10:00", "0.5 mL")
    assert shown(given, read).low_ul == 20_000 - 7 * 240 - 100 - 500
    assert shown(read, given).low_ul == 20_000 - 7 * 240 - 100


def shown(*facts: Fact) -> ResidualCheck:
    """The check of the volume that a programmer showed among these facts."""
    found = read_out_check(running(*facts), PUMP)
    assert found is not None
    return found


def test_the_margin_of_the_patient_is_kept_before_the_programmers_date() -> None:
    assert window(running(READ, rules=WindowRules(margin_days=0))).refill_by == day("2026-12-20")


def test_a_volume_shown_before_the_fill_says_nothing_of_what_is_in_it_now() -> None:
    seen = view(
        fill("2026-10-05"), dose("2026-10-05"), readout("2026-10-20", reservoir="5"), fill()
    )
    assert read_out_check(seen, PUMP) is None
