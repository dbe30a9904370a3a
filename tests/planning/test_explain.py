from __future__ import annotations

from dataclasses import replace

import pytest

from pumpsched.domain.calendars import Closure
from pumpsched.domain.people import Authorization, Setting
from pumpsched.domain.plan_check import check_plan
from pumpsched.domain.planning_case import PlanningCase
from pumpsched.domain.visits import VisitStatus
from pumpsched.planning.explain import NextBest, WhyHere, WhyNot, why_here, why_not
from tests.benchmarks.clinics import point
from tests.benchmarks.mixed_clinics import mixed_clinic
from tests.planning.cases import a_case, a_demand, a_nurse, a_patient, a_visit, on, planned


def here(case: PlanningCase, patient: str = "0001") -> WhyHere:
    found = why_here(case, planned(case), patient)
    assert found is not None
    return found


def not_here(case: PlanningCase, patient: str = "0001") -> WhyNot:
    found = why_not(case, planned(case), patient)
    assert found is not None
    return found


def test_the_last_day_of_the_window_needs_no_other_reason() -> None:
    found = here(a_case(a_demand(opens_on=on(10))))
    assert (found.rule, found.sentence) == (
        "window",
        "the last day that the rules allow before Fri 11 Dec 2026",
    )
    assert found.next_best == NextBest(on(10), ("N1",), 486, "", 2)


def test_a_fuller_later_day_is_the_reason_for_an_earlier_one() -> None:
    late = a_demand(a_patient("0002"), opens_on=on(11))
    case = a_case(a_demand(), late, nurses=(a_nurse(max_visits=1),))
    assert (here(case).rule, here(case).sentence) == ("capacity", "a later day has no room")


def test_another_nurse_than_usual_has_a_price() -> None:
    nurses = (a_nurse("N1"), a_nurse("N2", location=point(40, 10)))
    found = here(a_case(a_demand(last_nurse="N2"), nurses=nurses))
    assert found.rule == "price"
    assert found.sentence.startswith("nurse N2, who usually comes, would cost ")


def test_a_usual_nurse_without_training_is_told() -> None:
    nurses = (a_nurse("N1"), a_nurse("N2", skills=("PROMETRA",)))
    found = here(a_case(a_demand(last_nurse="N2"), nurses=nurses))
    assert found.rule == "skill"


def test_an_appointment_explains_itself() -> None:
    assert here(a_case(visits=(a_visit(),))).rule == "booked"
    confirmed = a_visit(status=VisitStatus.CONFIRMED)
    assert here(a_case(visits=(confirmed,))).rule == "confirmed"


def test_someone_with_no_visit_has_no_reason_for_one() -> None:
    case = a_case()
    assert why_here(case, planned(case), "0009") is None
    assert why_not(case, planned(case), "0001") is None


def test_a_longer_shift_is_named_to_the_half_hour() -> None:
    case = a_case(
        a_demand(a_patient("0001"), opens_on=on(11)),
        a_demand(a_patient("0002"), opens_on=on(11)),
        nurses=(a_nurse(roster="Mon-Fri 08:00-09:15 home"),),
    )
    (one,) = planned(case).unplaced
    found = not_here(case, one.patient)
    assert (found.change, found.eased) == (
        "Fri 11 Dec 2026 if nurse N1 worked until 09:45",
        "roster",
    )


@pytest.mark.parametrize(
    ("changes", "rule", "words"),
    [
        (
            {"nurses": (a_nurse(skills=("PROMETRA",)),)},
            "skill",
            "Fri 11 Dec 2026 if nurse N1 were trained on SM2",
        ),
        (
            {"authorizations": (Authorization("0001", "PA-1", visits=0),)},
            "authorization",
            "Fri 11 Dec 2026 if authorization PA-1 had one more visit",
        ),
        (
            {"closures": (Closure("N1", on(7), on(11)),)},
            "closed",
            "Fri 11 Dec 2026 if N1 were there from Mon 7 Dec 2026 to Fri 11 Dec 2026",
        ),
        (
            {"demands": (a_demand(a_patient(hours="Fri 09:00-09:20")),)},
            "availability",
            "Fri 11 Dec 2026 if the patient could be seen at any hour",
        ),
        (
            {"demands": (a_demand(a_patient(nurses_needed=2)),)},
            "nurses",
            "Fri 11 Dec 2026 if one nurse were enough",
        ),
        (
            {"demands": (a_demand(a_patient(setting=Setting.CLINIC)),)},
            "setting",
            "Fri 11 Dec 2026 if the patient could be seen at home",
        ),
        (
            {"nurses": (a_nurse(max_visits=0),)},
            "roster",
            "Fri 11 Dec 2026 if nurse N1 made 1 visits a day",
        ),
    ],
)
def test_the_smallest_change_is_named(changes: dict[str, object], rule: str, words: str) -> None:
    found = not_here(a_case(**changes))
    assert (found.eased, found.change) == (rule, words)


def test_a_change_that_helps_gives_a_sound_plan() -> None:
    for seed in range(4):
        case = mixed_clinic(seed)
        plan = planned(case)
        for one in plan.unplaced:
            found = why_not(case, plan, one.patient)
            assert found is not None
            if found.plan is not None and found.case is not None:
                assert check_plan(found.case, found.plan) == []
                assert one.patient not in {other.patient for other in found.plan.unplaced}


def test_where_no_single_change_helps_none_is_named() -> None:
    demand = replace(a_demand(a_patient(location=None, hours="Fri 09:00-09:20")))
    assert not_here(a_case(demand)).change == ""
