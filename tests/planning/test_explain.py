from __future__ import annotations

import pytest

from pumpsched.planning.explain.choices import NextBest, WhyHere, why_here
from tests.benchmarks.clinics import point
from tests.benchmarks.mixed_clinics import mixed_clinic
from tests.builders.plans import Constraint, PlanningCase, why_not
from tests.builders.values import Closure, Nurse, Site, VisitKind, VisitStatus
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


def here(case: PlanningCase, patient: str = "0001") -> WhyHere:
    found = why_here(case, planned(case), patient)
    assert found is not None
    return found


def binding(found: WhyHere) -> tuple[str, str]:
    """The first rule and its sentence."""
    return found.reasons[0].rule, found.reasons[0].sentence


def answers(found: WhyHere) -> dict[str, tuple[str, str]]:
    """Rule and sentence by what they are about."""
    return {reason.about: (reason.rule, reason.sentence) for reason in found.reasons}


def test_the_last_day_of_the_window_needs_no_other_reason() -> None:
    found = here(a_case(a_demand(opens_on=on(10))))
    assert binding(found) == ("window", "the last day of the window")
    assert found.next_best == NextBest(on(10), ("N1",), 490, "", 2)


def test_a_fuller_later_day_is_the_reason_for_an_earlier_one() -> None:
    late = a_demand(a_patient("0002"), opens_on=on(11))
    case = a_case(a_demand(), late, nurses=(a_nurse(max_visits=1),))
    assert binding(here(case)) == ("capacity", "a later day has no room")


def test_another_nurse_than_usual_has_a_price() -> None:
    nurses = (a_nurse("N1"), a_nurse("N2", location=point(40, 10)))
    found = here(a_case(a_demand(last_nurse="N2"), nurses=nurses))
    assert binding(found)[0] == "price"
    assert binding(found)[1].startswith("nurse N2, who usually comes, would cost ")


def test_a_usual_nurse_without_training_is_told() -> None:
    nurses = (a_nurse("N1"), a_nurse("N2", skills=("PROMETRA",)))
    found = here(a_case(a_demand(last_nurse="N2"), nurses=nurses))
    assert binding(found)[0] == "skill"


def test_an_appointment_explains_itself() -> None:
    assert binding(here(a_case(visits=(a_visit(),))))[0] == "booked"
    confirmed = a_visit(status=VisitStatus.CONFIRMED)
    assert binding(here(a_case(visits=(confirmed,))))[0] == "confirmed"


def test_someone_with_no_visit_has_no_reason_for_one() -> None:
    case = a_case()
    assert why_here(case, planned(case), "0009") is None
    assert why_not(case, planned(case), "0001") is None


NURSES = (a_nurse("N1"), a_nurse("N2"))


@pytest.mark.parametrize(
    ("nurses", "rule", "words"),
    [
        ((a_nurse("N1"),), "roster", "is not on the staff"),
        ((a_nurse("N1"), a_nurse("N2", roster="")), "roster", "has no shift that fits"),
        ((a_nurse("N1"), a_nurse("N2", location=None)), "location", "has no known way"),
        ((a_nurse("N1"), a_nurse("N2", max_visits=0)), "capacity", "has no room"),
        (
            (a_nurse("N1"), a_nurse("N2", roster="Mon-Fri 08:00-16:00 clinic:EAST")),
            "setting",
            "could see the patient in the clinic only",
        ),
    ],
)
def test_what_keeps_the_usual_nurse_away_is_told(
    nurses: tuple[Nurse, ...], rule: str, words: str
) -> None:
    found = answers(here(a_case(a_demand(last_nurse="N2"), nurses=nurses)))["nurse"]
    assert found[0] == rule
    assert found[1].startswith(f"nurse N2, who usually comes, {words}")


def test_a_usual_nurse_who_is_away_is_told() -> None:
    closures = (Closure("N2", on(1), on(18)),)
    found = here(a_case(a_demand(last_nurse="N2"), nurses=NURSES, closures=closures))
    assert binding(found)[0] == "closed"


def test_the_usual_nurse_is_a_reason_and_another_one_has_a_price() -> None:
    usual = answers(here(a_case(a_demand(last_nurse="N1"), nurses=NURSES)))
    assert usual["nurse"] == ("usual", "nurse N1 usually comes")
    nurses = (a_nurse("N1"), a_nurse("N2", location=point(40, 10)))
    other = answers(here(a_case(nurses=nurses)))["nurse"]
    assert other[0] == "price"
    assert other[1].startswith("another nurse would cost ")
    assert answers(here(a_case()))["nurse"][0] == "roster"


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"closures": (Closure("0001", on(10), on(11)),)}, "closed"),
        ({"nurses": (a_nurse(roster="Mon-Wed 08:00-16:00 home"),)}, "roster"),
        ({"demands": (a_demand(a_patient(hours="Mon-Wed 08:00-12:00")),)}, "availability"),
    ],
)
def test_the_rule_that_leaves_no_later_day_is_told(changes: dict[str, object], rule: str) -> None:
    found = answers(here(a_case(**changes)))["day"]
    assert found[0] == rule
    assert found[1].startswith("no later day: ")


