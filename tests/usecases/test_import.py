"""Importing what is right: everything arrives, once, and every date is projected."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from pumpsched.usecases.import_session import Touched
from tests.builders.store import reading, writing
from tests.builders.values import Filled, Programmed
from tests.builders.work import Filter, import_sources, next_due, sources_at
from tests.store.records import examined, verify
from tests.usecases.folders import (
    CLINIC,
    EVENTS,
    PATIENTS,
    PUMPS,
    TODAY,
    exported,
    folder,
    fresh,
    spoiled,
    stamp,
    take,
)


@pytest.fixture
def store(place: Path) -> Engine:
    """An empty store."""
    return fresh(place)


def counts(store: Engine, path: Path, *, update: bool = False) -> dict[str, tuple[int, int, int]]:
    """Rows added, known and changed by table."""
    receipt = take(store, path, update=update)
    return {t.table: (t.added, t.known, t.changed) for t in receipt.tallies}


def test_a_folder_is_imported_whole(store: Engine, tmp_path: Path) -> None:
    found = counts(store, folder(tmp_path / "clinic"))
    assert found == {
        "settings": (1, 0, 0),
        "sites": (1, 0, 0),
        "nurses": (2, 0, 0),
        "patients": (2, 0, 0),
        "pumps": (3, 0, 0),
        "events": (6, 0, 0),
        "closures": (2, 0, 0),
        "authorizations": (1, 0, 0),
        "visits": (2, 0, 0),
        "travel": (1, 0, 0),
    }
    with reading(store) as books:
        listed = next_due(books, as_of=TODAY, last=TODAY, wanted=Filter(everybody=True)).items
    worked = next(item for item in listed if item.patient == "0007")
    assert (worked.refill_by, worked.alarm_on) == (date(2027, 1, 9), date(2027, 1, 16))
    assert verify(store) == []
    assert examined(store, today=TODAY).is_well


def test_facts_go_to_the_pump_in_place_on_their_day(store: Engine, tmp_path: Path) -> None:
    take(store, folder(tmp_path / "clinic"))
    with reading(store) as books:
        old, new = books.implants("0012")
        owners = {entry.pump for entry in books.entries("0012")}
    assert owners == {new.key} != {old.key}


def test_the_same_folder_twice_changes_nothing(store: Engine, place: Path, tmp_path: Path) -> None:
    path = folder(tmp_path / "clinic")
    take(store, path)
    before = place.read_bytes()
    found = counts(store, path)
    assert {(added, changed) for added, _, changed in found.values()} == {(0, 0)}
    assert place.read_bytes() == before


def test_a_preview_changes_nothing(store: Engine, place: Path, tmp_path: Path) -> None:
    before = place.read_bytes()
    take(store, folder(tmp_path / "clinic"), keep=False)
    assert place.read_bytes() == before


def test_the_files_of_a_folder_may_come_one_by_one(store: Engine, tmp_path: Path) -> None:
    path = folder(tmp_path / "clinic")
    for stem in ("settings", "sites", "nurses", "patients", "pumps", "events", "visits"):
        take(store, path / f"{stem}.csv")
    with reading(store) as books:
        assert books.outlook(books.implants("0007")[0].key) is not None
    assert examined(store, today=TODAY).is_well


def test_a_file_is_known_by_its_header_and_not_its_name(store: Engine, tmp_path: Path) -> None:
    path = tmp_path / "our people.txt"
    path.write_text("name,patient,preferred_nurse\nRivera,0007,\n")
    assert counts(store, path) == {"patients": (1, 0, 0)}


def test_new_rows_are_added_beside_known_ones(store: Engine, tmp_path: Path) -> None:
    take(store, folder(tmp_path / "clinic"))
    later = EVENTS + "0007,2026-11-20T09:00,bolus,,,,,0.5 mL,\n"
    found = counts(store, spoiled(tmp_path / "later", events=later))
    assert found["events"] == (1, 6, 0)
    assert examined(store, today=TODAY).is_well


def test_an_update_changes_rows_and_the_dates_that_follow(store: Engine, tmp_path: Path) -> None:
    take(store, folder(tmp_path / "clinic"))
    changed = spoiled(
        tmp_path / "new", settings="key,value\nzone,America/Chicago\nmargin_days,10\n"
    )
    assert counts(store, changed, update=True)["settings"] == (1, 1, 0)
    with reading(store) as books:
        outlook = books.outlook(books.implants("0007")[0].key)
    assert outlook is not None
    assert outlook.refill_by == date(2027, 1, 6)
    assert examined(store, today=TODAY).is_well


def test_an_update_counts_what_it_changes(store: Engine, tmp_path: Path) -> None:
    take(store, folder(tmp_path / "clinic"))
    renamed = PATIENTS.replace("Okafor, Ben", "Okafor, Benedict")
    found = counts(store, spoiled(tmp_path / "new", patients=renamed), update=True)
    assert found["patients"] == (0, 1, 1)
    with reading(store) as books:
        patient = books.patient("0012")
    assert patient is not None
    assert patient.name == "Okafor, Benedict"


def test_a_column_the_file_lacks_says_nothing(store: Engine, tmp_path: Path) -> None:
    take(store, folder(tmp_path / "clinic"))
    with writing(store, stamp()) as books:
        patient = books.patient("0007")
        assert patient is not None
        books.put_patient(patient._replace(notes="ring twice", margin_days=9))
    assert counts(store, tmp_path / "clinic")["patients"] == (0, 2, 0)
    renamed = PATIENTS.replace("Rivera, Ana", "Rivera, Anna")
    take(store, spoiled(tmp_path / "new", patients=renamed), update=True)
    with reading(store) as books:
        now = books.patient("0007")
    assert now is not None
    assert (now.name, now.notes, now.margin_days) == ("Rivera, Anna", "ring twice", 9)


def test_a_column_the_file_lacks_says_nothing_before_there_are_patients(
    store: Engine, tmp_path: Path
) -> None:
    take(store, folder(tmp_path / "staff", {"nurses.csv": "nurse,name,max_visits\nN1,Ada,6\n"}))
    changed = folder(tmp_path / "again", {"nurses.csv": "nurse,name\nN1,Ada Quill\n"})
    assert counts(store, changed, update=True)["nurses"] == (0, 0, 1)
    with reading(store) as books:
        (nurse,) = books.nurses()
    assert (nurse.name, nurse.max_visits) == ("Ada Quill", 6)


def test_a_column_that_is_there_and_empty_takes_the_value_away(
    store: Engine, tmp_path: Path
) -> None:
    take(store, folder(tmp_path / "clinic"))
    without = PATIENTS.replace("612-555-0107", "")
    take(store, spoiled(tmp_path / "new", patients=without), update=True)
    with reading(store) as books:
        patient = books.patient("0007")
    assert patient is not None
    assert patient.phone == ""


def test_a_programme_may_lie_in_the_future(store: Engine, tmp_path: Path) -> None:
    planned = EVENTS + "0007,2026-12-01,dose,,,,140 mcg/day,,\n"
    assert counts(store, spoiled(tmp_path / "clinic", events=planned))["events"] == (7, 0, 0)


def test_today_is_that_of_the_zone_the_files_bring(store: Engine, tmp_path: Path) -> None:
    files = dict(CLINIC) | {
        "settings.csv": "key,value\nzone,Pacific/Auckland\n",
        "events.csv": EVENTS.replace("2026-09-01", "2026-11-23"),
    }
    receipts = []
    with writing(store, stamp(), keep=False) as books:
        receipts.append(
            import_sources(
                books,
                sources_at(folder(tmp_path / "clinic", files)),
                today_in=lambda zone: date(2026, 11, 23 if zone.key == "Pacific/Auckland" else 22),
            )
        )
    assert (receipts[0].today, receipts[0].zone) == (date(2026, 11, 23), "Pacific/Auckland")


def test_a_store_with_its_own_today_goes_by_that(store: Engine, tmp_path: Path) -> None:
    with writing(store, stamp()) as books:
        books.set_own_today(date(2026, 12, 31))
    late = EVENTS.replace("2026-09-01", "2026-12-30")
    assert take(store, spoiled(tmp_path / "clinic", events=late)).today == date(2026, 12, 31)


def test_a_void_names_the_nth_fact_of_a_kind_at_its_time(store: Engine, tmp_path: Path) -> None:
    events = """\
