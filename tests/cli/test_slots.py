"""``slots``: what can be offered on the phone, and the command that books it."""

from __future__ import annotations

import shlex
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from pumpsched.planning.openings import asked_case
from pumpsched.usecases.slots import offers_in
from tests.builders.command import clock
from tests.builders.values import Hours
from tests.cli.clinic import Clinic
from tests.planning.cases import a_case, a_demand, a_patient, a_visit, on


@pytest.fixture
def staffed(clinic: Clinic) -> Clinic:
    """The invented clinic with a session every working day."""
    for nurse in ("N1", "N2"):
        roster = "Mon-Fri 08:00-16:00 clinic:MPLS"
        clinic.done("nurse", "edit", nurse, "--roster", roster, "-y")
    return clinic


def offered(clinic: Clinic, *args: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = clinic.done("slots", *args, "--json").json["offers"]
    return found


def saves(clinic: Clinic, offer: dict[str, Any]) -> int:
    """The exit code of an offer's command, as printed."""
    return clinic.run(*shlex.split(offer["command"])[1:], "-n").code


def test_every_offer_books_as_printed_without_an_override(staffed: Clinic) -> None:
    for patient in ("0007", "0012"):
        found = offered(staffed, patient)
        assert found
        assert [saves(staffed, offer) for offer in found] == [0] * len(found)


def test_the_cheapest_offer_comes_first(staffed: Clinic) -> None:
    prices = [offer["cost_min"] for offer in offered(staffed, "0007", "--limit", "99")]
    assert prices == sorted(prices)
    assert len(prices) > 5


def test_an_offer_starts_on_the_grid(staffed: Clinic) -> None:
    staffed.done("visit", "add", "0012", "--at", "2026-12-07T08:02", "--site", "MPLS", "-y")
    starts = [offer["start"] for offer in offered(staffed, "0007", "--limit", "99")]
    assert {int(start[3:]) % 5 for start in starts} == {0}


def test_days_are_whole_in_a_pipe(staffed: Clinic) -> None:
    days = [line.split("\t")[0] for line in staffed.done("slots", "0007").out.splitlines()]
    assert days[0] == "date"
    assert [date.fromisoformat(day).isoformat() for day in days[1:6]] == days[1:6]


@pytest.mark.parametrize("hour", [10, 12, 23])
def test_no_time_that_is_over_is_offered_again(
    staffed: Clinic, monkeypatch: pytest.MonkeyPatch, hour: int
) -> None:
    at = ("--at", "2026-11-24T08:00", "--nurse", "N2", "--site", "MPLS")
    staffed.done("visit", "add", "0030", *at, "-y")
    now = datetime(2026, 11, 24, hour, 7, tzinfo=ZoneInfo("America/Chicago"))
    monkeypatch.setattr(clock, "now", lambda: now.astimezone(UTC))
    found = [f"{one['date']}T{one['start']}" for one in offered(staffed, "0030", "--limit", "99")]
    assert found
    assert min(found) >= f"2026-11-24T{hour:02d}:07"


def test_an_offer_says_that_the_visit_whose_place_it_takes_is_confirmed(staffed: Clinic) -> None:
    staffed.done("visit", "add", "0007", "--at", "2026-12-07T09:00", "--site", "MPLS", "-y")
    for status in ("booked", "confirmed"):
        offer = offered(staffed, "0007")[0]
        assert [visit["status"] for visit in offer["moves"]] == [status]
        staffed.run("visit", "confirm", offer["moves"][0]["id"], "-y")


def test_only_tuesdays_after_two(staffed: Clinic) -> None:
    found = offered(staffed, "0007", "--weekday", "tue", "--after", "14:00", "--limit", "99")
    assert found
    assert {date.fromisoformat(offer["date"]).weekday() for offer in found} == {1}
    assert min(offer["start"] for offer in found) >= "14:00"
    assert saves(staffed, found[0]) == 0


def test_where_nothing_is_free_then_another_time_is_named(staffed: Clinic) -> None:
    found = staffed.done("slots", "0007", "--weekday", "sun", "--json").json
    assert (found["offers"], found["reason"]) == ([], "availability")
    assert saves(staffed, found["besides"]) == 0


def test_whoever_has_a_visit_is_offered_to_move_it(staffed: Clinic) -> None:
    staffed.done("visit", "add", "0007", "--at", "2026-12-07T09:00", "--nurse", "N1", "-y")
    for confirmed in (False, True):
        if confirmed:
            staffed.done("visit", "confirm", "V2", "-y")
        (best, *_) = offered(staffed, "0007")
        assert best["command"].startswith("pumpsched visit move V2 --at ")
        assert [visit["id"] for visit in best["moves"]] == ["V2"]
        assert saves(staffed, best) == 0


def test_of_two_booked_refills_both_are_named_with_what_would_help(staffed: Clinic) -> None:
    for hour in ("09", "13"):
        at = ("--at", f"2026-12-07T{hour}:00", "--nurse", "N1")
        staffed.done("visit", "add", "0007", *at, "-y")
    found = staffed.done("slots", "0007", "--json").json
    assert (found["offers"], found["reason"]) == ([], "booked-twice")
    assert found["detail"] == (
        "V2 on 2026-12-07 at 09:00 and V3 on 2026-12-07 at 13:00 are booked for a refill: "
        "cancel what is too many, then one can be moved"
    )
    assert "Next: pumpsched visit cancel V3" in staffed.done("slots", "0007").err


def test_an_earlier_day_than_was_booked_asks_for_the_drug_in_a_rush() -> None:
    demand = a_demand(opens_on=on(1), refill_by=on(4))
    case = asked_case(a_case(demand, visits=(a_visit(day=on(3)),)), "0001")
    rushed = {
        one.offer.visit.day: [finding.code for finding in one.findings] for one in offers_in(case)
    }
    assert rushed == {on(1): ["rush-order"], on(2): ["rush-order"], on(3): [], on(4): []}


def test_without_a_slot_it_says_why_and_what_would_make_one(staffed: Clinic) -> None:
    for nurse in ("N1", "N2"):
        staffed.done("nurse", "edit", nurse, "--skills", "CODMAN3000", "-y")
    found = staffed.done("slots", "0007", "--json").json
    assert (found["offers"], found["reason"]) == ([], "skill")
    assert "trained on SM2" in found["would_do"]


@pytest.mark.parametrize(("patient", "reason"), [("0041", "archived"), ("0020", "unfilled")])
def test_somebody_without_a_window_has_no_slot(clinic: Clinic, patient: str, reason: str) -> None:
    found = clinic.done("slots", patient, "--json").json
    assert (found["offers"], found["reason"]) == ([], reason)


@pytest.mark.parametrize(
    ("args", "code"),
    [(("9999",), 3), (("0007", "--after", "2pm"), 2), (("0007", "--weekday", "x"), 2)],
)
def test_what_cannot_be_read_is_refused(clinic: Clinic, args: tuple[str, ...], code: int) -> None:
    assert clinic.run("slots", *args).code == code


@pytest.mark.parametrize(
    ("option", "typed"), [("--after", "25:00"), ("--before", "9 am"), ("--weekday", "someday")]
)
def test_a_time_that_cannot_be_read_is_quoted_as_it_was_typed(
    clinic: Clinic, option: str, typed: str
) -> None:
    said = clinic.run("slots", "0007", option, typed)
    assert said.code == 2
    assert said.err.startswith(f'{option} "{typed}": ')


def test_where_the_window_has_no_slot_one_before_it_is_offered(staffed: Clinic) -> None:
    for nurse in ("N1", "N2"):
        staffed.done("nurse", "off", nurse, "2026-12-02..2027-01-09", "-y")
    found = offered(staffed, "0007")
    assert {offer["date"] for offer in found} >= {"2026-11-30", "2026-12-01"}
    assert [offer["findings"] for offer in found] == [["early-refill"]] * len(found)
    assert [saves(staffed, offer) for offer in found] == [0] * len(found)


def test_a_late_time_is_not_offered_where_another_is_in_time() -> None:
    demand = a_demand(opens_on=on(9), refill_by=on(11), filled_on=on(8))
    case = asked_case(a_case(demand), "0001")
    tuesdays = (Hours(frozenset({1}), 0, 24 * 60),)
    assert {one.offer.visit.day for one in offers_in(case)} == {on(9), on(10), on(11)}
    assert offers_in(case, tuesdays) == ()


def test_whom_the_window_can_see_on_no_day_is_offered_one_before_it_or_else_the_next() -> None:
    demand = a_demand(a_patient(hours="Tue 08:00-16:00"), opens_on=on(9), refill_by=on(11))
    case = asked_case(a_case(demand), "0001")
    assert {one.offer.visit.day for one in offers_in(case)} == {on(8)}
    filled = asked_case(a_case(replace(demand, filled_on=on(8))), "0001")
    assert {one.offer.visit.day for one in offers_in(filled)} == {on(15)}


def test_a_day_with_the_drug_there_is_offered_however_late_that_is() -> None:
    demand = a_demand(opens_on=on(1), refill_by=on(4), drug_on=on(17))
    case = asked_case(a_case(demand, last=on(5)), "0001")
    assert min(one.offer.visit.day for one in offers_in(case)) == on(17)
