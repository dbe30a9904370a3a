"""What a person may say of rows that differ: all of them, some patients, several times."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders.command import clock
from tests.cli.clinic import NOW, Clinic

HEADER = "patient,name,phone,pump_model,serial,mixture,dose,filled_on,injected_ml\n"
CODES = ("R1", "R2", "R3")


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Clinic:
    """A command line on a store that is not there yet."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return Clinic(tmp_path / "stores" / "clinic.sqlite")


@pytest.fixture
def sheet(empty: Clinic, tmp_path: Path) -> str:
    """A list of three patients whose fills were moved since it was imported."""
    path = tmp_path / "list.csv"
    rows = [
        f"{code},Rita {code},,SM2-20,S-{code},baclofen 500 mcg/mL,140 mcg/day,2026-10-20,20\n"
        for code in CODES
    ]
    path.write_text(HEADER + "".join(rows))
    empty.done("import", str(path), "-y")
    path.write_text(path.read_text().replace("2026-10-20", "2026-10-02"))
    return str(path)


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ([], 3),
        (["--update"], 0),
        (["--update", "R1"], 2),
        (["--update", "R1,R2"], 1),
        (["--update", "R1", "--update", "R2", "--skip", "R3"], 0),
        (["--skip", "R1,R2"], 1),
    ],
)
@pytest.mark.parametrize("path_comes_last", [False, True])
def test_rows_are_taken_for_whom_it_is_said(
    empty: Clinic, sheet: str, words: list[str], left: int, path_comes_last: bool
) -> None:
    args = [*words, sheet] if path_comes_last else [sheet, *words]
    said = empty.run("import", *args, "-n")
    assert said.code == (5 if left else 0)
    assert sum(line.startswith("list.csv:") for line in said.err.splitlines()) == left


def test_a_saved_correction_says_whose_dates_moved(empty: Clinic, sheet: str) -> None:
    said = empty.done("import", sheet, "-y", "--update", "R1", "--skip", "R2,R3")
    assert "R1  last fill 20 Oct → 2 Oct, refill by 16 Dec → 28 Nov" in said.err


@pytest.mark.parametrize(
    ("dose", "said_of_it"),
    [
        ("1400 mcg/day", "dose 140 mcg/day → 1.4 mg/day (×10), refill by 16 Dec → "),
        ("14 mcg/day", "dose 140 mcg/day → 14 mcg/day (÷10)"),
        ("150 mcg/day", "dose 140 mcg/day → 150 mcg/day"),
    ],
)
def test_a_correction_says_what_becomes_of_the_dose_and_how_many_times_it_is(
    empty: Clinic, sheet: str, dose: str, said_of_it: str
) -> None:
    path = Path(sheet)
    path.write_text(path.read_text().replace("140 mcg/day", dose).replace("-10-02", "-10-20"))
    said = empty.done("import", sheet, "-n", "--update", "R1", "--skip", "R2,R3").err
    assert f"R1  {said_of_it}" in said
    assert ("×" in said or "÷" in said) == (dose != "150 mcg/day")


def test_a_correction_says_what_becomes_of_the_mixture(empty: Clinic, sheet: str) -> None:
    path = Path(sheet)
    path.write_text(path.read_text().replace("500 mcg/mL", "2000 mcg/mL").replace("10-02", "10-20"))
    told = empty.done("import", sheet, "-y", "--update", "--json").json
    assert told["moves"][0]["mixture"] == {
        "before": "baclofen 500 mcg/mL",
        "after": "baclofen 2 mg/mL",
    }


def test_a_conflict_of_two_readings_names_the_way_of_each(empty: Clinic, sheet: str) -> None:
    path = Path(sheet)
    path.write_text(path.read_text().replace("-10-02", "-10-20"))
    path.write_text(path.read_text().replace("2026-10-20", "2026-11-12", 1))
    said = empty.run("import", sheet, "-y")
    assert said.code == 5
    assert "a correction (--update R1) or a second refill (--refilled R1)?" in said.err
    assert "with -n and --update R1 or --refilled R1, as each line asks" in said.err


def test_an_older_list_taken_over_a_newer_one_says_that_the_last_fill_goes_back(
    empty: Clinic, sheet: str
) -> None:
    said = empty.done("import", sheet, "-n", "--update").err
    assert "R1  last fill 20 Oct → 2 Oct" in said


def test_a_conflict_that_an_update_cannot_settle_suggests_no_update(
    empty: Clinic, sheet: str
) -> None:
    empty.done("dose", "R1", "150 mcg/day", "-y", "--on", "2026-11-10")
    said = empty.run("import", sheet, "-y", "--update")
    assert said.code == 5
    assert "the same command with --skip CODE" in said.err


def test_a_code_that_was_named_and_that_no_row_has_is_remarked(empty: Clinic, sheet: str) -> None:
    said = empty.done("import", sheet, "-y", "--update", "--skip", "R3,R8", "--distinct", "R9")
    assert "named, but no row has it: R8, R9" in said.err