patient,at,event,mixture,injected_ml,dose,note,voids
0007,2026-11-02,fill,baclofen 500 mcg/mL,20,,,
0007,2026-11-02,fill,,18,,,
0007,2026-11-02,dose,,,120 mcg/day,,
0007,2026-11-02,void,,,,typed twice,fill 2
"""
    path = spoiled(tmp_path / "clinic", events=events)
    take(store, path)
    with reading(store) as books:
        standing = [e.fact for e in books.entries("0007") if e.voided_by is None]
    kinds = {type(fact) for fact in standing if isinstance(fact, Filled | Programmed)}
    assert kinds == {Filled, Programmed}
    assert [f.injected.ul for f in standing if isinstance(f, Filled)] == [20_000]
    assert take(store, path).is_news is False
    again = exported(store, tmp_path / "out")["events.csv"].decode().splitlines()
    assert again[0].endswith(",note,fact,voids")
    void = "0007,2026-11-02,void,,,,,,,,,,typed twice,0007/2026-11-02/void/1,fill 2"
    assert again[-1] == void


def test_a_pump_may_be_exchanged_on_the_day_the_old_one_is_taken_out(
    store: Engine, tmp_path: Path
) -> None:
    assert counts(store, folder(tmp_path / "clinic"))["pumps"] == (3, 0, 0)
    assert PUMPS.count("2026-06-01") == 2


def test_the_audit_trail_has_one_row_for_an_import(store: Engine, tmp_path: Path) -> None:
    take(store, folder(tmp_path / "clinic"))
    with reading(store) as books:
        (entry,) = books.audit_entries()
    assert (entry.actor, entry.action, entry.facts) == ("ann", "import", 6)


def test_beyond_ten_thousand_patients_all_pumps_are_projected_anew(store: Engine) -> None:
    touched = Touched()
    touched.add(str(number) for number in range(10_000))
    assert touched.codes is not None
    touched.add(["one more"])
    with reading(store) as books:
        assert touched.pumps(books) is None


@pytest.mark.one_backend
def test_a_fact_is_named_among_its_patients_own_and_not_among_everybodys_of_the_day(
    store: Engine, tmp_path: Path
) -> None:
    asked: list[tuple[str, Any]] = []
    event.listen(store, "before_cursor_execute", lambda *call: asked.append((call[2], call[3])))
    take(store, folder(tmp_path / "clinic"))
    naming = [each for each in asked if "count(*) FROM fact AS same" in each[0]]
    assert naming
    with store.connect() as connection:
        for statement, values in naming:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
            steps = [str(step[-1]) for step in plan]
            assert "SEARCH same USING INDEX fact_patient (patient_id=? AND day=?)" in steps
