"""The reservoir: the volume at an instant and the day a level is met, exact to the minute."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from pumpsched.domain.programming import programming
from pumpsched.domain.reservoir import Reservoir, Stretch, reservoir_of
from tests.builders import (
    aspirate,
    bolus,
    dose,
    empty,
    even,
    fill,
    ledger,
    pump,
    running,
    start,
    stop,
    view,
    when,
)
from tests.builders.values import Fact

FILL = fill()


def reservoir(*facts: Fact, as_of: str = "2026-11-23") -> Reservoir:
    """The reservoir that these facts, and no others, make."""
    found = view(*facts, as_of=date.fromisoformat(as_of)).reservoir
    assert found is not None
    return found


def ul_at(tank: Reservoir, at: str, *, boluses: bool = False) -> Fraction:
    """Volume at a time."""
    return tank.volume_at(when(at).instant, boluses=boluses)


def met(tank: Reservoir, level_ul: int, *, boluses: bool = True) -> str | None:
    """Day on which a level is met."""
    found = tank.falls_to(level_ul, boluses=boluses)
    return None if found is None else str(date.fromordinal(found))


def test_the_volume_is_the_injected_one_less_the_flow() -> None:
    tank = reservoir(FILL, dose())
    assert [ul_at(tank, at) for at in ("2026-11-02", "2026-11-02T06:00", "2026-11-23")] == [
        20_000,
        19_940,
        14_960,
    ]


def test_the_volume_never_falls_below_zero() -> None:
    assert ul_at(reservoir(FILL, dose()), "2027-06-01") == 0


def test_one_minute_of_a_crooked_flow_stays_an_exact_fraction() -> None:
    tank = reservoir(fill(of="baclofen 333 mcg/mL"), dose(text="100 mcg/day"))
    left = 20_000 - Fraction(100_000, 333) / 1440
    assert ul_at(tank, "2026-11-02T00:01") == left


@pytest.mark.parametrize(
    ("clock", "on"),
    [
        ("00:00", "2027-01-16"),  # 75 days to the minute
        ("00:01", "2027-01-16"),
        ("23:59", "2027-01-16"),
    ],
)
def test_a_level_met_at_midnight_belongs_to_the_day_that_begins(clock: str, on: str) -> None:
    assert met(reservoir(fill(f"2026-11-02T{clock}"), dose()), 2_000) == on


@pytest.mark.parametrize(("clock", "on"), [("15:39", "2026-11-02"), ("15:40", "2026-11-03")])
def test_a_level_met_within_the_last_minute_belongs_to_that_day(clock: str, on: str) -> None:
    """1001 µL at 2 µL a minute take 500 minutes and a half: to half past 23:59, or 00:00."""
    tank = reservoir(fill(f"2026-11-02T{clock}", "3.001"), dose(text="1440 mcg/day"))
    assert met(tank, 2_000) == on


def test_a_pump_filled_to_its_level_has_met_it_even_if_it_stands_still() -> None:
    resting = reservoir(fill(ml="2"), dose(), stop("2026-11-01"))
    assert met(resting, 2_000) == "2026-11-02"
    flex = dose(text="00:00 10 mcg/h; 12:00 0 mcg/h")
    assert met(reservoir(fill("2026-11-02T13:00", "2"), flex), 2_000) == "2026-11-02"


def test_a_level_at_or_above_the_fill_is_met_on_the_day_of_the_fill() -> None:
    tank = reservoir(fill(ml="2"), dose())
    assert met(tank, 2_000) == met(tank, 2_500) == "2026-11-02"


def test_a_level_is_met_before_a_change_that_comes_later() -> None:
    tank = reservoir(FILL, dose(), dose("2027-02-01", "240 mcg/day"), as_of="2027-02-02")
    assert met(tank, 2_000) == "2027-01-16"


def test_a_pump_that_stands_still_just_above_a_level_never_meets_it() -> None:
    assert Reservoir(3, 1, (Stretch(FILL.at.instant),)).falls_to(2, boluses=True) is None


def test_a_stopped_pump_never_meets_a_level() -> None:
    assert met(reservoir(FILL, dose(), stop("2026-11-12T00:00")), 2_000) is None


def test_a_pump_started_again_goes_on_from_where_it_was() -> None:
    turns = (stop("2026-11-12T00:00"), start("2026-11-22T00:00"))
    tank = reservoir(FILL, dose(), *turns)
    assert ul_at(tank, "2026-11-15") == 20_000 - 2_400
    assert met(tank, 2_000) == "2027-01-26"


def test_allotted_boluses_count_for_the_date_but_not_for_the_volume() -> None:
    tank = reservoir(FILL, dose(bolus_text="10 mcg x 4/day"))  # 320 µL a day with all of them
    assert (met(tank, 2_000), met(tank, 2_000, boluses=False)) == ("2026-12-28", "2027-01-16")
    assert ul_at(tank, "2026-11-12") == 20_000 - 2_400
    assert ul_at(tank, "2026-11-12", boluses=True) == 20_000 - 3_200


def test_boluses_that_were_allotted_for_a_time_make_the_date_uncertain() -> None:
    allotted, none = dose(bolus_text="10 mcg x 4/day"), dose("2026-11-12")
    assert reservoir(FILL, allotted, none).has_boluses
    assert not reservoir(FILL, none).has_boluses


def test_one_off_boluses_are_taken_out_at_their_minute() -> None:
    tank = reservoir(FILL, dose(), bolus("2026-11-03T12:00", "0.25 mg"))
    before, after = ul_at(tank, "2026-11-03T11:59"), ul_at(tank, "2026-11-03T12:00")
    assert before - after == 500 + Fraction(1, 6)


def test_a_bolus_can_itself_meet_the_level() -> None:
    assert met(reservoir(FILL, dose(), bolus("2026-11-09", "17 mL")), 2_000) == "2026-11-09"


@pytest.mark.parametrize("taken", [bolus("2026-11-02", "1 mL"), aspirate("2026-11-02", "1 mL")])
def test_what_is_taken_on_the_day_alone_of_a_fill_counts_after_the_last_fill_of_that_day(
    taken: Fact,
) -> None:
    old, again = fill("2026-08-02"), fill("2026-11-02T15:00")
    for facts in ((taken, FILL), (FILL, taken), (taken, FILL, again), (again, taken, FILL)):
        told = dose("2026-08-02"), stop("2026-08-02")
        assert ul_at(reservoir(old, *facts, *told), "2026-11-03") == 19_000


def test_an_aspirated_volume_is_gone_and_was_not_delivered() -> None:
    tank = reservoir(FILL, dose(), aspirate("2026-11-03", "1.5 mL"))
    at = when("2026-11-04").instant
    assert ul_at(tank, "2026-11-04") == 20_000 - 480 - 1_500
    assert tank.delivered_at(at) == 480 * tank.ticks_per_ul


def test_a_one_off_bolus_was_delivered() -> None:
    tank = reservoir(FILL, dose(), bolus("2026-11-03", "1.5 mL"))
    assert tank.delivered_at(when("2026-11-04").instant) == 1_980 * tank.ticks_per_ul


def test_what_is_programmed_by_an_instant_counts_boluses_and_what_was_taken_out_until_then() -> (
    None
):
    facts = (aspirate("2026-11-12T00:00", "1 mL"), bolus("2026-11-13T00:00", "2 mL"))
    tank = reservoir(FILL, dose(bolus_text="10 mcg x 4/day"), *facts)  # 320 µL a day
    told = {
        on: [ticks // tank.ticks_per_ul for ticks in tank.programmed_by(when(on).instant)]
        for on in ("2026-11-10", "2026-11-12", "2026-11-14")
    }
    assert told == {
        "2026-11-10": [0, 8 * 320],
        "2026-11-12": [1_000, 10 * 320],
        "2026-11-14": [1_000, 12 * 320 + 2_000],
    }


def test_before_anything_ran_the_reservoir_holds_what_was_filled() -> None:
    tank = reservoir(FILL, dose(), bolus("2026-11-12", "1 mL"))
    left = [tank.left_before(place) // tank.ticks_per_ul for place in (0, 1)]
    assert left == [20_000, 20_000 - 2_400]


def test_a_bolus_out_of_an_empty_reservoir_is_not_delivered() -> None:
    tank = reservoir(FILL, stop("2026-11-02"), dose(), aspirate("2026-11-02", "20 mL"),
                     bolus("2026-11-02T00:00", "1 mL"))  # fmt: skip
    assert tank.delivered_at(when("2026-11-02T00:00").instant) == 0


def test_an_emptied_reservoir_holds_nothing_until_the_next_fill() -> None:
    tank = reservoir(FILL, dose(), empty("2026-11-12T10:00", "17.5"))
    assert ul_at(tank, "2026-11-12T09:59") > 17_000
    assert ul_at(tank, "2026-11-12T10:00") == 0
    assert met(tank, 2_000) == met(tank, 0) == "2026-11-12"
    after = reservoir(FILL, dose(), empty("2026-11-12"), fill("2026-11-20"))
    assert ul_at(after, "2026-11-21") == 20_000 - 240


def test_a_change_of_programme_draws_from_its_instant_on() -> None:
    tank = reservoir(FILL, dose(), dose("2026-11-12T12:00", "240 mcg/day"))
    assert ul_at(tank, "2026-11-13") == 20_000 - 2_400 - 120 - 240


def test_a_flex_programme_has_the_flow_of_its_hours() -> None:
    """5 mcg/h to 08:00, 10 to 12:00, then 6: 80, 80 and 144 µL of a day's 304."""
    tank = reservoir(FILL, dose(text="00:00 5 mcg/h; 08:00 10 mcg/h; 12:00 6 mcg/h"))
    times = ("2026-11-02T08:00", "2026-11-02T10:00", "2026-11-02T12:00", "2026-11-03")
    assert [20_000 - ul_at(tank, at) for at in times] == [80, 120, 160, 304]
    assert tank.day_flow(when("2026-11-05T03:00").instant, boluses=True) == 304


