"""A worklist of so many lines: the store sorts and counts it, and it is the same list."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pumpsched.store.reading.opening import ReadBooks
from tests.builders.store import PatientCounts, ReadStore, open_store, writing
from tests.builders.values import Patient, Setting, StoreProblem
from tests.builders.work import DEMO_TODAY, Filter, build_demo, next_due
from tests.effort import tries
from tests.store.records import stamp

NEAR = st.integers(-60, 200) | st.sampled_from([0, 1, 28])
FILTERS = st.builds(
    Filter()._replace,
    everybody=st.booleans(),
    setting=st.sampled_from([None, Setting.HOME, Setting.CLINIC]),
    nurse=st.sampled_from([None, "N1"]),
    unbooked=st.booleans(),
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo, three patients without a pump, and outlooks of every kind that does not answer."""
    path = tmp_path_factory.mktemp("limited") / "demo.sqlite"
    build_demo(path, stamp("demo"))
    engine = open_store(str(path))
    with writing(engine, stamp()) as books:
        books.put_patients([Patient(f"9{number}", "Rowan Example") for number in range(3)])
        stored = list(books.outlooks())
        old = [(key, row._replace(rules_version=1)) for key, row in stored[:3]]
        later = [(key, row._replace(holds_from=date(2027, 3, 1))) for key, row in stored[3:6]]
        ended = [(key, row._replace(holds_until=date(2026, 12, 1))) for key, row in stored[6:12]]
        books.put_outlooks([*old, *later, *ended])
    engine.dispose()
    return path


@pytest.fixture(scope="module")
def books(place: Path) -> Iterator[ReadBooks]:
    """The books of that store."""
    store = ReadStore(str(place))
    with store.reading() as found:
        yield found
    store.close()


@pytest.mark.campaign
@settings(max_examples=tries(short=10, full=100))
@given(wanted=FILTERS, ahead=NEAR, span=NEAR, limit=st.integers(1, 60))
def test_a_limited_list_is_the_beginning_of_the_whole_one(
    books: ReadBooks, wanted: Filter, ahead: int, span: int, limit: int
) -> None:
    as_of = DEMO_TODAY + timedelta(days=ahead)
    last = as_of + timedelta(days=span)
    whole = next_due(books, as_of=as_of, last=last, wanted=wanted)
    part = next_due(books, as_of=as_of, last=last, wanted=wanted._replace(limit=limit))
    cut = len(whole.items) - len(part.items)
    counts = whole.counts._replace(listed=len(part.items), filtered=whole.counts.filtered + cut)
    assert part == whole._replace(items=whole.items[:limit], counts=counts)


@pytest.mark.parametrize("nurse", [None, "N1"])
def test_a_limited_list_of_which_a_patient_is_missing_is_refused(
    books: ReadBooks, monkeypatch: pytest.MonkeyPatch, nurse: str | None
) -> None:
    def counted(as_of: date, last: date | None) -> PatientCounts:
        found = ReadBooks.counts(books, as_of, last)
        return found._replace(all=found.all + 1)

    monkeypatch.setattr(books, "counts", counted)
    wanted = Filter(nurse=nurse, limit=3)
    with pytest.raises(StoreProblem, match="patients are recorded, but"):
        next_due(books, as_of=DEMO_TODAY, last=DEMO_TODAY + timedelta(days=28), wanted=wanted)