def test_a_window_without_an_open_day_is_told() -> None:
    found = answers(here(a_case(closures=(Closure("0001", on(7), on(11)),))))
    assert found["day"] == (
        "closed",
        "no day of the window Mon 7 Dec 2026 to Fri 11 Dec 2026 is open: "
        "the last open day before it",
    )
    assert found["finding"][0] == "rush-order"


def test_a_drug_that_comes_after_the_window_is_told() -> None:
    assert answers(here(a_case(a_demand(drug_on=on(14)))))["day"] == (
        "order",
        "the drug is there by Mon 14 Dec 2026 only, after the window Mon 7 Dec 2026 to "
        "Fri 11 Dec 2026: the earliest day",
    )


def test_a_visit_that_moves_for_a_late_drug_is_told() -> None:
    case = a_case(a_demand(drug_on=on(14)), visits=(a_visit(),))
    rule, text = answers(here(case))["booking"]
    assert (rule, text.endswith(": the drug is there by Mon 14 Dec 2026")) == ("order", True)


def test_a_home_patient_in_the_clinic_is_told_why() -> None:
    nurses = (a_nurse(roster="Mon-Fri 08:00-16:00 clinic:EAST"),)
    found = answers(here(a_case(nurses=nurses, sites=(Site("EAST", "East"),))))
    assert found["place"][0] == "roster"
    no_home = UNPRICED._replace(home_controlled="no")
    controlled = a_case(a_demand(schedule="II"), nurses=nurses, rules=no_home)
    assert answers(here(controlled))["place"][0] == "roster"
    both = (*nurses, a_nurse("N2"))
    controlled = a_case(a_demand(schedule="II"), nurses=both, rules=no_home)
    assert answers(here(controlled))["place"] == (
        "site-of-care",
        "not at home: this drug may not be refilled at home",
    )


@pytest.mark.parametrize(
    ("changes", "rule", "words"),
    [
        ({"closures": (Closure("N1", on(9), on(9)),)}, "closed", "nurse N1 is away"),
        ({"closures": (Closure("0001", on(9), on(9)),)}, "closed", "or the patient away that day"),
        ({"visits": (a_visit(day=on(14)),)}, "window", "not a day that the window Mon 7 Dec"),
        ({"visits": (a_visit(nurses=("N9",)),)}, "roster", "nurse N9 has no shift that fits"),
        ({"visits": (a_visit(minute=1200),)}, "capacity", "that does not fit the hours"),
    ],
)
def test_a_moved_booking_is_told_what_it_broke(
    changes: dict[str, object], rule: str, words: str
) -> None:
    found = here(a_case(**({"visits": (a_visit(),)} | changes)))
    assert found.visit.moved
    assert binding(found)[0] == rule
    assert binding(found)[1].startswith("booked for ")
    assert words in binding(found)[1]


def test_another_appointment_of_someone_left_out_is_no_reason() -> None:
    followup = a_visit(kind=VisitKind.FOLLOWUP)
    case = a_case(visits=(followup,), nurses=(a_nurse(skills=("PROMETRA",)),))
    plan = planned(case)
    assert why_here(case, plan, "0001") is None
    found = why_not(case, plan, "0001")
    assert found is not None
    assert found.reason == "skill"


@pytest.mark.parametrize("seed", range(6))
def test_every_visit_of_any_clinic_has_a_reason(seed: int) -> None:
    case = mixed_clinic(seed)
    plan = planned(case)
    known = {*Constraint, "price", "usual", "booked", "confirmed"}
    for visit in plan.visits:
        found = why_here(case, plan, visit.patient)
        if found is None:
            assert visit.kind is not VisitKind.REFILL or visit.locked
            continue
        rules = [reason.rule for reason in found.reasons if reason.about != "finding"]
        assert rules
        assert set(rules) <= known
        assert all(reason.sentence for reason in found.reasons)
        if found.next_best is not None and found.visit.day == found.next_best.day:
            assert found.next_best.minute != found.visit.minute or (
                found.next_best.nurses != found.visit.nurses
            )
