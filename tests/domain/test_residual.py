"""The residual check: measured against expected, with a tolerance that errs toward reporting."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from pumpsched.domain.expected_residual import Expectation, ResidualCheck
from pumpsched.domain.programming import Programming
from pumpsched.domain.reservoir import Reservoir, Stretch
from pumpsched.domain.residual import residual_differs, volume_findings
from tests.builders import (
    PUMP,
    bolus,
    day,
    dose,
    fill,
    ledger,
    pump,
    start,
    stop,
    view,
    when,
)
from tests.builders.values import (
    Fact,
    Filled,
    Finding,
    Pump,
    Severity,
    Volume,
    residual_check,
    severity_of,
)

FIRST = fill("2026-11-02T00:00")


def check_of(new: Filled, *earlier: Fact, of: Pump = PUMP) -> ResidualCheck | None:
    """The check of a fill recorded after these facts."""
    facts = ledger(*earlier, new)
    return residual_check(facts, facts.fills()[-1], of)


def checked(new: Filled, *earlier: Fact, of: Pump = PUMP) -> ResidualCheck:
    """The check of a fill that can be checked."""
    found = check_of(new, *earlier, of=of)
    assert found is not None
    return found


def test_without_a_measurement_a_fill_or_a_programme_there_is_nothing_to_check() -> None:
    new = fill("2026-12-12T00:00", residual="9")
    assert check_of(fill("2026-12-12T00:00"), FIRST, dose()) is None
    assert check_of(new, dose()) is None
    assert check_of(new, FIRST) is None
    assert check_of(new, fill("2026-11-02T00:00", of=None), dose()) is None


def test_the_expected_residual_is_the_volume_at_the_instant_of_the_new_fill() -> None:
    """20 mL less 40 days and 10 hours of 240 µL a day."""
    found = checked(fill("2026-12-12T10:00", residual="10.2"), FIRST, dose())
    assert found.low_ul == 10_300
    assert found.high_ul == 10_300
    assert found.discrepancy_ul == -100


def test_one_off_boluses_are_expected_to_be_missing() -> None:
    given = bolus("2026-11-12T12:00", "0.25 mg")
    found = checked(fill("2026-12-12T00:00", residual="9.9"), FIRST, dose(), given)
    assert found.high_ul == 9_900
    assert found.discrepancy_ul == 0


def test_unknown_bolus_use_makes_a_range_and_the_nearer_end_counts() -> None:
    """Between 40 days of 240 µL and 40 days of 320 µL."""
    earlier = (FIRST, dose(bolus_text="10 mcg x 4/day"))
    found = {
        residual: checked(fill("2026-12-12T00:00", residual=residual), *earlier)
        for residual in ("7.1", "7.2", "9", "10.4", "10.6")
    }
    assert found["9"].low_ul == 7_200
    assert found["9"].high_ul == 10_400
    assert [each.discrepancy_ul for each in found.values()] == [-100, 0, 0, 0, 200]


def test_known_bolus_use_makes_one_number() -> None:
    """50 activations of 20 µL."""
    new = fill("2026-12-12T00:00", residual="9", boluses_used=50)
    found = checked(new, FIRST, dose(bolus_text="10 mcg x 4/day"))
    assert found.low_ul == 9_400
    assert found.high_ul == 9_400
    assert found.discrepancy_ul == -400


def test_more_boluses_than_there_was_drug_leave_nothing() -> None:
    new = fill("2026-12-12T00:00", residual="0", boluses_used=5_000)
    assert checked(new, FIRST, dose(bolus_text="10 mcg x 4/day")).low_ul == 0


def test_a_fill_is_checked_before_it_is_recorded_as_it_is_afterwards() -> None:
    new = fill("2026-12-12T10:00", residual="10")
    earlier = (FIRST, dose(), bolus("2026-12-12T10:00", "0.25 mg"))
    assert residual_check(ledger(*earlier), new, PUMP) == checked(new, *earlier)
    stronger = fill("2026-12-12T10:00", of="baclofen 2000 mcg/mL", residual="10")
    told = (FIRST, dose(), dose("2026-12-12", "130 mcg/day"))  # of the stronger one it is less
    assert residual_check(ledger(*told), stronger, PUMP) == checked(stronger, *told)


def test_recorded_boluses_without_an_allowance_change_nothing() -> None:
    new = fill("2026-12-12T00:00", residual="10.4", boluses_used=3)
    assert checked(new, FIRST, dose()).discrepancy_ul == 0


def test_a_constant_flow_pump_counts_no_bolus_of_a_dose_it_ignores() -> None:
    """0.25 mL a day for forty days, whatever dose was recorded."""
    codman = pump("CODMAN3000-30", fixed_flow_ul=250)
    ignored = dose(bolus_text="10 mcg x 4/day")
    for used in (None, 50):
        new = fill("2026-12-12T00:00", residual="10", boluses_used=used)
        found = checked(new, FIRST, ignored, of=codman)
        assert found.low_ul == found.high_ul == 10_000
        assert found.discrepancy_ul == 0


def test_boluses_used_have_the_size_that_held_before_the_refill() -> None:
    """A programme recorded with the refill cannot have given what was used until then."""
    new = fill("2026-12-12T00:00", residual="9.4", boluses_used=50)
    earlier = (FIRST, dose(bolus_text="10 mcg x 4/day"))
    raised = dose("2026-12-12T00:00", "120 mcg/day", "30 mcg x 4/day")
    facts = ledger(*earlier, new, raised)
    found = residual_check(facts, facts.fills()[-1], PUMP)
    assert found == checked(new, *earlier, raised)
    assert (found and found.discrepancy_ul) == 0


def test_a_programme_of_the_minute_before_a_refill_has_the_size_of_what_was_used() -> None:
    """It settles which concentration counts: 10 µL of 2000 mcg/mL are 20 mcg."""
    earlier = (
        fill("2026-10-02"),
        dose("2026-10-02", bolus_text="10 mcg x 4/day"),
        fill("2026-11-02", of="baclofen 2000 mcg/mL"),
        dose("2026-12-11T23:59", bolus_text="20 mcg x 4/day"),
    )
    new = fill("2026-12-12T00:00", of="baclofen 2000 mcg/mL", residual="9")
    none, fifty = (checked(replace(new, boluses_used=used), *earlier).low_ul for used in (0, 50))
    assert none - fifty == 500


def test_what_was_filled_with_a_refill_has_no_part_in_the_size_of_the_boluses_before() -> None:
    new = fill("2026-12-12T00:00", of="baclofen 1000 mcg/mL", residual="9", boluses_used=50)
    earlier = (FIRST, dose(bolus_text="10 mcg x 4/day"))
    raised = dose("2026-12-12T00:00", "120 mcg/day", "10 mcg x 4/day")
    facts = ledger(*earlier, new, raised)
    found = residual_check(facts, facts.fills()[-1], PUMP)
    assert (found and found.low_ul) == 9_400


@pytest.mark.parametrize(("given", "counted_ul"), [("2026-12-12", 0), ("2026-12-12T09:00", 1_000)])
def test_what_was_taken_out_on_the_day_alone_of_a_refill_came_after_it(
    given: str, counted_ul: int
) -> None:
    new = fill("2026-12-12T10:00", residual="10")
    assert checked(new, FIRST, dose(), bolus(given, "1 mL")).low_ul == 10_300 - counted_ul


def test_a_start_on_the_day_alone_of_a_refill_came_before_it() -> None:
    """Ten hours of the flow."""
    rested = (stop("2026-11-12T00:00"), start("2026-12-12"))
    new = fill("2026-12-12T10:00", residual="17")
    assert checked(new, FIRST, dose(), *rested).low_ul == 20_000 - 2_400 - 100


def test_a_missing_clock_time_allows_a_whole_day_of_flow_and_no_more() -> None:
    """10 mL at 1 mL a day."""
    told = dose(text="500 mcg/day")
    found = checked(fill("2026-11-12", residual="10"), fill(), told)
    assert (found.tolerance_ul, found.notice_ul) == (3_000, 2_450)


@pytest.mark.parametrize(
    ("first", "new", "slack_ul"),
    [
        ("2026-11-02T00:00", "2026-12-12T00:00", 0),
        ("2026-11-02", "2026-12-12T00:00", 320),
        ("2026-11-02T00:00", "2026-12-12", 320),
        ("2026-11-02", "2026-12-12", 320),
    ],
)
def test_a_day_of_flow_with_all_boluses_is_allowed_where_a_clock_time_is_missing(
    first: str, new: str, slack_ul: int
) -> None:
    """9.6 mL delivered at least: 14.5 % of it is 1.392 mL, less than 2 mL."""
    earlier = (fill(first), dose(bolus_text="10 mcg x 4/day"))
    found = checked(fill(new, residual="9"), *earlier)
    assert (found.tolerance_ul, found.notice_ul) == (2_000 + slack_ul, 1_392 + slack_ul)


def test_with_both_clock_times_not_a_tick_more_is_allowed() -> None:
    """5 mL delivered, counted in ticks of a microlitre."""
    filled, read = fill("2026-11-02T00:00"), when("2026-11-05T11:20")
    tank = Reservoir(20_000, 1, (Stretch(filled.at.instant, per_minute=1),))
    left = tank.left_at(read.instant)
    expected = Expectation(read.instant, tank, tank, left, left, Programming(()), ())
    found = expected.check(Volume(15_000), read, filled, PUMP)
    assert (found.tolerance_ul, found.notice_ul) == (2_000, 725)


def test_the_tolerance_grows_with_the_volume_delivered_beyond_two_millilitres() -> None:
    """E14 of the facts page: 0.25 mL/day for 60 days, 14.5 % of 15 mL."""
    earlier = (FIRST, dose(text="125 mcg/day"))
    found = checked(fill("2027-01-01T00:00", residual="5"), *earlier)
    assert found.high_ul == 5_000
    assert found.tolerance_ul == 2_175
    assert found.notice_ul == 2_000
    codman = pump("CODMAN3000-30", fixed_flow_ul=250)
    ten = checked(fill("2027-01-01T00:00", residual="5"), FIRST, of=codman)
    assert (ten.tolerance_ul, ten.notice_ul) == (2_000, 1_500)


def test_a_stopped_pump_delivers_nothing_and_allows_no_day_of_flow() -> None:
    earlier = (fill(), dose(), stop("2026-11-12T00:00"))
    found = checked(fill("2026-12-12", residual="17.6"), *earlier)
    assert found.high_ul == 17_600
    assert found.tolerance_ul == 2_000
    assert found.notice_ul == 348


def test_the_tolerance_is_rounded_down() -> None:
    earlier = (fill("2026-11-02", of="baclofen 333 mcg/mL"), dose(text="100 mcg/day"))
    found = checked(fill("2026-11-05", residual="19"), *earlier)
    flow = Fraction(100_000, 333)  # 300.3 µL: 2000 and a day of it
    assert found.tolerance_ul == 2_300 < 2_000 + flow


@pytest.mark.parametrize(
    ("residual", "severity"),
    [
        ("10.4", None),
        ("9.008", None),  # 1392 µL short: the smaller tolerance
        ("9.007", Severity.INFO),
        ("8.4", Severity.INFO),  # 2000 µL short: the larger one
        ("8.399", Severity.WARNING),
        ("11.792", None),
        ("11.793", Severity.INFO),
        ("12.401", Severity.WARNING),
    ],
)
def test_a_difference_informs_beyond_the_smaller_and_warns_beyond_the_larger_tolerance(
    residual: str, severity: Severity | None
) -> None:
    found = checked(fill("2026-12-12T00:00", residual=residual), FIRST, dose())
    assert severity_of(found) is severity
    assert [finding.severity for finding in residual_differs(found)] == [severity] * bool(severity)


def differing(residual: str) -> Finding:
    """The finding of a residual after forty days that should have left 10.4 mL."""
    [found] = residual_differs(checked(fill("2026-12-12T00:00", residual=residual), FIRST, dose()))
    return found


@pytest.mark.parametrize(("residual", "word"), [("8", "2.4 mL less"), ("13", "2.6 mL more")])
def test_the_finding_says_which_way_and_how_far(residual: str, word: str) -> None:
    finding = differing(residual)
    assert (finding.code, word in finding.message) == ("residual-differs", True)
    assert finding.facts == {"residual_ul": int(residual) * 1_000, "tolerance_ul": 2_000}


def test_the_smallest_difference_has_its_side_too() -> None:
    """A pump that never ran has nothing to be allowed for."""
    new = fill("2026-12-12T00:00", residual="20.001")
    [found] = residual_differs(checked(new, FIRST, stop("2026-11-02T00:00"), dose()))
    assert "is 0.001 mL more than expected" in found.message
    assert "less was delivered" in found.message


def test_more_than_expected_names_what_hinders_delivery_and_less_what_adds_to_it() -> None:
    more, less = differing("13").message, differing("8").message
    assert "Perhaps a stall, an occlusion, a pocket fill before or a wrong volume" in more
    assert "Perhaps over-infusion, a leak, a pocket fill or the wrong patient." in less


@pytest.mark.parametrize(("residual", "asked"), [("8.4", False), ("8.399", True)])
def test_the_patient_is_to_be_assessed_beyond_the_larger_tolerance(
    residual: str, asked: bool
) -> None:
    assert ("Assess the patient" in differing(residual).message) is asked


def said_of(*fills: Filled) -> list[str]:
    """The codes of what the volumes of the last of these fills say; 0.24 mL a day is delivered."""
    seen = view(fills[0], dose(), *fills[1:], as_of=day("2027-04-01"))
    return [finding.code for finding in volume_findings(seen, PUMP)]


LATER = "2026-12-12T00:00"
"""Forty days after the first fill: 10.4 mL should be left."""


@pytest.mark.parametrize(
    ("residual", "injected", "exchanged"),
    [("20", "10.4", True), ("18", "12.4", True), ("20", "12.5", False), ("17.9", "10.4", False)],
)
def test_a_residual_as_large_as_a_fill_beside_a_fill_as_large_as_the_rest_looks_exchanged(
    residual: str, injected: str, exchanged: bool
) -> None:
    found = said_of(FIRST, fill(LATER, injected, residual=residual))
    assert ("volumes-exchanged" in found) is exchanged


@pytest.mark.parametrize(("residual", "said"), [("0", True), ("0.1", False), ("", False)])
def test_nothing_drawn_where_some_was_expected_doubts_the_port(residual: str, said: bool) -> None:
    found = said_of(FIRST, fill(LATER, "18", residual=residual))
    assert ("nothing-drawn" in found) is said


def test_nothing_drawn_where_little_was_expected_doubts_no_port() -> None:
    found = said_of(FIRST, fill("2027-01-20T00:00", "18", residual="0"))
    assert "nothing-drawn" not in found


def test_a_residual_as_expected_is_never_exchanged_for_a_fill_of_the_same_size() -> None:
    small = fill("2026-11-02T00:00", "3")
    assert said_of(small, fill("2026-11-03T00:00", "3", residual="2.76")) == []


@pytest.mark.parametrize(("injected", "noted"), [("10", []), ("9.999", ["fill-under-half"])])
def test_a_fill_under_half_of_the_last_is_noted(injected: str, noted: list[str]) -> None:
    assert said_of(FIRST, fill(LATER, injected, residual="10.4")) == noted


@pytest.mark.parametrize(("residual", "above"), [("18", False), ("18.001", True)])
def test_a_residual_above_what_was_filled_is_noted(residual: str, above: bool) -> None:
    found = said_of(fill("2026-11-02T00:00", "18"), fill(LATER, "18", residual=residual))
    assert ("residual-above-fill" in found) is above


def test_the_same_residual_a_third_time_is_noted_and_a_second_time_is_not() -> None:
    first = fill("2026-11-02T00:00", residual="10.4")
    second = fill(LATER, residual="10.4")
    assert said_of(first, second) == []
    assert said_of(first, second, fill("2027-01-21T00:00", residual="10.4")) == [
        "residual-repeated"
    ]
    assert said_of(first, second, fill("2027-01-21T00:00", residual="10.5")) == []


def test_residuals_that_were_not_measured_are_not_alike() -> None:
    assert said_of(FIRST, fill(LATER), fill("2027-01-21T00:00")) == []
