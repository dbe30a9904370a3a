"""``board``: a week, nurses by days, and who has nobody coming in time."""

from __future__ import annotations

import re
import stat
from pathlib import Path

import pytest

from tests.cli.clinic import Clinic

pytestmark = pytest.mark.sqlite_file


def week(clinic: Clinic, *more: str) -> str:
    return clinic.done("board", "2026-11-24", *more).out


def test_a_nurse_has_the_visits_of_a_day_with_load_and_drive(clinic: Clinic) -> None:
    board = clinic.done("board", "2026-11-24", "--json").json
    assert (board["from"], board["to"]) == ("2026-11-23", "2026-11-29")
    (row,) = (row for row in board["nurses"] if row["nurse"] == "N1")
    (day,) = (day for day in row["days"] if day["visits"])
    assert (day["date"], day["load_min"], day["unknown_ways"]) == ("2026-11-24", 45, 2)
    assert [visit["id"] for visit in day["visits"]] == ["V1"]


def test_a_week_without_a_working_day_left_gives_the_next_one(clinic: Clinic) -> None:
    assert clinic.done("board", "--json").json["from"] == "2026-11-23"


def test_who_has_nobody_in_time_is_named_as_due_names_them(clinic: Clinic) -> None:
    board = clinic.done("board", "2026-11-24", "--json").json
    due = clinic.done("due", "2026-11-22..2026-11-29", "--unbooked", "--json").json
    assert board["uncovered"] == [item["patient"] for item in due["items"]]
    assert "0012" in board["uncovered"]


def test_a_screen_says_who_comes_to_the_uncovered(clinic: Clinic) -> None:
    clinic.done("visit", "add", "0012", "--at", "2026-11-23T09:00", "-y")
    told = week(clinic, "--table")
    assert "!! 0012 Okafor, Ben · late · visit late · refill by Fri 13 Nov" in told
    assert "!! 0020 Rivero, Ana · unfilled · no visit" in told


def test_a_pipe_gets_a_visit_a_row_and_then_the_uncovered(clinic: Clinic) -> None:
    rows = [line.split("\t") for line in week(clinic).splitlines()]
    assert rows[1][:6] == ["N1", "2026-11-24", "09:00", "09:45", "V1", "0003"]
    assert [row[5] for row in rows if row[4] == "uncovered"][:1] == ["0012"]


def test_a_screen_of_eighty_columns_has_the_days_beside_one_another(clinic: Clinic) -> None:
    lines = week(clinic, "--table").splitlines()
    assert re.match(r"nurse +Mon 23 Nov +Tue 24 Nov +Wed 25 Nov", lines[1])
    assert all(len(line) <= 80 for line in lines[:6])
    assert "!!09:00 0003" in lines[2] or "09:00 0003" in lines[2]


def test_a_visit_that_cannot_be_so_is_marked(clinic: Clinic) -> None:
    clinic.done("closure", "add", "N1", "2026-11-24", "--reason", "ill", "-y")
    (visit,) = (
        visit
        for row in clinic.done("board", "2026-11-24", "--json").json["nurses"]
        for day in row["days"]
        for visit in day["visits"]
    )
    assert visit["broken"]
    assert "!!09:00" in week(clinic, "--table")
    assert "(ill)" in week(clinic, "--table")


def test_a_visit_without_a_nurse_has_a_row_of_its_own(clinic: Clinic) -> None:
    clinic.done(
        *("visit", "add", "0007", "--at", "2026-11-25T09:00", "--site", "MPLS"),
        *("--override", "asked for", "-y"),
    )
    rows = clinic.done("board", "2026-11-24", "--json").json["nurses"]
    assert [row["nurse"] for row in rows] == ["N1", "N2", None]


def test_the_page_is_private_escaped_and_asks_for_nothing(clinic: Clinic, tmp_path: Path) -> None:
    clinic.done("patient", "edit", "0003", "--name", "<b>Ito</b>", "-y")
    page = tmp_path / "week.html"
    clinic.done("board", "2026-11-24", "--html", str(page))
    text = page.read_text(encoding="utf-8")
    assert stat.S_IMODE(page.stat().st_mode) == 0o600
    assert "&lt;b&gt;Ito" in text
    assert "default-src 'none'" in text
    assert not re.search(r"<script|src=|href=|url\(", text)
    assert clinic.run("board", "--html", str(page)).code != 0


def test_the_page_is_built_for_a_screen_reader(clinic: Clinic, tmp_path: Path) -> None:
    page = tmp_path / "week.html"
    clinic.done("board", "2026-11-24", "--html", str(page))
    text = page.read_text(encoding="utf-8")
    assert re.findall(r"<h([1-6])", text) == ["1", "2", "2", "2"]
    assert all(text.count(f"<{mark}") == 1 for mark in ("main", "header>", "aside", "html lang"))
    assert len(re.findall(r"<th\b", text)) == len(re.findall(r'<th scope="(?:col|row)"', text))


def test_nothing_is_changed(clinic: Clinic) -> None:
    before = clinic.path.read_bytes()
    week(clinic)
    assert clinic.path.read_bytes() == before
