"""A short run of the years kept by sheets."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.effort import tries
from tests.usecases.sheet_year import live

SEEDS = tries(short=16, full=50)


@pytest.mark.campaign
def test_years_kept_by_sheets_end_as_the_years_typed_by_commands(tmp_path: Path) -> None:
    seen = Counter[str]()
    for seed in range(SEEDS):
        seen += live(seed, tmp_path, people=2, sheets=4, weeks_apart=8)
    assert seen["compared"] > 6 * SEEDS
    assert all(seen[fault] for fault in ("conflicts", "zeros lost", "look-alike", "day", "twice"))
