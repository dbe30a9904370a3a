"""A list that is corrected and imported again corrects, or is a conflict that shows both sides."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.builders import dose, fill, when
from tests.builders.store import reading, writing
from tests.builders.values import Fact, Outlook, Voided
from tests.builders.work import Choices, ImportReceipt, rebuild
from tests.store.records import examined, stamp, verify
from tests.usecases.folders import TODAY, exported, folder, fresh, refused, spoiled, take

HEADER = (
    "patient,name,phone,pump_model,serial,mixture,dose,filled_on,injected_ml,implanted_on,"
    "programmer_alarm_on\n"
)
DAY, AMOUNT = "2026-10-20", "140 mcg/day"
FROM_FILE = "(imported from list.csv line 2 on 2026-11-22 by ann)"
WAYS = "--update R1 takes this row, --skip R1 leaves it out"


@pytest.fixture
def store(place: Path) -> Engine:
    """An empty store."""
    return fresh(place)


def row(
    on: str = DAY, amount: str = AMOUNT, *, ml: str = "20", code: str = "R1", **cells: str
) -> str:
    own = {"model": "SM2-20", "serial": f"S-{code}", "implanted": "2024-05-01", "alarm": ""} | cells
    return (
        f"{code},Rita,612-555-0101,{own['model']},{own['serial']},baclofen 500 mcg/mL,{amount},"
        f"{on},{ml},{own['implanted']},{own['alarm']}\n"
    )


def sheet(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "list.csv"
    path.write_text(HEADER + "".join(rows))
    return path


def outlook(store: Engine, code: str = "R1") -> Outlook:
    """What lists show of the patient's last pump."""
    with reading(store) as books:
        found = books.outlook(books.implants(code)[-1].key)
    assert found is not None
    assert examined(store, today=TODAY).is_well
    return found


def typed(store: Engine, *facts: Fact, code: str = "R1") -> None:
    """Facts that a person recorded."""
    with writing(store, stamp("refill")) as books:
        for fact in facts:
            books.append(code, books.implants(code)[-1].key, fact)
        rebuild(books, today=TODAY)


def updated(store: Engine, path: Path, code: str = "R1") -> ImportReceipt:
    return take(store, path, choices=Choices(update=frozenset({code})))


def test_an_earlier_fill_is_a_conflict_that_shows_where_ours_came_from(
    store: Engine, tmp_path: Path
) -> None:
    take(store, sheet(tmp_path, row()))
    assert refused(store, sheet(tmp_path, row("2026-10-02"))) == [
        f"list.csv:2: R1: filled_on 2026-10-02 here, 2026-10-20 in the store {FROM_FILE}; {WAYS}"
    ]


def test_an_update_gives_the_dates_that_the_corrected_list_gives_alone(
    store: Engine, tmp_path: Path
) -> None:
    take(store, sheet(tmp_path, row()))
    receipt = updated(store, sheet(tmp_path, row("2026-10-02")))
    now = outlook(store)
    assert (now.refill_by, now.alarm_on) == (date(2026, 11, 28), date(2026, 12, 5))
    (move,) = receipt.moves
    assert move.filled_on == (date(2026, 10, 20), date(2026, 10, 2))
    assert move.refill_by == (date(2026, 12, 16), date(2026, 11, 28))
    assert [(t.added, t.known, t.changed) for t in receipt.tallies][-1] == (0, 0, 2)
    assert verify(store) == []


def test_a_dose_that_is_mistyped_and_mended_ends_as_it_began(store: Engine, tmp_path: Path) -> None:
    take(store, sheet(tmp_path, row()))
    first = outlook(store).refill_by
    for amount in ("40 mcg/day", AMOUNT):
        assert len(refused(store, sheet(tmp_path, row(amount=amount)))) == 1
        updated(store, sheet(tmp_path, row(amount=amount)))
    assert outlook(store).refill_by == first == date(2026, 12, 16)


def test_a_dose_that_differs_names_the_way_for_one_that_changed_since_the_fill(
    store: Engine, tmp_path: Path
) -> None:
    take(store, sheet(tmp_path, row()))
    (said,) = refused(store, sheet(tmp_path, row(amount="120 mcg/day")))
    assert "--update R1 takes this row from its fill on (a dose changed since: " in said
    assert "pumpsched dose R1 …)" in said


def test_a_volume_mended_keeps_what_ran_before_a_dose_that_was_told_since(
    store: Engine, tmp_path: Path
) -> None:
    take(store, sheet(tmp_path, row()))
    typed(store, dose("2026-11-10", "120 mcg/day"))
    before = outlook(store)
    updated(store, sheet(tmp_path, row(amount="120 mcg/day", ml="10")))
    assert outlook(store).alarm_on != before.alarm_on
    updated(store, sheet(tmp_path, row(amount="120 mcg/day")))
    assert (outlook(store).refill_by, outlook(store).alarm_on) == (
        before.refill_by,
        before.alarm_on,
    )


