"""The parts of a search: what may not move, what may not be paired, and answers that do not fit."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from pumpsched.planning.planner import joined, regions
from pumpsched.planning.search.search import Neighbourhoods
from pumpsched.planning.search.solver import Client, Vehicle, solve
from pumpsched.planning.search.subproblems import Subproblem, as_problem, improved, subproblem
from pumpsched.planning.urgent_first import urgent_first
from tests.benchmarks.clinics import Size, clinic, point
from tests.benchmarks.mixed_clinics import mixed_clinic
from tests.builders.plans import (
    Effort,
    PlanningCase,
    PlanningProblem,
    RoutingProblem,
    best_plan,
    opening,
    plan_of,
    plan_visits,
    quick_state,
)
from tests.builders.values import Setting, Site, VisitStatus
from tests.planning.cases import a_case, a_demand, a_nurse, a_patient, a_visit, on
from tests.planning.left_out import faults

WARD = clinic(Size(60, 3), seed=2)


def a_tour(base: int, *prices: int | None, end: int = 960) -> Vehicle:
    return Vehicle(base, 480, end, 480, 480, 9, drives=True, prices=prices)


def a_problem(*tours: Vehicle, stops: int = 3, prize: int = 0) -> RoutingProblem:
    """Stops ten minutes from one another and from every base."""
    size = len(tours) + stops
    minutes = tuple(tuple(0 if a == b else 10 for b in range(size)) for a in range(size))
    return RoutingProblem(
        minutes=minutes,
        bases=len(tours),
        stops=tuple(Client(60, 480, 900, prize) for _ in range(stops)),
        tours=tours,
        routes=(tuple(range(stops)), *(() for _ in tours[1:])),
        minute_price=100,
        overtime_price=200,
        iterations=60,
        seed=1,
    )


def test_a_forbidden_pair_is_never_used() -> None:
    pytest.importorskip("pyvrp")
    barred = a_tour(0, 0, 0, None)
    problem = replace(a_problem(barred, a_tour(1, None, 0, 9_000)), routes=((0, 1), (2,)))
    routes = solve(problem)
    assert 2 not in routes[0]
    assert 0 not in routes[1]
    assert sorted(stop for route in routes for stop in route) == [0, 1, 2]


def test_a_price_decides_which_tour_takes_a_stop() -> None:
    pytest.importorskip("pyvrp")
    routes = solve(a_problem(a_tour(0, 0, 0, 50_000), a_tour(1, 50_000, 50_000, 0)))
    assert [sorted(route) for route in routes] == [[0, 1], [2]]


def test_what_has_no_room_is_left_out_and_no_tour_is_too_long() -> None:
    pytest.importorskip("pyvrp")
    short = a_tour(0, 0, 0, 0, end=640)
    problem = replace(a_problem(short, prize=100_000), routes=((0,),))
    assert len(solve(problem)[0]) == 2


def test_of_two_ways_to_do_a_job_one_is_chosen() -> None:
    pytest.importorskip("pyvrp")
    twice = tuple(Client(60, 480, 900, 100_000, either=0) for _ in range(2))
    problem = replace(a_problem(a_tour(0, 900, 0), stops=2), stops=twice, choices=1, routes=((0,),))
    assert solve(problem) == ((1,),)


def test_a_problem_without_a_legal_answer_gives_back_what_it_was_given() -> None:
    pytest.importorskip("pyvrp")
    problem = a_problem(a_tour(0, 0, 0, 0, end=560))
    assert solve(problem) == problem.routes


def test_the_parts_of_a_batch_share_no_slot() -> None:
    state = quick_state(PlanningProblem(WARD))
    drawn = Neighbourhoods(state.problem, Random(1))
    for _ in range(20):
        slots = [slot for part in drawn.batch(state, 4) for slot in part]
        assert len(slots) == len(set(slots))


@pytest.mark.parametrize("seed", range(12))
def test_an_answer_that_does_not_fit_is_put_right_or_dropped(seed: int) -> None:
    state, random = quick_state(PlanningProblem(mixed_clinic(seed))), Random(seed)
    for slots in Neighbourhoods(state.problem, random).batch(state, 4):
        part = subproblem(state, slots)
        routes = _anyhow(part, random)
        assert improved(state, part, routes, at_most=0).cost <= state.cost
        worse = improved(state, part, routes, at_most=10**12)
        urgent_first(worse)  # as every plan is, when nothing is sought any more
        assert faults(state.problem.case, plan_of(worse)) == []


def _anyhow(part: Subproblem, random: Random) -> list[list[int]]:
    """Every visit that may move on any tour that may have it, in any order: far too many."""
    found: list[list[int]] = [[] for _ in part.slots]
    for number, choice in enumerate(part.choices):
        may = [i for i, slot in enumerate(part.slots) if slot in choice.prices]
        if may:
            found[random.choice(may)].append(number)
    return found


def test_what_is_confirmed_or_needs_two_nurses_stays_in_every_part() -> None:
    pair = a_demand(a_patient("0001", nurses_needed=2))
    other = a_demand(a_patient("0002"), opens_on=on(7), refill_by=on(11))
    confirmed = a_visit("V2", patient="0003", status=VisitStatus.CONFIRMED)
    third = a_demand(a_patient("0003"))
    nurses = (a_nurse("N1"), a_nurse("N2"))
    state = quick_state(
        PlanningProblem(a_case(pair, other, third, visits=(confirmed,), nurses=nurses))
    )
    part = subproblem(state, range(len(state.problem.slots)))
    fixed = {state.problem.jobs[c.job].patient for c in part.choices if not c.movable}
    assert fixed == {"0001", "0003"}
    assert all(c.earliest == c.latest == c.start for c in part.choices if not c.movable)
    problem = as_problem(state, part, seed=1, iterations=9)
    stops = [s for s, c in zip(problem.stops, part.choices, strict=True) if not c.movable]
    assert all(stop.prize == 0 for stop in stops)


def full_day() -> PlanningCase:
    """A clinic day of ten confirmed visits and the break between them, three refills beside it."""
    minutes = [480 + 45 * number + (30 if number > 5 else 0) for number in range(10)]
    confirmed = tuple(
        a_visit(f"V{n}", patient=f"01{n:02}", minute=minute, site="MPLS",
                status=VisitStatus.CONFIRMED)
        for n, minute in enumerate(minutes)
    )  # fmt: skip
    in_book = [a_demand(a_patient(visit.patient, setting=Setting.CLINIC)) for visit in confirmed]
    others = [a_demand(a_patient(f"000{n}", setting=Setting.CLINIC)) for n in range(1, 4)]
    nurse = a_nurse(roster="Mon-Fri 08:00-16:00 clinic:MPLS")
    site = Site("MPLS", "Minneapolis", point(11, 11), chairs=3)
    return a_case(*in_book, *others, visits=confirmed, nurses=(nurse,), sites=(site,))


def test_a_full_day_of_confirmed_visits_with_its_break_stays_and_the_others_are_planned() -> None:
    pytest.importorskip("pyvrp")
    case = full_day()
    state = opening(PlanningProblem(case))
    part = subproblem(state, range(len(state.problem.slots)))
    routes = solve(as_problem(state, part, seed=1, iterations=50))
    for slot, route in zip(part.slots, routes, strict=True):
        assert all(slot in part.choices[number].prices for number in route)
    assert sorted(number for route in routes for number in route) == list(range(13))
    plan = best_plan(case, Effort(tenths=1)).result
    assert faults(case, plan) == []
    assert sum(visit.locked for visit in plan.visits) == 10
    assert not plan.unplaced


@pytest.mark.parametrize("who", ["0101", "0001"], ids=["confirmed", "free"])
def test_a_visit_in_a_slot_that_may_not_have_it_is_no_answer(who: str) -> None:
    state = quick_state(PlanningProblem(full_day()))
    part = subproblem(state, range(len(state.problem.slots)))
    jobs = state.problem.jobs
    [chosen] = [n for n, choice in enumerate(part.choices) if jobs[choice.job].patient == who]
    wrong = next(i for i, s in enumerate(part.slots) if s not in part.choices[chosen].prices)
    routes = [[number for number in route if number != chosen] for route in part.routes]
    routes[wrong].append(chosen)
    found = improved(state, part, routes, at_most=10**12)
    assert faults(state.problem.case, plan_of(found)) == []


def test_a_large_service_is_cut_into_regions_with_people_of_their_own() -> None:
    case = clinic(Size(150, 9), seed=1)
    parts = regions(case, largest=100, part=60)
    assert len(parts) > 2
    nurses = [nurse.code for part in parts for nurse in part.nurses]
    assert sorted(nurses) == sorted(nurse.code for nurse in case.nurses)
    patients = [demand.code for part in parts for demand in part.demands]
    assert sorted(patients) == sorted(demand.code for demand in case.demands)
    plan = joined(case, [plan_visits(part) for part in parts])
    assert faults(case, plan) == []
    assert plan.totals.unplaced == 0


@pytest.mark.parametrize("seed", range(8))
def test_regions_of_any_clinic_join_into_a_legal_plan(seed: int) -> None:
    case = mixed_clinic(seed, patients=40, nurses=6)
    parts = regions(case, largest=1, part=1)
    assert sum(len(part.visits) for part in parts) == len(case.visits)
    plan = joined(case, [plan_visits(part) for part in parts])
    assert faults(case, plan) == []


def test_a_search_over_regions_counts_on_and_is_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pyvrp")
    case = clinic(Size(90, 6), seed=1)
    monkeypatch.setattr(
        "pumpsched.planning.planner.regions", lambda case: regions(case, largest=1, part=50)
    )
    seen: list[tuple[int, int]] = []

    def noted(done: int, parts: int, cost: int) -> bool:
        seen.append((done, parts))
        return True

    best = best_plan(case, Effort(tenths=1), watch=noted)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert faults(case, best.result) == []
    assert best.first_min >= best.result.totals.cost_min
