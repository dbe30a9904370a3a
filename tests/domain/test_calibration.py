"""Flow calibration: the worked examples, the exact version beside it, and what always holds."""

from __future__ import annotations

from fractions import Fraction
from itertools import accumulate
from math import ceil, floor, isqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pumpsched.domain.calibration import (
    PPM,
    CycleVerdict,
    FlowEstimate,
    FlowReading,
    Hypothesis,
    times_text,
)
from tests.oracle import plain_calibration as plain

ALARM_UL = 2_000
PROGRAMMED_UL = 16_250
PER_DAY_UL = 250
"""Of 20 mL: the alarm is on day 72."""


def read(ml: str, programmed_ul: int = PROGRAMMED_UL, start_ul: int = 20_000) -> FlowReading:
    """The reading of a residual in the cycle of the worked examples."""
    return FlowReading(start_ul, int(Fraction(ml) * 1000), programmed_ul, 600)


def after(*residuals: str | None) -> FlowEstimate:
    """The estimate after these residuals [mL]; None is a cycle without a usable one."""
    found = FlowEstimate()
    for residual in residuals:
        found = found.after(None if residual is None else read(residual))
    return found


def early(found: FlowEstimate, *, verify: bool | None = None, alarm_ul: int = ALARM_UL) -> int:
    """The early day of the worked examples, verified while an over-infusion is disputed."""
    check = found.is_over_infusion_disputed if verify is None else verify
    room, day = 20_000 - alarm_ul, 0
    while found.keeps_above(room, PER_DAY_UL * (day + 1), 1, verify=check):
        day += 1
    return day


def late(found: FlowEstimate) -> int:
    """The last day on which the alarm may not be reached."""
    return max(d for d in range(400) if found.may_keep_above(18_000, PER_DAY_UL * d, 1))


def test_k1_without_a_residual_the_early_day_is_that_of_the_label() -> None:
    assert early(after()) == 62
    assert 18_000 // (PER_DAY_UL * 1.145) == 62


def test_k2_residuals_as_expected_bring_the_early_day_near_the_alarm() -> None:
    found = [after(*("3.8", "3.5", "3.9")[:count]) for count in (1, 2, 3)]
    assert [each.usual for each in found] == [
        (997_555, 1_162_552_660),
        (1_006_762, 755_652_885),
        (999_705, 645_706_083),
    ]
    assert [early(each) for each in found] == [66, 66, 66]
    assert found[-1].band == (946_181, 1_053_229)


def test_k3_one_residual_far_too_small_is_disputed_and_dropped_by_the_next() -> None:
    disputed = after("3.7", "3.8", "0.8")
    assert (disputed.verdict, disputed.is_over_infusion_disputed) == (CycleVerdict.DISPUTED, True)
    assert disputed.asks_for_review
    assert early(disputed) == 48
    dropped = disputed.after(read("3.7"))
    assert (dropped.verdict, dropped.shifted) == (CycleVerdict.AGREES, None)
    assert not dropped.asks_for_review
    assert (dropped.usual.multiplier_ppm, early(dropped)) == (1_001_388, 66)


def test_k4_a_second_residual_far_too_small_confirms_a_shift() -> None:
    """The plain arithmetic says day 65, and the pump is dry on 66.7."""
    disputed = after("3.7", "3.8", "0.5")
    assert (early(disputed), disputed.band) == (48, (930_138, 1_269_362))
    confirmed = disputed.after(read("0.4"))
    assert confirmed.verdict is CycleVerdict.CONFIRMED
    assert confirmed.usual == (1_200_332, 809_761_920)
    assert confirmed.asks_for_review
    assert (early(confirmed, verify=True), early(confirmed, verify=False)) == (48, 56)


def test_k5_two_residuals_far_too_large_confirm_that_it_runs_slow() -> None:
    disputed = after("3.7", "12.0")
    assert (disputed.verdict, disputed.is_over_infusion_disputed) == (CycleVerdict.DISPUTED, False)
    assert early(disputed) == 65
    confirmed = disputed.after(read("12.5"))
    assert (confirmed.verdict, confirmed.asks_for_review) == (CycleVerdict.CONFIRMED, False)
    assert confirmed.usual.multiplier_ppm == 483_026


def test_five_residuals_short_within_their_tolerance_bring_the_early_day_forward() -> None:
    """Each 1.7 mL of 15 mL: one and a tenth of what was programmed."""
    found = [FlowEstimate()]
    for _ in range(5):
        found.append(found[-1].after(read("3.3", 15_000)))
    assert {each.verdict for each in found[1:]} == {CycleVerdict.AGREES}
    assert early(found[-1]) == 60 < 65
    assert not found[-1].asks_for_review


