"""``archive``: the last day of a nurse, a site or an authorization, and that it is taken back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.clinic import Clinic
from tests.made_once import once

ROSTER = "Mon-Fri 08:00-16:00 clinic:MPLS"


@pytest.fixture
def rostered(clinic: Clinic) -> Clinic:
    """Two nurses at one site, and a visit of the first on Friday 4 December."""
    once(clinic.path, put_on_the_roster)
    return clinic


def put_on_the_roster(path: Path) -> None:
    clinic = Clinic(path)
    for nurse in ("N1", "N2"):
        clinic.done("nurse", "edit", nurse, "--roster", ROSTER, "-y")
    at = ("--at", "2026-12-04T09:00", "--site", "MPLS", "--nurse", "N1")
    clinic.done("visit", "add", "0007", *at, "--override", "as it was", "-y")


def offers(clinic: Clinic, patient: str = "0007") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = clinic.done("slots", patient, "--json").json["offers"]
    return found


def listed(clinic: Clinic, patient: str) -> dict[str, Any]:
    items = clinic.done("due", "--all", "--json").json["items"]
    found: dict[str, Any] = next(item for item in items if item["patient"] == patient)
    return found


def test_a_last_day_names_the_visits_after_it_and_what_helps(rostered: Clinic) -> None:
    said = rostered.done("nurse", "edit", "N1", "--until", "2026-12-03", "-y")
    assert said.out.splitlines()[1:4] == [
        "  until: - → 2026-12-03",
        "  ! 1 open visit after the last day:",
        "    V2 Fri 4 Dec 2026 09:00 booked · 0007 Rivera, Ana 612-555-0107",
    ]
    assert said.err == "Saved. Next: pumpsched visit release --nurse N1 --from 2026-12-04\n"


def test_after_a_last_day_nobody_is_offered_that_nurse(rostered: Clinic) -> None:
    assert "N1" in {nurse for offer in offers(rostered) for nurse in offer["nurses"]}
    rostered.done("nurse", "archive", "N1", "--reason", "left us", "-y")
    assert {nurse for offer in offers(rostered) for nurse in offer["nurses"]} == {"N2"}


def test_a_visit_after_the_last_day_is_broken(rostered: Clinic) -> None:
    rostered.done("nurse", "edit", "N1", "--until", "2026-12-03", "-y")
    item = listed(rostered, "0007")
    assert (item["cover"], "closed-day" in item["findings"]) == ("broken", True)


def test_a_release_from_a_day_on_finds_every_visit_after_it(rostered: Clinic) -> None:
    rostered.done("nurse", "archive", "N1", "-y")
    said = rostered.done("visit", "release", "--nurse", "N1", "--from", "today", "-y")
    assert "V2 Fri 4 Dec 2026 09:00: stays booked until it is moved" in said.out
    assert "is not recorded as away" not in said.out
    assert "Saved" not in said.err


def test_who_left_is_listed_on_demand_and_comes_back(rostered: Clinic) -> None:
    def nurses(*more: str) -> list[str]:
        items = rostered.done("nurse", "list", *more, "--json").json["items"]
        return [item["nurse"] for item in items]

    rostered.done("nurse", "archive", "N2", "-y")
    assert (nurses(), nurses("--all")) == (["N1"], ["N1", "N2"])
    rostered.done("nurse", "edit", "N2", "--until", "none", "-y")
    assert nurses() == ["N1", "N2"]


def test_a_site_that_closes_is_no_place_for_a_visit(rostered: Clinic) -> None:
    said = rostered.done("site", "archive", "MPLS", "--until", "2026-12-01", "-y", "--json")
    assert [hit["id"] for hit in said.json["visits_hit"]] == ["V2"]
    refused = rostered.run(
        *("visit", "add", "0012", "--at", "2026-12-03T09:00", "--site", "MPLS"), "-y"
    )
    assert refused.code == 4


def test_an_authorization_that_ended_covers_nothing_and_one_by_mistake_never_did(
    clinic: Clinic,
) -> None:
    given = ("--number", "PA-1", "--valid-from", "2026-11-01", "--valid-to", "2027-10-31")
    clinic.done("auth", "add", "0003", *given, "-y")
    hit = clinic.done("auth", "archive", "0003", "PA-1", "-y", "--json").json["visits_hit"]
    assert [visit["id"] for visit in hit] == ["V1"]
    said = clinic.done("auth", "archive", "0003", "PA-1", "--mistake", "-y", "--json")
    assert said.json["visits_hit"] == []


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("nurse", "archive", "N1", "--back"), 5),
        (("nurse", "archive", "N9"), 3),
        (("nurse", "archive", "N1", "--back", "--until", "today"), 2),
        (("site", "archive", "STP"), 3),
        (("auth", "archive", "0003", "PA-9"), 3),
    ],
)
def test_an_archive_of_nothing_is_refused(clinic: Clinic, args: tuple[str, ...], code: int) -> None:
    assert clinic.run(*args, "-y").code == code


def test_last_days_survive_an_export(rostered: Clinic, tmp_path: Path) -> None:
    rostered.done("nurse", "archive", "N1", "--reason", "left us", "-y")
    rostered.done("nurse", "archive", "N2", "-y")
    rostered.done("nurse", "archive", "N2", "--back", "-y")
    folder, other = tmp_path / "folder", tmp_path / "other.sqlite"
    rostered.done("export", "folder", str(folder))
    rostered.done("import", str(folder), "--db", str(other), "-y")
    again = rostered.done("nurse", "list", "--all", "--db", str(other), "--json").json["items"]
    assert [(item["nurse"], item.get("until")) for item in again] == [
        ("N1", "2026-11-21"),
        ("N2", None),
    ]


def test_when_to_ask_the_payer_again_is_sixty_days_ahead(clinic: Clinic) -> None:
    def asked_by() -> list[str | None]:
        items = clinic.done("auth", "list", "--json").json["items"]
        return [item["request_by"] for item in items]

    clinic.done("auth", "add", "0003", "--number", "PA-1", "--valid-to", "2027-04-30", "-y")
    assert asked_by() == ["2027-03-01"]
    clinic.done("auth", "add", "0003", "--number", "PA-2", "--valid-from", "2027-05-01", "-y")
    assert asked_by() == [None, None]


def test_a_refill_that_no_payer_allows_is_a_finding(clinic: Clinic) -> None:
    clinic.done("auth", "add", "0007", "--number", "PA-1", "--valid-to", "2026-12-01", "-y")
    said = clinic.done("show", "0007", "--json").json["findings"]
    (found,) = (finding for finding in said if finding["code"] == "authorization-lapses")
    assert found["request_by"] == "2026-11-22"
    assert "authorization-lapses" in listed(clinic, "0007")["findings"]


def test_a_last_day_that_is_noted_already_says_what_to_do_next(rostered: Clinic) -> None:
    last = ("nurse", "edit", "N1", "--until", "2026-12-03", "-y", "--json")
    rostered.done(*last)
    again = rostered.run(*last)
    assert again.code == 5
    assert again.error["next"].startswith("pumpsched nurse list --all")
