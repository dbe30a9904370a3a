"""Facts: kept whole, in order, appended only."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from tests.builders import bolus, dose, fill, flex, start, stop, when
from tests.builders.store import Books, reading, writing
from tests.builders.values import Archived, Conflict, Fact, NotFound, StoreProblem, Voided, When
from tests.effort import tries
from tests.store import strategies
from tests.store.records import AT, device, direct, enrol, record, stamp, tamper


def facts_of(books: Books, code: str = "0007") -> list[Fact]:
    return [entry.fact for entry in books.entries(code)]


def in_order(fact: Fact) -> tuple[date, int, int]:
    minute = fact.at.minute
    return fact.at.day, -1 if minute is None else minute, fact.seq


@pytest.mark.campaign
@settings(max_examples=tries(short=20, full=150))
@given(facts=st.lists(strategies.facts, max_size=6))
def test_every_fact_comes_back_as_it_was_recorded(store: Engine, facts: list[Fact]) -> None:
    with reading(store) as books:
        fresh = books.patient("0007") is None
    if fresh:
        enrol(store)
    with writing(store, stamp(), keep=False) as books:
        held = [None if type(fact) is Archived else 1 for fact in facts]
        kept = [books.append("0007", at, fact) for at, fact in zip(held, facts, strict=True)]
        in_time = sorted(kept, key=in_order)
        assert facts_of(books) == in_time
        ((_, _, ledger),) = books.ledgers()
        assert ledger == [fact for fact in in_time if type(fact) is not Archived]
    assert [replace(fact, seq=0) for fact in kept] == facts


def test_an_entry_says_who_recorded_the_fact_and_when(store: Engine) -> None:
    pump = enrol(store)
    (recorded,) = record(store, fill())
    with reading(store) as books:
        (entry,) = books.entries("0007")
    assert entry.fact == recorded == replace(fill(), seq=1)
    assert (entry.patient, entry.pump, entry.actor) == ("0007", pump, "ann")
    assert (entry.recorded_at, entry.voided_by) == (AT, None)


def test_entries_of_the_open_change_are_read_like_all_others(store: Engine) -> None:
    enrol(store)
    with writing(store, stamp(actor="bea")) as books:
        books.append("0007", 1, fill())
        (entry,) = books.entries("0007")
    assert (entry.actor, entry.recorded_at) == ("bea", AT)


def test_facts_come_in_order_of_time_and_ties_in_the_order_recorded(store: Engine) -> None:
    enrol(store)
    later, first, alone, same = (
        fill("2026-11-03"), stop("2026-11-02T08:00"), dose("2026-11-02"), start("2026-11-02T08:00")
    )  # fmt: skip
    record(store, later, first, alone, same)
    with reading(store) as books:
        assert [entry.fact.seq for entry in books.entries("0007")] == [3, 2, 4, 1]


def test_a_void_is_a_fact_of_its_own(store: Engine) -> None:
    enrol(store)
    (wrong,) = record(store, fill())
    void = Voided(at=wrong.at, note="wrong patient", voids=wrong.seq)
    record(store, void)
    with reading(store) as books:
        first, second = books.entries("0007")
    assert (first.fact, first.voided_by) == (wrong, 2)
    assert (second.fact, second.pump) == (replace(void, seq=2), 1)


def test_a_fact_is_voided_once(store: Engine) -> None:
    enrol(store)
    record(store, fill())
    void = Voided(at=when("2026-11-02"), voids=1)
    record(store, void)
    for again in (void, replace(void, voids=2)):
        with pytest.raises(Conflict) as refused:
            record(store, again)
        assert refused.value.code == "already-voided"


def test_a_fact_of_another_patient_cannot_be_voided(store: Engine) -> None:
    enrol(store)
    enrol(store, "0008")
    record(store, fill())
    with pytest.raises(NotFound):
        record(store, Voided(at=when("2026-11-02"), voids=1), code="0008", pump=2)


def test_the_last_entry_of_a_person_is_their_last_that_stands(store: Engine) -> None:
    enrol(store)
    record(store, fill(), dose())
    record(store, Voided(at=when("2026-11-02"), voids=2))
    with reading(store) as books:
        last, nobody = books.last_entry_by("ann"), books.last_entry_by("bea")
    assert last is not None
    assert (last.fact.seq, nobody) == (1, None)


def test_an_archive_counts_until_it_is_voided(store: Engine) -> None:
    enrol(store)
    left = When(date(2026, 12, 1))
    with writing(store, stamp()) as books:
        books.append("0007", None, Archived(at=left, note="moved"))
    with reading(store) as books:
        assert books.archived_on("0007") == left.day
        assert books.archive_days() == {"0007": left.day}
        assert next(books.holdings()).archived_on == left.day
    with writing(store, stamp()) as books:
        books.append("0007", None, Voided(at=left, voids=1))
    with reading(store) as books:
        assert books.archived_on("0007") is None
        assert books.archive_days() == {}


def test_ledgers_come_by_pump_also_those_without_facts(store: Engine) -> None:
    enrol(store)
    enrol(store, "0008")
    with writing(store, stamp()) as books:
        books.add_device(device("0007", on=date(2026, 11, 10)))
    record(store, fill())
    record(store, fill("2026-11-10"), pump=3)
    with reading(store) as books:
        found = [(key, code, len(facts)) for key, code, facts in books.ledgers()]
        assert found == [(1, "0007", 1), (2, "0008", 0), (3, "0007", 1)]
        assert [key for key, _, _ in books.ledgers([3, 1])] == [1, 3]
        assert [holding.device for holding in books.holdings([2])] == [device("0008")]


def test_equal_mixtures_and_flex_programmes_are_stored_once(store: Engine) -> None:
    enrol(store)
    steps = "00:00 5 mcg/h; 08:00 10 mcg/h"
    record(store, fill(), dose(text=steps))
    record(store, fill("2026-12-01"), dose("2026-12-01", steps), bolus("2026-12-02", "0.1 mL"))
    with direct(store) as connection:
        counts = [
            connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar()
            for table in ("mixture", "mixture_drug", "flex", "flex_step")
        ]
    assert counts == [1, 1, 1, 2]
    with reading(store) as books:
        assert facts_of(books)[1] == replace(dose(), programme=flex(steps), seq=2)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE fact SET injected_ul = 1",
        "DELETE FROM fact",
        "INSERT OR REPLACE INTO fact SELECT * FROM fact",
        "UPDATE audit SET actor = 'x'",
        "DELETE FROM audit",
        "UPDATE mixture SET text = 'x'",
        "DELETE FROM mixture_drug",
        "UPDATE mixture_drug SET concentration_ng_per_ml = 1",
        "DELETE FROM flex",
        "UPDATE flex_step SET ng_per_day = 1",
    ],
)
def test_what_was_recorded_cannot_be_changed(store: Engine, statement: str) -> None:
    enrol(store)
    record(store, fill(), dose(text="00:00 5 mcg/h; 08:00 10 mcg/h"))
    if "INSERT OR REPLACE" in statement and store.dialect.name == "postgresql":
        statement = "TRUNCATE fact CASCADE"
    with (
        pytest.raises(Exception, match="append-only"),
        direct(store) as connection,
    ):
        connection.exec_driver_sql(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE fact SET injected_ul = 40000 WHERE id = 1",
        "UPDATE fact SET day = '2026-11-12' WHERE id = 1",
        "UPDATE fact SET pump_id = 2 WHERE id = 1",
        "UPDATE mixture_drug SET concentration_ng_per_ml = 2000000",
        "UPDATE mixture SET text = 'baclofen 1 mg/mL'",
        "DELETE FROM mixture_drug",
        "UPDATE pump SET model = 'SM2-40' WHERE id = 1",
        "UPDATE patient SET margin_days = 1 WHERE id = 1",
    ],
)
def test_a_damaged_row_is_refused_before_anything_is_computed(
    store: Engine, path: Path, statement: str
) -> None:
    enrol(store)
    enrol(store, "0008")
    record(store, fill(), dose())
    tamper(path, statement)
    with pytest.raises(StoreProblem) as refused, reading(store) as books:
        list(books.holdings())
    assert refused.value.code == "store-damaged"
    assert refused.value.exit_code == 7
