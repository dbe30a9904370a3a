"""Clinics small enough to try everything: nobody is left out or late who need not be."""

from __future__ import annotations

import pytest

from tests.effort import tries
from tests.planning.brute_force import cheapest
from tests.planning.cases import planned
from tests.planning.tiny import tiny_clinic


@pytest.mark.campaign
@pytest.mark.parametrize("batch", range(tries(short=2, full=5)))
def test_nobody_is_left_out_or_late_who_need_not_be(batch: int) -> None:
    for seed in range(batch * 40, (batch + 1) * 40):
        case = tiny_clinic(seed)
        totals, best = planned(case).totals, cheapest(case)
        assert (totals.unplaced, totals.late) == (best.left_out, best.late), seed
        assert totals.cost_min >= best.cost, seed


def test_small_plans_are_close_to_the_cheapest() -> None:
    ratios = []
    for seed in range(40):
        case = tiny_clinic(seed)
        ratios.append(planned(case).totals.cost_min / float(cheapest(case).cost))
    assert sum(ratios) / len(ratios) < 1.03
