"""What is left of today: no visit is newly planned for a time that has passed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.benchmarks.mixed_clinics import mixed_clinic
from tests.builders.plans import Effort, PlanningCase, best_plan, check_plan
from tests.builders.values import Site, VisitKind, VisitStatus
from tests.effort import tries
from tests.planning.cases import (
    MONDAY,
    NEAR,
    a_case,
    a_demand,
    a_nurse,
    a_patient,
    a_visit,
    on,
    on_its_first_day,
    only_visit,
    planned,
)
from tests.planning.left_out import faults

TEN = 600
LATE = a_demand(opens_on=date(2026, 11, 2), refill_by=date(2026, 11, 25))
"""Late on Monday 30 November: the sooner the better."""


def today_at(minute: int, **changes: object) -> PlanningCase:
    return a_case(LATE, from_minute=minute, **changes)


def test_who_is_late_is_planned_for_what_is_left_of_today() -> None:
    morning, later = only_visit(today_at(0)), only_visit(today_at(TEN))
    assert (morning.day, later.day) == (MONDAY, MONDAY)
    assert morning.minute < TEN
    travel = morning.minute - 8 * 60
    assert later.minute == TEN + travel  # she sets out now


def test_after_the_shift_it_is_the_next_day() -> None:
    visit = only_visit(today_at(15 * 60 + 50))
    assert (visit.day, visit.minute < TEN) == (date(2026, 12, 1), True)


def test_in_a_clinic_it_may_begin_at_once() -> None:
    nurse = a_nurse(roster="Mon-Fri 08:00-16:00 clinic:MPLS")
    site = Site("MPLS", "Minneapolis", NEAR)
    visit = only_visit(today_at(TEN, nurses=(nurse,), sites=(site,)))
    assert (visit.day, visit.minute, visit.site) == (MONDAY, TEN, "MPLS")


def test_another_day_is_planned_whole() -> None:
    assert only_visit(a_case(from_minute=TEN)).minute < TEN


@pytest.mark.parametrize("status", [VisitStatus.BOOKED, VisitStatus.CONFIRMED])
def test_what_is_booked_for_this_morning_stays(status: VisitStatus) -> None:
    mine = a_visit(day=MONDAY, minute=510, status=status)
    (visit,) = planned(today_at(TEN, visits=(mine,))).visits
    assert (visit.code, visit.day, visit.minute, visit.moved) == ("V1", MONDAY, 510, False)


@pytest.mark.parametrize("hour", range(24))
@pytest.mark.parametrize("begins", [10, 15])
def test_what_is_booked_today_outside_the_patients_hours_moves_into_them(
    begins: int, hour: int
) -> None:
    patient = a_patient(hours="Mon-Fri 12:00-14:00")
    demand = a_demand(patient, opens_on=date(2026, 11, 20), refill_by=on(3))
    mine = a_visit(day=MONDAY, minute=begins * 60)
    visit = only_visit(a_case(demand, from_minute=hour * 60, visits=(mine,)))
    assert (visit.code, visit.moved) == ("V1", True)
    assert 12 * 60 <= visit.minute < visit.end <= 14 * 60


@pytest.mark.parametrize("hour", range(24))
def test_what_is_booked_today_beside_another_appointment_moves_away_from_it(hour: int) -> None:
    mine = a_visit(day=MONDAY, minute=600)
    other = a_visit("V2", day=MONDAY, minute=590, minutes=20, kind=VisitKind.FOLLOWUP)
    demand = a_demand(opens_on=date(2026, 11, 20), refill_by=on(3))
    plan = planned(a_case(demand, from_minute=hour * 60, visits=(mine, other)))
    assert [visit.code for visit in plan.visits if visit.moved] == ["V1"]


def test_a_nurse_who_is_out_takes_no_one_before_now() -> None:
    other = a_demand(a_patient("0002"), opens_on=date(2026, 11, 2), refill_by=date(2026, 11, 25))
    mine = a_visit(patient="0002", day=MONDAY, minute=510, status=VisitStatus.CONFIRMED)
    plan = planned(a_case(LATE, other, from_minute=TEN, visits=(mine,)))
    [new] = [visit for visit in plan.visits if visit.patient == "0001"]
    assert (new.day, new.minute >= TEN) == (MONDAY, True)


def test_the_checker_objects_to_a_visit_before_now() -> None:
    case = today_at(0)
    plan = planned(case)
    found = check_plan(replace(case, from_minute=TEN), plan)
    assert [finding.code for finding in found] == ["unsound-plan"]


@pytest.mark.campaign
@pytest.mark.parametrize("seed", range(tries(short=4, full=12)))
def test_searched_plans_begin_nothing_new_before_now(seed: int) -> None:
    case = on_its_first_day(mixed_clinic(seed), 11 * 60)
    plan = best_plan(case, Effort(tenths=1)).result
    assert faults(case, plan) == []
    known = {visit.code for visit in case.visits}
    early = [v for v in plan.visits if v.day == case.today and v.minute < 11 * 60]
    assert [visit for visit in early if visit.code not in known or visit.moved] == []
