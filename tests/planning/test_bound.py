"""The lower bound: no plan of a clinic costs less, and the best ones cost little more."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, permutations
from random import Random

import numpy as np

from tests.benchmarks.bench_bound import bounds, lower_bound, nurse_days
from tests.benchmarks.case_files import checksum
from tests.benchmarks.clinics import Size, clinic
from tests.benchmarks.instances import instance, published
from tests.benchmarks.nurse_day import NurseDay, Routes, Trios, learn, nearest
from tests.builders.plans import Effort, best_plan
from tests.planning.brute_force import cheapest
from tests.planning.tiny import tiny_clinic


def test_no_plan_of_a_handful_of_visits_costs_less_than_the_bound() -> None:
    ratios = []
    for seed in range(25):
        case = tiny_clinic(seed)
        best = cheapest(case).cost
        bound = lower_bound(case, rounds=12)
        assert bound <= best, seed
        ratios.append(bound / float(best))
    assert sum(ratios) / len(ratios) > 0.95


def test_prices_of_trios_raise_the_bound_and_not_above_a_plan() -> None:
    case = clinic(Size(12, 2, weeks=1), seed=0)
    plain = lower_bound(case, rounds=60, memory=4, trios=0)
    bound = lower_bound(case, rounds=60, memory=4, trios=30)
    assert plain < bound <= best_plan(case, Effort()).result.totals.cost_min


def dearest_first(day: NurseDay, paid: list[int], trios: Trios) -> int:
    """The least that any order of any of its patients costs less what is paid, by trying all."""
    count, best = len(day.patients), 0
    for size in range(1, count + 1):
        for route in permutations(range(count), size):
            ways = [day.out[route[0]], day.back[route[-1]]]
            ways += [day.between[here, there] for here, there in pairwise(route)]
            driving = int(sum(ways))
            worked = driving + int(sum(day.minutes[stop] for stop in route))
            if worked < len(day.overtime) - 1:
                own = sum(int(day.prices[stop]) - paid[day.patients[stop]] for stop in route)
                cost = driving * day.driving + int(day.overtime[worked]) + own
                twos = np.isin(trios.patients, day.patients[list(route)]).sum(axis=1) // 2
                cost += int(twos @ trios.prices)
                best = min(best, cost)
    return best


def long_days(clinics: int) -> Iterator[tuple[NurseDay, list[int]]]:
    """Nurse-days of six patients with long visits, and a price for each patient of the clinic."""
    random, few = Random("bound"), slice(0, 6)
    for seed in range(clinics):
        case = clinic(Size(14, 2, weeks=1), seed=seed)
        for day in nurse_days(case):
            short = NurseDay(
                day.patients[few],
                day.prices[few],
                day.minutes[few] * 2,
                day.out[few],
                day.back[few],
                day.between[few, few],
                day.driving,
                day.overtime,
            )
            yield short, [random.randrange(120_000) for _ in case.demands]


def test_the_best_route_of_a_long_day_is_the_one_that_trying_all_finds() -> None:
    random = Random("trios")
    for day, paid in long_days(3):
        three = [random.sample(sorted(day.patients), 3) for _ in range(4)]
        prices = np.array([random.randrange(60_000) for _ in three])
        trios = Trios(np.array(three), prices)
        found, route = Routes(day, np.array(paid), nearest(day, 12), trios).best()
        assert found == dearest_first(day, paid, trios)
        assert len(set(route)) == len(route)


def test_a_route_comes_back_to_nobody_once_the_stops_between_have_learnt_to_remember() -> None:
    nobody, learnt = Trios(np.zeros((0, 3), dtype=np.int64), np.zeros(0, dtype=np.int64)), 0
    for day, paid in long_days(3):
        near = nearest(day, 1)
        found, route = Routes(day, np.array(paid), near, nobody).best()
        while len(set(route)) < len(route):
            learn(near, day, route)
            learnt += 1
            found, route = Routes(day, np.array(paid), near, nobody).best()
        assert found == dearest_first(day, paid, nobody)
    assert learnt


def test_a_written_bound_is_of_the_published_clinic_and_below_its_best_plan() -> None:
    for name, row in bounds().items():
        assert row["checksum"] == checksum(instance(name))
        best = published().get(name)
        assert best is None or int(row["bound_min"]) <= int(best["best_min"])
