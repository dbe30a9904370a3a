"""What the totals of a plan say about continuity, stability and the spread of work."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.benchmarks.bench_trade import trades
from tests.benchmarks.mixed_clinics import mixed_clinic
from tests.builders.plans import Plan, PlanningCase, Totals, Workload, check_plan
from tests.builders.values import RULES, VisitStatus
from tests.planning.cases import a_case, a_demand, a_nurse, a_patient, a_visit, on, planned

PRICES = {
    "price_other_nurse": "continuity",
    "price_moved": "stability",
    "price_overtime": "long days, past regular_hours",
}


def crowd() -> PlanningCase:
    """Three patients on one day, one of them with another usual nurse, one booked."""
    demands = (
        a_demand(a_patient("0001"), opens_on=on(11), last_nurse="N1"),
        a_demand(a_patient("0002"), opens_on=on(11), last_nurse="N9"),
        a_demand(a_patient("0003"), opens_on=on(11)),
    )
    booked = a_visit(patient="0003", day=on(11), minute=780)
    return a_case(*demands, visits=(booked,))


def test_visits_by_the_usual_nurse_count_among_those_who_have_one() -> None:
    totals = planned(crowd()).totals
    assert (totals.by_usual, totals.with_usual) == (1, 2)
    assert (totals.booked, totals.moved) == (1, 0)


def test_a_nurse_day_is_as_long_as_its_routes_together() -> None:
    nurse = a_nurse(roster="Mon-Fri 08:00-10:00 home; Mon-Fri 12:00-16:00 home")
    demands = tuple(
        a_demand(a_patient(f"000{n}", hours=hours), opens_on=on(day), refill_by=on(day))
        for n, hours, day in ((1, "", 10), (2, "Fri 08:00-10:00", 11), (3, "Fri 13:00-15:00", 11))
    )
    plan = planned(a_case(*demands, nurses=(nurse,)))
    lengths = [route.end - route.start for route in plan.routes]
    assert len(lengths) == 3
    (load,) = plan.totals.loads
    assert load == replace(plan.totals.load, nurse="N1")
    assert (load.days, load.visits, load.work_min) == (2, 3, sum(lengths))
    assert (load.least_min, load.most_min) == (lengths[0], lengths[1] + lengths[2])
    assert load.median_min == sum(lengths) // 2


def test_an_empty_plan_has_no_work() -> None:
    totals = planned(a_case(a_demand(refill_by=on(28)))).totals
    assert (totals.load, totals.loads, totals.with_usual) == (Workload(), (), 0)


def spoilt(plan: Plan, **changes: object) -> Plan:
    totals: Totals = replace(plan.totals, **changes)  # type: ignore[arg-type]
    return replace(plan, totals=totals)


@pytest.mark.parametrize(
    "changes",
    [
        {"booked": 9},
        {"with_usual": 9},
        {"by_usual": 9},
        {"load": Workload("", 1, 1, 1, 1, 1, 1, 1)},
        {"loads": ()},
        {"loads": (Workload("N1", 1, 3, 24, 999, 999, 999, 999),)},
    ],
)
def test_a_wrong_figure_is_found_by_the_check(changes: dict[str, object]) -> None:
    case = crowd()
    plan = planned(case)
    assert len(check_plan(case, spoilt(plan, **changes))) == 1


@pytest.mark.parametrize("seed", range(5))
def test_the_work_of_all_is_the_sum_of_each_nurses(seed: int) -> None:
    totals = planned(mixed_clinic(seed)).totals
    for name in ("days", "visits", "travel_min", "work_min"):
        assert getattr(totals.load, name) == sum(getattr(load, name) for load in totals.loads)
    assert totals.load.travel_min == totals.travel_min
    assert totals.load.most_min == max(load.most_min for load in totals.loads)


def test_each_of_them_has_a_price_among_the_settings() -> None:
    assert PRICES.keys() <= RULES.keys()
    assert "regular_hours" in RULES


def test_a_confirmed_visit_is_not_among_those_that_could_move() -> None:
    case = a_case(visits=(a_visit(status=VisitStatus.CONFIRMED),))
    assert planned(case).totals.booked == 0


def test_each_price_buys_what_it_is_for() -> None:
    found = {(each.price, each.value): each for each in trades(50, seed=1) if not each.broken}
    assert len(found) == 9
    continuity = [found["price_other_nurse", value].totals.by_usual for value in (0, 60)]
    long_days = [found["price_overtime", value].totals.overtime_min for value in (6, 0)]
    moved = [found["price_moved", value].totals.moved for value in (90, 0)]
    for least, most in (continuity, long_days, moved):
        assert least < most
