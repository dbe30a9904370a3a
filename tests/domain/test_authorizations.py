"""A payer's permissions: where one holds with a visit left, and when to ask for the next."""

from __future__ import annotations

from datetime import date

import pytest

from pumpsched.domain.authorizations import asked_once, authorized_days, lapse, request_by
from tests.builders import day
from tests.builders.values import (
    Authorization,
    Finding,
    Severity,
    VisitKind,
    VisitStatus,
    WorkingDays,
)
from tests.route_days import visit

WINTER = Authorization(
    "0001", "A1", valid_from=day("2026-12-01"), valid_to=day("2027-02-28"), visits=1
)
BOOKED = visit(1, 540)._replace(day=day("2026-12-07"))
DAYS = [day("2026-11-30"), day("2026-12-01"), day("2027-02-28"), day("2027-03-01")]


def asked(*mine: Authorization, today: str, window: tuple[str, str]) -> Finding | None:
    """What is said of a window, ten days being the notice."""
    first, last = map(day, window)
    return lapse(mine, [], (first, last), notice_days=10, working=WorkingDays(), today=day(today))


def test_an_authorization_holds_on_both_its_ends() -> None:
    assert authorized_days([WINTER], [], moving="", days=DAYS) == set(DAYS[1:3])


@pytest.mark.parametrize(
    ("change", "used"),
    [
        ({}, True),
        ({"status": VisitStatus.DONE}, True),
        ({"status": VisitStatus.CANCELLED}, False),
        ({"kind": VisitKind.FOLLOWUP}, False),
        ({"day": day("2027-03-01")}, False),
        ({"code": "MOVING"}, False),
    ],
)
def test_a_refill_done_or_booked_uses_one_visit(change: dict[str, object], used: bool) -> None:
    seen = BOOKED._replace(**change)  # type: ignore[arg-type]
    found = authorized_days([WINTER], [seen], moving="MOVING", days=DAYS)
    assert (found == set()) is used


def test_of_two_the_one_that_ends_first_is_used_first() -> None:
    endless = WINTER._replace(number="A2", valid_to=None)
    found = authorized_days([endless, WINTER], [BOOKED], moving="", days=DAYS)
    assert found == set(DAYS[1:])


def test_the_next_is_asked_for_on_a_working_day_unless_another_goes_on() -> None:
    def by(*mine: Authorization) -> date | None:
        return request_by(WINTER, mine, notice_days=14, working=WorkingDays())

    assert by(WINTER) == day("2027-02-12")
    assert by(WINTER, WINTER._replace(number="A2", valid_to=None)) is None
    assert by(WINTER, WINTER._replace(number="A2", valid_to=day("2027-03-01"))) is None
    endless = WINTER._replace(valid_to=None)
    assert request_by(endless, [endless], notice_days=14, working=WorkingDays()) is None


def test_a_window_without_an_authorized_day_is_said_with_the_day_to_ask_by() -> None:
    found = asked(WINTER, today="2027-02-01", window=("2027-03-01", "2027-03-26"))
    assert found is not None
    assert (found.severity, found.facts) == ("info", {"request_by": "2027-03-16"})
    late = asked(WINTER, today="2027-04-01", window=("2027-03-01", "2027-03-26"))
    assert late is not None
    assert (late.severity, "on 2027-04-01, for a late refill" in late.message) == ("warning", True)


def test_nothing_is_said_with_an_authorized_day_or_of_who_needs_none() -> None:
    assert asked(WINTER, today="2027-02-01", window=("2027-02-28", "2027-03-26")) is None
    assert asked(today="2027-02-01", window=("2027-03-01", "2027-03-26")) is None


def test_of_several_days_by_which_to_ask_the_earliest_is_said() -> None:
    texts = ("no paper: ask the payer by 2026-12-03", "none: ask the payer by 2026-11-29", "dry")
    facts: tuple[dict[str, str | int | None], ...] = (
        {"request_by": "2026-12-03"},
        {},
        {"visit": "V1"},
    )
    found = [
        Finding("unauthorized", Severity.URGENT, text, about)
        for text, about in zip(texts, facts, strict=True)
    ]
    said = [*asked_once(found)]
    assert [each.message.rpartition(" ")[2] for each in said] == ["2026-11-29"] * 2 + ["dry"]
    assert [each.facts for each in said] == [{"request_by": "2026-11-29"}, {}, {"visit": "V1"}]
    assert [*asked_once(found[2:])] == found[2:]