def test_an_excess_after_a_shortage_of_the_same_size_is_a_swing() -> None:
    found = after("3.7", "0.5", "8.5")
    assert (found.verdict, found.is_swing, found.is_over) == (CycleVerdict.DISPUTED, True, False)
    assert not after("3.7", "8.5").is_swing
    assert not after("3.7", "0.5", "3.7").is_swing


def test_a_cycle_that_says_nothing_makes_the_flow_less_certain_and_nothing_else() -> None:
    found = after("3.8", None)
    assert found.usual == (997_555, 1_162_552_660 + 400_000_000)
    assert (found.usable, found.verdict) == (1, CycleVerdict.UNUSED)
    assert (found.error_ppm, found.error_variance) == (0, 0)
    assert early(found) <= early(after("3.8"))


def test_a_dispute_stays_while_nothing_more_is_measured() -> None:
    assert after("3.7", "0.5", None).is_over_infusion_disputed
    assert after("3.7", "0.5", None, "0.5").verdict is CycleVerdict.CONFIRMED


def test_the_late_day_is_as_far_behind_the_alarm_as_the_early_day_is_before_it() -> None:
    assert [late(after()), late(after("3.8", "3.5", "3.9"))] == [84, 77]


def test_a_review_is_asked_for_beyond_the_label_and_not_at_it() -> None:
    at = FlowEstimate(Hypothesis(1_145_000, 1), usable=3)
    assert not at.asks_for_review
    assert at._replace(usual=Hypothesis(1_145_001, 1)).asks_for_review


def test_a_reading_is_beyond_the_label_where_more_was_used_than_it_allows() -> None:
    """14.5 % of 16 mL are 2.32 mL."""
    assert not read("1.68", 16_000).is_beyond_label
    assert read("1.679", 16_000).is_beyond_label


@pytest.mark.parametrize(
    ("residual", "verdict"),
    [("1.678", "agrees"), ("1.677", "disputed"), ("6.251", "agrees"), ("6.252", "disputed")],
)
def test_less_is_doubted_from_two_and_a_half_deviations_on_more_from_three(
    residual: str, verdict: str
) -> None:
    """After 3.7 and 3.8 mL."""
    assert after("3.7", "3.8", residual).verdict == verdict


@pytest.mark.parametrize(
    ("residual", "verdict"),
    [("4.545", "agrees"), ("4.544", "disputed"), ("16.546", "agrees"), ("16.547", "disputed")],
)
def test_a_reading_just_as_far_off_as_is_believed_is_believed(residual: str, verdict: str) -> None:
    """One standard deviation is 109 100 ppm: 78 400 of the cycle, the rest of the pump."""
    reading = read(residual, 20_000, 30_000)._replace(sd_ul=1_568)
    assert FlowEstimate().after(reading).verdict == verdict


@pytest.mark.parametrize(("residual", "reached"), [("2.08", True), ("2.079", False)])
def test_a_reading_is_reached_within_three_deviations_of_both_together(
    residual: str, reached: bool
) -> None:
    """Of 40 000 ppm, 38 810 are the reading's."""
    assert Hypothesis(PPM, 93_750_000).reaches(read(residual, 16_000)) is reached


def test_more_than_usual_within_the_label_is_disputed_without_a_review() -> None:
    found = after("3.7", "3.8", "1.677")
    assert (found.verdict, found.is_over) == (CycleVerdict.DISPUTED, True)
    assert not found.asks_for_review


@pytest.mark.parametrize(("room", "kept"), [(588, True), (587, False)])
def test_right_after_a_fill_its_own_uncertainty_is_kept_above_the_alarm(
    room: int, kept: bool
) -> None:
    """1.96 times 300 µL."""
    assert Hypothesis(PPM, 0).keeps_above(room, 0, 1) is kept


def test_the_rounding_of_a_multiplier_counts_toward_the_early_and_the_late_side() -> None:
    """5 ppm of 16 mL are 80 of a thousand ticks in a microlitre."""
    held, used = Hypothesis(PPM, 0), 16_000_000
    deviation = 300**2 + Fraction(16_000**2 * (20_000**2 + 10_000**2), PPM**2)
    wide = Fraction(isqrt(int(deviation * 10**18)) * 49, 10**9 * 25) * 1_000
    early = used + wide + 80
    assert not held.keeps_above(floor(early), used, 1_000)
    assert held.keeps_above(ceil(early), used, 1_000)
    late = used - wide - 80
    assert not held.may_keep_above(floor(late), used, 1_000)
    assert held.may_keep_above(ceil(late), used, 1_000)


