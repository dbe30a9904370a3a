"""``card``: what a patient carries in the purse, as a page and in words."""

from __future__ import annotations

import re
import stat
from pathlib import Path

import pytest

from tests.cli.clinic import Clinic

pytestmark = pytest.mark.sqlite_file
LINE = "612-555-0100, day and night"


def test_a_card_says_pump_drugs_dates_and_whom_to_call(clinic: Clinic) -> None:
    clinic.done("config", "set", "emergency_line", LINE, "-y")
    found = clinic.done("card", "0003", "--json").json
    assert (found["name"], found["pump_model"], found["bolus"]) == (
        *("Ito, Chie", "SM2-20"),
        "250 mcg x 4/day",
    )
    assert [(each["drug"], each["dose"]) for each in found["drugs"]] == [
        ("morphine", "4 mg/day, 5 mg/day with all boluses"),
        ("bupivacaine", "2 mg/day, 2.5 mg/day with all boluses"),
    ]
    assert (found["alarm_on"], found["visit_at"]) == ("2026-12-16", "2026-11-24T09:00")
    assert found["emergency_line"] == LINE
    assert "lost tolerance" in found["withdrawal"]


def test_the_earlier_of_both_alarm_dates_stands_on_the_card(clinic: Clinic) -> None:
    clinic.done("readout", "0007", "--alarm", "2027-01-10", "-y")
    assert clinic.done("card", "0007", "--json").json["alarm_on"] == "2027-01-10"


def test_without_a_number_to_call_it_says_how_to_set_one(clinic: Clinic) -> None:
    assert "pumpsched config set emergency_line …" in clinic.watched("card", "0007").err


def test_without_a_pump_there_is_no_card(clinic: Clinic) -> None:
    assert clinic.run("card", "0021").code == 3


def test_the_page_is_private_escaped_and_asks_for_nothing(clinic: Clinic, tmp_path: Path) -> None:
    clinic.done("patient", "edit", "0003", "--name", "<b>Ito</b>", "-y")
    page = tmp_path / "card.html"
    clinic.done("card", "0003", "--html", str(page))
    text = page.read_text(encoding="utf-8")
    assert stat.S_IMODE(page.stat().st_mode) == 0o600
    assert "&lt;b&gt;Ito" in text
    assert "default-src 'none'" in text
    assert not re.search(r"<script|src=|href=|url\(", text)
    assert clinic.run("card", "0003", "--html", str(page)).code != 0


def test_the_card_is_as_large_as_a_credit_card_and_readable_by_a_screen_reader(
    clinic: Clinic, tmp_path: Path
) -> None:
    page = tmp_path / "card.html"
    clinic.done("card", "0003", "--html", str(page))
    text = page.read_text(encoding="utf-8")
    assert "width: 85.6mm; min-height: 54mm" in text
    assert re.findall(r"<h([1-6])", text) == ["1", "2", "2", "2"]
    assert len(re.findall(r"<th\b", text)) == text.count('<th scope="row"')
