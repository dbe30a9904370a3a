"""What the audit trail tells of a visit: when it was placed, how often it was changed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from pumpsched.usecases.visit_history import VisitHistory, visit_histories
from tests.builders.store import Stamp, open_store, reading, writing
from tests.builders.values import Nurse, Patient, Setting, Visit, VisitKind, VisitStatus

START = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
VISIT = Visit(
    "V1", "0007", VisitKind.REFILL, date(2026, 12, 1), 570, 45, Setting.HOME, nurses=("N1",)
)


def at(hour: int) -> datetime:
    return START + timedelta(hours=hour)


def put(store: Engine, hour: int, *visits: Visit) -> None:
    with writing(store, Stamp("ann", at(hour), "visit")) as books:
        for visit in visits:
            books.put_visit(visit)


def history(store: Engine, code: str = "V1") -> VisitHistory:
    with reading(store) as books:
        return visit_histories(books, [code])[code]


@pytest.fixture
def store(place: Path) -> Engine:
    made = open_store(str(place), create=True)
    with writing(made, Stamp("ann", START, "enrol")) as books:
        books.put_patient(Patient("0007", "Rowan Example"))
        books.put_nurse(Nurse("N1", "Ash Nurse"))
        books.put_nurse(Nurse("N2", "Bo Nurse"))
    return made


def test_a_visit_begins_without_changes(store: Engine) -> None:
    put(store, 1, VISIT)
    assert history(store) == VisitHistory(at(1), at(1), 0)


def test_a_move_counts_once_and_places_the_visit_anew(store: Engine) -> None:
    put(store, 1, VISIT)
    put(store, 2, VISIT._replace(minute=600, nurses=("N2",)))
    assert history(store) == VisitHistory(at(2), at(2), 1)
    put(store, 3, VISIT._replace(minute=600, nurses=("N1",)))
    assert history(store) == VisitHistory(at(3), at(3), 2)


def test_a_status_counts_but_does_not_place_the_visit_anew(store: Engine) -> None:
    put(store, 1, VISIT)
    put(store, 2, VISIT._replace(status=VisitStatus.CONFIRMED))
    put(store, 3, VISIT._replace(status=VisitStatus.CANCELLED))
    assert history(store) == VisitHistory(at(1), at(3), 2)


def test_other_visits_do_not_matter(store: Engine) -> None:
    put(store, 1, VISIT)
    put(store, 2, VISIT._replace(code="V2"))
    put(store, 3, VISIT._replace(code="V2", minute=700))
    assert history(store) == VisitHistory(at(1), at(1), 0)


def many(first: int, minute: int) -> list[Visit]:
    return [VISIT._replace(code=f"V{first + n}", minute=minute) for n in range(150)]


def test_a_visit_booked_among_very_many_was_booked_then(store: Engine) -> None:
    put(store, 1, *many(2, 480))
    put(store, 2, VISIT)
    assert history(store, "V151") == VisitHistory(at(1), at(1), 0)
    assert history(store) == VisitHistory(at(2), at(2), 0)
    put(store, 3, VISIT._replace(code="V151", minute=600))
    assert history(store, "V151") == VisitHistory(at(3), at(3), 1)


def test_a_change_among_very_many_is_never_missed(store: Engine) -> None:
    put(store, 1, *many(1, 480))
    put(store, 2, *many(1, 490))
    assert history(store, "V150") == VisitHistory(at(1), at(2), 1)
    put(store, 3, VISIT._replace(code="V150", minute=600))
    assert history(store, "V150").changes == 2


def test_a_visit_nobody_booked_has_no_history(store: Engine) -> None:
    with reading(store) as books:
        assert visit_histories(books, ["V9"]) == {}
        assert visit_histories(books, []) == {}
