"""``audit residuals``: what is short again and again, by pump and by the hands it went through."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cli.clinic import Clinic

pytestmark = pytest.mark.one_backend


def grouped(clinic: Clinic, *args: str) -> list[dict[str, Any]]:
    """What the residuals come to."""
    found: list[dict[str, Any]] = clinic.done("audit", "residuals", *args, "--json").json["items"]
    return found


def short_twice(clinic: Clinic) -> None:
    """0007 is filled by ann and by bea, who both find less than expected."""
    first = ("refill", "0007", "--residual", "17.5", "--fill", "20")
    clinic.done(*first, "--on", "2026-11-06T00:00", "-y")
    clinic.done(*first, "--on", "2026-11-10T00:00", "-y", "--actor", "bea")


def test_the_residuals_of_a_pump_are_counted_and_summed(clinic: Clinic) -> None:
    short_twice(clinic)
    (found,) = grouped(clinic)
    assert found == {
        **{"whose": "0007 S0007", "role": None, "count": 2, "short": 0, "over": 0},
        **{"sum_ml": -3.08, "mean_ml": -1.54, "least_ml": -1.54, "most_ml": -1.54},
        **{"tolerance_ml": 3.002, "beyond": True},
    }


def test_a_residual_is_of_who_read_it_and_of_who_filled_before(clinic: Clinic) -> None:
    short_twice(clinic)
    found = {(each["whose"], each["role"]): each["count"] for each in grouped(clinic, "--by=nurse")}
    assert found == {("ann", "read"): 1, ("bea", "read"): 1, ("ann", "filled"): 1,
                     (None, "filled"): 1}  # fmt: skip


def test_the_nurse_of_the_visit_stands_before_the_user_who_recorded_it(clinic: Clinic) -> None:
    booked = ("visit", "add", "0007", "--at", "2026-11-22T09:00", "--nurse", "N1")
    clinic.done(*booked, "--override", "the clinic opens for her", "-y")
    clinic.done("refill", "0007", "--residual", "15", "--fill", "20", "-y")
    read = [each["whose"] for each in grouped(clinic, "--by=nurse") if each["role"] == "read"]
    assert read == ["N1"]


def test_a_residual_is_of_the_lot_that_was_filled_before(clinic: Clinic) -> None:
    first = ("refill", "0007", "--residual", "17.5", "--fill", "20", "-y")
    clinic.done(*first, "--on", "2026-11-06T00:00", "--lot", "B12")
    clinic.done(*first, "--on", "2026-11-10T00:00")
    found = {each["whose"]: each["count"] for each in grouped(clinic, "--by", "lot")}
    assert found == {None: 1, "B12": 1}


def test_a_list_of_residuals_blames_nobody(clinic: Clinic) -> None:
    short_twice(clinic)
    said = clinic.done("audit", "residuals")
    assert said.out.splitlines()[1].split("\t")[:4] == ["0007 S0007", "2", "-3.08", "3.002"]
    assert "no row says which, nor who" in said.err
