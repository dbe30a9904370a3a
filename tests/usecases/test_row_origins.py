"""A row that differs is shown beside where the store's word of each column came from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from tests.builders.files import PATIENTS
from tests.builders.store import Stamp, reading, writing
from tests.builders.values import Closure, Device, Nurse, Patient
from tests.builders.work import Choices, RowOrigins
from tests.usecases.folders import fresh, refused, take

HEADER = "patient,name,setting,min_months,visit_minutes\n"
pytestmark = pytest.mark.one_backend

IMPORTED = "ours imported from patients.csv on 2026-11-22 by ann"
TYPED = "ours typed on 2026-11-20 by dana"


@pytest.fixture
def store(place: Path) -> Engine:
    """An empty store."""
    return fresh(place)


def listed(tmp_path: Path, *rows: str, header: str = HEADER, name: str = "patients.csv") -> Path:
    path = tmp_path / name
    path.write_text(header + "".join(f"{row}\n" for row in rows))
    return path


def dana() -> Stamp:
    return Stamp("dana", datetime(2026, 11, 20, 16, tzinfo=UTC), "patient edit")


def edited(store: Engine, code: str, **columns: Any) -> None:
    """A correction that a person typed."""
    with writing(store, dana()) as books:
        patient = books.patient(code)
        assert patient is not None
        books.put_patient(patient._replace(**columns))


def differs(found: Sequence[str]) -> str:
    (problem,) = found
    return problem.partition(" differs in ")[2]


def test_each_column_is_from_whom_it_was_last_written_by(store: Engine, tmp_path: Path) -> None:
    take(store, listed(tmp_path, "R1,Rita,clinic,1,45"))
    edited(store, "R1", visit_minutes=60)
    found = refused(store, listed(tmp_path, "R1,Rita,home,2,45"))
    assert differs(found) == (
        "setting (home here, clinic in the store), min_months (2 here, 1 in the store): "
        f"{IMPORTED}; visit_minutes (45 here, 60 in the store): {TYPED}"
    )


def test_what_a_later_list_put_in_its_place_is_from_that_list(
    store: Engine, tmp_path: Path
) -> None:
    take(store, listed(tmp_path, "R1,Rita,clinic,1,45"))
    edited(store, "R1", visit_minutes=60)
    later = listed(tmp_path, "R1,Rita,clinic,1,30", name="later.csv")
    take(store, later, choices=Choices(everybody=True))
    found = refused(store, listed(tmp_path, "R1,Rita,clinic,1,45"))
    assert differs(found) == (
        "visit_minutes (45 here, 30 in the store): ours imported from later.csv on 2026-11-22 by "
        "ann"
    )


def test_a_row_that_an_import_only_counted_is_from_that_import(
    store: Engine, tmp_path: Path
) -> None:
    take(store, listed(tmp_path, *(f"R{number},Rita,clinic,1,45" for number in range(150))))
    edited(store, "R149", visit_minutes=60)
    found = refused(store, listed(tmp_path, "R140,Rita,home,1,45", "R149,Rita,home,1,45"))
    assert [each.partition(" differs in ")[2] for each in found] == [
        f"setting (home here, clinic in the store): {IMPORTED}",
        f"setting (home here, clinic in the store): {IMPORTED}; "
        f"visit_minutes (45 here, 60 in the store): {TYPED}",
    ]


def test_a_typed_value_that_a_counted_change_may_have_replaced_names_both(
    store: Engine, tmp_path: Path
) -> None:
    take(store, listed(tmp_path, *(f"R{number},Rita,clinic,1,45" for number in range(150))))
    edited(store, "R149", min_months=2)
    rows = [f"R{number},Rita,clinic,2,60" for number in range(150)]
    take(store, listed(tmp_path, *rows, name="later.csv"), choices=Choices(everybody=True))
    found = refused(store, listed(tmp_path, "R149,Rita,clinic,1,60"))
    assert differs(found) == (
        "min_months (1 here, 2 in the store): ours imported from later.csv on 2026-11-22 by ann "
        "or typed on 2026-11-20 by dana"
    )


def test_what_is_on_no_record_is_said_to_be_older_than_it(store: Engine, tmp_path: Path) -> None:
    with reading(store) as books:
        origins = RowOrigins(books, ZoneInfo("America/Chicago"))
    assert origins.of(PATIENTS, "R1", "name") == "recorded before origins were kept"


def test_pumps_nurses_and_days_off_are_told_from_the_record_too(
    store: Engine, tmp_path: Path
) -> None:
    with writing(store, dana()) as books:
        books.put_patient(Patient("R1", "Rita"))
        books.add_device(Device("R1", "SM2-20", "S1", date(2026, 5, 4), implanted_minute=540))
        books.put_nurse(Nurse("N1", "Ann", phone="555-0101"))
        books.add_closure(Closure("N1", date(2026, 12, 1), date(2026, 12, 2), "leave"))
    for name, header, row in (
        ("pumps.csv", "patient,model,implanted_on\n", "R1,SM2-20,2026-05-04T10:00"),
        ("nurses.csv", "nurse,name,phone\n", "N1,Ann,555-0199"),
        ("closures.csv", "who,from,to,reason\n", "N1,2026-12-01,2026-12-02,course"),
    ):
        found = refused(store, listed(tmp_path, row, header=header, name=name))
        assert differs(found).endswith(f": {TYPED}"), name


def test_a_note_of_a_fact_that_differs_is_no_text_for_a_log(store: Engine, tmp_path: Path) -> None:
    with writing(store, dana()) as books:
        books.put_patient(Patient("R1", "Rita"))
        books.add_device(Device("R1", "SM2-20", "S1", date(2026, 5, 4)))
    header = "patient,at,event,note,fact\n"
    row = "R1,2026-11-02,attempt,Rita was not at home,F1"
    take(store, listed(tmp_path, row, header=header, name="events.csv"))
    mended = listed(
        tmp_path, row.replace("not at home", "asleep"), header=header, name="events.csv"
    )
    assert refused(store, mended) == [
        "events.csv:2: F1: note (imported from events.csv line 2 on 2026-11-22 by ann)"
    ]
