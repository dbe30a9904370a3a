"""Recording a fact reads its patient once, and projects once before it and once after."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from pumpsched.usecases import chart, outlooks
from tests.builders import attempt, bolus, dose, fill, pump, readout, start, stop, when
from tests.builders.store import Books, reading, writing
from tests.builders.values import Consent, Dose, Fact, Patient
from tests.builders.work import (
    DoseRequest,
    entry_to_undo,
    fresh_rows,
    record_archive,
    record_fact,
    record_programme,
    record_refill,
    void_act,
)
from tests.usecases.folders import TODAY, fresh, stamp

NOW = datetime(2026, 11, 22, 16, 0, tzinfo=UTC)

Work = Callable[[Books], Any]


def refill(at: str) -> Work:
    """A refill of that time."""
    return lambda books: record_refill(
        books, "0007", fill(at, "18", of=None, residual="15"), today=TODAY, consent=Consent()
    )


def encounter(at: str) -> Work:
    """A refill, the read-out before it, the dose and the alarm date told with it."""
    return lambda books: record_refill(
        books,
        "0007",
        fill(at, "18", of=None, residual="15"),
        today=TODAY,
        consent=Consent(),
        wish=DoseRequest(dose=Dose.parse("130 mcg/day")),
        alarm_on=date(2027, 1, 20),
        before=readout(at, "2027-01-16"),
    )


def programme(at: str, text: str) -> Work:
    """A new dose from that time on."""
    wish = DoseRequest(dose=Dose.parse(text))
    return lambda books: record_programme(
        books, "0007", wish, at=when(at), note="", today=TODAY, consent=Consent()
    )


def archive(at: str) -> Work:
    """That the patient left the list."""
    return lambda books: record_archive(books, "0007", at=when(at), note="", today=TODAY)


RECORDED: dict[str, tuple[int, Work]] = {
    "refill today": (1, refill("2026-11-22T10:00")),
    "refill of the day before": (1, refill("2026-11-21")),
    "refill with a dose and read-outs": (1, encounter("2026-11-22T10:00")),
    "dose today": (2, programme("2026-11-22T10:00", "130 mcg/day")),
    "dose planned to fall": (2, programme("2026-11-24", "110 mcg/day")),
    "dose planned to rise": (2, programme("2026-11-24", "130 mcg/day")),
    # From its third day on a stop is urgent: the row holds until then, and is seen then.
    "stop": (3, lambda books: record_fact(books, "0007", stop("2026-11-22"), today=TODAY)),
    "start": (2, lambda books: record_fact(books, "0007", start("2026-11-21"), today=TODAY)),
    "attempt": (2, lambda books: record_fact(books, "0007", attempt("2026-11-22"), today=TODAY)),
    "archive": (
        2,
        lambda books: record_archive(books, "0007", at=when("2026-11-22"), note="", today=TODAY),
    ),
    "bolus": (
        2,
        lambda books: record_fact(
            *(books, "0007", bolus("2026-11-22T10:00", "20 mcg")),
            today=TODAY,
            now=NOW,
            consent=Consent(),
        ),
    ),
    "undo": (
        2,
        lambda books: void_act(
            books, entry_to_undo(books, 2, actor="ann"), reason="wrong", today=TODAY
        ),
    ),
}


@pytest.fixture
def store(place: Path) -> Engine:
    """A store with one running pump."""
    store = fresh(place)
    facts: tuple[Fact, ...] = (fill(), dose())
    with writing(store, stamp()) as books:
        books.put_patient(Patient("0007", "Rivera, Ana"))
        books.add_device(pump().device)
        key = books.implants("0007")[0].key
        for fact in facts:
            books.append("0007", key, fact)
    return store


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, int]]:
    """How often a ledger is projected and a patient's facts are read in between."""
    counts = {"projected": 0, "read": 0}

    def counting(what: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def counts_one(*args: Any, **named: Any) -> Any:
            counts[what] += 1
            return function(*args, **named)

        return counts_one

    with monkeypatch.context() as patched:
        for module in (chart, outlooks):
            patched.setattr(module, "project", counting("projected", module.project))
        patched.setattr(Books, "entries", counting("read", Books.entries))
        yield counts


@pytest.mark.parametrize("name", RECORDED)
def test_a_fact_is_recorded_with_one_reading_and_few_projections(
    name: str, store: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    projected, work = RECORDED[name]
    with writing(store, stamp()) as books, counted(monkeypatch) as counts:
        work(books)
    assert counts == {"projected": projected, "read": 1}


@pytest.mark.parametrize("name", RECORDED)
def test_the_stored_outlook_is_what_a_fresh_projection_says(name: str, store: Engine) -> None:
    with writing(store, stamp()) as books:
        RECORDED[name][1](books)
    with reading(store) as books:
        (stored,) = books.outlooks()
        assert [stored] == list(fresh_rows(books, today=TODAY))


def test_an_outlook_is_projected_again_where_a_planned_dose_begins_before_it_holds(
    store: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with writing(store, stamp()) as books:
        programme("2026-11-23", "110 mcg/day")(books)
        with counted(monkeypatch) as counts:
            refill("2026-11-22T10:00")(books)
    assert counts == {"projected": 2, "read": 1}
