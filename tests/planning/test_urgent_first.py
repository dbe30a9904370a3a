"""Whoever is empty or in alarm comes first in the day of whoever takes them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.benchmarks.clinics import point
from tests.builders.plans import Demand, Plan, check_plan
from tests.builders.values import VisitStatus
from tests.planning.cases import MONDAY, a_case, a_demand, a_nurse, a_patient, a_visit, planned

ON_THE_WAY, BEYOND = point(13, 10), point(16, 10)
FRIDAY = date(2026, 11, 27)
EARLY = a_demand(
    a_patient("0001", location=ON_THE_WAY, hours="Mon 08:00-12:00"),
    opens_on=MONDAY,
    refill_by=MONDAY,
)
URGENT = replace(
    a_demand(a_patient("0002", location=BEYOND), opens_on=FRIDAY, refill_by=FRIDAY),
    is_empty=True,
)
IN_ALARM = replace(URGENT, is_empty=False, alarm_on=date(2026, 11, 29))


def order(plan: Plan) -> list[str]:
    return [visit.patient for visit in plan.visits]


@pytest.mark.parametrize("urgent", [URGENT, IN_ALARM], ids=["empty", "in alarm"])
def test_an_urgent_visit_comes_before_one_that_lies_on_the_way(urgent: Demand) -> None:
    assert order(planned(a_case(EARLY, urgent))) == ["0002", "0001"]


def test_who_may_be_empty_comes_before_who_is_past_the_alarm() -> None:
    in_alarm = replace(EARLY, alarm_on=MONDAY)
    assert order(planned(a_case(in_alarm, IN_ALARM))) == ["0001", "0002"]
    assert order(planned(a_case(in_alarm, URGENT))) == ["0002", "0001"]


def test_who_is_only_late_comes_where_the_way_is_shortest() -> None:
    late = replace(URGENT, is_empty=False)
    plans = (planned(a_case(EARLY, each)) for each in (late, URGENT))
    calm, urgent = (plan.totals.travel_min for plan in plans)
    assert calm <= urgent


def test_an_urgent_visit_waits_for_its_own_hours_and_others_come_before() -> None:
    patient = URGENT.patient._replace(availability=a_patient(hours="Mon 14:00-16:00").availability)
    plan = planned(a_case(EARLY, replace(URGENT, patient=patient)))
    assert order(plan) == ["0001", "0002"]


def test_who_comes_before_somebody_urgent_and_could_wait_is_told() -> None:
    patient = URGENT.patient._replace(availability=a_patient(hours="Mon 14:00-16:00").availability)
    case = a_case(EARLY, replace(URGENT, patient=patient))
    plan = planned(case)
    told = plan.visits[1].findings[-1]
    assert told.code == "comes-second"
    assert told.message.startswith("empty or in alarm, and 0001 at ")
    assert check_plan(case, plan) == []


def test_a_visit_planned_for_a_pump_that_may_be_empty_says_so() -> None:
    (visit,) = planned(a_case(URGENT)).visits
    assert [found.code for found in visit.findings] == ["after-empty", "rush-order"]


def test_an_empty_pump_that_waits_for_one_in_alarm_is_noticed() -> None:
    in_alarm = replace(EARLY, alarm_on=MONDAY)
    plan = planned(a_case(in_alarm, IN_ALARM))
    found = [finding.message for finding in check_plan(a_case(in_alarm, URGENT), plan)]
    assert found == [
        "0002 on 2026-11-30: findings ['rush-order'], expected ['after-empty', 'rush-order']",
        "0002 on 2026-11-30: urgent, and could come before 0001",
    ]


def test_a_plan_that_keeps_silent_about_who_could_wait_is_unsound() -> None:
    patient = URGENT.patient._replace(availability=a_patient(hours="Mon 14:00-16:00").availability)
    case = a_case(EARLY, replace(URGENT, patient=patient))
    plan = planned(case)
    first, second = plan.visits
    silent = replace(plan, visits=(first, replace(second, findings=second.findings[:-1])))
    (found,) = check_plan(case, silent)
    assert "expected ['after-empty', 'comes-second', 'rush-order']" in found.message


def test_hours_of_another_that_would_be_missed_come_first() -> None:
    narrow = EARLY.patient._replace(availability=a_patient(hours="Mon 08:00-09:00").availability)
    plan = planned(a_case(replace(EARLY, patient=narrow), URGENT))
    assert order(plan) == ["0001", "0002"]


@pytest.mark.parametrize("status", [VisitStatus.BOOKED, VisitStatus.CONFIRMED])
def test_a_visit_that_was_promised_its_minute_keeps_it(status: VisitStatus) -> None:
    visit = a_visit(patient="0001", day=MONDAY, minute=490, status=status)
    plan = planned(a_case(EARLY, URGENT, visits=(visit,), nurses=(a_nurse(),)))
    first = plan.visits[0]
    assert (first.patient, first.minute) == ("0001", 490)


def test_an_urgent_visit_that_waits_without_need_is_noticed() -> None:
    case = a_case(EARLY, URGENT)
    calm = replace(case, demands=(EARLY, replace(URGENT, is_empty=False)))
    plan = planned(calm)
    assert order(plan) == ["0001", "0002"]
    found = [finding.message for finding in check_plan(case, plan)]
    assert found == [
        "0002 on 2026-11-30: findings ['rush-order'], "
        "expected ['after-empty', 'comes-second', 'rush-order']",
        "0002 on 2026-11-30: urgent, and could come before 0001",
    ]
