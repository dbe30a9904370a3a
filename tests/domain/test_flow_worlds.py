"""The benchmark of flow calibration, short: its worlds, its floors loosely, and nobody reacts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.benchmarks.bench_calibration import ONSETS, last_day, play, sums
from tests.benchmarks.flow_worlds import ALARM_UL, QUIET, WORLDS, World
from tests.builders.values import FlowEstimate, FlowReading

each_world = pytest.mark.parametrize("world", WORLDS, ids=lambda world: world.name)


@each_world
def test_in_label_pumps_are_covered_and_come_no_oftener_than_the_label_asks(world: World) -> None:
    plain, always = (sums(world, 60, policy) for policy in ("plain", "always"))
    assert always.covered >= 0.93 * always.refills
    assert sum(always.missed) <= 0.02 * len(always.missed)
    assert always.below <= plain.below
    assert always.a_year - plain.a_year <= 0.3 * always.pumps


@each_world
def test_pumps_that_over_infuse_run_below_their_alarm_seldom_though_nobody_reacts(
    world: World,
) -> None:
    for onset in ONSETS:
        plain, apply = (sums(world, 25, policy, onset=onset) for policy in ("plain", "apply"))
        assert 4 * apply.below_days <= plain.below_days
        assert apply.below <= 2 * apply.pumps
        flagged = apply.flagged_by["review"]
        assert sum(flagged) >= 0.7 * len(flagged)


@pytest.mark.parametrize(("crossed", "below"), [(61.9, 2), (62.0, 2), (62.1, 1), (63.5, 0)])
def test_days_below_the_alarm_are_whole_and_the_day_it_is_reached_is_none(
    crossed: float, below: int
) -> None:
    (cycle, *_) = (each.cycle for each in play(QUIET, 0, "plain"))
    assert replace(cycle, days=64, crossed=crossed).days_below == below


def test_a_residual_cut_off_by_the_empty_reservoir_costs_one_more_cycle_below_the_alarm() -> None:
    """Nothing strays: 20 mL at 0.25 mL/day, and 1.45 times as much leaves the pump.

    The first visit finds it empty and says 1.27 times, the second, at two thirds, 1.45 times; both
    together say less, and the third visit is planned too late: why some pumps do so more than once.
    """
    dry = FlowReading(start_ul=20_000, residual_ul=1_000, programmed_ul=15_000, sd_ul=600)
    seen = dry._replace(residual_ul=2_600, programmed_ul=12_000)

    def early_day(estimate: FlowEstimate) -> int:
        return last_day(lambda d: estimate.keeps_above(18_000, 250 * d, 1, verify=False))

    true_alarm = (20_000 - ALARM_UL) / (250 * 1.45)
    twice = FlowEstimate().after(dry).after(seen)
    assert early_day(twice) > true_alarm
    assert early_day(twice.after(seen)) < true_alarm
