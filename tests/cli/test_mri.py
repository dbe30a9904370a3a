"""``mri``: the day of an MRI on record, and on every list until what it asks for is done."""

from __future__ import annotations

from tests.cli.clinic import Clinic


def codes(clinic: Clinic, as_of: str) -> list[str]:
    """The findings of 0007 that the worklist names, seen from a day."""
    due = clinic.done("due", "--all", "--json", "--as-of", as_of).json
    (found,) = (item["findings"] for item in due["items"] if item["patient"] == "0007")
    return [code for code in found if code.startswith("mri")]


def unbooked(clinic: Clinic) -> list[str]:
    """What the card of 0007 says no visit is booked for."""
    found = clinic.done("show", "0007", "--json").json["findings"]
    said = (each["message"] for each in found if each["code"] == "mri-unbooked")
    return [text.partition("is booked ")[2].partition(":")[0] for text in said]


def test_the_day_of_an_mri_is_on_lists_as_on_the_card_and_can_be_taken_back(
    clinic: Clinic,
) -> None:
    clinic.done("pump", "edit", "0007", "--model", "PROMETRA2-20", "-y")
    said = clinic.done("mri", "0007", "--on", "2026-12-10", "--reason", "brain", "-y")
    assert "decided mri of 2026-12-10: brain · ann" in said.out
    booking = "pumpsched visit add 0007 --at 2026-12-10T…"
    assert f"{booking} --kind followup        the pump is emptied before it" in said.err
    assert f"and {booking}        and filled after it" in said.err
    assert [codes(clinic, on) for on in ("2026-11-25", "2026-12-10", "2026-12-11")] == [
        ["mri-empty-first"],
        ["mri-empty-first"],
        ["mri-refill-after"],
    ]
    (urgent,) = (
        finding["severity"]
        for finding in clinic.done("show", "0007", "--as-of", "2026-12-08", "--json").json[
            "findings"
        ]
        if finding["code"] == "mri-empty-first"
    )
    assert urgent == "urgent"
    booked = ("visit", "add", "0007", "--site", "MPLS", "-y", "--at")
    clinic.done(*booked, "2026-12-10T08:00", "--kind", "followup")
    assert unbooked(clinic) == ["after it, to fill the pump"]
    clinic.done(*booked, "2026-12-10T15:00")
    assert unbooked(clinic) == []
    clinic.done("decision", "withdraw", "0007", "mri", "--reason", "put off", "-y")
    assert codes(clinic, "2026-12-11") == []


def test_an_mri_needs_its_day(clinic: Clinic) -> None:
    assert clinic.run("mri", "0007", "-y", "--json").error["code"] == "mri-day-needed"
