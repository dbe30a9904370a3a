"""Planner and tests find the same reason for whoever is left out, whatever the time of the day."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.benchmarks.mixed_clinics import mixed_clinic
from tests.builders.plans import Constraint, plan_visits, why_not
from tests.builders.values import Location
from tests.effort import tries
from tests.planning.booking import booked
from tests.planning.cases import (
    MONDAY,
    NEAR,
    a_case,
    a_demand,
    a_nurse,
    a_patient,
    on,
    on_its_first_day,
    planned,
)
from tests.planning.left_out import faults, misnamed

HOURS = range(0, 24 * 60, 60)
QUARTERS = range(0, 24 * 60, 15)
FOR_TWO = a_demand(a_patient(nurses_needed=2), opens_on=MONDAY, refill_by=MONDAY)
PAIR = (a_nurse("N1"), a_nurse("N2"))


@pytest.mark.campaign
@pytest.mark.parametrize("seed", range(tries(short=2, full=12)))
def test_the_reasons_of_any_clinic_are_the_same_at_every_hour(seed: int) -> None:
    for minute in HOURS:
        case = on_its_first_day(mixed_clinic(seed), minute)
        assert faults(case, plan_visits(case)) == [], minute


@pytest.mark.campaign
@pytest.mark.parametrize("seed", range(12, tries(short=14, full=20)))
def test_the_reasons_are_the_same_at_every_hour_after_a_plan_was_booked(seed: int) -> None:
    morning = on_its_first_day(mixed_clinic(seed), 0)
    evening = booked(morning, plan_visits(morning))
    for minute in HOURS:
        case = replace(evening, from_minute=minute)
        assert faults(case, plan_visits(case)) == [], minute


def test_two_nurses_due_today_have_the_same_reason_at_every_quarter_of_an_hour() -> None:
    for minute in QUARTERS:
        planned(a_case(FOR_TWO, nurses=PAIR, from_minute=minute))


@pytest.mark.parametrize(("minute", "reasons"), [(899, []), (900, ["roster"])])
def test_who_no_longer_fits_what_is_left_of_a_shift_is_left_out_by_the_roster(
    minute: int, reasons: list[str]
) -> None:
    left_out = planned(a_case(FOR_TWO, nurses=PAIR, from_minute=minute)).unplaced
    assert [one.reason for one in left_out] == reasons  # 6 there, 45 with her, 6 back, by the grid


def test_any_other_reason_is_noticed() -> None:
    case = a_case(a_demand(refill_by=on(1), opens_on=MONDAY), nurses=(a_nurse(skills=("X",)),))
    plan = planned(case)
    (one,) = plan.unplaced
    for reason in Constraint:
        wrong = replace(plan, unplaced=(replace(one, reason=reason),))
        assert bool(misnamed(case, wrong)) == (reason != "skill")


@pytest.mark.parametrize(
    ("home", "doubt"),
    [
        (Location(0, 0), "the home is at 0,0, in the sea: no coordinates"),
        (NEAR._replace(longitude_nano=-NEAR.longitude_nano), "longitude seems to have the wrong"),
    ],
    ids=["at zero", "sign lost"],
)
def test_whose_home_can_hardly_be_where_it_is_hears_of_the_coordinates(
    home: Location, doubt: str
) -> None:
    case = a_case(a_demand(a_patient(location=home)))
    plan = planned(case)
    (one,) = plan.unplaced
    assert (one.reason, doubt in one.detail) == ("roster", True)
    assert "`pumpsched patient edit 0001 --latitude … --longitude …`" in one.detail
    found = why_not(case, plan, "0001")
    assert found is not None
    assert found.remedy is not None
    assert found.remedy.easing.words.startswith("if the patient's place were known")
