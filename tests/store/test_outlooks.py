"""The worklist: every patient is either listed or counted as later, and damage is noticed."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from pumpsched.store.results import Listed
from tests.builders.store import Books, PatientCounts, reading, writing
from tests.builders.values import RULES_VERSION, Limit, Outlook, Patient, State, StoreProblem
from tests.effort import tries
from tests.store.records import device, enrol, stamp, tamper

TODAY = date(2026, 11, 22)
OUTLOOK = Outlook(
    seen_on=TODAY,
    holds_from=date(2026, 11, 3),
    holds_until=None,
    state=State.RUNNING,
    filled_on=date(2026, 11, 2),
    opens_on=date(2026, 12, 2),
    due_on=date(2026, 12, 2),
    refill_by=date(2027, 1, 9),
    limit=Limit.RESERVOIR,
    alarm_on=date(2027, 1, 16),
    alarm_nominal_on=date(2027, 1, 16),
    empty_on=date(2027, 1, 24),
    stable_until=date(2027, 5, 1),
    programmer_alarm_on=None,
    volume_num=119_760,
    volume_den=6,
    flow_num=240,
    flow_den=1,
    dose_minutes=172_800_000,
    mixture="baclofen 500 mcg/mL",
    alarm_ul=2000,
    rank=1,
    findings=("fill-mismatch", "residual-differs"),
    ledger_seq=0,
)
BLANK = OUTLOOK._replace(
    state=State.UNFILLED, filled_on=None, opens_on=None, due_on=None, refill_by=None, limit=None,
    alarm_on=None, alarm_nominal_on=None, empty_on=None, stable_until=None, volume_num=None,
    volume_den=None, flow_num=None, flow_den=None, dose_minutes=None, mixture="", findings=(),
)  # fmt: skip


def codes(books: Books, as_of: date, last: date | None) -> list[str]:
    return sorted(row.patient for row in books.listing(as_of, last))


@pytest.mark.parametrize("outlook", [OUTLOOK, BLANK, OUTLOOK._replace(holds_until=TODAY)])
def test_an_outlook_comes_back_as_it_was_put(store: Engine, outlook: Outlook) -> None:
    pump = enrol(store)
    with writing(store, stamp()) as books:
        books.put_outlook(pump, BLANK)
        books.put_outlook(pump, outlook)
        assert books.outlook(pump) == outlook
        assert list(books.outlooks()) == [(pump, outlook)]
        assert books.outlook(9) is None


def test_an_outlook_of_other_arithmetic_is_not_used(store: Engine) -> None:
    pump = enrol(store)
    with writing(store, stamp()) as books:
        books.put_outlook(pump, OUTLOOK._replace(rules_version=RULES_VERSION + 1))
        assert books.outlook(pump) is None
        (listed,) = books.listing(TODAY, TODAY)
    assert listed.outlook is None


def test_a_listed_patient_comes_with_the_pump_in_place(store: Engine) -> None:
    with writing(store, stamp()) as books:
        books.put_patient(Patient("0007", "Zoë", phone="555-0107", preferred_nurse="N1"))
        books.add_device(device(on=date(2015, 1, 1), model="SM2-40"))
        pump = books.add_device(device(on=date(2026, 11, 1)))
        books.put_outlooks([(1, BLANK._replace(state=State.RETIRED)), (pump, OUTLOOK)])
        found = list(books.listing(TODAY, OUTLOOK.refill_by))
        before = list(books.listing(date(2026, 10, 31), OUTLOOK.refill_by))
    assert found == [
        Listed("0007", "Zoë", "555-0107", "clinic", "N1", 2, "SM2-20", "S-0007-2026", OUTLOOK)
    ]
    assert [row.pump_key for row in before] == [1]


def test_a_patient_without_a_pump_in_place_is_listed(store: Engine) -> None:
    with writing(store, stamp()) as books:
        books.put_patient(Patient("0007", "Zoë"))
        books.put_patient(Patient("0008", "Rowan"))
        pump = books.add_device(device("0008", on=date(2026, 12, 1)))
        books.put_outlook(pump, OUTLOOK)
        assert codes(books, TODAY, TODAY) == ["0007", "0008"]
        assert codes(books, TODAY, None) == ["0007", "0008"]
        (nobody, coming) = sorted(books.listing(TODAY, None), key=lambda row: row.patient)
    assert nobody == Listed("0007", "Zoë", "", "clinic", "", None, None, None, None)
    assert (coming.pump_key, coming.outlook) == (None, None)


_WINDOWED = (State.RUNNING, State.STOPPED)
offsets = st.integers(-40, 40)
outlooks = st.builds(
    lambda state, refill_by, since, until, version: OUTLOOK._replace(
        state=state,
        refill_by=TODAY + timedelta(days=refill_by) if state in _WINDOWED else None,
        holds_from=TODAY + timedelta(days=since),
        holds_until=None if until is None else TODAY + timedelta(days=max(since, until)),
        rules_version=version,
    ),
    st.sampled_from(State),
    offsets,
    st.integers(-60, 5),
    st.none() | offsets,
    st.sampled_from([RULES_VERSION] * 5 + [RULES_VERSION - 1]),
)
pumps = st.lists(st.tuples(offsets, st.none() | outlooks), max_size=3, unique_by=lambda p: p[0])


@pytest.mark.campaign
@settings(max_examples=tries(short=12, full=80))
@given(clinic=st.lists(pumps, max_size=8), ahead=offsets, shift=st.integers(-10, 10))
def test_a_listing_and_the_later_ones_are_everybody(
    store: Engine,
    clinic: list[list[tuple[int, Outlook | None]]],
    ahead: int,
    shift: int,
) -> None:
    as_of = TODAY + timedelta(days=shift)
    last = as_of + timedelta(days=ahead)
    expected, later = [], 0
    with writing(store, stamp(), keep=False) as books:
        for number, held in enumerate(clinic):
            code, current = f"{number:04d}", None
            books.put_patient(Patient(code, "Rowan"))
            for offset, outlook in sorted(held, key=lambda pump: pump[0]):
                on = TODAY + timedelta(days=offset)
                key = books.add_device(device(code, on=on))
                if outlook is not None:
                    books.put_outlook(key, outlook)
                current = outlook if on <= as_of else current
            can_wait = (
                current is not None
                and current.state is State.RUNNING
                and current.holds_on(as_of)
                and current.rules_version == RULES_VERSION
                and current.refill_by is not None
                and current.refill_by > last
            )
            later += can_wait
            expected += [] if can_wait else [code]
        assert codes(books, as_of, last) == expected
        assert books.counts(as_of, last) == PatientCounts(len(clinic), later)
        assert len(codes(books, as_of, None)) == len(clinic)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE outlook SET refill_by = '2027-03-01'",
        "UPDATE outlook SET empty_on = NULL",
        "UPDATE pump SET serial = 'x'",
        "UPDATE patient SET phone = '555-0199'",
    ],
)
@pytest.mark.parametrize("last", [OUTLOOK.refill_by, None])
def test_a_damaged_row_is_never_listed(
    store: Engine, path: Path, statement: str, last: date | None
) -> None:
    pump = enrol(store)
    with writing(store, stamp()) as books:
        books.put_outlook(pump, OUTLOOK)
    tamper(path, statement)
    if "refill_by" in statement and last is not None:
        last = date(2027, 4, 1)
    with pytest.raises(StoreProblem) as refused, reading(store) as books:
        list(books.listing(TODAY, last))
    assert refused.value.code == "store-damaged"


@pytest.mark.sqlite_file
def test_a_row_missing_from_the_index_is_noticed(store: Engine, path: Path) -> None:
    pump = enrol(store)
    with writing(store, stamp()) as books:
        books.put_outlook(pump, OUTLOOK)
    content = path.read_bytes()
    wanted, wrong = b"2027-01-09", b"2028-01-09"
    places = [at for at in range(len(content)) if content.startswith(wanted, at)]
    assert len(places) == 2
    for place in places:
        path.write_bytes(content[:place] + wrong + content[place + len(wanted) :])
        with pytest.raises(StoreProblem) as refused, reading(store) as books:
            list(books.listing(TODAY, OUTLOOK.refill_by))
        assert refused.value.code == "store-damaged"
