"""What was said on the phone, and how far a drug is: what stands, and what was taken back."""

from __future__ import annotations

from datetime import date

from tests.builders import when
from tests.builders.values import Contact, ContactOutcome, OrderMark, OrderState, standing_contacts

AGREED, MESSAGE, WITHDRAWN = (
    Contact("0007", when(f"2026-11-2{n}"), outcome, "ann")
    for n, outcome in enumerate(
        (ContactOutcome.AGREED, ContactOutcome.LEFT_MESSAGE, ContactOutcome.WITHDRAWN)
    )
)


def test_a_withdrawal_takes_the_call_before_it_back_and_no_other() -> None:
    assert standing_contacts([AGREED, MESSAGE, WITHDRAWN]) == (AGREED,)
    assert standing_contacts([AGREED, WITHDRAWN, MESSAGE]) == (MESSAGE,)


def test_a_withdrawal_of_nothing_takes_nothing_back() -> None:
    assert standing_contacts([WITHDRAWN, AGREED]) == (AGREED,)


def test_a_drug_is_there_from_its_day_on_or_at_once_when_it_has_arrived() -> None:
    late = OrderMark("V1", when("2026-11-20"), OrderState.LATE, "ann", until=date(2026, 11, 30))
    arrived = OrderMark("V1", when("2026-11-20"), OrderState.ARRIVED, "ann")
    opened = OrderMark("V1", when("2026-11-20"), OrderState.OPEN, "ann")
    assert [mark.there_on for mark in (late, arrived, opened)] == [
        date(2026, 11, 30),
        date.min,
        None,
    ]
    assert [mark.is_under_way for mark in (late, arrived, opened)] == [True, True, False]
