"""What is published of pumps that ran dry or were robbed, done again: what is said, and when.

Each case is told by the commands that record it, as the people in it would have typed them.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.cli.clinic import Clinic

pytestmark = pytest.mark.one_backend

FIRST = date(2026, 11, 2)
"""0007 holds 20 mL and uses 0.24 mL a day."""


def refilled(clinic: Clinic, *residuals: str) -> None:
    """Refills of 20 mL every four days from the first fill on, each with its residual."""
    for number, residual in enumerate(residuals, 1):
        at = f"{FIRST + timedelta(days=4 * number)}T00:00"
        clinic.done("refill", "0007", "--residual", residual, "--fill", "20", "--on", at, "-y")


def codes(clinic: Clinic) -> list[str]:
    """What the worklist says of 0007."""
    items = clinic.done("due", "--all", "--json").json["items"]
    return next(each["findings"] for each in items if each["patient"] == "0007")


def test_filled_with_20_mL_and_programmed_for_40_it_is_refused_and_counts_as_20(
    clinic: Clinic,
) -> None:
    """The pump was empty two months before the planned refill, twice."""
    clinic.done("pump", "edit", "0007", "--model", "SM2-40", "-y")
    args = ("refill", "0007", "--residual", "15.2", "--fill", "20", "-y", "--json")
    honest = clinic.done(*args, "-n").json
    mismatch = (*args, "--programmed", "40")
    said = clinic.run(*mismatch)
    assert (said.code, said.error["code"]) == (4, "fill-mismatch")
    told = clinic.done(*mismatch, "--accept-mismatch", "the programmer is elsewhere").json
    assert (told["volume_ml"], told["refill_by"]) == (20, honest["refill_by"])
    assert "fill-mismatch" in codes(clinic)


def test_a_dose_an_hour_where_a_day_was_meant_is_refused_as_a_slip(clinic: Clinic) -> None:
    """60 mcg an hour was programmed for 60 mcg a day."""
    said = clinic.run("dose", "0007", "120 mcg/h", "-y", "--json")
    assert (said.code, said.error["code"]) == (4, "dose-slip")
    assert clinic.run("dose", "0007", "120", "-y").code == 2


def test_drug_taken_from_a_pump_again_and_again_is_found_though_each_residual_passes(
    clinic: Clinic,
) -> None:
    """A residual substantially short at four visits was drug drawn by somebody."""
    refilled(clinic, "17.3", "17.3", "17.2", "17.3")
    assert "residual-trend" in codes(clinic)
    found = clinic.done("audit", "residuals", "--json").json["items"]
    assert (found[0]["whose"], found[0]["beyond"], found[0]["short"]) == ("0007 S0007", True, 0)
    (reader, *_) = clinic.done("audit", "residuals", "--by", "nurse", "--json").json["items"]
    assert (reader["whose"], reader["sum_ml"], reader["count"]) == ("ann", -7.06, 4)


def test_a_reservoir_topped_up_again_and_again_is_found(clinic: Clinic) -> None:
    """2 to 4 mL more at two visits: the pump was filled between them by somebody else."""
    refilled(clinic, "19.9", "20")
    clinic.done("pump", "edit", "0007", "--model", "SM2-40", "-y")
    refilled_more = ("refill", "0007", "--residual", "22.5", "--fill", "20", "-y")
    clinic.done(*refilled_more, "--on", "2026-11-14T00:00")
    clinic.done(*refilled_more, "--on", "2026-11-18T00:00")
    assert {"residual-differs", "residual-above-fill"} <= {*codes(clinic)}
    (found,) = clinic.done("audit", "residuals", "--json").json["items"]
    assert (found["beyond"], found["over"]) == (True, 2)


def test_a_pump_that_was_dry_for_weeks_is_not_started_at_its_old_dose_without_a_decision(
    clinic: Clinic,
) -> None:
    """Tolerance is lost meanwhile, and the old dose is an overdose."""
    clinic.done("empty", "0040", "--on", "2026-11-10T09:00", "-y")
    said = clinic.run("start", "0040", "-y", "--json")
    assert said.code == 4
    clinic.done("refill", "0007", "--residual", "0", "--fill", "20", "-y")
    assert codes(clinic)[0] == "restart-undecided"
    dose = clinic.run("dose", "0007", "125 mcg/day", "-y", "--json")
    assert (dose.code, dose.error["code"]) == (4, "restart-needed")
    clinic.done("dose", "0007", "60 mcg/day", "--confirm", "60 mcg/day", "-y",
                "--restart", "Dr Vale: half the dose, observed overnight")  # fmt: skip
    assert "restart-undecided" not in codes(clinic)
