"""A plan that was booked does not churn."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.benchmarks.clinics import MIDDLE, SMALL, Size, clinic
from tests.builders.values import Closure, VisitKind, VisitStatus
from tests.effort import some
from tests.planning.booking import booked
from tests.planning.cases import a_case, a_demand, a_nurse, a_patient, a_visit, codes, on, planned


def test_a_booked_visit_stays_where_it_is() -> None:
    plan = planned(a_case(visits=(a_visit(),)))
    (visit,) = plan.visits
    assert (visit.day, visit.minute, visit.code, visit.moved) == (on(9), 600, "V1", False)
    assert not visit.locked


def test_a_booked_visit_moves_when_its_nurse_is_away() -> None:
    closure = Closure("N1", on(9), on(9))
    plan = planned(a_case(visits=(a_visit(),), closures=(closure,)))
    (visit,) = plan.visits
    assert (visit.day, visit.moved, plan.totals.cost["moved"]) == (on(11), True, 30)


def test_a_booked_visit_moves_when_its_window_did() -> None:
    demand = a_demand(opens_on=on(1), refill_by=on(8))
    (visit,) = planned(a_case(demand, visits=(a_visit(),))).visits
    assert (visit.day, visit.moved) == (on(8), True)


def test_a_booked_visit_does_not_wait_for_its_drug_again() -> None:
    visit = a_visit(day=on(2))
    demand = a_demand(opens_on=on(1), refill_by=on(18))
    (kept,) = planned(a_case(demand, visits=(visit,))).visits
    assert (kept.day, codes(kept)) == (on(2), [])
    away = Closure("N1", on(2), on(2))
    (moved,) = planned(a_case(demand, visits=(visit,), closures=(away,))).visits
    assert (moved.day, codes(moved)) == (on(18), [])


def test_a_confirmed_visit_never_moves() -> None:
    confirmed = a_visit(status=VisitStatus.CONFIRMED)
    closure = Closure("N1", on(9), on(9))
    plan = planned(a_case(visits=(confirmed,), closures=(closure,)))
    (visit,) = plan.visits
    assert (visit.day, visit.minute, visit.locked) == (on(9), 600, True)
    assert codes(visit) == ["kept-conflict"]


def test_a_confirmed_visit_serves_its_window() -> None:
    confirmed = a_visit(status=VisitStatus.CONFIRMED)
    assert planned(a_case(visits=(confirmed,))).totals.visits == 1


def test_a_visit_confirmed_after_the_window_leaves_the_window_to_be_met() -> None:
    confirmed = a_visit(day=on(14), status=VisitStatus.CONFIRMED)
    visits = planned(a_case(visits=(confirmed,))).visits
    assert [(visit.day, visit.locked, visit.late) for visit in visits] == [
        (on(11), False, False),
        (on(14), True, True),
    ]


def test_appointments_that_do_not_fit_together_block_the_day() -> None:
    clash = (
        a_visit("V1", patient="0008", day=on(11), minute=600, kind=VisitKind.FOLLOWUP),
        a_visit("V2", patient="0009", day=on(11), minute=630, kind=VisitKind.FOLLOWUP),
    )
    plan = planned(a_case(visits=clash))
    assert [visit.day for visit in plan.visits if not visit.locked] == [on(10)]
    assert [codes(visit) for visit in plan.visits if visit.locked] == [["kept-conflict"]] * 2


def test_an_appointment_outside_the_roster_is_told_and_kept() -> None:
    sunday = a_visit("V1", patient="0009", day=on(13), kind=VisitKind.FOLLOWUP)
    plan = planned(a_case(visits=(sunday,)))
    assert [codes(visit) for visit in plan.visits if visit.locked] == [["kept-conflict"]]


def test_new_visits_go_round_the_appointments_of_the_day() -> None:
    taken = a_visit("V1", patient="0002", day=on(11), minute=600, kind=VisitKind.FOLLOWUP)
    patient, other = a_patient(hours="Fri 10:00-12:00"), a_patient("0002")
    later = a_demand(other, opens_on=on(21), refill_by=on(28))
    plan = planned(a_case(a_demand(patient), later, visits=(taken,)))
    (visit,) = [visit for visit in plan.visits if not visit.locked]
    assert visit.minute == 645


def test_an_urgent_refill_takes_the_place_of_a_booked_one_that_fits_elsewhere() -> None:
    easy = a_demand(a_patient("0001"), opens_on=on(7), refill_by=on(11))
    tight = a_demand(a_patient("0002"), opens_on=on(9), refill_by=on(9))
    case = a_case(easy, tight, visits=(a_visit(),), nurses=(a_nurse(max_visits=1),))
    plan = planned(case)
    assert plan.unplaced == ()
    assert [(v.patient, v.moved) for v in plan.visits if v.day == on(9)] == [("0002", False)]


@pytest.mark.campaign
@pytest.mark.parametrize("seed", some([1, 2], short=1))
def test_a_plan_that_was_booked_is_planned_again_as_it_is(seed: int) -> None:
    case = clinic(SMALL, seed=seed)
    plan = planned(case)
    again = planned(booked(case, plan))
    assert again.totals.moved == 0
    assert again.totals.cost_min == plan.totals.cost_min


@pytest.mark.campaign
@pytest.mark.parametrize("size", some([SMALL, MIDDLE], short=1))
def test_a_sick_day_moves_at_most_a_twentieth_of_the_other_visits(size: Size) -> None:
    case = clinic(size, seed=1)
    plan = planned(case)
    route = max(plan.routes, key=lambda route: (len(route.stops), route.day))
    sick = Closure(route.nurse, route.day, route.day, "sick")
    again = planned(replace(booked(case, plan), closures=(sick,)))
    moved = {visit.patient for visit in again.visits if visit.moved}
    beyond = (moved | {one.patient for one in again.unplaced}) - set(route.stops)
    beyond -= {one.patient for one in plan.unplaced}
    assert len(beyond) <= len(plan.visits) / 20
