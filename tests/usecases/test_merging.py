"""Two records of one person made one: nothing lost, equal facts once, taken apart again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from pumpsched.usecases.merging import MergeReceipt, merge_patients, undo_merge
from tests.builders import fill
from tests.builders.store import reading, writing
from tests.builders.values import (
    Conflict,
    Contact,
    ContactOutcome,
    Decision,
    DecisionKind,
    Device,
    Filled,
    OrderMark,
    OrderState,
    Patient,
    UsageRefusal,
    When,
)
from tests.store.records import examined
from tests.usecases.folders import TODAY, contents, exported, folder, fresh, refused, stamp, take

FILES: dict[str, str | bytes] = {
    "patients.csv": (
        "patient,name,birth_date\n0007,Ana Rivera,1961-02-03\n7,Ana Rivera,1961-02-03\n"
    ),
    "pumps.csv": (
        "patient,model,serial,implanted_on\n0007,SM2-20,S7,2026-09-02\n7,SM2-20,S7,2026-09-02\n"
    ),
    "events.csv": (
        "patient,at,event,mixture,injected_ml,dose\n"
        "0007,2026-09-02,fill,baclofen 500 mcg/mL,20,\n0007,2026-09-02,dose,,,120 mcg/day\n"
        "7,2026-09-02,fill,baclofen 500 mcg/mL,20,\n7,2026-09-02,dose,,,120 mcg/day\n"
        "7,2026-11-10,fill,,20,\n"
    ),
    "nurses.csv": "nurse,name\nN1,Ada Quill\n",
    "closures.csv": "who,from,to\n7,2026-12-24,2026-12-25\n",
    "authorizations.csv": "patient,number\n7,A-1\n",
    "visits.csv": "visit,patient,at,minutes,setting\nV1,7,2027-01-05T09:00,45,home\n",
    "travel.csv": "from,to,minutes,metres\n7,N1,20,9000\n",
}


@pytest.fixture
def store(place: Path, tmp_path: Path) -> Engine:
    """A store with one person under two codes."""
    made = fresh(place)
    take(made, folder(tmp_path / "clinic", FILES), distinct=["7"])
    return made


def merged(store: Engine, source: str = "7", into: str = "0007", again: str = "") -> MergeReceipt:
    with writing(store, stamp()._replace(action="patient merge")) as books:
        one, other = books.patient(source), books.patient(into)
        assert one is not None
        assert other is not None
        return merge_patients(books, one, other, reason="zeros lost", today=TODAY, again=again)


def taken_apart(store: Engine, number: int) -> MergeReceipt:
    with writing(store, stamp()._replace(action="undo merge")) as books:
        entry = books.entry(number)
        assert entry is not None
        return undo_merge(books, entry, reason="two people", today=TODAY)


_GROWING = frozenset({"calendar.csv"})
"""What never goes back: how often a visit was changed."""


def standing(files: dict[str, bytes]) -> dict[str, list[bytes]]:
    """The lines of an export, those of the ledger without what is void."""
    found = {name: data.splitlines() for name, data in files.items() if name not in _GROWING}
    ledger: list[bytes] = []
    for line in found["events.csv"][1:]:
        whose, at, event, *_ = line.split(b",")
        if event == b"void":
            named, _, number = line.rpartition(b",")[2].partition(b" ")
            same = [
                n
                for n, each in enumerate(ledger)
                if each.startswith(whose + b"," + at + b"," + named)
            ]
            ledger[same[int(number) - 1]] = b"void"
        else:
            ledger.append(line.rstrip(b","))
    del found["manifest.json"]  # it counts and hashes what is void, too
    return found | {"events.csv": sorted(each for each in ledger if each != b"void")}


def test_fills_of_both_a_few_days_apart_are_told_apart_before_a_merge(store: Engine) -> None:
    with writing(store, stamp()) as books:
        books.append("0007", books.implants("0007")[-1].key, fill("2026-11-12"))
    with pytest.raises(Conflict, match="2026-11-10 of 7 and 2026-11-12 of 0007") as refusal:
        merged(store)
    assert refusal.value.code == "duplicate-fill"
    done = merged(store, again="topped up")
    assert len(done.facts) == 1
    with reading(store) as books:
        entry = books.entry(done.archive)
    assert entry is not None
    assert entry.fact.note == "merged into 0007: zeros lost; filled twice: topped up"


def test_a_merge_brings_facts_rows_and_dates_to_the_code_that_holds(store: Engine) -> None:
    done = merged(store)
    assert (len(done.facts), done.equal, done.pumps) == (1, 2, 0)
    assert done.rows == {"visits": 1, "authorizations": 1, "closures": 1, "legs": 1}
    assert (done.old.refill_by, done.new.refill_by) == (date(2026, 11, 9), date(2027, 1, 17))
    with reading(store) as books:
        assert [visit.patient for visit in books.visits()] == ["0007"]
        assert [each.patient for each in books.authorizations()] == ["0007"]
        assert [closure.who for closure in books.closures()] == ["0007"]
        assert ("0007", "N1") in {leg.ends for leg in books.legs()}
        assert books.merges() == {"7": "0007"}
    # The visit that was brought is one at home, of a patient seen in the clinic.
    assert [each.code for each in examined(store, today=TODAY).findings] == ["wrong-setting"]
    assert examined(store, today=TODAY).is_well


def test_a_fill_that_kept_its_mixture_names_it_where_it_goes(store: Engine) -> None:
    (brought,) = merged(store).facts
    assert isinstance(brought, Filled)
    assert str(brought.mixture) == "baclofen 500 mcg/mL"


def test_a_merge_taken_apart_leaves_each_code_what_it_had(store: Engine, tmp_path: Path) -> None:
    before = standing(exported(store, tmp_path / "before"))
    done = merged(store)
    back = taken_apart(store, done.archive)
    assert (back.new, back.old) == (done.old, done.new)
    assert standing(exported(store, tmp_path / "after")) == before
    assert examined(store, today=TODAY).is_well
    with pytest.raises(Conflict):
        taken_apart(store, done.archive)


def test_what_is_recorded_after_a_merge_stays_when_it_is_taken_apart(store: Engine) -> None:
    done = merged(store)
    with writing(store, stamp()) as books:
        (implant,) = books.implants("0007")
        late = books.append("0007", implant.key, fill("2026-11-20"))
    taken_apart(store, done.archive)
    with reading(store) as books:
        mine = [each.fact for each in books.entries("0007") if each.voided_by is None]
    assert late in mine


def test_a_store_with_a_merge_survives_the_round_trip(store: Engine, tmp_path: Path) -> None:
    merged(store)
    first = exported(store, tmp_path / "first")
    other = fresh(tmp_path / "other.sqlite")
    take(other, tmp_path / "first")
    assert exported(other, tmp_path / "second") == first == contents(tmp_path / "first")
    assert not take(store, tmp_path / "first").is_news


def test_a_pump_that_only_the_other_record_has_comes_along(store: Engine) -> None:
    with writing(store, stamp()) as books:
        books.put_patient(Patient("70", "Ana Rivera"))
        (implant,) = books.implants("7")
        device = implant.device
        books.put_device(
            implant.key,
            device.__class__(
                "7", "SM2-40", "S1", device.implanted_on, explanted_on=date(2026, 11, 20)
            ),
        )
    done = merged(store, into="70")
    assert done.pumps == 1
    back = taken_apart(store, done.archive)
    assert back.pumps == 1
    with reading(store) as books:
        (left,) = books.implants("70")
    assert left.device.explanted_on == left.device.implanted_on


def test_two_different_pumps_in_place_are_no_one_persons(store: Engine) -> None:
    with writing(store, stamp()) as books:
        (implant,) = books.implants("7")
        books.put_device(
            implant.key, implant.device.__class__("7", "SM3-40", "S8", implant.device.implanted_on)
        )
    with pytest.raises(Conflict) as conflict:
        merged(store)
    assert conflict.value.code == "two-pumps"
    assert "pumpsched pump explant 7" in conflict.value.next_step


def test_nobody_is_merged_into_themselves_or_once_they_have_left(store: Engine) -> None:
    with pytest.raises(UsageRefusal):
        merged(store, into="7")
    merged(store)
    with pytest.raises(Conflict):
        merged(store)


def test_a_sheet_that_brings_something_new_under_a_merged_code_is_refused(
    store: Engine, tmp_path: Path
) -> None:
    merged(store)
    events = "patient,at,event,dose\n7,2026-11-20,dose,130 mcg/day\n"
    assert refused(store, folder(tmp_path / "later", {"events.csv": events})) == [
        'events.csv:2: patient: "7" refused, it was merged into 0007: give the row that code'
    ]


def test_a_merge_is_taken_apart_though_a_decision_names_a_pump_that_it_brought(
    store: Engine,
) -> None:
    with writing(store, stamp()) as books:
        for code in ("70", "71"):
            books.put_patient(Patient(code, "Ana Rivera"))
        books.add_device(Device("71", "SM2-40", "S1", date(2026, 5, 4)))
    done = merged(store, source="71", into="70")
    about = Decision(
        *("70", When(TODAY), DecisionKind.DISTINCT, "Ada Quill"), implanted_on=date(2026, 5, 4)
    )
    with writing(store, stamp()) as books:
        books.add_decision(about)
    taken_apart(store, done.archive)
    with reading(store) as books:
        (left,) = books.implants("70")
        assert books.decisions("70") == [about]
    assert left.device.explanted_on == left.device.implanted_on


def test_the_calls_and_the_drug_orders_of_a_record_follow_it(store: Engine) -> None:
    at = When(TODAY)
    with writing(store, stamp()) as books:
        books.add_contact(Contact("7", at, ContactOutcome.REFUSED, "Ada Quill"))
        books.add_order_mark(OrderMark("V1", at, OrderState.ORDERED, "Ada Quill"))
    merged(store)
    with reading(store) as books:
        (contact,) = books.contacts(["0007"])
        assert contact.outcome is ContactOutcome.REFUSED
        assert [mark.visit for mark in books.order_marks()] == [
            visit.code for visit in books.visits(patient="0007")
        ]
