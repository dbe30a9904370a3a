"""What two people or two pumps hardly share, also where a sheet lost zeros or case."""

from __future__ import annotations

from datetime import date

import pytest

from pumpsched.domain.sameness import Sameness, merged_into, merged_note, of_person, of_pump
from tests.builders import PUMP

BORN = date(1961, 4, 2)


def test_a_person_is_told_by_code_and_by_name_with_birth_date() -> None:
    assert set(of_person("0007", "Rivera, Ana", BORN)) == set(of_person("7", "ana RIVERA", BORN))
    assert [kind for kind, _ in of_person("0007", "Rivera, Ana", None)] == [Sameness.CODE]


@pytest.mark.parametrize(
    ("serial", "same"), [("NGV-0001", True), ("ngv 0001", True), ("NGV0002", False)]
)
def test_a_pump_is_told_by_its_serial_number_without_signs_and_case(
    serial: str, same: bool
) -> None:
    mine = PUMP.device._replace(serial="NGV0001")
    assert (of_pump(mine) == of_pump(mine._replace(serial=serial))) is same


def test_leading_zeros_tell_no_pump_apart_but_its_family_does() -> None:
    assert of_pump(PUMP.device._replace(serial="0012")) == of_pump(
        PUMP.device._replace(serial="12", model="SM2-40")
    )
    assert of_pump(PUMP.device._replace(serial="12")) != of_pump(
        PUMP.device._replace(serial="12", model="PROMETRA-20")
    )


def test_a_serial_without_a_number_tells_no_pump() -> None:
    assert of_pump(PUMP.device._replace(serial="unknown")) is None


def test_the_reason_of_a_merge_names_the_other_patient() -> None:
    assert merged_into(merged_note("0008", "twice on the list")) == "0008"
    assert merged_into("moved away") is None
