"""What was recorded and undone is as if it had never been: dates, findings, visits, every list."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from tests.builders import aspirate, attempt, bolus, dose, empty, fill, readout, start, stop, when
from tests.builders.store import Books, Stamp, open_store, reading, writing
from tests.builders.values import (
    Consent,
    Device,
    Dose,
    Fact,
    Patient,
    Refusal,
    Setting,
    Visit,
    VisitKind,
)
from tests.builders.work import (
    DoseRequest,
    Filter,
    entry_to_undo,
    next_due,
    open_chart,
    record_archive,
    record_fact,
    record_programme,
    record_refill,
    void_act,
)
from tests.effort import tries
from tests.usecases.folders import TODAY

Work = Callable[[Books], Any]
Act = tuple[str, int, int | None, int]
"""What is done, how many days ago, at which minute, and a number that varies it."""

ALWAYS = Consent(("yes",), "test", "test", "test", same=lambda wanted, typed: True)
SMALL: dict[str, Callable[[str, int], Fact]] = {
    "bolus": lambda at, number: bolus(at, f"{number + 1} mcg"),
    "aspirate": lambda at, number: aspirate(at, f"{number}.5"),
    "empty": lambda at, number: empty(at, f"{number}.1"),
    "readout": lambda at, number: readout(at, str(TODAY + timedelta(days=7 * number)), "12"),
    "stop": lambda at, _: stop(at),
    "start": lambda at, _: start(at),
    "attempt": lambda at, _: attempt(at),
}
KINDS = ("refill", "refill and dose", "encounter", "dose", "dose and alarm", "archive", *SMALL)
ACTS = st.tuples(
    st.sampled_from(KINDS), st.integers(0, 12), st.none() | st.integers(1, 1439), st.integers(0, 9)
)
_TEMPLATE: list[Path] = []


def done(act: Act) -> Work:
    """What an act records."""
    kind, ago, minute, number = act
    clock = "" if minute is None else f"T{minute // 60:02}:{minute % 60:02}"
    at, alarm_on = f"{TODAY - timedelta(days=ago)}{clock}", TODAY + timedelta(days=20 + number)
    if kind in SMALL:
        fact = SMALL[kind](at, number)
        return lambda books: record_fact(books, "0007", fact, today=TODAY, consent=ALWAYS)
    if kind == "archive":
        return lambda books: record_archive(books, "0007", at=when(at), note="", today=TODAY)
    wish = DoseRequest(dose=Dose((100 + number) * 1000))
    if kind.startswith("dose"):
        wish = wish if number % 2 else DoseRequest(percent=Fraction(number + 1))
        return lambda books: record_programme(
            *(books, "0007", wish),
            at=when(at),
            note="",
            today=TODAY,
            consent=ALWAYS,
            alarm_on=alarm_on if "alarm" in kind else None,
        )
    mixed = "baclofen 1000 mcg/mL" if number % 3 == 0 else None
    whole = kind == "encounter"
    return lambda books: record_refill(
        *(books, "0007", fill(at, str(10 + number), of=mixed, residual=str(number))),
        today=TODAY,
        consent=ALWAYS,
        wish=None if kind == "refill" else wish,
        alarm_on=alarm_on if whole else None,
        before=readout(at, str(alarm_on)) if whole and minute is not None else None,
    )


def clinic() -> Path:
    """A store with one running pump, and a refill visit booked on every other day."""
    if not _TEMPLATE:
        path = Path(tempfile.mkdtemp()) / "store.sqlite"
        engine = open_store(str(path), create=True)
        with writing(engine, _stamp(0)) as books:
            books.put_patient(Patient("0007", "Rivera, Ana", setting=Setting.CLINIC))
            key = books.add_device(Device("0007", "SM2-20", "S7", date(2020, 1, 1)))
            for fact in (fill(), dose("2026-11-02", "120 mcg/day", "10 mcg x 2/day")):
                books.append("0007", key, fact)
            for ago in range(-12, 13, 2):
                day = TODAY - timedelta(days=ago)
                code = f"V{ago + 13}"
                books.put_visit(Visit(code, "0007", VisitKind.REFILL, day, 540, 45, Setting.CLINIC))
        engine.dispose()
        _TEMPLATE.append(path)
    return _TEMPLATE[0]


def picture(engine: Engine) -> list[Any]:
    """What is known of the patient on some days, the worklist of today, and every visit."""
    with reading(engine) as books:
        charts = [open_chart(books, "0007", as_of=TODAY + timedelta(days=n)) for n in (-9, 0, 16)]
        seen = [(chart.seen(), chart.findings(chart.view())) for chart in charts]
        listed = next_due(books, as_of=TODAY, last=TODAY, wanted=Filter(everybody=True))
        return [
            *((view and view.window, view and view.state, found) for view, found in seen),
            listed.items,
            books.visits(first=date(2026, 11, 1), last=None, patient="0007"),
        ]


def change(engine: Engine, number: int, work: Work) -> bool:
    """Whether a change was recorded; what is refused is not."""
    try:
        with writing(engine, _stamp(number)) as books:
            work(books)
    except Refusal:
        return False
    return True


def _stamp(number: int) -> Stamp:
    return Stamp("ann", datetime(2026, 11, 22, tzinfo=UTC) + timedelta(minutes=number), "change")


@pytest.mark.campaign
@settings(max_examples=tries(short=4, full=25), deadline=None)
@given(acts=st.lists(ACTS, min_size=1, max_size=5), named=st.integers(0, 3))
def test_an_act_undone_by_any_of_its_facts_leaves_all_as_it_was(
    acts: list[Act], named: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        engine = open_store(str(shutil.copy(clinic(), Path(folder) / "store.sqlite")))
        for number, act in enumerate(acts, start=1):
            before = picture(engine)
            if not change(engine, 3 * number, done(act)):
                continue

            def undo(books: Books) -> None:
                last = entry_to_undo(books, None, actor="ann")
                together = books.recorded_with(last.fact.seq)
                entry = together[min(named, len(together) - 1)]
                void_act(books, entry, reason="test", today=TODAY)

            assert change(engine, 3 * number + 1, undo)
            assert picture(engine) == before
            assert change(engine, 3 * number + 2, done(act))
        engine.dispose()