def test_a_list_names_up_to_eight_patients_that_it_has_no_row_of(
    empty: Clinic, tmp_path: Path
) -> None:
    path = tmp_path / "long.csv"
    rows = [f"P{n},Pat {n},,,,,,,\n" for n in range(10, 21)]
    path.write_text(HEADER + "".join(rows))
    empty.done("import", str(path), "-y")
    path.write_text(HEADER + "".join(rows[:10]))
    assert "1 patient of the store without a row: nothing of theirs changes (P20)" in (
        empty.done("import", str(path), "-n").err
    )
    path.write_text(HEADER + rows[0])
    said = empty.done("import", str(path), "-n").err
    assert "(P11, P12, P13, P14, P15, P16, P17, P18 and 2 more)" in said


def test_a_panel_with_a_column_of_its_own_names_the_way_to_read_it(
    empty: Clinic, sheet: str
) -> None:
    path = Path(sheet)
    path.write_text(path.read_text().replace("phone", "shoe_size"))
    said = empty.run("import", sheet, "-n")
    assert said.code == 2
    assert "--map auto reads a list with columns of its own" in said.err


def test_what_a_ledger_file_no_longer_has_comes_with_the_undo_that_takes_it_out(
    empty: Clinic, sheet: str, tmp_path: Path
) -> None:
    ledger = tmp_path / "events.csv"
    ledger.write_text("patient,at,event,dose\nR1,2026-10-20,dose,140 mcg/day\n")
    said = empty.done("import", str(ledger), "-n")
    line = next(line for line in said.err.splitlines() if line.startswith("R1  fill of 2026-10-20"))
    assert line.endswith("stays; to take it out: pumpsched undo 1 --reason …")
    assert "2 patients of the store without a row: nothing of theirs changes (R2, R3)" in said.err
    found = empty.done("import", str(ledger), "-n", "--json").json
    assert (found["removed"], found["absent"]) == (1, 2)
    assert [(each["fact"], each["event"]) for each in found["removals"]] == [(1, "fill")]
    empty.done("undo", "1", "--reason", "it never was", "-y")
    assert "to take it out" not in empty.done("import", str(ledger), "-n").err


def corrected(clinic: Clinic, sheet: str, dose: str) -> list[dict[str, object]]:
    """What is found of R1 once the list has that dose in place of 140 mcg/day."""
    path = Path(sheet)
    path.write_text(path.read_text().replace("140 mcg/day", dose).replace("-10-02", "-10-20"))
    clinic.done("import", sheet, "-y", "--update")
    items = clinic.done("finding", "list", "R1", "--json").json["items"]
    return [item for item in items if item["code"] == "dose-unasked"]


@pytest.mark.parametrize(
    ("dose", "severity", "said"),
    [
        ("14 mcg/day", "urgent", "14 mcg/day is 1/10 of the 140 mcg/day before"),
        ("1400 mcg/day", "urgent", "1.4 mg/day is 10 times the 140 mcg/day before"),
        ("200 mcg/day", "warning", "200 mcg/day is 42.9 % more than the 140 mcg/day before"),
        ("2500 mcg/day", "urgent", "2.5 mg of baclofen a day is above 2 mg/day"),
    ],
)
def test_a_dose_that_a_command_would_ask_about_leaves_a_finding_where_an_import_brings_it(
    empty: Clinic, sheet: str, dose: str, severity: str, said: str
) -> None:
    (found,) = corrected(empty, sheet, dose)
    assert found["severity"] == severity
    assert said in str(found["message"])
    assert "dose-unasked" in empty.done("due", "--all").out
    assert "nobody was asked" in empty.done("doctor").out


def test_a_dose_within_a_fifth_of_the_last_leaves_no_finding(empty: Clinic, sheet: str) -> None:
    assert corrected(empty, sheet, "160 mcg/day") == []


def test_a_slip_that_the_next_list_takes_back_leaves_no_finding(empty: Clinic, sheet: str) -> None:
    assert corrected(empty, sheet, "1400 mcg/day")
    path = Path(sheet)
    path.write_text(path.read_text().replace("1400 mcg/day", "140 mcg/day"))
    assert corrected(empty, sheet, "140 mcg/day") == []


def test_a_dose_that_nobody_was_asked_about_stands_until_a_person_knows_of_it(
    empty: Clinic, sheet: str
) -> None:
    assert corrected(empty, sheet, "1400 mcg/day")
    empty.done("finding", "ack", "R1", "dose-unasked", "--reason", "read at the pump", "-y")
    assert corrected(empty, sheet, "1400 mcg/day") == []


def test_a_first_list_names_a_dose_above_what_is_plausible(empty: Clinic, tmp_path: Path) -> None:
    path = tmp_path / "first.csv"
    row = "R9,Rita,,SM2-20,S-9,baclofen 2000 mcg/mL,6000 mcg/day,2026-11-20,20\n"
    path.write_text(HEADER + row)
    assert (
        "! R9: an import brought 6 mg/day, and nobody" in empty.done("import", str(path), "-n").err
    )
    empty.done("import", str(path), "-y")
    empty.done("config", "set", "max_dose.baclofen", "6000 mcg/day", "-y")
    assert "dose-unasked" not in empty.done("due", "--all").out
