"""A list that is corrected and imported again corrects, or is a conflict that shows both sides."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.builders import dose, fill
from tests.builders.store import reading, writing
from tests.builders.work import Choices, DifferingRows
from tests.store.records import stamp, verify
from tests.usecases.folders import folder, fresh, refused, take
from tests.usecases.one_list import (
    AMOUNT,
    DAY,
    FROM_FILE,
    WAYS,
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


def test_an_import_tells_what_moves_also_where_an_earlier_version_wrote_the_dates(
    store: Engine, tmp_path: Path
) -> None:
    take(store, sheet(tmp_path, row()))
    with writing(store, stamp()) as books:
        old = [(key, each._replace(rules_version=1)) for key, each in books.outlooks()]
        books.put_outlooks(old)
    (move,) = updated(store, sheet(tmp_path, row("2026-10-02"))).moves
    assert move.refill_by == (date(2026, 12, 16), date(2026, 11, 28))


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


@pytest.mark.parametrize("corrected", ["2026-10-02", "2026-11-12"])
def test_an_implant_day_taken_from_a_fill_follows_it_to_its_corrected_day(
    store: Engine, tmp_path: Path, corrected: str
) -> None:
    take(store, sheet(tmp_path, row(implanted="")))
    mended = sheet(tmp_path, row(corrected, implanted=""))
    receipt = updated(store, mended)
    assert implanted_on(store) == corrected
    assert [str(day) for day in receipt.moves[0].implanted_on or ()] == [DAY, corrected]
    assert not take(store, mended).is_news


def test_an_implant_day_that_no_fill_gave_stays(store: Engine, tmp_path: Path) -> None:
    take(store, sheet(tmp_path, row()))
    receipt = updated(store, sheet(tmp_path, row("2026-10-02", implanted="")))
    assert (implanted_on(store), receipt.moves[0].implanted_on) == ("2024-05-01", None)
    take(store, sheet(tmp_path, row(code="R2", implanted=DAY)))
    updated(store, sheet(tmp_path, row("2026-11-12", code="R2", implanted=DAY)), "R2")
    assert implanted_on(store, "R2") == DAY


def test_an_implant_day_taken_from_a_fill_stays_with_what_a_person_typed_since(
    store: Engine, tmp_path: Path
) -> None:
    take(store, sheet(tmp_path, row(implanted="")))
    typed(store, dose("2026-10-25", AMOUNT))
    updated(store, sheet(tmp_path, row("2026-11-12", implanted="")))
    assert implanted_on(store) == "2026-10-25"


def implanted_on(store: Engine, code: str = "R1") -> str:
    with reading(store) as books:
        return str(books.implants(code)[-1].device.implanted_on)


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


def test_a_row_that_differs_in_two_ways_is_one_row(store: Engine, tmp_path: Path) -> None:
    take(store, sheet(tmp_path, row()))
    both = sheet(tmp_path, row(amount="150 mcg/day").replace("Rita", "Rosa"))
    with pytest.raises(DifferingRows, match="1 row recorded already") as caught:
        take(store, both)
    assert len(caught.value.problems) == 2


def test_a_correction_into_the_future_is_refused_as_such(store: Engine, tmp_path: Path) -> None:
    take(store, sheet(tmp_path, row()))
    problem, *_ = refused(store, sheet(tmp_path, row("2026-11-23")), update=True)
    assert 'filled_on: "2026-11-23" refused, it is in the future' in problem


def test_removed_rows_are_counted_and_nothing_of_theirs_changes(
    store: Engine, tmp_path: Path
) -> None:
    take(store, sheet(tmp_path, row(), row(code="R2")))
    receipt = take(store, sheet(tmp_path, row()))
    assert (len(receipt.absent), receipt.patients, receipt.is_news) == (1, 2, False)


def test_rows_removed_from_a_file_of_patients_are_counted(store: Engine, tmp_path: Path) -> None:
    take(store, sheet(tmp_path, row(), row(code="R2")))
    path = tmp_path / "patients.csv"
    path.write_text("patient,name,phone\nR1,Rita,612-555-0101\n")
    assert len(take(store, path).absent) == 1


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
        "2026-09-01 (imported from pumps.csv on 2026-11-22 by ann); --skip R1 leaves it out"
    ]


def test_an_alarm_date_that_differs_is_corrected(store: Engine, tmp_path: Path) -> None:
    take(store, sheet(tmp_path, row(alarm="2026-12-20")))
    assert len(refused(store, sheet(tmp_path, row(alarm="2026-12-10")))) == 1
    updated(store, sheet(tmp_path, row(alarm="2026-12-10")))
    assert outlook(store).programmer_alarm_on == date(2026, 12, 10)
