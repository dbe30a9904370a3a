"""Leaving the list: reasons, what is left to do, and that nobody is lost by it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cli.clinic import Clinic

RUNNING = "0007"


def archived(clinic: Clinic, patient: str, reason: str, *args: str) -> list[dict[str, Any]]:
    """The findings that an archive gives."""
    said = clinic.done("patient", "archive", patient, "--reason", reason, "-y", "--json", *args)
    findings = said.json["findings"]
    assert isinstance(findings, list)
    return findings


@pytest.mark.parametrize(
    ("note", "reason"),
    [
        ("died", "died"),
        ("Died: at home", "died"),
        ("MOVED, to Duluth", "moved"),
        ("removed", "removed"),
        ("diedrich took over", "other"),
        ("went elsewhere", "other"),
    ],
)
def test_the_first_word_of_the_reason_is_counted(clinic: Clinic, note: str, reason: str) -> None:
    archived(clinic, RUNNING, note)
    found = clinic.done("show", RUNNING, "--json").json["archived"]
    assert found == {"on": "2026-11-22", "reason": reason, "note": note, "id": 14}
    assert f"Left the list on Sun 22 Nov 2026: {note}" in clinic.done("show", RUNNING).out
    reasons = clinic.done("due", "--counts", "--json").json["reasons"]
    assert reasons == {"moved": 1 + (reason == "moved")} | (
        {reason: 1} if reason != "moved" else {}
    )


def test_a_reason_may_be_left_out(clinic: Clinic) -> None:
    clinic.done("patient", "archive", RUNNING, "-y")
    assert "Left the list on Sun 22 Nov 2026: no reason given" in clinic.done("show", RUNNING).out
    assert clinic.done("show", RUNNING, "--json", "--as-of", "2026-11-21").json["archived"] is None


@pytest.mark.parametrize(
    ("reason", "code"),
    [("moved", "pump-left-running"), ("went home", "pump-left-running"),
     ("removed", "pump-in-place"), ("died", None)],
)  # fmt: skip
def test_what_an_archive_leaves_unsaid_depends_on_its_reason(
    clinic: Clinic, reason: str, code: str | None
) -> None:
    assert [finding["code"] for finding in archived(clinic, RUNNING, reason)] == (
        [code] if code else []
    )


def test_a_pump_that_was_taken_out_leaves_nothing_unsaid(clinic: Clinic) -> None:
    clinic.done("pump", "explant", RUNNING, "--on", "yesterday", "-y")
    assert archived(clinic, RUNNING, "removed") == []
    counted = clinic.done("due", "--counts", "--json").json["reasons"]
    assert counted == {"moved": 1, "removed": 1}


def test_an_explant_without_an_archive_is_a_reason_of_its_own(clinic: Clinic) -> None:
    clinic.done("pump", "explant", RUNNING, "--on", "yesterday", "-y")
    counted = clinic.done("due", "--counts", "--json").json["reasons"]
    assert counted == {"moved": 1, "explanted": 1}


def test_a_visit_of_one_who_left_is_named_for_cancelling_until_it_is(clinic: Clinic) -> None:
    [_, finding] = archived(clinic, "0003", "moved")
    assert (finding["code"], finding["visit"]) == ("visit-to-cancel", "V1")
    assert "`pumpsched visit cancel V1`" in finding["message"]
    [shown] = clinic.done("show", "0003", "--json").json["findings"]
    assert shown["code"] == "visit-to-cancel"
    clinic.done("visit", "cancel", "V1", "-y")
    assert clinic.done("show", "0003", "--json").json["findings"] == []


def test_an_explant_names_refill_visits_but_not_the_next_implant(clinic: Clinic) -> None:
    at = ("--kind", "implant", "--at", "2026-12-01T10:00", "--setting", "clinic", "-y")
    clinic.done("visit", "add", "0003", *at)
    said = clinic.done("pump", "explant", "0003", "--on", "today", "-y", "--json").json
    assert [finding["visit"] for finding in said["findings"]] == ["V1"]


def test_a_fact_after_the_day_of_leaving_raises_the_question_of_the_patient(
    clinic: Clinic,
) -> None:
    codes = [f["code"] for f in archived(clinic, RUNNING, "died", "--on", "2026-11-01")]
    assert codes == ["fact-after-archive"]


def test_who_left_is_out_of_the_list_and_the_plan_but_in_every_record(clinic: Clinic) -> None:
    archived(clinic, "0012", "moved")
    listed = clinic.done("due", "--json")
    assert "0012" not in [item["patient"] for item in listed.json["items"]]
    plan = clinic.done("plan", "4w", "--json").json
    assert "0012" not in [each["patient"] for each in (*plan["visits"], *plan["unplaced"])]
    found = clinic.done("patient", "find", "--all", "--json").json["items"]
    days = {each["patient"]: each["archived_on"] for each in found}
    assert (len(days), days["0012"], days["0007"]) == (8, "2026-11-22", None)
    assert "archived" in clinic.done("show", "0012").out
    clinic.done("undo", "--reason", "wrong patient", "-y")
    assert "0012" in [i["patient"] for i in clinic.done("due", "--json").json["items"]]
    audit = clinic.done("audit", "list", "--json").json["items"]
    assert [row["action"] for row in audit][-2:] == ["patient archive", "undo"]


def test_finding_needs_a_text_or_all(clinic: Clinic) -> None:
    assert clinic.run("patient", "find").code == 2
    assert clinic.run("patient", "find", "riv", "--all").code == 2


@pytest.mark.parametrize(
    ("call", "next_step"),
    [
        (("add", "0003", "--at", "2026-12-01T09:00", "--nurse", "N1"), "pumpsched show 0003"),
        (("move", "V1", "--at", "2026-12-01T09:00"), "pumpsched visit cancel V1"),
        (("confirm", "V1"), "pumpsched visit cancel V1"),
    ],
)
def test_no_visit_is_booked_moved_or_confirmed_for_one_who_left(
    clinic: Clinic, call: tuple[str, ...], next_step: str
) -> None:
    archived(clinic, "0003", "died", "--on", "2026-11-21")
    said = clinic.run("visit", *call, "-y")
    assert (said.code, next_step in said.err) == (5, True)
    assert "left the list on 2026-11-21" in said.err
    [kept] = clinic.done("visit", "list", "4w", "--json").json["items"]
    assert (kept["id"], kept["status"]) == ("V1", "booked")
    clinic.done("visit", "cancel", "V1", "-y")


def test_the_route_says_that_a_patient_on_it_has_left(clinic: Clinic) -> None:
    [visit] = clinic.done("visit", "list", "4w", "--json").json["items"]
    day, nurse = visit["at"][:10], visit["nurse"]
    archived(clinic, "0003", "died", "--on", "2026-11-21")
    [stop] = clinic.done("route", day, "--nurse", nurse, "--json").json["stops"]
    assert stop["findings"][0]["code"] == "visit-to-cancel"
    assert "`pumpsched visit cancel V1`" in stop["findings"][0]["message"]
