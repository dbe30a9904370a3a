"""``import --map``, ``--sheet``, ``--columns``; lists out as workbooks."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.builders.command import clock
from tests.builders.files import FOLDER, PANEL
from tests.cli.clinic import NOW, Clinic
from tests.generator.write_lists import PLACE

US = """\
MRN,Patient Name,DOB,Pump,Drug,Conc,Dose (mcg/day),Last Fill,Fill Vol (mL)
0107,"Doe, Ida",2/3/1961,SM2-20,Baclofen,500 mcg/mL,140,11/2/2026,20
"""


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clinic:
    """A command line on a store that is not there yet, in a folder of its own."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.delenv("PUMPSCHED_AS_OF", raising=False)
    monkeypatch.chdir(tmp_path)
    Path("list.csv").write_text(US, encoding="utf-8")
    return Clinic(tmp_path / "clinic.sqlite")


def test_a_list_is_saved_in_two_rounds(empty: Clinic) -> None:
    first = empty.run("import", "list.csv", "-y")
    assert first.code == 2
    assert first.out.splitlines()[0] == "column\ttaken_for\trow_2"
    assert "Dose (mcg/day)\tdose\t140 mcg/day" in first.out
    assert first.err.splitlines()[-3:] == [
        "list.csv is no panel as it stands: a mapping of its columns is proposed.",
        '  Written to list.map.toml; fill in: [dates] birth_date ("DOB"): mdy, dmy or ymd; '
        '[dates] filled_on ("Last Fill"): mdy, dmy or ymd.',
        "  Try: pumpsched import list.csv --map list.map.toml -n",
    ]
    mapping = Path("list.map.toml")
    mapping.write_text(mapping.read_text().replace('= ""\n', '= "mdy"\n'))
    assert "Saved." in empty.done("import", "list.csv", "--map", "list.map.toml", "-y").err
    assert empty.done("show", "0107", "--json").json["filled_on"] == "2026-11-02"


def test_a_proposal_that_cannot_read_a_year_of_two_digits_says_so_of_itself(empty: Clinic) -> None:
    rows = [f"000{n},P{n},SM2-20,baclofen 500 mcg/mL,140 mcg/day,{12 + n}/11/26" for n in (1, 2)]
    header = "MRN,Patient Name,Pump,Drug,Dose,Last Fill"
    Path("list.csv").write_text("\n".join((header, *rows)), encoding="utf-8")
    said = empty.run("import", "list.csv", "-y").err.splitlines()
    assert (
        'list.csv:3: Last Fill: "14/11/26" refused, it is no date in the order dmy, with a year of '
        "four digits (for example: 2/11/2026)"
    ) in said
    assert said[-2] == (
        "  Written to list.map.toml; nothing in it is left open, but the list has 4 problems to "
        "be mended first."
    )


def test_a_proposal_is_private_and_overwrites_none(empty: Clinic) -> None:
    empty.run("import", "list.csv", "-y")
    mapping = Path("list.map.toml")
    assert stat.S_IMODE(mapping.stat().st_mode) == 0o600
    mapping.write_text("mine")
    said = empty.run("import", "list.csv", "-y")
    assert "list.map.toml is there already and was not overwritten." in said.err
    assert mapping.read_text() == "mine"


def test_a_proposal_without_a_blank_is_taken_with_auto(empty: Clinic) -> None:
    said = empty.done("import", str(PLACE / "by-hand.xlsx"), "--map", "auto", "-y")
    assert "6 patients in the store" in said.err


def test_a_proposal_with_a_blank_is_not_taken_with_auto(empty: Clinic) -> None:
    assert empty.run("import", "list.csv", "--map", "auto", "-y").code == 2


def test_a_proposal_as_json_names_what_is_open(empty: Clinic) -> None:
    error = json.loads(empty.run("import", "list.csv", "--json").err)["error"]
    assert error["code"] == "mapping-needed"
    assert (error["mapping"], len(error["open"])) == ("list.map.toml", 2)
    assert error["columns"][0] == {"column": "MRN", "taken_for": "patient", "row_2": "0107"}


def test_a_workbook_with_two_sheets_names_them_and_takes_the_one_asked_for(empty: Clinic) -> None:
    path = str(PLACE / "two-sheets.xlsx")
    said = empty.run("import", path, "--map", "auto", "-y")
    assert (said.code, said.err.splitlines()[0]) == (
        2,
        "two-sheets.xlsx has several sheets: Sheet, Notes.",
    )
    assert "6 patients" in empty.done("import", path, "--sheet", "Sheet", "--map", "auto", "-y").err


