"""Weeks lived through the commands: nobody runs dry behind a full calendar without being named."""

from __future__ import annotations

import pytest

from pumpsched.planning.check.judge import Judge
from tests.builders.values import Cover
from tests.cli.eight_weeks import lived
from tests.effort import FULL, tries


@pytest.mark.campaign
@pytest.mark.parametrize("seed", range(1, tries(short=1, full=3) + 1))
def test_weeks_are_lived_without_anybody_forgotten(seed: int) -> None:
    weeks = lived(
        seed,
        patients=45 if FULL else 14,
        days=56 if FULL else 12,
        effort="--quick" if FULL else "--effort 0",
    )
    assert weeks.faults == []
    assert weeks.seen["refills"] > 0


def test_a_worklist_that_takes_every_visit_for_sound_would_be_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Judge, "_covered_by", lambda *_given: Cover.OK)
    faults = lived(13, patients=14, days=2, effort="--effort 0").faults
    assert any("the worklist has ok" in fault for fault in faults)
