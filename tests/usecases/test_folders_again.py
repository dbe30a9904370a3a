"""A folder or a ledger file that is imported again: edits, what is gone, what was undone, cuts."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.builders import dose, when
from tests.builders.store import reading, writing
from tests.builders.values import Voided
from tests.store.records import stamp
from tests.usecases.folders import exported, fresh, refused, spoiled, take
from tests.usecases.one_list import (
    AMOUNT,
    DAY,
    FROM_FILE,
    outlook,
    row,
    sheet,
    typed,
    updated,
)


@pytest.fixture
def store(place: Path) -> Engine:
    """An empty store."""
    return fresh(place)


def test_a_folder_of_before_a_correction_is_a_conflict_and_not_a_new_fill(
    store: Engine, tmp_path: Path
) -> None:
    take(store, sheet(tmp_path, row()))
    exported(store, tmp_path / "before")
    updated(store, sheet(tmp_path, row("2026-10-02")))
    assert len(refused(store, tmp_path / "before")) == 2
    assert not take(store, sheet(tmp_path, row("2026-10-02"))).is_news


def edit(tmp_path: Path, old: str, new: str) -> Path:
    """An export of the store with one thing mended by hand."""
    path = tmp_path / "out" / "events.csv"
    path.write_text(path.read_text().replace(old, new), newline="")
    return tmp_path / "out"


def test_a_date_mended_in_the_ledger_is_an_edit_under_the_name_of_the_fact(
    store: Engine, tmp_path: Path
) -> None:
    take(store, sheet(tmp_path, row()))
    exported(store, tmp_path / "out")
    path = edit(tmp_path, "R1,2026-10-20,fill", "R1,2026-10-02,fill")
    assert refused(store, path, edited=True) == [
        "events.csv:2: R1/2026-10-20/fill/1: at 2026-10-02 here, 2026-10-20 in the store "
        f"{FROM_FILE}"
    ]
    receipt = take(store, path, update=True, edited=True)
    assert (receipt.tallies[-1].added, receipt.tallies[-1].changed) == (0, 1)
    assert outlook(store).filled_on == date(2026, 10, 2)
    rows = exported(store, tmp_path / "again")["events.csv"].decode().splitlines()
    names = [line.split(",")[13] for line in rows if ",fill," in line]
    assert names == ["R1/2026-10-20/fill/1"] * 2
    assert not take(store, path, edited=True).is_news
    assert not take(store, tmp_path / "again").is_news


def ledger(tmp_path: Path, *rows: str) -> Path:
    """A ledger file by itself; its rows have no names."""
    path = tmp_path / "events.csv"
    path.write_text("patient,at,event,mixture,injected_ml,dose\n" + "\n".join(rows) + "\n")
    return path


FILL = f"R1,{DAY},fill,baclofen 500 mcg/mL,20,"
TOLD = f"R1,{DAY},dose,,,{AMOUNT}"


def test_what_a_ledger_file_no_longer_has_is_named_and_stays(store: Engine, tmp_path: Path) -> None:
    take(store, sheet(tmp_path, row(), row(code="R2")))
    assert take(store, ledger(tmp_path, FILL, TOLD)).removals == ()
    before = outlook(store)
    receipt = take(store, ledger(tmp_path, TOLD))
    (gone,) = receipt.removals
    assert (gone.file, gone.patient, gone.fact.at) == ("events.csv", "R1", when(DAY))
    assert gone.origin == FROM_FILE.strip("()")
    assert (receipt.removed, len(receipt.absent), receipt.is_news) == (1, 1, False)
    assert outlook(store) == before


def test_a_day_mended_in_a_ledger_file_without_names_names_the_fact_that_stays(
    store: Engine, tmp_path: Path
) -> None:
    take(store, sheet(tmp_path, row()))
    receipt = take(store, ledger(tmp_path, FILL.replace(DAY, "2026-10-02"), TOLD))
    assert [str(gone.fact.at) for gone in receipt.removals] == [DAY]


@pytest.mark.parametrize(
    "rows",
    [
        ("R1,2026-11-20,dose,,,120 mcg/day",),
        ("R1,2026-10-01,fill,baclofen 500 mcg/mL,20,",),
    ],
)
def test_a_ledger_file_of_news_alone_has_lost_nothing(
    store: Engine, tmp_path: Path, rows: tuple[str, ...]
) -> None:
    take(store, sheet(tmp_path, row(), row(code="R2")))
    receipt = take(store, ledger(tmp_path, *rows))
    assert (receipt.removed, len(receipt.absent)) == (0, 0)


def test_a_ledger_file_that_begins_later_has_lost_nothing_older(
    store: Engine, tmp_path: Path
) -> None:
    take(store, sheet(tmp_path, row()))
    later = ("R1,2026-11-20,dose,,,120 mcg/day", "R1,2026-11-21,dose,,,130 mcg/day")
    take(store, ledger(tmp_path, *later))
    (gone,) = take(store, ledger(tmp_path, later[0])).removals
    assert str(gone.fact.at) == "2026-11-21"


def test_what_a_person_typed_or_undid_needs_no_row(store: Engine, tmp_path: Path) -> None:
    take(store, sheet(tmp_path, row()))
    typed(store, dose(f"{DAY} 12:00", "150 mcg/day"))
    void_of(store, 2, action="undo")
    assert take(store, ledger(tmp_path, FILL)).removed == 0


def test_an_export_with_an_edit_gives_the_same_bytes_again(store: Engine, tmp_path: Path) -> None:
    take(store, sheet(tmp_path, row()))
    exported(store, tmp_path / "out")
    take(store, edit(tmp_path, "140 mcg/day", "150 mcg/day"), update=True, edited=True)
    first = exported(store, tmp_path / "first")
    other = fresh(tmp_path / "other.sqlite")
    take(other, tmp_path / "first")
    assert exported(other, tmp_path / "second") == first
    assert not take(other, tmp_path / "second").is_news


def test_a_row_that_is_copied_with_its_name_is_a_problem(store: Engine, tmp_path: Path) -> None:
    take(store, sheet(tmp_path, row()))
    line = exported(store, tmp_path / "out")["events.csv"].decode().splitlines()[1]
    path = edit(tmp_path, line, f"{line}\r\n{line.replace('2026-10-20,', '2026-11-20,')}")
    found = refused(store, path, edited=True)
    assert [problem.split(" ")[1] for problem in found] == ["fact:", "fact:"]


EVENTS = """\
patient,at,event,mixture,injected_ml,dose,amount,note,voids
0007,2026-11-02,fill,baclofen 500 mcg/mL,20,,,,
0007,2026-11-02,dose,,,120 mcg/day,,,
0007,2026-11-05,bolus,,,,0.1 mL,,
"""


def test_what_a_person_undid_comes_back_by_no_import(store: Engine, tmp_path: Path) -> None:
    path = spoiled(tmp_path / "clinic", events=EVENTS)
    take(store, path)
    void_of(store, 3, action="undo")
    for update in (False, True):
        (problem,) = refused(store, path, update=update)
        assert "undone on 2026-11-22 by ann: not given" in problem


def test_what_an_import_voided_is_recorded_anew(store: Engine, tmp_path: Path) -> None:
    path = spoiled(tmp_path / "clinic", events=EVENTS)
    take(store, path)
    void_of(store, 3, action="import")
    receipt = take(store, path)
    assert [t.added for t in receipt.tallies if t.table == "events"] == [1]
    assert not take(store, path).is_news


def test_a_void_may_call_a_fact_by_its_name(store: Engine, tmp_path: Path) -> None:
    take(store, spoiled(tmp_path / "clinic", events=EVENTS))
    path = tmp_path / "events.csv"
    path.write_text(
        "patient,at,event,note,voids\n0007,2026-11-05,void,not given,0007/2026-11-05/bolus/1\n"
    )
    assert take(store, path).tallies[-1].added == 1
    with reading(store) as books:
        entry = books.entry(3)
    assert entry is not None
    assert entry.voided_by == 4
    assert not take(store, path).is_news


def void_of(store: Engine, number: int, *, action: str) -> None:
    with writing(store, stamp(action)) as books:
        entry = books.entry(number)
        assert entry is not None
        void = Voided(at=entry.fact.at, voids=number, note="not given")
        books.append(entry.patient, entry.pump, void)


def test_a_folder_tells_a_file_that_was_edited_and_takes_it_if_told(
    store: Engine, tmp_path: Path
) -> None:
    take(store, sheet(tmp_path, row()))
    exported(store, tmp_path / "out")
    path = edit(tmp_path, "140 mcg/day", "150 mcg/day")
    assert refused(store, path) == [
        "events.csv:1: was edited since it was exported; --edited takes it as it is"
    ]
    assert len(refused(store, path, edited=True)) == 1


def test_a_file_that_is_cut_or_missing_is_a_problem_even_if_edits_are_taken(
    store: Engine, tmp_path: Path
) -> None:
    take(store, sheet(tmp_path, row()))
    files = exported(store, tmp_path / "out")
    (tmp_path / "out" / "events.csv").write_bytes(files["events.csv"][:-20])
    (tmp_path / "out" / "pumps.csv").unlink()
    (tmp_path / "out" / "patients.csv").write_bytes(b"")
    assert refused(store, tmp_path / "out", edited=True) == [
        "patients.csv:1: is empty: the export had it with 1 row",
        "pumps.csv:1: is missing: the export had it with 1 row",
        "events.csv:1: ends inside line 3 of the 3 exported: cut off, or edited by something that "
        "writes no end of the last line; export it anew, or add that line end and take it with "
        "--edited",
    ]


def test_an_edited_file_that_lost_its_last_line_end_is_taken_once_it_has_it_again(
    store: Engine, tmp_path: Path
) -> None:
    take(store, sheet(tmp_path, row()))
    edited = exported(store, tmp_path / "out")["events.csv"].replace(b"140 mcg", b"150 mcg")
    path = tmp_path / "out" / "events.csv"
    path.write_bytes(edited.rstrip(b"\r\n"))
    (problem,) = refused(store, tmp_path / "out", edited=True)
    assert "add that line end and take it with --edited" in problem
    path.write_bytes(edited)
    (conflict,) = refused(store, tmp_path / "out", edited=True)
    assert "dose 150 mcg/day here" in conflict


def test_a_file_that_lacks_no_more_than_the_end_of_its_last_line_is_whole(
    store: Engine, tmp_path: Path
) -> None:
    take(store, sheet(tmp_path, row()))
    files = exported(store, tmp_path / "out")
    content = files["events.csv"]
    assert content.endswith(b"\n")
    (tmp_path / "out" / "events.csv").write_bytes(content[:-1])
    assert not take(store, tmp_path / "out").is_news


def test_lines_that_are_gone_are_said(store: Engine, tmp_path: Path) -> None:
    take(store, sheet(tmp_path, row()))
    lines = exported(store, tmp_path / "out")["events.csv"].splitlines(keepends=True)
    (tmp_path / "out" / "events.csv").write_bytes(b"".join(lines[:-1]))
    (problem,) = refused(store, tmp_path / "out")
    assert "was edited and has 1 line fewer since it was exported" in problem
    assert not take(store, tmp_path / "out", edited=True).is_news


def test_a_manifest_that_cannot_be_read_is_a_problem(store: Engine, tmp_path: Path) -> None:
    take(store, sheet(tmp_path, row()))
    exported(store, tmp_path / "out")
    (tmp_path / "out" / "manifest.json").write_text("{}")
    (problem,) = refused(store, tmp_path / "out")
    assert problem.startswith("manifest.json:1: cannot be read")


def test_a_manifest_has_each_file_with_its_rows(store: Engine, tmp_path: Path) -> None:
    take(store, sheet(tmp_path, row()))
    document = json.loads(exported(store, tmp_path / "out")["manifest.json"])
    assert [(each["file"], each["rows"]) for each in document["files"]] == [
        ("patients.csv", 1),
        ("pumps.csv", 1),
        ("events.csv", 2),
    ]
