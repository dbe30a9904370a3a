"""No hazard stands without a control in the source and a test that says what it does."""

from __future__ import annotations

import pytest

from tests.hazards import Hazard, errors, hazards, is_there, without

KNOWN = 26
"""Errors known from reports of harm."""


@pytest.mark.parametrize("entry", [*errors(), *hazards()], ids=lambda entry: entry.name)
def test_each_has_a_control_and_a_test_that_are_there(entry: Hazard) -> None:
    assert entry.controls
    assert entry.tests
    assert [place for place in (*entry.controls, *entry.tests) if not is_there(place)] == []


def test_every_known_error_and_every_hazard_has_its_entry() -> None:
    assert [int(error.name[:2]) for error in errors()] == [*range(1, KNOWN + 1)]
    assert [hazard.name for hazard in hazards()] == [f"H{n:02}" for n in range(1, 29)]


@pytest.mark.parametrize("error", [*errors()], ids=lambda error: error.name)
def test_each_control_of_a_known_error_can_be_taken_out(error: Hazard) -> None:
    for control, left in error.controls.items():
        without(control, left)
