"""The core equals the minute simulator; ``tests.oracle.compare`` runs as many cases as you like."""

from __future__ import annotations

import pytest

from tests.effort import tries
from tests.oracle.compare import differences
from tests.oracle.sweep import failures_of

_CASES, _BATCH = tries(short=300, full=1_000), 100


@pytest.mark.campaign
@pytest.mark.parametrize("first", range(0, _CASES, _BATCH))
def test_the_core_says_of_a_random_ledger_what_the_minute_simulator_says(first: int) -> None:
    assert failures_of(differences, range(first, first + _BATCH)) == []
