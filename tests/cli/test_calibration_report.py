"""``calibration report``: what a practice's own residuals say of the model that foretells them."""

from __future__ import annotations

from random import Random

import pytest

from pumpsched.usecases.flow_report import ENOUGH, report_of
from tests.builders.values import FlowReading
from tests.cli.clinic import Clinic

pytestmark = pytest.mark.one_backend


def pumps(count: int, *, sd_ul: int, refills: int = 11) -> list[list[FlowReading | None]]:
    """The readings of pumps that deliver what is programmed, read with so much noise."""
    draw = Random(15)
    return [
        [FlowReading(20_000, round(draw.gauss(4_000, sd_ul)), 16_000, 600) for _ in range(refills)]
        for _ in range(count)
    ]


def test_the_noise_that_fits_is_suggested_from_two_hundred_residuals_on() -> None:
    quiet, noisy = (report_of(pumps(40, sd_ul=sd), sd_ul=600) for sd in (300, 900))
    assert (quiet.refills, quiet.missing) == (400, 0)
    assert quiet.suggested_ul == 300
    assert noisy.suggested_ul is not None
    assert 700 <= noisy.suggested_ul <= 1_000
    few = report_of(pumps(10, sd_ul=300), sd_ul=600)
    assert (few.refills, few.missing, few.suggested_ul) == (100, ENOUGH - 100, None)


def test_the_first_residual_of_a_pump_is_foretold_by_none() -> None:
    found = report_of(pumps(3, sd_ul=300, refills=1), sd_ul=600)
    assert (found.refills, found.lag_milli) == (0, None)


def test_errors_that_alternate_are_said_to_and_those_in_step_too() -> None:
    """What stays behind once is found the next time."""
    to_and_fro: list[list[FlowReading | None]] = [
        [FlowReading(20_000, 4_000 + (-1) ** n * 900, 16_000, 600) for n in range(30)]
    ]
    lag = report_of(to_and_fro, sd_ul=600).lag_milli
    assert lag is not None
    assert lag < -800


def test_the_report_counts_what_is_recorded_and_says_what_is_missing(clinic: Clinic) -> None:
    said = clinic.done("calibration", "report")
    assert "A suggestion needs 200 of them:" in said.out
    found = clinic.done("calibration", "--json").json
    assert found["schema"] == "pumpsched/calibration/1"
    assert (found["residual_sd_ml"], found["suggested_residual_sd_ml"]) == (0.6, None)
    assert found["refills"] + found["missing"] == ENOUGH


def test_what_is_suggested_changes_no_setting(clinic: Clinic) -> None:
    before = clinic.done("config", "get", "residual_sd_ml").out
    clinic.done("calibration", "report")
    assert clinic.done("config", "get", "residual_sd_ml").out == before