@pytest.mark.parametrize(
    ("level_ul", "on"),
    [
        (20_000 - 304, "2026-11-03"),
        (20_000 - 303, "2026-11-02"),
        (20_000 - 304 - 240, "2026-11-03"),
        (20_000 - 608, "2026-11-04"),
    ],
)
def test_a_flex_level_is_met_within_the_very_step(level_ul: int, on: str) -> None:
    tank = reservoir(FILL, dose(text="00:00 5 mcg/h; 08:00 10 mcg/h; 12:00 6 mcg/h"))
    assert met(tank, level_ul) == on


@pytest.mark.parametrize(("used_ul", "on"), [(131, "2026-11-02"), (132, "2026-11-03")])
def test_a_flex_pump_filled_in_the_middle_of_a_step_goes_on_with_it(used_ul: int, on: str) -> None:
    """12 µL an hour from 13:00 to midnight."""
    flex = dose(text="00:00 5 mcg/h; 08:00 10 mcg/h; 12:00 6 mcg/h")
    assert met(reservoir(fill("2026-11-02T13:00"), flex), 20_000 - used_ul) == on


def test_a_flex_pump_at_rest_in_the_evening_meets_the_level_when_its_last_drop_is_gone() -> None:
    resting = dose(text="00:00 10 mcg/h; 12:00 0 mcg/h")  # 240 µL, all before noon
    assert met(reservoir(FILL, resting), 20_000 - 240) == "2026-11-02"
    late = fill("2026-11-02T13:00")
    assert met(reservoir(late, resting), 20_000 - 240) == "2026-11-03"
    assert met(reservoir(late, resting), 19_999) == "2026-11-03"