def test_the_late_day_is_that_of_whichever_hypothesis_uses_less() -> None:
    disputed = after("3.7", "3.8", "0.5")
    assert late(disputed) == late(disputed._replace(shifted=None))


@pytest.mark.parametrize(
    ("ppm", "text"), [(1_200_332, "1.2"), (1_194_999, "1.19"), (1_195_000, "1.2")]
)
def test_a_multiplier_is_told_to_a_hundredth(ppm: int, text: str) -> None:
    assert times_text(ppm) == text


residuals = st.integers(0, 20_000)
cycles = st.lists(
    st.none()
    | st.builds(
        lambda start, left, used: FlowReading(start, left * start // 20_000, min(used, start), 600),
        st.sampled_from((10_000, 20_000, 40_000)),
        st.integers(0, 12_000),
        st.integers(2_000, 36_000),
    ),
    max_size=8,
)


def held(readings: list[FlowReading | None]) -> list[FlowEstimate]:
    """The estimates after each of these cycles."""
    return list(accumulate(readings, FlowEstimate.after, initial=FlowEstimate()))[1:]


@given(cycles, st.integers(500, 3_000))
def test_the_integers_stay_within_five_millionths_of_the_fractions_and_never_later(
    readings: list[FlowReading | None], alarm_ul: int
) -> None:
    known = [each and (each.start_ul, each.residual_ul, each.programmed_ul) for each in readings]
    exact, found = plain.follow(known), (held(readings) or [FlowEstimate()])[-1]
    assert found.verdict == exact.word
    assert found.usable == exact.usable
    kept = list(zip(found.kept, exact.hypotheses, strict=True))
    assert all(abs(each.multiplier_ppm - m * PPM) <= 5 for each, (m, _) in kept)
    room = 20_000 - alarm_ul
    for day in range(90):
        if found.keeps_above(room, 250 * day, 1, verify=False):
            assert plain.keeps_above(exact, Fraction(room), Fraction(250 * day), verify=False)


@given(cycles, st.integers(2_000, 18_000), residuals, residuals)
def test_a_smaller_residual_never_gives_a_later_early_day_where_both_agree(
    readings: list[FlowReading | None], programmed: int, one: int, other: int
) -> None:
    before = (held(readings) or [FlowEstimate()])[-1]
    low, high = (
        before.after(FlowReading(20_000, residual, programmed, 600))
        for residual in sorted((one, other))
    )
    if low.verdict is high.verdict is CycleVerdict.AGREES:
        assert early(low, verify=False) <= early(high, verify=False)


@given(cycles, st.integers(500, 3_000), st.integers(0, 3_000))
def test_a_larger_alarm_volume_never_gives_a_later_early_day(
    readings: list[FlowReading | None], alarm_ul: int, more: int
) -> None:
    found = (held(readings) or [FlowEstimate()])[-1]
    assert early(found, alarm_ul=alarm_ul + more) <= early(found, alarm_ul=alarm_ul)


@given(cycles)
def test_a_hypothesis_more_never_gives_a_later_early_day(
    readings: list[FlowReading | None],
) -> None:
    for found in held(readings):
        assert early(found) <= early(found._replace(shifted=None))


@given(cycles, st.integers(2, 1_000))
def test_every_volume_times_the_same_number_says_the_same_of_the_flow(
    readings: list[FlowReading | None], factor: int
) -> None:
    larger = [each and FlowReading(*(factor * ul for ul in each)) for each in readings]
    assert held(larger) == held(readings)


@given(cycles, residuals, residuals)
def test_a_disputed_reading_that_is_dropped_leaves_what_no_reading_would_have_left(
    readings: list[FlowReading | None], wrong: int, good: int
) -> None:
    before = (held(readings) or [FlowEstimate()])[-1]._replace(shifted=None)
    disputed = before.after(FlowReading(20_000, wrong, 16_250, 600))
    dropped = disputed.after(FlowReading(20_000, good, 16_250, 600))
    skipped = before.after(None).after(FlowReading(20_000, good, 16_250, 600))
    if (disputed.verdict, dropped.verdict) == (CycleVerdict.DISPUTED, CycleVerdict.AGREES):
        assert dropped._replace(usable=0) == skipped._replace(usable=0)