def test_what_ran_with_a_fill_goes_with_it_to_its_corrected_day(
    store: Engine, tmp_path: Path
) -> None:
    take(store, sheet(tmp_path, row("2026-09-01", "100 mcg/day")))
    updated(store, sheet(tmp_path, row()))
    typed(store, dose("2026-11-10", "100 mcg/day"))
    before = outlook(store)
    updated(store, sheet(tmp_path, row("2026-10-21", "100 mcg/day")))
    updated(store, sheet(tmp_path, row(amount="100 mcg/day")))
    assert outlook(store).alarm_on == before.alarm_on


def test_a_refill_in_a_list_keeps_what_ran_before_a_dose_that_was_told_since(
    store: Engine, tmp_path: Path
) -> None:
    take(store, sheet(tmp_path, row("2026-09-01")))
    typed(store, dose("2026-11-10", "100 mcg/day"))
    take(store, sheet(tmp_path, row(DAY, "100 mcg/day")))
    # 18 mL: 21 days of 0.28 mL, then 0.2 mL a day
    assert outlook(store).alarm_on == date(2027, 1, 9)


def test_the_same_list_again_changes_nothing(store: Engine, tmp_path: Path) -> None:
    take(store, sheet(tmp_path, row()))
    updated(store, sheet(tmp_path, row("2026-10-02")))
    assert not take(store, sheet(tmp_path, row("2026-10-02"))).is_news


def test_a_fill_once_the_window_is_open_is_a_new_one(store: Engine, tmp_path: Path) -> None:
    take(store, sheet(tmp_path, row()))
    assert take(store, sheet(tmp_path, row("2026-11-20"))).tallies[-1].added == 2
    assert outlook(store).filled_on == date(2026, 11, 20)


def test_a_fill_before_the_window_opens_has_two_readings(store: Engine, tmp_path: Path) -> None:
    take(store, sheet(tmp_path, row()))
    assert refused(store, sheet(tmp_path, row("2026-11-10"))) == [
        f"list.csv:2: R1: filled_on 2026-11-10 here, 2026-10-20 in the store {FROM_FILE}; "
        "a correction (--update R1) or a second refill (--refilled R1)?"
    ]


@pytest.mark.parametrize(("choice", "fills"), [("update", 1), ("refilled", 2)])
def test_either_reading_can_be_chosen(
    store: Engine, tmp_path: Path, choice: str, fills: int
) -> None:
    take(store, sheet(tmp_path, row()))
    codes = frozenset({"R1"})
    chosen = Choices(update=codes) if choice == "update" else Choices(refilled=codes)
    take(store, sheet(tmp_path, row("2026-11-10")), choices=chosen)
    assert outlook(store).filled_on == date(2026, 11, 10)
    with reading(store) as books:
        standing = [e.fact for e in books.entries("R1") if e.voided_by is None]
    assert [type(fact).__name__ for fact in standing].count("Filled") == fills


def test_a_row_older_than_a_fill_that_a_person_typed_is_left_out(
    store: Engine, tmp_path: Path
) -> None:
    take(store, sheet(tmp_path, row()))
    typed(store, fill("2026-11-20"))
    receipt = take(store, sheet(tmp_path, row(), row(code="R2")))
    assert [(each.patient, each.line) for each in receipt.left_out] == [("R1", 2)]
    assert receipt.left_out[0].why.endswith("typed on 2026-11-22 by ann")
    assert outlook(store).filled_on == date(2026, 11, 20)
    assert receipt.patients == 2


@pytest.mark.parametrize("update", [False, True])
def test_a_dose_that_a_person_typed_is_never_void(
    store: Engine, tmp_path: Path, update: bool
) -> None:
    take(store, sheet(tmp_path, row()))
    typed(store, dose("2026-11-10", "150 mcg/day"))
    (problem,) = refused(store, sheet(tmp_path, row()), update=update)
    assert problem.endswith(
        "dose 140 mcg/day here, 150 mcg/day in the store (typed on 2026-11-22 by ann); what a "
        "person typed stays: pumpsched undo 3 --reason …, or --skip R1"
    )


def test_a_list_that_says_what_a_person_typed_is_known(store: Engine, tmp_path: Path) -> None:
    take(store, sheet(tmp_path, row()))
    typed(store, dose("2026-11-10", "150 mcg/day"))
    assert not take(store, sheet(tmp_path, row(amount="150 mcg/day"))).is_news


