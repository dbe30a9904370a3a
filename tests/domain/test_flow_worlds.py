"""The benchmark of flow calibration, short: its worlds, its floors loosely, and nobody reacts."""

from __future__ import annotations

import pytest

from tests.benchmarks.bench_calibration import ONSETS, sums
from tests.benchmarks.flow_worlds import WORLDS, World

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
