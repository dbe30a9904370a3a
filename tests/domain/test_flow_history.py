"""Which residuals say something of a pump's flow, and which dates move by them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from pumpsched.domain.pump import UNUSABLE_UL
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
    leaves_open,
    volume_findings,
)

FIRST = fill("2026-01-05T00:00")
TOLD = dose("2026-01-05T00:00", "125 mcg/day")
"""0.25 mL a day: 3.75 mL are left after 65 days, and the alarm is on day 72."""
CYCLE = timedelta(days=65)
CHANGED = fill("2026-02-01T08:00", of="baclofen 1000 mcg/mL")


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


def test_the_first_residual_that_says_something_moves_the_last_day() -> None:
    assert days(refilled("2.05")) == (61, Limit.CALIBRATED)


@pytest.mark.parametrize(("ml", "on"), [("4.852", day("2036-11-01")), ("4.853", None)])
def test_a_band_has_no_day_ten_years_from_the_fill_or_later(ml: str, on: date | None) -> None:
    """1 µL a day, from 2026-11-02 on."""
    band = view(fill(ml=ml), dose(text="0.5 mcg/day")).band
    assert band is not None
    assert band.late_on == on


def test_a_band_has_no_day_before_the_fill() -> None:
    band = view(fill(ml="2"), dose()).band
    assert band is not None
    assert band.early_on == day("2026-11-02")


def test_what_was_taken_out_brings_the_early_day_forward() -> None:
    """A millilitre is four days of flow."""
    bands = [view(FIRST, TOLD, *taken).band for taken in ((), (aspirate("2026-01-06", "1 mL"),))]
    early = [band.early_on for band in bands if band and band.early_on]
    assert timedelta(days=3) <= early[0] - early[1] <= timedelta(days=4)


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
        [CHANGED],
        [CHANGED, dose("2026-02-09T08:00", "125 mcg/day")],
        [dose("2026-01-06", "0.25 mL/day", "10 mcg x 4/day"), CHANGED],
        [fill("2026-02-01T08:00", ml="20", programmed="19.9")],
        [fill("2026-03-03T00:01")],
    ],
    ids=[
        *("a stop", "a stop by days", "a sample", "emptied", "in doubt", "in doubt at first"),
        *("boluses in doubt", "mismatch", "too little"),
    ],
)
def test_a_residual_that_something_else_can_have_made_says_nothing(between: list[Fact]) -> None:
    assert not reading_after(*between)


@pytest.mark.parametrize(
    "between",
    [
        [dose("2026-03-11T00:00", "130 mcg/day")],
        [stop("2026-03-11T00:00")],
        [stop("2026-01-04T00:00"), start("2026-01-05T00:00")],
        [stop("2026-01-05T00:00"), start("2026-01-05T00:00")],
        [dose("2026-01-06", "0.25 mL/day"), CHANGED],
        [fill("2026-03-03T00:00")],
    ],
    ids=[
        *("told at its end", "stopped at its end", "started with the fill", "on and off with it"),
        *("a flow in no doubt", "just enough"),
    ],
)
def test_what_had_no_part_in_a_cycle_leaves_its_residual_to_say_something(
    between: list[Fact],
) -> None:
    assert reading_after(*between)


def test_a_residual_that_is_what_was_expected_says_so() -> None:
    assert reading_after(last=fill("2026-03-11T00:00", residual="3.75"))


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


def test_without_a_programme_a_residual_has_nothing_to_be_held_against() -> None:
    found = view(FIRST, fill("2026-03-11T00:00", residual="3.7"), as_of=day("2026-03-11"))
    assert [(cycle.check, cycle.reading) for cycle in found.flow.cycles] == [(None, None)]


def test_a_pump_that_was_to_run_dry_says_nothing() -> None:
    dry = fill("2026-04-11T00:00", residual="0")
    assert not reading_after(last=dry)


@pytest.mark.parametrize(
    ("residual", "used", "programmed_ul"),
    [
        ("5", None, None),
        ("0.4", None, None),
        ("0.399", None, 19_600),
        ("6", None, None),
        ("6.001", None, 14_000),
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


@pytest.mark.parametrize(("residual", "verified"), [("0.5", True), ("3.7", False)])
def test_the_last_residual_measured_counts_where_the_last_fill_had_none(
    residual: str, verified: bool
) -> None:
    facts = refilled("3.7", residual).facts
    unmeasured = fill("2026-06-20T00:00")
    found = view(*facts, unmeasured, as_of=day("2026-06-20"))
    assert found.band is not None
    assert found.band.verify is verified


@pytest.mark.parametrize(("residual_ul", "open_"), [(UNUSABLE_UL, True), (UNUSABLE_UL + 1, False)])
def test_a_residual_that_no_pump_delivers_leaves_open_how_much_was_used(
    residual_ul: int, open_: bool
) -> None:
    assert leaves_open(residual_ul, None, alarm_ul=2_000) is open_


def test_a_disputed_over_infusion_is_verified_early_however_much_was_left() -> None:
    """12.5 mL should have been left after a month, and 8 were."""
    short = fill("2026-02-04T00:00", residual="8")
    found = view(FIRST, TOLD, short, as_of=day("2026-02-04"))
    assert found.flow.estimate.is_over_infusion_disputed
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


@pytest.mark.parametrize(
    ("before", "expected_ul"), [((), 3_750), (("3.8",), 3_790), (("3.8", "3.5"), 3_641)]
)
def test_a_disputed_reading_says_what_the_history_before_it_led_to_expect(
    before: tuple[str, ...], expected_ul: int
) -> None:
    """Of 16.25 mL programmed, at multipliers of 1, 0.997555 and 1.006762."""
    assert by_history(refilled(*before, "12")) == expected_ul


def test_no_history_leads_to_expect_less_than_nothing() -> None:
    """A tenth more than 19.5 mL would be more than was in it."""
    used = refilled("2.05", "2.05", "2.05")
    late = used.as_of + timedelta(days=78)
    found = view(*used.facts, fill(f"{late}T00:00", residual="9"), as_of=late)
    assert by_history(found) == 0


def by_history(found: Projection) -> int:
    """What the finding of a reading in dispute gives as expected [µL]."""
    [check] = [each for each in said(found) if each.code == "check-reading"]
    expected = check.facts["expected_by_history_ul"]
    assert isinstance(expected, int)
    return expected


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
        (["2.05", "2.05", "1.0", "2.05"], False),
        (["2.39", "2.39", "2.39"], False),
        (["2.39", "2.39", "2.389"], True),
    ],
    ids=[
        *("short", "less short", "twice", "to and fro", "too much", "one beyond its own"),
        *("a run broken", "at the tolerance", "beyond it"),
    ],
)
def test_a_sum_of_residuals_beyond_its_own_tolerance_is_a_trend(
    residuals: list[str], found: bool
) -> None:
    """Of 16.25 mL the tolerance is 2.356 mL, of three together 4.080 mL."""
    assert ("residual-trend" in said_codes(refilled(*residuals))) is found


def test_a_trend_counts_the_longest_run_that_makes_it() -> None:
    [trend] = [each for each in said(refilled(*["2.05"] * 5)) if each.code == "residual-trend"]
    assert (trend.severity, trend.facts["refills"]) == ("warning", 5)
    assert (trend.facts["discrepancy_ul"], trend.facts["tolerance_ul"]) == (-8_500, 5_268)
    assert "8.5 mL less than expected" in trend.message
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


def test_a_refill_without_a_residual_is_no_recent_check() -> None:
    without, later = fill("2026-05-01T00:00"), fill("2026-06-01T00:00", residual="12")
    found = view(*refilled("3.7").facts, without, later, as_of=later.at.day)
    assert [check.residual_ul for check in recent_checks(found)] == [3_700, 12_000]
