"""What a later change breaks is named by lists, the doctor and an import, and never refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.clinic import Clinic


@pytest.fixture
def closed(clinic: Clinic) -> Clinic:
    """The booked visit of 24 November stands on a day that was closed since."""
    clinic.done("closure", "add", "0003", "2026-11-24", "--reason", "away", "-y")
    return clinic


def test_a_list_of_visits_names_what_keeps_one_from_happening(closed: Clinic) -> None:
    (item,) = closed.done("visit", "list", "--json").json["items"]
    assert item["findings"] == ["closed-day"]


def test_the_doctor_names_the_visit_and_what_mends_it(closed: Clinic) -> None:
    (found,) = closed.done("doctor", "--json").json["findings"]
    assert (found["code"], found["visit"], found["patient"]) == ("closed-day", "V1", "0003")
    assert "pumpsched visit move V1 --at …" in found["message"]


def test_an_import_of_visits_names_the_broken_ones_and_takes_them(
    closed: Clinic, tmp_path: Path
) -> None:
    folder, other = tmp_path / "folder", str(tmp_path / "other.sqlite")
    closed.done("export", "folder", str(folder))
    said = closed.done("import", str(folder), "--db", other, "-y", "--json")
    assert [f["code"] for f in said.json["findings"] if f.get("visit") == "V1"] == ["closed-day"]
    assert len(closed.done("visit", "list", "--db", other, "--json").json["items"]) == 1
