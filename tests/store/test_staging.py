"""Loading facts of a file: all of it, once, in its order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from pumpsched.store.results import Loaded, StagedProblem
from tests.builders import bolus, dose, fill, start, stop, when
from tests.builders.files import VoidRow
from tests.builders.store import reading, writing
from tests.builders.values import Archived, Fact, Patient, Voided, When
from tests.effort import tries
from tests.store.records import device, enrol, record, stamp, verify

FILE: list[Fact] = [
    fill(),
    dose(),
    bolus("2026-11-05", "0.1 mL"),
    bolus("2026-11-05", "0.1 mL"),
    stop("2026-11-06T08:00"),
    start("2026-11-06T08:00"),
]


def load(store: Engine, facts: list[Fact], code: str = "0007") -> Loaded:
    with writing(store, stamp("import")) as books:
        staging = books.staging()
        for line, fact in enumerate(facts, start=2):
            staging.add(line, code, fact)
        return staging.load()


def test_a_file_is_loaded_in_its_order(store: Engine) -> None:
    enrol(store)
    assert load(store, FILE) == Loaded(6, 0)
    with reading(store) as books:
        found = [entry.fact for entry in books.entries("0007")]
    assert found == [replace(fact, seq=seq) for seq, fact in enumerate(FILE, start=1)]
    assert verify(store) == []


def test_the_same_file_twice_adds_nothing(store: Engine) -> None:
    enrol(store)
    load(store, FILE)
    assert load(store, FILE) == Loaded(0, 6)
    with reading(store) as books:
        assert len(list(books.audit_entries())) == 2


def test_two_equal_rows_of_one_file_are_two_facts(store: Engine) -> None:
    enrol(store)
    one = bolus("2026-11-05", "0.1 mL")
    assert load(store, [one]) == Loaded(1, 0)
    assert load(store, [one, one, one]) == Loaded(2, 1)


def test_a_fact_typed_before_is_known_when_it_comes_in_a_file(store: Engine) -> None:
    enrol(store)
    record(store, dose(), fill())
    assert load(store, FILE) == Loaded(4, 2)


@pytest.mark.parametrize(
    "other",
    [
        fill("2026-11-02T00:00"),
        fill(ml="19.999"),
        fill(residual="0"),
        fill(of=None),
        fill(of="baclofen 1 mg/mL"),
        fill(boluses_used=0),
        replace(fill(), note="x"),
        dose(),
    ],
)
def test_a_fact_that_says_anything_else_is_new(store: Engine, other: Fact) -> None:
    enrol(store)
    load(store, [fill()])
    assert load(store, [other]) == Loaded(1, 0)


def test_facts_go_to_the_pump_in_place_on_their_day(store: Engine) -> None:
    enrol(store)
    with writing(store, stamp()) as books:
        books.add_device(device(on=date(2026, 11, 10)))
    days = ["2019-12-31", "2020-01-01", "2026-11-09T23:59", "2026-11-10", "2026-12-01"]
    load(store, [*(fill(day) for day in days), Archived(at=When(date(2026, 12, 2)))])
    with reading(store) as books:
        assert [entry.pump for entry in books.entries("0007")] == [1, 1, 1, 2, 2, None]


def test_problems_name_their_lines_and_nothing_is_recorded(store: Engine) -> None:
    enrol(store)
    with writing(store, stamp("import")) as books:
        books.put_patient(Patient("0008", "Rowan"))
        staging = books.staging()
        staging.add(2, "0007", fill())
        staging.add(3, "nobody", fill())
        staging.add(4, "0008", fill())
        staging.add(5, "0008", Archived(at=When(date(2026, 12, 2))))
        staging.add_void(6, "who", VoidRow(when("2026-11-02"), "fill", 1))
        assert staging.load() == Loaded(
            0,
            0,
            (
                StagedProblem(3, "unknown-patient", "nobody"),
                StagedProblem(4, "no-pump", "0008"),
                StagedProblem(6, "unknown-patient", "who"),
            ),
        )
        assert books.entries("0007") == []


def voids(store: Engine, ordinal: int, note: str = "twice") -> Loaded:
    with writing(store, stamp("import")) as books:
        staging = books.staging()
        for line, fact in enumerate(FILE, start=2):
            staging.add(line, "0007", fact)
        staging.add_void(9, "0007", VoidRow(when("2026-11-05"), "bolus", ordinal, note))
        return staging.load()


def test_a_void_in_a_file_names_a_fact_of_the_file(store: Engine) -> None:
    enrol(store)
    assert voids(store, 2) == Loaded(7, 0)
    with reading(store) as books:
        entry = books.entry(4)
        void = books.entry(7)
    assert entry is not None
    assert entry.voided_by == 7
    assert void is not None
    assert void.fact == Voided(at=when("2026-11-05"), seq=7, note="twice", voids=4)
    assert voids(store, 2) == Loaded(0, 7)


def test_a_void_of_nothing_is_a_problem(store: Engine) -> None:
    enrol(store)
    assert voids(store, 3).problems == (StagedProblem(9, "nothing-to-void", "0007"),)


def test_after_loading_each_fact_tells_its_line(store: Engine) -> None:
    enrol(store)
    enrol(store, "0008")
    record(store, fill())
    with writing(store, stamp("import")) as books:
        staging = books.staging()
        for line, fact in enumerate(FILE, start=2):
            staging.add(line, "0007", fact)
        staging.load()
        assert list(staging.added()) == [(line, "0007", line - 1) for line in range(3, 8)]
        assert [staging.line_of(seq) for seq in (1, 2, 6, 99)] == [2, 3, 7, None]
        assert list(staging.pumps()) == [1]


def test_a_second_staging_forgets_the_first(store: Engine) -> None:
    enrol(store)
    with writing(store, stamp("import")) as books:
        books.staging().add(2, "0007", fill())
        staging = books.staging()
        staging.add(2, "0007", dose())
        assert staging.load() == Loaded(1, 0)


@pytest.mark.campaign
@settings(max_examples=tries(short=8, full=40))
@given(first=st.lists(st.sampled_from(FILE)), second=st.lists(st.sampled_from(FILE)))
def test_two_files_leave_the_larger_count_of_each_fact(
    store: Engine, first: list[Fact], second: list[Fact]
) -> None:
    with reading(store) as books:
        fresh = books.patient("0007") is None
    if fresh:
        enrol(store)
    with writing(store, stamp(), keep=False) as books:
        for facts in (first, second):
            staging = books.staging()
            for line, fact in enumerate(facts, start=2):
                staging.add(line, "0007", fact)
            staging.load()
        found = [replace(entry.fact, seq=0) for entry in books.entries("0007")]
    for fact in FILE:
        assert found.count(fact) == max(first.count(fact), second.count(fact))
