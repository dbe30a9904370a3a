"""Whether somebody comes in time: what makes a visit, and every list that shows one."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pumpsched.cli.terminal.answer import call_text
from tests.cli.clinic import Clinic, lines

ADD = ("visit", "add", "0007", "--nurse", "N1", "--at")
IN_TIME, LATE, DRY = "2026-12-07T09:00", "2027-01-12T09:00", "2027-01-25T09:00"


SUNDAY = date(2026, 11, 22)


def cover(clinic: Clinic, patient: str = "0007") -> Any:
    (item,) = (
        each
        for each in clinic.done("due", "--all", "--json").json["items"]
        if each["patient"] == patient
    )
    assert item["cover"] == clinic.done("show", patient, "--json").json["cover"]
    return item["cover"]


@pytest.mark.parametrize(("at", "found"), [(IN_TIME, "ok"), (LATE, "late"), (DRY, "dry")])
def test_a_visit_covers_until_the_last_refill_day_and_is_late_until_the_pump_is_empty(
    clinic: Clinic, at: str, found: str
) -> None:
    assert cover(clinic) == "none"
    clinic.done(*ADD, at, "-y")
    assert cover(clinic) == found


def test_a_nurse_who_falls_ill_leaves_her_patient_uncovered(clinic: Clinic) -> None:
    clinic.done(*ADD, IN_TIME, "-y")
    clinic.done("visit", "confirm", "V2", "-y")
    clinic.done("nurse", "off", "N1", "2026-12-07", "-y")
    assert cover(clinic) == "broken"
    listed = clinic.done("due", "--all").out
    assert "2026-12-07T09:00 N1 not sound" in listed
    assert "closed-day" in listed
    assert "0007" in clinic.done("due", "8w", "--unbooked").out
    assert "N1 is closed or away on 2026-12-07" in clinic.done("show", "0007").out


def test_a_patient_who_left_has_no_cover(clinic: Clinic) -> None:
    assert cover(clinic, "0041") is None
    assert "0041" not in clinic.done("due", "--all", "--unbooked").out


def test_whoever_is_not_filled_yet_is_covered_by_any_sound_visit(clinic: Clinic) -> None:
    assert cover(clinic, "0020") == "none"
    clinic.done("visit", "add", "0020", "--nurse", "N1", "--at", "2027-06-01T09:00", "-y")
    assert cover(clinic, "0020") == "ok"


@pytest.mark.parametrize("limit", [(), ("--limit", "2")])
def test_the_unbooked_are_all_those_to_whom_nobody_comes_in_time(
    clinic: Clinic, limit: tuple[str, ...]
) -> None:
    clinic.done("visit", "add", "0012", "--nurse", "N1", "--at", "2026-11-23T09:00", "-y")
    items = clinic.done("due", "12w", "--unbooked", *limit, "--json").json["items"]
    assert [each["cover"] for each in items if each["patient"] == "0012"] == ["late"]
    assert "0003" not in [each["patient"] for each in items]


RULE = [
    (("auth", "add", "0007", "--number", "HN-1", "--valid-from", "2026-12-20"), "unauthorized"),
    (("patient", "edit", "0007", "--nurses-needed", "2"), "nurses-missing"),
    (("patient", "edit", "0007", "--availability", "Mon 12:00-14:00"), "not-available"),
    (("patient", "edit", "0007", "--setting", "home"), ""),
    (("nurse", "edit", "N1", "--skills", "PROMETRA"), "not-trained"),
    (("nurse", "edit", "N1", "--roster", "Tue 08:00-16:00 clinic:MPLS"), "outside-roster"),
    (("closure", "add", "0007", "2026-12-07"), "closed-day"),
    (("site", "edit", "MPLS", "--hours", "Mon 12:00-16:00"), "site-closed"),
]


@pytest.mark.parametrize(("change", "code"), RULE, ids=[code or "moved" for _, code in RULE])
def test_a_visit_that_cannot_be_so_is_refused_unless_somebody_says_why(
    clinic: Clinic, change: tuple[str, ...], code: str
) -> None:
    clinic.done(*change, "-y")
    said = clinic.run(*ADD, IN_TIME, "--site", "MPLS", "-y")
    if not code:
        assert said.code == 0
        return
    assert said.code == 4
    assert "The visit of 0007 on 2026-12-07 at 09:00 cannot be so: " in lines(said)[0]
    assert "--override … (if it is right)" in lines(said)[-1]
    override = ("--override", "agreed by phone", "-y", "--json")
    done = clinic.done(*ADD, IN_TIME, "--site", "MPLS", *override).json
    (kept,) = [each for each in done["findings"] if each["code"] == code]
    assert "(overridden: agreed by phone)" in kept["message"]
    assert cover(clinic) == "ok"


def test_a_refused_visit_names_what_would_fit(clinic: Clinic) -> None:
    clinic.done("nurse", "edit", "N1", "--skills", "PROMETRA", "-y")
    said = clinic.run(*ADD, IN_TIME, "-y", "--json")
    assert (said.error["rules"], said.error["fits"]) == (["skill"], "--nurse N2")
    clinic.done(*ADD[:3], "--nurse", "N2", "--at", IN_TIME, "-y")


def test_another_cause_breaks_an_overridden_visit_anew(clinic: Clinic) -> None:
    clinic.done("nurse", "edit", "N1", "--skills", "PROMETRA", "-y")
    clinic.done(*ADD, IN_TIME, "--override", "she learns it that day", "-y")
    assert cover(clinic) == "ok"
    clinic.done("nurse", "off", "N1", "2026-12-07", "-y")
    assert cover(clinic) == "broken"


def test_a_moved_visit_needs_a_new_reason(clinic: Clinic) -> None:
    clinic.done("nurse", "edit", "N1", "--skills", "PROMETRA", "-y")
    clinic.done(*ADD, IN_TIME, "--override", "she learns it that day", "-y")
    assert clinic.run("visit", "move", "V2", "--at", "2026-12-08T09:00", "-y").code == 4
    clinic.done("visit", "confirm", "V2", "-y")


def test_a_broken_visit_is_not_confirmed_without_a_reason(clinic: Clinic) -> None:
    clinic.done("nurse", "off", "N1", "2026-11-24", "-y")
    said = clinic.run("visit", "confirm", "V1", "-y")
    assert (said.code, "N1 is closed or away on 2026-11-24" in said.err) == (4, True)
    clinic.done("visit", "confirm", "V1", "--override", "she comes all the same", "-y")
    assert cover(clinic, "0003") == "ok"


def test_an_edit_of_a_patient_names_the_visit_that_no_longer_fits(clinic: Clinic) -> None:
    done = clinic.done(
        "patient", "edit", "0003", "--availability", "Mon 09:00-16:00", "-y", "--json"
    ).json
    (hit,) = done["visits_hit"]
    assert (hit["id"], hit["why"]) == ("V1", "the patient can be seen Mon 09:00-16:00 only")


@pytest.mark.parametrize(
    ("day", "code"), [("2027-01-04", 0), ("2027-01-05", 10)], ids=["four days left", "three"]
)
def test_the_exit_code_tells_of_whoever_is_uncovered_three_working_days_before_the_last(
    clinic: Clinic, day: str, code: int
) -> None:
    """0007 is to be booked by Fri 8 Jan 2027; the others are seen to here."""
    for patient in ("0003", "0012", "0020", "0021", "0030", "0040"):
        clinic.done("patient", "archive", patient, "--reason", "moved", "-y")
    assert clinic.run("due", "--exit-code", "--as-of", day).code == code


def test_who_cannot_wait_is_called_today_on_the_clinics_own_line(clinic: Clinic) -> None:
    clinic.done("config", "set", "emergency_line", "612-555-0100", "-y")
    said = clinic.done("due", "--as-of", "2026-12-20")
    assert "Call today, not Monday: " in said.err
    assert "emergency line 612-555-0100" in said.err


def test_a_call_list_longer_than_a_dozen_says_how_many_more_there_are() -> None:
    codes = [f"{number:04d}" for number in range(1, 16)]
    assert call_text(codes[:12], "", today=SUNDAY).startswith("Call today, not Monday: 0001, 0002,")
    assert "more" not in call_text(codes[:12], "", today=SUNDAY)
    assert "0012 and 3 more may be empty" in call_text(codes, "", today=SUNDAY)


def test_on_a_monday_nobody_is_told_not_to_wait_for_monday() -> None:
    assert call_text(["0001"], "", today=date(2026, 11, 23)).startswith(
        "Call today, not tomorrow: 0001"
    )
