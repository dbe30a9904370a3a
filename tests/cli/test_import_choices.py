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
    assert "2 patients of the store without a row: nothing of theirs changes" in said.err
    found = empty.done("import", str(ledger), "-n", "--json").json
    assert (found["removed"], found["absent"]) == (1, 2)
    assert [(each["fact"], each["event"]) for each in found["removals"]] == [(1, "fill")]
    empty.done("undo", "1", "--reason", "it never was", "-y")
    assert "to take it out" not in empty.done("import", str(ledger), "-n").err