def test_a_mapping_is_for_one_list_and_must_be_there(empty: Clinic, tmp_path: Path) -> None:
    assert empty.run("import", str(tmp_path), "--map", "auto", "-y").code == 2
    assert empty.run("import", "list.csv", "--map", "none.toml", "-y").code == 3


def test_codes_that_lost_their_zeros_come_back_by_a_mapping_of_a_panel(empty: Clinic) -> None:
    panel = (
        "patient,name,birth_date,pump_model,serial,mixture,dose,filled_on,injected_ml\n"
        '0107,"Doe, Ida",1961-02-03,SM2-20,S1,baclofen 500 mcg/mL,140 mcg/day,2026-11-02,20\n'
    )
    Path("panel.csv").write_text(panel, encoding="utf-8")
    empty.done("import", "panel.csv", "-y")
    Path("panel.csv").write_text(panel.replace("0107", "107"), encoding="utf-8")
    assert (
        'by a mapping (--map) with patient = "pad 4"' in empty.run("import", "panel.csv", "-n").err
    )
    given = ("import", "panel.csv", "--map", "zeros.toml")
    assert "Written to zeros.toml; nothing in it is left open." in empty.run(*given, "-n").err
    mapping = Path("zeros.toml")
    mapping.write_text(mapping.read_text().replace('# patient = "pad 4"', 'patient = "pad 4"'))
    assert "All of it was recorded already." in empty.done(*given, "-y").err


def test_how_a_list_was_read_is_said_and_is_in_the_json(empty: Clinic) -> None:
    rows = "patient,name\n0107,Müller\n".encode("cp1252")
    Path("patients.csv").write_bytes(rows)
    note = "patients.csv: read as Windows-1252, since it is not UTF-8"
    assert note in empty.done("import", "patients.csv", "-n").err.splitlines()
    assert empty.done("import", "patients.csv", "-n", "--json").json["notes"] == [note]


def test_every_column_of_every_file_is_listed_with_its_meaning(empty: Clinic) -> None:
    items = empty.done("import", "--columns", "--json").json["items"]
    listed = [(each["file"], each["column"]) for each in items]
    layouts = (PANEL, *FOLDER.values())
    assert listed == [(layout.name, c) for layout in layouts for c in layout.accepted]
    assert [each for each in items if not each["meaning"]] == []


def test_the_columns_of_one_file_are_listed_by_its_name(empty: Clinic) -> None:
    said = empty.done("import", "--columns", "closures")
    assert [line.split("\t")[1] for line in said.out.splitlines()[1:]] == list(
        FOLDER["closures.csv"].columns
    )
    assert empty.run("import", "--columns", "closure").code == 3


@pytest.mark.parametrize(
    "words", [("export", "xlsx", "list.xlsx"), ("due", "--all", "--xlsx", "list.xlsx")]
)
def test_a_workbook_has_codes_as_texts_days_as_days_and_volumes_as_numbers(
    clinic: Clinic, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    clinic.done(*words)
    assert stat.S_IMODE(Path("list.xlsx").stat().st_mode) == 0o600
    header, *rows = load_workbook("list.xlsx").worksheets[0].iter_rows()
    names = [cell.value for cell in header]
    row = next(row for row in rows if row[names.index("patient")].value == "0007")
    found = {name: row[names.index(name)] for name in ("phone", "refill_by", "volume_ml")}
    assert [cell.data_type for cell in found.values()] == ["s", "d", "n"]
    assert str(found["refill_by"].value) == "2027-01-09 00:00:00"
    assert clinic.run(*words).code == 5
    clinic.done(*words, "--force")


OWN = (
    "MRN,Patient Name,Pump,Serial,Drug,Dose,{},{}\n"
    "0107,Ida,SM2-20,S1,baclofen 500 mcg/mL,140 mcg/day,2026-11-02,20\n"
)


def test_a_column_of_when_a_pump_was_refilled_is_its_last_fill(empty: Clinic) -> None:
    Path("list.csv").write_text(OWN.format("Refilled", "Fill Vol"), encoding="utf-8")
    empty.done("import", "list.csv", "--map", "auto", "-y")
    assert empty.done("show", "0107", "--json").json["filled_on"] == "2026-11-02"


def test_where_no_column_is_the_fill_those_that_may_be_are_named(empty: Clinic) -> None:
    Path("list.csv").write_text(OWN.format("Refill Date", "Volume (mL)"), encoding="utf-8")
    said = empty.run("import", "list.csv", "--map", "auto", "-y")
    assert said.code == 2
    assert (
        'fill in: [columns] the column that is filled_on (dates are in "Refill Date"); '
        '[columns] the column that is injected_ml (volumes are in "Volume (mL)")'
    ) in said.err
