"""A morning on the phone: each trouble in at most three commands, whom to phone first."""

from __future__ import annotations

import shlex
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.cli.clinic import Clinic
from tests.made_once import once

DAY = "2026-12-07"
BOOKED = {"0007": "09:00", "0012": "10:00", "0040": "11:00", "0030": "13:00"}
"""Who is booked with N1 on that Monday, and when."""


@pytest.fixture
def booked(clinic: Clinic) -> Clinic:
    """Four confirmed visits of one nurse; another one works at the same site."""
    once(clinic.path, book)
    return clinic


def book(path: Path) -> None:
    clinic = Clinic(path)
    for nurse in ("N1", "N2"):
        roster = "Mon-Fri 08:00-16:00 clinic:MPLS"
        clinic.done("nurse", "edit", nurse, "--roster", roster, "-y")
    for patient, clock in BOOKED.items():
        at = ("--at", f"{DAY}T{clock}", "--site", "MPLS", "--nurse", "N1")
        clinic.done("visit", "add", patient, *at, "--override", "as it was", "-y")
    clinic.done("visit", "confirm", "V2", "V3", "V4", "V5", "-y")


def statuses(clinic: Clinic) -> dict[str, str]:
    items = clinic.done("visit", "list", "12w", "--json").json["items"]
    return {item["id"]: item["status"] for item in items}


