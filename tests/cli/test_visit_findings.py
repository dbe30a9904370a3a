"""What is said of visits that do not fit: twice, too early, out of hours, of those who left."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.cli.clinic import Clinic

ANYWAY = ("--override", "she insists")
ADD = ("visit", "add", "0007", "--at", "2026-12-07T09:00", "-y")


@pytest.fixture
def staffed(clinic: Clinic) -> Clinic:
    """N1 drives on weekday mornings, N2 sits at MPLS on Mondays, and is trained on other pumps."""
    clinic.done("nurse", "edit", "N1", "--roster", "Mon-Fri 08:00-12:00 home", "-y")
    roster = ("--roster", "Mon 08:00-16:00 clinic:MPLS", "--skills", "PROMETRA")
    clinic.done("nurse", "edit", "N2", *roster, "-y")
    clinic.done("site", "edit", "MPLS", "--hours", "Mon-Fri 08:00-15:00", "-y")
    return clinic


def codes(clinic: Clinic, *args: str) -> list[str]:
    """The findings of a booking, against the rules if need be."""
    return [each["code"] for each in clinic.done(*args, *ANYWAY, "--json").json["findings"]]


def test_a_second_refill_of_the_same_patient_is_said(clinic: Clinic) -> None:
    book = ("visit", "add", "0003", "--at", "2026-12-01T09:00", "--nurse", "N1", "-y")
    said = clinic.done(*book)
    assert (
        "  !  warning: V1 on 2026-11-24 at 09:00 is booked for a refill too; if one is too many: "
        "`pumpsched visit cancel V1`"
    ) in said.out.splitlines()
    assert codes(clinic, *book[:3], "--at", "2026-12-02T09:00", "--kind", "followup", "-y") == [
        "no-nurse"
    ]


def test_a_clinic_visit_is_at_the_only_site_unless_the_nurse_sits_elsewhere(
    staffed: Clinic,
) -> None:
    def place(*args: str) -> Any:
        return staffed.done(*args, *ANYWAY, "--json").json["site"]

    assert place(*ADD, "-n") == "MPLS"
    staffed.done("site", "add", "STP", "--name", "Saint Paul", "-y")
    assert place(*ADD, "-n") is None
    assert place(*ADD, "--nurse", "N2", "-n") == "MPLS"
    assert "no-site" in codes(staffed, *ADD, "--nurse", "N1", "-n")


@pytest.mark.parametrize(
    ("args", "found"),
    [
        (("--nurse", "N2"), ["not-trained"]),
        (("--nurse", "N1"), ["outside-roster"]),
        (("--nurse", "N1", "--setting", "home"), ["wrong-setting"]),
        (
            ("--nurse", "N1", "--setting", "home", "--minutes", "240"),
            ["wrong-setting", "outside-roster"],
        ),
        ((), ["no-nurse"]),
        (
            ("--nurse", "N2", "--minutes", "430"),
            ["not-trained", "outside-roster", "no-break", "site-closed"],
        ),
    ],
    ids=str,
)
def test_a_visit_that_its_nurse_or_its_place_cannot_have_is_said(
    staffed: Clinic, args: tuple[str, ...], found: list[str]
) -> None:
    assert codes(staffed, *ADD, *args) == found


def test_a_visit_on_a_day_its_nurse_is_away_is_said(staffed: Clinic) -> None:
    staffed.done("closure", "add", "N1", "2026-12-07", "-y")
    staffed.done("patient", "edit", "0007", "--setting", "home", "-y")
    assert codes(staffed, *ADD, "--nurse", "N1", "--setting", "home") == ["closed-day"]


def test_two_nurses_are_named_apart_from_the_site(clinic: Clinic) -> None:
    said = clinic.done(*ADD, "--nurse", "N1;N2")
    assert "clinic MPLS N1 and N2, booked" in said.out


def test_whoever_is_late_already_is_not_told_to_come_earlier(clinic: Clinic) -> None:
    said = clinic.done("visit", "add", "0012", "--at", "2026-11-23T09:00", "--nurse", "N1", "-y")
    assert "2026-11-13: late already, keep the earliest day" in said.out
    assert "late already, keep the earliest day" in clinic.done("orders").err


def test_a_refill_names_the_visit_it_came_before(clinic: Clinic) -> None:
    said = clinic.done("refill", "0003", "--fill", "18", "-y")
    told = (
        "  !  warning: visit V1 on 2026-11-24 at 09:00 comes before the window opens on "
        "2026-12-22; if it was for the refill done: `pumpsched visit cancel V1`"
    )
    assert told in said.out.splitlines()
    assert told.strip() in clinic.done("show", "0003").out
    left_out = clinic.done("plan", "2w", "--effort", "0", "--why", "0003")
    assert "V1 on Tue 24 Nov 2026 is before it: cancel it" in left_out.out
    assert "Next: pumpsched visit cancel V1" in left_out.err
    clinic.done("visit", "cancel", "V1", "-y")
    assert "V1" not in clinic.done("show", "0003").out


@pytest.mark.parametrize(
    "command",
    [
        ("refill", "0007", "--fill", "18"),
        ("dose", "0007", "125 mcg/d"),
        ("stop", "0007"),
        ("start", "0007"),
        ("attempt", "0007", "--reason", "port not found"),
        ("bolus", "0007", "0.1 mL"),
        ("whatif", "0007", "125 mcg/d"),
    ],
    ids=" ".join,
)
def test_nothing_is_taken_of_a_pump_that_was_taken_out_that_day(
    clinic: Clinic, command: tuple[str, ...]
) -> None:
    clinic.done("pump", "explant", "0007", "--on", "today", "-y")
    said = clinic.run(*command, *(() if command[0] == "whatif" else ("-y",)))
    assert (said.code, said.out) == (3, "")
    assert "The SM2-20 S0007 was taken out on 2026-11-22." in said.err
    assert "pumpsched pump implant 0007" in said.err
    assert "pumpsched pump undo 0007" in said.err


def test_a_plan_names_the_visits_of_those_who_left(clinic: Clinic) -> None:
    clinic.done("patient", "archive", "0003", "--reason", "moved", "-y")
    found = clinic.done("plan", "2w", "--effort", "0", "--json").json["findings"]
    named = [(each["code"], each["patient"], each["visit"]) for each in found if "visit" in each]
    assert named == [("visit-to-cancel", "0003", "V1")]
    said = clinic.done("plan", "2w", "--effort", "0")
    row = next(line for line in said.out.splitlines() if "\t0003\t" in line)
    assert row.startswith("kept\t2026-11-24\t09:00\t0003\tIto, Chie\thome\tN1\t")
    assert "  ! 0003: visit V1 (refill) on 2026-11-24" in said.err
    why = clinic.done("plan", "2w", "--effort", "0", "--why", "0003")
    assert why.out.splitlines()[1:3] == [
        "  visit: Tue 24 Nov 2026 09:00 at home with N1",
        "  day: archived: off the list since Sun 22 Nov 2026: nothing to plan",
    ]
    assert "Next: pumpsched visit cancel V1" in why.err


def test_a_plan_knows_the_way_to_whoever_has_no_window(clinic: Clinic) -> None:
    """Else a first fill at home would seem to be no drive away, or out of reach."""
    nurse = ("--latitude", "44.9", "--longitude", "-93.2", "--roster", "Mon-Fri 08:00-16:00 home")
    clinic.done("nurse", "edit", "N2", *nurse, "-y")
    clinic.done("patient", "edit", "0020", "--latitude", "45", "--longitude", "-93.2", "-y")
    clinic.done("patient", "edit", "0020", "--setting", "home", "-y")
    at = ("--at", "2026-11-25T10:00", "--nurse", "N2", "--setting", "home")
    clinic.done("visit", "add", "0020", *at, "-y")
    visits = clinic.done("plan", "2w", "--effort", "0", "--json").json["visits"]
    first = next(visit for visit in visits if visit["patient"] == "0020")
    assert (first["travel_m"], first["findings"]) == (14456, [])


@pytest.mark.parametrize(
    ("before", "move"),
    [
        ((), "pumpsched visit move V1 --nurse …"),
        (("closure", "add", "all", "2026-11-24", "-y"), "pumpsched visit move V1 --at …"),
        (
            ("patient", "archive", "0003", "--reason", "moved", "-y"),
            "pumpsched visit cancel V1",
        ),
    ],
    ids=str,
)
def test_a_closure_suggests_what_can_be_done_with_a_visit(
    clinic: Clinic, before: tuple[str, ...], move: str
) -> None:
    if before:
        clinic.done(*before)
    said = clinic.done("closure", "add", "N1", "2026-11-23", "2026-11-27", "-y")
    assert f"      {move}" in said.out.splitlines()


def test_a_plan_names_the_command_that_books_it(clinic: Clinic) -> None:
    nurse = (
        "--latitude",
        "44.9",
        "--longitude",
        "-93.2",
        "--roster",
        "Mon 08:00-16:00 clinic:MPLS",
    )
    clinic.done("nurse", "edit", "N2", *nurse, "-y")
    said = clinic.done("plan", "3w", "--effort", "0", "--seed", "7")
    assert "Next: pumpsched plan 3w --seed 7 --effort 0 --apply" in said.err


@pytest.fixture
def unauthorized(clinic: Clinic) -> Clinic:
    """0003 has a visit in a window that no payer allows on any of its days."""
    clinic.done("auth", "add", "0003", "--number", "PA-1", "--valid-to", "2026-10-31", "-y")
    return clinic


def test_a_visit_that_no_payer_allows_is_marked_in_the_list_of_visits(unauthorized: Clinic) -> None:
    (item,) = unauthorized.done("visit", "list", "--json").json["items"]
    assert (item["id"], item["findings"]) == ("V1", ["unauthorized"])


def test_a_visit_that_no_payer_allows_is_marked_on_the_route(unauthorized: Clinic) -> None:
    (stop,) = unauthorized.done("route", "2026-11-24", "--nurse", "N1", "--json").json["stops"]
    assert "unauthorized" in [finding["code"] for finding in stop["findings"]]


def test_a_card_names_one_day_by_which_to_ask_the_payer(unauthorized: Clinic) -> None:
    told = unauthorized.done("show", "0003").out
    days = re.findall(r"ask the payer by (\S+)", told)
    assert days == ["2026-11-22", "2026-11-22"]
