"""Until when a patient is safe without a visit."""

from __future__ import annotations

import pytest

from pumpsched.domain.clinic import safe_text
from tests.builders import day

TODAY = day("2026-11-22")


@pytest.mark.parametrize(
    ("low", "stable", "said"),
    [
        ("2026-12-05", None, "safe until 2026-12-05"),
        ("2026-11-22", "2026-12-05", "safe until 2026-11-22"),
        ("2026-12-05", "2026-12-05", "safe until 2026-12-05"),
        ("2026-12-05", "2026-12-02", "drug stable until 2026-12-02, alarm 2026-12-05"),
        ("2026-11-21", "2026-11-02", "NOT SAFE since 2026-11-21"),
    ],
    ids=["the alarm", "before the drug", "with it", "the drug before", "over"],
)
def test_a_patient_is_safe_until_the_alarm_and_hears_what_comes_before_it(
    low: str, stable: str | None, said: str
) -> None:
    until = None if stable is None else day(stable)
    assert safe_text(day(low), until, today=TODAY) == said
