"""Planning from the store: who is planned, why, and booking what was proposed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from pumpsched.usecases.plan_questions import Reasons, reasons_for
from tests.builders.store import reading, writing
from tests.builders.values import (
    Authorization,
    Conflict,
    Setting,
    Visit,
    VisitKind,
    VisitStatus,
    parse_hours,
)
from tests.builders.work import Proposal
from tests.plan_days import (
    ADA,
    FOUR_WEEKS,
    MORPHINE,
    REFILL_BY,
    TODAY,
    book,
    close,
    due,
    empty_store,
    proposed,
    put,
    put_nurses,
    staffed,
    visits,
)
from tests.route_days import STAMP, visit

MONDAY = date(2026, 12, 7)


@pytest.fixture
def path(place: Path) -> Path:
    """Where a test's store goes."""
    return place


def placed(proposal: Proposal) -> dict[str, date]:
    return {visit.patient: visit.day for visit in proposal.plan.visits}


def left_out(proposal: Proposal) -> dict[str, str]:
    return {one.patient: one.reason for one in proposal.plan.unplaced}


def why(proposal: Proposal, code: str) -> Reasons:
    return reasons_for(proposal, code)


def test_an_empty_store_has_an_empty_plan(path: Path) -> None:
    plan = proposed(empty_store(path)).plan
    assert (plan.visits, plan.unplaced, plan.routes, plan.totals.cost_min) == ((), (), (), 0)


def test_the_same_books_give_the_same_proposal(path: Path) -> None:
    store = staffed(path, patients=6)
    assert proposed(store) == proposed(store)


def test_booking_a_proposal_leaves_nothing_to_book(path: Path) -> None:
    store = staffed(path, patients=5)
    first = proposed(store)
    booking = book(store, first)
    assert (len(booking.added), booking.moved) == (5, ())
    assert {v.status for v in visits(store).values()} == {VisitStatus.BOOKED}
    again = proposed(store)
    assert placed(again) == placed(first)
    assert all(visit.code and not visit.moved for visit in again.plan.visits)
    assert again.plan.totals.cost_min == first.plan.totals.cost_min
    assert book(store, again).added == ()


def test_a_proposal_booked_twice_is_a_conflict_the_second_time(path: Path) -> None:
    store = staffed(path, patients=2)
    proposal = proposed(store)
    book(store, proposal)
    with pytest.raises(Conflict, match="nothing was booked"):
        book(store, proposal)
    assert len(visits(store)) == 2


def _visit_made(store: Engine) -> None:
    put(store, visit(9, 540, patient="0001", kind=VisitKind.FOLLOWUP, day=MONDAY))


def _nurse_gone(store: Engine) -> None:
    put_nurses(store, ADA._replace(roster=()))


def _day_closed(store: Engine) -> None:
    close(store, "all", REFILL_BY)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (_visit_made, "Visit V9 of 0001 is now booked 2026-12-07T09:00 N1."),
        (_nurse_gone, "roster"),
        (_day_closed, "closure"),
    ],
)
def test_books_changed_since_the_proposal_are_a_conflict_and_nothing_is_booked(
    path: Path, change: Callable[[Engine], None], told: str
) -> None:
    store = staffed(path, patients=3)
    proposal = proposed(store)
    change(store)
    before = visits(store)
    with pytest.raises(Conflict) as refused:
        book(store, proposal)
    assert (refused.value.code, refused.value.exit_code) == ("slot-taken", 5)
    assert told in refused.value.why
    assert visits(store) == before


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (TODAY, date(2027, 11, 22), True),
        (REFILL_BY, REFILL_BY, True),
        (TODAY, TODAY, False),
        (date(2026, 11, 1), date(2026, 12, 31), True),
        (date(2026, 12, 1), date(2026, 12, 31), True),
    ],
    ids=["a year", "the last day", "today", "from a past day", "next month"],
)
def test_a_span_has_the_refills_due_in_it(
    path: Path, first: date, last: date, expected: bool
) -> None:
    found = proposed(staffed(path, patients=1), first=first, last=last)
    assert placed(found) == ({"0001": REFILL_BY} if expected else {})


