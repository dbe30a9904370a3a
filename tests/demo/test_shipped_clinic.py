"""The forty patients that the package ships, and the clinics of another size made of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest

from pumpsched.usecases.import_files import Silent
from tests.builders.files import FOLDER, Problem
from tests.builders.store import Stamp, open_store
from tests.builders.work import DEMO_TODAY, build_demo, demo_sources
from tests.generator import build_clinic
from tests.store.records import examined

Row = dict[str, str]
STAMP = Stamp("ann", datetime(2026, 11, 22, 12, tzinfo=UTC), "demo")


@cache
def clinic(patients: int = 40) -> dict[str, list[Row]]:
    """The rows of each file of a demo of that size."""
    problems: list[Problem] = []
    found: dict[str, list[Row]] = {}
    with demo_sources(patients) as sources:
        for source in sources:
            with source.opened(problems.append, Silent()) as sheet:
                found[source.name] = [row for _, row in sheet.rows]
    assert problems == []
    return found


def of_copies(file: str, patients: int = 1_000) -> Iterator[tuple[Row, Row]]:
    """Each row of a patient beyond the forty, with the row that it was made of."""
    forty: dict[int, list[Row]] = {}
    for row in clinic()[file]:
        forty.setdefault(int(row["patient"]), []).append(row)
    taken: dict[str, int] = {}
    for row in clinic(patients)[file]:
        code = row["patient"]
        place = taken[code] = taken.get(code, -1) + 1
        if int(code) > 40:
            yield row, forty[(int(code) - 1) % 40 + 1][place]


def test_the_package_ships_the_files_of_a_folder() -> None:
    shipped = {file.name for file in files("pumpsched.reference").joinpath("demo").iterdir()}
    of_a_store = {"decisions.csv", "calendar.csv", "contacts.csv", "orders.csv", "archive.csv"}
    assert shipped == FOLDER.keys() - of_a_store - {"travel.csv"}


def test_the_forty_are_those_that_the_generator_makes() -> None:
    assert clinic() == {table.name: list(table.rows) for table in build_clinic(40)}


@pytest.mark.parametrize("patients", [1, 33, 40, 41, 210])
def test_a_demo_of_any_size_is_imported_whole_and_found_well(tmp_path: Path, patients: int) -> None:
    path = tmp_path / "demo.sqlite"
    receipt = build_demo(path, STAMP, patients=patients)
    assert receipt.patients == patients
    assert receipt.rows == sum(len(rows) for rows in clinic(patients).values())
    store = open_store(str(path))
    assert examined(store, today=DEMO_TODAY).is_well
    store.dispose()


def test_a_small_demo_has_the_first_of_the_forty_and_all_who_serve_them() -> None:
    small, whole = clinic(20), clinic()
    for file in ("patients.csv", "pumps.csv", "events.csv", "authorizations.csv", "visits.csv"):
        assert small[file] == [row for row in whole[file] if row["patient"] <= "0020"], file
    for file in ("nurses.csv", "sites.csv", "settings.csv"):
        assert small[file] == whole[file], file
    assert "0033" not in {row["who"] for row in small["closures.csv"]}


def test_the_forty_stand_unchanged_in_a_large_demo() -> None:
    for file, rows in clinic().items():
        assert clinic(1_000)[file][: len(rows)] == rows, file


def test_a_large_demo_has_as_many_patients_as_it_was_asked_for() -> None:
    codes = [row["patient"] for row in clinic(1_003)["patients.csv"]]
    assert codes == [f"{number:04d}" for number in range(1, 1_004)]


@pytest.mark.parametrize(
    ("file", "column"),
    [
        *(("patients.csv", "name"), ("pumps.csv", "serial"), ("authorizations.csv", "number")),
        *(("nurses.csv", "nurse"), ("nurses.csv", "name"), ("sites.csv", "site")),
    ],
)
def test_nothing_that_names_one_comes_twice(file: str, column: str) -> None:
    found = [row[column] for row in clinic(10_050)[file]]
    assert len(set(found)) == len(found)


def test_where_the_names_begin_anew_nobody_is_the_same_person() -> None:
    # Forty given names and 26 initials: copy 520 bears the names of the first forty again.
    problems: list[Problem] = []
    with demo_sources(20_880) as sources:
        of_patients = next(source for source in sources if source.name == "patients.csv")
        with of_patients.opened(problems.append, Silent()) as sheet:
            found = [(row["name"], row["birth_date"]) for _, row in sheet.rows]
    assert len({name for name, _ in found}) < len(found)
    assert len(set(found)) == len(found) == 20_880


def test_nobody_of_a_large_demo_could_be_called() -> None:
    for row in clinic(1_000)["patients.csv"]:
        assert re.fullmatch(r"612-555-01\d\d", row["phone"])


def test_a_copy_lives_within_a_walk_of_the_first() -> None:
    for copied, first in of_copies("patients.csv"):
        for column in ("latitude", "longitude"):
            assert bool(copied[column]) == bool(first[column])
            if first[column]:
                assert re.fullmatch(r"-?\d+\.\d{5}[1-9]", copied[column])
                assert abs(float(copied[column]) - float(first[column])) <= 0.03


def test_the_past_of_a_copy_stays_in_the_past() -> None:
    today = DEMO_TODAY.isoformat()
    for copied, first in of_copies("events.csv"):
        assert (copied["at"][:10] <= today) == (first["at"][:10] <= today)


def test_a_copy_differs_from_its_history_in_whole_weeks_alone() -> None:
    weeks: dict[str, timedelta] = {}
    for file, columns in (
        ("events.csv", ("at",)),
        ("pumps.csv", ("implanted_on", "end_of_service_on", "explanted_on")),
    ):
        for copied, first in of_copies(file):
            own = {"patient": first["patient"], "serial": first.get("serial", "")}
            kept = {column: first[column] for column in columns}
            assert {**copied, **own, **kept} == {**first, **own}
            for column in columns:
                assert copied[column][10:] == first[column][10:]
                if first[column]:
                    days = (date.fromisoformat(each[column][:10]) for each in (copied, first))
                    moved = next(days) - next(days)
                    assert weeks.setdefault(copied["patient"], moved) == moved
    assert all(moved.days >= 0 and moved.days % 7 == 0 for moved in weeks.values())
    assert len(set(weeks.values())) > 10


def test_more_patients_have_more_nurses_and_sites_of_their_own() -> None:
    large = clinic(1_000)
    assert (len(large["nurses.csv"]), len(large["sites.csv"])) == (20, 10)
    sites = {row["site"] for row in large["sites.csv"]}
    rosters = " ".join(row["roster"] for row in large["nurses.csv"])
    assert set(re.findall(r"clinic:(\w+)", rosters)) == sites
    preferred = {row["preferred_nurse"] for row in large["patients.csv"]} - {""}
    assert preferred == {row["nurse"] for row in large["nurses.csv"]}
