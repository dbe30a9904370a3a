"""One example a rule: where a refill may go, and the reason when it may go nowhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.benchmarks.clinics import point
from tests.builders.plans import HomeRule
from tests.builders.values import (
    Authorization,
    Closure,
    Leg,
    Location,
    Setting,
    Site,
    VisitStatus,
    WorkingDays,
    itinerary,
    parse_hours,
)
from tests.planning.cases import (
    MONDAY,
    NEAR,
    UNPRICED,
    a_case,
    a_demand,
    a_nurse,
    a_patient,
    a_visit,
    codes,
    on,
    only_visit,
    planned,
    reason_left_out,
)

CLINIC = Site("EAST", "East clinic")
CLINIC_NURSE = a_nurse(roster="Mon-Fri 08:00-16:00 clinic:EAST")


def test_without_other_reasons_the_last_day_of_the_window_is_best() -> None:
    assert only_visit(a_case()).day == on(11)


def test_a_window_on_a_weekend_is_met_before_it() -> None:
    demand = a_demand(opens_on=on(8), refill_by=on(13))
    assert only_visit(a_case(demand)).day == on(11)


def test_a_window_without_an_open_day_is_met_on_the_last_open_day_before_it() -> None:
    visit = only_visit(a_case(a_demand(opens_on=on(12), refill_by=on(13))))
    assert (visit.day, codes(visit)) == (on(11), ["early-refill"])


def test_an_early_refill_is_after_the_fill() -> None:
    demand = a_demand(opens_on=on(12), refill_by=on(13), filled_on=on(11))
    assert planned(a_case(demand)).visits[0].late


def test_someone_late_has_the_earliest_day_that_can_be_had() -> None:
    demand = a_demand(opens_on=date(2026, 11, 1), refill_by=date(2026, 11, 20))
    visit = only_visit(a_case(demand))
    assert (visit.day, visit.late, codes(visit)) == (MONDAY, True, ["rush-order"])


def test_the_worse_withdrawal_comes_first_when_two_are_late() -> None:
    late = {"opens_on": date(2026, 11, 1), "refill_by": date(2026, 11, 20)}
    mild = a_demand(a_patient("0001"), rank=5, **late)  # type: ignore[arg-type]
    bad = a_demand(a_patient("0002"), rank=1, **late)  # type: ignore[arg-type]
    plan = planned(a_case(mild, bad, nurses=(a_nurse(max_visits=1),)))
    assert [visit.patient for visit in plan.visits] == ["0002", "0001"]


def test_nobody_is_placed_after_the_window_for_want_of_room() -> None:
    patients = [a_demand(a_patient(f"000{i}"), opens_on=on(11)) for i in range(3)]
    plan = planned(a_case(*patients, nurses=(a_nurse(max_visits=2),)))
    assert [one.reason for one in plan.unplaced] == ["capacity"]


@pytest.mark.parametrize("who", ["all", "N1", "0001"])
def test_a_closed_day_is_not_used(who: str) -> None:
    closure = Closure(who, on(10), on(11))
    working = WorkingDays(closures=(closure,)) if who == "all" else WorkingDays()
    case = a_case(closures=(closure,), working=working)
    assert only_visit(case).day == on(9)


def test_a_nurse_away_all_through_the_window_leaves_it_closed() -> None:
    assert reason_left_out(a_case(closures=(Closure("N1", on(7), on(11)),))) == "closed"


def test_a_visit_lies_inside_the_hours_of_the_patient() -> None:
    patient = a_patient(hours="Tue 13:00-14:00; Wed 10:00-10:30")
    visit = only_visit(a_case(a_demand(patient)))
    assert (visit.day, visit.minute) == (on(8), 13 * 60)


def test_hours_too_short_for_the_visit_are_no_hours() -> None:
    patient = a_patient(hours="Mon-Fri 10:00-10:30")
    assert reason_left_out(a_case(a_demand(patient))) == "availability"


def test_a_patient_is_in_one_place_at_a_time() -> None:
    patient = a_patient(hours="Fri 10:00-11:30")
    other = a_visit(day=on(11), minute=630, nurses=("N2",), status=VisitStatus.CONFIRMED)
    case = a_case(a_demand(patient), visits=(other._replace(kind=other.kind.FOLLOWUP),))
    assert reason_left_out(case) == "availability"


def test_a_clinic_patient_is_not_seen_at_home() -> None:
    assert reason_left_out(a_case(a_demand(a_patient(setting=Setting.CLINIC)))) == "setting"


def test_a_home_patient_is_offered_the_clinic_when_nothing_else_is_left() -> None:
    visit = only_visit(a_case(nurses=(CLINIC_NURSE,), sites=(CLINIC,)))
    assert (visit.site, visit.travel_min, codes(visit)) == ("EAST", 0, ["moved-to-clinic"])


def test_a_home_patient_stays_at_home_however_far() -> None:
    demand = a_demand(a_patient(location=a_nurse().location))
    far = replace(demand, patient=demand.patient._replace(location=_far()))
    nurses = (a_nurse(), CLINIC_NURSE._replace(code="N2"))
    assert only_visit(a_case(far, nurses=nurses, sites=(CLINIC,))).setting is Setting.HOME


def _far() -> Location:

    return point(69, 69)


def test_a_controlled_drug_at_home_is_found_with_its_dated_rule() -> None:
    rule = HomeRule(date(2018, 10, 24), "check the supply route")
    demand = replace(a_demand(schedule="II"), home_rules=(rule,))
    (finding,) = only_visit(a_case(demand)).findings
    assert finding.code == "controlled-at-home"
    assert finding.message == "since 2018-10-24: check the supply route"


def test_a_practice_may_keep_controlled_drugs_out_of_homes() -> None:
    rules = UNPRICED._replace(home_controlled="no")
    case = a_case(a_demand(schedule="II"), rules=rules)
    assert reason_left_out(case) == "site-of-care"
    with_clinic = replace(case, nurses=(CLINIC_NURSE,), sites=(CLINIC,))
    assert codes(only_visit(with_clinic)) == ["moved-to-clinic"]


def test_a_home_rule_counts_from_its_day() -> None:
    rule = HomeRule(on(10), "not at home", allowed=False)
    demand = replace(a_demand(), home_rules=(rule,))
    assert only_visit(a_case(demand)).day == on(9)


def test_a_home_without_coordinates_is_a_question_not_a_neighbour() -> None:
    case = a_case(a_demand(a_patient(location=None)))
    assert reason_left_out(case) == "location"
    with_clinic = replace(case, nurses=(a_nurse(), CLINIC_NURSE._replace(code="N2")))
    assert reason_left_out(with_clinic) == "location"


def test_the_legs_of_the_practice_stand_in_for_coordinates() -> None:
    legs = (Leg("N1", "0001", 20, 15_000), Leg("0001", "N1", 25, 16_000))
    plan = planned(a_case(a_demand(a_patient(location=None)), legs=legs))
    assert (plan.visits[0].travel_min, plan.totals.travel_min) == (20, 45)
    assert plan.totals.travel_m == 31_000


def test_only_a_nurse_trained_on_the_pump_comes() -> None:
    case = a_case(nurses=(a_nurse(skills=("PROMETRA",)),))
    assert reason_left_out(case) == "skill"


def test_two_nurses_come_at_once_and_both_travel() -> None:
    demand = a_demand(a_patient(nurses_needed=2))
    case = a_case(demand, nurses=(a_nurse("N1"), a_nurse("N2")))
    plan = planned(case)
    assert plan.visits[0].nurses == ("N1", "N2")
    assert [route.start for route in plan.routes] == [484, 484]
    assert plan.totals.travel_min == 4 * planned(a_case()).routes[0].travel_min // 2


IN_THE_CLINIC = a_demand(a_patient(nurses_needed=2, setting=Setting.CLINIC))
BY_ROAD: dict[str, Any] = {
    "nurses": (a_nurse(roster="Mon-Fri 08:00-16:00 clinic:EAST"), a_nurse("N2")),
    "sites": (Site("EAST", "East clinic", NEAR),),
}


def test_a_nurse_on_the_road_comes_to_a_session_as_its_second() -> None:
    plan = planned(a_case(IN_THE_CLINIC, **BY_ROAD))
    (visit,) = plan.visits
    assert (visit.site, visit.nurses, visit.setting) == ("EAST", ("N1", "N2"), Setting.CLINIC)
    session, road = plan.routes
    assert (session.place, session.travel_min) == ("EAST", 0)
    assert (road.place, road.nurse, road.travel_min) == ("home", "N2", 2 * visit.travel_min)
    assert visit.travel_min > 0


def test_a_route_sheet_has_the_begin_and_the_drive_of_the_plan() -> None:
    case = a_case(IN_THE_CLINIC, **BY_ROAD)
    plan = planned(case)
    for nurse, route in zip(BY_ROAD["nurses"], plan.routes, strict=True):
        mine = [visit.booked("V1") for visit in plan.visits]
        way = itinerary(nurse.code, route.day, mine, case.travel(), roster=nurse.roster)
        assert (way.leaves, way.returns) == (route.start, route.end)
        assert (way.travel_min, way.travel_m) == (route.travel_min, route.travel_m)


def test_a_nurse_on_the_road_who_is_not_trained_lends_no_hand() -> None:
    session, road = BY_ROAD["nurses"]
    untrained = (session, road._replace(skills=("PROMETRA",)))
    assert reason_left_out(a_case(IN_THE_CLINIC, **BY_ROAD | {"nurses": untrained})) == "nurses"


def test_two_nurses_on_the_road_hold_no_session() -> None:
    road = (a_nurse("N1"), a_nurse("N2"))
    assert reason_left_out(a_case(IN_THE_CLINIC, **BY_ROAD | {"nurses": road})) == "setting"


def test_a_nurse_too_far_from_a_site_lends_no_hand() -> None:
    far = (BY_ROAD["nurses"][0], a_nurse("N2", roster="Mon-Fri 08:00-08:50 home"))
    assert reason_left_out(a_case(IN_THE_CLINIC, **BY_ROAD | {"nurses": far})) == "roster"


@pytest.mark.parametrize("status", [VisitStatus.BOOKED, VisitStatus.CONFIRMED])
def test_a_visit_with_a_nurse_from_the_road_stays_where_it_is(status: VisitStatus) -> None:
    kept = a_visit(day=on(9), site="EAST", nurses=("N1", "N2"), status=status)
    (visit,) = planned(a_case(IN_THE_CLINIC, **BY_ROAD, visits=(kept,))).visits
    assert (visit.day, visit.minute, visit.nurses) == (on(9), 600, ("N1", "N2"))
    assert (visit.moved, codes(visit)) == (False, [])


def test_two_nurses_of_whom_one_is_away_are_not_two() -> None:
    demand = a_demand(a_patient(nurses_needed=2))
    away = Closure("N2", on(7), on(11))
    case = a_case(demand, nurses=(a_nurse("N1"), a_nurse("N2")), closures=(away,))
    assert reason_left_out(case) == "nurses"


def test_the_way_there_and_back_is_inside_the_shift() -> None:
    short = a_nurse(roster="Mon-Fri 08:00-08:50 home")
    assert reason_left_out(a_case(nurses=(short,))) == "roster"


def test_a_clinic_visit_is_inside_the_hours_of_the_site() -> None:
    site = CLINIC._replace(hours=parse_hours("Mon-Fri 15:00-15:45", "hours"))
    patient = a_patient(setting=Setting.CLINIC)
    visit = only_visit(a_case(a_demand(patient), nurses=(CLINIC_NURSE,), sites=(site,)))
    assert visit.minute == 15 * 60


def test_no_more_patients_at_once_than_chairs() -> None:
    demands = [
        a_demand(a_patient(f"000{i}", setting=Setting.CLINIC, hours="Fri 10:00-11:30"))
        for i in range(4)
    ]
    nurses = tuple(CLINIC_NURSE._replace(code=f"N{i}") for i in range(4))
    one_chair = planned(a_case(*demands, nurses=nurses, sites=(CLINIC,)))
    two_chairs = planned(a_case(*demands, nurses=nurses, sites=(CLINIC._replace(chairs=2),)))
    assert (len(one_chair.visits), len(two_chairs.visits)) == (2, 4)


def test_an_authorization_has_to_hold_on_the_day() -> None:
    until = Authorization("0001", "PA-1", valid_to=on(9))
    assert only_visit(a_case(authorizations=(until,))).day == on(9)
    only = Authorization("0001", "PA-1", valid_from=on(9), valid_to=on(9))
    away = Closure("N1", on(9), on(9))
    assert reason_left_out(a_case(authorizations=(only,), closures=(away,))) == "authorization"


def test_a_window_without_an_authorized_day_is_met_and_the_payer_asked() -> None:
    over = Authorization("0001", "PA-1", valid_to=on(4))
    case = a_case(authorizations=(over,))
    visit = only_visit(case)
    assert (visit.day, codes(visit), visit.late) == (on(11), ["unauthorized"], False)
    assert "ask the payer by 2026-12-10" in visit.findings[0].message
    assert planned(case).totals.cost["unauthorized"] == 240


def test_an_authorization_of_days_on_which_nobody_is_in_is_none() -> None:
    demand = a_demand(a_patient(hours="Fri 08:00-12:00"))
    until = Authorization("0001", "PA-1", valid_to=on(10))
    visit = only_visit(a_case(demand, authorizations=(until,)))
    assert (visit.day, codes(visit), visit.late) == (on(11), ["unauthorized"], False)


def test_a_drug_is_hurried_where_nobody_is_in_once_it_is_there() -> None:
    demand = a_demand(a_patient(hours="Fri 08:00-12:00"), opens_on=MONDAY, refill_by=on(10))
    visit = only_visit(a_case(demand))
    assert (visit.day, codes(visit), visit.late) == (on(4), ["rush-order"], False)


def test_an_authorization_gives_way_for_someone_late() -> None:
    late = a_demand(opens_on=date(2026, 11, 2), refill_by=date(2026, 11, 25))
    later = Authorization("0001", "PA-1", valid_from=on(4))
    visit = only_visit(a_case(late, authorizations=(later,)))
    assert (visit.day, codes(visit)) == (MONDAY, ["unauthorized", "rush-order"])


def test_a_window_without_an_authorized_day_still_waits_for_the_drug() -> None:
    long_window = a_demand(opens_on=MONDAY, refill_by=on(7))
    over = Authorization("0001", "PA-1", valid_to=date(2026, 11, 29))
    visit = only_visit(a_case(long_window, authorizations=(over,)))
    assert (visit.day, codes(visit)) == (on(7), ["unauthorized"])


def test_an_authorized_appointment_that_stays_counts_for_itself() -> None:
    once = Authorization("0001", "PA-1", visits=1)
    kept = a_visit(day=on(9), status=VisitStatus.CONFIRMED)
    assert codes(planned(a_case(authorizations=(once,), visits=(kept,))).visits[0]) == []
    none = Authorization("0001", "PA-1", visits=0)
    (visit,) = planned(a_case(authorizations=(none,), visits=(kept,))).visits
    assert codes(visit) == ["unauthorized"]


def test_an_authorization_that_ends_before_the_drug_is_there_is_met_in_a_rush() -> None:
    long_window = a_demand(opens_on=MONDAY, refill_by=on(11))
    until = Authorization("0001", "PA-1", valid_to=on(4))
    visit = only_visit(a_case(long_window, authorizations=(until,)))
    assert (visit.day, codes(visit), visit.late) == (on(4), ["rush-order"], False)
    again = Authorization("0001", "PA-2", valid_from=on(10))
    visit = only_visit(a_case(long_window, authorizations=(until, again)))
    assert (visit.day, codes(visit)) == (on(11), [])


def test_an_authorization_is_used_up_by_refills_done() -> None:
    twice = Authorization("0001", "PA-1", visits=2)
    done = (
        a_visit("V1", day=date(2026, 8, 3), status=VisitStatus.DONE),
        a_visit("V2", day=date(2026, 10, 1), status=VisitStatus.DONE),
        a_visit("V3", day=date(2026, 9, 1), status=VisitStatus.MISSED),
    )
    assert only_visit(a_case(authorizations=(twice,), visits=done[:1])).day == on(11)
    visit = only_visit(a_case(authorizations=(twice,), visits=done))
    assert codes(visit) == ["unauthorized"]


def test_the_drug_is_ordered_before_it_is_used() -> None:
    demand = a_demand(opens_on=MONDAY, refill_by=on(8))
    closure = Closure("N1", on(8), on(8))
    assert only_visit(a_case(demand)).day == on(8)
    assert only_visit(a_case(demand, closures=(closure,))).day == on(7)
    away = Closure("N1", on(7), on(8))
    assert reason_left_out(a_case(demand, closures=(away,))) == "order"


def test_a_booked_visit_waits_for_a_drug_that_is_late() -> None:
    booked = a_visit(day=on(9))
    late = a_demand(refill_by=on(11), drug_on=on(10))
    assert only_visit(a_case(a_demand(refill_by=on(11)), visits=(booked,))).day == on(9)
    assert on(10) <= only_visit(a_case(late, visits=(booked,))).day <= on(11)


def test_a_drug_that_is_there_is_not_awaited() -> None:
    demand = a_demand(opens_on=on(2), refill_by=on(3), drug_on=date.min)
    visit = only_visit(a_case(demand))
    assert (visit.day, codes(visit)) == (on(3), [])


@pytest.mark.parametrize("refill_by", [on(11), date(2026, 11, 27)], ids=["due", "late already"])
@pytest.mark.parametrize("booked", [on(8), on(14), None], ids=["before", "then", "not yet"])
def test_no_visit_is_planned_before_a_drug_that_is_told_to_be_late(
    refill_by: date, booked: date | None
) -> None:
    late = a_demand(opens_on=date(2026, 11, 20), refill_by=refill_by, drug_on=on(14))
    visits = () if booked is None else (a_visit(day=booked),)
    visit = only_visit(a_case(late, visits=visits))
    assert (visit.day, visit.late, codes(visit)) == (on(14), True, ["rush-order"])


def test_a_visit_stays_where_the_drug_is_there_though_the_window_has_a_day_before_it() -> None:
    papers = (Authorization("0001", "PA-1", valid_from=on(7), valid_to=on(8)),)
    late = a_demand(refill_by=on(11), drug_on=on(10))
    visit = only_visit(a_case(late, authorizations=papers))
    assert (visit.day >= on(10), codes(visit)) == (True, ["unauthorized"])


def test_a_window_that_closes_before_the_drug_is_there_is_met_in_a_rush() -> None:
    visit = only_visit(a_case(a_demand(opens_on=MONDAY, refill_by=on(4))))
    assert (visit.day, codes(visit), visit.late) == (on(4), ["rush-order"], False)


def test_a_window_beyond_the_span_waits_for_the_next_plan() -> None:
    plan = planned(a_case(a_demand(opens_on=on(17), refill_by=on(19))))
    assert (plan.visits, plan.unplaced) == ((), ())


def test_the_usual_nurse_comes_unless_that_costs_twenty_minutes_more() -> None:
    demand = a_demand(last_nurse="N2")
    as_near = (a_nurse("N1"), a_nurse("N2", location=point(16, 10)))
    assert only_visit(a_case(demand, nurses=as_near)).nurses == ("N2",)
    far_off = (a_nurse("N1"), a_nurse("N2", location=point(40, 10)))
    assert only_visit(a_case(demand, nurses=far_off)).nurses == ("N1",)


def test_a_preferred_nurse_goes_before_the_one_who_came_last() -> None:
    demand = a_demand(last_nurse="N2")
    preferring = replace(demand, patient=demand.patient._replace(preferred_nurse="N1"))
    case = a_case(preferring, nurses=(a_nurse("N1"), a_nurse("N2")))
    assert only_visit(case).nurses == ("N1",)