def test_without_nurses_everybody_is_left_out_with_a_reason(path: Path) -> None:
    store = empty_store(path)
    due(store, 1)
    found = proposed(store)
    assert left_out(found) == {"0001": "roster"}
    assert "no nurse is rostered" in found.plan.unplaced[0].detail


def test_without_a_site_a_patient_of_the_clinic_is_left_out(path: Path) -> None:
    store = empty_store(path)
    put_nurses(store, ADA)
    due(store, 1, setting=Setting.CLINIC)
    found = proposed(store)
    assert left_out(found) == {"0001": "setting"}
    assert "seen at home" in why(found, "0001").otherwise


def test_a_home_patient_without_coordinates_needs_a_location(path: Path) -> None:
    store = staffed(path)
    due(store, 1, location=None)
    due(store, 2)
    found = proposed(store)
    assert (left_out(found), list(placed(found))) == ({"0001": "location"}, ["0002"])
    assert "needs a location" in why(found, "0001").reasons[0].sentence


def test_a_roster_without_the_skill_is_named_and_so_is_who_could_learn_it(path: Path) -> None:
    found = proposed(staffed(path, ADA._replace(skills=("PROMETRA",)), patients=1))
    assert left_out(found) == {"0001": "skill"}
    reasons = why(found, "0001")
    assert "trained on SM2" in reasons.reasons[0].sentence
    assert reasons.otherwise == "Tue 8 Dec 2026 if nurse N1 were trained on SM2"


def test_confirmed_visits_that_contradict_each_other_are_findings_and_stay(path: Path) -> None:
    store = staffed(path)
    for number, minute in ((1, 600), (2, 610)):
        booked = visit(number, minute, day=MONDAY, status=VisitStatus.CONFIRMED)
        due(store, number, visits=(booked,))
    due(store, 3)
    found = proposed(store)
    kept = [visit for visit in found.plan.visits if visit.locked]
    assert [(v.patient, v.minute) for v in kept] == [("0001", 600), ("0002", 610)]
    assert {finding.code for v in kept for finding in v.findings} == {"kept-conflict"}
    assert placed(found)["0003"] == REFILL_BY


def booked_clinic(path: Path) -> Engine:
    """Ada has baclofen of 0001, 0002 and morphine of 0005; Bo has 0003; all booked on 7 Dec."""
    store = staffed(path)
    for number, minute, nurse in ((1, 600, "N1"), (2, 700, "N1"), (3, 600, "N2")):
        due(store, number, visits=(visit(number, minute, day=MONDAY, nurses=(nurse,)),))
    booked = visit(5, 800, day=MONDAY)
    due(store, 5, "2026-09-14", of=MORPHINE, visits=(booked,))
    return store


def test_of_a_nurse_who_is_away_only_her_visits_move(path: Path) -> None:
    store = booked_clinic(path)
    assert not any(visit.moved for visit in proposed(store).plan.visits)
    close(store, "N1", MONDAY)
    found = proposed(store)
    assert left_out(found) == {}
    moved = {visit.patient for visit in found.plan.visits if visit.moved}
    assert moved == {"0001", "0002", "0005"}
    booking = book(store, found)
    assert {before.code for before, _ in booking.moved} == {"V1", "V2", "V5"}
    assert {after.code for _, after in booking.moved} == {"V1", "V2", "V5"}
    assert visits(store)["V3"].minute == 600


def test_of_a_nurse_taken_off_the_roster_every_visit_goes_to_another(path: Path) -> None:
    store = booked_clinic(path)
    put_nurses(store, ADA._replace(roster=()))
    found = proposed(store)
    assert left_out(found) == {}
    assert {code for visit in found.plan.visits for code in visit.nurses} == {"N2"}


