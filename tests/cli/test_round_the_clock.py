"""No command that looks ahead fails at any time of the day; see the campaign for every quarter."""

from __future__ import annotations

import pytest

from tests.cli.clinic import Clinic
from tests.cli.round_the_clock import QUARTERS, asked, staffed

AT = (30, 59, 61, 63, 65, 96, 157)
"""Sunday morning, from a quarter before the end of the session on, midnight, Monday afternoon."""


@pytest.mark.sqlite_file
def test_every_command_answers_at_any_time_of_the_day(clinic: Clinic) -> None:
    staffed(clinic)
    assert max(AT) < QUARTERS
    assert list(asked(clinic, iter(AT))) == []
