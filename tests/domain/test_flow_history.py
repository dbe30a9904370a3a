"""Which residuals say something of a pump's flow, and which dates move by them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pumpsched.domain.residual import recent_checks
from tests.builders import (
    PUMP,
    aspirate,
    bolus,
    day,
    dose,
    empty,
    fill,
    findings,
    ledger,
    pump,
    start,
    stop,
    view,
    window,
)
from tests.builders.values import (
    Calibration,
    CycleVerdict,
    Fact,
    Finding,
    Limit,
    Projection,
    Pump,
    WindowRules,
    volume_findings,
)

FIRST = fill("2026-01-05T00:00")
TOLD = dose("2026-01-05T00:00", "125 mcg/day")
"""0.25 mL a day: 3.75 mL are left after 65 days, and the alarm is on day 72."""
CYCLE = timedelta(days=65)


def refilled(*residuals: str, rules: WindowRules = WindowRules()) -> Projection:  # noqa: B008
    """The pump of the worked examples after these residuals, one every 65 days."""
    ends = [FIRST.at.day + n * CYCLE for n in range(1, len(residuals) + 1)]
    fills = [
        fill(f"{end}T00:00", residual=residual)
        for end, residual in zip(ends, residuals, strict=True)
    ]
    last = ends[-1] if ends else FIRST.at.day
    return view(FIRST, TOLD, *fills, as_of=last, rules=rules)


def days(found: Projection) -> tuple[int, Limit]:
    """Days from the fill to the last refill day, and what sets it."""
    dates = window(found)
    return (dates.refill_by - dates.filled_on).days, dates.limit


def reading_after(*between: Fact, of: Pump = PUMP, last: Fact | None = None) -> bool:
    """Whether the residual of the second fill says something, after these facts."""
    end = last or fill("2026-03-11T00:00", residual="3.7")
    found = view(FIRST, TOLD, *between, end, as_of=end.at.day, of=of)
    return found.flow.cycles[-1].reading is not None


def said(found: Projection) -> list[Finding]:
    """The findings of the volumes of a view."""
    return volume_findings(found, PUMP)


def said_codes(found: Projection) -> list[str]:
    """Their codes."""
    return [finding.code for finding in said(found)]


def test_residuals_of_a_pump_that_over_infuses_bring_the_last_day_forward() -> None:
    """At the measured flow it is dry on day 66.7, where the plain arithmetic says day 65."""
    off = refilled("3.7", "3.8", "0.5", "0.4", rules=WindowRules(calibration=Calibration.OFF))
    assert days(off) == (65, Limit.RESERVOIR)
    assert days(refilled("3.7", "3.8", "0.5", "0.4")) == (48, Limit.CALIBRATED)
    assert days(refilled("3.7", "3.8", "0.5")) == (48, Limit.CALIBRATED)


def test_residuals_as_expected_leave_the_last_day_where_it_is() -> None:
    assert days(refilled("3.8", "3.5", "3.9")) == (65, Limit.RESERVOIR)


@pytest.mark.parametrize(
    ("word", "before", "after"),
    [("off", 65, 65), ("show", 65, 65), ("apply", 65, 48), ("always", 62, 48)],
)
def test_only_what_was_measured_moves_a_date_unless_it_is_to_move_always(
    word: str, before: int, after: int
) -> None:
    rules = WindowRules(calibration=Calibration(word))
    assert days(refilled(rules=rules))[0] == before
    assert days(refilled("3.7", "0.5", rules=rules))[0] == after


def test_what_is_only_shown_is_worked_out_and_what_is_off_is_not() -> None:
    shown, off = [
        refilled("3.7", "0.5", rules=WindowRules(calibration=word))
        for word in (Calibration.SHOW, Calibration.OFF)
    ]
    assert shown.band is not None
    assert (shown.band.early_on, shown.band.verify) == (day("2026-07-02"), True)
    assert off.band is None
    assert "check-reading" in said_codes(shown)
    assert "check-reading" not in said_codes(off)


def test_a_voided_fill_takes_its_lesson_back() -> None:
    with_it = refilled("3.7", "0.5")
    without = refilled("3.7")
    taken_back = ledger(*with_it.facts[:-1])
    assert view(*taken_back.facts, as_of=without.as_of).flow == without.flow


def test_a_cycle_in_which_nothing_else_happened_says_something_of_the_flow() -> None:
    assert reading_after()
    assert reading_after(bolus("2026-02-01", "0.3 mL"), dose("2026-02-02", "130 mcg/day"))


@pytest.mark.parametrize(
    "between",
    [
        [stop("2026-02-01T08:00"), start("2026-02-01T09:00")],
        [stop("2026-02-01"), start("2026-02-02")],
        [aspirate("2026-02-01", "0.1")],
        [empty("2026-02-01T08:00")],
        [fill("2026-02-01T08:00", of="baclofen 1000 mcg/mL")],
        [fill("2026-02-01T08:00", ml="20", programmed="19.9")],
        [fill("2026-03-09T00:00")],
    ],
    ids=["a stop", "a stop by days", "a sample", "emptied", "in doubt", "mismatch", "too little"],
)
def test_a_residual_that_something_else_can_have_made_says_nothing(between: list[Fact]) -> None:
    assert not reading_after(*between)


def test_a_pump_that_was_off_at_the_fill_before_says_nothing() -> None:
    assert not reading_after(stop("2026-01-04T00:00"), start("2026-01-06T00:00"))


def test_a_stop_that_a_start_of_the_same_day_overrules_is_none() -> None:
    assert reading_after(stop("2026-02-01"), start("2026-02-01"))


def test_nothing_measured_and_a_constant_flow_say_nothing() -> None:
    assert not reading_after(last=fill("2026-03-11T00:00"))
    codman = pump("CODMAN3000-30", fixed_flow_ul=250)
    assert not reading_after(of=codman)
    assert view(FIRST, as_of=day("2026-03-11"), of=codman).band is None


def test_a_flow_that_was_told_only_at_the_end_of_a_cycle_says_nothing() -> None:
    told = dose("2026-03-11T00:00", "125 mcg/day")
    end = fill("2026-03-11T00:00", residual="3.7")
    found = view(FIRST, told, end, as_of=day("2026-03-11"))
    assert found.flow.cycles[-1].check is not None
    assert found.flow.cycles[-1].reading is None


def test_a_pump_that_was_to_run_dry_says_nothing() -> None:
    dry = fill("2026-04-11T00:00", residual="0")
    assert not reading_after(last=dry)


@pytest.mark.parametrize(
    ("residual", "used", "programmed_ul"),
    [
        ("5", None, None),
        ("0.2", None, 19_600),
        ("9", None, 14_000),
        ("5", 10, 14_500),
    ],
)
def test_unknown_bolus_use_says_something_only_outside_of_what_it_may_have_been(
    residual: str, used: int | None, programmed_ul: int | None
) -> None:
    """In 56 days 14 mL of dose and up to 112 boluses of 0.05 mL: 0.4 to 6 mL are left."""
    told = dose("2026-01-05T00:00", "125 mcg/day", "25 mcg x 2/day")
    end = fill("2026-03-02T00:00", residual=residual, boluses_used=used)
    reading = view(FIRST, told, end, as_of=day("2026-03-02")).flow.cycles[-1].reading
    assert (reading and reading.programmed_ul) == programmed_ul


def test_a_residual_that_may_have_been_left_by_any_flow_is_verified_early() -> None:
    """0.9 mL of 3.75 are in the pump's own range here, and no pump delivers its last millilitre."""
    wide = WindowRules(residual_sd_ul=3_000)
    found = refilled("3.7", "0.9", rules=wide)
    assert found.flow.estimate.verdict is CycleVerdict.AGREES
    assert found.band is not None
    assert found.band.verify
    assert days(found) == (48, Limit.CALIBRATED)


