"""Who is meant: names compared folded, codes without their zeros, and nobody else suggested."""

from __future__ import annotations

import json
import re

import pytest

from tests.cli.clinic import Clinic

NGUYEN = (
    *("patient", "add", "0100", "--name", "Nguyễn, Thị-Ánh", "--birth-date", "1971-03-09"),
    *("--phone", "(612) 555-0199", "-y"),
)


def found(clinic: Clinic, text: str) -> list[str]:
    """The codes that `patient find` answers with."""
    return [
        each["patient"] for each in clinic.done("patient", "find", text, "--json").json["items"]
    ]


@pytest.mark.parametrize(
    "text",
    [
        *("nguyen", "thi anh nguyen", "NGUYEN, thi", "1971-03-09", "9 mar 1971", "612 555 0199"),
        *("5550199", "0100", "100"),
    ],
)
def test_a_patient_is_found_by_name_birth_date_phone_or_code(clinic: Clinic, text: str) -> None:
    clinic.done(*NGUYEN)
    assert found(clinic, text) == ["0100"]


def test_a_patient_is_found_by_the_serial_number_of_a_pump(clinic: Clinic) -> None:
    assert found(clinic, "s-0007") == ["0007"]


@pytest.mark.parametrize("text", ["7", "07", "ana rivera", "RIVERA ana"])
def test_a_read_takes_a_code_without_its_zeros_and_a_name_in_any_order(
    clinic: Clinic, text: str
) -> None:
    assert clinic.done("show", text, "--json").json["patient"] == "0007"


def test_a_write_by_a_code_without_its_zeros_needs_the_whole_code(clinic: Clinic) -> None:
    said = clinic.run("stop", "7", "-y")
    assert (said.code, said.err.splitlines()[0]) == (
        *(4,),
        '"7" is not the whole code; with --yes a write needs the code.',
    )


def test_a_code_goes_before_the_same_one_with_zeros(clinic: Clinic) -> None:
    clinic.done("patient", "add", "7", "--name", "Quist, Lea", "-y", "--confirm", "7")
    assert clinic.done("show", "7", "--json").json["name"] == "Quist, Lea"
    assert clinic.run("show", "07").code == 3


@pytest.mark.parametrize(("text", "guess"), [("Rivra", "0007"), ("Okafor Bne", "0012")])
def test_a_near_name_is_suggested(clinic: Clinic, text: str, guess: str) -> None:
    said = clinic.run("show", text)
    assert (said.code, f"Did you mean {guess}" in said.err) == (3, True)


def test_everybody_of_nearly_that_name_is_suggested(clinic: Clinic) -> None:
    clinic.done("patient", "add", "C1", "--name", "Nguyễn, Bình", "-y")
    clinic.done("patient", "add", "C2", "--name", "Nguyen, Lan", "-y")
    error = json.loads(clinic.run("show", "nguyen thi", "--json").err)["error"]
    assert re.findall("C[12]", error["why"]) == ["C1", "C2"]
    assert error["next"] == "the same command with the code of one of them"


@pytest.mark.parametrize("text", ["Rovner", "Oskar", "0008", "0019", "Linda Berger"])
def test_no_other_person_is_suggested_on_a_poor_match(clinic: Clinic, text: str) -> None:
    said = clinic.run("show", text)
    assert (said.code, "Did you mean" in said.err) == (3, False)
