"""``orders``: what to order by which day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.builders.command import clock
from tests.cli.clinic import MORPHINE, NOW, Clinic, lines


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """An hour passes."""
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=1))


def order(clinic: Clinic, patient: str, *args: str) -> dict[str, Any]:
    items = clinic.done("orders", *args, "--json").json["items"]
    found: dict[str, Any] = next(item for item in items if item["patient"] == patient)
    return found


def test_an_order_says_what_how_much_by_when_and_how(clinic: Clinic) -> None:
    document = clinic.done("orders", "--json").json
    assert {key: document[key] for key in ("schema", "from", "to", "order_lead_days")} == {
        "schema": "pumpsched/orders/1",
        "from": "2026-11-22",
        "to": "2026-12-20",
        "order_lead_days": 5,
    }
    rule = document["items"][0].pop("rule")
    assert document["items"] == [
        {
            "visit": "V1",
            "status": "booked",
            "patient": "0003",
            "name": "Ito, Chie",
            "at": "2026-11-24T09:00",
            "setting": "home",
            "site": None,
            "nurse": "N1",
            "mixture": MORPHINE,
            "volume_ml": 20,
            "needed_by": "2026-11-24",
            "order_by": "2026-11-17",
            "overdue": True,
            "state": "open",
            "until": None,
            "schedule": "II",
            "supply": "check",
            "refill_by": "2026-12-09",
            "changed": False,
            "changes": [],
            "findings": [],
        }
    ]
    assert (rule["id"], rule["since"]) == ("us-829a-2025", "2025-12-01")


def test_in_a_pipe_it_is_a_table_of_full_values(clinic: Clinic) -> None:
    header, row = clinic.done("orders").out.splitlines()
    assert dict(zip(header.split("\t"), row.split("\t"), strict=True)) == {
        "order_by": "2026-11-17",
        "needed_by": "2026-11-24",
        "patient": "0003",
        "name": "Ito, Chie",
        "mixture": MORPHINE,
        "volume_ml": "20",
        "schedule": "II",
        "supply": "check",
        "visit": "V1",
        "changed": "",
        "at": "2026-11-24T09:00",
        "setting": "home",
        "site": "",
        "nurse": "N1",
        "overdue": "yes",
        "rule": "us-829a-2025",
        "refill_by": "2026-12-09",
        "state": "open",
        "until": "",
    }


def test_a_clinic_refill_comes_from_stock(clinic: Clinic) -> None:
    clinic.done("visit", "add", "0007", "--at", "2026-12-04T09:00", "--site", "MPLS", "-y")
    found = order(clinic, "0007")
    assert (found["supply"], found["rule"], found["schedule"]) == ("clinic stock", None, "none")


def test_an_uncontrolled_drug_goes_to_the_home(clinic: Clinic) -> None:
    clinic.done("patient", "edit", "0007", "--setting", "home", "-y")
    clinic.done("visit", "add", "0007", "--at", "2026-12-04T09:00", "--setting", "home", "-y")
    assert order(clinic, "0007")["supply"] == "to the home"


def test_closed_days_bring_the_order_forward(clinic: Clinic) -> None:
    clinic.done("visit", "add", "0007", "--at", "2026-12-04T09:00", "-y")
    assert order(clinic, "0007")["order_by"] == "2026-11-27"
    clinic.done("closure", "add", "all", "2026-11-26", "2026-11-27", "-y")
    assert order(clinic, "0007")["order_by"] == "2026-11-25"
    clinic.done("config", "set", "order_lead_days", "2", "-y")
    assert order(clinic, "0007")["order_by"] == "2026-12-02"


def test_what_is_overdue_comes_first(clinic: Clinic) -> None:
    clinic.done("visit", "add", "0007", "--at", "2026-11-23T14:00", "-y")
    clinic.done("visit", "add", "0030", "--at", "2026-12-10T14:00", "-y")
    items = clinic.done("orders", "--json").json["items"]
    assert [(item["patient"], item["overdue"]) for item in items] == [
        ("0007", True),
        ("0003", True),
        ("0030", False),
    ]


@pytest.mark.usefixtures("later")
def test_a_dose_recorded_after_the_booking_marks_the_order(clinic: Clinic) -> None:
    clinic.done("dose", "0003", "4.4 mg/day", "--on", "today", "-y")
    found = order(clinic, "0003")
    assert found["changed"] is True
    assert found["changes"] == ["dose 4.4 mg/day on 2026-11-22"]


def test_a_dose_recorded_before_the_booking_marks_nothing(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    clinic.done("dose", "0007", "125 mcg/day", "-y")
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=1))
    clinic.done("visit", "add", "0007", "--at", "2026-12-04T09:00", "-y")
    assert order(clinic, "0007")["changes"] == []
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=2))
    clinic.done("dose", "0007", "130 mcg/day", "-y")
    clinic.done("undo", "--reason", "slip", "-y")
    marks = ["undone: dose 130 mcg/day on 2026-11-22"]
    assert order(clinic, "0007")["changes"] == marks
    clinic.done("visit", "confirm", "V2", "-y")
    assert order(clinic, "0007")["changes"] == marks
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=3))
    clinic.done("visit", "move", "V2", "--at", "2026-12-04T10:00", "-y")
    assert order(clinic, "0007")["changes"] == []


def test_only_open_refills_of_the_span_are_ordered(clinic: Clinic) -> None:
    clinic.done("visit", "add", "0007", "--at", "2027-01-04T09:00", "-y")
    clinic.done("visit", "add", "0030", "--at", "2026-12-04T09:00", "--kind", "followup", "-y")
    clinic.done("visit", "cancel", "V1", "-y")
    said = clinic.done("orders", "--json")
    assert said.json["items"] == []
    assert [i["visit"] for i in clinic.done("orders", "2027-01", "--json").json["items"]] == ["V2"]


@pytest.mark.parametrize(
    ("patient", "at", "finding"),
    [
        ("0012", "2026-11-24T09:00", "late-visit"),
        ("0030", "2026-12-21T09:00", "after-empty"),
        ("0020", "2026-11-24T09:00", "no-mixture"),
    ],
)
def test_what_is_wrong_with_a_visit_is_said_before_ordering(
    clinic: Clinic, patient: str, at: str, finding: str
) -> None:
    clinic.done("visit", "add", patient, "--at", at, "-y")
    assert order(clinic, patient, "5w")["findings"] == [finding]


def test_a_visit_of_somebody_who_has_left_the_list_is_said_before_ordering(clinic: Clinic) -> None:
    clinic.done("visit", "add", "0012", "--at", "2026-11-24T09:00", "-y")
    clinic.done("patient", "archive", "0012", "--reason", "moved", "-y")
    assert "archived" in order(clinic, "0012")["findings"]


def test_a_practice_that_keeps_controlled_drugs_in_the_clinic_is_told(clinic: Clinic) -> None:
    clinic.done("config", "set", "home_controlled", "no", "-y")
    assert order(clinic, "0003")["findings"] == ["site-of-care"]


def test_no_refill_booked_names_the_next_command(clinic: Clinic) -> None:
    said = clinic.done("orders", "2027-03")
    assert "No refill is booked in these days. Next: pumpsched plan 4w" in said.err


def test_a_span_in_the_past_is_refused(clinic: Clinic) -> None:
    said = clinic.run("orders", "2026-10")
    assert said.code == 2
    assert lines(said)[0] == "The span ends on Sat 31 Oct 2026, before Sun 22 Nov 2026."


@pytest.mark.parametrize(
    ("at", "order_by", "overdue"),
    [
        ("2026-11-30T09:00", "2026-11-23", False),
        ("2026-11-27T09:00", "2026-11-22", False),
        ("2026-11-26T09:00", "2026-11-19", True),
    ],
)
def test_on_a_day_off_an_order_is_late_only_once_the_practice_has_worked_since(
    clinic: Clinic, at: str, order_by: str, overdue: bool
) -> None:
    """Today is a Sunday: what is ordered on it is there as if ordered on the Friday before."""
    clinic.done("visit", "move", "V1", "--at", at, "-y")
    found = order(clinic, "0003")
    assert (found["order_by"], found["overdue"]) == (order_by, overdue)


def test_what_is_ordered_is_no_longer_overdue(clinic: Clinic) -> None:
    clinic.done("orders", "mark", "v1", "ordered", "-y")
    found = order(clinic, "0003")
    assert (found["overdue"], found["state"]) == (False, "ordered")


def test_an_order_that_is_taken_back_is_overdue_again(clinic: Clinic) -> None:
    for state in ("ordered", "open"):
        clinic.done("orders", "mark", "V1", state, "-y")
    assert order(clinic, "0003")["overdue"]


def test_the_visit_of_a_late_drug_is_not_sound_until_it_is_there(clinic: Clinic) -> None:
    def cover() -> tuple[str, list[str]]:
        (item,) = clinic.done("due", "--nurse", "N1", "--setting", "home", "--json").json["items"]
        return item["cover"], item["findings"]

    assert cover() == ("ok", [])
    said = clinic.done("orders", "mark", "V1", "late", "--until", "2026-12-01", "-y", "--json").json
    assert [finding["code"] for finding in said["findings"]] == ["drug-late"]
    assert cover() == ("broken", ["drug-late"])
    clinic.done("visit", "move", "V1", "--at", "2026-12-01T09:00", "-y")
    assert cover() == ("ok", [])


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("V9", "ordered"), 3),
        (("V1", "lost"), 2),
        (("V1", "late"), 2),
        (("V1", "ordered", "--until", "2026-12-01"), 2),
        (("V1", "late", "--until", "2026-11-20"), 2),
    ],
)
def test_a_mark_that_cannot_be_is_refused(clinic: Clinic, args: tuple[str, ...], code: int) -> None:
    before = clinic.path.read_bytes()
    assert clinic.run("orders", "mark", *args, "-y").code == code
    assert clinic.path.read_bytes() == before


def test_the_same_mark_twice_is_a_conflict(clinic: Clinic) -> None:
    clinic.done("orders", "mark", "V1", "ordered", "-y")
    again = clinic.run("orders", "mark", "V1", "ordered", "-y", "--json")
    assert (again.code, again.error["next"]) == (5, "pumpsched orders")


def test_a_drug_that_is_there_has_arrived(clinic: Clinic) -> None:
    assert "the drug has arrived" in clinic.done("orders", "mark", "V1", "arrived", "-y").out


def test_only_an_open_visit_takes_an_order(clinic: Clinic) -> None:
    clinic.done("visit", "cancel", "V1", "-y")
    assert clinic.run("orders", "mark", "V1", "ordered", "-y").code == 5


def test_the_list_says_how_far_each_drug_is_once_somebody_said_so(clinic: Clinic) -> None:
    assert "open" not in clinic.done("orders", "--table").out
    clinic.done("orders", "mark", "V1", "late", "--until", "2026-12-01", "-y")
    assert "late 01 Dec" in clinic.done("orders", "--table").out
