"""The true reservoir: simple enough to be checked by hand, and against the projection."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pumpsched.domain.calendars import DAY_MINUTES
from pumpsched.simulation.simulated_pump import SimulatedPump, TrueReservoir, day_flow, evening
from tests.builders import CATALOGUE, DEFAULT_RULES, dose, even, fill, flex, ledger, pump, stop
from tests.builders.values import When, Window, WindowRules
from tests.builders.work import CALM, Chances, RandomDraws, Subject
from tests.simulation.clinics import START, a_subject


def simulated(subject: Subject, chances: Chances = CALM) -> SimulatedPump:
    return SimulatedPump(subject, RandomDraws(7, chances), CATALOGUE, start=START)


def seen(found: SimulatedPump, day: date = START) -> Window:
    shown = found.window(day)
    assert shown is not None
    return shown


def alarm_day(found: SimulatedPump) -> date | None:
    reached = found.reservoir.falls_to(found.alarm_ul)
    return None if reached is None else date.fromordinal(reached // DAY_MINUTES)


def test_a_volume_falls_evenly_to_zero_and_not_below() -> None:
    reservoir = TrueReservoir(0, Fraction(1000), Fraction(240))
    assert reservoir.at(DAY_MINUTES) == 760
    assert reservoir.at(100 * DAY_MINUTES) == 0
    assert reservoir.falls_to(760) == DAY_MINUTES
    assert reservoir.falls_to(2000) == 0


def test_a_pump_that_stands_still_never_falls_to_a_level() -> None:
    assert TrueReservoir(0, Fraction(1000), Fraction(0)).falls_to(10) is None


def test_filling_gives_back_what_was_left() -> None:
    reservoir = TrueReservoir(0, Fraction(1000), Fraction(240))
    assert reservoir.fill(2 * DAY_MINUTES, 20_000) == 520
    assert reservoir.at(3 * DAY_MINUTES) == 19_760


def test_a_new_flow_counts_from_its_instant() -> None:
    reservoir = TrueReservoir(0, Fraction(1000), Fraction(240))
    reservoir.flow(DAY_MINUTES, Fraction(480))
    assert reservoir.at(2 * DAY_MINUTES) == 280


def test_the_flow_of_a_programme_counts_the_share_of_boluses_taken() -> None:
    programme = even("120 mcg/day", "10 mcg x 3/day")
    assert day_flow(programme, 500_000, bolus_use=Fraction(0)) == 240
    assert day_flow(programme, 500_000, bolus_use=Fraction(1)) == 300


@given(
    filled=st.integers(0, 40),
    minute=st.integers(0, DAY_MINUTES - 1),
    mcg=st.integers(50, 600),
    bolus=st.sampled_from(("", "10 mcg x 3/day", "7 mcg x 5/day")),
    alarm=st.integers(500, 4000),
)
def test_without_chance_the_true_alarm_is_on_the_day_the_projection_says(
    filled: int, minute: int, mcg: int, bolus: str, alarm: int
) -> None:
    day = START - timedelta(days=filled)
    found = simulated(
        a_subject(
            filled_on=f"{day}T{minute // 60:02d}:{minute % 60:02d}",
            dosed=f"{mcg} mcg/day",
            bolus=bolus,
            rules=WindowRules(alarm_ul=alarm),
        )
    )
    said = seen(found).alarm_on
    if said is not None and said > START:
        assert alarm_day(found) == said
        found.refill(When(START, DAY_MINUTES - 1))
        assert alarm_day(found) == seen(found).alarm_on


def test_a_flex_programme_is_averaged_to_within_a_day() -> None:
    steps = "00:00 2 mcg/h; 08:00 10 mcg/h; 20:00 4 mcg/h"
    facts = (fill("2026-11-20T10:00"), dose("2026-11-20T10:00", steps))
    found = simulated(Subject(a_subject().demand, pump(), ledger(*facts), DEFAULT_RULES))
    said, true = seen(found).alarm_on, alarm_day(found)
    assert said is not None
    assert true is not None
    assert abs((said - true).days) <= 1
    assert flex(steps).basal_ng_per_day == 152_000


def test_a_stopped_pump_loses_nothing() -> None:
    facts = (fill("2026-11-02T10:00"), dose("2026-11-02T10:00"), stop("2026-11-12T10:00"))
    found = simulated(Subject(a_subject().demand, pump(), ledger(*facts), DEFAULT_RULES))
    assert found.reservoir.at(evening(START)) == 20_000 - 2_400
    assert not found.change_dose(When(START, 420), 10)


def test_a_planned_programme_takes_effect_on_its_day() -> None:
    facts = (fill("2026-11-20T00:00"), dose("2026-11-20T00:00"), dose("2026-12-01", "240 mcg/day"))
    found = simulated(Subject(a_subject().demand, pump(), ledger(*facts), DEFAULT_RULES))
    assert alarm_day(found) != seen(found).alarm_on
    found.wake(date(2026, 12, 1))
    assert alarm_day(found) == seen(found, date(2026, 12, 1)).alarm_on


def test_a_changed_dose_moves_the_window_and_the_truth_alike() -> None:
    found = simulated(a_subject())
    before = seen(found).refill_by
    assert found.change_dose(When(START, 420), 15)
    assert seen(found).refill_by < before
    assert alarm_day(found) == seen(found).alarm_on


@pytest.mark.parametrize(("dosed", "percent"), [("24.1 mcg/day", -15), ("11900 mcg/day", 15)])
def test_no_dose_goes_beyond_the_flow_of_the_pump(dosed: str, percent: int) -> None:
    found = simulated(a_subject(dosed=dosed, filled_on=f"{START}T00:00"))
    assert not found.change_dose(When(START, 420), percent)


def test_a_constant_flow_pump_keeps_its_own_flow() -> None:
    fixed = pump("CODMAN3000-30", fixed_flow_ul=500)
    facts = (fill("2026-11-12T00:00", "30", of="morphine 10 mg/mL"),)
    found = simulated(Subject(a_subject().demand, fixed, ledger(*facts), DEFAULT_RULES))
    assert found.reservoir.per_day == 500
    assert alarm_day(found) == seen(found).alarm_on
    assert not found.change_dose(When(START, 420), 10)


@given(st.integers(0, 10_000))
def test_a_pump_runs_off_within_its_label(seed: int) -> None:
    off = RandomDraws(seed).flow("0001", 145) - 1
    assert abs(off) <= Fraction(145, 1000)
    assert 0 <= RandomDraws(seed).bolus_use("0001") <= 1