def test_a_row_is_left_out_by_hand(store: Engine, tmp_path: Path) -> None:
    take(store, sheet(tmp_path, row()))
    skipped = Choices(skip=frozenset({"R1"}))
    receipt = take(store, sheet(tmp_path, row("2026-10-02")), choices=skipped)
    assert [each.patient for each in receipt.left_out] == ["R1"]
    assert not receipt.is_news


def test_an_update_of_one_patient_leaves_the_conflict_of_another(
    store: Engine, tmp_path: Path
) -> None:
    take(store, sheet(tmp_path, row(), row(code="R2")))
    both = sheet(tmp_path, row("2026-10-02"), row("2026-10-02", code="R2"))
    (problem,) = refused(store, both, choices=Choices(update=frozenset({"R1"})))
    assert problem.startswith("list.csv:3: R2: filled_on")
    assert outlook(store).filled_on == date(2026, 10, 20)


def test_all_conflicts_of_all_rows_are_listed(store: Engine, tmp_path: Path) -> None:
    take(store, sheet(tmp_path, row(), row(code="R2"), row(code="R3")))
    changed = (row("2026-10-02"), row(ml="18", code="R2").replace("0101", "0199"), row(code="R3"))
    found = refused(store, sheet(tmp_path, *changed))
    assert [problem.split(" ")[:2] for problem in found] == [
        ["list.csv:2:", "R1:"],
        ["list.csv:3:", "R2"],
        ["list.csv:3:", "R2:"],
    ]


def test_a_correction_into_the_future_is_refused_as_such(store: Engine, tmp_path: Path) -> None:
    take(store, sheet(tmp_path, row()))
    problem, *_ = refused(store, sheet(tmp_path, row("2026-11-23")), update=True)
    assert 'filled_on: "2026-11-23" refused, it is in the future' in problem


def test_removed_rows_are_counted_and_nothing_of_theirs_changes(
    store: Engine, tmp_path: Path
) -> None:
    take(store, sheet(tmp_path, row(), row(code="R2")))
    receipt = take(store, sheet(tmp_path, row()))
    assert (receipt.absent, receipt.patients, receipt.is_news) == (1, 2, False)


def test_rows_removed_from_a_file_of_patients_are_counted(store: Engine, tmp_path: Path) -> None:
    take(store, sheet(tmp_path, row(), row(code="R2")))
    path = tmp_path / "patients.csv"
    path.write_text("patient,name,phone\nR1,Rita,612-555-0101\n")
    assert take(store, path).absent == 1


def test_a_row_of_a_pump_no_longer_in_place_is_a_conflict(store: Engine, tmp_path: Path) -> None:
    files = {
        "patients.csv": "patient,name,phone\nR1,Rita,612-555-0101\n",
        "pumps.csv": "patient,model,serial,implanted_on,explanted_on\n"
        "R1,SM2-20,S-R1,2024-05-01,2026-09-01\nR1,SM3-20,S-new,2026-09-01,\n",
        "events.csv": "patient,at,event,mixture,injected_ml,dose\n"
        "R1,2026-09-02,fill,baclofen 500 mcg/mL,20,\nR1,2026-09-02,dose,,,140 mcg/day\n",
    }
    take(store, folder(tmp_path / "clinic", files))
    assert refused(store, sheet(tmp_path, row("2026-08-01")), update=True) == [
        "list.csv:2: R1: it speaks of the SM2-20 of 2024-05-01; in place is the SM3-20 of "
        "2026-09-01; --skip R1 leaves it out"
    ]


def test_an_alarm_date_that_differs_is_corrected(store: Engine, tmp_path: Path) -> None:
    take(store, sheet(tmp_path, row(alarm="2026-12-20")))
    assert len(refused(store, sheet(tmp_path, row(alarm="2026-12-10")))) == 1
    updated(store, sheet(tmp_path, row(alarm="2026-12-10")))
    assert outlook(store).programmer_alarm_on == date(2026, 12, 10)


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
    assert (receipt.removed, receipt.absent, receipt.is_news) == (1, 1, False)
    assert outlook(store) == before


def test_a_day_mended_in_a_ledger_file_without_names_names_the_fact_that_stays(
    store: Engine, tmp_path: Path
) -> None:
    take(store, sheet(tmp_path, row()))
    receipt = take(store, ledger(tmp_path, FILL.replace(DAY, "2026-10-02"), TOLD))
    assert [str(gone.fact.at) for gone in receipt.removals] == [DAY]


def test_a_ledger_file_that_begins_later_has_lost_nothing(store: Engine, tmp_path: Path) -> None:
    take(store, sheet(tmp_path, row()))
    receipt = take(store, ledger(tmp_path, "R1,2026-11-20,dose,,,120 mcg/day"))
    assert (receipt.removed, receipt.absent) == (0, 0)


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
    assert refused(store, tmp_path / "out", edited=True) == [
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