def released(clinic: Clinic, *args: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = clinic.done("visit", "release", *args, "--json").json["items"]
    return found


def booking(clinic: Clinic, command: str) -> int:
    return clinic.run(*shlex.split(command)[1:], "-y").code


def test_confirming_many_is_all_or_nothing(clinic: Clinic) -> None:
    clinic.done("visit", "add", "0007", "--at", f"{DAY}T09:00", "-y")
    clinic.done("visit", "cancel", "V1", "-y")
    assert clinic.run("visit", "confirm", "V2", "V1", "-y").code == 5
    assert statuses(clinic)["V2"] == "booked"


def test_who_confirms_again_is_told_what_to_leave_out(booked: Clinic) -> None:
    said = booked.run("visit", "confirm", "V2", "-y")
    assert said.code == 5
    assert "Try: the same command without V2, or pumpsched visit list" in said.err


def test_of_many_confirmed_at_once_each_finding_says_whose_it_is(booked: Clinic) -> None:
    booked.done("readout", "0040", "--alarm", "2026-11-20", "-y")
    booked.done("visit", "release", "--nurse", "N1", "--day", DAY, "-y")
    said = booked.done("visit", "confirm", "V2", "V3", "V4", "V5", "-n")
    found = [line.split(":") for line in said.out.splitlines() if line.startswith("  !")]
    assert found
    assert {code.strip() for _, code, *_ in found} <= {"V2", "V3", "V4", "V5"}


def test_a_nurse_is_ill_with_four_confirmed_visits(booked: Clinic) -> None:
    booked.done("nurse", "off", "N1", DAY, "--reason", "ill", "-y")
    found = released(booked, "--nurse", "N1", "--day", DAY, "-y")
    listed = booked.done("due", "--all", "--json").json["items"]
    alarms = {each["patient"]: each["alarm_on"] or each["refill_by"] for each in listed}
    asked = [each["patient"] for each in found]
    assert (len(asked), asked) == (4, sorted(asked, key=alarms.__getitem__))
    assert all(each["safe_until"] <= alarms[each["patient"]] for each in found)
    assert "303-555-0112" in [each["phone"] for each in found]
    assert {statuses(booked)[each["id"]] for each in found} == {"booked"}
    codes = [booking(booked, each["next"]) for each in found if each["next"]]
    assert codes
    assert set(codes) == {0}


def test_a_dry_run_of_a_release_frees_nothing(booked: Clinic) -> None:
    assert len(released(booked, "--nurse", "N1", "--day", DAY, "-n")) == 4
    assert statuses(booked)["V2"] == "confirmed"


def test_a_release_is_taken_back_by_confirming_again(booked: Clinic) -> None:
    said = booked.done("visit", "release", "--nurse", "N1", "--day", DAY, "-y")
    assert "is not recorded as away then: `pumpsched nurse off N1" in said.out
    undo = said.err.partition("Undo: ")[2].splitlines()[0]
    assert booking(booked, undo) == 0
    assert {statuses(booked)[code] for code in ("V2", "V3", "V4", "V5")} == {"confirmed"}


def test_a_release_of_a_recorded_absence_is_taken_back_for_a_reason(booked: Clinic) -> None:
    booked.done("nurse", "off", "N1", DAY, "-y")
    said = booked.done("visit", "release", "--nurse", "N1", "--day", DAY, "-y")
    undo = said.err.partition("Undo: ")[2].splitlines()[0]
    assert booking(booked, undo.replace("…", "better")) == 0
    assert {statuses(booked)[code] for code in ("V2", "V3", "V4", "V5")} == {"confirmed"}


def test_a_snow_day_at_one_site(booked: Clinic) -> None:
    booked.done("closure", "add", "MPLS", DAY, "--reason", "snow", "-y")
    found = released(booked, "--closure", "MPLS", "--day", "4w", "-y")
    assert len(found) == 4
    assert all(DAY not in each["next"] for each in found if each["next"])


def test_a_snow_day_in_one_county_names_one_command_for_all_it_hits(booked: Clinic) -> None:
    said = booked.done("closure", "add", "0007;0012", DAY, "--reason", "snow", "-y")
    following, undo = said.err.partition("Next: ")[2].splitlines()
    assert undo == f"Undo: pumpsched closure remove '0007;0012' {DAY} {DAY}"
    assert following == f"pumpsched visit release --closure '0007;0012' --day {DAY}"
    answer = booked.done(*shlex.split(following)[1:], "-y").out
    assert "0012 Okafor, Ben 303-555-0112 · drug stable until Fri 13 Nov 2026, alarm " in answer
    assert "0007 Rivera, Ana 612-555-0107 · safe until" in answer


def test_whom_a_release_cannot_keep_safe_comes_first_and_is_said(booked: Clinic) -> None:
    booked.done("readout", "0040", "--alarm", "2026-11-20", "-y")
    found = booked.done("visit", "release", "--nurse", "N1", "--day", DAY, "-y").out
    assert found.splitlines()[0].startswith("0040 Lind, Eva · NOT SAFE since Fri 13 Nov 2026")


def test_only_tuesdays_after_two_is_one_question_and_one_booking(booked: Clinic) -> None:
    asked = ("slots", "0007", "--weekday", "tue", "--after", "14:00", "--json")
    offers = booked.done(*asked).json["offers"]
    assert {date.fromisoformat(offer["date"]).weekday() for offer in offers} == {1}
    assert all(offer["start"] >= "14:00" for offer in offers)


def test_a_patient_in_hospital(booked: Clinic) -> None:
    booked.done("closure", "add", "0007", "2026-12-01", "2026-12-15", "--reason", "ward", "-y")
    (found,) = released(booked, "--closure", "0007", "--day", "4w", "-y")
    assert found["patient"] == "0007"
    assert booking(booked, found["next"]) == 0


def test_a_nurse_who_quits(booked: Clinic) -> None:
    booked.done("nurse", "edit", "N1", "--until", "yesterday", "-y")
    found = released(booked, "--nurse", "N1", "--from", "today", "-y")
    assert {each["nurse"] for each in found} == {"N1"}
    assert [
        each["next"] for each in found if each["next"] and "--nurse N2" not in each["next"]
    ] == []


def test_to_release_nothing_is_said(clinic: Clinic) -> None:
    said = clinic.done("visit", "release", "--nurse", "N2", "--day", "today", "-y")
    assert said.out == "Nothing to release: no open visit of N2 on Sun 22 Nov 2026.\n"


def test_a_release_of_a_closure_that_nobody_recorded_says_how_to_record_it(clinic: Clinic) -> None:
    asked = ("visit", "release", "--closure", "MPLS;0007", "--day", "2026-12-07..2026-12-08", "-y")
    command = clinic.done(*asked).out.split("`")[1]
    assert command == "pumpsched closure add '0007;MPLS' 2026-12-07..2026-12-08"
    assert booking(clinic, command) == 0
    assert "is recorded" not in clinic.done(*asked).out


@pytest.mark.parametrize(
    ("args", "code"),
    [((), 2), (("--nurse", "N1", "--closure", "all"), 2), (("--nurse", "N9"), 3)],
)
def test_a_release_that_cannot_be_read_is_refused(
    clinic: Clinic, args: tuple[str, ...], code: int
) -> None:
    assert clinic.run("visit", "release", *args, "-y").code == code
