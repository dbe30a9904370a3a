"""Whoever is left out: the change that is named gives a visit, when one does as it says."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from pumpsched.planning.explain.remedies import Remedy, WhyNot, remedies
from tests.benchmarks.clinics import Size, clinic
from tests.benchmarks.mixed_clinics import mixed_clinic
from tests.builders.plans import PlanningCase, plan_visits, why_not
from tests.builders.values import Authorization, Closure, Setting, Site
from tests.effort import tries
from tests.planning.cases import (
    UNPRICED,
    a_case,
    a_demand,
    a_nurse,
    a_patient,
    a_visit,
    on,
    planned,
)
from tests.planning.left_out import faults
from tests.planning.said import as_said


def not_here(case: PlanningCase, patient: str = "0001") -> WhyNot:
    found = why_not(case, planned(case), patient)
    assert found is not None
    return found


def check_remedy(case: PlanningCase, patient: str, remedy: Remedy) -> None:
    """Passes a change that, done as said, gives the patient a visit in a sound plan."""
    changed = as_said(case, patient, remedy.words)
    plan = plan_visits(changed)
    assert faults(changed, plan) == []
    visits = [visit for visit in plan.visits if visit.patient == patient and not visit.locked]
    assert [visit.day for visit in visits] == [remedy.visit.day], remedy.words


HOME_FRIDAYS = a_nurse(roster="Mon-Thu 08:00-16:00 home")
FRIDAY = a_demand(opens_on=on(11))
SHORT = "Mon-Fri 08:00-09:15 home"
PAIR = (a_demand(a_patient("0001"), opens_on=on(11)), a_demand(a_patient("0002"), opens_on=on(11)))
EAST = Site("EAST", "East")
IN_CLINIC = a_demand(a_patient(setting=Setting.CLINIC, location=None), opens_on=on(11))
CONTROLLED = {
    "demands": (a_demand(schedule="II"),),
    "rules": UNPRICED._replace(home_controlled="no"),
}
LONG_LEAD = UNPRICED._replace(order_lead_days=9)
WEDNESDAY = (Authorization("0001", "PA-2", valid_from=on(9), valid_to=on(9)),)
"""Authorized for one day of the window, so that the payer has to be asked for no other."""
USED_UP = Authorization("0001", "PA-1", visits=0)
BUT_WEDNESDAY = {"nurses": (a_nurse(roster="Mon,Tue,Thu,Fri 08:00-16:00 home"),)}
TUESDAYS = a_demand(a_patient(hours="Tue 14:00-16:00"), opens_on=on(16), refill_by=on(18))
BOOKED_EARLY = a_visit(day=on(2))


@pytest.mark.parametrize(
    ("changes", "rule", "words"),
    [
        (
            {"demands": PAIR, "nurses": (a_nurse(roster=SHORT),)},
            "roster",
            "Fri 11 Dec 2026 if nurse N1 worked until 10:15",
        ),
        (
            {"nurses": (a_nurse(skills=("PROMETRA",)),)},
            "skill",
            "Fri 11 Dec 2026 if nurse N1 were trained on SM2",
        ),
        (
            {"authorizations": (*WEDNESDAY, USED_UP)} | BUT_WEDNESDAY,
            "authorization",
            "Fri 11 Dec 2026 if authorization PA-1 had one more visit",
        ),
        (
            {"authorizations": WEDNESDAY} | BUT_WEDNESDAY,
            "authorization",
            "Fri 11 Dec 2026 if authorization PA-2 were valid until Fri 11 Dec 2026",
        ),
        (
            {
                "authorizations": WEDNESDAY,
                "nurses": (a_nurse(roster="Mon,Tue 08:00-16:00 home"),),
            },
            "authorization",
            "Tue 8 Dec 2026 if authorization PA-2 were valid from Mon 7 Dec 2026",
        ),
        (
            {"closures": (Closure("N1", on(7), on(11)),)},
            "closed",
            "Fri 11 Dec 2026 if nurse N1 were there",
        ),
        (
            {
                "demands": (a_demand(a_patient(hours="Thu,Fri 09:00-09:20")),),
                "nurses": (a_nurse(roster="Thu 08:00-16:00 home"),),
            },
            "availability",
            "Thu 10 Dec 2026 if the patient could be seen on Thu at any hour",
        ),
        (
            {"demands": (TUESDAYS,)},
            "window",
            "Tue 15 Dec 2026 if it came before the window opens",
        ),
        (
            {"demands": (TUESDAYS,), "closures": (Closure("N1", on(15), on(15)),)},
            "window",
            "Tue 8 Dec 2026 if it came before the window opens",
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
            "Fri 11 Dec 2026 if nurse N1 made 1 visit a day",
        ),
        (CONTROLLED, "site-of-care", "Fri 11 Dec 2026 if the setting home_controlled were allow"),
        (
            {"demands": (FRIDAY,), "nurses": (HOME_FRIDAYS,)},
            "roster",
            "Fri 11 Dec 2026 if nurse N1 also worked Fri 08:00-16:00 home",
        ),
        (
            {"demands": (IN_CLINIC,), "nurses": (HOME_FRIDAYS,), "sites": (EAST,)},
            "roster",
            "Fri 11 Dec 2026 if nurse N1 also worked Fri 08:00-16:00 clinic:EAST",
        ),
        (
            {"demands": (IN_CLINIC,), "sites": (EAST,)},
            "roster",
            "Fri 11 Dec 2026 with one more nurse, Mon-Fri 08:00-16:30 clinic:EAST",
        ),
        (
            {"demands": (a_demand(a_patient(location=None)),)},
            "location",
            "Fri 11 Dec 2026 if the patient's place were known (tried at nurse N1's base)",
        ),
        (
            {"nurses": (a_nurse(location=None),)},
            "location",
            "Fri 11 Dec 2026 if nurse N1's base were known (tried at the patient's)",
        ),
        (
            {"demands": (a_demand(opens_on=on(7), refill_by=on(11)),), "rules": LONG_LEAD,
             "closures": (Closure("N1", on(11), on(11)),)},
            "order",
            "Thu 10 Dec 2026 if the drug came in 8 working days",
        ),
        (
            {"demands": (a_demand(opens_on=on(21), refill_by=on(23)),), "visits": (BOOKED_EARLY,),
             "last": on(4)},
            "window",
            "Wed 23 Dec 2026 if the plan went on to Wed 23 Dec 2026",
        ),
    ],
)  # fmt: skip
def test_the_smallest_change_is_named_and_helps(
    changes: dict[str, object], rule: str, words: str
) -> None:
    case = a_case(**changes)
    patient = planned(case).unplaced[0].patient
    found = not_here(case, patient)
    assert found.remedy is not None
    assert found.remedy.words == words
    assert found.remedy.easing.rule == rule
    check_remedy(case, patient, found.remedy)


@pytest.mark.campaign
@pytest.mark.parametrize("batch", range(tries(short=2, full=4)))
def test_every_change_named_in_any_clinic_gives_the_visit_it_says(batch: int) -> None:
    kinds: Counter[str] = Counter()
    for seed in range(batch * 4, batch * 4 + 4):
        case = mixed_clinic(seed, patients=16)
        plan = planned(case)
        for one in plan.unplaced:
            for remedy in remedies(case, plan, one.patient):
                check_remedy(case, one.patient, remedy)
                kinds[remedy.easing.rule] += 1
    assert len(kinds) > 3


def test_a_change_that_others_would_take_helps_once_their_visits_are_booked() -> None:
    case = clinic(Size(50, 2), seed=0)
    case = replace(case, nurses=tuple(n._replace(max_visits=1) for n in case.nurses))
    plan = planned(case)
    found = why_not(case, plan, "0005")
    assert found is not None
    assert found.remedy is not None
    assert found.remedy.booked_first
    assert found.remedy.words.endswith(", once this plan is booked")
    check_remedy(case, "0005", found.remedy)
    unbooked = replace(found.remedy, booked_first=False)
    again = plan_visits(as_said(case, "0005", unbooked.words))
    assert "0005" in {one.patient for one in again.unplaced}


def test_a_change_may_take_away_what_the_plan_gives_others() -> None:
    case = mixed_clinic(16, patients=40, nurses=2)
    rules = case.rules._replace(price_last_days=0, start_grid_minutes=1)
    found = not_here(replace(case, rules=rules), "0018")
    assert found.remedy is not None
    assert found.remedy.words == "Wed 25 Nov 2026 if nurse N1 were there"
    check_remedy(case, "0018", found.remedy)


def test_where_no_single_change_helps_none_is_named() -> None:
    nurse = a_nurse(location=None, skills=("PROMETRA",), max_visits=0)
    assert not_here(a_case(a_demand(a_patient(location=None)), nurses=(nurse,))).remedy is None


def test_someone_with_a_visit_or_unknown_needs_no_change() -> None:
    case = a_case()
    assert why_not(case, planned(case), "0001") is None
    assert why_not(case, planned(case), "0009") is None
