"""``visit``: booked, moved, confirmed, and closed once."""

from __future__ import annotations

import pytest

from tests.cli.clinic import Clinic

ADD = ("visit", "add", "0007", "--at", "2026-12-07T09:00")
ANYWAY = ("--override", "the clinic opens for her", "-y")
"""Today is a Sunday, and no working day of the practice."""


def test_a_visit_is_booked_with_what_the_window_says_of_it(clinic: Clinic) -> None:
    said = clinic.done(*ADD, "--nurse", "N1", "--site", "MPLS", "-y")
    assert said.out.splitlines() == [
        "0007 Rivera, Ana",
        "  V2: refill Mon 7 Dec 2026 09:00 for 45 min, clinic MPLS N1, booked",
        "  refill by Sat 9 Jan 2027 (reservoir)",
    ]
    assert "V2" in clinic.done("due", "--all", "--json").out


@pytest.mark.parametrize(
    ("at", "code"),
    [
        ("2027-01-11T09:00", "late-visit"),
        ("2026-12-01T09:00", "early-refill"),
        ("2026-12-06T09:00", "closed-day"),
    ],
)
def test_a_visit_out_of_its_window_or_on_a_closed_day_is_said(
    clinic: Clinic, at: str, code: str
) -> None:
    given = ANYWAY if code == "closed-day" else ("-y",)
    found = clinic.done("visit", "add", "0007", "--at", at, *given, "--json").json["findings"]
    assert code in [finding["code"] for finding in found]


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("visit", "add", "0007"), 2),
        (("visit", "add", "0007", "--at", "2026-12-07"), 2),
        (("visit", "add", "0007", "--at", "2026-11-20T09:00"), 4),
        (("visit", "add", "0007", "--at", "2026-12-07T23:45"), 2),
        (("visit", "add", "0007", "--at", "2027-03-14T02:30"), 2),  # the clock skips it
        ((*ADD, "--nurse", "N9"), 3),
        ((*ADD, "--site", "NONE"), 3),
        ((*ADD, "--setting", "home", "--site", "MPLS"), 2),
        ((*ADD, "--kind", "party"), 2),
        ((*ADD, "--minutes", "4"), 2),
        (("visit", "move", "V1"), 2),
        (("visit", "move", "V9", "--at", "2026-12-07T09:00"), 3),
        (("visit", "done", "V1"), 4),
        (("visit", "missed", "V1"), 4),
        (("visit", "add", "0003", "--at", "2026-11-24T09:30"), 5),
    ],
    ids=lambda part: " ".join(part) if isinstance(part, tuple) else None,
)
def test_a_visit_that_cannot_be_is_refused(
    clinic: Clinic, args: tuple[str, ...], code: int
) -> None:
    before = clinic.path.read_bytes()
    said = clinic.run(*args, "-y")
    assert (said.code, said.out) == (code, ""), said.err
    assert clinic.path.read_bytes() == before


def test_a_moved_visit_is_booked_again_and_a_closed_one_stays_closed(clinic: Clinic) -> None:
    clinic.done("visit", "confirm", "V1", "-y")
    said = clinic.done("visit", "move", "v1", "--at", "2026-11-25T10:00", "-y")
    assert "  was refill Tue 24 Nov 2026 09:00 for 45 min, home N1, confirmed" in said.out
    assert "  V1: refill Wed 25 Nov 2026 10:00 for 45 min, home N1, booked" in said.out
    clinic.done("visit", "cancel", "V1", "--reason", "in hospital", "-y")
    for args in (("confirm", "V1"), ("cancel", "V1"), ("move", "V1", "--at", "2026-11-26T10:00")):
        assert clinic.run("visit", *args, "-y").code == 5
    assert '"reason": "in hospital"' in clinic.done("audit", "--json").out


def test_the_list_takes_a_span_a_nurse_a_patient_and_the_open_ones(clinic: Clinic) -> None:
    clinic.done(*ADD, "-y")
    clinic.done("visit", "cancel", "V1", "-y")

    def listed(*args: str) -> list[str]:
        return [v["id"] for v in clinic.done("visit", "list", *args, "--json").json["items"]]

    assert listed("4w") == ["V1", "V2"]
    assert listed() == ["V1"]
    assert listed("4w", "--nurse", "N1") == ["V1"]
    assert listed("4w", "--patient", "rivera") == ["V2"]
    assert listed("4w", "--open") == ["V2"]


