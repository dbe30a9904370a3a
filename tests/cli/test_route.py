from __future__ import annotations

import os
import re
import stat
from pathlib import Path

import pytest
from rich.cells import cell_len
from sqlalchemy import Engine

from pumpsched.cli.commands.route_text import folded_parts, head_lines, route_lines
from pumpsched.store.location import name_of
from tests.builders.command import clock
from tests.builders.store import open_store, reading
from tests.builders.work import route_sheet
from tests.cli.clinic import NOW, Clinic
from tests.made_once import once
from tests.route_days import MONDAY, OLAF, SUNDAY, admit, full_day, person, visit

WHOLE = re.compile(r"[0-9.]+ (?:mL|km|min)|[0-9]+ (?:Nov|Dec|Oct)|[0-9]{4}-[0-9]{2}-[0-9]{2}")


@pytest.fixture
def day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clinic:
    """A store with N1's Monday of ten visits and one visit of N2; today is Sunday."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    for name in ("PUMPSCHED_AS_OF", "PUMPSCHED_HOME", "COLUMNS", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    path = tmp_path / "clinic.sqlite"
    once(path, make)
    return Clinic(path)


def make(path: Path) -> None:
    engine = open_store(str(path), create=True)
    full_day(engine)
    admit(engine, person(11), visits=(visit(11, 600, nurses=(OLAF.code,)),))
    engine.dispose()


def test_the_json_has_every_leg_time_volume_and_date(day: Clinic) -> None:
    found = day.done("route", "mon", "--nurse", "N1", "--json").json
    assert found["schema"] == "pumpsched/route/1"
    assert (found["as_of"], found["zone"]) == ("2026-11-22", "America/Chicago")
    assert (found["date"], found["nurse"], found["start"]) == ("2026-11-23", "N1", "07:23")
    stop = found["stops"][2]
    assert (stop["patient"], stop["start"], stop["end"]) == ("0003", "09:20", "09:50")
    assert (stop["from"], stop["travel_min"], stop["travel_m"]) == ("0002", 21, 15_300)
    assert stop["mixture"] == "morphine 20 mg/mL + bupivacaine 10 mg/mL"
    assert stop["carry_ml"] == 18
    assert stop["expected_residual_ml"] == {"low": 3.922, "high": 7.441}
    assert (stop["opens_on"], stop["refill_by"]) == ("2026-10-14", "2026-11-26")
    assert stop["limit"] == "reservoir"
    assert stop["findings"][0]["code"] == "controlled-at-home"
    totals = found["totals"]
    legs = [*found["stops"], found["home"]]
    assert totals["travel_min"] == sum(leg["travel_min"] for leg in legs)
    assert totals["travel_m"] == sum(leg["travel_m"] for leg in legs)
    assert (totals["visits"], totals["unknown_legs"]) == (10, 0)
    assert found["carry"][0] == {"mixture": "baclofen 500 mcg/mL", "fills": 7, "volume_ml": 140}


def test_the_nurse_who_comes_too_is_named_with_her_phone(day: Clinic) -> None:
    day.done("nurse", "edit", "N2", "--phone", "612-555-0199", "-y")
    day.done("visit", "move", "V1", "--nurse", "N1;N2", "--override", "trial", "-y")
    found = day.done("route", "mon", "--nurse", "N1", "--json").json
    assert found["stops"][0]["partners"] == [
        {"nurse": "N2", "name": OLAF.name, "phone": "612-555-0199"}
    ]
    assert found["stops"][1]["partners"] == []
    said = day.done("route", "mon", "--nurse", "N1", "--table")
    assert f"with N2 {OLAF.name} 612-555-0199" in said.out


def test_without_a_date_it_is_today(day: Clinic) -> None:
    found = day.done("route", "--nurse", "N1", "--json").json
    assert (found["date"], found["stops"], found["home"]) == ("2026-11-22", [], None)
    assert found["next_day"] == "2026-11-23"
    seen = day.done("route", "--nurse", "N1", "--json", "--as-of", "2026-11-23").json
    assert len(seen["stops"]) == 10


def test_an_empty_day_says_so_and_names_the_next_command(day: Clinic) -> None:
    said = day.done("route", "--nurse", "N1", "--html", "never.html")
    assert "no page was written" in said.err
    said = day.done("route", "--nurse", "N1")
    assert "No visits for N1 on Sun 22 Nov 2026." in said.err
    assert "Next: pumpsched route 2026-11-23 --nurse N1" in said.err


def test_in_a_pipe_each_stop_is_a_row_and_the_way_back_the_last(day: Clinic) -> None:
    rows = [line.split("\t") for line in day.done("route", "mon", "--nurse", "N1").out.splitlines()]
    assert rows[0][:3] == ["stop", "visit", "day"]
    assert len(rows) == 12
    assert all(len(row) == len(rows[0]) for row in rows)
    first = dict(zip(rows[0], rows[1], strict=True))
    assert (first["patient"], first["carry_ml"], first["refill_by"]) == ("0001", "20", "2026-12-12")
    assert rows[-1][0] == "back"


def test_an_unknown_nurse_is_exit_3_with_near_codes(day: Clinic) -> None:
    said = day.run("route", "mon", "--nurse", "N11", "--json")
    assert said.code == 3
    assert said.error["code"] == "unknown-nurse"
    assert "N1" in said.error["why"]


def test_without_a_nurse_the_only_one_with_visits_is_meant(day: Clinic) -> None:
    said = day.run("route", "mon", "--json")
    assert (said.code, said.error["code"]) == (2, "nurse-needed")
    assert "N1, N2 have visits" in said.error["why"]
    day.done("visit", "move", "V11", "--at", "2026-11-24T10:00", "-y")
    assert day.done("route", "tue", "--json").json["nurse"] == "N2"


def test_the_page_is_written_for_this_user_alone(day: Clinic, tmp_path: Path) -> None:
    target = tmp_path / "monday.html"
    old = os.umask(0)
    try:
        said = day.done("route", "mon", "--nurse", "N1", "--html", str(target), "--json")
    finally:
        os.umask(old)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert said.json["html"] == str(target)
    text = target.read_text(encoding="utf-8")
    assert "Mon 23 Nov 2026" in text
    assert "store <bdi>clinic.sqlite</bdi>" in text
    assert str(tmp_path) not in text
    assert [path.name for path in tmp_path.glob(".pumpsched-*")] == []


def test_a_page_that_is_there_is_kept_without_force(day: Clinic, tmp_path: Path) -> None:
    target = tmp_path / "monday.html"
    target.write_text("mine")
    said = day.run("route", "mon", "--nurse", "N1", "--html", str(target))
    assert (said.code, target.read_text()) == (5, "mine")
    assert "--force" in said.err
    day.done("route", "mon", "--nurse", "N1", "--html", str(target), "--force")
    assert target.read_text().startswith("<!DOCTYPE html>")
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


@pytest.mark.parametrize("is_there", [True, False])
def test_a_symbolic_link_is_never_followed(day: Clinic, tmp_path: Path, is_there: bool) -> None:
    aim, link = tmp_path / "aim.html", tmp_path / "link.html"
    if is_there:
        aim.write_text("mine")
    link.symlink_to(aim)
    assert day.run("route", "mon", "--nurse", "N1", "--html", str(link)).code == 5
    assert link.is_symlink()
    day.done("route", "mon", "--nurse", "N1", "--html", str(link), "--force")
    assert not link.is_symlink()
    assert (aim.read_text() == "mine") if is_there else not aim.exists()


def test_a_folder_that_is_not_there_is_refused_not_made(day: Clinic, tmp_path: Path) -> None:
    said = day.run("route", "mon", "--nurse", "N1", "--html", str(tmp_path / "no" / "x.html"))
    assert said.code == 3
    assert not (tmp_path / "no").exists()


def test_everybodys_routes_are_one_page_of_several_sheets(day: Clinic, tmp_path: Path) -> None:
    target = tmp_path / "all.html"
    day.done("route", "mon", "--nurse", "all", "--html", str(target))
    assert target.read_text(encoding="utf-8").count("<section") == 2
    said = day.run("route", "mon", "--nurse", "all")
    assert (said.code, "--html" in said.err) == (2, True)


@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_is_too_wide_and_no_date_or_volume_is_cut(tmp_path: Path, width: int) -> None:
    engine: Engine = open_store(str(tmp_path / "s.sqlite"), create=True)
    full_day(engine)
    with reading(engine) as books:
        made = route_sheet(books, "N1", day=MONDAY, as_of=SUNDAY)
    lines = [*head_lines(made, width=width), *route_lines(made, width=width, suggesting=str)]
    # A command is not broken here: the terminal wraps it, so that a copy of it is whole.
    assert max(cell_len(line) for line in lines if "`pumpsched " not in line) <= width
    wide = " ".join(
        [*head_lines(made, width=9_999), *route_lines(made, width=9_999, suggesting=str)]
    )
    narrow = "\n".join(lines)
    for whole in set(WHOLE.findall(wide)):
        assert wide.count(whole) == narrow.count(whole), whole


def test_a_line_breaks_between_its_parts_and_keeps_a_number_with_its_unit() -> None:
    parts = ["carry 20 mL baclofen 500 mcg/mL", "", "expect 8.1 mL", "a" * 30]
    assert list(folded_parts(parts, 34, hang="  ")) == [
        "carry 20 mL baclofen 500 mcg/mL",
        "  expect 8.1 mL",
        f"  {'a' * 30}",
    ]
    assert list(folded_parts(["give 20 mL now"], 8)) == ["give", "  20 mL", "  now"]


@pytest.mark.parametrize(
    ("location", "name"),
    [
        ("/home/ann/clinic.sqlite", "clinic.sqlite"),
        ("postgresql://ann:secret@db.invalid/pumps", "pumps"),
        ("postgresql://ann:secret@db.invalid", "db.invalid"),
    ],
)
def test_paper_never_shows_a_path_or_a_password(location: str, name: str) -> None:
    assert name_of(location) == name
