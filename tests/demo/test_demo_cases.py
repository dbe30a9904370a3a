"""What the special cases of the demo clinic carry in their rows; their dates are tested apart."""

from __future__ import annotations

from functools import cache

import pytest

from tests.builders.work import DEMO_TODAY
from tests.generator import SPECIAL_CASES, build_clinic

Row = dict[str, str]


@cache
def rows(name: str, patients: int = 40) -> list[Row]:
    return next(list(table.rows) for table in build_clinic(patients) if table.name == name)


def case(name: str, label: str) -> list[Row]:
    return [row for row in rows(name) if row["patient"] == SPECIAL_CASES[label]]


def test_an_exchanged_pump_hands_over_on_one_day_and_starts_an_empty_ledger() -> None:
    old, new = case("pumps.csv", "exchanged")
    assert old["explanted_on"] == new["implanted_on"]
    assert not new["explanted_on"]
    day = [r for r in case("events.csv", "exchanged") if r["at"].startswith(new["implanted_on"])]
    assert [(r["event"], r["residual_ml"]) for r in day] == [("fill", ""), ("dose", "")]


def test_the_home_case_is_on_schedule_two() -> None:
    assert case("patients.csv", "home-schedule-ii")[0]["setting"] == "home"
    assert case("events.csv", "home-schedule-ii")[0]["mixture"].startswith("hydromorphone")


@pytest.mark.parametrize(
    ("label", "column", "value"),
    [
        ("two-nurses", "nurses_needed", "2"),
        ("alarm-4-ml", "alarm_ml", "4"),
        ("max-months-6", "max_months", "6"),
        ("availability", "availability", "Mon-Fri 09:00-16:00; Sat 10:00-12:00"),
        ("no-coordinates", "latitude", ""),
    ],
)
def test_a_case_carries_its_column(label: str, column: str, value: str) -> None:
    assert case("patients.csv", label)[0][column] == value


def test_one_fill_was_programmed_with_more_than_was_injected() -> None:
    odd = {
        (row["patient"], row["injected_ml"], row["programmed_ml"])
        for row in rows("events.csv")
        if row["injected_ml"] != row["programmed_ml"]
    }
    assert odd == {(SPECIAL_CASES["fill-mismatch"], "18", "20")}


def test_flex_boluses_pauses_and_changes_of_mixture_are_in_the_ledger() -> None:
    assert any(row["flex"] for row in case("events.csv", "flex"))
    boluses = case("events.csv", "patient-bolus")
    assert any("lockout" in row["bolus"] for row in boluses)
    assert any(row["boluses_used"] for row in boluses)
    assert any(row["event"] == "bolus" for row in case("events.csv", "one-off-bolus"))
    pause = [row["event"] for row in case("events.csv", "stop-and-start")]
    assert pause.index("stop") < pause.index("start")
    mixtures = {row["mixture"] for row in case("events.csv", "mixture-change")} - {""}
    assert mixtures == {"baclofen 1 mg/mL", "baclofen 2 mg/mL"}


def test_no_fact_but_a_planned_programme_is_later_than_today() -> None:
    today = DEMO_TODAY.isoformat()
    assert {row["event"] for row in rows("events.csv", 400) if row["at"][:10] > today} == {"dose"}
    assert all(row["implanted_on"] <= today for row in rows("pumps.csv", 400))
