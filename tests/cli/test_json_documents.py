"""The JSON documents: exact keys, their types, and what stands in them for the known clinic."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cli.clinic import Clinic

HEAD = ["schema", "as_of", "zone"]
ITEM: dict[str, tuple[type, ...]] = {
    "patient": (str,),
    "name": (str,),
    "status": (str,),
    "opens_on": (str, type(None)),
    "refill_by": (str, type(None)),
    "book_by": (str, type(None)),
    "limit": (str, type(None)),
    "alarm_on": (str, type(None)),
    "alarm_nominal_on": (str, type(None)),
    "empty_on": (str, type(None)),
    "stable_until": (str, type(None)),
    "filled_on": (str, type(None)),
    "volume_ml": (int, float, type(None)),
    "flow_ml_per_day": (int, float, type(None)),
    "mixture": (str, type(None)),
    "dose_mcg_per_day": (int, float, type(None)),
    "alarm_ml": (int, float, type(None)),
    "pump_model": (str, type(None)),
    "serial": (str, type(None)),
    "setting": (str,),
    "visit": (dict, type(None)),
    "findings": (list,),
    "states": (list,),
    "programmer_alarm_on": (str, type(None)),
    "cover": (str, type(None)),
}
VISIT = ["id", "at", "nurse", "setting", "site", "status"]
FACT = [
    *("mixture", "residual_ml", "injected_ml", "programmed_ml", "boluses_used"),
    *("dose", "bolus", "flex", "amount", "programmer_alarm_on", "reservoir_ml", "note"),
]
RIVERA: dict[str, Any] = {
    "patient": "0007",
    "name": "Rivera, Ana",
    "status": "waiting",
    "opens_on": "2026-12-02",
    "refill_by": "2027-01-09",
    "book_by": "2027-01-08",
    "limit": "reservoir",
    "alarm_on": "2027-01-16",
    "alarm_nominal_on": "2027-01-16",
    "empty_on": "2027-01-24",
    "stable_until": "2027-05-01",
    "filled_on": "2026-11-02",
    "volume_ml": 15.2,
    "flow_ml_per_day": 0.24,
    "mixture": "baclofen 500 mcg/mL",
    "dose_mcg_per_day": 120,
    "alarm_ml": 2,
    "pump_model": "SM2-20",
    "serial": "S0007",
    "setting": "clinic",
    "visit": None,
    "findings": [],
    "states": ["waiting"],
    "programmer_alarm_on": None,
    "cover": "none",
}


def check_item(item: dict[str, Any]) -> None:
    """Passes an item with every key of the contract, each of its type."""
    assert list(item)[: len(ITEM)] == list(ITEM)
    wrong = {key: item[key] for key, kinds in ITEM.items() if type(item[key]) not in kinds}
    assert wrong == {}
    assert item["visit"] is None or list(item["visit"])[: len(VISIT)] == VISIT


def test_due_lists_items_and_counts(clinic: Clinic) -> None:
    found = clinic.done("due", "--json").json
    assert list(found) == [*HEAD, "items", "counts"]
    assert [found[key] for key in HEAD] == ["pumpsched/due/1", "2026-11-22", "America/Chicago"]
    for item in found["items"]:
        check_item(item)
        assert list(item) == list(ITEM)
    assert [item["patient"] for item in found["items"]] == [
        *("0012", "0020", "0021", "0040", "0030", "0003"),
    ]
    assert found["counts"] == {"listed": 6, "later": 1, "inactive": 1, "filtered": 0, "all": 8}


def test_due_all_lists_the_worked_example_whole(clinic: Clinic) -> None:
    found = clinic.done("due", "--all", "--json").json
    assert [i for i in found["items"] if i["patient"] == "0007"] == [RIVERA]
    assert found["counts"] == {"listed": 8, "later": 0, "inactive": 0, "filtered": 0, "all": 8}


def test_a_visit_to_come_is_in_its_item(clinic: Clinic) -> None:
    [item] = [i for i in clinic.done("due", "--json").json["items"] if i["patient"] == "0003"]
    assert {key: item["visit"][key] for key in VISIT} == {
        "id": "V1",
        "at": "2026-11-24T09:00",
        "nurse": "N1",
        "setting": "home",
        "site": None,
        "status": "booked",
    }


def test_without_a_fill_all_dates_limit_and_volume_are_null(clinic: Clinic) -> None:
    [item] = [i for i in clinic.done("due", "--json").json["items"] if i["patient"] == "0020"]
    kept = {key: value for key, value in item.items() if value is not None}
    assert kept == {
        "patient": "0020",
        "name": "Rivero, Ana",
        "status": "unfilled",
        "alarm_ml": 2,
        "pump_model": "SM2-20",
        "serial": "S0020",
        "setting": "clinic",
        "findings": [],
        "states": ["unfilled"],
        "cover": "none",
    }


def test_show_is_one_item_flat_with_history_and_findings(clinic: Clinic) -> None:
    clinic.done("undo", "4", "--reason", "typed twice", "-y", "--on", "today")
    found = clinic.done("show", "0007", "--json").json
    assert list(found) == [
        *HEAD,
        *ITEM,
        "history",
        "pumps",
        "missed_visits",
        "decisions",
        "archived",
        "calibration",
    ]
    assert found["schema"] == "pumpsched/show/1"
    check_item({key: found[key] for key in ITEM})
    record = ["id", "event", "at", "recorded_at", "actor", "voided"]
    assert all(list(fact)[: len(record) + len(FACT)] == record + FACT for fact in found["history"])
    assert [(f["id"], f["event"], f["at"], f["voided"]) for f in found["history"]] == [
        (3, "fill", "2026-11-02", False),
        (4, "dose", "2026-11-02", True),
        (14, "void", "2026-11-02", False),
    ]
    assert found["history"][0] == {
        "id": 3,
        "event": "fill",
        "at": "2026-11-02",
        "recorded_at": "2026-11-20T15:00:00+00:00",
        "actor": "ann",
        "voided": False,
        "mixture": "baclofen 500 mcg/mL",
        "residual_ml": None,
        "injected_ml": 20,
        "programmed_ml": None,
        "boluses_used": None,
        "dose": None,
        "bolus": None,
        "flex": None,
        "amount": None,
        "note": None,
        "programmer_alarm_on": None,
        "reservoir_ml": None,
        "pump": {
            "model": "SM2-20",
            "serial": "S0007",
            "implanted_on": "2026-05-04",
            "explanted_on": None,
        },
    }


def test_findings_of_one_patient_are_shown_in_full(clinic: Clinic) -> None:
    found = clinic.done("show", "0012", "--json").json["findings"]
    assert [f["code"] for f in found] == ["flow-outside-model", "beyond-reference"]
    for finding in found:
        assert list(finding)[:4] == ["code", "severity", "patient", "message"]
        assert finding["severity"] in ("info", "warning", "urgent")
        assert finding["patient"] == "0012"


def test_refill_is_the_item_after_it_and_the_residual_check(clinic: Clinic) -> None:
    args = ("refill", "0007", "--residual", "15.1", "--fill", "20", "-y", "--json")
    found = clinic.done(*args, "--on", "2026-11-22T00:00").json
    check = ["expected_residual_ml", "residual_ml", "discrepancy_ml", "tolerance_ml"]
    assert list(found) == [*HEAD, *ITEM, *check, "id", "facts", "saved"]
    assert found["schema"] == "pumpsched/refill/1"
    check_item({key: found[key] for key in ITEM})
    assert [found[key] for key in check] == [15.2, 15.1, -0.1, 2.24]
    assert (found["id"], found["saved"], found["volume_ml"]) == (14, True, 20)


def test_an_unknown_bolus_use_makes_the_expected_residual_a_range(clinic: Clinic) -> None:
    args = ("refill", "0003", "--residual", "9", "--fill", "20", "-n", "--json")
    found = clinic.done(*args, "--on", "2026-11-22T00:00").json
    assert found["expected_residual_ml"] == {"low": 8, "high": 10.4}
    known = clinic.done(*args, "--boluses", "96", "--on", "2026-11-21T00:00").json
    assert known["expected_residual_ml"] == 9.4


def test_whatif_has_the_present_item_and_one_for_each_dose(clinic: Clinic) -> None:
    args = ("whatif", "0007", "132mcg/d", "up 10%", "--json", "--as-of", "2026-11-22")
    found = clinic.done(*args).json
    assert list(found) == [*HEAD, "now", "options"]
    assert found["schema"] == "pumpsched/whatif/1"
    assert found["now"] == RIVERA
    every_fill = ["interval_days", "visits_per_year", "drug_per_refill_mcg"]
    assert [list(option) for option in found["options"]] == [["dose", *ITEM, *every_fill]] * 2
    assert found["options"][0] == found["options"][1]
    assert found["options"][0] == RIVERA | {
        "dose": "132 mcg/day",
        "refill_by": "2027-01-04",
        "book_by": "2027-01-04",
        "alarm_on": "2027-01-11",
        "alarm_nominal_on": "2027-01-11",
        "empty_on": "2027-01-18",
        "flow_ml_per_day": 0.264,
        "dose_mcg_per_day": 132,
        "interval_days": 61,
        "visits_per_year": 6,
        "drug_per_refill_mcg": {"baclofen": 10000},
    }


@pytest.mark.parametrize(
    ("args", "schema", "keys"),
    [
        (("why", "0007"), "why", ["patient", "name", "steps"]),
        (("dose", "0007"), "dose", ["patient", "history"]),
        (("due", "--counts"), "counts", ["last", "conditions", "reasons", "counts"]),
        (("patient", "find", "rivera"), "patients", ["items"]),
        (("pump", "list"), "pumps", ["items"]),
        (("visit", "list"), "visits", ["items"]),
        (("config", "get"), "config", ["settings"]),
        (("audit", "list"), "audit", ["items", "head"]),
        (("audit", "verify"), "audit", ["changes", "head", "holds"]),
        (("audit", "residuals"), "residuals", ["by", "items"]),
        (
            ("doctor",),
            "doctor",
            [
                *("well", "pumps", "faults", "stale", "head", "later_change", "facts_ahead"),
                *("findings", "leftovers"),
            ],
        ),
    ],
    ids=lambda part: " ".join(part) if isinstance(part, tuple) else None,
)
def test_each_reading_command_prints_one_document(
    clinic: Clinic, args: tuple[str, ...], schema: str, keys: list[str]
) -> None:
    found = clinic.done(*args, "--json").json
    assert list(found) == [*HEAD, *keys]
    assert found["schema"] == f"pumpsched/{schema}/1"


@pytest.mark.parametrize(
    "args",
    [
        ("stop", "0007"),
        ("start", "0040"),
        ("bolus", "0007", "0.04 mL"),
        ("dose", "0007", "up 10%"),
        ("undo", "4", "--reason", "x"),
        ("patient", "edit", "0007", "--phone", "612-555-0199"),
        ("pump", "edit", "0007", "--serial", "S2"),
        ("config", "set", "margin_days", "9"),
        ("visit", "confirm", "V1"),
    ],
    ids=" ".join,
)
def test_each_writing_command_says_whether_it_saved(clinic: Clinic, args: tuple[str, ...]) -> None:
    assert clinic.done(*args, "-n", "--json").json["saved"] is False
    found = clinic.done(*args, "-y", "--json").json
    assert list(found)[:3] == HEAD
    assert found["saved"] is True


def test_a_document_is_ascii_so_that_any_encoding_holds_it(clinic: Clinic) -> None:
    clinic.done("patient", "edit", "0007", "--name", "Zoë Ångström", "-y")
    said = clinic.done("show", "0007", "--json")
    assert said.out.isascii()
    assert said.json["name"] == "Zoë Ångström"
