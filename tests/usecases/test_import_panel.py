"""The one spreadsheet a clinic starts from."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.builders.store import reading
from tests.store.records import examined
from tests.usecases.folders import TODAY, folder, fresh, refused, take

HEADER = "patient,name,phone,pump_model,serial,mixture,dose,filled_on,injected_ml"
RIVERA = "0007,Rivera,612-555-0107,SM2-20,S7,baclofen 500 mcg/mL,120 mcg/day,2026-11-02,20"
NOWAK = "0021,Nowak,,,,,,,"


@pytest.fixture
def store(place: Path) -> Engine:
    """An empty store."""
    return fresh(place)


def panel(tmp_path: Path, *rows: str, header: str = HEADER) -> Path:
    path = tmp_path / "panel.csv"
    path.write_text("\n".join((header, *rows)) + "\n")
    return path


def test_a_row_makes_patient_pump_fill_and_programme(store: Engine, tmp_path: Path) -> None:
    receipt = take(store, panel(tmp_path, RIVERA, NOWAK))
    assert [(t.table, t.added) for t in receipt.tallies] == [
        ("patients", 2),
        ("pumps", 1),
        ("events", 2),
    ]
    with reading(store) as books:
        (implant,) = books.implants("0007")
        outlook = books.outlook(implant.key)
    assert implant.device.implanted_on == date(2026, 11, 2)
    assert outlook is not None
    assert outlook.refill_by == date(2027, 1, 9)
    assert examined(store, today=TODAY).is_well


def test_the_programmers_alarm_date_of_a_row_governs_where_it_is_earlier(
    store: Engine, tmp_path: Path
) -> None:
    header = f"{HEADER},programmer_alarm_on,end_of_service_on"
    take(store, panel(tmp_path, f"{RIVERA},2027-01-10,2031-05-04", header=header))
    with reading(store) as books:
        (implant,) = books.implants("0007")
        outlook = books.outlook(implant.key)
    assert outlook is not None
    assert (outlook.refill_by, str(outlook.limit)) == (date(2027, 1, 3), "programmer")
    assert outlook.programmer_alarm_on == date(2027, 1, 10)
    assert implant.device.end_of_service_on == date(2031, 5, 4)


AUTHORIZED = f"{HEADER},authorization,valid_from,valid_to"


def test_the_payers_authorization_of_a_row_is_recorded_once(
    store: Engine, place: Path, tmp_path: Path
) -> None:
    path = panel(tmp_path, f"{RIVERA},PA-1,2026-01-01,2026-12-31", header=AUTHORIZED)
    receipt = take(store, path)
    assert ("authorizations", 1) in [(t.table, t.added) for t in receipt.tallies]
    before = place.read_bytes()
    assert take(store, path).is_news is False
    assert place.read_bytes() == before
    with reading(store) as books:
        (held,) = books.authorizations("0007")
    assert (held.number, str(held.valid_from), str(held.valid_to)) == (
        "PA-1",
        "2026-01-01",
        "2026-12-31",
    )


def test_an_authorization_that_differs_is_a_conflict_and_another_one_is_added(
    store: Engine, tmp_path: Path
) -> None:
    take(store, panel(tmp_path, f"{RIVERA},PA-1,2026-01-01,2026-12-31", header=AUTHORIZED))
    longer = panel(tmp_path, f"{RIVERA},PA-1,2026-01-01,2027-12-31", header=AUTHORIZED)
    assert "differs in valid_to" in refused(store, longer)[0]
    take(store, panel(tmp_path, f"{RIVERA},PA-2,2027-01-01,", header=AUTHORIZED))
    with reading(store) as books:
        assert [each.number for each in books.authorizations("0007")] == ["PA-1", "PA-2"]


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        (",2026-01-01,", "valid_from: "),
        ("PA-1,2026-12-31,2026-01-01", "valid_to: "),
        ("PA-1,soon,", "valid_from: "),
    ],
)
def test_days_of_an_authorization_belong_to_one_and_are_in_order(
    store: Engine, tmp_path: Path, cells: str, problem: str
) -> None:
    (found,) = refused(store, panel(tmp_path, f"{RIVERA},{cells}", header=AUTHORIZED))
    assert problem in found


def test_a_row_may_say_who_comes_for_how_long_and_when(store: Engine, tmp_path: Path) -> None:
    nurses = tmp_path / "nurses.csv"
    nurses.write_text("nurse,name\nN1,Ada Quill\n")
    take(store, nurses)
    header = f"{HEADER},preferred_nurse,visit_minutes,nurses_needed,availability,condition"
    take(store, panel(tmp_path, f"{RIVERA},N1,60,2,Mon 09:00-12:00,spasticity", header=header))
    with reading(store) as books:
        patient = books.patient("0007")
    assert patient is not None
    assert (patient.preferred_nurse, patient.visit_minutes, patient.nurses_needed) == ("N1", 60, 2)
    assert (len(patient.availability), patient.condition) == (1, "spasticity")


def test_a_nurse_whom_nobody_knows_names_the_file_that_brings_her(
    store: Engine, tmp_path: Path
) -> None:
    (found,) = refused(store, panel(tmp_path, f"{RIVERA},N9", header=f"{HEADER},preferred_nurse"))
    assert found == (
        'panel.csv:2: preferred_nurse: "N9" refused, it is no nurse of these files or of the '
        "store: nurses.csv, imported first, brings who is not there"
    )


def test_an_alarm_date_needs_the_day_of_its_fill(store: Engine, tmp_path: Path) -> None:
    header = f"{HEADER},implanted_on,programmer_alarm_on"
    row = "0007,Rivera,,SM2-20,S7,,,,,2020-05-04,2027-01-10"
    (problem,) = refused(store, panel(tmp_path, row, header=header))
    assert "programmer_alarm_on: " in problem


def test_the_same_panel_twice_changes_nothing(store: Engine, place: Path, tmp_path: Path) -> None:
    path = panel(tmp_path, RIVERA, NOWAK)
    take(store, path)
    before = place.read_bytes()
    assert take(store, path).is_news is False
    assert place.read_bytes() == before


def test_next_months_panel_adds_a_fill_to_the_same_pump(store: Engine, tmp_path: Path) -> None:
    take(store, panel(tmp_path, RIVERA.replace("2026-11-02", "2026-10-02")))
    take(store, panel(tmp_path, RIVERA))
    with reading(store) as books:
        (implant,) = books.implants("0007")
        assert len(books.entries("0007")) == 4
    assert implant.device.implanted_on == date(2026, 10, 2)


def test_a_panel_keeps_what_it_has_no_column_for(store: Engine, tmp_path: Path) -> None:
    files = {
        "patients.csv": "patient,name,phone,address\n0007,Rivera,612-555-0107,1 Elm St\n",
        "pumps.csv": "patient,model,serial,implanted_on,catheter_ml\n"
        "0007,SM2-20,S7,2025-05-04,0.2\n",
    }
    take(store, folder(tmp_path / "clinic", files))
    receipt = take(store, panel(tmp_path, RIVERA))
    assert [(t.added, t.known, t.changed) for t in receipt.tallies] == [
        (0, 1, 0),
        (0, 1, 0),
        (2, 0, 0),
    ]
    with reading(store) as books:
        patient, (implant,) = books.patient("0007"), books.implants("0007")
    assert patient is not None
    assert (patient.address, implant.device.catheter_ul) == ("1 Elm St", 200)


def test_another_serial_while_a_pump_is_in_place_is_a_problem(
    store: Engine, tmp_path: Path
) -> None:
    take(store, panel(tmp_path, RIVERA))
    other = RIVERA.replace(",S7,", ",S8,").replace("2026-11-02", "2026-11-20")
    assert refused(store, panel(tmp_path, other)) == [
        "panel.csv:2: implanted_on: the SM2-20 of 2026-11-20 comes while the SM2-20 of "
        "2026-11-02 is in place; one pump: pumpsched pump edit 0007 --serial …; another one: "
        "pumpsched pump explant 0007 --on 2026-11-20"
    ]


def test_an_exchange_in_a_panel_is_taken_once_the_old_pump_is_out(
    store: Engine, tmp_path: Path
) -> None:
    take(store, panel(tmp_path, RIVERA))
    other = panel(tmp_path, RIVERA.replace(",S7,", ",S8,").replace("2026-11-02", "2026-11-20"))
    out = tmp_path / "pumps.csv"
    out.write_text(
        "patient,model,serial,implanted_on,explanted_on\n0007,SM2-20,S7,2026-11-02,2026-11-20\n"
    )
    take(store, out, update=True)
    take(store, other)
    with reading(store) as books:
        assert [each.device.serial for each in books.implants("0007")] == ["S7", "S8"]


def test_a_fill_in_the_future_is_a_problem_of_its_cell(store: Engine, tmp_path: Path) -> None:
    (problem, *_) = refused(store, panel(tmp_path, RIVERA.replace("2026-11-02", "2026-11-23")))
    assert problem.startswith('panel.csv:2: filled_on: "2026-11-23" refused, it is in the future')


def test_a_patient_on_two_rows_is_a_problem(store: Engine, tmp_path: Path) -> None:
    found = refused(store, panel(tmp_path, RIVERA, NOWAK, RIVERA))
    assert found == [
        'panel.csv:4: patient: "0007" refused, it is on line 2 already: each row stands once'
    ]


def test_every_bad_cell_of_a_panel_is_listed(store: Engine, tmp_path: Path) -> None:
    bad = RIVERA.replace("120 mcg/day", "120").replace("SM2-20", "SM9")
    found = refused(store, panel(tmp_path, bad, NOWAK))
    assert [problem.split(":")[2].strip() for problem in found] == ["pump_model", "dose"]


def test_a_panel_beside_the_files_of_a_folder_is_refused(store: Engine, tmp_path: Path) -> None:
    panel(tmp_path, RIVERA)
    (tmp_path / "patients.csv").write_text("patient,name\n1,x\n")
    assert refused(store, tmp_path) == [
        "panel.csv:1: stands in a folder: import it alone, or the folder without it"
    ]