def test_a_late_visit_that_finds_what_was_expected_shortens_nothing() -> None:
    late = fill("2026-03-20T00:00", residual="1.5")
    found = view(FIRST, TOLD, late, as_of=day("2026-03-20"))
    assert found.band is not None
    assert not found.band.verify
    assert days(found) == (65, Limit.RESERVOIR)


def test_a_residual_at_the_alarm_and_beyond_its_tolerance_is_verified_early() -> None:
    wide = WindowRules(residual_sd_ul=3_000)
    short = fill("2026-03-03T00:00", residual="2")
    found = view(FIRST, TOLD, short, as_of=day("2026-03-03"), rules=wide)
    assert found.band is not None
    assert found.band.verify


def test_the_last_residual_measured_is_verified_where_the_last_fill_had_none() -> None:
    facts = refilled("3.7", "0.5").facts
    unmeasured = fill("2026-06-20T00:00")
    found = view(*facts, unmeasured, as_of=day("2026-06-20"))
    assert found.band is not None
    assert found.band.verify


def test_the_calibrated_day_comes_after_reservoir_and_programmer_and_before_all_else() -> None:
    assert list(Limit)[:4] == ["reservoir", "programmer", "calibrated", "stability"]


def test_a_disputed_reading_asks_to_check_it_and_names_no_cause() -> None:
    found = refilled("3.7", "3.8", "0.5")
    assert said_codes(found)[:2] == ["over-infusion-review", "check-reading"]
    assert [each.severity for each in said(found)[:2]] == ["urgent", "warning"]
    assert "0.5" not in said(found)[1].message
    assert "shift-confirmed" not in said_codes(found)