@pytest.mark.parametrize(
    ("at", "doubted"),
    [("2026-11-22T09:59", True), ("2026-11-22T10:00", False), ("2026-11-23T08:00", False)],
)
def test_a_visit_booked_for_a_time_of_today_that_has_passed_is_doubted(
    clinic: Clinic, at: str, doubted: bool
) -> None:
    """It is 10:00 at the practice."""
    add = ("visit", "add", "0007", "--at", at, "--nurse", "N1")
    added = clinic.done(*add, *ANYWAY, "--json").json
    assert ("time-passed" in [each["code"] for each in added["findings"]]) is doubted
    moved = clinic.done("visit", "move", "V1", "--at", at[:11] + "06:00", *ANYWAY, "--json").json
    assert ("time-passed" in [each["code"] for each in moved["findings"]]) is (at < "2026-11-23")


@pytest.mark.parametrize("status", ["booked", "confirmed"])
@pytest.mark.parametrize(
    ("closing", "word"),
    [
        (("refill", "0003", "--fill", "18"), "done"),
        (("attempt", "0003", "--reason", "port not found"), "missed"),
    ],
)
def test_an_undo_opens_the_visit_again_that_its_fact_closed(
    clinic: Clinic, closing: tuple[str, ...], word: str, status: str
) -> None:
    clinic.done("visit", "move", "V1", "--at", "2026-11-22T09:00", *ANYWAY)
    if status == "confirmed":
        clinic.done("visit", "confirm", "V1", "-y")
    clinic.done(*closing, "-y")
    assert clinic.done("visit", "list", "--json").json["items"][0]["status"] == word
    undo = ("undo", "--reason", "wrong patient")
    assert clinic.done(*undo, "-n", "--json").json["reopened"][0]["status"] == status
    said = clinic.done(*undo, "-y")
    assert f"  Visit V1 of Sun 22 Nov 2026 09:00 is {status} again." in said.out.splitlines()
    assert clinic.done("visit", "list", "--json").json["items"][0]["status"] == status


def test_an_undo_leaves_a_visit_closed_whose_time_was_given_away(clinic: Clinic) -> None:
    clinic.done("visit", "move", "V1", "--at", "2026-11-22T09:00", *ANYWAY)
    clinic.done("refill", "0003", "--fill", "18", "-y")
    clinic.done("visit", "add", "0007", "--at", "2026-11-22T09:30", "--nurse", "N1", *ANYWAY)
    said = clinic.done("undo", "--reason", "wrong patient", "-y")
    assert said.out.splitlines()[-1] == (
        "  !  warning: visit V1 of 2026-11-22T09:00 stays done, its time is taken by V2 of 0007; "
        "if the refill is still to come: `pumpsched visit add 0003 --at …`"
    )
    assert (
        clinic.done("visit", "list", "--patient", "0003", "--json").json["items"][0]["status"]
        == "done"
    )


def test_an_undo_says_of_a_visit_closed_by_hand_that_it_stays_so(clinic: Clinic) -> None:
    clinic.done("visit", "move", "V1", "--at", "2026-11-22T09:00", *ANYWAY)
    clinic.done("visit", "done", "V1", "-y")
    clinic.done("refill", "0003", "--fill", "18", "-y")
    said = clinic.done("undo", "--reason", "wrong patient", "--json", "-y").json
    assert said["reopened"] == []
    assert [finding["visit"] for finding in said["left_closed"]] == ["V1"]


def test_a_move_keeps_its_reason_on_record(clinic: Clinic) -> None:
    clinic.done("visit", "move", "V1", "--at", "2026-11-25T10:00", "--reason", "snow", "-y")
    (change,) = clinic.done("audit", "--limit", "1", "--json").json["items"]
    assert {"reason": "snow"} in change["detail"]["notes"]


@pytest.mark.parametrize("closing", ["cancel", "missed"])
def test_whoever_loses_the_only_visit_is_said_to_have_nobody(clinic: Clinic, closing: str) -> None:
    """0003 is seen on 24 Nov by V1, and by no other visit."""
    if closing == "missed":
        clinic.done("visit", "move", "V1", "--at", "2026-11-22T09:00", *ANYWAY)
    found = clinic.done("visit", closing, "V1", "-n", "--json").json["findings"]
    assert [(each["code"], each["cover"]) for each in found] == [("nobody-comes", "none")]
    said = clinic.done("visit", closing, "V1", "-y")
    assert "nobody comes now, refill by 20" in said.out
    assert said.err.endswith("Next: pumpsched slots 0003\n")


def test_whoever_has_another_visit_in_time_is_not_said_to_have_nobody(clinic: Clinic) -> None:
    clinic.done("visit", "add", "0003", "--at", "2026-11-25T09:00", "--nurse", "N1", "-y")
    said = clinic.done("visit", "cancel", "V1", "-y")
    assert "nobody comes" not in said.out
    assert said.err.endswith("Next: pumpsched visit list\n")