def test_where_one_place_is_left_the_most_dangerous_drug_has_it(path: Path) -> None:
    store = staffed(path, ADA._replace(max_visits=1, roster=parse_hours(
        "Tue 08:00-16:00 home", "roster", places=True)))  # fmt: skip
    due(store, 1, "2026-09-08", of=MORPHINE)
    due(store, 2)
    found = proposed(store, first=date(2026, 12, 8), last=date(2026, 12, 8))
    assert (list(placed(found)), left_out(found)) == (["0002"], {"0001": "capacity"})


@pytest.mark.parametrize(
    ("today", "filled", "sunday"),
    [
        (date(2026, 10, 26), "2026-08-26", date(2026, 11, 1)),
        (date(2027, 3, 8), "2027-01-07", date(2027, 3, 14)),
    ],
)
def test_a_day_on_which_the_clocks_change_is_a_day_like_others(
    path: Path, today: date, filled: str, sunday: date
) -> None:
    nights = parse_hours("Sun 00:00-08:00 home", "roster", places=True)
    store = staffed(path, ADA._replace(roster=nights))
    with writing(store, STAMP) as books:
        books.put_setting("working_days", "Mon-Sun")
    due(store, 1, filled, availability=parse_hours("Sun 01:30-03:30", "availability"))
    (found,) = proposed(
        store, first=today, last=sunday + timedelta(days=3), today=today
    ).plan.visits
    assert (found.day, found.late) == (sunday, False)
    assert 90 <= found.minute <= found.end <= 210


def test_the_reasons_tell_placed_booked_confirmed_left_out_and_not_due_apart(path: Path) -> None:
    store = staffed(path, ADA)
    due(store, 1)
    due(store, 2, visits=(visit(2, 600, day=MONDAY),))
    due(store, 3, visits=(visit(3, 700, day=MONDAY, status=VisitStatus.CONFIRMED),))
    due(store, 4, setting=Setting.CLINIC)
    due(store, 6, "2026-11-02")
    found = proposed(store)
    rules = {
        code: why(found, code).reasons[0].rule for code in ("0001", "0002", "0003", "0004", "0006")
    }
    assert rules == {
        "0001": "price",
        "0002": "booked",
        "0003": "confirmed",
        "0004": "setting",
        "0006": "not-due",
    }
    assert why(found, "0001").otherwise.endswith(" minutes dearer")


@pytest.mark.parametrize("status", [VisitStatus.MISSED, VisitStatus.CANCELLED])
def test_a_refill_missed_or_cancelled_is_planned_again_at_once(
    path: Path, status: VisitStatus
) -> None:
    store = staffed(path, patients=1)
    booking = book(store, proposed(store))
    put(store, booking.added[0], status)
    (found,) = proposed(store).plan.visits
    assert (found.code, found.day) == ("", REFILL_BY)
    assert book(store, proposed(store)).added[0].code != booking.added[0].code


@pytest.mark.parametrize(("ends", "planned"), [(27, 27), (30, 30)])
def test_an_authorization_that_ends_before_the_drug_can_come_makes_the_order_a_rush(
    path: Path, ends: int, planned: int
) -> None:
    """An order placed on Sunday 22 Nov is there on Mon 30, Thanksgiving being closed."""
    store = staffed(path, patients=1)
    close(store, "all", date(2026, 11, 26))
    permit = Authorization("0001", "PA-1", valid_to=date(2026, 11, ends))
    with writing(store, STAMP) as books:
        books.put_authorization(permit)
    (found,) = proposed(store, last=FOUR_WEEKS).plan.visits
    assert found.day == date(2026, 11, planned)
    assert [finding.code for finding in found.findings] == (["rush-order"] if ends == 27 else [])


def test_an_hour_of_the_patients_own_is_kept_free(path: Path) -> None:
    store = staffed(path, patients=1)
    other = Visit("V9", "0001", VisitKind.FOLLOWUP, REFILL_BY, 480, 400, Setting.HOME)
    put(store, other)
    (found,) = [visit for visit in proposed(store).plan.visits if not visit.locked]
    assert found.day != REFILL_BY or found.minute >= other.end
    with reading(store) as books:
        assert books.visit("V9") == other