def test_a_second_reading_alike_is_said_to_confirm_the_shift() -> None:
    found = refilled("3.7", "3.8", "0.5", "0.4")
    assert said_codes(found)[:2] == ["over-infusion-review", "shift-confirmed"]
    assert said(found)[0].facts == {"multiplier_ppm": 1_200_332}
    assert said(found)[1].facts == {"multiplier_ppm": 1_200_332}


def test_a_pump_that_runs_slow_is_confirmed_and_no_over_infusion() -> None:
    found = refilled("3.7", "12.0", "12.5")
    assert "shift-confirmed" in said_codes(found)
    assert "over-infusion-review" not in said_codes(found)


def test_less_and_then_more_is_the_mark_of_an_incomplete_aspiration() -> None:
    assert "incomplete-aspiration" in said_codes(refilled("3.7", "0.5", "8.5"))
    assert "incomplete-aspiration" not in said_codes(refilled("3.7", "8.5"))


def test_an_agreeing_residual_gives_no_finding_of_the_flow() -> None:
    assert said_codes(refilled("3.7", "3.8")) == []
    assert findings(refilled("3.7", "3.8")) == []


@pytest.mark.parametrize(
    ("residuals", "found"),
    [
        (["2.05", "2.05", "2.1"], True),
        (["2.45", "2.45", "2.3"], False),
        (["2.05", "2.05"], False),
        (["2.05", "2.05", "5.4"], False),
        (["5.6", "5.5", "5.6"], True),
        (["2.05", "1.0", "2.05"], False),
    ],
    ids=["short", "less short", "twice", "to and fro", "too much", "one beyond its own"],
)
def test_a_sum_of_residuals_beyond_its_own_tolerance_is_a_trend(
    residuals: list[str], found: bool
) -> None:
    """Of 16.25 mL the tolerance is 2.356 mL, of three together 4.081 mL."""
    assert ("residual-trend" in said_codes(refilled(*residuals))) is found


def test_a_trend_counts_the_longest_run_that_makes_it() -> None:
    [trend] = [each for each in said(refilled(*["2.05"] * 5)) if each.code == "residual-trend"]
    assert (trend.severity, trend.facts["refills"]) == ("warning", 5)
    assert (trend.facts["discrepancy_ul"], trend.facts["tolerance_ul"]) == (-8_500, 5_268)
    excess = said(refilled("5.6", "5.5", "5.6"))
    assert [each.severity for each in excess if each.code == "residual-trend"] == ["info"]


def test_the_checks_of_the_last_six_measured_residuals_are_the_recent_ones() -> None:
    found = refilled("3.7", "3.8", "3.6", "3.9", "3.7", "3.8", "3.75")
    assert [check.residual_ul for check in recent_checks(found)] == [
        3_800,
        3_600,
        3_900,
        3_700,
        3_800,
        3_750,
    ]
    assert recent_checks(view(FIRST, TOLD)) == ()