def test_a_flex_programme_counts_its_allotted_boluses_in_every_step() -> None:
    tank = reservoir(FILL, dose(text="00:00 10 mcg/h; 12:00 0 mcg/h", bolus_text="5 mcg x 24/day"))
    assert ul_at(tank, "2026-11-03", boluses=True) == 20_000 - 480
    assert met(tank, 20_000 - 480) == "2026-11-03"
    assert met(tank, 2_000) == "2026-12-09"  # 37 days and a half


def test_a_constant_flow_pump_has_its_own_flow_whatever_was_programmed() -> None:
    codman = pump("CODMAN3000-30", fixed_flow_ul=300)
    tank = running(of=codman).reservoir
    assert tank is not None
    assert ul_at(tank, "2026-11-12") == 17_000


def test_a_stop_before_the_fill_still_holds_after_it() -> None:
    tank = reservoir(fill("2026-10-01"), dose("2026-10-01"), stop("2026-10-20T08:00"), FILL)
    assert ul_at(tank, "2026-11-20") == 20_000


def test_without_a_programme_nothing_flows() -> None:
    found = reservoir_of(FILL, facts=[FILL], told=programming([FILL], as_of=FILL.at.day))
    assert found.falls_to(2_000, boluses=True) is None
    assert found.day_flow(when("2026-11-09").instant, boluses=True) == 0


def test_before_the_fill_the_first_settings_are_shown() -> None:
    tank = reservoir(FILL, dose(), dose("2026-11-12", "240 mcg/day"))
    assert tank.stretch_at(when("2026-10-01").instant) == tank.stretches[0]
    assert tank.stretch_at(when("2026-11-12").instant) == tank.stretches[1]


def test_the_programme_in_force_is_the_last_that_has_begun() -> None:
    told = programming(
        ledger(FILL, dose("2026-11-03"), dose("2026-11-09T10:00", "240 mcg/day")).facts,
        as_of=date(2026, 11, 23),
    )
    shown = [
        change.programme if (change := told.running(when(at).instant)) else None
        for at in ("2026-11-02", "2026-11-09T09:59", "2026-11-09T10:00")
    ]
    assert shown == [even(), even(), even("240 mcg/day")]


def test_a_volume_is_without_the_allotted_boluses_unless_they_are_asked_for() -> None:
    tank = reservoir(FILL, dose("2026-11-02", "120 mcg/day", "5 mcg x 4/day"))
    later = when("2026-11-10").instant
    assert tank.volume_at(later) == tank.volume_at(later, boluses=False)
    assert tank.volume_at(later) > tank.volume_at(later, boluses=True)


def test_what_was_taken_out_in_the_minute_of_a_fill_and_before_it_came_out_of_the_old_one() -> None:
    noon = "2026-11-02T12:00"
    filled, later = fill(noon), when("2026-11-03").instant
    before = reservoir(bolus(noon, "1 mL"), filled, dose(noon))
    after = reservoir(filled, bolus(noon, "1 mL"), dose(noon))
    assert before.volume_at(later) - after.volume_at(later) == 1_000
