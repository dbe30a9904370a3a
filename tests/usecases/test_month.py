"""The demo clinic for a month: planned on Mondays, every visit done on its day as a refill."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine

from tests.builders.plans import Constraint
from tests.builders.store import Stamp, open_store, reading, writing
from tests.builders.values import Consent, Filled, Limit, Visit, VisitKind, Volume, When
from tests.builders.work import DEMO_TODAY, book_plan, build_demo, open_chart, record_refill
from tests.plan_days import propose

WEEKS = 4
SPAN = timedelta(days=28)
FIRST_MONDAY = DEMO_TODAY + timedelta(days=1)
LAST_DAY = FIRST_MONDAY + timedelta(days=7 * WEEKS - 1)


@dataclass
class Month:
    """What happened.

    Attributes:
        late_before: Who was late when it began.
        done: Each refill's visit, and the last day of the window it served.
        left_out: Who was left out on each Monday, and the reason.
        overdue: Whose window is over at the end.
        worn_out: Whose pump has come to the end of its service: no refill gives it a new window.
    """

    late_before: set[str]
    done: list[tuple[Visit, date]] = field(default_factory=list)
    left_out: dict[date, dict[str, str]] = field(default_factory=dict)
    overdue: set[str] = field(default_factory=set)
    worn_out: set[str] = field(default_factory=set)


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Month:
    """A month of the demo clinic."""
    path = tmp_path_factory.mktemp("month") / "demo.sqlite"
    build_demo(path, _stamp(DEMO_TODAY))
    store = open_store(str(path))
    windows = _windows(store, DEMO_TODAY)
    lived = Month({code for code, day in windows.items() if day < FIRST_MONDAY})
    for week in range(WEEKS):
        monday = FIRST_MONDAY + timedelta(days=7 * week)
        _plan(store, monday, lived)
        for ahead in range(7):
            _work(store, monday + timedelta(days=ahead), lived)
    windows = _windows(store, LAST_DAY)
    lived.overdue = {code for code, day in windows.items() if day <= LAST_DAY}
    lived.worn_out = {code for code in windows if _is_worn_out(store, code)}
    store.dispose()
    return lived


def _stamp(day: date) -> Stamp:
    return Stamp("ann", datetime(day.year, day.month, day.day, 12, tzinfo=UTC), "test")


def _windows(store: Engine, today: date) -> dict[str, date]:
    """The last day of each window that is open or to come."""
    with reading(store) as books:
        plan = propose(books, first=today, last=today, today=today)
    return {demand.code: demand.refill_by for demand in plan.case.demands}


def _plan(store: Engine, monday: date, lived: Month) -> None:
    with writing(store, _stamp(monday)) as books:
        proposal = propose(books, first=monday, last=monday + SPAN, today=monday)
        book_plan(books, proposal)
    lived.left_out[monday] = {one.patient: one.reason for one in proposal.plan.unplaced}


def _work(store: Engine, today: date, lived: Month) -> None:
    """Does every refill of a day."""
    with reading(store) as books:
        planned = list(books.visits(first=today, last=today, open_only=True))
        deadlines = _windows(store, today) if planned else {}
    for visit in planned:
        if visit.kind is VisitKind.REFILL:
            _refill(store, visit)
            lived.done.append((visit, deadlines[visit.patient]))


def _is_worn_out(store: Engine, code: str) -> bool:
    with reading(store) as books:
        window = open_chart(books, code, as_of=LAST_DAY).view().window
    return window is not None and window.limit is Limit.SERVICE and window.refill_by <= LAST_DAY


def _refill(store: Engine, visit: Visit) -> None:
    """Fills what was filled last; aspirates what is expected to be left."""
    at = When(visit.day, visit.minute)
    with writing(store, _stamp(visit.day)) as books:
        chart = open_chart(books, visit.patient, as_of=visit.day)
        view = chart.view()
        last = max(
            (fact for fact in chart.ledger.facts if isinstance(fact, Filled)),
            key=lambda fact: fact.at.instant,
        )
        assert view.volume_ul is not None
        left = Volume(int(view.volume_ul))
        fill = Filled(at=at, injected=last.injected, residual=left, mixture=None)
        receipt = record_refill(books, visit.patient, fill, today=visit.day, consent=Consent())
        assert receipt.closed is not None


def test_no_refill_is_late_that_was_not_late_when_the_month_began(month: Month) -> None:
    late = {visit.patient for visit, refill_by in month.done if visit.day > refill_by}
    assert late - month.worn_out <= month.late_before


def test_whoever_was_late_is_seen_in_the_first_week(month: Month) -> None:
    first_week = FIRST_MONDAY + timedelta(days=7)
    seen = {visit.patient for visit, _ in month.done if visit.day < first_week}
    assert month.late_before <= seen | set(month.left_out[FIRST_MONDAY])


def test_nobody_is_left_behind_but_those_named_with_a_reason(month: Month) -> None:
    named = {code for week in month.left_out.values() for code in week}
    assert month.overdue - month.worn_out <= named
    assert {reason for week in month.left_out.values() for reason in week.values()} <= set(
        Constraint
    )


def test_nobody_is_refilled_twice_in_the_month(month: Month) -> None:
    patients = [v.patient for v, _ in month.done if v.patient not in month.worn_out]
    assert len(patients) == len(set(patients))
    assert len(patients) > 10
